//! Keeping the search index abreast of the store, which is its truth.

use super::{Error, Library, Result, Task};
use crate::index::{self, Entry, Index, Writer};
use std::sync::atomic::Ordering;

/// Articles put into the index between two commits, of which each costs a tenth of a second.
const COMMIT_EVERY: usize = 5_000;

/// Articles that are fetched for the index at once.
const CHUNK: usize = 256;

/// What [`Library::catch_up`] had to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CaughtUp {
    /// Articles whose names were read anew.
    pub read: u64,
    /// Articles whose names were found to mean somebody else by what others say.
    pub linked: u64,
    /// Articles put into the index.
    pub indexed: u64,
    /// The index was made anew.
    pub rebuilt: bool,
}

/// The index while it is written.
pub(super) struct Indexing {
    writer: Writer,
    /// Last change of the store that was put in, and how much was since the last commit.
    indexed: i64,
    waiting: usize,
}

impl Library {
    /// Brings names and index abreast of the articles: what an older recogniser read is read again, and an
    /// index that is behind, missing, foreign or damaged is completed or made anew. Where nothing is to
    /// be done this costs a few milliseconds. Progress is told in articles; stopped half-way, it goes on
    /// from there the next time.
    pub fn catch_up(&mut self, task: &Task) -> Result<CaughtUp> {
        let names = self.catch_up_names(task)?;
        let index = self.catch_up_index(task)?;
        Ok(CaughtUp { read: names.read, linked: names.linked, ..index })
    }

    /// Brings the index alone abreast of the articles, which is all that a search needs.
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
        let mut indexing = self.begin_indexing()?;
        let outcome = loop {
            match self.index_some(&mut indexing) {
                Ok(0) => break Ok(()),
                Ok(count) => done.indexed += count as u64,
                Err(error) => break Err(error),
            }
            task.progress(done.indexed.min(total), total);
            if task.is_cancelled() {
                break Err(Error::Cancelled);
            }
        };
        // What was put in is kept even if there is no more of it now.
        self.end_indexing(indexing)?;
        outcome.map(|()| done)
    }

    /// Whether the index is there and holds every article. One that is found damaged by a search cannot
    /// search from then on.
    pub fn can_search(&self) -> Result<bool> {
        let is_open = !self.index_is_damaged() && self.open_index()?;
        Ok(is_open && self.index_sequence() == self.in_store(self.store.totals())?.sequence)
    }

    /// Whether a search came upon damage in the index.
    pub fn index_is_damaged(&self) -> bool {
        self.index_is_damaged.load(Ordering::Relaxed)
    }

    /// Has the next [`Library::catch_up_index`] make the index anew: a search found it damaged.
    pub fn distrust_index(&self) {
        self.index_is_damaged.store(true, Ordering::Relaxed);
    }

    /// Puts what the store has and the index has not into it; the writer is opened when it is needed.
    pub(super) fn index_new(&mut self, indexing: &mut Option<Indexing>) -> Result<()> {
        let mut begun = if let Some(begun) = indexing.take() {
            begun
        } else {
            self.index_to_write()?;
            self.begin_indexing()?
        };
        while self.index_some(&mut begun)? > 0 {}
        *indexing = Some(begun);
        Ok(())
    }

    /// Commits, and ends the writing.
    pub(super) fn end_indexing(&mut self, mut indexing: Indexing) -> Result<()> {
        if indexing.waiting > 0 {
            let committed = indexing.writer.commit(indexing.indexed);
            self.in_index(committed)?;
        }
        let finished = indexing.writer.finish();
        self.in_index(finished)
    }

    fn begin_indexing(&self) -> Result<Indexing> {
        let index = self.index.borrow();
        let Some(index) = index.as_ref() else { return self.in_index(Err(index::Error::Missing)) };
        let indexed = index.sequence();
        Ok(Indexing { writer: self.in_index(index.writer())?, indexed, waiting: 0 })
    }

    fn index_some(&mut self, indexing: &mut Indexing) -> Result<usize> {
        let changed = self.in_store(self.store.changed_after(indexing.indexed, CHUNK))?;
        let deleted = self.in_store(self.store.deleted_after(indexing.indexed, CHUNK))?;
        // Both are followed up to where both are known: a list that is full may go on.
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
        if indexing.waiting >= COMMIT_EVERY {
            let committed = indexing.writer.commit(indexing.indexed);
            self.in_index(committed)?;
            indexing.waiting = 0;
        }
        Ok(count)
    }

    /// Opens the index to be written, and makes it anew where it cannot be used. Gives back whether it
    /// was made.
    fn index_to_write(&mut self) -> Result<bool> {
        let is_damaged = self.index_is_damaged();
        let is_open = !is_damaged && self.open_index()?;
        let ahead = is_open && self.index_sequence() > self.in_store(self.store.totals())?.sequence;
        // An index that knows of changes which the store has not is that of a later copy of the store.
        if is_open && !ahead {
            return Ok(false);
        }
        let number = self.in_store(self.store.library_number())?;
        let made = Index::create(&self.folder.index(), &number);
        *self.index.borrow_mut() = Some(self.in_index(made)?);
        self.index_is_damaged.store(false, Ordering::Relaxed);
        Ok(true)
    }

    fn index_sequence(&self) -> i64 {
        self.index.borrow().as_ref().map_or(0, Index::sequence)
    }

    /// Opens the index if it is not open, or follows what was committed since. Whether it can be used.
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
            Err(index::Error::Missing | index::Error::Foreign | index::Error::Damaged(_)) => {}
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
                index::Error::Busy => Error::Locked { path, holder: None },
                _ => Error::Io { path, reason: error.to_string() },
            }
        })
    }
}
