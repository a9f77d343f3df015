//! Which articles a list holds, and the part of it that is on the screen.

use super::{EntityId, Kind, Row, RowKey, When};

/// A list of articles: a shelf, narrowed by names and by a query.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Listing {
    /// The shelf it starts from.
    pub shelf: Shelf,
    /// Only articles that name all of these.
    pub entities: Vec<EntityId>,
    /// Only what this query finds; the empty string finds all.
    pub query: String,
    /// How the rows follow one another.
    pub order: Order,
    /// Take the query's last word as the beginning of one (while it is being typed).
    pub typing: bool,
}

/// The reader's standing lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Shelf {
    /// Every article.
    #[default]
    All,
    /// What has not been read.
    Unread,
    /// What has been bookmarked.
    Bookmarks,
    /// What has been read, last read first.
    History,
}

/// How rows follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// By time, the newest first.
    #[default]
    Newest,
    /// By time, the oldest first.
    Oldest,
    /// By how well they fit the query; without a query, newest first.
    Best,
}

/// From where a window reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The first rows.
    Top,
    /// The last rows.
    Bottom,
    /// The rows that follow this one.
    After(RowKey),
    /// The rows before this one, still in the list's order.
    Before(RowKey),
    /// Rows on both sides of this one, itself included if it is in the list.
    Around(RowKey),
}

/// A stretch of a list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Window {
    /// The rows, in the list's order.
    pub rows: Vec<Row>,
    /// There are rows before the first.
    pub more_before: bool,
    /// There are rows after the last.
    pub more_after: bool,
    /// How many articles the whole list holds.
    pub total: u64,
    /// What was faulty in the query and how it was understood, if anything.
    pub complaint: Option<String>,
}

/// The library's kept counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Articles in all.
    pub articles: u64,
    /// Of them not read.
    pub unread: u64,
    /// Of them bookmarked.
    pub bookmarked: u64,
}

/// A line of the index of names.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityRow {
    /// Its number.
    pub id: EntityId,
    /// What it is.
    pub kind: Kind,
    /// The library's name for it.
    pub name: String,
    /// How many articles name it.
    pub articles: u32,
    /// How often they do.
    pub mentions: u32,
    /// When it was last named.
    pub last: Option<When>,
}
