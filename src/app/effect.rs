//! What must be done outside the state: asked of the library, the terminal or the world.

use crate::model::{
    Anchor, Article, ArticleId, Counts, Dossier, Edit, EditId, EntityId, EntityRow, FeedId, Kind, ListQuery,
    Origin, PastEdit, Position, Row, RowKey, Subscription, Window,
};

/// Something `update` wants done. It is a value: the runtime carries it out and brings the answer back
/// as a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read from the library; the answer comes with the ticket.
    Ask(Ticket, Request),
    /// Change the library.
    Do(WriteRequest),
    /// Stop fetching.
    Stop,
    /// Put text on the clipboard, through the terminal (OSC 52).
    Copy(String),
    /// Open an address in the browser.
    Browse(String),
    /// Put the program to sleep (Ctrl-Z).
    Suspend,
    /// Leave.
    Quit,
}

/// Which question an answer belongs to. A newer question of a slot makes the older one stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket {
    /// What the answer is for.
    pub slot: Slot,
    /// Counts up.
    pub number: u64,
}

/// The things an answer can be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the pane or number it fills")]
pub enum Slot {
    List,
    ListMore,
    Article,
    Dossier,
    DossierMore,
    Names,
    Feeds,
    Unread,
    Counts,
    PastEdits,
}

impl Slot {
    /// How many slots there are.
    pub const COUNT: usize = 10;
    /// The slots whose answers go to the screen on top.
    pub const OF_SCREENS: [Self; 9] = [
        Self::List,
        Self::ListMore,
        Self::Article,
        Self::Dossier,
        Self::DossierMore,
        Self::Names,
        Self::Feeds,
        Self::Unread,
        Self::PastEdits,
    ];
}

/// A question to the library.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "fields are named by their types")]
pub enum Request {
    /// A stretch of a list.
    Window { list_query: ListQuery, anchor: Anchor, count: usize },
    /// One article with its names.
    Article(ArticleId),
    /// An entity's page, from the newest article or on from a row.
    Dossier { entity: EntityId, after: Option<RowKey>, count: usize },
    /// The index of names of a kind whose name begins like `prefix`.
    Names { kind: Kind, prefix: String, count: usize },
    /// The feeds that are followed, as they are doing at a moment in seconds since the epoch.
    Feeds { now: i64 },
    /// The next unread article of a list, after a row or before it.
    NextUnread { list_query: ListQuery, from: Option<RowKey>, forward: bool },
    /// The edits of the journal, the newest first.
    PastEdits { count: usize },
    /// The library's counts.
    Counts,
}

/// A change to the library.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "fields are named by their types")]
pub enum WriteRequest {
    /// Apply an edit.
    Edit { edit: Edit, origin: Origin },
    /// Undo an edit of the journal, or the last one.
    Undo(Option<EditId>),
    /// Redo an edit of the journal, or the one that was undone last.
    Redo(Option<EditId>),
    /// Add what lies at an address, in a file or in a folder.
    Add(String),
    /// Fetch feeds.
    Refresh(Fetch),
    /// Fetch the full text of an article; its title is for telling.
    FullText { article: ArticleId, title: String },
    /// Mark all of a list as read.
    ReadAll(ListQuery),
    /// Keep where the user stopped reading.
    Position { article: ArticleId, position: Position },
    /// Keep a small setting.
    Remember { key: &'static str, value: String },
}

impl WriteRequest {
    /// Whether it asks servers or reads files, and may take long.
    pub fn is_long(&self) -> bool {
        matches!(self, Self::Add(_) | Self::Refresh(_))
    }
}

/// Which feeds are to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetch {
    /// Those that are due.
    Due,
    /// These, due or not.
    These(Vec<FeedId>),
    /// Those that have brought an article.
    Of(ArticleId),
}

/// What the library answered.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each answers the request of its name")]
pub enum Answer {
    Window(Window),
    /// `None` where the article is gone.
    Article(Option<Box<Article>>),
    /// `None` where the entity is gone.
    Dossier(Option<Box<Dossier>>),
    Names(Vec<EntityRow>),
    Feeds(Vec<Subscription>),
    Unread(Option<Row>),
    PastEdits(Vec<PastEdit>),
    Counts(Counts),
}
