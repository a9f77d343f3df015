//! What articles learned about words, and the queue of words about which something was learned: the articles that may
//! be affected are linked again.
//!
//! A word is queued in the transaction that learned something about it, so that an interrupted run can continue
//! later.

use super::Result;
use crate::model::EntityId;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, HashMap};

/// Times are rounded to this many seconds, about a year, so that a queued word is seldom written again.
const ROUGHLY: i64 = 1 << 25;

/// The period in which articles learned something, and about which entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gain {
    pub since: i64,
    pub until: i64,
    /// The only entity that gained anything; 0 for several, or if one lost something.
    pub gainer: i64,
}

impl Gain {
    /// Something that affects all articles.
    pub const EVER: Self = Self { since: i64::MIN, until: i64::MAX, gainer: 0 };

    fn at(time: i64, entity: EntityId, by: i64) -> Self {
        let since = time.div_euclid(ROUGHLY).saturating_mul(ROUGHLY);
        let gainer = if by > 0 { entity.0 } else { 0 };
        Self { since, until: since.saturating_add(ROUGHLY - 1), gainer }
    }

    /// The same, extended by this many seconds on both sides.
    pub fn widened(self, by: i64) -> Self {
        Self { since: self.since.saturating_sub(by), until: self.until.saturating_add(by), ..self }
    }

    /// Both together.
    pub fn and(self, other: Self) -> Self {
        let gainer = if self.gainer == other.gainer { self.gainer } else { 0 };
        Self { since: self.since.min(other.since), until: self.until.max(other.until), gainer }
    }
}

/// What the articles of a batch learned.
#[derive(Debug, Default)]
pub(super) struct Gains {
    entities: HashMap<EntityId, Gain>,
    forms: BTreeMap<String, Gain>,
}

impl Gains {
    /// An article of this time now states an entity, or no longer does.
    pub fn of_entity(&mut self, entity: EntityId, time: i64, by: i64) {
        let gain = Gain::at(time, entity, by);
        self.entities.entry(entity).and_modify(|known| *known = known.and(gain)).or_insert(gain);
    }

    /// An article of this time now uses a form for an entity, or no longer does.
    pub fn of_form(&mut self, form: &str, entity: EntityId, time: i64, by: i64) {
        let gain = Gain::at(time, entity, by);
        match self.forms.get_mut(form) {
            Some(known) => *known = known.and(gain),
            None => {
                self.forms.insert(form.to_owned(), gain);
            }
        }
    }

    pub fn entity(&self, entity: EntityId) -> Option<Gain> {
        self.entities.get(&entity).copied()
    }

    pub fn forms(&self) -> impl Iterator<Item = (&str, Gain)> {
        self.forms.iter().map(|(form, gain)| (form.as_str(), *gain))
    }
}

/// What is known to be in the queue, so that it is not written again and again.
#[derive(Debug, Default)]
pub(super) struct Queue {
    queued: HashMap<String, Gain>,
    is_unsure: bool,
}

/// The maximum number of words known to be queued.
const MOST_QUEUED: usize = 100_000;

impl Queue {
    /// Starts a batch; what an earlier uncommitted one queued is forgotten.
    pub fn begin(&mut self) {
        if self.is_unsure || self.queued.len() > MOST_QUEUED {
            self.queued.clear();
        }
        self.is_unsure = true;
    }

    /// Records that the batch is committed.
    pub fn follow(&mut self) {
        self.is_unsure = false;
    }

    /// Records that a word was removed from the queue.
    pub fn forget(&mut self, word: &str) {
        self.queued.remove(word);
    }

    /// Queues a word.
    pub fn put(&mut self, connection: &Connection, word: &str, gain: Gain) -> Result<()> {
        let all = match self.queued.get(word) {
            Some(known) if known.and(gain) == *known => return Ok(()),
            Some(known) => known.and(gain),
            None => gain,
        };
        connection
            .prepare_cached(
                "INSERT INTO relink (word, since, until, gainer, stamp) VALUES (?1, ?2, ?3, ?4, 0)
                 ON CONFLICT DO UPDATE SET since = min(since, ?2), until = max(until, ?3),
                     gainer = iif(gainer = ?4, gainer, 0), stamp = stamp + 1",
            )?
            .execute(params![word, all.since, all.until, all.gainer])?;
        self.queued.insert(word.to_owned(), all);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gains_are_rounded_and_put_together() {
        let (one, other) = (EntityId(1), EntityId(2));
        let gain = Gain::at(5, one, 1);
        assert_eq!(gain, Gain { since: 0, until: ROUGHLY - 1, gainer: 1 });
        assert_eq!(gain.and(Gain::at(9, one, 1)), gain);
        let later = Gain::at(ROUGHLY + 5, one, 1);
        assert_eq!(gain.and(later), Gain { since: 0, until: 2 * ROUGHLY - 1, gainer: 1 });
        for other in [Gain::at(5, other, 1), Gain::at(5, one, -1)] {
            assert_eq!(gain.and(other), Gain { gainer: 0, ..gain });
        }
    }
}
