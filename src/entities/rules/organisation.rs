//! How much a stretch of words looks like the name of an organisation.

use super::super::lexicon::{Classes, body_key};
use super::Reading;
use crate::text::words::Shape;

impl Reading<'_> {
    /// The weight of words `from..to` as an organisation's name; `None` where they cannot be one.
    pub(super) fn organisation(&self, from: usize, to: usize, key: &str) -> Option<f32> {
        if let Some(weight) = self.listed_body(from, to, key) {
            return Some(weight);
        }
        if self.page.words[to - 1].shape == Shape::Possessive {
            return None;
        }
        if to - from == 1 {
            return self.acronym(from);
        }
        self.described_body(from, to)
    }

    /// A name that our list has.
    fn listed_body(&self, from: usize, to: usize, key: &str) -> Option<f32> {
        let form = self.page.form(from, to);
        self.lexicon.body(key, form)?;
        let word = &self.page.words[from];
        if to - from == 1 {
            let is_acronym = form.chars().filter(|c| c.is_uppercase()).count() > 1;
            if self.is_weak(from) && !is_acronym {
                return None;
            }
            // A short acronym in small letters is another word.
            if word.key.len() <= 3 && word.shape == Shape::Capital && !is_acronym {
                return None;
            }
            return Some(if self.page.classes(from).is(Classes::COMMON) && !is_acronym { 2.5 } else { 4.6 });
        }
        #[expect(clippy::cast_precision_loss, reason = "at most LONGEST")]
        let length = (to - from) as f32;
        Some(4.5 + 1.3 * (length - 1.0))
    }

    /// One word in capitals.
    fn acronym(&self, at: usize) -> Option<f32> {
        let word = &self.page.words[at];
        if word.shape != Shape::Upper || self.sentence.is_headline && !self.evidence.explains(&word.key) {
            return None;
        }
        if self.evidence.explains(&word.key) {
            return Some(5.0);
        }
        let letters = word.key.chars().count();
        let is_acronym = (2..=9).contains(&letters)
            && !self.page.classes(at).is(Classes::NO_ACRONYM | Classes::CALENDAR)
            && (letters <= 5 || !self.page.classes(at).is(Classes::COMMON | Classes::FIRST | Classes::LAST));
        let has_digit = word.key.chars().any(|c| c.is_ascii_digit());
        let is_place = !self.gazetteer.keyed(&word.key).is_empty() && letters <= 3;
        (is_acronym && !has_digit && !is_place).then_some(1.8)
    }

    /// A name with a word for what it is: "Harbour Council", "Ministry of Tides".
    fn described_body(&self, from: usize, to: usize) -> Option<f32> {
        let first = self.page.classes(from);
        if first.is(Classes::CLOSED | Classes::CALENDAR) {
            return None;
        }
        let ends_with_body = self.page.classes(to - 1).is(Classes::BODY);
        let head_of = (from..to.saturating_sub(2)).find(|&at| {
            self.page.classes(at).is(Classes::BODY_OF | Classes::BODY)
                && self.page.words[at].is_capital()
                && matches!(self.key_at(at + 1), "of" | "for" | "on")
        });
        let joints = (from..to).filter(|&at| matches!(self.key_at(at), "and" | "to" | "in" | "the")).count();
        let has_possessive = self.page.words[from..to].iter().any(|word| word.shape == Shape::Possessive);
        if self.has_title(from, to) {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "at most LONGEST")]
        let length = (to - from) as f32;
        #[expect(clippy::cast_precision_loss, reason = "at most LONGEST")]
        let joints = joints as f32;
        let mut weight = match (ends_with_body, head_of) {
            (_, Some(_)) => 2.2 + 1.4 * length - 0.6 * joints,
            (true, None) => {
                let has_of = (from..to).any(|at| matches!(self.key_at(at), "of" | "for" | "on"));
                2.2 + 1.6 * length
                    - 1.4 * joints
                    - if has_of { 2.0 } else { 0.0 }
                    - if has_possessive { 2.6 } else { 0.0 }
            }
            (false, None) => return self.university(from, to),
        };
        if self.is_weak(from) {
            weight -= 2.0;
        }
        if self.page.words[from..to]
            .iter()
            .zip(&self.page.classes[from..to])
            .any(|(word, classes)| word.shape == Shape::Capital && classes.is(Classes::CLOSED))
        {
            weight -= 5.0;
        }
        if first.is(Classes::TITLE) && !first.is(Classes::BODY | Classes::BODY_OF) {
            weight -= 2.0;
        }
        let weak = (from..to).filter(|&at| self.page.words[at].is_capital() && self.is_weak(at)).count();
        if self.sentence.is_headline && weak + 1 >= to - from {
            weight -= 3.0;
        }
        Some(weight)
    }

    /// "Carter University Hospital Lund": the word for what it is stands within, a place behind it.
    fn university(&self, from: usize, to: usize) -> Option<f32> {
        let at = (from + 1..to - 1)
            .find(|&at| self.page.classes(at).is(Classes::BODY) && self.page.words[at].is_capital())?;
        let key = body_key(self.page.form(at + 1, to));
        (to - at == 2
            && !self.gazetteer.keyed(&key).is_empty()
            && !self.page.words[from..to].iter().any(|word| word.key.is_empty()))
        .then_some(4.5)
    }

    /// Whether a word stands within that only titles hold: "Council President Ana".
    fn has_title(&self, from: usize, to: usize) -> bool {
        let is_title = |at: usize| {
            let classes = self.page.classes(at);
            classes.is(Classes::TITLE) && !classes.is(Classes::BODY | Classes::BODY_OF | Classes::COMMON)
        };
        (from + 1..to).any(is_title)
    }
}
