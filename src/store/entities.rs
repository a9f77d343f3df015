//! Entities of the library and what is counted of them: articles, mentions, forms, roles, months.
//!
//! A batch collects the differences in a [`Ledger`] and writes each entity once, however many of its
//! articles name it.

use super::mentions::{ArticleNames, Naming, kind_number, kind_of_number};
use super::schema::Kept;
use super::{Result, Store};
use crate::model::{
    Document, Entity, EntityId, EntityRow, Field, Kind, Mention, Names, Place, PlaceKind, When,
};
use crate::text::{clean, fold::fold};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// What a batch changes in the counts of entities.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    numbers: HashMap<(Kind, String), EntityId>,
    counts: BTreeMap<EntityId, Difference>,
    forms: BTreeMap<(EntityId, String), i64>,
    roles: BTreeMap<(EntityId, String), i64>,
    months: BTreeMap<(EntityId, i64), i64>,
}

#[derive(Debug, Default)]
struct Difference {
    articles: i64,
    mentions: i64,
}

impl Ledger {
    /// Counts the names of an article in, and gives them back with the library's numbers: mentions in
    /// order, entities that are one merged, and nothing that does not fit the text.
    pub fn enter(
        &mut self,
        connection: &Connection,
        document: &Document,
        time: i64,
        names: &Names,
    ) -> Result<ArticleNames> {
        let mut kept = ArticleNames::default();
        let mut places = Vec::with_capacity(names.entities.len());
        for entity in &names.entities {
            let id = self.number(connection, entity)?;
            let place = kept.namings.iter().position(|naming| naming.entity == id);
            places.push(place.unwrap_or(kept.namings.len()));
            if place.is_none() {
                let (kind, salience, roles) = (entity.kind, entity.salience, entity.roles.clone());
                kept.namings.push(Naming { entity: id, kind, salience, roles });
            }
        }
        for mention in &names.mentions {
            let Some(&entity) = places.get(mention.entity) else { continue };
            if !words_of(document, mention).is_empty() {
                kept.mentions.push(Mention { entity, kind: kept.namings[entity].kind, ..*mention });
            }
        }
        kept.mentions.sort_by_key(|mention| (mention.field, mention.span));
        self.count(document, time, &kept, 1);
        Ok(kept)
    }

    /// Counts the names of an article out.
    pub fn strike(&mut self, document: &Document, time: i64, names: &ArticleNames) {
        self.count(document, time, names, -1);
    }

    fn count(&mut self, document: &Document, time: i64, names: &ArticleNames, by: i64) {
        let month = month_number(time);
        for (naming, mentions) in names.namings.iter().zip(names.counts()) {
            let difference = self.counts.entry(naming.entity).or_default();
            difference.articles += by;
            difference.mentions += by * i64::from(mentions);
            *self.months.entry((naming.entity, month)).or_default() += by;
            for role in &naming.roles {
                *self.roles.entry((naming.entity, role.clone())).or_default() += by;
            }
        }
        for mention in &names.mentions {
            let form = clean::line(words_of(document, mention));
            *self.forms.entry((names.namings[mention.entity].entity, form)).or_default() += by;
        }
    }

    /// The library's number for an entity, which is made if the library does not know it.
    fn number(&mut self, connection: &Connection, entity: &Entity) -> Result<EntityId> {
        let key = (entity.kind, entity.key.clone());
        if let Some(&id) = self.numbers.get(&key) {
            return Ok(id);
        }
        let kind = kind_number(entity.kind);
        let place = entity.place.as_ref().map(place_to_json);
        let found: Option<(i64, bool)> = connection
            .prepare_cached("SELECT id, place IS NULL FROM entity WHERE kind = ? AND key = ?")?
            .query_row(params![kind, entity.key], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let id = if let Some((id, has_no_place)) = found {
            if has_no_place && place.is_some() {
                connection
                    .prepare_cached("UPDATE entity SET place = ? WHERE id = ?")?
                    .execute(params![place, id])?;
            }
            EntityId(id)
        } else {
            connection
                .prepare_cached("INSERT INTO entity (kind, key, name, place) VALUES (?, ?, ?, ?)")?
                .execute(params![kind, entity.key, entity.name, place])?;
            let id = EntityId(connection.last_insert_rowid());
            // The library's name is a form too, even where no text has it.
            self.forms.entry((id, entity.name.clone())).or_default();
            id
        };
        self.numbers.insert(key, id);
        Ok(id)
    }

    /// Writes all differences, and adds to `kept` how many entities came into use or fell out of it.
    pub fn write(&mut self, connection: &Connection, kept: &mut Kept) -> Result<()> {
        let mut update = connection.prepare_cached(
            "UPDATE entity SET articles = articles + ?, mentions = mentions + ? WHERE id = ? RETURNING kind, articles",
        )?;
        for (id, difference) in &self.counts {
            let (kind, articles): (u8, i64) = update
                .query_row(params![difference.articles, difference.mentions, id.0], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
            let was_used = articles - difference.articles > 0;
            kept.entities[usize::from(kind.min(2))] += i64::from(articles > 0) - i64::from(was_used);
        }
        let mut upsert = connection.prepare_cached(
            "INSERT INTO alias (folded, entity, form, mentions) VALUES (?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET mentions = mentions + excluded.mentions",
        )?;
        for ((entity, form), difference) in &self.forms {
            upsert.execute(params![fold(form), entity.0, form, difference])?;
        }
        let mut upsert = connection.prepare_cached(
            "INSERT INTO role (entity, role, articles) VALUES (?, ?, ?)
             ON CONFLICT DO UPDATE SET articles = articles + excluded.articles",
        )?;
        for ((entity, role), difference) in &self.roles {
            upsert.execute(params![entity.0, role, difference])?;
        }
        let mut upsert = connection.prepare_cached(
            "INSERT INTO month (entity, month, articles) VALUES (?, ?, ?)
             ON CONFLICT DO UPDATE SET articles = articles + excluded.articles",
        )?;
        for ((entity, month), difference) in &self.months {
            upsert.execute(params![entity.0, month, difference])?;
        }
        *self = Self::default();
        Ok(())
    }
}

/// The words a mention covers; empty where it does not fit.
pub(super) fn words_of<'a>(document: &'a Document, mention: &Mention) -> &'a str {
    mention.span.of(match mention.field {
        Field::Title => &document.title,
        Field::Text => &document.text,
    })
}

