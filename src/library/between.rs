//! The articles of a list between two of its rows.

use super::{Library, Result, Task};
use crate::model::{Anchor, ArticleId, ListQuery, RowKey};

/// Keys read at a time.
const STRETCH: usize = 1_000;

impl Library {
    /// The articles between two rows of a list, both included, in either order. Empty if one of them is no longer in
    /// the list.
    pub fn articles_between(
        &self,
        list_query: &ListQuery,
        ends: (RowKey, RowKey),
        task: &Task,
    ) -> Result<Vec<ArticleId>> {
        let (one, other) = ends;
        let down = self.articles_down_to(list_query, one, other, task)?;
        let found = match down {
            Some(down) => Some(down),
            None => self.articles_down_to(list_query, other, one, task)?,
        };
        Ok(found.unwrap_or_default())
    }

    fn articles_down_to(
        &self,
        list_query: &ListQuery,
        from: RowKey,
        to: RowKey,
        task: &Task,
    ) -> Result<Option<Vec<ArticleId>>> {
        let mut articles = vec![from.article];
        let mut last = from;
        while last.article != to.article {
            let (keys, more) = self.keys_after(list_query, last, task)?;
            let end = keys.iter().position(|key| key.article == to.article);
            let taken = end.map_or(&keys[..], |end| &keys[..=end]);
            articles.extend(taken.iter().map(|key| key.article));
            match taken.last() {
                Some(&key) if end.is_some() || more => last = key,
                _ => return Ok(None),
            }
        }
        Ok(Some(articles))
    }

    /// The next keys of a list, and whether there are more.
    fn keys_after(&self, list_query: &ListQuery, key: RowKey, task: &Task) -> Result<(Vec<RowKey>, bool)> {
        let query = self.parse(&list_query.query, list_query.typing);
        let anchor = Anchor::After(key);
        if query.expression.is_everything() {
            let stopped = || task.is_cancelled();
            let stretch = self.in_store(self.store.stretch(list_query, anchor, STRETCH, None, &stopped))?;
            return Ok((stretch.keys, stretch.more_after));
        }
        let mut search = self.prepare(query, list_query)?;
        self.relax(&mut search, list_query, task)?;
        let found = self.look(list_query, &search, anchor, STRETCH, task)?;
        Ok(found.map_or((Vec::new(), false), |found| {
            (found.keys.into_iter().map(|(key, _)| key).collect(), found.more_after)
        }))
    }
}
