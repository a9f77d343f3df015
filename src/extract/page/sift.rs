//! Which parts of the chosen element are not the article: judged by element names, links and position.

use super::address;
use super::choice::Choice;
use super::forms::is_filled_in;
use super::outline::{Element, Outline, Run};
use super::signs::Trust;
use crate::extract::boilerplate::Rules;
use crate::extract::reason::Reason;
use dom_query::NodeId;
use std::collections::{HashMap, HashSet};

/// The elements to strip from the article, each with its reason; `url` is the page's address.
pub(super) fn sift(
    outline: &Outline,
    choice: &Choice,
    url: Option<&str>,
    rules: &Rules,
) -> HashMap<NodeId, Reason> {
    let mut stripped = HashMap::new();
    let end = outline.elements[choice.root].end;
    let own = OwnLists { outline, root: choice.root, host: url.and_then(address::host), rules };
    let mut at = choice.root + 1;
    while at < end {
        let element = &outline.elements[at];
        if choice.stripped[at].is_none() && own.is_one(at) {
            at = element.end;
            continue;
        }
        let why = choice.stripped[at].or_else(|| reason(outline, at, element, rules));
        let why = why.or_else(|| asks_to_sign_up(outline, at, rules).then_some(Reason::Newsletter));
        if let Some(why) = why {
            stripped.insert(element.node.id, why);
            at = element.end;
        } else {
            at += 1;
        }
    }
    stripped
}

/// Lists of links that are part of the article.
struct OwnLists<'a> {
    outline: &'a Outline<'a>,
    root: usize,
    host: Option<&'a str>,
    rules: &'a Rules,
}

impl OwnLists<'_> {
    /// Whether an element is a list introduced by the article with a colon, or one most of whose links lead to other
    /// sites, as in a curated list.
    fn is_one(&self, at: usize) -> bool {
        let element = &self.outline.elements[at];
        let is_list = matches!(element.tag.as_str(), "ul" | "ol" | "dl");
        let is_named = element.signs.boilerplate.is_some_and(|boilerplate| boilerplate.trust >= Trust::Much);
        is_list && !is_named && element.words > 0 && (self.is_led_to(at) || self.leads_elsewhere(at))
    }

    /// Whether a list is preceded by words that end with a colon and are not a label of the page.
    fn is_led_to(&self, at: usize) -> bool {
        let runs = &self.outline.runs;
        let first = self.outline.elements[self.root].runs.start;
        let before = self.outline.elements[at].runs.start.checked_sub(1).filter(|&before| before >= first);
        before.is_some_and(|before| {
            let run = &runs[before];
            run.text.ends_with([':', '：']) && run.words > run.linked && self.rules.judge(&run.text).is_none()
        })
    }

    fn leads_elsewhere(&self, at: usize) -> bool {
        const LEAST: usize = 3;
        let Some(host) = self.host else { return false };
        let element = &self.outline.elements[at];
        let hosts: Vec<Option<String>> = self.outline.elements[at..element.end]
            .iter()
            .filter(|within| within.tag == "a" && within.words > 0)
            .filter_map(|link| link.node.attr("href").map(|href| address::is_elsewhere(&href, host)))
            .collect();
        let others: HashSet<&String> = hosts.iter().flatten().collect();
        let elsewhere = hosts.iter().flatten().count();
        elsewhere >= LEAST && others.len() >= LEAST - 1 && elsewhere * 3 >= hosts.len() * 2
    }
}

