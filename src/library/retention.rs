//! What of a library is kept, and giving back the space of what is not.

use super::{Library, Result, Task};
use crate::model::{ArticleId, Edit, Switch};
pub use crate::store::Forgotten;
use std::collections::BTreeSet;

/// What is kept beside what the user bookmarked, tagged or wrote a note on; all of it, where nothing is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retention {
    /// Articles that were published or added within so many days.
    pub days: Option<u32>,
    /// The newest so many articles of each feed; articles that no feed brought stay.
    pub articles_a_feed: Option<u32>,
}

/// What became of a library that was compacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Compacted {
    /// Articles that were deleted, as the settings have it; undo brings them back.
    pub deleted: u64,
    /// Deleted articles of which nothing is left any more.
    pub forgotten: u64,
    /// Bytes that store and index took up before, and take up now.
    pub before: u64,
    /// The same now.
    pub now: u64,
}

impl Library {
    /// Deletes what is not to be kept, forgets what was deleted and cannot come back (or all that was deleted), packs
    /// what can be packed better, and gives the space back to the disk. `now` is in seconds since the epoch.
    pub fn compact(
        &mut self,
        retention: Retention,
        forgotten: Forgotten,
        task: &Task,
        now: i64,
    ) -> Result<Compacted> {
        self.must_write()?;
        let bytes = |library: &Self| library.stats().map(|stats| stats.store_bytes + stats.index_bytes);
        let mut compacted = Compacted { before: bytes(self)?, ..Compacted::default() };
        let articles = self.not_kept(retention, now)?;
        if !articles.is_empty() {
            let deletion = Edit::Deletion { to: Switch::On, articles };
            compacted.deleted = self.apply(&deletion, task, now)?.articles;
        }
        let removed = self.store.forget_deleted(forgotten);
        compacted.forgotten = self.in_store(removed)?;
        self.catch_up_index(task)?;
        self.repack(u64::MAX, task, &|done, total| task.progress(done, total))?;
        let given_back = self.store.compact();
        self.in_store(given_back)?;
        compacted.now = bytes(self)?;
        Ok(compacted)
    }

    /// The articles that are not to be kept.
    fn not_kept(&self, retention: Retention, now: i64) -> Result<Vec<ArticleId>> {
        let mut articles = BTreeSet::new();
        if let Some(days) = retention.days {
            articles.extend(self.in_store(self.store.older_than(now - i64::from(days) * 86_400))?);
        }
        if let Some(count) = retention.articles_a_feed {
            articles.extend(self.in_store(self.store.beyond_newest(count))?);
        }
        Ok(articles.into_iter().collect())
    }
}
