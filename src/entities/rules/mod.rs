//! The rule-based recogniser: rules and lists, applied in two passes, so that what the first pass is sure of helps
//! the second.
//!
//! In each run of capitalised words, every span is scored as a person, a place and an organisation, and the best
//! segmentation of the run wins (semi-Markov decoding with hand-set weights, after Sarawagi and Cohen, Semi-Markov
//! Conditional Random Fields for Information Extraction, NIPS 2004, without training). It resolves nothing; that is
//! done in [`super::resolve`].

mod evidence;
mod organisation;
mod person;
mod place;
mod runs;
#[cfg(test)]
mod tests;

use super::analyzed_text::{AnalyzedText, Sentence};
use super::atlas::Atlas;
use super::classes::Classes;
use super::lexicon::Lexicon;
use super::{Found, Knowledge, Recogniser};
use crate::model::Kind;
use crate::text::words::{Shape, Word};
use evidence::Evidence;
pub use runs::is_prefix;

/// The maximum length of a name, in words and marks.
const MAX_WORDS: usize = 10;

/// The weight of a lone word without any evidence: other mentions can still make it a name.
const WEAK_WEIGHT: f32 = -0.5;

/// The rule-based recogniser.
#[derive(Debug)]
pub struct Rules;

/// Everything a weight can depend on.
struct Reading<'a> {
    analyzed: &'a AnalyzedText<'a>,
    sentence: &'a Sentence,
    lexicon: &'a Lexicon,
    atlas: &'a Atlas<'a>,
    evidence: &'a Evidence,
}

/// A span of words taken for a name; without a kind, it is the name of something else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// Its first word.
    pub from: usize,
    /// One past its last.
    pub to: usize,
    /// The kind of entity.
    pub kind: Option<Kind>,
    /// Its weight; more than 0.
    pub weight: f32,
}

