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

impl Subscription {
    /// Whether it cannot be fetched any more.
    pub fn is_failing(&self) -> bool {
        matches!(self.state, FeedState::Failing | FeedState::Silent | FeedState::Gone)
    }
}

/// Articles that several feeds brought: they are counted once where these feeds are counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedArticles {
    /// These feeds.
    pub feeds: Vec<FeedId>,
    /// How many articles exactly these feeds brought.
    pub articles: u64,
    /// How many of them are unread.
    pub unread: u64,
}

impl SharedArticles {
    /// Unread and all articles of some feeds: what several of these brought counts once.
    pub fn count_once<'a>(shared: &[Self], feeds: impl Iterator<Item = &'a Subscription>) -> (u64, u64) {
        let (mut unread, mut articles) = (0, 0);
        let mut ids = Vec::new();
        for feed in feeds {
            unread += feed.unread;
            articles += feed.articles;
            ids.push(feed.id);
        }
        for each in shared {
            let brought = each.feeds.iter().filter(|feed| ids.contains(feed)).count() as u64;
            let again = brought.saturating_sub(1);
            unread = unread.saturating_sub(again * each.unread);
            articles = articles.saturating_sub(again * each.articles);
        }
        (unread, articles)
    }
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
