//! The server of an account as a source: pending changes are sent to it, then its feeds, its items (the newest first)
//! and their states are fetched.

use super::account_desk::{Desk, End};
use super::account_state::{MOST_MISSING, SyncState};
use super::account_step::{BesideByFeed, PreparedItem, StepKind};
use super::chunk::Chunk;
use super::entries::{Channel, Shared};
use super::errand::{Errand, Told};
use super::intake_pipeline::{IntakePipeline, ReceiverGone, locked};
use super::outgoing;
use super::parallel::in_parallel;
use super::source::Source;
use crate::model::{AccountId, FeedId, Flag, RemoteFeed};
use crate::store::{Reconciled, SaidState};
use crate::sync::{FETCHED, Ids, Page, Protocol, RemoteItem, States};
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{SyncSender, channel};

/// The number of states per transaction.
const STATES_AT_ONCE: usize = 2_000;

/// The maximum number of items per synchronisation that are fetched because a list of states contains them.
const MOST_FETCHED: usize = 20_000;

/// The server of an account, for one synchronisation.
pub(super) struct AccountSource {
    pub account: AccountId,
    pub name: String,
    pub server: Box<dyn Protocol>,
    pub state: SyncState,
    pub thoroughly: bool,
    pub now: i64,
    /// The result.
    pub done: Round,
    pub remote: Vec<RemoteFeed>,
    /// Titles of its feeds, by its ids.
    pub titles: HashMap<String, String>,
    pub beside: BesideByFeed,
}

/// The result of a synchronisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// The number of marks sent.
    pub marks: u64,
    /// The number of feed changes sent.
    pub feed_changes: u64,
    /// The number of marks received.
    pub states: u64,
    /// The result of comparing the feeds.
    pub reconciled: Reconciled,
    /// What the server rejected, in sentences.
    pub problems: Vec<String>,
    /// Why it failed.
    pub error: Option<String>,
    /// Whether it was stopped.
    pub stopped: bool,
}

impl Source for AccountSource {
    fn push(&mut self, work: &IntakePipeline, chunks: &SyncSender<Chunk>) -> Result<bool, ReceiverGone> {
        let name = self.name.clone();
        let desk = Desk { work, chunks, account: self.account, name: &name };
        match self.tell(desk) {
            Ok(()) => Ok(true),
            Err(end) => self.close(desk, Err(end)).map(|()| false),
        }
    }

    fn changes(&mut self, work: &IntakePipeline, chunks: &SyncSender<Chunk>) -> Result<(), ReceiverGone> {
        let name = self.name.clone();
        let desk = Desk { work, chunks, account: self.account, name: &name };
        let pulled = self.pull(desk);
        self.close(desk, pulled)
    }
}

impl AccountSource {
    /// Records how the synchronisation ended.
    fn close(&mut self, desk: Desk, ended: Result<(), End>) -> Result<(), ReceiverGone> {
        match ended {
            Ok(()) => self.state.succeed(self.now, self.thoroughly),
            Err(End::ReceiverGone) => return Err(ReceiverGone),
            Err(End::Trouble(trouble)) if trouble.is_cancelled() => self.done.stopped = true,
            Err(End::Trouble(trouble)) => {
                tracing::warn!("account {}: {trouble}", self.name);
                self.done.error = Some(trouble.to_string());
                self.state.fail_by(&trouble, self.now);
            }
        }
        desk.send(&self.state, StepKind::State)
    }

    /// Sends pending changes from the journal.
    fn tell(&mut self, desk: Desk) -> Result<(), End> {
        self.remote = self.server.feeds()?;
        let held: HashMap<_, _> = desk.look(|store| store.held(self.account))?.into_iter().collect();
        let retries = self.thoroughly || self.state.is_again_due(self.now, !held.is_empty());
        let (server, remote, state) = (self.server.as_mut(), &self.remote, &mut self.state);
        let told = outgoing::send(
            Errand { server, remote, state, held, retries, refusal: None, unable: Vec::new() },
            desk,
            self.now,
        )?;
        let Told { marks, feed_changes, problems } = told;
        self.done.marks += marks;
        self.done.problems.extend(problems);
        if feed_changes > 0 {
            self.done.feed_changes += feed_changes;
            self.remote = self.server.feeds()?;
        }
        Ok(())
    }

