//! What a page has said already. Pages keep copies of a text for other uses of it: in print, as a teaser, for what
//! reads it aloud.

use rustc_hash::FxHasher;
use std::collections::HashSet;
use std::hash::{Hash, Hasher};

/// A sentence of so many bytes that stands in a page again is a copy.
const REPEATED: usize = 40;

/// Words in a row that are compared; what is shorter than `LEAST` of them may well be said twice.
const IN_A_ROW: usize = 4;
const LEAST: usize = 30;

/// How much of a text must have been there for it to be a copy, in per cent: of one longer than `LONG` rows less is
/// enough, since a copy of a whole article is cut or has other headings.
const MOST_OF_SHORT: usize = 80;
const MOST_OF_LONG: usize = 60;
const LONG: usize = 150;

/// The sentences and the rows of words of a page so far.
#[derive(Default)]
pub(super) struct SeenText {
    sentences: HashSet<String>,
    rows: HashSet<u64>,
}

impl SeenText {
    /// Whether nearly all of a text has been there before it; what it says is noted.
    pub fn is_seen(&mut self, text: &str) -> bool {
        // Both take note of the text.
        let (rows, sentences) = (self.has_rows(text), self.has_sentences(text));
        rows || sentences
    }

    fn has_sentences(&mut self, text: &str) -> bool {
        let sentences = text.split(['\n', '.', '!', '?', '。']).map(str::trim);
        let sentences: Vec<&str> = sentences.filter(|sentence| sentence.len() >= REPEATED).collect();
        let length = |sentences: &[&str]| sentences.iter().map(|sentence| sentence.len()).sum::<usize>();
        let known: Vec<&str> =
            sentences.iter().copied().filter(|&sentence| self.sentences.contains(sentence)).collect();
        let all = length(&sentences);
        self.sentences.extend(sentences.iter().map(|&sentence| sentence.to_owned()));
        all * 2 > text.len() && length(&known) * 10 > all * 8
    }

    /// Copies differ in marks and blanks; their words are the same.
    fn has_rows(&mut self, text: &str) -> bool {
        let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let words: Vec<String> =
            text.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect();
        let hash = |row: &[String]| {
            let mut hasher = FxHasher::default();
            row.hash(&mut hasher);
            hasher.finish()
        };
        let rows: Vec<u64> = words.windows(IN_A_ROW).map(hash).collect();
        let known = rows.iter().filter(|row| self.rows.contains(row)).count();
        let enough = if rows.len() > LONG { MOST_OF_LONG } else { MOST_OF_SHORT };
        let is_copy = rows.len() >= LEAST && known * 100 >= rows.len() * enough;
        self.rows.extend(rows);
        is_copy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The ferry to the island was late again on Monday, and the people on the quay waited in the rain \
        until the harbour master told them that the engine had failed and that another boat was on its way.";

    #[test]
    fn the_same_sentences_are_a_copy() {
        let mut seen = SeenText::default();
        assert!(!seen.is_seen(TEXT));
        assert!(seen.is_seen(TEXT));
        assert!(!seen.is_seen("It left at noon."));
        assert!(!seen.is_seen("It left at noon."), "a few words may be said twice");
    }

    #[test]
    fn marks_and_breaks_do_not_make_another_text() {
        let mut seen = SeenText::default();
        assert!(!seen.is_seen(TEXT));
        let copy = TEXT.replace(',', " –").replace("Monday", "“Monday”").replace("rain ", "rain. ");
        assert!(seen.is_seen(&copy));
        assert!(!seen.is_seen(&TEXT.replace("the ", "every ").replace("that", "when")));
    }
}
