//! The names that the user watches, with what is new of each, and below them those that are muted.
//!
//! `ui/watched.rs` draws it.

use crate::app::action::Action;
use crate::app::context::{Contexts, Location};
use crate::app::cx::Cx;
use crate::app::effect::{Answer, Request, Slot};
use crate::app::hints::{HintGoal, HintTarget};
use crate::app::message::{Mouse, WHEEL_LINES};
use crate::app::motion::{Motion, scrolled};
use crate::app::session::{Session, line_in, trimmed};
use crate::app::target::{Target, TargetName};
use crate::model::{AttendedName, Attention};
use ratatui::layout::Rect;

/// The watched names.
#[derive(Debug, Clone, PartialEq)]
pub struct Watched {
    /// Its rows, the watched first, those with most news.
    pub rows: Vec<AttendedName>,
    /// No answer has come yet.
    pub waiting: bool,
    /// The row it stands on.
    pub cursor: usize,
    /// The first line in sight.
    pub top: usize,
}

/// Where the parts of the list lie.
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
    /// Nothing, above the next heading.
    Gap,
    /// Above the muted names.
    Muted,
}

/// The widest it gets: counts stay near their names.
const WIDEST: u16 = 100;
/// Lines above the rows: the heading, and an empty one.
const HEADING: u16 = 2;

impl Watched {
    /// A list that is still to be asked for.
    pub fn at(cursor: usize) -> Self {
        Self { rows: Vec::new(), waiting: true, cursor, top: 0 }
    }

    /// Where its parts lie.
    pub fn layout(session: &Session) -> WatchedLayout {
        let body = session.frame().body;
        let inner = Rect { x: body.x + 1, width: body.width.saturating_sub(2).min(WIDEST), ..body };
        WatchedLayout { heading: inner, lines: trimmed(inner, HEADING, 0) }
    }

    /// Its lines: the watched names, then under a heading the muted.
    pub fn lines(&self) -> Vec<Line> {
        let watched = self.rows.iter().filter(|name| name.attention == Attention::Watched).count();
        let mut lines: Vec<Line> = (0..watched).map(Line::Name).collect();
        if watched < self.rows.len() {
            lines.extend([Line::Gap, Line::Muted]);
            lines.extend((watched..self.rows.len()).map(Line::Name));
        }
        lines
    }

    /// The contexts of the moment.
    pub fn contexts(&self) -> Contexts {
        Contexts::NONE.and_if(!self.rows.is_empty(), Contexts::NAME)
    }

    /// What keys act on.
    pub fn target(&self) -> Target<'_> {
        let name = self.rows.get(self.cursor).map(|AttendedName { row, .. }| TargetName {
            id: row.id,
            kind: row.kind,
            name: &row.name,
            form: None,
            article: None,
        });
        Target { name, ..Target::default() }
    }

    /// Carries out an action; false where it means nothing here.
    pub fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Move(motion) => self.go(*motion, cx.session),
            Action::Beside { .. } | Action::Around { .. } => {}
            Action::OpenName => {
                // Whoever opens its page has looked at what is new.
                if let Some(name) = self.rows.get_mut(self.cursor) {
                    name.fresh = 0;
                }
                return false;
            }
            _ => return false,
        }
        true
    }

    /// Takes what the library answered.
    pub fn answer(&mut self, answer: Answer, session: &Session) {
        if let Answer::AttendedNames(rows) = answer {
            self.rows = rows;
            self.waiting = false;
            self.go(Motion::Step(0), session);
        }
    }

    /// Asks again for all it shows.
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

    /// The names in sight.
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

    /// Goes to what a hint leads to.
    pub fn follow_hint(&mut self, goal: &HintGoal) {
        if let HintGoal::Row(at) = goal {
            self.cursor = (*at).min(self.rows.len().saturating_sub(1));
        }
    }

    /// Where the user is, to come back to.
    pub fn location(&self) -> Location {
        Location::Watched(self.cursor)
    }

    /// What stands in the header: a step each.
    pub fn title() -> Vec<String> {
        vec!["Watched names".to_owned()]
    }

    /// The actions that matter most here, and what each does in a word or two.
    pub fn hints() -> &'static [(&'static str, &'static str)] {
        &[
            ("dossier", "everything about it"),
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
