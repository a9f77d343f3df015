//! When to ask a feed again: what is remembered of it, and what follows from an answer. Pure; the clock is
//! handed in, and chance comes from the address.
//!
//! | rule | from |
//! |---|---|
//! | validators are renewed on 200 and on 304 | RFC 9110, sections 13 and 15.4.5 |
//! | an answer that still holds is not asked for again | RFC 9111, section 4.2 |
//! | `ttl`, `skipHours`, `skipDays`, `sy:updatePeriod` | RSS 2.0, the syndication module of RSS 1.0 |
//! | `Retry-After` is a promise, and outlives a restart | RFC 9110, section 10.2.3 |
//! | 301 and 308 are believed after a week, 410 at once | RFC 9110, section 15 |
//!
//! Nobody is asked here, and nothing is written.

use super::{Failure, Response, Validators};
use crate::model::UpdateInterval;
use serde::{Deserialize, Serialize};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// No feed is asked more often than this, whatever it says.
pub const SHORTEST: i64 = 30 * MINUTE;

/// How often a feed is asked that says nothing of it.
pub const USUAL: i64 = HOUR;

/// The longest time for which a cache's word is taken: servers that hand out files without thought let them
/// hold for a year.
const LONGEST_HELD: i64 = DAY;

/// The longest time between two questions that a feed can ask for, and the longest that a server's
/// `Retry-After` is obeyed.
const LONGEST_ASKED_FOR: i64 = 7 * DAY;

/// The longest wait after failures in a row.
const LONGEST_BACK_OFF: i64 = DAY;

/// The same after failures that are more likely those of our own connection.
const LONGEST_OFFLINE: i64 = HOUR;

/// How long a permanent redirect must have led to a good answer before it is believed.
pub const MOVES_AFTER: i64 = 7 * DAY;

/// Failing for longer than this is told as such.
pub const SILENT_AFTER: i64 = 14 * DAY;

/// All that is remembered of asking one feed. It is kept with the subscription, and written in one
/// transaction with the articles of the answer that it follows from. Moments are seconds since the epoch.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FetchState {
    /// What to send along with the next question.
    pub validators: Validators,
    /// How often the feed wants to be asked, as it said when it was last read.
    #[serde(rename = "pace")]
    pub update_interval: UpdateInterval,
    /// When it was last asked.
    pub last_asked: Option<i64>,
    /// When a good answer last came, be it that nothing has changed.
    pub last_success: Option<i64>,
    /// Failures in a row.
    pub failures: u32,
    /// When the first of them was.
    pub failing_since: Option<i64>,
    /// The last failure, in words, until a good answer comes.
    pub error: Option<String>,
    /// When to ask next; 0 for at once.
    pub next_due: i64,
    /// Not to be asked before, even by a person who is in a hurry: the server's `Retry-After`.
    pub not_before: i64,
    /// Where it may have moved to.
    pub moved: Option<Moved>,
    /// It is gone for good (410), and is asked no more.
    pub is_gone: bool,
}

/// A permanent redirect that has to prove itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Where it leads.
    pub to: String,
    /// Since when every good answer came from there.
    pub since: i64,
    /// When the last of them came.
    pub last: i64,
}

/// What came of asking.
#[derive(Debug, Clone, Copy)]
pub enum Outcome<'a> {
    /// A feed, which was read.
    Read {
        /// The answer.
        response: &'a Response,
        /// What the feed says of its pace.
        update_interval: UpdateInterval,
    },
    /// The word that nothing has changed (304).
    Unchanged(&'a Response),
    /// Something that is no feed.
    Unreadable {
        /// The answer.
        response: &'a Response,
        /// What is wrong with it, in words.
        reason: &'a str,
    },
    /// No answer.
    Failed(&'a Failure),
}

/// How a subscription is doing, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedHealth {
    /// It was never asked.
    New,
    /// The last answer was good.
    Ok,
    /// The last answer was not.
    Failing,
    /// No good answer has come for two weeks or more.
    Silent,
    /// The server says that it is gone for good.
    Gone,
    /// The reader wants it left alone.
    Paused,
}

impl FeedHealth {
    /// The word itself.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Ok => "ok",
            Self::Failing => "failing",
            Self::Silent => "silent for weeks",
            Self::Gone => "gone",
            Self::Paused => "paused",
        }
    }
}

impl FetchState {
    /// How it is doing; `is_paused` is the reader's wish.
    pub fn state(&self, is_paused: bool, now: i64) -> FeedHealth {
        if is_paused {
            FeedHealth::Paused
        } else if self.is_gone {
            FeedHealth::Gone
        } else if self.last_asked.is_none() {
            FeedHealth::New
        } else if self.failures == 0 {
            FeedHealth::Ok
        } else if self.failing_since.is_some_and(|since| now - since >= SILENT_AFTER) {
            FeedHealth::Silent
        } else {
            FeedHealth::Failing
        }
    }

    /// Whether it is to be asked now.
    pub fn is_due(&self, now: i64) -> bool {
        !self.is_gone && now >= self.next_due
    }

    /// Whether a person who does not want to wait may have it asked now: `Retry-After` still counts, and
    /// what is gone is not asked.
    pub fn may_be_asked(&self, now: i64) -> bool {
        !self.is_gone && now >= self.not_before
    }

