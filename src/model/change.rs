//! What the user does to articles, as a value, so that it can be applied, described and undone.

use super::ArticleId;

/// A mark that an article has or does not have.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Mark {
    /// The user has read it.
    Read,
    /// The user has bookmarked it.
    Bookmark,
    /// One of the user's tags.
    Tag(String),
    /// The user deleted it. It appears in no list, and no feed brings it back.
    Deleted,
    /// The full text is shown instead of the feed's teaser. Only where both are stored.
    FullText,
}

/// A change to the marks of some articles. Applying it returns the change that undoes exactly what was done:
/// articles that already were as wanted are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which mark.
    pub mark: Mark,
    /// Set it, or remove it.
    pub on: bool,
    /// Of which articles.
    pub articles: Vec<ArticleId>,
}

impl Change {
    /// A change to one article.
    pub fn one(mark: Mark, on: bool, article: ArticleId) -> Self {
        Self { mark, on, articles: vec![article] }
    }

    /// The inverse change.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { mark: self.mark.clone(), on: !self.on, articles: self.articles.clone() }
    }
}
