//! Refreshing: the feeds that are due are fetched, and what they bring is read and stored, with their fetch state,
//! in one transaction each.
//!
//! When and how a feed may be fetched is decided in [`crate::fetch`]; what its entries become, in
//! the intake pipeline.

use super::intake_pipeline::{Chunk, FeedBytes, FeedEnd, IntakePipeline, ReceiverGone};
use super::{Added, Library, Rejected, Result, Source, Task};
use crate::fetch::schedule::{self, Outcome};
use crate::fetch::{Client, Failure, FetchPool, FetchRequest, FetchState, Limits, Response};
use crate::model::{FeedId, FeedState, Subscription};
use crate::store::StoredFeed;
use crate::text::clean;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;

/// Which feeds to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedSelection {
    /// Those that are due.
    Due,
    /// Include feeds that are not due, unless their server asked for a pause.
    All,
    /// These, as with [`FeedSelection::All`].
    These(Vec<FeedId>),
}

/// The result of refreshing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// What was added.
    pub added: Added,
    /// Feeds to be fetched.
    pub feeds: u64,
    /// Feeds fetched successfully.
    pub good: u64,
    /// Of them those without news (304).
    pub unchanged: u64,
    /// Feeds that are not due, or may not be fetched yet.
    pub waiting: u64,
    /// Feeds that failed, with the reason.
    pub failed: Vec<Rejected>,
}

impl Library {
    /// Fetches feeds, several at a time, and adds what they bring. Progress is reported in feeds; when cancelled it
    /// ends within a moment, and what had arrived until then is in the library.
    ///
    /// The result is in `refreshed`, even if an error cut it short. `now` is in seconds since the
    /// epoch.
    pub fn refresh(
        &mut self,
        which: &FeedSelection,
        task: &Task,
        now: i64,
        refreshed: &mut Refreshed,
    ) -> Result<()> {
        self.refresh_between(which, task, now, refreshed, &mut |_, _| ())
    }

    /// The same, giving the library to `between` while waiting for servers and between two
    /// responses, with what was added until then.
    pub fn refresh_between(
        &mut self,
        which: &FeedSelection,
        task: &Task,
        now: i64,
        refreshed: &mut Refreshed,
        between: &mut dyn FnMut(&mut Self, &Added),
    ) -> Result<()> {
        self.must_write()?;
        let followed = self.in_store(self.store.followed(false))?;
        let is_wanted = |feed: &StoredFeed| match which {
            FeedSelection::Due | FeedSelection::All => !feed.is_paused,
            FeedSelection::These(ids) => ids.contains(&feed.id),
        };
        let (asked, waiting): (Vec<Asked>, Vec<Asked>) =
            followed.into_iter().filter(is_wanted).map(Asked::of).partition(|feed| match which {
                FeedSelection::Due => feed.fetch_state.is_due(now),
                FeedSelection::All | FeedSelection::These(_) => feed.fetch_state.may_be_asked(now),
            });
        refreshed.feeds = asked.len() as u64;
        refreshed.waiting = waiting.len() as u64;
        task.progress(0, refreshed.feeds);
        if asked.is_empty() {
            return Ok(());
        }
        let whole: Vec<FeedId> =
            asked.iter().filter(|feed| feed.fetches_full_text).map(|feed| feed.id).collect();
        let client = Arc::new(Client::new(Limits::default(), task.flag()));
        let round = Round { client, asked, now };
        let mut added = std::mem::take(&mut refreshed.added);
        let done =
            self.with_workshop(None, task, now, &mut added, between, |work, chunks| round.run(work, chunks));
        for source in &mut added.sources {
            refreshed.good += u64::from(source.trouble.is_none());
            refreshed.unchanged += u64::from(source.is_unchanged);
            refreshed.failed.extend(source.trouble.take());
        }
        refreshed.added = added;
        done?;
        self.fetch_full_texts(&whole, task, now, &mut refreshed.added, between)
    }
}

/// A feed to be fetched.
struct Asked {
    id: FeedId,
    url: String,
    title: String,
    fetches_full_text: bool,
    fetch_state: FetchState,
}

impl Asked {
    fn of(feed: StoredFeed) -> Self {
        let fetch_state = fetch_state_of(&feed);
        Self {
            id: feed.id,
            url: feed.url,
            title: feed.title,
            fetches_full_text: feed.fetches_full_text,
            fetch_state,
        }
    }
}

