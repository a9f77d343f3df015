//! The title of a page's article: the headline that the page shows, found with what it declares for others.
//!
//! It is the `<h1>` that `og:title`, JSON-LD and `<title>` agree on, without a kicker; else a declared one, without the
//! site's name.

use super::address;
use super::linked_data::LinkedData;
use super::meta::{Meta, plain, read_texts, spaced_text};
use super::outline::is_unspaced;
use crate::extract::dates;
use crate::text::fold::fold;
use dom_query::{Document, NodeRef};
use std::collections::HashSet;

/// Finds it; empty if there is none.
pub(super) fn find(
    page: &Document,
    meta: &Meta,
    data: &LinkedData,
    site: Option<&str>,
    url: Option<&str>,
) -> String {
    let owner = Owner::new(site, url);
    let declared = Titles::read(page, meta, data, &owner);
    let mut first = headings(page, "h1");
    first.retain(|heading| !owner.is_name(&heading.words));
    if let Some(heading) = declared.agreed(&first) {
        let other =
            if declared.is_name(heading) { declared.same(heading, &headings(page, "h2, h3")) } else { None };
        return other.unwrap_or_else(|| declared.cut(heading));
    }
    let only = first.first().filter(|heading| first.len() == 1 && heading.words.len() >= 3);
    let from_head = declared.open.as_ref().or(declared.headline.as_ref());
    let is_headless = first.iter().all(|heading| heading.words.is_empty());
    let part = if is_headless { declared.part(&headings(page, "h2, h3")) } else { None };
    part.or_else(|| from_head.map(|title| title.own.clone()))
        .or_else(|| only.map(|heading| heading.text.clone()))
        .or_else(|| declared.page.as_ref().map(|title| title.own.clone()))
        .or_else(|| first.into_iter().map(|heading| heading.text).find(|text| !text.is_empty()))
        .unwrap_or_default()
}

/// Folded words; the characters of scripts without spaces count as words.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if word.chars().any(is_unspaced) {
            words.extend(word.chars().map(String::from));
        } else {
            words.push(word.to_owned());
        }
    }
    words
}

/// The page's owner, whose name stands beside titles.
struct Owner {
    site: Option<Vec<String>>,
    /// The letters of the host.
    host: String,
    /// The part of the host that is a name: `harbourpost` of `www.harbour-post.co.uk`.
    label: String,
}

impl Owner {
    fn new(site: Option<&str>, url: Option<&str>) -> Self {
        let host = url.and_then(address::host).unwrap_or_default();
        let label = host.split('.').rev().skip(1).find(|part| part.len() > 3).unwrap_or_default();
        let site = site.map(words).filter(|words| !words.is_empty());
        Self { site, host: letters(host), label: letters(label) }
    }

    /// Whether words are the site's name.
    fn is_name(&self, words: &[String]) -> bool {
        self.site.as_deref() == Some(words)
    }

    /// Whether one end of a title has to do with the site's name.
    fn is_of_name(&self, words: &[String]) -> bool {
        self.site.as_ref().is_some_and(|site| {
            site.iter().any(|word| words.contains(word)) || site.concat().contains(&words.concat())
        })
    }

    /// Whether one end of a title is the name in the page's address.
    fn is_of_host(&self, end: &str) -> bool {
        const SHORTEST: usize = 3;
        const MOST_WORDS: usize = 5;
        let letters = letters(end);
        let holds = |whole: &str, part: &str| part.len() > SHORTEST && whole.contains(part);
        let is_name = || end.split_whitespace().count() <= MOST_WORDS;
        holds(&self.host, &letters) || (is_name() && holds(&letters, &self.label))
    }
}

/// Letters and digits alone, with umlauts as addresses write them.
fn letters(text: &str) -> String {
    let mut spelt = text.to_lowercase();
    for (umlaut, letters) in [("ä", "ae"), ("ö", "oe"), ("ü", "ue")] {
        spelt = spelt.replace(umlaut, letters);
    }
    fold(&spelt).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A heading that the page shows.
struct Heading<'a> {
    node: NodeRef<'a>,
    text: String,
    words: Vec<String>,
}

/// The first headings of a kind.
fn headings<'a>(page: &'a Document, tags: &str) -> Vec<Heading<'a>> {
    const MOST: usize = 50;
    let found = page.select(tags).nodes().iter().take(MOST).copied().collect::<Vec<_>>();
    let read = |node: NodeRef<'a>| {
        let text = plain(&spaced_text(&node));
        Heading { node, words: words(&text), text }
    };
    found.into_iter().map(read).collect()
}

