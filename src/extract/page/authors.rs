//! The author of a page's article: what JSON-LD and `<meta>` declare, else what the page shows near its headline.
//!
//! Most pages name someone: commenters, photographers, the company that owns the site. A wrong author is worse than
//! none, so names found in the page must look like a person's and be where authors are named.

use super::address;
use super::linked_data::LinkedData;
use super::meta::{Meta, plain, spaced_text};
use super::outline::is_silent;
use super::surroundings::is_of_article;
use crate::extract::byline;
use crate::text::fold::fold;
use dom_query::{Document, NodeRef};

/// The authors, separated by commas.
pub(super) fn find(
    page: &Document,
    meta: &Meta,
    data: &LinkedData,
    site: Option<&str>,
    url: Option<&str>,
) -> Option<String> {
    let publisher = Publisher { site, host: url.and_then(address::host) };
    let mut declared: Vec<String> = data.authors.iter().map(|name| without_by(&plain(name))).collect();
    declared.retain(|name| publisher.may_be_author(name) && !publisher.is_host(name));
    declared.dedup();
    let declared = if declared.is_empty() { in_meta(meta, &publisher) } else { Some(declared.join(", ")) };
    // "ann" and "admin2" are login names; the page may show the real name.
    match declared {
        Some(name) if !is_account(&name) => Some(name),
        account => shown(page, &publisher).or(account),
    }
}

fn in_meta(meta: &Meta, publisher: &Publisher) -> Option<String> {
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
    let is_author = |name: &String| publisher.may_be_author(name) && !publisher.is_host(name);
    KEYS.iter().find_map(|key| {
        let declared = meta.all(key).into_iter().take(MOST_LOOKED_AT).map(|name| without_by(&name));
        let names: Vec<String> = declared.filter(is_author).collect();
        (!names.is_empty()).then(|| names.join(", "))
    })
}

/// What the page itself shows: elements made for authors, else a byline near the headline.
fn shown(page: &Document, publisher: &Publisher) -> Option<String> {
    const EXPLICIT: [&str; 4] = [
        "[rel='author']",
        "[itemprop='author'] [itemprop='name']",
        "[itemprop='author']",
        ".author a, a.author, .author-name, .vcard .fn",
    ];
    const NAMED: &str = ".author, [class*='byline'], [class*='author'], [class*='autor'], [class*='writer'], \
        [class*='reporter']";
    for selector in EXPLICIT {
        let selected = page.select(selector);
        let nodes = selected.nodes().iter().take(MOST_LOOKED_AT).filter(|node| is_of_article(node));
        let found: Vec<(&NodeRef, String)> = nodes
            .map(|node| (node, without_by(&plain(&spaced_text(node)))))
            .filter(|(_, name)| {
                let is_short = name.split(' ').count() <= 4 && !name.contains(|c: char| c.is_ascii_digit());
                is_short && publisher.may_be_author(name)
            })
            .collect();
        if let Some((first, _)) = found.first() {
            let mut names: Vec<String> = Vec::new();
            for (_, name) in found.iter().filter(|(node, _)| stand_together(first, node)) {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
            return Some(names.join(", "));
        }
    }
    let named = page.select(NAMED);
    let mut named = named.nodes().iter().take(MOST_LOOKED_AT).filter(|node| is_of_article(node));
    let is_author = |name: &String| name.contains(' ') && publisher.may_be_author(name);
    named.find_map(|node| within(node).filter(is_author)).or_else(|| near_headline(page, publisher))
}

/// Whether two elements are in one line of authors.
fn stand_together(one: &NodeRef, other: &NodeRef) -> bool {
    const NEAR: usize = 3;
    const LONGEST: usize = 200;
    let around = one.ancestors_it(Some(NEAR)).filter(|around| around.text().trim().len() <= LONGEST);
    one.id == other.id
        || around.into_iter().any(|around| other.ancestors_it(Some(NEAR)).any(|other| other.id == around.id))
}

/// The names in the texts of an element for authors: the first, and those directly after it.
fn within(node: &NodeRef) -> Option<String> {
    const LONGEST: usize = 100;
    let below = node.descendants_it().filter(NodeRef::is_nonempty_text).take(MOST_LOOKED_AT);
    let mut names: Vec<String> = Vec::new();
    for text in below.map(|text| plain(&text.text())).filter(|text| text.len() <= LONGEST) {
        let inner = text.trim_matches([',', '&', '|', '·', '•', ';', ' ']);
        let inner = inner.strip_prefix("and ").unwrap_or(inner);
        if inner.is_empty() || matches!(inner, "and" | "und" | "et" | "y" | "e" | "en") {
            continue;
        }
        let found = byline::byline(inner).or_else(|| byline::names(inner)).filter(|name| name.contains(' '));
        match found {
            Some(name) if names.is_empty() || byline::is_person(&name) => names.push(name),
            _ if names.is_empty() => {}
            _ => break,
        }
    }
    names.dedup();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The maximum number of elements of a kind to examine.
const MOST_LOOKED_AT: usize = 12;

/// A byline in one of the texts that follow the headline.
fn near_headline(page: &Document, publisher: &Publisher) -> Option<String> {
    const AFTER: usize = 14;
    const LONGEST: usize = 120;
    let heading = page.select_single("h1").nodes().first()?.id;
    let is_of_heading = |node: &NodeRef| node.ancestors_it(None).any(|around| around.id == heading);
    let body = page.body()?;
    let texts = body.descendants_it().skip_while(|node| node.id != heading);
    let texts = texts.filter(|node| node.is_nonempty_text() && !is_of_heading(node) && !is_code(node));
    let lines = texts.take(AFTER).filter_map(|text| text.parent()).filter(is_of_article);
    let lines = lines.map(|around| plain(&spaced_text(&around))).filter(|line| line.len() <= LONGEST);
    lines
        .filter_map(|line| byline::byline(&line))
        .find(|name| name.contains(' ') && publisher.may_be_author(name))
}

fn is_code(text: &NodeRef) -> bool {
    text.parent().is_some_and(|parent| parent.node_name().is_none_or(|name| is_silent(&name)))
}

/// A byline without the words before the name.
pub(super) fn without_by(byline: &str) -> String {
    let mut rest = byline.trim();
    loop {
        let starts = [
            "written by",
            "posted by",
            "reported by",
            "text by",
            "recipe by",
            "author",
            "by",
            "von",
            "par",
            "por",
        ];
        let lower = rest.to_lowercase();
        let found = starts
            .iter()
            .find(|start| lower.strip_prefix(**start).is_some_and(|after| after.starts_with([' ', ':'])));
        let Some(start) = found else { return rest.to_owned() };
        rest = rest.get(start.len()..).unwrap_or("").trim_start_matches([' ', ':']);
    }
}

/// The page's owner, which is not its author.
struct Publisher<'a> {
    site: Option<&'a str>,
    host: Option<&'a str>,
}

impl Publisher<'_> {
    /// Whether a word is the site's own name in its address; people's own sites have their names in two words.
    fn is_host(&self, name: &str) -> bool {
        let letters = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        !name.contains(' ') && self.host.is_some_and(|host| letters(host).contains(&letters(name)))
    }

    /// Whether it can be an author's name and not a shared account, an address, an organisation or the site.
    fn may_be_author(&self, name: &str) -> bool {
        const NOBODY: [&str; 14] = [
            "admin",
            "administrator",
            "editor",
            "editors",
            "staff",
            "author",
            "guest",
            "webmaster",
            "none",
            "redaktion",
            "null",
            "name",
            "user",
            "posted",
        ];
        const BODIES: [&str; 14] = [
            "gmbh",
            "ag",
            "e.v",
            "eg",
            "inc",
            "ltd",
            "llc",
            "ministerium",
            "bundesministerium",
            "departement",
            "verein",
            "fraktion",
            "stiftung",
            "universitat",
        ];
        let folded = fold(name);
        let is_site = self.site.is_some_and(|site| fold(site) == folded);
        let words = || folded.split([' ', ',']).map(|word| word.trim_matches(['.', ':', '*']));
        !folded.is_empty()
            && !name.contains("://")
            && !name.contains(['@', '*', '=', '→'])
            && !name.starts_with("www.")
            && name.split(' ').count() <= 10
            && !NOBODY.contains(&folded.as_str())
            && !folded.starts_with("name (")
            && !words().any(|word| BODIES.contains(&word))
            && !is_site
    }
}

