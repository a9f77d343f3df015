//! Makes and withdraws the user's corrections, each in one transaction. This changes what every affected article
//! shows, and all counts, without reading a text.

use super::corrections::{Entry, Log, Moved};
use super::edits::EditTools;
use super::entities::{entity_of, place_from_json};
use super::intake::Batch;
use super::mentions::{ArticleNames, kind_number};
use super::{Error, Result, Store};
use crate::model::{
    ArticleId, Correction, CorrectionId, CorrectionRow, Edit, EntityId, EntityKey, Kind, Part, Place, Switch,
    Why,
};
use crate::text::{clean, fold::fold};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// The result of a correction.
pub(super) struct Corrected {
    pub id: CorrectionId,
    /// How many articles now show something different.
    pub articles: u64,
    /// The entity that the corrected names are now shown as.
    pub entity: Option<EntityId>,
    /// In words: `Lake is Ada Lake`.
    pub statement: String,
}

/// An entity that a correction refers to.
struct Known {
    articles: i64,
    name: String,
    place: Option<Place>,
}

impl Store {
    /// All corrections in the order they were made.
    pub fn corrections(&self) -> Result<Vec<CorrectionRow>> {
        Ok(Log::read(&self.connection)?.rows())
    }

    /// Why names of an article are shown as an entity; empty if none are.
    pub fn why(&self, article: ArticleId, entity: EntityId) -> Result<Vec<Why>> {
        let Some(names) = ArticleNames::of(&self.connection, article)? else { return Ok(Vec::new()) };
        let Some(shown) = names.shown.iter().position(|(id, _)| *id == entity) else { return Ok(Vec::new()) };
        let log = Log::read(&self.connection)?;
        let mut reasons: Vec<Why> = Vec::new();
        for said in &names.stated {
            let (own, own_name) = self.key_and_name(said.entity)?;
            for form in said.forms.iter().filter(|form| form.shown == Some(shown)) {
                let (sentence, undo) = match (&said.link, log.entry(form.correction)) {
                    (_, Some(entry)) => (
                        entry.sentence(),
                        Some(Edit::CorrectionHolds { id: CorrectionId(entry.id), to: Switch::Off }),
                    ),
                    (Some(link), None) if said.entity != entity => {
                        let (from, _) = self.key_and_name(link.to)?;
                        let articles = vec![article];
                        (
                            link.why.clone(),
                            Some(Edit::Correction(Correction::Apart { entity: own.clone(), from, articles })),
                        )
                    }
                    _ => (format!("the article itself says {own_name}"), None),
                };
                match reasons.iter_mut().find(|why| why.said == own_name && why.sentence == sentence) {
                    Some(why) => why.forms.push(form.text.clone()),
                    None => reasons.push(Why {
                        forms: vec![form.text.clone()],
                        said: own_name.clone(),
                        sentence,
                        undo,
                    }),
                }
            }
        }
        Ok(reasons)
    }

    fn key_and_name(&self, id: EntityId) -> Result<(EntityKey, String)> {
        let missing = || Error::Damaged(format!("entity {} is referenced but missing", id.0));
        let key = self.key_of(id)?.ok_or_else(missing)?;
        let name = self.connection.query_row(
            "SELECT coalesce(said, name) FROM entity WHERE id = ?",
            [id.0],
            |row| row.get(0),
        )?;
        Ok((key, name))
    }
}

