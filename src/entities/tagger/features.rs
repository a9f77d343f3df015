//! The features of the tagger: for each word in or near a possible name, hashes of everything that may indicate its
//! label.
//!
//! The output of the rules is among the features, so that what they know about the whole article (a string has one
//! kind, acronyms, surnames of full names) is weighed with the rest. Nothing here knows the weights.

use super::super::analyzed_text::{AnalyzedText, Sentence};
use super::super::atlas::Atlas;
use super::super::classes::Classes;
use super::super::lexicon::Lexicon;
use super::super::rules::{self, Segment};
use super::clusters::{Clusters, GRAINS};
use super::hash::mix;
use super::label::{self, CLASSES, Label, OUTSIDE};
use super::traits::{self, KnownForms, Traits};
use crate::model::Kind;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A word further than this from every capitalised word is in no name.
const REACH: usize = 2;

/// The number of neighbours considered on either side of a word.
const WINDOW: usize = 2;

/// The offsets at which a word contributes features: from two words before to two words after.
pub const SIDES: usize = 2 * WINDOW + 1;

/// The hash that represents the positions before and after a sentence.
const NOTHING: u64 = 1;

/// An article as the tagger sees it.
#[derive(Debug)]
pub struct Sight<'a> {
    texts: Vec<Seen<'a>>,
    contexts: FxHashMap<u64, Usage>,
}

/// One text of it.
#[derive(Debug)]
struct Seen<'a> {
    analyzed: &'a AnalyzedText<'a>,
    words: Vec<Traits>,
    segments: Vec<Segment>,
    /// The labels by the rules, with their confidence, 0 to 4.
    verdict: Vec<(Label, u8)>,
    /// The labels by the lists of organisations and places, longest match first.
    listed: Vec<Label>,
}

/// How the article uses a word.
#[derive(Debug, Default, Clone)]
struct Usage {
    /// The number of lower-case occurrences.
    small: u32,
    /// The number of capitalised occurrences that the position in the sentence does not explain.
    capital: u32,
    /// How many of these follow a capitalised word, and how many precede one.
    behind_capital: u32,
    before_capital: u32,
    /// The words next to it where it is capitalised.
    beside: Vec<u64>,
    /// How often the rules take it for part of a name of each class.
    classes: [u32; CLASSES],
}

/// The maximum number of neighbours stored for a word.
const MAX_NEIGHBOURS: usize = 12;

impl<'a> Sight<'a> {
    /// Collects the features of an article.
    pub fn of(
        texts: &'a [AnalyzedText<'a>],
        lexicon: &Lexicon,
        atlas: &Atlas<'_>,
        clusters: &Clusters,
        known: &mut KnownForms,
    ) -> Self {
        let verdicts = rules::read_twice(texts, lexicon, atlas);
        let seen = |(analyzed, segments): (&'a AnalyzedText<'a>, Vec<Segment>)| Seen {
            analyzed,
            words: traits::of(analyzed, atlas, clusters, known),
            verdict: labels(analyzed, &segments),
            listed: listed(analyzed, lexicon, atlas),
            segments,
        };
        let texts: Vec<Seen<'a>> = texts.iter().zip(verdicts).map(seen).collect();
        let mut contexts = FxHashMap::default();
        for seen in &texts {
            for sentence in &seen.analyzed.sentences {
                seen.note_usage(sentence, &mut contexts);
            }
        }
        Self { texts, contexts }
    }

    /// What the rules found in a text, in order.
    pub fn segments(&self, analyzed: usize) -> &[Segment] {
        &self.texts[analyzed].segments
    }

    /// The spans of a text's words that can contain names, in order and disjoint.
    pub fn stretches(&self, analyzed: usize) -> Vec<(usize, Range<usize>)> {
        let seen = &self.texts[analyzed];
        let mut stretches: Vec<(usize, Range<usize>)> = Vec::new();
        for (number, sentence) in seen.analyzed.sentences.iter().enumerate() {
            let bounds = &sentence.words;
            for at in bounds.clone().filter(|&at| seen.words[at].is_capital) {
                let start = at.saturating_sub(REACH).max(bounds.start);
                let end = (at + REACH + 1).min(bounds.end);
                match stretches.last_mut() {
                    Some((of, last)) if *of == number && start <= last.end => last.end = end,
                    _ => stretches.push((number, start..end)),
                }
            }
        }
        stretches
    }

    /// Fills `features` with those of the word at `at` of a sentence.
    #[cfg(any(test, feature = "train"))]
    pub fn features(&self, analyzed: usize, sentence: usize, at: usize, features: &mut Vec<u64>) {
        self.joint_features(analyzed, sentence, at, features);
        for (side, word) in self.around(analyzed, sentence, &(at..at + 1)).enumerate() {
            single_features(word, side, features);
        }
    }

    /// The words from two before some words of a sentence to two after them; `None` outside the sentence.
    pub fn around(
        &self,
        analyzed: usize,
        sentence: usize,
        words: &Range<usize>,
    ) -> impl Iterator<Item = Option<&Traits>> {
        let seen = &self.texts[analyzed];
        let bounds = &seen.analyzed.sentences[sentence].words;
        (words.start..words.end + 2 * WINDOW).map(move |at| {
            let at = at.checked_sub(WINDOW).filter(|at| bounds.contains(at))?;
            Some(&seen.words[at])
        })
    }

    /// Fills `features` with those that involve several words or the position of the word.
    pub fn joint_features(&self, analyzed: usize, sentence: usize, at: usize, features: &mut Vec<u64>) {
        features.clear();
        let seen = &self.texts[analyzed];
        let sentence = &seen.analyzed.sentences[sentence];
        let view = View { seen, sentence, at, word: &seen.words[at], features };
        view.fill(self.contexts.get(&seen.words[at].lower));
    }
}