/// One lower-case word, or one with digits.
fn is_account(name: &str) -> bool {
    !name.contains(' ') && !name.contains(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::super::facts;

    #[test]
    fn bylines_are_names() {
        for (html, expected) in [
            ("<meta name=author content='By Ann Example'>", Some("Ann Example")),
            ("<meta name=author content=admin><a rel=author href=x>Ann Example</a>", Some("Ann Example")),
            ("<meta name=author content=aexample><p class=byline>By Ann Example</p>", Some("Ann Example")),
            ("<meta name=author content=aexample>", Some("aexample")),
            ("<meta name=author content='Example GmbH'>", None),
            (
                "<meta name=author content='Harbour Post'><meta property='og:site_name' content='Harbour Post'>",
                None,
            ),
            ("<meta name=author content='harbourpost'>", None),
            ("<p class='byline top'>By <b>Ann Example</b>, Harbour Post", Some("Ann Example")),
            ("<meta name=author content='https://example.org/ann'>", None),
            ("<h1>Storm</h1><div>15 May</div><p>Text: Ann Example</p>", Some("Ann Example")),
            ("<h1>Storm</h1><p>By dawn the boats were gone.</p>", None),
            (
                "<p class=byline>By Ann Example, Ben Moor and Eve Quill</p>",
                Some("Ann Example, Ben Moor, Eve Quill"),
            ),
            (
                "<p class=byline>By <a>Ann Example</a>, <a>Ben Moor</a> and <a>Eve Quill</a></p>",
                Some("Ann Example, Ben Moor, Eve Quill"),
            ),
            (
                "<p class=byline><span>Ann Example</span><span>Ben Moor</span></p>",
                Some("Ann Example, Ben Moor"),
            ),
            (
                "<ul><li><a rel=author>Ann Example</a><li><a rel=author>Ben Moor</a></ul>",
                Some("Ann Example, Ben Moor"),
            ),
            (
                "<meta name=author content='Ann Example'><meta name=author content='Ben Moor'>",
                Some("Ann Example, Ben Moor"),
            ),
            ("<p class=byline>Ann Example, Ben Moor</p>", Some("Ann Example, Ben Moor")),
            ("<p class=byline>By Byrne Byskov, Staff Writer</p>", Some("Byrne Byskov")),
            ("<div class=comments><p class=author>Ben Moor</p></div>", None),
            ("<form class=x><p class='form-author'><label>Your Name</label></p></form>", None),
        ] {
            let page = dom_query::Document::from(html);
            let found = facts::read(&page, Some("https://www.harbourpost.example/2016/storm"));
            assert_eq!(found.byline.as_deref(), expected, "{html}");
        }
    }
}
