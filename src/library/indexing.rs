//! Keeps the search index in step with the store, the source of truth.

use super::{Error, Library, Result, Task};
use crate::index::{self, Entry, Index, Writer};
use crate::store::BulkMemory;
use std::sync::atomic::Ordering;

/// Articles indexed between two commits, each of which costs a tenth of a second.
const COMMIT_EVERY: usize = 5_000;

/// The number of articles read for the index at a time.
const CHUNK: usize = 256;

/// Memory of an indexing thread before it writes a segment.
fn memory_of_thread(memory: BulkMemory) -> usize {
    match memory {
        BulkMemory::Ample => 32 << 20,
        BulkMemory::Modest => 16 << 20,
    }
}

/// What is said where the index has changes that the store does not have.
pub(super) const KNOWS_MORE: &str = "the search index knows changes that are not in the library: it is an earlier copy, or its \
    last changes were cut off";

/// What is said where the end of the database's log is missing.
const LOG_CUT: &str =
    "the end of library.db-wal is missing or damaged: what was changed last in the library is lost";

/// What [`Library::catch_up`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CaughtUp {
    /// Articles analysed again.
    pub read: u64,
    /// Articles in which a name now means another entity.
    pub linked: u64,
    /// Articles indexed.
    pub indexed: u64,
    /// Texts repacked with the library's dictionary.
    pub packed: u64,
    /// Whether the index was rebuilt.
    pub rebuilt: bool,
}

/// The index while it is being written.
pub(super) struct Indexing {
    writer: Writer,
    /// The last change of the store that was indexed, and how many since the last commit.
    indexed: i64,
    waiting: usize,
    /// How many changes are indexed between two commits.
    commit_every: usize,
}

impl Library {
    /// Brings names and index up to date with the articles: what an older recogniser analysed is analysed again, and
    /// an index that is behind, missing, foreign or damaged is completed or rebuilt. If there is nothing to do, this
    /// takes a few milliseconds. Progress is reported in articles; if stopped, it continues from there next time.
    pub fn catch_up(&mut self, task: &Task) -> Result<CaughtUp> {
        let names = self.catch_up_names(task)?;
        let index = self.catch_up_index(task)?;
        let packed = self.repack(u64::MAX, task, &|done, total| task.progress(done, total))?;
        Ok(CaughtUp { read: names.read, linked: names.linked, packed, ..index })
    }

    /// Brings only the index up to date, which is all that a search needs.
    pub fn catch_up_index(&mut self, task: &Task) -> Result<CaughtUp> {
        self.must_write()?;
        let mut done = CaughtUp::default();
        let wanted = self.in_store(self.store.totals())?.sequence;
        done.rebuilt = self.index_to_write()?;
        let held = self.index_sequence();
        if held == wanted {
            return Ok(done);
        }
        let total = u64::try_from(wanted - held).unwrap_or(0);
        // While articles come in, their writer goes on afterwards: an index has one writer at a time.
        let goes_on = self.indexing.is_some();
        let mut indexing = self.take_indexing(BulkMemory::Ample)?;
        let outcome = self.index_all(&mut indexing, &mut done.indexed, total, task);
        // What was indexed is committed even if it was stopped.
        self.commit(&mut indexing)?;
        if goes_on {
            self.indexing = Some(indexing);
        } else if !task.is_cancelled() {
            let finished = indexing.writer.finish();
            self.in_index(finished)?;
        }
        outcome.map(|()| done)
    }

    /// Makes the search index anew. The one that there is stays, and is searched, until the new one is whole: if that
    /// fails, for want of space or as the process ends, nothing has changed.
    pub fn reindex(&mut self, task: &Task) -> Result<CaughtUp> {
        self.must_write()?;
        self.end_indexing()?;
        if self.index_is_damaged() || !self.open_index()? {
            self.distrust_index();
            return self.catch_up_index(task);
        }
        let totals = self.in_store(self.store.totals())?;
        let total = u64::try_from(totals.articles).unwrap_or(0);
        let mut done = CaughtUp { rebuilt: true, ..CaughtUp::default() };
        let mut indexing = self.begin_indexing(BulkMemory::Ample)?;
        (indexing.indexed, indexing.commit_every) = (0, usize::MAX);
        let emptied = indexing.writer.replace_all();
        let outcome = self
            .in_index(emptied)
            .and_then(|()| self.index_all(&mut indexing, &mut done.indexed, total, task))
            .and_then(|()| self.in_index(indexing.writer.commit(indexing.indexed)));
        let ended = if outcome.is_ok() { indexing.writer.finish() } else { indexing.writer.withdraw() };
        outcome?;
        self.in_index(ended)?;
        self.open_index()?;
        Ok(done)
    }