/// The labels of what the rules found.
fn labels(analyzed: &AnalyzedText<'_>, segments: &[Segment]) -> Vec<(Label, u8)> {
    let mut labels = vec![OUTSIDE; analyzed.words.len()];
    let mut sureness = vec![0; analyzed.words.len()];
    for segment in segments {
        label::write(&mut labels[segment.from..segment.to], label::class(segment.kind));
        let sure = 1 + [2.0, 4.0, 6.0].iter().map(|&step| u8::from(segment.weight > step)).sum::<u8>();
        sureness[segment.from..segment.to].fill(sure);
    }
    labels.into_iter().zip(sureness).collect()
}

/// The maximum length of a listed name to look for, in words and marks.
const MAX_LISTED_WORDS: usize = 6;

/// The labels of listed names; organisations come before places.
fn listed(analyzed: &AnalyzedText<'_>, lexicon: &Lexicon, atlas: &Atlas<'_>) -> Vec<Label> {
    let mut labels = vec![OUTSIDE; analyzed.words.len()];
    for sentence in &analyzed.sentences {
        let mut at = sentence.words.start;
        while at < sentence.words.end {
            let longest = sentence.words.end.min(at + MAX_LISTED_WORDS);
            let name = (at + 1..=longest)
                .rev()
                .filter(|_| analyzed.words[at].is_capital())
                .filter(|&to| analyzed.words[to - 1].is_capital() || to == at + 1)
                .find_map(|to| Some((to, class_of_listed(analyzed, at, to, lexicon, atlas)?)));
            at = name.map_or(at + 1, |(to, class)| {
                label::write(&mut labels[at..to], class);
                to
            });
        }
    }
    labels
}

/// The class of a listed name. Names of villages have a class of their own, since many are also people's names.
fn class_of_listed(
    analyzed: &AnalyzedText<'_>,
    from: usize,
    to: usize,
    lexicon: &Lexicon,
    atlas: &Atlas<'_>,
) -> Option<u8> {
    let is_sole = to == from + 1;
    let may_begin = lexicon.may_begin_organisation(&analyzed.words[from].key);
    if is_sole && !may_begin {
        return None;
    }
    let key = analyzed.key(from, to);
    if may_begin && lexicon.organisation(&key, analyzed.form(from, to)).is_some() {
        return Some(label::class(Some(Kind::Organisation)));
    }
    if is_sole {
        return None;
    }
    let summary = atlas.summary(&key);
    let class = if summary.is_known() { Some(Kind::Place) } else { None };
    (summary.prominence > 0.0).then_some(label::class(class))
}

