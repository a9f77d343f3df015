//! The user's notes and highlights, the newest first. Each leads to its passage.
//!
//! `ui/notes.rs` draws it.

use crate::app::action::{Action, Part};
use crate::app::context::{Contexts, Focus, Location, PointAt, ReadingPoint};
use crate::app::cx::Cx;
use crate::app::effect::{Answer, Effect, Export, Request, Slot};
use crate::app::empty::Empty;
use crate::app::marks::rewritten;
use crate::app::message::{Mouse, WHEEL_LINES};
use crate::app::motion::{Motion, same_row, scrolled};
use crate::app::purpose::{Purpose, Stage, Typed};
use crate::app::session::{Session, line_in, trimmed};
use crate::app::view::{Filter, ListView};
use crate::model::{Edit, NoteRow, Origin, Position, RecordEdit};
use ratatui::layout::Rect;

/// The number of rows requested.
const ASKED: usize = 2_000;
/// Lines of a row: what was written or highlighted, where, and an empty one.
pub const ROW_LINES: u16 = 3;
/// Lines above the rows: the heading, and an empty one.
const HEADING: u16 = 2;

/// The list of notes and highlights.
#[derive(Debug, Clone, PartialEq)]
pub struct Notes {
    /// Its rows, the newest first.
    pub rows: Vec<NoteRow>,
    /// Whether no answer has arrived yet.
    pub waiting: bool,
    /// The selected row.
    pub cursor: usize,
    /// The first visible row.
    pub top: usize,
}

/// The geometry of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotesLayout {
    /// The line with its heading.
    pub heading: Rect,
    /// The rows.
    pub rows: Rect,
}

impl Notes {
    /// A list that has yet to be requested.
    pub fn at(cursor: usize) -> Self {
        Self { rows: Vec::new(), waiting: true, cursor, top: cursor }
    }

    /// Its geometry.
    pub fn layout(session: &Session) -> NotesLayout {
        let body = session.frame().body;
        let inner = Rect { x: body.x + 1, width: body.width.saturating_sub(2), ..body };
        NotesLayout { heading: inner, rows: trimmed(inner, HEADING, 0) }
    }

    /// The current contexts.
    pub fn contexts() -> Contexts {
        Contexts::NOTES
    }

    /// Carries out an action; false if it has no meaning here.
    pub fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Move(motion) => self.go(*motion, cx.session),
            Action::Beside { .. } | Action::Around { .. } => {}
            Action::Open => self.open(cx),
            Action::Delete => self.remove(cx),
            Action::Copy(Part::Selection) => self.copy(cx),
            Action::Ask(Purpose::Note) => {
                if let Some(row) = self.rows.get(self.cursor) {
                    cx.prompt_with(Purpose::Note, row.note.text.clone());
                }
            }
            Action::Ask(purpose @ (Purpose::SaveNotes | Purpose::Pipe)) if self.rows.is_empty() => {
                cx.refuse(*purpose, "there are no notes yet");
            }
            Action::Ask(Purpose::Pipe) => cx.prompt(Purpose::Pipe),
            Action::Ask(Purpose::SaveNotes) => cx.prompt_with(Purpose::SaveNotes, "notes.md".to_owned()),
            _ => return false,
        }
        true
    }

    /// Handles what is being typed; false if it is not for this screen.
    pub fn typed(&mut self, typed: &Typed, cx: &mut Cx<'_>) -> bool {
        match typed.purpose {
            Purpose::Note => {}
            Purpose::SaveNotes | Purpose::Pipe => {
                if let Some(export) = Export::typed(typed) {
                    cx.ask(Slot::Export, Request::ExportNotes(export));
                }
                return true;
            }
            _ => return false,
        }
        let row = self.rows.get(self.cursor).filter(|_| typed.stage == Stage::Accepted);
        if let Some(edit) = row.and_then(|row| rewritten(row.id, &row.note, &typed.words)) {
            cx.edit(edit, Origin::User);
        }
        true
    }

    /// Opens the article at the passage, among all articles with notes.
    fn open(&self, cx: &mut Cx<'_>) {
        let Some(row) = self.rows.get(self.cursor) else { return };
        let offset = row.note.passage.as_ref().map_or(0, |passage| passage.span.start);
        let at = PointAt::Line(Position { offset }, None);
        let reading = ReadingPoint { article: row.note.article, at };
        let view = ListView::filtered(Filter::Query("has:note".to_owned()));
        cx.open(Location::Articles(view, Focus::Reader, Some(reading)));
    }

    fn remove(&self, cx: &mut Cx<'_>) {
        if let Some(row) = self.rows.get(self.cursor) {
            cx.edit(Edit::Note(RecordEdit::Remove(row.id)), Origin::User);
        }
    }

    fn copy(&self, cx: &mut Cx<'_>) {
        if let Some(row) = self.rows.get(self.cursor) {
            cx.say("copied as Markdown");
            cx.effect(Effect::Copy(crate::text::notes::markdown(&row.note)));
        }
    }

    /// Why it has no rows, if it has none.
    pub fn empty(&self) -> Option<Empty> {
        (self.rows.is_empty() && !self.waiting)
            .then(|| Empty::new("Nothing yet", "v in an article selects: H highlights, a writes a note"))
    }

    /// Handles an answer of the library.
    pub fn answer(&mut self, answer: Answer, session: &Session) {
        if let Answer::Notes(rows) = answer {
            self.cursor = same_row(&self.rows, self.cursor, &rows, |row| row.id);
            self.rows = rows;
            self.waiting = false;
            self.go(Motion::Step(0), session);
        }
    }

    /// Requests everything it shows again.
    pub fn refresh(cx: &mut Cx<'_>) {
        cx.ask(Slot::Notes, Request::Notes { count: ASKED });
    }

    /// The mouse did something at a column and row.
    pub fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) {
        match mouse {
            Mouse::Wheel(notches) => self.go(Motion::Step(i32::from(notches) * WHEEL_LINES), cx.session),
            Mouse::Click => {
                let line = line_in(Self::layout(cx.session).rows, column, row);
                let at = line.map(|line| self.top + line / usize::from(ROW_LINES));
                let Some(at) = at.filter(|&at| at < self.rows.len()) else { return };
                if std::mem::replace(&mut self.cursor, at) == at {
                    self.open(cx);
                }
            }
        }
    }

    /// The user's location, to return to.
    pub fn location(&self) -> Location {
        Location::Notes(self.cursor)
    }

    /// The breadcrumbs in the header.
    pub fn title() -> Vec<String> {
        vec!["Notes and highlights".to_owned()]
    }

    /// The most important actions here, with short labels.
    pub fn hints() -> &'static [(&'static str, &'static str)] {
        &[
            ("open-note", "to the passage"),
            ("edit-note", "edit"),
            ("copy-note", "copy"),
            ("save-notes", "save all"),
            ("remove-note", "remove"),
            ("leave", "back"),
            ("help", "all keys"),
        ]
    }

    fn go(&mut self, motion: Motion, session: &Session) {
        let height = usize::from((Self::layout(session).rows.height / ROW_LINES).max(1));
        self.cursor = motion.target(self.cursor, self.rows.len(), height);
        self.top = scrolled(self.top, self.cursor, height);
    }
}
