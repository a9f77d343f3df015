//! What a person did to articles: read, bookmarked, tagged, noted, and where reading stopped.

use super::lists::{BOOKMARKS, HISTORY, UNREAD};
use super::schema::{self, Totals};
use super::{Result, Store};
use crate::model::{ArticleId, Change, Mark, Position};
use crate::text::clean;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

/// The marks of one article that exists.
struct Marks {
    time: i64,
    read: Option<i64>,
    bookmarked: Option<i64>,
}

impl Store {
    /// Changes marks, all of them or none. Gives back the change that undoes what really changed: without
    /// the articles that already were as wanted, or that are not there.
    pub fn change(&mut self, change: &Change, now: i64) -> Result<Change> {
        if change.mark == Mark::Deleted {
            let articles = self.delete(&change.articles, change.on)?;
            return Ok(Change { mark: Mark::Deleted, on: !change.on, articles });
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut changed = Vec::new();
        let mut difference = Totals::default();
        for &article in &change.articles {
            let is_changed = match &change.mark {
                Mark::Read => set_read(&transaction, article, change.on, now, &mut difference)?,
                Mark::Bookmark => set_bookmark(&transaction, article, change.on, now, &mut difference)?,
                Mark::Tag(name) => set_tag(&transaction, article, change.on, &clean::line(name))?,
                // Texts are named anew by whoever can read them (`Batch::turn_text`).
                Mark::Deleted | Mark::FullText => false,
            };
            if is_changed {
                changed.push(article);
            }
        }
        schema::add_to_totals(&transaction, difference)?;
        transaction.commit()?;
        Ok(Change { mark: change.mark.clone(), on: !change.on, articles: changed })
    }

    /// Keeps where the reader stopped; the top of an article is not worth a row.
    pub fn set_position(&mut self, article: ArticleId, position: Position) -> Result<()> {
        if position.offset == 0 {
            self.connection.prepare_cached("DELETE FROM position WHERE article = ?")?.execute([article.0])?;
        } else {
            self.connection
                .prepare_cached("INSERT OR REPLACE INTO position (article, offset) VALUES (?, ?)")?
                .execute(params![article.0, position.offset])?;
        }
        Ok(())
    }

    /// Adds a note of the reader's.
    pub fn add_note(&mut self, article: ArticleId, text: &str, now: i64) -> Result<()> {
        self.connection
            .prepare_cached("INSERT INTO note (article, added, text) VALUES (?, ?, ?)")?
            .execute(params![article.0, now, clean::lines(text).trim()])?;
        Ok(())
    }

    /// Feeds every article that has the tag to `each`, whatever the case of its letters.
    pub fn each_tagged(&self, name: &str, each: &mut dyn FnMut(ArticleId)) -> Result<()> {
        self.each("SELECT article FROM tag WHERE name = ?", &[&name], each)
    }

    /// Feeds every article that has a note to `each`.
    pub fn each_noted(&self, each: &mut dyn FnMut(ArticleId)) -> Result<()> {
        self.each("SELECT DISTINCT article FROM note", &[], each)
    }

    fn each(
        &self,
        sql: &str,
        values: &[&dyn rusqlite::ToSql],
        each: &mut dyn FnMut(ArticleId),
    ) -> Result<()> {
        let mut query = self.connection.prepare_cached(sql)?;
        let mut rows = query.query(values)?;
        while let Some(row) = rows.next()? {
            each(ArticleId(row.get(0)?));
        }
        Ok(())
    }
}

fn marks_of(connection: &Connection, article: ArticleId) -> Result<Option<Marks>> {
    let mut query = connection.prepare_cached(
        "SELECT a.time, m.read, m.bookmarked FROM article a LEFT JOIN mark m ON m.article = a.id WHERE a.id = ?",
    )?;
    let marks = query
        .query_row([article.0], |row| {
            Ok(Marks { time: row.get(0)?, read: row.get(1)?, bookmarked: row.get(2)? })
        })
        .optional()?;
    Ok(marks)
}

pub(super) fn set_read(
    connection: &Connection,
    article: ArticleId,
    on: bool,
    now: i64,
    totals: &mut Totals,
) -> Result<bool> {
    let Some(marks) = marks_of(connection, article)? else { return Ok(false) };
    match (marks.read, on) {
        (None, true) => {
            connection
                .prepare_cached(
                    "INSERT INTO mark (article, read) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET read = ?2",
                )?
                .execute([article.0, now])?;
            take_down(connection, UNREAD, marks.time, article)?;
            put_up(connection, HISTORY, now, article)?;
            totals.unread -= 1;
        }
        (Some(read), false) => {
            connection
                .prepare_cached("UPDATE mark SET read = NULL WHERE article = ?")?
                .execute([article.0])?;
            take_down(connection, HISTORY, read, article)?;
            put_up(connection, UNREAD, marks.time, article)?;
            totals.unread += 1;
        }
        _ => return Ok(false),
    }
    Ok(true)
}

pub(super) fn set_bookmark(
    connection: &Connection,
    article: ArticleId,
    on: bool,
    now: i64,
    totals: &mut Totals,
) -> Result<bool> {
    let Some(marks) = marks_of(connection, article)? else { return Ok(false) };
    if marks.bookmarked.is_some() == on {
        return Ok(false);
    }
    connection
        .prepare_cached(
            "INSERT INTO mark (article, bookmarked) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bookmarked = ?2",
        )?
        .execute(params![article.0, on.then_some(now)])?;
    if on {
        put_up(connection, BOOKMARKS, marks.time, article)?;
        totals.bookmarked += 1;
    } else {
        take_down(connection, BOOKMARKS, marks.time, article)?;
        totals.bookmarked -= 1;
    }
    Ok(true)
}

pub(super) fn set_tag(connection: &Connection, article: ArticleId, on: bool, name: &str) -> Result<bool> {
    if name.is_empty() || marks_of(connection, article)?.is_none() {
        return Ok(false);
    }
    let sql = if on {
        "INSERT OR IGNORE INTO tag (name, article) VALUES (?, ?)"
    } else {
        "DELETE FROM tag WHERE name = ? AND article = ?"
    };
    Ok(connection.prepare_cached(sql)?.execute(params![name, article.0])? > 0)
}

fn put_up(connection: &Connection, builtin: i64, time: i64, article: ArticleId) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO shelf (shelf, time, article) VALUES (?, ?, ?)")?
        .execute([builtin, time, article.0])?;
    Ok(())
}

fn take_down(connection: &Connection, builtin: i64, time: i64, article: ArticleId) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM shelf WHERE shelf = ? AND time = ? AND article = ?")?
        .execute([builtin, time, article.0])?;
    Ok(())
}
