//! Feeds that the user wants a server to have, or not to have, until the server has been told.

use super::{Result, Store};
use crate::model::{AccountId, FeedId, Switch};
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;

/// What a server should do with a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Not have it.
    Lack,
    /// Have it: the user hands it to the server.
    Have,
    /// Have it again if the user restores it, since it had it until it was removed.
    HaveAgain,
}

impl Wish {
    /// Whether the server should have the feed.
    pub fn is_to_have(self) -> bool {
        self != Self::Lack
    }
}

impl ToSql for Wish {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(match self {
            Self::Lack => 0,
            Self::Have => 1,
            Self::HaveAgain => 2,
        }))
    }
}

impl FromSql for Wish {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(match value.as_i64()? {
            0 => Self::Lack,
            1 => Self::Have,
            _ => Self::HaveAgain,
        })
    }
}

impl Store {
    /// Feeds that the server should have, or should not have.
    pub fn account_wishes(&self, account: AccountId) -> Result<HashMap<FeedId, Wish>> {
        let mut query =
            self.connection.prepare_cached("SELECT feed, wanted FROM account_wish WHERE account = ?")?;
        let rows = query.query_map([account.0], |row| Ok((FeedId(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Records the wish that a server should fetch a feed, or no longer fetch it; the next synchronisation carries it
/// out.
pub(super) fn wish(connection: &Connection, account: AccountId, feed: FeedId, to: Switch) -> Result<bool> {
    let is_account = connection.prepare_cached("SELECT 1 FROM account WHERE id = ?")?.exists([account.0])?;
    if !is_account {
        return Ok(false);
    }
    let is_there = connection
        .prepare_cached("SELECT 1 FROM account_feed WHERE account = ? AND feed = ?")?
        .exists([account.0, feed.0])?;
    let wanted = if to.is_on() { Wish::Have } else { Wish::Lack };
    let wanted = (is_there != to.is_on()).then_some(wanted);
    Ok(set_wish(connection, account, feed, wanted)? != wanted)
}

/// Sets or clears a wish; returns the one before.
pub(super) fn set_wish(
    connection: &Connection,
    account: AccountId,
    feed: FeedId,
    wanted: Option<Wish>,
) -> Result<Option<Wish>> {
    let before: Option<Wish> = connection
        .prepare_cached("SELECT wanted FROM account_wish WHERE account = ? AND feed = ?")?
        .query_row([account.0, feed.0], |row| row.get(0))
        .optional()?;
    match wanted {
        Some(wanted) => connection
            .prepare_cached("INSERT OR REPLACE INTO account_wish (account, feed, wanted) VALUES (?, ?, ?)")?
            .execute(params![account.0, feed.0, wanted])?,
        None => connection
            .prepare_cached("DELETE FROM account_wish WHERE account = ? AND feed = ?")?
            .execute([account.0, feed.0])?,
    };
    Ok(before)
}
