//! The state of synchronisation with a server: its position, and when it continues. Pure.

use crate::fetch::Wait;
use crate::model::AccountState;
use crate::sync::{Cursor, Trouble};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The usual interval between synchronisations.
const USUAL: i64 = 30 * 60;

/// The wait after the first failure, which doubles with each further one, up to the longest.
const FIRST_PAUSE: i64 = 60;
const LONGEST_PAUSE: i64 = 6 * 3600;

/// The longest wait that a server can ask for.
const LONGEST_ASKED_FOR: i64 = 24 * 3600;

/// How often states that take several requests are fetched.
const THOROUGH: i64 = 3600;

/// The maximum number of stored ids of items that cannot be fetched.
pub(super) const MOST_MISSING: usize = 5_000;

/// The stored state.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct SyncState {
    /// The position.
    pub cursor: Cursor,
    /// When everything last succeeded.
    pub last_success: Option<i64>,
    /// When the states that take several requests were last fetched.
    pub thorough: Option<i64>,
    /// Failures since the last success.
    pub failures: u32,
    /// The reason for the last failure.
    pub error: Option<String>,
    /// When to synchronise next.
    pub next_due: i64,
    /// Not before this time, even if the user asks: the server's `Retry-After`.
    pub not_before: i64,
    /// Ids that the server lists but does not have.
    pub missing: BTreeSet<String>,
    /// How often what the server refused was sent again in vain, when that is done next, and what it is: a sentence.
    pub refusals: u32,
    pub again: i64,
    pub refusal: Option<String>,
}

impl SyncState {
    /// From JSON; an invalid state starts over.
    pub fn read(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }

    /// For storing.
    pub fn json(&self) -> String {
        // Plain data always serialises.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether it is due. A time too far in the future was set by a wrong clock.
    pub fn is_due(&self, now: i64) -> bool {
        self.next_due <= now || self.next_due > now + LONGEST_ASKED_FOR
    }

    /// Whether the user may synchronise now.
    pub fn may_be_asked(&self, now: i64) -> bool {
        self.not_before <= now || self.not_before > now + LONGEST_ASKED_FOR
    }

    /// Whether the states that take several requests are due.
    pub fn is_thorough_due(&self, now: i64) -> bool {
        self.thorough.is_none_or(|last| last + THOROUGH <= now || last > now)
    }

    /// Whether what waits beside the journal, if anything does, is to be sent again.
    pub fn is_again_due(&self, now: i64, has_held: bool) -> bool {
        has_held && (self.again <= now || self.again > now + LONGEST_PAUSE)
    }

    /// Records what the server has refused; nothing if nothing of it is left.
    pub fn refuse(&mut self, refusal: Option<String>, now: i64) {
        self.refusals = if refusal.is_some() { self.refusals.saturating_add(1) } else { 0 };
        self.again = if refusal.is_some() { now + pause(self.refusals) } else { 0 };
        self.refusal = refusal;
    }

    /// Records that everything succeeded.
    pub fn succeed(&mut self, now: i64, thoroughly: bool) {
        self.last_success = Some(now);
        self.thorough = if thoroughly { Some(now) } else { self.thorough };
        (self.failures, self.error, self.not_before) = (0, None, 0);
        self.next_due = now + USUAL;
    }

    /// Records a failure; what was done before it stays.
    pub fn fail(&mut self, error: String, wait: Option<Wait>, now: i64) {
        self.failures = self.failures.saturating_add(1);
        self.error = Some(error);
        self.not_before = wait.map_or(0, |wait| wait.end(now).clamp(now, now + LONGEST_ASKED_FOR));
        self.next_due = (now + pause(self.failures)).max(self.not_before);
    }

    /// Records a server's failure; nothing if the user cancelled.
    pub fn fail_by(&mut self, trouble: &Trouble, now: i64) {
        if !trouble.is_cancelled() {
            self.fail(trouble.to_string(), trouble.wait(), now);
        }
    }

    /// The state of the account.
    pub fn state(&self) -> AccountState {
        match (self.failures, self.last_success, self.cursor.is_complete) {
            (1.., ..) => AccountState::Failing,
            (0, None, false) if self.cursor == Cursor::default() => AccountState::New,
            (0, _, false) => AccountState::Partial,
            (0, _, true) => AccountState::Ok,
        }
    }

    /// The progress of the first synchronisation; `None` once it is complete.
    pub fn first(&self) -> Option<(u64, u64)> {
        (!self.cursor.is_complete).then_some((self.cursor.done, self.cursor.total))
    }
}

/// The wait after so many failures.
fn pause(failures: u32) -> i64 {
    (FIRST_PAUSE << failures.saturating_sub(1).min(16)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_retried_later_and_later() {
        let mut state = SyncState::default();
        assert!(state.is_due(100) && state.may_be_asked(100));
        let mut pauses = Vec::new();
        for _ in 0..12 {
            state.fail("no answer".to_owned(), None, 1_000);
            pauses.push(state.next_due - 1_000);
        }
        assert_eq!((pauses[0], pauses[1], pauses[11]), (60, 120, LONGEST_PAUSE));
        assert!(!state.is_due(1_001) && state.may_be_asked(1_001));
        state.fail("busy".to_owned(), Some(Wait::Seconds(500)), 1_000);
        assert!(!state.may_be_asked(1_499) && state.may_be_asked(1_500));
        // The clock has been corrected since.
        assert!(state.is_due(1_000 - 2 * LONGEST_ASKED_FOR));
        state.succeed(2_000, false);
        assert_eq!((state.failures, state.next_due, state.error.is_none()), (0, 2_000 + USUAL, true));
        assert_eq!(SyncState::read(&state.json()), state);
    }
}
