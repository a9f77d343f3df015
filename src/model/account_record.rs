//! An account that was removed, with all that brings it back.

use super::{AccountId, ArticleId, FeedId, Flag, ProtocolKind, SecretSource};
use serde::{Deserialize, Serialize};

/// A removed account, as the journal stores it to bring it back. Its password is not in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRecord {
    /// Its number.
    pub id: AccountId,
    /// The user's name for it.
    pub name: String,
    /// The address of the interface.
    pub url: String,
    /// The user's name on the server.
    pub user: String,
    /// The protocol.
    pub protocol: ProtocolKind,
    /// The source of its password.
    pub secret: SecretSource,
    /// When it was added, in seconds since the epoch.
    pub added: i64,
    /// The feeds that its server had.
    pub feeds: Vec<RecordedFeed>,
    /// Those of its own, which are no longer followed.
    pub unfollowed: Vec<FeedId>,
    /// Marks that had not been sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsent: Vec<(Flag, ArticleId)>,
}

/// A feed of a removed account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedFeed {
    /// The server's id.
    pub id: String,
    /// The feed.
    pub feed: FeedId,
    /// Its title there.
    pub title: String,
    /// Its folders there, as a list in JSON.
    pub folders: String,
    /// Whether it was followed before the account was added.
    pub is_own: bool,
}
