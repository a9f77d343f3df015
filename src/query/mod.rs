//! The language of the search box, of filters and of `dateline find`.
//!
//! ```text
//! any   = all { "OR" all }
//! all   = one { [ "AND" ] one }
//! one   = ( "NOT" | "-" ) one | [ field ":" ] value
//! value = word [ "*" | "~" ] | '"' words '"' | "(" any ")"
//! ```
//!
//! Parsing never fails: what is faulty is complained of and left out, and the rest is searched. The
//! module is pure; it finds nothing itself, and is told the time.

mod lexer;
mod moments;
mod parser;

use crate::model::Kind;
use std::fmt;

/// A query as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What to find.
    pub expression: Expression,
    /// The first thing in it that is faulty, if any.
    pub complaint: Option<Warning>,
}

/// What to find.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Articles that the reader or their source filed under this.
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

/// What a person did with an article.
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

/// A stretch of time in seconds since the epoch: from the first of them on, up to the second, which is
/// not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// The first second, if there is one.
    pub from: Option<i64>,
    /// One past the last second, if there is one.
    pub until: Option<i64>,
}

/// What is faulty in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The character it is about, counted from 1.
    pub at: usize,
    /// What is wrong and what to write instead.
    pub message: String,
    /// How the query was understood in spite of it.
    pub understood: String,
}

/// What a query is read against.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// The moment in seconds since the epoch, for `since:7d`.
    pub now: i64,
    /// The last word may still be growing, and quotes and parentheses may still be open.
    pub typing: bool,
}

/// Reads a query.
pub fn parse(text: &str, reading: Reading) -> Query {
    parser::parse(text, reading)
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "character {}: {}; understood as: {}", self.at, self.message, self.understood)
    }
}

impl fmt::Display for Expression {
    /// The query in its plainest spelling, every AND written out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => f.write_str("everything"),
            Self::All(parts) => write_joined(f, parts, " AND "),
            Self::Any(parts) => write_joined(f, parts, " OR "),
            Self::Not(part) => {
                f.write_str("NOT ")?;
                write_part(f, part)
            }
            Self::Words(words) => write!(f, "{words}"),
            Self::Named { kind, name } => {
                let field = if *kind == Kind::Organisation { "org" } else { kind.word() };
                write!(f, "{field}:{}", quoted(name))
            }
            Self::Tag(name) => write!(f, "tag:{}", quoted(name)),
            Self::Feed(name) => write!(f, "feed:{}", quoted(name)),
            Self::State(state) => f.write_str(match state {
                ArticleState::Unread => "is:unread",
                ArticleState::Read => "is:read",
                ArticleState::Bookmarked => "is:bookmarked",
                ArticleState::Noted => "has:note",
            }),
            Self::Time(times) => write!(f, "{}", moments::spell(*times)),
        }
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = self.field {
            write!(f, "{}:", field.word())?;
        }
        match self.shape {
            Shape::Plain => f.write_str(&quoted(&self.text)),
            Shape::Phrase => write!(f, "\"{}\"", self.text),
            Shape::Prefix | Shape::Typing => write!(f, "{}*", self.text),
            Shape::Fuzzy => write!(f, "{}~", self.text),
        }
    }
}

impl Field {
    /// The word that stands before the colon.
    pub fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Text => "text",
            Self::Author => "author",
            Self::Site => "site",
            Self::Url => "url",
            Self::Language => "lang",
        }
    }
}

fn write_joined(f: &mut fmt::Formatter<'_>, parts: &[Expression], between: &str) -> fmt::Result {
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            f.write_str(between)?;
        }
        write_part(f, part)?;
    }
    Ok(())
}

fn write_part(f: &mut fmt::Formatter<'_>, part: &Expression) -> fmt::Result {
    match part {
        Expression::All(_) | Expression::Any(_) => write!(f, "({part})"),
        _ => write!(f, "{part}"),
    }
}

fn quoted(text: &str) -> String {
    if text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text.to_owned() }
}

#[cfg(test)]
mod tests;
