//! Stores the results of synchronising with a server.

use super::account_step::{AccountStep, BesideByFeed, PreparedItem, StepKind, Waits};
use super::intake_pipeline::locked;
use super::prepared::{Prepared, PreparedText};
use super::stored::{Stored, store_one, with_intake};
use crate::model::{AccountId, ArticleId, FeedId, Flag, Switch};
use crate::store::{Batch, Beside, Outcome, Reconciled, Result, SaidState};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::mpsc::Sender;

/// The answer to a step, sent once it is committed.
pub(super) enum Reply {
    /// Nobody waits for one.
    None,
    /// Which of our feeds the server's are.
    Feeds(Sender<Reconciled>, Reconciled),
    /// It is stored.
    Stored(Sender<()>),
}

impl Reply {
    /// Sends the answer, if someone waits for it.
    pub fn send(self) {
        // The sender may have been cancelled.
        let _ = match self {
            Self::None => return,
            Self::Feeds(sender, reconciled) => sender.send(reconciled).is_ok(),
            Self::Stored(sender) => sender.send(()).is_ok(),
        };
    }
}

/// Stores a step.
pub(super) fn store(batch: &mut Batch, step: AccountStep, stored: &mut Stored, now: i64) -> Result<Reply> {
    let account = step.account;
    batch.set_account_state(account, &step.state)?;
    let mut reply = Reply::None;
    match step.what {
        StepKind::State => {}
        StepKind::Wait { reply: sender } => reply = Reply::Stored(sender),
        StepKind::Feeds { remote, reply: sender } => {
            reply = Reply::Feeds(sender, batch.reconcile(account, &remote, now)?);
        }
        StepKind::Items { items, beside } => store_items(batch, account, items, &beside, stored, now)?,
        StepKind::States(states) => {
            let waiting = batch.waiting_marks(account)?;
            let mut changes = Changes::default();
            for (id, flag, to) in states {
                changes.take(batch, account, &id, (flag, to), &waiting, now)?;
            }
            stored.passed_on += changes.pass_on(batch, account, now)?;
        }
        StepKind::Sent { told, sent, waits } => {
            for (id, flag, to) in told {
                batch.note_state(account, &id, &flag, to)?;
            }
            store_waits(batch, account, waits)?;
            if let Some(sent) = sent {
                batch.set_sent(account, sent)?;
            }
        }
    }
    Ok(reply)
}

fn store_waits(batch: &mut Batch, account: AccountId, waits: Waits) -> Result<()> {
    for released in &waits.released {
        batch.release(account, released)?;
    }
    for (held, is_alone) in &waits.held {
        batch.hold(account, held, *is_alone)?;
    }
    for feed in waits.given_up {
        batch.forget_wish(account, feed)?;
    }
    Ok(())
}

fn store_items(
    batch: &mut Batch,
    account: AccountId,
    items: Vec<PreparedItem>,
    beside: &BesideByFeed,
    stored: &mut Stored,
    now: i64,
) -> Result<()> {
    let mut beside = locked(beside);
    let waiting = batch.waiting_marks(account)?;
    let (mut changes, mut missing) = (Changes::default(), BTreeMap::<usize, (Flag, Vec<ArticleId>)>::new());
    for item in items {
        let PreparedItem { id, handle, feed, said, prepared } = item;
        let outcome = if let Some(article) = batch.article_of_item(account, &id)? {
            for state in states_of(said) {
                changes.take(batch, account, &id, state, &waiting, now)?;
            }
            store_again(batch, article, &prepared, now)?
        } else {
            let outcome = store_new(batch, &prepared, &mut beside, feed, now)?;
            let found = (outcome.article(), matches!(outcome, Outcome::New(_)));
            let is_waiting = |flag: &Flag| waiting.contains(&(found.0, flag.clone()));
            for flag in batch.link_item(account, &id, handle.as_deref(), found, &said, &is_waiting)? {
                let place = usize::from(flag == Flag::Bookmark);
                missing.entry(place).or_insert((flag, Vec::new())).1.push(outcome.article());
            }
            outcome
        };
        if let PreparedText::Fresh { document, .. } = &prepared.state {
            stored.named.extend_from_slice(batch.named());
            stored.note_other(&outcome, document.kind);
        }
        stored.outcomes.push(outcome);
    }
    for (flag, articles) in missing.into_values() {
        batch.send_marks(&flag, Switch::On, &articles, None, now)?;
    }
    stored.passed_on += changes.pass_on(batch, account, now)?;
    Ok(())
}

/// Stores a new item.
fn store_new(
    batch: &mut Batch,
    prepared: &Prepared,
    beside: &mut HashMap<FeedId, Beside>,
    feed: Option<FeedId>,
    now: i64,
) -> Result<Outcome> {
    let mut of_none = Beside::default();
    let beside = feed.map_or(&mut of_none, |feed| beside.entry(feed).or_default());
    if let Some(match_keys) = &prepared.match_keys {
        batch.claim(match_keys, beside)?;
    }
    let outcome = store_one(batch, prepared, beside, now)?;
    if let Some(match_keys) = &prepared.match_keys {
        beside.take(outcome.article(), match_keys);
    }
    Ok(outcome)
}

/// Stores a known item, whose current content may be another version.
fn store_again(batch: &mut Batch, article: ArticleId, prepared: &Prepared, now: i64) -> Result<Outcome> {
    let outcome =
        with_intake(batch, prepared, now, |batch, intake| batch.take_item_again(article, intake, now))?;
    Ok(if let Outcome::Revised(_) = outcome { outcome } else { Outcome::Known(article) })
}

fn states_of(said: SaidState) -> Vec<(Flag, bool)> {
    let read = said.is_unread.map(|is_unread| (Flag::Read, !is_unread));
    let starred = said.is_starred.map(|is_starred| (Flag::Bookmark, is_starred));
    let labels = said.labels.into_iter().flatten().map(|label| (Flag::Tag(label), true));
    read.into_iter().chain(starred).chain(labels).collect()
}

/// A server's changes to articles, by mark and direction.
#[derive(Default)]
struct Changes(Vec<((Flag, bool), Vec<ArticleId>)>);

impl Changes {
    fn take(
        &mut self,
        batch: &mut Batch,
        account: AccountId,
        id: &str,
        state: (Flag, bool),
        waiting: &HashSet<(ArticleId, Flag)>,
        now: i64,
    ) -> Result<()> {
        let is_waiting = |article: ArticleId, flag: &Flag| {
            !waiting.is_empty() && waiting.contains(&(article, flag.clone()))
        };
        if let Some(article) = batch.take_state(account, id, (&state.0, state.1), &is_waiting, now)? {
            match self.0.iter_mut().find(|(known, _)| *known == state) {
                Some((_, articles)) => articles.push(article),
                None => self.0.push((state, vec![article])),
            }
        }
        Ok(())
    }

    /// Passes the changes on to the servers of other accounts that have the articles, too; returns how many.
    fn pass_on(self, batch: &mut Batch, account: AccountId, now: i64) -> Result<u64> {
        let mut passed_on = 0;
        for ((flag, to), articles) in self.0 {
            passed_on += batch.send_marks(&flag, to.into(), &articles, Some(account), now)?;
        }
        Ok(passed_on)
    }
}
