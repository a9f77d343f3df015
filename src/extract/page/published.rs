//! When the article of a page was published: from JSON-LD and `<meta>`, elements for dates, the address, the text
//! next to the headline, and finally scripts.
//!
//! Declared dates outrank visible ones, which are often those of the last change, of comments or of other articles.
//! But if a page declares the day of its last change as the day of publication, the declaration is worthless; and a
//! moment in UTC does not determine the publisher's local day. In these cases the day shown next to the headline
//! wins.

use super::address;
use super::linked_data::LinkedData;
use super::meta::{Meta, plain, spaced_text};
use super::shown::{self, DayOrder, Shown, is_code};
use super::surroundings::has_own_date;
use crate::extract::dates;
use crate::model::{Precision, When};
use crate::text::language;
use dom_query::{Document, NodeRef};
use jiff::civil::Date;
use std::cell::OnceCell;

/// Keys of `<meta>` for the publication, the most trusted first.
const KEYS: [&str; 28] = [
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
    "article:publish_date",
    "dcterms.issued",
    "dc.date.created",
    "publication_date",
    "pub_date",
    "publish_time",
    "article_date_original",
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
        .or_else(|| url.and_then(address::date))
        .or_else(|| dates.beside_headline())
        .or_else(|| dates.first("[class*='date'], [class*='publish'], [class*='byline'], [id*='date']", 60))
        .or_else(|| dates.near_headline())
        .or_else(|| in_scripts(page))
        .or_else(|| dates.labelled())
        .or_else(of_changes)
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
        self.meant(text, || DayOrder::of(text).is_day_first(|| self.is_day_first()))
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
        let unmistakable = self.beside().iter().filter(|shown| !shown.is_open()).map(|shown| shown.when);
        let named: Vec<When> = unmistakable.chain(self.url.and_then(address::date)).collect();
        Some(meant(when, other, &named, is_day_first))
    }

    /// The day shown next to the headline: of the publication or, if that is not shown, of a change.
    fn beside_headline(&self) -> Option<When> {
        let beside = self.beside();
        beside.iter().find(|shown| !shown.is_of_change).or(beside.first()).map(|shown| shown.when)
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
        let published = self.beside().iter().find(|shown| shown.is_publication());
        if let Some(shown) = published.filter(|shown| says_nothing && shown.when.date() < day) {
            return shown.when;
        }
        // The page has the declared day in its address, or the publisher's own, or shows the declared one.
        let named = self.url.and_then(address::date);
        if named.is_some_and(|named| named.date() == day) {
            return declared;
        }
        if let Some(named) = named.filter(|named| is_open && is_neighbour(named.date(), day)) {
            return named;
        }
        if self.beside().iter().any(|shown| shown.when.date() == day && !shown.is_of_change) {
            return declared;
        }
        self.beside().iter().find(is_better).map_or(declared, |shown| shown.when)
    }

    /// The dates next to the headline in lines made for them, in order, each as the page means it.
    fn beside(&self) -> &[Shown] {
        self.beside.get_or_init(|| {
            let mut shown = shown::beside_headline(self.page, self.title);
            let unmistakable = shown.iter().filter(|shown| !shown.is_open()).map(|shown| shown.when);
            let named: Vec<When> = unmistakable.chain(self.url.and_then(address::date)).collect();
            for shown in &mut shown {
                if let Some(other) = shown.other {
                    let is_day_first = || shown.order.is_day_first(|| self.is_day_first());
                    shown.when = meant(shown.when, other, &named, is_day_first);
                }
            }
            shown
        })
    }

    /// The publication day that a line next to the headline states.
    fn beside_with_label(&self) -> Option<When> {
        self.beside().iter().find(|shown| shown.is_publication()).map(|shown| shown.when)
    }

    /// The first date in the text from shortly before the headline to a page of text after it.
    fn near_headline(&self) -> Option<When> {
        const BEFORE: usize = 8;
        const AFTER: usize = 60;
        const LONGEST: usize = 200;
        shown::around_headline(self.page, self.title, BEFORE, AFTER, LONGEST)
            .iter()
            .find_map(|line| dates::read(line))
    }

    /// The first date among the first `most` elements that match a selector.
    fn first(&self, selector: &str, most: usize) -> Option<When> {
        let selected = self.page.select(selector);
        let is_own = |node: &&NodeRef| match node.node_name().as_deref() {
            Some("meta") => true,
            _ => has_own_date(node),
        };
        let own: Vec<&NodeRef> = selected.nodes().iter().take(most).filter(is_own).collect();
        let read = |node: &NodeRef| {
            let attribute = node.attr("datetime").or_else(|| node.attr("content"));
            attribute.and_then(|text| self.read(&text)).or_else(|| {
                let text = plain(&spaced_text(node));
                let beginning = &text[..text.floor_char_boundary(MOST_BEFORE_DATE)];
                if text.len() <= LONGEST_WITH_DATE { self.read(beginning) } else { None }
            })
        };
        let of_publication =
            own.iter().filter(|node| !shown::is_of_change_alone(node)).find_map(|node| read(node));
        of_publication.or_else(|| own.iter().find_map(|node| read(node)))
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

/// Which of two readings of a day in digits is meant: the one that another date confirms, else the one usual in the
/// page's country.
fn meant(when: When, other: When, named: &[When], is_day_first: impl Fn() -> bool) -> When {
    let is_named = |when: When| named.iter().any(|named| named.date() == when.date());
    let is_other = !is_named(when) && (is_named(other) || is_day_first());
    if is_other { other } else { when }
}

/// Whether two days are consecutive.
fn is_neighbour(one: Date, other: Date) -> bool {
    one.tomorrow().is_ok_and(|next| next == other) || other.tomorrow().is_ok_and(|next| next == one)
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
    fn dates_of_the_page_and_of_what_is_told_are_not_the_article_s() {
        let told =
            "<p>The harbour opens to all visitors again on <time datetime=2016-12-20>20 December</time>.</p>";
        let clock = "<div class=topbar><time>Monday 30 January 2017</time></div>";
        let page = |before: &str, after: &str| format!("<body>{before}<h1>Storm</h1>{after}</body>");
        check(&page(clock, "<p>3 September 2016</p>"), None, "2016-09-03");
        check(&page("", &format!("{told}<p class=date>3 September 2016</p>")), None, "2016-09-03");
        check(&page("<main><p class=teaser>3 September 2016</p>", "</main>"), None, "2016-09-03");
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
        let timed = page("en", "").replace("03/09/2016", "03/09/2016 10:15 BST");
        check(&timed, None, "2016-09-03");
        // Full stops separate the day first, everywhere.
        let dotted = |lang: &str| {
            format!(
                "<html lang={lang}><body><h1>Harbour to reopen</h1><p>Posted 03.09.2016</p></body></html>"
            )
        };
        check(&dotted("de"), None, "2016-09-03");
        check(&dotted("en"), None, "2016-09-03");
        // Slashes are read as in the page's country before they are compared with what is declared.
        let declared = "<html lang=pt-BR><head><meta property='article:published_time' content='2016-09-04T00:44:00Z'>\
            <meta property='article:modified_time' content='2016-09-04T02:39:00Z'></head><body>\
            <h1>Porto</h1><p>03/09/2016 21:44</p></body></html>";
        check(declared, None, "2016-09-03");
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
        let changed_after = page("2016-12-15T01:30:00Z", "2016-12-16T01:30:00Z", "Updated 15 December 2016");
        check(&changed_after, Some("https://example.org/2016/12/14/storm"), "2016-12-14");
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
        let both =
            "<h1>Harbour to reopen</h1><p>Last modified: 7 April 2017</p><p>Created: 3 September 2016</p>";
        check(both, None, "2016-09-03");
        let both = "<h1>Harbour to reopen</h1><p>Updated 7 April 2017, published 3 September 2016</p>";
        check(both, None, "2016-09-03");
        // The headline is the heading with the title.
        let below_hidden = "<title>Harbour to reopen</title><h1>Navigation</h1><p>1 May 2015</p><nav></nav>\
            <h1>Harbour to reopen</h1><p>Posted on 3 September 2016</p>";
        check(below_hidden, None, "2016-09-03");
        let none =
            "<h1>Harbour</h1><p>It reopens.</p><div class=comment><time datetime=2016-09-20>x</time></div>";
        assert_eq!(facts::read(&dom_query::Document::from(none), None).published, None);
    }

    #[test]
    fn an_element_labelled_as_a_change_gives_way() {
        let changed = "<p>Updated <time datetime=2016-10-07>7 October</time></p>";
        let published = "<p>Published <time datetime=2016-09-03>3 September</time></p>";
        let page = |dates: &str| format!("<article><h1>Harbour to reopen</h1>{dates}</article>");
        check(&page(&format!("{changed}{published}")), None, "2016-09-03");
        check(&page(changed), None, "2016-10-07");
        let in_one = "<p>Updated: <time datetime=2016-10-07></time> | Published: <time datetime=2016-09-03></time></p>";
        check(&page(in_one), None, "2016-09-03");
        let named = "<time class=date-modified datetime=2016-10-07></time><time datetime=2016-09-03></time>";
        check(&page(named), None, "2016-09-03");
    }

    #[test]
    fn months_stand_in_addresses_as_words_too() {
        check("<p>Storm</p>", Some("https://harbour.example/2016/dec/15/storm"), "2016-12-15");
    }
}
