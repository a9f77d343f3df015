//! Repacks, with the library's dictionaries, what was packed before there were any: some rows per transaction, so
//! that it can stop after any of them and continue there.

use super::dictionary::{self, DictionaryKind, Packers, Samples, TRAININGS, Training};
use super::{Packed, Result, Store, documents};
use crate::model::ArticleId;
use rusqlite::params;
use std::thread;
use std::time::Duration;

/// How far apart the articles may be on which dictionaries are trained: how many of the library's are looked at.
const FARTHEST_APART: i64 = 8;

/// What SQLite calls a database that shrinks when it is asked to.
const INCREMENTAL: i64 = 2;

/// A database shrinks if at least one page in so many is unused.
const WORTH_SHRINKING: i64 = 64;

/// The number of pages that one transaction returns, a few milliseconds' work.
const SHRUNK_AT_ONCE: i64 = 32;

/// How often a rewritten database looks whether the earlier one is still read, for ten seconds in all.
const LOOKS: usize = 2_000;
const PAUSE: Duration = Duration::from_millis(5);

impl Store {
    /// The packers for the texts of this library.
    pub fn packers(&self) -> Packers {
        self.packers.clone()
    }

    /// Trains dictionaries, if there are enough articles for better ones than the library has. Returns whether it did.
    pub fn train(&mut self) -> Result<bool> {
        let version = self.packers.version().max(self.tried);
        let articles = self.totals()?.articles;
        let is_due = |training: &&Training| training.version > version && articles >= training.articles;
        let Some(training) = TRAININGS.iter().rfind(is_due) else { return Ok(false) };
        // Samples that are too much alike for a dictionary are no better the next time.
        self.tried = training.version;
        let step = (articles / training.samples).clamp(1, FARTHEST_APART);
        let mut trained = Vec::new();
        for (kind, sql) in [
            (
                DictionaryKind::Texts,
                "SELECT unpacked(packing, 1, text) FROM revision WHERE id % ?1 = 0 ORDER BY id DESC LIMIT ?2",
            ),
            (
                DictionaryKind::Names,
                "SELECT unpacked(packing, 0, value) FROM names WHERE article % ?1 = 0 ORDER BY article DESC LIMIT ?2",
            ),
        ] {
            let samples = self.samples(sql, step, training)?;
            trained.extend(Packers::train(kind, &samples, training));
        }
        let (change, _turn) = self.precedence.begin(&mut self.connection, self.for_whom)?;
        for (kind, dictionary) in trained {
            dictionary::store(&change, kind, training.version, &dictionary)?;
        }
        change.commit()?;
        // Only now: what is packed with a dictionary that the library does not hold is lost.
        self.packers.read(&self.connection)?;
        Ok(true)
    }

    /// Values to train on.
    fn samples(&self, sql: &str, step: i64, training: &Training) -> Result<Samples> {
        let mut query = self.connection.prepare(sql)?;
        let mut rows = query.query([step, training.samples])?;
        let mut samples = Samples { bytes: Vec::with_capacity(training.sampled), lengths: Vec::new() };
        while let Some(row) = rows.next()? {
            // What is damaged is NULL.
            let sample = row.get_ref(0)?.as_blob().unwrap_or_default();
            if samples.bytes.len() + sample.len() > training.sampled {
                break;
            }
            if !sample.is_empty() {
                samples.bytes.extend_from_slice(sample);
                samples.lengths.push(sample.len());
            }
        }
        Ok(samples)
    }

    /// Returns unused space to the disk: the database is rewritten completely or not at all.
    pub fn compact(&mut self) -> Result<()> {
        // The temporary copy is as large as the database itself, too large for memory. A library of an earlier version cannot shrink
        // without that until it was rewritten once.
        self.connection.execute_batch(
            "PRAGMA temp_store = FILE; PRAGMA auto_vacuum = INCREMENTAL; VACUUM; PRAGMA temp_store = MEMORY;",
        )?;
        // As long as somebody reads what was there before, the log holds the whole new database beside it.
        for _ in 0..LOOKS {
            if self.settled()? {
                break;
            }
            thread::sleep(PAUSE);
        }
        Ok(())
    }