impl Seen<'_> {
    fn note_usage(&self, sentence: &Sentence, usages: &mut FxHashMap<u64, Usage>) {
        let bounds = &sentence.words;
        for at in bounds.clone() {
            let word = &self.words[at];
            if self.analyzed.words[at].key.is_empty() {
                continue;
            }
            let usage = usages.entry(word.lower).or_default();
            if !word.is_capital {
                usage.small += 1;
                continue;
            }
            if let Some(class) = label::class_of(self.verdict[at].0) {
                usage.classes[usize::from(class)] += 1;
            }
            if sentence.is_headline {
                continue;
            }
            let beside = [at.checked_sub(1).filter(|&at| at >= bounds.start), Some(at + 1)];
            for (side, neighbour) in (0..).zip(beside) {
                let Some(neighbour) = neighbour.filter(|&at| at < bounds.end) else { continue };
                if usage.beside.len() < MAX_NEIGHBOURS {
                    usage.beside.push(mix(side, self.words[neighbour].lower));
                }
            }
            if at > bounds.start {
                usage.capital += 1;
                usage.behind_capital += u32::from(self.words[at - 1].is_capital);
                let is_before = at + 1 < bounds.end && self.words[at + 1].is_capital;
                usage.before_capital += u32::from(is_before);
            }
        }
    }
}

/// Adds the features of a single word at one of the [`SIDES`]; `None` adds a feature for its absence.
pub fn single_features(word: Option<&Traits>, side: usize, features: &mut Vec<u64>) {
    let mut add = |question: usize, answer: u64| features.push(mix(question as u64, answer));
    let beside = [20, 21, 0, 22, 23][side];
    if side == WINDOW {
        add(0, 0);
        if let Some(word) = word {
            own_features(word, &mut add);
        }
    } else {
        add(beside, word.map_or(NOTHING, |word| word.lower));
        add(beside + 4, word.map_or(NOTHING, |word| word.outline));
    }
    let is_next = side + 1 == WINDOW || side == WINDOW + 1;
    if is_next {
        add(beside + 8, word.map_or(NOTHING, |word| word.form));
        add(beside + 20, word.map_or(NOTHING, |word| word.endings[2]));
    }
    let Some(word) = word else { return };
    for (grain, &id) in word.clusters.iter().enumerate().filter(|(_, id)| **id != 0) {
        add(60 + 8 * grain + side, u64::from(id));
    }
    if is_next || side == WINDOW {
        for class in word.classes.bits() {
            add(99 + side, u64::from(class));
        }
        add(102 + side, u64::from(word.prominence));
    }
}

/// Adds the features that only the scored word itself has.
fn own_features(word: &Traits, add: &mut impl FnMut(usize, u64)) {
    add(1, word.form);
    add(2, word.lower);
    add(3, word.shape);
    for (length, (beginning, ending)) in word.beginnings.iter().zip(word.endings).enumerate() {
        if *beginning != 0 {
            add(10 + length, *beginning);
            add(14 + length, ending);
        }
    }
    for (question, grain) in [(87, 1), (91, 2)] {
        add(question, mix(u64::from(word.clusters[grain]), word.outline));
    }
    let prominence = u64::from(word.prominence);
    add(106, mix(prominence, word.outline));
    add(107, mix(word.classes.number(), u64::from(word.is_capital)));
    let is_name = Classes::FIRST | Classes::LAST | Classes::COMMON;
    add(115, mix(prominence, word.classes.number() & is_name.number()));
}

/// A word with its neighbours.
struct View<'a> {
    seen: &'a Seen<'a>,
    sentence: &'a Sentence,
    at: usize,
    word: &'a Traits,
    features: &'a mut Vec<u64>,
}

/// A count as none, one, or more.
fn few(count: u32) -> u64 {
    u64::from(count.min(2))
}

