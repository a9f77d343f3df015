//! The user's corrections of names in articles, as values, so that they can be stored, described, reapplied
//! after every
//! analysis, and undone.
//!
//! They refer to entities by what identifies them ([`EntityKey`]) and never by their numbers, which are derived and
//! change when everything is derived again.

use super::{ArticleId, Kind, Place};
use serde::{Deserialize, Serialize};

/// What identifies an entity in every article, analysis and library.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntityKey {
    /// Its kind.
    pub kind: Kind,
    /// Unique within its kind: see [`Entity::key`](super::Entity::key).
    pub key: String,
}

/// Which part of an entity is meant: all of it, or only some of its forms, or only some of its articles, or
/// these forms in these articles. An empty list does not limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which entity, as it is shown.
    pub entity: EntityKey,
    /// Only where it is named by these forms, letter by letter.
    pub forms: Vec<String>,
    /// Only in these articles.
    pub articles: Vec<ArticleId>,
}

/// Identifies a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CorrectionId(pub i64);

/// A correction. Earlier corrections apply before later ones: after merging A into B and then B into C,
/// everything is in C.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Correction {
    /// These are the same as another existing entity.
    Merge {
        /// What was taken for a separate entity.
        part: Part,
        /// What it really is.
        into: EntityKey,
    },
    /// These are a separate entity that does not exist yet.
    Split {
        /// What was merged by mistake.
        part: Part,
        /// The new entity's name; may be the same as the old one's.
        name: String,
    },
    /// The article's own entity is not the one a rule linked it to.
    Apart {
        /// The article's own entity, which was linked.
        entity: EntityKey,
        /// The entity it was mistaken for.
        from: EntityKey,
        /// Only in these articles; empty for all.
        articles: Vec<ArticleId>,
    },
    /// It has another name.
    Rename {
        /// Which entity.
        entity: EntityKey,
        /// The name to show.
        name: String,
    },
    /// It is of another kind. If that kind already has an entity with this key, the two are merged.
    Kind {
        /// What had the wrong kind.
        part: Part,
        /// The right kind.
        kind: Kind,
    },
    /// It is not an entity.
    NotAnEntity {
        /// What was mistaken for a name.
        part: Part,
    },
    /// It is another place of this name, or is located elsewhere.
    Place {
        /// What had the wrong location.
        part: Part,
        /// The right location.
        place: Place,
    },
}

/// A stored correction.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrectionRow {
    /// Its number; later ones are higher.
    pub id: CorrectionId,
    /// When it was made, in seconds since the epoch.
    pub added: i64,
    /// Whether it is in effect; otherwise it was withdrawn and can be restored.
    pub holds: bool,
    /// The correction itself.
    pub correction: Correction,
    /// The same, as a sentence.
    pub sentence: String,
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

    /// Whether a form in an article belongs to this part, if its entity does.
    pub fn has(&self, form: &str, article: ArticleId) -> bool {
        let is_form = self.forms.is_empty() || self.forms.iter().any(|own| own == form);
        is_form && (self.articles.is_empty() || self.articles.contains(&article))
    }

    /// Whether it is all of the entity.
    pub fn is_all(&self) -> bool {
        self.forms.is_empty() && self.articles.is_empty()
    }
}

impl Correction {
    /// The entity concerned.
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

    /// The part that is moved.
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