    /// Indexes everything that is not indexed yet, and counts it.
    fn index_all(&mut self, indexing: &mut Indexing, count: &mut u64, total: u64, task: &Task) -> Result<()> {
        loop {
            match self.index_some(indexing)? {
                0 => return Ok(()),
                more => *count += more as u64,
            }
            task.progress((*count).min(total), total);
            task.check()?;
        }
    }

    /// Whether there is an index that can be searched, whatever it lacks; one that is only begun has nothing to search.
    pub fn has_index(&self) -> Result<bool> {
        let is_open = !self.index_is_damaged() && self.open_index()?;
        Ok(is_open && (self.index_sequence() > 0 || self.is_new()))
    }

    /// Whether the index exists and contains every article. Once a search has found it damaged, it cannot be
    /// searched.
    pub fn can_search(&self) -> Result<bool> {
        Ok(self.has_index()? && self.index_sequence() == self.in_store(self.store.totals())?.sequence)
    }

    /// Whether a search found the index to be damaged.
    pub fn index_is_damaged(&self) -> bool {
        self.index_is_damaged.load(Ordering::Relaxed)
    }

    /// What is to be said, once, where the last changes turned out to be missing: the log of the database has lost its
    /// end, or the index knows changes that the store does not have.
    pub fn loss(&self) -> Option<String> {
        let backup = || Self::last_backup(self.path()).map_or("", |_| " · `dateline restore --last`");
        let is_cut = self.log_was_cut.take();
        let what = is_cut.then_some(LOG_CUT).or_else(|| self.index_knew_more.take().then_some(KNOWS_MORE))?;
        Some(format!("{what}{}", backup()))
    }

    /// The setting that says when the index was last verified.
    pub const VERIFIED: &str = "index-verified";

    /// Verifies the index where that was last done a day ago; none where it is not due.
    pub fn verify_index_when_due(&self, now: i64) -> Result<Option<bool>> {
        const DAY: i64 = 86_400;
        let last: i64 = self.recall(Self::VERIFIED)?.and_then(|last| last.parse().ok()).unwrap_or(0);
        // A clock that was ahead does not put it off for ever.
        let is_due = !(0..DAY).contains(&(now - last));
        if is_due { self.verify_index().map(Some) } else { Ok(None) }
    }

    /// Reads every byte of the index; one that is damaged is made anew by the next [`Library::catch_up_index`]. Gives
    /// back whether it is good.
    pub fn verify_index(&self) -> Result<bool> {
        if !self.open_index()? {
            return Ok(true);
        }
        let inspected = self.index.borrow().as_ref().map(Index::inspect);
        let is_good = !matches!(inspected, Some(Ok((1.., _)) | Err(index::Error::Damaged(_))));
        if !is_good {
            self.index_is_damaged.store(true, Ordering::Relaxed);
        }
        Ok(is_good)
    }

    /// Makes the next [`Library::catch_up_index`] rebuild the index: a search found it damaged.
    pub fn distrust_index(&self) {
        self.index_is_damaged.store(true, Ordering::Relaxed);
    }

    /// Indexes what the store has and the index has not; the writer stays open until [`Library::end_indexing`].
    pub(super) fn index_new(&mut self, memory: BulkMemory) -> Result<()> {
        if self.indexing.is_none() {
            self.index_to_write()?;
        }
        let mut indexing = self.take_indexing(memory)?;
        while self.index_some(&mut indexing)? > 0 {}
        self.indexing = Some(indexing);
        Ok(())
    }

    /// Commits what [`Library::index_new`] has indexed, waits until small segments have been merged, and stops writing.
    pub(super) fn end_indexing(&mut self) -> Result<()> {
        let Some(mut indexing) = self.indexing.take() else { return Ok(()) };
        self.commit(&mut indexing)?;
        let finished = indexing.writer.finish();
        self.in_index(finished)
    }

    /// Stops writing without a commit; what is missing is indexed later.
    pub(super) fn abandon_indexing(&mut self) {
        self.indexing = None;
    }

    fn commit(&self, indexing: &mut Indexing) -> Result<()> {
        if indexing.waiting > 0 {
            let committed = indexing.writer.commit(indexing.indexed);
            self.in_index(committed)?;
            indexing.waiting = 0;
        }
        Ok(())
    }

