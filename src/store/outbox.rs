//! The journal as the outbox of accounts: the user's changes that a server has not yet received.
//!
//! An account has received the journal up to a turn, and a number of articles of a later edit. What is sent is the
//! current state of everything that these edits changed: an edit that was undone before it was sent is sent as what
//! it left, and sending one twice has no further effect.

use super::intake::Batch;
use super::journal::{self, Step};
use super::{Result, Store};
use crate::model::{AccountId, Applied, ArticleId, Edit, FeedEdit, FeedId, Flag, ProtocolKind, Switch};
use rusqlite::{Connection, params};
use std::collections::HashSet;
use std::ops::ControlFlow;

/// How far a server has received the journal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sent {
    /// It has received all edits up to this turn,
    pub turn: i64,
    /// and of the edit with this turn
    pub part_of: i64,
    /// this number of articles.
    pub part: usize,
}

/// Pending changes, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outbox {
    /// Marks that were set or cleared, and how far the server has received the journal with each.
    pub marks: Vec<(Flag, ArticleId, Sent)>,
    /// Feeds that were changed, and how.
    pub feeds: Vec<(FeedId, FeedTouch)>,
    /// How far the server has received it with all of this.
    pub end: Sent,
}

/// What was changed about a feed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FeedTouch {
    /// Whether it is followed, and which server fetches it.
    Followed,
    /// Its name.
    Name,
    /// One of its tags.
    Tag(String),
}

impl Store {
    /// The pending changes for an account up to a turn.
    pub fn outbox(&self, account: AccountId, until: i64) -> Result<Outbox> {
        outbox(&self.connection, account, until)
    }

