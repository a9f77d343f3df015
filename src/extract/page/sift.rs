//! What of the chosen element is not the article: by the names of elements, by their links, by their place.

use super::choice::Choice;
use super::forms::is_filled_in;
use super::outline::{Element, Outline, Run};
use super::signs::Trust;
use crate::extract::reason::Reason;
use dom_query::NodeId;
use std::collections::HashMap;

/// The elements to be left out of the article, each with its reason.
pub(super) fn sift(outline: &Outline, choice: &Choice) -> HashMap<NodeId, Reason> {
    let mut stripped = HashMap::new();
    let end = outline.elements[choice.root].end;
    let mut at = choice.root + 1;
    while at < end {
        let element = &outline.elements[at];
        let why = choice.stripped[at].or_else(|| reason(outline, at, element));
        if let Some(why) = why {
            stripped.insert(element.node.id, why);
            at = element.end;
        } else {
            at += 1;
        }
    }
    stripped
}

fn reason(outline: &Outline, at: usize, element: &Element) -> Option<Reason> {
    if matches!(element.tag.as_str(), "pre" | "code" | "blockquote") {
        return None;
    }
    let prose = outline.prose(at);
    if element.tag == "form" && is_filled_in(element, prose) {
        return Some(Reason::Form);
    }
    let is_linked = element.linked * 2 > element.words;
    let little = element.signs.boilerplate.filter(|boilerplate| boilerplate.trust == Trust::Little);
    if heads_prose(outline, at) {
        return None;
    }
    if let Some(boilerplate) = little.filter(|_| (prose == 0 && !is_plain(element)) || is_linked) {
        return Some(boilerplate.reason);
    }
    let is_links =
        element.is_block && element.words > 0 && prose == 0 && element.linked * 10 >= element.words * 8;
    if is_links && !is_led_to(outline, at) {
        return Some(Reason::Links);
    }
    are_teasers(outline, at).then_some(Reason::Related)
}

/// Whether an element is a heading that leads nowhere else, with running text below it: whatever its name says, it
/// is the article's.
fn heads_prose(outline: &Outline, at: usize) -> bool {
    let element = &outline.elements[at];
    let is_heading = matches!(element.tag.as_str(), "h2" | "h3" | "h4" | "h5" | "h6") && element.words >= 2;
    let stays = |within: &Element| {
        within
            .node
            .attr("href")
            .is_none_or(|href| href.is_empty() || href.starts_with('#') || href.starts_with("javascript"))
    };
    let is_followed = || outline.runs.get(element.runs.end).is_some_and(|run| run.prose() > 0);
    is_heading && is_followed() && outline.elements[at..element.end].iter().all(stays)
}

/// Whether an element says some words that are no links: a fact in a box, not a label.
fn is_plain(element: &Element) -> bool {
    element.words - element.linked >= LEAST_OF_FACT && element.linked * 4 < element.words
}

/// Fewer words are a label.
const LEAST_OF_FACT: usize = 12;

/// Whether the article leads to an element of links: a sentence that ends in a colon stands before it, or it
/// is a heading with a paragraph below.
fn is_led_to(outline: &Outline, at: usize) -> bool {
    let element = &outline.elements[at];
    let before = element.runs.start.checked_sub(1).map(|before| &outline.runs[before]);
    let after = outline.runs.get(element.runs.end);
    let is_heading = matches!(element.tag.as_str(), "h2" | "h3" | "h4");
    (is_heading && after.is_some_and(|run| run.prose() > 0 && run.linked == 0))
        || before.is_some_and(|run| run.prose() > 0 && run.text.ends_with(':'))
}

/// Whether an element is a row of teasers: three or more children alike, each a few words long that lead
/// elsewhere, with a link for a heading.
fn are_teasers(outline: &Outline, at: usize) -> bool {
    let children: Vec<usize> =
        outline.children(at).filter(|&child| outline.elements[child].words > 0).collect();
    let teasers = children.iter().filter(|&&child| is_teaser(outline, child)).count();
    let are_nearly_all = |teasers: usize| children.len() >= 3 && teasers * 10 >= children.len() * 8;
    are_nearly_all(teasers)
        || (stands_late(outline, at)
            && are_nearly_all(children.iter().filter(|&&child| is_long_teaser(outline, child)).count()))
}

/// Whether most of the page's running text stands before an element, and little after it.
fn stands_late(outline: &Outline, at: usize) -> bool {
    let runs = &outline.elements[at].runs;
    let prose = |runs: &[Run]| runs.iter().map(Run::prose).sum::<usize>();
    let before = prose(&outline.runs[..runs.start]);
    before >= LEAST_BEFORE
        && before >= prose(&outline.runs[runs.clone()])
        && prose(&outline.runs[runs.end..]) * 2 <= before
}

/// An article of fewer words of running text is not told from the teasers below it.
const LEAST_BEFORE: usize = 150;

/// Whether an element begins with a link, after a date at most, and says some words more: below the article that
/// is the beginning of another one.
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

/// Words of a teaser at most.
const LONGEST_TEASER: usize = 90;
