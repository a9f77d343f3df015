//! Which element of a page contains the article.
//!
//! The measure is running text: words of paragraphs that are not lists of links (`outline::Run::prose`). Elements
//! named as boilerplate are excluded first, as far as their names are trusted. From the page's body the walk then
//! goes down, always into the element with nearly all running text of the current one, until there is none. The
//! result is the smallest element around the article, like the range found by maximum subsequence segmentation in a
//! flat page (Pasternack and Roth, WWW 2009), but in the tree. An element named as an article body makes a step
//! easier and the next one harder.

use super::consent;
use super::forms::is_filled_in;
use super::others;
use super::outline::{LEAST_PROSE, Outline, Run};
use super::signs::Trust;
use crate::extract::reason::Reason;
use dom_query::NodeRef;
use std::collections::HashMap;

/// Where the article is, and which parts of it to strip.
pub(super) struct Choice {
    /// The element around the article.
    pub root: usize,
    /// For each element, why it and its content are stripped.
    pub stripped: Vec<Option<Reason>>,
}

/// The maximum share of the page's running text, in per cent, that an element named as boilerplate may contain.
fn most(reason: Reason) -> usize {
    match reason {
        Reason::References | Reason::Comments => 60,
        Reason::Related | Reason::Sidebar | Reason::Hidden => 40,
        Reason::Footer => 45,
        Reason::Advertisement
        | Reason::Form
        | Reason::Newsletter
        | Reason::Byline
        | Reason::PictureCaption => 20,
        _ => 10,
    }
}

/// The maximum share of a page's running text, in per cent, of boilerplate of one kind.
const MOST_OF_ONE_SORT: usize = 60;
/// Comments may be longer than the article, if that has at least this many words.
const LEAST_WITH_COMMENTS: usize = 80;

/// On a short page, an element with at most this many words of running text counts as small whatever its share, if
/// enough words are left, and at least half as many as its own.
const SHORT_PAGE: usize = 400;
const LEAST_LEFT: usize = 40;
/// A dialog with at least this many words of running text, and more than everything else, contains the article.
const LEAST_IN_WINDOW: usize = 200;

/// Chooses the element. In a forum the comments are the article; `title` is the page's own title.
pub(super) fn choose(outline: &Outline, is_forum: bool, title: &str) -> Choice {
    let prose: Vec<usize> = (0..outline.elements.len()).map(|at| outline.prose(at)).collect();
    let mut stripped = set_aside(outline, &prose, is_forum);
    consent::set_aside(outline, &mut stripped);
    if !is_forum {
        others::set_aside(outline, &prose, title, &mut stripped);
    }
    let mut kept = kept(outline, &stripped, |run| run.prose);
    // Without running text, all text outside links counts.
    if kept.first().is_none_or(|&all| all < LEAST_PROSE) {
        kept = self::kept(outline, &stripped, |run| run.words - run.linked);
    }
    // If trusting names would leave nothing of a page, they are wrong.
    if kept.first() == Some(&0) {
        stripped.fill(None);
        kept = self::kept(outline, &stripped, |run| run.words - run.linked);
    }
    let root = descend(outline, &kept, &stripped);
    Choice { root, stripped }
}

