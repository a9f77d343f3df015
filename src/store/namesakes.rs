//! Places of the same name: each is shown with what tells it from the others.

use super::entities::place_from_json;
use super::mentions::kind_number;
use super::{Result, Store};
use crate::model::{EntityId, Kind, Place};
use crate::text::fold::fold;
use rusqlite::params;

/// The other places with a form. The form comes first: SQLite would begin with all places.
pub(super) const NAMESAKES: &str = "SELECT DISTINCT e.id, e.name, e.place
     FROM alias a CROSS JOIN entity e ON e.id = a.entity
     WHERE a.folded = ?1 AND e.kind = ?2 AND e.articles > 0 AND e.id <> ?3";

impl Store {
    /// The name of an entity as it is shown: a place of which the library has namesakes with what tells it apart.
    pub(super) fn shown_name(
        &self,
        id: EntityId,
        kind: Kind,
        name: &str,
        place: Option<&Place>,
    ) -> Result<String> {
        match place.filter(|_| kind == Kind::Place) {
            Some(place) => Ok(place.told_from(name, &self.namesakes(id, name)?)),
            None => Ok(name.to_owned()),
        }
    }

    /// The places that have the same name, as far as it is known where they are. Names of entities are among their
    /// aliases.
    fn namesakes(&self, id: EntityId, name: &str) -> Result<Vec<Option<Place>>> {
        let folded = fold(name);
        let mut query = self.connection.prepare_cached(NAMESAKES)?;
        let mut rows = query.query(params![folded, kind_number(Kind::Place), id.0])?;
        let mut namesakes = Vec::new();
        while let Some(row) = rows.next()? {
            if fold(row.get_ref(1)?.as_str().unwrap_or_default()) == folded {
                namesakes.push(row.get::<_, Option<String>>(2)?.as_deref().and_then(place_from_json));
            }
        }
        Ok(namesakes)
    }

    /// The places that a name as it is shown means: `Portland, Oregon`, `New York (city)`; also with the country or
    /// division that the others of this name would be told by.
    pub(super) fn places_shown_as(&self, shown: &str) -> Result<Vec<EntityId>> {
        let Some((name, within)) = shown.rsplit_once([',', '(']) else { return Ok(Vec::new()) };
        let within = fold(within.trim_end_matches(')'));
        let mut found = Vec::new();
        for id in self.entities_spelt(name.trim(), Some(Kind::Place))? {
            let place = self.name_row(id)?.and_then(|row| row.place);
            let is_there = |place: Place| {
                let told_by = [place.admin1.as_deref(), Some(&place.country_name), Some(place.kind.word())];
                told_by.into_iter().flatten().any(|word| fold(word) == within)
            };
            if !within.is_empty() && place.is_some_and(is_there) {
                found.push(id);
            }
        }
        Ok(found)
    }
}
