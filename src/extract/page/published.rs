//! When the article of a page was published: from JSON-LD and `<meta>`, elements for dates, the address, the text
//! next to the headline, and finally scripts.
//!
//! Declared dates outrank visible ones, which are often those of the last change, of comments or of other articles.
//! But if a page declares the day of its last change as the day of publication, the declaration is worthless; and a
//! moment in UTC does not determine the publisher's local day. In these cases the day shown next to the headline
//! wins.

use super::linked_data::LinkedData;
use super::meta::{Meta, plain, spaced_text};
use super::outline::is_silent;
use super::surroundings::{has_own_date, is_of_article};
use crate::extract::dates;
use crate::model::{Precision, When};
use crate::text::dates::month;
use crate::text::fold::fold;
use crate::text::language;
use dom_query::{Document, NodeRef};
use jiff::civil::Date;
use std::cell::OnceCell;

/// Keys of `<meta>` for the publication, the most trusted first.
const KEYS: [&str; 21] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date.published",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "citation_publication_date",
    "citation_date",
    "article.published",
    "bt:pubdate",
    "published_at",
    "date",
    "cxenseparse:recs:publishtime",
];

/// Keys of `<meta>` for the last change.
const OF_CHANGES: [&str; 4] = ["article:modified_time", "og:updated_time", "datemodified", "last-modified"];

/// Finds the day or moment.
pub(super) fn find(
    page: &Document,
    meta: &Meta,
    data: &LinkedData,
    url: Option<&str>,
    title: &str,
) -> Option<When> {
    let dates = Dates { page, url, title, beside: OnceCell::new() };
    let declared = data.published.as_deref().and_then(|text| dates.declared(text));
    let declared = declared.or_else(|| KEYS.iter().find_map(|key| dates.declared(&meta.first(&[*key])?)));
    let of_changes = || OF_CHANGES.iter().find_map(|key| dates.declared(&meta.first(&[*key])?));
    if let Some(declared) = declared {
        let changed = data.changed.as_deref().and_then(|text| dates.declared(text)).or_else(of_changes);
        return Some(dates.own_day(declared, changed));
    }
    dates
        .first("[itemprop='datePublished']", 3)
        .or_else(|| dates.first("time[pubdate], time[class*='publish'], time[class*='entry-date']", 3))
        .or_else(|| dates.beside_with_label())
        .or_else(|| dates.first("article time, header time", 12))
        .or_else(|| dates.first("time", 12))
        .or_else(|| url.and_then(in_address))
        .or_else(|| dates.beside_headline())
        .or_else(|| dates.first("[class*='date'], [class*='publish'], [class*='byline'], [id*='date']", 60))
        .or_else(|| dates.near_headline())
        .or_else(|| in_scripts(page))
        .or_else(|| dates.labelled())
        .or_else(of_changes)
}

/// A date shown next to the headline.
#[derive(Clone, Copy)]
struct Shown {
    when: When,
    /// Whether it is labelled as a change.
    is_of_change: bool,
    /// Whether it is labelled as the publication.
    is_labelled: bool,
    /// Whether it is written in digits of which either may be the month.
    is_open: bool,
}

/// What reading the dates of a page depends on.
struct Dates<'a> {
    page: &'a Document,
    url: Option<&'a str>,
    title: &'a str,
    beside: OnceCell<Vec<Shown>>,
}

