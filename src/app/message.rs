//! What happened: the only thing that changes what the screen shows.

use super::effect::{Answer, Ticket};
use super::key::Key;
use crate::model::{Applied, Edit, Origin};
use crate::text::time::Now;

/// Something that happened to the program.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something at a column and row, both from 0.
    Mouse(Mouse, u16, u16),
    /// The terminal has another size, in columns and rows.
    Resize(u16, u16),
    /// The terminal's background is light, or dark.
    Background(Background),
    /// It is later now.
    Clock(Now),
    /// The wait for the second key of a sequence is over.
    PrefixWaited,
    /// The library answered.
    Answered(Ticket, Answer),
    /// A question failed; the sentence says why and what to do.
    Failed(Ticket, String),
    /// An edit was applied, undone or redone.
    Edited(Box<Applied>, Origin),
    /// An edit could not be applied, for the reason that the sentence gives: what the screen shows is not so.
    NotEdited(Edit, String),
    /// The library holds other articles than before, or knows more of them.
    LibraryChanged,
    /// The fetching of a full text has ended, in one way or another.
    FullTextEnded,
    /// The refreshing of feeds has ended, in one way or another.
    RefreshEnded,
    /// Slow work goes on; `None` when it has ended.
    Progress(Option<Progress>),
    /// Something the user should know.
    Notice(String),
}

/// How the terminal's background looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Background {
    Light,
    Dark,
}

/// What a mouse does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// The left button was pressed.
    Click,
    /// The wheel turned by so many notches; down is positive.
    Wheel(i16),
}

/// Lines a notch of the wheel turns.
pub const WHEEL_LINES: i32 = 3;

impl Progress {
    /// What is going on while feeds are fetched.
    pub const FETCHING: &'static str = "⟳";
}

/// How far slow work has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What is going on, in a word or two: `indexing`.
    pub what: String,
    /// Units done.
    pub done: u64,
    /// Units in all.
    pub total: u64,
    /// What is counted, where that has to be said: `feeds`.
    pub unit: String,
}
