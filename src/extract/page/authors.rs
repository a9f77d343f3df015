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
    let mut declared: Vec<String> = data.authors.iter().map(|name| bare(&plain(name))).collect();
    declared.retain(|name| publisher.may_be_author(name) && !publisher.is_host(name));
    declared.dedup();
    let declared = if declared.is_empty() { in_meta(meta, &publisher) } else { declared };
    let names = declared.join(", ");
    // "ann" and "admin2" are login names, and some pages declare their site; the page may show the real name.
    let is_weak = names.is_empty() || is_account(&names) || publisher.is_owner(&names);
    if is_weak {
        let is_better = |shown: &String| names.is_empty() || shown.split(", ").all(byline::is_person);
        return shown(page, &publisher).filter(is_better).or(Some(names).filter(|names| !names.is_empty()));
    }
    Some(with_others(&declared, page, &publisher).unwrap_or(names))
}

/// The byline that the page shows, if it names the declared authors and others.
fn with_others(declared: &[String], page: &Document, publisher: &Publisher) -> Option<String> {
    let line = near_headline(page, publisher)?;
    let shown: Vec<String> = line.split(", ").flat_map(byline::several).map(fold).collect();
    let is_more = shown.len() > declared.len()
        && declared.iter().all(|name| shown.contains(&fold(name)))
        && line.split(", ").flat_map(byline::several).all(byline::is_person);
    is_more.then_some(line)
}

/// The authors that `<meta>` declares.
fn in_meta(meta: &Meta, publisher: &Publisher) -> Vec<String> {
    const KEYS: [&str; 12] = [
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
        "citation_author",
        "og:author",
        "article_author",
        "cxenseparse:author",
        "shareaholic:article_author_name",
    ];
    const LABELS: [&str; 6] =
        ["written by", "verfasst von", "écrit par", "escrito por", "scritto da", "geschreven door"];
    let read = |listed: Vec<String>| -> Vec<String> {
        let names = listed.into_iter().take(MOST_LOOKED_AT).map(|name| in_order(&bare(&name)));
        names.filter(|name| publisher.may_be_author(name) && !publisher.is_host(name)).collect()
    };
    let keys = KEYS.iter().map(|key| meta.all(key));
    let others = [meta.all_items("author"), meta.labelled(&LABELS).into_iter().collect()];
    let mut found: Vec<Vec<String>> =
        keys.chain(others).map(read).filter(|names| !names.is_empty()).collect();
    // A key with the site's name says less than another with a person's.
    let is_person = |names: &Vec<String>| !publisher.is_owner(&names.join(", "));
    let best = found.iter().position(is_person).unwrap_or(0);
    if found.is_empty() { Vec::new() } else { found.swap_remove(best) }
}

/// A name as it is spoken: "Moor, Ben" is how libraries file Ben Moor.
fn in_order(name: &str) -> String {
    match name.split_once(", ") {
        Some((family, given)) if is_one_name(family) && is_one_name(given) && !family.contains(' ') => {
            format!("{given} {family}")
        }
        _ => name.to_owned(),
    }
}

/// Whether a text is at most two capitalised words without any mark.
fn is_one_name(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    words.len() <= 2 && words.iter().all(|word| word.starts_with(char::is_uppercase) && !word.contains(','))
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
            .map(|node| (node, bare(&plain(&spaced_text(node)))))
            .filter(|(_, name)| {
                let is_short = name.split(' ').count() <= 4 && !name.contains(|c: char| c.is_ascii_digit());
                is_short && publisher.may_be_author(name)
            })
            .collect();
        if let Some((first, _)) = found.first() {
            let mut names: Vec<String> = Vec::new();
            let mut last = *first;
            for (node, name) in &found {
                if !names.contains(name) && (stand_together(first, node) || stand_together(last, node)) {
                    names.push(name.clone());
                    last = node;
                }
            }
            return Some(names.join(", "));
        }
    }
    let selected = page.select(NAMED);
    let elements = selected.nodes().iter().take(MOST_LOOKED_AT).filter(|node| is_of_article(node));
    let is_author = |name: &String| name.contains(' ') && publisher.may_be_author(name);
    let mut found = elements.filter_map(|node| Some((node, within(node).filter(is_author)?)));
    let Some((first, mut names)) = found.next() else { return near_headline(page, publisher) };
    let mut last = first;
    for (node, name) in found.filter(|(_, name)| byline::is_person(name)) {
        if !names.contains(name.as_str()) && stand_together(last, node) {
            names = format!("{names}, {name}");
            last = node;
        }
    }
    Some(names)
}

