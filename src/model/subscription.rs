//! A feed that the reader follows, and how it is doing.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Identifies a subscription of a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FeedId(pub i64);

/// A feed that the reader follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its number.
    pub id: FeedId,
    /// Where it is fetched from.
    pub url: String,
    /// What the reader calls it or, without a word of his, what it calls itself or its address.
    pub title: String,
    /// The address of the site it is of.
    pub site: Option<String>,
    /// The reader's tags, in the order of the alphabet.
    pub tags: Vec<String>,
    /// How it is doing.
    pub state: FeedState,
    /// When it was last fetched well, in seconds since the epoch.
    pub last_success: Option<i64>,
    /// When it will be fetched next, in seconds since the epoch; `None` for never.
    pub next_due: Option<i64>,
    /// Why it could not be fetched last, as a sentence.
    pub error: Option<String>,
    /// The full texts of its new articles are fetched from their pages.
    pub fetches_full_text: bool,
    /// Its articles in the library.
    pub articles: u64,
    /// Of them not read.
    pub unread: u64,
}

/// How a subscription is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedState {
    /// Never fetched yet.
    New,
    /// Fetched well the last time.
    Ok,
    /// Not fetched well the last time; it is tried again.
    Failing,
    /// Not fetched well for weeks; it is tried again, more rarely.
    Silent,
    /// The reader said that it is not to be fetched for now.
    Paused,
    /// The server said that there is no such feed any more; it is not asked again.
    Gone,
    /// The reader removed it. It is kept so that it can be brought back.
    Removed,
}

impl FeedState {
    /// Its word in lists and in JSON output.
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

/// A feed as a list of subscriptions has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// Where it is fetched from.
    pub url: String,
    /// What the list calls it.
    pub title: Option<String>,
    /// The address of its site.
    pub site: Option<String>,
    /// The groups it stands in.
    pub tags: Vec<String>,
}

/// What a person does to a subscription, as a value: so that it can be done, told and undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedChange {
    /// Which one.
    pub feed: FeedId,
    /// What is done to it.
    pub act: FeedAct,
}

/// What can be done to a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedAct {
    /// Take it away, or bring it back. Its articles stay.
    Remove(bool),
    /// Leave off fetching it, or take that up again.
    Pause(bool),
    /// Call it so; `None` calls it as it calls itself.
    Rename(Option<String>),
    /// Adds a tag, or removes it.
    Tag(String, bool),
    /// Fetch the full texts of its new articles, or leave that off.
    FullText(bool),
}
