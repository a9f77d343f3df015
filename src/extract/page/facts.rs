//! Metadata of a page's article: title, byline, date, site, picture, language and address, from JSON-LD, `<meta>`,
//! microdata and the visible page.
//!
//! The sources contradict one another. Each field has its own order of trust, measured on pages with known metadata.
//! A title is one that several of them agree on.

use super::authors;
use super::linked_data::{self, LinkedData};
use super::meta::{Meta, plain, spaced_text};
use super::published;
use crate::extract::dates;
use crate::model::When;
use crate::text::fold::fold;
use crate::text::language;
use dom_query::{Document, NodeRef};
use std::collections::HashSet;

/// The metadata of a page's article.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Facts {
    pub title: String,
    pub byline: Option<String>,
    pub published: Option<When>,
    pub site: Option<String>,
    pub image: Option<String>,
    pub language: Option<String>,
    pub url: Option<String>,
    pub tags: Vec<String>,
    /// The page's own `<meta>` data.
    pub meta: Meta,
    /// The declared text of the article.
    pub body: Option<String>,
    /// The types of the things it describes.
    pub types: Vec<String>,
}

/// Reads the metadata; `url` is the address the page was fetched from.
pub(super) fn read(page: &Document, url: Option<&str>) -> Facts {
    let meta = Meta::read(page);
    let scripts: Vec<_> = page.select("script[type*='ld+json']").nodes().iter().map(NodeRef::text).collect();
    let data = linked_data::read(scripts.iter().map(AsRef::as_ref));
    let site =
        meta.first(&["og:site_name", "application-name"]).or_else(|| data.publisher.as_deref().map(plain));
    let title = title(page, &meta, &data, site.as_deref());
    Facts {
        byline: authors::find(page, &meta, &data, site.as_deref(), url),
        published: published::find(page, &meta, &data, url, &title),
        title,
        image: meta
            .first(&["og:image", "twitter:image"])
            .or(data.image.clone())
            .filter(|url| url.starts_with("http")),
        language: page.html_root().attr("lang").and_then(|tag| language::of_tag(&tag)),
        url: meta.first(&["og:url"]).filter(|url| url.starts_with("http")),
        tags: meta.all("article:tag"),
        site,
        body: data.body,
        types: data.types,
        meta,
    }
}

fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The heading that matches og:title, JSON-LD or `<title>`, which the page has written for others; else one of those,
/// without the site's name.
fn title(page: &Document, meta: &Meta, data: &LinkedData, site: Option<&str>) -> String {
    let open = meta.first(&["og:title", "twitter:title"]).map(|text| Declared::read(&text, site));
    let headline = data.headline.as_deref().map(|text| Declared::read(&plain(text), None));
    let page_title = page.select_single("title").nodes().first().map(|node| plain(&node.text()));
    let page_title = page_title.map(|text| Declared::read(&text, site));
    let declared: Vec<&Declared> = [&open, &headline, &page_title].into_iter().flatten().collect();
    let headings = |tags: &str| -> Vec<String> {
        page.select(tags).nodes().iter().take(50).map(|node| plain(&spaced_text(node))).collect()
    };
    let is_site = |text: &String| site.is_some_and(|site| words(site) == words(text));
    let mut first = headings("h1");
    first.retain(|text| !is_site(text));
    if let Some(heading) = agreed(&first, &declared) {
        // Some pages use their first heading for the site's name.
        let of_heading = words(&heading);
        // "Harbour Post: Storm closes harbour" begins with a name if the rest is declared as the title.
        let rest_is_title = |title: &Declared| {
            let rest = title.all_words.strip_prefix(of_heading.as_slice());
            rest.is_some_and(|rest| open.as_ref().is_some_and(|open| open.all_words == rest))
        };
        let is_name = declared.iter().all(|title| !title.own_words.starts_with(&of_heading))
            || page_title.as_ref().is_some_and(rest_is_title);
        let other = if is_name { same(&headings("h2, h3"), &declared) } else { None };
        return other.unwrap_or(heading);
    }
    let only = first.first().filter(|text| first.len() == 1 && words(text).len() >= 3);
    let from_head = open.or(headline).map(|declared| declared.own);
    from_head
        .or_else(|| only.cloned())
        .or_else(|| page_title.map(|declared| declared.own))
        .or_else(|| first.into_iter().find(|text| !text.is_empty()))
        .unwrap_or_default()
}