impl Dates<'_> {
    /// A visible date. For `03/09/2016`, the day named by the page's address or the text next to the headline; else
    /// the reading usual in the page's country.
    fn read(&self, text: &str) -> Option<When> {
        self.meant(text, || text.contains('/') && self.is_day_first())
    }

    /// A date for machines, which may come from a country other than the page's.
    fn declared(&self, text: &str) -> Option<When> {
        self.meant(text, || false)
    }

    fn meant(&self, text: &str, is_day_first: impl Fn() -> bool) -> Option<When> {
        let when = dates::read(text)?;
        let Some(other) = dates::other_reading(text).filter(|_| when.precision == Precision::Day) else {
            return Some(when);
        };
        let is_named = |when: When| {
            let shown = self.beside().iter().filter(|shown| !shown.is_open).map(|shown| shown.when);
            shown.chain(self.url.and_then(in_address)).any(|named| named.date() == when.date())
        };
        let is_meant = !is_named(when) && (is_named(other) || is_day_first());
        Some(if is_meant { other } else { when })
    }

    /// The day shown next to the headline: of the publication or, if that is not shown, of a change.
    fn beside_headline(&self) -> Option<When> {
        let beside = self.beside();
        let shown = beside.iter().find(|shown| !shown.is_of_change).or(beside.first())?;
        Some(self.other_day(shown.when, shown.is_open))
    }

    /// The intended reading of a day in digits: the one confirmed by another date next to the headline, else the one
    /// usual in the page's country.
    fn other_day(&self, when: When, is_open: bool) -> When {
        let date = when.date();
        let other = When::day(date.year(), date.day(), date.month()).filter(|_| is_open);
        let Some(other) = other else { return when };
        let is_named =
            |when: When| self.beside().iter().any(|shown| !shown.is_open && shown.when.date() == when.date());
        let is_meant = !is_named(when) && (is_named(other) || self.is_day_first());
        if is_meant { other } else { when }
    }

    /// Whether the page's country writes the day before the month, as all but one do in digits separated by slashes.
    /// Without evidence the page is read as American.
    fn is_day_first(&self) -> bool {
        const COUNTRIES: [&str; 13] =
            ["gb", "uk", "au", "nz", "ie", "in", "za", "ng", "ke", "sg", "my", "pk", "gh"];
        let tag = self.page.html_root().attr("lang").map(|tag| tag.to_ascii_lowercase()).unwrap_or_default();
        let (language, country) = tag.split_once(['-', '_']).unwrap_or((&tag, ""));
        let host = self.url.and_then(|url| url.split_once("://")).map_or("", |(_, rest)| rest);
        let host = host.split(['/', '?', '#']).next().unwrap_or("");
        let is_other_language = if language.is_empty() {
            self.language().is_some_and(|language| language != "en")
        } else {
            language.len() == 2 && language != "en"
        };
        is_other_language
            || [country, host.rsplit('.').next().unwrap_or("")].iter().any(|end| COUNTRIES.contains(end))
    }

    /// The language of the page's own text.
    fn language(&self) -> Option<&'static str> {
        const ENOUGH: usize = 4000;
        let text = self.page.body()?.text();
        let middle = text.floor_char_boundary(text.len() / 3);
        let end = text.floor_char_boundary((middle + ENOUGH).min(text.len()));
        language::of(&text[middle..end])
    }

    /// A declared moment, or the day that the page shows instead.
    fn own_day(&self, declared: When, changed: Option<When>) -> When {
        let day = declared.date();
        let says_nothing = changed.is_some_and(|changed| changed.date() <= day);
        let is_open = declared.precision == Precision::Second && !declared.is_local();
        let is_better = |shown: &&Shown| {
            let shown_day = shown.when.date();
            let is_next = is_open && !shown.is_of_change && is_neighbour(shown_day, day);
            (says_nothing && shown_day < day) || is_next
        };
        if !says_nothing && !is_open {
            return declared;
        }
        let published = self.beside().iter().find(|shown| shown.is_labelled && !shown.is_of_change);
        if let Some(shown) = published.filter(|shown| says_nothing && shown.when.date() < day) {
            return shown.when;
        }
        // The page shows the declared day, or has it in its address.
        if self.url.and_then(in_address).is_some_and(|named| named.date() == day) {
            return declared;
        }
        if self.beside().iter().any(|shown| shown.when.date() == day) {
            return declared;
        }
        self.beside().iter().find(is_better).map_or(declared, |shown| shown.when)
    }

    /// The dates next to the headline in lines made for them, in order.
    fn beside(&self) -> &[Shown] {
        self.beside.get_or_init(|| {
            const BEFORE: usize = 8;
            const AFTER: usize = 24;
            const LONGEST: usize = 90;
            const MOST_WORDS: usize = 14;
            let lines = self.around_headline(BEFORE, AFTER, LONGEST);
            let mut before = String::new();
            let mut found = Vec::new();
            for line in lines {
                let is_line = line.split_whitespace().count() <= MOST_WORDS && !line.ends_with('.');
                for part in statements(&line).into_iter().filter(|_| is_line) {
                    let Some(when) = dates::read(part) else { continue };
                    found.push(Shown {
                        when,
                        is_of_change: is_of_change(part) || is_of_change(&before),
                        is_labelled: is_of_publication(part) || is_of_publication(&before),
                        is_open: dates::other_reading(part).is_some(),
                    });
                }
                before = line;
            }
            found
        })
    }

    /// The publication day that a line next to the headline states.
    fn beside_with_label(&self) -> Option<When> {
        let shown = self.beside().iter().find(|shown| shown.is_labelled && !shown.is_of_change)?;
        let line = shown.when;
        Some(self.other_day(line, shown.is_open))
    }

    /// The first date in the text from shortly before the headline to a page of text after it.
    fn near_headline(&self) -> Option<When> {
        const BEFORE: usize = 8;
        const AFTER: usize = 60;
        const LONGEST: usize = 200;
        self.around_headline(BEFORE, AFTER, LONGEST).iter().find_map(|line| dates::read(line))
    }

    /// The texts around the headline, each at most `longest` bytes long. A headline is an `<h1>`, or an element
    /// declared as the title.
    fn around_headline(&self, before: usize, after: usize, longest: usize) -> Vec<String> {
        let Some(body) = self.page.body() else { return Vec::new() };
        let texts: Vec<NodeRef> =
            body.descendants_it().filter(|node| node.is_nonempty_text() && !is_code(node)).collect();
        let heading = self.page.select_single("h1").nodes().first().map(|node| node.id);
        let title = fold(self.title);
        let is_headline = |text: &NodeRef| {
            let is_title = || !title.is_empty() && fold(&text.text()) == title;
            heading.map_or_else(is_title, |heading| {
                text.ancestors_it(Some(4)).any(|around| around.id == heading)
            })
        };
        let Some(at) = texts.iter().position(is_headline) else { return Vec::new() };
        let near = &texts[at.saturating_sub(before)..texts.len().min(at + after)];
        near.iter().map(|node| plain(&node.text())).filter(|line| line.len() <= longest).collect()
    }

    /// The first date among the first `most` elements that match a selector.
    fn first(&self, selector: &str, most: usize) -> Option<When> {
        let selected = self.page.select(selector);
        let is_own = |node: &&NodeRef| match node.node_name().as_deref() {
            Some("time") => has_own_date(node),
            Some("meta") => true,
            _ => is_of_article(node),
        };
        let mut own = selected.nodes().iter().take(most).filter(is_own);
        own.find_map(|node| {
            let attribute = node.attr("datetime").or_else(|| node.attr("content"));
            attribute.and_then(|text| self.read(&text)).or_else(|| {
                let text = plain(&spaced_text(node));
                let beginning = &text[..text.floor_char_boundary(MOST_BEFORE_DATE)];
                if text.len() <= LONGEST_WITH_DATE { self.read(beginning) } else { None }
            })
        })
    }

    /// The first line of the page that states when it was written and nothing else, wherever it is.
    fn labelled(&self) -> Option<When> {
        const LONGEST: usize = 120;
        let body = self.page.body()?;
        body.descendants_it().filter(|node| node.is_nonempty_text() && !is_code(node)).find_map(|node| {
            let text = plain(&node.text());
            if text.len() <= LONGEST && dates::is_dateline(&text) { self.read(&text) } else { None }
        })
    }
}

