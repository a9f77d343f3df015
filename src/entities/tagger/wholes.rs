//! Listed organisations found whole, where the tagger found only a part of their names or nothing: "Air New Zealand"
//! names the airline and not the country, and "Labour" within a sentence is the party.

use super::super::analyzed_text::AnalyzedText;
use super::super::classes::Classes;
use super::super::lexicon::Lexicon;
use super::Name;
use crate::model::Kind;
use crate::text::words::Shape;
use std::ops::Range;

/// The longest listed name to look for, in words and marks.
const MAX_WORDS: usize = 9;

/// The confidence of a name that only the list supports.
const CERTAINTY: f32 = 0.6;

/// Makes every listed name outside headlines one name, unless a longer one has it as a part.
pub fn give(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) {
    for sentence in analyzed.sentences.iter().filter(|sentence| !sentence.is_headline) {
        let mut at = sentence.words.start;
        while at < sentence.words.end {
            let found = listed(analyzed, lexicon, at..sentence.words.end);
            if let Some(to) = found.filter(|&to| to - at > 1 || may_stand_alone(analyzed, at)) {
                put(names, at..to);
            }
            at = found.unwrap_or(at + 1);
        }
    }
}

/// The end of the longest listed name that begins with the first word of a range.
fn listed(analyzed: &AnalyzedText<'_>, lexicon: &Lexicon, range: Range<usize>) -> Option<usize> {
    let from = range.start;
    let begins = analyzed.words[from].is_capital()
        && lexicon.may_begin_organisation(&analyzed.words[from].key)
        && (from == 0 || analyzed.opens_sentence(from) || !is_part(analyzed, from - 1));
    let is_end = |to: &usize| {
        let goes_on = *to < range.end && is_part(analyzed, *to) && analyzed.words[*to - 1].is_capital();
        let is_joint = analyzed.words.get(*to).is_some_and(|next| next.is_mark('-') && !next.apart);
        !goes_on
            && !analyzed.words[*to - 1].key.is_empty()
            && !is_joint
            && lexicon.organisation(&analyzed.key(from, *to), analyzed.form(from, *to)).is_some()
    };
    if begins { (from + 1..=range.end.min(from + MAX_WORDS)).rev().find(is_end) } else { None }
}

/// Whether a word can be part of a name that goes on.
fn is_part(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    let word = &analyzed.words[at];
    (word.is_capital() || word.is_mark('&')) && !analyzed.classes(at).is(Classes::CLOSED | Classes::TITLE)
}

/// Whether a listed name of one word is one here: within a sentence, behind a word in small letters.
fn may_stand_alone(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    at > 0
        && !analyzed.opens_sentence(at)
        && analyzed.words[at].shape == Shape::Capital
        && analyzed.words[at - 1].shape == Shape::Lower
        && !matches!(analyzed.words[at - 1].key.as_str(), "a" | "an" | "in" | "the")
}

/// Puts a listed name among the others: one of several words in the place of those within it, one of a single word
/// only where there is none.
fn put(names: &mut Vec<Name>, words: Range<usize>) {
    let first = names.partition_point(|name| name.to <= words.start);
    let last = names.partition_point(|name| name.from < words.end);
    let is_within = names[first..last].iter().all(|name| name.from >= words.start && name.to <= words.end);
    if is_within && (words.len() > 1 || first == last) {
        let whole =
            Name { from: words.start, to: words.end, kind: Some(Kind::Organisation), certainty: CERTAINTY };
        names.splice(first..last, [whole]);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use crate::entities::marked;

    #[test]
    fn listed_names_are_found_whole() {
        marked::check(
            &Tagger::open().expect("the weights we ship"),
            &[
                "{Anna Berg} once ran <Air New Zealand>, and before that <Southern Water>.",
                "The <Organization for Security and Co-operation in Europe> will watch the vote.",
                "{Anna Berg} asked <Ofwat> to act.",
            ],
        );
    }
}
