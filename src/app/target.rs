//! What keys act on: the current article, name and feed.

use crate::model::{ArticleId, EntityId, EntityRow, FeedId, Kind, Row};

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
    /// The name with what tells it from its namesakes.
    pub shown: &'a str,
    /// The form in the text, if the cursor is in a text.
    pub form: Option<&'a str>,
    /// The current article that names it, if there is one.
    pub article: Option<ArticleId>,
}

impl<'a> From<&'a EntityRow> for TargetName<'a> {
    fn from(row: &'a EntityRow) -> Self {
        Self { id: row.id, kind: row.kind, name: &row.name, shown: &row.shown, form: None, article: None }
    }
}

/// The name that a layer concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameAtHand {
    /// The entity.
    pub id: EntityId,
    /// Its kind.
    pub kind: Kind,
    /// The name.
    pub name: String,
    /// The name with what tells it from its namesakes.
    pub shown: String,
    /// The form in the text, if the cursor is in a text.
    pub form: Option<String>,
    /// The current article that names it, if there is one.
    pub article: Option<ArticleId>,
}

impl TargetName<'_> {
    /// An owned copy of it.
    pub fn at_hand(&self) -> NameAtHand {
        let Self { id, kind, name, shown, form, article } = *self;
        let (name, shown) = (name.to_owned(), shown.to_owned());
        NameAtHand { id, kind, name, shown, form: form.map(crate::text::clean::line), article }
    }
}
