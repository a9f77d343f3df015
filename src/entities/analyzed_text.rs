//! A headline or body prepared for recognition: its words with their classes, its sentences, and which of these are
//! in headline case.

use super::classes::Classes;
use super::lexicon::Lexicon;
use crate::model::{Field, Span};
use crate::text::sentences;
use crate::text::words::{self, Shape, Word};
use compact_str::CompactString;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// The analysed text of one field of an article.
#[derive(Debug)]
pub struct AnalyzedText<'a> {
    /// The field: headline or body.
    pub field: Field,
    /// The text that all spans are offsets into.
    pub text: &'a str,
    /// Its words and punctuation marks, in order.
    pub words: Vec<Word>,
    /// The classes of each word.
    pub classes: Vec<Classes>,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
}

/// A sentence of an analysed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence's words, as indices into the text's words.
    pub words: Range<usize>,
    /// Whether most of its words are capitalised, so that a capital says nothing.
    pub is_headline: bool,
}

impl<'a> AnalyzedText<'a> {
    /// Tokenises `text` and looks up each word.
    pub fn of(field: Field, text: &'a str, lexicon: &Lexicon) -> Self {
        let mut analyzed =
            Self { field, text, words: Vec::new(), classes: Vec::new(), sentences: Vec::new() };
        for span in joined(text, sentences::spans(text), lexicon) {
            let start = analyzed.words.len();
            analyzed.words.extend(words::split(text, span));
            analyzed.classes.extend(analyzed.words[start..].iter().map(|word| lexicon.classes(&word.key)));
            let words = start..analyzed.words.len();
            let is_headline = is_headline(&analyzed.words[words.clone()], &analyzed.classes[words.clone()]);
            analyzed.sentences.push(Sentence { words, is_headline });
        }
        analyzed
    }

    /// Adds the keys of all lower-case words to `seen`.
    pub fn note_lower(&self, seen: &mut FxHashSet<CompactString>) {
        for word in self.words.iter().filter(|word| word.shape == Shape::Lower) {
            if !seen.contains(&word.key) {
                seen.insert(word.key.clone());
            }
        }
    }

    /// The span from word `from` up to, but not including, word `to`.
    pub fn span(&self, from: usize, to: usize) -> Span {
        Span { start: self.words[from].span.start, end: self.words[to - 1].span.end }
    }

    /// The words as written.
    pub fn form(&self, from: usize, to: usize) -> &'a str {
        self.span(from, to).of(self.text)
    }

    /// The key of these words, the same as [`words::bare`] gives for the whole.
    pub fn key(&self, from: usize, to: usize) -> String {
        let mut key = String::new();
        for word in &self.words[from..to] {
            match word.shape {
                Shape::Possessive => key.push('s'),
                Shape::Mark('&') => key.push_str(" &"),
                Shape::Mark(_) => {}
                _ => {
                    if !key.is_empty() {
                        key.push(' ');
                    }
                    key.push_str(&word.key);
                }
            }
        }
        key
    }

    /// Whether a word is a title. Short forms ("Gov.") count only if capitalised.
    pub fn is_title(&self, at: usize) -> bool {
        let is_short = self.words[at].shape == Shape::Lower && self.classes[at].is(Classes::SHORT_TITLE);
        self.classes[at].is(Classes::TITLE) && !is_short
    }

    /// The sentence that a word belongs to.
    pub fn sentence_of(&self, at: usize) -> Option<&Sentence> {
        let next = self.sentences.partition_point(|sentence| sentence.words.end <= at);
        self.sentences.get(next).filter(|sentence| sentence.words.contains(&at))
    }

    /// Whether a word is the first of its sentence.
    pub fn opens_sentence(&self, at: usize) -> bool {
        self.sentence_of(at).is_some_and(|sentence| sentence.words.start == at)
    }

    /// The classes of a word, or none if the index is out of range.
    pub fn classes(&self, at: usize) -> Classes {
        self.classes.get(at).copied().unwrap_or_default()
    }
}

/// The longest line, in bytes, of a text whose lines were broken to a width.
const MAX_WRAPPED_LINE: usize = 120;

