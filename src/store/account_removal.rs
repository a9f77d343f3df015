//! Removes accounts, and brings them back.

use super::accounts::{id_of, read, remote_id, secret_json};
use super::held::{Held, hold};
use super::journal::Done;
use super::outbox;
use super::{Result, Store, feeds};
use crate::model::{AccountEdit, AccountId, AccountRecord, Edit, FeedId, RecordedFeed, SecretSource, Switch};
use rusqlite::{Connection, params};

/// What is removed with an account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RemovedAccount {
    /// Feeds that only it had.
    pub feeds: u64,
    /// Its articles, which stay.
    pub articles: u64,
}

/// The followed feeds that only one account has, and that were not followed before it.
const OF_ITS_OWN: &str = "SELECT f.feed FROM account_feed f JOIN feed ON feed.id = f.feed
    WHERE f.account = ?1 AND f.own = 0 AND feed.removed IS NULL
    AND NOT EXISTS (SELECT 1 FROM account_feed o WHERE o.feed = f.feed AND o.account <> ?1) ORDER BY f.feed";

impl Store {
    /// What would be removed with an account.
    pub fn removal_of(&self, account: AccountId) -> Result<RemovedAccount> {
        let sql = "SELECT count(DISTINCT article) FROM account_item WHERE account = ?";
        let articles: i64 = self.connection.prepare_cached(sql)?.query_row([account.0], |row| row.get(0))?;
        let feeds = of_its_own(&self.connection, account)?.len() as u64;
        Ok(RemovedAccount { feeds, articles: u64::try_from(articles).unwrap_or(0) })
    }

    /// Changes where the password of an account comes from.
    pub fn set_account_secret(&mut self, account: AccountId, secret: &SecretSource) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE account SET secret = ? WHERE id = ?")?
            .execute(params![secret_json(secret)?, account.0])?;
        Ok(())
    }
}

/// Removes an account, or brings one back; `None` if there is nothing to do.
pub(super) fn edit(connection: &Connection, edit: &AccountEdit, now: i64) -> Result<Option<Done>> {
    let edits = match edit {
        AccountEdit::Remove(account) => remove(connection, *account, now)?
            .map(|record| (record.name.clone(), edit.clone(), AccountEdit::Restore(Box::new(record)))),
        AccountEdit::Restore(record) => restore(connection, record, now)?
            .then(|| (record.name.clone(), edit.clone(), AccountEdit::Remove(record.id))),
    };
    Ok(edits.map(|(name, edit, back)| Done::of_others(Edit::Account(edit), Edit::Account(back), name)))
}

/// Removes an account. Its articles stay; feeds that only it had are no longer followed.
fn remove(connection: &Connection, account: AccountId, now: i64) -> Result<Option<AccountRecord>> {
    let Some(record) = record_of(connection, account)? else { return Ok(None) };
    for &feed in &record.unfollowed {
        feeds::set_followed(connection, feed, Switch::Off, now)?;
    }
    connection.execute(
        "UPDATE journal SET pending = pending - 1 WHERE pending > 0 AND origin IS NOT ?1
         AND turn > (SELECT sent FROM account WHERE id = ?1)",
        [account.0],
    )?;
    for table in ["account_feed", "account_wish", "account_item", "account_label", "account_held"] {
        connection.execute(&format!("DELETE FROM {table} WHERE account = ?"), [account.0])?;
    }
    connection.execute("DELETE FROM account WHERE id = ?", [account.0])?;
    Ok(Some(record))
}

/// Brings an account back, with its feeds; its items come with the next synchronisation, which is a first one, and what had
/// not been sent is sent after it. Not if it has been added again since.
fn restore(connection: &Connection, record: &AccountRecord, now: i64) -> Result<bool> {
    let sql = "SELECT 1 FROM account WHERE id = ?1 OR name = ?2 OR (url = ?3 AND user = ?4)";
    let AccountRecord { id, name, url, user, .. } = record;
    if connection.prepare_cached(sql)?.exists(params![id.0, name, url, user])? {
        return Ok(false);
    }
    connection
        .prepare_cached(
            "INSERT INTO account (id, name, url, user, protocol, secret, added, sent)
             VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(turn), 0) FROM journal))",
        )?
        .execute(params![
            id.0,
            name,
            url,
            user,
            record.protocol.word(),
            secret_json(&record.secret)?,
            record.added
        ])?;
    for &feed in &record.unfollowed {
        feeds::set_followed(connection, feed, Switch::On, now)?;
    }
    let mut insert = connection.prepare_cached(
        "INSERT OR REPLACE INTO account_feed (account, id, feed, title, folders, own) VALUES (?, ?, ?, ?, ?, ?)",
    )?;
    for feed in &record.feeds {
        let there = remote_id(&feed.id);
        insert.execute(params![id.0, there, feed.feed.0, feed.title, feed.folders, feed.is_own])?;
    }
    for (flag, article) in &record.unsent {
        hold(connection, *id, &Held::Mark(flag.clone(), *article), false)?;
    }
    Ok(true)
}

fn record_of(connection: &Connection, account: AccountId) -> Result<Option<AccountRecord>> {
    let sql = "SELECT id, name, url, user, protocol, secret, state, added FROM account WHERE id = ?";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([account.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let (stored, added) = (read(row)?, row.get(7)?);
    Ok(Some(AccountRecord {
        id: stored.id,
        name: stored.name,
        url: stored.url,
        user: stored.user,
        protocol: stored.protocol,
        secret: stored.secret,
        added,
        feeds: recorded_feeds(connection, account)?,
        unfollowed: of_its_own(connection, account)?,
        unsent: outbox::unsent_marks(connection, account)?,
    }))
}

fn recorded_feeds(connection: &Connection, account: AccountId) -> Result<Vec<RecordedFeed>> {
    let sql = "SELECT id, feed, title, folders, own FROM account_feed WHERE account = ? ORDER BY id";
    let mut query = connection.prepare_cached(sql)?;
    let rows = query.query_map([account.0], |row| {
        Ok(RecordedFeed {
            id: id_of(row.get(0)?),
            feed: FeedId(row.get(1)?),
            title: row.get(2)?,
            folders: row.get(3)?,
            is_own: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn of_its_own(connection: &Connection, account: AccountId) -> Result<Vec<FeedId>> {
    let mut query = connection.prepare_cached(OF_ITS_OWN)?;
    let rows = query.query_map([account.0], |row| Ok(FeedId(row.get(0)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
