//! Runs: stretches of a sentence in which names can stand, words with capitals and what joins them.

use super::super::lexicon::Classes;
use super::super::page::{Page, Sentence};
use crate::text::words::{Shape, Word};
use std::ops::Range;

/// The longest run that is cut as a whole; a longer one (a list in capitals) is cut in pieces.
const LONGEST: usize = 40;

/// The runs of a sentence, in order.
pub(super) fn of(page: &Page<'_>, sentence: &Sentence) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut at = sentence.words.start;
    while at < sentence.words.end {
        if !may_begin(page, at) {
            at += 1;
            continue;
        }
        let start = at;
        let limit = sentence.words.end.min(start + LONGEST);
        at += 1;
        while at < limit {
            match next_in_run(page, at, limit) {
                Some(next) => at = next,
                None => break,
            }
        }
        runs.push(start..at);
    }
    runs
}

/// One past the next word of the run, if the run goes on at `at`: directly, or over words that join.
fn next_in_run(page: &Page<'_>, at: usize, limit: usize) -> Option<usize> {
    let joins = |index: usize| index < limit && joins(page, index);
    let mut next = at;
    while joins(next) && next - at < 3 {
        next += 1;
    }
    // "Sainsbury's": a possessive may be part of a name at its very end, too.
    if next < limit && page.words[next].is_capital() {
        return Some(next + 1);
    }
    if page.words[at].is_mark('-') && at + 1 < limit && is_syllable(page, at + 1) {
        return Some(at + 2);
    }
    (page.words[at].shape == Shape::Possessive || is_tail(page, at)).then_some(at + 1)
}

/// Whether a word or mark stands within names between words with capitals.
fn joins(page: &Page<'_>, at: usize) -> bool {
    let word = &page.words[at];
    match word.shape {
        // "Co-operation", "Co-ordination".
        Shape::Lower if at > 1 && page.words[at - 1].is_mark('-') && !word.apart => {
            page.words[at - 2].key == "co"
        }
        Shape::Lower => {
            page.classes[at].is(Classes::PARTICLE)
                && !matches!(word.key.as_str(), "at" | "as" | "an" | "ad" | "ar" | "az" | "e" | "y")
                || page.words.get(at + 1).is_some_and(|next| next.is_mark('-') && !next.apart)
                    && page.classes[at].is(Classes::PARTICLE)
                || matches!(word.key.as_str(), "of" | "the" | "for" | "and" | "on" | "in" | "upon" | "to")
        }
        Shape::Mark('-') => !word.apart && page.words.get(at + 1).is_some_and(|next| !next.apart),
        Shape::Mark('&' | '+') | Shape::Possessive => true,
        Shape::Mark('\'' | '’') => !word.apart,
        _ => false,
    }
}

/// Whether a name can begin at a word: one with a capital that no other word is glued to, or a small
/// particle as in "al-Amin" and "bin Salman".
pub(super) fn may_begin(page: &Page<'_>, at: usize) -> bool {
    let word = &page.words[at];
    if word.is_capital() {
        let is_tag = !word.apart && at > 0 && matches!(page.words[at - 1].shape, Shape::Mark('#' | '@'));
        return !is_tag && !is_prefix(page, at);
    }
    if word.shape != Shape::Lower || !page.classes[at].is(Classes::PARTICLE) {
        return false;
    }
    let is_next_capital = |index: usize| page.words.get(index).is_some_and(Word::is_capital);
    let is_hyphen = page.words.get(at + 1).is_some_and(|next| next.is_mark('-') && !next.apart);
    if is_hyphen {
        return matches!(word.key.as_str(), "al" | "el" | "ad" | "as" | "ash" | "an" | "ar" | "at" | "az")
            && is_next_capital(at + 2);
    }
    matches!(
        word.key.as_str(),
        "al" | "el"
            | "bin"
            | "ibn"
            | "van"
            | "von"
            | "de"
            | "di"
            | "da"
            | "del"
            | "della"
            | "du"
            | "den"
            | "ter"
    ) && is_next_capital(at + 1)
}

/// Small words that end names of organisations: "Islamic State group".
fn is_tail(page: &Page<'_>, at: usize) -> bool {
    page.words[at].shape == Shape::Lower
        && matches!(page.words[at].key.as_str(), "group" | "network" | "party" | "television")
        && page.words[at - 1].is_capital()
}

/// "Anti" and its like, tied by a hyphen to the name behind it.
pub fn is_prefix(page: &Page<'_>, at: usize) -> bool {
    const PREFIXES: &[&str] =
        &["anti", "pro", "counter", "non", "ex", "post", "pre", "co", "multi", "trans", "inter", "mid"];
    PREFIXES.contains(&page.words[at].key.as_str())
        && page.words.get(at + 1).is_some_and(|next| next.is_mark('-') && !next.apart)
}

/// A syllable in small letters that ends a person's name: "Lee Min-su".
fn is_syllable(page: &Page<'_>, at: usize) -> bool {
    let word = &page.words[at];
    at >= 3
        && word.shape == Shape::Lower
        && !word.apart
        && (2..=6).contains(&word.key.len())
        && page.words[at - 1].is_mark('-')
        && !page.words[at - 1].apart
        && page.words[at - 2].shape == Shape::Capital
        && page.words[at - 3].shape == Shape::Capital
        && !page.classes[at].is(Classes::CLOSED | Classes::SAYING)
        && (!page.classes[at].is(Classes::COMMON) || is_given_syllable(page, at))
}

/// Whether a common word can all the same be the syllable of a name: "Ban Ki-moon", not "Berg-led".
fn is_given_syllable(page: &Page<'_>, at: usize) -> bool {
    const TAILS: &[&str] = &[
        "led", "run", "held", "wide", "style", "born", "era", "area", "like", "type", "made", "old", "bound",
        "free",
    ];
    let key = page.words[at].key.as_str();
    page.classes[at - 3].is(Classes::FIRST | Classes::LAST) && !key.ends_with("ed") && !TAILS.contains(&key)
}

/// Whether a name can end with a word.
pub(super) fn may_end(page: &Page<'_>, at: usize) -> bool {
    let word = &page.words[at];
    word.is_capital()
        || at > 0 && is_tail(page, at)
        || is_syllable(page, at)
        || word.shape == Shape::Possessive
        || word.shape == Shape::Number
}