/// The separate statements of a line: `Updated: 7 April 2026 | Published: 3 March 2026`.
fn statements(line: &str) -> Vec<&str> {
    let parts =
        line.split(['|', '•', '·', '–', ';']).map(str::trim).filter(|part| dates::read(part).is_some());
    let parts: Vec<&str> = parts.collect();
    let parts = if parts.len() < 2 { vec![line] } else { parts };
    let apart = |part: &'_ str| -> Option<usize> {
        let lower = part.to_lowercase();
        let found = OF_PUBLICATION.iter().filter_map(|word| lower.find(word)).filter(|&at| at > 0).min()?;
        let (before, after) = (part.get(..found)?, part.get(found..)?);
        (dates::read(before).is_some() && dates::read(after).is_some()).then_some(found)
    };
    parts
        .into_iter()
        .flat_map(|part| match apart(part) {
            Some(at) => vec![&part[..at], &part[at..]],
            None => vec![part],
        })
        .collect()
}

/// Beginnings of lines that state a date of publication.
const OF_PUBLICATION: [&str; 12] = [
    "published",
    "posted",
    "first published",
    "veröffentlicht",
    "erschienen",
    "publié",
    "publicado",
    "publicada",
    "pubblicato",
    "gepubliceerd",
    "publicerad",
    "opublikowano",
];

