//! A layer's content: lines over a part of the screen. `ui/sheet.rs` draws them.

use crate::app::context::Contexts;
use crate::app::key::{Code, Key};
use crate::app::keymap::Keymap;
use crate::app::motion::Motion;
use crate::app::session::Session;
use crate::app::status::Status;
use crate::model::{Kind, Span};
use crate::text::wrap::wrap;
use ratatui::layout::Rect;

/// Lines over a part of the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The part of the screen.
    pub area: Rect,
    /// The visible lines, from the top.
    pub lines: Vec<SheetLine>,
    /// The columns of each line, if they are side by side; else each has a row of its own.
    pub columns: Option<u16>,
}

/// A line of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetLine {
    /// The title of a page, and what stands at the right of it.
    Title(String, String),
    /// Nothing, before the next heading.
    Gap,
    /// A heading.
    Heading(&'static str),
    /// Keys, and what they do.
    Keys(String, &'static str),
    /// An action to choose.
    Choice {
        /// What it does.
        title: &'static str,
        /// Its keys.
        keys: String,
        /// Where it applies, if it does not apply here.
        elsewhere: Option<&'static str>,
        /// Whether the cursor is on it.
        selected: bool,
    },
    /// Two lines side by side.
    Beside(Box<SheetLine>, Box<SheetLine>),
    /// A rule with a title in it, above a sheet over the lower part of the screen.
    Rule(String),
    /// A choice from the library.
    Row {
        /// Its name.
        name: String,
        /// Its kind, if it is a name.
        kind: Option<Kind>,
        /// The note after it.
        note: String,
        /// The text on the right.
        right: String,
        /// Whether the cursor is on it.
        selected: bool,
    },
    /// A sentence.
    Sentence(String),
    /// A dimmed sentence.
    Dim(String),
    /// A sentence explaining why it is empty.
    Empty(&'static str),
}

impl SheetLine {
    /// Whether it can be chosen.
    pub fn is_choice(&self) -> bool {
        matches!(self, Self::Choice { .. } | Self::Row { .. })
    }

    /// Whether the cursor is on it.
    pub fn is_chosen(&self) -> bool {
        matches!(self, Self::Choice { selected: true, .. } | Self::Row { selected: true, .. })
    }

    /// The same, dimmed.
    #[must_use]
    pub fn dim(self) -> Self {
        match self {
            Self::Sentence(words) => Self::Dim(words),
            other => other,
        }
    }
}

/// A sheet over the lower part of the screen, with as many lines as fit.
pub fn at_bottom(session: &Session, lines: Vec<SheetLine>) -> Sheet {
    let body = session.frame().body;
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(body.height);
    Sheet { area: Rect { y: body.bottom() - height, height, ..body }, lines, columns: None }
}

/// The movement that a key means in a sheet's list of choices.
pub fn motion_of(key: Key) -> Option<Motion> {
    Some(match (key.code, key.control) {
        (Code::Char('j') | Code::Down | Code::Tab, false) | (Code::Char('n'), true) => Motion::Step(1),
        (Code::Char('k') | Code::Up, false) | (Code::Char('p'), true) => Motion::Step(-1),
        (Code::Char('g') | Code::Home, false) => Motion::Top,
        (Code::Char('G') | Code::End, false) => Motion::Bottom,
        (Code::PageDown, _) | (Code::Char('d' | 'f'), true) => Motion::Page(1),
        (Code::PageUp, _) | (Code::Char('u' | 'b'), true) => Motion::Page(-1),
        _ => return None,
    })
}

/// A sentence in lines of so many columns.
pub fn wrapped(sentence: &str, columns: usize) -> Vec<SheetLine> {
    let lines = wrap(sentence, Span::new(0, sentence.len()), columns.max(1));
    lines.into_iter().map(|line| SheetLine::Sentence(line.of(sentence).to_owned())).collect()
}

/// What sheets depend on.
pub struct SheetCx<'a> {
    /// What holds for every screen.
    pub session: &'a Session,
    /// The status line and its history.
    pub status: &'a Status,
    /// The keys as they are bound.
    pub keymap: &'a Keymap,
    /// The current contexts.
    pub contexts: Contexts,
    /// The keys pressed so far.
    pub pending: &'a [Key],
}
