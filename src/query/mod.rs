//! The query language of the search box, of filters and of `dateline find`.
//!
//! ```text
//! any   = all { ("OR" | "||") all }
//! all   = one { [ "AND" | "&&" ] one }
//! one   = ( "NOT" | "-" ) one | [ field ":" ] value
//! value = word [ "*" | "~" ] | '"' words '"' | "(" any ")"
//! ```
//!
//! Parsing never fails. A term that is invalid is an error, and the query then finds nothing. An unclosed bracket or
//! quotation mark, or an operator without an operand, is only reported. The module is pure: it searches nothing
//! itself, and is given the time and a way to ask which names exist.

mod lexer;
mod parser;
mod spelling;
mod times;
mod told;
mod values;

pub use times::{Edge, Times};

use crate::model::{Kind, QueryError};
use jiff::tz::TimeZone;

/// A parsed query.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// What to find; for a query with an error, the valid part of it.
    pub expression: Expression,
    /// The first invalid term. Such a query finds nothing.
    pub error: Option<QueryError>,
    /// What was ignored or is still incomplete.
    pub remark: Option<QueryError>,
}

/// What to find.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// Every article: the empty query.
    Everything,
    /// Articles that match all of these.
    All(Vec<Self>),
    /// Articles that match any of these.
    Any(Vec<Self>),
    /// Articles that do not match this.
    Not(Box<Self>),
    /// Articles with these words.
    Words(Words),
    /// Articles that name this person, place or organisation, under any alias.
    Named {
        /// The kind.
        kind: Kind,
        /// Any of its names.
        name: String,
    },
    /// Articles that name a place within a distance of this place.
    Near {
        /// Any name of the place.
        name: String,
        /// The distance.
        kilometres: f64,
    },
    /// Articles that name this country or region, or a place inside it.
    In(String),
    /// Articles with this tag or this category of their source.
    Tag(String),
    /// Articles from feeds with this title, tag or address; `#tag`, `@account`, or `*` for every feed.
    Feed(String),
    /// Articles in this state.
    State(ArticleState),
    /// Articles from this period.
    Time(Times),
}

/// Words to search for in texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Where; `None` for everywhere.
    pub field: Option<Field>,
    /// The words as typed.
    pub text: String,
    /// How to match them.
    pub shape: Shape,
}

impl Words {
    /// Whether this is the first letter of a word that is still being typed. Thousands of words begin with it, so it
    /// says next to nothing yet.
    pub fn is_first_letter(&self) -> bool {
        let is_letter = matches!(self.text.as_bytes(), [letter] if letter.is_ascii_alphabetic());
        is_letter && self.shape == Shape::Typing && self.field.is_none()
    }
}

/// How to match [`Words`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// In any grammatical form.
    Plain,
    /// Exactly these words in this order.
    Phrase,
    /// As the prefix of a word.
    Prefix,
    /// Fuzzy: with a typo.
    Fuzzy,
    /// Still being typed: a word or a prefix.
    Typing,
}

/// The field to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The headline.
    Title,
    /// The body.
    Text,
    /// The author.
    Author,
    /// The site or newspaper.
    Site,
    /// The link.
    Url,
    /// The language code.
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
    /// With a note by the user.
    Noted,
}

/// Fields whose values are names of one or more words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameField {
    /// A person, a place or an organisation that articles name.
    Entity(Kind),
    /// Any place in the gazetteer.
    Place,
    /// A tag.
    Tag,
    /// A feed.
    Feed,
}

/// What parsing depends on besides the query.
#[derive(Clone)]
pub struct Context<'a> {
    /// The current time in seconds since the epoch, for `since:7d`.
    pub now: i64,
    /// The user's time zone, for articles that do not state their own.
    pub zone: TimeZone,
    /// The query is still being typed: its last word may grow, and quotation marks and brackets may be unclosed.
    pub typing: bool,
    /// Whether something with this name exists; used to find how many words after a field belong to the name.
    pub knows: &'a dyn Fn(NameField, &str) -> bool,
}

/// Parses a query.
pub fn parse(text: &str, context: &Context<'_>) -> Query {
    parser::parse(text, context)
}

impl Expression {
    /// Whether it is the empty query, which finds every article.
    pub fn is_everything(&self) -> bool {
        matches!(self, Self::Everything)
    }
}

#[cfg(test)]
mod tests;
