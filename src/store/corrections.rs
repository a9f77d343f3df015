//! The user's corrections as stored, and their combined effect on a name.
//!
//! They are a log: each builds on those before it, and withdrawn ones are skipped. The entity of a form in an article
//! is found by going through the log, starting with the article's own entity. So any correction can be withdrawn,
//! whatever came after it, and everything derived can be discarded. Nothing here uses the numbers of entities.

use super::Result;
use super::entities::PlaceJson;
use super::schema::NUMBER;
use crate::model::{ArticleId, Correction, CorrectionId, CorrectionRow, EntityKey, Kind, Part, Place, When};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// All corrections in order.
#[derive(Debug, Default)]
pub(super) struct Log {
    entries: Vec<Entry>,
    /// For an entity, the active entries that move something of it elsewhere, in order.
    moves: HashMap<EntityKey, Vec<usize>>,
    /// For an entity, the last active entry that renames it.
    renames: HashMap<EntityKey, usize>,
    /// Entities that the user has identified: rules do not link them.
    settled: HashSet<EntityKey>,
    /// Links that the user undid: of which entity, and to which.
    apart: HashMap<(EntityKey, EntityKey), Vec<usize>>,
    origins: Origins,
}

/// The library that made each correction, and the number that it has there: of two that were made in the same second, this
/// decides in every library which one comes first.
#[derive(Debug, Default)]
struct Origins {
    /// This library.
    own: String,
    others: HashMap<i64, (String, i64)>,
}

impl Origins {
    fn read(connection: &Connection) -> Result<Self> {
        let sql = "SELECT value FROM setting WHERE name = ?";
        let own = connection.prepare_cached(sql)?.query_row([NUMBER], |row| row.get(0)).optional()?;
        let mut query = connection.prepare_cached(
            "SELECT local, key FROM mine WHERE key > 'correction/' AND key < 'correction0' AND local IS NOT NULL",
        )?;
        let mut rows = query.query([])?;
        let mut others = HashMap::new();
        while let Some(row) = rows.next()? {
            let (local, key): (i64, String) = (row.get(0)?, row.get(1)?);
            let origin = key.strip_prefix("correction/").and_then(|origin| origin.rsplit_once('-'));
            let origin = origin.and_then(|(library, id)| Some((library.to_owned(), id.parse().ok()?)));
            others.extend(origin.map(|origin| (local, origin)));
        }
        Ok(Self { own: own.unwrap_or_default(), others })
    }

    fn of(&self, id: i64) -> (&str, i64) {
        self.others.get(&id).map_or((self.own.as_str(), id), |(library, id)| (library, *id))
    }
}

/// One correction.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub id: i64,
    pub added: i64,
    pub holds: bool,
    pub correction: Correction,
    /// The name of its entity when it was made.
    pub name: String,
    /// Its target, with what it says about the other entity.
    pub to: Option<Moved>,
}

/// An entity that is the target of a correction.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moved {
    pub key: EntityKey,
    /// Its name, in case the library does not have it.
    pub name: String,
    pub place: Option<Place>,
}

/// The entity that a form refers to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Target<'a> {
    /// The article's own entity.
    Own,
    /// The entity that a rule linked it to.
    Link,
    /// The entity the user chose.
    Moved(&'a Moved),
    /// Not an entity.
    Nobody,
}

/// The entity that a form refers to, and the correction responsible; 0 for none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct End<'a> {
    pub target: Target<'a>,
    pub correction: i64,
}

