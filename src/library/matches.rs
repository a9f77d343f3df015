//! All matches of a query, for commands that change each of them.

use super::{Error, Library, Result, Task};
use crate::model::{ArticleId, ListQuery};

/// The articles that match a query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matches {
    /// All of them.
    pub articles: Vec<ArticleId>,
    /// What the user should know about the query.
    pub complaint: Option<String>,
    /// Whether there are none, and a name in the query is that of nothing in the library; the complaint says which.
    pub is_in_vain: bool,
}

impl Library {
    /// All articles that match a query; never those with only some of its words. The search index is brought up to
    /// date first, so that no article is missed. An invalid query gives [`Error::Query`].
    pub fn matches(&mut self, query: &str, task: &Task) -> Result<Matches> {
        self.catch_up_index(task)?;
        self.found_by(query, task)
    }

    /// The same as [`Library::matches`], as far as the search index has come.
    pub fn found_by(&self, query: &str, task: &Task) -> Result<Matches> {
        let list_query = ListQuery { query: query.to_owned(), ..ListQuery::default() };
        let parsed = self.parse(query, false);
        if let Some(error) = parsed.error {
            return Err(Error::Query(error));
        }
        if parsed.expression.is_everything() {
            let complaint = parsed.remark.map(|remark| remark.to_string());
            let articles = self.articles_of(&list_query, usize::MAX, task)?;
            return Ok(Matches { articles, complaint, is_in_vain: false });
        }
        let search = self.prepare(parsed, &list_query)?;
        let found = self.ask(|index| index.all(&search.wanted, &|| task.is_cancelled()))?;
        let articles: Vec<ArticleId> = found.map(|set| set.iter().collect()).unwrap_or_default();
        let is_in_vain = articles.is_empty() && search.is_in_vain;
        Ok(Matches { articles, complaint: search.notice, is_in_vain })
    }
}