    fn pull(&mut self, desk: Desk) -> Result<(), End> {
        let (reply, answer) = channel();
        let remote = std::mem::take(&mut self.remote);
        self.titles = remote.iter().map(|feed| (feed.id.clone(), feed.title.clone())).collect();
        desk.send(&self.state, StepKind::Feeds { remote, reply })?;
        let reconciled = answer.recv().map_err(|_| End::ReceiverGone)?;
        if reconciled.is_doubtful {
            let what = "the server says that it has no feeds any longer; nothing was removed here";
            self.done.problems.push(what.to_owned());
        }
        self.done.reconciled = reconciled;
        self.pull_items(desk)?;
        self.pull_states(desk)
    }

    fn pull_items(&mut self, desk: Desk) -> Result<(), End> {
        let account = self.account;
        let known = |ids: &[String]| {
            // If a look-up fails, items are merely fetched again.
            locked(desk.work.lookup).known_items(account, ids).unwrap_or_default()
        };
        loop {
            desk.check()?;
            let page = self.server.newer(&mut self.state.cursor, &known)?;
            let has_more = page.has_more;
            self.take_page(desk, page)?;
            if !has_more {
                break;
            }
        }
        desk.work.task.count("articles");
        while !self.state.cursor.is_complete {
            desk.check()?;
            let page = self.server.older(&mut self.state.cursor, &known)?;
            self.state.cursor.done += page.items.len() as u64 + page.passed;
            self.take_page(desk, page)?;
            let cursor = &self.state.cursor;
            desk.work.task.progress(cursor.done, cursor.total.max(cursor.done));
        }
        Ok(())
    }

    /// Prepares some items and sends them on, with the cursor after them.
    fn take_page(&mut self, desk: Desk, page: Page) -> Result<(), End> {
        let items = prepare(desk, page.items, &self.done.reconciled.feeds, &self.titles);
        let beside = BesideByFeed::clone(&self.beside);
        Ok(desk.send(&self.state, StepKind::Items { items, beside })?)
    }

    fn pull_states(&mut self, desk: Desk) -> Result<(), End> {
        desk.check()?;
        let before = self.state.cursor.states.clone();
        let states = self.server.states(&mut self.state.cursor, self.thoroughly)?;
        // The fingerprint of these states is stored once all of them are: what a kill interrupts is compared again.
        let print = std::mem::replace(&mut self.state.cursor.states, before);
        let is_all = match states {
            States::Lists { unread, starred, labels } => {
                self.compare(desk, &unread, starred.as_ref(), labels)?
            }
            States::WithItems | States::Unchanged => true,
        };
        self.state.cursor.states = if is_all { print } else { String::new() };
        Ok(())
    }

    /// Applies the current states on the server where they differ from those it last reported. Returns whether that was
    /// all of it.
    fn compare(
        &mut self,
        desk: Desk,
        unread: &Ids,
        starred: Option<&Ids>,
        labels: Option<Vec<(String, Ids)>>,
    ) -> Result<bool, End> {
        // Articles that are on their way are not missing.
        let (reply, stored) = channel();
        desk.send(&self.state, StepKind::Wait { reply })?;
        stored.recv().map_err(|_| End::ReceiverGone)?;
        let mut missing = HashSet::new();
        let mut changes = self.differences(desk, &Flag::Read, unread, true, &mut missing)?;
        if let Some(starred) = starred {
            changes.extend(self.differences(desk, &Flag::Bookmark, starred, false, &mut missing)?);
        }
        // Labelled items come as new ones.
        let mut others = HashSet::new();
        if let Some(labels) = labels {
            let account = self.account;
            let known = desk.look(|store| store.account_labels(account))?;
            let gone = known.into_iter().filter(|label| labels.iter().all(|(other, _)| other != label));
            let none = Ids { ids: HashSet::new(), is_whole: true };
            for label in gone.collect::<Vec<_>>() {
                changes.extend(self.differences(desk, &Flag::Tag(label), &none, false, &mut others)?);
            }
            for (label, ids) in &labels {
                let label = Flag::Tag(label.clone());
                changes.extend(self.differences(desk, &label, ids, false, &mut others)?);
            }
        }
        self.done.states += changes.len() as u64;
        let mut changes = changes.into_iter();
        loop {
            let some: Vec<_> = changes.by_ref().take(STATES_AT_ONCE).collect();
            if some.is_empty() {
                break;
            }
            desk.check()?;
            desk.send(&self.state, StepKind::States(some))?;
        }
        self.fetch_listed(desk, missing.into_iter().collect())
    }

