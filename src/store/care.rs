//! The database's health: whether it is intact and consistent with everything derived from it; and complete copies of
//! it.

use super::mentions::{ArticleNames, kind_number};
use super::schema::{self, NUMBER, Totals};
use super::{Access, Error, Result, Store, documents};
use crate::model::{ArticleId, Kind};
use rusqlite::{Connection, TransactionBehavior, params};
use std::path::Path;

/// How many faults of one kind are listed individually.
const LISTED: usize = 5;

/// What the built-in lists must contain: number of the list, time, article.
const LISTS: &str = "SELECT 1, a.time, a.id FROM article a LEFT JOIN mark m ON m.article = a.id WHERE m.read IS NULL
    UNION ALL SELECT 2, a.time, a.id FROM article a JOIN mark m ON m.article = a.id WHERE m.bookmarked IS NOT NULL
    UNION ALL SELECT 3, m.read, a.id FROM article a JOIN mark m ON m.article = a.id WHERE m.read IS NOT NULL";

/// Entities whose article counts differ from the table of names.
const MISCOUNTED: &str =
    "SELECT id FROM entity e WHERE articles <> (SELECT count(*) FROM named n WHERE n.entity = e.id)";

impl Store {
    /// SQLite's own check of its pages and indexes.
    pub fn faults_of_pages(&self) -> Result<Vec<String>> {
        let mut query = self.connection.prepare("PRAGMA integrity_check(5)")?;
        let rows = query.query_map([], |row| row.get::<_, String>(0))?;
        let mut faults = Vec::new();
        for row in rows {
            match row.map_err(Error::from) {
                Ok(line) if line == "ok" => {}
                Ok(line) => faults.push(format!("the database is damaged: {line}")),
                Err(Error::Damaged(reason)) => {
                    faults.push(format!("the database is damaged: {reason}"));
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(faults)
    }

    /// Where counts and lists differ from what they are made from.
    pub fn faults_of_counts(&self) -> Result<Vec<String>> {
        let (kept, counted) = (schema::totals(&self.connection)?, counted(&self.connection)?);
        let mut faults = Vec::new();
        let mut compare = |what: &str, kept: i64, counted: i64| {
            if kept != counted {
                faults.push(format!("the count of {what} is {kept}, but there are {counted}"));
            }
        };
        compare("articles", kept.articles, counted.articles);
        compare("unread articles", kept.unread, counted.unread);
        compare("bookmarks", kept.bookmarked, counted.bookmarked);
        for (at, what) in ["people", "places", "organisations"].iter().enumerate() {
            compare(what, kept.entities[at], counted.entities[at]);
        }
        let number = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        let missing =
            number(&format!("SELECT count(*) FROM ({LISTS} EXCEPT SELECT shelf, time, article FROM shelf)"))?;
        let surplus = number(&format!(
            "SELECT count(*) FROM (SELECT shelf, time, article FROM shelf EXCEPT SELECT * FROM ({LISTS}))"
        ))?;
        if missing + surplus > 0 {
            faults.push(format!(
                "the lists of unread, bookmarked and read articles lack {missing} and have {surplus} too many"
            ));
        }
        let miscounted = number(&format!("SELECT count(*) FROM ({MISCOUNTED})"))?;
        if miscounted > 0 {
            faults.push(format!("the articles of {miscounted} names are miscounted"));
        }
        Ok(faults)
    }

    /// Reads every text and all names. Only a backup has what cannot be read.
    pub fn faults_of_texts(&self, stopped: &dyn Fn() -> bool) -> Result<Vec<String>> {
        let mut query = self.connection.prepare("SELECT id FROM article ORDER BY id")?;
        let rows = query.query_map([], |row| row.get(0).map(ArticleId))?;
        let mut faults = Vec::new();
        let mut unlisted = 0;
        for row in rows {
            let article = row?;
            if stopped() {
                return Err(Error::Cancelled);
            }
            let read = documents::document(&self.connection, article)
                .and_then(|_| ArticleNames::of(&self.connection, article));
            match read {
                Ok(_) => {}
                Err(Error::Damaged(_)) if faults.len() == LISTED => unlisted += 1,
                Err(Error::Damaged(reason)) => {
                    faults.push(format!("article {} cannot be read ({reason})", article.0));
                }
                Err(error) => return Err(error),
            }
        }
        if unlisted > 0 {
            faults.push(format!("{unlisted} more articles cannot be read"));
        }
        Ok(faults)
    }

    /// Rebuilds everything derived: SQLite's indexes, the built-in lists, and all counts.
    pub fn repair(&mut self) -> Result<()> {
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        change.execute_batch("REINDEX; DELETE FROM shelf;")?;
        change.execute(&format!("INSERT INTO shelf (shelf, time, article) {LISTS}"), [])?;
        change.execute_batch(
            "UPDATE entity SET articles = (SELECT count(*) FROM named n WHERE n.entity = entity.id)
             WHERE articles <> (SELECT count(*) FROM named n WHERE n.entity = entity.id)",
        )?;
        let (kept, counted) = (schema::totals(&change)?, counted(&change)?);
        let difference = Totals {
            articles: counted.articles - kept.articles,
            unread: counted.unread - kept.unread,
            bookmarked: counted.bookmarked - kept.bookmarked,
            entities: [0, 1, 2].map(|kind| counted.entities[kind] - kept.entities[kind]),
            ..Totals::default()
        };
        schema::add_to_totals(&change, difference)?;
        change.commit()?;
        Ok(())
    }

    /// Writes a complete, consistent copy of a database, which others may be writing, to a new file.
    pub fn copy(database: &Path, access: Access, file: &Path) -> Result<()> {
        let file = super::in_real_folder(file);
        super::connect(database, access)?.execute("VACUUM INTO ?", params![file.to_string_lossy()])?;
        Ok(())
    }

    /// Moves all of a database's log into it; fails if somebody else still needs the log.
    pub fn empty_log(database: &Path) -> Result<()> {
        let connection = super::connect(database, Access::Read)?;
        let busy: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy { Err(Error::Busy) } else { Ok(()) }
    }

    /// Gives a restored database a new library number, so that the index of another copy is not taken for its own.
    /// Fails if it is not a library, or damaged.
    pub fn adopt(database: &Path) -> Result<()> {
        let mut store = Self::open(database, Access::Write)?;
        if let Some(fault) = store.faults_of_pages()?.into_iter().next() {
            return Err(Error::Damaged(fault));
        }
        store.set_setting(NUMBER, &schema::fresh_number())?;
        store.settle()
    }

    /// When the first article was added, in seconds since the epoch.
    pub fn began(&self) -> Result<Option<i64>> {
        let sql = "SELECT added FROM article ORDER BY id LIMIT 1";
        let mut query = self.connection.prepare_cached(sql)?;
        let mut rows = query.query([])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }
}

/// The totals that can be counted; the others are 0.
fn counted(connection: &Connection) -> Result<Totals> {
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let mut counted = Totals {
        articles: number("SELECT count(*) FROM article")?,
        unread: number(
            "SELECT count(*) FROM article a LEFT JOIN mark m ON m.article = a.id WHERE m.read IS NULL",
        )?,
        bookmarked: number(
            "SELECT count(*) FROM article a JOIN mark m ON m.article = a.id WHERE m.bookmarked IS NOT NULL",
        )?,
        ..Totals::default()
    };
    for (at, kind) in Kind::ALL.into_iter().enumerate() {
        counted.entities[at] = connection.query_row(
            "SELECT count(*) FROM entity e WHERE kind = ? AND EXISTS (SELECT 1 FROM named n WHERE n.entity = e.id)",
            [kind_number(kind)],
            |row| row.get(0),
        )?;
    }
    Ok(counted)
}