fn reason(outline: &Outline, at: usize, element: &Element, rules: &Rules) -> Option<Reason> {
    if matches!(element.tag.as_str(), "pre" | "code" | "blockquote") || outline.is_in_sentence(at) {
        return None;
    }
    let prose = outline.prose(at);
    if element.tag == "form" && is_filled_in(element, prose) {
        return Some(Reason::Form);
    }
    let is_linked = element.linked * 2 > element.words;
    let little = element.signs.boilerplate.filter(|boilerplate| boilerplate.trust == Trust::Little);
    if heads_prose(outline, at) || heads_what_opens(outline, at) {
        return None;
    }
    if let Some(boilerplate) = little.filter(|_| (prose == 0 && !is_plain(element)) || is_linked) {
        return Some(boilerplate.reason);
    }
    // Whether a list is one of links is judged for the whole list.
    let is_item = matches!(element.tag.as_str(), "li" | "dt" | "dd");
    let is_links = element.is_block
        && !is_item
        && element.words > 0
        && prose == 0
        && element.linked * 10 >= element.words * 8;
    if is_links && !is_led_to(outline, at, rules) {
        return Some(Reason::Links);
    }
    are_teasers(outline, at).then_some(Reason::Related)
}

/// Whether an element is a heading without links, with running text below it: whatever its name says, it belongs to
/// the article.
fn heads_prose(outline: &Outline, at: usize) -> bool {
    let element = &outline.elements[at];
    let is_heading = matches!(element.tag.as_str(), "h2" | "h3" | "h4" | "h5" | "h6") && element.words >= 2;
    let is_followed =
        || outline.runs.get(element.runs.end).is_some_and(|run| run.prose > 0 || is_item_of_text(run));
    is_heading && is_followed() && outline.elements[at..element.end].iter().all(stays)
}

/// Whether a run is some words that are not links, such as the first item of a list.
fn is_item_of_text(run: &Run) -> bool {
    const LEAST: usize = 8;
    !run.is_heading && run.words >= LEAST && run.linked * 4 <= run.words
}

/// Whether an element is no link to another page.
fn stays(element: &Element) -> bool {
    let href = element.node.attr("href");
    href.is_none_or(|href| href.is_empty() || href.starts_with('#') || href.starts_with("javascript"))
}

/// Whether an element is the question above a collapsed answer.
fn heads_what_opens(outline: &Outline, at: usize) -> bool {
    let element = &outline.elements[at];
    let near = std::iter::once(at).chain(outline.around(at).take(2)).chain(outline.children(at).take(1));
    element.words >= 2
        && outline.elements[at..element.end].iter().all(stays)
        && near.into_iter().any(|near| outline.elements[near].signs.opens)
        && outline
            .runs
            .get(element.runs.end)
            .is_some_and(|run| run.words > element.words && run.linked * 2 < run.words)
}

/// Whether an element has some words that are not links, as a fact box has and a label has not.
fn is_plain(element: &Element) -> bool {
    element.words - element.linked >= LEAST_OF_FACT && element.linked * 4 < element.words
}

/// An element with fewer words is a label.
const LEAST_OF_FACT: usize = 12;

/// Whether the article introduces an element of links: a sentence ending with a colon precedes it, or it is a heading
/// with a paragraph below.
fn is_led_to(outline: &Outline, at: usize, rules: &Rules) -> bool {
    let element = &outline.elements[at];
    let after = outline.runs.get(element.runs.end);
    // The other links of the same list.
    let is_like = |run: &Run| {
        let owner = &outline.elements[run.owner];
        owner.tag == element.tag
            && run.linked * 10 >= run.words * 8
            && outline.around(run.owner).next() == outline.around(at).next()
    };
    let before = outline.runs[..element.runs.start].iter().rev().take(MOST_LINKS).find(|run| !is_like(run));
    let is_heading = matches!(element.tag.as_str(), "h2" | "h3" | "h4");
    (is_heading && after.is_some_and(|run| run.prose > 0 && run.linked == 0))
        || before
            .is_some_and(|run| run.text.ends_with([':', '：']) && (run.prose > 0 || introduces(run, rules)))
}

/// Whether some words that are neither a link nor a label of the page lead to what follows.
fn introduces(run: &Run, rules: &Rules) -> bool {
    const LEAST: usize = 3;
    run.words >= LEAST && run.linked == 0 && !run.is_heading && rules.judge(&run.text).is_none()
}