    /// How many pending edits concern an account: its articles or its feeds.
    pub fn count_waiting(&self, account: AccountId) -> Result<u64> {
        let (audience, mut count) = (Audience::of(&self.connection, account)?, 0);
        each_pending(&self.connection, account, i64::MAX, |edit| {
            count += u64::from(audience.is_concerned_by(edit)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(count)
    }

    /// Whether any pending edit concerns an account.
    pub fn has_waiting(&self, account: AccountId) -> Result<bool> {
        let (audience, mut has) = (Audience::of(&self.connection, account)?, false);
        each_pending(&self.connection, account, i64::MAX, |edit| {
            has = audience.is_concerned_by(edit)?;
            Ok(if has { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        Ok(has)
    }

    /// The turn of the last step in the journal: if it is the same, nothing was done in between.
    pub fn last_turn(&self) -> Result<i64> {
        let sql = "SELECT coalesce(max(turn), 0) FROM journal";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }
}

impl Batch<'_> {
    /// The marks of articles with pending changes for an account.
    pub fn waiting_marks(&self, account: AccountId) -> Result<HashSet<(ArticleId, Flag)>> {
        let waiting = outbox(&self.change, account, i64::MAX)?;
        Ok(waiting.marks.into_iter().map(|(flag, article, _)| (article, flag)).collect())
    }

    /// The same for feeds.
    pub(super) fn waiting_feeds(&self, account: AccountId) -> Result<HashSet<FeedId>> {
        let waiting = outbox(&self.change, account, i64::MAX)?;
        Ok(waiting.feeds.into_iter().map(|(feed, _)| feed).collect())
    }

    /// Records how far a server has received the journal.
    pub fn set_sent(&mut self, account: AccountId, sent: Sent) -> Result<()> {
        let sql =
            "UPDATE journal SET pending = pending - 1 WHERE pending > 0 AND origin IS NOT ?1 AND turn <= ?2
                   AND turn > (SELECT sent FROM account WHERE id = ?1)";
        self.change.prepare_cached(sql)?.execute([account.0, sent.turn])?;
        let part = i64::try_from(sent.part).unwrap_or(0);
        self.change
            .prepare_cached("UPDATE account SET sent = ?, part_of = ?, part = ? WHERE id = ?")?
            .execute([sent.turn, sent.part_of, part, account.0])?;
        Ok(())
    }

    /// Adds the marks of articles to the outbox, for a server that has these articles but not the marks. `origin` is
    /// the account whose server set them.
    pub fn send_marks(
        &mut self,
        flag: &Flag,
        to: Switch,
        articles: &[ArticleId],
        origin: Option<AccountId>,
        now: i64,
    ) -> Result<Option<Applied>> {
        let others: i64 = self
            .change
            .prepare_cached("SELECT count(*) FROM account WHERE id IS NOT ?")?
            .query_row([origin.map(|account| account.0)], |row| row.get(0))?;
        if articles.is_empty() || others == 0 {
            return Ok(None);
        }
        let edit =
            |to| Edit::Marks { flag: flag.clone(), to, articles: articles.to_vec(), since: Vec::new() };
        let done = journal::Done::of_articles(&self.change, articles, |_| (edit(to), edit(to.flipped())))?;
        let applied = journal::record(&self.change, &edit(to), done, &Step::Implicit, now)?;
        if let (Some(id), Some(origin)) = (applied.id, origin) {
            self.change
                .prepare_cached("UPDATE journal SET origin = ?, pending = ? WHERE id = ?")?
                .execute([origin.0, others, id.0])?;
        }
        Ok(Some(applied))
    }
}

fn outbox(connection: &Connection, account: AccountId, until: i64) -> Result<Outbox> {
    let mut waiting = Outbox::default();
    waiting.end.turn = each_pending(connection, account, until, |edit| {
        waiting.marks.extend(edit.marks);
        waiting.feeds.extend(edit.feeds);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(waiting)
}

/// Passes on what each pending edit changed, in order; returns the turn of the last one, or up to which all is sent.
fn each_pending(
    connection: &Connection,
    account: AccountId,
    until: i64,
    mut found: impl FnMut(Outbox) -> Result<ControlFlow<()>>,
) -> Result<i64> {
    let (sent, part_of, part): (i64, i64, i64) = connection
        .prepare_cached("SELECT sent, part_of, part FROM account WHERE id = ?")?
        .query_row([account.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut end = sent;
    let mut query = connection.prepare_cached(
        "SELECT turn, packing, forward FROM journal WHERE turn > ?2 AND turn <= ?3 AND pending > 0
         AND origin IS NOT ?1 ORDER BY turn",
    )?;
    let mut rows = query.query(params![account.0, sent, until])?;
    while let Some(row) = rows.next()? {
        let turn: i64 = row.get(0)?;
        // An edit that was undone in between has another turn, and is sent from its beginning.
        let skip = if turn == part_of { usize::try_from(part).unwrap_or(0) } else { 0 };
        let edit = changes_of(&journal::forward(row, 1)?, account, [end, turn], skip);
        end = turn;
        if found(edit)?.is_break() {
            break;
        }
    }
    Ok(end)
}

/// What an edit changed, whose turn follows another.
fn changes_of(edit: &Edit, account: AccountId, [before, turn]: [i64; 2], skip: usize) -> Outbox {
    let mut waiting = Outbox::default();
    match edit {
        Edit::Marks { flag, articles, .. } => {
            for (at, &article) in articles.iter().enumerate().skip(skip) {
                let is_last = at + 1 == articles.len();
                let within = Sent { turn: before, part_of: turn, part: at + 1 };
                let sent = if is_last { Sent { turn, ..Sent::default() } } else { within };
                waiting.marks.push((flag.clone(), article, sent));
            }
        }
        Edit::Follow { feeds, .. } => {
            waiting.feeds.extend(feeds.iter().map(|&feed| (feed, FeedTouch::Followed)));
        }
        // That another account is to have a feed changes nothing in this one.
        Edit::Feed { edit: FeedEdit::Account(other, _), .. } if *other != account => {}
        Edit::Feed { feed, edit } => {
            let touch = match edit {
                FeedEdit::Rename(_) => FeedTouch::Name,
                FeedEdit::Tag(tag, _) => FeedTouch::Tag(tag.clone()),
                _ => FeedTouch::Followed,
            };
            waiting.feeds.push((*feed, touch));
        }
        _ => {}
    }
    waiting
}

/// What an account has, to tell which edits concern it.
struct Audience<'a> {
    connection: &'a Connection,
    account: AccountId,
    has_labels: bool,
}

impl<'a> Audience<'a> {
    fn of(connection: &'a Connection, account: AccountId) -> Result<Self> {
        let sql = "SELECT protocol FROM account WHERE id = ?";
        let protocol: String = connection.prepare_cached(sql)?.query_row([account.0], |row| row.get(0))?;
        let has_labels = ProtocolKind::of_word(&protocol).is_some_and(ProtocolKind::has_labels);
        Ok(Self { connection, account, has_labels })
    }

    fn is_concerned_by(&self, edit: Outbox) -> Result<bool> {
        for (flag, article, _) in edit.marks {
            if (self.has_labels || !matches!(flag, Flag::Tag(_))) && self.has_item(article)? {
                return Ok(true);
            }
        }
        for (feed, _) in edit.feeds {
            if self.has_feed(feed)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn has_item(&self, article: ArticleId) -> Result<bool> {
        let sql = "SELECT 1 FROM account_item WHERE article = ? AND account = ?";
        Ok(self.connection.prepare_cached(sql)?.exists([article.0, self.account.0])?)
    }

    /// Whether the server has a feed, or is to have it.
    fn has_feed(&self, feed: FeedId) -> Result<bool> {
        let sql = "SELECT 1 FROM account_feed WHERE account = ?1 AND feed = ?2
                   UNION ALL SELECT 1 FROM account_wish WHERE account = ?1 AND feed = ?2";
        Ok(self.connection.prepare_cached(sql)?.exists([self.account.0, feed.0])?)
    }
}
