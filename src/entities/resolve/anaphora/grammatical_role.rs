//! The grammatical role of a mention in its sentence, judged by the adjacent words: subject, object or possessor.

use super::super::super::analyzed_text::AnalyzedText;
use super::super::super::classes::Classes;
use crate::text::words::{Shape, Word};
use std::ops::Range;

/// The grammatical role of a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GrammaticalRole {
    /// Begins a clause.
    Subject,
    /// Follows a verb or a preposition.
    Object,
    /// "Berg's", "his".
    Owner,
}

/// Words after which a clause begins.
const OPENERS: &[&str] = &[
    "that", "and", "but", "as", "when", "while", "because", "if", "after", "before", "where", "since",
    "until", "although", "though", "so", "or", "whether", "once", "than",
];

/// Words that join a clause to the previous or next one.
const JOINERS: &[&str] = &[
    "that", "who", "as", "when", "because", "and", "but", "after", "before", "if", "while", "whose", "which",
];

/// Words that begin a subordinate clause before the main clause.
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

/// Possessive pronouns.
const OWNERS: &[&str] = &["his", "its", "their", "my", "our", "your", "whose"];

/// Object pronouns.
const OBJECTS: &[&str] = &["him", "them", "me", "us", "himself", "herself", "itself", "themselves", "whom"];

/// Whether an organisation at these words is only the source of the news: "told Reuters", "Reuters reported".
pub(super) fn only_reports(analyzed: &AnalyzedText<'_>, at: &Range<usize>) -> bool {
    let is = |at: usize, keys: &[&str]| {
        analyzed.words.get(at).is_some_and(|word| keys.contains(&word.key.as_str()))
    };
    at.start.checked_sub(1).is_some_and(|before| is(before, &["told"]))
        || is(at.end, &["reported", "reports", "news"])
}

/// The role of the words `at` of a text.
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

/// Whether "her" before a word is possessive: "her house", not "her in Lund".
fn owns(analyzed: &AnalyzedText<'_>, next: usize) -> bool {
    let Some(word) = analyzed.words.get(next) else { return false };
    match word.shape {
        Shape::Lower => !analyzed.classes(next).is(Classes::CLOSED) || word.key == "own",
        Shape::Capital | Shape::Upper => true,
        _ => false,
    }
}

/// Whether a clause begins at a word, ignoring titles and the like before it.
fn begins_clause(analyzed: &AnalyzedText<'_>, first: usize) -> bool {
    let mut at = first;
    while let Some(before) = at.checked_sub(1) {
        let word = &analyzed.words[before];
        if analyzed.opens_sentence(at) {
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

/// Whether nothing between two words separates their clauses.
pub(super) fn is_one_clause(analyzed: &AnalyzedText<'_>, between: Range<usize>) -> bool {
    let parts = |word: &Word| {
        matches!(word.shape, Shape::Mark(',' | ';' | ':' | '"' | '“' | '”'))
            || JOINERS.contains(&word.key.as_str())
    };
    // There is nothing between mentions that overlap.
    analyzed.words.get(between).is_none_or(|words| !words.iter().any(parts))
}

/// Whether a mention is told to do what follows: "asked the office to open its doors".
pub(super) fn is_told(analyzed: &AnalyzedText<'_>, at: &Range<usize>) -> bool {
    analyzed.words.get(at.end).is_some_and(|word| word.key == "to")
        && analyzed.words.get(at.end + 1).is_some_and(|word| word.shape == Shape::Lower)
        && grammatical_role(analyzed, at) == GrammaticalRole::Object
}

/// The first word of the main clause after a subordinate one: for "it" in "Although it is small, Lund", the word
/// "Lund".
pub(super) fn main_clause(analyzed: &AnalyzedText<'_>, sentence: &Range<usize>, at: usize) -> Option<usize> {
    /// The maximum number of words before the main clause.
    const MAX_WORDS: usize = 30;
    let mut first = sentence.start;
    while analyzed.words.get(first).is_some_and(|word| matches!(word.shape, Shape::Mark(_))) {
        first += 1;
    }
    if !LEADERS.contains(&analyzed.words.get(first)?.key.as_str()) || at > first + MAX_WORDS {
        return None;
    }
    let comma = (at..sentence.end.min(at + MAX_WORDS)).find(|&index| analyzed.words[index].is_mark(','))?;
    let is_first = !analyzed.words.get(first..at)?.iter().any(|word| word.is_mark(','));
    is_first.then_some(comma + 1)
}
