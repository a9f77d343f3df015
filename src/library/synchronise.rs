//! Synchronises accounts, one after another, while other work continues.

use super::account_source::{AccountSource, Round};
use super::account_state::SyncState;
use super::account_step::BesideByFeed;
use super::intake::Job;
use super::source::Source;
use super::{Added, Library, Result, Task};
use crate::model::{AccountId, FeedId};
use crate::store::{BulkMemory, StoredAccount};
use std::collections::HashMap;

/// Which accounts to synchronise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncSelection {
    /// Those that are due, or have something to send.
    Due,
    /// All, unless a server asked to wait.
    All,
    /// These, as with [`SyncSelection::All`].
    These(Vec<AccountId>),
}

/// The result of synchronising an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synced {
    /// Its name.
    pub name: String,
    /// What was added.
    pub added: Added,
    /// The number of marks sent.
    pub marks: u64,
    /// The number of feed changes sent.
    pub feed_changes: u64,
    /// The number of marks received.
    pub states: u64,
    /// New feeds.
    pub feeds: u64,
    /// Titles of feeds that were already followed, and that the server now fetches.
    pub joined: Vec<String>,
    /// Feeds that the server no longer has.
    pub removed: u64,
    /// What the server rejected, in sentences.
    pub problems: Vec<String>,
    /// Why it failed.
    pub error: Option<String>,
    /// Whether the first synchronisation continues the next time.
    pub is_partial: bool,
}

impl Library {
    /// Whether any account is due.
    pub(super) fn has_due_accounts(&self, now: i64) -> Result<bool> {
        let accounts = self.in_store(self.store.accounts())?;
        for account in &accounts {
            if self.is_due(account, now)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_due(&self, account: &StoredAccount, now: i64) -> Result<bool> {
        let state = SyncState::read(&account.state);
        let has_waiting = || self.in_store(self.store.has_waiting(account.id));
        if state.is_due(now) || state.failures > 0 || !state.may_be_asked(now) {
            return Ok(state.is_due(now));
        }
        let has_held = self.in_store(self.store.has_held(account.id))?;
        Ok(state.is_again_due(now, has_held) || has_waiting()?)
    }

    /// The accounts whose servers fetch some feeds.
    pub(super) fn accounts_of(&self, feeds: &[FeedId]) -> Result<Vec<AccountId>> {
        let accounts = self.in_store(self.store.feed_accounts())?;
        let mut meant: Vec<AccountId> = feeds.iter().filter_map(|feed| accounts.get(feed).copied()).collect();
        meant.sort_unstable();
        meant.dedup();
        Ok(meant)
    }

    /// Synchronises accounts: pending changes are sent, and new items are fetched, the newest first. States that take
    /// several requests (labels) are fetched if `thoroughly` is set, otherwise once an hour. `between` gets the
    /// library while this waits. What has arrived stays, however it ends.
    pub fn synchronise(
        &mut self,
        which: &SyncSelection,
        thoroughly: bool,
        task: &Task,
        now: i64,
        between: &mut dyn FnMut(&mut Self, &Added),
    ) -> Result<Vec<Synced>> {
        self.must_write()?;
        let mut all = Vec::new();
        for account in self.in_store(self.store.accounts())? {
            let state = SyncState::read(&account.state);
            let is_meant = match which {
                SyncSelection::Due => self.is_due(&account, now)?,
                SyncSelection::All => state.may_be_asked(now),
                SyncSelection::These(ids) => ids.contains(&account.id) && state.may_be_asked(now),
            };
            if is_meant && !task.is_cancelled() {
                all.push(self.synchronise_one(&account, state, thoroughly, task, now, between)?);
            }
        }
        Ok(all)
    }

    fn synchronise_one(
        &mut self,
        account: &StoredAccount,
        mut state: SyncState,
        thoroughly: bool,
        task: &Task,
        now: i64,
        between: &mut dyn FnMut(&mut Self, &Added),
    ) -> Result<Synced> {
        let server = match self.server(account.id, task)? {
            Ok(server) => server,
            Err(why) => {
                state.fail(why.clone(), None, now);
                let kept = self.store.set_account_state(account.id, &state.json());
                self.in_store(kept)?;
                return Ok(Synced { name: account.name.clone(), error: Some(why), ..Synced::default() });
            }
        };
        let thoroughly = thoroughly || state.is_thorough_due(now);
        let hosts = self.followed_hosts()?;
        let mut source = AccountSource {
            account: account.id,
            name: account.name.clone(),
            server,
            state,
            thoroughly,
            now,
            done: Round::default(),
            remote: Vec::new(),
            titles: HashMap::new(),
            beside: BesideByFeed::default(),
        };
        let mut added = Added::default();
        let job = Job { tag: None, task, now, is_step: false, memory: BulkMemory::Modest };
        self.with_workshop(job, &mut added, between, |work, chunks| {
            source.round(work, chunks);
        })?;
        self.note_found(&hosts)?;
        let followed = self.in_store(self.store.followed(false))?;
        let is_whole =
            |feed: &&crate::store::StoredFeed| feed.account == Some(account.id) && feed.fetches_full_text;
        let whole: Vec<FeedId> = followed.iter().filter(is_whole).map(|feed| feed.id).collect();
        self.fetch_full_texts(&whole, task, now, &mut added, between)?;
        Ok(told(source, added))
    }
}

fn told(source: AccountSource, added: Added) -> Synced {
    let AccountSource { name, state, done, .. } = source;
    let Round { marks, feed_changes, states, reconciled, problems, error, .. } = done;
    tracing::info!(
        "account {name}: {} new articles, {marks} marks sent, {states} received, {feed_changes} changes of feeds",
        added.articles,
    );
    Synced {
        name,
        added,
        marks,
        feed_changes,
        states,
        feeds: reconciled.added,
        joined: reconciled.joined,
        removed: reconciled.removed,
        problems,
        error,
        is_partial: !state.cursor.is_complete,
    }
}
