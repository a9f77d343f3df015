//! The languages of servers that keep feeds, articles and their states for their users: what they have, as values
//! of ours, and what they are told.
//!
//! ```text
//! connect -> Protocol: feeds, newer, older, states (what a server has) · mark, change (what it is told)
//! ```
//!
//! Each protocol is a file. Nothing is stored here, and nothing is decided: what is new, what wins and when to ask
//! again is the library's. What a server says is believed only as far as it can be read: ids come as numbers and as
//! words, lists without an end, entries twice.

mod api;
mod discover;
mod entry;
mod fever;
mod google_reader;
mod miniflux;
mod nextcloud;
mod trouble;
mod tt_rss;
mod values;

pub use discover::{Found, discover};
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
    /// Where the server is asked.
    pub url: String,
    /// The user's name; may be empty where a token is enough.
    pub user: String,
    /// The password or token.
    pub secret: String,
}

/// An item of a server. States that it does not tell are `None`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemoteItem {
    /// The server's id.
    pub id: String,
    /// The id of its feed.
    pub feed: String,
    /// What it is called otherwise, where the server wants that to change it.
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

/// Where synchronising stands. The meaning of the texts is each protocol's own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Cursor {
    /// After what the next new items come; empty before the first synchronisation.
    pub newest: String,
    /// Before what the next older items come; empty for the beginning.
    pub older: String,
    /// Whether all older items are here.
    pub is_complete: bool,
    /// Items that the first synchronisation has brought.
    pub done: u64,
    /// Items that it will bring, as far as the server says.
    pub total: u64,
    /// By what the server's states can be told to be the same as before.
    pub states: String,
}

/// Some items.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The items, the newest first where the server has an order.
    pub items: Vec<RemoteItem>,
    /// How many more were passed over because they are known.
    pub passed: u64,
    /// Whether there are more.
    pub has_more: bool,
}

/// Ids of a server.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ids {
    /// The ids.
    pub ids: HashSet<String>,
    /// Whether these are all: of others it is known that they are not among them.
    pub is_whole: bool,
}

/// The states of a server's items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum States {
    /// They come with the items.
    WithItems,
    /// They are as they were when the cursor was moved.
    Unchanged,
    /// What is unread, starred and labelled; a list that was not asked for is `None`.
    Lists {
        /// What is unread.
        unread: Ids,
        /// What is starred.
        starred: Option<Ids>,
        /// What has each label.
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

/// An item that is told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRef {
    /// The server's id.
    pub id: String,
    /// What it is called otherwise, see [`RemoteItem::handle`].
    pub handle: Option<String>,
}

/// A state that items are to have, or not to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The state.
    pub state: StateKind,
    /// Whether they are to have it.
    pub to: bool,
    /// The items; at most [`Abilities::batch`].
    pub items: Vec<ItemRef>,
}

/// A change of a server's feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedChange {
    /// A new feed.
    Subscribe {
        /// Its address.
        url: String,
        /// Its title; the server's own choice without it.
        title: Option<String>,
        /// A folder for it.
        folder: Option<String>,
    },
    /// No longer a feed.
    Unsubscribe {
        /// Its id.
        id: String,
    },
    /// Another title.
    Rename {
        /// Its id.
        id: String,
        /// The title.
        title: String,
    },
    /// Into a folder, or out of it.
    Folder {
        /// Its id.
        id: String,
        /// The folder.
        folder: String,
        /// Into it.
        to: bool,
    },
}

/// What a protocol can be told, and what it tells.
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
    /// How many items one request marks.
    pub batch: usize,
}

/// Which of some ids are known already.
pub type Known<'a> = dyn Fn(&[String]) -> HashSet<String> + 'a;

/// A server, in its language.
pub trait Protocol: Send {
    /// What it can.
    fn abilities(&self) -> Abilities;

    /// Logs in, to see that the server lets the user in.
    fn check(&mut self) -> Result<(), Trouble>;

    /// The user's feeds.
    fn feeds(&mut self) -> Result<Vec<RemoteFeed>, Trouble>;

    /// Items that are new since the cursor, or have other states. Moves the cursor, which is kept with the items.
    fn newer(&mut self, cursor: &mut Cursor, known: &Known) -> Result<Page, Trouble>;

    /// Items of the first synchronisation, the newest first. Moves the cursor.
    fn older(&mut self, cursor: &mut Cursor, known: &Known) -> Result<Page, Trouble>;

    /// The states of all items; those that cost several requests are asked for `thoroughly` only.
    fn states(&mut self, cursor: &mut Cursor, thoroughly: bool) -> Result<States, Trouble>;

    /// Items by their ids, at most [`FETCHED`] of them; those that the server no longer has are left out.
    fn items(&mut self, ids: &[String]) -> Result<Vec<RemoteItem>, Trouble>;

    /// Marks items. Done twice it is done once.
    fn mark(&mut self, mark: &Mark) -> Result<(), Trouble>;

    /// Changes feeds, which were looked up before.
    fn change(&mut self, change: &FeedChange) -> Result<(), Trouble>;
}

/// How many items are asked for at once.
pub const FETCHED: usize = 250;

/// A server of an account.
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
