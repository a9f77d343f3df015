//! Tokenises texts for searching. Forms of words make phrases exact and match while the user types; English stems, which
//! are tokens of a field of their own without positions, make "attacks" find "attacked". Other languages are matched by
//! their forms only.

use super::words::{Words, stem};
use crate::text::word_map::WordMap;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The maximum number of cached stems; most texts consist of a few thousand different words.
const REMEMBERED: usize = 60_000;

/// Cached stems; `None` for a form that is its own stem.
type Stems = WordMap<Option<Box<str>>>;

/// The tokeniser of the search index.
#[derive(Clone, Default)]
pub(super) struct WordCutter {
    /// Where stems are wanted instead of forms.
    stems: Option<Stems>,
}

impl WordCutter {
    /// A tokeniser that produces forms.
    pub fn of_forms() -> Self {
        Self::default()
    }

    /// A tokeniser that produces those stems that are not forms themselves.
    pub fn of_stems() -> Self {
        Self { stems: Some(Stems::default()) }
    }
}

/// The token stream of one text.
pub(super) struct WordStream<'a> {
    words: Words<'a>,
    cutter: &'a mut WordCutter,
    /// Further tokens at the position of the last word.
    waiting: Vec<String>,
    /// Words that hyphens join, as one, and how many of them are still to come. It stands where they begin and where
    /// they end, so that phrases on either side of it match.
    joined: Option<(String, usize)>,
    token: Token,
}

impl Tokenizer for WordCutter {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        let (waiting, token) = (Vec::new(), Token::default());
        WordStream { words: Words::of(text), cutter: self, waiting, joined: None, token }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if let Some(other) = self.waiting.pop() {
                self.token.text = other;
            } else if !self.next_word() {
                return false;
            }
            let Some(stems) = &mut self.cutter.stems else { return true };
            if let Some(stem) = known_stem(stems, &self.token.text) {
                self.token.text.clear();
                self.token.text.push_str(stem);
                return true;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl WordStream<'_> {
    /// Goes to the next word, and puts its form into the token.
    fn next_word(&mut self) -> bool {
        let range = if let Some(range) = self.words.next_plain() {
            self.token.text.clear();
            self.token.text.push_str(&self.words.text[range.clone()]);
            self.token.text.make_ascii_lowercase();
            range
        } else {
            let Some(word) = self.words.next() else { return false };
            self.waiting = word.others;
            if let Some((whole, count)) = word.joined {
                self.waiting.push(whole.clone());
                self.joined = Some((whole, count - 1));
            } else if let Some((whole, left)) = self.joined.take() {
                if left > 1 {
                    self.joined = Some((whole, left - 1));
                } else {
                    self.waiting.push(whole);
                }
            }
            self.token.text = word.form;
            word.range
        };
        self.token.offset_from = range.start;
        self.token.offset_to = range.end;
        self.token.position = self.token.position.wrapping_add(1);
        true
    }
}

/// The stem of a form, unless it is its own.
fn known_stem<'s>(stems: &'s mut Stems, form: &str) -> Option<&'s str> {
    if stems.len() >= REMEMBERED {
        stems.clear();
    }
    let new = || Some(stem(form)).filter(|stem| stem != form).map(String::into_boxed_str);
    stems.get_or_insert_with(form, new).as_deref()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The tokens of a text, with their positions.
    fn tokens(mut cutter: WordCutter, text: &str) -> Vec<(usize, String, usize)> {
        let mut stream = cutter.token_stream(text);
        let mut found = Vec::new();
        while let Some(token) = stream.next() {
            found.push((token.position, token.text.clone(), token.offset_from));
        }
        found
    }

    #[test]
    fn stems_are_those_that_are_not_forms() {
        let owned = |expected: &[(usize, &str, usize)]| -> Vec<(usize, String, usize)> {
            expected.iter().map(|&(position, text, at)| (position, text.to_owned(), at)).collect()
        };
        let text = "Ships sailed east";
        assert_eq!(
            tokens(WordCutter::of_forms(), text),
            owned(&[(0, "ships", 0), (1, "sailed", 6), (2, "east", 13)])
        );
        assert_eq!(tokens(WordCutter::of_stems(), text), owned(&[(0, "ship", 0), (1, "sail", 6)]));
    }

    /// The forms of a text, each word looked at by all rules.
    fn forms(text: &str) -> Vec<(usize, String, usize)> {
        let mut found = Vec::new();
        let mut ends: Option<(usize, String)> = None;
        for (position, word) in Words::of(text).enumerate() {
            let ending = ends.take_if(|(end, _)| *end == position).map(|(_, whole)| whole);
            let whole = word.joined.map(|(whole, count)| {
                ends = Some((position + count - 1, whole.clone()));
                whole
            });
            let others = whole.or(ending).into_iter().chain(word.others.into_iter().rev());
            found.extend(
                std::iter::once(word.form).chain(others).map(|form| (position, form, word.range.start)),
            );
        }
        found
    }

    proptest! {
        #[test]
        fn plain_words_are_cut_as_all_are(text in "[A-Za-c0-9 .,'’\\-+#/US()_é&]{0,40}") {
            prop_assert_eq!(tokens(WordCutter::of_forms(), &text), forms(&text));
        }
    }
}
