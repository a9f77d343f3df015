//! Accounts on servers, and which feeds their servers have.

use super::feeds;
use super::intake::Batch;
use super::wishes::{Wish, set_wish};
use super::{Error, Result, Store};
use crate::model::{AccountId, FeedEdit, FeedId, Outline, ProtocolKind, RemoteFeed, SecretSource, Switch};
use crate::text::{clean, web};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::{HashMap, HashSet};

/// An account as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAccount {
    /// Its number.
    pub id: AccountId,
    /// The user's name for it.
    pub name: String,
    /// The address of the interface.
    pub url: String,
    /// The user's name there.
    pub user: String,
    /// The protocol.
    pub protocol: ProtocolKind,
    /// The source of the password.
    pub secret: SecretSource,
    /// The state of synchronisation, as JSON.
    pub state: String,
}

/// A feed of a server, as last seen there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountFeed {
    /// The server's id.
    pub id: String,
    /// The feed.
    pub feed: FeedId,
    /// Its title there.
    pub title: String,
    /// Its folders there.
    pub folders: Vec<String>,
}

/// The result of comparing a server's feeds with ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Our feeds by the server's ids.
    pub feeds: HashMap<String, FeedId>,
    /// New feeds.
    pub added: u64,
    /// Titles of feeds that were already followed.
    pub joined: Vec<String>,
    /// Feeds that the server no longer has.
    pub removed: u64,
    /// The server suddenly has none of its feeds, which was not believed.
    pub is_doubtful: bool,
}

impl Store {
    /// All accounts, in the order in which they were added.
    pub fn accounts(&self) -> Result<Vec<StoredAccount>> {
        let mut query = self
            .connection
            .prepare_cached("SELECT id, name, url, user, protocol, secret, state FROM account ORDER BY id")?;
        let mut rows = query.query([])?;
        let mut accounts = Vec::new();
        while let Some(row) = rows.next()? {
            accounts.push(read(row)?);
        }
        Ok(accounts)
    }

    /// Adds an account. Earlier changes are not sent to it.
    pub fn add_account(&mut self, account: &StoredAccount, now: i64) -> Result<AccountId> {
        self.connection
            .prepare_cached(
                "INSERT INTO account (name, url, user, protocol, secret, added, sent)
                 VALUES (?, ?, ?, ?, ?, ?, (SELECT coalesce(max(turn), 0) FROM journal))",
            )?
            .execute(params![
                account.name,
                account.url,
                account.user,
                account.protocol.word(),
                secret_json(&account.secret)?,
                now
            ])?;
        Ok(AccountId(self.connection.last_insert_rowid()))
    }

    /// Stores the state of synchronisation.
    pub fn set_account_state(&mut self, account: AccountId, state: &str) -> Result<()> {
        set_state(&self.connection, account, state)
    }

    /// The feeds of a server, as last seen there.
    pub fn account_feeds(&self, account: AccountId) -> Result<Vec<AccountFeed>> {
        account_feeds(&self.connection, account)
    }

