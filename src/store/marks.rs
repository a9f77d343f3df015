//! The user's marks on articles, and reading positions.

use super::lists::{BOOKMARKS, HISTORY, UNREAD};
use super::schema::Totals;
use super::{Result, Store};
use crate::model::{ArticleId, Flag, Position};
use crate::text::clean;
use rusqlite::{Connection, OptionalExtension, params};

/// The marks of one article that exists.
struct Marks {
    time: i64,
    read: Option<i64>,
    bookmarked: Option<i64>,
}

impl Store {
    /// Stores the user's reading position; the top of an article needs no row.
    pub fn set_position(&mut self, article: ArticleId, position: Position) -> Result<()> {
        let _claim = self.precedence.claim();
        if position.offset == 0 {
            self.connection.prepare_cached("DELETE FROM position WHERE article = ?")?.execute([article.0])?;
        } else {
            self.connection
                .prepare_cached("INSERT OR REPLACE INTO position (article, offset) VALUES (?, ?)")?
                .execute(params![article.0, position.offset])?;
        }
        Ok(())
    }

    /// Passes every article with the tag to `each`, ignoring case.
    pub fn each_tagged(&self, name: &str, each: &mut dyn FnMut(ArticleId)) -> Result<()> {
        self.each("SELECT article FROM tag WHERE name = ?", &[&name], each)
    }

    /// Whether any article has the tag.
    pub fn has_tag(&self, name: &str) -> Result<bool> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM tag WHERE name = ?")?.exists([name])?)
    }

    /// Passes every article with a note to `each`.
    pub fn each_noted(&self, each: &mut dyn FnMut(ArticleId)) -> Result<()> {
        self.each("SELECT DISTINCT article FROM note", &[], each)
    }

    /// Articles without a known date of publication.
    pub fn each_undated(&self, each: &mut dyn FnMut(ArticleId)) -> Result<()> {
        self.each("SELECT id FROM article WHERE precision = 0", &[], each)
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

/// Sets or clears a mark of an existing article. Returns since when it had been set, 0 if it was not; `None` if
/// nothing changed.
pub(super) fn set(
    connection: &Connection,
    article: ArticleId,
    flag: &Flag,
    since: Option<i64>,
    totals: &mut Totals,
) -> Result<Option<i64>> {
    match flag {
        Flag::Read => set_read(connection, article, since, totals),
        Flag::Bookmark => set_bookmark(connection, article, since, totals),
        Flag::Tag(name) => {
            Ok(set_tag(connection, article, since.is_some(), &clean::line(name))?.then_some(0))
        }
    }
}

/// The same for the read mark.
pub(super) fn set_read(
    connection: &Connection,
    article: ArticleId,
    since: Option<i64>,
    totals: &mut Totals,
) -> Result<Option<i64>> {
    let Some(marks) = marks_of(connection, article)? else { return Ok(None) };
    match (marks.read, since) {
        (None, Some(since)) => {
            connection
                .prepare_cached(
                    "INSERT INTO mark (article, read) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET read = ?2",
                )?
                .execute([article.0, since])?;
            take_down(connection, UNREAD, marks.time, article)?;
            put_up(connection, HISTORY, since, article)?;
            totals.unread -= 1;
            Ok(Some(0))
        }
        (Some(read), None) => {
            connection
                .prepare_cached("UPDATE mark SET read = NULL WHERE article = ?")?
                .execute([article.0])?;
            take_down(connection, HISTORY, read, article)?;
            put_up(connection, UNREAD, marks.time, article)?;
            totals.unread += 1;
            Ok(Some(read))
        }
        _ => Ok(None),
    }
}

/// The same for the bookmark.
pub(super) fn set_bookmark(
    connection: &Connection,
    article: ArticleId,
    since: Option<i64>,
    totals: &mut Totals,
) -> Result<Option<i64>> {
    let Some(marks) = marks_of(connection, article)? else { return Ok(None) };
    if marks.bookmarked.is_some() == since.is_some() {
        return Ok(None);
    }
    connection
        .prepare_cached(
            "INSERT INTO mark (article, bookmarked) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bookmarked = ?2",
        )?
        .execute(params![article.0, since])?;
    if since.is_some() {
        put_up(connection, BOOKMARKS, marks.time, article)?;
        totals.bookmarked += 1;
    } else {
        take_down(connection, BOOKMARKS, marks.time, article)?;
        totals.bookmarked -= 1;
    }
    Ok(Some(marks.bookmarked.unwrap_or(0)))
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
