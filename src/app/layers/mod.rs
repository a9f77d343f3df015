//! The layers over the screen: a stack, each in its own file. Keys go to the top layer first; what a layer passes on
//! goes to the one below, and finally to the screen.

mod correct;
pub mod hints;
pub mod line;
mod links;
pub(super) mod menu;
mod page;
mod palette;
mod peek;
pub mod pick;
mod prompt;
mod question;
pub mod sheet;
mod tutor;

use super::action::{Action, Correcting, Overlay};
use super::context::Contexts;
use super::cx::Cx;
use super::effect::{Answer, Slot};
use super::hints::{HintTarget, LinkRow};
use super::key::Key;
use super::message::Mouse;
use super::purpose::Purpose;
use super::session::Session;
use super::target::NameAtHand;
use crate::model::{AddQuestion, PastEdit};
pub use correct::LayerMap;
use line::Line;
use sheet::{Sheet, SheetCx};

/// A layer over the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Layer {
    /// A line is being typed.
    Prompt(prompt::Prompt),
    /// An action is being chosen.
    Palette(palette::Palette),
    /// A page of lines: the help, the message history, the tutor.
    Page(page::Page),
    /// What may follow the keys pressed so far.
    Menu(menu::Menu),
    /// A summary of a name.
    Peek(peek::Peek),
    /// Letter hints.
    Hints(hints::Hints),
    /// The links of an article.
    Links(links::Links),
    /// A correction of a name.
    Correct(Box<correct::Correct>),
    /// A question about what is to be added, or undone.
    Question(question::Question),
    /// A name is being chosen.
    Pick(pick::Pick),
}

/// What a layer did with a key, an action or the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing: it is passed on.
    Passed,
    /// It was taken.
    Taken,
    /// It was handled, and the layer closes.
    Done,
    /// The layer closes, and passes it on.
    Gone,
}

impl Layer {
    /// The layer that an action opens over a screen with these contexts.
    pub fn of(overlay: Overlay, contexts: Contexts) -> Self {
        match overlay {
            Overlay::Help => Self::Page(page::Page::new(page::Subject::Help(contexts))),
            Overlay::Messages => Self::Page(page::Page::new(page::Subject::Messages)),
            Overlay::Tutor => Self::Page(page::Page::new(page::Subject::Tutor)),
            Overlay::Palette => Self::Palette(palette::Palette::new(contexts)),
        }
    }

    /// A line to type into, with these words in it; it takes nothing for a library that may not be changed.
    pub fn prompt(purpose: Purpose, words: &str, cx: &mut Cx<'_>) -> Self {
        match cx.session.refusal() {
            Some(why) if purpose.writes() => Self::refused(purpose, why),
            _ => Self::Prompt(prompt::Prompt::new(purpose, words, cx)),
        }
    }

    /// A line that takes nothing, for this reason.
    pub fn refused(purpose: Purpose, why: String) -> Self {
        Self::Prompt(prompt::Prompt::refused(purpose, why))
    }

    /// A name to be chosen for an action.
    pub fn pick(action: Action, cx: &mut Cx<'_>) -> Self {
        Self::Pick(pick::Pick::new(action, cx))
    }

    /// What the last command wrote.
    pub fn output() -> Self {
        Self::Page(page::Page::new(page::Subject::Output))
    }

    /// The menu of what may follow the keys pressed so far.
    pub fn menu() -> Self {
        Self::Menu(menu::Menu)
    }

    /// A summary of a name on a row of the screen.
    pub fn peek(of: NameAtHand, row: Option<u16>, cx: &mut Cx<'_>) -> Self {
        Self::Peek(peek::Peek::new(of, row, cx))
    }

    /// Letter hints over these targets, to copy them or to open them.
    pub fn letters(targets: Vec<HintTarget>, copies: bool) -> Self {
        Self::Hints(hints::Hints::new(targets, copies))
    }

    /// The links of an article.
    pub fn links(links: Vec<LinkRow>) -> Self {
        Self::Links(links::Links::new(links))
    }

    /// What has to be decided before an address is added.
    pub fn question(what: String, question: AddQuestion) -> Self {
        Self::Question(question::Question::new(what, question))
    }

    /// What has to be decided before an edit is undone that was made elsewhere.
    pub fn question_of_undo(edit: &PastEdit, session: &Session) -> Self {
        Self::Question(question::Question::of_undo(edit, session.now))
    }

    /// A correction of a name.
    pub fn correct(what: Correcting, of: NameAtHand, cx: &mut Cx<'_>) -> Self {
        Self::Correct(Box::new(correct::Correct::new(what, of, cx)))
    }

    /// Whether it is the menu, which closes as soon as the keys are complete.
    pub fn is_menu(&self) -> bool {
        matches!(self, Self::Menu(_))
    }

    /// A key before its action is looked up: the prompt takes it.
    pub fn key(&mut self, key: Key, cx: &mut Cx<'_>) -> Outcome {
        match self {
            Self::Prompt(layer) => layer.key(key, cx),
            Self::Palette(layer) => layer.key(key, cx),
            Self::Page(layer) => layer.key(key, cx),
            Self::Correct(layer) => layer.key(key, cx),
            Self::Hints(layer) => layer.key(key, cx),
            Self::Links(layer) => layer.key(key, cx),
            Self::Question(layer) => layer.key(key, cx),
            Self::Pick(layer) => layer.key(key, cx),
            Self::Menu(_) | Self::Peek(_) => Outcome::Passed,
        }
    }