impl Heading<'_> {
    /// Before which of its words an element begins: what is beyond may be a kicker or a label.
    fn boundaries(&self) -> Vec<usize> {
        let mut count = 0;
        let ends = read_texts(&self.node).map(|text| {
            count += words(&text.text()).len();
            count
        });
        std::iter::once(0).chain(ends).collect()
    }

    /// Whether a colon ends its first words.
    fn has_colon_after(&self, count: usize) -> bool {
        self.text.match_indices(": ").any(|(before, _)| words(&self.text[..before]).len() == count)
    }
}

/// A title as the page declares it.
struct Declared {
    /// Without what seems to be the site's name.
    own: String,
    /// Its words, without that name and with it.
    own_words: Vec<String>,
    all_words: Vec<String>,
    /// What separators part, in order.
    parts: Vec<String>,
}

impl Declared {
    fn read(text: &str, owner: Option<&Owner>) -> Self {
        // Some pages escape their titles twice.
        let text = &*html_escape::decode_html_entities(text);
        let own = owner.map_or_else(|| text.to_owned(), |owner| without_site(text, owner));
        let separator = SEPARATORS.iter().find(|separator| text.contains(**separator));
        let parts = separator.map_or_else(Vec::new, |separator| text.split(separator).collect());
        let parts = parts.into_iter().map(|part| part.trim().to_owned()).collect();
        Self { own_words: words(&own), all_words: words(text), own, parts }
    }
}

/// All titles that a page declares.
struct Titles {
    open: Option<Declared>,
    headline: Option<Declared>,
    page: Option<Declared>,
    /// `twitter:title`, if it is another than `og:title`.
    short: Option<Declared>,
}

