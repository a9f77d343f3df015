//! What only Dateline knows, field by field, with who wrote it last: what is exported and merged is made of this.

use super::{Identity, Result, Store, corrections, documents, journal};
use crate::model::{ArticleId, CorrectionId, Edit};
use rusqlite::params;

/// One field, as its last writer left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// The field and what it belongs to.
    pub key: String,
    /// Its value, as JSON; `None` where it was removed.
    pub value: Option<String>,
    /// When it was written, in seconds since the epoch.
    pub time: i64,
    /// The library that wrote it.
    pub writer: String,
    /// Whether it is not in effect here, since this library does not have what it is about.
    pub is_held: bool,
    /// The number that it has here.
    pub local: Option<i64>,
}

/// A correction as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCorrection {
    /// Its number.
    pub id: i64,
    /// When it was made.
    pub added: i64,
    /// Whether it is in effect.
    pub holds: bool,
    /// What it says, as JSON; articles by their numbers.
    pub value: String,
}

impl Store {
    /// All fields, by their keys.
    pub fn registers(&self) -> Result<Vec<Register>> {
        let mut query = self
            .connection
            .prepare_cached("SELECT key, value, time, writer, held, local FROM mine ORDER BY key")?;
        let rows = query.query_map([], |row| {
            Ok(Register {
                key: row.get(0)?,
                value: row.get(1)?,
                time: row.get(2)?,
                writer: row.get(3)?,
                is_held: row.get(4)?,
                local: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Stores fields, all of them or none.
    pub fn set_registers(&mut self, registers: &[Register]) -> Result<()> {
        let change = self.connection.transaction()?;
        {
            let mut upsert = change.prepare_cached(
                "INSERT OR REPLACE INTO mine (key, value, time, writer, held, local) VALUES (?, ?, ?, ?, ?, ?)",
            )?;
            for each in registers {
                upsert.execute(params![
                    each.key,
                    each.value,
                    each.time,
                    each.writer,
                    each.is_held,
                    each.local
                ])?;
            }
        }
        Ok(change.commit()?)
    }

    /// All tags of articles.
    pub fn article_tags(&self) -> Result<Vec<(ArticleId, String)>> {
        let mut query =
            self.connection.prepare_cached("SELECT article, name FROM tag ORDER BY article, name")?;
        let rows = query.query_map([], |row| Ok((ArticleId(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// All corrections, as they are stored.
    pub fn stored_corrections(&self) -> Result<Vec<StoredCorrection>> {
        let mut query =
            self.connection.prepare_cached("SELECT id, added, holds, value FROM correction ORDER BY id")?;
        let rows = query.query_map([], |row| {
            Ok(StoredCorrection {
                id: row.get(0)?,
                added: row.get(1)?,
                holds: row.get(2)?,
                value: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Stores a correction of another library, as JSON, without effect yet; `None` if it is of a newer version.
    pub fn add_withdrawn_correction(&mut self, json: &str, added: i64) -> Result<Option<CorrectionId>> {
        if corrections::correction_of(json).is_none() {
            return Ok(None);
        }
        self.connection
            .prepare_cached("INSERT INTO correction (added, holds, value) VALUES (?, 0, ?)")?
            .execute(params![added, json])?;
        Ok(Some(CorrectionId(self.connection.last_insert_rowid())))
    }

    /// The edits that were made, undone or redone after a turn of the journal, with their times.
    pub fn edits_since(&self, turn: i64) -> Result<Vec<(i64, Edit)>> {
        let mut query = self
            .connection
            .prepare_cached("SELECT time, packing, forward FROM journal WHERE turn > ? ORDER BY turn")?;
        let mut rows = query.query([turn])?;
        let mut edits = Vec::new();
        while let Some(row) = rows.next()? {
            edits.push((row.get(0)?, journal::forward(row, 1)?));
        }
        Ok(edits)
    }

    /// What identifies an article in every library that has it: its address, or else its text. `None` where it is gone.
    pub fn identity_of(&self, article: ArticleId) -> Result<Option<Identity>> {
        let is_in = |table: &str| -> Result<bool> {
            let sql = format!("SELECT 1 FROM {table} WHERE id = ?");
            Ok(self.connection.prepare_cached(&sql)?.exists([article.0])?)
        };
        let is_shown = is_in("article")?;
        if !is_shown && !is_in("deleted")? {
            return Ok(None);
        }
        let document = match documents::document(&self.connection, article) {
            // Of what was added and taken out again, only its number is left.
            Err(super::Error::Damaged(_)) if !is_shown => return Ok(None),
            document => document?,
        };
        let by_address =
            document.url.as_deref().map(|url| [Identity::of_place(url), Identity::of_address(url)]);
        let by_text = Identity::of_text(&document.text);
        for identity in by_address.into_iter().flatten().chain([by_text]) {
            if self.knows(identity)? == Some(article) {
                return Ok(Some(identity));
            }
        }
        Ok(None)
    }
}
