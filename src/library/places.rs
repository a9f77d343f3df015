//! Resolves places in queries: the surroundings of a point, or what is in a country or region.

use super::{Library, Result};
use crate::gazetteer::{Entry, Feature, Gazetteer};
use crate::model::{EntityId, Kind, Place, PlaceKind};

/// The radius of a city in kilometres.
const CITY: f64 = 15.0;

impl Library {
    /// Whether any place has this name.
    pub(super) fn knows_place(&self, name: &str) -> Result<bool> {
        Ok(point(name).is_some()
            || !Gazetteer::open().named(name).is_empty()
            || self.most_named_place(name)?.is_some())
    }

    /// The places within a distance of one, or of a point such as `36.2,37.16`.
    pub(super) fn places_near(&self, name: &str, kilometres: f64) -> Result<Vec<EntityId>> {
        let place = match point(name) {
            Some(point) => Some(point),
            None => self.place_meant(name)?.map(|place| (place.latitude, place.longitude)),
        };
        let Some((latitude, longitude)) = place else { return Ok(Vec::new()) };
        self.in_store(self.store.places_within(latitude, longitude, kilometres))
    }

    /// A country or one of its divisions with all places in it; for a city, its parts.
    pub(super) fn places_inside(&self, name: &str) -> Result<Vec<EntityId>> {
        let mut inside = self.entities_meant(Kind::Place, name)?;
        let Some(place) = self.place_meant(name)? else { return Ok(inside) };
        let found = match place.kind {
            PlaceKind::Country => self.store.places_in(&place.country, None),
            PlaceKind::Region if !place.country.is_empty() => {
                self.store.places_in(&place.country, Some(place.name.as_str()))
            }
            PlaceKind::Region => Ok(Vec::new()),
            _ => self.store.places_within(place.latitude, place.longitude, CITY),
        };
        inside.extend(self.in_store(found)?);
        Ok(inside)
    }

    /// Shown places that have this name in the gazetteer, whatever articles call them.
    pub(super) fn places_spelt(&self, name: &str) -> Result<Vec<EntityId>> {
        let mut found = Vec::new();
        for entry in Gazetteer::open().named(name) {
            if let Some(number) = entry.geonameid {
                found.extend(self.in_store(self.store.places_numbered(number))?);
            }
        }
        Ok(found)
    }

    /// The place with this name that most articles name; if none does, the best known.
    fn place_meant(&self, name: &str) -> Result<Option<Place>> {
        if let Some(place) = self.most_named_place(name)? {
            return Ok(Some(place));
        }
        let gazetteer = Gazetteer::open();
        let named = gazetteer.named(name);
        // A country and its capital may share a name: the one with borders contains more.
        let best =
            named.iter().find(|entry| is_usual(entry) && entry.feature == Feature::Country).or(named.first());
        Ok(best.map(|entry| gazetteer.place(entry, 1.0)))
    }

    fn most_named_place(&self, name: &str) -> Result<Option<Place>> {
        for id in self.in_store(self.store.entities_named(name, Some(Kind::Place)))? {
            if let Some(place) = self.in_store(self.store.place_of(id))? {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }
}

/// Whether the name under which the place was found is a usual one.
fn is_usual(entry: &Entry) -> bool {
    entry.usage > 0.9
}

/// Degrees north and east: `36.2,37.16`.
pub(super) fn point(text: &str) -> Option<(f64, f64)> {
    let (north, east) = text.split_once(',')?;
    let (north, east) = (north.trim().parse::<f64>().ok()?, east.trim().parse::<f64>().ok()?);
    (north.abs() <= 90.0 && east.abs() <= 180.0).then_some((north, east))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_degrees_north_and_east() {
        for (input, expected) in [
            ("36.2,37.16", Some((36.2, 37.16))),
            ("-16, 179.9", Some((-16.0, 179.9))),
            ("96,0", None),
            ("Aleppo", None),
            ("a,b", None),
        ] {
            assert_eq!(point(input), expected, "{input}");
        }
    }
}
