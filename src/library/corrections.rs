//! The reader's word on names, which is final: corrections listed and explained.
//!
//! What a correction says and how several of them add up is the store's log; this file knows the places
//! that a reader can choose from.

use super::{Library, Result};
use crate::entities::place_key;
use crate::gazetteer::Gazetteer;
use crate::model::{ArticleId, CorrectionRow, EntityId, EntityKey, Place, PlaceKind, Why};
use crate::text::fold::fold;

impl Library {
    /// All corrections in the order they were made, those taken back among them.
    pub fn corrections(&self) -> Result<Vec<CorrectionRow>> {
        self.in_store(self.store.corrections())
    }

    /// Why the names of an article are shown under an entity, and what would undo that.
    pub fn why(&self, article: ArticleId, entity: EntityId) -> Result<Vec<Why>> {
        self.in_store(self.store.why(article, entity))
    }

    /// What a correction calls an entity by.
    pub fn key_of(&self, entity: EntityId) -> Result<Option<EntityKey>> {
        self.in_store(self.store.key_of(entity))
    }

    /// The entity that has this key.
    pub fn entity_of(&self, key: &EntityKey) -> Result<Option<EntityId>> {
        self.in_store(self.store.entity_of(key))
    }

    /// The entity under which another is shown now: itself, or the one into which it was linked or merged.
    pub fn shown_as(&self, entity: EntityId) -> Result<Option<EntityId>> {
        self.in_store(self.store.shown_as(entity))
    }

    /// The places of a name, the best known first, for the reader to choose the one that is meant.
    pub fn places_named(&self, name: &str) -> Vec<Place> {
        places_named(name)
    }
}

fn places_named(name: &str) -> Vec<Place> {
    let gazetteer = Gazetteer::open();
    let mut entries = gazetteer.named(name);
    // A city goes before the division of its name around it.
    entries.sort_by_key(|entry| (entry.kind() == PlaceKind::Region, std::cmp::Reverse(entry.population)));
    entries.iter().map(|entry| gazetteer.place(entry, 1.0)).collect()
}

/// The key of a place that the reader gave: that of the gazetteer, so that it is the one that other
/// articles name, or, where he gave coordinates of his own, one of the name and them.
pub(super) fn key_of(place: &Place) -> String {
    let is_it = |known: &Place| {
        known.geonameid == place.geonameid
            && known.name == place.name
            && known.country == place.country
            && known.latitude.to_bits() == place.latitude.to_bits()
            && known.longitude.to_bits() == place.longitude.to_bits()
    };
    if places_named(&place.name).iter().any(is_it) {
        return place_key(place);
    }
    format!("{}, at {:.3} {:.3}", fold(&place.name), place.latitude, place.longitude)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_of_the_gazetteer_has_its_key_and_another_one_has_its_own() {
        let known = places_named("Mosul").into_iter().next().expect("Mosul");
        assert_eq!((known.country.as_str(), known.kind), ("IQ", PlaceKind::City));
        assert_eq!(key_of(&known), place_key(&known));
        let moved = Place { latitude: 1.25, geonameid: None, ..known };
        assert!(key_of(&moved).starts_with("mosul, at 1.250 "), "{}", key_of(&moved));
    }
}