/// The elements named as boilerplate whose names can be trusted.
fn set_aside(outline: &Outline, prose: &[usize], is_forum: bool) -> Vec<Option<Reason>> {
    let total = prose.first().copied().unwrap_or(0);
    let mut stripped = vec![None; outline.elements.len()];
    let mut sums: HashMap<Reason, usize> = HashMap::new();
    let mut at = 0;
    while let Some(element) = outline.elements.get(at) {
        let boilerplate = element.signs.boilerplate.filter(|boilerplate| boilerplate.trust >= Trust::Much);
        let is_whole = boilerplate.is_some_and(|boilerplate| boilerplate.trust == Trust::Whole);
        let is_believed = |why: Reason| {
            let left = total - prose[at];
            if is_whole {
                return why != Reason::Dialog || prose[at] < LEAST_IN_WINDOW || left > prose[at];
            }
            if outline.is_in_sentence(at)
                && !matches!(why, Reason::Hidden | Reason::PictureCaption | Reason::References)
            {
                return false;
            }
            let is_small =
                prose[at] * 100 <= total * most(why) || is_small_on_short_page(why, prose[at], left);
            if (is_forum && why == Reason::Comments)
                || (is_for_links(why) && reads_on(outline, at, prose[at]))
            {
                return false;
            }
            let is_own =
                element.tag == "form" && prose[at] >= LEAST_IN_FORM && !is_filled_in(element, prose[at]);
            if is_own {
                return false;
            }
            let is_opened = why == Reason::Hidden && prose[at] > 0 && opens(outline, at);
            (is_small && !is_opened) || (why == Reason::Comments && left >= LEAST_WITH_COMMENTS)
        };
        match boilerplate.map(|boilerplate| boilerplate.reason).filter(|&reason| is_believed(reason)) {
            Some(why) => {
                stripped[at] = Some(why);
                *sums.entry(why).or_default() += prose[at];
                at = element.end;
            }
            None => at += 1,
        }
    }
    for why in stripped.iter_mut().filter(|why| why.is_some()) {
        let sum = why.and_then(|why| sums.get(&why)).copied().unwrap_or(0);
        let is_sure = matches!(*why, Some(Reason::Comments | Reason::CookieNotice | Reason::Dialog));
        let is_short = why.is_some_and(|why| is_small_on_short_page(why, sum, total.saturating_sub(sum)));
        if !is_sure && !is_short && sum * 100 > total * MOST_OF_ONE_SORT {
            *why = None;
        }
    }
    stripped
}

/// Whether this is little running text, even if it is a large share of a short page.
fn is_small_on_short_page(reason: Reason, prose: usize, left: usize) -> bool {
    prose * 100 <= SHORT_PAGE * most(reason) && left >= LEAST_LEFT && left * 2 >= prose
}

/// A form with this many words of running text and hardly any fields is part of the page's structure.
const LEAST_IN_FORM: usize = 100;

/// Boilerplate that contains links and labels but no paragraphs.
fn is_for_links(reason: Reason) -> bool {
    matches!(reason, Reason::Navigation | Reason::Tags | Reason::ShareLinks)
}

/// Whether an element consists mostly of running text.
fn reads_on(outline: &Outline, at: usize, prose: usize) -> bool {
    let element = &outline.elements[at];
    prose * 2 > element.words && element.linked * 4 < element.words
}

/// Whether hidden content is shown on request: an accordion section, a tab.
fn opens(outline: &Outline, at: usize) -> bool {
    let near = std::iter::once(at).chain(outline.around(at).take(2)).chain(outline.children(at).take(1));
    near.into_iter().any(|near| outline.elements[near].signs.opens)
        || is_controlled(&outline.elements[at].node)
}

/// Whether the element before one shows it on request.
fn is_controlled(node: &NodeRef) -> bool {
    let Some(id) = node.id_attr() else { return false };
    let controls = |before: NodeRef| {
        let within = std::iter::once(before).chain(before.descendants_it());
        within.into_iter().any(|control| control.attr("aria-controls").is_some_and(|controls| controls == id))
    };
    node.prev_element_sibling().is_some_and(controls)
}

/// For each element, the sum of a measure over its runs that have not been stripped.
fn kept(outline: &Outline, stripped: &[Option<Reason>], measure: fn(&Run) -> usize) -> Vec<usize> {
    let mut sums = Vec::with_capacity(outline.runs.len() + 1);
    let mut is_out = vec![false; outline.runs.len()];
    for (at, element) in outline.elements.iter().enumerate() {
        if stripped[at].is_some() && element.is_block {
            is_out[element.runs.clone()].fill(true);
        }
    }
    let mut sum = 0;
    sums.push(0);
    for (run, is_out) in outline.runs.iter().zip(is_out) {
        sum += if is_out { 0 } else { measure(run) };
        sums.push(sum);
    }
    outline.elements.iter().map(|element| sums[element.runs.end] - sums[element.runs.start]).collect()
}

