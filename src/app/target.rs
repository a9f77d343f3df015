//! What keys act on: the article, the name and the feed at hand.

use crate::model::{EntityId, FeedId, Kind, Row};

/// What is at hand where the cursor stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Target<'a> {
    /// The article.
    pub article: Option<&'a Row>,
    /// Its address, where it is known already and leads into the web.
    pub url: Option<&'a str>,
    /// The name.
    pub name: Option<TargetName<'a>>,
    /// The feeds: one, or those of a tag; none where none is at hand.
    pub feeds: Vec<FeedId>,
}

/// A name at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetName<'a> {
    /// Whose it is.
    pub id: EntityId,
    /// A person, a place or an organisation.
    pub kind: Kind,
    /// What it is called.
    pub name: &'a str,
}
