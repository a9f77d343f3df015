//! The user's corrections of names, which are final: lists and explains them.
//!
//! The store's log defines what a correction does and how several combine; this file knows the places the user can
//! choose from.

use super::{Library, Result, Task};
use crate::entities::place_key;
use crate::gazetteer::Gazetteer;
use crate::model::{
    ArticleId, CorrectionRow, Edit, EditPlan, EntityId, EntityKey, EntityRow, Kind, NameChoice, Place,
    PlaceKind, Why,
};
use crate::store::EditTools;
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

    /// What a correction, or its withdrawal, would do; an error with the reason if it cannot be made.
    pub fn plan(&self, edit: &Edit, task: &Task, now: i64) -> Result<EditPlan> {
        let tools = EditTools { now, key_of: &key_of, stopped: &|| task.is_cancelled() };
        self.in_store(self.store.plan_correction(edit, &tools))
    }

    /// The names in the library that these words may mean, of any kind: each word is the prefix of a word of one of
    /// their forms. Those in the most articles come first; without words, the most frequent of all.
    pub fn name_choices(&self, words: &str, limit: usize, task: &Task) -> Result<Vec<NameChoice>> {
        let rows = if fold(words).trim().is_empty() {
            self.in_store(self.store.most_named(None, limit))?
        } else {
            self.in_store(self.store.entities_with_words(words, None, limit, &|| task.is_cancelled()))?
        };
        self.choices(rows, task)
    }

    /// The names of a kind that are spelt most like a name: those that may be the same.
    pub fn similar_names(
        &self,
        name: &str,
        kind: Kind,
        limit: usize,
        task: &Task,
    ) -> Result<Vec<NameChoice>> {
        let rows = self.in_store(self.store.names_like(name, kind, limit, &|| task.is_cancelled()))?;
        self.choices(rows, task)
    }

    fn choices(&self, rows: Vec<EntityRow>, task: &Task) -> Result<Vec<NameChoice>> {
        let choice = |row: EntityRow| {
            task.check()?;
            let Some(key) = self.key_of(row.id)? else { return Ok(None) };
            let name = self.in_store(self.store.name_row(row.id))?;
            Ok(name.map(|name| NameChoice { name, key }))
        };
        rows.into_iter().filter_map(|row| choice(row).transpose()).collect()
    }

    /// The places that the user may mean, the best known first: of a name (`Paris`), of a name in a country or a
    /// division of one (`Paris, Texas`), or a point (`36.34, 43.13`), which has the name `called`.
    pub fn places_meant(&self, words: &str, called: &str) -> Vec<Place> {
        places_meant(words, called)
    }
}

fn places_meant(words: &str, called: &str) -> Vec<Place> {
    if let Some((latitude, longitude)) = super::places::point(words) {
        return vec![Place {
            name: called.to_owned(),
            country: String::new(),
            country_name: String::new(),
            admin1: None,
            kind: PlaceKind::Landmark,
            latitude,
            longitude,
            geonameid: None,
            certainty: 1.0,
        }];
    }
    let all = places_named(words);
    match words.rsplit_once(',') {
        Some((name, within)) if all.is_empty() => {
            let within = fold(within);
            let is_within = |name: &str| fold(name).starts_with(within.trim());
            let lies_within = |place: &Place| {
                is_within(&place.country_name)
                    || is_within(&place.country)
                    || place.admin1.as_deref().is_some_and(is_within)
            };
            places_named(name).into_iter().filter(lies_within).collect()
        }
        _ => all,
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
    fn places_are_meant_by_name_by_country_and_by_point() {
        let countries = |words: &str| -> Vec<String> {
            places_meant(words, "Home").into_iter().map(|place| place.country).collect()
        };
        assert!(countries("Paris").len() > 3 && countries("Paris")[0] == "FR");
        assert!(countries("Paris, Texas").iter().all(|country| country == "US"));
        assert!(!countries("Paris, Texas").is_empty() && !countries("paris, united st").is_empty());
        assert_eq!(countries("Paris, Atlantis"), Vec::<String>::new());
        let point = places_meant("36.34, 43.13", "Home").remove(0);
        assert_eq!((point.name.as_str(), point.latitude, point.longitude), ("Home", 36.34, 43.13));
    }

    #[test]
    fn a_place_of_the_gazetteer_has_its_key_and_another_one_has_its_own() {
        let known = places_named("Mosul").into_iter().next().expect("Mosul");
        assert_eq!((known.country.as_str(), known.kind), ("IQ", PlaceKind::City));
        assert_eq!(key_of(&known), place_key(&known));
        let moved = Place { latitude: 1.25, geonameid: None, ..known };
        assert!(key_of(&moved).starts_with("mosul, at 1.250 "), "{}", key_of(&moved));
    }
}
