//! Where a text itself states that two names are one entity: "Harbour Pilots Union (HPU)", "the Sea Bank, formerly
//! known as the Fishers' Bank", "Anna Berg, née Lund".

use super::super::Found;
use super::super::analyzed_text::AnalyzedText;
use super::words;
use crate::model::Kind;
use crate::text::fold::fold;
use crate::text::words::bare;

/// Words between a name and another name of the same entity.
const CONNECTORS: &[&str] = &[
    "formerly known as",
    "formerly",
    "previously known as",
    "also known as",
    "known as",
    "better known as",
    "then known as",
    "aka",
    "nee",
];

/// Pairs of mentions of one kind that the text states to be one entity, as indices.
pub(super) fn pairs(texts: &[AnalyzedText<'_>], found: &[Found], kind: Kind) -> Vec<(usize, usize)> {
    let is_pair = |&at: &usize| {
        let (one, other) = (&found[at], &found[at + 1]);
        if one.kind != kind || other.kind != kind || one.field != other.field {
            return false;
        }
        let Some(analyzed) = texts.iter().find(|analyzed| analyzed.field == one.field) else { return false };
        let between = analyzed.text.get(one.span.end as usize..other.span.start as usize).unwrap_or_default();
        let is_closed = analyzed.text[other.span.end as usize..].starts_with(')');
        match between.trim() {
            "(" => {
                let (one, other) = (words(texts, one), words(texts, other));
                let is_defined = is_short_for(other, one) || is_short_for(one, other);
                is_closed && kind == Kind::Organisation && is_defined
            }
            between => {
                let plain = fold(between);
                let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
                CONNECTORS.contains(&plain.strip_suffix(" the").unwrap_or(plain))
            }
        }
    };
    let in_order = |at: usize| {
        let length = |at: usize| words(texts, &found[at]).len();
        // "HPU (Harbour Pilots Union)": the long name comes first.
        if kind == Kind::Organisation && length(at) < length(at + 1) { (at + 1, at) } else { (at, at + 1) }
    };
    (0..found.len().saturating_sub(1)).filter(is_pair).map(in_order).collect()
}

/// Whether the letters of an acronym occur in a name in order, the first at the beginning of a word.
fn is_short_for(short: &str, long: &str) -> bool {
    let (short, long) = (bare(short), bare(long));
    if short.contains(' ') || short.len() < 2 || short.len() > 8 || !long.contains(' ') {
        return false;
    }
    let mut letters = short.chars();
    let first = letters.next();
    let Some(start) = long.split(' ').position(|word| word.chars().next() == first) else { return false };
    let mut rest = long.split(' ').skip(start).flat_map(str::chars).skip(1);
    letters.all(|letter| rest.any(|c| c == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_have_the_letters_of_their_names() {
        for (short, long, expected) in [
            ("HPU", "Harbour Pilots Union", true),
            ("OHP", "Office of Harbour-wide Policy", true),
            ("USAHD", "U.S. Agency for Harbour Development", true),
            ("SPD", "Harbour Pilots Union", false),
            ("Pilots", "Harbour Pilots Union", true),
        ] {
            assert_eq!(is_short_for(short, long), expected, "{short}");
        }
    }
}
