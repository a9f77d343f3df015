//! What the words next to a mention say about it: which place it is in ("Paris, Texas", "the Iraqi city of Mosul",
//! "Alexandria in Egypt"), and its type ("Washington state").
//!
//! This looks only at words and other mentions; it does not know which places exist.

use super::super::super::Found;
use super::super::super::analyzed_text::AnalyzedText;
use super::super::super::classes::Classes;
use super::place_type::{PlaceType, place_type_of};
use crate::model::Kind;
use crate::text::words::Shape;

/// The maximum number of words between a place and what it is in: "the country's second largest city of".
const MAX_GAP: usize = 6;

/// What the words next to a mention say.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Context {
    /// What it is stated to be in, the nearest first.
    pub within: Vec<Within>,
    /// The stated type.
    pub place_type: Option<PlaceType>,
    /// Mentions that it is listed with: "Texas, Ohio and Maine".
    pub beside: Vec<usize>,
    /// Whether the text begins with it, as with a dateline.
    pub is_dateline: bool,
}

/// What a place is stated to be in.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Within {
    /// Another mention, by its index.
    Mention(usize),
    /// Words that are not a mention of a place: the keys of the first three, two, or one of them.
    Words(Vec<String>),
}

/// Offices and institutions that states have, unlike cities of the same name.
const OF_STATES: &[&str] = &[
    "gov",
    "governor",
    "sen",
    "senator",
    "lawmakers",
    "lawmaker",
    "legislature",
    "state",
    "statehouse",
    "republican",
    "democrat",
];

/// Reads the words next to mentions.
pub(super) struct Surroundings<'a, 'b> {
    texts: &'b [AnalyzedText<'a>],
    found: &'b [Found],
}

impl<'a, 'b> Surroundings<'a, 'b> {
    pub fn new(texts: &'b [AnalyzedText<'a>], found: &'b [Found]) -> Self {
        Self { texts, found }
    }

    /// What the words next to a mention say about it.
    pub fn of(&self, index: usize) -> Context {
        let Some(found) = self.found.get(index) else { return Context::default() };
        let Some(analyzed) = self.texts.iter().find(|analyzed| analyzed.field == found.field) else {
            return Context::default();
        };
        let from = analyzed.words.partition_point(|word| word.span.start < found.span.start);
        let to = analyzed.words.partition_point(|word| word.span.start < found.span.end);
        let reading = Reading { analyzed, found: self.found, index, from, to };
        let mut context = Context { place_type: reading.place_type(), ..Context::default() };
        reading.look_behind(&mut context);
        reading.look_ahead(&mut context);
        context.is_dateline = from == 0 && analyzed.field == crate::model::Field::Text;
        context
    }
}

/// A mention, as words `from..to` of its text.
struct Reading<'a, 'b> {
    analyzed: &'b AnalyzedText<'a>,
    found: &'b [Found],
    index: usize,
    from: usize,
    to: usize,
}

impl Reading<'_, '_> {
    /// The type that an adjacent word states.
    fn place_type(&self) -> Option<PlaceType> {
        let after = self.key(self.to);
        if self.is_lower(self.to)
            && let Some(place_type) =
                place_type_of(after).filter(|place_type| !matches!(place_type, PlaceType::Site))
        {
            return Some(place_type);
        }
        if OF_STATES.contains(&after) {
            return Some(PlaceType::Division);
        }
        let mut before = self.from.checked_sub(1)?;
        if self.key(before) == "the" {
            before = before.checked_sub(1)?;
        }
        if matches!(self.key(before), "upstate" | "statewide") {
            return Some(PlaceType::Division);
        }
        if self.key(before) == "of" {
            before = before.checked_sub(1)?;
        }
        place_type_of(self.key(before))
            .filter(|place_type| self.is_lower(before) && !matches!(place_type, PlaceType::Site))
    }

    /// Looks ahead: "Paris, Texas", "Paris (Texas)", "Paris, a town in Texas", "Paris in northern Texas"; and lists.
    fn look_ahead(&self, context: &mut Context) {
        let mut at = self.to;
        let is_comma = self.is_mark(at, ',');
        if is_comma || self.is_mark(at, '(') {
            at += 1;
        } else if self.key(at) == "and" || self.key(at) == "or" {
            context.beside.extend(self.mention_at(at + 1));
            return;
        }
        if let Some(next) = self.mention_at(at) {
            if at > self.to || self.key(at.wrapping_sub(1)) == "in" {
                context.within.push(Within::Mention(next));
                if is_comma {
                    context.beside.push(next);
                    self.beyond(next, context);
                }
            }
            return;
        }
        if is_comma && self.key(at) == "and" {
            context.beside.extend(self.mention_at(at + 1));
        }
        if at > self.to
            && let Some(keys) = self.capitals(at)
        {
            context.within.push(Within::Words(keys));
            return;
        }
        self.look_for_in(at, context);
    }

