//! What single words of an article show: their shapes, affixes, clusters and lists, worked out once for
//! each form.

use super::super::analyzed_text::AnalyzedText;
use super::super::atlas::Atlas;
use super::super::classes::Classes;
use super::clusters::{Clusters, GRAINS};
use super::hash;
use crate::text::words::{Shape, Word};
use rustc_hash::FxHashMap;

/// The longest beginnings and endings of words that are looked at, in characters.
pub const LONGEST_AFFIX: usize = 4;

/// The fame of a name that only villages have.
pub const VILLAGE: u8 = 7;

/// What a word shows.
#[derive(Debug, Clone, Copy)]
pub struct Traits {
    /// Hash of its form in small letters.
    pub lower: u64,
    /// Hash of its form.
    pub form: u64,
    /// Hash of what sort of character stands where, at most twelve of them.
    pub shape: u64,
    /// The same with each run of a sort taken as one.
    pub outline: u64,
    /// Hashes of its first one to four characters; 0 where it is no longer than that.
    pub beginnings: [u64; LONGEST_AFFIX],
    /// Hashes of its last ones.
    pub endings: [u64; LONGEST_AFFIX],
    /// Its clusters.
    pub clusters: [u16; GRAINS],
    /// Its lists.
    pub classes: Classes,
    /// How well known a place of this name is, 0 (none is) to 5; [`VILLAGE`] where there are only villages.
    pub prominence: u8,
    /// It could be part of a name by its shape.
    pub is_capital: bool,
}

/// The traits of every word of a page, in order.
pub fn of<'a>(
    analyzed: &AnalyzedText<'a>,
    atlas: &Atlas<'_>,
    clusters: &Clusters,
    known: &mut FxHashMap<&'a str, Traits>,
) -> Vec<Traits> {
    let classes = analyzed.classes.iter().copied();
    analyzed
        .words
        .iter()
        .zip(classes)
        .map(|(word, classes)| {
            let form = word.span.of(analyzed.text);
            *known.entry(form).or_insert_with(|| Traits::of(word, form, classes, atlas, clusters))
        })
        .collect()
}

impl Traits {
    fn of(word: &Word, form: &str, classes: Classes, atlas: &Atlas<'_>, clusters: &Clusters) -> Self {
        // "IS" and "WHO" are other words than "is" and "who".
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

/// Typographic apostrophes and hyphens as the word vectors have them.
fn straight(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' => '\'',
        '‐' | '‑' => '-',
        _ => c,
    }
}

/// How well known the best known place of the word's name is.
fn prominence(word: &Word, atlas: &Atlas<'_>) -> u8 {
    if !word.is_capital() || word.shape == Shape::Initial {
        return 0;
    }
    let summary = atlas.summary(&word.key);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 5")]
    let prominence = summary.prominence.ceil() as u8;
    if summary.is_small() { VILLAGE } else { prominence }
}

/// Hashes of the word's shape and of its outline.
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

/// Hashes of beginnings and endings.
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
