//! Training: from annotated documents and word vectors to the two files that the tagger uses.
//!
//! Words, sentences and features come from the same code that analyses articles. The same input gives the same bytes.
//! Nothing here reads a file.

mod descent;
mod kmeans;

use super::super::analyzed_text::AnalyzedText;
use super::super::atlas::Atlas;
use super::super::{Knowledge, Recogniser};
use super::Tagger;
use super::clusters::{Clusters, GRAINS};
use super::features::Sight;
use super::label::{self, Label, OUTSIDE};
use super::traits::KnownForms;
use super::weights::Weights;
use crate::model::{Field, Kind, Span};
use descent::{Examples, Stretch};
use std::borrow::Cow;
use std::collections::HashMap;

/// A document with known names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotated {
    /// Its text.
    pub text: String,
    /// Its names, in order and disjoint; those without a kind are names of something else.
    pub names: Vec<(Span, Option<Kind>)>,
}

/// A feature that occurs with fewer words than this is not learned.
const MIN_WORDS: u32 = 3;

/// A feature whose weights are all below this is omitted from the file.
const MIN_WEIGHT: f32 = 0.1;

/// The number of clusters at each granularity.
const GRAIN_SIZES: [usize; GRAINS] = [1000, 250, 60];

/// Clusters words by their vectors, which must have the same length: the file with the tagger's clusters.
pub fn cluster(words: &[String], vectors: &[Vec<f32>]) -> Vec<u8> {
    let grains = GRAIN_SIZES.map(|size| kmeans::clusters(vectors, size));
    let of = |at: usize| std::array::from_fn(|grain| grains[grain][at] + 1);
    Clusters::write(words.iter().enumerate().map(|(at, word)| (word.as_str(), of(at))))
}

/// Trains on documents with the clusters of [`cluster`]: the file with the tagger's weights, the mean of this many
/// runs, or `None` if the clusters are invalid. `report` receives the progress.
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
    Some(Weights::write(&features, &transitions, MIN_WEIGHT))
}

/// Evaluates a tagger on documents: how many names are correct, found, and expected, including names of something
/// else.
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

/// All words of the training data.
#[derive(Debug, Default)]
struct Collection {
    features: Vec<u64>,
    /// Where each word's features end.
    ends: Vec<usize>,
    labels: Vec<Label>,
    stretches: Vec<Stretch>,
}

impl Collection {
    /// Adds a document; returns how many of its names do not match word boundaries.
    fn add(&mut self, document: &Annotated, knowledge: &Knowledge, clusters: &Clusters) -> usize {
        let texts = [AnalyzedText::of(Field::Text, &document.text, &knowledge.lexicon)];
        let atlas = Atlas::of(&knowledge.gazetteer);
        let sight = Sight::of(&texts, &knowledge.lexicon, &atlas, clusters, &mut KnownForms::default());
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

    /// Numbers the features that are frequent enough: their hashes, and the words with these numbers.
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
                if counts.get(feature).is_some_and(|&count| count >= MIN_WORDS) {
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

/// The labels of a text's words, and how many names do not match word boundaries.
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