fn is_of_publication(line: &str) -> bool {
    let lower = line.to_lowercase();
    OF_PUBLICATION.iter().any(|word| lower.starts_with(word))
}

/// Whether a line states a change.
fn is_of_change(line: &str) -> bool {
    const WORDS: [&str; 6] = ["updated", "modified", "revised", "aktualisiert", "mis a jour", "actualizado"];
    let folded = fold(line);
    line.len() <= 90 && WORDS.iter().any(|word| folded.contains(word))
}

/// Whether two days are consecutive.
fn is_neighbour(one: Date, other: Date) -> bool {
    one.tomorrow().is_ok_and(|next| next == other) || other.tomorrow().is_ok_and(|next| next == one)
}

fn is_code(text: &NodeRef) -> bool {
    text.parent().is_some_and(|parent| parent.node_name().is_none_or(|name| is_silent(&name)))
}

/// A date in data for analytics scripts: `"publishDate": "2016-12-15"`.
fn in_scripts(page: &Document) -> Option<When> {
    const KEYS: [&str; 7] = [
        "\"datePublished\"",
        "\"publishDate\"",
        "\"publish_date\"",
        "\"publishedAt\"",
        "\"published_at\"",
        "\"publicationDate\"",
        "\"firstPublished\"",
    ];
    page.select("script").nodes().iter().find_map(|script| {
        let text = script.text();
        let value = KEYS.iter().find_map(|key| text.split_once(key))?.1;
        let value = value.trim_start_matches([':', ' ', '"']);
        dates::read(value.get(..10)?)
    })
}

/// In an element for a date, the date comes within this many bytes; otherwise the element has another purpose.
const MOST_BEFORE_DATE: usize = 160;
const LONGEST_WITH_DATE: usize = 400;

/// `/2016/12/15/`, `/2016-12-15-`, `/2016/dec/15` or `/15-12-2016` in an address.
fn in_address(url: &str) -> Option<When> {
    let parts: Vec<&str> = url.split(['/', '-', '_', '.', '+']).collect();
    parts.windows(3).find_map(|three| {
        let [first, second, third] = three else { return None };
        let (year, day) = if first.len() == 4 { (first, third) } else { (third, first) };
        let is_short = |part: &str| (1..=2).contains(&part.len());
        if year.len() != 4 || !is_short(day) || [year, day].iter().any(|part| !is_number(part)) {
            return None;
        }
        let month = match is_number(second) {
            true if is_short(second) => second.parse().ok()?,
            true => return None,
            false => month(second)?,
        };
        dates::day_checked(year.parse().ok()?, month, day.parse().ok()?)
    })
}

