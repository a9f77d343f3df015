//! What a page says about its article: title, byline, date, site, picture, language and address, from
//! JSON-LD, `<meta>`, microdata and the visible page.
//!
//! The sources contradict one another; each fact has its own order of trust, found by measuring on pages
//! with known facts. A title is what several of them agree on.

use super::linked_data::{self, LinkedData};
use crate::extract::dates;
use crate::model::When;
use crate::text::clean;
use crate::text::fold::fold;
use crate::text::language;
use dom_query::{Document, NodeRef};
use std::collections::{HashMap, HashSet};

/// What is known about the article of a page.
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
}

/// Reads them; `url` is the address the page was fetched from.
pub(super) fn read(page: &Document, url: Option<&str>) -> Facts {
    let meta = Meta::read(page);
    let scripts: Vec<_> = page.select("script[type*='ld+json']").nodes().iter().map(NodeRef::text).collect();
    let data = linked_data::read(scripts.iter().map(AsRef::as_ref));
    let site =
        meta.first(&["og:site_name", "application-name"]).or_else(|| data.publisher.as_deref().map(plain));
    Facts {
        title: title(page, &meta, &data, site.as_deref()),
        byline: byline(page, &meta, &data, site.as_deref()),
        published: published(page, &meta, &data, url),
        image: meta
            .first(&["og:image", "twitter:image"])
            .or(data.image)
            .filter(|url| url.starts_with("http")),
        language: page.html_root().attr("lang").and_then(|tag| language::of_tag(&tag)),
        url: meta.first(&["og:url"]).filter(|url| url.starts_with("http")),
        tags: meta.all("article:tag"),
        site,
    }
}

/// The page's `<meta>` elements: the first content of each key, keys in lower case.
struct Meta {
    contents: HashMap<String, Vec<String>>,
}

impl Meta {
    fn read(page: &Document) -> Self {
        let mut contents: HashMap<String, Vec<String>> = HashMap::new();
        for node in page.select("meta[content]").nodes() {
            let Some(content) = node.attr("content").map(|text| plain(&text)).filter(|text| !text.is_empty())
            else {
                continue;
            };
            for key in ["property", "name", "itemprop"] {
                if let Some(key) = node.attr(key) {
                    contents.entry(key.to_ascii_lowercase()).or_default().push(content.clone());
                }
            }
        }
        Self { contents }
    }

    fn first(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.contents.get(*key)?.first()).cloned()
    }

    fn all(&self, key: &str) -> Vec<String> {
        let mut seen = HashSet::new();
        let listed = self.contents.get(key).map(Vec::as_slice).unwrap_or_default();
        listed.iter().filter(|tag| seen.insert(tag.as_str())).cloned().collect()
    }
}

fn plain(text: &str) -> String {
    clean::line(text)
}

fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The `<h1>` most of whose words stand in og:title, JSON-LD or `<title>`, which the page has written for
/// others; failing that, one of those, without the site's name.
fn title(page: &Document, meta: &Meta, data: &LinkedData, site: Option<&str>) -> String {
    let open = meta.first(&["og:title", "twitter:title"]);
    let page_title = page.select_single("title").nodes().first().map(|node| plain(&node.text()));
    let headline = data.headline.as_deref().map(plain);
    let declared = [open.clone(), headline.clone(), page_title.clone()];
    let known: HashSet<String> = declared.iter().flatten().flat_map(|text| words(text)).collect();
    let is_site = |text: &str| site.is_some_and(|site| words(site) == words(text));
    let headings: Vec<String> =
        page.select("h1").nodes().iter().take(50).map(|node| plain(&spaced_text(node))).collect();
    let mut best: Option<(usize, &String)> = None;
    for heading in headings.iter().filter(|heading| !is_site(heading)) {
        let words = words(heading);
        let agreed = words.iter().filter(|word| known.contains(*word)).count();
        let is_better = best.is_none_or(|(before, _)| agreed > before);
        if words.len() >= 2 && agreed * 10 >= words.len() * 6 && is_better {
            best = Some((agreed, heading));
        }
    }
    if let Some((_, heading)) = best {
        return heading.clone();
    }
    let from_head = open.map(|text| without_site(&text, site)).or(headline);
    let only = headings.first().filter(|text| headings.len() == 1 && words(text).len() >= 3);
    from_head
        .or_else(|| only.cloned())
        .or_else(|| page_title.map(|text| without_site(&text, site)))
        .or_else(|| headings.into_iter().find(|text| !text.is_empty()))
        .unwrap_or_default()
}

/// An element's text, with a blank where elements meet: a kicker and a headline are two words.
fn spaced_text(node: &NodeRef) -> String {
    let below = node.descendants_it().filter(NodeRef::is_text);
    let texts: Vec<String> = below.map(|text| text.text().to_string()).collect();
    texts.join(" ").replace(" ,", ",").replace(" .", ".").replace(" ’", "’")
}

/// A title without the site's name at either end; where the site is unknown, without the shorter end.
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
        return if without_last.len() >= last.len() { without_last } else { last.to_owned() };
    }
    title.to_owned()
}

fn published(page: &Document, meta: &Meta, data: &LinkedData, url: Option<&str>) -> Option<When> {
    const KEYS: [&str; 19] = [
        "article:published_time",
        "og:published_time",
        "datepublished",
        "date.published",
        "pubdate",
        "publishdate",
        "publish-date",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date.issued",
        "dcterms.created",
        "dcterms.date",
        "dc.date",
        "citation_publication_date",
        "article.published",
        "bt:pubdate",
        "published_at",
        "date",
        "cxenseparse:recs:publishtime",
    ];
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
        .or_else(|| {
            dates::read(&meta.first(&["article:modified_time", "og:updated_time", "last-modified"])?)
        })
        .or_else(|| beside_heading(page))
}

