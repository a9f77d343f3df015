//! Reading what can be read of a damaged database, into a new one: table by table, by ranges of rows around damaged
//! pages. (SQLite's own recovery is not in the bundled build.)
//!
//! What is derived (names, lists, counts) is left out: it is made anew from the rest.

use super::schema::{NUMBER, SCHEMA};
use super::{Access, Error, Result, Store, documents};
use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Tables that are made anew from the others.
const DERIVED: [&str; 12] = [
    "kept",
    "shelf",
    "entity",
    "alias",
    "role",
    "month",
    "named",
    "names",
    "moved",
    "called",
    "uncounted",
    "counting",
];

/// No table has a higher number of a row, where the last one cannot be read.
const HIGHEST: i64 = 1 << 40;

/// More than the rows of any page.
const ROWS_OF_A_PAGE: i64 = 2_048;

/// How often numbers that no row has are skipped.
const MOST_LEAPS: u32 = 1_000;

/// The first bytes of a database, which say what it is.
const HEADER: usize = 100;
const MAGIC: &[u8] = b"SQLite format 3\0";

/// What was read of a damaged database.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// Articles that can be read again.
    pub articles: u64,
    /// How many of them have a damaged text; an earlier version is shown where there is one.
    pub damaged_texts: u64,
    /// Whether some rows could not be read; how many they were is not known.
    pub is_partial: bool,
}

impl Store {
    /// Reads what can be read of a damaged database into a new one at a path where nothing is yet. The damaged one stays
    /// as it is. An error where no article can be read.
    pub fn salvage(damaged: &Path, fresh: &Path) -> Result<Salvaged> {
        let mut store = Self::open(fresh, Access::Write)?;
        store.settle()?;
        let with_header = fresh.with_extension("header");
        clear(&with_header);
        let salvaged = with_good_header(damaged, fresh, &with_header)
            .and_then(|is_copy| connect(if is_copy { &with_header } else { damaged }))
            .and_then(|old| store.take_all(&old));
        clear(&with_header);
        let is_partial = salvaged?;
        let articles = store.complete()?;
        if articles == 0 {
            return Err(Error::Damaged("no article in it can be read".to_owned()));
        }
        let damaged_texts = store.try_texts()?;
        store.repair()?;
        Ok(Salvaged { articles, damaged_texts, is_partial })
    }

    /// Takes all tables over that are not derived. Gives back whether some rows could not be read.
    fn take_all(&mut self, old: &Connection) -> Result<bool> {
        let mut query = self.connection.prepare(
            "SELECT name, sql LIKE '%WITHOUT ROWID%' FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL TABLE%'",
        )?;
        let tables: Vec<(String, bool)> =
            query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        drop(query);
        let mut is_partial = false;
        for (table, by_key) in tables {
            let is_taken = !DERIVED.contains(&table.as_str())
                && !table.starts_with("sqlite_")
                && !table.starts_with("place_box");
            if is_taken {
                let change = self.connection.transaction()?;
                is_partial |= !Table::of(&change, old, &table)?.take(by_key)?;
                change.commit()?;
            }
        }
        Ok(is_partial)
    }

    /// Makes whole what was taken over: articles with a text, in every list; all names are due again. Gives back how
    /// many articles there are.
    fn complete(&mut self) -> Result<u64> {
        let change = self.connection.transaction()?;
        change.execute_batch(
            "-- An article whose newest text is gone shows an earlier one.
             UPDATE article SET revision = (SELECT max(r.id) FROM revision r WHERE r.article = article.id)
                 WHERE revision NOT IN (SELECT id FROM revision)
                 AND EXISTS (SELECT 1 FROM revision r WHERE r.article = article.id);
             DELETE FROM article WHERE revision NOT IN (SELECT id FROM revision);
             -- A text whose article is gone is one again, under the time at which it came in.
             INSERT OR IGNORE INTO article
                 (id, time, published, precision, added, words, revision, sequence, reading, title, site)
                 SELECT article, min(added), NULL, 0, min(added), 0, max(id), -article, 0, title, NULL FROM revision
                 WHERE article NOT IN (SELECT id FROM article) AND article NOT IN (SELECT id FROM deleted)
                 GROUP BY article;
             UPDATE article SET sequence = -id, reading = 0;
             UPDATE article SET sequence = -sequence + (SELECT coalesce(max(sequence), 0) FROM deleted);
             DELETE FROM mark WHERE article NOT IN (SELECT id FROM article);
             DELETE FROM carried WHERE article NOT IN (SELECT id FROM article UNION ALL SELECT id FROM deleted);
             UPDATE kept SET value = coalesce((SELECT max(sequence) FROM
                 (SELECT sequence FROM article UNION ALL SELECT sequence FROM deleted)), 0) WHERE name = 'sequence';",
        )?;
        let articles: i64 = change.query_row("SELECT count(*) FROM article", [], |row| row.get(0))?;
        change.commit()?;
        Ok(articles.unsigned_abs())
    }
}

