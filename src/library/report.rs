//! Reports of adding and refreshing, shared by commands and the screen: each problem as a sentence, and a summary in
//! parts that each of them joins in its own way.

use super::name_analyzer::MOST_NAMES;
use super::{Added, Refreshed, Rejections, Source, Synced};
use crate::feeds::LONGEST_TEXT;
use crate::feeds::opml::MOST;
use crate::model::PageKind;
use crate::text::width::{counted, grouped};

/// How many problems are reported individually.
const TOLD: usize = 20;

/// How many other feeds of a page are named.
const OTHERS: usize = 5;

impl Added {
    /// What was not added, one sentence each, and how many more there are.
    pub fn problems(&self) -> Vec<String> {
        let left_out = self.sources.iter().flat_map(|source| source.left_out.iter().take(TOLD));
        let mut problems: Vec<String> =
            left_out.chain(self.rejected.iter().take(TOLD)).map(ToString::to_string).collect();
        for Source { what, beyond, .. } in self.sources.iter().filter(|source| source.beyond > 0) {
            let (most, beyond) = (grouped(MOST as u64), counted(*beyond, "feed", "feeds"));
            problems.push(format!(
                "{what} has more than {most} feeds, the most of one list, and {beyond} of it were not followed; put them in another list and add that"
            ));
        }
        let told = self.rejected.len().min(TOLD) as u64;
        if self.rejections.total() > told {
            problems.push(format!("and {} more", grouped(self.rejections.total() - told)));
        }
        problems
    }

    /// `214 people, 96 places, 88 organisations`.
    pub fn names(&self) -> String {
        [
            counted(self.people, "person", "people"),
            counted(self.places, "place", "places"),
            counted(self.organisations, "organisation", "organisations"),
        ]
        .join(", ")
    }

    /// What happened besides new articles: `5 already known`, `2 files rejected (1 empty, 1 not there)`.
    pub fn rest(&self) -> Vec<String> {
        let mut parts = Vec::new();
        parts.extend((self.feeds() > 0).then(|| counted(self.feeds(), "feed", "feeds")));
        for (count, what) in [(self.revised, "updated"), (self.known, "already known")] {
            parts.extend((count > 0).then(|| format!("{} {what}", grouped(count))));
        }
        if !self.deleted.is_empty() {
            let count = grouped(self.deleted.len() as u64);
            parts.push(format!(
                "{count} of them deleted earlier, and still deleted: undo that in `dateline undo --list`, or with gj \
                 on the screen"
            ));
        }
        if self.forgotten > 0 {
            let count = grouped(self.forgotten);
            parts.push(format!("{count} of them deleted for good, and not added again"));
        }
        let others: Vec<String> = self.others.iter().map(|(&kind, &count)| others(kind, count)).collect();
        parts.extend((!others.is_empty()).then(|| format!("including {}", others.join(", "))));
        parts.extend((self.rejections.total() > 0).then(|| rejections(&self.rejections)));
        if self.limited > 0 {
            let (articles, most) = (counted(self.limited, "article", "articles"), grouped(MOST_NAMES as u64));
            parts.push(format!("of {articles} only the {most} names that matter most were kept"));
        }
        if self.undated > 0 {
            let dates = counted(self.undated, "date", "dates");
            parts.push(format!(
                "{dates} could not be read (`published` takes 2016-12-15T09:30:00Z or 2016-12-15)"
            ));
        }
        let unfinished = self.sources.iter().filter(|source| source.has_more).count() as u64;
        if unfinished > 0 {
            let feeds = counted(unfinished, "feed has", "feeds have");
            parts.push(format!("{feeds} more, which the next refresh takes"));
        }
        parts.extend(self.stopped.then(|| "stopped, the rest was not added".to_owned()));
        parts
    }

    /// `37 articles, 214 people, 96 places, 88 organisations; 5 already known; 2 files rejected (1 empty, 1 not
    /// there)`.
    pub fn summary(&self) -> String {
        let articles = counted(self.articles, "article", "articles");
        let mut parts = vec![format!("{articles}, {}", self.names())];
        parts.extend(self.rest());
        parts.join("; ")
    }
}

impl Refreshed {
    /// One sentence for each full text that could not be fetched, and for each feed that failed.
    pub fn problems(&self) -> Vec<String> {
        let pages = self.added.not_full.iter().take(TOLD);
        let feeds = self.failed.iter().take(TOLD);
        let failed = pages.chain(feeds).map(|failed| format!("{}: {}", failed.what, failed.why));
        failed.chain(self.synced.iter().flat_map(Synced::problems)).collect()
    }

