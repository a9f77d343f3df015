//! Counts the names of an intake for many articles together, writing each table in its own order.
//!
//! Rows sorted by entity or by form are far apart for a single article, so counting article by article would write
//! whole pages for a few bytes each, again and again. During heavy writing, only an article's names are stored, and
//! its number is added to `uncounted`. Later the pending articles are read from there and counted in one pass over
//! each table. A pass consists of many short transactions, between which other work can run; its progress is in
//! `counting`, so that it continues after an interruption. Until then the linking rules take pending articles into
//! account ([`super::waiting`]), and code that changes what articles show finishes the pass first.

use super::count_rows::{
    MovedRow, NamedRow, delete, put_moved, put_named, update_entity, write_called, write_forms, write_months,
    write_roles,
};
use super::entity_counter::{EntityCounter, singular};
use super::gains::{Gain, Queue};
use super::identified;
use super::mentions::ArticleNames;
use super::relink::only_in;
use super::schema::{self, Totals};
use super::{Result, Store};
use crate::model::{ArticleId, EntityId};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;

/// The number of articles whose names are read in one step.
const READ: usize = 256;

/// The number of entities looked up in one step.
const LOOKED_UP: usize = 2_048;

/// The number of rows between two checks of the time.
const ROWS: usize = 64;

/// The minimum number of pending articles for a pass over all tables.
const FEWEST_WAITING: usize = 2_000;

/// The tables in the order in which they are written. Entities are looked up before they are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Words,
    Forms,
    Called,
    Entities,
    Identities,
    Done,
}

impl Phase {
    const ALL: [Self; 6] =
        [Self::Words, Self::Forms, Self::Called, Self::Entities, Self::Identities, Self::Done];

    fn next(self) -> Self {
        Self::ALL.into_iter().find(|phase| *phase > self).unwrap_or(Self::Done)
    }
}

/// An article that waits, with the names by which it is counted so far, if it is.
type Unread = (ArticleId, Option<Vec<u8>>);

/// A pass over the tables.
#[derive(Debug, Default)]
pub(super) struct Counting {
    /// Articles whose names are still to be read.
    unread: Vec<Unread>,
    /// The progress of an interrupted pass over them.
    begun: Option<Progress>,
    counter: EntityCounter,
    named: Vec<NamedRow>,
    moved: Vec<MovedRow>,
    /// Rows that are no longer right.
    unnamed: Vec<NamedRow>,
    unmoved: Vec<MovedRow>,
    /// Entities of these articles that are still to be looked up.
    unknown: Option<Vec<EntityId>>,
    /// Words about which something was learned.
    words: BTreeMap<String, Gain>,
    rows: Option<Rows>,
}

/// The rows to write, each in the order of its table.
#[derive(Debug)]
struct Rows {
    words: Vec<(String, Gain)>,
    /// Folded form, entity, form, difference in mentions.
    forms: Vec<(String, i64, String, i64)>,
    called: Vec<(String, i64, i64)>,
    entities: Vec<EntityId>,
    progress: Progress,
}

/// The progress of a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Progress {
    /// Its number.
    pass: i64,
    phase: Phase,
    /// How many rows of this table have been written.
    at: usize,
}

impl Store {
    /// Whether enough articles are pending for a pass over all tables.
    pub fn is_counting_due(&self) -> Result<bool> {
        let (waiting, entities) = {
            let waiting = &self.recalled.borrow().waiting;
            (waiting.count(), waiting.entities())
        };
        if entities >= self.memory.entities_waiting() {
            return Ok(true);
        }
        if waiting < FEWEST_WAITING {
            return Ok(false);
        }
        let counted = usize::try_from(self.totals()?.articles).unwrap_or(0).saturating_sub(waiting);
        Ok(waiting >= self.memory.waiting().min(counted / 2))
    }