impl Store {
    /// Tries to read every text that is shown: its row may have been read although it is damaged. Where an earlier
    /// version can be read, that is shown. Returns how many were damaged.
    fn try_texts(&mut self) -> Result<u64> {
        let change = self.connection.transaction()?;
        let mut query = change.prepare("SELECT id, revision FROM article")?;
        let shown = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let shown: Vec<(i64, i64)> = shown.collect::<rusqlite::Result<_>>()?;
        drop(query);
        let mut damaged = 0;
        for (article, newest) in shown {
            if documents::is_readable(&change, newest)? {
                continue;
            }
            damaged += 1;
            let sql = "SELECT id FROM revision WHERE article = ? AND id < ? ORDER BY id DESC";
            let mut query = change.prepare_cached(sql)?;
            let earlier = query.query_map([article, newest], |row| row.get(0))?;
            for revision in earlier.collect::<rusqlite::Result<Vec<i64>>>()? {
                if documents::is_readable(&change, revision)? {
                    change.execute("UPDATE article SET revision = ? WHERE id = ?", [revision, article])?;
                    break;
                }
            }
        }
        change.commit()?;
        Ok(damaged)
    }
}

/// Deletes a copy of a database, and what SQLite put beside it.
fn clear(copy: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(with_ending(copy, ending));
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Where the header of a damaged database is not one, writes a copy with that of a new one, and with its log; gives back
/// whether it did.
fn with_good_header(damaged: &Path, fresh: &Path, copy: &Path) -> Result<bool> {
    let in_file = |error: std::io::Error| Error::Io(error.to_string());
    let read = |path: &Path| -> std::io::Result<Vec<u8>> {
        let mut header = Vec::new();
        File::open(path)?.take(HEADER as u64).read_to_end(&mut header)?;
        Ok(header)
    };
    let (mut header, now) = (read(fresh).map_err(in_file)?, read(damaged).map_err(in_file)?);
    let is_good = now.starts_with(MAGIC) && now.get(16..24) == header.get(16..24) || connect(damaged).is_ok();
    if is_good || header.len() < HEADER {
        return Ok(false);
    }
    fs::copy(damaged, copy).map_err(in_file)?;
    let log = with_ending(damaged, "-wal");
    if log.is_file() {
        fs::copy(log, with_ending(copy, "-wal")).map_err(in_file)?;
    }
    let length = fs::metadata(copy).map_err(in_file)?.len();
    let page = u64::from(u16::from_be_bytes([header[16], header[17]])).max(1);
    // How many pages there are; and none that are free, so that all of them are believed to be in use.
    header[28..32].copy_from_slice(&u32::try_from(length / page).unwrap_or(u32::MAX).to_be_bytes());
    header[32..40].fill(0);
    let mut file = File::options().write(true).open(copy).map_err(in_file)?;
    file.seek(SeekFrom::Start(0)).and_then(|_| file.write_all(&header)).map_err(in_file)?;
    Ok(true)
}

/// A connection that reads a damaged database with its log, and leaves both as they are.
fn connect(path: &Path) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(super::in_real_folder(path), flags)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // What lies in wait in a schema of others is not run.
    connection.pragma_update(None, "trusted_schema", false)?;
    // A file that is shorter than it says, or a schema of which a part is damaged, is read all the same.
    connection.pragma_update(None, "writable_schema", true)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

/// A table that is taken over.
struct Table<'a> {
    new: &'a Connection,
    old: &'a Connection,
    name: &'a str,
    /// Columns that both have, as SQL has them.
    columns: String,
    insert: String,
}

