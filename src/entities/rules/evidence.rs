//! Evidence from the article itself: words that it also writes in lower case, acronyms that it explains, and the
//! names that the first pass is sure of.

use super::super::analyzed_text::AnalyzedText;
use super::Segment;
use crate::model::Kind;
use crate::text::words::Shape;
use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

/// What is known about an article before the second pass.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// Keys of words that also occur in lower case.
    pub lower: FxHashSet<CompactString>,
    /// Keys of acronyms in brackets after a name with those initials.
    acronyms: FxHashSet<CompactString>,
    /// The total weight of each kind, by the key of the whole name.
    votes: FxHashMap<String, [f32; 3]>,
    /// Words of people's full names, with the greatest weight seen.
    name_words: FxHashMap<String, NameWord>,
}

/// A word in people's full names.
#[derive(Debug, Default, Clone, Copy)]
struct NameWord {
    /// Its weight as the last word.
    last: f32,
    /// Its weight as any other word.
    first: f32,
}

impl Evidence {
    /// Records acronyms as in "Harbour Pilots Union (HPU)".
    pub fn note_definitions(&mut self, analyzed: &AnalyzedText<'_>) {
        for (at, triple) in analyzed.words.windows(3).enumerate() {
            let is_bracketed =
                triple[0].is_mark('(') && triple[2].is_mark(')') && triple[1].shape == Shape::Upper;
            if is_bracketed && initials_before(analyzed, at, triple[1].key.len()) == triple[1].key {
                self.acronyms.insert(triple[1].key.clone());
            }
        }
    }

    /// Learns from the first pass.
    pub fn learn(&mut self, analyzed: &AnalyzedText<'_>, segments: &[Segment]) {
        for segment in segments {
            let Some(kind) = segment.kind else { continue };
            let key = analyzed.key(segment.from, segment.to);
            if kind == Kind::Person && segment.weight >= 2.0 {
                self.learn_person(&key, segment.weight);
            }
            self.votes.entry(key).or_default()[index(kind)] += segment.weight;
            // "the Republic of Harland (RH)": the acronym has the kind of its name.
            if let [bracket, acronym, ..] = &analyzed.words[segment.to..]
                && bracket.is_mark('(')
                && self.acronyms.contains(&acronym.key)
            {
                self.votes.entry(acronym.key.to_string()).or_default()[index(kind)] += 2.0 * segment.weight;
            }
        }
    }

    fn learn_person(&mut self, key: &str, weight: f32) {
        let words: Vec<&str> = key.split(' ').collect();
        let [others @ .., last] = words.as_slice() else { return };
        if others.is_empty() {
            return;
        }
        let known = self.name_words.entry((*last).to_owned()).or_default();
        known.last = known.last.max(weight);
        for word in others.iter().filter(|word| word.len() > 2) {
            let known = self.name_words.entry((*word).to_owned()).or_default();
            known.first = known.first.max(weight);
        }
    }

    /// Whether the article explains the acronym.
    pub fn explains(&self, key: &str) -> bool {
        self.acronyms.contains(key)
    }

    /// The weight of a surname whose full name occurs in the article.
    pub fn surname(&self, key: &str) -> Option<f32> {
        self.name_words.get(key).map(|word| word.last).filter(|&weight| weight > 0.0)
    }

    /// The weight of a given name whose full name occurs in the article.
    pub fn given_name(&self, key: &str) -> Option<f32> {
        self.name_words.get(key).map(|word| word.first).filter(|&weight| weight > 0.0)
    }

    /// How much the article's other mentions of the same name support a kind or speak against it. A string nearly
    /// always has one kind in an article (Gale, Church and Yarowsky 1992, One Sense per Discourse).
    pub fn lean(&self, key: &str, kind: Kind) -> f32 {
        let Some(votes) = self.votes.get(key) else { return 0.0 };
        let total: f32 = votes.iter().sum();
        if total <= 0.0 {
            return 0.0;
        }
        let share = votes[index(kind)] / total;
        // A single weak occurrence is little evidence.
        let trust = (total / 3.0).min(1.0);
        trust * if share >= 0.5 { 1.5 * share } else { -2.0 * (1.0 - share) }
    }
}

fn index(kind: Kind) -> usize {
    match kind {
        Kind::Person => 0,
        Kind::Place => 1,
        Kind::Organisation => 2,
    }
}

/// The initials of the capitalised words before a bracket.
fn initials_before(analyzed: &AnalyzedText<'_>, bracket: usize, length: usize) -> String {
    let mut initials = String::new();
    for word in analyzed.words[..bracket].iter().rev() {
        if initials.len() >= length || matches!(word.shape, Shape::Mark('.' | '(' | ',')) {
            break;
        }
        if word.is_capital() {
            initials.extend(word.key.chars().next());
        }
    }
    initials.chars().rev().collect()
}
