//! Which articles a library keeps, and returning the space of the others.

use super::{Library, Result, Task};
use crate::model::{ArticleId, Edit, Switch};
pub use crate::store::Forgotten;
use std::collections::BTreeSet;

/// What is kept besides articles that the user bookmarked, tagged or wrote a note on; everything, if nothing is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retention {
    /// Articles published or added within this number of days.
    pub days: Option<u32>,
    /// This number of the newest articles per feed; articles without a feed stay.
    pub articles_a_feed: Option<u32>,
}

/// The result of compacting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Compacted {
    /// Articles deleted according to the settings; undo brings them back.
    pub deleted: u64,
    /// Deleted articles whose content was removed for good.
    pub forgotten: u64,
    /// The size of store and index before, in bytes.
    pub before: u64,
    /// The same afterwards.
    pub now: u64,
}

impl Library {
    /// Deletes what the settings do not keep, removes deleted articles that cannot be restored (or all deleted ones),
    /// repacks what can be packed better, and returns the space to the disk. `now` is in seconds since the epoch.
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

    /// The articles that the settings do not keep.
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
