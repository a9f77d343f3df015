//! The names of one article, in two layers: what the article itself states ([`StatedEntity`]: the entities, their
//! forms and positions), and the entity that each of these forms is shown as in the library, after links and the
//! user's corrections.
//!
//! Both are stored in one compact value, so that the second can be derived from the first again without the text.
//! `layout` describes that value.

mod first;
mod layout;

use super::Result;
use super::count_rows::{MovedRow, NamedRow};
use crate::model::{ArticleId, Document, EntityId, Field, Kind, Mention, Span};
use crate::text::clean;
use rusqlite::{Connection, OptionalExtension};

/// All names of an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ArticleNames {
    /// What the article itself states, the most salient first.
    pub stated: Vec<StatedEntity>,
    /// The entities shown; each once.
    pub shown: Vec<(EntityId, Kind)>,
    /// The mentions, in order.
    pub mentions: Vec<Placed>,
}

/// An entity as the article itself states it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct StatedEntity {
    /// The article's own entity.
    pub entity: EntityId,
    pub salience: f32,
    pub roles: Vec<String>,
    /// The certainty of its place, 0 to 1.
    pub certainty: Option<f32>,
    /// The entity a rule linked it to.
    pub link: Option<Linked>,
    /// Other names the article uses for it, as keys.
    pub short_forms: Vec<String>,
    /// Every form that names it.
    pub forms: Vec<Form>,
}

impl StatedEntity {
    /// An entity about which nothing else is known.
    pub fn of(entity: EntityId) -> Self {
        Self {
            entity,
            salience: 0.0,
            roles: Vec::new(),
            certainty: None,
            link: None,
            short_forms: Vec::new(),
            forms: Vec::new(),
        }
    }
}

/// A link to an entity of other articles, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Linked {
    /// The linked entity.
    pub to: EntityId,
    /// The reason, as a sentence.
    pub why: String,
}

/// A form of one of an article's entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    pub text: String,
    /// Index in [`ArticleNames::shown`]; `None` if the user said that it is not an entity.
    pub shown: Option<usize>,
    /// Number of the last correction that affects it; 0 if none does.
    pub correction: i64,
}

/// A mention.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    pub field: Field,
    pub span: Span,
    pub certainty: f32,
    /// Index in [`ArticleNames::stated`], and of the form in its forms.
    pub stated: usize,
    pub form: usize,
}

/// An entity as the article shows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Naming {
    pub entity: EntityId,
    pub kind: Kind,
    pub mentions: u32,
    pub salience: f32,
    pub roles: Vec<String>,
    /// The certainty of its place.
    pub certainty: Option<f32>,
}

impl ArticleNames {
    /// The stored names of an article; `None` if it has not been analysed, or the value is damaged, which means
    /// that it has to be analysed again.
    pub fn of(connection: &Connection, article: ArticleId) -> Result<Option<Self>> {
        let mut query =
            connection.prepare_cached("SELECT unpacked(packing, 0, value) FROM names WHERE article = ?")?;
        let value: Option<Option<Vec<u8>>> = query.query_row([article.0], |row| row.get(0)).optional()?;
        let Some(value) = value.flatten() else { return Ok(None) };
        if first::is_first(&value) {
            return Ok(first::decode(&value, &super::documents::document(connection, article)?));
        }
        Ok(layout::decode(&value))
    }

    /// What was encoded; `None` if it is damaged.
    pub fn decode(value: &[u8]) -> Option<Self> {
        layout::decode(value)
    }

    /// The value to be stored.
    pub fn encode(&self) -> Vec<u8> {
        layout::encode(self)
    }

    /// The entities shown, in the order of [`ArticleNames::shown`]. A role goes with the first shown form of its
    /// entity.
    pub fn namings(&self) -> Vec<Naming> {
        let mut namings: Vec<Naming> = self
            .shown
            .iter()
            .map(|&(entity, kind)| Naming {
                entity,
                kind,
                mentions: 0,
                salience: 0.0,
                roles: Vec::new(),
                certainty: None,
            })
            .collect();
        for stated in &self.stated {
            for form in &stated.forms {
                let Some(shown) = form.shown else { continue };
                let naming = &mut namings[shown];
                naming.salience = naming.salience.max(stated.salience);
                // What the user states is certain.
                let certainty = if form.correction > 0 { Some(1.0) } else { stated.certainty };
                naming.certainty = [naming.certainty, certainty].into_iter().flatten().reduce(f32::max);
            }
            let Some(bearer) = stated.forms.iter().find_map(|form| form.shown) else { continue };
            for role in &stated.roles {
                if !namings[bearer].roles.contains(role) {
                    namings[bearer].roles.push(role.clone());
                }
            }
        }
        for mention in &self.mentions {
            if let Some(shown) = self.stated[mention.stated].forms[mention.form].shown {
                namings[shown].mentions += 1;
            }
        }
        namings
    }

    /// The mentions shown; a mention's entity is an index into [`ArticleNames::shown`].
    pub fn shown_mentions(&self) -> Vec<Mention> {
        let shown = |mention: &Placed| {
            let entity = self.stated[mention.stated].forms[mention.form].shown?;
            let Placed { field, span, certainty, .. } = *mention;
            Some(Mention { field, span, kind: self.shown[entity].1, entity, certainty })
        };
        self.mentions.iter().filter_map(shown).collect()
    }

