//! The trained recogniser: a linear-chain conditional random field over the words of an article. The output of the
//! rules is among its features.
//!
//! Its weights and word clusters are in `assets/`, made by [`train`]; here they are only used. It does not decide
//! which mentions are the same entity.

mod acronyms;
mod adjacent;
mod clusters;
mod datelines;
mod edges;
mod features;
mod firms;
mod hash;
mod headlines;
pub(super) mod heads;
mod introduced;
mod joints;
mod label;
mod lattice;
mod memo;
mod repair;
mod seams;
mod sides;
mod stated;
mod surnames;
mod table;
#[cfg(test)]
mod tests;
mod things;
mod towns;
#[cfg(any(test, feature = "train"))]
pub mod train;
mod traits;
mod wares;
mod weights;
mod wholes;

use super::analyzed_text::AnalyzedText;
use super::atlas::Atlas;
use super::{Found, Knowledge, Recogniser};
use crate::model::Kind;
use clusters::Clusters;
use features::{SIDES, Sight};
use label::COUNT;
use lattice::Scores;
use memo::{Memos, WordScores};
use std::borrow::Cow;
use weights::Weights;

/// The trained recogniser.
#[derive(Debug)]
pub struct Tagger {
    weights: Weights,
    clusters: Clusters,
    memos: Memos,
}

/// Words of a text taken for a name; without a kind, it is the name of something else.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Name {
    from: usize,
    to: usize,
    kind: Option<Kind>,
    /// The probability of its least likely word, 0 to 1.
    certainty: f32,
}

impl Recogniser for Tagger {
    fn recognise(&self, texts: &[AnalyzedText<'_>], knowledge: &Knowledge) -> Vec<Found> {
        let atlas = Atlas::of(&knowledge.gazetteer);
        let (sight, mut names) = self.memos.with(|memo| {
            let (forms, scores) = memo.parts();
            let sight = Sight::of(texts, &knowledge.lexicon, &atlas, &self.clusters, forms);
            let names: Vec<Vec<Name>> =
                (0..texts.len()).map(|analyzed| self.names(&sight, analyzed, scores)).collect();
            (sight, names)
        });
        repair::repair(&mut names, &sight, texts, &knowledge.lexicon, &atlas);
        let mut found = Vec::new();
        for (analyzed, names) in texts.iter().zip(names) {
            for Name { from, to, kind, certainty } in names {
                if let Some(kind) = kind {
                    found.push(Found {
                        field: analyzed.field,
                        span: analyzed.span(from, to),
                        kind,
                        certainty,
                    });
                }
            }
        }
        found
    }
}

impl Tagger {
    /// Opens the weights and clusters built into the program, in place; `None` if they are not what the trainer
    /// wrote.
    pub fn open() -> Option<Self> {
        Self::of(
            Cow::Borrowed(include_bytes!("../../../assets/name-weights.bin")),
            Cow::Borrowed(include_bytes!("../../../assets/word-clusters.bin")),
        )
    }

    /// A tagger with trained weights; `None` if the bytes are anything else.
    fn of(weights: Cow<'static, [u8]>, clusters: Cow<'static, [u8]>) -> Option<Self> {
        Some(Self {
            weights: Weights::open(weights)?,
            clusters: Clusters::open(clusters)?,
            memos: Memos::default(),
        })
    }

    /// The names of a text, in order.
    fn names(&self, sight: &Sight<'_>, analyzed: usize, scores: &mut WordScores) -> Vec<Name> {
        let (mut features, mut rows, mut names) = (Vec::new(), Vec::new(), Vec::new());
        for (sentence, stretch) in sight.stretches(analyzed) {
            rows.clear();
            rows.extend(
                sight.around(analyzed, sentence, &stretch).map(|word| scores.row(word, &self.weights)),
            );
            let score = |(at, rows): (usize, &[u32])| {
                let mut sums = [0; COUNT];
                sight.joint_features(analyzed, sentence, at, &mut features);
                self.weights.add(&features, &mut sums);
                scores.add(rows, &mut sums);
                self.weights.scores(sums)
            };
            let scores: Vec<Scores> = stretch.clone().zip(rows.windows(SIDES)).map(score).collect();
            self.spell(&scores, stretch.start, &mut names);
        }
        names
    }

    /// Adds the names of a sequence of words that begins at the word `start`.
    fn spell(&self, scores: &[Scores], start: usize, names: &mut Vec<Name>) {
        let labels = lattice::best(scores, self.weights.transitions());
        let spelt = label::names(&labels);
        if spelt.is_empty() {
            return;
        }
        let likely = lattice::probabilities(scores, self.weights.factors(), |_, _, _| ());
        let sure = |at: usize| likely[at][usize::from(labels[at])];
        names.extend(spelt.into_iter().map(|(words, class)| Name {
            from: start + words.start,
            to: start + words.end,
            kind: label::kind(class),
            certainty: words.map(sure).fold(1.0, f32::min),
        }));
    }
}
