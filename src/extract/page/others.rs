//! Other articles on the page: those that an infinitely scrolling page has loaded below, and the cards of related
//! articles.

use super::outline::Outline;
use crate::extract::reason::Reason;
use crate::text::fold::fold;

/// A separate article has at least this many words of running text.
const LEAST: usize = 60;

/// The maximum number of words on a card.
const LONGEST_CARD: usize = 90;

/// Excludes the `<article>` elements next to the one with the page's headline, and the cards within it.
pub(super) fn set_aside(outline: &Outline, prose: &[usize], title: &str, stripped: &mut [Option<Reason>]) {
    let title = fold(title);
    let articles: Vec<usize> =
        (0..outline.elements.len()).filter(|&at| outline.elements[at].tag == "article").collect();
    if title.is_empty() || articles.len() < 2 {
        return;
    }
    let headline = |at: usize| {
        let runs = outline.runs[outline.elements[at].runs.clone()].iter();
        runs.take(FIRST).find(|run| run.is_heading && run.words >= 2)
    };
    let is_own = |&at: &usize| prose[at] >= LEAST && headline(at).is_some_and(|run| fold(&run.text) == title);
    let Some(own) = articles.iter().copied().find(is_own) else { return };
    let end = outline.elements[own].end;
    for &at in articles.iter().filter(|&&at| at != own) {
        let element = &outline.elements[at];
        let is_around = at < own && element.end >= end;
        let is_within = own < at && element.end <= end;
        let leads = headline(at).is_some_and(|run| run.linked * 10 >= run.words * 9);
        let is_other = headline(at).is_some_and(|run| fold(&run.text) != title);
        let is_card = leads && element.words <= LONGEST_CARD;
        if !is_around && is_other && (!is_within || is_card) {
            stripped[at] = stripped[at].or(Some(Reason::Related));
        }
    }
}

/// The headline of an article is among this many first runs.
const FIRST: usize = 8;