impl Log {
    /// Reads all corrections.
    pub fn read(connection: &Connection) -> Result<Self> {
        let mut query =
            connection.prepare_cached("SELECT id, added, holds, value FROM correction ORDER BY id")?;
        let mut log = Self { origins: Origins::read(connection)?, ..Self::default() };
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let value: String = row.get(3)?;
            // Entries of a newer version, or damaged ones, are ignored.
            let Some((correction, name, to)) = from_json(&value) else { continue };
            log.entries.push(Entry {
                id: row.get(0)?,
                added: row.get(1)?,
                holds: row.get(2)?,
                correction,
                name,
                to,
            });
        }
        log.sort();
        Ok(log)
    }

    /// Appends a correction.
    pub fn add(&mut self, connection: &Connection, mut entry: Entry) -> Result<CorrectionId> {
        connection
            .prepare_cached("INSERT INTO correction (added, holds, value) VALUES (?, 1, ?)")?
            .execute(params![entry.added, to_json(&entry)])?;
        entry.id = connection.last_insert_rowid();
        let id = CorrectionId(entry.id);
        self.entries.push(entry);
        self.sort();
        Ok(id)
    }

    /// Activates or withdraws a correction; `None` if the number does not exist or nothing changes.
    pub fn set(&mut self, connection: &Connection, id: CorrectionId, holds: bool) -> Result<Option<Entry>> {
        let found = self.entries.iter_mut().find(|entry| entry.id == id.0 && entry.holds != holds);
        let Some(entry) = found else { return Ok(None) };
        entry.holds = holds;
        let entry = entry.clone();
        connection
            .prepare_cached("UPDATE correction SET holds = ? WHERE id = ?")?
            .execute(params![holds, id.0])?;
        self.sort();
        Ok(Some(entry))
    }

    /// All corrections, for display.
    pub fn rows(&self) -> Vec<CorrectionRow> {
        let row = |entry: &Entry| CorrectionRow {
            id: CorrectionId(entry.id),
            added: entry.added,
            holds: entry.holds,
            correction: entry.correction.clone(),
            sentence: entry.sentence(),
        };
        self.entries.iter().map(row).collect()
    }

    /// One correction.
    pub fn entry(&self, id: i64) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The user's name for an entity.
    pub fn name_of(&self, key: &EntityKey) -> Option<&str> {
        let entry = &self.entries[*self.renames.get(key)?];
        entry.to.as_ref().map(|to| to.name.as_str())
    }

    /// The entity that a form in an article refers to, given the article's `own` entity and a rule's `link`. The
    /// user's correction of the article's own entity takes precedence over the rule.
    pub fn whom(&self, own: &EntityKey, link: Option<&EntityKey>, form: &str, article: ArticleId) -> End<'_> {
        if let Some(end) = self.follow(own, form, article) {
            return end;
        }
        match link {
            Some(link) if !self.is_apart(own, link, article) => {
                self.follow(link, form, article).unwrap_or(End { target: Target::Link, correction: 0 })
            }
            _ => End { target: Target::Own, correction: 0 },
        }
    }

    /// The entity that all names of an entity are shown as, unless a correction of some of them says otherwise.
    pub fn whole(&self, key: &EntityKey) -> Option<EntityKey> {
        let mut end = key.clone();
        let mut from = 0;
        while let Some(next) = self.next_move(&end, from, Part::is_all) {
            end = self.entries[next].to.as_ref()?.key.clone();
            from = next + 1;
        }
        Some(end)
    }

    /// Entities of which something can be shown as `key`, including itself.
    pub fn sources_of(&self, key: &EntityKey) -> HashSet<EntityKey> {
        let mut sources = HashSet::from([key.clone()]);
        loop {
            let before = sources.len();
            for entry in self.entries.iter().filter(|entry| entry.holds) {
                let (Some(part), Some(to)) = (entry.correction.part(), &entry.to) else { continue };
                if sources.contains(&to.key) {
                    sources.insert(part.entity.clone());
                }
            }
            if sources.len() == before {
                return sources;
            }
        }
    }

    /// Whether a correction refers to this entity.
    pub fn knows(&self, key: &EntityKey) -> bool {
        let is_it = |entry: &Entry| {
            entry.correction.entity() == key || entry.to.as_ref().is_some_and(|to| to.key == *key)
        };
        self.entries.iter().any(is_it)
    }

    fn follow(&self, start: &EntityKey, form: &str, article: ArticleId) -> Option<End<'_>> {
        let mut end = None;
        let mut at = start;
        let mut from = 0;
        while let Some(next) = self.next_move(at, from, |part| part.has(form, article)) {
            let entry = &self.entries[next];
            let Some(to) = &entry.to else {
                return Some(End { target: Target::Nobody, correction: entry.id });
            };
            end = Some(End { target: Target::Moved(to), correction: entry.id });
            at = &to.key;
            from = next + 1;
        }
        end
    }

    fn next_move(&self, at: &EntityKey, from: usize, fits: impl Fn(&Part) -> bool) -> Option<usize> {
        let is_next =
            |entry: &usize| *entry >= from && self.entries[*entry].correction.part().is_some_and(&fits);
        self.moves.get(at)?.iter().copied().find(is_next)
    }

    fn is_apart(&self, own: &EntityKey, link: &EntityKey, article: ArticleId) -> bool {
        if self.settled.is_empty() && self.apart.is_empty() {
            return false;
        }
        let undone = self.apart.get(&(own.clone(), link.clone()));
        let has = |&entry: &usize| match &self.entries[entry].correction {
            Correction::Apart { articles, .. } => articles.is_empty() || articles.contains(&article),
            _ => false,
        };
        self.settled.contains(own) || undone.is_some_and(|entries| entries.iter().any(has))
    }

    /// Orders the entries, and builds the indexes of active ones.
    fn sort(&mut self) {
        // Those of another library take their place by time.
        let Self { entries, origins, .. } = self;
        let place = |entry: &Entry| (entry.added, origins.of(entry.id));
        entries.sort_by(|one, other| place(one).cmp(&place(other)));
        self.moves.clear();
        self.renames.clear();
        self.settled.clear();
        self.apart.clear();
        for (at, entry) in self.entries.iter().enumerate().filter(|(_, entry)| entry.holds) {
            match &entry.correction {
                Correction::Apart { entity, from, .. } => {
                    self.apart.entry((entity.clone(), from.clone())).or_default().push(at);
                }
                Correction::Rename { entity, .. } => {
                    self.renames.insert(entity.clone(), at);
                    self.settled.insert(entity.clone());
                }
                other => {
                    let Some(part) = other.part() else { continue };
                    self.moves.entry(part.entity.clone()).or_default().push(at);
                    if part.articles.is_empty() {
                        let to = entry.to.as_ref().map(|to| to.key.clone());
                        self.settled.extend([Some(part.entity.clone()), to].into_iter().flatten());
                    }
                }
            }
        }
    }
}