    /// Which account's server fetches a feed; one, if several do.
    pub fn feed_accounts(&self) -> Result<HashMap<FeedId, AccountId>> {
        let mut query =
            self.connection.prepare_cached("SELECT feed, account FROM account_feed ORDER BY account DESC")?;
        let rows = query.query_map([], |row| Ok((FeedId(row.get(0)?), AccountId(row.get(1)?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many feeds a server has, and how many articles are known to be its items.
    pub fn count_account(&self, account: AccountId) -> Result<(u64, u64)> {
        let count = |sql: &str| -> Result<u64> {
            let count: i64 = self.connection.prepare_cached(sql)?.query_row([account.0], |row| row.get(0))?;
            Ok(u64::try_from(count).unwrap_or(0))
        };
        Ok((
            count("SELECT count(*) FROM account_feed WHERE account = ?")?,
            count("SELECT count(*) FROM account_item WHERE account = ?")?,
        ))
    }
}

impl Batch<'_> {
    /// Stores the state of synchronisation.
    pub fn set_account_state(&mut self, account: AccountId, state: &str) -> Result<()> {
        set_state(&self.change, account, state)
    }

    /// Applies changes in a server's feeds since they were last seen. User changes that the server does not know yet
    /// stay.
    pub fn reconcile(&mut self, account: AccountId, remote: &[RemoteFeed], now: i64) -> Result<Reconciled> {
        let before = account_feeds(&self.change, account)?;
        let waiting = self.waiting_feeds(account)?;
        let mut done = Reconciled::default();
        let is_doubtful = remote.is_empty() && before.len() > 1;
        let known: HashMap<&str, &AccountFeed> = before.iter().map(|feed| (feed.id.as_str(), feed)).collect();
        for feed in remote {
            if done.feeds.contains_key(&feed.id) {
                continue;
            }
            let taken = match known.get(feed.id.as_str()) {
                Some(known) if self.is_same_feed(feed, known)? => {
                    self.follow_changes(account, feed, known, &waiting)?;
                    known.feed
                }
                other => {
                    if let Some(gone) = other {
                        self.lose_feed(account, gone, &waiting, now)?;
                        done.removed += 1;
                    }
                    self.take_feed(account, feed, &waiting, now, &mut done)?
                }
            };
            if !waiting.contains(&taken) {
                feeds::set_followed(&self.change, taken, Switch::On, now)?;
            }
            done.feeds.insert(feed.id.clone(), taken);
        }
        if !is_doubtful {
            for gone in before.iter().filter(|feed| !done.feeds.contains_key(&feed.id)) {
                self.lose_feed(account, gone, &waiting, now)?;
                done.removed += 1;
            }
        }
        done.is_doubtful = is_doubtful;
        Ok(done)
    }

    /// Whether a feed is the one that had this id before. Some servers (Coldsweat) give the id of a removed feed to the
    /// next one: it has another title and another address, while a feed that only moves keeps its title.
    fn is_same_feed(&self, feed: &RemoteFeed, known: &AccountFeed) -> Result<bool> {
        if feed.title == known.title {
            return Ok(true);
        }
        let url: String = self
            .change
            .prepare_cached("SELECT url FROM feed WHERE id = ?")?
            .query_row([known.feed.0], |row| row.get(0))?;
        Ok(url == web::without_secret(&feed.url).0)
    }

    /// A feed that the server did not have before, or that had not been seen there.
    fn take_feed(
        &mut self,
        account: AccountId,
        feed: &RemoteFeed,
        waiting: &HashSet<FeedId>,
        now: i64,
        done: &mut Reconciled,
    ) -> Result<FeedId> {
        let outline = Outline {
            url: web::without_secret(&feed.url).0,
            title: Some(feed.title.clone()).filter(|title| !title.is_empty()),
            site: feed.site.clone(),
            tags: Vec::new(),
        };
        let subscribed = self.subscribe(&outline, false, now)?;
        let id = subscribed.feed();
        let wish = self.forget_wish(account, id)?;
        let is_known = matches!(subscribed, super::Subscribed::Known(_));
        if is_known {
            // A feed that was added and never fetched has neither.
            self.change
                .prepare_cached(
                    "UPDATE feed SET title = coalesce(title, ?), site = coalesce(site, ?) WHERE id = ?",
                )?
                .execute(params![outline.title, outline.site, id.0])?;
        }
        if is_known && wish.is_none() && !self.is_at_a_server(id)? {
            done.joined.push(feeds::title_of(&self.change, id)?);
        }
        done.added += u64::from(!is_known);
        // One that the server lost and has again, or has under another id, is as much the user's own as before.
        let before: Option<bool> = self
            .change
            .prepare_cached("SELECT own FROM account_feed WHERE account = ? AND feed = ?")?
            .query_row([account.0, id.0], |row| row.get(0))
            .optional()?;
        let is_own = before.unwrap_or(is_known && wish != Some(Wish::HaveAgain));
        if !waiting.contains(&id) {
            self.take_folders(id, &[], &feed.folders, now)?;
        }
        self.change
            .prepare_cached(
                "INSERT OR REPLACE INTO account_feed (account, id, feed, title, folders, own) VALUES (?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![account.0, remote_id(&feed.id), id.0, feed.title, json(&feed.folders), is_own])?;
        Ok(id)
    }

    fn follow_changes(
        &mut self,
        account: AccountId,
        feed: &RemoteFeed,
        known: &AccountFeed,
        waiting: &HashSet<FeedId>,
    ) -> Result<()> {
        let is_same = feed.title == known.title && feed.folders == known.folders;
        if is_same || waiting.contains(&known.feed) {
            return Ok(());
        }
        if feed.title != known.title && !feed.title.is_empty() {
            // A name given here has reached the server by now, or was replaced there.
            self.change
                .prepare_cached("UPDATE feed SET title = ?1, name = NULL WHERE id = ?2")?
                .execute(params![clean::line(&feed.title), known.feed.0])?;
        }
        self.take_folders(known.feed, &known.folders, &feed.folders, 0)?;
        self.change
            .prepare_cached("UPDATE account_feed SET title = ?, folders = ? WHERE account = ? AND id = ?")?
            .execute(params![feed.title, json(&feed.folders), account.0, remote_id(&feed.id)])?;
        Ok(())
    }

    fn take_folders(&mut self, feed: FeedId, before: &[String], after: &[String], now: i64) -> Result<()> {
        for folder in before.iter().filter(|folder| !after.contains(folder)) {
            feeds::edit_feed(&self.change, feed, &FeedEdit::Tag(folder.clone(), Switch::Off), now)?;
        }
        for folder in after.iter().filter(|folder| !before.contains(folder)) {
            feeds::edit_feed(&self.change, feed, &FeedEdit::Tag(folder.clone(), Switch::On), now)?;
        }
        Ok(())
    }

    /// A feed that the server no longer has. Its articles stay, and so does a feed that was followed before. If the
    /// user restores it, the server is to have it again.
    fn lose_feed(
        &mut self,
        account: AccountId,
        gone: &AccountFeed,
        waiting: &HashSet<FeedId>,
        now: i64,
    ) -> Result<()> {
        let id = remote_id(&gone.id);
        let own: bool = self
            .change
            .prepare_cached("SELECT own FROM account_feed WHERE account = ? AND id = ?")?
            .query_row(params![account.0, id], |row| row.get(0))?;
        self.change
            .prepare_cached("DELETE FROM account_feed WHERE account = ? AND id = ?")?
            .execute(params![account.0, id])?;
        self.forget_items(account, gone.feed)?;
        if self.forget_wish(account, gone.feed)?.is_some() {
            return Ok(());
        }
        if !own && !self.is_at_a_server(gone.feed)? && !waiting.contains(&gone.feed) {
            feeds::set_followed(&self.change, gone.feed, Switch::Off, now)?;
        }
        let is_removed: bool = self
            .change
            .prepare_cached("SELECT removed IS NOT NULL FROM feed WHERE id = ?")?
            .query_row([gone.feed.0], |row| row.get(0))?;
        if is_removed {
            set_wish(&self.change, account, gone.feed, Some(if own { Wish::Have } else { Wish::HaveAgain }))?;
        }
        Ok(())
    }

    /// Forgets which articles of a feed are items of a server: that it no longer lists them as unread, starred or
    /// labelled says nothing about them.
    fn forget_items(&self, account: AccountId, feed: FeedId) -> Result<()> {
        let items = "SELECT i.id FROM carried c JOIN account_item i ON i.article = c.article AND i.account = ?1 WHERE c.feed = ?2";
        for table in ["account_label", "account_item"] {
            self.change
                .prepare_cached(&format!("DELETE FROM {table} WHERE account = ?1 AND id IN ({items})"))?
                .execute([account.0, feed.0])?;
        }
        Ok(())
    }

    /// Discards the wish that a server should, or should not, have a feed.
    pub fn forget_wish(&mut self, account: AccountId, feed: FeedId) -> Result<Option<Wish>> {
        set_wish(&self.change, account, feed, None)
    }

    fn is_at_a_server(&self, feed: FeedId) -> Result<bool> {
        Ok(self.change.prepare_cached("SELECT 1 FROM account_feed WHERE feed = ?")?.exists([feed.0])?)
    }
}

/// Where a password comes from, as stored.
pub(super) fn secret_json(secret: &SecretSource) -> Result<String> {
    serde_json::to_string(secret).map_err(|error| Error::Damaged(format!("where a password is: {error}")))
}

fn set_state(connection: &Connection, account: AccountId, state: &str) -> Result<()> {
    connection
        .prepare_cached("UPDATE account SET state = ? WHERE id = ?")?
        .execute(params![state, account.0])?;
    Ok(())
}

fn account_feeds(connection: &Connection, account: AccountId) -> Result<Vec<AccountFeed>> {
    let mut query = connection
        .prepare_cached("SELECT id, feed, title, folders FROM account_feed WHERE account = ? ORDER BY id")?;
    let rows = query.query_map([account.0], |row| {
        let folders: String = row.get(3)?;
        Ok(AccountFeed {
            id: id_of(row.get(0)?),
            feed: FeedId(row.get(1)?),
            title: row.get(2)?,
            folders: serde_json::from_str(&folders).unwrap_or_default(),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn read(row: &Row) -> Result<StoredAccount> {
    let damaged = |what: &str| Error::Damaged(format!("an account has {what}"));
    let (protocol, secret): (String, String) = (row.get(4)?, row.get(5)?);
    Ok(StoredAccount {
        id: AccountId(row.get(0)?),
        name: row.get(1)?,
        url: row.get(2)?,
        user: row.get(3)?,
        protocol: ProtocolKind::of_word(&protocol).ok_or_else(|| damaged("an unknown protocol"))?,
        secret: serde_json::from_str(&secret).map_err(|_| damaged("no place of its password"))?,
        state: row.get(6)?,
    })
}

/// A server's id as stored: as a number if possible, which takes a third of the space.
pub(super) fn remote_id(id: &str) -> Value {
    match id.parse::<i64>() {
        Ok(number) if number.to_string() == id => Value::Integer(number),
        _ => Value::Text(id.to_owned()),
    }
}

/// The reverse.
pub(super) fn id_of(value: Value) -> String {
    match value {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text,
        Value::Null | Value::Real(_) | Value::Blob(_) => String::new(),
    }
}

fn json(list: &[String]) -> String {
    // Plain data always serialises.
    serde_json::to_string(list).unwrap_or_default()
}
