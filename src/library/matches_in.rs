//! Where a query matches in one article.

use super::{Library, Result};
use crate::index::Highlighter;
use crate::model::{ArticleId, Field, Span};

impl Library {
    /// The positions of a query's words in an article's title and text, in this order.
    pub fn matches_in(&self, article: ArticleId, query: &str, typing: bool) -> Result<Vec<(Field, Span)>> {
        let highlighter = Highlighter::new(&self.parse(query, typing).expression);
        let (title, text) = self.in_store(self.store.text(article))?;
        let of = |field, text: &str| highlighter.hits(text).into_iter().map(move |span| (field, span));
        Ok(of(Field::Title, &title).chain(of(Field::Text, &text)).collect())
    }
}
