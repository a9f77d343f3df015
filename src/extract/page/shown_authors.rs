//! The authors that a page shows: in elements made for them, in links to their pages, and in the lines below its
//! headline.

use super::meta::{plain, spaced_text};
use super::outline::is_silent;
use super::publisher::Publisher;
use super::surroundings::is_of_article;
use crate::extract::byline;
use dom_query::{Document, NodeRef};

/// The maximum number of elements of a kind to examine.
const MOST_LOOKED_AT: usize = 12;

/// Finds them, separated by commas.
pub(super) fn find(page: &Document, publisher: &Publisher) -> Option<String> {
    explicit(page, publisher)
        .or_else(|| named(page, publisher))
        .or_else(|| near_headline(page, publisher))
        .or_else(|| stated(page, publisher))
}

/// The names in elements that pages use for authors only.
fn explicit(page: &Document, publisher: &Publisher) -> Option<String> {
    const SELECTORS: [&str; 4] = [
        "[rel='author']",
        "[itemprop='author'] [itemprop='name']",
        "[itemprop='author']",
        ".author a, a.author, .author-name, .vcard .fn",
    ];
    const MOST_WORDS: usize = 4;
    SELECTORS.iter().find_map(|selector| {
        let selected = page.select(selector);
        let nodes = selected.nodes().iter().take(MOST_LOOKED_AT).filter(|node| is_of_article(node));
        let found = nodes.map(|node| (*node, byline::bare(&plain(&shown_or_meant(node)))));
        let found = found.filter(|(_, name)| {
            // Digits are part of login names, and of dates.
            let is_dated = name.contains(' ') && name.contains(|c: char| c.is_ascii_digit());
            name.split(' ').count() <= MOST_WORDS && !is_dated && publisher.may_be_author(name)
        });
        // What is not shown is a login name or the site's as often as an author's.
        let found = found.filter(|(node, name)| {
            !node.has_name("meta") || (byline::is_person(name) && !publisher.is_owner(name))
        });
        together(found)
    })
}

/// An element's text, or what a `<meta>` of microdata says.
fn shown_or_meant(node: &NodeRef) -> String {
    let meant = node.attr("content").filter(|_| node.has_name("meta"));
    meant.map_or_else(|| spaced_text(node), |meant| meant.to_string())
}

/// The names in elements whose class says that they have to do with authors.
fn named(page: &Document, publisher: &Publisher) -> Option<String> {
    const SELECTOR: &str = ".author, [class*='byline'], [class*='author'], [class*='autor'], [class*='writer'], \
        [class*='reporter'], [class*='wrote'], [class*='written'], [class*='posted-by'], [class*='auteur'], \
        [class*='redactor'], [class*='verfasser'], [class*='skribent'], [data-testid*='byline']";
    const OF_OTHERS: [&str; 4] = ["description", "role", "position", "job"];
    let is_of_names = |node: &&NodeRef| {
        node.attr("class").is_none_or(|class| !OF_OTHERS.iter().any(|word| class.contains(word)))
    };
    let selected = page.select(SELECTOR);
    let elements = selected.nodes().iter().filter(is_of_names).take(MOST_LOOKED_AT);
    let elements = elements.filter(|node| is_of_article(node));
    let mut found = elements
        .filter_map(|node| Some((*node, within(node).filter(|names| publisher.may_be_author(names))?)));
    let first = found.next()?;
    together(std::iter::once(first).chain(found.filter(|(_, name)| byline::is_person(name))))
}

/// The first name, and those whose elements stand with it or with each other.
fn together<'a>(mut found: impl Iterator<Item = (NodeRef<'a>, String)>) -> Option<String> {
    let (first, mut names) = found.next()?;
    let mut last = first;
    for (node, name) in found {
        if !names.contains(name.as_str()) && (stand_together(&first, &node) || stand_together(&last, &node)) {
            names = format!("{names}, {name}");
            last = node;
        }
    }
    Some(names)
}

fn joined(names: impl Iterator<Item = String>) -> Option<String> {
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| names.join(", "))
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
        let next = after.find(|after| is_around(after) || length(after) > LONGEST_BETWEEN);
        next.is_some_and(|next| is_around(&next) && length(&next) <= length(other) + LONGEST_BETWEEN)
    };
    let parent = one.parent().filter(|parent| length(parent) <= length(one) + LONGEST_BETWEEN);
    one.id == other.id
        || around.into_iter().any(|around| is_around(&around))
        || follows(one)
        || parent.is_some_and(|parent| follows(&parent))
}

/// The names in the texts of an element for authors: the first, and those directly after it. A name in one word needs
/// a label.
fn within(node: &NodeRef) -> Option<String> {
    const LONGEST: usize = 100;
    let below = node.descendants_it().filter(NodeRef::is_nonempty_text).take(MOST_LOOKED_AT);
    let mut names: Vec<String> = Vec::new();
    let mut is_labelled = false;
    for text in below.map(|text| plain(&text.text())).filter(|text| text.len() <= LONGEST) {
        let inner = text.trim_matches([',', '&', '|', '·', '•', ';', ' ']);
        let inner = inner.strip_prefix("and ").unwrap_or(inner);
        if inner.is_empty() || matches!(inner, "and" | "und" | "et" | "y" | "e" | "en") {
            continue;
        }
        if byline::is_label(inner) {
            is_labelled = names.is_empty();
            continue;
        }
        // Some lists have each author's office below the name.
        if !names.is_empty() && byline::is_role(inner) && !byline::is_of_others(inner) {
            continue;
        }
        let bare = || byline::names(inner).filter(|names| !byline::is_role(names));
        let found = byline::byline(inner).or_else(bare);
        match found.filter(|name| is_labelled || name.contains(' ')) {
            Some(name) if names.is_empty() || byline::is_person(&name) => names.push(name),
            _ if names.is_empty() => {}
            _ => break,
        }
        is_labelled = false;
    }
    names.dedup();
    joined(names.into_iter())
}

