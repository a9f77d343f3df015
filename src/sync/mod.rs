//! Protocols of servers that store feeds, articles and their states for users: reads what they have, as our own
//! values, and sends changes.
//!
//! ```text
//! connect -> Protocol: feeds, newer, older, states (what a server has) · mark, change (changes sent to it)
//! ```
//!
//! Each protocol has its own file. Nothing is stored or decided here: the library decides what is new, what wins and
//! when to synchronise. Responses are not trusted: ids may be numbers or strings, lists may be endless, entries may
//! be repeated.

mod api;
mod counters;
mod discover;
mod entry;
mod fever;
mod google_reader;
mod miniflux;
mod nextcloud;
mod pages;
mod reader_ids;
mod secrets;
mod trouble;
mod tt_rss;
mod values;

pub use discover::{Found, discover, discover_above};
pub use trouble::Trouble;

use crate::fetch::Client;
pub use crate::model::RemoteFeed;
use crate::model::{Entry, ProtocolKind};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::Arc;

/// How to log in.
#[derive(Clone)]
pub struct Login {
    /// The address of the interface.
    pub url: String,
    /// The user's name; may be empty if a token is enough.
    pub user: String,
    /// The password or token.
    pub secret: String,
}

/// An item of a server. States that it does not state are `None`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemoteItem {
    /// The server's id.
    pub id: String,
    /// The id of its feed; empty where that was removed on the server.
    pub feed: String,
    /// Another identifier, if it is needed for changes.
    pub handle: Option<String>,
    /// Its content.
    pub entry: Entry,
    /// Whether it is unread there.
    pub is_unread: Option<bool>,
    /// Whether it is starred there.
    pub is_starred: Option<bool>,
    /// Its labels there.
    pub labels: Option<Vec<String>>,
}

/// The position of synchronisation. The meaning of the texts is defined by each protocol.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Cursor {
    /// The position after which new items follow; empty before the first synchronisation.
    pub newest: String,
    /// The position before which older items follow; empty for the beginning.
    pub older: String,
    /// Whether all older items are here.
    pub is_complete: bool,
    /// Items received in the first synchronisation.
    pub done: u64,
    /// Items to be received in it, as far as the server states.
    pub total: u64,
    /// A fingerprint of the server's states, which shows whether they have changed.
    pub states: String,
}

/// Some items.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The items, the newest first if the server has an order.
    pub items: Vec<RemoteItem>,
    /// How many more were skipped because they are known.
    pub passed: u64,
    /// Whether there are more.
    pub has_more: bool,
}

/// Ids of a server.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ids {
    /// The ids.
    pub ids: HashSet<String>,
    /// Whether the list is complete, so that all other ids are known not to be in it.
    pub is_whole: bool,
}

/// The states of a server's items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum States {
    /// They come with the items.
    WithItems,
    /// The states have not changed since the cursor was moved.
    Unchanged,
    /// Unread, starred and labelled items; `None` for a list that was not requested.
    Lists {
        /// Unread items.
        unread: Ids,
        /// Starred items.
        starred: Option<Ids>,
        /// The items with each label.
        labels: Option<Vec<(String, Ids)>>,
    },
}

/// A state of items.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StateKind {
    /// They were read.
    Read,
    /// They are starred.
    Starred,
    /// They have a label.
    Label(String),
}

/// An item to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRef {
    /// The server's id.
    pub id: String,
    /// Another identifier, see [`RemoteItem::handle`].
    pub handle: Option<String>,
    /// The server had the state before, as far as it has said.
    pub had_it: bool,
}

/// A state to set or clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The state.
    pub state: StateKind,
    /// Whether to set it.
    pub to: bool,
    /// The items; at most [`Abilities::batch`].
    pub items: Vec<ItemRef>,
}

/// What a server that took a request to mark items said of some of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    /// Items that it no longer has.
    pub gone: Vec<String>,
    /// Items that it refused to mark, and why.
    pub refused: Vec<(String, Trouble)>,
}

/// What became of the mark of a single item that a server had refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The server has it by now.
    Taken,
    /// The server says that it no longer has this item.
    Gone,
    /// It has the item, and still refuses.
    Refused,
}

