//! How a mention stands in its sentence, as far as the words beside it tell: who does something, what it
//! is done to, whose something is.

use super::super::super::analyzed_text::AnalyzedText;
use super::super::super::classes::Classes;
use crate::text::words::{Shape, Word};
use std::ops::Range;

/// The part of a sentence that a mention is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GrammaticalRole {
    /// It begins a clause: who or what does something.
    Subject,
    /// Behind a verb or a preposition.
    Object,
    /// "Berg's", "his".
    Owner,
}

/// Words behind which a clause begins.
const OPENERS: &[&str] = &[
    "that", "and", "but", "as", "when", "while", "because", "if", "after", "before", "where", "since",
    "until", "although", "though", "so", "or", "whether", "once", "than",
];

/// Words that join a clause to the one before or behind it.
const JOINERS: &[&str] = &[
    "that", "who", "as", "when", "because", "and", "but", "after", "before", "if", "while", "whose", "which",
];

/// Words with which a clause begins that goes before its sentence's main one.
const LEADERS: &[&str] = &[
    "although",
    "though",
    "while",
    "when",
    "as",
    "after",
    "before",
    "since",
    "if",
    "because",
    "once",
    "despite",
    "until",
    "in",
    "with",
    "by",
    "on",
    "during",
    "at",
    "for",
    "following",
    "like",
    "unlike",
];

/// Pronouns that own something.
const OWNERS: &[&str] = &["his", "its", "their", "my", "our", "your", "whose"];

/// Pronouns that something is done to.
const OBJECTS: &[&str] = &["him", "them", "me", "us", "himself", "herself", "itself", "themselves", "whom"];

/// Whether a body at some words is only who tells the news: "told Reuters", "Reuters reported".
pub(super) fn only_reports(analyzed: &AnalyzedText<'_>, at: &Range<usize>) -> bool {
    let is = |at: usize, keys: &[&str]| {
        analyzed.words.get(at).is_some_and(|word| keys.contains(&word.key.as_str()))
    };
    at.start.checked_sub(1).is_some_and(|before| is(before, &["told"]))
        || is(at.end, &["reported", "reports", "news"])
}

/// How the words `at` of a page stand.
pub(super) fn grammatical_role(analyzed: &AnalyzedText<'_>, at: &Range<usize>) -> GrammaticalRole {
    let key = |index: usize| analyzed.words.get(index).map_or("", |word| word.key.as_str());
    if at.len() == 1 {
        match key(at.start) {
            own if OWNERS.contains(&own) => return GrammaticalRole::Owner,
            object if OBJECTS.contains(&object) => return GrammaticalRole::Object,
            "he" | "she" | "i" | "we" | "who" => return GrammaticalRole::Subject,
            "her" if owns(analyzed, at.end) => return GrammaticalRole::Owner,
            "her" => return GrammaticalRole::Object,
            _ => {}
        }
    }
    if analyzed.words.get(at.end).is_some_and(|word| matches!(word.shape, Shape::Possessive)) {
        return GrammaticalRole::Owner;
    }
    if begins_clause(analyzed, at.start) { GrammaticalRole::Subject } else { GrammaticalRole::Object }
}

/// Whether "her" before a word owns it: "her house", not "her in Lund".
fn owns(analyzed: &AnalyzedText<'_>, next: usize) -> bool {
    let Some(word) = analyzed.words.get(next) else { return false };
    match word.shape {
        Shape::Lower => !analyzed.classes(next).is(Classes::CLOSED) || word.key == "own",
        Shape::Capital | Shape::Upper => true,
        _ => false,
    }
}

/// Whether a clause begins at a word, titles and the like before it left aside.
fn begins_clause(analyzed: &AnalyzedText<'_>, first: usize) -> bool {
    let mut at = first;
    while let Some(before) = at.checked_sub(1) {
        let word = &analyzed.words[before];
        if analyzed.sentences.iter().any(|sentence| sentence.words.start == at) {
            return true;
        }
        if OPENERS.contains(&word.key.as_str()) || analyzed.classes(before).is(Classes::SAYING) {
            return true;
        }
        let parts = matches!(
            word.shape,
            Shape::Mark(',' | ';' | ':' | '"' | '“' | '”' | '‘' | '’' | '\'' | '–' | '—' | '(')
        );
        if parts || word.is_mark('-') && word.apart {
            return true;
        }
        let is_before_name = word.key == "the"
            || matches!(word.shape, Shape::Capital | Shape::Upper)
            || word.is_mark('.')
            || analyzed.is_title(before)
            || analyzed.classes(before).is(Classes::OFFICE | Classes::DEMONYM);
        if !is_before_name || first - at > 6 {
            return false;
        }
        at = before;
    }
    true
}

/// Whether nothing between two words parts their clauses.
pub(super) fn is_one_clause(analyzed: &AnalyzedText<'_>, between: Range<usize>) -> bool {
    let parts = |word: &Word| {
        matches!(word.shape, Shape::Mark(',' | ';' | ':' | '"' | '“' | '”'))
            || JOINERS.contains(&word.key.as_str())
    };
    // Mentions that overlap have nothing between them.
    analyzed.words.get(between).is_none_or(|words| !words.iter().any(parts))
}

/// Whether a mention that is told to do something does what follows: "asked the office to open its doors".
pub(super) fn is_told(analyzed: &AnalyzedText<'_>, at: &Range<usize>) -> bool {
    analyzed.words.get(at.end).is_some_and(|word| word.key == "to")
        && analyzed.words.get(at.end + 1).is_some_and(|word| word.shape == Shape::Lower)
        && grammatical_role(analyzed, at) == GrammaticalRole::Object
}

/// The word with which the main clause of a sentence begins that a lesser one opens: "Although it is small,
/// Lund" begins at "Lund" for what stands before the comma.
pub(super) fn main_clause(analyzed: &AnalyzedText<'_>, sentence: &Range<usize>, at: usize) -> Option<usize> {
    /// Words before the main clause, at most.
    const MOST: usize = 30;
    let mut first = sentence.start;
    while analyzed.words.get(first).is_some_and(|word| matches!(word.shape, Shape::Mark(_))) {
        first += 1;
    }
    if !LEADERS.contains(&analyzed.words.get(first)?.key.as_str()) || at > first + MOST {
        return None;
    }
    let comma = (at..sentence.end.min(at + MOST)).find(|&index| analyzed.words[index].is_mark(','))?;
    let is_first = !analyzed.words.get(first..at)?.iter().any(|word| word.is_mark(','));
    is_first.then_some(comma + 1)
}
