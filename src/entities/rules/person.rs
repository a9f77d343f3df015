//! How much a span of words looks like the name of a person.

use super::super::classes::Classes;
use super::{Reading, WEAK_WEIGHT};
use crate::text::words::{Shape, Word};

impl Reading<'_> {
    /// The weight of words `from..to` as a person's name; `None` if they cannot be one.
    pub(super) fn person(&self, from: usize, to: usize) -> Option<f32> {
        let words: Vec<usize> = (from..to).filter(|&at| !self.analyzed.words[at].is_mark('-')).collect();
        let is_name = |at: &usize| !self.analyzed.classes(*at).is(Classes::PARTICLE | Classes::SUFFIX);
        let names = words.iter().copied().filter(is_name).count();
        if !(1..=5).contains(&names) || words.iter().any(|&at| !self.may_be_in_person(at, from)) {
            return None;
        }
        let last_word = *words.last()?;
        let ends_open = matches!(
            self.key_at(last_word),
            "al" | "el" | "bin" | "ibn" | "bint" | "van" | "von" | "der" | "de" | "del"
        );
        if words.len() > 1 && (ends_open || self.analyzed.words[last_word].shape == Shape::Initial) {
            return None;
        }
        let context = self.person_context(from, to);
        if words.len() == 1 {
            return self.lone_person(last_word, context);
        }
        self.full_person(&words, context)
    }

    /// Whether a word can be part of a person's name at all.
    fn may_be_in_person(&self, at: usize, from: usize) -> bool {
        let word = &self.analyzed.words[at];
        let classes = self.analyzed.classes(at);
        match word.shape {
            Shape::Lower => {
                at == from || classes.is(Classes::PARTICLE) || self.analyzed.words[at - 1].is_mark('-')
            }
            Shape::Capital | Shape::Initial => {
                let is_name =
                    classes.is(Classes::FIRST | Classes::LAST | Classes::PARTICLE | Classes::SUFFIX);
                !(classes.is(Classes::CLOSED)
                    && !classes.is(Classes::PARTICLE)
                    && word.shape != Shape::Initial)
                    && (is_name
                        || !classes.is(Classes::TITLE
                            | Classes::OFFICE
                            | Classes::CALENDAR
                            | Classes::DEMONYM
                            | Classes::BODY
                            | Classes::SITE))
                    && !(at == from
                        && classes.is(Classes::TITLE | Classes::OFFICE)
                        && !self.is_given_in_article(at))
            }
            // All capitals only if everything is, and Roman numerals after a name.
            Shape::Upper => {
                classes.is(Classes::SUFFIX) && at > from
                    || self.sentence.is_headline && word.key.len() > 3
                    || classes.is(Classes::FIRST) && word.key.len() == 2 && at == from
            }
            _ => false,
        }
    }

    fn is_given_in_article(&self, at: usize) -> bool {
        self.evidence.given_name(&self.analyzed.words[at].key).is_some()
    }

    /// The evidence for a person in the adjacent words: a title before, a reporting verb, an age, "who".
    fn person_context(&self, from: usize, to: usize) -> f32 {
        let mut weight: f32 = 0.0;
        if self.has_title_before(from) {
            weight += 2.0;
        }
        let after = if self.mark_at(to, ',') || self.mark_at(to, '”') { to + 1 } else { to };
        let says = self.classes_at(to).is(Classes::SAYING) && !self.analyzed.words[to].is_capital()
            || self.classes_before(from).is(Classes::SAYING) && !self.opens_sentence(from);
        if says {
            weight += 1.0;
        }
        let has_age = after > to
            && self.sentence.words.contains(&after)
            && self.analyzed.words[after].shape == Shape::Number
            && (self.mark_at(after + 1, ',') || self.key_at(after + 1) == "from");
        if has_age || self.mark_at(to, ',') && self.key_at(to + 1) == "who" || self.key_at(to) == "who" {
            weight += 1.5;
        }
        weight
    }

    /// Whether a title comes directly before, including its full stop or a hyphenated part.
    fn has_title_before(&self, from: usize) -> bool {
        let Some(before) = self.before(from) else { return false };
        let before = if self.analyzed.words[before].is_mark(',') { return false } else { before };
        self.analyzed.is_title(before)
    }

    /// A single word.
    fn lone_person(&self, at: usize, context: f32) -> Option<f32> {
        let word = &self.analyzed.words[at];
        let classes = self.analyzed.classes(at);
        if word.shape == Shape::Initial
            || word.key.len() < 2
            || classes.is(Classes::CALENDAR | Classes::PARTICLE)
        {
            return None;
        }
        if classes.is(Classes::DEMONYM) && self.evidence.surname(&word.key).is_none() {
            return None;
        }
        let weak = self.is_weak(at);
        if let Some(known) = self.evidence.surname(&word.key) {
            let weight = (known * 0.8).min(3.5);
            return Some(weight + context * 0.5 - if weak && context < 1.0 { 3.0 } else { 0.0 });
        }
        if classes.is(Classes::TITLE) && context < 2.0 {
            return None;
        }
        if self.evidence.given_name(&word.key).is_some() && !weak {
            return Some(2.5 + context * 0.5);
        }
        if classes.is(Classes::FAMOUS) && !weak {
            return Some(3.0 + context);
        }
        let is_other = classes.is(Classes::COMMON | Classes::OFFICE | Classes::BODY | Classes::SITE);
        if weak || is_other && context < 2.0 {
            return None;
        }
        if context >= 2.0 {
            return Some(context + 1.0);
        }
        let is_name = classes.is(Classes::FIRST | Classes::LAST);
        match (is_name, context > 0.0) {
            (true, true) => Some(context + 1.0),
            (true, false) if classes.is(Classes::FIRST) && classes.is(Classes::LAST) => Some(0.4),
            (true, false) => Some(0.2),
            (false, true) => Some(0.6),
            // Only other mentions of the same word can make it a name.
            (false, false) => (word.shape == Shape::Capital).then_some(WEAK_WEIGHT),
        }
    }

    /// A name of several words.
    fn full_person(&self, words: &[usize], context: f32) -> Option<f32> {
        let (&first, &last) = (words.first()?, words.last()?);
        let (opening, closing) = (self.analyzed.classes(first), self.analyzed.classes(last));
        let weak = self.is_weak(first);
        let is_date = opening.is(Classes::CALENDAR) && self.classes_before(first).is(Classes::CLOSED);
        let is_question = opening.is(Classes::CLOSED) && weak && !self.is_given_in_article(first);
        let is_office = opening.is(Classes::DEMONYM) && self.analyzed.classes(words[1]).is(Classes::TITLE)
            || closing.is(Classes::TITLE) && self.analyzed.words.get(last + 1).is_some_and(Word::is_capital);
        if is_date
            || is_office
            || is_question
            || self.sentence.is_headline && self.is_weak(last) && !self.is_surname(last)
        {
            return None;
        }
        let mut weight = self.listed_parts(words, context)?;
        if closing.is(Classes::BODY | Classes::SITE | Classes::EVENT) {
            weight -= match (self.is_surname(last), context > 0.0) {
                (true, true) => 1.0,
                (true, false) => 2.5,
                (false, _) => 3.5,
            };
        } else if closing.is(Classes::TITLE | Classes::DEMONYM) {
            weight -= 1.0;
        }
        if weak && !self.is_given_in_article(first) {
            weight -= if opening.is(Classes::FIRST) && !opening.is(Classes::CLOSED) { 1.5 } else { 3.5 };
        }
        if self.sentence.is_headline && (self.is_weak(last) || weak) {
            weight -= 2.0;
        }
        // Each further word explains a capital better, except a common word between names.
        let is_odd = |&&at: &&usize| {
            let classes = self.analyzed.classes(at);
            classes.is(Classes::COMMON) && !classes.is(Classes::FIRST | Classes::LAST | Classes::PARTICLE)
        };
        #[expect(clippy::cast_precision_loss, reason = "at most LONGEST")]
        let (odd, more) = {
            let between = &words[1..words.len() - 1];
            (between.iter().filter(is_odd).count() as f32, between.len() as f32)
        };
        Some(weight - 2.5 * odd + 0.8 * more + context)
    }

    /// What the lists say about the first and last word of a full name.
    fn listed_parts(&self, words: &[usize], context: f32) -> Option<f32> {
        let (&first, &last) = (words.first()?, words.last()?);
        let (opening, closing) = (self.analyzed.classes(first), self.analyzed.classes(last));
        let is_first = opening.is(Classes::FIRST)
            || self.analyzed.words[first].shape == Shape::Initial
            || self.is_given_in_article(first);
        // "Lee Min-su": a lower-case syllable after the hyphen.
        if self.analyzed.words[last].shape == Shape::Lower {
            return Some(if is_first || opening.is(Classes::LAST) { 5.0 } else { 2.0 });
        }
        let is_last = self.is_surname(last);
        let all_common = opening.is(Classes::COMMON) && closing.is(Classes::COMMON);
        Some(match (is_first, is_last) {
            (true, true) if all_common => 3.0,
            (true, true) => 5.0,
            (true, false) if self.is_plain(last) || closing.is(Classes::FIRST) => 4.2,
            (true, false) if all_common => 0.5,
            (true, false) => 2.0,
            (false, true) if self.is_plain(first) => 2.6,
            (false, true) => 1.0,
            (false, false) if words.iter().all(|&at| self.is_plain(at)) => 1.6,
            (false, false) if context >= 2.0 => 1.0,
            (false, false) => return None,
        })
    }

    /// Whether a list or the article has the word as a surname.
    fn is_surname(&self, at: usize) -> bool {
        self.analyzed.classes(at).is(Classes::LAST | Classes::FAMOUS)
            || self.evidence.surname(&self.analyzed.words[at].key).is_some()
    }

    /// Whether the word is in no list.
    fn is_plain(&self, at: usize) -> bool {
        !self.analyzed.classes(at).is(Classes::COMMON
            | Classes::FIRST
            | Classes::LAST
            | Classes::TITLE
            | Classes::BODY
            | Classes::SITE
            | Classes::EVENT)
    }
}
