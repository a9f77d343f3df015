//! The prompt at the bottom: a search, words to find, a filter, a tag, a name.

use super::Outcome;
use super::line::{Edited, Line};
use crate::app::action::Action;
use crate::app::cx::{Cx, Wish};
use crate::app::key::Key;
use crate::app::motion::Motion;
use crate::app::purpose::{Purpose, Stage, Typed};

/// A prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    /// Its purpose.
    pub purpose: Purpose,
    /// The line.
    pub line: Line,
    answered: bool,
    /// Which earlier search is in the line, counted back from the latest.
    recalled: usize,
    /// How far the choice has been moved down.
    moved: i32,
}

impl Prompt {
    /// A line with these words in it.
    pub(super) fn new(purpose: Purpose, words: &str) -> Self {
        Self { purpose, line: Line::of(words), answered: false, recalled: 0, moved: 0 }
    }

    pub(super) fn key(&mut self, key: Key, cx: &mut Cx<'_>) -> Outcome {
        let edited = self.line.key(key);
        self.react(edited, cx)
    }

    pub(super) fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        let edited = self.line.paste(text);
        self.react(edited, cx);
    }

    fn react(&mut self, edited: Edited, cx: &mut Cx<'_>) -> Outcome {
        let stage = match edited {
            Edited::Nothing => return Outcome::Taken,
            Edited::Arrow(by) if self.recalls(by) => {
                if !self.recall(by, cx) {
                    return Outcome::Taken;
                }
                Stage::Typing
            }
            Edited::Choice(by) | Edited::Arrow(by) => return self.choose(by, cx),
            Edited::Words => Stage::Typing,
            Edited::Accept => Stage::Accepted,
            Edited::Cancel => Stage::Cancelled,
        };
        if stage == Stage::Accepted && self.purpose.is_search() {
            cx.session.keep_search(self.line.words());
            cx.wish(Wish::Remember);
        }
        let again = std::mem::replace(&mut self.answered, true);
        cx.wish(Wish::Typed(Typed {
            purpose: self.purpose,
            words: self.line.words().to_owned(),
            stage,
            again,
        }));
        if stage == Stage::Typing { Outcome::Taken } else { Outcome::Done }
    }

    /// Whether an arrow recalls earlier searches instead of moving the choice.
    fn recalls(&self, by: i32) -> bool {
        self.purpose.is_search() && if by < 0 { self.moved == 0 } else { self.recalled > 0 }
    }

    /// Puts an earlier or later search into the line; false if there is none.
    fn recall(&mut self, by: i32, cx: &Cx<'_>) -> bool {
        let earlier = &cx.session.searches;
        let at = if by < 0 { self.recalled + 1 } else { self.recalled - 1 };
        let words = match earlier.len().checked_sub(at) {
            Some(place) => earlier.get(place).map_or("", String::as_str),
            None => return false,
        };
        self.line.set(words);
        self.recalled = at;
        true
    }

    fn choose(&mut self, by: i32, cx: &mut Cx<'_>) -> Outcome {
        self.moved = (self.moved + by).max(0);
        cx.act(Action::Move(Motion::Step(by)));
        Outcome::Taken
    }
}
