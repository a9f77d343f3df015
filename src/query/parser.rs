//! Signs and words to expressions. Faults are noted and stepped over.

use super::lexer::{self, Sign, Token};
use super::{ArticleState, Expression, Field, Query, Reading, Shape, Warning, Words, moments};
use crate::model::Kind;

/// Deeper parentheses are not followed; nobody means them.
const DEEPEST: usize = 40;

pub(super) fn parse(text: &str, reading: Reading) -> Query {
    let lexer::Tokens { tokens, open_quote } = lexer::tokens(text);
    let mut parser = Parser { tokens: &tokens, next: 0, depth: 0, field: None, reading, fault: None };
    let mut parts = Vec::new();
    while parser.next < parser.tokens.len() {
        parts.extend(parser.any());
        // What stops an expression here can only be a parenthesis too many.
        if let Some(token) = parser.take() {
            parser.complain(token.at, "this parenthesis was never opened; remove it");
        }
    }
    if let Some(at) = open_quote.filter(|_| !reading.typing) {
        parser.complain(at, "this quotation mark is never closed; put another at the end");
    }
    let expression = joined(parts, Expression::All).unwrap_or(Expression::Everything);
    let complaint =
        parser.fault.map(|(at, message)| Warning { at: at + 1, message, understood: expression.to_string() });
    Query { expression, complaint }
}

struct Parser<'a> {
    tokens: &'a [Token],
    next: usize,
    depth: usize,
    /// The field in whose parentheses the parser stands.
    field: Option<&'a str>,
    reading: Reading,
    fault: Option<(usize, String)>,
}

impl<'a> Parser<'a> {
    fn any(&mut self) -> Option<Expression> {
        let mut parts = Vec::new();
        loop {
            parts.extend(self.all());
            let Some(Token { at, sign: Sign::Or }) = self.peek() else { break };
            self.next += 1;
            if parts.is_empty() || self.is_at_end() {
                self.complain_of_operator(*at, "OR");
            }
        }
        joined(parts, Expression::Any)
    }

    fn all(&mut self) -> Option<Expression> {
        let mut parts = Vec::new();
        while let Some(token) = self.peek() {
            match token.sign {
                Sign::Or | Sign::Close => break,
                Sign::And => {
                    self.next += 1;
                    if parts.is_empty() || self.is_at_end() {
                        self.complain_of_operator(token.at, "AND");
                    }
                }
                _ => parts.extend(self.one()),
            }
        }
        joined(parts, Expression::All)
    }

    fn one(&mut self) -> Option<Expression> {
        let token = self.take()?;
        match &token.sign {
            Sign::Not | Sign::Minus => self.not(token.at),
            Sign::Field { name, is_alone } => self.field(token.at, name, *is_alone),
            Sign::Open => self.group(token.at),
            Sign::Word(_) | Sign::Quoted(_) => self.value(token, self.field),
            Sign::Close | Sign::And | Sign::Or => None,
        }
    }

    fn not(&mut self, at: usize) -> Option<Expression> {
        let is_followed =
            self.peek().is_some_and(|next| !matches!(next.sign, Sign::And | Sign::Or | Sign::Close));
        if !is_followed {
            self.complain_of_operator(at, "NOT");
            return None;
        }
        if self.depth >= DEEPEST {
            self.next += 1;
            self.complain(at, "too many nested operators; simplify the query");
            return None;
        }
        self.depth += 1;
        let part = self.one();
        self.depth -= 1;
        Some(Expression::Not(Box::new(part?)))
    }

    fn group(&mut self, at: usize) -> Option<Expression> {
        if self.depth >= DEEPEST {
            self.complain(at, "too many nested parentheses; simplify the query");
            return None;
        }
        self.depth += 1;
        let inside = self.any();
        self.depth -= 1;
        match self.peek() {
            Some(Token { sign: Sign::Close, .. }) => self.next += 1,
            _ => self.complain(at, "this parenthesis is never closed; put another at the end"),
        }
        inside
    }

    fn field(&mut self, at: usize, name: &'a str, is_alone: bool) -> Option<Expression> {
        let is_last = self.next == self.tokens.len();
        if is_alone {
            if !(self.reading.typing && is_last) {
                self.complain(at, &format!("{name}: has no value; write what to look for right after it"));
            }
            return None;
        }
        let token = self.take()?;
        if token.sign != Sign::Open {
            return self.value(token, Some(name));
        }
        let outer = self.field.replace(name);
        let inside = self.group(token.at);
        self.field = outer;
        inside
    }

