//! Maps with single words as keys, for what is looked up at every word of a text.
//!
//! Words of at most fifteen bytes, nearly all, are keys by value: comparing one follows no pointer. Longer ones are
//! strings.

use rustc_hash::{FxBuildHasher, FxHashMap};

/// The greatest length of a word that is a key by value, in bytes.
const SHORT: usize = 15;

/// A map from words to values.
#[derive(Debug, Clone)]
pub struct WordMap<V> {
    short: FxHashMap<u128, V>,
    long: FxHashMap<Box<str>, V>,
}

impl<V> Default for WordMap<V> {
    fn default() -> Self {
        Self { short: FxHashMap::default(), long: FxHashMap::default() }
    }
}

impl<V> WordMap<V> {
    /// An empty map with room for so many short words.
    pub fn with_capacity(words: usize) -> Self {
        let short = FxHashMap::with_capacity_and_hasher(words, FxBuildHasher);
        Self { short, long: FxHashMap::default() }
    }

    /// The number of words.
    pub fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }

    /// Whether it has no words.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the word is there.
    pub fn contains(&self, word: &str) -> bool {
        self.get(word).is_some()
    }

    /// The value of a word.
    pub fn get(&self, word: &str) -> Option<&V> {
        match packed(word) {
            Some(key) => self.short.get(&key),
            None => self.long.get(word),
        }
    }

    /// The value of a word, which is made if it is not there.
    pub fn get_or_insert_with(&mut self, word: &str, make: impl FnOnce() -> V) -> &mut V {
        match packed(word) {
            Some(key) => self.short.entry(key).or_insert_with(make),
            None => self.long.entry(word.into()).or_insert_with(make),
        }
    }

    /// Removes all words.
    pub fn clear(&mut self) {
        self.short.clear();
        self.long.clear();
    }
}

impl<'w> FromIterator<&'w str> for WordMap<()> {
    fn from_iter<T: IntoIterator<Item = &'w str>>(words: T) -> Self {
        let mut all = Self::default();
        for word in words {
            all.get_or_insert_with(word, || ());
        }
        all
    }
}

/// A short word as a number: its bytes, and its length in the uppermost byte. Words of four bytes or more are read as two
/// pieces, which may overlap.
fn packed(word: &str) -> Option<u128> {
    let bytes = word.as_bytes();
    if bytes.len() > SHORT {
        return None;
    }
    let letters = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => {
            u128::from(u64::from_le_bytes(*first)) | u128::from(u64::from_le_bytes(*last) >> 8) << 64
        }
        _ => match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => {
                u128::from(u32::from_le_bytes(*first)) | u128::from(u32::from_le_bytes(*last)) << 32
            }
            _ => bytes.iter().fold(0, |letters, &byte| letters << 8 | u128::from(byte)),
        },
    };
    Some(letters | (bytes.len() as u128) << 120)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    #[test]
    fn words_that_differ_in_any_byte_or_in_length_are_different() {
        let word = "abcdefghijklmnopq";
        let mut all = Vec::new();
        for end in 0..=word.len() {
            all.push(word[..end].to_owned());
            all.extend((0..end).map(|at| format!("{}\0{}", &word[..at], &word[at + 1..end])));
        }
        let mut map = WordMap::default();
        for (number, word) in all.iter().enumerate() {
            assert_eq!(*map.get_or_insert_with(word, || number), number, "{word:?}");
        }
        assert_eq!(map.len(), all.len());
    }

    proptest! {
        #[test]
        fn it_holds_what_any_map_holds(words in prop::collection::vec("[ab\0é]{0,17}", 0..40), other in "[ab\0é]{0,17}") {
            let mut expected = HashMap::new();
            let mut map = WordMap::default();
            for (number, word) in words.iter().enumerate() {
                let value = *expected.entry(word.clone()).or_insert(number);
                prop_assert_eq!(*map.get_or_insert_with(word, || number), value);
            }
            prop_assert_eq!(map.get(&other), expected.get(&other));
            prop_assert_eq!(map.contains(&other), expected.contains_key(&other));
            prop_assert_eq!(map.len(), expected.len());
        }
    }
}
