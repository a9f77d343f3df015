//! The line at the bottom in which the reader types: a search, words to find, a narrowing, a tag, a
//! command.

use crate::app::key::{Code, Key};
use tui_input::{Input, InputRequest};

/// What is being typed, and what for.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What for.
    pub purpose: Purpose,
    /// The line.
    pub line: Input,
    /// Its words have been searched for: the list shows what they find.
    pub asked: bool,
    /// The choice it stands on, where the purpose offers choices.
    pub choice: usize,
}

/// What a prompt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Search the library.
    Search,
    /// Find in the article.
    Find,
    /// Narrow the list by a query.
    Narrow,
    /// Find in the index of names.
    Names,
    /// Tag the article.
    Tag,
    /// Choose a command.
    Palette,
    /// Add an address, a file or a folder.
    Add,
    /// Rename a feed.
    FeedName,
    /// Tag a feed.
    FeedTag,
}

impl Purpose {
    /// What stands before the line.
    pub fn label(self) -> &'static str {
        match self {
            Self::Search => "Search the library",
            Self::Find => "Find in this article",
            Self::Narrow => "Narrow this list",
            Self::Names => "Names beginning with",
            Self::Tag => "Tag",
            Self::Palette => "Command",
            Self::Add => "Add",
            Self::FeedName => "Call this feed",
            Self::FeedTag => "Tag this feed",
        }
    }

    /// What stands in the line while it is empty.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Search => "words, \"a phrase\", -without, person:… place:… org:… is:unread after:2016-12",
            Self::Find => "words; n and N walk the hits",
            Self::Narrow => "a query, as in a search",
            Self::Names => "a name, any spelling",
            Self::Tag | Self::FeedTag => "a word; the same word again takes it off",
            Self::Palette => "what you want to do",
            Self::Add => "an address (of a feed, a site, a page), a file or a folder",
            Self::FeedName => "a name; nothing: as it calls itself",
        }
    }
}

/// What a key did to a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// The line has other words now.
    Words,
    /// Only the cursor moved, or nothing happened.
    Nothing,
    /// The choice below or above, by so many.
    Choice(i32),
    /// Done: take it.
    Accept,
    /// Never mind.
    Cancel,
}

impl Prompt {
    /// An empty line.
    pub fn new(purpose: Purpose) -> Self {
        Self { purpose, line: Input::default(), asked: false, choice: 0 }
    }

    /// What has been typed.
    pub fn words(&self) -> &str {
        self.line.value()
    }

    /// Takes a key, with the usual editing keys of a shell.
    pub fn key(&mut self, key: Key) -> Typed {
        let request = match (key.code, key.control, key.alt) {
            (Code::Enter, ..) => return Typed::Accept,
            (Code::Escape, ..) | (Code::Char('c' | 'g'), true, _) => return Typed::Cancel,
            (Code::Backspace, ..) if self.words().is_empty() => return Typed::Cancel,
            (Code::Down | Code::Tab, ..) | (Code::Char('n'), true, _) => return Typed::Choice(1),
            (Code::Up, ..) | (Code::Char('p'), true, _) => return Typed::Choice(-1),
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
                None => return Typed::Nothing,
            },
        };
        self.edit(request)
    }

    /// Takes pasted text: its words on one line.
    pub fn paste(&mut self, text: &str) -> Typed {
        let mut typed = Typed::Nothing;
        for c in crate::text::clean::line(text).chars().take(2_000) {
            typed = self.edit(InputRequest::InsertChar(c));
        }
        typed
    }

    fn edit(&mut self, request: InputRequest) -> Typed {
        match self.line.handle(request) {
            Some(changed) if changed.value => {
                self.choice = 0;
                Typed::Words
            }
            _ => Typed::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key;

    fn type_in(keys: &str) -> (Prompt, Typed) {
        let mut prompt = Prompt::new(Purpose::Search);
        let typed = key::sequence(keys).unwrap().into_iter().map(|key| prompt.key(key)).last().unwrap();
        (prompt, typed)
    }

    #[test]
    fn the_editing_keys_of_a_shell() {
        for (keys, words, typed) in [
            ("m o s u l", "mosul", Typed::Words),
            ("a Space b C-w", "a ", Typed::Words),
            ("a b C-u", "", Typed::Words),
            ("a b C-a x", "xab", Typed::Words),
            ("a b Left", "ab", Typed::Nothing),
            ("a Backspace Backspace", "", Typed::Cancel),
            ("a Enter", "a", Typed::Accept),
            ("a Down", "a", Typed::Choice(1)),
        ] {
            let (prompt, last) = type_in(keys);
            assert_eq!((prompt.words(), last), (words, typed), "{keys}");
        }
    }

    #[test]
    fn a_paste_becomes_one_clean_line() {
        let mut prompt = Prompt::new(Purpose::Search);
        assert_eq!(prompt.paste("two\nwords\u{1b}[31m"), Typed::Words);
        assert_eq!(prompt.words(), "two words");
    }
}
