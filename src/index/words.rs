//! How texts become searchable words: the folded form of each and, at the same position, its
//! English stem. Forms make phrases exact and let a word be found while it is typed; stems make
//! "attacks" find "attacked". Other languages are searched by forms.

use crate::text::fold::fold;
use std::ops::Range;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::char::is_combining_mark;

/// Longer words are truncated: they are data, and nobody searches for their ends.
const LONGEST: usize = 60;

/// Tokenises texts for the search index.
#[derive(Clone, Copy)]
pub(super) struct WordCutter {
    /// Whether to emit stems beside the forms.
    pub stems: bool,
}

/// The words of one text as the search index wants them.
pub(super) struct WordStream<'a> {
    words: Words<'a>,
    stemmer: Option<frostem::Stemmer>,
    stem: Option<String>,
    token: Token,
}

impl Tokenizer for WordCutter {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        let stemmer = self.stems.then(|| frostem::Stemmer::new(frostem::Algorithm::English));
        WordStream { words: Words::of(text), stemmer, stem: None, token: Token::default() }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        if let Some(stem) = self.stem.take() {
            self.token.text = stem;
            return true;
        }
        let Some((range, form)) = self.words.next() else { return false };
        self.token.offset_from = range.start;
        self.token.offset_to = range.end;
        self.token.position = self.token.position.wrapping_add(1);
        self.stem = self.stemmer.as_ref().map(|s| s.stem(&form).into_owned()).filter(|stem| *stem != form);
        self.token.text = form;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The stem of a folded form.
pub(super) fn stem(form: &str) -> String {
    frostem::Stemmer::new(frostem::Algorithm::English).stem(form).into_owned()
}

/// Iterates over the words of a text: position and folded form.
///
/// Dotted letters are one word ("U.S." is "us"), a possessive is dropped, other apostrophes are
/// removed, and each Chinese or Japanese character is a word.
pub(super) struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    pub fn of(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The end of the word that starts at `start`.
    fn end_of_word(&self, start: usize) -> usize {
        let rest = &self.text[start..];
        if let Some(length) = dotted_letters(rest) {
            return start + length;
        }
        let mut end = start;
        let mut characters = rest.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            if is_ideograph(c) {
                return if at == 0 { start + c.len_utf8() } else { end };
            }
            let joins = is_apostrophe(c) && characters.peek().is_some_and(|&(_, next)| is_letter(next));
            if !is_letter(c) && !joins {
                break;
            }
            end = start + at + c.len_utf8();
        }
        end
    }
}

impl Iterator for Words<'_> {
    type Item = (Range<usize>, String);

    fn next(&mut self) -> Option<Self::Item> {
        let (skipped, _) = self.text[self.at..].char_indices().find(|&(_, c)| is_letter(c))?;
        let start = self.at + skipped;
        let end = self.end_of_word(start);
        self.at = end;
        let word = without_possessive(&self.text[start..end]);
        let mut form = fold(word);
        form.retain(|c| c.is_alphanumeric() || is_combining_mark(c));
        if form.is_empty() {
            // Words that fold to nothing must still be told from one another.
            form = word.to_lowercase();
        }
        form.truncate(form.char_indices().nth(LONGEST).map_or(form.len(), |(at, _)| at));
        Some((start..start + word.len(), form))
    }
}

/// The length of "U.S." or "a.m." at the start of `rest`: two or more single letters, each with its
/// full stop (optional after the last).
fn dotted_letters(rest: &str) -> Option<usize> {
    let mut characters = rest.chars();
    let mut letters = 0;
    let mut length = 0;
    loop {
        let letter = characters.next().filter(|c| c.is_alphabetic());
        let Some(letter) = letter else { break };
        let after = characters.next();
        if after.is_some_and(is_letter) {
            return None;
        }
        letters += 1;
        length += letter.len_utf8();
        if after != Some('.') {
            break;
        }
        length += 1;
    }
    (letters > 1).then_some(length)
}

fn without_possessive(word: &str) -> &str {
    let cut = ["'s", "’s", "'S", "’S"].into_iter().find_map(|ending| word.strip_suffix(ending));
    cut.filter(|stem| !stem.is_empty()).unwrap_or(word)
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_are_cut_into_forms() {
        for (input, expected) in [
            ("Ships, and boats!", "ships and boats"),
            ("the mayor's son", "the mayor son"),
            ("O’Brien didn't", "obrien didnt"),
            ("the U.S. Navy, U.S.-led", "the us navy us led"),
            ("at 9 a.m. today", "at 9 am today"),
            ("J. K. Moor", "j k moor"),
            ("Łódź café", "lodz cafe"),
            ("東京 is big", "東 京 is big"),
            ("COP26 2,000", "cop26 2 000"),
            ("anti-war", "anti war"),
            ("e.g.", "eg"),
            ("...", ""),
        ] {
            let forms: Vec<String> = Words::of(input).map(|(_, form)| form).collect();
            assert_eq!(forms.join(" "), expected, "{input}");
        }
    }

    #[test]
    fn stems_stand_where_their_forms_do() {
        let mut cutter = WordCutter { stems: true };
        let mut stream = cutter.token_stream("Ships sailed east");
        let mut found = Vec::new();
        while let Some(token) = stream.next() {
            found.push((token.position, token.text.clone(), token.offset_from));
        }
        let expected = [(0, "ships", 0), (0, "ship", 0), (1, "sailed", 6), (1, "sail", 6), (2, "east", 13)];
        assert_eq!(found, expected.map(|(position, text, at)| (position, text.to_owned(), at)));
    }

    proptest! {
        #[test]
        fn words_stand_in_the_text_in_order(text in "\\PC{0,80}") {
            let mut last = 0;
            for (range, form) in Words::of(&text) {
                prop_assert!(range.start >= last && range.end > range.start && !form.is_empty());
                prop_assert!(text.get(range.clone()).is_some());
                last = range.end;
            }
        }
    }
}