impl<'a> Table<'a> {
    fn of(new: &'a Connection, old: &'a Connection, name: &'a str) -> Result<Self> {
        let columns_of = |connection: &Connection| -> rusqlite::Result<Vec<String>> {
            let mut query = connection.prepare("SELECT name FROM pragma_table_info(?)")?;
            let names = query.query_map([name], |row| row.get(0))?;
            names.collect()
        };
        let there = columns_of(old).unwrap_or_default();
        let mut columns = columns_of(new)?;
        columns.retain(|column| there.contains(column));
        let marks = vec!["?"; columns.len()].join(", ");
        let columns = columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ");
        let insert = format!("INSERT OR IGNORE INTO \"{name}\" ({columns}) VALUES ({marks})");
        Ok(Self { new, old, name, columns, insert })
    }

    /// Takes over what can be read; true where that is all of it.
    fn take(&self, by_key: bool) -> Result<bool> {
        if self.columns.is_empty() {
            // An earlier version had no such table, or the schema is damaged.
            return Ok(self.is_missing());
        }
        if by_key {
            return self.take_from_both_ends();
        }
        let is_whole = self.take_by_ranges()?;
        if !self.is_numbered()? {
            return Ok(is_whole);
        }
        Ok(self.take_one_by_one()? && is_whole)
    }

    /// Whether each row has a number of its own, which it keeps in another database.
    fn is_numbered(&self) -> Result<bool> {
        let sql = "SELECT count(*) = 1 AND max(type) = 'INTEGER' FROM pragma_table_info(?) WHERE pk > 0";
        Ok(self.new.query_row(sql, [self.name], |row| row.get(0))?)
    }

    /// Looks up by its number each row that was not met in order: what stands on a damaged page can look like the end of
    /// the table, or lead past rows that are whole. True if nothing was left.
    fn take_one_by_one(&self) -> Result<bool> {
        let mut query = self.new.prepare(&format!("SELECT rowid FROM \"{}\" ORDER BY rowid", self.name))?;
        let known = query.query_map([], |row| row.get(0))?;
        let known: Vec<i64> = known.collect::<rusqlite::Result<_>>()?;
        let first = self.old.query_row(&format!("SELECT 1 FROM \"{}\" LIMIT 1", self.name), [], |_| Ok(()));
        if known.is_empty() && matches!(first, Err(rusqlite::Error::QueryReturnedNoRows)) {
            return Ok(true);
        }
        let mut is_whole = true;
        let mut at = 1;
        for next in known.into_iter().chain([HIGHEST]) {
            is_whole &= self.take_between(at, next)?;
            at = next.saturating_add(1);
        }
        Ok(is_whole)
    }

    /// Looks up the rows from one number to before another: each by itself, and where none is for longer than a page has
    /// rows, the next one there is.
    fn take_between(&self, from: i64, upto: i64) -> Result<bool> {
        let sql = format!("SELECT {}, rowid FROM \"{}\" WHERE rowid = ?1", self.columns, self.name);
        let mut is_whole = true;
        let (mut at, mut misses, mut leaps) = (from, 0, 0);
        while at < upto {
            let mut is_found = false;
            let is_read = self.take_rows(&sql, &[at], |_| is_found = true)?;
            is_whole &= is_read && !is_found;
            misses = if is_found { 0 } else { misses + 1 };
            at += 1;
            if misses >= ROWS_OF_A_PAGE {
                leaps += 1;
                match self.next_from(at, upto).filter(|_| leaps < MOST_LEAPS) {
                    Some(next) => (at, misses) = (next, 0),
                    None => break,
                }
            }
        }
        Ok(is_whole)
    }

    /// The number of the next row, as far ahead as it takes to find one.
    fn next_from(&self, at: i64, upto: i64) -> Option<i64> {
        let sql = format!("SELECT rowid FROM \"{}\" WHERE rowid >= ? ORDER BY rowid LIMIT 1", self.name);
        let places =
            std::iter::successors(Some(ROWS_OF_A_PAGE), |step| step.checked_mul(2)).map(|step| at + step);
        std::iter::once(at).chain(places).take_while(|place| *place < upto).find_map(|place| {
            let found = self
                .old
                .prepare_cached(&sql)
                .and_then(|mut query| query.query_row([place], |row| row.get(0)));
            found.ok().filter(|row| (place..upto).contains(row))
        })
    }

