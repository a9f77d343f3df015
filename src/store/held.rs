//! Changes that a server refused: they wait beside the journal, so that those after them are sent, and are sent again later.

use super::intake::Batch;
use super::{Error, Result, Store};
use crate::model::{AccountId, ArticleId, FeedId, Flag};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

/// What was changed about a feed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FeedTouch {
    /// Whether it is followed, and which server fetches it.
    Followed,
    /// Its name.
    Name,
    /// One of its tags.
    Tag(String),
}

/// What was changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Held {
    /// A mark of an article.
    Mark(Flag, ArticleId),
    /// A feed.
    Feed(FeedTouch, FeedId),
}

/// The same as it is stored, without its subject.
#[derive(Serialize, Deserialize)]
enum What {
    Mark(Flag),
    Feed(FeedTouch),
}

impl Held {
    /// The mark that it is.
    pub fn mark(self) -> Option<(Flag, ArticleId)> {
        match self {
            Self::Mark(flag, article) => Some((flag, article)),
            Self::Feed(..) => None,
        }
    }

    fn stored(&self) -> Result<(String, i64)> {
        let (what, subject) = match self {
            Self::Mark(flag, article) => (What::Mark(flag.clone()), article.0),
            Self::Feed(touch, feed) => (What::Feed(touch.clone()), feed.0),
        };
        let what = serde_json::to_string(&what)
            .map_err(|error| Error::Damaged(format!("a change that waits: {error}")))?;
        Ok((what, subject))
    }

    fn read(what: &str, subject: i64) -> Option<Self> {
        Some(match serde_json::from_str(what).ok()? {
            What::Mark(flag) => Self::Mark(flag, ArticleId(subject)),
            What::Feed(touch) => Self::Feed(touch, FeedId(subject)),
        })
    }
}

impl Store {
    /// The changes that a server refused, those that were refused least often first, and how often.
    pub fn held(&self, account: AccountId) -> Result<Vec<(Held, u32)>> {
        held(&self.connection, account)
    }

    /// Whether there are any.
    pub fn has_held(&self, account: AccountId) -> Result<bool> {
        let sql = "SELECT 1 FROM account_held WHERE account = ?";
        Ok(self.connection.prepare_cached(sql)?.exists([account.0])?)
    }
}

impl Batch<'_> {
    /// Keeps changes that a server refused; `is_alone` says that it refused just this one, rather than several at once.
    pub fn hold(&mut self, account: AccountId, what: &Held, is_alone: bool) -> Result<()> {
        hold(&self.change, account, what, is_alone)
    }

    /// A change waits no longer.
    pub fn release(&mut self, account: AccountId, what: &Held) -> Result<()> {
        let (what, subject) = what.stored()?;
        self.change
            .prepare_cached("DELETE FROM account_held WHERE account = ? AND what = ? AND subject = ?")?
            .execute(params![account.0, what, subject])?;
        Ok(())
    }
}

pub(super) fn held(connection: &Connection, account: AccountId) -> Result<Vec<(Held, u32)>> {
    let mut query = connection
        .prepare_cached("SELECT what, subject, tries FROM account_held WHERE account = ? ORDER BY tries")?;
    let rows = query.query_map([account.0], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, u32>(2)?))
    })?;
    let mut all = Vec::new();
    for row in rows {
        let (what, subject, tries) = row?;
        // One of a later version is left to it.
        all.extend(Held::read(&what, subject).map(|held| (held, tries)));
    }
    Ok(all)
}

pub(super) fn hold(connection: &Connection, account: AccountId, what: &Held, is_alone: bool) -> Result<()> {
    let (what, subject) = what.stored()?;
    connection
        .prepare_cached(
            "INSERT INTO account_held (account, what, subject, tries) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET tries = tries + ?4",
        )?
        .execute(params![account.0, what, subject, is_alone])?;
    Ok(())
}