/// The fetch state of a feed; the default if it was never fetched or cannot be parsed.
pub(super) fn fetch_state_of(feed: &StoredFeed) -> FetchState {
    feed.fetch_state.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

/// The same as stored.
pub(super) fn fetch_state_json(fetch_state: &FetchState) -> String {
    // Plain data always serialises.
    serde_json::to_string(fetch_state).unwrap_or_default()
}

/// A subscription for display, with its fetch state.
pub(super) fn subscription(feed: StoredFeed, now: i64) -> Subscription {
    let fetch_state = fetch_state_of(&feed);
    let state = match fetch_state.state(feed.is_paused, now) {
        _ if feed.is_removed => FeedState::Removed,
        crate::fetch::FeedHealth::New => FeedState::New,
        crate::fetch::FeedHealth::Ok => FeedState::Ok,
        crate::fetch::FeedHealth::Failing => FeedState::Failing,
        crate::fetch::FeedHealth::Silent => FeedState::Silent,
        crate::fetch::FeedHealth::Gone => FeedState::Gone,
        crate::fetch::FeedHealth::Paused => FeedState::Paused,
    };
    let is_asked = !matches!(state, FeedState::Removed | FeedState::Gone | FeedState::Paused);
    Subscription {
        id: feed.id,
        url: feed.url,
        title: feed.title,
        site: feed.site,
        tags: feed.tags,
        state,
        last_success: fetch_state.last_success,
        next_due: is_asked.then_some(fetch_state.next_due.max(feed.added)),
        error: fetch_state.error,
        fetches_full_text: feed.fetches_full_text,
        articles: feed.articles,
        unread: feed.unread,
    }
}

/// One refresh.
struct Round {
    client: Arc<Client>,
    asked: Vec<Asked>,
    now: i64,
}

impl Round {
    fn run(&self, work: &IntakePipeline, chunks: &SyncSender<Chunk>) {
        let request = |(key, feed): (usize, &Asked)| FetchRequest {
            key,
            address: feed.url.clone(),
            known: feed.fetch_state.validators.clone(),
        };
        let requests: Vec<FetchRequest<usize>> = self.asked.iter().enumerate().map(request).collect();
        let total = requests.len() as u64;
        let mut done = 0;
        for (key, response) in FetchPool::begin(&self.client, requests) {
            let Some(feed) = self.asked.get(key) else { continue };
            let guarded = AssertUnwindSafe(|| self.take(feed, &response, work, chunks));
            let is_wanted = catch_unwind(guarded).unwrap_or_else(|_| {
                let reason = "Dateline failed to read it; please report it with the address";
                Self::close(feed, self.unreadable(feed, &response, reason), Some(reason), chunks)
            });
            if is_wanted.is_err() {
                return;
            }
            done += 1;
            work.task.progress(done, total);
        }
    }

    /// Handles the response of a feed.
    fn take(
        &self,
        feed: &Asked,
        response: &std::result::Result<Response, Failure>,
        work: &IntakePipeline,
        chunks: &SyncSender<Chunk>,
    ) -> std::result::Result<(), ReceiverGone> {
        let after = |outcome| schedule::after(&feed.fetch_state, &feed.url, outcome, self.now);
        let response = match response {
            Ok(response) => response,
            Err(failure) => {
                return Self::close(
                    feed,
                    after(Outcome::Failed(failure)),
                    Some(&failure.to_string()),
                    chunks,
                );
            }
        };
        let Some(body) = &response.body else {
            return Self::close(feed, after(Outcome::Unchanged(response)), None, chunks);
        };
        let bytes = FeedBytes {
            what: &feed.title,
            source: &feed.url,
            url: Some(&response.address),
            content_type: response.content_type.as_deref(),
            id: Some(feed.id),
            goes_on: false,
            bytes: body,
        };
        let end = |update_interval| Self::end(feed, after(Outcome::Read { response, update_interval }));
        match work.prepare_feed(&bytes, Some(&end), chunks) {
            Ok(sent) => sent,
            Err(refusal) => {
                let reason = format!("the response {refusal}");
                Self::close(
                    feed,
                    after(Outcome::Unreadable { response, reason: &reason }),
                    Some(&reason),
                    chunks,
                )
            }
        }
    }

    fn unreadable(
        &self,
        feed: &Asked,
        response: &std::result::Result<Response, Failure>,
        reason: &str,
    ) -> FetchState {
        match response {
            Ok(response) => schedule::after(
                &feed.fetch_state,
                &feed.url,
                Outcome::Unreadable { response, reason },
                self.now,
            ),
            Err(_) => feed.fetch_state.clone(),
        }
    }

    fn end(feed: &Asked, mut fetch_state: FetchState) -> FeedEnd {
        let moved_to = fetch_state.new_address().map(str::to_owned);
        if moved_to.is_some() {
            fetch_state.moved = None;
        }
        FeedEnd { id: feed.id, fetch_state: fetch_state_json(&fetch_state), moved_to }
    }

    /// Stores the fetch state of a feed that brought no articles, and reports failures.
    fn close(
        feed: &Asked,
        fetch_state: FetchState,
        trouble: Option<&str>,
        chunks: &SyncSender<Chunk>,
    ) -> std::result::Result<(), ReceiverGone> {
        let trouble = trouble.map(|why| Rejected::file(&feed.title, clean::line(why), "not refreshed"));
        let is_unchanged = trouble.is_none();
        let source = Source { what: feed.title.clone(), trouble, is_unchanged, ..Source::default() };
        let end = Some(Self::end(feed, fetch_state));
        chunks.send(Chunk { source: Some(source), end, ..Chunk::default() }).map_err(|_| ReceiverGone)
    }
}