    /// A paste: the prompt takes it.
    pub fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        match self {
            Self::Prompt(layer) => layer.paste(text, cx),
            Self::Palette(layer) => layer.paste(text),
            Self::Page(layer) => layer.paste(text),
            Self::Correct(layer) => layer.paste(text, cx),
            Self::Pick(layer) => layer.paste(text, cx),
            Self::Menu(_) | Self::Peek(_) | Self::Hints(_) | Self::Links(_) | Self::Question(_) => {}
        }
    }

    /// An action that a key meant.
    pub fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> Outcome {
        match self {
            Self::Page(layer) => layer.act(action, cx),
            Self::Peek(_) => peek::Peek::act(action),
            _ => Outcome::Passed,
        }
    }

    /// Handles the library's answer to a request of a layer; layers that it does not concern pass it on.
    pub fn answer(&mut self, answer: &Answer, cx: &mut Cx<'_>) -> Outcome {
        match self {
            Self::Correct(layer) => layer.answer(answer.clone(), cx),
            Self::Peek(layer) => layer.answer(answer.clone(), cx),
            Self::Prompt(layer) => layer.answer(answer, cx),
            Self::Pick(layer) => layer.answer(answer),
            _ => Outcome::Passed,
        }
    }

    /// A request of a layer has failed; a layer that can show why handles it.
    pub fn failed(&mut self, slot: Slot, why: &str) -> Outcome {
        match self {
            Self::Correct(layer) if Slot::OF_LAYERS.contains(&slot) => {
                layer.failed(why.to_owned());
                Outcome::Taken
            }
            Self::Prompt(layer) if slot == Slot::Choices => {
                layer.failed(why);
                Outcome::Taken
            }
            Self::Pick(layer) if slot == Slot::Choices => {
                layer.failed(why);
                Outcome::Taken
            }
            _ => Outcome::Passed,
        }
    }

    /// The mouse did something.
    pub fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) -> Outcome {
        match self {
            Self::Page(layer) => layer.mouse(mouse, cx),
            Self::Correct(layer) => layer.mouse(mouse, column, row, cx),
            Self::Links(layer) => layer.mouse(mouse, column, row, cx),
            Self::Question(layer) => layer.mouse(mouse, column, row, cx),
            Self::Peek(_) | Self::Hints(_) => Outcome::Gone,
            Self::Palette(layer) => layer.mouse(mouse, column, row, cx),
            Self::Pick(layer) => layer.mouse(mouse, column, row, cx),
            Self::Prompt(_) => Outcome::Taken,
            Self::Menu(_) => Outcome::Passed,
        }
    }

    /// Its lines and their area, if it has any.
    pub fn sheet(&self, cx: &SheetCx<'_>) -> Option<Sheet> {
        match self {
            Self::Hints(_) => None,
            Self::Prompt(layer) => layer.sheet(cx.session),
            Self::Peek(layer) => Some(layer.sheet(cx.session)),
            Self::Links(layer) => Some(layer.sheet(cx.session)),
            Self::Question(layer) => Some(layer.sheet(cx.session)),
            Self::Pick(layer) => Some(layer.sheet(cx.session)),
            Self::Correct(layer) => Some(layer.sheet_in(cx.session)),
            Self::Palette(layer) => Some(layer.sheet(cx)),
            Self::Page(layer) => Some(layer.sheet(cx)),
            Self::Menu(_) => Some(menu::Menu::sheet(cx)),
        }
    }

    /// It is on a terminal of another size.
    pub fn resume(&mut self, session: &Session) {
        if let Self::Correct(layer) = self {
            layer.draw_map(session);
        }
    }

    /// A map next to its lines.
    pub fn map(&self, session: &Session) -> Option<LayerMap<'_>> {
        match self {
            Self::Correct(layer) => layer.map_in(session),
            _ => None,
        }
    }

    /// The prompt: its label, its hint, and its line.
    pub fn line(&self) -> Option<(&'static str, &'static str, &Line)> {
        match self {
            Self::Prompt(layer) => Some((layer.purpose.label(), layer.purpose.hint(), &layer.line)),
            Self::Palette(layer) => Some(("Command", "", &layer.line)),
            Self::Page(layer) => layer.line(),
            Self::Correct(layer) => layer.prompt(),
            Self::Pick(layer) => Some(layer.prompt()),
            _ => None,
        }
    }

    /// The keys that end the line being typed, where they do more than take it.
    pub fn line_keys(&self) -> &'static str {
        match self {
            Self::Prompt(layer) => layer.purpose.keys(),
            _ => "",
        }
    }

    /// Whether the line being typed is not shown.
    pub fn hides_line(&self) -> bool {
        matches!(self, Self::Prompt(layer) if layer.purpose.is_secret())
    }

    /// The keys that matter on it, with what they do, if they are its own.
    pub fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Page(layer) => layer.hints(),
            Self::Correct(layer) => layer.hints(),
            Self::Hints(layer) => layer.hints(),
            Self::Links(_) => links::Links::hints(),
            Self::Question(_) => question::Question::hints(),
            _ => Vec::new(),
        }
    }
}
