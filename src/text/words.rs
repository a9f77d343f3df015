//! The words names are made of: a text split into words and marks, with their shapes.
//!
//! It does not decide what a word means; abbreviations that keep their full stop are recognised by form only.

use super::fold::fold;
use crate::model::Span;
use compact_str::CompactString;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Begins with a lower-case letter.
    Lower,
    /// Begins with a capital and has lower-case letters.
    Capital,
    /// Two or more letters, all of them capitals; digits and full stops may be among them.
    Upper,
    /// One capital, with or without a full stop.
    Initial,
    /// Begins with a digit and contains no letter.
    Number,
    /// The "'s" of a possessive.
    Possessive,
    /// Anything else, one character.
    Mark(char),
}

/// A word or a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its position.
    pub span: Span,
    /// How it is written.
    pub shape: Shape,
    /// Preceded by white space or nothing.
    pub apart: bool,
    /// Folded, without full stops and apostrophes: "U.S." is `us`. Empty for marks.
    pub key: CompactString,
}

impl Word {
    /// Whether its shape allows it to be part of a name.
    pub fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Upper | Shape::Initial)
    }

    /// Whether it is this mark.
    pub fn is_mark(&self, mark: char) -> bool {
        self.shape == Shape::Mark(mark)
    }
}

/// Splits the part `span` of `text` into words, in order.
pub fn split(text: &str, span: Span) -> Vec<Word> {
    let mut words = Vec::new();
    let (mut at, end) = (span.start as usize, span.end as usize);
    let mut apart = true;
    while at < end {
        let rest = &text[at..end];
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            apart = true;
            at += first.len_utf8();
            continue;
        }
        let follows_word = !apart && words.last().is_some_and(|word: &Word| !word.key.is_empty());
        let (length, shape) = if first.is_alphanumeric() {
            let length = word_length(rest);
            (length, shape_of(&rest[..length]))
        } else if follows_word && is_possessive(rest) {
            (first.len_utf8() + 1, Shape::Possessive)
        } else {
            (first.len_utf8(), Shape::Mark(hyphen_or_itself(first)))
        };
        let key = match shape {
            Shape::Mark(_) | Shape::Possessive => CompactString::default(),
            _ => key_of(&rest[..length]),
        };
        words.push(Word { span: Span::new(at, at + length), shape, apart, key });
        at += length;
        apart = false;
    }
    words
}

/// The key of a word.
fn key_of(word: &str) -> CompactString {
    if !word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return bare(word).into();
    }
    let mut key = CompactString::new(word);
    key.make_ascii_lowercase();
    key
}

/// A word or phrase as a key of the name lists: folded, without full stops and apostrophes, hyphens as spaces.
pub fn bare(phrase: &str) -> String {
    let mut key = fold(phrase);
    if key.contains(['.', '\'', '-']) {
        key.retain(|c| c != '.' && c != '\'');
        key = key.replace('-', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    }
    key
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘')
}

fn hyphen_or_itself(mark: char) -> char {
    if matches!(mark, '‐' | '‑') { '-' } else { mark }
}

/// Whether `rest` begins with "'s" and the word ends there.
fn is_possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(is_apostrophe)
        && chars.next().is_some_and(|c| matches!(c, 's' | 'S'))
        && !chars.next().is_some_and(char::is_alphanumeric)
}

/// Bytes of the word that `rest` begins with: letters and digits, apostrophes and full stops inside it,
/// and the full stop of an initial, a dotted abbreviation or a title.
fn word_length(rest: &str) -> usize {
    let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let after = rest.as_bytes().get(plain);
    if plain > 0 && after.is_none_or(|byte| byte.is_ascii() && !matches!(byte, b'.' | b',' | b'\'')) {
        return plain;
    }
    let mut length = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let goes_on = next.is_some_and(char::is_alphanumeric);
        let keeps = if c.is_alphanumeric() || is_joining(c) {
            true
        } else if is_apostrophe(c) {
            goes_on && !is_possessive(&rest[at..])
        } else {
            c == '.' && goes_on && (is_dotted(&rest[..at]) || is_number(&rest[..at]))
                || c == ',' && next.is_some_and(|n| n.is_ascii_digit()) && is_number(&rest[..at])
        };
        if !keeps {
            let word = &rest[..at];
            let ends_short = c == '.' && (is_dotted(word) || ABBREVIATIONS.contains(&word));
            return if ends_short { at + 1 } else { at };
        }
        length = at + c.len_utf8();
    }
    length
}

