//! When the article of a page was published: what JSON-LD and `<meta>` declare, what elements are made for
//! dates, the address, the text beside the headline, and last what scripts hold.
//!
//! Declared dates win over visible ones: those are often of the last change, of comments or of other articles.

use super::facts::{Meta, plain, spaced_text};
use super::linked_data::LinkedData;
use super::outline::is_silent;
use crate::extract::dates;
use crate::model::When;
use crate::text::fold::fold;
use dom_query::{Document, NodeRef};

/// The day or moment.
pub(super) fn find(
    page: &Document,
    meta: &Meta,
    data: &LinkedData,
    url: Option<&str>,
    title: &str,
) -> Option<When> {
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
    const OF_CHANGES: [&str; 3] = ["article:modified_time", "og:updated_time", "last-modified"];
    let declared = data.published.as_deref().and_then(dates::read);
    declared
        .or_else(|| KEYS.iter().find_map(|key| dates::read(&meta.first(&[*key])?)))
        .or_else(|| first_date(page, "[itemprop='datePublished']", 3))
        .or_else(|| first_date(page, "time[pubdate], time[class*='publish'], time[class*='entry-date']", 3))
        .or_else(|| first_date(page, "article time, header time", 4))
        .or_else(|| first_date(page, "time", 4))
        .or_else(|| url.and_then(in_address))
        .or_else(|| {
            first_date(page, "[class*='date'], [class*='publish'], [class*='byline'], [id*='date']", 60)
        })
        .or_else(|| dates::read(&meta.first(&OF_CHANGES)?))
        .or_else(|| beside_heading(page, title))
        .or_else(|| in_scripts(page))
}

/// The first date in the text from shortly before the headline to a page of text after it. A headline is an
/// `<h1>`, or whatever says what the title is.
fn beside_heading(page: &Document, title: &str) -> Option<When> {
    const BEFORE: usize = 8;
    const AFTER: usize = 60;
    const LONGEST: usize = 200;
    let body = page.body()?;
    let texts: Vec<NodeRef> =
        body.descendants_it().filter(|node| node.is_nonempty_text() && !is_code(node)).collect();
    let heading = page.select_single("h1").nodes().first().map(|node| node.id);
    let title = fold(title);
    let is_headline = |text: &&NodeRef| {
        let is_title = || !title.is_empty() && fold(&text.text()) == title;
        heading.map_or_else(is_title, |heading| text.ancestors_it(Some(4)).any(|around| around.id == heading))
    };
    let at = texts.iter().position(|text| is_headline(&text))?;
    let near = &texts[at.saturating_sub(BEFORE)..texts.len().min(at + AFTER)];
    let lines = near.iter().map(|node| plain(&node.text())).filter(|line| line.len() <= LONGEST);
    lines.into_iter().find_map(|line| dates::read(&line))
}

fn is_code(text: &NodeRef) -> bool {
    text.parent().is_some_and(|parent| parent.node_name().is_none_or(|name| is_silent(&name)))
}

/// What a page tells the programs that count its readers: `"publishDate": "2016-12-15"`.
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

/// The first date among the first `most` elements that a selector finds.
fn first_date(page: &Document, selector: &str, most: usize) -> Option<When> {
    page.select(selector).nodes().iter().take(most).find_map(|node| {
        let attribute = node.attr("datetime").or_else(|| node.attr("content"));
        attribute.and_then(|text| dates::read(&text)).or_else(|| {
            let text = plain(&spaced_text(node));
            let beginning = &text[..text.floor_char_boundary(MOST_BEFORE_DATE)];
            if text.len() <= LONGEST_WITH_DATE { dates::read(beginning) } else { None }
        })
    })
}

/// A date stands at the beginning of an element made for it; a longer element is made for more. In bytes.
const MOST_BEFORE_DATE: usize = 160;
const LONGEST_WITH_DATE: usize = 400;

/// `/2016/12/15/`, `/2016-12-15-` or `/15-12-2016` in an address.
fn in_address(url: &str) -> Option<When> {
    let parts: Vec<&str> = url.split(['/', '-', '_', '.']).collect();
    parts.windows(3).find_map(|three| {
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let [first, second, third] = three else { return None };
        let (year, day) = if first.len() == 4 { (first, third) } else { (third, first) };
        let is_date = year.len() == 4 && (1..=2).contains(&second.len()) && (1..=2).contains(&day.len());
        if is_date && three.iter().all(|part| is_number(part)) {
            When::day(year.parse().ok()?, second.parse().ok()?, day.parse().ok()?)
        } else {
            None
        }
    })
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
                "2016-12-13T09:00:00Z",
            ),
            ("<time datetime='2016-12-12'>today</time>", "2016-12-12"),
            ("<p class=date>11 December 2015</p>", "2016-12-15"),
        ] {
            let page = dom_query::Document::from(html);
            let found = facts::read(&page, Some("https://example.org/2016/12/15/storm"));
            assert_eq!(found.published.map(|when| when.to_string()).as_deref(), Some(expected), "{html}");
        }
    }
}