impl View<'_> {
    fn fill(mut self, usage: Option<&Usage>) {
        self.of_the_word();
        self.of_neighbours();
        self.of_clusters();
        self.of_lists();
        self.of_the_rules();
        if let (Some(usage), true) = (usage, self.word.is_capital) {
            self.of_usage(usage);
        }
    }

    /// Adds a feature: the number of the question, and the answer.
    fn add(&mut self, question: u64, answer: u64) {
        self.features.push(mix(question, answer));
    }

    /// The word at this distance, within the sentence.
    fn neighbour(&self, by: isize) -> Option<usize> {
        self.at.checked_add_signed(by).filter(|at| self.sentence.words.contains(at))
    }

    /// A property of the word at this distance.
    fn trait_of(&self, by: isize, of: impl Fn(&Traits) -> u64) -> u64 {
        self.neighbour(by).map_or(NOTHING, |at| of(&self.seen.words[at]))
    }

    /// The word's position: first in the sentence or not, in a headline or not.
    fn position(&self) -> u64 {
        u64::from(self.at == self.sentence.words.start) + 2 * u64::from(self.sentence.is_headline)
    }

    fn of_the_word(&mut self) {
        let word = self.word;
        self.add(4, mix(word.outline, self.position()));
        self.add(5, mix(word.lower, self.position() + 4 * u64::from(word.is_capital)));
    }

    fn of_neighbours(&mut self) {
        let outline = self.word.outline;
        for (question, by) in [(21, -1), (22, 1)] {
            let lower = self.trait_of(by, |word| word.lower);
            let beside = self.trait_of(by, |word| word.outline);
            self.add(question + 12, mix(beside, outline));
            self.add(question + 16, mix(lower, outline));
        }
        let lower = self.word.lower;
        let [before2, before, after, after2] = [-2, -1, 1, 2].map(|by| self.trait_of(by, |word| word.lower));
        self.add(50, mix(before, lower));
        self.add(51, mix(lower, after));
        self.add(52, mix(before, after));
        self.add(53, mix(before2, before));
        self.add(54, mix(after, after2));
        let around = [-2, -1, 1, 2].map(|by| self.trait_of(by, |word| word.outline));
        self.add(55, mix(around[1], mix(outline, around[2])));
        self.add(56, around.iter().fold(outline, |all, one| mix(all, *one)));
    }

    fn of_clusters(&mut self) {
        let mut ids = [[0; GRAINS]; 2 * WINDOW + 1];
        for (by, ids) in (-2..).zip(&mut ids) {
            if let Some(at) = self.neighbour(by) {
                *ids = self.seen.words[at].clusters;
            }
        }
        let [_, before, own, after, _] = ids;
        for (question, grain) in [(84, 1), (88, 2)] {
            let [before, own, after] = [before, own, after].map(|ids| u64::from(ids[grain]));
            self.add(question, mix(before, own));
            self.add(question + 1, mix(own, after));
            self.add(question + 2, mix(before, after));
        }
    }

    fn of_lists(&mut self) {
        let listed = [-1, 0, 1].map(|by| self.neighbour(by).map_or(OUTSIDE, |at| self.seen.listed[at]));
        for (question, label) in (110..).zip(listed) {
            self.add(question, u64::from(label));
        }
        self.add(113, mix(u64::from(listed[1]), self.word.outline));
        self.add(114, mix(u64::from(listed[1]), u64::from(self.seen.verdict[self.at].0)));
        let own = self.word;
        let before = self.neighbour(-1).map_or(Classes::default(), |at| self.seen.words[at].classes);
        self.add(108, mix(own.classes.number(), before.number()));
        let wide = self.neighbour(2).map_or(0, |at| u64::from(self.seen.words[at].prominence));
        self.add(109, mix(wide, self.trait_of(1, |word| word.lower)));
    }

    fn of_the_rules(&mut self) {
        let verdict = |by| self.neighbour(by).map_or((OUTSIDE, 0), |at| self.seen.verdict[at]);
        let [before, own, after] = [-1, 0, 1].map(verdict);
        let [before, label, after] = [before, own, after].map(|(label, _)| u64::from(label));
        let sure = u64::from(own.1);
        self.add(120, label);
        self.add(121, mix(label, sure));
        self.add(122, before);
        self.add(123, after);
        self.add(124, mix(label, self.word.outline));
        self.add(125, mix(label, mix(before, after)));
        self.add(126, mix(label, self.word.lower));
        self.add(127, mix(label, u64::from(self.word.clusters[1])));
        self.add(128, mix(label, mix(self.position(), sure)));
    }

    fn of_usage(&mut self, usage: &Usage) {
        self.add(140, mix(few(usage.small), few(usage.capital)));
        self.add(141, mix(few(usage.behind_capital), few(usage.before_capital)));
        self.add(142, mix(self.position(), mix(few(usage.small), few(usage.capital))));
        let classes = usage.classes.iter().fold(0, |all, &count| 3 * all + few(count));
        self.add(143, classes);
        self.add(144, mix(classes, u64::from(self.seen.verdict[self.at].0)));
        for at in 0..usage.beside.len() {
            if !usage.beside[..at].contains(&usage.beside[at]) {
                self.add(145, usage.beside[at]);
            }
        }
    }
}
