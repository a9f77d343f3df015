//! Short lists of words, looked up by hash.

use crate::text::word_map::WordMap;
use std::sync::OnceLock;

/// A list of words built into the program, separated by blanks; it is read when it is first asked.
#[derive(Debug)]
pub(super) struct WordList {
    text: &'static str,
    words: OnceLock<WordMap<()>>,
}

impl WordList {
    pub const fn new(text: &'static str) -> Self {
        Self { text, words: OnceLock::new() }
    }

    /// Whether it contains this word, as it is written.
    pub fn has(&self, word: &str) -> bool {
        self.words.get_or_init(|| self.iter().collect()).contains(word)
    }

    /// Its words in order.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.text.split_whitespace()
    }
}
