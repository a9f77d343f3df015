//! Which articles the items of servers are, and their states there.

use super::accounts::{id_of, remote_id};
use super::intake::{Batch, Intake, Outcome};
use super::marks::{set_bookmark, set_read, set_tag};
use super::{Result, Store};
use crate::model::{AccountId, ArticleId, Flag};
use crate::text::clean;
use rusqlite::{OptionalExtension, params};
use std::collections::HashSet;

/// An item of a server, with the last state that the server reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemState {
    /// The server's id.
    pub id: String,
    /// Another identifier.
    pub handle: Option<String>,
    /// Whether it is unread there.
    pub is_unread: bool,
    /// Whether it is starred there.
    pub is_starred: bool,
}

impl ItemState {
    /// Whether the server last reported that it has a mark; labels are not looked up.
    pub fn had(&self, flag: &Flag) -> bool {
        match flag {
            Flag::Read => !self.is_unread,
            Flag::Bookmark => self.is_starred,
            Flag::Tag(_) => false,
        }
    }
}

/// The states of an item as a server states them; `None` if it does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SaidState {
    /// Whether it is unread.
    pub is_unread: Option<bool>,
    /// Whether it is starred.
    pub is_starred: Option<bool>,
    /// Its labels.
    pub labels: Option<Vec<String>>,
}

impl Store {
    /// Which of some items of a server are known.
    pub fn known_items(&self, account: AccountId, ids: &[String]) -> Result<HashSet<String>> {
        let mut query =
            self.connection.prepare_cached("SELECT 1 FROM account_item WHERE account = ? AND id = ?")?;
        let mut known = HashSet::new();
        for id in ids {
            if query.exists(params![account.0, remote_id(id)])? {
                known.insert(id.clone());
            }
        }
        Ok(known)
    }

