//! Everything the library knows of one entity.

use super::{Alias, EntityId, Kind, Place, Row, Span, When};

/// An entity's page.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    /// Its number.
    pub id: EntityId,
    /// What it is.
    pub kind: Kind,
    /// The library's name for it.
    pub name: String,
    /// Every form it is named by, the most frequent first.
    pub aliases: Vec<Alias>,
    /// What articles call it, the most frequent first.
    pub roles: Vec<String>,
    /// First named.
    pub first: Option<When>,
    /// Last named.
    pub last: Option<When>,
    /// Articles a month, oldest first; months without any are left out.
    pub months: Vec<MonthCount>,
    /// Whom it is named with, the nearest first.
    pub with: Vec<Companion>,
    /// Where it lies, of a place.
    pub place: Option<Place>,
    /// How many articles name it.
    pub total: u64,
    /// The newest of them.
    pub articles: Vec<DossierArticle>,
    /// There are older ones.
    pub more: bool,
}

/// How many articles of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthCount {
    /// `2016-12`.
    pub month: String,
    /// Articles.
    pub articles: u32,
}

/// Another entity that is named beside this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companion {
    /// Its number.
    pub id: EntityId,
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
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
}

/// A sentence that names the entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence, on one line.
    pub text: String,
    /// Where the entity's names stand in `text`.
    pub hits: Vec<Span>,
    /// Byte of the article's text at which the first mention stands.
    pub offset: u32,
}
