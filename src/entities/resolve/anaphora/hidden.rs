//! Anaphors of a text that were not given: they show who is being spoken of between those that were.

use super::anaphor_kind::AnaphorKind;
use crate::entities::Found;
use crate::entities::analyzed_text::AnalyzedText;
use crate::entities::classes::Classes;
use crate::entities::lexicon::Lexicon;
use crate::model::{Kind, Span};

/// Only pronouns for people: "it" and "they" could be anything.
const PRONOUNS: &[&str] = &["he", "his", "him", "himself", "she", "her", "hers", "herself", "i", "me", "my"];

/// Finds personal pronouns, and nouns such as "the king", outside the given mentions, which are in order.
pub(super) fn find(analyzed: &AnalyzedText<'_>, found: &[Found], lexicon: &Lexicon) -> Vec<Found> {
    let mut hidden = Vec::new();
    for (at, word) in analyzed.words.iter().enumerate() {
        let span = if PRONOUNS.contains(&word.key.as_str()) && (word.key != "i" || word.is_capital()) {
            word.span
        } else if word.key == "the" && is_office(analyzed, at + 1) {
            Span { start: word.span.start, end: analyzed.words[at + 1].span.end }
        } else {
            continue;
        };
        let next =
            found.partition_point(|other| (other.field, other.span.end) <= (analyzed.field, span.start));
        let is_taken =
            found.get(next).is_some_and(|other| other.field == analyzed.field && other.span.overlaps(span));
        if !is_taken && AnaphorKind::of(span.of(analyzed.text), lexicon).is_some() {
            hidden.push(Found { field: analyzed.field, span, kind: Kind::Person, certainty: 0.0 });
        }
    }
    hidden
}

/// Whether a lower-case word is an office by itself: "the king said", not "the king's men" or "the king penguin".
fn is_office(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    let Some(word) = analyzed.words.get(at) else { return false };
    let goes_on = analyzed.words.get(at + 1).is_some_and(|next| {
        next.is_capital()
            || !analyzed.classes(at + 1).is(Classes::CLOSED | Classes::SAYING) && !next.key.is_empty()
    });
    word.key != "i"
        && analyzed.is_title(at)
        && matches!(word.shape, crate::text::words::Shape::Lower)
        && !goes_on
}
