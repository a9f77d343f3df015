//! A cache, kept between articles, of what single words add to scores. The same words occur in all articles, and most
//! of the scoring time is spent waiting for memory to load their weights.

use super::features::{SIDES, single_features};
use super::label::COUNT;
use super::traits::{KnownForms, Traits};
use super::weights::{Sums, Weights};
use rustc_hash::FxHashMap;
use std::sync::{Mutex, PoisonError};

/// The maximum number of cached words, at about 200 bytes each: as many as fill a table of 32,768 places.
const MAX_WORDS: usize = 28_000;

/// Everything that a word's own features depend on.
type Key = (u64, u64, u8, bool);

/// What words add, at each offset.
#[derive(Debug, Default)]
pub struct Memo {
    words: FxHashMap<Key, [Sums; SIDES]>,
    features: Vec<u64>,
    /// What words show.
    pub forms: KnownForms,
}

impl Memo {
    /// Adds to `sums` the single-word features of a word and its neighbours.
    pub fn add(&mut self, around: [Option<&Traits>; SIDES], weights: &Weights, sums: &mut Sums) {
        for (side, word) in around.into_iter().enumerate() {
            match word {
                Some(word) => add_to(sums, &self.of(word, weights)[side]),
                None => add_to(sums, &self.make(None, side, weights)),
            }
        }
    }

    fn of(&mut self, word: &Traits, weights: &Weights) -> &[Sums; SIDES] {
        let key = (word.form, word.classes.number(), word.prominence, word.is_capital);
        if !self.words.contains_key(&key) {
            if self.words.len() >= MAX_WORDS {
                self.words.clear();
            }
            let sums = std::array::from_fn(|side| self.make(Some(word), side, weights));
            self.words.insert(key, sums);
        }
        &self.words[&key]
    }

    fn make(&mut self, word: Option<&Traits>, side: usize, weights: &Weights) -> Sums {
        let mut sums = [0; COUNT];
        self.features.clear();
        single_features(word, side, &mut self.features);
        weights.add(&self.features, &mut sums);
        sums
    }
}

fn add_to(sums: &mut Sums, other: &Sums) {
    for (sum, other) in sums.iter_mut().zip(other) {
        *sum = sum.saturating_add(*other);
    }
}

/// Idle memos, for whoever analyses the next article.
#[derive(Debug, Default)]
pub struct Memos(Mutex<Vec<Memo>>);

impl Memos {
    /// Lends a memo for one article.
    pub fn with<T>(&self, read: impl FnOnce(&mut Memo) -> T) -> T {
        let mut memo = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let result = read(&mut memo);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(memo);
        result
    }
}
