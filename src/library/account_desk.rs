//! The context of synchronising with a server: the library for look-ups, and the channel to the code that stores the
//! results.

use super::account_state::SyncState;
use super::account_step::{AccountStep, StepKind};
use super::added::Source;
use super::chunk::Chunk;
use super::intake_pipeline::{IntakePipeline, ReceiverGone, locked};
use crate::fetch::Failure;
use crate::model::AccountId;
use crate::store::{self, Store};
use crate::sync::Trouble;
use std::sync::mpsc::SyncSender;

/// The context for one account.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub work: &'a IntakePipeline<'a>,
    pub chunks: &'a SyncSender<Chunk>,
    pub account: AccountId,
    pub name: &'a str,
}

/// Why a synchronisation ends early.
pub(super) enum End {
    Trouble(Trouble),
    ReceiverGone,
}

impl From<Trouble> for End {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<ReceiverGone> for End {
    fn from(_: ReceiverGone) -> Self {
        Self::ReceiverGone
    }
}

impl Desk<'_> {
    /// Reads from the store. If that fails, writing fails as well, and the writer reports it.
    pub fn look<T>(&self, ask: impl FnOnce(&Store) -> store::Result<T>) -> Result<T, End> {
        ask(&locked(self.work.lookup)).map_err(|error| {
            tracing::error!("synchronising: {error}");
            End::ReceiverGone
        })
    }

    /// Fails if the user cancelled it.
    pub fn check(&self) -> Result<(), End> {
        if self.work.task.is_cancelled() { Err(Trouble::from(Failure::Cancelled).into()) } else { Ok(()) }
    }

    /// Sends a step, with the state after it.
    pub fn send(&self, state: &SyncState, what: StepKind) -> Result<(), ReceiverGone> {
        let step = AccountStep { account: self.account, state: state.json(), what };
        let source = Some(Source { what: self.name.to_owned(), ..Source::default() });
        self.work.send(Chunk { account: Some(step), source, goes_on: true, ..Chunk::default() }, self.chunks)
    }
}
