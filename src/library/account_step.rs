//! What synchronising hands to whoever stores it, step by step: each is one transaction.

use super::prepared::Prepared;
use crate::model::{AccountId, FeedId, Flag, RemoteFeed};
use crate::store::{Beside, Reconciled, SaidState, Sent};
use std::collections::HashMap;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};

/// What the entries of each feed were found to be so far.
pub(super) type BesideByFeed = Arc<Mutex<HashMap<FeedId, Beside>>>;

/// A step of synchronising with the server of an account.
pub(super) struct AccountStep {
    /// The account.
    pub account: AccountId,
    /// The state of synchronising after it, as JSON.
    pub state: String,
    /// What is to be stored.
    pub what: StepKind,
}

pub(super) enum StepKind {
    /// Nothing but the state.
    State,
    /// The feeds that the server has; the answer says which of ours they are.
    Feeds { remote: Vec<RemoteFeed>, reply: Sender<Reconciled> },
    /// Items of the server.
    Items { items: Vec<PreparedItem>, beside: BesideByFeed },
    /// States that items have at the server now.
    States(Vec<(String, Flag, bool)>),
    /// What the server was told, up to where it has got the journal with that, and feeds that it does not take.
    Sent { told: Vec<(String, Flag, bool)>, sent: Sent, refused: Vec<FeedId> },
}

/// An item of a server, ready for the store.
pub(super) struct PreparedItem {
    /// The server's id.
    pub id: String,
    /// What it is called otherwise.
    pub handle: Option<String>,
    /// Its feed.
    pub feed: FeedId,
    /// Its states.
    pub said: SaidState,
    /// Its article.
    pub prepared: Prepared,
}
