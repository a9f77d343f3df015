//! An article ready for the store.

use super::Rejected;
use crate::model::{ArticleId, Document, Names};
use crate::store::{Identity, MatchKeys, Packed};

/// An article on its way into the store, and its origin.
pub(super) struct Prepared {
    pub text: Identity,
    /// The identity of the text as stored, if boilerplate was stripped from it.
    pub kept: Option<Identity>,
    pub address: Option<Identity>,
    pub place: Option<Identity>,
    pub match_keys: Option<MatchKeys>,
    pub sources: Vec<String>,
    /// Whether its file has a date that could not be read.
    pub is_undated: bool,
    pub state: PreparedText,
}

impl Prepared {
    /// Whether the library does not have it yet.
    pub fn is_new(&self) -> bool {
        matches!(self.state, PreparedText::Fresh { .. })
    }
}

/// Its text.
pub(super) enum PreparedText {
    /// The library already has this text.
    Known(ArticleId),
    /// To be stored.
    Fresh { document: Box<Document>, packed: Packed, names: Names },
}

/// Articles, or why there are none.
pub(super) type PreparedItems = Vec<std::result::Result<Prepared, Rejected>>;
