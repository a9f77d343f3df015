//! Correcting a name: the correction is chosen first, then described with everything that it changes, then made.
//!
//! [`steps`] has the steps, [`shown`] its lines, [`map`] the map of the places to choose from.

mod map;
pub(super) mod shown;
mod steps;

use super::Outcome;
use super::line::{Edited, Line};
use crate::app::action::Correcting;
use crate::app::cx::Cx;
use crate::app::effect::{Answer, Request, Slot};
use crate::app::key::{Code, Key};
use crate::app::message::Mouse;
use crate::app::motion::Motion;
use crate::app::session::{Session, line_in};
use crate::app::target::NameAtHand;
use crate::map::Picture;
use crate::model::{Edit, EntitySummary, Origin};
pub use map::LayerMap;
use steps::{Said, Scope, Step};

/// A correction being made.
#[derive(Debug, Clone, PartialEq)]
pub struct Correct {
    /// The type of correction.
    what: Correcting,
    /// The name to correct.
    of: NameAtHand,
    /// What the library knows about it, once that has arrived.
    summary: Option<Box<EntitySummary>>,
    step: Step,
    /// The typed text.
    pub(super) line: Line,
    choice: usize,
    scope: Scope,
    /// Why the choice is invalid.
    fault: Option<String>,
    /// The surroundings of the selected place.
    picture: Picture,
}

impl Correct {
    /// Starts correcting a name, and asks what the library knows about it.
    pub(super) fn new(what: Correcting, of: NameAtHand, cx: &mut Cx<'_>) -> Self {
        cx.ask(Slot::Summary, Request::Summary { entity: of.id, article: of.article });
        // What is typed before the library has answered is kept.
        let line = match what {
            Correcting::Rename | Correcting::Place => Line::of(&of.name),
            _ => Line::default(),
        };
        let (summary, choice, fault) = (None, 0, None);
        let (scope, picture) = (Scope::default(), Picture::default());
        Self { what, of, summary, step: Step::Waiting, line, choice, scope, fault, picture }
    }

    pub(super) fn key(&mut self, key: Key, cx: &mut Cx<'_>) -> Outcome {
        if matches!(self.step, Step::Confirm { .. }) {
            return self.confirm_key(key, cx);
        }
        let edited = if self.is_typed() { self.line.key(key) } else { choosing(key) };
        match edited {
            Edited::Nothing if key.code == Code::Char(' ') => self.mark(),
            Edited::Nothing => {}
            Edited::Words => self.typed(cx),
            Edited::Choice(by) | Edited::Arrow(by) => self.choose(by),
            Edited::Accept => self.accept(cx),
            Edited::Cancel => return Outcome::Done,
        }
        self.draw_map(cx.session);
        Outcome::Taken
    }

