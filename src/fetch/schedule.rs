//! When to fetch a feed again: what is remembered about it, and what follows from a response. Pure; the time is
//! passed in, and jitter comes from the address.
//!
//! | rule | from |
//! |---|---|
//! | validators are renewed on 200 and on 304 | RFC 9110, sections 13 and 15.4.5 |
//! | a response that is still fresh is not requested again | RFC 9111, section 4.2 |
//! | `ttl`, `skipHours`, `skipDays`, `sy:updatePeriod` | RSS 2.0, the syndication module of RSS 1.0 |
//! | `Retry-After` is respected, and survives a restart | RFC 9110, section 10.2.3 |
//! | 301 and 308 are believed after a week, 410 at once | RFC 9110, section 15 |
//!
//! Nothing is requested or written here.

use super::{Failure, Response, Validators, Wait};
use crate::model::UpdateInterval;
use serde::{Deserialize, Serialize};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// No feed is fetched more often than this, whatever it says.
pub const SHORTEST: i64 = 30 * MINUTE;

/// The interval for feeds that state none.
pub const USUAL: i64 = HOUR;

/// The longest freshness that is believed: static file servers often set
/// a year.
const LONGEST_HELD: i64 = DAY;

/// The longest interval a feed can ask for, and the longest `Retry-After` of a server
/// that is respected.
const LONGEST_ASKED_FOR: i64 = 7 * DAY;

/// A stored time further ahead than this was set while the clock was wrong, and is ignored.
const BELIEVED: i64 = LONGEST_ASKED_FOR + DAY;

/// The longest wait after consecutive failures.
const LONGEST_BACK_OFF: i64 = DAY;

/// The same after failures that are probably due to our own connection.
const LONGEST_OFFLINE: i64 = HOUR;

/// How long a permanent redirect must have led to successful responses before it is believed.
pub const MOVES_AFTER: i64 = 7 * DAY;

/// Failing for longer than this is reported as such.
pub const SILENT_AFTER: i64 = 14 * DAY;

/// Everything remembered about fetching one feed. It is stored with the subscription, and written in one
/// transaction with the articles of the response it follows from. Times are seconds since the epoch.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FetchState {
    /// What to send with the next request.
    pub validators: Validators,
    /// A hash of what was last read, where all of it was taken: an answer with the same is not read again.
    pub content: Option<String>,
    /// How often the feed asks to be fetched, as last read.
    #[serde(rename = "pace")]
    pub update_interval: UpdateInterval,
    /// When it was last requested.
    pub last_asked: Option<i64>,
    /// When the last successful response arrived, including "not modified".
    pub last_success: Option<i64>,
    /// Consecutive failures.
    pub failures: u32,
    /// When the first of them occurred.
    pub failing_since: Option<i64>,
    /// The last failure, in words, until a request succeeds.
    pub error: Option<String>,
    /// When to fetch it next; 0 for at once.
    pub next_due: i64,
    /// It must not be fetched before this time, even if the user asks: the server's `Retry-After`; 0 without one.
    pub not_before: i64,
    /// Where it may have moved.
    pub moved: Option<Moved>,
    /// Whether it is gone for good (410), and no longer fetched.
    pub is_gone: bool,
}

/// A permanent redirect that has not yet proved stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Its target.
    pub to: String,
    /// Since when every successful response came from there.
    pub since: i64,
    /// When the last of them came.
    pub last: i64,
}

/// The outcome of a request.
#[derive(Debug, Clone, Copy)]
pub enum Outcome<'a> {
    /// A feed, which was parsed.
    Read {
        /// The response.
        response: &'a Response,
        /// The interval the feed states.
        update_interval: UpdateInterval,
    },
    /// "Not modified" (304).
    Unchanged(&'a Response),
    /// Something that is not a feed.
    Unreadable {
        /// The response.
        response: &'a Response,
        /// What is wrong with it, in words.
        reason: &'a str,
    },
    /// No response.
    Failed(&'a Failure),
}

/// The health of a subscription, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedHealth {
    /// Never fetched.
    New,
    /// The last request succeeded.
    Ok,
    /// The last request failed.
    Failing,
    /// No request has succeeded for two weeks or more.
    Silent,
    /// The server says that it is gone for good.
    Gone,
    /// Paused by the user.
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
    /// Its health; `is_paused` is the user's setting.
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

    /// Whether it is due now.
    pub fn is_due(&self, now: i64) -> bool {
        !self.is_gone && !is_ahead(self.next_due, now)
    }

    /// Whether a user who does not want to wait may fetch it now: `Retry-After` still counts, and
    /// what is gone is not requested.
    pub fn may_be_asked(&self, now: i64) -> bool {
        !self.is_gone && !is_ahead(self.not_before, now)
    }

    /// When it is fetched next, 0 for at once; a time set by a wrong clock is ignored.
    pub fn next_turn(&self, now: i64) -> i64 {
        if is_ahead(self.next_due, now) { self.next_due } else { self.next_due.min(now) }
    }

    /// The address to use from now on, if it has moved: a permanent redirect has led to nothing but successful
    /// responses for seven days. The caller that adopts it clears [`FetchState::moved`].
    pub fn new_address(&self) -> Option<&str> {
        self.moved.as_ref().filter(|moved| moved.last - moved.since >= MOVES_AFTER).map(|moved| &*moved.to)
    }

    /// The same feed, to be fetched at once although it was gone: if the user insists, or has changed the address.
    /// Validators of the old address do not apply to the new one.
    #[must_use]
    pub fn afresh(&self) -> Self {
        let Self { update_interval, last_success, not_before, .. } = *self;
        Self { update_interval, last_success, not_before, ..Self::default() }
    }
}

