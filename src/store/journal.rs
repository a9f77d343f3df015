//! The journal: what the user changed, with its inverse, written in the same transaction as the change. Undo and redo
//! walk it, in this process or a later one.
//!
//! It reaches back 1,000 edits or 90 days, whichever is less. The last 100 are kept however old they are, as is
//! everything that a server has not yet received.

use super::{Error, Result, Store, deflate};
use crate::model::{Applied, ArticleId, Edit, EditId, EntityId, FeedId, Switch};
use crate::text::edits;
use crate::text::width::counted;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use std::collections::HashSet;

/// The maximum number of edits, if younger than [`DAYS`].
const MOST: i64 = 1_000;
/// Edits kept whatever their age: if the clock was wrong once, that must not cost the user all of them.
const LEAST: i64 = 100;
/// How long an edit can be undone.
const DAYS: i64 = 90;

pub(super) const APPLIED: i64 = 0;
/// The next edit that redo applies; a new edit makes it 2, which is redone by its number alone.
const REDOABLE: i64 = 1;
/// Applied, but not an undo step: it was implicit.
const IMPLICIT: i64 = 3;
/// A part of an addition that has not ended; no step of its own.
pub(super) const ARRIVED: i64 = 4;

/// Bits of a row's packing.
const FORWARD_DEFLATED: i64 = 1;
pub(super) const BACK_DEFLATED: i64 = 2;

/// The origin of an edit.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The user asked for it.
    New,
    /// It follows from something else: opening an article marks it read. It is not an undo step.
    Implicit,
    /// It undoes an edit of the journal.
    Undo(Entry),
    /// It redoes one.
    Redo(Entry),
}

/// Which edit of the journal is undone or redone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The last one.
    Last,
    /// The last one before an edit that was refused.
    Before(i64),
    /// The one with this number.
    Numbered(EditId),
}

/// An edit of the journal, with its inverse.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    id: EditId,
    /// How it was chosen.
    choice: Choice,
    turn: i64,
    subject: String,
    forward: Edit,
    back: Edit,
}

/// What an edit did.
pub(super) struct Done {
    /// What was really done.
    pub edit: Edit,
    /// What undoes exactly that.
    pub back: Edit,
    /// The title of the one article or feed it is about, before the edit.
    pub subject: String,
    /// How many articles now show something different.
    pub articles: u64,
    /// The entity that corrected names are now shown as.
    pub entity: Option<EntityId>,
}

impl Step {
    /// The choice of the step that is next if this one is refused; `None` if it was asked for by its number.
    pub fn next_choice(&self) -> Option<Choice> {
        match self {
            Self::Undo(entry) | Self::Redo(entry) if !matches!(entry.choice, Choice::Numbered(_)) => {
                Some(Choice::Before(entry.turn))
            }
            _ => None,
        }
    }

    /// The edit whose result this step expects.
    pub(super) fn left_by(&self) -> Option<&Edit> {
        match self {
            Self::New | Self::Implicit => None,
            Self::Undo(entry) => Some(&entry.forward),
            Self::Redo(entry) => Some(&entry.back),
        }
    }
}

impl Done {
    /// What was done to these articles, if anything; `edits` returns the edit and its inverse.
    pub fn of_articles(
        connection: &Connection,
        changed: &[ArticleId],
        edits: impl FnOnce(Vec<ArticleId>) -> (Edit, Edit),
    ) -> Result<Option<Self>> {
        if changed.is_empty() {
            return Ok(None);
        }
        let subject = match changed {
            [one] => title_of(connection, *one)?,
            _ => String::new(),
        };
        let (edit, back) = edits(changed.to_vec());
        Ok(Some(Self { edit, back, subject, articles: changed.len() as u64, entity: None }))
    }

