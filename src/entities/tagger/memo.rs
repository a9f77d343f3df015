//! What is kept between articles about single words: what they show, and what they add to scores. The same words occur
//! in all articles, and most of the scoring time is spent waiting for memory to load their weights.

use super::features::{SIDES, single_features};
use super::label::COUNT;
use super::traits::{KnownForms, Traits};
use super::weights::{Sums, Weights};
use std::sync::{Mutex, PoisonError};

/// The number of forms above which everything is forgotten before the next article; a form takes about 400
/// bytes, and a table of 32,768 places has room for those of one more article.
const MOST: usize = 26_000;

/// What single words show and add.
#[derive(Debug, Default)]
pub struct Memo {
    /// What words show.
    pub forms: KnownForms,
    scores: WordScores,
}

/// What single words add to scores, at each offset.
#[derive(Debug, Default)]
pub struct WordScores {
    /// The row of each form by its number; 0 if it has none yet.
    row_of: Vec<u32>,
    /// The first row is that of a position outside the sentence.
    rows: Vec<[Sums; SIDES]>,
    features: Vec<u64>,
}

impl Memo {
    /// What words show, and what they add, for the next article.
    pub fn parts(&mut self) -> (&mut KnownForms, &mut WordScores) {
        if self.forms.len() > MOST {
            *self = Self::default();
        }
        (&mut self.forms, &mut self.scores)
    }
}

impl WordScores {
    /// The row of a word whose form has a number; of a position outside the sentence without one.
    pub fn row(&mut self, word: Option<&Traits>, weights: &Weights) -> u32 {
        if self.rows.is_empty() {
            self.make(None, weights);
        }
        let Some(word) = word else { return 0 };
        let form = word.number as usize;
        if form >= self.row_of.len() {
            self.row_of.resize(form + 1, 0);
        }
        if self.row_of[form] == 0 {
            self.row_of[form] = self.make(Some(word), weights);
        }
        self.row_of[form]
    }

    /// Adds to `sums` the single-word features of a word and its neighbours, given the rows from two words before it to
    /// two after it.
    pub fn add(&self, rows: &[u32], sums: &mut Sums) {
        for (side, &row) in rows.iter().enumerate().take(SIDES) {
            for (sum, other) in sums.iter_mut().zip(&self.rows[row as usize][side]) {
                *sum = sum.saturating_add(*other);
            }
        }
    }

    /// Makes the row of a word, and returns its number.
    fn make(&mut self, word: Option<&Traits>, weights: &Weights) -> u32 {
        let features = &mut self.features;
        let row = std::array::from_fn(|side| {
            let mut sums = [0; COUNT];
            features.clear();
            single_features(word, side, features);
            weights.add(features, &mut sums);
            sums
        });
        self.rows.push(row);
        u32::try_from(self.rows.len() - 1).unwrap_or(0)
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