/// The maximum number of linked paragraphs in a row that an article introduces.
const MOST_LINKS: usize = 40;

/// Whether an element is a box that asks for an email address: a heading, a few words of which all sentences are about
/// a newsletter, perhaps the field for the address.
fn asks_to_sign_up(outline: &Outline, at: usize, rules: &Rules) -> bool {
    const WORDS: std::ops::RangeInclusive<usize> = 6..=70;
    const SHORTEST_SENTENCE: usize = 6;
    let element = &outline.elements[at];
    let runs = &outline.runs[element.runs.clone()];
    let is_box = matches!(element.tag.as_str(), "div" | "section" | "aside" | "form")
        && WORDS.contains(&element.words)
        && runs.len() >= 2
        && runs[0].words < runs[1].words;
    if !is_box {
        return false;
    }
    let is_offer = |run: &Run| rules.judge(&run.text).is_some_and(|found| found.reason == Reason::Newsletter);
    let names_newsletter = |run: &Run| run.text.contains("ewsletter");
    let has_field = || {
        let below = &mut element.node.descendants_it();
        below.any(|below| below.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("email")))
    };
    let sentences = || runs.iter().filter(|run| run.words >= SHORTEST_SENTENCE);
    (runs.iter().any(is_offer) && sentences().all(is_offer))
        || (runs.iter().any(|run| names_newsletter(run) || is_offer(run)) && has_field())
}

/// Whether an element is a row of teasers: three or more similar children, each a few words with a link
/// elsewhere as heading.
fn are_teasers(outline: &Outline, at: usize) -> bool {
    let children: Vec<usize> =
        outline.children(at).filter(|&child| outline.elements[child].words > 0).collect();
    let teasers = children.iter().filter(|&&child| is_teaser(outline, child)).count();
    let are_nearly_all = |teasers: usize| children.len() >= 3 && teasers * 10 >= children.len() * 8;
    are_nearly_all(teasers)
        || (stands_late(outline, at)
            && are_nearly_all(children.iter().filter(|&&child| is_long_teaser(outline, child)).count()))
}

/// Whether most of the page's running text is before an element, and little after it.
fn stands_late(outline: &Outline, at: usize) -> bool {
    let runs = &outline.elements[at].runs;
    let before = outline.prose_of(0..runs.start);
    before >= LEAST_BEFORE
        && before >= outline.prose_of(runs.clone())
        && outline.prose_of(runs.end..outline.runs.len()) * 2 <= before
}

/// In an article with fewer words of running text, teasers below it cannot be recognised.
const LEAST_BEFORE: usize = 150;

/// Whether an element begins with a link, optionally preceded by a date, and continues with some words: below the
/// article that is the beginning of another one.
fn is_long_teaser(outline: &Outline, at: usize) -> bool {
    let element = &outline.elements[at];
    let is_date = |run: &Run| run.words <= 4 && run.text.contains(|c: char| c.is_ascii_digit());
    let is_link = |run: &&Run| run.words >= 2 && !is_date(run) && run.linked * 10 >= run.words * 9;
    let first = outline.runs[element.runs.clone()].iter().take(4).find(is_link);
    first.is_some_and(|run| run.linked > run.within)
        && element.is_block
        && element.words <= LONGEST_TEASER
        && element.linked * 14 >= element.words
}

fn is_teaser(outline: &Outline, at: usize) -> bool {
    let element = &outline.elements[at];
    let first = outline.runs[element.runs.clone()].iter().find(|run| run.words >= 3);
    let leads = first.is_some_and(|run| (run.linked - run.within) * 10 >= run.words * 9);
    leads && element.is_block && element.words <= LONGEST_TEASER && element.linked * 5 >= element.words
}

/// The maximum number of words in a teaser.
const LONGEST_TEASER: usize = 90;