    /// Articles and feeds that were added, or taken out again; none if there are none.
    pub fn of_addition(
        connection: &Connection,
        to: Switch,
        articles: Vec<ArticleId>,
        feeds: Vec<FeedId>,
    ) -> Result<Option<Self>> {
        let subject = match (&articles[..], &feeds[..]) {
            ([], []) => return Ok(None),
            ([one], []) => title_of(connection, *one)?,
            ([], [one]) => super::feeds::title_of(connection, *one)?,
            _ => String::new(),
        };
        let count = articles.len() as u64;
        let back = Edit::Addition { to: to.flipped(), articles: articles.clone(), feeds: feeds.clone() };
        let edit = Edit::Addition { to, articles, feeds };
        Ok(Some(Self { articles: count, ..Self::of_others(edit, back, subject) }))
    }

    /// What was done to something else.
    pub fn of_others(edit: Edit, back: Edit, subject: String) -> Self {
        Self { edit, back, subject, articles: 0, entity: None }
    }
}

impl Store {
    /// The step that undoes an edit; `None` if there is none, or it is already undone.
    pub fn undo_step(&self, which: Choice) -> Result<Option<(Edit, Step)>> {
        let found = entry(&self.connection, TO_UNDO, which)?;
        Ok(found.map(|entry| (entry.back.clone(), Step::Undo(entry))))
    }

    /// The step that redoes an edit; the last one is the one that was undone last.
    pub fn redo_step(&self, which: Choice) -> Result<Option<(Edit, Step)>> {
        let found = entry(&self.connection, TO_REDO, which)?;
        Ok(found.map(|entry| (entry.forward.clone(), Step::Redo(entry))))
    }

    /// Which of these deleted articles are gone because their addition was undone: that was the last thing done to them.
    pub fn taken_out(&self, among: &[ArticleId]) -> Result<Vec<ArticleId>> {
        let mut open: HashSet<ArticleId> = among.iter().copied().collect();
        let mut taken_out = Vec::new();
        let mut query = self.connection.prepare_cached(
            "SELECT packing, forward, state FROM journal WHERE state < 3 ORDER BY turn DESC",
        )?;
        let mut rows = query.query([])?;
        while !open.is_empty()
            && let Some(row) = rows.next()?
        {
            let is_applied = row.get::<_, i64>(2)? == APPLIED;
            match forward(row, 0)? {
                Edit::Addition { articles, .. } => {
                    let gone = articles.into_iter().filter(|article| open.remove(article) && !is_applied);
                    taken_out.extend(gone);
                }
                Edit::Deletion { articles, .. } if is_applied => {
                    for article in &articles {
                        open.remove(article);
                    }
                }
                _ => {}
            }
        }
        Ok(taken_out)
    }

    /// Makes a step of what an addition brought that was interrupted, so that undo takes it back.
    pub fn end_addition(&mut self) -> Result<()> {
        if arrived(&self.connection)?.is_none() {
            return Ok(());
        }
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(Arrived { began, articles, feeds }) = arrived(&change)?
            && let Some(done) = Done::of_addition(&change, Switch::On, articles, feeds)?
        {
            insert(&change, &done, APPLIED, began)?;
        }
        Ok(change.commit()?)
    }
}

/// What an addition that has not ended has brought so far.
#[derive(Default)]
pub(super) struct Arrived {
    /// When it began, in seconds since the epoch.
    pub began: i64,
    pub articles: Vec<ArticleId>,
    pub feeds: Vec<FeedId>,
}

/// What has arrived of an addition that has not ended; `None` if nothing has.
pub(super) fn arrived(connection: &Connection) -> Result<Option<Arrived>> {
    let mut query = connection
        .prepare_cached("SELECT packing, forward, time FROM journal WHERE state = 4 ORDER BY id")?;
    let mut rows = query.query([])?;
    let mut all: Option<Arrived> = None;
    while let Some(row) = rows.next()? {
        let Edit::Addition { articles, feeds, .. } = forward(row, 0)? else { continue };
        let time = row.get(2)?;
        match &mut all {
            Some(all) => {
                all.articles.extend(articles);
                all.feeds.extend(feeds);
            }
            None => all = Some(Arrived { began: time, articles, feeds }),
        }
    }
    Ok(all)
}

