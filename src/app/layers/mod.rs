//! The layers over the screen: a stack, each in its own file. Keys go to the top layer first; what a layer passes on
//! goes to the one below, and finally to the screen.

pub mod line;
mod menu;
mod page;
mod palette;
mod prompt;
pub mod sheet;
mod tutor;

use super::action::{Action, Overlay};
use super::context::Contexts;
use super::cx::Cx;
use super::key::Key;
use super::message::Mouse;
use super::purpose::Purpose;
use line::Line;
use sheet::{Sheet, SheetCx};

/// A layer over the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Layer {
    /// A line is being typed.
    Prompt(prompt::Prompt),
    /// An action is being chosen.
    Palette(palette::Palette),
    /// A page of lines: the help, the messages so far, the tutor.
    Page(page::Page),
    /// What may follow the keys pressed so far.
    Menu(menu::Menu),
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

    /// A line to type into.
    pub fn prompt(purpose: Purpose) -> Self {
        Self::Prompt(prompt::Prompt::new(purpose))
    }

    /// The menu of what may follow the keys pressed so far.
    pub fn menu() -> Self {
        Self::Menu(menu::Menu)
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
            Self::Menu(_) => Outcome::Passed,
        }
    }

    /// A paste: the prompt takes it.
    pub fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        match self {
            Self::Prompt(layer) => layer.paste(text, cx),
            Self::Palette(layer) => layer.paste(text),
            Self::Page(layer) => layer.paste(text),
            Self::Menu(_) => {}
        }
    }

    /// An action that a key meant.
    pub fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> Outcome {
        match self {
            Self::Page(layer) => layer.act(action, cx),
            Self::Prompt(_) | Self::Palette(_) | Self::Menu(_) => Outcome::Passed,
        }
    }

    /// The mouse did something.
    pub fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) -> Outcome {
        match self {
            Self::Page(layer) => layer.mouse(mouse, cx),
            Self::Prompt(_) | Self::Palette(_) => Outcome::Taken,
            Self::Menu(_) => Outcome::Passed,
        }
    }

    /// Its lines and their area, if it has any.
    pub fn sheet(&self, cx: &SheetCx<'_>) -> Option<Sheet> {
        match self {
            Self::Prompt(_) => None,
            Self::Palette(layer) => Some(layer.sheet(cx)),
            Self::Page(layer) => Some(layer.sheet(cx)),
            Self::Menu(_) => Some(menu::Menu::sheet(cx)),
        }
    }

    /// The prompt: its label, its hint, and its line.
    pub fn line(&self) -> Option<(&'static str, &'static str, &Line)> {
        match self {
            Self::Prompt(layer) => Some((layer.purpose.label(), layer.purpose.hint(), &layer.line)),
            Self::Palette(layer) => Some(("Command", "", &layer.line)),
            Self::Page(layer) => layer.line(),
            Self::Menu(_) => None,
        }
    }

    /// The keys that matter on it, with what they do, if they are its own.
    pub fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Page(layer) => layer.hints(),
            _ => Vec::new(),
        }
    }
}
