//! Which articles have to be linked again, because something was learned since.
//!
//! What depends on a word is looked up when it is linked again: single names and acronyms per article that states
//! them, full names once.

use super::count_rows::{delete, put_moved, put_named};
use super::entities::key_of;
use super::gains::Gain;
use super::mentions::{ArticleNames, Form, kind_of_number};
use super::{Batch, Result, Store};
use crate::model::{Alias, ArticleId, Entity, EntityId, EntityKey, Kind, Names};
use rusqlite::{OptionalExtension, params};

/// A word about which something was learned.
#[derive(Debug, Clone)]
pub struct QueuedWord {
    /// The key for looking up shortened names.
    pub word: String,
    gain: Gain,
    stamp: i64,
}

/// An entity whose links may change by what was learned about a word.
#[derive(Debug, Clone)]
pub struct Dependent {
    /// Its number.
    pub id: EntityId,
    /// Its identity.
    pub key: EntityKey,
    /// Whether it is a person's full name, which refers to the same person everywhere.
    pub is_full: bool,
    /// A hash of what its links depended on when its articles were last linked.
    pub outlook: Option<u64>,
}

/// The entity that another is linked to: its key, its name, and why, as a sentence.
pub type LinkedTo = (EntityKey, String, String);

/// New links of an article, for each entity that it states.
#[derive(Debug)]
pub struct Relink {
    /// The article.
    pub article: ArticleId,
    /// The article's own entity, and the entity it is linked to with the reason; `None` if it is linked to itself.
    pub links: Vec<(EntityId, Option<LinkedTo>)>,
}