/// Whether two elements are in one line of authors, or one follows the other with nothing but a comma between them: a
/// word would be what the other did, such as "Reviewed by".
fn stand_together(one: &NodeRef, other: &NodeRef) -> bool {
    const NEAR: usize = 3;
    const LONGEST: usize = 200;
    const LONGEST_BETWEEN: usize = 5;
    let length = |node: &NodeRef| node.text().trim().len();
    let around = one.ancestors_it(Some(NEAR)).filter(|around| length(around) <= LONGEST);
    let is_around = |node: &NodeRef| {
        node.id == other.id || other.ancestors_it(Some(NEAR)).any(|around| around.id == node.id)
    };
    let follows = |node: &NodeRef| {
        let mut after = std::iter::successors(node.next_sibling(), NodeRef::next_sibling);
        let next = after.find(|after| length(after) > LONGEST_BETWEEN);
        next.is_some_and(|next| is_around(&next) && length(&next) <= length(other) + LONGEST_BETWEEN)
    };
    let parent = one.parent().filter(|parent| length(parent) <= length(one) + LONGEST_BETWEEN);
    one.id == other.id
        || around.into_iter().any(|around| is_around(&around))
        || follows(one)
        || parent.is_some_and(|parent| follows(&parent))
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

/// A name without what is around it: "By", and the person's office.
fn bare(byline: &str) -> String {
    const OFFICES: [&str; 8] =
        ["experte", "expertin", "redakteur", "redakteurin", "reporter", "reporterin", "autor", "autorin"];
    let name = without_by(byline);
    let words: Vec<&str> = name.split(' ').collect();
    let is_office = |word: &&str| {
        let word = word.to_lowercase();
        OFFICES.iter().any(|office| {
            word.strip_suffix(office).is_some_and(|rest| rest.is_empty() || rest.ends_with('-'))
        })
    };
    match words.iter().position(is_office) {
        Some(at) if words.len() > at + 2 => words[at + 1..].join(" "),
        _ => name,
    }
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
        let found = starts.iter().find(|start| {
            lower.strip_prefix(**start).is_some_and(|after| after.starts_with([' ', ':', ',']))
        });
        let Some(start) = found else { return rest.to_owned() };
        rest = rest.get(start.len()..).unwrap_or("").trim_start_matches([' ', ':', ',']);
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

    /// Whether the names are the site's own, in several words, by its address.
    fn is_owner(&self, names: &str) -> bool {
        let letters = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        self.host.is_some_and(|host| letters(host).contains(&letters(names)))
    }

    /// Whether it can be an author's name and not a shared account, an address, an organisation or the site.
    fn may_be_author(&self, name: &str) -> bool {
        const LABELS: [&str; 8] =
            ["profile", "profiles", "profil", "posts", "articles", "beitrage", "beitrag", "biography"];
        const NOBODY: [&str; 16] = [
            "no author",
            "unknown",
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
            && !name.contains(['@', '*', '=', '→'])
            && !is_address(name)
            && !name.starts_with("www.")
            && name.split(' ').count() <= 10
            && !NOBODY.contains(&folded.as_str())
            && !folded.starts_with("name (")
            && !name.contains(": ")
            && !words().any(|word| BODIES.contains(&word) || LABELS.contains(&word))
            && !is_site
    }
}

/// Whether a name is an address: `example.org/ann`.
fn is_address(name: &str) -> bool {
    let host = name.split_once('/').map_or("", |(before, _)| before);
    name.contains("://") || (host.contains('.') && !host.contains(' '))
}

/// One lower-case word, or one with digits.
fn is_account(name: &str) -> bool {
    !name.contains(' ') && !name.contains(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::super::facts;

    #[track_caller]
    fn check(rows: &[(&str, Option<&str>)]) {
        for (html, expected) in rows {
            let page = dom_query::Document::from(*html);
            let found = facts::read(&page, Some("https://www.harbourpost.example/2016/storm"));
            assert_eq!(found.byline.as_deref(), *expected, "{html}");
        }
    }

    #[test]
    fn bylines_are_names() {
        check(&[
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
        ]);
    }

    #[test]
    fn all_authors_of_a_byline_are_named() {
        check(&[
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
            (
                "<article><h1>Storm</h1><span class=author>Ann Example</span><span class=author>Ben Moor</span>\
                 <p>The ferry stayed ashore, since no captain wanted to leave the harbour in this weather, and \
                 nobody at the port asked them to, not even those who had to be on the island that night.</p></article>",
                Some("Ann Example, Ben Moor"),
            ),
            (
                "<div><p>By <a rel=author>Ann Example</a></p><p>Reviewed by <a rel=author>Ben Moor</a></p>\
                 <p>The ferry stayed ashore, since no captain wanted to leave the harbour in this weather, and \
                 nobody at the port asked them to, not even those who had to be on the island that night.</p></div>",
                Some("Ann Example"),
            ),
            (
                "<h1>Storm</h1><p>Par Ann Example, Ben Moor et Eve Quill</p>",
                Some("Ann Example, Ben Moor, Eve Quill"),
            ),
            ("<p class=byline>By Byrne Byskov, Staff Writer</p>", Some("Byrne Byskov")),
            ("<div class=comments><p class=author>Ben Moor</p></div>", None),
        ]);
    }

    #[test]
    fn a_person_is_named_rather_than_an_account_or_the_site() {
        check(&[
            // A login name or the site's own gives way to a person's name only.
            ("<meta name=author content=seafarer><a rel=author>All profiles</a>", Some("seafarer")),
            (
                "<meta name=author content='Harbour-Post'><p class=byline>By Ann Example</p>",
                Some("Ann Example"),
            ),
            (
                "<meta name=author content='Harbour-Post'><meta name='cxenseparse:author' content='Ann Example'>",
                Some("Ann Example"),
            ),
            (
                "<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Ann Example'>",
                Some("Ann Example"),
            ),
            (
                "<meta name='twitter:label1' content='Reading time'><meta name='twitter:data1' content='Ann Example'>",
                None,
            ),
            ("<meta name=author content='Von Harbour-Redakteurin Ann Example'>", Some("Ann Example")),
            ("<meta name=author content='Written by, Ann Example'>", Some("Ann Example")),
            ("<meta name=author content='text: Ann Example, code: Ben Moor'>", None),
            ("<meta name=author content='example.org/ann'>", None),
            (
                "<meta itemprop=author content='A. Cited'><meta name=dc.creator content='Ann Example'>",
                Some("Ann Example"),
            ),
            (
                "<meta name=citation_author content='Example, Ann'><meta name=citation_author content='Moor, Ben'>",
                Some("Ann Example, Ben Moor"),
            ),
            // The byline names others beside the declared author.
            (
                "<meta name=author content='Ann Example'><h1>Storm</h1><p>By Ann Example and Ben Moor</p>",
                Some("Ann Example and Ben Moor"),
            ),
            (
                "<meta name=author content='Ann Example'><h1>Storm</h1><p>By Ann Example, Founder & CEO</p>",
                Some("Ann Example"),
            ),
            ("<form class=x><p class='form-author'><label>Your Name</label></p></form>", None),
        ]);
    }
}