    /// What happened besides new articles: `2 full texts fetched`, `2 feeds failed`, `3 not due yet`.
    pub fn rest(&self) -> Vec<String> {
        let mut parts = self.added.rest();
        let texts = |count: u64| counted(count, "full text", "full texts");
        let added = &self.added;
        parts.extend((added.full_texts > 0).then(|| format!("{} fetched", texts(added.full_texts))));
        let missed = added.not_full.len() as u64;
        parts.extend((missed > 0).then(|| format!("{} unavailable", texts(missed))));
        let failed = self.failed.len() as u64;
        parts.extend((failed > 0).then(|| format!("{} failed", counted(failed, "feed", "feeds"))));
        parts.extend((self.waiting > 0).then(|| format!("{} not due yet", grouped(self.waiting))));
        let (failed, good): (Vec<&Synced>, _) = self.synced.iter().partition(|synced| synced.error.is_some());
        for (accounts, what) in [(good, "synchronised"), (failed, "not synchronised")] {
            let count = counted(accounts.len() as u64, "account", "accounts");
            parts.extend((!accounts.is_empty()).then(|| format!("{count} {what}")));
        }
        parts
    }

    /// `12 feeds fetched, 5 of them unchanged: 37 articles, 214 people, 96 places, 88 organisations; 2 feeds failed`.
    pub fn summary(&self) -> String {
        let mut first = format!("{} fetched", counted(self.good, "feed", "feeds"));
        if self.unchanged > 0 {
            first = format!("{first}, {} of them unchanged", grouped(self.unchanged));
        }
        let articles = counted(self.added.articles, "article", "articles");
        let mut parts = vec![format!("{first}: {articles}, {}", self.added.names())];
        parts.extend(self.rest());
        parts.join("; ")
    }
}

impl Synced {
    /// One sentence for what the server did not take, and one for why it failed.
    pub fn problems(&self) -> Vec<String> {
        let said = self.problems.iter().chain(&self.error);
        said.map(|problem| format!("{}: {problem}", self.name)).collect()
    }

    /// `quay.example: 37 new articles, 2 new feeds; sent 12 marks; received 40 marks`.
    pub fn summary(&self) -> String {
        let mut first = vec![counted(self.added.articles, "new article", "new articles")];
        first.extend((self.feeds > 0).then(|| counted(self.feeds, "new feed", "new feeds")));
        first.extend((self.removed > 0).then(|| counted(self.removed, "feed removed", "feeds removed")));
        let mut parts = vec![format!("{}: {}", self.name, first.join(", "))];
        if !self.joined.is_empty() {
            let named: Vec<&str> = self.joined.iter().take(OTHERS).map(String::as_str).collect();
            let count = counted(self.joined.len() as u64, "feed", "feeds");
            parts.push(format!("its server now fetches {count} that you follow: {}", named.join(", ")));
        }
        let marks = |count| counted(count, "mark", "marks");
        parts.extend((self.marks > 0).then(|| format!("sent {}", marks(self.marks))));
        let changes = |count| counted(count, "change of feeds", "changes of feeds");
        parts.extend((self.feed_changes > 0).then(|| format!("sent {}", changes(self.feed_changes))));
        parts.extend((self.states > 0).then(|| format!("received {}", marks(self.states))));
        let passed_on = self.added.passed_on;
        parts.extend((passed_on > 0).then(|| format!("{} for your other accounts", marks(passed_on))));
        parts.extend(self.is_partial.then(|| "the rest comes with the next synchronisation".to_owned()));
        parts.join("; ")
    }
}

impl Source {
    /// `feed.xml: The Quay, 12 articles, 3 already known`; `list.opml: 40 feeds, 2 already followed`.
    pub fn summary(&self) -> String {
        if self.is_without_feed {
            let feed = match &self.trouble {
                Some(feed) => format!("its feed {} {}", feed.what, feed.why),
                None => "no feed was found there".to_owned(),
            };
            return format!("{}: {feed}; the page itself was added as an article", self.what);
        }
        let mut parts: Vec<String> = self.title.iter().cloned().collect();
        let is_list = self.feeds + self.feeds_known + self.feeds_removed > 0 || self.skipped > 0;
        if is_list {
            parts.push(counted(self.feeds, "feed", "feeds"));
        }
        if self.articles > 0 || !is_list {
            parts.push(counted(self.articles, "article", "articles"));
        }
        for (count, what) in [
            (self.revised, "updated"),
            (self.known, "already known"),
            (self.feeds_known, "already followed"),
            (self.skipped, "skipped"),
            (self.beyond, "not followed, too many for one list"),
            (self.feeds_removed, "removed earlier (`dateline feeds restore` brings one back)"),
        ] {
            parts.extend((count > 0).then(|| format!("{} {what}", grouped(count))));
        }
        parts.extend(self.is_cut.then(|| format!("texts cut at {} MB", LONGEST_TEXT >> 20)));
        let line = format!("{}: {}", self.what, parts.join(", "));
        if self.others.is_empty() {
            return line;
        }
        let named: Vec<&str> = self.others.iter().take(OTHERS).map(String::as_str).collect();
        let more = (self.others.len() - named.len()) as u64;
        let more = if more > 0 { format!(" and {} more", grouped(more)) } else { String::new() };
        format!("{line}; the page links to other feeds: {}{more}", named.join(" "))
    }
}

