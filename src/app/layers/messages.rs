//! The message history of the status line, the latest first.

use super::Outcome;
use super::sheet::{Sheet, SheetCx, SheetLine};
use crate::app::action::Action;
use crate::app::cx::Cx;
use crate::app::message::{Mouse, WHEEL_LINES};
use crate::app::motion::{Motion, scrolled_page};

/// The message history.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Messages {
    top: usize,
}

impl Messages {
    pub(super) fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Move(motion) => self.go(*motion, cx),
            Action::Leave { .. } | Action::Cancel => return Outcome::Done,
            _ => return Outcome::Gone,
        }
        Outcome::Taken
    }

    pub(super) fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) -> Outcome {
        match mouse {
            Mouse::Click => Outcome::Done,
            Mouse::Wheel(notches) => {
                self.go(Motion::Step(i32::from(notches) * WHEEL_LINES), cx);
                Outcome::Taken
            }
        }
    }

    pub(super) fn sheet(&self, cx: &SheetCx<'_>) -> Sheet {
        let said = cx.status.messages.iter().rev().skip(self.top);
        let mut lines: Vec<SheetLine> = said.cloned().map(SheetLine::Sentence).collect();
        if cx.status.messages.is_empty() {
            lines.push(SheetLine::Empty("No messages yet."));
        }
        Sheet { area: cx.session.frame().body, lines, columns: None }
    }

    fn go(&mut self, motion: Motion, cx: &Cx<'_>) {
        let (lines, height) = (cx.status.messages.len(), cx.session.frame().body.height);
        self.top = scrolled_page(self.top, motion, lines, height);
    }
}