    /// A word or a quotation, in a field or everywhere.
    fn value(&mut self, token: &Token, field: Option<&str>) -> Option<Expression> {
        let (text, is_quoted) = match &token.sign {
            Sign::Word(word) => (word.as_str(), false),
            Sign::Quoted(words) => (words.trim(), true),
            // `title:AND`: a word after all.
            Sign::And => ("AND", false),
            Sign::Or => ("OR", false),
            Sign::Not => ("NOT", false),
            Sign::Minus => ("-", false),
            Sign::Field { name, .. } => (name.as_str(), false),
            Sign::Open | Sign::Close => return None,
        };
        if text.is_empty() {
            return None;
        }
        let words = |field| Some(Expression::Words(self.words(text, field, is_quoted)));
        let Some(name) = field else {
            let is_address = text.starts_with("http://") || text.starts_with("https://");
            return words(is_address.then_some(Field::Url));
        };
        match name {
            "title" => words(Some(Field::Title)),
            "text" | "body" => words(Some(Field::Text)),
            "author" | "by" => words(Some(Field::Author)),
            "site" => words(Some(Field::Site)),
            "url" => words(Some(Field::Url)),
            "lang" | "language" => words(Some(Field::Language)),
            "tag" => Some(Expression::Tag(text.to_owned())),
            "feed" => Some(Expression::Feed(text.to_owned())),
            "is" | "has" => self.state(token.at, name, text),
            "after" | "before" | "on" | "since" => self.time(token.at, name, text),
            "near" | "in" => {
                self.complain(token.at, &format!("{name}: is not supported yet and was ignored"));
                None
            }
            _ => match Kind::from_word(name) {
                Some(kind) => Some(Expression::Named { kind, name: text.to_owned() }),
                None => Some(self.unknown_field(token.at, name, text, is_quoted)),
            },
        }
    }

    fn words(&self, text: &str, field: Option<Field>, is_quoted: bool) -> Words {
        let is_last = self.next == self.tokens.len() && self.reading.typing;
        let (text, shape) = match (text.strip_suffix('*'), text.strip_suffix('~')) {
            _ if is_quoted => (text, Shape::Phrase),
            (Some(stem), _) if !stem.is_empty() => (stem, Shape::Prefix),
            (_, Some(stem)) if !stem.is_empty() => (stem, Shape::Fuzzy),
            _ if is_last => (text, Shape::Typing),
            _ => (text, Shape::Plain),
        };
        Words { field, text: text.to_owned(), shape }
    }

    fn state(&mut self, at: usize, field: &str, word: &str) -> Option<Expression> {
        let state = match (field, word) {
            ("is", "unread") => ArticleState::Unread,
            ("is", "read") => ArticleState::Read,
            ("is", "bookmarked") => ArticleState::Bookmarked,
            ("has", "note" | "notes") => ArticleState::Noted,
            _ if self.is_growing() => return None,
            _ => {
                self.complain(at, "write is:unread, is:read, is:bookmarked or has:note");
                return None;
            }
        };
        Some(Expression::State(state))
    }

    fn time(&mut self, at: usize, field: &str, value: &str) -> Option<Expression> {
        let times = moments::read(field, value, self.reading.now);
        if times.is_none() && !self.is_growing() {
            let message = "not a date: try 2016, 2016-12, 2016-12-15, today, yesterday or 7d";
            self.complain(at, message);
        }
        times.map(Expression::Time)
    }

    fn unknown_field(&mut self, at: usize, name: &str, text: &str, is_quoted: bool) -> Expression {
        let message = format!("unknown field {name}:; the fields are {}", FIELDS.join(", "));
        self.complain(at.saturating_sub(name.chars().count() + 1), &message);
        let name = Words { field: None, text: name.to_owned(), shape: Shape::Plain };
        let value = self.words(text, None, is_quoted);
        Expression::All(vec![Expression::Words(name), Expression::Words(value)])
    }

    fn complain_of_operator(&mut self, at: usize, word: &str) {
        if !(self.reading.typing && self.is_at_end()) {
            self.complain(
                at,
                &format!("{word} needs a term on each side; use lower case for the word itself"),
            );
        }
    }

    fn complain(&mut self, at: usize, message: &str) {
        if self.fault.as_ref().is_none_or(|(earlier, _)| at < *earlier) {
            self.fault = Some((at, message.to_owned()));
        }
    }

    /// Whether what was read last is the query's end and may still be growing.
    fn is_growing(&self) -> bool {
        self.reading.typing && self.next == self.tokens.len()
    }

    fn is_at_end(&self) -> bool {
        self.peek().is_none_or(|token| token.sign == Sign::Close)
    }

    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Option<&'a Token> {
        let token = self.peek()?;
        self.next += 1;
        Some(token)
    }
}

const FIELDS: [&str; 16] = [
    "title:", "text:", "author:", "site:", "tag:", "lang:", "url:", "person:", "place:", "org:", "is:",
    "has:", "after:", "before:", "on:", "since:",
];

/// One part is itself; several are put together.
fn joined(mut parts: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Option<Expression> {
    if parts.len() > 1 { Some(join(parts)) } else { parts.pop() }
}