/// `1 list of links (add the pages they lead to)`: pages that were added but are not articles.
fn others(kind: PageKind, count: u64) -> String {
    match kind {
        PageKind::Article => counted(count, "article", "articles"),
        PageKind::Thread => counted(count, "forum thread", "forum threads"),
        PageKind::Product => counted(count, "product page", "product pages"),
        PageKind::Listing => {
            format!("{} (add the pages they lead to)", counted(count, "list of links", "lists of links"))
        }
    }
}

/// `2 files and 1 article rejected (2 empty, 1 not JSON)`, the most frequent reason first.
fn rejections(rejections: &Rejections) -> String {
    let what = [
        (rejections.files, counted(rejections.files, "file", "files")),
        (rejections.addresses, counted(rejections.addresses, "address", "addresses")),
        (rejections.articles, counted(rejections.articles, "article", "articles")),
    ];
    let what: Vec<String> = what.into_iter().filter(|(count, _)| *count > 0).map(|(_, what)| what).collect();
    let mut reasons: Vec<(&str, u64)> =
        rejections.reasons.iter().map(|(reason, count)| (*reason, *count)).collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let reasons: Vec<String> = match reasons.as_slice() {
        [(reason, _)] => vec![(*reason).to_owned()],
        several => several.iter().map(|(reason, count)| format!("{} {reason}", grouped(*count))).collect(),
    };
    format!("{} rejected ({})", listed(&what), reasons.join(", "))
}

/// `2 files, 1 address and 3 articles`.
fn listed(parts: &[String]) -> String {
    match parts {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        parts => parts.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Rejected;
    use super::*;

    #[test]
    fn the_summary_says_what_happened() {
        let added = Added { articles: 1204, people: 1, places: 96, organisations: 0, ..Added::default() };
        assert_eq!(added.summary(), "1,204 articles, 1 person, 96 places, 0 organisations");
        let added = Added { articles: 2, limited: 1, ..Added::default() };
        assert!(added.summary().ends_with("; of 1 article only the 10,000 names that matter most were kept"));
        let added = Added { articles: 2, undated: 1, ..Added::default() };
        assert!(added.summary().contains("; 1 date could not be read"), "{}", added.summary());
        let added = Added { articles: 1, revised: 2, known: 5, stopped: true, ..Added::default() };
        assert_eq!(
            added.summary(),
            "1 article, 0 people, 0 places, 0 organisations; 2 updated; 5 already known; stopped, the \
             rest was not added"
        );
    }

    #[test]
    fn the_summary_says_what_feeds_brought() {
        let mut refreshed = Refreshed { good: 1, ..Refreshed::default() };
        assert_eq!(refreshed.summary(), "1 feed fetched: 0 articles, 0 people, 0 places, 0 organisations");
        refreshed = Refreshed {
            added: Added { articles: 37, ..Added::default() },
            good: 12,
            unchanged: 5,
            waiting: 3,
            failed: vec![Rejected::file("The Quay", "does not answer", "no answer")],
            ..Refreshed::default()
        };
        assert_eq!(
            refreshed.summary(),
            "12 feeds fetched, 5 of them unchanged: 37 articles, 0 people, 0 places, 0 organisations; 1 feed \
             failed; 3 not due yet"
        );
        assert_eq!(refreshed.problems(), ["The Quay: does not answer"]);
        let pages = Added { full_texts: 2, not_full: refreshed.failed, ..Added::default() };
        let said = Refreshed { added: pages, good: 1, ..Refreshed::default() }.summary();
        assert!(said.ends_with("0 organisations; 2 full texts fetched; 1 full text unavailable"), "{said}");
    }

    #[test]
    fn refusals_are_counted_with_their_reasons() {
        let check = |rejected: &[Rejected], expected: &str| {
            let mut all = Rejections::default();
            for each in rejected {
                all.count(each);
            }
            assert_eq!(rejections(&all), expected);
        };
        let empty = Rejected::file("a.txt", "is empty", "empty");
        let missing = Rejected::file("b.txt", "is not there", "not there");
        let broken = Rejected::article("c.jsonl line 2", "is not JSON", "not JSON");
        check(std::slice::from_ref(&empty), "1 file rejected (empty)");
        check(&[empty.clone(), empty.clone()], "2 files rejected (empty)");
        check(&[missing, empty.clone(), empty.clone()], "3 files rejected (2 empty, 1 not there)");
        check(&[empty, broken.clone(), broken], "1 file and 2 articles rejected (2 not JSON, 1 empty)");
        let mut all = Rejections { files: 3, articles: 1, ..Rejections::default() };
        all.are_of_address(2);
        assert!(rejections(&all).starts_with("2 files, 1 address and 1 article rejected"), "{all:?}");
    }
}
