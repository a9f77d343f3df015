//! From tokens to expressions.

use super::lexer::{self, Sign, Token};
use super::{Context, Expression, Query};
use crate::model::QueryError;

/// The maximum depth of brackets; deeper ones are not parsed.
const DEEPEST: usize = 40;

/// The maximum number of terms in a query.
const MOST_TERMS: usize = 200;

pub(super) fn parse(text: &str, context: &Context<'_>) -> Query {
    let lexer::Tokens { tokens, open_quote } = lexer::tokens(text);
    let mut parser = Parser::new(&tokens, context);
    let mut parts = Vec::new();
    while parser.next < parser.tokens.len() {
        parts.extend(parser.any());
        // An expression can only stop here at a bracket that closes nothing.
        if let Some(token) = parser.take() {
            parser.remark(token.at, "this parenthesis was never opened", "remove it");
        }
    }
    if let Some(at) = open_quote.filter(|_| !context.typing) {
        parser.remark(at, "this quotation mark is never closed", "add one at the end");
    }
    if parts.is_empty() && !tokens.is_empty() && parser.error.is_none() {
        parser.fail_for_nothing();
    }
    let expression = joined(parts, Expression::All).unwrap_or(Expression::Everything);
    Query { expression, error: parser.error, remark: parser.remark }
}

pub(super) struct Parser<'a> {
    tokens: &'a [Token],
    next: usize,
    depth: usize,
    terms: usize,
    /// The field whose brackets are being parsed, and its position.
    field: Option<(&'a str, usize)>,
    pub(super) context: &'a Context<'a>,
    error: Option<QueryError>,
    remark: Option<QueryError>,
}

impl<'a> Parser<'a> {
    fn new(tokens: &'a [Token], context: &'a Context<'a>) -> Self {
        Self { tokens, next: 0, depth: 0, terms: 0, field: None, context, error: None, remark: None }
    }

    fn any(&mut self) -> Option<Expression> {
        let mut parts = Vec::new();
        loop {
            parts.extend(self.all());
            let Some(Token { at, sign: Sign::Or }) = self.peek() else { break };
            self.next += 1;
            if parts.is_empty() || self.lacks_term() {
                self.remark_operator(*at, "OR");
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
                    if parts.is_empty() || self.lacks_term() {
                        self.remark_operator(token.at, "AND");
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
            Sign::Field(name) => self.field(token.at, name),
            Sign::Open => self.group(token.at),
            Sign::Word(_) | Sign::Quoted(_) => self.value(token, self.field),
            Sign::Close | Sign::And | Sign::Or => None,
        }
    }

    fn not(&mut self, at: usize) -> Option<Expression> {
        if self.lacks_term() {
            self.remark_operator(at, "NOT");
            return None;
        }
        if self.depth >= DEEPEST {
            self.next += 1;
            self.fail(at, "operators are nested too deeply", "simplify the query");
            return None;
        }
        self.depth += 1;
        let part = self.one();
        self.depth -= 1;
        Some(Expression::Not(Box::new(part?)))
    }

    fn group(&mut self, at: usize) -> Option<Expression> {
        if self.depth >= DEEPEST {
            self.fail(at, "parentheses are nested too deeply", "simplify the query");
            return None;
        }
        self.depth += 1;
        let inside = self.any();
        self.depth -= 1;
        match self.peek() {
            Some(Token { sign: Sign::Close, .. }) => self.next += 1,
            _ if self.context.typing => {}
            _ => self.remark(at, "this parenthesis is never closed", "add one at the end"),
        }
        inside
    }

    fn field(&mut self, at: usize, name: &'a str) -> Option<Expression> {
        let token = self.take()?;
        if name == "feed" && token.sign == Sign::Word("*".to_owned()) {
            self.count_term(at);
            return Some(Expression::Feed("*".to_owned()));
        }
        if token.sign != Sign::Open {
            if token.is_empty() {
                self.fail_for_empty_field(at, name);
            }
            return self.value(token, Some((name, at)));
        }
        let outer = self.field.replace((name, at));
        let inside = self.group(token.at);
        self.field = outer;
        if inside.is_none() && self.error.is_none() {
            self.fail_for_empty_field(at, name);
        }
        inside
    }

    /// Reports that nothing in the query says what to find: it must not be taken for one that finds everything.
    fn fail_for_nothing(&mut self) {
        if self.context.typing || self.remark.is_none() {
            self.fail_unless_growing(0, "this contains no word", "write what to search for");
        } else {
            self.error = self.remark.take();
        }
    }

    /// Reports that a field has no value.
    pub(super) fn fail_for_empty_field(&mut self, at: usize, name: &str) {
        let remedy = format!("write what to search for right after {name}:");
        self.fail_unless_growing(at, &format!("nothing follows {name}:"), &remedy);
    }

    /// Counts a term, up to the maximum.
    pub(super) fn count_term(&mut self, at: usize) {
        self.terms += 1;
        if self.terms > MOST_TERMS {
            let reason = format!("a query holds at most {MOST_TERMS} terms");
            self.fail(at, &reason, "remove this and what follows");
        }
    }

    fn remark_operator(&mut self, at: usize, word: &str) {
        if !(self.context.typing && self.is_at_end()) {
            let reason = format!("{word} needs a term on each side");
            self.remark(at, &reason, "use lower case to find the word itself");
        }
    }

    /// Records an error, with which the query finds nothing; only the first is reported.
    pub(super) fn fail(&mut self, at: usize, reason: &str, remedy: &str) {
        note(&mut self.error, at, reason, remedy);
    }

    /// The same, unless the term is the last and still being typed: then it is only a remark.
    pub(super) fn fail_unless_growing(&mut self, at: usize, reason: &str, remedy: &str) {
        let slot = if self.is_growing() { &mut self.remark } else { &mut self.error };
        note(slot, at, reason, remedy);
    }

    pub(super) fn remark(&mut self, at: usize, reason: &str, remedy: &str) {
        note(&mut self.remark, at, reason, remedy);
    }

    /// Whether the last token is at the end of the query and may still be growing.
    pub(super) fn is_growing(&self) -> bool {
        self.context.typing && self.next == self.tokens.len()
    }

    /// The bare words that come next.
    pub(super) fn bare_words(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.tokens[self.next..].iter().map_while(|token| match &token.sign {
            Sign::Word(word) => Some(word.as_str()),
            _ => None,
        })
    }

    /// Skips tokens that were consumed together with another.
    pub(super) fn skip(&mut self, count: usize) {
        self.next = (self.next + count).min(self.tokens.len());
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.peek().is_none_or(|token| token.sign == Sign::Close)
    }

    /// Whether no term comes next, but the end or another operator.
    fn lacks_term(&self) -> bool {
        self.peek().is_none_or(|next| matches!(next.sign, Sign::And | Sign::Or | Sign::Close))
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

/// Keeps the problem with the earliest position.
fn note(slot: &mut Option<QueryError>, at: usize, reason: &str, remedy: &str) {
    if slot.as_ref().is_none_or(|earlier| at + 1 < earlier.at) {
        *slot = Some(QueryError { at: at + 1, reason: reason.to_owned(), remedy: remedy.to_owned() });
    }
}

/// Joins parts; a single part stays as it is.
fn joined(mut parts: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Option<Expression> {
    if parts.len() > 1 { Some(join(parts)) } else { parts.pop() }
}
