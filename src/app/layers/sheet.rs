//! A layer's content: lines over a part of the screen. `ui/sheet.rs` draws them.

use crate::app::context::Contexts;
use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::app::session::Session;
use crate::app::status::Status;
use crate::model::Span;
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
    /// A choice with its keys, and whether the cursor is on it.
    Choice(&'static str, String, bool),
    /// A sentence.
    Sentence(String),
    /// A sentence explaining why it is empty.
    Empty(&'static str),
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