/// Splits into sentences, and rejoins those that a line break split inside a name: a line of running text that ends
/// in a capitalised word without punctuation, followed by a line that begins with another.
fn joined(text: &str, spans: Vec<Span>, lexicon: &Lexicon) -> Vec<Span> {
    // Where lines are as long as paragraphs, one without a full stop is a heading or a caption.
    if text.lines().any(|line| line.len() > MAX_WRAPPED_LINE) {
        return spans;
    }
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut().filter(|last| is_torn(text, **last, span, lexicon)) {
            Some(last) => last.end = span.end,
            None => joined.push(span),
        }
    }
    joined
}

/// Whether one sentence continues in the next across a line break.
fn is_torn(text: &str, one: Span, other: Span, lexicon: &Lexicon) -> bool {
    let between = text.get(one.end as usize..other.start as usize).unwrap_or_default();
    if between != "\n" {
        return false;
    }
    let line = text[..one.end as usize].rsplit('\n').next().unwrap_or_default();
    let start = text[other.start as usize..].split('\n').next().unwrap_or_default();
    let is_name = |word: Option<&str>| {
        word.is_some_and(|word| {
            word.len() > 2 && word.starts_with(char::is_uppercase) && word.ends_with(char::is_lowercase)
        })
    };
    let first = start.split_whitespace().next().map(|word| word.trim_end_matches([',', '.']));
    let small =
        |line: &str| line.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    let is_closed = first.is_some_and(|word| lexicon.classes(&words::bare(word)).is(Classes::CLOSED));
    is_name(line.split_whitespace().next_back())
        && is_name(first)
        && !is_closed
        && small(line) + usize::from(line.contains(',')) > 1
        && small(start) > 0
}

/// Whether a sentence is in headline case: it has at least three longer words, and at most one in nine of them is
/// lower case.
fn is_headline(words: &[Word], classes: &[Classes]) -> bool {
    let (mut capital, mut small) = (0, 0);
    for (word, classes) in words.iter().zip(classes) {
        if classes.is(Classes::CLOSED) || word.key.is_empty() {
            continue;
        }
        match word.shape {
            Shape::Lower => small += 1,
            Shape::Capital | Shape::Upper => capital += 1,
            _ => {}
        }
    }
    capital >= 3 && small * 8 <= capital
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Gazetteer;

    #[test]
    fn headline_case_is_told_from_sentences() {
        let lexicon = Lexicon::open(Gazetteer::open().nations());
        for (input, expected) in [
            ("Mayor Hopes the New Bridge Will Bring Back Trade", true),
            ("MAYOR HOPES FOR TRADE", true),
            ("Mayor hopes that the new bridge will bring back trade", false),
            ("Anna Berg and Tom Lind met the mayor of Lund.", false),
        ] {
            let analyzed = AnalyzedText::of(Field::Title, input, &lexicon);
            assert_eq!(analyzed.sentences[0].is_headline, expected, "{input}");
        }
    }

    #[test]
    fn lines_are_joined_only_where_they_were_broken_to_a_width() {
        let lexicon = Lexicon::open(Gazetteer::open().nations());
        let torn = "The mayor met the ambassador, Anna\nBerg, in the harbour.";
        let long = "The ferry was late again, and nobody who waited at the quay in the rain that morning could say when it would come.";
        for (input, expected) in [
            (torn.to_owned(), 1),
            (format!("The mayor trusts only Anna\nTom Lind left the harbour.\n{long} {long}"), 4),
        ] {
            let analyzed = AnalyzedText::of(Field::Text, &input, &lexicon);
            assert_eq!(analyzed.sentences.len(), expected, "{input}");
        }
    }

    #[test]
    fn keys_of_phrases_are_those_of_the_lists() {
        let lexicon = Lexicon::open(Gazetteer::open().nations());
        for (input, expected) in [
            ("Deir ez-Zor", "deir ez zor"),
            ("Baker's Arms", "bakers arms"),
            ("Hill & Dale Ltd.", "hill & dale ltd"),
            ("U.S.", "us"),
        ] {
            let analyzed = AnalyzedText::of(Field::Text, input, &lexicon);
            assert_eq!(analyzed.key(0, analyzed.words.len()), expected, "{input}");
        }
    }
}
