//! What articles state, as the linking rules ask for it.
//!
//! Answers are cached ([`Recalled`]) and follow every committed batch, so that a long intake asks the database once
//! per name. Counts of the current batch are not in it yet; what they change is queued ([`super::gains`]) and linked
//! again later.

use super::entities::entity_of;
use super::mentions::{ArticleNames, kind_number, kind_of_number};
use super::waiting::{Waiting, Waits};
use super::{Result, Store};
use crate::model::{ArticleId, EntityId, EntityKey, Kind};
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// The maximum number of answers to a question about a word.
const MOST: usize = 32;

/// The maximum number of articles to search for co-occurring names, plus those with the same time as the last.
const MOST_ARTICLES: usize = 100;
const MOST_OF_A_MOMENT: usize = 300;

/// The bytes that a map takes for an entry, and a string in addition to its letters.
const ENTRY: usize = 48;

/// What articles state, for one batch.
pub struct Memory<'a> {
    connection: &'a Connection,
    recalled: &'a RefCell<Recalled>,
}

/// An entity as stated by articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// Its identity.
    pub key: String,
    /// Their name for it.
    pub name: String,
    /// How many articles state it.
    pub articles: u32,
}

/// The cached answers, as of the last committed batch.
#[derive(Debug, Default)]
pub(super) struct Recalled {
    /// For each kind, in the order of its numbers.
    numbers: [FxHashMap<String, EntityId>; 3],
    entities: FxHashMap<EntityId, Stated>,
    of_surname: FxHashMap<String, Vec<EntityId>>,
    /// The most frequent entities with a surname, as long as none of them changes.
    commonest: FxHashMap<String, Vec<Remembered>>,
    called: FxHashMap<String, Vec<(EntityId, i64)>>,
    /// The articles that state an entity, by time.
    articles: FxHashMap<EntityId, Vec<(i64, ArticleId)>>,
    /// What an article states, in order of numbers.
    stated: FxHashMap<ArticleId, Box<[EntityId]>>,
    held: usize,
    /// What the tables do not count yet.
    pub waiting: Waiting,
    /// A batch has begun and is not committed: what was looked up in the meantime may never come to be.
    is_unsure: bool,
}

/// A cached entity.
#[derive(Debug)]
struct Stated {
    kind: Kind,
    key: String,
    name: String,
    surname: Option<String>,
    articles: i64,
}

/// How a batch changed what articles state.
#[derive(Debug, Default)]
pub(super) struct Learned {
    /// Entity, time, article, and whether the article now states it or no longer does.
    pub articles: Vec<(EntityId, i64, ArticleId, bool)>,
    /// What articles now state; empty if they are gone.
    pub stated: Vec<(ArticleId, Box<[EntityId]>)>,
    /// By how many articles the counts of an entity changed.
    pub counts: Vec<(EntityId, i64)>,
    pub called: Vec<(String, EntityId, i64)>,
    /// The surnames of people.
    pub surnames: Vec<(EntityId, String)>,
}

impl Recalled {
    /// Starts a batch. What an earlier uncommitted one left is forgotten, and all of it if it takes more than these
    /// bytes; it is looked up again.
    pub fn begin(&mut self, most: usize) {
        if self.is_unsure || self.held > most {
            *self = Self { waiting: std::mem::take(&mut self.waiting), ..Self::default() };
        }
        self.is_unsure = true;
    }

    /// Applies a committed batch.
    pub fn follow(&mut self, learned: Learned, waits: Vec<Waits>) {
        self.is_unsure = false;
        self.waiting.follow(waits);
        for (id, surname) in learned.surnames {
            self.commonest.remove(&surname);
            if let Some(stated) = self.entities.get_mut(&id) {
                stated.surname = Some(surname.clone());
            }
            if let Some(ids) = self.of_surname.get_mut(&surname)
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        }
        for (id, by) in learned.counts {
            if let Some(stated) = self.entities.get_mut(&id) {
                stated.articles += by;
                if let Some(surname) = &stated.surname {
                    self.commonest.remove(surname);
                }
            }
        }
        for (form, id, by) in learned.called {
            let Some(called) = self.called.get_mut(&form) else { continue };
            match called.iter_mut().find(|(known, _)| *known == id) {
                Some((_, articles)) => *articles += by,
                None => called.push((id, by)),
            }
        }
        for (id, time, article, is_said) in learned.articles {
            let Some(articles) = self.articles.get_mut(&id) else { continue };
            match (articles.binary_search(&(time, article)), is_said) {
                (Ok(at), false) => {
                    articles.remove(at);
                }
                (Err(at), true) => {
                    articles.insert(at, (time, article));
                    self.held += size_of::<(i64, ArticleId)>();
                }
                _ => {}
            }
        }
        for (article, stated) in learned.stated {
            self.held += size_of_val(&*stated) + ENTRY;
            self.stated.insert(article, stated);
        }
    }

