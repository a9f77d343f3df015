//! What recognition needs to know of the places that bear a name, remembered for the length of an article:
//! an article asks for the same few names again and again.
//!
//! It does not say which place is meant; that is [`super::resolve`]'s work.

use crate::gazetteer::{Entry, Feature, Gazetteer};
use crate::model::PlaceKind;
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// The gazetteer, with what it has said already.
#[derive(Debug)]
pub struct Atlas<'a> {
    gazetteer: &'a Gazetteer,
    known: RefCell<FxHashMap<String, Summary>>,
}

/// What the places of a name are, all of them taken together.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Summary {
    /// How well known the best known of them is: 0 where there is none, below 0.5 where there are only
    /// villages, up to 5.
    pub prominence: f32,
    /// Whether one of them is a country or a region.
    pub is_wide: bool,
}

impl Summary {
    /// Whether news of the wider world names it. Most surnames are a village somewhere, so that a
    /// village says little.
    pub fn is_known(self) -> bool {
        self.prominence >= KNOWN
    }

    /// Whether there are only villages of this name.
    pub fn is_small(self) -> bool {
        self.prominence > 0.0 && !self.is_known()
    }
}

/// The least fame of what is more than a village.
const KNOWN: f32 = 0.5;

/// The fame of a village, and of what is hardly ever called by the name it was found by.
const VILLAGE: f32 = 0.3;

/// The countries whose small towns are in the news that is written in English.
const LOCAL_NEWS: &[&str] = &["US", "GB", "IE", "CA", "AU", "NZ"];

impl<'a> Atlas<'a> {
    /// An atlas that has been asked nothing yet.
    pub fn of(gazetteer: &'a Gazetteer) -> Self {
        Self { gazetteer, known: RefCell::default() }
    }

    /// What places have a name with this key.
    pub fn summary(&self, key: &str) -> Summary {
        if let Some(known) = self.known.borrow().get(key) {
            return *known;
        }
        let mut summary = Summary::default();
        let has_article = key.starts_with("the ");
        for entry in self.gazetteer.keyed(key) {
            // An article belongs to the names of few places: "The Hague".
            if has_article && !self.gazetteer.name(entry.number).starts_with("The ") {
                continue;
            }
            let prominence = prominence(&entry);
            summary.prominence = summary.prominence.max(prominence);
            summary.is_wide |=
                prominence >= KNOWN && matches!(entry.kind(), PlaceKind::Country | PlaceKind::Region);
        }
        self.known.borrow_mut().insert(key.to_owned(), summary);
        summary
    }

    /// Whether a place that is more than a village has a name with this key.
    pub fn knows(&self, key: &str) -> bool {
        self.summary(key).is_known()
    }

    /// All that is known of places.
    pub fn gazetteer(&self) -> &'a Gazetteer {
        self.gazetteer
    }
}

/// How well known a place is by the name it was found by.
fn prominence(entry: &Entry) -> f32 {
    let town = if LOCAL_NEWS.contains(&entry.country) { 5_000 } else { 15_000 };
    match (entry.feature, entry.kind()) {
        _ if entry.usage < 1.0 => VILLAGE,
        (Feature::Continent, _) | (_, PlaceKind::Country) => 5.0,
        (Feature::County, _) => VILLAGE,
        (_, PlaceKind::City) if entry.is_capital => 4.2,
        (_, PlaceKind::City) => match entry.population {
            1_000_000.. => 4.0,
            200_000.. => 3.2,
            50_000.. => 2.2,
            15_000.. => 1.4,
            people if people >= town => 0.8,
            _ => VILLAGE,
        },
        (_, PlaceKind::Region) => match entry.population {
            5_000_001.. => 4.5,
            500_001.. => 3.4,
            _ => 2.0,
        },
        (_, PlaceKind::Landmark) => {
            if entry.population > 50_000 {
                4.0
            } else {
                3.0
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_as_well_known_as_they_are() {
        let gazetteer = Gazetteer::open();
        let atlas = Atlas::of(&gazetteer);
        for (key, least, most, is_wide) in [
            ("norway", 5.0, 5.0, true),
            ("oslo", 4.0, 4.5, true),
            ("bergen", 3.0, 4.0, false),
            ("texas", 4.0, 5.0, true),
            ("", 0.0, 0.0, false),
            ("zzzz", 0.0, 0.0, false),
        ] {
            for _ in 0..2 {
                let summary = atlas.summary(key);
                assert!((least..=most).contains(&summary.prominence), "{key}: {summary:?}");
                assert!(summary.is_wide || !is_wide, "{key}: {summary:?}");
                assert_eq!(summary.is_known(), least > 0.0, "{key}: {summary:?}");
            }
        }
    }
}