    /// Does a step of counting, and writes until `is_over`; false if nothing is pending.
    pub fn count_some(&mut self, is_over: &dyn Fn() -> bool) -> Result<bool> {
        let counting = match self.counting.take() {
            Some(counting) => Some(counting),
            None => Counting::begin(&self.connection)?.map(Box::new),
        };
        let Some(mut counting) = counting else { return Ok(false) };
        if counting.prepare(&self.connection)? {
            self.counting = Some(counting);
            return Ok(true);
        }
        let (change, _turn) = self.precedence.begin(&mut self.connection, self.for_whom)?;
        if counting.is_outdated(&change)? {
            return Ok(true);
        }
        self.queue.begin();
        let is_done = counting.write(&change, &mut self.queue, is_over)?;
        self.precedence.tell(&self.seen);
        change.commit()?;
        self.queue.follow();
        if is_done {
            self.recalled.get_mut().waiting = super::waiting::Waiting::default();
        } else {
            self.counting = Some(counting);
        }
        Ok(true)
    }

    /// Counts all pending articles.
    pub(super) fn count_all(&mut self) -> Result<()> {
        while self.count_some(&|| false)? {}
        Ok(())
    }
}

impl Counting {
    /// A pass over the pending articles; `None` if there are none.
    fn begin(connection: &Connection) -> Result<Option<Self>> {
        let mut query =
            connection.prepare_cached("SELECT article, before FROM uncounted ORDER BY article DESC")?;
        let rows = query.query_map([], |row| Ok((ArticleId(row.get(0)?), row.get(1)?)))?;
        let unread: Vec<Unread> = rows.collect::<rusqlite::Result<_>>()?;
        if unread.is_empty() {
            return Ok(None);
        }
        Ok(Some(Self { unread, begun: Some(progress(connection)?), ..Self::default() }))
    }

    /// Does a step of the preparation; false when it is complete.
    fn prepare(&mut self, connection: &Connection) -> Result<bool> {
        if !self.unread.is_empty() {
            let first = self.unread.len().saturating_sub(READ);
            let articles = self.unread.split_off(first);
            articles.into_iter().try_for_each(|unread| self.read(connection, unread))?;
            return Ok(true);
        }
        let unknown = self.unknown.get_or_insert_with(|| {
            self.named.sort_unstable();
            self.moved.sort_unstable();
            self.unnamed.sort_unstable();
            self.unmoved.sort_unstable();
            // Entities that an article is linked to but that no article states or shows have rows too.
            for row in self.moved.iter().chain(&self.unmoved) {
                self.counter.counts.entry(EntityId(row.entity)).or_default();
            }
            self.counter.counts.keys().rev().copied().collect()
        });
        if !unknown.is_empty() {
            let first = unknown.len().saturating_sub(LOOKED_UP);
            let entities = unknown.split_off(first);
            entities.into_iter().try_for_each(|id| self.look_up(connection, id))?;
            return Ok(true);
        }
        if let Some(begun) = self.begun.take() {
            self.rows = Some(self.rows(begun));
            return Ok(true);
        }
        Ok(false)
    }

    fn read(&mut self, connection: &Connection, (article, before): Unread) -> Result<()> {
        let Some(current) = ArticleNames::of(connection, article)? else { return Ok(()) };
        let mut query = connection.prepare_cached("SELECT time FROM article WHERE id = ?")?;
        let Some(time) = query.query_row([article.0], |row| row.get(0)).optional()? else { return Ok(()) };
        self.counter.count(time, &current, 1);
        let (named, moved) = (current.named_rows(article, time), current.moved_rows(article, time));
        let Some(before) = before.and_then(|before| ArticleNames::decode(&before)) else {
            self.counter.gain(time, &current, 1);
            self.named.extend(named);
            self.moved.extend(moved);
            return Ok(());
        };
        self.counter.count(time, &before, -1);
        let (were_named, were_moved) = (before.named_rows(article, time), before.moved_rows(article, time));
        self.named.extend(only_in(&named, &were_named, |row, other| row == other));
        self.unnamed.extend(only_in(&were_named, &named, |row, other| row.entity == other.entity));
        self.moved.extend(only_in(&moved, &were_moved, |row, other| row == other));
        self.unmoved.extend(only_in(&were_moved, &moved, |row, other| row.entity == other.entity));
        Ok(())
    }

