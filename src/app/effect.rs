//! What must be done outside the state: by the library, the terminal or the system.

use super::purpose::{Purpose, Stage, Typed};
use crate::model::{
    Account, Anchor, Article, ArticleId, Attended, AttendedName, Attention, Counts, Dossier, Edit, EditId,
    EditPlan, EntityId, EntitySummary, FeedId, Field, Kind, ListQuery, NameChoice, NamesPage, NamesQuery,
    NoteRow, Origin, PastEdit, Place, PlaceRow, PlacesOf, Position, Row, RowKey, SearchRow, SharedArticles,
    Span, Subscription, Window,
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
    /// Copy text to the clipboard, through the terminal (OSC 52).
    Copy(String),
    /// Open an address in the browser.
    Browse(String),
    /// Read the settings file again.
    Reload,
    /// Notify the user outside the screen: through the terminal (OSC 9), or with the user's own command.
    Notify(String),
    /// Redraw everything, whatever the terminal shows.
    Redraw,
    /// Give a text to a command, and tell what it answers.
    Pipe {
        /// The command, for a shell.
        command: String,
        /// What it reads.
        text: String,
    },
    /// Suspend the program (Ctrl-Z).
    Suspend,
    /// Quit.
    Quit,
}

/// Identifies the request an answer belongs to. A newer request of a slot makes the older one stale.
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
    Places,
    Unread,
    Total,
    Counts,
    PastEdits,
    Notes,
    ListUnread,
    Between,
    Matches,
    Searches,
    Summary,
    Choices,
    Plan,
    Attended,
    AttendedNames,
    Export,
    Nearby,
}

impl Slot {
    /// Whether a request of it makes an older one stale. What leaves the library is wanted in any case.
    pub fn supersedes(self) -> bool {
        self != Self::Export
    }

    /// How many slots there are.
    pub const COUNT: usize = 24;
    /// The slots whose answers go to the screen on top.
    pub const OF_SCREENS: [Self; 18] = [
        Self::List,
        Self::ListMore,
        Self::Total,
        Self::Article,
        Self::Dossier,
        Self::DossierMore,
        Self::Names,
        Self::Feeds,
        Self::Places,
        Self::Unread,
        Self::PastEdits,
        Self::Notes,
        Self::ListUnread,
        Self::Between,
        Self::Matches,
        Self::Searches,
        Self::AttendedNames,
        Self::Nearby,
    ];
    /// The slots whose answers go to the layers.
    pub const OF_LAYERS: [Self; 3] = [Self::Summary, Self::Choices, Self::Plan];
}

/// A request to the library.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "fields are named by their types")]
pub enum Request {
    /// A part of a list.
    Window { list_query: ListQuery, anchor: Anchor, count: usize },
    /// One article with its names.
    Article(ArticleId),
    /// Articles that are likely to be shown next.
    Nearby(Vec<ArticleId>),
    /// A dossier, from the newest article or from a row on.
    Dossier { entity: EntityId, after: Option<RowKey>, count: usize },
    /// The first names of an index; the time is for those that are rising.
    Names { names: NamesQuery, count: usize, now: i64 },
    /// The followed feeds, with their state at a time in seconds since the epoch.
    Feeds { now: i64 },
    /// The locations of the places that an article, or the articles of a list, name.
    Places { of: PlacesOf, count: usize },
    /// The next unread article of a list, after a row or before it.
    NextUnread { list_query: ListQuery, from: Option<RowKey>, forward: bool },
    /// The edits of the journal, the newest first.
    PastEdits { count: usize },
    /// The newest notes and highlights.
    Notes { count: usize },
    /// All notes and highlights, to leave the library.
    ExportNotes(Export),
    /// A summary of a name, and why an article shows it.
    Summary { entity: EntityId, article: Option<ArticleId> },
    /// Names that these words may mean.
    NameChoices { words: String, count: usize },
    /// Names of a kind that are spelt like this one.
    SimilarNames { name: String, kind: Kind, count: usize },
    /// Places that these words may mean; a point without a name gets the name `called`.
    PlacesMeant { words: String, called: String },
    /// What a correction would do.
    Plan(Edit),
    /// Which names are watched or muted.
    Attended,
    /// Those names, with the number of new articles of each.
    AttendedNames,
    /// The exact number of articles in a list.
    Count { list_query: ListQuery },
    /// Articles as a file, or as text for a command.
    Export { articles: Vec<ArticleId>, export: Export },
    /// The names of files, for a prompt.
    Path(PathRequest),
    /// The saved searches, with their results counted.
    Searches,
    /// Where a query matches in an article.
    Matches { article: ArticleId, query: String, typing: bool },
    /// How many articles of a list are unread.
    CountUnread { list_query: ListQuery },
    /// The articles of a list from one row to another, both included.
    Between { list_query: ListQuery, ends: (RowKey, RowKey) },
    /// The library's counts.
    Counts,
}

