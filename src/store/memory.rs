//! What articles state by themselves, for the linking rules, and which articles are to be
//! relinked because of new statements.
//!
//! Every question takes a few lookups by index. The counts of the current batch are not included yet;
//! what they change is relinked when the intake ends.

use super::entities::entity_of;
use super::mentions::{ArticleNames, kind_number};
use super::{Batch, EntityFacts, Result, Store};
use crate::model::{Alias, ArticleId, Entity, EntityId, EntityKey, Kind, Names};
use rusqlite::{Connection, params};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

/// Answers to a question about a word, at most.
const MOST: i64 = 32;

/// Articles examined for co-occurrence, at most.
const MOST_ARTICLES: i64 = 100;

/// What articles state, for one batch.
pub struct Memory<'a> {
    connection: &'a Connection,
    numbers: RefCell<HashMap<EntityKey, Option<EntityId>>>,
}

/// An entity as stated by articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// Its identity.
    pub key: String,
    /// Their name for it.
    pub name: String,
    /// How many articles state it.
    pub articles: u32,
}

impl Memory<'_> {
    /// The entity with this key, if an article states it.
    pub fn known(&self, kind: Kind, key: &str) -> Result<Option<Remembered>> {
        let sql = "SELECT key, coalesce(said, name), sayings FROM entity
                   WHERE kind = ? AND key = ? AND sayings > 0";
        Ok(self.ask(sql, params![kind_number(kind), key])?.pop())
    }

    /// People with full names who have this surname, those of most articles first.
    pub fn of_surname(&self, surname: &str) -> Result<Vec<Remembered>> {
        self.ask(
            "SELECT key, coalesce(said, name), sayings FROM entity
             WHERE word = ?1 AND surname = ?1 AND kind = ?2 AND sayings > 0
             ORDER BY sayings DESC, key LIMIT ?3",
            params![surname, kind_number(Kind::Person), MOST],
        )
    }

    /// What articles also use this name for, and in how many, the most frequent first.
    pub fn called(&self, kind: Kind, form: &str) -> Result<Vec<Remembered>> {
        self.ask(
            "SELECT e.key, coalesce(e.said, e.name), c.articles FROM called c JOIN entity e ON e.id = c.entity
             WHERE c.form = ?1 AND e.kind = ?2 AND c.articles > 0
             ORDER BY c.articles DESC, e.key LIMIT ?3",
            params![form, kind_number(kind), MOST],
        )
    }

    /// In how many articles between two times an entity is stated, at most a hundred, and the first of
    /// `others` that one of these also states.
    pub fn co_occurrence(
        &self,
        entity: &EntityKey,
        others: &[EntityKey],
        from: i64,
        upto: i64,
    ) -> Result<(u32, Option<usize>)> {
        let Some(id) = self.number(entity)? else { return Ok((0, None)) };
        let mut query = self.connection.prepare_cached(
            "SELECT time, article FROM named WHERE entity = ?1 AND time BETWEEN ?2 AND ?3 AND said = 1
             UNION ALL
             SELECT time, article FROM moved WHERE entity = ?1 AND time BETWEEN ?2 AND ?3 AND said = 1
             LIMIT ?4",
        )?;
        let rows = query.query_map(params![id.0, from, upto, MOST_ARTICLES], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        })?;
        let near: Vec<(i64, i64)> = rows.collect::<std::result::Result<_, _>>()?;
        let count = u32::try_from(near.len()).unwrap_or(u32::MAX);
        for (at, other) in others.iter().enumerate() {
            let Some(other) = self.number(other)? else { continue };
            if self.is_said_in(other, &near)? {
                return Ok((count, Some(at)));
            }
        }
        Ok((count, None))
    }

    fn is_said_in(&self, entity: EntityId, articles: &[(i64, i64)]) -> Result<bool> {
        for table in ["named", "moved"] {
            let mut query = self.connection.prepare_cached(&format!(
                "SELECT 1 FROM {table} WHERE entity = ? AND time = ? AND article = ? AND said = 1"
            ))?;
            for &(time, article) in articles {
                if query.exists(params![entity.0, time, article])? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn number(&self, key: &EntityKey) -> Result<Option<EntityId>> {
        if let Some(id) = self.numbers.borrow().get(key) {
            return Ok(*id);
        }
        let id = entity_of(self.connection, key)?;
        self.numbers.borrow_mut().insert(key.clone(), id);
        Ok(id)
    }

    fn ask(&self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<Remembered>> {
        let mut query = self.connection.prepare_cached(sql)?;
        let rows = query.query_map(values, |row| {
            Ok(Remembered { key: row.get(0)?, name: row.get(1)?, articles: row.get(2)? })
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }
}

impl Store {
    /// Whether there are articles to be relinked.
    pub fn has_relink_queue(&self) -> Result<bool> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM stirred LIMIT 1")?.exists([])?)
    }
}

impl Batch<'_> {
    /// What articles state, including those of this batch.
    pub fn memory(&self) -> Memory<'_> {
        Memory { connection: &self.change, numbers: RefCell::default() }
    }

    /// Takes up to about `limit` of the articles to be relinked. If the result is empty, none are
    /// left.
    pub fn take_relink_queue(&mut self, limit: usize) -> Result<BTreeSet<ArticleId>> {
        let mut taken = BTreeSet::new();
        let most = i64::try_from(limit).unwrap_or(i64::MAX);
        while taken.len() < limit {
            let mut query = self.change.prepare_cached("SELECT word, done FROM stirred LIMIT 1")?;
            let mut rows = query.query([])?;
            let Some(row) = rows.next()? else { break };
            let (word, done): (String, i64) = (row.get(0)?, row.get(1)?);
            let mut query = self.change.prepare_cached(
                "SELECT DISTINCT u.article FROM entity e JOIN unsettled u ON u.entity = e.id
                 WHERE e.word = ? AND u.article > ? ORDER BY u.article LIMIT ?",
            )?;
            let found: Vec<i64> = query
                .query_map(params![word, done, most], |row| row.get(0))?
                .collect::<std::result::Result<_, _>>()?;
            match found.last() {
                Some(last) if found.len() == limit => {
                    self.change
                        .prepare_cached("UPDATE stirred SET done = ? WHERE word = ?")?
                        .execute(params![last, word])?;
                }
                _ => {
                    self.change.prepare_cached("DELETE FROM stirred WHERE word = ?")?.execute([&word])?;
                }
            }
            taken.extend(found.into_iter().map(ArticleId));
        }
        Ok(taken)
    }

    /// What an article states, as analysed: without mentions, places and roles, which links do not depend on.
    pub fn said_in(&self, article: ArticleId) -> Result<Names> {
        let names = ArticleNames::of(&self.change, article)?.unwrap_or_default();
        let mut query =
            self.change.prepare_cached("SELECT kind, key, coalesce(said, name) FROM entity WHERE id = ?")?;
        let mut entities = Vec::with_capacity(names.stated.len());
        for (at, stated) in names.stated.iter().enumerate() {
            let (kind, key, name): (u8, String, String) =
                query.query_row([stated.entity.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let times = |form: usize| {
                names.mentions.iter().filter(|mention| (mention.stated, mention.form) == (at, form)).count()
            };
            let alias = |(form, each): (usize, &super::mentions::Form)| Alias {
                form: each.text.clone(),
                mentions: u32::try_from(times(form)).unwrap_or(u32::MAX),
            };
            entities.push(Entity {
                kind: super::mentions::kind_of_number(kind).unwrap_or(Kind::Person),
                name,
                key,
                aliases: stated.forms.iter().enumerate().map(alias).collect(),
                roles: Vec::new(),
                place: None,
                salience: stated.salience,
            });
        }
        Ok(Names { mentions: Vec::new(), entities })
    }

    /// Replaces the links of an article; `facts` is in the order of
    /// [`Batch::said_in`]. Returns whether anything changed.
    pub fn link_again(&mut self, article: ArticleId, facts: &[EntityFacts]) -> Result<bool> {
        let Some(before) = ArticleNames::of(&self.change, article)? else { return Ok(false) };
        let mut names = before.clone();
        for (stated, facts) in names.stated.iter_mut().zip(facts) {
            stated.link = self.counter.link(&self.change, &self.log, stated.entity, facts)?;
            stated.is_provisional = facts.is_provisional;
        }
        self.replace(article, &before, names)
    }

    /// When an article was published or, if unknown, added.
    pub fn moment_of(&self, article: ArticleId) -> Result<i64> {
        self.time_of(article)
    }
}