    /// The open writer, or a new one.
    fn take_indexing(&mut self, memory: BulkMemory) -> Result<Indexing> {
        self.indexing.take().map_or_else(|| self.begin_indexing(memory), Ok)
    }

    fn begin_indexing(&self, memory: BulkMemory) -> Result<Indexing> {
        let index = self.index.borrow();
        let Some(index) = index.as_ref() else { return self.in_index(Err(index::Error::Missing)) };
        let indexed = index.sequence();
        let writer = self.in_index(index.writer(memory_of_thread(memory)))?;
        Ok(Indexing { writer, indexed, waiting: 0, commit_every: COMMIT_EVERY })
    }

    fn index_some(&mut self, indexing: &mut Indexing) -> Result<usize> {
        let changed = self.in_store(self.store.changed_after(indexing.indexed, CHUNK))?;
        let deleted = self.in_store(self.store.deleted_after(indexing.indexed, CHUNK))?;
        // Both lists are processed up to the point where both are known: a full list may continue.
        let full = |count: usize, last: Option<i64>| last.filter(|_| count == CHUNK).unwrap_or(i64::MAX);
        let last = full(changed.len(), changed.last().map(|article| article.sequence))
            .min(full(deleted.len(), deleted.last().map(|&(_, sequence)| sequence)));
        let mut count = 0;
        for &(article, sequence) in deleted.iter().filter(|(_, sequence)| *sequence <= last) {
            indexing.writer.remove(article);
            indexing.indexed = indexing.indexed.max(sequence);
            count += 1;
        }
        for article in changed.iter().filter(|article| article.sequence <= last) {
            let entry = Entry {
                id: article.id,
                time: article.time,
                document: &article.document,
                entities: &article.entities,
                names: &article.names,
            };
            let put = indexing.writer.put(&entry);
            self.in_index(put)?;
            indexing.indexed = indexing.indexed.max(article.sequence);
            count += 1;
        }
        indexing.waiting += count;
        if indexing.waiting >= indexing.commit_every {
            self.commit(indexing)?;
        }
        Ok(count)
    }

    /// Opens the index for writing, and rebuilds it if it is unusable. Returns whether it
    /// was rebuilt.
    fn index_to_write(&mut self) -> Result<bool> {
        let is_damaged = self.index_is_damaged();
        let is_open = !is_damaged && self.open_index()?;
        let ahead = is_open && self.index_sequence() > self.in_store(self.store.totals())?.sequence;
        // An index with changes that the store does not have belongs to a later copy of the store.
        if is_open && !ahead {
            return Ok(false);
        }
        let why = match (is_damaged, ahead) {
            (true, _) => "a search found it damaged",
            (_, true) => "it is of a later copy of the library",
            _ => "it was not usable",
        };
        tracing::warn!("the index is rebuilt: {why}");
        self.index_knew_more.set(ahead);
        self.abandon_indexing();
        let number = self.in_store(self.store.library_number())?;
        let made = Index::create(&self.folder.index(), &number);
        *self.index.borrow_mut() = Some(self.in_index(made)?);
        self.index_is_damaged.store(false, Ordering::Relaxed);
        Ok(true)
    }

    fn index_sequence(&self) -> i64 {
        self.index.borrow().as_ref().map_or(0, Index::sequence)
    }

    /// Opens the index if it is not open, or picks up later commits. Returns whether it is usable.
    pub(super) fn open_index(&self) -> Result<bool> {
        let mut slot = self.index.borrow_mut();
        let is_followed = match slot.as_mut() {
            Some(index) => index.refresh(),
            None => Err(index::Error::Missing),
        };
        if is_followed.is_ok() {
            return Ok(true);
        }
        let number = self.in_store(self.store.library_number())?;
        *slot = None;
        match Index::open(&self.folder.index(), &number) {
            Ok(index) => *slot = Some(index),
            Err(error @ (index::Error::Missing | index::Error::Foreign | index::Error::Damaged(_))) => {
                tracing::info!("the index cannot be used: {error}");
            }
            Err(error) => return self.in_index(Err(error)),
        }
        Ok(slot.is_some())
    }

    pub(super) fn in_index<T>(&self, result: index::Result<T>) -> Result<T> {
        result.map_err(|error| {
            let path = self.folder.index();
            match error {
                index::Error::Cancelled => Error::Cancelled,
                index::Error::NoSpace => Error::NoSpace { path },
                index::Error::Unwritten if self.folder.is_full() => Error::NoSpace { path },
                index::Error::Busy => Error::Locked { path, holder: None },
                _ => Error::Io { path, reason: error.to_string() },
            }
        })
    }
}
