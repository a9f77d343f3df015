//! The library's entities: which of them a name refers to, and queries about one or many of them.
//!
//! The entity counter writes their counts.

use super::mentions::{ArticleNames, kind_number, kind_of_number};
use super::{Result, Store};
use crate::model::{EntityId, EntityKey, EntityRow, Kind, Place, PlaceKind, When};
use crate::text::fold::{begin_words, fold};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

/// The number of months since the year 0 for a time in UTC.
pub(super) fn month_number(time: i64) -> i64 {
    let date = When::second(time).date();
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

/// A month's name from its number: `2016-12`.
pub(super) fn month_name(number: i64) -> String {
    format!("{:04}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1)
}

/// Among so many of the newest articles naming an entity a line of the index looks for one with a date.
pub(super) const NEWEST_LOOKED_AT: i64 = 32;

/// The people of a surname. With the plus sign SQLite does not begin with all people.
pub(super) const OF_SURNAME: &str =
    "SELECT id FROM entity WHERE word = ?1 AND surname = ?1 AND +kind = ?2 AND articles > 0";

impl Store {
    /// Every entity with exactly this form (folded), the one with most articles first; after these, the entities as
    /// which an entity with that name is now shown.
    pub fn entities_named(&self, name: &str, kind: Option<Kind>) -> Result<Vec<EntityId>> {
        let named = self.entities_spelt(name, kind)?;
        let may_be_place = named.is_empty() && kind.is_none_or(|kind| kind == Kind::Place);
        if may_be_place { self.places_shown_as(name) } else { Ok(named) }
    }

    /// Those with exactly this form.
    pub(super) fn entities_spelt(&self, name: &str, kind: Option<Kind>) -> Result<Vec<EntityId>> {
        let mut query = self.connection.prepare_cached(
            "SELECT DISTINCT e.id, e.articles FROM alias a JOIN entity e ON e.id = a.entity
             WHERE a.folded = ?1 AND (?2 IS NULL OR e.kind = ?2 OR e.articles = 0)
             ORDER BY e.articles DESC, e.id LIMIT 1000",
        )?;
        let rows = query.query_map(params![fold(name), kind.map(kind_number)], |row| {
            Ok((EntityId(row.get(0)?), row.get::<_, i64>(1)?))
        })?;
        let mut named = Vec::new();
        for row in rows {
            let (id, articles) = row?;
            let id = if articles > 0 { Some(id) } else { self.shown_as(id)? };
            let Some(id) = id.filter(|id| !named.contains(id)) else { continue };
            let is_kind = articles > 0 || kind.is_none() || self.key_of(id)?.map(|key| key.kind) == kind;
            if is_kind {
                named.push(id);
            }
        }
        Ok(named)
    }

    /// Shown entities with this key, which spellings with and without hyphens share.
    pub fn entities_keyed(&self, kind: Kind, key: &str) -> Result<Vec<EntityId>> {
        let mut query = self
            .connection
            .prepare_cached("SELECT id FROM entity WHERE kind = ? AND key = ? AND articles > 0")?;
        let rows = query.query_map(params![kind_number(kind), key], |row| Ok(EntityId(row.get(0)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// People with this surname who are stated with their full name.
    pub fn people_of_surname(&self, surname: &str) -> Result<Vec<EntityId>> {
        let mut query = self.connection.prepare_cached(OF_SURNAME)?;
        let rows =
            query.query_map(params![surname, kind_number(Kind::Person)], |row| Ok(EntityId(row.get(0)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The entity as which another is shown: itself or, if no article shows it any more, the one that the newest
    /// article stating it shows instead.
    pub fn shown_as(&self, id: EntityId) -> Result<Option<EntityId>> {
        if self.articles_naming(id)? > 0 {
            return Ok(Some(id));
        }
        let mut query = self.connection.prepare_cached(
            "SELECT article FROM moved WHERE entity = ? ORDER BY time DESC, article DESC LIMIT 1",
        )?;
        let Some(article) = query.query_row([id.0], |row| row.get(0)).optional()? else { return Ok(None) };
        let names = ArticleNames::of(&self.connection, crate::model::ArticleId(article))?.unwrap_or_default();
        let is_meant = |stated: &super::mentions::StatedEntity| {
            stated.entity == id || stated.link.as_ref().is_some_and(|link| link.to == id)
        };
        let shown = names.stated.iter().filter(|stated| is_meant(stated)).flat_map(|stated| &stated.forms);
        Ok(shown.filter_map(|form| form.shown).map(|at| names.shown[at].0).next())
    }

    /// The identity of an entity, which stays the same when everything is derived again.
    pub fn key_of(&self, id: EntityId) -> Result<Option<EntityKey>> {
        key_of(&self.connection, id)
    }

    /// The number of an entity.
    pub fn entity_of(&self, key: &EntityKey) -> Result<Option<EntityId>> {
        entity_of(&self.connection, key)
    }

    /// Entities with a form that has this prefix (folded), those with most articles first. At most the first 20,000
    /// forms are examined.
    pub fn entities_like(&self, beginning: &str, kind: Option<Kind>, limit: usize) -> Result<Vec<EntityRow>> {
        let from = fold(beginning);
        let upto = format!("{from}\u{10ffff}");
        let mut query = self.connection.prepare_cached(
            "SELECT DISTINCT e.id FROM
                 (SELECT entity FROM alias WHERE folded >= ?1 AND folded < ?2 LIMIT 20000) a
             JOIN entity e ON e.id = a.entity
             WHERE (?3 IS NULL OR e.kind = ?3) AND e.articles > 0
             ORDER BY e.articles DESC, e.id LIMIT ?4",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = query.query_map(params![from, upto, kind.map(kind_number), limit], |row| row.get(0))?;
        let ids: Vec<i64> = rows.collect::<std::result::Result<_, _>>()?;
        ids.into_iter().filter_map(|id| self.entity_row(EntityId(id)).transpose()).collect()
    }

    /// Entities with a form in which each of these words is the prefix of a word, those with the most articles first.
    /// All forms are searched.
    pub fn entities_with_words(
        &self,
        words: &str,
        kind: Option<Kind>,
        limit: usize,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Vec<EntityRow>> {
        let mut found = self.ids_with_words(&fold(words), kind, stopped)?;
        found.truncate(limit);
        found.into_iter().filter_map(|(_, id)| self.entity_row(EntityId(id)).transpose()).collect()
    }

    /// The numbers of these entities with their articles, those with the most articles first. The words are folded.
    pub(super) fn ids_with_words(
        &self,
        words: &str,
        kind: Option<Kind>,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Vec<(i64, i64)>> {
        let Some(longest) = words.split_whitespace().max_by_key(|word| word.len()) else {
            return Ok(Vec::new());
        };
        let mut query = self.connection.prepare_cached(
            "SELECT e.id, e.articles, a.folded FROM alias a JOIN entity e ON e.id = a.entity
             WHERE instr(a.folded, ?1) AND (?2 IS NULL OR e.kind = ?2) AND e.articles > 0",
        )?;
        let mut rows = query.query(params![longest, kind.map(kind_number)])?;
        let mut found: Vec<(i64, i64)> = Vec::new();
        while let Some(row) = rows.next()? {
            if stopped() {
                return Err(super::Error::Cancelled);
            }
            if begin_words(words, row.get_ref(2)?.as_str().unwrap_or_default()) {
                found.push((row.get(1)?, row.get(0)?));
            }
        }
        found.sort_unstable_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
        found.dedup();
        Ok(found)
    }

    /// The entities named by most articles, of one kind or of all.
    pub fn most_named(&self, kind: Option<Kind>, limit: usize) -> Result<Vec<EntityRow>> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, articles FROM entity WHERE kind = ? AND articles > 0
             ORDER BY articles DESC, id DESC LIMIT ?",
        )?;
        let limit_number = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut found: Vec<(i64, i64)> = Vec::new();
        for kind in Kind::ALL.into_iter().filter(|&each| kind.is_none_or(|kind| kind == each)) {
            let rows = query
                .query_map(params![kind_number(kind), limit_number], |row| Ok((row.get(1)?, row.get(0)?)))?;
            for row in rows {
                found.push(row?);
            }
        }
        found.sort_unstable_by(|left, right| right.cmp(left));
        found.truncate(limit);
        found.into_iter().filter_map(|(_, id)| self.entity_row(EntityId(id)).transpose()).collect()
    }

    /// One line of the index of names.
    pub fn entity_row(&self, id: EntityId) -> Result<Option<EntityRow>> {
        let found = self
            .connection
            .prepare_cached("SELECT kind, name, articles, mentions, place FROM entity WHERE id = ?")?
            .query_row([id.0], |row| {
                let (kind, place): (u8, Option<String>) = (row.get(0)?, row.get(4)?);
                Ok((kind, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?, place))
            })
            .optional()?;
        let Some((kind, name, articles, mentions, place)) = found else { return Ok(None) };
        let Some(kind) = kind_of_number(kind) else { return Ok(None) };
        let place = place.as_deref().and_then(place_from_json);
        Ok(Some(EntityRow {
            id,
            kind,
            shown: self.shown_name(id, kind, &name, place.as_ref())?,
            name,
            articles,
            mentions,
            last: self.last_named(id, Some(NEWEST_LOOKED_AT))?,
        }))
    }

    /// When an article last named the entity: of those with a date, and of the `newest` alone where that is given.
    pub(super) fn last_named(&self, id: EntityId, newest: Option<i64>) -> Result<Option<When>> {
        let newest = newest.unwrap_or(-1);
        let sql = format!(
            "SELECT a.time, a.precision
             FROM (SELECT time, article FROM named WHERE entity = ? ORDER BY time DESC, article DESC LIMIT {newest}) n
             JOIN article a ON a.id = n.article WHERE a.precision > 0 ORDER BY n.time DESC, n.article DESC LIMIT 1"
        );
        super::documents::moment_of(&self.connection, &sql, id.0)
    }

    /// How many articles name the entity.
    pub fn articles_naming(&self, id: EntityId) -> Result<u64> {
        let mut query = self.connection.prepare_cached("SELECT articles FROM entity WHERE id = ?")?;
        let articles: Option<u32> = query.query_row([id.0], |row| row.get(0)).optional()?;
        Ok(u64::from(articles.unwrap_or(0)))
    }
}

/// The identity of an entity, through any connection.
pub(super) fn key_of(connection: &Connection, id: EntityId) -> Result<Option<EntityKey>> {
    let mut query = connection.prepare_cached("SELECT kind, key FROM entity WHERE id = ?")?;
    let found: Option<(u8, String)> =
        query.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(found.and_then(|(kind, key)| Some(EntityKey { kind: kind_of_number(kind)?, key })))
}

/// The number of an entity, through any connection.
pub(super) fn entity_of(connection: &Connection, key: &EntityKey) -> Result<Option<EntityId>> {
    let mut query = connection.prepare_cached("SELECT id FROM entity WHERE kind = ? AND key = ?")?;
    Ok(query.query_row(params![kind_number(key.kind), key.key], |row| row.get(0)).optional()?.map(EntityId))
}

/// A [`Place`] in the database.
#[derive(Serialize, Deserialize)]
pub(super) struct PlaceJson {
    name: String,
    country: String,
    country_name: String,
    admin1: Option<String>,
    kind: String,
    latitude: f64,
    longitude: f64,
    geonameid: Option<u32>,
    certainty: f32,
}

impl From<&Place> for PlaceJson {
    fn from(place: &Place) -> Self {
        Self {
            name: place.name.clone(),
            country: place.country.clone(),
            country_name: place.country_name.clone(),
            admin1: place.admin1.clone(),
            kind: place.kind.word().to_owned(),
            latitude: place.latitude,
            longitude: place.longitude,
            geonameid: place.geonameid,
            certainty: place.certainty,
        }
    }
}

impl PlaceJson {
    /// The place; `None` for an unknown kind.
    pub fn place(self) -> Option<Place> {
        Some(Place {
            kind: PlaceKind::from_word(&self.kind)?,
            name: self.name,
            country: self.country,
            country_name: self.country_name,
            admin1: self.admin1,
            latitude: self.latitude,
            longitude: self.longitude,
            geonameid: self.geonameid,
            certainty: self.certainty,
        })
    }
}

/// A place in the database.
pub(super) fn place_to_json(place: &Place) -> String {
    // Plain data always serialises; an empty value reads back as "no place".
    serde_json::to_string(&PlaceJson::from(place)).unwrap_or_default()
}

/// Reads a place; an unreadable one is ignored, since the article's next analysis replaces it.
pub(super) fn place_from_json(json: &str) -> Option<Place> {
    serde_json::from_str::<PlaceJson>(json).ok()?.place()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_numbers_and_names() {
        for (input, expected) in
            [("2016-12-15", "2016-12"), ("1970-01-01", "1970-01"), ("1969-12-31", "1969-12")]
        {
            let time = When::parse(input).unwrap().seconds;
            assert_eq!(month_name(month_number(time)), expected, "{input}");
        }
    }

    #[test]
    fn a_place_comes_back_as_it_was() {
        let place = Place {
            name: "Turin".to_owned(),
            country: "IT".to_owned(),
            country_name: "Italy".to_owned(),
            admin1: Some("Piedmont".to_owned()),
            kind: PlaceKind::City,
            latitude: 45.07,
            longitude: 7.69,
            geonameid: Some(3_165_524),
            certainty: 0.5,
        };
        assert_eq!(place_from_json(&place_to_json(&place)), Some(place));
        assert_eq!(place_from_json("{"), None);
    }
}