    /// Returns to the disk what heavy writing has left unused, a few pages at a time, if it is worth it.
    pub(super) fn shrink(&mut self) -> Result<()> {
        let number = |pragma: &str| -> Result<i64> {
            Ok(self.connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))?)
        };
        let mut unused = number("freelist_count")?;
        if number("auto_vacuum")? != INCREMENTAL || unused * WORTH_SHRINKING < number("page_count")? {
            return Ok(());
        }
        while unused > 0 {
            let (change, _turn) = self.precedence.begin(&mut self.connection, self.for_whom)?;
            let mut vacuum = change.prepare(&format!("PRAGMA incremental_vacuum({SHRUNK_AT_ONCE})"))?;
            let mut pages = vacuum.raw_query();
            while pages.next()?.is_some() {}
            drop(pages);
            drop(vacuum);
            change.commit()?;
            unused -= SHRUNK_AT_ONCE;
        }
        Ok(())
    }

    /// How many texts are packed without a dictionary although there is one.
    pub fn count_to_repack(&self) -> Result<u64> {
        if self.packers.of(DictionaryKind::Texts).is_none() {
            return Ok(0);
        }
        let mut query =
            self.connection.prepare_cached("SELECT count(*) FROM revision WHERE packing & 4 = 0")?;
        Ok(query.query_row([], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }

    /// Repacks up to `limit` texts, with the names of their articles, and returns how many.
    pub fn repack(&mut self, limit: usize) -> Result<usize> {
        if self.packers.of(DictionaryKind::Texts).is_none() {
            return Ok(0);
        }
        let (change, turn) = self.precedence.begin(&mut self.connection, self.for_whom)?;
        let mut query = change
            .prepare_cached("SELECT id, article FROM revision WHERE packing & 4 = 0 ORDER BY id LIMIT ?")?;
        let rows = query.query_map([i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
            Ok((row.get::<_, i64>(0)?, ArticleId(row.get(1)?)))
        })?;
        let rows: Vec<(i64, ArticleId)> = rows.collect::<std::result::Result<_, _>>()?;
        drop(query);
        let mut done = 0;
        for (revision, article) in &rows {
            repack_one(&change, &self.packers, *revision, *article)?;
            done += 1;
            if turn.is_over() {
                break;
            }
        }
        change.commit()?;
        Ok(done)
    }
}

fn repack_one(
    connection: &rusqlite::Connection,
    packers: &Packers,
    revision: i64,
    article: ArticleId,
) -> Result<()> {
    let Some(packer) = packers.of(DictionaryKind::Texts) else { return Ok(()) };
    let plain = documents::plain(connection, revision)?;
    // Damaged values are left unchanged but marked as done, and are reported as damaged when they are read.
    let repacked = plain.and_then(|(text, parts)| Packed::by(&packer, &text, &parts));
    match repacked {
        Some((packing, text, parts)) => connection
            .prepare_cached("UPDATE revision SET packing = ?, text = ?, parts = ? WHERE id = ?")?
            .execute(params![packing, text, parts, revision])?,
        None => connection
            .prepare_cached("UPDATE revision SET packing = packing | 4 WHERE id = ?")?
            .execute([revision])?,
    };
    if let Some(packer) = packers.of(DictionaryKind::Names) {
        let mut query = connection.prepare_cached(
            "SELECT unpacked(packing, 0, value) FROM names WHERE article = ? AND packing = 0",
        )?;
        let value: Option<Option<Vec<u8>>> =
            rusqlite::OptionalExtension::optional(query.query_row([article.0], |row| row.get(0)))?;
        if let Some((packing, value)) = value.flatten().and_then(|value| packer.pack(&value)) {
            connection
                .prepare_cached("UPDATE names SET packing = ?, value = ? WHERE article = ?")?
                .execute(params![packing, value, article.0])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{Access, BulkMemory, Store};

    #[test]
    fn what_heavy_writing_leaves_unused_is_returned() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let mut store = Store::open(&path, Access::Write).unwrap();
        let fill = "CREATE TABLE filler (value BLOB);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
            INSERT INTO filler SELECT randomblob(15000) FROM n;
            DELETE FROM filler WHERE rowid < 270;";
        store.connection.execute_batch(fill).unwrap();
        let pages = |store: &Store, pragma: &str| -> i64 {
            store.connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0)).unwrap()
        };
        let before = pages(&store, "page_count");
        store.settle().unwrap();
        assert_eq!(pages(&store, "page_count"), before, "only heavy writing is worth it");
        store.prepare_for_bulk(BulkMemory::Modest).unwrap();
        store.settle().unwrap();
        let after = pages(&store, "page_count");
        assert!(after < before - 250 && pages(&store, "freelist_count") == 0, "{before} to {after}");
        let kept: i64 = store
            .connection
            .query_row("SELECT sum(length(value)) FROM filler", [], |row| row.get(0))
            .unwrap();
        assert_eq!(kept, 31 * 15_000);
    }
}
