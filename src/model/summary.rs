//! A summary of a name, and what a change to it would do.

use super::{Alias, Edit, EntityId, EntityKey, Kind, NameRow, Place, Sentence, When, Why};

/// A summary of an entity: enough to identify and correct it.
#[derive(Debug, Clone, PartialEq)]
pub struct EntitySummary {
    /// Its number.
    pub id: EntityId,
    /// What identifies it in corrections.
    pub key: EntityKey,
    /// The library's name for it.
    pub name: String,
    /// Every form of its name, the most frequent first.
    pub aliases: Vec<Alias>,
    /// The roles articles give it, the most frequent first.
    pub roles: Vec<String>,
    /// Where it is, if that is known.
    pub place: Option<Place>,
    /// How many articles name it.
    pub articles: u64,
    /// When it was first named.
    pub first: Option<When>,
    /// When it was last named.
    pub last: Option<When>,
    /// A recent sentence that says something about it.
    pub sentence: Option<Sentence>,
    /// Why the current article shows it; empty without one.
    pub why: Vec<Why>,
}

/// A name in the library to choose, with what distinguishes it from others with the same name.
#[derive(Debug, Clone, PartialEq)]
pub struct NameChoice {
    /// The name, with its frequency.
    pub name: NameRow,
    /// What identifies it in corrections.
    pub key: EntityKey,
}

/// What an edit of names would do, described before it is made.
#[derive(Debug, Clone, PartialEq)]
pub struct EditPlan {
    /// The edit.
    pub edit: Edit,
    /// Its statement: `Lake is Ada Lake`.
    pub statement: String,
    /// How many articles would show something different.
    pub articles: u64,
    /// Whether it would also apply to later articles.
    pub teaches: bool,
}

impl EntitySummary {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.key.kind
    }
}