impl Titles {
    fn read(page: &Document, meta: &Meta, data: &LinkedData, owner: &Owner) -> Self {
        let open = meta.first(&["og:title", "twitter:title"]);
        let short = meta.first(&["twitter:title"]).filter(|short| Some(short) != open.as_ref());
        let title = page.select_single("title").nodes().first().map(|node| plain(&node.text()));
        let read = |text: Option<String>| text.map(|text| Declared::read(&text, Some(owner)));
        Self {
            open: read(open),
            headline: data.headline.as_deref().map(|text| Declared::read(&plain(text), None)),
            page: read(title),
            short: read(short),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Declared> {
        [&self.open, &self.headline, &self.page, &self.short].into_iter().flatten()
    }

    /// The heading that agrees best with them: most of its words are declared.
    fn agreed<'a, 'b>(&self, headings: &'a [Heading<'b>]) -> Option<&'a Heading<'b>> {
        let known: HashSet<&String> = self.all().flat_map(|title| &title.all_words).collect();
        let mut best: Option<(usize, &Heading)> = None;
        for heading in headings.iter().filter(|heading| heading.words.len() >= 2) {
            let common = heading.words.iter().filter(|word| known.contains(word)).count();
            let holds_title = self.all().any(|title| {
                title.own_words.len() >= 3 && heading.words.ends_with(title.own_words.as_slice())
            });
            // What is declared for other sites counts twice: in `<title>` the site's name is guessed.
            let counted = self.all().chain(&self.open).chain(&self.headline);
            let score = counted.map(|title| likeness(&heading.words, &title.own_words)).sum();
            let is_agreed = common * 10 >= heading.words.len() * 6 || holds_title;
            if is_agreed && best.is_none_or(|(before, _)| score > before) {
                best = Some((score, heading));
            }
        }
        best.map(|(_, heading)| heading)
    }

    /// Whether a heading that agrees may be the site's or a section's name: "Harbour Post: Storm closes harbour" begins
    /// with one if the rest is declared as the title.
    fn is_name(&self, heading: &Heading) -> bool {
        let rest_is_title = |title: &Declared| {
            let rest = title.all_words.strip_prefix(heading.words.as_slice());
            rest.is_some_and(|rest| self.open.as_ref().is_some_and(|open| open.all_words == rest))
        };
        self.all().all(|title| !title.own_words.starts_with(&heading.words))
            || self.page.as_ref().is_some_and(rest_is_title)
    }

    /// The heading that exactly matches a declared title, or the beginning of one that ends with the first heading.
    fn same(&self, first: &Heading, headings: &[Heading]) -> Option<String> {
        let is_same = |heading: &&Heading| {
            let is_title = |title: &Declared| {
                let rest = title.all_words.strip_prefix(heading.words.as_slice());
                title.own_words == heading.words
                    || title.all_words == heading.words
                    || rest.is_some_and(|rest| rest == first.words)
            };
            heading.words.len() >= 2 && self.all().any(is_title)
        };
        headings.iter().find(is_same).map(|heading| heading.text.clone())
    }

    /// The heading that is one part of a declared title, where the page has no other headline.
    fn part(&self, headings: &[Heading]) -> Option<String> {
        let is_part = |heading: &&Heading| {
            let open = self.open.as_ref();
            heading.words.len() >= 2
                && open.is_some_and(|title| title.parts.iter().any(|part| words(part) == heading.words))
        };
        headings.iter().find(is_part).map(|heading| heading.text.clone())
    }

    /// A heading's text without a date or a kicker before the title, or a label or a source in brackets after it.
    fn cut(&self, heading: &Heading) -> String {
        const LONGEST_LABEL: usize = 3;
        let boundaries = heading.boundaries();
        let all = heading.words.len();
        let is_declared = self.all().any(|title| title.all_words.starts_with(&heading.words));
        let holds = |title: &&Declared| {
            let own = title.own_words.len();
            if own < 3 || own >= all || title.all_words.len() >= all {
                return false;
            }
            let around = heading.text.split_once(title.own.as_str());
            let is_framed = around.is_some_and(|(before, after)| {
                let is_dated = before.is_empty() || dates::read(before).is_some();
                is_dated && (after.is_empty() || after.trim_start().starts_with('('))
            });
            let Some(at) = heading.words.windows(own).position(|words| words == title.own_words) else {
                return is_framed;
            };
            let end = at + own;
            // `<title>` may leave out what is before the colon, to be short.
            let is_for_others =
                [&self.open, &self.headline].into_iter().flatten().any(|open| open.own == title.own);
            let is_kicker = is_for_others || !is_declared;
            let is_begun = boundaries.contains(&at) || (is_kicker && heading.has_colon_after(at));
            is_framed || (is_begun && boundaries.contains(&end) && all - end <= LONGEST_LABEL)
        };
        self.all().find(holds).map_or_else(|| heading.text.clone(), |title| title.own.clone())
    }
}

/// How alike two texts are, in thousandths: the harmonic mean of the shares of common words.
fn likeness(one: &[String], other: &[String]) -> usize {
    let common = one.iter().filter(|word| other.contains(word)).count().min(other.len());
    2000 * common / (one.len() + other.len()).max(1)
}

/// What stands between a title and the name of its site.
const SEPARATORS: [&str; 12] =
    [" | ", "｜", "|", " – ", " — ", " - ", " » ", " « ", " :: ", " • ", " · ", " ♥ "];

/// A title without the site's name at either end; if the site is unknown, without the end that the address names, or
/// the shorter one.
fn without_site(title: &str, owner: &Owner) -> String {
    for separator in SEPARATORS {
        let parts: Vec<&str> = title.split(separator).map(str::trim).collect();
        if parts.len() < 2 {
            continue;
        }
        let others: Vec<&str> = parts.iter().copied().filter(|part| !owner.is_name(&words(part))).collect();
        if others.len() < parts.len() && !others.is_empty() {
            return others.join(separator);
        }
        let without_last = parts[..parts.len() - 1].join(separator);
        let last = parts[parts.len() - 1];
        let without_first = parts[1..].join(separator);
        let is_last_longer = without_last.len() < last.len();
        let shorter = if is_last_longer { without_last.as_str() } else { last };
        if owner.site.is_some() {
            return match owner.is_of_name(&words(shorter)) {
                true if is_last_longer => last.to_owned(),
                true => without_last,
                false if owner.is_of_host(last) => without_last,
                false => title.to_owned(),
            };
        }
        return match (owner.is_of_host(parts[0]), owner.is_of_host(last)) {
            (false, true) => without_last,
            (true, false) => without_first,
            _ if is_last_longer => last.to_owned(),
            _ => without_last,
        };
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::facts;
    use dom_query::Document;

    fn title(html: &str) -> String {
        facts::read(&Document::from(html), Some("https://example.org/2016/12/15/storm")).title
    }

    #[track_caller]
    fn check(rows: &[(&str, &str)]) {
        for (html, expected) in rows {
            assert_eq!(title(html), *expected, "{html}");
        }
    }

    #[test]
    fn titles_are_what_the_page_agrees_on() {
        check(&[
            (
                "<title>Storm closes harbour | Harbour Post</title><h1>Harbour Post</h1><h1>Storm closes harbour</h1>",
                "Storm closes harbour",
            ),
            (
                "<meta property='og:title' content='Storm closes harbour - Harbour Post'>\
                 <meta property='og:site_name' content='Harbour Post'><h1>Other words entirely</h1>",
                "Storm closes harbour",
            ),
            (
                "<title>Storm at sea | Harbour Post</title><h1>Harbour Post</h1><h2>Storm at sea</h2>",
                "Storm at sea",
            ),
            (
                "<meta property='og:title' content='Storm at sea'><h1>May 3, 2016 <b>Storm at sea</b> (example.org)</h1>",
                "Storm at sea",
            ),
            (
                "<meta property='og:title' content='Storm at sea – a diary'>\
                 <meta property='og:site_name' content='Harbour Post'>",
                "Storm at sea – a diary",
            ),
            (
                "<meta property='og:title' content='Storm at sea - HARBOUR'>\
                 <meta property='og:site_name' content='Harbour.example'>",
                "Storm at sea",
            ),
            (
                "<title>Harbour Post: Storm at sea</title><meta property='og:title' content='Storm at sea'>\
                 <h1>Harbour Post</h1><h3>Storm at sea</h3>",
                "Storm at sea",
            ),
            ("<title>Post - Storm closes the northern harbour</title>", "Storm closes the northern harbour"),
        ]);
    }

    #[test]
    fn kickers_and_labels_are_no_part_of_a_title() {
        check(&[
            // A kicker before the headline and a label after it are not the title, but a subtitle is.
            (
                "<meta property='og:title' content='Storm closes harbour'>\
                 <h1><span>Weather at sea</span> <span>Storm closes harbour</span> <em>Subscribers</em></h1>",
                "Storm closes harbour",
            ),
            (
                "<meta property='og:title' content='Storm closes harbour'><h1>Weather: Storm closes harbour</h1>",
                "Storm closes harbour",
            ),
            (
                "<title>Storm closes harbour</title><meta property='og:title' content='Weather: Storm closes harbour'>\
                 <h1>Weather: Storm closes harbour</h1>",
                "Weather: Storm closes harbour",
            ),
            (
                "<meta property='og:title' content='Storm closes the northern harbour'>\
                 <h1>Storm closes the northern harbour: what we know</h1>",
                "Storm closes the northern harbour: what we know",
            ),
            (
                "<meta property='og:title' content='Storm closes harbour - Weather at sea'>\
                 <h1>Weather at sea</h1><h2>Storm closes harbour</h2>",
                "Storm closes harbour",
            ),
        ]);
    }

    #[test]
    fn sites_are_told_from_titles() {
        check(&[
            // Of several headings, that of the site agrees least.
            (
                "<title>Storm closes harbour | News from the northern coast</title>\
                 <meta property='og:title' content='Storm closes harbour'>\
                 <h1>News from the northern coast</h1><h1>Storm closes harbour</h1>",
                "Storm closes harbour",
            ),
            // Which end names the site, its address says.
            ("<title>Storm | Example, the northern paper</title>", "Storm"),
            (
                "<title>Villa Rosa - Holidays</title><meta property='og:title' content='Villa Rosa - Holidays in the north'>\
              <h1></h1><h2>Villa Rosa</h2>",
                "Villa Rosa",
            ),
            (
                "<title>港の新聞｜北の港が嵐で閉鎖</title><h1>北の<ruby>港<rt>みなと</rt></ruby>が<b>嵐</b>で閉鎖</h1>",
                "北の港が嵐で閉鎖",
            ),
            ("<h1><style>.a{color:red}</style>Storm closes harbour</h1>", "Storm closes harbour"),
            ("<meta property='og:title' content='Storm &amp;amp; tide'>", "Storm & tide"),
            ("<h1>One heading alone</h1>", "One heading alone"),
            ("<p>nothing", ""),
        ]);
    }
}