/// A title as declared by the page.
struct Declared {
    /// Without what seems to be the site's name.
    own: String,
    /// Its words, without that name and with it.
    own_words: Vec<String>,
    all_words: Vec<String>,
}

impl Declared {
    fn read(text: &str, site: Option<&str>) -> Self {
        let own = without_site(text, site);
        Self { own_words: words(&own), all_words: words(text), own }
    }
}

/// The heading most of whose words occur in the declared titles.
fn agreed(headings: &[String], declared: &[&Declared]) -> Option<String> {
    let known: HashSet<&String> = declared.iter().flat_map(|title| &title.all_words).collect();
    let mut best: Option<(usize, &String)> = None;
    for heading in headings {
        let words = words(heading);
        let common = words.iter().filter(|word| known.contains(word)).count();
        if words.len() >= 2
            && common * 10 >= words.len() * 6
            && best.is_none_or(|(before, _)| common > before)
        {
            best = Some((common, heading));
        }
    }
    let (_, heading) = best?;
    // A heading may contain a date before the title, or a source in brackets after it.
    let holds = |title: &&&Declared| {
        let around = heading.split_once(title.own.as_str()).filter(|_| title.own_words.len() >= 3);
        around.is_some_and(|(before, after)| {
            let is_bare = before.is_empty() && after.is_empty();
            let is_dated = before.is_empty() || dates::read(before).is_some();
            !is_bare && is_dated && (after.is_empty() || after.trim_start().starts_with('('))
        })
    };
    Some(declared.iter().find(holds).map_or_else(|| heading.clone(), |title| title.own.clone()))
}

/// The heading that exactly matches a declared title.
fn same(headings: &[String], declared: &[&Declared]) -> Option<String> {
    let is_same = |heading: &&String| {
        let words = words(heading);
        words.len() >= 2 && declared.iter().any(|title| title.own_words == words || title.all_words == words)
    };
    headings.iter().find(is_same).cloned()
}

/// A title without the site's name at either end; if the site is unknown, without the shorter end.
fn without_site(title: &str, site: Option<&str>) -> String {
    for separator in [" | ", " – ", " — ", " - ", " » ", " :: ", " • ", " · "] {
        let parts: Vec<&str> = title.split(separator).map(str::trim).collect();
        if parts.len() < 2 {
            continue;
        }
        let others: Vec<&str> =
            parts.iter().copied().filter(|part| site.is_none_or(|site| words(site) != words(part))).collect();
        if others.len() < parts.len() && !others.is_empty() {
            return others.join(separator);
        }
        let without_last = parts[..parts.len() - 1].join(separator);
        let last = parts[parts.len() - 1];
        let shorter = if without_last.len() >= last.len() { last } else { &without_last };
        let letters = |text: &str| words(text).concat();
        let is_of = |site: &str| {
            words(site).iter().any(|word| words(shorter).contains(word))
                || letters(site).contains(&letters(shorter))
        };
        if !site.is_none_or(is_of) {
            return title.to_owned();
        }
        return if without_last.len() >= last.len() { without_last } else { last.to_owned() };
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(html: &str) -> Facts {
        read(&Document::from(html), Some("https://example.org/2016/12/15/storm"))
    }

    #[test]
    fn titles_are_what_the_page_agrees_on() {
        for (html, expected) in [
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
            ("<h1>One heading alone</h1>", "One heading alone"),
            ("<p>nothing", ""),
        ] {
            assert_eq!(facts(html).title, expected, "{html}");
        }
    }
}