/// The first date in the text from shortly before the first heading to a page of text after it.
fn beside_heading(page: &Document) -> Option<When> {
    const BEFORE: usize = 8;
    const AFTER: usize = 60;
    let heading = page.select_single("h1").nodes().first()?.id;
    let texts: Vec<NodeRef> = page
        .body()?
        .descendants_it()
        .filter(|node| node.id == heading || (node.is_nonempty_text() && !is_code(node)))
        .collect();
    let at = texts.iter().position(|node| node.id == heading)?;
    let near = &texts[at.saturating_sub(BEFORE)..texts.len().min(at + AFTER)];
    let lines = near.iter().filter(|node| node.is_text()).map(|node| plain(&node.text()));
    lines.filter(|line| line.len() <= 200).find_map(|line| dates::read(&line))
}

fn is_code(text: &NodeRef) -> bool {
    text.parent().is_some_and(|parent| parent.has_name("script") || parent.has_name("style"))
}

/// The first date among the first `most` elements that a selector finds.
fn first_date(page: &Document, selector: &str, most: usize) -> Option<When> {
    page.select(selector).nodes().iter().take(most).find_map(|node| {
        let attribute = node.attr("datetime").or_else(|| node.attr("content"));
        attribute.and_then(|text| dates::read(&text)).or_else(|| {
            let text = plain(&spaced_text(node));
            if text.len() <= 160 { dates::read(&text) } else { None }
        })
    })
}

/// `/2016/12/15/` or `/2016-12-15-` in an address.
fn in_address(url: &str) -> Option<When> {
    let parts: Vec<&str> = url.split(['/', '-', '_']).collect();
    parts.windows(3).find_map(|three| {
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let [year, month, day] = three else { return None };
        let is_date = year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
        if is_date && three.iter().all(|part| is_number(part)) {
            When::day(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        } else {
            None
        }
    })
}

fn byline(page: &Document, meta: &Meta, data: &LinkedData, site: Option<&str>) -> Option<String> {
    const KEYS: [&str; 9] = [
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
        "citation_author",
        "og:author",
    ];
    const PLACES: [&str; 5] = [
        "[rel='author']",
        "[itemprop='author'] [itemprop='name']",
        "[itemprop='author']",
        ".author, [class*='byline'], [class*='author-name'], [class*='author_name'], [class*='entry-author'], \
         [class*='article-author']",
        "[class*='author'], [id*='author'], [class*='writer'], [class*='autor'], [class*='reporter'], .vcard .fn",
    ];
    let is_name = |name: &String| is_name(name, site);
    let mut authors: Vec<String> =
        data.authors.iter().map(|name| without_by(&plain(name))).filter(is_name).collect();
    authors.dedup();
    if !authors.is_empty() {
        return Some(authors.join(", "));
    }
    let declared =
        KEYS.iter().find_map(|key| meta.first(&[*key]).map(|name| without_by(&name)).filter(is_name));
    declared.or_else(|| {
        PLACES.iter().find_map(|place| {
            page.select(place).nodes().iter().take(4).find_map(|node| {
                let name = without_by(&plain(&spaced_text(node)));
                let end = name.find(['|', '•', '·', '–', ',', '\n']).unwrap_or(name.len());
                let name = name[..end].split(" on ").next().unwrap_or("").trim().to_owned();
                let is_short = name.split(' ').count() <= 5 && !name.contains(|c: char| c.is_ascii_digit());
                Some(name).filter(|_| is_short).filter(is_name)
            })
        })
    })
}

/// A byline without the words before the name.
pub(super) fn without_by(byline: &str) -> String {
    let mut rest = byline.trim();
    loop {
        let starts = ["written by", "posted by", "reported by", "author", "by", "von", "par", "por"];
        let lower = rest.to_lowercase();
        let found = starts
            .iter()
            .find(|start| lower.strip_prefix(**start).is_some_and(|after| after.starts_with([' ', ':'])));
        let Some(start) = found else { return rest.to_owned() };
        rest = rest.get(start.len()..).unwrap_or("").trim_start_matches([' ', ':']);
    }
}

/// Whether it can be an author's name and not an account, an address or the site's own.
fn is_name(name: &str, site: Option<&str>) -> bool {
    const NOBODY: [&str; 10] = [
        "admin",
        "administrator",
        "editor",
        "staff",
        "author",
        "guest",
        "webmaster",
        "none",
        "redaktion",
        "null",
    ];
    let folded = fold(name);
    !folded.is_empty()
        && !name.contains("://")
        && !name.contains('@')
        && !name.starts_with("www.")
        && name.split(' ').count() <= 8
        && !NOBODY.contains(&folded.as_str())
        && site.is_none_or(|site| fold(site) != folded)
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
            ("<title>Post - Storm closes the northern harbour</title>", "Storm closes the northern harbour"),
            ("<h1>One heading alone</h1>", "One heading alone"),
            ("<p>nothing", ""),
        ] {
            assert_eq!(facts(html).title, expected, "{html}");
        }
    }

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
            assert_eq!(
                facts(html).published.map(|when| when.to_string()).as_deref(),
                Some(expected),
                "{html}"
            );
        }
    }

    #[test]
    fn bylines_are_names() {
        for (html, expected) in [
            ("<meta name=author content='By Ann Example'>", Some("Ann Example")),
            ("<meta name=author content=admin><a rel=author href=x>Ann Example</a>", Some("Ann Example")),
            ("<p class='byline top'>By <b>Ann Example</b>, Harbour Post", Some("Ann Example")),
            ("<meta name=author content='https://example.org/ann'>", None),
        ] {
            assert_eq!(facts(html).byline.as_deref(), expected, "{html}");
        }
    }
}