    /// The address to ask from now on, if it has moved: a permanent redirect has led to nothing but good
    /// answers for seven days. Whoever takes it over clears [`FetchState::moved`].
    pub fn new_address(&self) -> Option<&str> {
        self.moved.as_ref().filter(|moved| moved.last - moved.since >= MOVES_AFTER).map(|moved| &*moved.to)
    }

    /// The same feed, to be asked again at once although it was gone: for a reader who knows better, and
    /// for an address that was changed by hand. Validators of the old address mean nothing at the new.
    #[must_use]
    pub fn afresh(&self) -> Self {
        let Self { update_interval, last_success, not_before, .. } = *self;
        Self { update_interval, last_success, not_before, ..Self::default() }
    }
}

/// What is remembered after an outcome. `address` is the subscription's own; being stopped changes nothing.
pub fn after(fetch_state: &FetchState, address: &str, outcome: Outcome, now: i64) -> FetchState {
    if matches!(outcome, Outcome::Failed(Failure::Cancelled)) {
        return fetch_state.clone();
    }
    let mut next = FetchState { last_asked: Some(now), ..fetch_state.clone() };
    match outcome {
        Outcome::Read { response, update_interval } => {
            next.validators = response.validators.clone();
            next.update_interval = update_interval;
            succeed(&mut next, address, response, now);
        }
        Outcome::Unchanged(response) => {
            next.validators = fetch_state.validators.renewed_by(&response.validators);
            succeed(&mut next, address, response, now);
        }
        Outcome::Unreadable { response, reason } => {
            // Were they kept, the next answer would be that nothing has changed.
            next.validators = Validators::default();
            next.moved = None;
            let wait = response.freshness.retry_after.map_or(now, |wait| wait.end(now));
            fail(&mut next, address, reason.to_owned(), wait, LONGEST_BACK_OFF, now);
        }
        Outcome::Failed(failure) => {
            next.is_gone = failure.is_gone();
            let wait = failure.retry_after().map_or(now, |wait| wait.end(now));
            let longest = if failure.is_unreached() { LONGEST_OFFLINE } else { LONGEST_BACK_OFF };
            fail(&mut next, address, failure.to_string(), wait, longest, now);
        }
    }
    next
}

fn succeed(next: &mut FetchState, address: &str, response: &Response, now: i64) {
    next.last_success = Some(now);
    next.failures = 0;
    next.failing_since = None;
    next.error = None;
    next.is_gone = false;
    next.moved = response.permanent.as_ref().map(|to| match &next.moved {
        Some(moved) if moved.to == *to => Moved { last: now, ..moved.clone() },
        _ => Moved { to: to.clone(), since: now, last: now },
    });
    let held = response.freshness.seconds.map_or(0, |seconds| at_most(seconds, LONGEST_HELD));
    let wanted = next.update_interval.every.map_or(0, |seconds| at_most(seconds.into(), LONGEST_ASKED_FOR));
    let said = held.max(wanted);
    let between = if said > 0 { said.max(SHORTEST) } else { USUAL };
    next.not_before = patience(response.freshness.retry_after.map_or(now, |wait| wait.end(now)), now);
    let due = (now + between).max(next.not_before);
    next.next_due = outside_of(next.update_interval, due + jitter(address, 0, between / 10));
}

/// Each failure in a row doubles the wait.
fn fail(next: &mut FetchState, address: &str, words: String, retry_after: i64, longest: i64, now: i64) {
    next.failing_since.get_or_insert(now);
    next.failures = next.failures.saturating_add(1);
    next.error = Some(words);
    next.not_before = patience(retry_after, now);
    let doublings = (next.failures - 1).min(16);
    let wait = (SHORTEST << doublings).min(longest);
    let due = (now + wait + jitter(address, next.failures, wait / 4)).max(next.not_before);
    next.next_due = outside_of(next.update_interval, due);
}

/// Until when a server's `Retry-After` is obeyed.
fn patience(until: i64, now: i64) -> i64 {
    until.clamp(now, now + LONGEST_ASKED_FOR)
}

fn at_most(seconds: u64, longest: i64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX).min(longest)
}

/// The first moment from `moment` on that is in no hour and on no day that the feed wants left out. A feed
/// that leaves out everything is not taken at its word.
fn outside_of(update_interval: UpdateInterval, moment: i64) -> i64 {
    const HOURS_OF_A_WEEK: i64 = 7 * 24;
    let is_left_out = |at: i64| {
        let hour = at.div_euclid(HOUR).rem_euclid(24);
        // The epoch was a Thursday.
        let day = (at.div_euclid(DAY) + 3).rem_euclid(7);
        update_interval.skip_hours & (1 << hour) != 0 || update_interval.skip_days & (1 << day) != 0
    };
    if !is_left_out(moment) {
        return moment;
    }
    let next_hour = (moment.div_euclid(HOUR) + 1) * HOUR;
    // What was spread by jitter stays spread within the first hour that is free.
    let minutes = moment.rem_euclid(HOUR);
    (0..HOURS_OF_A_WEEK)
        .map(|hours| next_hour + hours * HOUR)
        .find(|&at| !is_left_out(at))
        .map_or(moment, |at| at + minutes)
}

/// A share of `most` seconds, so that feeds that were asked together are not asked together for ever. It
/// comes from the address and the attempt (FNV-1a), so that the same feed always gets the same.
fn jitter(address: &str, attempt: u32, most: i64) -> i64 {
    let bytes = address.bytes().chain(attempt.to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // The high bits of such a hash are the well mixed ones.
    (i64::try_from(hash >> 32).unwrap_or(0) * most) >> 32
}
