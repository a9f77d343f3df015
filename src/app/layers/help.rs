//! The help: the keys that work on the screen below it, under headings.

use super::Outcome;
use super::sheet::{Sheet, SheetCx, SheetLine};
use crate::app::action::{Action, Overlay};
use crate::app::actions::by_heading;
use crate::app::context::Contexts;
use crate::app::cx::Cx;
use crate::app::message::{Mouse, WHEEL_LINES};
use crate::app::motion::{Motion, scrolled_page};
use crate::app::session::Session;

/// The help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    contexts: Contexts,
    top: usize,
}

impl Help {
    /// The help for a screen with these contexts.
    pub(super) fn new(contexts: Contexts) -> Self {
        Self { contexts, top: 0 }
    }

    pub(super) fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Move(motion) => self.go(*motion, cx.session),
            Action::Leave { .. } | Action::Cancel | Action::Show(Overlay::Help) => return Outcome::Done,
            _ => return Outcome::Gone,
        }
        Outcome::Taken
    }

    pub(super) fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) -> Outcome {
        match mouse {
            Mouse::Click => Outcome::Done,
            Mouse::Wheel(notches) => {
                self.go(Motion::Step(i32::from(notches) * WHEEL_LINES), cx.session);
                Outcome::Taken
            }
        }
    }

    pub(super) fn sheet(&self, cx: &SheetCx<'_>) -> Sheet {
        let mut lines = Vec::new();
        for (heading, rows) in by_heading(self.contexts) {
            if !lines.is_empty() {
                lines.push(SheetLine::Gap);
            }
            lines.push(SheetLine::Heading(heading));
            let keys = |row| SheetLine::Keys(cx.keymap.keys_of(row).join("  "), row.title);
            lines.extend(rows.into_iter().map(keys));
        }
        lines.drain(..self.top.min(lines.len()));
        Sheet { area: cx.session.frame().body, lines, columns: None }
    }

    fn go(&mut self, motion: Motion, session: &Session) {
        // A heading above each group, and a gap between groups.
        let groups = by_heading(self.contexts);
        let lines: usize = groups.iter().map(|(_, rows)| rows.len() + 2).sum();
        self.top = scrolled_page(self.top, motion, lines.saturating_sub(1), session.frame().body.height);
    }
}
