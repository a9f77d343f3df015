//! Where a body is at home, as far as its own name says: "Lund University", "Bank of Norway", "the Turkish
//! army".
//!
//! Only a place at the beginning or the end of the name counts, or behind "of", and only one of the
//! article's own places, a people, or a place well enough known that the name can hardly mean anything else.
//! Where a body acts is another matter.

use super::super::super::classes::Classes;
use super::candidates::{Candidates, How, PlaceType, is_wide, place_type_of};
use super::choice::{Choice, Chooser};
use super::place_context::PlaceContext;
use super::{Toponym, key_of_form};
use crate::gazetteer::{Entry, Feature};
use crate::model::Place;
use std::collections::HashMap;

/// People of a town from which on its name within another is taken for it.
const WELL_KNOWN: u64 = 100_000;
/// The same where the name is a person's, too.
const BETTER_KNOWN: u64 = 600_000;
/// How much surer a place is than the body of its name is at home there.
const IN_A_NAME: f32 = 0.95;
/// Words of a name that are looked at from either end.
const WORDS: usize = 4;

/// The places of an article, by whose names bodies can be placed.
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

    /// Where the body of this name is at home; `None` where its name does not say.
    pub fn of(&self, name: &str) -> Option<Place> {
        let key = key_of_form(name);
        let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
        let gazetteer = &self.chooser.knowledge().gazetteer;
        let choice = self.by_part(&words).or_else(|| {
            // A church or a school that says nothing is one of those of the town the article is about.
            let is_local = words.len() > 1 && place_type_of(&key) == Some(PlaceType::Site);
            self.middle.filter(|_| is_local)
        })?;
        Some(gazetteer.place(&choice.entry, choice.certainty))
    }

    /// By the longest place in the name, from its beginning, then behind "of", then at its end.
    fn by_part(&self, words: &[&str]) -> Option<Choice> {
        let behind_of = words.iter().rposition(|&word| word == "of" || word == "in").map(|at| at + 1);
        for length in (1..=WORDS.min(words.len())).rev() {
            let starts = [Some(0), behind_of, Some(words.len() - length)];
            for from in starts.into_iter().flatten().filter(|from| from + length <= words.len()) {
                let is_whole = length == words.len();
                if let Some(choice) = self.meant_by(&words[from..from + length].join(" "), is_whole) {
                    return Some(Choice { certainty: choice.certainty * IN_A_NAME, ..choice });
                }
            }
        }
        None
    }

    /// The place that words within a body's name mean.
    fn meant_by(&self, words: &str, is_whole: bool) -> Option<Choice> {
        if let Some(choice) = self.chosen.get(words) {
            return Some(*choice);
        }
        let knowledge = self.chooser.knowledge();
        let classes = knowledge.lexicon.classes(words);
        if classes.is(Classes::CLOSED | Classes::BODY | Classes::CALENDAR) {
            return None;
        }
        let found = Candidates::named(words, knowledge)?;
        let choice = self.chooser.choose_one(&found, &self.place_context)?;
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

/// Whether a place is so well known that its name within another means it.
fn is_telling(entry: &Entry, is_name: bool) -> bool {
    let least = if is_name { BETTER_KNOWN } else { WELL_KNOWN };
    is_wide(entry) && (!is_name || entry.feature == Feature::Country || entry.population >= BETTER_KNOWN)
        || entry.feature == Feature::City && entry.population >= least
}
