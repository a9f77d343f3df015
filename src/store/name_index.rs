//! The index of names: people, places or organisations in an order, narrowed by any word of any of their forms.

use super::entities::{month_number, place_from_json};
use super::mentions::kind_number;
use super::{Result, Store};
use crate::model::{EntityId, NameRow, NamesOrder, NamesPage, NamesQuery};
use crate::text::fold::fold;
use rusqlite::{OptionalExtension, params};
use std::ops::RangeInclusive;

/// How many articles name a rare name, and all others.
const RARE: RangeInclusive<i64> = 1..=1;
const OFTEN: RangeInclusive<i64> = 2..=i64::MAX;

/// So many rare names do not bury the others.
const FEW: u64 = 100;

impl Store {
    /// The first names of an index: `limit` of those that several articles name, and as many of the rare ones if these
    /// are wanted. `now` is in seconds since the epoch.
    pub fn name_index(
        &self,
        names: &NamesQuery,
        limit: usize,
        now: i64,
        stopped: &dyn Fn() -> bool,
    ) -> Result<NamesPage> {
        let words = fold(&names.words);
        let among = if words.is_empty() {
            None
        } else {
            let found = self.ids_with_words(&words, Some(names.kind), stopped)?;
            let ids: Vec<String> = found.into_iter().map(|(_, id)| id.to_string()).collect();
            Some(format!("[{}]", ids.join(",")))
        };
        let part = Part { names, among: among.as_deref(), limit, now };
        let rare_total = self.count_names(&part, &RARE)?;
        let wants_rare = names.with_rare.unwrap_or(among.is_some() || rare_total <= FEW);
        Ok(NamesPage {
            often: self.names_of(&part, &OFTEN)?,
            often_total: self.count_names(&part, &OFTEN)?,
            rare: if wants_rare { self.names_of(&part, &RARE)? } else { Vec::new() },
            rare_total,
        })
    }

    /// A name with what tells it from its namesakes.
    pub fn name_row(&self, id: EntityId) -> Result<Option<NameRow>> {
        let Some(row) = self.entity_row(id)? else { return Ok(None) };
        let mut place = self.connection.prepare_cached("SELECT place FROM entity WHERE id = ?")?;
        let place: Option<String> = place.query_row([id.0], |row| row.get(0))?;
        let mut role = self.connection.prepare_cached(
            "SELECT role FROM role WHERE entity = ? AND articles > 0 ORDER BY articles DESC, role LIMIT 1",
        )?;
        let role = role.query_row([id.0], |row| row.get(0)).optional()?;
        Ok(Some(NameRow { row, place: place.as_deref().and_then(place_from_json), role }))
    }

    fn names_of(&self, part: &Part<'_>, articles: &RangeInclusive<i64>) -> Result<Vec<NameRow>> {
        let ids = if part.names.order == NamesOrder::Alphabet {
            self.by_alphabet(part, articles)?
        } else {
            let order = self.order_of(part)?;
            let sql = format!(
                "SELECT e.id {FROM} ORDER BY {order}, e.articles DESC, e.mentions DESC, e.id DESC LIMIT ?5"
            );
            let mut query = self.connection.prepare(&sql)?;
            let limit = i64::try_from(part.limit).unwrap_or(i64::MAX);
            let kind = kind_number(part.names.kind);
            let values = params![kind, articles.start(), articles.end(), part.among, limit];
            query.query_map(values, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?
        };
        ids.into_iter().filter_map(|id| self.name_row(EntityId(id)).transpose()).collect()
    }

    /// SQLite does not know the alphabet beyond ASCII.
    fn by_alphabet(&self, part: &Part<'_>, articles: &RangeInclusive<i64>) -> Result<Vec<i64>> {
        let mut query = self.connection.prepare(&format!("SELECT e.name, -e.articles, e.id {FROM}"))?;
        let values = params![kind_number(part.names.kind), articles.start(), articles.end(), part.among];
        let found =
            query.query_map(values, |row| Ok((fold(&row.get::<_, String>(0)?), row.get(1)?, row.get(2)?)))?;
        let mut found: Vec<(String, i64, i64)> = found.collect::<rusqlite::Result<_>>()?;
        found.sort_unstable();
        found.truncate(part.limit);
        Ok(found.into_iter().map(|(.., id)| id).collect())
    }

    fn order_of(&self, part: &Part<'_>) -> Result<String> {
        let now = part.now;
        Ok(match part.names.order {
            NamesOrder::Articles | NamesOrder::Alphabet => "e.articles DESC".to_owned(),
            // An article without a date, or with one in the future, is not news.
            NamesOrder::Recent => format!(
                "(SELECT n.time FROM named n CROSS JOIN article a ON a.id = n.article
                  WHERE n.entity = e.id AND n.time <= {now} AND a.precision > 0
                  ORDER BY n.time DESC LIMIT 1) DESC"
            ),
            // The last three months against a third of the nine before.
            NamesOrder::Rising => {
                let month = self.newest_month(now)?;
                format!(
                    "(SELECT sum(CASE WHEN m.month > {month} - 3 THEN 3 * m.articles ELSE -m.articles END)
                      FROM month m WHERE m.entity = e.id AND m.month > {month} - 12 AND m.month <= {month}) DESC"
                )
            }
        })
    }

    fn count_names(&self, part: &Part<'_>, articles: &RangeInclusive<i64>) -> Result<u64> {
        let mut query = self.connection.prepare_cached(&format!("SELECT count(*) {FROM}"))?;
        let values = params![kind_number(part.names.kind), articles.start(), articles.end(), part.among];
        let count: i64 = query.query_row(values, |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The month of the newest dated article that is not dated in the future.
    fn newest_month(&self, now: i64) -> Result<i64> {
        let mut query = self.connection.prepare_cached(
            "SELECT time FROM article WHERE time <= ? AND precision > 0 ORDER BY time DESC LIMIT 1",
        )?;
        let time: Option<i64> = query.query_row([now], |row| row.get(0)).optional()?;
        Ok(month_number(time.unwrap_or(now)))
    }
}

/// A part of an index.
struct Part<'a> {
    names: &'a NamesQuery,
    /// Only these, as a JSON list of numbers.
    among: Option<&'a str>,
    limit: usize,
    now: i64,
}

/// The names of a kind in so many articles.
const FROM: &str = "FROM entity e WHERE e.kind = ?1 AND e.articles BETWEEN ?2 AND ?3
                    AND (?4 IS NULL OR e.id IN (SELECT value FROM json_each(?4)))";