/// Notes what an addition that goes on has brought, in the transaction that brings it. Its turn is none of a step: those
/// of steps are never used again, since servers count by them.
pub(super) fn note_arrived(
    connection: &Connection,
    articles: &[ArticleId],
    feeds: &[FeedId],
    began: i64,
) -> Result<()> {
    if articles.is_empty() && feeds.is_empty() {
        return Ok(());
    }
    let edit = Edit::Addition { to: Switch::On, articles: articles.to_vec(), feeds: feeds.to_vec() };
    let mut packed = 0;
    let forward = pack(&edit, FORWARD_DEFLATED, &mut packed)?;
    connection
        .prepare_cached(
            "INSERT INTO journal (uid, time, state, turn, subject, packing, forward, back)
             VALUES (randomblob(16), ?, ?, (SELECT min(coalesce(min(turn), 0), 0) - 1 FROM journal), '', ?, ?, x'')",
        )?
        .execute(params![began, ARRIVED, packed, forward])?;
    Ok(())
}

/// The edit to undo, and the one to redo.
const TO_UNDO: &str = "SELECT id, turn, subject, packing, forward, back FROM journal
    WHERE state = 0 AND (?1 IS NULL OR id = ?1) AND (?2 IS NULL OR turn < ?2) ORDER BY turn DESC LIMIT 1";
const TO_REDO: &str = "SELECT id, turn, subject, packing, forward, back FROM journal
    WHERE state IN (1, 2) AND (id = ?1 OR (?1 IS NULL AND state = 1)) AND (?2 IS NULL OR turn < ?2)
    ORDER BY turn DESC LIMIT 1";

fn entry(connection: &Connection, sql: &str, choice: Choice) -> Result<Option<Entry>> {
    let (number, before) = match choice {
        Choice::Last => (None, None),
        Choice::Before(turn) => (None, Some(turn)),
        Choice::Numbered(EditId(number)) => (Some(number), None),
    };
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([number, before])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let packed: i64 = row.get(3)?;
    let back = unpack(row.get_ref(5)?.as_blob().unwrap_or_default(), packed & BACK_DEFLATED != 0)?;
    let (id, turn, subject) = (EditId(row.get(0)?), row.get(1)?, row.get(2)?);
    Ok(Some(Entry { id, choice, turn, subject, forward: forward(row, 3)?, back }))
}

/// Fails if the step is no longer the one to take: somebody else has undone or redone something since it was read.
/// Within the transaction of the step nobody does, so that each step takes back, or repeats, exactly one edit.
pub(super) fn check(connection: &Connection, step: &Step) -> Result<()> {
    let (sql, read) = match step {
        Step::New | Step::Implicit => return Ok(()),
        Step::Undo(entry) => (TO_UNDO, entry),
        Step::Redo(entry) => (TO_REDO, entry),
    };
    match entry(connection, sql, read.choice)? {
        Some(now) if (now.id, now.turn) == (read.id, read.turn) => Ok(()),
        _ => Err(Error::Overtaken),
    }
}

/// The edit of a row whose columns from `at` on are `packing` and `forward`.
pub(super) fn forward(row: &Row, at: usize) -> Result<Edit> {
    let packed: i64 = row.get(at)?;
    unpack(row.get_ref(at + 1)?.as_blob().unwrap_or_default(), packed & FORWARD_DEFLATED != 0)
}

