//! Feeds that the user wants a server to have, or not to have, until the server has been told.

use super::{Result, Store};
use crate::model::{AccountId, FeedId, Switch};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;

impl Store {
    /// Feeds that the server should have, or should not have.
    pub fn account_wishes(&self, account: AccountId) -> Result<HashMap<FeedId, bool>> {
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
    set_wish(connection, account, feed, (is_there != to.is_on()).then_some(to.is_on()))
}

/// Sets or clears a wish; returns whether that changed anything.
pub(super) fn set_wish(
    connection: &Connection,
    account: AccountId,
    feed: FeedId,
    wanted: Option<bool>,
) -> Result<bool> {
    let before: Option<bool> = connection
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
    Ok(before != wanted)
}