/// A change to a server's feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedChange {
    /// A new feed.
    Subscribe {
        /// Its address.
        url: String,
        /// Its title; without it, the server chooses one.
        title: Option<String>,
        /// A folder for it.
        folder: Option<String>,
    },
    /// Unsubscribes from a feed.
    Unsubscribe {
        /// Its id.
        id: String,
    },
    /// Changes the title.
    Rename {
        /// Its id.
        id: String,
        /// The title.
        title: String,
    },
    /// Moves a feed into a folder, or out of it.
    Folder {
        /// Its id.
        id: String,
        /// The folder.
        folder: String,
        /// Into it.
        to: bool,
    },
}

/// What a protocol supports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an ability of its own")]
pub struct Abilities {
    /// Labels of items.
    pub labels: bool,
    /// Adding and removing feeds.
    pub subscribe: bool,
    /// Renaming feeds.
    pub rename: bool,
    /// Moving feeds to folders.
    pub move_feeds: bool,
    /// A feed can be in several folders.
    pub several_folders: bool,
    /// The maximum number of items marked in one request.
    pub batch: usize,
}

impl Abilities {
    /// What servers with a protocol usually support, with so many marks in one request.
    fn usual(kind: ProtocolKind, batch: usize) -> Self {
        let labels = kind.has_labels();
        Self { labels, subscribe: true, rename: true, move_feeds: true, several_folders: false, batch }
    }
}

/// Which of some ids are already known.
pub type Known<'a> = dyn Fn(&[String]) -> HashSet<String> + 'a;

/// A server, through its protocol.
pub trait Protocol: Send {
    /// What it supports.
    fn abilities(&self) -> Abilities;

    /// Logs in, to check that the server accepts the login.
    fn check(&mut self) -> Result<(), Trouble>;

    /// The user's feeds.
    fn feeds(&mut self) -> Result<Vec<RemoteFeed>, Trouble>;

    /// Items that are new since the cursor, or whose states have changed. Moves the cursor, which is stored with the
    /// items.
    fn newer(&mut self, cursor: &mut Cursor, known: &Known) -> Result<Page, Trouble>;

    /// Items of the first synchronisation, the newest first. Moves the cursor.
    fn older(&mut self, cursor: &mut Cursor, known: &Known) -> Result<Page, Trouble>;

    /// The states of all items; those that take several requests are requested only if `thoroughly` is set.
    fn states(&mut self, cursor: &mut Cursor, thoroughly: bool) -> Result<States, Trouble>;

    /// Items by their ids, at most [`FETCHED`] of them; those that the server no longer has are omitted.
    fn items(&mut self, ids: &[String]) -> Result<Vec<RemoteItem>, Trouble>;

    /// Marks items. Repeating it has no further effect. Moves the cursor, which is stored with what was sent.
    fn mark(&mut self, cursor: &mut Cursor, mark: &Mark) -> Result<Marked, Trouble>;

    /// Finds out about the only item of a mark that the server refused: by looking it up, if nothing else is known.
    fn mark_alone(&mut self, mark: &Mark) -> Result<Fate, Trouble> {
        let Some(item) = mark.items.first() else { return Ok(Fate::Taken) };
        let found = self.items(std::slice::from_ref(&item.id))?;
        Ok(if found.iter().any(|other| other.id == item.id) { Fate::Refused } else { Fate::Gone })
    }

    /// Changes feeds, which were looked up before.
    fn change(&mut self, change: &FeedChange) -> Result<(), Trouble>;
}

/// The number of items requested at a time.
pub const FETCHED: usize = 250;

/// The server of an account.
pub fn connect(kind: ProtocolKind, client: &Arc<Client>, login: &Login) -> Box<dyn Protocol> {
    let (client, login) = (Arc::clone(client), login.clone());
    match kind {
        ProtocolKind::GoogleReader => Box::new(google_reader::GoogleReader::new(client, login)),
        ProtocolKind::Miniflux => Box::new(miniflux::Miniflux::new(client, login)),
        ProtocolKind::Nextcloud => Box::new(nextcloud::Nextcloud::new(client, &login)),
        ProtocolKind::TtRss => Box::new(tt_rss::TtRss::new(client, login)),
        ProtocolKind::Fever => Box::new(fever::Fever::new(client, &login)),
    }
}