/// Records what was done for an edit, in the same transaction, and describes it.
pub(super) fn record(
    connection: &Connection,
    wanted: &Edit,
    done: Option<Done>,
    step: &Step,
    now: i64,
) -> Result<Applied> {
    let id = match (&done, step) {
        (Some(done), Step::New) => Some(insert(connection, done, APPLIED, now)?),
        (Some(done), Step::Implicit) => Some(insert(connection, done, IMPLICIT, now)?),
        (Some(done), Step::Undo(entry)) => {
            turn(connection, entry, REDOABLE, (&done.back, &done.edit))?;
            Some(entry.id)
        }
        (Some(done), Step::Redo(entry)) => {
            turn(connection, entry, APPLIED, (&done.edit, &done.back))?;
            Some(entry.id)
        }
        // A step whose every effect has changed since is refused, and stays what it was.
        (None, _) => None,
    };
    let sentence = sentence(wanted, done.as_ref(), step);
    Ok(match done {
        Some(Done { edit, articles, entity, .. }) => {
            Applied { id, edit: Some(edit), articles, entity, sentence }
        }
        None => Applied { id: None, edit: None, articles: 0, entity: None, sentence },
    })
}

fn insert(connection: &Connection, done: &Done, state: i64, now: i64) -> Result<EditId> {
    let place = match done.edit {
        Edit::Addition { .. } => make_room(connection, now)?,
        _ => None,
    };
    if state == APPLIED && place.is_none() {
        connection.prepare_cached("UPDATE journal SET state = 2 WHERE state = 1")?.execute([])?;
    }
    let mut packed = 0;
    let forward = pack(&done.edit, FORWARD_DEFLATED, &mut packed)?;
    let back = pack(&done.back, BACK_DEFLATED, &mut packed)?;
    connection
        .prepare_cached(
            "INSERT INTO journal (uid, time, state, turn, subject, packing, forward, back, pending)
             VALUES (randomblob(16), ?, ?, coalesce(?, (SELECT max(coalesce(max(turn), 0), 0) + 1 FROM journal)), ?, ?, ?,
                     ?, iif(?, (SELECT count(*) FROM account), 0))",
        )?
        .execute(params![
            now,
            state,
            place,
            done.subject,
            packed,
            forward,
            back,
            done.edit.is_for_servers()
        ])?;
    let id = EditId(connection.last_insert_rowid());
    prune(connection, state == IMPLICIT, now)?;
    Ok(id)
}

/// Makes room for an addition before the edits that were made while it went on, so that undo takes these back first;
/// its parts are dropped. `began` is when it began. `None` if there are none.
fn make_room(connection: &Connection, began: i64) -> Result<Option<i64>> {
    // Within the second in which it began, an edit of what it brought has a later number than the first part.
    let mut first = connection.prepare_cached(
        "SELECT min(turn) FROM journal
         WHERE state < 4 AND (time > ? OR id > (SELECT min(id) FROM journal WHERE state = 4))",
    )?;
    let place: Option<i64> = first.query_row([began], |row| row.get(0))?;
    connection.prepare_cached("DELETE FROM journal WHERE state = 4")?.execute([])?;
    if let Some(place) = place {
        // Turns are unique at every moment.
        for sql in [
            "UPDATE journal SET turn = -1 - turn WHERE turn >= ?",
            "UPDATE account SET sent = sent + 1 WHERE sent >= ?",
            "UPDATE account SET part_of = part_of + 1 WHERE part_of >= ?",
        ] {
            connection.prepare_cached(sql)?.execute([place])?;
        }
        connection.prepare_cached("UPDATE journal SET turn = -turn WHERE turn < 0")?.execute([])?;
    }
    Ok(place)
}

/// Records that an edit was undone or redone, with what of it was, and its inverse.
fn turn(connection: &Connection, entry: &Entry, state: i64, (forward, back): (&Edit, &Edit)) -> Result<()> {
    let is_for_servers = entry.forward.is_for_servers();
    let mut packed = 0;
    let forward = pack(forward, FORWARD_DEFLATED, &mut packed)?;
    let back = pack(back, BACK_DEFLATED, &mut packed)?;
    connection
        .prepare_cached(
            "UPDATE journal SET state = ?, turn = (SELECT max(turn) + 1 FROM journal), packing = ?, forward = ?,
                    back = ?, pending = iif(?, (SELECT count(*) FROM account), 0), origin = NULL WHERE id = ?",
        )?
        .execute(params![state, packed, forward, back, is_for_servers, entry.id.0])?;
    Ok(())
}

