//! The names that the user watches, with the number of new articles for each, and below them the muted ones.
//!
//! `ui/watched.rs` draws it.

use crate::app::action::Action;
use crate::app::context::{Contexts, Location};
use crate::app::cx::Cx;
use crate::app::effect::{Answer, Request, Slot};
use crate::app::empty::Empty;
use crate::app::hints::{HintGoal, HintTarget};
use crate::app::message::{Mouse, WHEEL_LINES};
use crate::app::motion::{Motion, same_row, scrolled};
use crate::app::session::{Session, line_in, trimmed};
use crate::app::target::{Target, TargetName};
use crate::model::{AttendedName, Attention};
use ratatui::layout::Rect;

/// The watched names.
#[derive(Debug, Clone, PartialEq)]
pub struct Watched {
    /// Its rows, watched names first, those with most news first.
    pub rows: Vec<AttendedName>,
    /// Whether no answer has arrived yet.
    pub waiting: bool,
    /// The selected row.
    pub cursor: usize,
    /// The first visible line.
    pub top: usize,
}

/// The geometry of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WatchedLayout {
    /// The line with its heading.
    pub heading: Rect,
    /// The lines below it.
    pub lines: Rect,
}

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A name, by its row.
    Name(usize),
    /// An empty line above the next heading.
    Gap,
    /// The heading of the muted names.
    Muted,
}

/// The maximum width, so that counts stay near their names.
const WIDEST: u16 = 100;
/// Lines above the rows: the heading, and an empty one.
const HEADING: u16 = 2;

impl Watched {
    /// A list that has yet to be requested.
    pub fn at(cursor: usize) -> Self {
        Self { rows: Vec::new(), waiting: true, cursor, top: 0 }
    }

    /// Its geometry.
    pub fn layout(session: &Session) -> WatchedLayout {
        let body = session.frame().body;
        let inner = Rect { x: body.x + 1, width: body.width.saturating_sub(2).min(WIDEST), ..body };
        WatchedLayout { heading: inner, lines: trimmed(inner, HEADING, 0) }
    }

    /// Its lines: the watched names, then the muted ones under a heading.
    pub fn lines(&self) -> Vec<Line> {
        let watched = self.rows.iter().filter(|name| name.attention == Attention::Watched).count();
        let mut lines: Vec<Line> = (0..watched).map(Line::Name).collect();
        if watched < self.rows.len() {
            lines.extend([Line::Gap, Line::Muted]);
            lines.extend((watched..self.rows.len()).map(Line::Name));
        }
        lines
    }

    /// The current contexts.
    pub fn contexts() -> Contexts {
        // Where there are none, keys for names say so.
        Contexts::NAME
    }

    /// The target of keys.
    pub fn target(&self) -> Target<'_> {
        let name = self.rows.get(self.cursor).map(|attended| TargetName::from(&attended.row));
        Target { name, ..Target::default() }
    }

    /// Carries out an action; false if it has no meaning here.
    pub fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Move(motion) => self.go(*motion, cx.session),
            Action::Beside { .. } | Action::Around { .. } => {}
            Action::OpenName => {
                // Opening a name's dossier counts as having seen what is new.
                if let Some(name) = self.rows.get_mut(self.cursor) {
                    name.fresh = 0;
                }
                return false;
            }
            _ => return false,
        }
        true
    }

    /// Why it has no rows, if it has none.
    pub fn empty(&self) -> Option<Empty> {
        (self.rows.is_empty() && !self.waiting).then(|| {
            Empty::new("Nobody is watched yet", "Ew on a name watches it · Eu mutes it · q goes back")
        })
    }

    /// Handles an answer of the library.
    pub fn answer(&mut self, answer: Answer, session: &Session) {
        if let Answer::AttendedNames(rows) = answer {
            self.cursor = same_row(&self.rows, self.cursor, &rows, |name| name.row.id);
            self.rows = rows;
            self.waiting = false;
            self.go(Motion::Step(0), session);
        }
    }

    /// Requests everything it shows again.
    pub fn refresh(cx: &mut Cx<'_>) {
        cx.ask(Slot::AttendedNames, Request::AttendedNames);
    }

    /// The mouse did something at a column and row.
    pub fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) {
        match mouse {
            Mouse::Wheel(notches) => self.go(Motion::Step(i32::from(notches) * WHEEL_LINES), cx.session),
            Mouse::Click => {
                let line = line_in(Self::layout(cx.session).lines, column, row).map(|line| self.top + line);
                let Some(Line::Name(at)) = line.and_then(|line| self.lines().get(line).copied()) else {
                    return;
                };
                if std::mem::replace(&mut self.cursor, at) == at {
                    cx.act(Action::OpenName);
                }
            }
        }
    }

    /// The visible names.
    pub fn hint_targets(&self, session: &Session) -> Vec<HintTarget> {
        let area = Self::layout(session).lines;
        let lines = self.lines().into_iter().skip(self.top).zip(area.y..area.bottom());
        let targets = lines.filter_map(|(line, row)| {
            let Line::Name(at) = line else { return None };
            let text = self.rows.get(at)?.row.name.clone();
            Some(HintTarget { column: area.x, row, goal: HintGoal::Row(at), text })
        });
        targets.collect()
    }

    /// Goes to the target of a hint.
    pub fn follow_hint(&mut self, goal: &HintGoal) {
        if let HintGoal::Row(at) = goal {
            self.cursor = (*at).min(self.rows.len().saturating_sub(1));
        }
    }

    /// The user's location, to return to.
    pub fn location(&self) -> Location {
        Location::Watched(self.cursor)
    }

    /// The breadcrumbs in the header.
    pub fn title() -> Vec<String> {
        vec!["Watched names".to_owned()]
    }

    /// The most important actions here, with short labels.
    pub fn hints() -> &'static [(&'static str, &'static str)] {
        &[
            ("dossier", "dossier of the name"),
            ("filter", "its articles"),
            ("watch", "watch or not"),
            ("mute", "mute or not"),
            ("leave", "back"),
            ("help", "all keys"),
        ]
    }

    fn go(&mut self, motion: Motion, session: &Session) {
        let height = usize::from(Self::layout(session).lines.height);
        self.cursor = motion.target(self.cursor, self.rows.len(), height);
        let line = self.lines().iter().position(|&line| line == Line::Name(self.cursor)).unwrap_or(0);
        self.top = scrolled(self.top, line, height);
    }
}