    /// Looks up the names of an entity if it is new, and records what was learned.
    fn look_up(&mut self, connection: &Connection, id: EntityId) -> Result<()> {
        let mut query = connection.prepare_cached(
            "SELECT articles = 0 AND sayings = 0, sayings = 0, kind, surname, key, name, said FROM entity WHERE id = ?",
        )?;
        let mut rows = query.query([id.0])?;
        let Some(row) = rows.next()? else { return Ok(()) };
        if row.get(0)? {
            self.counter.name(id, row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?);
            if let Some(said) = row.get::<_, Option<String>>(6)? {
                self.counter.name(id, &said);
            }
        }
        let Some(gain) = self.counter.gains.entity(id) else { return Ok(()) };
        if let Some(surname) = row.get::<_, Option<String>>(3)? {
            self.learn(surname, gain);
        }
        let key: String = row.get(4)?;
        if let Some(singular) = singular(row.get(2)?, &key)
            && row.get(1)?
        {
            self.learn(singular.to_owned(), Gain::EVER);
        }
        Ok(())
    }

    fn learn(&mut self, word: String, gain: Gain) {
        self.words.entry(word).and_modify(|known| *known = known.and(gain)).or_insert(gain);
    }

    /// All rows in the order of their tables.
    fn rows(&mut self, progress: Progress) -> Rows {
        let forms: Vec<(String, Gain)> =
            self.counter.gains.forms().map(|(form, gain)| (form.to_owned(), gain)).collect();
        for (form, gain) in forms {
            self.learn(form, gain);
        }
        let forms = self.counter.changed_forms().into_iter();
        let forms = forms.map(|(folded, entity, form, by)| (folded, entity, form.to_owned(), by)).collect();
        self.counter.forget_forms();
        let called = std::mem::take(&mut self.counter.called).into_iter();
        Rows {
            words: std::mem::take(&mut self.words).into_iter().collect(),
            forms,
            called: called.map(|((form, entity), by)| (form, entity.0, by)).collect(),
            entities: self.counter.counts.keys().copied().collect(),
            progress,
        }
    }

    /// Whether another connection has continued the pass.
    fn is_outdated(&self, connection: &Connection) -> Result<bool> {
        let known = self.rows.as_ref().map(|rows| rows.progress);
        Ok(known != Some(progress(connection)?))
    }

    /// Writes until the time is over, and returns whether everything is written.
    fn write(
        &mut self,
        connection: &Connection,
        queue: &mut Queue,
        is_over: &dyn Fn() -> bool,
    ) -> Result<bool> {
        let Some(mut rows) = self.rows.take() else { return Ok(true) };
        let mut totals = Totals::default();
        loop {
            let written = self.write_rows(connection, &rows, queue, &mut totals)?;
            rows.progress.at += written;
            if written < ROWS {
                rows.progress = Progress { phase: rows.progress.phase.next(), at: 0, ..rows.progress };
            }
            if rows.progress.phase == Phase::Done || is_over() {
                break;
            }
        }
        schema::add_to_totals(connection, totals)?;
        let Progress { pass, phase, at } = rows.progress;
        let is_done = phase == Phase::Done;
        let at = i64::try_from(at).unwrap_or(0);
        let (pass, phase, at) = if is_done { (pass + 1, 0, 0) } else { (pass, phase as i64, at) };
        connection
            .prepare_cached("UPDATE counting SET pass = ?, phase = ?, at = ?")?
            .execute([pass, phase, at])?;
        if is_done {
            connection.execute("DELETE FROM uncounted", [])?;
        }
        self.rows = Some(rows);
        Ok(is_done)
    }