/// The articles that some step of the journal deletes or brings back.
pub(super) fn brought_back(connection: &Connection) -> Result<HashSet<ArticleId>> {
    let mut query = connection.prepare("SELECT packing, forward FROM journal")?;
    let mut rows = query.query([])?;
    let mut articles = HashSet::new();
    while let Some(row) = rows.next()? {
        let edit = forward(row, 0)?;
        if let Edit::Deletion { articles: some, .. } | Edit::Addition { articles: some, .. } = edit {
            articles.extend(some);
        }
    }
    Ok(articles)
}

/// Drops what is too old; undo steps and implicit edits are counted separately.
fn prune(connection: &Connection, implicit: bool, now: i64) -> Result<()> {
    let sql = "WITH some AS (SELECT id FROM journal WHERE state < 4 AND (state = 3) = ?1 ORDER BY id DESC)
               DELETE FROM journal WHERE state < 4 AND (state = 3) = ?1 AND pending = 0 AND (
                   id <= (SELECT id FROM some LIMIT 1 OFFSET ?2)
                   OR (time < ?4 AND id <= (SELECT id FROM some LIMIT 1 OFFSET ?3)))";
    connection.prepare_cached(sql)?.execute(params![implicit, MOST, LEAST, now - DAYS * 86_400])?;
    Ok(())
}

fn pack(edit: &Edit, bit: i64, packed: &mut i64) -> Result<Vec<u8>> {
    let json = serde_json::to_vec(edit).map_err(|error| Error::Damaged(format!("an edit: {error}")))?;
    Ok(deflate::deflate(&json, bit, packed))
}

pub(super) fn unpack(bytes: &[u8], is_deflated: bool) -> Result<Edit> {
    let damaged = || Error::Damaged("an edit cannot be unpacked".to_owned());
    let json = deflate::inflate(bytes, is_deflated).ok_or_else(damaged)?;
    serde_json::from_slice(&json).map_err(|error| Error::Damaged(format!("the journal: {error}")))
}

/// What happened, in words.
fn sentence(wanted: &Edit, done: Option<&Done>, step: &Step) -> String {
    let (done_word, entry) = match step {
        Step::New | Step::Implicit => {
            return match done {
                Some(done) => edits::sentence(&edits::past(&done.edit, &done.back, &done.subject)),
                None => "Nothing to change".to_owned(),
            };
        }
        Step::Undo(entry) => ("Undone", entry),
        Step::Redo(entry) => ("Redone", entry),
    };
    let Some(done) = done else {
        let what = edits::past(&entry.forward, &entry.back, &entry.subject);
        return format!("Nothing changed: its effects have been changed since ({what})");
    };
    // The journal has the subject from before the edit.
    let subject = if entry.subject.is_empty() { &done.subject } else { &entry.subject };
    let state = edits::state(&done.edit, &done.back, subject);
    match wanted.articles().len().saturating_sub(done.edit.articles().len()) {
        0 => format!("{done_word}: {state}"),
        left => {
            let left = counted(left as u64, "article has", "articles have");
            format!("{done_word}: {state}; {left} changed since and stayed as they are")
        }
    }
}

/// The title of an article, deleted or not.
pub(super) fn title_of(connection: &Connection, article: ArticleId) -> Result<String> {
    let mut query = connection.prepare_cached(
        "SELECT title FROM article WHERE id = ?1 UNION ALL SELECT title FROM deleted WHERE id = ?1",
    )?;
    Ok(query.query_row([article.0], |row| row.get(0)).optional()?.unwrap_or_default())
}