impl Batch<'_> {
    /// Makes a correction.
    pub(super) fn correct(&mut self, correction: &Correction, with: &EditTools) -> Result<Corrected> {
        let entry = entry_of(&self.change, &self.log, correction, with)?;
        let entity = match (&entry.correction, &entry.to) {
            (Correction::Apart { entity, .. } | Correction::Rename { entity, .. }, _) => Some(entity.clone()),
            (_, to) => to.as_ref().map(|to| to.key.clone()),
        };
        let id = self.log.add(&self.change, entry.clone())?;
        let sources = [entry.correction.entity().clone()];
        let articles = self.carry_out(&entry, &sources, with.stopped)?;
        let entity = entity.map(|key| entity_of(&self.change, &key)).transpose()?.flatten();
        Ok(Corrected { id, articles, entity, statement: entry.statement() })
    }

    /// Applies a correction, or withdraws it; `None` if nothing changes.
    pub(super) fn set_holds(
        &mut self,
        id: CorrectionId,
        to: Switch,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Option<Corrected>> {
        let Some(entry) = self.log.set(&self.change, id, to.is_on())? else { return Ok(None) };
        let key = entry.correction.entity();
        let sources: Vec<EntityKey> = self.log.sources_of(key).into_iter().collect();
        let articles = self.carry_out(&entry, &sources, stopped)?;
        let entity = self.log.whole(key).map(|key| entity_of(&self.change, &key)).transpose()?.flatten();
        Ok(Some(Corrected { id, articles, entity, statement: entry.statement() }))
    }

    /// Derives again what all affected articles show; `sources` are the entities it can move something from. Returns
    /// how many of them now show something different.
    fn carry_out(&mut self, entry: &Entry, sources: &[EntityKey], stopped: &dyn Fn() -> bool) -> Result<u64> {
        let mut changed = 0;
        if let Correction::Rename { entity, .. } = &entry.correction {
            self.call(entity)?;
            for article in self.articles(std::slice::from_ref(entity), &[])? {
                check(stopped)?;
                self.renumber(article)?;
                changed += 1;
            }
        }
        for article in self.concerned(entry, sources)? {
            check(stopped)?;
            changed += u64::from(self.show_again(article)?);
        }
        Ok(changed)
    }

    fn concerned(&self, entry: &Entry, sources: &[EntityKey]) -> Result<BTreeSet<ArticleId>> {
        let listed = match &entry.correction {
            Correction::Apart { articles, .. } => articles,
            other => other.part().map_or(&[][..], |part: &Part| &part.articles),
        };
        if !listed.is_empty() {
            return Ok(listed.iter().copied().collect());
        }
        let to = entry.to.as_ref().map(|to| to.key.clone());
        let said: Vec<EntityKey> = sources.iter().cloned().chain(to).collect();
        match &entry.correction {
            // These do not change what is shown, only what rules may link.
            Correction::Apart { .. } | Correction::Rename { .. } => self.articles(&[], &said),
            _ => self.articles(sources, &said),
        }
    }

    /// Articles that show one of the first, or state one of the second and show something else.
    fn articles(&self, shown: &[EntityKey], said: &[EntityKey]) -> Result<BTreeSet<ArticleId>> {
        let mut articles = BTreeSet::new();
        for (keys, sql) in [
            (shown, "SELECT article FROM named WHERE entity = ?"),
            (said, "SELECT article FROM moved WHERE entity = ?"),
        ] {
            let mut query = self.change.prepare_cached(sql)?;
            for key in keys {
                let Some(id) = entity_of(&self.change, key)? else { continue };
                let mut rows = query.query([id.0])?;
                while let Some(row) = rows.next()? {
                    articles.insert(ArticleId(row.get(0)?));
                }
            }
        }
        Ok(articles)
    }

    /// Gives an entity the user's name for it, or its own again.
    fn call(&mut self, key: &EntityKey) -> Result<()> {
        let Some(id) = entity_of(&self.change, key)? else { return Ok(()) };
        let (shown, said): (String, Option<String>) =
            self.change.query_row("SELECT name, said FROM entity WHERE id = ?", [id.0], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let said = said.unwrap_or_else(|| shown.clone());
        let called = self.log.name_of(key);
        let name = called.unwrap_or(&said);
        self.change.execute(
            "UPDATE entity SET name = ?, said = ? WHERE id = ?",
            params![name, called.map(|_| &said), id.0],
        )?;
        self.change.execute(
            "INSERT OR IGNORE INTO alias (folded, entity, form, mentions) VALUES (?, ?, ?, 0)",
            params![fold(name), id.0, name],
        )?;
        self.change.execute(
            "DELETE FROM alias WHERE entity = ?1 AND form = ?2 AND folded = ?3 AND mentions = 0
             AND form NOT IN (?4, ?5)",
            params![id.0, shown, fold(&shown), name, said],
        )?;
        Ok(())
    }
}

/// The stored form of a correction; an error if it has no effect.
pub(super) fn entry_of(
    connection: &Connection,
    log: &Log,
    correction: &Correction,
    with: &EditTools,
) -> Result<Entry> {
    let refused = |why: String| Err(Error::Correction(why));
    let key = correction.entity();
    let Some(entity) = known(connection, key)? else {
        return refused(unknown(key));
    };
    let is_apart = matches!(correction, Correction::Apart { .. });
    if entity.articles == 0 && !is_apart {
        return refused(format!("no article names {} any longer", entity.name));
    }
    let mut correction = correction.clone();
    let to = moved_to(connection, log, &entity, &mut correction, with)?;
    if to.as_ref().is_some_and(|to| to.name.is_empty()) {
        return refused("a name needs at least one letter".to_owned());
    }
    let is_same = to.as_ref().is_some_and(|to| match &correction {
        Correction::Rename { .. } => to.name == entity.name,
        Correction::Place { .. } => false,
        _ => to.key == *key,
    });
    if is_same {
        return refused(format!("that is already what {} is", entity.name));
    }
    Ok(Entry { id: 0, added: with.now, holds: true, correction, name: entity.name, to })
}

/// The entity to which a correction moves its subject, with its target and names as stored; `None` for no entity.
fn moved_to(
    connection: &Connection,
    log: &Log,
    entity: &Known,
    correction: &mut Correction,
    with: &EditTools,
) -> Result<Option<Moved>> {
    let key = correction.entity().clone();
    Ok(match correction {
        Correction::Merge { into, .. } => {
            // Merging into an entity that is shown as another means merging into that one.
            *into = log.whole(into).unwrap_or_else(|| into.clone());
            let Some(other) = known(connection, into)? else {
                return Err(Error::Correction(unknown(into)));
            };
            Some(Moved { key: into.clone(), name: other.name, place: other.place })
        }
        Correction::Split { name, .. } => {
            *name = clean::line(name);
            let place = entity.place.clone();
            Some(Moved { key: fresh_key(connection, log, &key, name)?, name: name.clone(), place })
        }
        Correction::Apart { from, .. } => {
            let name = known(connection, from)?.map_or_else(|| from.key.clone(), |other| other.name);
            Some(Moved { key: from.clone(), name, place: None })
        }
        Correction::Rename { name, .. } => {
            *name = clean::line(name);
            Some(Moved { key, name: name.clone(), place: None })
        }
        Correction::Kind { kind, .. } => {
            let to = EntityKey { kind: *kind, key: key.key };
            let place = entity.place.clone().filter(|_| *kind == Kind::Place);
            Some(Moved { key: log.whole(&to).unwrap_or(to), name: entity.name.clone(), place })
        }
        Correction::Place { place, .. } => {
            place.name = clean::line(&place.name);
            let to = EntityKey { kind: Kind::Place, key: (with.key_of)(place) };
            Some(Moved { key: to, name: place.name.clone(), place: Some(place.clone()) })
        }
        Correction::NotAnEntity { .. } => None,
    })
}

/// A key for a new entity with this name: one that no article states and no correction mentions.
fn fresh_key(connection: &Connection, log: &Log, from: &EntityKey, name: &str) -> Result<EntityKey> {
    let plain = fold(name);
    let mut key = EntityKey { kind: from.kind, key: plain.clone() };
    for number in 2.. {
        let is_said: Option<i64> = connection
            .query_row(
                "SELECT 1 FROM entity e WHERE kind = ? AND key = ?
                 AND (articles > 0 OR EXISTS (SELECT 1 FROM moved WHERE entity = e.id))",
                params![kind_number(key.kind), key.key],
                |row| row.get(0),
            )
            .optional()?;
        if is_said.is_none() && !log.knows(&key) && key != *from {
            break;
        }
        key.key = format!("{plain} {number}");
    }
    Ok(key)
}

/// Reports that no entity has this key.
fn unknown(key: &EntityKey) -> String {
    format!("no {} “{}” in the library", key.kind.word(), key.key)
}

fn known(connection: &Connection, key: &EntityKey) -> Result<Option<Known>> {
    let mut query =
        connection.prepare_cached("SELECT articles, name, place FROM entity WHERE kind = ? AND key = ?")?;
    let known = query
        .query_row(params![kind_number(key.kind), key.key], |row| {
            let place: Option<String> = row.get(2)?;
            Ok(Known {
                articles: row.get(0)?,
                name: row.get(1)?,
                place: place.as_deref().and_then(place_from_json),
            })
        })
        .optional()?;
    Ok(known)
}

fn check(stopped: &dyn Fn() -> bool) -> Result<()> {
    if stopped() { Err(Error::Cancelled) } else { Ok(()) }
}
