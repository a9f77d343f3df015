//! Refreshing: fetches the feeds that are due, and stores their new articles with their fetch state, in one
//! transaction each.
//!
//! [`crate::fetch`] decides when and how a feed may be fetched; the intake pipeline decides what its entries become.

use super::chunk::{Chunk, FeedEnd};
use super::intake::Job;
use super::intake_pipeline::{Extent, FeedBytes, IntakePipeline, NotTaken, ReceiverGone};
use super::passwords::Secrets;
use super::source::Source as _;
use super::{Added, Library, Rejected, Result, Source, SyncSelection, Synced, Task};
use crate::feeds;
use crate::fetch::schedule::{self, Outcome};
use crate::fetch::{Client, Failure, FetchPool, FetchRequest, FetchState, Response, Validators};
use crate::logging;
use crate::model::{FeedId, FeedState, Subscription};
use crate::store::{BulkMemory, StoredFeed};
use crate::text::{clean, web};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;

/// Which feeds to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedSelection {
    /// Those that are due.
    Due,
    /// Include feeds that are not due, unless their server asked to wait.
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
    /// How many of them had not changed.
    pub unchanged: u64,
    /// Feeds that are not due, or may not be fetched yet.
    pub waiting: u64,
    /// Feeds that failed, with the reason.
    pub failed: Vec<Rejected>,
    /// Accounts that were synchronised.
    pub synced: Vec<Synced>,
}

impl Library {
    /// Whether any feed is due.
    pub fn has_due_feeds(&self, now: i64) -> Result<bool> {
        let followed = self.in_store(self.store.followed(false))?;
        let is_due =
            |feed: &StoredFeed| feed.account.is_none() && !feed.is_paused && fetch_state_of(feed).is_due(now);
        Ok(followed.iter().any(is_due) || self.has_due_accounts(now)?)
    }

    /// Fetches feeds, several at a time, and adds their articles. Progress is reported in feeds; if cancelled, it
    /// ends within a moment, and what has arrived is in the library.
    ///
    /// The result is in `refreshed`, even if an error ended it early. `now` is in seconds since the epoch.
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
    /// responses, with what was added until then. The accounts follow the feeds; feeds that their servers fetch are
    /// left to them.
    pub fn refresh_between(
        &mut self,
        which: &FeedSelection,
        task: &Task,
        now: i64,
        refreshed: &mut Refreshed,
        between: &mut dyn FnMut(&mut Self, &Added),
    ) -> Result<()> {
        task.count("feeds");
        self.refresh_feeds(which, task, now, refreshed, between)?;
        let accounts = match which {
            FeedSelection::Due => SyncSelection::Due,
            FeedSelection::All => SyncSelection::All,
            FeedSelection::These(ids) => SyncSelection::These(self.accounts_of(ids)?),
        };
        if !task.is_cancelled() {
            refreshed.synced = self.synchronise(&accounts, false, task, now, between)?;
            for synced in &mut refreshed.synced {
                refreshed.added.join(std::mem::take(&mut synced.added));
            }
        }
        Ok(())
    }

    fn refresh_feeds(
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
            _ if feed.account.is_some() => false,
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
        let client = Arc::new(self.client(task)?);
        let hosts = self.followed_hosts()?;
        let addresses: Vec<(FeedId, String)> = asked.iter().map(|feed| (feed.id, feed.url.clone())).collect();
        let mut round = Round { client, secrets: self.secrets()?, asked, now };
        let mut added = std::mem::take(&mut refreshed.added);
        let done = self.with_workshop(
            Job { tag: None, task, now, is_step: false, memory: BulkMemory::Ample },
            &mut added,
            between,
            |work, chunks| {
                round.round(work, chunks);
            },
        );
        for source in &mut added.sources {
            refreshed.good += u64::from(source.trouble.is_none());
            refreshed.unchanged += u64::from(source.is_unchanged);
            refreshed.failed.extend(source.trouble.take());
        }
        refreshed.added = added;
        tracing::info!(
            "refresh: {} of {} feeds answered, {} unchanged; {} new articles, {} new versions",
            refreshed.good,
            refreshed.feeds,
            refreshed.unchanged,
            refreshed.added.articles,
            refreshed.added.revised,
        );
        done?;
        self.note_found(&hosts)?;
        self.follow_moves(&addresses)?;
        self.fetch_full_texts(&whole, task, now, &mut refreshed.added, between)
    }
}

