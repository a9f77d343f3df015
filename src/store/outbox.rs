//! The journal as the outbox of accounts: the user's changes that a server has not yet received.
//!
//! An account has received the journal up to a turn, and a number of articles of a later edit. What is sent is the
//! current state of everything that these edits changed: an edit that was undone before it was sent is sent as what
//! it left, and sending one twice has no further effect.

use super::held::{FeedTouch, Held, held};
use super::intake::Batch;
use super::journal::{self, Step};
use super::{Result, Store};
use crate::model::{AccountId, ArticleId, Edit, FeedEdit, FeedId, Flag, ProtocolKind, Switch};
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
    /// The turn up to which the server has received the journal,
    pub begin: i64,
    /// and how far it has with all of this.
    pub end: Sent,
}

impl Store {
    /// The pending changes for an account up to a turn, without what does not concern it.
    pub fn outbox(&self, account: AccountId, until: i64) -> Result<Outbox> {
        let audience = Audience::of(&self.connection, account)?;
        let mut waiting = Outbox::default();
        (waiting.begin, waiting.end.turn) = each_pending(&self.connection, account, until, |edit| {
            for mark in edit.marks {
                if audience.is_to_have(&mark, edit.passes_on)? {
                    waiting.marks.push(mark.told());
                }
            }
            waiting.feeds.extend(edit.feeds);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(waiting)
    }

    /// How many marks and feeds wait to be sent to an account: each once, however often it was changed.
    pub fn count_waiting(&self, account: AccountId) -> Result<u64> {
        let (mut marks, mut feeds) = (HashSet::new(), HashSet::new());
        self.each_waiting(account, |waiting| {
            match waiting {
                Waiting::Mark(flag, article) => marks.insert((flag, article)),
                Waiting::Feed(feed) => feeds.insert(feed),
            };
            ControlFlow::Continue(())
        })?;
        for (held, _) in self.held(account)? {
            match held {
                Held::Mark(flag, article) => marks.insert((flag, article)),
                Held::Feed(_, feed) => feeds.insert(feed),
            };
        }
        Ok((marks.len() + feeds.len()) as u64)
    }

    /// Whether anything waits to be sent to an account for the first time.
    pub fn has_waiting(&self, account: AccountId) -> Result<bool> {
        let mut has = false;
        self.each_waiting(account, |_| {
            has = true;
            ControlFlow::Break(())
        })?;
        Ok(has)
    }

    fn each_waiting(
        &self,
        account: AccountId,
        mut found: impl FnMut(Waiting) -> ControlFlow<()>,
    ) -> Result<()> {
        let audience = Audience::of(&self.connection, account)?;
        each_pending(&self.connection, account, i64::MAX, |edit| {
            for mark in edit.marks {
                if audience.is_to_have(&mark, edit.passes_on)?
                    && found(Waiting::Mark(mark.flag, mark.article)).is_break()
                {
                    return Ok(ControlFlow::Break(()));
                }
            }
            for (feed, _) in edit.feeds {
                if audience.has_feed(feed)? && found(Waiting::Feed(feed)).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(())
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
        let mut waiting = HashSet::new();
        each_pending(&self.change, account, i64::MAX, |edit| {
            waiting.extend(edit.marks.into_iter().map(|mark| (mark.article, mark.flag)));
            Ok(ControlFlow::Continue(()))
        })?;
        let held = held(&self.change, account)?.into_iter().filter_map(|(held, _)| held.mark());
        waiting.extend(held.map(|(flag, article)| (article, flag)));
        Ok(waiting)
    }

    /// The same for feeds.
    pub(super) fn waiting_feeds(&self, account: AccountId) -> Result<HashSet<FeedId>> {
        let mut waiting = HashSet::new();
        each_pending(&self.change, account, i64::MAX, |edit| {
            waiting.extend(edit.feeds.into_iter().map(|(feed, _)| feed));
            Ok(ControlFlow::Continue(()))
        })?;
        waiting.extend(held(&self.change, account)?.into_iter().filter_map(|(held, _)| match held {
            Held::Feed(_, feed) => Some(feed),
            Held::Mark(..) => None,
        }));
        Ok(waiting)
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

    /// Adds the marks of articles to the outbox, for servers that have these articles but not the marks. `origin` is
    /// the account whose server set them. Returns how many of the articles other servers have.
    pub fn send_marks(
        &mut self,
        flag: &Flag,
        to: Switch,
        articles: &[ArticleId],
        origin: Option<AccountId>,
        now: i64,
    ) -> Result<u64> {
        let origin = origin.map(|account| account.0);
        let (mut shared, sql) =
            (Vec::new(), "SELECT 1 FROM account_item WHERE article = ? AND account IS NOT ?");
        for article in articles {
            if self.change.prepare_cached(sql)?.exists(params![article.0, origin])? {
                shared.push(*article);
            }
        }
        if shared.is_empty() {
            return Ok(0);
        }
        let edit = |to| Edit::Marks { flag: flag.clone(), to, articles: shared.clone(), since: Vec::new() };
        let done = journal::Done::of_articles(&self.change, &shared, |_| (edit(to), edit(to.flipped())))?;
        let applied = journal::record(&self.change, &edit(to), done, &Step::Implicit, now)?;
        if let (Some(id), Some(origin)) = (applied.id, origin) {
            self.change
                .prepare_cached(
                    "UPDATE journal SET origin = ?1, pending = (SELECT count(*) FROM account WHERE id <> ?1)
                     WHERE id = ?2",
                )?
                .execute([origin, id.0])?;
        }
        Ok(shared.len() as u64)
    }
}

/// The marks that a server has not received, each once.
pub(super) fn unsent_marks(connection: &Connection, account: AccountId) -> Result<Vec<(Flag, ArticleId)>> {
    let audience = Audience::of(connection, account)?;
    let mut unsent = Vec::new();
    each_pending(connection, account, i64::MAX, |edit| {
        for mark in edit.marks {
            if audience.is_to_have(&mark, edit.passes_on)? {
                unsent.push((mark.flag, mark.article));
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    unsent.extend(held(connection, account)?.into_iter().filter_map(|(held, _)| held.mark()));
    let mut met = HashSet::new();
    unsent.retain(|mark| met.insert(mark.clone()));
    Ok(unsent)
}

/// What waits to be sent.
enum Waiting {
    Mark(Flag, ArticleId),
    Feed(FeedId),
}

/// What an edit changed.
#[derive(Default)]
struct Pending {
    marks: Vec<PendingMark>,
    feeds: Vec<(FeedId, FeedTouch)>,
    /// It is none of the user's own steps: it passes on what another server said, or follows from opening an article.
    passes_on: bool,
}

struct PendingMark {
    flag: Flag,
    article: ArticleId,
    to: Switch,
    sent: Sent,
}

impl PendingMark {
    fn told(self) -> (Flag, ArticleId, Sent) {
        (self.flag, self.article, self.sent)
    }
}

/// Passes on what each pending edit changed, in order; returns the turn up to which the server has received the journal,
/// and that of the last edit.
fn each_pending(
    connection: &Connection,
    account: AccountId,
    until: i64,
    mut found: impl FnMut(Pending) -> Result<ControlFlow<()>>,
) -> Result<(i64, i64)> {
    let (sent, part_of, part): (i64, i64, i64) = connection
        .prepare_cached("SELECT sent, part_of, part FROM account WHERE id = ?")?
        .query_row([account.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut end = sent;
    let mut query = connection.prepare_cached(
        "SELECT turn, packing, forward, state = 3 FROM journal WHERE turn > ?2 AND turn <= ?3 AND pending > 0
         AND origin IS NOT ?1 ORDER BY turn",
    )?;
    let mut rows = query.query(params![account.0, sent, until])?;
    while let Some(row) = rows.next()? {
        let turn: i64 = row.get(0)?;
        // An edit that was undone in between has another turn, and is sent from its beginning.
        let skip = if turn == part_of { usize::try_from(part).unwrap_or(0) } else { 0 };
        let mut edit = changes_of(&journal::forward(row, 1)?, account, [end, turn], skip);
        edit.passes_on = row.get(3)?;
        end = turn;
        if found(edit)?.is_break() {
            break;
        }
    }
    Ok((sent, end))
}

/// What an edit changed, whose turn follows another.
fn changes_of(edit: &Edit, account: AccountId, [before, turn]: [i64; 2], skip: usize) -> Pending {
    let mut waiting = Pending::default();
    match edit {
        Edit::Marks { flag, to, articles, .. } => {
            for (at, &article) in articles.iter().enumerate().skip(skip) {
                let is_last = at + 1 == articles.len();
                let within = Sent { turn: before, part_of: turn, part: at + 1 };
                let sent = if is_last { Sent { turn, ..Sent::default() } } else { within };
                waiting.marks.push(PendingMark { flag: flag.clone(), article, to: *to, sent });
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

    /// Whether the server is to have a mark: it has the article, and can have such marks. What is passed on to it is
    /// left out if it has said, or been told, the same itself.
    fn is_to_have(&self, mark: &PendingMark, is_passed_on: bool) -> Result<bool> {
        let (article, account, to) = (mark.article.0, self.account.0, mark.to.is_on());
        let says_otherwise = match &mark.flag {
            Flag::Tag(_) if !self.has_labels => return Ok(false),
            _ if !is_passed_on => "true",
            Flag::Read => "unread = ?3",
            Flag::Bookmark => "starred <> ?3",
            Flag::Tag(_) => {
                "?3 <> EXISTS (SELECT 1 FROM account_label l WHERE l.account = ?2 AND l.label = ?4 AND l.id = i.id)"
            }
        };
        let sql =
            format!("SELECT 1 FROM account_item i WHERE article = ?1 AND account = ?2 AND {says_otherwise}");
        let mut query = self.connection.prepare_cached(&sql)?;
        Ok(match &mark.flag {
            _ if !is_passed_on => query.exists([article, account])?,
            Flag::Tag(label) => query.exists(params![article, account, to, label])?,
            _ => query.exists(params![article, account, to])?,
        })
    }

    /// Whether the server has a feed, or is to have it.
    fn has_feed(&self, feed: FeedId) -> Result<bool> {
        let sql = "SELECT 1 FROM account_feed WHERE account = ?1 AND feed = ?2
                   UNION ALL SELECT 1 FROM account_wish WHERE account = ?1 AND feed = ?2";
        Ok(self.connection.prepare_cached(sql)?.exists([self.account.0, feed.0])?)
    }
}
