//! What recognition needs to know about the places with a given name, cached for one article, since an article looks
//! up the same few names again and again.
//!
//! It does not decide which place is meant; [`super::resolve`] does that.

use crate::gazetteer::{Entry, Feature, Gazetteer};
use crate::model::PlaceKind;
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// The gazetteer with a cache of its answers.
#[derive(Debug)]
pub struct Atlas<'a> {
    gazetteer: &'a Gazetteer,
    known: RefCell<FxHashMap<String, Summary>>,
}

/// A summary of all places with a name.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Summary {
    /// The prominence of the best-known one: 0 if there is none, below 0.5 if there are only villages, at most 5.
    pub prominence: f32,
    /// Whether one of them is a country or a region.
    pub is_wide: bool,
}

impl Summary {
    /// Whether one of them is more than a village. Most surnames are also the name of some village, so a village is
    /// weak evidence.
    pub fn is_known(self) -> bool {
        self.prominence >= KNOWN_PROMINENCE
    }

    /// Whether all places of this name are villages.
    pub fn is_small(self) -> bool {
        self.prominence > 0.0 && !self.is_known()
    }
}

/// The lowest prominence of anything larger than a village.
const KNOWN_PROMINENCE: f32 = 0.5;

/// The prominence of a village, and of a place found by a name that is hardly ever used for it.
const VILLAGE_PROMINENCE: f32 = 0.3;

/// Countries whose small towns appear in English-language news.
const LOCAL_NEWS: &[&str] = &["US", "GB", "IE", "CA", "AU", "NZ"];

impl<'a> Atlas<'a> {
    /// A new atlas with an empty cache.
    pub fn of(gazetteer: &'a Gazetteer) -> Self {
        Self { gazetteer, known: RefCell::default() }
    }

    /// A summary of the places whose name has this key.
    pub fn summary(&self, key: &str) -> Summary {
        if let Some(known) = self.known.borrow().get(key) {
            return *known;
        }
        let mut summary = Summary::default();
        let has_article = key.starts_with("the ");
        for entry in self.gazetteer.keyed(key) {
            // Few place names include the article: "The Hague".
            if has_article && !self.gazetteer.name(entry.number).starts_with("The ") {
                continue;
            }
            let prominence = prominence(&entry);
            summary.prominence = summary.prominence.max(prominence);
            summary.is_wide |= prominence >= KNOWN_PROMINENCE
                && matches!(entry.kind(), PlaceKind::Country | PlaceKind::Region);
        }
        self.known.borrow_mut().insert(key.to_owned(), summary);
        summary
    }

    /// Whether some place larger than a village has a name with this key.
    pub fn knows(&self, key: &str) -> bool {
        self.summary(key).is_known()
    }

    /// The gazetteer behind the cache.
    pub fn gazetteer(&self) -> &'a Gazetteer {
        self.gazetteer
    }
}

/// The prominence of a place under the name it was found by.
fn prominence(entry: &Entry) -> f32 {
    let town = if LOCAL_NEWS.contains(&entry.country) { 5_000 } else { 15_000 };
    match (entry.feature, entry.kind()) {
        _ if entry.usage < 1.0 => VILLAGE_PROMINENCE,
        (Feature::Continent, _) | (_, PlaceKind::Country) => 5.0,
        (Feature::County, _) => VILLAGE_PROMINENCE,
        (_, PlaceKind::City) if entry.is_capital => 4.2,
        (_, PlaceKind::City) => match entry.population {
            1_000_000.. => 4.0,
            200_000.. => 3.2,
            50_000.. => 2.2,
            15_000.. => 1.4,
            people if people >= town => 0.8,
            _ => VILLAGE_PROMINENCE,
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
