//! Deleted articles: removed from every list, count and search, but remembered, so that no feed brings them back, and
//! stored in full, so that they can be restored.

use super::intake::Batch;
use super::mentions::ArticleNames;
use super::{Result, documents};
use crate::model::{ArticleId, Document, Switch};
use rusqlite::{Connection, OptionalExtension, params};

/// The columns of `article`, in the order of both tables.
const COLUMNS: &str = "id, time, published, precision, added, words, revision, reading, title, site";

/// Negates the numbers of the feeds that brought an article. It is looked up in each feed, under both numbers.
pub(super) const FLIP_FEEDS: &str = "UPDATE carried SET feed = -feed
     WHERE feed IN (SELECT id FROM feed UNION ALL SELECT -id FROM feed) AND time = ? AND article = ?";

impl Batch<'_> {
    /// Deletes or restores articles; returns those for which something changed.
    pub(super) fn delete(&mut self, articles: &[ArticleId], to: Switch) -> Result<Vec<ArticleId>> {
        let mut changed = Vec::new();
        for &article in articles {
            let is_changed = match to {
                Switch::On => self.take_out(article)?,
                Switch::Off => self.put_back(article)?,
            };
            changed.extend(is_changed.then_some(article));
        }
        Ok(changed)
    }

    fn take_out(&mut self, article: ArticleId) -> Result<bool> {
        let Some(marks) = marks_in(
            &self.change,
            "SELECT a.time, m.read, m.bookmarked FROM article a
             LEFT JOIN mark m ON m.article = a.id WHERE a.id = ?",
            article,
        )?
        else {
            return Ok(false);
        };
        if let Some(names) = ArticleNames::of(&self.change, article)? {
            self.counter.learn(marks.time, article, &names, -1);
            self.counter.gain(marks.time, &names, -1);
            self.take_off(article, marks.time, &names)?;
        }
        let text = documents::document(&self.change, article)?;
        let sequence = self.next_sequence();
        self.change
            .prepare_cached(&format!(
                "INSERT INTO deleted ({COLUMNS}, sequence, read, bookmarked)
                 SELECT {COLUMNS}, ?, ?, ? FROM article WHERE id = ?"
            ))?
            .execute(params![sequence, marks.read, marks.bookmarked, article.0])?;
        for (builtin, time) in marks.shelves() {
            self.change
                .prepare_cached("DELETE FROM shelf WHERE shelf = ? AND time = ? AND article = ?")?
                .execute([builtin, time, article.0])?;
        }
        for sql in ["DELETE FROM article WHERE id = ?", "DELETE FROM mark WHERE article = ?"] {
            self.change.prepare_cached(sql)?.execute([article.0])?;
        }
        self.flip_feed_article(marks.time, article)?;
        self.count_article(&marks, &text, -1);
        Ok(true)
    }

    fn put_back(&mut self, article: ArticleId) -> Result<bool> {
        // What was forgotten for good is gone.
        let sql = "SELECT time, read, bookmarked FROM deleted d WHERE id = ?
                   AND EXISTS (SELECT 1 FROM revision r WHERE r.id = d.revision)";
        let Some(marks) = marks_in(&self.change, sql, article)? else { return Ok(false) };
        let sequence = self.next_sequence();
        self.change
            .prepare_cached(&format!(
                "INSERT INTO article ({COLUMNS}, sequence) SELECT {COLUMNS}, ? FROM deleted WHERE id = ?"
            ))?
            .execute([sequence, article.0])?;
        self.change.prepare_cached("DELETE FROM deleted WHERE id = ?")?.execute([article.0])?;
        if marks.read.is_some() || marks.bookmarked.is_some() {
            self.change
                .prepare_cached("INSERT INTO mark (article, read, bookmarked) VALUES (?, ?, ?)")?
                .execute(params![article.0, marks.read, marks.bookmarked])?;
        }
        for (builtin, time) in marks.shelves() {
            self.change
                .prepare_cached("INSERT INTO shelf (shelf, time, article) VALUES (?, ?, ?)")?
                .execute([builtin, time, article.0])?;
        }
        if let Some(mut names) = ArticleNames::of(&self.change, article)? {
            // What it shows may have changed in the meantime, through other articles or the user's corrections.
            self.counter.show(&self.change, &self.log, article, &mut names)?;
            self.counter.learn(marks.time, article, &names, 1);
            self.counter.gain(marks.time, &names, 1);
            self.put(article, marks.time, &names)?;
        }
        let text = documents::document(&self.change, article)?;
        self.flip_feed_article(marks.time, article)?;
        self.count_article(&marks, &text, 1);
        Ok(true)
    }

    /// The feeds of a deleted article are stored with negated numbers, which no list looks up.
    fn flip_feed_article(&mut self, time: i64, article: ArticleId) -> Result<()> {
        self.change.prepare_cached(FLIP_FEEDS)?.execute([time, article.0])?;
        Ok(())
    }

    fn count_article(&mut self, marks: &Marks, text: &Document, by: i64) {
        self.difference.articles += by;
        self.difference.unread += by * i64::from(marks.read.is_none());
        self.difference.bookmarked += by * i64::from(marks.bookmarked.is_some());
        self.difference.text_bytes += by * i64::try_from(text.text.len()).unwrap_or(0);
    }

    /// Whether the user has deleted an article.
    pub fn is_deleted(&self, article: ArticleId) -> Result<bool> {
        let mut query = self.change.prepare_cached("SELECT 1 FROM deleted WHERE id = ?")?;
        Ok(query.exists([article.0])?)
    }

    /// Whether nothing is left of a deleted article but what tells it when it comes again.
    pub fn is_forgotten(&self, article: ArticleId) -> Result<bool> {
        let mut query = self.change.prepare_cached(
            "SELECT 1 FROM deleted d WHERE id = ? AND NOT EXISTS (SELECT 1 FROM revision r WHERE r.id = d.revision)",
        )?;
        Ok(query.exists([article.0])?)
    }
}

/// The marks of a deleted article.
struct Marks {
    time: i64,
    read: Option<i64>,
    bookmarked: Option<i64>,
}

impl Marks {
    /// The built-in lists that contain it, each with its time.
    fn shelves(&self) -> impl Iterator<Item = (i64, i64)> {
        use super::lists::{BOOKMARKS, HISTORY, UNREAD};
        let read = self.read.map_or((UNREAD, self.time), |read| (HISTORY, read));
        std::iter::once(read).chain(self.bookmarked.map(|_| (BOOKMARKS, self.time)))
    }
}

fn marks_in(connection: &Connection, sql: &str, article: ArticleId) -> Result<Option<Marks>> {
    let mut query = connection.prepare_cached(sql)?;
    let read = query.query_row([article.0], |row| {
        Ok(Marks { time: row.get(0)?, read: row.get(1)?, bookmarked: row.get(2)? })
    });
    Ok(read.optional()?)
}
