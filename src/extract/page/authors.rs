//! The author of a page's article: what JSON-LD and `<meta>` declare, else what the page shows near its headline.
//!
//! Most pages name someone: commenters, photographers, the company that owns the site. A wrong author is worse than
//! none, so names found in the page must look like a person's and be where authors are named.

use super::address;
use super::linked_data::LinkedData;
use super::meta::{Meta, plain};
use super::publisher::Publisher;
use super::shown_authors;
use crate::extract::byline::{self, bare};
use crate::text::fold::fold;
use dom_query::Document;

/// The authors, separated by commas.
pub(super) fn find(
    page: &Document,
    meta: &Meta,
    data: &LinkedData,
    site: Option<&str>,
    url: Option<&str>,
) -> Option<String> {
    let publisher = Publisher { site, host: url.and_then(address::host) };
    // A person's own site has their name.
    of_article(page, meta, data, &publisher).or_else(|| {
        let anybody = Publisher { site: None, ..publisher };
        let is_own = |name: &String| byline::is_person(name) && publisher.is_site(name);
        of_article(page, meta, data, &anybody).filter(is_own)
    })
}

/// The authors who are not the site.
fn of_article(page: &Document, meta: &Meta, data: &LinkedData, publisher: &Publisher) -> Option<String> {
    let each = data.authors.iter().flat_map(|names| names.split(';'));
    let mut declared: Vec<String> = each.map(|name| bare(&plain(name))).collect();
    declared.retain(|name| publisher.may_be_author(name) && !publisher.is_host(name));
    declared.dedup();
    let declared = if declared.is_empty() { in_meta(meta, publisher) } else { declared };
    let names = declared.join(", ");
    // "ann" and "admin2" are login names, and some pages declare their site; the page may show the real name.
    let is_weak = names.is_empty() || is_account(&names) || publisher.is_owner(&names);
    if is_weak {
        let is_better = |shown: &String| names.is_empty() || shown.split(", ").all(byline::is_person);
        return shown_authors::find(page, publisher)
            .filter(is_better)
            .or(Some(names).filter(|names| !names.is_empty()));
    }
    Some(with_others(&declared, page, publisher).unwrap_or(names))
}

/// The byline that the page shows, if it names the declared authors and others, or more of the name.
fn with_others(declared: &[String], page: &Document, publisher: &Publisher) -> Option<String> {
    let line = shown_authors::near_headline(page, publisher)?;
    let shown: Vec<String> = line.split(", ").flat_map(byline::several).map(fold).collect();
    // Some pages declare the given name only.
    let is_fuller = line.split(", ").flat_map(byline::several).take(1).any(|first| {
        let is_given = |given: &str| first.split(' ').next() == Some(given);
        byline::is_person(first) && matches!(declared, [given] if is_given(given))
    });
    let is_more = shown.len() > declared.len()
        && declared.iter().all(|name| shown.contains(&fold(name)))
        && line.split(", ").flat_map(byline::several).all(byline::is_person);
    (is_more || is_fuller).then_some(line)
}

/// The maximum number of names under one key to examine.
const MOST_LOOKED_AT: usize = 12;

