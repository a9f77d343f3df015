//! Keys, as written in the keymap and pressed by the user.
//!
//! The runtime translates terminal events into these; nothing here knows a terminal.

use std::fmt;

/// One key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Control was held.
    pub control: bool,
    /// Alt was held.
    pub alt: bool,
    /// Shift was held, if the character does not imply it.
    pub shift: bool,
}

/// What is printed on a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the keys")]
pub enum Code {
    Char(char),
    Enter,
    Escape,
    Tab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

const NAMED: &[(&str, Code)] = &[
    ("Enter", Code::Enter),
    ("Esc", Code::Escape),
    ("Tab", Code::Tab),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PageUp", Code::PageUp),
    ("PageDown", Code::PageDown),
    ("Space", Code::Char(' ')),
];

/// The letters of other keyboards, and the Latin ones on the same keys: Russian, the other letters of Ukrainian and
/// Belarusian, and Greek.
const LAYOUTS: [(&str, &str); 5] = [
    ("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"),
    ("ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ", "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"),
    ("іїєўІЇЄЎ", "s]'oS}\"O"),
    ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
    ("ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ", "ERTYUIOPASDFGHJKLZXCVBNM"),
];

impl Key {
    /// The key without modifiers.
    pub fn plain(code: Code) -> Self {
        Self { code, control: false, alt: false, shift: false }
    }

    /// Reads `j`, `Enter`, `C-d`, `S-Tab`, `A-Left`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut key = Self::plain(Code::Escape);
        let mut rest = text;
        loop {
            let (flag, after) = match rest.as_bytes() {
                [b'C', b'-', _, ..] => (&mut key.control, &rest[2..]),
                [b'A', b'-', _, ..] => (&mut key.alt, &rest[2..]),
                [b'S', b'-', _, ..] => (&mut key.shift, &rest[2..]),
                _ => break,
            };
            *flag = true;
            rest = after;
        }
        let named = NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(rest)).map(|&(_, code)| code);
        let mut chars = rest.chars();
        key.code = match (named, chars.next(), chars.next()) {
            (Some(code), ..) => code,
            (None, Some(c), None) => Code::Char(c),
            _ => return None,
        };
        Some(key)
    }

    /// The Latin letter on the same key, for a letter of a Cyrillic or Greek keyboard.
    pub fn base(self) -> Option<Self> {
        let Code::Char(typed) = self.code else { return None };
        let mut pairs = LAYOUTS.iter().flat_map(|(letters, keys)| letters.chars().zip(keys.chars()));
        let (_, key) = pairs.find(|(letter, _)| *letter == typed)?;
        Some(Self { code: Code::Char(key), ..self })
    }

    /// The character the key types into a line, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.control && !self.alt => Some(c),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, sign) in [(self.control, "C-"), (self.alt, "A-"), (self.shift, "S-")] {
            if held {
                f.write_str(sign)?;
            }
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, Code::Char(c)) => write!(f, "{c}"),
            (None, _) => Ok(()),
        }
    }
}

/// Reads a sequence as the keymap writes it: `gg`, `]p`, `C-d`, `yt`, `Enter`. Keys with names or
/// modifiers stand alone or are separated by spaces; plain letters follow one another.
pub fn sequence(text: &str) -> Option<Vec<Key>> {
    let mut keys = Vec::new();
    for word in text.split_whitespace() {
        match Key::parse(word) {
            Some(key) => keys.push(key),
            None => keys.extend(word.chars().map(|c| Key::plain(Code::Char(c)))),
        }
    }
    (!keys.is_empty()).then_some(keys)
}

/// Writes a sequence so that [`sequence`] reads it back.
pub fn spell(keys: &[Key]) -> String {
    let spelt: Vec<String> = keys.iter().map(ToString::to_string).collect();
    let bare = spelt.concat();
    if sequence(&bare).as_deref() == Some(keys) { bare } else { spelt.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_read_back_as_they_are_written() {
        for (text, length) in [
            ("j", 1),
            ("gg", 2),
            ("]p", 2),
            ("C-d", 1),
            ("S-Tab", 1),
            ("A-Left", 1),
            ("Enter", 1),
            ("Space", 1),
            ("-", 1),
            ("C--", 1),
        ] {
            let keys = sequence(text).unwrap();
            assert_eq!((keys.len(), spell(&keys).as_str()), (length, text));
        }
    }

    #[test]
    fn letters_of_other_keyboards_are_keys() {
        for (typed, expected) in [
            ("о", Some("j")),
            ("л", Some("k")),
            ("C-в", Some("C-d")),
            ("Й", Some("Q")),
            ("ξ", Some("j")),
            ("j", None),
        ] {
            let base = Key::parse(typed).unwrap().base().map(|key| key.to_string());
            assert_eq!(base.as_deref(), expected, "{typed}");
        }
        for (letters, keys) in LAYOUTS {
            assert_eq!(letters.chars().count(), keys.chars().count(), "{letters}");
        }
    }

    #[test]
    fn nonsense_is_no_key() {
        assert_eq!(Key::parse("Entre"), None);
        assert_eq!(Key::parse(""), None);
        assert_eq!(sequence("  "), None);
    }
}
