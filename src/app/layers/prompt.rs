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
}

impl Prompt {
    /// An empty line.
    pub(super) fn new(purpose: Purpose) -> Self {
        Self { purpose, line: Line::default(), answered: false }
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
            Edited::Choice(by) => {
                cx.act(Action::Move(Motion::Step(by)));
                return Outcome::Taken;
            }
            Edited::Words => Stage::Typing,
            Edited::Accept => Stage::Accepted,
            Edited::Cancel => Stage::Cancelled,
        };
        let again = std::mem::replace(&mut self.answered, true);
        cx.wish(Wish::Typed(Typed {
            purpose: self.purpose,
            words: self.line.words().to_owned(),
            stage,
            again,
        }));
        if stage == Stage::Typing { Outcome::Taken } else { Outcome::Done }
    }
}
