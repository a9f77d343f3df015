//! How much a span of words looks like the name of an organisation.

use super::super::classes::Classes;
use super::super::lexicon::organisation_key;
use super::{Reading, WEAK_WEIGHT};
use crate::text::words::Shape;

/// Endings of invented company names.
const COMPANY_ENDINGS: &[&str] = &[
    "bank", "tech", "soft", "corp", "gram", "media", "tel", "com", "net", "press", "pharma", "petrol", "gas",
    "oil", "flix", "ware", "coin", "pay",
];

impl Reading<'_> {
    /// The weight of words `from..to` as an organisation's name; `None` if they cannot be one.
    pub(super) fn organisation(&self, from: usize, to: usize, key: &str) -> Option<f32> {
        if let Some(weight) = self.listed_organisation(from, to, key) {
            return Some(weight);
        }
        if self.analyzed.words[to - 1].shape == Shape::Possessive {
            return None;
        }
        if to - from == 1 {
            let context = self.organisation_context(from, to);
            return self
                .acronym(from)
                .or_else(|| self.lone_organisation(from, context))
                .map(|weight| weight + context);
        }
        self.described_organisation(from, to)
    }

    /// A listed name.
    fn listed_organisation(&self, from: usize, to: usize, key: &str) -> Option<f32> {
        let form = self.analyzed.form(from, to);
        self.lexicon.organisation(key, form)?;

        if to - from == 1 {
            let is_acronym = form.chars().filter(|c| c.is_uppercase()).count() > 1;
            let other = self.is_weak(from) || self.analyzed.classes(from).is(Classes::DEMONYM);
            if other && !is_acronym {
                return None;
            }
            // "the Amazon" is the river; the company is named without an article.
            let is_the_place =
                !is_acronym && from > 0 && self.key_at(from - 1) == "the" && self.atlas.knows(key);
            let is_common = self.analyzed.classes(from).is(Classes::COMMON) && !is_acronym;
            return Some(if is_common || is_the_place { 2.5 } else { 4.6 });
        }
        #[expect(clippy::cast_precision_loss, reason = "at most LONGEST")]
        let length = (to - from) as f32;
        Some(4.5 + 1.3 * (length - 1.0))
    }

    /// A single word in capitals.
    fn acronym(&self, at: usize) -> Option<f32> {
        let word = &self.analyzed.words[at];
        if word.shape != Shape::Upper || self.sentence.is_headline && !self.evidence.explains(&word.key) {
            return None;
        }
        if self.evidence.explains(&word.key) {
            return Some(2.5);
        }
        let letters = word.key.chars().count();
        let is_acronym = (2..=9).contains(&letters)
            && word.key.is_ascii()
            && !self.analyzed.classes(at).is(Classes::NO_ACRONYM | Classes::CALENDAR)
            && (letters <= 5
                || !self.analyzed.classes(at).is(Classes::COMMON | Classes::FIRST | Classes::LAST));
        let has_digit = word.key.chars().any(|c| c.is_ascii_digit());
        let is_place = self.atlas.knows(&word.key) && letters <= 3;
        (is_acronym && !has_digit && !is_place).then_some(1.8)
    }

    /// The evidence for an organisation in the adjacent words: "tech giant X", "X chief executive Ana".
    fn organisation_context(&self, from: usize, to: usize) -> f32 {
        let mut weight: f32 = 0.0;
        let is_small =
            |at: usize| self.sentence.words.contains(&at) && self.analyzed.words[at].shape == Shape::Lower;
        if self
            .before(from)
            .is_some_and(|before| is_small(before) && self.analyzed.classes(before).is(Classes::SORT_OF_BODY))
        {
            weight += 2.0;
        }
        if self.classes_at(to).is(Classes::STAFF) {
            weight += 1.5;
        }
        weight
    }

    /// A single unlisted word that is not all capitals.
    fn lone_organisation(&self, at: usize, context: f32) -> Option<f32> {
        let word = &self.analyzed.words[at];
        let classes = self.analyzed.classes(at);
        let is_other = classes.is(Classes::COMMON
            | Classes::CLOSED
            | Classes::TITLE
            | Classes::OFFICE
            | Classes::DEMONYM
            | Classes::CALENDAR
            | Classes::FAMOUS
            | Classes::NO_ACRONYM);
        if word.shape != Shape::Capital || word.key.len() < 3 || is_other || self.is_weak(at) {
            return None;
        }
        let is_name = classes.is(Classes::FIRST | Classes::LAST) || self.atlas.knows(&word.key);
        let weight = match (is_mixed(word.span.of(self.analyzed.text)), is_name) {
            (true, _) => 2.2,
            (false, false)
                if COMPANY_ENDINGS
                    .iter()
                    .any(|ending| word.key.len() > ending.len() + 2 && word.key.ends_with(ending)) =>
            {
                1.5
            }
            (false, false) => WEAK_WEIGHT,
            (false, true) if context > 0.0 => WEAK_WEIGHT,
            (false, true) => return None,
        };
        Some(weight)
    }

    /// A name with a word for its type: "Harbour Council", "Ministry of Tides".
    fn described_organisation(&self, from: usize, to: usize) -> Option<f32> {
        let first = self.analyzed.classes(from);
        if first.is(Classes::CLOSED | Classes::CALENDAR) {
            return None;
        }
        let ends_with_organisation = self.analyzed.classes(to - 1).is(Classes::BODY)
            && (self.analyzed.words[to - 1].is_capital()
                || self.is_single(from, to - 1) && !self.is_weak(from) && !first.is(Classes::DEMONYM));
        let head_of = (from + 1..to - 1)
            .find(|&at| matches!(self.key_at(at), "of" | "for" | "on"))
            .filter(|&of| self.takes_complement(of - 1));
        let joints = (from..to).filter(|&at| matches!(self.key_at(at), "and" | "to" | "in" | "the")).count();
        let has_possessive = self.analyzed.words[from..to].iter().any(|word| word.shape == Shape::Possessive);
        let is_broken = |at: usize| {
            self.key_at(at) == "to"
                || self.analyzed.classes(at).is(Classes::CALENDAR) && self.analyzed.words[at].is_capital()
        };
        if self.has_title(from, to) || (from..to).any(is_broken) {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "at most LONGEST")]
        let length = (to - from) as f32;
        #[expect(clippy::cast_precision_loss, reason = "at most LONGEST")]
        let joints = joints as f32;
        let mut weight = match (ends_with_organisation, head_of) {
            (_, Some(_)) => 2.2 + 1.7 * length - 0.6 * joints,
            (true, None) => {
                // "Commission and Parliament" are two.
                if self.analyzed.classes(from).is(Classes::BODY) && self.key_at(from + 1) == "and" {
                    return None;
                }
                let has_of = (from..to).any(|at| matches!(self.key_at(at), "of" | "for" | "on"));
                2.2 + 1.9 * length
                    - 1.4 * joints
                    - if has_of { 4.0 } else { 0.0 }
                    - if has_possessive { 2.6 } else { 0.0 }
            }
            (false, None) => return self.university(from, to),
        };
        if head_of.is_some() && self.ends_with_place(from, to) {
            weight += 5.0;
        }
        Some(weight - self.doubts(from, to))
    }

    /// Evidence against an organisation's name, however well its words fit: a weak or closed-class word at its start,
    /// a title, headline capitals.
    fn doubts(&self, from: usize, to: usize) -> f32 {
        let first = self.analyzed.classes(from);
        let mut doubts = 0.0;
        if self.is_weak(from) {
            // The capital of the next word shows that the name begins before it.
            doubts += if self.sentence.is_headline || self.is_weak(from + 1) { 2.0 } else { 0.8 };
        }
        if self.analyzed.words[from..to]
            .iter()
            .zip(&self.analyzed.classes[from..to])
            .any(|(word, classes)| word.shape == Shape::Capital && classes.is(Classes::CLOSED))
        {
            doubts += 5.0;
        }
        if first.is(Classes::TITLE)
            && !first.is(Classes::BODY | Classes::BODY_OF)
            && self.key_at(from) != "general"
        {
            doubts += 2.0;
        }
        let weak = (from..to).filter(|&at| self.analyzed.words[at].is_capital() && self.is_weak(at)).count();
        if self.sentence.is_headline && weak + 1 >= to - from {
            doubts += 3.0;
        }
        doubts
    }

    /// Whether a word begins a name that continues with "of", "for" or "on": "Ministry of", "Council on".
    fn takes_complement(&self, at: usize) -> bool {
        if !self.analyzed.words[at].is_capital()
            || !self.analyzed.classes(at).is(Classes::BODY_OF | Classes::BODY)
        {
            return false;
        }
        match self.key_at(at + 1) {
            "of" | "for" => true,
            "on" => matches!(
                self.key_at(at),
                "council" | "committee" | "commission" | "conference" | "centre" | "center"
            ),
            _ => false,
        }
    }

    /// Whether the words after the last "of" are a place name.
    fn ends_with_place(&self, from: usize, to: usize) -> bool {
        let Some(of) = (from..to).rev().find(|&at| self.key_at(at) == "of") else { return false };
        let named = if self.key_at(of + 1) == "the" { of + 2 } else { of + 1 };
        named < to && self.atlas.knows(&self.analyzed.key(named, to))
    }

    /// "Carter University Hospital Lund": the word for the type is inside, and a place comes after it.
    fn university(&self, from: usize, to: usize) -> Option<f32> {
        let at = (from + 1..to - 1).find(|&at| {
            self.analyzed.classes(at).is(Classes::BODY) && self.analyzed.words[at].is_capital()
        })?;
        let key = organisation_key(self.analyzed.form(at + 1, to));
        (to - at == 2
            && self.atlas.knows(&key)
            && !self.analyzed.words[from..to].iter().any(|word| word.key.is_empty()))
        .then_some(4.5)
    }

    /// Whether the words form one hyphenated name: "al-Watan".
    fn is_single(&self, from: usize, to: usize) -> bool {
        (from + 1..to)
            .all(|at| self.analyzed.words[at].is_mark('-') || self.analyzed.words[at - 1].is_mark('-'))
    }

    /// Whether it contains a title, or one that continues: "Council President Ana", "Adviser for the Bank".
    fn has_title(&self, from: usize, to: usize) -> bool {
        (from..to).any(|at| {
            let classes = self.analyzed.classes(at);
            let is_title = classes.is(Classes::TITLE) && !classes.is(Classes::BODY | Classes::BODY_OF);
            let goes_on = matches!(self.key_at(at + 1), "of" | "for" | "at" | "to" | "in");
            is_title && (goes_on || at > from && !classes.is(Classes::COMMON))
        })
    }
}

/// Whether a word has capitals inside, as in `WeChat`, but not after "Mc", "Mac" or an apostrophe, as in people's
/// names.
fn is_mixed(form: &str) -> bool {
    if !form.starts_with(char::is_alphabetic) {
        return false;
    }
    let inner = form.char_indices().skip(1).find(|(_, c)| c.is_uppercase());
    inner.is_some_and(|(at, _)| {
        !matches!(&form[..at], "Mc" | "Mac" | "De" | "Le" | "La" | "Di" | "Du" | "Van" | "Fitz" | "Al" | "El")
            && !form[..at].ends_with(['\'', '’'])
    })
}
