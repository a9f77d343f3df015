//! Queries in canonical spelling, with every AND written out.

use super::{ArticleState, Expression, Field, Shape, Words};
use crate::model::Kind;
use std::fmt;

impl fmt::Display for Expression {
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
            Self::Near { name, kilometres } => write!(f, "near:{}<{kilometres}km", quoted(name)),
            Self::In(name) => write!(f, "in:{}", quoted(name)),
            Self::Tag(name) => write!(f, "tag:{}", quoted(name)),
            Self::Feed(name) => write!(f, "feed:{}", quoted(name)),
            Self::State(state) => f.write_str(state.word()),
            Self::Time(times) => write!(f, "{times}"),
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
            Shape::Prefix if self.text.contains(char::is_whitespace) => write!(f, "\"{}*\"", self.text),
            Shape::Prefix | Shape::Typing => write!(f, "{}*", self.text),
            Shape::Fuzzy => write!(f, "{}~", self.text),
        }
    }
}

impl Field {
    /// The word before the colon.
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

impl ArticleState {
    /// All of these states.
    pub(super) const ALL: [Self; 4] = [Self::Unread, Self::Read, Self::Bookmarked, Self::Noted];

    /// The query term for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unread => "is:unread",
            Self::Read => "is:read",
            Self::Bookmarked => "is:bookmarked",
            Self::Noted => "has:note",
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