    /// "Bellmore, Nassau County, New York": the state comes after the county.
    fn beyond(&self, next: usize, context: &mut Context) {
        let to = self.end_of(next);
        if self.is_mark(to, ',') {
            if let Some(second) = self.mention_at(to + 1) {
                context.within.push(Within::Mention(second));
            } else if let Some(keys) = self.capitals(to + 1) {
                context.within.push(Within::Words(keys));
            }
        }
    }

    /// "in Texas" within the next lower-case words.
    fn look_for_in(&self, from: usize, context: &mut Context) {
        for at in from..from + MAX_GAP {
            if self.key(at) == "in" || self.key(at) == "of" && at > from {
                let next = (at + 1..at + 4).find_map(|at| self.mention_at(at));
                context.within.extend(next.map(Within::Mention));
                return;
            }
            if !self.is_lower(at) || self.analyzed.classes(at).is(Classes::WHERE | Classes::SAYING) {
                return;
            }
            // Without a comma only "in" itself may follow: "Alexandria in Egypt".
            if from == self.to {
                return;
            }
        }
    }

    /// Looks back: "The Iraqi city of Mosul", "Iraq's Mosul", "the Texas town of Paris"; and the list that it
    /// continues.
    fn look_behind(&self, context: &mut Context) {
        if let Some(before) = self.from.checked_sub(1)
            && (self.is_mark(before, ',') || matches!(self.key(before), "and" | "or"))
            && let Some(other) = self.mention_before(before)
        {
            context.beside.push(other);
        }
        let mut has_reason = false;
        for back in 1..=MAX_GAP {
            let Some(at) = self.from.checked_sub(back) else { return };
            if self.analyzed.words[at].shape == Shape::Possessive {
                has_reason = true;
                continue;
            }
            if let Some(other) = self.mention_before(at + 1) {
                if has_reason {
                    context.within.push(Within::Mention(other));
                }
                return;
            }
            if self.analyzed.classes(at).is(Classes::DEMONYM) && self.analyzed.words[at].is_capital() {
                if has_reason {
                    context.within.push(Within::Words(vec![self.key(at).to_owned()]));
                }
                return;
            }
            has_reason |= self.analyzed.classes(at).is(Classes::SORT_OF_PLACE);
            let is_filler = self.is_lower(at)
                && !(self.analyzed.classes(at).is(Classes::WHERE) || matches!(self.key(at), "and" | "or"));
            if !is_filler {
                return;
            }
        }
    }

    /// The keys of the first three, two, or one of the capitalised words starting at a word, longest first.
    fn capitals(&self, at: usize) -> Option<Vec<String>> {
        let words = self.analyzed.words.get(at..)?;
        let count = words.iter().take(3).take_while(|word| word.is_capital()).count();
        (count > 0).then(|| (1..=count).rev().map(|count| self.analyzed.key(at, at + count)).collect())
    }

    /// The mention of a place that begins at a word, or one word later, after "the".
    fn mention_at(&self, at: usize) -> Option<usize> {
        let at = if self.key(at) == "the" { at + 1 } else { at };
        let start = self.analyzed.words.get(at)?.span.start;
        let index = self.found[self.index..]
            .iter()
            .take(4)
            .position(|other| other.field == self.analyzed.field && other.span.start == start)?;
        (self.found[self.index + index].kind == Kind::Place).then_some(self.index + index)
    }

    /// The mention of a place that ends just before a word.
    fn mention_before(&self, at: usize) -> Option<usize> {
        let end = self.analyzed.words.get(at.checked_sub(1)?)?.span.end;
        let earlier = self.found[..self.index].iter().rev().take(3);
        let back = earlier.clone().position(|other| {
            other.field == self.analyzed.field && other.span.end == end && other.kind == Kind::Place
        })?;
        Some(self.index - 1 - back)
    }

    /// The word after a mention.
    fn end_of(&self, index: usize) -> usize {
        let end = self.found[index].span.end;
        self.analyzed.words.partition_point(|word| word.span.start < end)
    }

    fn key(&self, at: usize) -> &str {
        self.analyzed.words.get(at).map_or("", |word| word.key.as_str())
    }

    fn is_mark(&self, at: usize, mark: char) -> bool {
        self.analyzed.words.get(at).is_some_and(|word| word.is_mark(mark))
    }

    fn is_lower(&self, at: usize) -> bool {
        self.analyzed.words.get(at).is_some_and(|word| word.shape == Shape::Lower)
    }
}
