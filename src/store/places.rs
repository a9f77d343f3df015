//! Where places are: those near a point, those in a country or one of its divisions, and the place with a number in
//! the gazetteer. All of them are entities that articles show; where an organisation has its seat does not count.

use super::entities::place_from_json;
use super::mentions::kind_number;
use super::{Result, Store};
use crate::model::{EntityId, Kind, Place, PlaceKind};
use rusqlite::{OptionalExtension, params};

/// The length of a degree of latitude in kilometres.
const DEGREE: f64 = 111.2;

/// The Earth's radius in kilometres.
const RADIUS: f64 = 6_371.0;

// A plus sign before a column and CROSS JOIN keep SQLite from beginning with all places.

/// The places in a box.
pub(super) const WITHIN: &str = "SELECT e.id, e.place FROM place_box b CROSS JOIN entity e ON e.id = b.id
     WHERE b.north >= ?1 AND b.south <= ?2 AND b.east >= ?3 AND b.west <= ?4 AND e.articles > 0 AND e.kind = ?5";

/// The places in a country, or in one of its divisions.
pub(super) const IN_COUNTRY: &str = "SELECT id FROM entity
     WHERE country = ?1 AND articles > 0 AND place IS NOT NULL AND +kind = ?3
     AND (?2 IS NULL OR division = ?2 OR json_extract(place, '$.name') = ?2)";

/// The places with a number of the gazetteer.
pub(super) const NUMBERED: &str =
    "SELECT id FROM entity WHERE geonameid = ?1 AND articles > 0 AND place IS NOT NULL AND +kind = ?2";

impl Store {
    /// Places within a distance of a point. Countries and regions are not at a point, so they are never included.
    pub fn places_within(&self, latitude: f64, longitude: f64, kilometres: f64) -> Result<Vec<EntityId>> {
        let mut query = self.connection.prepare_cached(WITHIN)?;
        let north = kilometres / DEGREE + 0.01;
        // Towards the poles a distance spans more and more degrees of longitude, and finally all of them.
        let narrow = (latitude.abs() + north).min(90.0).to_radians().cos().max(1e-6);
        let east = (north / narrow).min(360.0);
        let mut found = Vec::new();
        for turn in [-360.0, 0.0, 360.0] {
            let centre = longitude + turn;
            let rows = query.query_map(
                params![
                    latitude - north,
                    latitude + north,
                    centre - east,
                    centre + east,
                    kind_number(Kind::Place)
                ],
                |row| Ok((EntityId(row.get(0)?), row.get::<_, Option<String>>(1)?)),
            )?;
            for row in rows {
                let (id, place) = row?;
                let is_near = place.as_deref().and_then(place_from_json).is_some_and(|place| {
                    !matches!(place.kind, PlaceKind::Country | PlaceKind::Region)
                        && distance((latitude, longitude), (place.latitude, place.longitude)) <= kilometres
                });
                if is_near && !found.contains(&id) {
                    found.push(id);
                }
            }
        }
        Ok(found)
    }

    /// A country, or one of its divisions, with all places in it.
    pub fn places_in(&self, country: &str, division: Option<&str>) -> Result<Vec<EntityId>> {
        let mut query = self.connection.prepare_cached(IN_COUNTRY)?;
        let rows = query.query_map(params![country, division, kind_number(Kind::Place)], |row| {
            Ok(EntityId(row.get(0)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The places that have this number in the gazetteer.
    pub fn places_numbered(&self, geonameid: u32) -> Result<Vec<EntityId>> {
        let mut query = self.connection.prepare_cached(NUMBERED)?;
        let rows =
            query.query_map(params![geonameid, kind_number(Kind::Place)], |row| Ok(EntityId(row.get(0)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Where an entity is, if it is a place and that is known.
    pub fn place_of(&self, id: EntityId) -> Result<Option<Place>> {
        let mut query = self.connection.prepare_cached("SELECT place FROM entity WHERE id = ?")?;
        let place: Option<Option<String>> = query.query_row([id.0], |row| row.get(0)).optional()?;
        Ok(place.flatten().as_deref().and_then(place_from_json))
    }
}

/// Kilometres between two points, each north and east in degrees (the haversine formula).
fn distance(one: (f64, f64), other: (f64, f64)) -> f64 {
    let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
    let across = one.0.to_radians().cos() * other.0.to_radians().cos() * half(one.1, other.1);
    2.0 * RADIUS * (half(one.0, other.0) + across).sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_maps() {
        for (one, other, expected) in [
            ((36.20, 37.16), (36.34, 43.13), 536.0),
            ((51.51, -0.13), (48.85, 2.35), 343.0),
            ((-16.8, 179.9), (-16.8, -179.9), 21.3),
            ((0.0, 0.0), (0.0, 180.0), 20_015.0),
        ] {
            assert!((distance(one, other) - expected).abs() < expected / 100.0, "{one:?} {other:?}");
        }
    }
}