impl Entry {
    /// What the user said and when, as a sentence.
    pub fn sentence(&self) -> String {
        format!("you said on {} that {}", When::second(self.added).date(), self.statement())
    }

    /// What the user said: `Lake is Ada Lake`.
    pub fn statement(&self) -> String {
        let name = &self.name;
        let to = self.to.as_ref().map_or("", |to| to.name.as_str());
        let said = match &self.correction {
            Correction::Merge { .. } => format!("{name} is {to}"),
            Correction::Split { .. } => format!("{name} is another {to}"),
            Correction::Apart { .. } => format!("{name} is not {to}"),
            Correction::Rename { .. } => format!("{name} is called {to}"),
            Correction::Kind { kind, .. } => format!("{name} is {}", with_article(*kind)),
            Correction::NotAnEntity { .. } => format!("{name} is not a name"),
            Correction::Place { place, .. } => {
                let within = [place.admin1.as_deref(), Some(place.country_name.as_str())];
                let within: Vec<&str> =
                    within.into_iter().flatten().filter(|name| !name.is_empty()).collect();
                match within.as_slice() {
                    [] => format!("{name} is {to} at {:.2} {:.2}", place.latitude, place.longitude),
                    _ => format!("{name} is {to} in {}", within.join(", ")),
                }
            }
        };
        let limits = self.correction.part().map(limits).unwrap_or_default();
        said + &limits
    }
}

