//! Text that the page has already shown. Pages contain copies of a text for other purposes: for print, as a teaser,
//! for reading aloud.

use crate::extract::draft::Inline;
use crate::model::BlockKind;
use rustc_hash::FxHasher;
use std::collections::HashSet;
use std::hash::{Hash, Hasher};

/// A repeated sentence of this many bytes is a copy.
const REPEATED: usize = 40;

/// How many consecutive words are compared; a text shorter than `LEAST` of these sequences may well be repeated.
const IN_A_ROW: usize = 4;
const LEAST: usize = 30;

/// How much of a text must have been seen for it to be a copy, in per cent: less for texts with more than `LONG`
/// sequences, since a copy of a whole article is shortened or has other headings.
const MOST_OF_SHORT: usize = 80;
const MOST_OF_LONG: usize = 60;
const LONG: usize = 150;

/// The maximum number of words in a refrain, and the minimum in the paragraphs around it.
const LONGEST_REFRAIN: usize = 60;
const LEAST_BETWEEN: usize = 8;
/// Consecutive copies with at least this share of all words, in per cent, are a copy of the article.
const MOST_IN_COPY: usize = 20;

/// For each block, whether it is a copy of earlier text. A whole paragraph repeated after others is a refrain and not
/// a copy.
pub(super) fn copies(blocks: &[(BlockKind, Inline)]) -> Vec<bool> {
    let mut seen = SeenText::default();
    let is_seen: Vec<bool> = blocks.iter().map(|(_, inline)| seen.is_seen(&inline.text)).collect();
    let keys: Vec<String> = blocks.iter().map(|(_, inline)| key(&inline.text)).collect();
    let words: Vec<usize> = keys.iter().map(|key| key.split(' ').count()).collect();
    let all: usize = words.iter().sum();
    let is_refrain = |at: usize| {
        let is_own = matches!(blocks[at].0, BlockKind::Paragraph | BlockKind::Quote);
        let Some(first) = keys[..at].iter().position(|key| *key == keys[at]) else { return false };
        let goes_on = (first + 1..at).any(|between| !is_seen[between] && words[between] >= LEAST_BETWEEN);
        let start = is_seen[..at].iter().rposition(|seen| !seen).map_or(0, |before| before + 1);
        let end = is_seen[at..].iter().position(|seen| !seen).map_or(is_seen.len(), |length| at + length);
        let in_row: usize = words[start..end].iter().sum();
        let times = keys.iter().filter(|key| **key == keys[at]).count();
        // A standfirst is repeated once below.
        let is_standfirst = first == 0 && times == 2;
        is_own
            && goes_on
            && !is_standfirst
            && words[at] <= LONGEST_REFRAIN
            && in_row * 100 <= all * MOST_IN_COPY
    };
    (0..blocks.len()).map(|at| is_seen[at] && !is_refrain(at)).collect()
}

/// Only the words of a text.
fn key(text: &str) -> String {
    let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let words = text.split_whitespace().map(letters).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The sentences and word sequences seen on a page so far.
#[derive(Default)]
struct SeenText {
    sentences: HashSet<String>,
    rows: HashSet<u64>,
}

impl SeenText {
    /// Whether nearly all of a text has been seen before; records its content.
    fn is_seen(&mut self, text: &str) -> bool {
        // Both calls record the text.
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

    /// Copies differ in punctuation and spaces, so words are compared.
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
    fn a_refrain_is_no_copy() {
        let refrain = "We shall not leave the island, and we shall not be quiet about it.";
        let verse = |at: usize| {
            format!("Verse {at} tells of the boats that came in the year {at}, and of who was on them.")
        };
        let copied = |texts: &[String]| {
            let blocks: Vec<_> =
                texts.iter().map(|text| (BlockKind::Paragraph, Inline::from(text.as_str()))).collect();
            copies(&blocks)
        };
        let song: Vec<String> = (0..6).flat_map(|at| [verse(at), refrain.to_owned()]).collect();
        assert!(copied(&song).iter().all(|is_copy| !is_copy));
        let twice: Vec<String> = (0..4).chain(0..4).map(verse).collect();
        assert_eq!(copied(&twice)[4..], [true; 4]);
        let standfirst = [refrain.to_owned(), verse(1), refrain.to_owned(), verse(2)];
        assert_eq!(copied(&standfirst), [false, false, true, false]);
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
