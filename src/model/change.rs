//! What a person does to articles, as a value: so that it can be done, told and undone.

use super::ArticleId;

/// A mark that an article has or has not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Mark {
    /// The reader has read it.
    Read,
    /// The reader wants to keep it at hand.
    Bookmark,
    /// One of the reader's own words.
    Tag(String),
    /// The reader does not want to see it again. It is in no list, and nothing brings it in again.
    Deleted,
    /// Its full text is shown, and not the teaser that its feed brought. Only where both are kept.
    FullText,
}

/// A change to the marks of some articles. Doing it gives back the change that undoes exactly what it
/// did: articles that already were as wanted are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which mark.
    pub mark: Mark,
    /// Set it, or take it off.
    pub on: bool,
    /// Of which articles.
    pub articles: Vec<ArticleId>,
}

impl Change {
    /// A change to one article.
    pub fn one(mark: Mark, on: bool, article: ArticleId) -> Self {
        Self { mark, on, articles: vec![article] }
    }

    /// The change back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { mark: self.mark.clone(), on: !self.on, articles: self.articles.clone() }
    }
}
