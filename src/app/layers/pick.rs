//! Choosing a name for an action that needs one, where none is at hand.

use super::Outcome;
use super::correct::shown::{ROWS, name_row};
use super::line::{Edited, Line};
use super::sheet::{Sheet, SheetLine, at_bottom, wrapped};
use crate::app::action::{Action, Correcting};
use crate::app::cx::{Cx, Wish};
use crate::app::effect::{Answer, Request, Slot, WriteRequest};
use crate::app::key::Key;
use crate::app::message::Mouse;
use crate::app::motion::{Cursor, Motion};
use crate::app::session::{Session, line_in};
use crate::app::target::{NameAtHand, TargetName};
use crate::model::{Kind, NameChoice};
use crate::text::edits;

/// The number of names requested.
const ASKED: usize = 60;

/// A name being chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Pick {
    action: Action,
    line: Line,
    names: Vec<NameChoice>,
    /// Whether the names for the typed words have yet to arrive.
    waiting: bool,
    cursor: Cursor,
    /// Why the choice is invalid.
    fault: Option<String>,
}

impl Pick {
    /// Asks for the most frequent names.
    pub(super) fn new(action: Action, cx: &mut Cx<'_>) -> Self {
        let mut pick = Self {
            action,
            line: Line::default(),
            names: Vec::new(),
            waiting: true,
            cursor: Cursor::default(),
            fault: None,
        };
        pick.ask(cx);
        pick
    }

    fn ask(&mut self, cx: &mut Cx<'_>) {
        (self.waiting, self.fault) = (true, None);
        cx.ask(Slot::Choices, Request::NameChoices { words: self.line.words().to_owned(), count: ASKED });
    }

    pub(super) fn key(&mut self, key: Key, cx: &mut Cx<'_>) -> Outcome {
        match self.line.key(key) {
            Edited::Nothing => {}
            Edited::Words => self.ask(cx),
            Edited::Choice(by) | Edited::Arrow(by) => self.go(by),
            Edited::Accept => return self.accept(cx),
            Edited::Cancel => return Outcome::Done,
        }
        Outcome::Taken
    }

    pub(super) fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        if self.line.paste(text) == Edited::Words {
            self.ask(cx);
        }
    }

    pub(super) fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) -> Outcome {
        match mouse {
            Mouse::Wheel(notches) => self.go(notches.into()),
            Mouse::Click => {
                // There is a rule above them.
                let line = line_in(self.sheet(cx.session).area, column, row);
                let line = line.and_then(|line| line.checked_sub(1));
                if self.cursor.click(line, self.names.len()) {
                    return self.accept(cx);
                }
            }
        }
        Outcome::Taken
    }

    /// Handles an answer of the library.
    pub(super) fn answer(&mut self, answer: &Answer) -> Outcome {
        let Answer::NameChoices(names) = answer else { return Outcome::Passed };
        self.names.clone_from(names);
        (self.waiting, self.cursor) = (false, Cursor::default());
        Outcome::Taken
    }

    /// The library could not answer.
    pub(super) fn failed(&mut self, why: &str) {
        (self.waiting, self.fault) = (false, Some(why.to_owned()));
    }

    /// The line in which words of the name are typed.
    pub(super) fn prompt(&self) -> (&'static str, &'static str, &Line) {
        ("Which name", "any word of any of its spellings", &self.line)
    }

    pub(super) fn sheet(&self, session: &Session) -> Sheet {
        let mut lines = vec![SheetLine::Rule(self.title().to_owned())];
        let shown = self.names.iter().enumerate().skip(self.cursor.top).take(ROWS);
        lines.extend(shown.map(|(at, choice)| {
            let (name, kind, note, right) = name_row(choice);
            SheetLine::Row { name, kind, note, right, selected: at == self.cursor.at }
        }));
        if self.names.is_empty() && !self.waiting {
            lines.push(SheetLine::Empty("No name of the library has these words."));
        }
        if let Some(fault) = &self.fault {
            let columns = usize::from(session.frame().body.width.saturating_sub(4));
            lines.extend(wrapped(&edits::sentence(fault), columns));
        }
        at_bottom(session, lines)
    }

    fn title(&self) -> &'static str {
        match self.action {
            Action::Correct(Correcting::Merge) => "Merge a name with another",
            Action::Correct(Correcting::Split) => "Split a name",
            Action::Correct(Correcting::Rename) => "Rename a name",
            Action::Correct(Correcting::Kind) => "Change the kind of a name",
            Action::Correct(Correcting::Reject) => "Remove what is no name",
            Action::Correct(Correcting::Place) => "Move a place",
            _ => "Watch or mute a name",
        }
    }

    /// Takes the name that is selected; of words whose names have yet to arrive, none is.
    fn accept(&mut self, cx: &mut Cx<'_>) -> Outcome {
        let chosen = self.names.get(self.cursor.at).filter(|_| !self.waiting);
        let Some(name) = chosen.map(|choice| TargetName::from(&choice.name.row).at_hand()) else {
            return Outcome::Taken;
        };
        match act_on(&self.action, name, cx) {
            Ok(()) => Outcome::Done,
            Err(fault) => {
                self.fault = Some(fault);
                Outcome::Taken
            }
        }
    }

    fn go(&mut self, by: i32) {
        self.cursor.go(Motion::Step(by), self.names.len(), ROWS);
    }
}

/// Corrects, watches or mutes a name; the reason, if that cannot be done to it.
pub fn act_on(action: &Action, name: NameAtHand, cx: &mut Cx<'_>) -> Result<(), String> {
    match action {
        Action::Correct(Correcting::Place) if name.kind != Kind::Place => {
            return Err(format!("{} is no place · E k changes what it is", name.shown));
        }
        Action::Correct(what) => cx.wish(Wish::Correct(*what, name)),
        Action::Attend(attention) => {
            let to = Some(*attention).filter(|_| cx.session.attended.of(name.id) != Some(*attention));
            cx.write(WriteRequest::Attend { entity: name.id, to });
        }
        _ => {}
    }
    Ok(())
}