    /// The items of a server that are this article.
    pub fn items_of(&self, account: AccountId, article: ArticleId) -> Result<Vec<ItemState>> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, handle, unread, starred FROM account_item WHERE article = ? AND account = ?",
        )?;
        let rows = query.query_map([article.0, account.0], |row| {
            Ok(ItemState {
                id: id_of(row.get(0)?),
                handle: row.get(1)?,
                is_unread: row.get(2)?,
                is_starred: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether an article currently has a mark; `None` if it does not exist.
    pub fn has_mark(&self, article: ArticleId, flag: &Flag) -> Result<Option<bool>> {
        let sql = match flag {
            Flag::Read => {
                "SELECT m.read IS NOT NULL FROM article a LEFT JOIN mark m ON m.article = a.id WHERE a.id = ?1"
            }
            Flag::Bookmark => {
                "SELECT m.bookmarked IS NOT NULL FROM article a LEFT JOIN mark m ON m.article = a.id WHERE a.id = ?1"
            }
            Flag::Tag(_) => {
                "SELECT EXISTS (SELECT 1 FROM tag t WHERE t.article = a.id AND t.name = ?2) FROM article a WHERE a.id = ?1"
            }
        };
        let mut query = self.connection.prepare_cached(sql)?;
        let row = match flag {
            Flag::Tag(name) => query.query_row(params![article.0, name], |row| row.get(0)),
            Flag::Read | Flag::Bookmark => query.query_row([article.0], |row| row.get(0)),
        };
        Ok(row.optional()?)
    }

    /// Items that a server last reported as unread, or starred.
    pub fn items_that_were(&self, account: AccountId, flag: &Flag) -> Result<HashSet<String>> {
        let sql = match flag {
            Flag::Read => "SELECT id FROM account_item WHERE account = ?1 AND unread = 1",
            Flag::Bookmark => "SELECT id FROM account_item WHERE account = ?1 AND starred = 1",
            Flag::Tag(_) => "SELECT id FROM account_label WHERE account = ?1 AND label = ?2",
        };
        let mut query = self.connection.prepare_cached(sql)?;
        let mut rows = match flag {
            Flag::Tag(label) => query.query(params![account.0, label])?,
            Flag::Read | Flag::Bookmark => query.query([account.0])?,
        };
        let mut ids = HashSet::new();
        while let Some(row) = rows.next()? {
            ids.insert(id_of(row.get(0)?));
        }
        Ok(ids)
    }

    /// The labels of a server's items.
    pub fn account_labels(&self, account: AccountId) -> Result<Vec<String>> {
        let mut query =
            self.connection.prepare_cached("SELECT DISTINCT label FROM account_label WHERE account = ?")?;
        let rows = query.query_map([account.0], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Batch<'_> {
    /// The article of a server's item, if it is known.
    pub fn article_of_item(&self, account: AccountId, id: &str) -> Result<Option<ArticleId>> {
        let mut query =
            self.change.prepare_cached("SELECT article FROM account_item WHERE account = ? AND id = ?")?;
        Ok(query.query_row(params![account.0, remote_id(id)], |row| row.get(0).map(ArticleId)).optional()?)
    }

    /// Takes in the current content of a known item.
    pub fn take_item_again(&mut self, article: ArticleId, intake: &Intake<'_>, now: i64) -> Result<Outcome> {
        self.start_naming();
        let outcome = self.take_again(article, intake, now)?;
        if let Some(match_keys) = intake.match_keys {
            self.met_entry(article, match_keys)?;
        }
        Ok(outcome)
    }

    /// Records which article an item of a server is, and its states there. Returns the marks that the article has
    /// here but the item does not have there: they are the user's, and the server has to receive them. A mark that is
    /// waiting to be sent stays as it is.
    pub fn link_item(
        &mut self,
        account: AccountId,
        id: &str,
        handle: Option<&str>,
        (article, is_new): (ArticleId, bool),
        said: &SaidState,
        is_waiting: &dyn Fn(&Flag) -> bool,
    ) -> Result<Vec<Flag>> {
        let (unread, starred) = (said.is_unread.unwrap_or(true), said.is_starred.unwrap_or(false));
        self.change
            .prepare_cached(
                "INSERT OR REPLACE INTO account_item (account, id, article, unread, starred, handle)
                 VALUES (?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![account.0, remote_id(id), article.0, unread, starred, handle])?;
        let mut missing = Vec::new();
        let moment = self.moment_of(article).unwrap_or(0);
        let has = if is_new { (false, false) } else { self.marks_here(article)? };
        match (unread, has.0) {
            (false, false) if !is_waiting(&Flag::Read) => {
                set_read(&self.change, article, Some(moment), &mut self.difference)?;
            }
            (true, true) if !is_waiting(&Flag::Read) => missing.push(Flag::Read),
            _ => {}
        }
        match (starred, has.1) {
            (true, false) if !is_waiting(&Flag::Bookmark) => {
                set_bookmark(&self.change, article, Some(moment), &mut self.difference)?;
            }
            (false, true) if !is_waiting(&Flag::Bookmark) => missing.push(Flag::Bookmark),
            _ => {}
        }
        for label in said.labels.iter().flatten() {
            self.note_label(account, id, label, true)?;
            if !is_waiting(&Flag::Tag(clean::line(label))) {
                set_tag(&self.change, article, true, &clean::line(label))?;
            }
        }
        Ok(missing)
    }

    fn marks_here(&self, article: ArticleId) -> Result<(bool, bool)> {
        let mut query = self
            .change
            .prepare_cached("SELECT read IS NOT NULL, bookmarked IS NOT NULL FROM mark WHERE article = ?")?;
        let marks = query.query_row([article.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        Ok(marks.unwrap_or_default())
    }

    /// Applies a state that a server reports for an item, unless it reported it before, or a change by the user is
    /// pending. Returns the article, if it now shows something different.
    pub fn take_state(
        &mut self,
        account: AccountId,
        id: &str,
        (flag, to): (&Flag, bool),
        is_waiting: &dyn Fn(ArticleId, &Flag) -> bool,
        now: i64,
    ) -> Result<Option<ArticleId>> {
        let Some(article) = self.article_of_item(account, id)? else { return Ok(None) };
        if is_waiting(article, flag) || !self.note_state(account, id, flag, to)? {
            return Ok(None);
        }
        let since = to.then_some(now);
        let is_changed = match flag {
            Flag::Read => set_read(&self.change, article, since, &mut self.difference)?.is_some(),
            Flag::Bookmark => set_bookmark(&self.change, article, since, &mut self.difference)?.is_some(),
            Flag::Tag(label) => set_tag(&self.change, article, to, &clean::line(label))?,
        };
        Ok(is_changed.then_some(article))
    }

    /// Records the state of an item on its server; returns whether it changed.
    pub fn note_state(&mut self, account: AccountId, id: &str, flag: &Flag, to: bool) -> Result<bool> {
        let sql = match flag {
            Flag::Read => {
                "UPDATE account_item SET unread = ?3 WHERE account = ?1 AND id = ?2 AND unread <> ?3"
            }
            Flag::Bookmark => {
                "UPDATE account_item SET starred = ?3 WHERE account = ?1 AND id = ?2 AND starred <> ?3"
            }
            Flag::Tag(label) => return self.note_label(account, id, label, to),
        };
        let value = if *flag == Flag::Read { !to } else { to };
        Ok(self.change.prepare_cached(sql)?.execute(params![account.0, remote_id(id), value])? > 0)
    }

    fn note_label(&mut self, account: AccountId, id: &str, label: &str, to: bool) -> Result<bool> {
        let sql = if to {
            "INSERT OR IGNORE INTO account_label (account, label, id) VALUES (?, ?, ?)"
        } else {
            "DELETE FROM account_label WHERE account = ? AND label = ? AND id = ?"
        };
        Ok(self.change.prepare_cached(sql)?.execute(params![account.0, label, remote_id(id)])? > 0)
    }
}
