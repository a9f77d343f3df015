//! Which of the places of one name is meant: how well known each is, what the text says it lies in, and
//! which countries and divisions the rest of the article is about.
//!
//! The method is that of Leidner (Toponym Resolution in Text, 2007): a prior by population and kind,
//! containment and coherence added up in one score.

use super::{Entry, Feature};
use crate::model::PlaceKind;
use std::collections::HashMap;

/// What the rest of an article tells about where its places lie.
#[derive(Debug, Clone, Default)]
pub struct Clues {
    /// How often the article names a country, its places or its people, by ISO code.
    pub countries: HashMap<String, f32>,
    /// The same for first-order divisions, by the number of their record.
    pub divisions: HashMap<u32, f32>,
}

/// The place that is meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chosen {
    /// Index of the entry.
    pub index: usize,
    /// How sure, 0 to 1.
    pub certainty: f32,
}

impl Clues {
    /// Notes that the article names something of this country, which may be empty, and division.
    pub fn note(&mut self, country: &str, division: Option<u32>, weight: f32) {
        if country.is_empty() {
            return;
        }
        *self.countries.entry(country.to_owned()).or_default() += weight;
        if let Some(division) = division {
            *self.divisions.entry(division).or_default() += weight;
        }
    }

    /// How much an entry fits the article, 0 to 3.
    fn agreement(&self, entry: &Entry) -> f32 {
        let total: f32 = self.countries.values().sum();
        let share = self.countries.get(entry.country).map_or(0.0, |count| count / total.max(1.0));
        let is_near = division_of(entry).is_some_and(|division| self.divisions.contains_key(&division));
        1.5 * share.sqrt() + if is_near { 1.5 } else { 0.0 }
    }
}

/// Chooses among the places of one name. `containers` are the places that the text says it lies in
/// ("Paris, Texas"): an entry inside one of them goes before every other.
pub fn choose(entries: &[Entry], containers: &[Entry], clues: &Clues) -> Option<Chosen> {
    let score = |entry: &Entry| {
        let contained = containers.iter().any(|container| lies_in(entry, container));
        prior(entry, entries) + clues.agreement(entry) + if contained { 8.0 } else { 0.0 }
    };
    let scores: Vec<f32> = entries.iter().map(score).collect();
    let index = (0..entries.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a)))?;
    // The same place often stands twice, as a city and as the province around it: no rival.
    let rival = (0..entries.len())
        .filter(|&other| !is_same_spot(&entries[index], &entries[other]))
        .map(|other| scores[other])
        .fold(f32::NEG_INFINITY, f32::max);
    let certainty = 1.0 / (1.0 + (-(1.5 * (scores[index] - rival))).exp());
    Some(Chosen { index, certainty: certainty.clamp(0.0, 0.99) })
}

/// The first-order division that a place is or lies in.
pub fn division_of(entry: &Entry) -> Option<u32> {
    if entry.feature == Feature::Division { Some(entry.number) } else { entry.division }
}

/// How likely a name without any context means this place, as a logarithm to base ten.
fn prior(entry: &Entry, entries: &[Entry]) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a logarithm of it needs two digits")]
    let fame = ((entry.population + 100) as f32).log10();
    // A rare spelling is rarely meant.
    let rarity = 3.0 * (1.0 - entry.usage);
    fame - rarity
        + match entry.kind() {
            _ if entry.feature == Feature::County => -1.0,
            PlaceKind::Country => 3.0,
            PlaceKind::City if entry.is_capital => 2.0,
            PlaceKind::City => 0.0,
            // A city goes before a province of its name; a province that has no such city is well known
            // where it is named at all.
            PlaceKind::Region => {
                let has_city = entries.iter().any(|other| {
                    other.kind() == PlaceKind::City
                        && other.country == entry.country
                        && other.population > 100_000
                });
                if has_city { -2.0 } else { 1.0 }
            }
            PlaceKind::Landmark => 0.5,
        }
}

/// Whether a place is part of another, as far as the gazetteer tells.
fn lies_in(entry: &Entry, container: &Entry) -> bool {
    match container.kind() {
        PlaceKind::Country => entry.country == container.country && entry.kind() != PlaceKind::Country,
        PlaceKind::Region => {
            entry.country == container.country
                && (entry.division == Some(container.number) || is_close(entry, container, 2.0))
                && entry.number != container.number
        }
        _ => false,
    }
}

fn is_same_spot(one: &Entry, other: &Entry) -> bool {
    one.country == other.country && is_close(one, other, 1.0)
}

fn is_close(one: &Entry, other: &Entry, degrees: f64) -> bool {
    (one.latitude - other.latitude).abs() <= degrees && (one.longitude - other.longitude).abs() <= degrees
}

#[cfg(test)]
mod tests {
    use super::super::Gazetteer;
    use super::*;

    fn check(name: &str, container: &str, countries: &[&str], expected: (&str, PlaceKind)) {
        let gazetteer = Gazetteer::open();
        let mut clues = Clues::default();
        for country in countries {
            clues.note(country, None, 1.0);
        }
        let entries = gazetteer.named(name);
        let chosen = choose(&entries, &gazetteer.named(container), &clues).expect("a place");
        let entry = &entries[chosen.index];
        let place = if entry.country == "US" { gazetteer.division_name(entry) } else { entry.country.into() };
        let place = if place.is_empty() { entry.country } else { &place };
        assert_eq!((place, entry.kind()), expected, "{name}, {container} with {countries:?}");
    }

    #[test]
    fn the_place_that_is_meant() {
        use PlaceKind::{City, Country, Region};
        check("Paris", "", &[], ("FR", City));
        check("Paris", "Texas", &[], ("Texas", City));
        check("Aleppo", "", &["SY", "RU"], ("SY", City));
        check("Raqqa", "Syria", &[], ("SY", City));
        check("Georgia", "", &[], ("GE", Country));
        check("Georgia", "", &["US", "US", "US"], ("GE", Country));
        check("Birmingham", "", &["GB"], ("GB", City));
        check("Birmingham", "Alabama", &[], ("Alabama", City));
        check("Cambridge", "Massachusetts", &["GB"], ("Massachusetts", City));
        check("Washington", "", &["US"], ("District of Columbia", City));
        check("New York", "", &["US"], ("New York", City));
        check("Texas", "", &[], ("US", Region));
    }

    #[test]
    fn a_division_named_beside_it_decides() {
        let gazetteer = Gazetteer::open();
        let mut clues = Clues::default();
        let entries = gazetteer.named("Georgia");
        let state = entries.iter().find(|entry| entry.country == "US").expect("the state");
        clues.note("US", Some(state.number), 2.0);
        let chosen = choose(&entries, &[], &clues).expect("a place");
        assert_eq!(entries[chosen.index].country, "US");
    }

    #[test]
    fn certainty_falls_where_two_are_alike() {
        let gazetteer = Gazetteer::open();
        let sure = |name: &str| {
            let entries = gazetteer.named(name);
            choose(&entries, &[], &Clues::default()).expect("a place").certainty
        };
        assert!(sure("Iraq") > 0.95);
        assert!(sure("Springfield") < 0.8);
    }
}
