//! What happened: the only thing that changes what the screen shows.

use super::effect::{Answer, Ticket};
use super::key::Key;
use crate::model::{AddQuestion, Applied, Edit, FeedId, Origin, PastEdit, Row, RowKey};
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
    /// The mouse moved to a column and row with its left button down; `None` when the button was released.
    Drag(Option<(u16, u16)>),
    /// The terminal has another size, in columns and rows.
    Resize(u16, u16),
    /// The terminal's background is light, or dark.
    Background(Background),
    /// The current time.
    Clock(Now),
    /// The wait for the second key of a sequence is over.
    PrefixWaited,
    /// The library answered a request.
    Answered(Ticket, Answer),
    /// A request failed; the sentence says why and what to do.
    Failed(Ticket, String),
    /// An edit that the screen shows already is in the library for good.
    Written(Edit),
    /// So many changes wait because the disk is full.
    Waiting(usize),
    /// An edit was applied, undone or redone.
    Edited(Box<Applied>, Origin),
    /// An edit could not be applied, with the reason as a sentence: the screen must be corrected.
    NotEdited(Edit, String),
    /// One feed or one article was added: the user goes there, if nothing else was done meanwhile.
    Added(Box<AddedPlace>),
    /// An address was to be added, and the user has to decide something first.
    Asked(String, AddQuestion),
    /// The last edit was made elsewhere, and concerns so many articles that the user is asked before it is undone.
    UndoAsked(Box<PastEdit>),
    /// The library's articles or their names have changed.
    LibraryChanged,
    /// Fetching a full text has ended, successfully or not.
    FullTextEnded,
    /// Refreshing feeds has ended, successfully or not.
    RefreshEnded,
    /// The progress of slow work; `None` when it has ended.
    Progress(Option<Progress>),
    /// So many articles have come in that another Dateline adds; 0 when no more do.
    Arriving(u64),
    /// A saved search with notifications has found new articles.
    Arrived(String),
    /// A command has ended, which wrote these lines.
    Output(String, Vec<String>),
    /// Something the user should know.
    Notice(String),
}

/// What was added.
#[derive(Debug, Clone, PartialEq)]
pub enum AddedPlace {
    /// A feed, with its title and the query that finds its articles.
    Feed(FeedId, String, String),
    /// Several feeds: one of them.
    Feeds(FeedId),
    /// An article.
    Article(Row),
    /// Several articles: the newest.
    Articles(RowKey),
}

/// The brightness of the terminal's background.
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
    /// The wheel turned by this many notches; down is positive.
    Wheel(i16),
}

/// How many lines one notch of the wheel scrolls.
pub const WHEEL_LINES: i32 = 3;

impl Progress {
    /// The label of the progress while feeds are fetched.
    pub const FETCHING: &'static str = "⟳";
}

/// The progress of slow work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, in a word or two: `indexing`.
    pub what: String,
    /// Units done.
    pub done: u64,
    /// Units in all.
    pub total: u64,
    /// The unit, if it has to be shown: `feeds`.
    pub unit: String,
}
