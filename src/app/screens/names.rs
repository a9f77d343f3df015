//! The index of people, places or organisations, most frequent first.
//!
//! `ui/names.rs` draws it.

use crate::app::action::Action;
use crate::app::context::{Contexts, Location};
use crate::app::cx::Cx;
use crate::app::effect::{Answer, Request, Slot};
use crate::app::hints::{HintGoal, HintTarget};
use crate::app::message::{Mouse, WHEEL_LINES};
use crate::app::motion::{Cursor, Motion};
use crate::app::purpose::{Purpose, Stage, Typed};
use crate::app::session::{Session, line_in, trimmed};
use crate::app::target::{Target, TargetName};
use crate::model::{EntityRow, Kind};
use ratatui::layout::Rect;

/// Rows requested at once: more than anyone scrolls through, few enough to arrive quickly; typing a prefix finds the
/// rest.
const ASKED: usize = 500;

/// The index of names of a kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Names {
    /// Of which kind.
    pub kind: Kind,
    /// Only names with this prefix.
    pub prefix: String,
    /// Its rows, most articles first.
    pub rows: Vec<EntityRow>,
    /// Whether no answer has arrived yet.
    pub waiting: bool,
    /// The selected row.
    pub cursor: Cursor,
}

/// The geometry of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamesLayout {
    /// The line with its heading.
    pub heading: Rect,
    /// The rows.
    pub rows: Rect,
}

/// The widest an index gets: counts stay near their names.
const WIDEST: u16 = 100;
/// Lines above the rows: the heading, and an empty one.
const HEADING: u16 = 2;

impl Names {
    /// An index that has yet to be requested.
    pub fn at(kind: Kind, prefix: String, cursor: usize) -> Self {
        Self { kind, prefix, rows: Vec::new(), waiting: true, cursor: Cursor::new(cursor) }
    }

    /// Its geometry.
    pub fn layout(session: &Session) -> NamesLayout {
        let body = session.frame().body;
        let inner = Rect { x: body.x + 1, width: body.width.saturating_sub(2).min(WIDEST), ..body };
        NamesLayout { heading: inner, rows: trimmed(inner, HEADING, 0) }
    }

    /// The current contexts.
    pub fn contexts(&self) -> Contexts {
        Contexts::NAMES.and_if(!self.rows.is_empty(), Contexts::NAME)
    }

    /// What keys act on.
    pub fn target(&self) -> Target<'_> {
        let name = self.rows.get(self.cursor.at).map(TargetName::from);
        Target { name, ..Target::default() }
    }

    /// Carries out an action; false if it has no meaning here.
    pub fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Move(motion) => self.go(*motion, cx.session),
            Action::Beside { .. } | Action::Around { .. } => {}
            Action::Ask(Purpose::Names) => cx.prompt(Purpose::Names),
            _ => return false,
        }
        true
    }

    /// Handles what is being typed; false if it is not for this screen.
    pub fn typed(&mut self, typed: &Typed, cx: &mut Cx<'_>) -> bool {
        if typed.purpose != Purpose::Names {
            return false;
        }
        if typed.stage == Stage::Typing {
            *self = Self::at(self.kind, typed.words.clone(), 0);
            self.refresh(cx);
        }
        true
    }

    /// Handles an answer of the library.
    pub fn answer(&mut self, answer: Answer, session: &Session) {
        if let Answer::Names(mut rows) = answer {
            // Muted names are dimmed, but a search finds them.
            if self.prefix.is_empty() {
                rows.retain(|row| !session.attended.mutes(row.id));
            }
            self.cursor.keep_within(rows.len());
            self.rows = rows;
            self.waiting = false;
        }
    }

    /// Requests everything it shows again.
    pub fn refresh(&mut self, cx: &mut Cx<'_>) {
        let request = Request::Names { kind: self.kind, prefix: self.prefix.clone(), count: ASKED };
        cx.ask(Slot::Names, request);
    }

    /// The mouse did something at a column and row.
    pub fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) {
        match mouse {
            Mouse::Wheel(notches) => self.go(Motion::Step(i32::from(notches) * WHEEL_LINES), cx.session),
            Mouse::Click => {
                let line = line_in(Self::layout(cx.session).rows, column, row);
                if self.cursor.click(line, self.rows.len()) {
                    cx.act(Action::OpenName);
                }
            }
        }
    }

    /// The visible names.
    pub fn hint_targets(&self, session: &Session) -> Vec<HintTarget> {
        let area = Self::layout(session).rows;
        let rows = self.rows.iter().enumerate().skip(self.cursor.top).zip(area.y..area.bottom());
        let target = |((at, row), y): ((usize, &EntityRow), u16)| HintTarget {
            column: area.x,
            row: y,
            goal: HintGoal::Row(at),
            text: row.name.clone(),
        };
        rows.map(target).collect()
    }

    /// Goes to the target of a hint.
    pub fn follow_hint(&mut self, goal: &HintGoal) {
        if let HintGoal::Row(at) = goal {
            self.cursor.at = (*at).min(self.rows.len().saturating_sub(1));
        }
    }

    /// The row of the cursor on the screen.
    pub fn cursor_row(&self, session: &Session) -> u16 {
        Self::layout(session).rows.y
            + u16::try_from(self.cursor.at.saturating_sub(self.cursor.top)).unwrap_or(0)
    }

    /// The user's location, to return to.
    pub fn location(&self) -> Location {
        Location::Names(self.kind, self.prefix.clone(), self.cursor.at)
    }

    /// The breadcrumbs in the header.
    pub fn title(&self) -> Vec<String> {
        let prefix = Some(format!("{}…", self.prefix)).filter(|_| !self.prefix.is_empty());
        std::iter::once(self.kind.plural().to_owned()).chain(prefix).collect()
    }

    /// The most important actions here, with short labels.
    pub fn hints() -> &'static [(&'static str, &'static str)] {
        &[
            ("dossier", "dossier of the name"),
            ("find-name", "find a name"),
            ("leave", "back"),
            ("help", "all keys"),
        ]
    }

    fn go(&mut self, motion: Motion, session: &Session) {
        let height = usize::from(Self::layout(session).rows.height);
        self.cursor.go(motion, self.rows.len(), height);
    }
}
