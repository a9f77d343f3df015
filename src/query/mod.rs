//! The language of the search box, of filters and of `dateline find`.
//!
//! ```text
//! any   = all { ("OR" | "||") all }
//! all   = one { [ "AND" | "&&" ] one }
//! one   = ( "NOT" | "-" ) one | [ field ":" ] value
//! value = word [ "*" | "~" ] | '"' words '"' | "(" any ")"
//! ```
//!
//! Parsing never fails. A term that cannot be understood is an error, and then the query finds nothing;
//! what is left open or has nothing beside it is only remarked. The module is pure: it finds nothing
//! itself, and is told the time and which names there are.

mod lexer;
mod parser;
mod spelling;
mod times;
mod values;

pub use times::{Edge, Times};

use crate::model::{Kind, QueryError};
use jiff::tz::TimeZone;

/// A query as it was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// What to find; of a query with an error, what of it could be understood.
    pub expression: Expression,
    /// The first term that cannot be understood. Such a query finds nothing.
    pub error: Option<QueryError>,
    /// What was ignored, or is not yet typed to its end.
    pub remark: Option<QueryError>,
}

/// What to find.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// Every article: the empty query.
    Everything,
    /// What all of these find.
    All(Vec<Self>),
    /// What any of these finds.
    Any(Vec<Self>),
    /// What this does not find.
    Not(Box<Self>),
    /// Articles with these words.
    Words(Words),
    /// Articles that name this person, place or organisation, by whatever form.
    Named {
        /// Of this kind.
        kind: Kind,
        /// Any of its names.
        name: String,
    },
    /// Articles that name a place within a distance of this one.
    Near {
        /// Any name of the place.
        name: String,
        /// The distance.
        kilometres: f64,
    },
    /// Articles that name this country or region, or a place inside it.
    In(String),
    /// Articles that the user or their source filed under this.
    Tag(String),
    /// Articles that feeds of this title, tag or address have brought.
    Feed(String),
    /// Articles in this state.
    State(ArticleState),
    /// Articles of these times.
    Time(Times),
}

/// Words to be found in texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Where; `None` for everywhere.
    pub field: Option<Field>,
    /// The words as they were typed.
    pub text: String,
    /// How they are to be taken.
    pub shape: Shape,
}

/// How [`Words`] are to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// In any grammatical form.
    Plain,
    /// Exactly so, one after the other.
    Phrase,
    /// As the beginning of a word.
    Prefix,
    /// With a slip of the pen.
    Fuzzy,
    /// Still being typed: a word, or the beginning of one.
    Typing,
}

/// Where words are to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The headline.
    Title,
    /// The body.
    Text,
    /// Who wrote it.
    Author,
    /// The site or newspaper.
    Site,
    /// The address.
    Url,
    /// The language's code.
    Language,
}

/// What the user did with an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArticleState {
    /// Not read.
    Unread,
    /// Read.
    Read,
    /// Bookmarked.
    Bookmarked,
    /// With a note.
    Noted,
}

/// Fields whose values are names, which may be several words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameField {
    /// A person, a place or an organisation that articles name.
    Entity(Kind),
    /// Any place on the map.
    Place,
    /// A tag.
    Tag,
    /// A feed.
    Feed,
}

/// What a query is parsed against.
#[derive(Clone)]
pub struct Context<'a> {
    /// The moment in seconds since the epoch, for `since:7d`.
    pub now: i64,
    /// The user's time zone: where an article does not say its own, that of its day.
    pub zone: TimeZone,
    /// The last word may still be growing, and quotes and parentheses may still be open.
    pub typing: bool,
    /// Whether there is something of this name, which may be several words after a field.
    pub knows: &'a dyn Fn(NameField, &str) -> bool,
}

/// Parses a query.
pub fn parse(text: &str, context: &Context<'_>) -> Query {
    parser::parse(text, context)
}

impl Expression {
    /// Whether it finds every article, being the empty query.
    pub fn is_everything(&self) -> bool {
        matches!(self, Self::Everything)
    }
}

#[cfg(test)]
mod tests;