fn is_number(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::facts;

    #[test]
    fn dates_in_their_order_of_trust() {
        for (html, expected) in [
            (
                "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2016-12-14\"}</script>\
                 <meta property='article:published_time' content='2016-12-13'>",
                "2016-12-14",
            ),
            (
                "<meta property='article:published_time' content='2016-12-13T10:00:00+01:00'>",
                "2016-12-13T10:00:00+01:00",
            ),
            ("<time datetime='2016-12-12'>today</time>", "2016-12-12"),
            ("<p class=date>11 December 2015</p>", "2016-12-15"),
        ] {
            let page = dom_query::Document::from(html);
            let found = facts::read(&page, Some("https://example.org/2016/12/15/storm"));
            assert_eq!(found.published.map(|when| when.to_string()).as_deref(), Some(expected), "{html}");
        }
    }

    #[track_caller]
    fn check(html: &str, url: Option<&str>, expected: &str) {
        let found = facts::read(&dom_query::Document::from(html), url);
        assert_eq!(found.published.map(|when| when.to_string()).as_deref(), Some(expected), "{html}");
    }

    #[test]
    fn figures_are_read_as_the_page_means_them() {
        let page = |lang: &str, rest: &str| {
            format!(
                "<html lang={lang}><body><h1>Harbour to reopen</h1><p class=date>03/09/2016</p>{rest}</body></html>"
            )
        };
        check(&page("en", ""), Some("https://harbour.example/storm"), "2016-03-09");
        check(&page("en-GB", ""), None, "2016-09-03");
        check(&page("de", ""), None, "2016-09-03");
        check(&page("en", ""), Some("https://harbour.co.uk/storm"), "2016-09-03");
        check(&page("en", "<p>Changed on 3 September 2016</p>"), None, "2016-09-03");
    }

    #[test]
    fn the_day_shown_beside_the_headline_wins_where_the_declared_one_says_nothing() {
        let page = |published: &str, changed: &str, shown: &str| {
            format!(
                "<head><meta property='article:published_time' content='{published}'>\
                 <meta property='article:modified_time' content='{changed}'></head><body>\
                 <h1>Harbour to reopen</h1><p>{shown}</p></body>"
            )
        };
        let changed_later = page("2016-12-15", "2016-12-20", "12 December 2016");
        check(&changed_later, None, "2016-12-15");
        let never_changed = page("2016-12-15", "2016-12-15", "12 December 2016");
        check(&never_changed, None, "2016-12-12");
        let in_utc = page("2016-12-15T01:30:00Z", "2016-12-16T01:30:00Z", "14 December 2016");
        check(&in_utc, None, "2016-12-14");
        let on_its_clock = page("2016-12-15T01:30:00+01:00", "2016-12-16T01:30:00Z", "14 December 2016");
        check(&on_its_clock, None, "2016-12-15T01:30:00+01:00");
    }

    #[test]
    fn other_dates_of_a_page_are_not_those_of_its_article() {
        let page = |before: &str, after: &str| {
            format!(
                "<body>{before}<main><h1>Harbour to reopen</h1><p>Posted on 3 September 2016</p>{after}</main></body>"
            )
        };
        for (before, after) in [
            ("", "<div class=comments><time datetime=2016-09-20>x</time></div>"),
            ("<header><time datetime=2026-01-01>today</time></header>", ""),
            ("", "<aside><time datetime=2015-01-01>x</time></aside>"),
            ("", "<article><h3><a href=/x>Other</a></h3><time datetime=2014-01-01>x</time></article>"),
            (
                "",
                "<p>The fair begins on <time datetime=2016-12-24>24 December</time> on the green below the church, and all are asked to come.</p>",
            ),
            ("<meta property='article:modified_time' content='2016-10-01'>", ""),
        ] {
            check(&page(before, after), None, "2016-09-03");
        }
        let both = "<h1>Harbour to reopen</h1><p>Updated: 7 April 2017 | Published: 3 September 2016</p>";
        check(both, None, "2016-09-03");
        let both = "<h1>Harbour to reopen</h1><p>Updated 7 April 2017, published 3 September 2016</p>";
        check(both, None, "2016-09-03");
        let none =
            "<h1>Harbour</h1><p>It reopens.</p><div class=comment><time datetime=2016-09-20>x</time></div>";
        assert_eq!(facts::read(&dom_query::Document::from(none), None).published, None);
    }

    #[test]
    fn months_stand_in_addresses_as_words_too() {
        check("<p>Storm</p>", Some("https://harbour.example/2016/dec/15/storm"), "2016-12-15");
    }
}