/// Combining marks and joiners, which belong to the letter before them.
fn is_joining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}')
}

/// One letter, or letters separated by full stops: "J", "U.S", "Ph.D".
fn is_dotted(word: &str) -> bool {
    word.split('.').all(|part| !part.is_empty() && part.chars().count() <= 2)
        && word.chars().next().is_some_and(char::is_uppercase)
        && (word.contains('.') || word.chars().count() == 1)
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
}

fn shape_of(word: &str) -> Shape {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return Shape::Number };
    let more = word.chars().filter(|c| c.is_alphanumeric()).count() > 1;
    if !first.is_uppercase() {
        return if word.chars().any(char::is_uppercase) { Shape::Capital } else { Shape::Lower };
    }
    if !more {
        return Shape::Initial;
    }
    if letters.all(char::is_uppercase) { Shape::Upper } else { Shape::Capital }
}

/// Abbreviations before and after names that are written with a full stop.
const ABBREVIATIONS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Lt", "Col", "Maj", "Capt", "Cmdr", "Adm", "Sgt", "Cpl", "Pvt",
    "Brig", "Sen", "Sens", "Rep", "Reps", "Gov", "Pres", "Rev", "Fr", "St", "Ste", "Hon", "Supt", "Det",
    "Insp", "Mt", "Ft", "Msgr", "Jr", "Sr", "Inc", "Corp", "Co", "Ltd", "Bros", "Amb", "Calif", "Fla",
    "Mass", "Conn", "Tex", "Ariz", "Ala", "Ark", "Colo", "Del", "Ill", "Ind", "Kan", "Ky", "La", "Md",
    "Mich", "Minn", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa", "Tenn", "Va", "Vt", "Wis", "Wyo", "Ga",
    "Miss", "Wash", "Ont", "Que", "Alta", "Sask",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        split(text, Span::new(0, text.len())).iter().map(|word| word.span.of(text)).collect()
    }

    #[test]
    fn texts_are_cut_where_names_begin_and_end() {
        for (input, expected) in [
            ("Ana Roe’s boat", vec!["Ana", "Roe", "’s", "boat"]),
            ("U.S.-backed and anti-EU", vec!["U.S.", "-", "backed", "and", "anti", "-", "EU"]),
            ("Gen. J. P. O'Hara, Jr.", vec!["Gen.", "J.", "P.", "O'Hara", ",", "Jr."]),
            ("It ended. He left.", vec!["It", "ended", ".", "He", "left", "."]),
            ("about 2,500.5 tons", vec!["about", "2,500.5", "tons"]),
            ("don't Sana'a", vec!["don't", "Sana'a"]),
            ("the Harbours' rule", vec!["the", "Harbours", "'", "rule"]),
            ("“Yes”", vec!["“", "Yes", "”"]),
            ("", vec![]),
        ] {
            assert_eq!(cut(input), expected, "{input:?}");
        }
    }

    #[test]
    fn shapes_and_keys() {
        for (input, shape, key) in [
            ("harbour", Shape::Lower, "harbour"),
            ("Harbour", Shape::Capital, "harbour"),
            ("iPhone", Shape::Capital, "iphone"),
            ("McKay", Shape::Capital, "mckay"),
            ("HARBOUR", Shape::Upper, "harbour"),
            ("U.S.", Shape::Upper, "us"),
            ("G20", Shape::Upper, "g20"),
            ("J.", Shape::Initial, "j"),
            ("O’Hara", Shape::Capital, "ohara"),
            ("42", Shape::Number, "42"),
            ("—", Shape::Mark('—'), ""),
        ] {
            let words = split(input, Span::new(0, input.len()));
            assert_eq!((words.len(), words[0].shape, words[0].key.as_str()), (1, shape, key), "{input:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn words_are_within_the_text_in_order_and_hold_all_but_white_space(text in "\\PC{0,60}") {
            let mut last = 0;
            for word in split(&text, Span::new(0, text.len())) {
                proptest::prop_assert!(text[last..word.span.start as usize].trim().is_empty());
                proptest::prop_assert!(!word.span.of(&text).is_empty());
                last = word.span.end as usize;
            }
            proptest::prop_assert!(text[last..].trim().is_empty());
        }
    }
}
