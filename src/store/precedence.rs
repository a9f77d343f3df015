//! Who writes first: what the user changes goes before intake, names and index. SQLite lets one connection write at
//! a time, so work in the background looks here before a transaction and within it, and ends early for the user's.

use super::{Error, Result, Store};
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// What the connections of one program to one library agree on.
#[derive(Debug, Clone, Default)]
pub(super) struct Precedence(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// Changes by the user that are being written, or wait for that.
    claims: AtomicUsize,
    lock: Mutex<()>,
    freed: Condvar,
    /// Counts the batches of all connections.
    batches: AtomicU64,
}

/// A change by the user that is being written, or waits for that.
pub(super) struct Claim(Arc<Shared>);

impl Precedence {
    /// Asks everything else to make way until the claim is dropped.
    pub fn claim(&self) -> Claim {
        self.0.claims.fetch_add(1, Ordering::SeqCst);
        Claim(Arc::clone(&self.0))
    }

    /// Whether a change by the user waits.
    pub fn is_claimed(&self) -> bool {
        self.0.claims.load(Ordering::SeqCst) > 0
    }

    /// Waits until no change by the user does.
    pub fn make_way(&self) {
        let mut guard = self.0.lock.lock().unwrap_or_else(PoisonError::into_inner);
        while self.is_claimed() {
            guard = self.0.freed.wait(guard).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether another connection has written a batch since the one that has `seen` so many.
    pub fn is_outdated(&self, seen: &Cell<u64>) -> bool {
        seen.get() != self.0.batches.load(Ordering::SeqCst)
    }

    /// Notes that a connection holds nothing that is outdated any more. Gives back whether it may have.
    pub fn catch_up(&self, seen: &Cell<u64>) -> bool {
        let now = self.0.batches.load(Ordering::SeqCst);
        seen.replace(now) != now
    }

    /// Tells the other connections that what they hold in memory is outdated; before the batch is committed, so that
    /// none of them can begin without knowing.
    pub fn tell(&self, seen: &Cell<u64>) {
        let before = self.0.batches.fetch_add(1, Ordering::SeqCst);
        if seen.get() == before {
            seen.set(before + 1);
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.0.claims.fetch_sub(1, Ordering::SeqCst);
        let _guard = self.0.lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.freed.notify_all();
    }
}

/// A transaction's right to go on.
#[derive(Debug)]
pub(super) struct Turn {
    precedence: Precedence,
    is_of_user: bool,
}

impl Turn {
    /// Whether it is time to commit: the user waits.
    pub fn is_over(&self) -> bool {
        !self.is_of_user && self.precedence.is_claimed()
    }
}

impl Store {
    /// Begins a transaction; work in the background waits for the user's changes first.
    pub(super) fn turn(&self) -> Turn {
        let is_of_user = self.serves_user.get();
        if !is_of_user {
            self.precedence.make_way();
        }
        Turn { precedence: self.precedence.clone(), is_of_user }
    }

    /// Does what the user asked for: before everything else, and so that it survives a power cut once it is done.
    pub fn for_user<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let _claim = self.precedence.claim();
        self.serves_user.set(true);
        // What is under way in the background ends, and nothing else begins: what is seen from here on stays as it is.
        let ended = self.connection.execute_batch("BEGIN IMMEDIATE; COMMIT");
        let done = ended.map_err(Error::from).and_then(|()| self.synced(work));
        self.serves_user.set(false);
        done
    }

    fn synced<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        let done = work(self);
        self.connection.pragma_update(None, "synchronous", "NORMAL")?;
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn others_wait_until_every_claim_is_dropped() {
        let precedence = Precedence::default();
        precedence.make_way();
        let (one, other) = (precedence.claim(), precedence.claim());
        let waiting = precedence.clone();
        let waiter = thread::spawn(move || {
            waiting.make_way();
            !waiting.is_claimed()
        });
        drop(one);
        assert!(precedence.is_claimed());
        drop(other);
        assert!(waiter.join().unwrap());
    }

    #[test]
    fn a_batch_outdates_what_others_hold_and_not_what_its_own_does() {
        let precedence = Precedence::default();
        let (one, other) = (Cell::new(0), Cell::new(0));
        precedence.tell(&one);
        assert!(!precedence.is_outdated(&one));
        assert!(precedence.is_outdated(&other));
        assert!(precedence.catch_up(&other));
        assert!(!precedence.is_outdated(&other));
        precedence.tell(&other);
        precedence.tell(&one);
        assert!(precedence.is_outdated(&one), "the other's came in between");
    }
}
