//! The counts of entities: articles, mentions, forms, roles, months.
//!
//! A batch collects the differences in an [`EntityCounter`] and writes each entity once, however many of its articles
//! name it. Here, too, what an article shows is derived from what it states, by the rules' links and the user's
//! [`Log`] of corrections.

use super::corrections::{Log, Target};
use super::count_rows::{Difference, update_entity, write_called, write_forms, write_months, write_roles};
use super::entities::{entity_of, key_of, month_number, place_to_json};
use super::gains::{Gain, Gains, Queue};
use super::memory::Learned;
use super::mentions::{ArticleNames, Form, Linked, Placed, StatedEntity, form_of, kind_number};
use super::schema::Totals;
use super::{Error, Result};
use crate::model::{ArticleId, Document, EntityId, EntityKey, Kind, Names, Place};
use crate::text::fold::fold;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Facts about an entity of an article besides its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntityFacts {
    /// The library's name for it if it is new; `None` if that is the article's name for it.
    pub name: Option<String>,
    /// The key for looking it up by a shortened name; `None` if it is never shortened.
    pub word: Option<String>,
    /// The surname of a person with a full name.
    pub surname: Option<String>,
    /// Other names the article uses for it, as keys.
    pub short_forms: Vec<String>,
    /// The entity a rule links it to, that one's name, and why, as a sentence.
    pub link: Option<(EntityKey, String, String)>,
}

/// The changes of a batch to the counts of entities.
#[derive(Debug, Default)]
pub(super) struct EntityCounter {
    /// With the highest certainty of their places so far.
    numbers: HashMap<EntityKey, (EntityId, Option<f32>)>,
    keys: HashMap<EntityId, EntityKey>,
    pub counts: BTreeMap<EntityId, Difference>,
    forms: BTreeMap<(EntityId, String), i64>,
    pub roles: BTreeMap<(EntityId, String), i64>,
    pub months: BTreeMap<(EntityId, i64), i64>,
    /// The lookup key for shortened names, and the surname of a person.
    words: HashMap<EntityId, (Option<String>, Option<String>)>,
    pub called: BTreeMap<(String, EntityId), i64>,
    /// The names of entities that were made, which are forms even if no text contains them.
    made: HashSet<(EntityId, String)>,
    /// The names of new entities are written with what waits to be counted.
    is_put_off: bool,
    /// What articles newly state, or no longer state.
    learned: Learned,
    pub gains: Gains,
}

impl EntityCounter {
    /// For a batch whose names are counted with it, or later.
    pub fn new(is_put_off: bool) -> Self {
        Self { is_put_off, ..Self::default() }
    }

    /// What an article states, with the library's numbers: mentions in order, each form of an entity once, without
    /// anything that does not fit the text. `facts` describes each of the entities.
    pub fn enter(
        &mut self,
        connection: &Connection,
        log: &Log,
        document: &Document,
        names: &Names,
        facts: &[EntityFacts],
    ) -> Result<ArticleNames> {
        let mut kept = ArticleNames::default();
        let nothing = EntityFacts::default();
        let mut places = Vec::with_capacity(names.entities.len());
        let mut by_id: HashMap<EntityId, usize> = HashMap::with_capacity(names.entities.len());
        for (at, entity) in names.entities.iter().enumerate() {
            let key = EntityKey { kind: entity.kind, key: entity.key.clone() };
            let facts = facts.get(at).unwrap_or(&nothing);
            let name = facts.name.as_ref().unwrap_or(&entity.name);
            let id = self.number(connection, log, &key, name, entity.place.as_ref())?;
            let known = by_id.entry(id).or_insert(kept.stated.len());
            places.push(*known);
            if *known == kept.stated.len() {
                kept.stated.push(StatedEntity {
                    entity: id,
                    salience: entity.salience,
                    roles: entity.roles.clone(),
                    certainty: entity.place.as_ref().map(|place| place.certainty),
                    link: self.link(connection, log, id, facts.link.as_ref())?,
                    short_forms: facts.short_forms.clone(),
                    forms: Vec::new(),
                });
                self.words.entry(id).or_insert_with(|| (facts.word.clone(), facts.surname.clone()));
            }
        }
        for mention in &names.mentions {
            let Some(&stated) = places.get(mention.entity) else { continue };
            let form = form_of(document, mention.field, mention.span);
            if form.is_empty() {
                continue;
            }
            let forms = &mut kept.stated[stated].forms;
            let known = forms.iter().position(|known| known.text == form);
            let at = known.unwrap_or(forms.len());
            if known.is_none() {
                forms.push(Form { text: form, shown: None, correction: 0 });
            }
            let (field, span, certainty) = (mention.field, mention.span, mention.certainty);
            kept.mentions.push(Placed { field, span, certainty, stated, form: at });
        }
        kept.mentions.sort_by_key(|mention| (mention.field, mention.span));
        Ok(kept)
    }