impl Recogniser for Rules {
    fn recognise(&self, texts: &[AnalyzedText<'_>], knowledge: &Knowledge) -> Vec<Found> {
        let mut found = Vec::new();
        let atlas = Atlas::of(&knowledge.gazetteer);
        for (analyzed, segments) in texts.iter().zip(read_twice(texts, &knowledge.lexicon, &atlas)) {
            for segment in segments {
                if let Some(kind) = segment.kind {
                    let span = analyzed.span(segment.from, segment.to);
                    found.push(Found {
                        field: analyzed.field,
                        span,
                        kind,
                        certainty: certainty(segment.weight),
                    });
                }
            }
        }
        found
    }
}

/// The segments of each text, in order, including names of something else.
pub fn read_twice(texts: &[AnalyzedText<'_>], lexicon: &Lexicon, atlas: &Atlas<'_>) -> Vec<Vec<Segment>> {
    let mut evidence = Evidence::default();
    for analyzed in texts {
        analyzed.note_lower(&mut evidence.lower);
        evidence.note_definitions(analyzed);
    }
    let first: Vec<Vec<Segment>> =
        texts.iter().map(|analyzed| read(analyzed, lexicon, atlas, &evidence)).collect();
    for (analyzed, segments) in texts.iter().zip(&first) {
        evidence.learn(analyzed, segments);
    }
    texts.iter().map(|analyzed| read(analyzed, lexicon, atlas, &evidence)).collect()
}

/// The confidence for a weight, 0 to 1: a logistic curve that gives 0.5 at a weight of 1.
fn certainty(weight: f32) -> f32 {
    1.0 / (1.0 + (1.0 - weight).exp())
}

/// The penalty for a name directly after another, which is rare.
fn crowding(before: Option<Segment>, segment: Segment) -> f32 {
    match before {
        Some(before) if before.kind == segment.kind => 4.0,
        // "Ghana Police Service" is one name, not two.
        Some(before) if before.kind == Some(Kind::Place) && segment.kind == Some(Kind::Organisation) => 5.5,
        // "Harland Science Fair" is one name, too.
        Some(_) if segment.kind.is_none() => 4.5,
        Some(_) => 2.5,
        None => 0.0,
    }
}

fn read(
    analyzed: &AnalyzedText<'_>,
    lexicon: &Lexicon,
    atlas: &Atlas<'_>,
    evidence: &Evidence,
) -> Vec<Segment> {
    let mut segments = Vec::new();
    for sentence in &analyzed.sentences {
        let reading = Reading { analyzed, sentence, lexicon, atlas, evidence };
        for run in runs::of(analyzed, sentence) {
            reading.cut(run.start, run.end, &mut segments);
        }
    }
    segments
}

impl Reading<'_> {
    /// Segments a run for the greatest total weight, and adds the segments that have a weight.
    fn cut(&self, start: usize, end: usize, segments: &mut Vec<Segment>) {
        // best[i]: the weight of the best segmentation of the first i words, and its last segment.
        let mut best: Vec<(f32, Option<Segment>)> = vec![(0.0, None)];
        for to in start + 1..=end {
            let mut choice = (best[to - 1 - start].0 - self.cost_outside(to - 1), None);
            for from in start.max(to.saturating_sub(MAX_WORDS))..to {
                if let Some(segment) = self.weigh(from, to) {
                    let total =
                        best[from - start].0 + segment.weight - crowding(best[from - start].1, segment);
                    if total > choice.0 {
                        choice = (total, Some(segment));
                    }
                }
            }
            best.push(choice);
        }
        let first_new = segments.len();
        let mut to = end;
        while to > start {
            match best[to - start].1 {
                Some(segment) => {
                    segments.push(segment);
                    to = segment.from;
                }
                None => to -= 1,
            }
        }
        segments[first_new..].reverse();
    }

    /// The penalty for leaving a word outside all names: more than zero if nothing else explains its capital.
    fn cost_outside(&self, at: usize) -> f32 {
        let classes = self.analyzed.classes(at);
        let has_reason = !self.analyzed.words[at].is_capital()
            || classes.is(Classes::TITLE
                | Classes::OFFICE
                | Classes::DEMONYM
                | Classes::CALENDAR
                | Classes::CLOSED)
            || self.is_weak(at);
        if has_reason { 0.0 } else { 1.2 }
    }

    /// The most likely kind of name for a span, if it can be a name at all.
    fn weigh(&self, from: usize, to: usize) -> Option<Segment> {
        if !runs::may_begin(self.analyzed, from) || !runs::may_end(self.analyzed, to - 1) {
            return None;
        }
        let key = self.analyzed.key(from, to);
        let torn = if self.is_hyphened(from, to) { 2.0 } else { 0.0 };
        let lean = |kind| self.evidence.lean(&key, kind) - torn;
        let weights = [
            (Some(Kind::Person), self.person(from, to).map(|weight| weight + lean(Kind::Person))),
            (Some(Kind::Place), self.place(from, to, &key).map(|weight| weight + lean(Kind::Place))),
            (
                Some(Kind::Organisation),
                self.organisation(from, to, &key).map(|weight| weight + lean(Kind::Organisation)),
            ),
            (None, self.nothing(from, to, &key)),
        ];
        weights
            .into_iter()
            .filter_map(|(kind, weight)| weight.map(|weight| Segment { from, to, kind, weight }))
            .filter(|segment| segment.weight > 0.0)
            .max_by(|a, b| a.weight.total_cmp(&b.weight))
    }

    /// Whether a hyphen connects the span to a capitalised word outside it.
    fn is_hyphened(&self, from: usize, to: usize) -> bool {
        let capital = |at: usize| self.sentence.words.contains(&at) && self.analyzed.words[at].is_capital();
        let tied = |at: usize| self.mark_at(at, '-') && !self.analyzed.words[at].apart;
        let particle = |at: usize| self.classes_at(at).is(Classes::PARTICLE);
        tied(to) && capital(to + 1)
            || from >= 2 && tied(from - 1) && (capital(from - 2) || particle(from - 2))
    }

    /// The weight of names of something else: wars, cups, laws, "Sri Lankans".
    fn nothing(&self, from: usize, to: usize, key: &str) -> Option<f32> {
        if to - from > 1 && self.atlas.gazetteer().nations().of_demonym(key).is_some() {
            return Some(7.0);
        }
        if to - from == 2 && matches!(self.key_at(from), "hurricane" | "typhoon" | "cyclone") {
            return Some(7.0);
        }
        let last = self.analyzed.classes(to - 1);
        let has_of = self.analyzed.words[from..to].iter().any(|word| word.key == "of");
        #[expect(clippy::cast_precision_loss, reason = "at most MAX_WORDS")]
        let length = (to - from) as f32;
        (to - from > 1 && last.is(Classes::EVENT) && !has_of).then_some(2.5 + 1.3 * length)
    }

    /// Whether the word's capital is uninformative: it opens the sentence or is in a headline, and it is a common
    /// word or also occurs in lower case.
    fn is_weak(&self, at: usize) -> bool {
        let classes = self.analyzed.classes(at);
        if classes.is(Classes::CLOSED) {
            return true;
        }
        let by_place = self.sentence.is_headline || self.opens_sentence(at);
        by_place
            && (classes.is(Classes::COMMON) || self.evidence.lower.contains(&self.analyzed.words[at].key))
    }

    /// Whether the word is the first of its sentence, of a quotation, or after a colon.
    fn opens_sentence(&self, at: usize) -> bool {
        let before = &self.analyzed.words[self.sentence.words.start..at];
        let opens = |word: &Word| matches!(word.shape, Shape::Mark('“' | '"' | '‘' | ':' | '•'));
        before.last().is_none_or(opens) || before.iter().all(|word| word.key.is_empty())
    }

    /// The previous word or mark within the sentence.
    fn before(&self, at: usize) -> Option<usize> {
        at.checked_sub(1).filter(|&before| before >= self.sentence.words.start)
    }

    /// The classes of the previous word.
    fn classes_before(&self, at: usize) -> Classes {
        self.before(at).map(|before| self.analyzed.classes(before)).unwrap_or_default()
    }

    /// The classes of the word at `at`; none outside the sentence.
    fn classes_at(&self, at: usize) -> Classes {
        if self.sentence.words.contains(&at) { self.analyzed.classes(at) } else { Classes::default() }
    }

    /// The key of the word at `at`; empty outside the sentence.
    fn key_at(&self, at: usize) -> &str {
        if self.sentence.words.contains(&at) { &self.analyzed.words[at].key } else { "" }
    }

    /// Whether this mark is at `at`.
    fn mark_at(&self, at: usize, mark: char) -> bool {
        self.sentence.words.contains(&at) && self.analyzed.words[at].is_mark(mark)
    }
}