    pub(super) fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        if self.is_typed() && self.line.paste(text) == Edited::Words {
            self.typed(cx);
        }
    }

    pub(super) fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) -> Outcome {
        match mouse {
            Mouse::Wheel(notches) => self.choose(i32::from(notches)),
            Mouse::Click => {
                let Some(at) = self.choice_at(column, row, cx.session) else { return Outcome::Taken };
                let again = std::mem::replace(&mut self.choice, at) == at;
                match self.step {
                    Step::Forms(_) => self.mark(),
                    _ if again => self.accept(cx),
                    _ => {}
                }
            }
        }
        self.draw_map(cx.session);
        Outcome::Taken
    }

    /// Handles an answer of the library.
    pub(super) fn answer(&mut self, answer: Answer, cx: &mut Cx<'_>) -> Outcome {
        match answer {
            Answer::Summary(Some(summary)) => {
                self.summary = Some(summary);
                self.begin(cx);
            }
            Answer::Summary(None) => {
                cx.say("this name is no longer in the library");
                return Outcome::Done;
            }
            Answer::NameChoices(names) => {
                let own = self.summary.as_ref().map(|summary| summary.id);
                let others = names.into_iter().filter(|name| Some(name.name.row.id) != own).collect();
                self.offer(Step::Names(others));
            }
            Answer::PlacesMeant(places) => self.offer(Step::Places(places)),
            Answer::Plan(plan) => {
                self.fault = None;
                if let Step::Confirm { plan: planned, .. } = &mut self.step {
                    *planned = Some(Box::new(plan));
                }
            }
            _ => {}
        }
        self.draw_map(cx.session);
        Outcome::Taken
    }

    /// A request failed: the reason is shown, and the user can choose something else.
    pub(super) fn failed(&mut self, why: String) {
        self.fault = Some(why);
    }

    /// The prompt, while something is typed.
    pub(super) fn prompt(&self) -> Option<(&'static str, &'static str, &Line)> {
        if !self.is_typed() {
            return None;
        }
        let (label, hint) = match self.what {
            Correcting::Merge => ("Merge with", "any word of any of its names"),
            Correcting::Place => ("Place", "a name; Paris, Texas; or degrees: 36.34, 43.13"),
            Correcting::Split => ("Name of what is split off", "a name"),
            Correcting::Rename | Correcting::Kind | Correcting::Reject => ("Rename to", "a name"),
        };
        Some((label, hint, &self.line))
    }

    /// The most important keys, if no line is typed.
    pub(super) fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match &self.step {
            Step::Confirm { plan: Some(_), .. } => {
                let swap = self.merged_names().map(|_| ("s", "the other name stays"));
                let scope = (self.scopes().len() > 1).then_some(("Tab", "where else it holds"));
                let ends = [Some(("Enter", "do it")), swap, scope, Some(("Esc", "never mind"))];
                ends.into_iter().flatten().collect()
            }
            Step::Forms(_) => vec![("Space", "mark"), ("Enter", "go on"), ("Esc", "never mind")],
            Step::Kinds => vec![("j k", "choose"), ("Enter", "go on"), ("Esc", "never mind")],
            _ => vec![("Esc", "never mind")],
        }
    }

    fn confirm_key(&mut self, key: Key, cx: &mut Cx<'_>) -> Outcome {
        match key.code {
            Code::Enter | Code::Char('y') => return self.carry_out(cx),
            Code::Tab => {
                self.scope = self.scope.next(&self.scopes());
                self.plan(cx);
            }
            Code::Char('s') => self.swap_names(cx),
            Code::Escape | Code::Backspace | Code::Char('n' | 'q') => return Outcome::Done,
            Code::Char('c' | 'g' | 'o') if key.control => return Outcome::Done,
            _ => {}
        }
        Outcome::Taken
    }

    /// Makes the described correction.
    fn carry_out(&mut self, cx: &mut Cx<'_>) -> Outcome {
        let Step::Confirm { plan: Some(plan), .. } = &self.step else { return Outcome::Taken };
        cx.edit(plan.edit.clone(), Origin::User);
        Outcome::Done
    }

    /// Asks what the correction would do, in order to describe it.
    fn plan(&mut self, cx: &mut Cx<'_>) {
        self.fault = None;
        let Step::Confirm { said, plan } = &mut self.step else { return };
        *plan = None;
        let said = said.clone();
        if let Some(edit) = self.edit(&said) {
            cx.ask(Slot::Plan, Request::Plan(edit));
        }
    }

    fn confirm(&mut self, said: Said, cx: &mut Cx<'_>) {
        self.step = Step::Confirm { said: Box::new(said), plan: None };
        self.plan(cx);
    }

    /// The edit for a statement.
    fn edit(&self, said: &Said) -> Option<Edit> {
        let key = self.summary.as_ref()?.key.clone();
        Some(said.edit(key, self.scope, &self.of))
    }

    fn offer(&mut self, step: Step) {
        if std::mem::discriminant(&self.step) == std::mem::discriminant(&step) {
            self.step = step;
            self.choice = 0;
        }
    }

    fn choose(&mut self, by: i32) {
        self.choice = Motion::Step(by).target(self.choice, self.choices(), 1);
    }

    fn choice_at(&self, column: u16, row: u16, session: &Session) -> Option<usize> {
        let sheet = self.sheet_in(session);
        let line = line_in(sheet.area, column, row)?;
        let first = sheet.lines.iter().position(super::sheet::SheetLine::is_choice)?;
        let at = self.first_in_sight(session) + line.checked_sub(first)?;
        (at < self.choices()).then_some(at)
    }
}

/// The meaning of a key while something is chosen and nothing typed.
fn choosing(key: Key) -> Edited {
    match (key.code, key.control) {
        (Code::Enter, _) => Edited::Accept,
        (Code::Escape | Code::Char('q') | Code::Backspace, _) | (Code::Char('c' | 'g' | 'o'), true) => {
            Edited::Cancel
        }
        (Code::Down | Code::Tab | Code::Char('j'), _) | (Code::Char('n'), true) => Edited::Choice(1),
        (Code::Up | Code::Char('k'), _) | (Code::Char('p'), true) => Edited::Choice(-1),
        _ => Edited::Nothing,
    }
}