    /// The known items whose state differs from a list; with `is_inverted`, the list has those without the mark. Items of
    /// the list that are not known are added to `missing`.
    fn differences(
        &self,
        desk: Desk,
        flag: &Flag,
        now: &Ids,
        is_inverted: bool,
        missing: &mut HashSet<String>,
    ) -> Result<Vec<(String, Flag, bool)>, End> {
        let account = self.account;
        let before = desk.look(|store| store.items_that_were(account, flag))?;
        let new: Vec<String> = now.ids.difference(&before).cloned().collect();
        let known = desk.look(|store| store.known_items(account, &new))?;
        missing.extend(new.into_iter().filter(|id| !known.contains(id)));
        let mut changes: Vec<_> = known.into_iter().map(|id| (id, flag.clone(), !is_inverted)).collect();
        if now.is_whole {
            changes.extend(before.difference(&now.ids).map(|id| (id.clone(), flag.clone(), is_inverted)));
        }
        Ok(changes)
    }

    /// Fetches listed items that never arrived because they are older than what was requested as new. Returns whether
    /// there were no more of them.
    fn fetch_listed(&mut self, desk: Desk, listed: Vec<String>) -> Result<bool, End> {
        let is_wanted = |id: &String| !self.state.missing.contains(id);
        let wanted: Vec<String> = listed.into_iter().filter(is_wanted).take(MOST_FETCHED).collect();
        for some in wanted.chunks(FETCHED) {
            desk.check()?;
            let items = self.server.items(some)?;
            let came: HashSet<&str> = items.iter().map(|item| item.id.as_str()).collect();
            let is_missing = |id: &&String| !came.contains(id.as_str());
            let missing: Vec<String> = some.iter().filter(is_missing).cloned().collect();
            let room = MOST_MISSING.saturating_sub(self.state.missing.len());
            self.state.missing.extend(missing.into_iter().take(room));
            self.take_page(desk, Page { items, ..Page::default() })?;
        }
        Ok(wanted.len() < MOST_FETCHED)
    }
}

/// Items as articles ready for the store.
fn prepare(
    desk: Desk,
    items: Vec<RemoteItem>,
    feeds: &HashMap<String, FeedId>,
    titles: &HashMap<String, String>,
) -> Vec<PreparedItem> {
    let channel =
        |(id, feed): (&String, &FeedId)| (id.clone(), Channel::of_account(*feed, titles.get(id).cloned()));
    let channels: HashMap<String, Channel> = feeds.iter().map(channel).collect();
    let none = Channel::of_no_feed(desk.name);
    // Repeated items count once.
    let mut met = HashSet::new();
    let distinct: Vec<RemoteItem> = items.into_iter().filter(|item| met.insert(item.id.clone())).collect();
    let shared = Shared::default();
    let one = |item: RemoteItem| {
        // An item of a feed that the server does not list is skipped: it arrives together with the feed.
        let channel = if item.feed.is_empty() { &none } else { channels.get(&item.feed)? };
        let feed = channel.id;
        let guarded = AssertUnwindSafe(|| desk.work.prepare_entry(&item.entry, &shared, desk.name, channel));
        // The panic is in the log.
        let prepared = catch_unwind(guarded).ok().flatten()?;
        let said = SaidState { is_unread: item.is_unread, is_starred: item.is_starred, labels: item.labels };
        Some(PreparedItem { id: item.id, handle: item.handle, feed, said, prepared })
    };
    in_parallel(distinct, one).into_iter().flatten().collect()
}
