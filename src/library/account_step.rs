//! The steps that synchronisation sends to the code that stores them: each is one transaction.

use super::prepared::Prepared;
use crate::model::{AccountId, FeedId, Flag, RemoteFeed};
use crate::store::{Beside, Held, Reconciled, SaidState, Sent};
use std::collections::HashMap;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};

/// What the entries of each feed have been found to be so far.
pub(super) type BesideByFeed = Arc<Mutex<HashMap<FeedId, Beside>>>;

/// A step of synchronising with the server of an account.
pub(super) struct AccountStep {
    /// The account.
    pub account: AccountId,
    /// The state of synchronising after it, as JSON.
    pub state: String,
    /// What to store.
    pub what: StepKind,
}

pub(super) enum StepKind {
    /// Only the state.
    State,
    /// The same; the answer says that everything before it is stored.
    Wait { reply: Sender<()> },
    /// The feeds of the server; the answer says which of ours they are.
    Feeds { remote: Vec<RemoteFeed>, reply: Sender<Reconciled> },
    /// Items of the server.
    Items { items: Vec<PreparedItem>, beside: BesideByFeed },
    /// The current states of items on the server.
    States(Vec<(String, Flag, bool)>),
    /// What was sent to the server, how far it has received the journal with that, and what it refused.
    Sent { told: Vec<(String, Flag, bool)>, sent: Option<Sent>, waits: Waits },
}

/// Changes in what waits beside the journal, since a server refused it.
#[derive(Default)]
pub(super) struct Waits {
    /// What waits from now on, and whether just this was refused, rather than several things at once.
    pub held: Vec<(Held, bool)>,
    /// What waits no longer.
    pub released: Vec<Held>,
    /// Feeds whose changes stay here.
    pub given_up: Vec<FeedId>,
}

impl Waits {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty() && self.released.is_empty() && self.given_up.is_empty()
    }
}

/// An item of a server, ready for the store.
pub(super) struct PreparedItem {
    /// The server's id.
    pub id: String,
    /// Another identifier.
    pub handle: Option<String>,
    /// Its feed, unless that was removed on the server.
    pub feed: Option<FeedId>,
    /// Its states.
    pub said: SaidState,
    /// Its article.
    pub prepared: Prepared,
}
