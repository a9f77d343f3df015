//! The links of an article as a list: each can be opened or copied.

use super::Outcome;
use super::sheet::{Sheet, SheetLine, at_bottom, motion_of};
use crate::app::cx::Cx;
use crate::app::effect::Effect;
use crate::app::hints::LinkRow;
use crate::app::key::{Code, Key};
use crate::app::message::Mouse;
use crate::app::motion::{Motion, scrolled};
use crate::app::session::{Session, line_in};
use crate::text::web;
use crate::text::width::counted;

/// The maximum number of visible links.
const ROWS: usize = 16;

/// The links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    rows: Vec<LinkRow>,
    choice: usize,
    top: usize,
}

impl Links {
    /// These links.
    pub(super) fn new(links: Vec<LinkRow>) -> Self {
        Self { rows: links, choice: 0, top: 0 }
    }

    pub(super) fn key(&mut self, key: Key, cx: &mut Cx<'_>) -> Outcome {
        if let Some(motion) = motion_of(key) {
            self.go(motion, cx.session);
            return Outcome::Taken;
        }
        match (key.code, key.control) {
            (Code::Enter, _) | (Code::Char('o'), false) => return self.open(cx),
            (Code::Char('y'), _) => {
                if let Some(link) = self.rows.get(self.choice) {
                    cx.say(format!("copied {}", web::shown(&link.url)));
                    cx.effect(Effect::Copy(link.url.clone()));
                }
                return Outcome::Done;
            }
            (Code::Escape | Code::Backspace | Code::Char('q' | 'L'), _) | (Code::Char('c' | 'o'), true) => {
                return Outcome::Done;
            }
            _ => {}
        }
        Outcome::Taken
    }

    pub(super) fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) -> Outcome {
        match mouse {
            Mouse::Wheel(notches) => self.go(Motion::Step(notches.into()), cx.session),
            Mouse::Click => {
                // There is a rule above them.
                let line = line_in(self.sheet(cx.session).area, column, row);
                let at = line.and_then(|line| line.checked_sub(1)).map(|line| self.top + line);
                let Some(at) = at.filter(|&at| at < self.rows.len()) else { return Outcome::Taken };
                if std::mem::replace(&mut self.choice, at) == at {
                    return self.open(cx);
                }
            }
        }
        Outcome::Taken
    }

    pub(super) fn sheet(&self, session: &Session) -> Sheet {
        let title = format!("{} in this article", counted(self.rows.len() as u64, "link", "links"));
        let shown = self.rows.iter().enumerate().skip(self.top).take(in_sight(session));
        let row = |(at, link): (usize, &LinkRow)| SheetLine::Row {
            name: link.text.clone(),
            kind: None,
            note: web::shown(&link.url).into_owned(),
            right: String::new(),
            selected: at == self.choice,
        };
        at_bottom(session, std::iter::once(SheetLine::Rule(title)).chain(shown.map(row)).collect())
    }

    /// The most important keys.
    pub(super) fn hints() -> Vec<(&'static str, &'static str)> {
        vec![("Enter", "open"), ("y", "copy"), ("j k", "choose"), ("Esc", "back")]
    }

    fn open(&self, cx: &mut Cx<'_>) -> Outcome {
        if let Some(link) = self.rows.get(self.choice) {
            cx.browse(&link.url);
        }
        Outcome::Done
    }

    fn go(&mut self, motion: Motion, session: &Session) {
        self.choice = motion.target(self.choice, self.rows.len(), in_sight(session));
        self.top = scrolled(self.top, self.choice, in_sight(session));
    }
}

fn in_sight(session: &Session) -> usize {
    ROWS.min(usize::from(session.frame().body.height.saturating_sub(2))).max(1)
}
