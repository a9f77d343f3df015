//! Past changes: the edits in the journal, the newest first. Any of them can be undone or redone.
//!
//! `ui/changes.rs` draws it.

use crate::app::action::Action;
use crate::app::context::{Contexts, Location};
use crate::app::cx::Cx;
use crate::app::effect::{Answer, Request, Slot, WriteRequest};
use crate::app::empty::Empty;
use crate::app::message::{Mouse, WHEEL_LINES};
use crate::app::motion::{Cursor, Motion};
use crate::app::session::{Session, line_in, trimmed};
use crate::model::{EditState, PastEdit};
use ratatui::layout::Rect;

/// The number of rows requested: everything in the journal.
const ASKED: usize = 2_000;

/// The list of past changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// Its rows, the newest first.
    pub rows: Vec<PastEdit>,
    /// Whether no answer has arrived yet.
    pub waiting: bool,
    /// The selected row.
    pub cursor: Cursor,
}

/// The geometry of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangesLayout {
    /// The line with its heading.
    pub heading: Rect,
    /// The rows.
    pub rows: Rect,
}

/// Lines above the rows: the heading, and an empty one.
const HEADING: u16 = 2;

impl Changes {
    /// A list that has yet to be requested.
    pub fn at(cursor: usize) -> Self {
        Self { rows: Vec::new(), waiting: true, cursor: Cursor::new(cursor) }
    }

    /// Its geometry.
    pub fn layout(session: &Session) -> ChangesLayout {
        let body = session.frame().body;
        let inner = Rect { x: body.x + 1, width: body.width.saturating_sub(2), ..body };
        ChangesLayout { heading: inner, rows: trimmed(inner, HEADING, 0) }
    }

    /// The current contexts.
    pub fn contexts() -> Contexts {
        Contexts::CHANGES
    }

    /// Carries out an action; false if it has no meaning here.
    pub fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Move(motion) => self.go(*motion, cx.session),
            Action::Beside { .. } | Action::Around { .. } => {}
            Action::Open => self.turn(cx),
            _ => return false,
        }
        true
    }

    /// Undoes or redoes the selected change.
    fn turn(&self, cx: &mut Cx<'_>) {
        match self.rows.get(self.cursor.at) {
            Some(PastEdit { id, state: EditState::Applied, .. }) => cx.write(WriteRequest::Undo(*id)),
            Some(PastEdit { id, state: EditState::Undone, .. }) => cx.write(WriteRequest::Redo(Some(*id))),
            None => {}
        }
    }

    /// Why it has no rows, if it has none.
    pub fn empty(&self) -> Option<Empty> {
        (self.rows.is_empty() && !self.waiting).then(|| {
            Empty::new(
                "No changes yet: marks, tags, deletions and feed changes are listed here",
                "q goes back",
            )
        })
    }

    /// Handles an answer of the library.
    pub fn answer(&mut self, answer: Answer) {
        if let Answer::PastEdits(rows) = answer {
            self.cursor.follow(&self.rows, &rows, |row| row.id);
            self.rows = rows;
            self.waiting = false;
        }
    }

    /// Requests everything it shows again.
    pub fn refresh(cx: &mut Cx<'_>) {
        cx.ask(Slot::PastEdits, Request::PastEdits { count: ASKED });
    }

    /// The mouse did something at a column and row.
    pub fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) {
        match mouse {
            Mouse::Wheel(notches) => self.go(Motion::Step(i32::from(notches) * WHEEL_LINES), cx.session),
            Mouse::Click => {
                let line = line_in(Self::layout(cx.session).rows, column, row);
                if self.cursor.click(line, self.rows.len()) {
                    self.turn(cx);
                }
            }
        }
    }

    /// The user's location, to return to.
    pub fn location(&self) -> Location {
        Location::Changes(self.cursor.at)
    }

    /// The breadcrumbs in the header.
    pub fn title() -> Vec<String> {
        vec!["Past changes".to_owned()]
    }

    /// The most important actions here, with short labels.
    pub fn hints() -> &'static [(&'static str, &'static str)] {
        &[
            ("undo-this", "undo or redo it"),
            ("undo", "undo the last"),
            ("leave", "back"),
            ("help", "all keys"),
        ]
    }

    fn go(&mut self, motion: Motion, session: &Session) {
        let height = usize::from(Self::layout(session).rows.height);
        self.cursor.go(motion, self.rows.len(), height);
    }
}