/// Months since the year 0, of a moment in UTC.
pub(super) fn month_number(time: i64) -> i64 {
    let date = When::second(time).date();
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

/// `2016-12` of a month's number.
pub(super) fn month_name(number: i64) -> String {
    format!("{:04}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1)
}

impl Store {
    /// Every entity that one of its forms names exactly (folded), the one with most articles first.
    pub fn entities_named(&self, name: &str, kind: Option<Kind>) -> Result<Vec<EntityId>> {
        let mut query = self.connection.prepare_cached(
            "SELECT DISTINCT e.id, e.articles FROM alias a JOIN entity e ON e.id = a.entity
             WHERE a.folded = ?1 AND (?2 IS NULL OR e.kind = ?2) AND e.articles > 0
             ORDER BY e.articles DESC, e.id LIMIT 1000",
        )?;
        let rows =
            query.query_map(params![fold(name), kind.map(kind_number)], |row| Ok(EntityId(row.get(0)?)))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Entities one of whose forms begins with `beginning` (folded), those with most articles first.
    /// At most the first 20,000 forms are looked at.
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

    /// The entities that most articles name, of one kind or of all.
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
            .prepare_cached("SELECT kind, name, articles, mentions FROM entity WHERE id = ?")?
            .query_row([id.0], |row| {
                let kind: u8 = row.get(0)?;
                Ok((kind, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()?;
        let Some((kind, name, articles, mentions)) = found else { return Ok(None) };
        let Some(kind) = kind_of_number(kind) else { return Ok(None) };
        Ok(Some(EntityRow { id, kind, name, articles, mentions, last: self.last_named(id)? }))
    }

    /// When an article last named the entity.
    pub(super) fn last_named(&self, id: EntityId) -> Result<Option<When>> {
        super::articles::moment_of(
            &self.connection,
            "SELECT a.time, a.precision FROM named n JOIN article a ON a.id = n.article
             WHERE n.entity = ? ORDER BY n.time DESC, n.article DESC LIMIT 1",
            id.0,
        )
    }

    /// How many articles name the entity.
    pub fn articles_naming(&self, id: EntityId) -> Result<u64> {
        let mut query = self.connection.prepare_cached("SELECT articles FROM entity WHERE id = ?")?;
        let articles: Option<u32> = query.query_row([id.0], |row| row.get(0)).optional()?;
        Ok(u64::from(articles.unwrap_or(0)))
    }
}

/// A [`Place`] as the database has it.
#[derive(Serialize, Deserialize)]
struct PlaceJson {
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

fn place_to_json(place: &Place) -> String {
    let json = PlaceJson {
        name: place.name.clone(),
        country: place.country.clone(),
        country_name: place.country_name.clone(),
        admin1: place.admin1.clone(),
        kind: place.kind.word().to_owned(),
        latitude: place.latitude,
        longitude: place.longitude,
        geonameid: place.geonameid,
        certainty: place.certainty,
    };
    // Plain data cannot fail to become JSON; an empty value reads back as "no place".
    serde_json::to_string(&json).unwrap_or_default()
}

/// Reads a place; what cannot be read is no place, since the next reading of an article makes it anew.
pub(super) fn place_from_json(json: &str) -> Option<Place> {
    let place: PlaceJson = serde_json::from_str(json).ok()?;
    Some(Place {
        name: place.name,
        country: place.country,
        country_name: place.country_name,
        admin1: place.admin1,
        kind: PlaceKind::from_word(&place.kind)?,
        latitude: place.latitude,
        longitude: place.longitude,
        geonameid: place.geonameid,
        certainty: place.certainty,
    })
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
