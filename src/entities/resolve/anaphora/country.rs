//! What "the country" refers to in a text that names none: the one that most of its places are in.

use super::super::{Group, place_key};
use super::anaphor_kind::AnaphorKind;
use super::{AnaphoraContext, Candidate, nouns};
use crate::gazetteer::Feature;
use crate::model::{Kind, PlaceKind};
use std::collections::HashMap;

/// How certain it is that the text speaks of the country that its places are in.
const LIKELY: f32 = 0.8;

impl AnaphoraContext<'_> {
    /// The candidate for a noun such as "the country" with no country before it: the country of most places, created
    /// if the text does not name it.
    pub(super) fn home_country(
        &self,
        anaphor: &AnaphorKind,
        places: &mut Vec<Group>,
        candidates: &mut Vec<Candidate>,
    ) -> Option<usize> {
        let AnaphorKind::Noun { words, is_owned: false } = anaphor else { return None };
        if nouns::place_kind(words) != Some(PlaceKind::Country) {
            return None;
        }
        let code = of_most(places)?;
        let is_it = |group: &Group| {
            group
                .place
                .as_ref()
                .is_some_and(|place| place.kind == PlaceKind::Country && place.country == code)
        };
        if let Some(group) = places.iter().position(is_it) {
            let is_its = |candidate: &Candidate| candidate.kind == Kind::Place && candidate.group == group;
            return candidates.iter().position(is_its);
        }
        let gazetteer = &self.knowledge.gazetteer;
        let entries = gazetteer.named(gazetteer.nations().name(&code)?);
        let entry =
            entries.iter().find(|entry| entry.feature == Feature::Country && entry.country == code)?;
        let place = gazetteer.place(entry, LIKELY);
        let (name, key) = (place.name.clone(), place_key(&place));
        places.push(Group { name, key, place: Some(place), ..Group::default() });
        candidates.push(Candidate::new(Kind::Place, places.len() - 1));
        Some(candidates.len() - 1)
    }
}

/// The code of the country of most place mentions; of equals, the first code.
fn of_most(places: &[Group]) -> Option<String> {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for group in places {
        let country = group.place.as_ref().map_or("", |place| &place.country);
        *times.entry(country).or_default() += group.members.len();
    }
    times.remove("");
    let most = times.into_iter().max_by(|one, other| one.1.cmp(&other.1).then(other.0.cmp(one.0)))?;
    Some(most.0.to_owned())
}