    fn is_missing(&self) -> bool {
        let sql = "SELECT count(*) FROM sqlite_schema WHERE name = ?";
        self.old.query_row(sql, [self.name], |row| row.get::<_, i64>(0)).is_ok_and(|count| count == 0)
    }

    fn take_by_ranges(&self) -> Result<bool> {
        let last = self.old.query_row(&format!("SELECT max(rowid) FROM \"{}\"", self.name), [], |row| {
            row.get::<_, Option<i64>>(0)
        });
        let last = last.unwrap_or(Some(HIGHEST)).unwrap_or(0);
        let sql = format!(
            "SELECT {}, rowid FROM \"{}\" WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid",
            self.columns, self.name
        );
        let mut from = 0;
        let mut is_whole = true;
        loop {
            let mut next = from;
            if self.take_rows(&sql, &[from, last], |row| next = row.saturating_add(1))? {
                return Ok(is_whole);
            }
            is_whole = false;
            match self.readable_after(&format!("{sql} LIMIT 1"), next, last) {
                Some(start) => from = start,
                None => return Ok(false),
            }
        }
    }

    /// The first row behind an unreadable one from which on it can be read again: ever further ahead until there is one,
    /// and from there back by halves.
    fn readable_after(&self, sql: &str, unreadable: i64, last: i64) -> Option<i64> {
        let is_readable = |at: i64| {
            let read =
                self.old.prepare_cached(sql).and_then(|mut query| query.query_row([at, last], |_| Ok(())));
            matches!(read, Ok(()) | Err(rusqlite::Error::QueryReturnedNoRows))
        };
        let mut step = 1;
        while !is_readable(unreadable.checked_add(step).filter(|at| *at <= last)?) {
            step *= 2;
        }
        let (mut bad, mut good) = (unreadable + step / 2, unreadable + step);
        while good - bad > 1 {
            let middle = bad + (good - bad) / 2;
            if is_readable(middle) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        Some(good)
    }

    /// A table in the order of its key is read from its beginning to the first damage, and from its end to the last.
    fn take_from_both_ends(&self) -> Result<bool> {
        let sql = format!("SELECT {}, 0 FROM \"{}\"", self.columns, self.name);
        let is_whole = self.take_rows(&sql, &[], |_| ())?;
        if !is_whole {
            let mut query =
                self.new.prepare("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk")?;
            let key = query.query_map([self.name], |row| row.get::<_, String>(0))?;
            let key: Vec<String> = key
                .map(|name| name.map(|name| format!("\"{name}\" DESC")))
                .collect::<rusqlite::Result<_>>()?;
            self.take_rows(&format!("{sql} ORDER BY {}", key.join(", ")), &[], |_| ())?;
        }
        Ok(is_whole)
    }

    /// Takes over the rows of a query, whose last column is given to `each`. False where it fails half-way.
    fn take_rows(&self, sql: &str, values: &[i64], mut each: impl FnMut(i64)) -> Result<bool> {
        let Ok(mut query) = self.old.prepare_cached(sql) else { return Ok(false) };
        let width = query.column_count() - 1;
        let mut insert = self.new.prepare_cached(&self.insert)?;
        let Ok(mut rows) = query.query(params_from_iter(values)) else { return Ok(false) };
        loop {
            let row = match rows.next() {
                Ok(Some(row)) => row,
                Ok(None) => return Ok(true),
                Err(_) => return Ok(false),
            };
            let read: rusqlite::Result<Vec<Value>> = (0..width).map(|at| row.get(at)).collect();
            each(row.get(width).unwrap_or(i64::MAX));
            // A text that is none, or a value where none may be missing: the row is as good as unreadable.
            let Ok(values) = read else { continue };
            let is_own = self.name == "setting"
                && matches!(values.first(), Some(Value::Text(name)) if name == NUMBER || name == SCHEMA);
            if !is_own {
                match insert.execute(params_from_iter(values)).map_err(Error::from) {
                    Ok(_) | Err(Error::Damaged(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
