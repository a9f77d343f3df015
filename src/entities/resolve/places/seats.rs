//! The seat of an organisation, as far as its name states it: "Lund University", "Bank of Norway", "the Turkish
//! army".
//!
//! A place counts only at the beginning or end of the name or after "of", and only if it is one of the article's own
//! places, a demonym, or a place so well known that the name can hardly mean anything else. Where an organisation is
//! active is a different question.

use super::super::super::classes::Classes;
use super::candidates::{Candidates, How, is_wide};
use super::choice::{Choice, Chooser};
use super::place_context::PlaceContext;
use super::place_type::{PlaceType, place_type_of};
use super::{Toponym, key_of_form};
use crate::gazetteer::{Entry, Feature};
use crate::model::Place;
use std::collections::HashMap;

/// The minimum population of a town for its name within another name to be taken for it.
const MIN_POPULATION: u64 = 100_000;
/// The same if the name is also a person's.
const MIN_POPULATION_IF_PERSON: u64 = 600_000;
/// The factor from the confidence of a place to that of the seat of an organisation named after it.
const SEAT_FACTOR: f32 = 0.95;
/// How many words of a name are examined from either end.
const MAX_WORDS: usize = 4;

/// Words of the names of bodies that are also divisions, but hardly ever mean them there.
const NO_SEATS: &[&str] =
    &["federal", "national", "central", "royal", "capital", "union", "general", "unity"];

/// The places of an article, used to locate organisations.
pub(in super::super) struct Seats<'a, 'b> {
    chooser: Chooser<'a, 'b>,
    chosen: HashMap<&'b str, Choice>,
    place_context: PlaceContext,
    middle: Option<Choice>,
}

impl<'a, 'b> Seats<'a, 'b> {
    pub(super) fn new(
        chooser: Chooser<'a, 'b>,
        toponyms: &'b [Toponym<'a>],
        choices: &[Option<Choice>],
        place_context: PlaceContext,
        middle: Option<Choice>,
    ) -> Self {
        let chosen = toponyms
            .iter()
            .zip(choices)
            .filter(|(toponym, _)| matches!(toponym.candidates.how, How::Named | How::People))
            .filter_map(|(toponym, choice)| Some((toponym.key.as_str(), (*choice)?)))
            .collect();
        Self { chooser, chosen, place_context, middle }
    }

    /// The seat of the organisation with this name; `None` if the name does not state it.
    pub fn of(&self, name: &str) -> Option<Place> {
        let key = key_of_form(name);
        let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
        let gazetteer = &self.chooser.knowledge().gazetteer;
        let choice = self.by_part(&words).or_else(|| {
            // A church or school without a place name is in the town that the article is about.
            let is_local = words.len() > 1 && place_type_of(&key) == Some(PlaceType::Site);
            self.middle.filter(|_| is_local)
        })?;
        Some(gazetteer.place(&choice.entry, choice.certainty))
    }

    /// By the longest place name at its beginning, then after "of", then at its end.
    fn by_part(&self, words: &[&str]) -> Option<Choice> {
        let behind_of = words.iter().rposition(|&word| word == "of" || word == "in").map(|at| at + 1);
        for length in (1..=MAX_WORDS.min(words.len())).rev() {
            let starts = [Some(0), behind_of, Some(words.len() - length)];
            for from in starts.into_iter().flatten().filter(|from| from + length <= words.len()) {
                let is_whole = length == words.len();
                if let Some(choice) = self.meant_by(&words[from..from + length].join(" "), is_whole) {
                    return Some(Choice { certainty: choice.certainty * SEAT_FACTOR, ..choice });
                }
            }
        }
        None
    }

    /// The place that words within an organisation's name refer to.
    fn meant_by(&self, words: &str, is_whole: bool) -> Option<Choice> {
        if let Some(choice) = self.chosen.get(words) {
            return Some(*choice);
        }
        let knowledge = self.chooser.knowledge();
        let classes = knowledge.lexicon.classes(words);
        if classes.is(Classes::CLOSED | Classes::BODY | Classes::CALENDAR) || NO_SEATS.contains(&words) {
            return None;
        }
        let found = Candidates::named(words, knowledge)?;
        let choice = self.chooser.choose_one(&found, &self.place_context)?;
        // "Delta Air Lines", "Coast Guard": a word before it is a state of Nigeria or a region of Tanzania.
        if classes.is(Classes::COMMON) && choice.entry.feature == Feature::Division {
            return None;
        }
        let is_name = classes.is(Classes::FIRST | Classes::LAST | Classes::COMMON);
        let is_meant = match found.how {
            How::People => !is_whole || choice.entry.feature != Feature::Country,
            _ if is_whole => choice.entry.feature == Feature::Landmark,
            _ if words.len() < 3 => choice.entry.feature == Feature::Country,
            _ => is_telling(&choice.entry, is_name),
        };
        is_meant.then_some(choice)
    }
}

/// Whether a place is so well known that its name within another name refers to it.
fn is_telling(entry: &Entry, is_name: bool) -> bool {
    let least = if is_name { MIN_POPULATION_IF_PERSON } else { MIN_POPULATION };
    is_wide(entry)
        && (!is_name || entry.feature == Feature::Country || entry.population >= MIN_POPULATION_IF_PERSON)
        || entry.feature == Feature::City && entry.population >= least
}
