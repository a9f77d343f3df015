//! A line of text being typed, with a shell's usual editing keys.

use crate::app::key::{Code, Key};
use tui_input::{Input, InputRequest};

/// A line being typed.
#[derive(Debug, Clone, Default)]
pub struct Line {
    input: Input,
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        (self.words(), self.input.cursor()) == (other.words(), other.input.cursor())
    }
}

/// What a key did to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edited {
    /// The text of the line changed.
    Words,
    /// Only the cursor moved, or nothing happened.
    Nothing,
    /// Move the choice down or up, by this many.
    Choice(i32),
    /// An arrow: recalls earlier words or moves a choice, down or up.
    Arrow(i32),
    /// Done: take it.
    Accept,
    /// Cancel.
    Cancel,
}

impl Line {
    /// A line with these words, and the cursor after them.
    pub fn of(words: &str) -> Self {
        Self { input: Input::new(words.to_owned()) }
    }

    /// What has been typed.
    pub fn words(&self) -> &str {
        self.input.value()
    }

    /// Replaces what has been typed.
    pub fn set(&mut self, words: &str) {
        self.input = Input::new(words.to_owned());
    }

    /// Handles a key, with a shell's usual editing keys.
    pub fn key(&mut self, key: Key) -> Edited {
        let key = if key.control || key.alt { key.base().unwrap_or(key) } else { key };
        let request = match (key.code, key.control, key.alt) {
            // A line feed: an Enter that was typed before the terminal handed over single keys.
            (Code::Enter, ..) | (Code::Char('j'), true, _) => return Edited::Accept,
            (Code::Escape, ..) | (Code::Char('c' | 'g'), true, _) => return Edited::Cancel,
            (Code::Backspace, ..) if self.words().is_empty() => return Edited::Cancel,
            (Code::Down, ..) => return Edited::Arrow(1),
            (Code::Up, ..) => return Edited::Arrow(-1),
            (Code::Tab, ..) | (Code::Char('n'), true, _) => return Edited::Choice(1),
            (Code::Char('p'), true, _) => return Edited::Choice(-1),
            (Code::Char('w'), true, _) | (Code::Backspace, _, true) => InputRequest::DeletePrevWord,
            (Code::Char('u'), true, _) => InputRequest::DeleteLine,
            (Code::Char('k'), true, _) => InputRequest::DeleteTillEnd,
            (Code::Backspace, ..) | (Code::Char('h'), true, _) => InputRequest::DeletePrevChar,
            (Code::Delete, ..) | (Code::Char('d'), true, _) => InputRequest::DeleteNextChar,
            (Code::Left, true, _) | (Code::Char('b'), _, true) => InputRequest::GoToPrevWord,
            (Code::Right, true, _) | (Code::Char('f'), _, true) => InputRequest::GoToNextWord,
            (Code::Left, ..) | (Code::Char('b'), true, _) => InputRequest::GoToPrevChar,
            (Code::Right, ..) | (Code::Char('f'), true, _) => InputRequest::GoToNextChar,
            (Code::Home, ..) | (Code::Char('a'), true, _) => InputRequest::GoToStart,
            (Code::End, ..) | (Code::Char('e'), true, _) => InputRequest::GoToEnd,
            _ => match key.typed() {
                Some(c) => InputRequest::InsertChar(c),
                None => return Edited::Nothing,
            },
        };
        self.edit(request)
    }

    /// Handles pasted text: its words on one line.
    pub fn paste(&mut self, text: &str) -> Edited {
        let mut edited = Edited::Nothing;
        for c in crate::text::clean::line(text).chars().take(2_000) {
            edited = self.edit(InputRequest::InsertChar(c));
        }
        edited
    }

    /// The visible words within this many columns, and the cursor's column.
    pub fn visible(&self, columns: u16) -> (&str, u16) {
        let scroll = self.input.visual_scroll(usize::from(columns));
        let hidden = crate::text::width::prefix(self.words(), scroll).len();
        let cursor = u16::try_from(self.input.visual_cursor().saturating_sub(scroll)).unwrap_or(0);
        (&self.words()[hidden..], cursor.min(columns))
    }

    fn edit(&mut self, request: InputRequest) -> Edited {
        match self.input.handle(request) {
            Some(changed) if changed.value => Edited::Words,
            _ => Edited::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key;

    fn type_in(keys: &str) -> (Line, Edited) {
        let mut line = Line::default();
        let typed = key::sequence(keys).unwrap().into_iter().map(|key| line.key(key)).last().unwrap();
        (line, typed)
    }

    #[test]
    fn the_editing_keys_of_a_shell() {
        for (keys, words, typed) in [
            ("m o s u l", "mosul", Edited::Words),
            ("a Space b C-w", "a ", Edited::Words),
            ("a b C-u", "", Edited::Words),
            ("a b C-a x", "xab", Edited::Words),
            ("a b Left", "ab", Edited::Nothing),
            ("a Backspace Backspace", "", Edited::Cancel),
            ("a Enter", "a", Edited::Accept),
            ("a C-j", "a", Edited::Accept),
            ("a Down", "a", Edited::Arrow(1)),
            ("a C-n", "a", Edited::Choice(1)),
        ] {
            let (line, last) = type_in(keys);
            assert_eq!((line.words(), last), (words, typed), "{keys}");
        }
    }

    #[test]
    fn a_paste_becomes_one_clean_line() {
        let mut line = Line::default();
        assert_eq!(line.paste("two\nwords\u{1b}[31m"), Edited::Words);
        assert_eq!(line.words(), "two words");
    }
}