/// The state after an outcome. `address` is the subscription's own; cancellation changes nothing.
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
            // If they were kept, the next response would be "not modified".
            next.validators = Validators::default();
            next.moved = None;
            let wait = patience(response.freshness.retry_after, now);
            fail(&mut next, address, reason.to_owned(), wait, LONGEST_BACK_OFF, now);
        }
        Outcome::Failed(failure) => {
            next.is_gone = failure.is_gone();
            let wait = patience(failure.retry_after(), now);
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
        Some(moved) if moved.to == *to && moved.since <= now => Moved { last: now, ..moved.clone() },
        _ => Moved { to: to.clone(), since: now, last: now },
    });
    let held = response.freshness.seconds.map_or(0, |seconds| at_most(seconds, LONGEST_HELD));
    let wanted = next.update_interval.every.map_or(0, |seconds| at_most(seconds.into(), LONGEST_ASKED_FOR));
    let said = held.max(wanted);
    let between = if said > 0 { said.max(SHORTEST) } else { USUAL };
    next.not_before = patience(response.freshness.retry_after, now);
    let due = (now + between).max(next.not_before);
    next.next_due = outside_of(next.update_interval, due + jitter(address, 0, between / 10));
}

/// Each consecutive failure doubles the wait.
fn fail(next: &mut FetchState, address: &str, words: String, not_before: i64, longest: i64, now: i64) {
    next.failing_since.get_or_insert(now);
    next.failures = next.failures.saturating_add(1);
    next.error = Some(words);
    next.not_before = not_before;
    let doublings = (next.failures - 1).min(16);
    let wait = (SHORTEST << doublings).min(longest);
    let due = (now + wait + jitter(address, next.failures, wait / 4)).max(next.not_before);
    next.next_due = outside_of(next.update_interval, due);
}

/// Until when a server's `Retry-After` is respected.
fn patience(retry_after: Option<Wait>, now: i64) -> i64 {
    retry_after.map_or(0, |wait| wait.end(now).clamp(now, now + LONGEST_ASKED_FOR))
}

/// Whether a moment is in the future, unless it was set by a wrong clock.
fn is_ahead(moment: i64, now: i64) -> bool {
    moment > now && moment <= now + BELIEVED
}

fn at_most(seconds: u64, longest: i64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX).min(longest)
}

/// The first moment from `moment` on outside the hours and days that the feed excludes. A feed that excludes
/// everything is ignored.
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
    // Times spread by jitter stay spread within the first allowed hour.
    let minutes = moment.rem_euclid(HOUR);
    (0..HOURS_OF_A_WEEK)
        .map(|hours| next_hour + hours * HOUR)
        .find(|&at| !is_left_out(at))
        .map_or(moment, |at| at + minutes)
}

/// A share of `most` seconds, so that feeds fetched together do not stay together for ever. It depends on the address
/// and the attempt (FNV-1a), so it is reproducible.
fn jitter(address: &str, attempt: u32, most: i64) -> i64 {
    let bytes = address.bytes().chain(attempt.to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // The high bits of the hash are well mixed.
    (i64::try_from(hash >> 32).unwrap_or(0) * most) >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A refresh while the clock was set to 2040, and the clock corrected afterwards.
    #[test]
    fn a_clock_that_was_wrong_stops_no_feed() {
        let (present, wrong) = (1_780_000_000, 2_210_000_000);
        let failure = |retry_after| Failure::Status { host: "quay.example".into(), code: 503, retry_after };
        let later = Some(Wait::Seconds(3600));
        for (retry_after, what) in [(None, "a failure"), (later, "a server that asks to be left alone")] {
            let failed = Outcome::Failed(&failure(retry_after));
            let fetch_state = after(&FetchState::default(), "https://quay.example/rss", failed, wrong);
            assert!(!fetch_state.is_due(wrong), "{what}");
            assert!(fetch_state.is_due(present) && fetch_state.may_be_asked(present), "{what}");
            assert!(fetch_state.next_turn(present) <= present, "{what}");
            // The clock was right: only the server's `Retry-After` stops a user from refreshing.
            assert_eq!(fetch_state.may_be_asked(wrong), retry_after.is_none(), "{what}");
        }
        // If the clock is a few days fast, a feed waits, but the user can refresh it.
        let fast = present + 3 * DAY;
        let fetch_state =
            after(&FetchState::default(), "https://quay.example/rss", Outcome::Failed(&failure(None)), fast);
        assert!(!fetch_state.is_due(present) && fetch_state.may_be_asked(present));
    }
}
