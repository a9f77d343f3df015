//! Which articles are no longer kept, and the removal of deleted ones that nobody can restore.
//!
//! An article that is no longer kept is deleted like any other, and can be restored as long as the journal contains
//! the edit. After that, only what is needed to recognise it stays.

use super::journal::brought_back;
use super::{Result, Store};
use crate::model::ArticleId;
use rusqlite::TransactionBehavior;
use std::collections::HashSet;

/// Articles that must be kept because the user marked them or wrote something about them are excluded.
const IS_FREE: &str = "NOT EXISTS (SELECT 1 FROM mark m WHERE m.article = a.id AND m.bookmarked IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM tag t WHERE t.article = a.id)
    AND NOT EXISTS (SELECT 1 FROM note n WHERE n.article = a.id)";

/// Tables with the content of an article; `identity` and `clue` stay, to recognise it when it comes again.
const SAID: [&str; 6] = ["revision", "names", "source", "full_text", "position", "uncounted"];

impl Store {
    /// The articles published and added before a time that nothing protects.
    pub fn older_than(&self, moment: i64) -> Result<Vec<ArticleId>> {
        let sql = format!("SELECT id FROM article a WHERE max(time, added) < ? AND {IS_FREE} ORDER BY id");
        let mut query = self.connection.prepare_cached(&sql)?;
        let rows = query.query_map([moment], |row| row.get(0).map(ArticleId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The articles that are not among the newest `count` of any of their feeds and that nothing protects.
    pub fn beyond_newest(&self, count: u32) -> Result<Vec<ArticleId>> {
        let sql = format!(
            "WITH ranked AS (
                 SELECT article, row_number() OVER (PARTITION BY feed ORDER BY time DESC, article DESC) AS place
                 FROM carried WHERE feed > 0)
             SELECT a.id FROM article a JOIN (SELECT article, min(place) AS place FROM ranked GROUP BY article) r
                 ON r.article = a.id
             WHERE r.place > ? AND {IS_FREE} ORDER BY a.id"
        );
        let mut query = self.connection.prepare_cached(&sql)?;
        let rows = query.query_map([count], |row| row.get(0).map(ArticleId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Removes the content of deleted articles for good: of all, or only of those that no step in the journal
    /// restores. Returns how many.
    pub fn forget_deleted(&mut self, which: Forgotten) -> Result<u64> {
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let returning: HashSet<ArticleId> = match which {
            Forgotten::All => HashSet::new(),
            Forgotten::Unreachable => brought_back(&change)?,
        };
        let mut query = change.prepare(
            "SELECT id FROM deleted d WHERE EXISTS (SELECT 1 FROM names n WHERE n.article = d.id)
             OR EXISTS (SELECT 1 FROM revision r WHERE r.id = d.revision) ORDER BY id",
        )?;
        let rows = query.query_map([], |row| row.get(0).map(ArticleId))?;
        let mut gone: Vec<ArticleId> = rows.collect::<rusqlite::Result<_>>()?;
        drop(query);
        gone.retain(|article| !returning.contains(article));
        change.execute_batch("CREATE TEMP TABLE gone (article INTEGER PRIMARY KEY)")?;
        {
            let mut insert = change.prepare("INSERT INTO gone VALUES (?)")?;
            gone.iter().try_for_each(|article| insert.execute([article.0]).map(|_| ()))?;
        }
        for table in SAID {
            change
                .execute(&format!("DELETE FROM {table} WHERE article IN (SELECT article FROM gone)"), [])?;
        }
        change.execute_batch("DROP TABLE gone")?;
        change.commit()?;
        Ok(gone.len() as u64)
    }
}

/// Which deleted articles to remove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forgotten {
    /// All, including those that undo would restore.
    All,
    /// Those that nothing can restore.
    Unreachable,
}
