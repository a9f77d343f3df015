//! A query as a row of signs and words, each with its place.

/// A sign or word and the character at which it begins, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub at: usize,
    pub sign: Sign,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sign {
    /// A bare word.
    Word(String),
    /// Words between quotation marks.
    Quoted(String),
    /// What stands before a colon; `is_alone` where nothing follows without a blank.
    Field {
        name: String,
        is_alone: bool,
    },
    Open,
    Close,
    Minus,
    And,
    Or,
    Not,
}

/// What a query is made of, and where a quotation was left open.
pub(super) struct Tokens {
    pub tokens: Vec<Token>,
    pub open_quote: Option<usize>,
}

pub(super) fn tokens(query: &str) -> Tokens {
    let characters: Vec<char> = query.chars().collect();
    let mut tokens = Vec::new();
    let mut open_quote = None;
    let mut at = 0;
    while let Some(&c) = characters.get(at) {
        let begin = at;
        let sign = match c {
            _ if c.is_whitespace() => {
                at += 1;
                continue;
            }
            '(' => Sign::Open,
            ')' => Sign::Close,
            '-' if begins_word(&characters, at) => Sign::Minus,
            _ if is_quote(c) => {
                let inside: String = characters[at + 1..].iter().take_while(|&&c| !is_quote(c)).collect();
                at += inside.chars().count() + 1;
                if at >= characters.len() {
                    open_quote = Some(begin);
                }
                Sign::Quoted(inside)
            }
            _ => {
                let word = word_at(&characters, at);
                at += word.chars().count() - 1;
                let (sign, unused) = sign_of_word(word, characters.get(at + 1).copied());
                at -= unused;
                sign
            }
        };
        tokens.push(Token { at: begin, sign });
        at += 1;
    }
    Tokens { tokens, open_quote }
}

/// A hyphen means NOT only in front of a word: not in one, and not alone.
fn begins_word(characters: &[char], at: usize) -> bool {
    let is_after_space = at == 0 || matches!(characters[at - 1], ' ' | '\t' | '(');
    let is_before_word = characters.get(at + 1).is_some_and(|c| !c.is_whitespace() && *c != ')');
    is_after_space && is_before_word
}

fn word_at(characters: &[char], at: usize) -> String {
    let ends = |c: &char| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(*c);
    characters[at..].iter().take_while(|c| !ends(c)).collect()
}

/// What a run of characters is, and how many at its end are still to be read: what follows a field's
/// colon.
fn sign_of_word(word: String, next: Option<char>) -> (Sign, usize) {
    match word.as_str() {
        "AND" => return (Sign::And, 0),
        "OR" => return (Sign::Or, 0),
        "NOT" => return (Sign::Not, 0),
        _ => {}
    }
    let Some((name, value)) = word.split_once(':') else { return (Sign::Word(word), 0) };
    let is_address = matches!(name, "http" | "https") && value.starts_with("//");
    let is_name = !name.is_empty() && name.chars().all(char::is_alphabetic);
    if !is_name || is_address {
        return (Sign::Word(word), 0);
    }
    let is_alone = value.is_empty() && next.is_none_or(|c| c.is_whitespace() || c == ')');
    (Sign::Field { name: name.to_lowercase(), is_alone }, value.chars().count())
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}