/// The authors in the texts that follow the headline: in a byline, after a label, in a link to an author's page, or
/// before their office.
pub(super) fn near_headline(page: &Document, publisher: &Publisher) -> Option<String> {
    const LONGEST: usize = 120;
    let texts = after_headline(page);
    let lines = texts.iter().filter_map(NodeRef::parent).map(|around| plain(&spaced_text(&around)));
    let lines: Vec<String> = lines.filter(|line| line.len() <= LONGEST).collect();
    let may_be = |name: &String| publisher.may_be_author(name);
    let in_byline = lines.iter().filter_map(|line| byline::byline(line));
    in_byline
        .into_iter()
        .find(|name| name.contains(' ') && may_be(name))
        .or_else(|| below_label(&texts).filter(may_be))
        .or_else(|| joined(linked(&texts).into_iter().filter(may_be)))
        .or_else(|| lines.iter().find_map(|line| byline::before_office(line)).filter(may_be))
}

/// The author whom a line anywhere in the article states, if all such lines name the same.
fn stated(page: &Document, publisher: &Publisher) -> Option<String> {
    const LONGEST: usize = 120;
    const MOST: usize = 8;
    let body = page.body()?;
    let texts: Vec<NodeRef> =
        body.descendants_it().filter(|node| node.is_nonempty_text() && !is_code(node)).collect();
    let by = |at: usize| {
        let around = texts[at].parent().filter(is_of_article)?;
        if byline::is_label(&plain(&texts[at].text())) {
            return below_label(&texts[at..]);
        }
        let line = plain(&spaced_text(&around));
        if line.len() <= LONGEST { byline::byline(&line) } else { None }
    };
    let begins = (0..texts.len()).filter(|&at| byline::is_statement(&texts[at].text()));
    let mut found: Vec<String> = begins.take(MOST).filter_map(by).collect();
    found.dedup();
    let is_named = |names: &String| {
        publisher.may_be_author(names) && names.split(", ").flat_map(byline::several).all(byline::is_person)
    };
    found.pop().filter(|names| found.is_empty() && is_named(names))
}

/// The first texts below the headline that are shown and belong to the article.
fn after_headline(page: &Document) -> Vec<NodeRef<'_>> {
    const MOST: usize = 14;
    let heading = page.select_single("h1").nodes().first().map(|heading| heading.id);
    let (Some(heading), Some(body)) = (heading, page.body()) else { return Vec::new() };
    let is_of_heading = |node: &NodeRef| node.ancestors_it(None).any(|around| around.id == heading);
    let texts = body.descendants_it().skip_while(|node| node.id != heading);
    let texts = texts.filter(|node| node.is_nonempty_text() && !is_of_heading(node) && !is_code(node));
    let is_own = |text: &NodeRef| text.parent().is_some_and(|around| is_of_article(&around));
    texts.take(MOST).filter(is_own).collect()
}

/// The names in the texts that follow a label in an element of its own, such as "Written by".
fn below_label(texts: &[NodeRef]) -> Option<String> {
    let label = texts.iter().position(|text| byline::is_label(&plain(&text.text())))?;
    let (node, names) = named_by(texts.get(label + 1)?)?;
    let others = texts[label + 2..].iter().map_while(named_by);
    together(std::iter::once((node, names)).chain(others.filter(|(_, name)| byline::is_person(name))))
}

/// A text that is nothing but names.
fn named_by<'a>(text: &NodeRef<'a>) -> Option<(NodeRef<'a>, String)> {
    let line = plain(&text.text());
    let line = line.trim_matches([',', '|', '·', '•', ' ']);
    let names = byline::names(line).filter(|names| !byline::is_role(names))?;
    (names.len() == line.len()).then_some((*text, names))
}

/// The first text that links to an author's page, and those that follow it with nothing between them.
fn linked(texts: &[NodeRef]) -> Vec<String> {
    const LONGEST_BETWEEN: usize = 3;
    let name_of = |text: &NodeRef| {
        let (node, name) = named_by(text)?;
        (leads_to_author(&node) && byline::is_person(&name)).then_some(name)
    };
    let after = texts.iter().skip_while(|text| name_of(text).is_none());
    let in_row = after.map(|text| (name_of(text), text.text().trim().len()));
    in_row
        .take_while(|(name, length)| name.is_some() || *length <= LONGEST_BETWEEN)
        .filter_map(|(name, _)| name)
        .collect()
}

/// Whether a text is in a link to a folder of authors.
fn leads_to_author(text: &NodeRef) -> bool {
    const NEAR: usize = 3;
    const FOLDERS: [&str; 14] = [
        "author",
        "authors",
        "autor",
        "autoren",
        "autores",
        "auteur",
        "auteurs",
        "autore",
        "contributor",
        "contributors",
        "reporters",
        "staff",
        "newsteam",
        "writers",
    ];
    let link = text.ancestors_it(Some(NEAR)).find(|around| around.has_name("a"));
    let href = link.and_then(|link| link.attr("href"));
    href.is_some_and(|href| href.split('/').any(|folder| FOLDERS.contains(&folder)))
}

fn is_code(text: &NodeRef) -> bool {
    text.parent().is_some_and(|parent| parent.node_name().is_none_or(|name| is_silent(&name)))
}
