//! Splits a query into tokens with their positions.

/// A token and the position of its first character, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub at: usize,
    pub sign: Sign,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sign {
    /// A bare word.
    Word(String),
    /// Words in quotation marks.
    Quoted(String),
    /// A field: the word before a colon that is followed by something.
    Field(String),
    Open,
    Close,
    Minus,
    And,
    Or,
    Not,
}

impl Token {
    /// Whether it is a word or quotation without a letter or digit.
    pub fn is_empty(&self) -> bool {
        let (Sign::Word(text) | Sign::Quoted(text)) = &self.sign else { return false };
        !text.contains(char::is_alphanumeric)
    }
}

/// The tokens of a query, and the position of an unclosed quotation mark.
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
            '-' | '−' if begins_word(&characters, at) => Sign::Minus,
            _ if begins_quotation(&characters, at) => {
                let inside = quotation(&characters, at);
                at += inside.chars().count() + 1;
                if at >= characters.len() {
                    open_quote = Some(begin);
                }
                Sign::Quoted(inside)
            }
            _ => {
                let word = number_at(&characters, at).unwrap_or_else(|| word_at(&characters, at));
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

/// A hyphen means NOT only before a word, not inside one and not alone.
fn begins_word(characters: &[char], at: usize) -> bool {
    is_at_beginning(characters, at)
        && characters
            .get(at + 1)
            .is_some_and(|&c| c.is_alphanumeric() || c == '(' || begins_quotation(characters, at + 1))
}

fn is_at_beginning(characters: &[char], at: usize) -> bool {
    at == 0 || characters[at - 1].is_whitespace() || matches!(characters[at - 1], '(' | ')')
}

/// A number whose thousands blanks part: `1 250 000`.
fn number_at(characters: &[char], at: usize) -> Option<String> {
    let digits = |from: usize| characters[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    let ends = |end: usize| characters.get(end).is_none_or(|c| c.is_whitespace() || *c == ')');
    if !is_at_beginning(characters, at) || !(1..=3).contains(&digits(at)) {
        return None;
    }
    let mut end = at + digits(at);
    while characters.get(end) == Some(&' ') && digits(end + 1) == 3 && ends(end + 4) {
        end += 4;
    }
    let number: String = characters[at..end].iter().collect();
    number.contains(' ').then_some(number)
}

fn word_at(characters: &[char], at: usize) -> String {
    let ends = |place: &usize| {
        let c = characters[*place];
        // An apostrophe inside a word does not open a quotation.
        c.is_whitespace() || matches!(c, '(' | ')') || (closing(c).is_some() && !matches!(c, '‘' | '‚'))
    };
    let first = [characters[at]];
    let rest = (at + 1..characters.len()).take_while(|place| !ends(place)).map(|place| characters[place]);
    first.into_iter().chain(rest).collect()
}

/// The token for a run of characters, and how many characters at its end are still to be read: those after a field's
/// colon.
fn sign_of_word(word: String, next: Option<char>) -> (Sign, usize) {
    match word.as_str() {
        "AND" | "&&" => return (Sign::And, 0),
        "OR" | "||" => return (Sign::Or, 0),
        "NOT" => return (Sign::Not, 0),
        _ => {}
    }
    let Some((name, value)) = word.split_once(':') else { return (Sign::Word(word), 0) };
    let is_address = value.starts_with("//");
    let is_name = !name.is_empty() && name.chars().all(char::is_alphabetic);
    // A colon at the end of a word is the word's own, as in a headline.
    let is_alone = value.is_empty() && next.is_none_or(|c| c.is_whitespace() || c == ')');
    // `feed:*` means every feed.
    let is_every = (name, value) == ("feed", "*");
    let is_marks = !is_every
        && !value.is_empty()
        && !value.contains(char::is_alphanumeric)
        && next.is_none_or(char::is_whitespace);
    if !is_name || is_address || is_alone || is_marks {
        return (Sign::Word(word), 0);
    }
    (Sign::Field(name.to_lowercase()), value.chars().count())
}

/// A single quotation mark opens a quotation only before a word; inside a word it is an apostrophe.
fn begins_quotation(characters: &[char], at: usize) -> bool {
    match characters[at] {
        '‘' | '‚' => at == 0 || !characters[at - 1].is_alphanumeric(),
        c => closing(c).is_some(),
    }
}

/// The characters of a quotation starting at a position, without its marks.
fn quotation(characters: &[char], at: usize) -> String {
    let closing = closing(characters[at]).unwrap_or_default();
    let ends = |place: usize| {
        let is_apostrophe =
            characters[place] == '’' && characters.get(place + 1).is_some_and(|c| c.is_alphanumeric());
        closing.contains(characters[place]) && !is_apostrophe
    };
    (at + 1..characters.len()).take_while(|&place| !ends(place)).map(|place| characters[place]).collect()
}

/// The marks that close a quotation opened by this mark.
fn closing(opening: char) -> Option<&'static str> {
    Some(match opening {
        '"' | '“' | '”' | '„' | '‟' | '＂' => "\"“”„＂",
        '«' => "»",
        '»' => "«»",
        '‹' => "›",
        '‘' | '‚' => "’‘",
        '「' => "」",
        '『' => "』",
        '《' => "》",
        _ => return None,
    })
}
