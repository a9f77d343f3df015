//! Who writes first: what the user changes goes before intake, names and index. SQLite lets one connection write at
//! a time, so work in the background looks here before a transaction and within it, and ends early for the user's.

use super::{Error, Result, Store};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

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
        // Work in the background that saw no claim has begun its transaction when this lock is free.
        drop(self.0.lock.lock().unwrap_or_else(PoisonError::into_inner));
        Claim(Arc::clone(&self.0))
    }

    /// Whether a change by the user waits.
    pub fn is_claimed(&self) -> bool {
        self.0.claims.load(Ordering::SeqCst) > 0
    }

    /// Waits until no change by the user does; none is claimed before the guard is dropped.
    fn make_way(&self) -> MutexGuard<'_, ()> {
        let mut guard = self.0.lock.lock().unwrap_or_else(PoisonError::into_inner);
        while self.is_claimed() {
            guard = self.0.freed.wait(guard).unwrap_or_else(PoisonError::into_inner);
        }
        guard
    }

    /// Begins a transaction; work in the background waits for the user's changes first.
    pub fn begin<'a>(
        &self,
        connection: &'a mut Connection,
        for_whom: ForWhom,
    ) -> Result<(Transaction<'a>, Turn)> {
        let guard = (for_whom == ForWhom::Background).then(|| self.make_way());
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        drop(guard);
        Ok((change, Turn { precedence: self.clone(), for_whom }))
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

/// Who waits for a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ForWhom {
    User,
    Background,
}

/// A transaction's right to go on.
#[derive(Debug)]
pub(super) struct Turn {
    precedence: Precedence,
    for_whom: ForWhom,
}

impl Turn {
    /// Whether it is time to commit: the user waits.
    pub fn is_over(&self) -> bool {
        self.for_whom == ForWhom::Background && self.precedence.is_claimed()
    }
}

impl Store {
    /// Does what the user asked for: before everything else, and so that it survives a power cut once it is done.
    pub fn for_user<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let _claim = self.precedence.claim();
        self.for_whom = ForWhom::User;
        // What is under way in the background ends, and nothing else begins: what is seen from here on stays as it is.
        let ended = self.connection.execute_batch("BEGIN IMMEDIATE; COMMIT");
        let done = ended.map_err(Error::from).and_then(|()| self.synced(work));
        self.for_whom = ForWhom::Background;
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
        drop(precedence.make_way());
        let (one, other) = (precedence.claim(), precedence.claim());
        let waiting = precedence.clone();
        let waiter = thread::spawn(move || {
            let _guard = waiting.make_way();
            !waiting.is_claimed()
        });
        drop(one);
        assert!(precedence.is_claimed());
        drop(other);
        assert!(waiter.join().unwrap());
    }

    #[test]
    fn a_claim_waits_for_a_transaction_that_is_about_to_begin() {
        let precedence = Precedence::default();
        let guard = precedence.make_way();
        let claimer = precedence.clone();
        let claiming = thread::spawn(move || drop(claimer.claim()));
        while !precedence.is_claimed() {
            thread::yield_now();
        }
        // It is announced, so that what is under way ends early, but it does not go on yet.
        assert!(!claiming.is_finished());
        drop(guard);
        claiming.join().unwrap();
        assert!(!precedence.is_claimed());
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
