//! The user's corrections of names, which are final: lists and explains them.
//!
//! The store's log defines what a correction does and how several combine; this file knows the places the user can
//! choose from.

use super::{Library, Result};
use crate::entities::place_key;
use crate::gazetteer::Gazetteer;
use crate::model::{ArticleId, CorrectionRow, EntityId, EntityKey, Place, PlaceKind, Why};
use crate::text::fold::fold;

impl Library {
    /// All corrections in the order they were made, including withdrawn ones.
    pub fn corrections(&self) -> Result<Vec<CorrectionRow>> {
        self.in_store(self.store.corrections())
    }

    /// Why names of an article are shown as an entity, and what would undo that.
    pub fn why(&self, article: ArticleId, entity: EntityId) -> Result<Vec<Why>> {
        self.in_store(self.store.why(article, entity))
    }

    /// How a correction identifies an entity.
    pub fn key_of(&self, entity: EntityId) -> Result<Option<EntityKey>> {
        self.in_store(self.store.key_of(entity))
    }

    /// The entity with this key.
    pub fn entity_of(&self, key: &EntityKey) -> Result<Option<EntityId>> {
        self.in_store(self.store.entity_of(key))
    }

    /// The entity that another is now shown as: itself, or the one it was linked or merged into.
    pub fn shown_as(&self, entity: EntityId) -> Result<Option<EntityId>> {
        self.in_store(self.store.shown_as(entity))
    }

    /// The places with a name, the best known first, for the user to choose from.
    pub fn places_named(&self, name: &str) -> Vec<Place> {
        places_named(name)
    }
}

fn places_named(name: &str) -> Vec<Place> {
    let gazetteer = Gazetteer::open();
    let mut entries = gazetteer.named(name);
    // A city comes before the division with the same name around it.
    entries.sort_by_key(|entry| (entry.kind() == PlaceKind::Region, std::cmp::Reverse(entry.population)));
    entries.iter().map(|entry| gazetteer.place(entry, 1.0)).collect()
}

/// The key of a place the user entered: the gazetteer's, so that it is the same place as in other articles; with the
/// user's own coordinates, a key made from these and the name.
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