fn with_article(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "a person",
        Kind::Place => "a place",
        Kind::Organisation => "an organisation",
    }
}

/// The scope of a correction, in words.
fn limits(part: &Part) -> String {
    let mut limits = String::new();
    if !part.forms.is_empty() {
        let forms: Vec<String> = part.forms.iter().map(|form| format!("“{form}”")).collect();
        limits = format!(" where the text has {}", forms.join(" or "));
    }
    match part.articles.len() {
        0 => limits,
        1 => limits + ", in one article",
        count => format!("{limits}, in {count} articles"),
    }
}

/// A correction in the database.
#[derive(Serialize, Deserialize)]
struct CorrectionJson {
    what: String,
    kind: String,
    key: String,
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    forms: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    articles: Vec<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<MovedJson>,
}

#[derive(Serialize, Deserialize)]
struct MovedJson {
    kind: String,
    key: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceJson>,
}

fn to_json(entry: &Entry) -> String {
    let (what, part) = match &entry.correction {
        Correction::Merge { part, .. } => ("merge", part.clone()),
        Correction::Split { part, .. } => ("split", part.clone()),
        Correction::Apart { entity, articles, .. } => {
            ("apart", Part { articles: articles.clone(), ..Part::all(entity.clone()) })
        }
        Correction::Rename { entity, .. } => ("rename", Part::all(entity.clone())),
        Correction::Kind { part, .. } => ("kind", part.clone()),
        Correction::NotAnEntity { part } => ("nobody", part.clone()),
        Correction::Place { part, .. } => ("place", part.clone()),
    };
    let to = entry.to.as_ref().map(|to| MovedJson {
        kind: to.key.kind.word().to_owned(),
        key: to.key.key.clone(),
        name: to.name.clone(),
        place: to.place.as_ref().map(PlaceJson::from),
    });
    let json = CorrectionJson {
        what: what.to_owned(),
        kind: part.entity.kind.word().to_owned(),
        key: part.entity.key,
        name: entry.name.clone(),
        forms: part.forms,
        articles: part.articles.iter().map(|article| article.0).collect(),
        to,
    };
    // Plain data always serialises.
    serde_json::to_string(&json).unwrap_or_default()
}

/// The correction that JSON as it is stored says.
pub(super) fn correction_of(json: &str) -> Option<Correction> {
    from_json(json).map(|(correction, ..)| correction)
}

fn from_json(json: &str) -> Option<(Correction, String, Option<Moved>)> {
    let json: CorrectionJson = serde_json::from_str(json).ok()?;
    let entity = EntityKey { kind: Kind::from_word(&json.kind)?, key: json.key };
    let articles: Vec<ArticleId> = json.articles.into_iter().map(ArticleId).collect();
    let part = Part { entity: entity.clone(), forms: json.forms, articles: articles.clone() };
    let to = match json.to {
        Some(to) => Some(Moved {
            key: EntityKey { kind: Kind::from_word(&to.kind)?, key: to.key },
            name: to.name,
            place: to.place.and_then(PlaceJson::place),
        }),
        None => None,
    };
    let correction = match (json.what.as_str(), &to) {
        ("merge", Some(to)) => Correction::Merge { part, into: to.key.clone() },
        ("split", Some(to)) => Correction::Split { part, name: to.name.clone() },
        ("apart", Some(to)) => Correction::Apart { entity, from: to.key.clone(), articles },
        ("rename", Some(to)) => Correction::Rename { entity, name: to.name.clone() },
        ("kind", Some(to)) => Correction::Kind { part, kind: to.key.kind },
        ("nobody", None) => Correction::NotAnEntity { part },
        ("place", Some(Moved { place: Some(place), .. })) => Correction::Place { part, place: place.clone() },
        _ => return None,
    };
    Some((correction, json.name, to))
}