impl Store {
    /// How many words are queued.
    pub fn count_queued(&self) -> Result<u64> {
        let mut query = self.connection.prepare_cached("SELECT count(*) FROM relink")?;
        Ok(query.query_row([], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }

    /// The next queued words.
    pub fn queued_words(&self, limit: usize) -> Result<Vec<QueuedWord>> {
        let mut query = self
            .connection
            .prepare_cached("SELECT word, since, until, gainer, stamp FROM relink ORDER BY word LIMIT ?")?;
        let rows = query.query_map([i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
            let gain = Gain { since: row.get(1)?, until: row.get(2)?, gainer: row.get(3)? };
            Ok(QueuedWord { word: row.get(0)?, gain, stamp: row.get(4)? })
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// The entities whose links depend on a word.
    pub fn dependents(&self, word: &QueuedWord) -> Result<Vec<Dependent>> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, kind, key, surname IS NOT NULL, outlook FROM entity WHERE word = ? AND sayings > 0",
        )?;
        let rows = query.query_map([&word.word], |row| {
            let kind = kind_of_number(row.get(1)?).unwrap_or(Kind::Person);
            let (key, outlook): (String, Option<i64>) = (row.get(2)?, row.get(4)?);
            Ok(Dependent {
                id: EntityId(row.get(0)?),
                key: EntityKey { kind, key },
                is_full: row.get(3)?,
                outlook: outlook.map(i64::cast_unsigned),
            })
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// All articles that state an entity.
    pub fn all_saying(&self, entity: EntityId, found: &mut Vec<(ArticleId, EntityId)>) -> Result<()> {
        self.saying(entity, Gain::EVER, found)
    }

    /// The articles that state an entity and whose link may change by what was learned about a word, within this many
    /// seconds. Those already linked to the only entity that gained are excluded.
    pub fn saying_near(
        &self,
        entity: EntityId,
        word: &QueuedWord,
        near: i64,
        found: &mut Vec<(ArticleId, EntityId)>,
    ) -> Result<()> {
        self.saying(entity, word.gain.widened(near), found)
    }

    fn saying(&self, entity: EntityId, gain: Gain, found: &mut Vec<(ArticleId, EntityId)>) -> Result<()> {
        let mut query = self.connection.prepare_cached(
            "SELECT article FROM named WHERE entity = ?1 AND time BETWEEN ?2 AND ?3 AND said = 1
             UNION ALL
             SELECT article FROM moved WHERE entity = ?1 AND time BETWEEN ?2 AND ?3 AND said = 1
                 AND (?4 = 0 OR link != ?4)",
        )?;
        let rows =
            query.query_map(params![entity.0, gain.since, gain.until, gain.gainer], |row| row.get(0))?;
        for row in rows {
            found.push((ArticleId(row?), entity));
        }
        Ok(())
    }

    /// What an article states, when it was published, and what each of its entities is linked to, without mentions,
    /// places and roles, on which no link depends. `None` if it is gone.
    pub fn said_in(&self, article: ArticleId) -> Result<Option<SaidIn>> {
        let mut query = self.connection.prepare_cached("SELECT time FROM article WHERE id = ?")?;
        let Some(time) = query.query_row([article.0], |row| row.get(0)).optional()? else { return Ok(None) };
        let Some(names) = ArticleNames::of(&self.connection, article)? else { return Ok(None) };
        let mut query = self
            .connection
            .prepare_cached("SELECT kind, key, coalesce(said, name) FROM entity WHERE id = ?")?;
        let mut said_in = SaidIn { time, names: Names::default(), ids: Vec::new(), links: Vec::new() };
        let mut times: Vec<Vec<u32>> = names.stated.iter().map(|said| vec![0; said.forms.len()]).collect();
        for mention in &names.mentions {
            if let Some(times) = times.get_mut(mention.stated).and_then(|forms| forms.get_mut(mention.form)) {
                *times += 1;
            }
        }
        for (said, times) in names.stated.iter().zip(times) {
            let (kind, key, name): (u8, String, String) =
                query.query_row([said.entity.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let alias = |(form, mentions): (&Form, u32)| Alias { form: form.text.clone(), mentions };
            said_in.names.entities.push(Entity {
                kind: kind_of_number(kind).unwrap_or(Kind::Person),
                name,
                key,
                aliases: said.forms.iter().zip(times).map(alias).collect(),
                roles: Vec::new(),
                place: None,
                salience: said.salience,
            });
            said_in.ids.push(said.entity);
            let link = said.link.as_ref().map(|link| link.to);
            said_in.links.push(link.map(|link| key_of(&self.connection, link)).transpose()?.flatten());
        }
        Ok(Some(said_in))
    }
}

/// What an article states.
#[derive(Debug)]
pub struct SaidIn {
    /// When it was published or, if unknown, added.
    pub time: i64,
    /// Its entities.
    pub names: Names,
    /// Their numbers, in the same order.
    pub ids: Vec<EntityId>,
    /// What each is linked to.
    pub links: Vec<Option<EntityKey>>,
}

impl Batch<'_> {
    /// Replaces an article's links, if it still exists and states the same. Returns whether it now shows something
    /// different.
    pub fn relink(&mut self, relink: &Relink) -> Result<bool> {
        let Some(before) = ArticleNames::of(&self.change, relink.article)? else { return Ok(false) };
        let mut names = before.clone();
        for (entity, link) in &relink.links {
            let link = self.counter.link(&self.change, &self.log, *entity, link.as_ref())?;
            for said in names.stated.iter_mut().filter(|said| said.entity == *entity) {
                said.link.clone_from(&link);
            }
        }
        self.replace(relink.article, &before, names)
    }

    /// Derives again what an article shows from what it states; returns whether that changed.
    pub(super) fn show_again(&mut self, article: ArticleId) -> Result<bool> {
        let Some(before) = ArticleNames::of(&self.change, article)? else { return Ok(false) };
        let names = before.clone();
        self.replace(article, &before, names)
    }

    /// Replaces what an article states and shows; only links may differ.
    pub(super) fn replace(
        &mut self,
        article: ArticleId,
        before: &ArticleNames,
        mut names: ArticleNames,
    ) -> Result<bool> {
        self.counter.show(&self.change, &self.log, article, &mut names)?;
        if names == *before {
            return Ok(false);
        }
        if self.is_put_off {
            self.change
                .prepare_cached("INSERT OR IGNORE INTO uncounted (article, before) VALUES (?, ?)")?
                .execute(params![article.0, before.encode()])?;
        } else {
            self.count_change(article, before, &names)?;
        }
        self.store_names(article, &names)?;
        // The index contains only the entities that are shown.
        if names.shown != before.shown {
            self.renumber(article)?;
        }
        Ok(true)
    }

    /// Counts an article that shows other entities than before.
    fn count_change(
        &mut self,
        article: ArticleId,
        before: &ArticleNames,
        names: &ArticleNames,
    ) -> Result<()> {
        let time = self.time_of(article)?;
        self.counter.count(time, before, -1);
        self.counter.count(time, names, 1);
        let (old, new) = (before.named_rows(article, time), names.named_rows(article, time));
        put_named(&self.change, &only_in(&new, &old, |row, other| row == other))?;
        for row in only_in(&old, &new, |row, other| row.entity == other.entity) {
            delete(&self.change, "named", (row.entity, row.time, row.article))?;
        }
        let (old, new) = (before.moved_rows(article, time), names.moved_rows(article, time));
        put_moved(&self.change, &only_in(&new, &old, |row, other| row == other))?;
        for row in only_in(&old, &new, |row, other| row.entity == other.entity) {
            delete(&self.change, "moved", (row.entity, row.time, row.article))?;
        }
        Ok(())
    }

    /// Stores what the links of an entity now depend on.
    pub fn set_outlook(&mut self, entity: EntityId, outlook: u64) -> Result<()> {
        self.change
            .prepare_cached("UPDATE entity SET outlook = ? WHERE id = ?")?
            .execute([outlook.cast_signed(), entity.0])?;
        Ok(())
    }

    /// Removes a word from the queue, unless more was learned about it in the meantime.
    pub fn unqueue(&mut self, word: &QueuedWord) -> Result<()> {
        self.queue.forget(&word.word);
        self.change
            .prepare_cached("DELETE FROM relink WHERE word = ? AND stamp = ?")?
            .execute(params![word.word, word.stamp])?;
        Ok(())
    }
}

/// The rows that none of the others is like.
pub(super) fn only_in<Row: Copy>(
    rows: &[Row],
    others: &[Row],
    is_like: impl Fn(&Row, &Row) -> bool,
) -> Vec<Row> {
    rows.iter().filter(|row| !others.iter().any(|other| is_like(row, other))).copied().collect()
}
