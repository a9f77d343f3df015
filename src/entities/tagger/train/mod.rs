//! Training: annotated documents and word vectors to the two files that the tagger works with.
//!
//! The words, sentences and features are made by the very code that runs when an article is read. The
//! same input gives the same bytes. Nothing here reads a file.

mod descent;
mod kmeans;

use super::super::analyzed_text::AnalyzedText;
use super::super::atlas::Atlas;
use super::super::{Knowledge, Recogniser};
use super::Tagger;
use super::clusters::{Clusters, GRAINS};
use super::features::Sight;
use super::label::{self, Label, OUTSIDE};
use super::weights::Weights;
use crate::model::{Field, Kind, Span};
use descent::{Examples, Stretch};
use std::borrow::Cow;
use std::collections::HashMap;

/// A document whose names are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotated {
    /// Its text.
    pub text: String,
    /// Its names in order and apart; those of no kind are names of something else.
    pub names: Vec<(Span, Option<Kind>)>,
}

/// A feature seen on fewer words than this is not learned.
const RARE: u32 = 3;

/// A feature whose weights all stay below this is left out of the file.
const LEAST: f32 = 0.1;

/// Numbers of clusters, fine, middling and coarse.
const GRAIN_SIZES: [usize; GRAINS] = [1000, 250, 60];

/// Clusters words by their vectors, which must all be of one length: the file that the tagger takes
/// clusters from.
pub fn cluster(words: &[String], vectors: &[Vec<f32>]) -> Vec<u8> {
    let grains = GRAIN_SIZES.map(|size| kmeans::clusters(vectors, size));
    let of = |at: usize| std::array::from_fn(|grain| grains[grain][at] + 1);
    Clusters::write(words.iter().enumerate().map(|(at, word)| (word.as_str(), of(at))))
}

/// Trains on documents with the clusters of [`cluster`]: the file of the tagger's weights, the mean of so
/// many runs, or `None` where the clusters are something else. `report` is told how far it is.
pub fn train(
    documents: &[Annotated],
    clusters: &[u8],
    runs: usize,
    report: &mut dyn FnMut(String),
) -> Option<Vec<u8>> {
    let clusters = Clusters::open(Cow::Owned(clusters.to_vec()))?;
    let knowledge = Knowledge::open();
    let mut collection = Collection::default();
    let mut lost = 0;
    for document in documents {
        lost += collection.add(document, &knowledge, &clusters);
    }
    report(format!("{} words in stretches, {lost} names out of reach", collection.labels.len()));
    let (hashes, examples) = collection.examples();
    report(format!("{} features", hashes.len()));
    let (weights, transitions) = descent::descend(&examples, hashes.len(), runs, report);
    let features: Vec<_> = hashes.into_iter().zip(weights).collect();
    Some(Weights::write(&features, &transitions, LEAST))
}

/// How many names a tagger finds of documents: right, found, and there, names of nothing else counted.
pub fn measure(documents: &[Annotated], weights: &[u8], clusters: &[u8]) -> Option<[usize; 3]> {
    let tagger = Tagger::of(Cow::Owned(weights.to_vec()), Cow::Owned(clusters.to_vec()))?;
    let knowledge = Knowledge::open();
    let mut counts = [0; 3];
    for document in documents {
        let texts = [AnalyzedText::of(Field::Text, &document.text, &knowledge.lexicon)];
        let found = tagger.recognise(&texts, &knowledge);
        let is_right = |span, kind| document.names.contains(&(span, Some(kind)));
        counts[0] += found.iter().filter(|name| is_right(name.span, name.kind)).count();
        counts[1] += found.len();
        counts[2] += document.names.iter().filter(|(_, kind)| kind.is_some()).count();
    }
    Some(counts)
}

/// All words that can be learned from.
#[derive(Debug, Default)]
struct Collection {
    features: Vec<u64>,
    /// Where each word's features end.
    ends: Vec<usize>,
    labels: Vec<Label>,
    stretches: Vec<Stretch>,
}

impl Collection {
    /// Adds a document; gives the number of its names that no stretch of words spells.
    fn add(&mut self, document: &Annotated, knowledge: &Knowledge, clusters: &Clusters) -> usize {
        let texts = [AnalyzedText::of(Field::Text, &document.text, &knowledge.lexicon)];
        let atlas = Atlas::of(&knowledge.gazetteer);
        let sight = Sight::of(&texts, &knowledge.lexicon, &atlas, clusters);
        let stretches = sight.stretches(0);
        let (labels, lost) = right_labels(&texts[0], document, &stretches);
        let mut features = Vec::new();
        for (sentence, stretch) in stretches {
            let start = self.labels.len();
            for at in stretch.clone() {
                sight.features(0, sentence, at, &mut features);
                self.features.extend(&features);
                self.ends.push(self.features.len());
            }
            self.labels.extend(&labels[stretch]);
            self.stretches.push(start..self.labels.len());
        }
        lost
    }

    /// Numbers the features that are seen often enough: their hashes, and the words by these numbers.
    fn examples(self) -> (Vec<u64>, Examples) {
        let mut counts: HashMap<u64, u32> = HashMap::new();
        for &feature in &self.features {
            *counts.entry(feature).or_default() += 1;
        }
        let mut numbers: HashMap<u64, u32> = HashMap::new();
        let mut hashes = Vec::new();
        let mut examples = Examples { labels: self.labels, stretches: self.stretches, ..Examples::default() };
        let mut start = 0;
        for end in self.ends {
            for feature in &self.features[start..end] {
                if counts.get(feature).is_some_and(|&count| count >= RARE) {
                    let number = *numbers.entry(*feature).or_insert_with(|| {
                        hashes.push(*feature);
                        u32::try_from(hashes.len() - 1).unwrap_or(u32::MAX)
                    });
                    examples.features.push(number);
                }
            }
            examples.ends.push(examples.features.len());
            start = end;
        }
        (hashes, examples)
    }
}

/// The labels of a page's words, and the number of names that no stretch of words spells.
fn right_labels(
    analyzed: &AnalyzedText<'_>,
    document: &Annotated,
    stretches: &[(usize, Stretch)],
) -> (Vec<Label>, usize) {
    let words = &analyzed.words;
    let mut labels = vec![OUTSIDE; words.len()];
    let mut lost = 0;
    for (span, kind) in &document.names {
        let from = words.partition_point(|word| word.span.start < span.start);
        let to = words.partition_point(|word| word.span.end <= span.end);
        let is_spelt = from < to
            && words[from].span.start == span.start
            && words[to - 1].span.end == span.end
            && stretches.iter().any(|(_, stretch)| stretch.start <= from && to <= stretch.end);
        if is_spelt {
            label::write(&mut labels[from..to], label::class(*kind));
        } else {
            lost += 1;
        }
    }
    (labels, lost)
}