/// A change to the library.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "fields are named by their types")]
pub enum WriteRequest {
    /// Apply an edit.
    Edit { edit: Edit, origin: Origin },
    /// Undo an edit of the journal.
    Undo(EditId),
    /// Undo the last edit. One of many articles is asked about first, unless it is among the user's own of this session.
    UndoLast { own: Vec<EditId> },
    /// Redo an edit of the journal, or the one that was undone last.
    Redo(Option<EditId>),
    /// Watch a name, mute it, or neither.
    Attend { entity: EntityId, to: Option<Attention> },
    /// The user has looked at a watched name.
    LookAt(EntityId),
    /// Add the content of an address, file or folder.
    Add {
        what: String,
        /// A page is added as an article, whatever it is.
        is_page: bool,
    },
    /// Add an account on a server, and synchronise with it.
    AddAccount(AccountLogin),
    /// Fetch feeds.
    Refresh(Fetch),
    /// Fetch the full text of an article; its title is for messages.
    FullText { article: ArticleId, title: String },
    /// Mark all of a list as read.
    ReadAll(ListQuery),
    /// Save the reading position.
    Position { article: ArticleId, position: Position },
    /// Save a small setting.
    Remember { key: &'static str, value: String },
}

impl WriteRequest {
    /// Whether it uses the network or reads files, and may take long.
    pub fn is_long(&self) -> bool {
        matches!(self, Self::Add { .. } | Self::AddAccount(_) | Self::Refresh(_))
    }

    /// Whether it is the user's own change, for which everything else makes way.
    pub fn is_of_user(&self) -> bool {
        match self {
            Self::Add { .. } | Self::AddAccount(_) | Self::Refresh(_) | Self::FullText { .. } => false,
            Self::Edit { .. }
            | Self::Undo(_)
            | Self::UndoLast { .. }
            | Self::Redo(_)
            | Self::ReadAll(_)
            | Self::Attend { .. }
            | Self::LookAt(_)
            | Self::Position { .. }
            | Self::Remember { .. } => true,
        }
    }

    /// Whether articles have different content after it, which index and names must follow.
    pub fn changes_texts(&self) -> bool {
        match self {
            Self::Edit { edit, .. } => !matches!(edit, Edit::Marks { .. }),
            // What is undone or redone may be a deletion, a text or a correction.
            Self::FullText { .. } | Self::Undo(_) | Self::UndoLast { .. } | Self::Redo(_) => true,
            _ => false,
        }
    }
}

/// How to log in to a server that is to be added.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountLogin {
    /// The address of the server.
    pub url: String,
    /// The user's name there; empty with a token.
    pub user: String,
    /// The password or token.
    pub secret: String,
}

/// Without the secret, which is never printed.
impl std::fmt::Debug for AccountLogin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} at {}", self.user, self.url)
    }
}

/// Where articles or notes go that leave the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Export {
    /// Into a file, whose name says the format, or into a folder.
    File(String),
    /// To a command.
    Command(String),
}

impl Export {
    /// What was typed for it, once it is accepted.
    pub fn typed(typed: &Typed) -> Option<Self> {
        let words = typed.words.trim().to_owned();
        match (typed.purpose, typed.stage) {
            (_, stage) if stage != Stage::Accepted || words.is_empty() => None,
            (Purpose::Save | Purpose::SaveNotes, _) => Some(Self::File(words)),
            (Purpose::Pipe, _) => Some(Self::Command(words)),
            _ => None,
        }
    }
}

/// A question about a path that is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathRequest {
    /// How it may go on.
    Complete(String),
    /// Whether it can be used for a purpose.
    Check(Purpose, String),
    /// Where it is; to save, a name that is free, too.
    Place(Purpose, String),
}

/// The answer to a question about a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathAnswer {
    /// The path as far as it is unique, and the names that may follow.
    Completed {
        /// The path.
        words: String,
        /// The names.
        choices: Vec<String>,
    },
    /// Why it cannot be used, if it cannot.
    Fault(Option<String>),
    /// The folder of relative paths, and a name that is free there.
    Place {
        /// The name.
        words: String,
        /// The folder.
        folder: String,
    },
}

/// Which feeds to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetch {
    /// Those that are due.
    Due,
    /// These, due or not.
    These(Vec<FeedId>),
    /// Those that brought an article.
    Of(ArticleId),
}

/// The library's answer.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each answers the request of its name")]
pub enum Answer {
    Window(Window),
    /// `None` where the article is gone.
    Article(Option<Box<Article>>),
    /// Those of them that are not gone.
    Nearby(Vec<Article>),
    /// `None` where the entity is gone.
    Dossier(Option<Box<Dossier>>),
    Names(NamesPage),
    Feeds(Vec<Subscription>, Vec<SharedArticles>, Vec<Account>),
    Places(Vec<PlaceRow>),
    Unread(Option<Row>),
    PastEdits(Vec<PastEdit>),
    Notes(Vec<NoteRow>),
    /// `None` if the name is gone.
    Summary(Option<Box<EntitySummary>>),
    NameChoices(Vec<NameChoice>),
    PlacesMeant(Vec<Place>),
    Plan(EditPlan),
    Attended(Attended),
    AttendedNames(Vec<AttendedName>),
    /// How many articles a list holds.
    Count(u64),
    Path(PathAnswer),
    Searches(Vec<SearchRow>),
    /// They were saved: what is told of it.
    Exported(String),
    /// The text for a command.
    Rendered {
        command: String,
        text: String,
    },
    /// Where the query matches in the article.
    Matches(ArticleId, Vec<(Field, Span)>),
    /// How many articles of a list are unread.
    CountUnread(u64),
    /// The articles between two rows, both included.
    Between(Vec<ArticleId>),
    Counts(Counts),
}
