//! Everything the library knows of one entity.

use super::{Alias, EntityId, Kind, Place, Row, Span, When};

/// An entity's dossier.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    /// Its number.
    pub id: EntityId,
    /// Its kind.
    pub kind: Kind,
    /// The library's name for it.
    pub name: String,
    /// The name with what tells it from its namesakes.
    pub shown: String,
    /// Every form of its name, the most frequent first.
    pub aliases: Vec<Alias>,
    /// The roles articles give it, the most frequent first.
    pub roles: Vec<String>,
    /// When it was first named.
    pub first: Option<When>,
    /// When it was last named.
    pub last: Option<When>,
    /// Articles per month, oldest first; months without any are omitted.
    pub months: Vec<MonthCount>,
    /// Entities named close to it, the most frequent first.
    pub with: Vec<Companion>,
    /// Where it is, for a place.
    pub place: Option<Place>,
    /// How many articles name it.
    pub total: u64,
    /// The newest of those articles; those without a date come last.
    pub articles: Vec<DossierArticle>,
    /// Whether there are older ones.
    pub more: bool,
}

/// The number of articles in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthCount {
    /// `2016-12`.
    pub month: String,
    /// Articles.
    pub articles: u32,
}

/// Another entity named together with this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companion {
    /// Its number.
    pub id: EntityId,
    /// Its kind.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// The name with what tells it from its namesakes.
    pub shown: String,
    /// How many articles name both.
    pub articles: u32,
}

/// An article of a dossier, with the sentences that name the entity.
#[derive(Debug, Clone, PartialEq)]
pub struct DossierArticle {
    /// The article.
    pub row: Row,
    /// The first few sentences that name it.
    pub sentences: Vec<Sentence>,
    /// How many sentences name it in all.
    pub named_in: usize,
}

/// A sentence that names the entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence, on one line.
    pub text: String,
    /// Where the entity's names are in `text`.
    pub hits: Vec<Span>,
    /// Byte offset in the article's text of the first mention.
    pub offset: u32,
}