    /// The rows that say which entities an article shows.
    pub fn named_rows(&self, article: ArticleId, time: i64) -> Vec<NamedRow> {
        let row = |naming: Naming| NamedRow {
            entity: naming.entity.0,
            time,
            article: article.0,
            mentions: naming.mentions,
            is_said: self.says(naming.entity),
        };
        self.namings().into_iter().map(row).collect()
    }

    /// The rows of those that it does not show ([`ArticleNames::moved`]).
    pub fn moved_rows(&self, article: ArticleId, time: i64) -> Vec<MovedRow> {
        let row = |MovedOff { entity, is_said, link }| MovedRow {
            entity: entity.0,
            time,
            article: article.0,
            is_said,
            link: link.map_or(0, |link: EntityId| link.0),
        };
        self.moved().into_iter().map(row).collect()
    }

    /// Whether the article itself states an entity.
    pub fn says(&self, entity: EntityId) -> bool {
        self.stated.iter().any(|stated| stated.entity == entity)
    }

    /// What the article itself states, in order of numbers.
    pub fn stated(&self) -> Box<[EntityId]> {
        let mut stated: Vec<EntityId> = self.stated.iter().map(|stated| stated.entity).collect();
        stated.sort_unstable();
        stated.dedup();
        stated.into_boxed_slice()
    }

    /// Entities that the article states, or that a rule linked it to, but that it does not show. They lead back to
    /// the article when a correction of theirs is made or withdrawn.
    pub fn moved(&self) -> Vec<MovedOff> {
        let mut moved: Vec<MovedOff> = Vec::new();
        let own = self.stated.iter().map(|stated| (stated.entity, stated.link.as_ref().map(|link| link.to)));
        let linked = self.stated.iter().filter_map(|stated| stated.link.as_ref()).map(|link| (link.to, None));
        for (entity, link) in own.chain(linked) {
            let is_shown = self.shown.iter().any(|(shown, _)| *shown == entity);
            if !is_shown && !moved.iter().any(|known| known.entity == entity) {
                moved.push(MovedOff { entity, is_said: self.says(entity), link });
            }
        }
        moved
    }
}

/// An entity that an article states, or was linked to, but does not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MovedOff {
    pub entity: EntityId,
    /// Whether the article itself states it.
    pub is_said: bool,
    /// The entity a rule linked it to.
    pub link: Option<EntityId>,
}

/// The words that a span covers, on one line; empty if it does not fit.
pub(super) fn form_of(document: &Document, field: Field, span: Span) -> String {
    clean::line(span.of(match field {
        Field::Title => &document.title,
        Field::Text => &document.text,
    }))
}

/// The number of a kind in the database.
pub(super) fn kind_number(kind: Kind) -> u8 {
    match kind {
        Kind::Person => 0,
        Kind::Place => 1,
        Kind::Organisation => 2,
    }
}

/// The kind of a number in the database.
pub(super) fn kind_of_number(number: u8) -> Option<Kind> {
    Kind::ALL.into_iter().find(|&kind| kind_number(kind) == number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(form: &str, shown: Option<usize>) -> Form {
        Form { text: form.to_owned(), shown, correction: 0 }
    }

    fn stated(entity: i64, roles: &[&str], forms: Vec<Form>) -> StatedEntity {
        let roles = roles.iter().map(|&role| role.to_owned()).collect();
        StatedEntity { roles, forms, ..StatedEntity::of(EntityId(entity)) }
    }

    fn placed(stated: usize, form: usize, start: usize) -> Placed {
        Placed { field: Field::Text, span: Span::new(start, start + 3), certainty: 1.0, stated, form }
    }

    #[test]
    fn two_that_are_shown_as_one_are_counted_once() {
        let names = ArticleNames {
            stated: vec![
                stated(3, &["mayor"], vec![form("Ada Lake", Some(0)), form("Lake", Some(1))]),
                stated(4, &["mayor", "poet"], vec![form("A. Lake", Some(0)), form("Storm", None)]),
                stated(5, &["chair"], vec![form("Board", None)]),
            ],
            shown: vec![(EntityId(3), Kind::Person), (EntityId(9), Kind::Person)],
            mentions: vec![placed(0, 0, 0), placed(0, 1, 10), placed(1, 0, 20), placed(1, 1, 30)],
        };
        let told: Vec<_> =
            names.namings().into_iter().map(|n| (n.entity.0, n.mentions, n.roles.join(" "))).collect();
        assert_eq!(told, [(3, 2, "mayor poet".to_owned()), (9, 1, String::new())]);
        let mentions: Vec<_> = names.shown_mentions().iter().map(|m| (m.span.start, m.entity)).collect();
        assert_eq!(mentions, [(0, 0), (10, 1), (20, 0)]);
        let moved: Vec<_> = names.moved().iter().map(|moved| (moved.entity.0, moved.is_said)).collect();
        assert_eq!(moved, [(4, true), (5, true)]);
        assert_eq!(names.stated().iter().map(|id| id.0).collect::<Vec<_>>(), [3, 4, 5]);
    }
}