    /// Writes some rows, and returns how many.
    fn write_rows(
        &self,
        connection: &Connection,
        rows: &Rows,
        queue: &mut Queue,
        totals: &mut Totals,
    ) -> Result<usize> {
        match rows.progress.phase {
            Phase::Words => {
                let some = next_of(&rows.words, rows.progress.at);
                some.iter().try_for_each(|(word, gain)| queue.put(connection, word, *gain))?;
                Ok(some.len())
            }
            Phase::Forms => {
                let some = next_of(&rows.forms, rows.progress.at);
                let forms = some.iter().map(|(folded, entity, form, by)| (&**folded, *entity, &**form, *by));
                write_forms(connection, forms)?;
                Ok(some.len())
            }
            Phase::Called => {
                let some = next_of(&rows.called, rows.progress.at);
                write_called(connection, some.iter().map(|(form, entity, by)| (&**form, *entity, *by)))?;
                Ok(some.len())
            }
            Phase::Entities => {
                let some = next_of(&rows.entities, rows.progress.at);
                if let (Some(first), Some(last)) = (some.first(), some.last()) {
                    self.write_entities(connection, (*first, *last), totals)?;
                }
                Ok(some.len())
            }
            Phase::Identities => identified::move_some(connection, ROWS),
            Phase::Done => Ok(0),
        }
    }

    /// Writes everything about the entities between two numbers.
    fn write_entities(
        &self,
        connection: &Connection,
        (first, last): (EntityId, EntityId),
        totals: &mut Totals,
    ) -> Result<()> {
        for (id, by) in self.counter.counts.range(first..=last).filter(|(_, by)| !by.is_nothing()) {
            update_entity(connection, *id, by, totals)?;
        }
        for row in between(&self.unnamed, |row| row.entity, (first, last)) {
            delete(connection, "named", (row.entity, row.time, row.article))?;
        }
        for row in between(&self.unmoved, |row| row.entity, (first, last)) {
            delete(connection, "moved", (row.entity, row.time, row.article))?;
        }
        put_named(connection, between(&self.named, |row| row.entity, (first, last)))?;
        put_moved(connection, between(&self.moved, |row| row.entity, (first, last)))?;
        let months = self.counter.months.range((first, i64::MIN)..=(last, i64::MAX));
        write_months(connection, months.map(|((entity, month), by)| (entity.0, *month, *by)))?;
        let roles = self.counter.roles.range((first, String::new())..(EntityId(last.0 + 1), String::new()));
        write_roles(connection, roles.map(|((entity, role), by)| (entity.0, role.as_str(), *by)))
    }
}

/// The progress of the current pass, or of the next.
fn progress(connection: &Connection) -> Result<Progress> {
    let mut query = connection.prepare_cached("SELECT pass, phase, at FROM counting")?;
    Ok(query.query_row([], |row| {
        let (phase, at): (u8, u32) = (row.get(1)?, row.get(2)?);
        let phase = Phase::ALL.get(usize::from(phase)).copied().unwrap_or(Phase::Words);
        Ok(Progress { pass: row.get(0)?, phase, at: at as usize })
    })?)
}

/// The next rows to write.
fn next_of<Row>(rows: &[Row], at: usize) -> &[Row] {
    let rest = rows.get(at..).unwrap_or(&[]);
    &rest[..rest.len().min(ROWS)]
}

/// The rows of entities between two numbers.
fn between<Row>(rows: &[Row], entity: impl Fn(&Row) -> i64, (first, last): (EntityId, EntityId)) -> &[Row] {
    let from = rows.partition_point(|row| entity(row) < first.0);
    let upto = rows.partition_point(|row| entity(row) <= last.0);
    rows.get(from..upto).unwrap_or(&[])
}

#[cfg(test)]
mod tests;