    /// The link that a rule made for an entity of an article.
    pub fn link(
        &mut self,
        connection: &Connection,
        log: &Log,
        own: EntityId,
        link: Option<&(EntityKey, String, String)>,
    ) -> Result<Option<Linked>> {
        let Some((key, name, why)) = link else { return Ok(None) };
        let to = self.number(connection, log, key, name, None)?;
        Ok((to != own).then(|| Linked { to, why: why.clone() }))
    }

    /// Derives what an article shows from what it states.
    pub fn show(
        &mut self,
        connection: &Connection,
        log: &Log,
        article: ArticleId,
        names: &mut ArticleNames,
    ) -> Result<()> {
        let mut shown: Vec<(EntityId, Kind)> = Vec::new();
        for stated in &mut names.stated {
            let own = self.key(connection, stated.entity)?;
            let linked = match &stated.link {
                Some(link) => Some((link.to, self.key(connection, link.to)?)),
                None => None,
            };
            for form in &mut stated.forms {
                let end = log.whom(&own, linked.as_ref().map(|(_, key)| key), &form.text, article);
                let entity = match end.target {
                    Target::Own => Some((stated.entity, own.kind)),
                    Target::Link => linked.as_ref().map(|(id, key)| (*id, key.kind)),
                    Target::Moved(to) => {
                        let id = self.number(connection, log, &to.key, &to.name, to.place.as_ref())?;
                        Some((id, to.key.kind))
                    }
                    Target::Nobody => None,
                };
                form.correction = end.correction;
                form.shown = entity.map(|entity| {
                    shown.iter().position(|&known| known == entity).unwrap_or_else(|| {
                        shown.push(entity);
                        shown.len() - 1
                    })
                });
            }
        }
        names.shown = shown;
        Ok(())
    }

    /// Adds what an article shows to the counts (`by` 1) or subtracts it (-1).
    pub fn count(&mut self, time: i64, names: &ArticleNames, by: i64) {
        let month = month_number(time);
        for naming in names.namings() {
            let difference = self.counts.entry(naming.entity).or_default();
            difference.articles += by;
            difference.mentions += by * i64::from(naming.mentions);
            *self.months.entry((naming.entity, month)).or_default() += by;
            for role in naming.roles {
                *self.roles.entry((naming.entity, role)).or_default() += by;
            }
        }
        for stated in &names.stated {
            self.counts.entry(stated.entity).or_default().stated_articles += by;
            for form in &stated.short_forms {
                *self.called.entry((form.clone(), stated.entity)).or_default() += by;
            }
        }
        for mention in &names.mentions {
            let form = &names.stated[mention.stated].forms[mention.form];
            if let Some(shown) = form.shown {
                *self.forms.entry((names.shown[shown].0, form.text.clone())).or_default() += by;
            }
        }
    }

    /// Notes a name of an entity, which is a form of it even if no text contains it.
    pub fn name(&mut self, id: EntityId, name: &str) {
        self.forms.entry((id, name.to_owned())).or_default();
        self.made.insert((id, name.to_owned()));
    }

    /// Forgets them, once they are in other hands.
    pub fn forget_forms(&mut self) {
        (self.forms, self.made) = Default::default();
    }

    /// Records that an article states its names (`by` 1) or no longer does (-1).
    pub fn learn(&mut self, time: i64, article: ArticleId, names: &ArticleNames, by: i64) {
        let stated = names.stated();
        for &id in &stated {
            self.learned.articles.push((id, time, article, by > 0));
            self.learned.counts.push((id, by));
        }
        for stated in &names.stated {
            let called = stated.short_forms.iter().map(|form| (form.clone(), stated.entity, by));
            self.learned.called.extend(called);
        }
        let stated = if by > 0 { stated } else { Box::default() };
        self.learned.stated.push((article, stated));
    }

    /// Notes what those have to be asked again for whom it concerns.
    pub fn gain(&mut self, time: i64, names: &ArticleNames, by: i64) {
        for &id in &names.stated() {
            self.gains.of_entity(id, time, by);
        }
        for stated in &names.stated {
            for form in &stated.short_forms {
                self.gains.of_form(form, stated.entity, time, by);
            }
        }
    }

    /// The changes to what articles state, after they are written.
    pub fn into_learned(self) -> Learned {
        let surnames = self.words.into_iter().filter_map(|(id, (_, surname))| Some((id, surname?))).collect();
        Learned { surnames, ..self.learned }
    }

    /// The identity of an entity.
    fn key(&mut self, connection: &Connection, id: EntityId) -> Result<EntityKey> {
        if let Some(key) = self.keys.get(&id) {
            return Ok(key.clone());
        }
        let missing = || Error::Damaged(format!("entity {} is referenced but missing", id.0));
        let key = key_of(connection, id)?.ok_or_else(missing)?;
        self.keys.insert(id, key.clone());
        Ok(key)
    }

