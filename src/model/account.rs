//! An account on a server that stores feeds, articles and their states for its users.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Identifies an account of a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AccountId(pub i64);

/// A synchronisation protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProtocolKind {
    /// The protocol of Google Reader: FreshRSS, Miniflux, BazQux, The Old Reader, FeedHQ and others.
    GoogleReader,
    /// Miniflux's own, version 1.
    Miniflux,
    /// Nextcloud News, versions 1-2 and 1-3.
    Nextcloud,
    /// Tiny Tiny RSS's JSON.
    TtRss,
    /// Fever's: FreshRSS, Miniflux, Coldsweat and others.
    Fever,
}

impl ProtocolKind {
    /// All of them, the preferred ones first.
    pub const ALL: [Self; 5] =
        [Self::Miniflux, Self::Nextcloud, Self::TtRss, Self::GoogleReader, Self::Fever];

    /// Its name in commands, in JSON and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::GoogleReader => "google-reader",
            Self::Miniflux => "miniflux",
            Self::Nextcloud => "nextcloud",
            Self::TtRss => "tt-rss",
            Self::Fever => "fever",
        }
    }

    /// Whether its items have labels.
    pub fn has_labels(self) -> bool {
        matches!(self, Self::GoogleReader | Self::TtRss)
    }

    /// Which changes its servers do not take, in a few words.
    pub fn stays_here(self) -> Option<&'static str> {
        match self {
            Self::GoogleReader => None,
            Self::Miniflux | Self::Nextcloud => Some("tags of articles"),
            Self::TtRss => Some("names and folders of feeds"),
            Self::Fever => Some("tags and changes of feeds"),
        }
    }

    /// The protocol with this name.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl fmt::Display for ProtocolKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::GoogleReader => "Google Reader",
            Self::Miniflux => "Miniflux",
            Self::Nextcloud => "Nextcloud News",
            Self::TtRss => "Tiny Tiny RSS",
            Self::Fever => "Fever",
        })
    }
}

/// The source of an account's password or token, which is never in the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretSource {
    /// A command prints it.
    Command(String),
    /// An environment variable contains it.
    Variable(String),
    /// A file that only the user may read contains it.
    File(String),
    /// The library's own file of passwords, which only the user may read.
    Kept,
}

/// A feed of a server.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RemoteFeed {
    /// The server's id.
    pub id: String,
    /// Where the server fetches it.
    pub url: String,
    /// Its title there.
    pub title: String,
    /// The address of its site.
    pub site: Option<String>,
    /// Its folders or categories.
    pub folders: Vec<String>,
}

/// An account for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// The user's name for it.
    pub name: String,
    /// The address of the interface.
    pub url: String,
    /// The user's name on the server; may be empty with a token.
    pub user: String,
    /// The protocol.
    pub protocol: ProtocolKind,
    /// The source of its password.
    pub secret: SecretSource,
    /// Its state.
    pub state: AccountState,
    /// When everything was last synchronised, in seconds since the epoch.
    pub last_success: Option<i64>,
    /// When it is synchronised next, in seconds since the epoch.
    pub next_due: i64,
    /// Why the last synchronisation failed, or what the server refused, as a sentence.
    pub error: Option<String>,
    /// How many feeds it has.
    pub feeds: u64,
    /// How many of its articles are in the library.
    pub articles: u64,
    /// How many marks and changed feeds wait to be sent.
    pub waiting: u64,
    /// How many articles the first synchronisation has received, and of how many (0 if the server does not say);
    /// `None` once it is complete.
    pub first: Option<(u64, u64)>,
}

/// The state of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountState {
    /// Never synchronised.
    New,
    /// The first synchronisation is incomplete, and continues with the next one.
    Partial,
    /// The last synchronisation succeeded.
    Ok,
    /// The last one failed; it will be retried.
    Failing,
}

impl AccountState {
    /// Its name in lists and in JSON output.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Partial => "partial",
            Self::Ok => "ok",
            Self::Failing => "failing",
        }
    }
}
