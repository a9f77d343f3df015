//! Properties of the single words of an article: shapes, affixes, clusters and lists, computed once per form and kept for
//! later articles.

use super::super::analyzed_text::AnalyzedText;
use super::super::atlas::Atlas;
use super::super::classes::Classes;
use super::clusters::{Clusters, GRAINS};
use super::hash;
use crate::text::word_map::WordMap;
use crate::text::words::{Shape, Word};

/// The length of the longest affix, in characters.
pub const LONGEST_AFFIX: usize = 4;

/// The prominence of a name that only villages have.
pub const VILLAGE: u8 = 7;

/// The properties of a word.
#[derive(Debug, Clone, Copy)]
pub struct Traits {
    /// The number of its form among those that are kept.
    pub number: u32,
    /// The hash of its lower-case form.
    pub lower: u64,
    /// The hash of its form.
    pub form: u64,
    /// The hash of its character types, at most twelve of them.
    pub shape: u64,
    /// The same with each run of one type as a single one.
    pub outline: u64,
    /// Hashes of its prefixes of one to four characters; 0 if the word is not longer.
    pub beginnings: [u64; LONGEST_AFFIX],
    /// Hashes of its suffixes.
    pub endings: [u64; LONGEST_AFFIX],
    /// Its clusters.
    pub clusters: [u16; GRAINS],
    /// Its list classes.
    pub classes: Classes,
    /// The prominence of the best-known place with this name, 0 (none) to 5; [`VILLAGE`] if there are only villages.
    pub prominence: u8,
    /// Whether its shape allows it to be part of a name.
    pub is_capital: bool,
}

/// The properties of forms, kept from one article to the next: lists, clusters and gazetteer are always the same.
#[derive(Debug, Default)]
pub struct KnownForms(WordMap<Traits>);

impl KnownForms {
    /// The number of forms.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// The properties of every word of a text, in order.
pub fn of(
    analyzed: &AnalyzedText<'_>,
    atlas: &Atlas<'_>,
    clusters: &Clusters,
    known: &mut KnownForms,
) -> Vec<Traits> {
    let traits = |(word, classes): (&Word, &Classes)| {
        let form = word.span.of(analyzed.text);
        let number = u32::try_from(known.0.len()).unwrap_or(u32::MAX);
        let new = || Traits { number, ..Traits::of(word, form, *classes, atlas, clusters) };
        *known.0.get_or_insert_with(form, new)
    };
    analyzed.words.iter().zip(&analyzed.classes).map(traits).collect()
}

impl Traits {
    fn of(word: &Word, form: &str, classes: Classes, atlas: &Atlas<'_>, clusters: &Clusters) -> Self {
        // "IS" and "WHO" are different words from "is" and "who".
        let keeps_capitals = word.shape == Shape::Upper && classes.is(Classes::CLOSED);
        let lower: String = if keeps_capitals {
            form.to_owned()
        } else {
            form.chars().map(straight).flat_map(char::to_lowercase).collect()
        };
        let (shape, outline) = shapes(form);
        let (beginnings, endings) = affixes(&lower);
        let hashed = hash::of(lower.as_bytes());
        Self {
            number: 0,
            lower: hashed,
            form: hash::of(form.as_bytes()),
            shape,
            outline,
            beginnings,
            endings,
            clusters: clusters.of(hashed),
            classes,
            prominence: prominence(word, atlas),
            is_capital: word.is_capital(),
        }
    }
}

/// Converts typographic apostrophes and hyphens to those in the word vectors.
fn straight(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' => '\'',
        '‐' | '‑' => '-',
        _ => c,
    }
}

/// The prominence of the best-known place with the word's name.
fn prominence(word: &Word, atlas: &Atlas<'_>) -> u8 {
    if !word.is_capital() || word.shape == Shape::Initial {
        return 0;
    }
    let summary = atlas.summary(&word.key);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 5")]
    let prominence = summary.prominence.ceil() as u8;
    if summary.is_small() { VILLAGE } else { prominence }
}

/// Hashes of the word's shape and outline.
fn shapes(form: &str) -> (u64, u64) {
    let sort = |c: char| {
        if c.is_uppercase() {
            'X'
        } else if c.is_lowercase() {
            'x'
        } else if c.is_numeric() {
            '0'
        } else {
            straight(c)
        }
    };
    let mut shape: String = form.chars().map(sort).collect();
    let mut outline = shape.clone();
    let mut last = '\0';
    outline.retain(|c| std::mem::replace(&mut last, c) != c);
    if let Some((end, _)) = shape.char_indices().nth(12) {
        shape.truncate(end);
    }
    (hash::of(shape.as_bytes()), hash::of(outline.as_bytes()))
}

/// Hashes of prefixes and suffixes.
fn affixes(lower: &str) -> ([u64; LONGEST_AFFIX], [u64; LONGEST_AFFIX]) {
    let (mut beginnings, mut endings) = ([0; LONGEST_AFFIX], [0; LONGEST_AFFIX]);
    let starts = lower.char_indices().map(|(at, _)| at);
    for (affix, at) in beginnings.iter_mut().zip(starts.clone().skip(1)) {
        *affix = hash::of(&lower.as_bytes()[..at]);
    }
    for (affix, at) in endings.iter_mut().zip(starts.skip(1).collect::<Vec<_>>().into_iter().rev()) {
        *affix = hash::of(&lower.as_bytes()[at..]);
    }
    (beginnings, endings)
}
