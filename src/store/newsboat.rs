//! newsboat's cache (`cache.db`): its articles, for import. The file is only read, and it is
//! not trusted.
//!
//! Read marks are imported; flags and the queue are not.

use super::{Error, Result};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use std::path::Path;

/// Articles read at a time.
const CHUNK: u32 = 64;

/// The longest text accepted, in bytes.
const LONGEST: i64 = 16 << 20;

/// The columns used, by table.
const COLUMNS: [(&str, &[&str]); 2] = [
    ("rss_feed", &["rssurl", "title"]),
    ("rss_item", &["id", "title", "author", "url", "feedurl", "pubDate", "content", "unread", "deleted"]),
];

/// An article of the cache. Every text is as stored there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachedArticle {
    /// Its number in the cache.
    pub number: i64,
    /// The headline, perhaps with markup.
    pub title: String,
    /// The author.
    pub author: String,
    /// Its address.
    pub url: String,
    /// The title of its feed.
    pub feed: String,
    /// When it was published, in seconds since the epoch; 0 if unknown.
    pub published: i64,
    /// Its text, usually HTML.
    pub content: String,
    /// Whether it is unread.
    pub unread: bool,
}

/// An open cache: an iterator of its articles, in newsboat's order. Whatever it cannot read
/// is an error, after which it ends.
#[derive(Debug)]
pub struct Newsboat {
    connection: Connection,
    after: i64,
    read: std::vec::IntoIter<CachedArticle>,
    is_over: bool,
}

impl Newsboat {
    /// Opens the cache at `path`; `None` if it is a database but not newsboat's.
    pub fn open(path: &Path) -> Result<Option<Self>> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        super::wait_for_others(&mut connection)?;
        // A schema can contain functions and views that run when a table is read.
        connection.pragma_update(None, "trusted_schema", false)?;
        for (table, columns) in COLUMNS {
            if !is_plain(&connection, table, columns)? {
                return Ok(None);
            }
        }
        Ok(Some(Self { connection, after: i64::MIN, read: Vec::new().into_iter(), is_over: false }))
    }

    fn chunk(&self) -> Result<Vec<CachedArticle>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT item.rowid, item.title, item.author, item.url, feed.title, item.pubDate, item.content, item.unread
             FROM rss_item AS item LEFT JOIN rss_feed AS feed ON feed.rssurl = item.feedurl
             WHERE item.rowid > ?1 AND NOT item.deleted AND length(item.content) <= ?2
             ORDER BY item.rowid LIMIT ?3",
        )?;
        let rows = statement.query_map(params![self.after, LONGEST, CHUNK], |row| {
            let text = |at| row.get_ref(at).map(text);
            Ok(CachedArticle {
                number: row.get(0)?,
                title: text(1)?,
                author: text(2)?,
                url: text(3)?,
                feed: text(4)?,
                published: text(5)?.parse().unwrap_or(0),
                content: text(6)?,
                unread: text(7)? != "0",
            })
        })?;
        rows.map(|row| row.map_err(Error::from)).collect()
    }
}

impl Iterator for Newsboat {
    type Item = Result<CachedArticle>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(article) = self.read.next() {
            return Some(Ok(article));
        }
        if self.is_over {
            return None;
        }
        match self.chunk() {
            Ok(chunk) => {
                self.is_over = chunk.len() < CHUNK as usize;
                self.after = chunk.last().map_or(self.after, |article| article.number);
                self.read = chunk.into_iter();
                self.read.next().map(Ok)
            }
            Err(error) => {
                self.is_over = true;
                Some(Err(error))
            }
        }
    }
}

