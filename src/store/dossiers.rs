//! What the store knows about one entity, and about the names in a set of articles.
//!
//! The library, which has the sentences, judges how close two names are; this file supplies the articles and their
//! names.

use super::entities::{month_name, month_number, place_from_json};
use super::mentions::{ArticleNames, kind_of_number};
use super::{Result, Store};
use crate::model::{Alias, ArticleId, Dossier, EntityId, Kind, Mention, MonthCount};
use rusqlite::OptionalExtension;
use std::collections::BTreeMap;

/// The entities named in one article, with their positions.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedIn {
    /// The entities; a mention's `entity` is an index into these.
    pub entities: Vec<(EntityId, Kind)>,
    /// Their positions.
    pub mentions: Vec<Mention>,
}

impl Store {
    /// An entity's dossier without companions and articles, which require reading texts.
    pub fn dossier(&self, id: EntityId) -> Result<Option<Dossier>> {
        let found: Option<(u8, String, Option<String>, u32)> = self
            .connection
            .prepare_cached("SELECT kind, name, place, articles FROM entity WHERE id = ?")?
            .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .optional()?;
        let Some((kind, name, place, total)) = found else { return Ok(None) };
        let Some(kind) = kind_of_number(kind) else { return Ok(None) };
        let first = super::documents::moment_of(
            &self.connection,
            "SELECT a.time, a.precision FROM named n JOIN article a ON a.id = n.article
             WHERE n.entity = ? AND a.precision > 0 ORDER BY n.time, n.article LIMIT 1",
            id.0,
        )?;
        let place = place.as_deref().and_then(place_from_json);
        Ok(Some(Dossier {
            id,
            kind,
            shown: self.shown_name(id, kind, &name, place.as_ref())?,
            name,
            aliases: self.aliases(id)?,
            roles: self.roles(id)?,
            first,
            last: self.last_named(id, None)?,
            months: self.months(id)?,
            with: Vec::new(),
            place,
            total: u64::from(total),
            articles: Vec::new(),
            more: false,
        }))
    }

    /// The entities that an article names, with their positions; empty if it has not been analysed.
    pub fn named_in(&self, article: ArticleId) -> Result<NamedIn> {
        let names = ArticleNames::of(&self.connection, article)?.unwrap_or_default();
        Ok(NamedIn { mentions: names.shown_mentions(), entities: names.shown })
    }

    /// How many articles name both; costs a look-up for each article of the rarer one.
    pub fn articles_naming_both(&self, one: EntityId, other: EntityId) -> Result<u32> {
        let (rarer, other) = if self.articles_naming(one)? <= self.articles_naming(other)? {
            (one, other)
        } else {
            (other, one)
        };
        let mut query = self.connection.prepare_cached(
            "SELECT count(*) FROM named r WHERE r.entity = ?1 AND EXISTS
                 (SELECT 1 FROM named o WHERE o.entity = ?2 AND o.time = r.time AND o.article = r.article)",
        )?;
        Ok(query.query_row([rarer.0, other.0], |row| row.get(0))?)
    }

    fn aliases(&self, id: EntityId) -> Result<Vec<Alias>> {
        let mut query = self.connection.prepare_cached(
            "SELECT form, mentions FROM alias WHERE entity = ? AND mentions > 0 ORDER BY mentions DESC, form",
        )?;
        let rows = query.query_map([id.0], |row| Ok(Alias { form: row.get(0)?, mentions: row.get(1)? }))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    fn roles(&self, id: EntityId) -> Result<Vec<String>> {
        let mut query = self.connection.prepare_cached(
            "SELECT role FROM role WHERE entity = ? AND articles > 0 ORDER BY articles DESC, role LIMIT 50",
        )?;
        let rows = query.query_map([id.0], |row| row.get(0))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// The articles without a date that name the entity, those added last first.
    pub fn undated_naming(&self, id: EntityId) -> Result<Vec<ArticleId>> {
        let mut query = self.connection.prepare_cached(
            "SELECT a.id FROM article a INDEXED BY article_undated WHERE a.precision = 0
             AND EXISTS (SELECT 1 FROM named n WHERE n.entity = ? AND n.time = a.time AND n.article = a.id)
             ORDER BY a.time DESC",
        )?;
        let rows = query.query_map([id.0], |row| Ok(ArticleId(row.get(0)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many articles of each month name the entity; those without a date are of no month.
    fn months(&self, id: EntityId) -> Result<Vec<MonthCount>> {
        let mut undated: BTreeMap<i64, u32> = BTreeMap::new();
        let mut query = self.connection.prepare_cached(
            "SELECT a.time FROM article a INDEXED BY article_undated WHERE a.precision = 0
             AND EXISTS (SELECT 1 FROM named n WHERE n.entity = ? AND n.time = a.time AND n.article = a.id)",
        )?;
        for time in query.query_map([id.0], |row| row.get(0))? {
            *undated.entry(month_number(time?)).or_default() += 1;
        }
        let mut query = self.connection.prepare_cached(
            "SELECT month, articles FROM month WHERE entity = ? AND articles > 0 ORDER BY month",
        )?;
        let mut months = Vec::new();
        for row in query.query_map([id.0], |row| Ok((row.get(0)?, row.get::<_, u32>(1)?)))? {
            let (month, articles) = row?;
            let articles = articles.saturating_sub(undated.get(&month).copied().unwrap_or(0));
            if articles > 0 {
                months.push(MonthCount { month: month_name(month), articles });
            }
        }
        Ok(months)
    }
}