    fn keep(&mut self, id: EntityId, mut stated: Stated) {
        self.held += 2 * (stated.key.len() + stated.name.len()) + size_of::<Stated>() + ENTRY;
        stated.articles += self.waiting.sayings(id);
        self.entities.insert(id, stated);
    }
}

impl<'a> Memory<'a> {
    /// Answers through a connection, with the cache.
    pub(super) fn new(connection: &'a Connection, recalled: &'a RefCell<Recalled>) -> Self {
        Self { connection, recalled }
    }

    /// The entity with this key, if an article states it.
    pub fn known(&self, kind: Kind, key: &str) -> Result<Option<Remembered>> {
        let Some(id) = self.number(kind, key)? else { return Ok(None) };
        self.recall(id)?;
        let recalled = self.recalled.borrow();
        let stated = recalled.entities.get(&id).filter(|stated| stated.articles > 0);
        Ok(stated.map(|stated| stated.remembered(stated.articles)))
    }

    /// People with full names and this surname, those with most articles first.
    pub fn of_surname(&self, surname: &str) -> Result<Vec<Remembered>> {
        self.load_surname(surname)?;
        if let Some(commonest) = self.recalled.borrow().commonest.get(surname) {
            return Ok(commonest.clone());
        }
        self.recall_all(|recalled| {
            recalled.of_surname.get(surname).into_iter().flatten().copied().collect()
        })?;
        let mut recalled = self.recalled.borrow_mut();
        let ids = recalled.of_surname.get(surname).into_iter().flatten();
        let people = ids.filter_map(|id| recalled.entities.get(id)).map(|stated| (stated, stated.articles));
        let found = commonest(people.collect());
        recalled.held += found.iter().map(|one| one.key.len() + one.name.len() + 2 * ENTRY).sum::<usize>();
        recalled.commonest.insert(surname.to_owned(), found.clone());
        Ok(found)
    }

    /// What articles also use this name for, and in how many, the most frequent first.
    pub fn called(&self, kind: Kind, form: &str) -> Result<Vec<Remembered>> {
        self.load_called(form)?;
        self.recall_all(|recalled| {
            recalled.called.get(form).into_iter().flatten().map(|(id, _)| *id).collect()
        })?;
        let recalled = self.recalled.borrow();
        let called = recalled.called.get(form).into_iter().flatten();
        let known = called.filter_map(|&(id, articles)| Some((recalled.entities.get(&id)?, articles)));
        Ok(commonest(known.filter(|(stated, _)| stated.kind == kind).collect()))
    }

