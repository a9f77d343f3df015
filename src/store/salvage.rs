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
        if by_key { self.take_from_both_ends() } else { self.take_by_ranges() }
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
mod tests {
    use super::*;

    const PAGE: u64 = 16_384;

    /// A database with many articles, closed.
    fn filled(path: &Path) -> u64 {
        let mut store = Store::open(path, Access::Write).unwrap();
        store
            .connection
            .execute_batch(
                "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 2000)
                 INSERT INTO article (id, time, precision, added, words, revision, sequence, reading, title)
                     SELECT n, n, 0, n, 9, n, n, 0, 'Report ' || n FROM n;
                 INSERT INTO revision (id, article, added, packing, title, parts, text)
                     SELECT id, id, id, 0, title, x'', CAST(title || hex(randomblob(100)) AS BLOB) FROM article;
                 INSERT INTO mark (article, bookmarked) SELECT id, 5 FROM article WHERE id % 10 = 0;
                 INSERT INTO tag (name, article) SELECT 'quay', id FROM article WHERE id % 20 = 0;
                 INSERT INTO setting VALUES ('screen.theme', 'dark');",
            )
            .unwrap();
        store.settle().unwrap();
        2000
    }

    fn salvage(harm: impl Fn(&mut Vec<u8>)) -> (Result<Salvaged>, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old.db"), folder.path().join("new.db"));
        filled(&old);
        let mut bytes = fs::read(&old).unwrap();
        harm(&mut bytes);
        fs::write(&old, &bytes).unwrap();
        let salvaged = Store::salvage(&old, &new);
        assert_eq!(fs::read(&old).unwrap(), bytes, "the damaged one stays as it is");
        (salvaged, folder)
    }

    fn count(folder: &Path, sql: &str) -> i64 {
        let store = Store::open(&folder.join("new.db"), Access::Read).unwrap();
        assert_eq!(store.faults_of_pages().unwrap(), Vec::<String>::new());
        store.connection.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn what_is_whole_is_taken_over_whole() {
        let (salvaged, folder) = salvage(|_| ());
        assert_eq!(salvaged.unwrap(), Salvaged { articles: 2000, damaged_texts: 0, is_partial: false });
        for (sql, expected) in [
            ("SELECT value FROM kept WHERE name = 'bookmarked'", 200),
            ("SELECT count(*) FROM tag", 100),
            ("SELECT count(*) FROM shelf WHERE shelf = 1", 2000),
            ("SELECT count(*) FROM setting WHERE name = 'screen.theme'", 1),
            ("SELECT max(sequence) = (SELECT value FROM kept WHERE name = 'sequence') FROM article", 1),
        ] {
            assert_eq!(count(folder.path(), sql), expected, "{sql}");
        }
    }

    /// A page of rows costs the articles on it; only one that leads to many others costs more.
    #[test]
    fn a_damaged_page_costs_little_more_than_itself() {
        let pages = {
            let folder = tempfile::tempdir().unwrap();
            filled(&folder.path().join("old.db"));
            fs::metadata(folder.path().join("old.db")).unwrap().len() / PAGE
        };
        let damaged: Vec<u64> = (1..pages).step_by(5).collect();
        let read = damaged.iter().map(|page| {
            let at = usize::try_from(page * PAGE).unwrap();
            let (salvaged, _folder) = salvage(|bytes| bytes[at..][..16_384].fill(0xa5));
            salvaged.map_or(0, |salvaged| salvaged.articles)
        });
        let bad: Vec<u64> = read.filter(|articles| *articles < 1_900).collect();
        assert!(bad.len() * 20 <= damaged.len(), "{bad:?} of {} pages", damaged.len());
    }

    #[test]
    fn without_its_header_all_is_read() {
        for length in [16, HEADER] {
            let (salvaged, _folder) = salvage(|bytes| bytes[..length].fill(0));
            assert_eq!(salvaged.unwrap().articles, 2000, "{length}");
        }
    }

    #[test]
    fn much_is_read_where_the_end_is_gone_and_nothing_of_nothing() {
        let (salvaged, _folder) = salvage(|bytes| bytes.truncate(bytes.len() * 9 / 10));
        let salvaged = salvaged.map_or(0, |salvaged| salvaged.articles);
        assert!((500..2_000).contains(&salvaged), "{salvaged}");
        let (salvaged, _folder) = salvage(|bytes| bytes.fill(7));
        assert!(matches!(salvaged, Err(Error::Damaged(_))), "{salvaged:?}");
    }

    #[test]
    fn a_damaged_text_is_told_and_an_earlier_version_is_shown() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old.db"), folder.path().join("new.db"));
        filled(&old);
        let mut store = Store::open(&old, Access::Write).unwrap();
        store
            .connection
            .execute_batch(
                "INSERT INTO revision (id, article, added, packing, title, parts, text)
                     SELECT 5000 + id, id, added, packing, title, parts, x'ff' FROM revision WHERE id <= 2;
                 UPDATE article SET revision = 5000 + id WHERE id <= 2;
                 UPDATE revision SET text = x'ff' WHERE id = 9;",
            )
            .unwrap();
        store.settle().unwrap();
        drop(store);
        let salvaged = Store::salvage(&old, &new).unwrap();
        assert_eq!(salvaged, Salvaged { articles: 2000, damaged_texts: 3, is_partial: false });
        assert_eq!(count(folder.path(), "SELECT count(*) FROM article WHERE revision = id"), 2000);
    }
}