    /// The library's number for an entity, which is created if it is new.
    pub fn number(
        &mut self,
        connection: &Connection,
        log: &Log,
        key: &EntityKey,
        name: &str,
        place: Option<&Place>,
    ) -> Result<EntityId> {
        let certainty = place.map(|place| place.certainty);
        let known = self.numbers.get(key).copied();
        if let Some((id, highest)) = known
            && certainty <= highest
        {
            return Ok(id);
        }
        let place = place.map(place_to_json);
        let found = match known {
            Some((id, _)) => Some(id),
            None => entity_of(connection, key)?,
        };
        let id = if let Some(id) = found {
            if let Some(place) = &place {
                // The highest certainty of all articles is stored.
                connection
                    .prepare_cached(
                        "UPDATE entity SET place = ?1 WHERE id = ?2 AND (place IS NULL OR
                         json_extract(place, '$.certainty') < json_extract(?1, '$.certainty'))",
                    )?
                    .execute(params![place, id.0])?;
            }
            id
        } else {
            self.make(connection, log, key, name, place.as_deref())?
        };
        self.numbers.insert(key.clone(), (id, certainty));
        self.keys.insert(id, key.clone());
        Ok(id)
    }

    fn make(
        &mut self,
        connection: &Connection,
        log: &Log,
        key: &EntityKey,
        name: &str,
        place: Option<&str>,
    ) -> Result<EntityId> {
        let renamed = log.name_of(key);
        connection
            .prepare_cached("INSERT INTO entity (kind, key, name, place, said) VALUES (?, ?, ?, ?, ?)")?
            .execute(params![
                kind_number(key.kind),
                key.key,
                renamed.unwrap_or(name),
                place,
                renamed.map(|_| name),
            ])?;
        let id = EntityId(connection.last_insert_rowid());
        if !self.is_put_off {
            [Some(name), renamed].into_iter().flatten().for_each(|name| self.name(id, name));
        }
        Ok(id)
    }

    /// Writes all differences, and adds to `totals` how many entities came into use or went out of use.
    pub fn write(&self, connection: &Connection, queue: &mut Queue, totals: &mut Totals) -> Result<()> {
        self.write_words(connection)?;
        self.write_entities(connection, queue, totals)?;
        let called = self.called.iter().map(|((form, entity), by)| (form.as_str(), entity.0, *by));
        write_called(connection, called)?;
        for (form, gain) in self.gains.forms() {
            queue.put(connection, form, gain)?;
        }
        let forms = self.changed_forms();
        write_forms(
            connection,
            forms.iter().map(|(folded, entity, form, by)| (&**folded, *entity, *form, *by)),
        )?;
        write_roles(
            connection,
            self.roles.iter().map(|((entity, role), by)| (entity.0, role.as_str(), *by)),
        )?;
        write_months(connection, self.months.iter().map(|((entity, month), by)| (entity.0, *month, *by)))
    }

    /// The forms that are used more or less often, and the names of new entities, in the order of their table.
    pub fn changed_forms(&self) -> Vec<(String, i64, &str, i64)> {
        let is_changed = |(entity, form): &(EntityId, String), by: i64| {
            by != 0 || self.made.contains(&(*entity, form.clone()))
        };
        let changed = self.forms.iter().filter(|(form, by)| is_changed(form, **by));
        let mut changed: Vec<_> =
            changed.map(|((entity, form), by)| (fold(form), entity.0, form.as_str(), *by)).collect();
        changed.sort_unstable();
        changed
    }

    fn write_entities(&self, connection: &Connection, queue: &mut Queue, totals: &mut Totals) -> Result<()> {
        let is_changed = |id: EntityId, by: &Difference| !by.is_nothing() || self.gains.entity(id).is_some();
        for (id, by) in self.counts.iter().filter(|(id, by)| is_changed(**id, by)) {
            let updated = update_entity(connection, *id, by, totals)?;
            if let (Some(surname), Some(gain)) = (updated.surname, self.gains.entity(*id)) {
                queue.put(connection, &surname, gain)?;
            }
            if let Some(singular) = singular(updated.kind, &updated.key).filter(|_| updated.is_new) {
                queue.put(connection, singular, Gain::EVER)?;
            }
        }
        Ok(())
    }

    fn write_words(&self, connection: &Connection) -> Result<()> {
        let mut update = connection.prepare_cached(
            "UPDATE entity SET word = ?1, surname = ?2 WHERE id = ?3 AND (word IS NOT ?1 OR surname IS NOT ?2)",
        )?;
        for (id, (word, surname)) in &self.words {
            update.execute(params![word, surname, id.0])?;
        }
        Ok(())
    }
}

/// The singular of an organisation, which is linked to it wherever it stands.
pub(super) fn singular(kind: u8, key: &str) -> Option<&str> {
    key.strip_suffix('s').filter(|_| kind == kind_number(Kind::Organisation))
}