/// The authors that `<meta>` declares.
fn in_meta(meta: &Meta, publisher: &Publisher) -> Vec<String> {
    const KEYS: [&str; 17] = [
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
        "mrf:authors",
        "authors",
        "byline",
        "creator",
        "dc.author",
    ];
    const LABELS: [&str; 6] =
        ["written by", "verfasst von", "écrit par", "escrito por", "scritto da", "geschreven door"];
    let read = |listed: Vec<String>| -> Vec<String> {
        let each = listed.iter().take(MOST_LOOKED_AT).flat_map(|names| names.split(';'));
        let names = each.map(|name| in_order(&bare(name.trim())));
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
            ("<meta name=author content='Ann Example; Ben Moor'>", Some("Ann Example, Ben Moor")),
            (
                "<span itemprop=author itemscope><meta itemprop=name content='Ann Example'></span>\
                 <span itemprop=author itemscope><meta itemprop=name content='Ben Moor'></span>",
                Some("Ann Example, Ben Moor"),
            ),
            // The byline names others beside the declared author.
            (
                "<meta name=author content='Ann Example'><h1>Storm</h1><p>By Ann Example and Ben Moor</p>",
                Some("Ann Example and Ben Moor"),
            ),
            ("<meta name=author content=Ann><h1>Storm</h1><p>By Ann Example</p>", Some("Ann Example")),
            ("<meta name=author content=Ann><h1>Storm</h1><p>By Ben Moor</p>", Some("Ann")),
            (
                "<meta name=author content='Ann Example'><h1>Storm</h1><p>By Ann Example, Founder & CEO</p>",
                Some("Ann Example"),
            ),
            ("<form class=x><p class='form-author'><label>Your Name</label></p></form>", None),
        ]);
    }

    #[test]
    fn authors_beside_the_headline_are_named_by_labels_links_and_offices() {
        let page = |below: &str| format!("<body><h1>Storm closes harbour</h1>{below}</body>");
        for (below, expected) in [
            ("<div><span>By</span><span>Ann Example</span></div>", Some("Ann Example")),
            (
                "<div><h4>Author(s)</h4><ul><li>Ann Example</li><li>Ben Moor</li></ul></div>",
                Some("Ann Example, Ben Moor"),
            ),
            ("<span>Written by</span><div><b>Ann</b></div>", Some("Ann")),
            ("<a href='/authors/ann-example/'>Ann Example</a><span>3 May</span>", Some("Ann Example")),
            (
                "<a href=/staff/ann>Ann Example</a>, <a href=/staff/ben>Ben Moor</a> Edited by <a href=/staff/eve>Eve Quill</a>",
                Some("Ann Example, Ben Moor"),
            ),
            ("<a href='/section/world-news/'>World Affairs</a><span>3 May</span>", None),
            ("<p>Ann Example | Senior Writer | 3 May 2016</p>", Some("Ann Example")),
            ("<p>World Affairs | 3 May 2016</p>", None),
            ("<p>Authors: Ann Example and Ben Moor</p>", Some("Ann Example and Ben Moor")),
            ("<p class=byline>Posted by <a>Seafarer42</a></p>", Some("Seafarer42")),
            ("<p class=author>Ann Example</p><p class=author-role>Staff Writer</p>", Some("Ann Example")),
            ("<p class=byline>Staff Writer</p>", None),
            (
                "<ul class=byline-list><li><a>Ann Example</a><i>Reporter</i></li><li><a>Ben Moor</a><i>Reporter</i></li></ul>",
                Some("Ann Example, Ben Moor"),
            ),
        ] {
            check(&[(page(below).as_str(), expected)]);
        }
    }

    #[test]
    fn a_line_at_the_end_may_state_the_author() {
        let story =
            "<p>The ferry stayed ashore, since no captain wanted to leave the harbour in this weather.</p>";
        let page = |end: &str| format!("<body><h1>Storm</h1>{}{end}</body>", story.repeat(20));
        for (end, expected) in [
            ("<footer><p>Posted by <a>Ann Example</a> on 3 May 2016</p></footer>", Some("Ann Example")),
            ("<p><em>Text von Ann Example</em></p>", Some("Ann Example")),
            ("<h6>Author(s)</h6><div>Ann Example</div>", Some("Ann Example")),
            ("<div><h2>Article by</h2><div>Ann Example</div></div>", Some("Ann Example")),
            // Where several lines name several people, they are the authors of other texts.
            ("<p>Posted by Ann Example</p><p>Posted by Ben Moor</p>", None),
            ("<p>Written by the sea, the song is old.</p>", None),
            ("<div class=comments><p>Posted by Ann Example</p></div>", None),
        ] {
            check(&[(page(end).as_str(), expected)]);
        }
    }

    #[test]
    fn a_person_s_own_site_has_their_name() {
        check(&[
            (
                "<meta name=author content='Ann Example'><meta property='og:site_name' content='Ann Example'>",
                Some("Ann Example"),
            ),
            (
                "<meta name=author content='Ann Example'><meta property='og:site_name' content='Ann Example'>\
                 <h1>Storm</h1><p>By Ben Moor</p>",
                Some("Ben Moor"),
            ),
            (
                "<meta name=author content='Harbour Post'><meta property='og:site_name' content='Storm | Harbour Post'>",
                None,
            ),
        ]);
    }
}
