//! A feed that the user follows, and its state.

use super::AccountId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Identifies a subscription of a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FeedId(pub i64);

/// A feed that the user follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its number.
    pub id: FeedId,
    /// Where it is fetched from.
    pub url: String,
    /// The user's name for it, or else its own title, or else its address.
    pub title: String,
    /// The address of its site.
    pub site: Option<String>,
    /// The user's tags, in alphabetical order.
    pub tags: Vec<String>,
    /// Its state.
    pub state: FeedState,
    /// When it was last fetched successfully, in seconds since the epoch.
    pub last_success: Option<i64>,
    /// When it will be fetched next, in seconds since the epoch; `None` for never.
    pub next_due: Option<i64>,
    /// Why it could not be fetched last, as a sentence.
    pub error: Option<String>,
    /// Whether the full texts of its new articles are fetched from their pages.
    pub fetches_full_text: bool,
    /// The number of its articles in the library.
    pub articles: u64,
    /// How many of them are unread.
    pub unread: u64,
    /// The account whose server fetches it; `None` where Dateline does.
    pub account: Option<AccountId>,
}

/// The state of a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedState {
    /// Never fetched yet.
    New,
    /// The last fetch succeeded.
    Ok,
    /// The last fetch failed; it will be retried.
    Failing,
    /// All fetches have failed for weeks; it will be retried less often.
    Silent,
    /// Paused by the user.
    Paused,
    /// The server said that it is gone for good; it is not fetched again.
    Gone,
    /// Removed by the user. It is kept so that it can be restored.
    Removed,
}

impl FeedState {
    /// Its name in lists and in JSON output.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Ok => "ok",
            Self::Failing => "failing",
            Self::Silent => "silent",
            Self::Paused => "paused",
            Self::Gone => "gone",
            Self::Removed => "removed",
        }
    }
}

impl fmt::Display for FeedState {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

/// A feed as it appears in a list of subscriptions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// Where it is fetched from.
    pub url: String,
    /// The list's title for it.
    pub title: Option<String>,
    /// The address of its site.
    pub site: Option<String>,
    /// The groups that contain it.
    pub tags: Vec<String>,
}
