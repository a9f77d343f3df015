//! What the reader says against what articles seem to say of their names, as a value: so that it can be
//! kept, told, done again after every reading, and undone.
//!
//! It speaks of entities by what makes them the same ([`EntityKey`]) and never by their numbers, which
//! are derived and change when everything is derived anew.

use super::{ArticleId, Kind, Place};
use serde::{Deserialize, Serialize};

/// What makes an entity the same in every article, in every reading and in every library.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityKey {
    /// What it is.
    pub kind: Kind,
    /// Unique within its kind: see [`Entity::key`](super::Entity::key).
    pub key: String,
}

/// What of an entity is meant: all of it, or only some of its forms, or only some of its articles, or
/// these forms in these articles. An empty list does not limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which entity, as it is shown.
    pub entity: EntityKey,
    /// Only where it is called so: whole forms, letter by letter.
    pub forms: Vec<String>,
    /// Only in these articles.
    pub articles: Vec<ArticleId>,
}

/// Identifies a correction that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CorrectionId(pub i64);

/// A correction. What the reader said earlier is taken as done when a later one is made: who merges A
/// into B and then B into C has everything in C.
#[derive(Debug, Clone, PartialEq)]
pub enum Correction {
    /// These are another entity, which there is already.
    Merge {
        /// What was taken for something of its own.
        part: Part,
        /// What it is.
        into: EntityKey,
    },
    /// These are another entity, which there is not yet.
    Split {
        /// What was taken for the same.
        part: Part,
        /// What the new entity is called; its name may be that of the old one.
        name: String,
    },
    /// The articles' own entity is not the one that a rule linked it to.
    Apart {
        /// What the article itself says: who was linked.
        entity: EntityKey,
        /// Whom it was taken for.
        from: EntityKey,
        /// Only in these articles; empty for all.
        articles: Vec<ArticleId>,
    },
    /// It is called otherwise.
    Rename {
        /// Who.
        entity: EntityKey,
        /// The name to show.
        name: String,
    },
    /// It is of another kind. Where that kind has an entity of this key, the two are one from then on.
    Kind {
        /// What was taken for the wrong thing.
        part: Part,
        /// What it is.
        kind: Kind,
    },
    /// It names nobody and nothing.
    NotAnEntity {
        /// What was taken for a name.
        part: Part,
    },
    /// It is another place of this name, or lies elsewhere.
    Place {
        /// What was put in the wrong place.
        part: Part,
        /// Where it lies.
        place: Place,
    },
}

/// A correction that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrectionRow {
    /// Its number, which later ones exceed.
    pub id: CorrectionId,
    /// When it was made, in seconds since the epoch.
    pub added: i64,
    /// Whether it holds; otherwise it was taken back and can be restored.
    pub holds: bool,
    /// What it says.
    pub correction: Correction,
    /// The same as a sentence.
    pub sentence: String,
}

/// Why an article's names are shown under an entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// The forms that this is about.
    pub forms: Vec<String>,
    /// The name that the article itself gives them.
    pub said: String,
    /// The reason as a sentence.
    pub sentence: String,
    /// What undoes it; none where it is the article's own name.
    pub undo: Option<super::Edit>,
}

impl EntityKey {
    /// A key of a kind.
    pub fn new(kind: Kind, key: &str) -> Self {
        Self { kind, key: key.to_owned() }
    }
}

impl Part {
    /// All of an entity.
    pub fn all(entity: EntityKey) -> Self {
        Self { entity, forms: Vec::new(), articles: Vec::new() }
    }

    /// Whether a form in an article is of this part, when its entity is.
    pub fn has(&self, form: &str, article: ArticleId) -> bool {
        let is_form = self.forms.is_empty() || self.forms.iter().any(|own| own == form);
        is_form && (self.articles.is_empty() || self.articles.contains(&article))
    }

    /// Whether it is the whole of the entity.
    pub fn is_all(&self) -> bool {
        self.forms.is_empty() && self.articles.is_empty()
    }
}

impl Correction {
    /// Whom it is about.
    pub fn entity(&self) -> &EntityKey {
        match self {
            Self::Apart { entity, .. } | Self::Rename { entity, .. } => entity,
            Self::Merge { part, .. }
            | Self::Split { part, .. }
            | Self::Kind { part, .. }
            | Self::NotAnEntity { part }
            | Self::Place { part, .. } => &part.entity,
        }
    }

    /// What it puts elsewhere.
    pub fn part(&self) -> Option<&Part> {
        match self {
            Self::Merge { part, .. }
            | Self::Split { part, .. }
            | Self::Kind { part, .. }
            | Self::NotAnEntity { part }
            | Self::Place { part, .. } => Some(part),
            Self::Apart { .. } | Self::Rename { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_limited_by_what_it_lists() {
        let check = |forms: &[&str], articles: &[i64], form: &str, article: i64, expected: bool| {
            let part = Part {
                entity: EntityKey::new(Kind::Person, "ada lake"),
                forms: forms.iter().map(|&form| form.to_owned()).collect(),
                articles: articles.iter().map(|&id| ArticleId(id)).collect(),
            };
            assert_eq!(part.has(form, ArticleId(article)), expected, "{part:?} {form} {article}");
        };
        check(&[], &[], "Lake", 3, true);
        check(&["Lake"], &[], "Lake", 3, true);
        check(&["Lake"], &[], "lake", 3, false);
        check(&[], &[3], "Lake", 3, true);
        check(&[], &[3], "Lake", 4, false);
        check(&["Lake"], &[3], "Ada", 3, false);
    }
}