impl Library {
    /// Moves the passwords of feeds that have moved.
    fn follow_moves(&mut self, before: &[(FeedId, String)]) -> Result<()> {
        let now = self.in_store(self.store.followed(false))?;
        for feed in &now {
            if let Some((_, from)) = before.iter().find(|(id, from)| *id == feed.id && *from != feed.url) {
                self.move_secret(from, &feed.url)?;
            }
        }
        Ok(())
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
        let title = web::shown(&feed.title).into_owned();
        Self { id: feed.id, url: feed.url, title, fetches_full_text: feed.fetches_full_text, fetch_state }
    }
}

/// The fetch state of a feed; the default if it was never fetched or cannot be parsed.
pub(super) fn fetch_state_of(feed: &StoredFeed) -> FetchState {
    feed.fetch_state.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

/// The same without validators if not all of the feed was taken: with them, the server would respond that nothing has
/// changed.
pub(super) fn until_all_is_taken(fetch_state: FetchState, extent: Extent) -> FetchState {
    match extent {
        Extent::Whole => fetch_state,
        Extent::Part => FetchState { validators: Validators::default(), content: None, ..fetch_state },
    }
}

/// A hash of a feed's content and of what else decides what becomes of it.
fn content_of(response: &Response, body: &[u8]) -> String {
    let content_type = response.content_type.as_deref().unwrap_or_default();
    let context = format!("{}\n{}\n{content_type}\n", env!("CARGO_PKG_VERSION"), response.address);
    feeds::fingerprint(body, &context)
}

/// The fetch state as stored.
pub(super) fn fetch_state_json(fetch_state: &FetchState) -> String {
    // Plain data always serialises.
    serde_json::to_string(fetch_state).unwrap_or_default()
}

/// A subscription for display, with its fetch state.
pub(super) fn subscription(feed: StoredFeed, now: i64) -> Subscription {
    let fetch_state = fetch_state_of(&feed);
    let state = match fetch_state.state(feed.is_paused, now) {
        _ if feed.is_removed => FeedState::Removed,
        // How its server is doing is said of the account.
        _ if feed.account.is_some() => FeedState::Ok,
        crate::fetch::FeedHealth::New => FeedState::New,
        crate::fetch::FeedHealth::Ok => FeedState::Ok,
        crate::fetch::FeedHealth::Failing => FeedState::Failing,
        crate::fetch::FeedHealth::Silent => FeedState::Silent,
        crate::fetch::FeedHealth::Gone => FeedState::Gone,
        crate::fetch::FeedHealth::Paused => FeedState::Paused,
    };
    let is_asked =
        feed.account.is_none() && !matches!(state, FeedState::Removed | FeedState::Gone | FeedState::Paused);
    Subscription {
        id: feed.id,
        url: web::without_secret(&feed.url).0,
        title: web::without_secret(&feed.title).0,
        site: feed.site,
        tags: feed.tags,
        state,
        last_success: fetch_state.last_success,
        next_due: is_asked.then_some(fetch_state.next_turn(now).max(feed.added)),
        error: fetch_state.error,
        fetches_full_text: feed.fetches_full_text,
        articles: feed.articles,
        unread: feed.unread,
        account: feed.account,
    }
}

/// One refresh.
struct Round {
    client: Arc<Client>,
    secrets: Secrets,
    asked: Vec<Asked>,
    now: i64,
}

/// The feeds of the web: they are asked, and told nothing.
impl super::source::Source for Round {
    fn push(&mut self, _: &IntakePipeline, _: &SyncSender<Chunk>) -> std::result::Result<bool, ReceiverGone> {
        Ok(true)
    }

    fn changes(
        &mut self,
        work: &IntakePipeline,
        chunks: &SyncSender<Chunk>,
    ) -> std::result::Result<(), ReceiverGone> {
        let total = self.asked.len() as u64;
        let mut done = 0;
        let mut requests = Vec::new();
        for (key, feed) in self.asked.iter().enumerate() {
            match self.secrets.complete(&feed.url) {
                Ok(address) => {
                    requests.push(FetchRequest { key, address, known: feed.fetch_state.validators.clone() });
                }
                Err(why) => {
                    done += 1;
                    self.close(feed, feed.fetch_state.clone(), Some(&why), chunks)?;
                }
            }
        }
        for (key, response) in FetchPool::begin(&self.client, requests) {
            let Some(feed) = self.asked.get(key) else { continue };
            let guarded = AssertUnwindSafe(|| self.take(feed, &response, work, chunks));
            let is_wanted = catch_unwind(guarded).unwrap_or_else(|_| {
                let reason =
                    format!("Dateline failed to read it; {} and the address", logging::please_report());
                self.close(feed, self.unreadable(feed, &response, &reason), Some(&reason), chunks)
            });
            is_wanted?;
            done += 1;
            work.task.progress(done, total);
        }
        Ok(())
    }
}

impl Round {
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
                return self.close(feed, after(Outcome::Failed(failure)), Some(&failure.to_string()), chunks);
            }
        };
        let Some(body) = &response.body else {
            return self.close(feed, after(Outcome::Unchanged(response)), None, chunks);
        };
        let content = content_of(response, body);
        if feed.fetch_state.content.as_ref() == Some(&content) {
            // The server has sent what is known already.
            let update_interval = feed.fetch_state.update_interval;
            return self.close(feed, after(Outcome::Read { response, update_interval }), None, chunks);
        }
        let bytes = FeedBytes {
            what: &feed.title,
            source: &web::without_secret(&feed.url).0,
            url: Some(&response.address),
            content_type: response.content_type.as_deref(),
            id: Some(feed.id),
            goes_on: false,
            bytes: body,
        };
        let end = |update_interval, extent| {
            let fetch_state = after(Outcome::Read { response, update_interval });
            let fetch_state = FetchState { content: Some(content.clone()), ..fetch_state };
            self.end(feed, until_all_is_taken(fetch_state, extent))
        };
        match work.prepare_feed(&bytes, Some(&end), chunks) {
            Ok(()) => Ok(()),
            Err(NotTaken::ReceiverGone) => Err(ReceiverGone),
            Err(NotTaken::Rejected(refusal)) => {
                let reason = format!("the response {refusal}");
                self.close(
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

    fn end(&self, feed: &Asked, mut fetch_state: FetchState) -> FeedEnd {
        // The settings have the password of this address.
        let is_named = self.secrets.has_command(&feed.url);
        let moved_to = fetch_state.new_address().filter(|_| !is_named).map(str::to_owned);
        if moved_to.is_some() {
            fetch_state.moved = None;
        }
        FeedEnd { id: feed.id, fetch_state: fetch_state_json(&fetch_state), moved_to }
    }

    /// Stores the fetch state of a feed that brought no articles, and reports failures.
    fn close(
        &self,
        feed: &Asked,
        fetch_state: FetchState,
        trouble: Option<&str>,
        chunks: &SyncSender<Chunk>,
    ) -> std::result::Result<(), ReceiverGone> {
        if let Some(why) = trouble {
            tracing::warn!("feed {} ({}) failed: {why}", feed.id.0, web::for_log(&feed.url));
        }
        let trouble = trouble.map(|why| Rejected::file(&feed.title, clean::line(why), "not refreshed"));
        let is_unchanged = trouble.is_none();
        let source = Source { what: feed.title.clone(), trouble, is_unchanged, ..Source::default() };
        let end = Some(self.end(feed, fetch_state));
        chunks.send(Chunk { source: Some(source), end, ..Chunk::default() }).map_err(|_| ReceiverGone)
    }
}