/// The smallest element that contains nearly everything, going down from the body.
fn descend(outline: &Outline, kept: &[usize], stripped: &[Option<Reason>]) -> usize {
    let mut at = 0;
    loop {
        // A paragraph may contain all running text of a page with a table beside it.
        let may_hold = |&child: &usize| {
            !matches!(outline.elements[child].tag.as_str(), "p" | "ul" | "ol" | "blockquote" | "pre")
        };
        let Some(best) = outline
            .children(at)
            .filter(may_hold)
            .max_by_key(|&child| (kept[child], std::cmp::Reverse(child)))
        else {
            return at;
        };
        let needed = share_needed(outline, at, best, kept);
        if kept[best] > 0 && has_paragraphs_beside(outline, at, best, kept, stripped) {
            return at;
        }
        if is_one_of_several(outline, best) {
            return at;
        }
        if kept[best] == 0 || kept[best] * 100 < kept[at] * needed {
            return at;
        }
        at = best;
    }
}

/// Whether a named article body has paragraphs of its own next to one of its elements: then all of it is the article,
/// and not the longest box inside.
fn has_paragraphs_beside(
    outline: &Outline,
    at: usize,
    best: usize,
    kept: &[usize],
    stripped: &[Option<Reason>],
) -> bool {
    let element = &outline.elements[at];
    let is_body = element.signs.is_body
        || element.node.attr("itemprop").is_some_and(|property| property.as_ref() == "articleBody");
    let is_paragraph = |&child: &usize| {
        let element = &outline.elements[child];
        child != best
            && element.tag == "p"
            && stripped[child].is_none()
            && kept[child] >= LEAST_IN_PARAGRAPH
            && element.linked * 3 < element.words
    };
    is_body && outline.children(at).filter(is_paragraph).take(2).count() == 2
}

/// A paragraph with fewer words of running text may be a label.
const LEAST_IN_PARAGRAPH: usize = 15;

/// Whether an element is one of several components of a body: others with exactly the same name are next to it and
/// contain text of their own, such as a table or a list.
fn is_one_of_several(outline: &Outline, at: usize) -> bool {
    let element = &outline.elements[at];
    // Columns are layout: one of them may contain anything.
    let Some(class) = element.node.attr("class").filter(|class| !class.is_empty() && !class.contains("col"))
    else {
        return false;
    };
    outline.children(element.parent).any(|other| {
        let beside = &outline.elements[other];
        other != at
            && beside.tag == element.tag
            && beside.words >= LEAST_IN_COMPONENT
            && beside.linked * 2 < beside.words
            && beside.node.attr("class").is_some_and(|other| other == class)
    })
}

/// A component with fewer words is a label.
const LEAST_IN_COMPONENT: usize = 12;

/// The per cent of an element's running text that a child must contain for the walk to enter it.
fn share_needed(outline: &Outline, at: usize, child: usize, kept: &[usize]) -> usize {
    let (outer, inner) = (&outline.elements[at], &outline.elements[child]);
    let alike = outline.children(at).filter(|&other| {
        let element = &outline.elements[other];
        other != child && element.tag == inner.tag && kept[other] * 12 > kept[child] && kept[other] > 30
    });
    let has_alike = alike.count() > 0;
    let names_body = |at: usize| {
        let element = &outline.elements[at];
        element.signs.is_body || matches!(element.tag.as_str(), "article" | "main")
    };
    let is_in_body = outer.signs.is_body && outer.tag != "main";
    match (is_in_body, names_body(child), has_alike) {
        (true, _, _) => 95,
        (false, true, false) => 50,
        (false, true, true) => 70,
        (false, false, false) => 75,
        (false, false, true) => 90,
    }
}
