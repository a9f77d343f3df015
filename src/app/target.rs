//! What keys act on: the current article, name and feed.

use crate::model::{EntityId, FeedId, Kind, Row};

/// What is current at the cursor.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Target<'a> {
    /// The article.
    pub article: Option<&'a Row>,
    /// Its address, if known and a web address.
    pub url: Option<&'a str>,
    /// The name.
    pub name: Option<TargetName<'a>>,
    /// The feeds: one, or those of a tag; empty if there are none.
    pub feeds: Vec<FeedId>,
}

/// The current name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetName<'a> {
    /// The entity.
    pub id: EntityId,
    /// Its kind.
    pub kind: Kind,
    /// The name.
    pub name: &'a str,
}
