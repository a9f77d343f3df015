//! The trained weights: a byte for each label of each feature, used in place.
//!
//! The file contains the step size of the weights and the transitions (four-byte floats, little-endian, only those
//! that may be non-zero), then a [`Table`] of the features.

use super::label::COUNT;
use super::lattice::{self, Scores, Transitions, bare_transitions};
use super::table::{KEY, Table};
use std::borrow::Cow;

/// The number of bytes before the table.
const HEADER: usize = 4 * (1 + COUNT * COUNT);

/// Sums of weights, one for each label.
pub type Sums = [i16; COUNT];

/// The trained weights.
#[derive(Debug, Clone)]
pub struct Weights {
    step: f32,
    transitions: Transitions,
    /// The same as factors of likelihoods.
    factors: Transitions,
    features: Table,
}

impl Weights {
    /// Opens what [`Weights::write`] wrote; `None` if the bytes are anything else.
    pub fn open(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let header: Vec<f32> =
            bytes.get(..HEADER)?.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
        let (step, values) = header.split_first()?;
        let mut transitions = bare_transitions();
        for (row, values) in transitions.iter_mut().zip(values.chunks(COUNT)) {
            for (score, value) in row.iter_mut().zip(values) {
                *score += value;
            }
        }
        let rest = match bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[HEADER..]),
            Cow::Owned(bytes) => Cow::Owned(bytes[HEADER..].to_vec()),
        };
        let factors = lattice::factors(&transitions);
        Some(Self { step: *step, transitions, factors, features: Table::open(rest, COUNT)? })
    }

    /// Writes weights. A feature with no weight of at least `least` in absolute value is omitted; the others are
    /// quantised to 255 steps up to the greatest of them.
    #[cfg(any(test, feature = "train"))]
    pub fn write(features: &[(u64, Scores)], transitions: &Transitions, least: f32) -> Vec<u8> {
        let greatest = |scores: &Scores| scores.iter().fold(0.0, |most: f32, score| most.max(score.abs()));
        let step = features.iter().map(|(_, scores)| greatest(scores)).fold(0.0, f32::max) / 127.0;
        let step = step.max(f32::MIN_POSITIVE);
        #[expect(clippy::cast_possible_truncation, reason = "rounded to -127 to 127")]
        let byte = |score: f32| (score / step).round() as i8;
        let rows = features
            .iter()
            .filter(|(_, scores)| greatest(scores) >= least)
            .map(|(hash, scores)| (*hash, scores.iter().map(|&score| byte(score).cast_unsigned()).collect()))
            .collect();
        let mut bytes = step.to_le_bytes().to_vec();
        for (label, row) in transitions.iter().enumerate() {
            for (next, &score) in row.iter().enumerate() {
                bytes.extend(if super::label::may_follow(label, next) { score } else { 0.0 }.to_le_bytes());
            }
        }
        bytes.extend(Table::write(rows));
        bytes
    }

    /// The scores of label transitions.
    pub fn transitions(&self) -> &Transitions {
        &self.transitions
    }

    /// The same as factors of likelihoods.
    pub fn factors(&self) -> &Transitions {
        &self.factors
    }

    /// Adds the weights of these features to the sums. There must be few enough that the sums fit in sixteen bits,
    /// which every processor can add eight at a time.
    pub fn add(&self, features: &[u64], sums: &mut Sums) {
        self.features.each_row(features, |entry: &[u8; KEY + COUNT]| {
            for (sum, weight) in sums.iter_mut().zip(&entry[KEY..]) {
                *sum = sum.saturating_add(i16::from(weight.cast_signed()));
            }
        });
    }

    /// The scores for sums of weights.
    pub fn scores(&self, sums: Sums) -> Scores {
        sums.map(|sum| f32::from(sum) * self.step)
    }
}
