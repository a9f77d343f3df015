//! Names that the user watches or mutes.

use super::corrections::Log;
use super::entities::entity_of;
use super::mentions::{kind_number, kind_of_number};
use super::{Error, Result, Store};
use crate::model::{ArticleId, Attended, AttendedName, Attention, Edit, EntityId, EntityKey};
use rusqlite::{Connection, OptionalExtension, params};

/// The maximum to which new articles of a name are counted.
const COUNTED: i64 = 1_000;

/// The maximum number of watched names to look for in a list.
const SEARCHED: usize = 50;

/// A row of the table.
struct Attending {
    key: EntityKey,
    attention: Attention,
    looked: i64,
}

impl Store {
    /// Which names are watched or muted, by the entities as which they are now shown.
    pub fn attended(&self) -> Result<Attended> {
        let shown = self.attending()?.into_iter().map(|(id, attending)| (id, attending.attention));
        Ok(Attended::new(shown.collect()))
    }

    /// The same with frequencies and numbers of new articles: watched names first, those with most news first.
    pub fn attended_names(&self) -> Result<Vec<AttendedName>> {
        let mut names = Vec::new();
        for (id, Attending { attention, looked, .. }) in self.attending()? {
            let Some(row) = self.entity_row(id)? else { continue };
            names.push(AttendedName { row, attention, fresh: self.came_since(id, looked)? });
        }
        let is_muted = |name: &AttendedName| name.attention == Attention::Muted;
        names.sort_by(|one, other| {
            let fresh = other.fresh.cmp(&one.fresh);
            is_muted(one).cmp(&is_muted(other)).then(fresh).then_with(|| one.row.name.cmp(&other.row.name))
        });
        Ok(names)
    }

    /// The user has looked at a name: new articles are counted from now on.
    pub fn look_at(&mut self, id: EntityId, now: i64) -> Result<()> {
        let log = Log::read(&self.connection)?;
        let Some(shown) = self.key_of(id)? else { return Ok(()) };
        for key in log.sources_of(&shown) {
            self.connection
                .prepare_cached("UPDATE attention SET looked = ? WHERE kind = ? AND key = ?")?
                .execute(params![now, kind_number(key.kind), key.key])?;
        }
        Ok(())
    }

    /// Whether an article names one of these.
    pub fn names_one_of(&self, article: ArticleId, names: &Attended) -> Result<bool> {
        let mut query = self.connection.prepare_cached(
            "SELECT 1 FROM named WHERE entity = ?1 AND article = ?2
             AND time = (SELECT time FROM article WHERE id = ?2)",
        )?;
        for id in names.watched().take(SEARCHED) {
            if query.exists(params![id.0, article.0])? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The user's settings for names, by kind and key.
    pub fn attended_keys(&self) -> Result<Vec<(EntityKey, Attention)>> {
        let rows = self.attention_rows()?.into_iter();
        Ok(rows.map(|Attending { key, attention, .. }| (key, attention)).collect())
    }

    fn attention_rows(&self) -> Result<Vec<Attending>> {
        let mut query = self
            .connection
            .prepare_cached("SELECT kind, key, state, looked FROM attention WHERE state <> 0")?;
        let mut rows = query.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (kind, attention) = (kind_of_number(row.get(0)?), attention_of(row.get(2)?));
            let (Some(kind), Some(attention)) = (kind, attention) else { continue };
            found.push(Attending {
                key: EntityKey { kind, key: row.get(1)? },
                attention,
                looked: row.get(3)?,
            });
        }
        Ok(found)
    }

    fn attending(&self) -> Result<Vec<(EntityId, Attending)>> {
        let found = self.attention_rows()?;
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let log = Log::read(&self.connection)?;
        let shown = found.into_iter().filter_map(|attending| {
            // A name that was merged into another, or has changed its kind, is watched there; one that is not an
            // entity, nowhere.
            let key = log.whole(&attending.key)?;
            let id = entity_of(&self.connection, &key).transpose()?;
            let id = id.and_then(|id| Ok(self.shown_as(id)?.unwrap_or(id)));
            Some(id.map(|id| (id, attending)))
        });
        shown.collect()
    }

    fn came_since(&self, id: EntityId, looked: i64) -> Result<u32> {
        let mut query = self.connection.prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM named n JOIN article a ON a.id = n.article
             WHERE n.entity = ?1 AND a.added > ?2 LIMIT ?3)",
        )?;
        Ok(query.query_row(params![id.0, looked, COUNTED], |row| row.get(0))?)
    }
}

/// Watches a name, mutes it, or neither. Returns what was done, its inverse, and the name; `None` if nothing changed.
pub(super) fn attend(
    connection: &Connection,
    key: &EntityKey,
    to: Option<Attention>,
    now: i64,
) -> Result<Option<(Edit, Edit, String)>> {
    let before = state_of(connection, key)?;
    if before == to {
        return Ok(None);
    }
    let name: Option<String> = connection
        .prepare_cached(
            "SELECT name FROM entity WHERE kind = ?1 AND key = ?2
             UNION ALL SELECT name FROM attention WHERE kind = ?1 AND key = ?2 LIMIT 1",
        )?
        .query_row(params![kind_number(key.kind), key.key], |row| row.get(0))
        .optional()?;
    let Some(name) = name else {
        return Err(Error::Correction(format!("no {} “{}” in the library", key.kind.word(), key.key)));
    };
    connection
        .prepare_cached(
            "INSERT INTO attention (kind, key, name, state, looked) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (kind, key) DO UPDATE SET state = excluded.state, name = excluded.name",
        )?
        .execute(params![kind_number(key.kind), key.key, name, number(to), now])?;
    let edit = |from, to| Edit::Attention { entity: key.clone(), from, to };
    Ok(Some((edit(before, to), edit(to, before), name)))
}

/// The user's setting for a name.
pub(super) fn state_of(connection: &Connection, key: &EntityKey) -> Result<Option<Attention>> {
    let mut query = connection.prepare_cached("SELECT state FROM attention WHERE kind = ? AND key = ?")?;
    let state: Option<i64> =
        query.query_row(params![kind_number(key.kind), key.key], |row| row.get(0)).optional()?;
    Ok(state.and_then(attention_of))
}

fn number(attention: Option<Attention>) -> i64 {
    match attention {
        None => 0,
        Some(Attention::Watched) => 1,
        Some(Attention::Muted) => 2,
    }
}

fn attention_of(number: i64) -> Option<Attention> {
    [Attention::Watched, Attention::Muted].into_iter().find(|&each| self::number(Some(each)) == number)
}