    /// How many articles between two times state an entity, at most a hundred.
    pub fn count_near(&self, (kind, key): (Kind, &str), from: i64, upto: i64) -> Result<u32> {
        let Some(id) = self.number(kind, key)? else { return Ok(0) };
        self.load_articles(id)?;
        let recalled = self.recalled.borrow();
        let count = recalled.near(id, from, upto).len().min(MOST_ARTICLES);
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// The first of `others` that one of these articles also states.
    pub fn shared_near(
        &self,
        (kind, key): (Kind, &str),
        others: &[(Kind, &str)],
        from: i64,
        upto: i64,
    ) -> Result<Option<usize>> {
        let Some(id) = self.number(kind, key)? else { return Ok(None) };
        let mut wanted = Vec::with_capacity(others.len());
        for (at, (kind, key)) in others.iter().enumerate() {
            wanted.extend(self.number(*kind, key)?.map(|id| (at, id)));
        }
        self.load_articles(id)?;
        let near = few(self.recalled.borrow().near(id, from, upto));
        let mut first = None;
        for article in near {
            self.load_stated(article)?;
            let recalled = self.recalled.borrow();
            let Some(stated) = recalled.stated.get(&article) else { continue };
            let shared = wanted.iter().find(|(_, id)| stated.binary_search(id).is_ok());
            if let Some(&(at, _)) = shared {
                first = Some(first.map_or(at, |first: usize| first.min(at)));
                wanted.retain(|&(other, _)| other < at);
            }
            if wanted.is_empty() {
                break;
            }
        }
        Ok(first)
    }

    fn number(&self, kind: Kind, key: &str) -> Result<Option<EntityId>> {
        let of_kind = usize::from(kind_number(kind));
        if let Some(id) = self.recalled.borrow().numbers[of_kind].get(key) {
            return Ok(Some(*id));
        }
        let id = entity_of(self.connection, &EntityKey::new(kind, key))?;
        if let Some(id) = id {
            let mut recalled = self.recalled.borrow_mut();
            recalled.held += key.len() + 2 * ENTRY;
            recalled.numbers[of_kind].insert(key.to_owned(), id);
        }
        Ok(id)
    }

    /// Caches an entity, if it exists.
    fn recall(&self, id: EntityId) -> Result<()> {
        if self.recalled.borrow().entities.contains_key(&id) {
            return Ok(());
        }
        let mut query = self.connection.prepare_cached(
            "SELECT kind, key, coalesce(said, name), surname, sayings FROM entity WHERE id = ?",
        )?;
        if let Some(stated) = query.query_row([id.0], stated_in_row).optional()? {
            self.recalled.borrow_mut().keep(id, stated);
        }
        Ok(())
    }

    /// Caches those of some entities that are not cached yet.
    fn recall_all(&self, ids: impl Fn(&Recalled) -> Vec<EntityId>) -> Result<()> {
        let ids = ids(&self.recalled.borrow());
        ids.into_iter().try_for_each(|id| self.recall(id))
    }

    fn load_surname(&self, surname: &str) -> Result<()> {
        if self.recalled.borrow().of_surname.contains_key(surname) {
            return Ok(());
        }
        let mut query = self.connection.prepare_cached(
            "SELECT kind, key, coalesce(said, name), surname, sayings, id FROM entity
             WHERE word = ?1 AND surname = ?1 AND kind = ?2",
        )?;
        let rows = query.query_map(params![surname, kind_number(Kind::Person)], |row| {
            Ok((EntityId(row.get(5)?), stated_in_row(row)?))
        })?;
        let mut recalled = self.recalled.borrow_mut();
        let mut ids = Vec::new();
        for row in rows {
            let (id, stated) = row?;
            ids.push(id);
            // What is kept already is what the last batch left.
            if !recalled.entities.contains_key(&id) {
                recalled.keep(id, stated);
            }
        }
        recalled.held += surname.len() + size_of_val(&*ids) + 2 * ENTRY;
        recalled.of_surname.insert(surname.to_owned(), ids);
        Ok(())
    }

    fn load_called(&self, form: &str) -> Result<()> {
        if self.recalled.borrow().called.contains_key(form) {
            return Ok(());
        }
        let mut query =
            self.connection.prepare_cached("SELECT entity, articles FROM called WHERE form = ?")?;
        let rows = query.query_map([form], |row| Ok((EntityId(row.get(0)?), row.get(1)?)))?;
        let mut called: Vec<(EntityId, i64)> = rows.collect::<std::result::Result<_, _>>()?;
        let mut recalled = self.recalled.borrow_mut();
        for &(id, by) in recalled.waiting.called(form) {
            match called.iter_mut().find(|(known, _)| *known == id) {
                Some((_, articles)) => *articles += by,
                None => called.push((id, by)),
            }
        }
        recalled.held += form.len() + size_of_val(&*called) + 2 * ENTRY;
        recalled.called.insert(form.to_owned(), called);
        Ok(())
    }

    fn load_articles(&self, id: EntityId) -> Result<()> {
        if self.recalled.borrow().articles.contains_key(&id) {
            return Ok(());
        }
        let mut query = self.connection.prepare_cached(
            "SELECT time, article FROM named WHERE entity = ?1 AND said = 1
             UNION ALL SELECT time, article FROM moved WHERE entity = ?1 AND said = 1",
        )?;
        let rows = query.query_map([id.0], |row| Ok((row.get(0)?, ArticleId(row.get(1)?))))?;
        let mut articles: Vec<(i64, ArticleId)> = rows.collect::<std::result::Result<_, _>>()?;
        let mut recalled = self.recalled.borrow_mut();
        articles.extend_from_slice(recalled.waiting.articles(id));
        articles.sort_unstable();
        recalled.held += size_of_val(&*articles) + 2 * ENTRY;
        recalled.articles.insert(id, articles);
        Ok(())
    }

    fn load_stated(&self, article: ArticleId) -> Result<()> {
        if self.recalled.borrow().stated.contains_key(&article) {
            return Ok(());
        }
        let names = ArticleNames::of(self.connection, article)?.unwrap_or_default();
        let stated = names.stated();
        let mut recalled = self.recalled.borrow_mut();
        recalled.held += size_of_val(&*stated) + ENTRY;
        recalled.stated.insert(article, stated);
        Ok(())
    }
}

impl Recalled {
    /// The articles between two times that state an entity.
    fn near(&self, id: EntityId, from: i64, upto: i64) -> &[(i64, ArticleId)] {
        let Some(articles) = self.articles.get(&id) else { return &[] };
        let start = articles.partition_point(|(time, _)| *time < from);
        let end = articles.partition_point(|(time, _)| *time <= upto);
        articles.get(start..end).unwrap_or(&[])
    }
}

/// The first hundred of some articles, and those with the same time as the last of them, so that the order in which
/// articles arrived does not matter.
fn few(near: &[(i64, ArticleId)]) -> Vec<ArticleId> {
    let last = near.get(MOST_ARTICLES - 1).map(|(time, _)| *time);
    let is_among = |(at, (time, _)): &(usize, &(i64, ArticleId))| *at < MOST_ARTICLES || Some(*time) == last;
    let few = near.iter().enumerate().take_while(is_among).take(MOST_ARTICLES + MOST_OF_A_MOMENT);
    few.map(|(_, (_, article))| *article).collect()
}

fn stated_in_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stated> {
    let kind: u8 = row.get(0)?;
    Ok(Stated {
        kind: kind_of_number(kind).unwrap_or(Kind::Person),
        key: row.get(1)?,
        name: row.get(2)?,
        surname: row.get(3)?,
        articles: row.get(4)?,
    })
}

impl Stated {
    fn remembered(&self, articles: i64) -> Remembered {
        let articles = u32::try_from(articles).unwrap_or(u32::MAX);
        Remembered { key: self.key.clone(), name: self.name.clone(), articles }
    }
}

/// The most frequent first, ties by key, up to the maximum.
fn commonest(mut known: Vec<(&Stated, i64)>) -> Vec<Remembered> {
    known.retain(|(_, articles)| *articles > 0);
    let order = |a: &(&Stated, i64), b: &(&Stated, i64)| b.1.cmp(&a.1).then_with(|| a.0.key.cmp(&b.0.key));
    if known.len() > MOST {
        known.select_nth_unstable_by(MOST, order);
        known.truncate(MOST);
    }
    known.sort_unstable_by(order);
    known.into_iter().map(|(stated, articles)| stated.remembered(articles)).collect()
}

impl Store {
    /// What articles state.
    pub fn memory(&self) -> Memory<'_> {
        if self.precedence.is_outdated(&self.seen) {
            self.recalled.take();
        }
        Memory::new(&self.connection, &self.recalled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_of_the_last_moment_are_looked_at_together() {
        let near: Vec<(i64, ArticleId)> = (0..1000).map(|at| (at / 120, ArticleId(at))).collect();
        for (input, expected) in [(&near[..50], 50), (&near[..], 120), (&near[60..], 180)] {
            assert_eq!(few(input).len(), expected);
        }
        assert_eq!(few(&vec![(0, ArticleId(1)); 1000]).len(), MOST_ARTICLES + MOST_OF_A_MOMENT);
    }
}