/// A value as text, whatever its type.
fn text(value: ValueRef) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Whether a plain table with these columns exists: a view, a virtual table or a computed column would run somebody
/// else's code.
fn is_plain(connection: &Connection, table: &str, columns: &[&str]) -> Result<bool> {
    let definition: Option<Option<String>> = connection
        .query_row("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1", [table], |row| {
            row.get(0)
        })
        .optional()?;
    let is_table = definition.flatten().is_some_and(|sql| {
        let words: Vec<String> = sql.split_whitespace().take(2).map(str::to_ascii_lowercase).collect();
        words == ["create", "table"]
    });
    if !is_table {
        return Ok(false);
    }
    let mut statement = connection.prepare("SELECT name, hidden FROM pragma_table_xinfo(?1)")?;
    let found = statement.query_map([table], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    let found = found.collect::<std::result::Result<Vec<_>, _>>()?;
    let has =
        |column: &&str| found.iter().any(|(name, hidden)| name.eq_ignore_ascii_case(column) && *hidden == 0);
    Ok(columns.iter().all(has))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEEDS: &str =
        "CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY, url VARCHAR, title VARCHAR);";
    const ITEMS: &str = "CREATE TABLE rss_item (id INTEGER PRIMARY KEY, guid VARCHAR, title VARCHAR, \
        author VARCHAR, url VARCHAR, feedurl VARCHAR, pubDate INTEGER, content VARCHAR, unread INTEGER, deleted INTEGER);";

    fn cache(sql: &str) -> (tempfile::TempDir, Result<Option<Newsboat>>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache.db");
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let cache = Newsboat::open(&path);
        (folder, cache)
    }

    #[test]
    fn all_articles_come_and_the_deleted_do_not() {
        let mut sql = format!(
            "{FEEDS}{ITEMS}INSERT INTO rss_feed VALUES ('https://h.example/feed', '', 'Harbour Post');"
        );
        let row = |number: i32| {
            let deleted = i32::from(number == 3);
            format!(
                "INSERT INTO rss_item VALUES ({number}, 'g', 'T{number}', 'Ann', 'https://h.example/{number}', \
                 'https://h.example/feed', 1767225610, '<p>It sails.</p>', 1, {deleted});"
            )
        };
        sql.extend((1..=150).map(row));
        sql.push_str(
            "INSERT INTO rss_item VALUES (152, 'g', 7, x'c3', CAST(x'41ff' AS TEXT), '', 'today', 'x', 1, 0); INSERT INTO rss_item VALUES (151, 'g', NULL, NULL, NULL, 'elsewhere', NULL, 'x', 1, 0);",
        );
        let (_folder, cache) = cache(&sql);
        let articles: Vec<_> = cache.unwrap().unwrap().map(|article| article.unwrap()).collect();
        assert_eq!(articles.len(), 151);
        assert_eq!(
            articles[0],
            CachedArticle {
                number: 1,
                title: "T1".into(),
                author: "Ann".into(),
                url: "https://h.example/1".into(),
                feed: "Harbour Post".into(),
                published: 1_767_225_610,
                content: "<p>It sails.</p>".into(),
                unread: true,
            }
        );
        let odd = &articles[150];
        assert_eq!(
            (odd.title.as_str(), odd.author.as_str(), odd.url.as_str(), odd.published),
            ("7", "\u{fffd}", "A\u{fffd}", 0)
        );
        assert_eq!((articles[2].number, articles[149].feed.as_str(), articles[149].published), (4, "", 0));
    }

    #[test]
    fn what_is_no_cache_of_newsboats_is_not_read() {
        let computed = ITEMS.replace("content VARCHAR", "content VARCHAR AS (zeroblob(1000000000))");
        let view = "CREATE VIEW rss_item AS WITH RECURSIVE n(id) AS (VALUES (1) UNION ALL SELECT id + 1 FROM n) \
            SELECT id, '' AS title, '' AS author, '' AS url, '' AS feedurl, 0 AS pubDate, '' AS content, 0 AS deleted FROM n;";
        for sql in [
            "",
            FEEDS,
            &format!("{FEEDS}{view}"),
            &format!("{FEEDS}{computed}"),
            "CREATE TABLE rss_item (id);",
        ] {
            let (_folder, cache) = cache(sql);
            assert!(cache.unwrap().is_none(), "{sql}");
        }
    }

    #[test]
    fn a_damaged_cache_ends_with_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache.db");
        std::fs::write(&path, b"SQLite format 3\0and then nothing that it should hold").unwrap();
        assert!(Newsboat::open(&path).is_err());
    }
}
