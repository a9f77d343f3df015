//! The core data types: plain data that depends on nothing else.
//!
//! Nothing here reads a file, a clock or a database. Everything passed between the library and the
//! screen is made of these types.

mod account;
mod account_record;
mod article;
mod attention;
mod correction;
mod document;
mod dossier;
mod edit;
mod feed;
mod flag;
mod list_query;
mod names;
mod query_error;
mod span;
mod subscription;
mod summary;
mod when;
mod why;

pub use account::{Account, AccountId, AccountState, ProtocolKind, RemoteFeed, SecretSource};
pub use account_record::{AccountRecord, RecordedFeed};
pub use article::{
    Article, ArticleId, DiffPart, Note, NoteRow, Passage, Position, Reading, Revision, Row, RowKey, Snippet,
};
pub use attention::{Attended, Attention};
pub use correction::{Correction, CorrectionId, CorrectionRow, EntityKey, Part};
pub use document::{
    Block, BlockKind, Body, Document, Emphasis, EmphasisKind, Link, ListMark, Marked, PageKind, Stripped,
};
pub use dossier::{Companion, Dossier, DossierArticle, MonthCount, Sentence};
pub use edit::{
    AccountEdit, Applied, Edit, EditId, EditState, FeedEdit, LONGEST_NAME, Origin, PastEdit, RecordEdit,
    Rule, SavedSearch, ShownText, Switch,
};
pub use feed::{AddQuestion, Enclosure, Entry, Feed, FeedChoice, FeedKind, Prose, UpdateInterval};
pub use flag::Flag;
pub use list_query::{
    Anchor, AttendedName, BuiltinList, Counts, EntityRow, ListQuery, NameRow, NamesOrder, NamesPage,
    NamesQuery, Order, PlaceRow, PlacesOf, SearchRow, Window,
};
pub use names::{Alias, Entity, EntityId, Field, Kind, Mention, NamedEntity, Names, Place, PlaceKind};
pub use query_error::QueryError;
pub use span::Span;
pub use subscription::{FeedId, FeedState, Outline, SharedArticles, Subscription};
pub use summary::{EditPlan, EntitySummary, NameChoice};
pub use when::{Precision, When};
pub use why::Why;
