//! Which analyser has analysed each article, and which articles are due: those not analysed, or analysed by a version
//! other than the current one.

use super::{Result, Store};
use crate::model::ArticleId;
use rusqlite::{Connection, OptionalExtension, params};

/// How many articles each analyser has analysed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadBy {
    /// The analyser: recogniser, versions, gazetteer; empty for none.
    pub reader: String,
    /// Articles that it was the last to analyse.
    pub articles: u64,
}

impl Store {
    /// Articles that this analyser has not analysed, those added last first.
    pub fn due(&self, reader: &str, limit: usize) -> Result<Vec<ArticleId>> {
        let number = known(&self.connection, reader)?;
        let mut due: Vec<ArticleId> = Vec::new();
        let mut query = self
            .connection
            .prepare_cached("SELECT id FROM article WHERE reading = ? ORDER BY id DESC LIMIT ?")?;
        let most = i64::try_from(limit).unwrap_or(i64::MAX);
        for (other, _) in self.readers()?.iter().filter(|(other, _)| Some(*other) != number) {
            let rows = query.query_map([*other, most], |row| row.get(0).map(ArticleId))?;
            for row in rows {
                due.push(row?);
            }
        }
        due.sort_unstable_by(|left, right| right.cmp(left));
        due.truncate(limit);
        Ok(due)
    }

    /// How many articles this analyser has not analysed.
    pub fn count_due(&self, reader: &str) -> Result<u64> {
        let due = self.read_by()?.into_iter().filter(|each| each.reader != reader);
        Ok(due.map(|each| each.articles).sum())
    }

    /// How many articles each analyser has analysed; those without any are omitted. This counts them all.
    pub fn read_by(&self) -> Result<Vec<ReadBy>> {
        let mut query = self.connection.prepare_cached("SELECT count(*) FROM article WHERE reading = ?")?;
        let mut counts = Vec::new();
        for (number, reader) in self.readers()? {
            let articles: u64 =
                query.query_row([number], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)?;
            if articles > 0 {
                counts.push(ReadBy { reader, articles });
            }
        }
        Ok(counts)
    }

    /// All analysers with their numbers; 0 stands for none.
    fn readers(&self) -> Result<Vec<(i64, String)>> {
        let mut query = self.connection.prepare_cached("SELECT id, name FROM reader ORDER BY id DESC")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut readers: Vec<(i64, String)> = rows.collect::<std::result::Result<_, _>>()?;
        readers.push((0, String::new()));
        Ok(readers)
    }
}

/// The number of an analyser, if any article may have been analysed by it.
pub(super) fn known(connection: &Connection, reader: &str) -> Result<Option<i64>> {
    let mut query = connection.prepare_cached("SELECT id FROM reader WHERE name = ?")?;
    Ok(query.query_row([reader], |row| row.get(0)).optional()?)
}

/// The number of an analyser, which gets one if it has none.
pub(super) fn number(connection: &Connection, reader: &str) -> Result<i64> {
    if let Some(number) = known(connection, reader)? {
        return Ok(number);
    }
    connection.execute("INSERT INTO reader (name) VALUES (?)", params![reader])?;
    Ok(connection.last_insert_rowid())
}
