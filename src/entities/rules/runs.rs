//! Runs: parts of a sentence that can contain names, made of capitalised words and what joins them.

use super::super::analyzed_text::{AnalyzedText, Sentence};
use super::super::classes::Classes;
use crate::text::words::{Shape, Word};
use std::ops::Range;

/// The longest run that is segmented as a whole; a longer one (a list in capitals) is divided first.
const MAX_RUN: usize = 40;

/// The runs of a sentence, in order.
pub(super) fn of(analyzed: &AnalyzedText<'_>, sentence: &Sentence) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut at = sentence.words.start;
    while at < sentence.words.end {
        if !may_begin(analyzed, at) {
            at += 1;
            continue;
        }
        let start = at;
        let limit = sentence.words.end.min(start + MAX_RUN);
        at += 1;
        while at < limit {
            match next_in_run(analyzed, at, limit) {
                Some(next) => at = next,
                None => break,
            }
        }
        runs.push(start..at);
    }
    runs
}

/// One past the next word of the run, if the run continues at `at`, directly or across joining words.
fn next_in_run(analyzed: &AnalyzedText<'_>, at: usize, limit: usize) -> Option<usize> {
    let joins = |index: usize| index < limit && joins(analyzed, index);
    let mut next = at;
    while joins(next) && next - at < 3 {
        next += 1;
    }
    // "Sainsbury's": a possessive may also be the very end of a name.
    if next < limit && analyzed.words[next].is_capital() {
        return Some(next + 1);
    }
    if analyzed.words[at].is_mark('-') && at + 1 < limit && is_syllable(analyzed, at + 1) {
        return Some(at + 2);
    }
    (analyzed.words[at].shape == Shape::Possessive || is_tail(analyzed, at)).then_some(at + 1)
}

/// Whether a word or mark can be inside a name, between capitalised words.
fn joins(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    let word = &analyzed.words[at];
    match word.shape {
        // "Co-operation", "Co-ordination".
        Shape::Lower if at > 1 && analyzed.words[at - 1].is_mark('-') && !word.apart => {
            analyzed.words[at - 2].key == "co"
        }
        Shape::Lower => {
            analyzed.classes[at].is(Classes::PARTICLE)
                && !matches!(word.key.as_str(), "at" | "as" | "an" | "ad" | "ar" | "az" | "e" | "y")
                || analyzed.words.get(at + 1).is_some_and(|next| next.is_mark('-') && !next.apart)
                    && analyzed.classes[at].is(Classes::PARTICLE)
                || matches!(word.key.as_str(), "of" | "the" | "for" | "and" | "on" | "in" | "upon" | "to")
        }
        Shape::Mark('-') => !word.apart && analyzed.words.get(at + 1).is_some_and(|next| !next.apart),
        Shape::Mark('&' | '+') | Shape::Possessive => true,
        Shape::Mark('\'' | '’') => !word.apart,
        _ => false,
    }
}

/// Whether a name can begin at a word: a capitalised word that is not attached to the previous one, or a particle as
/// in "al-Amin" and "bin Salman".
pub(super) fn may_begin(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    let word = &analyzed.words[at];
    if word.is_capital() {
        let is_tag = !word.apart && at > 0 && matches!(analyzed.words[at - 1].shape, Shape::Mark('#' | '@'));
        return !is_tag && !is_prefix(analyzed, at);
    }
    if word.shape != Shape::Lower || !analyzed.classes[at].is(Classes::PARTICLE) {
        return false;
    }
    let is_next_capital = |index: usize| analyzed.words.get(index).is_some_and(Word::is_capital);
    let is_hyphen = analyzed.words.get(at + 1).is_some_and(|next| next.is_mark('-') && !next.apart);
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

/// Lower-case words that end names of organisations: "Islamic State group".
fn is_tail(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    analyzed.words[at].shape == Shape::Lower
        && matches!(analyzed.words[at].key.as_str(), "group" | "network" | "party" | "television")
        && analyzed.words[at - 1].is_capital()
}

/// "Anti" and the like, joined to the following name by a hyphen.
pub fn is_prefix(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    const PREFIXES: &[&str] =
        &["anti", "pro", "counter", "non", "ex", "post", "pre", "co", "multi", "trans", "inter", "mid"];
    PREFIXES.contains(&analyzed.words[at].key.as_str())
        && analyzed.words.get(at + 1).is_some_and(|next| next.is_mark('-') && !next.apart)
}

/// A lower-case syllable that ends a person's name: "Lee Min-su".
fn is_syllable(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    let word = &analyzed.words[at];
    at >= 3
        && word.shape == Shape::Lower
        && !word.apart
        && (2..=6).contains(&word.key.len())
        && analyzed.words[at - 1].is_mark('-')
        && !analyzed.words[at - 1].apart
        && analyzed.words[at - 2].shape == Shape::Capital
        && analyzed.words[at - 3].shape == Shape::Capital
        && !analyzed.classes[at].is(Classes::CLOSED | Classes::SAYING)
        && (!analyzed.classes[at].is(Classes::COMMON) || is_given_syllable(analyzed, at))
}

/// Whether a common word can nevertheless be a syllable of a name: "Ban Ki-moon", not "Berg-led".
fn is_given_syllable(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    const TAILS: &[&str] = &[
        "led", "run", "held", "wide", "style", "born", "era", "area", "like", "type", "made", "old", "bound",
        "free",
    ];
    let key = analyzed.words[at].key.as_str();
    analyzed.classes[at - 3].is(Classes::FIRST | Classes::LAST)
        && !key.ends_with("ed")
        && !TAILS.contains(&key)
}

/// Whether a name can end with a word.
pub(super) fn may_end(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    let word = &analyzed.words[at];
    word.is_capital()
        || at > 0 && is_tail(analyzed, at)
        || is_syllable(analyzed, at)
        || word.shape == Shape::Possessive
        || word.shape == Shape::Number
}
