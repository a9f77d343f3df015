//! Unread articles of a list: the next one from a row, and their number.

use super::{Library, Result, Task};
use crate::index::Wanted;
use crate::model::{Anchor, BuiltinList, ListQuery, Row, RowKey};
use crate::query::ArticleState;

impl Library {
    /// The nearest unread article of a list beyond a row, or from one of its ends.
    pub fn next_unread(
        &self,
        list_query: &ListQuery,
        from: Option<RowKey>,
        forward: bool,
        task: &Task,
    ) -> Result<Option<Row>> {
        let anchor = match (from, forward) {
            (None, true) => Anchor::Top,
            (None, false) => Anchor::Bottom,
            (Some(key), true) => Anchor::After(key),
            (Some(key), false) => Anchor::Before(key),
        };
        let by_time = list_query.builtin == BuiltinList::All && list_query.query.is_empty();
        if by_time {
            let unread = ListQuery { builtin: BuiltinList::Unread, ..list_query.clone() };
            let window = self.window(&unread, anchor, 1, task)?;
            return Ok(window.rows.into_iter().next());
        }
        self.walk_to_unread(list_query, anchor, forward, task)
    }

    /// How many articles of a list are unread.
    pub fn count_unread(&self, list_query: &ListQuery, task: &Task) -> Result<u64> {
        if matches!(list_query.builtin, BuiltinList::All | BuiltinList::Unread) {
            return self.count(&ListQuery { builtin: BuiltinList::Unread, ..list_query.clone() }, task);
        }
        let unread = self.set_of(ArticleState::Unread)?;
        let stopped = || task.is_cancelled();
        let query = self.parse(&list_query.query, list_query.typing);
        let found = if query.error.is_some() {
            return Ok(0);
        } else if query.expression.is_everything() {
            None
        } else {
            let search = self.prepare(query, list_query)?;
            let wanted = Wanted::All(vec![search.wanted, Wanted::Among(unread.clone())]);
            let Some(found) = self.ask(|index| index.all(&wanted, &stopped))? else { return Ok(0) };
            Some(found)
        };
        let sieve = |article| match &found {
            Some(found) => found.contains(article),
            None => unread.contains(article),
        };
        self.in_store(self.store.total(list_query, Some(&sieve), &stopped))
    }

    /// Walks a list in windows: other lists have no index of their unread articles.
    fn walk_to_unread(
        &self,
        list_query: &ListQuery,
        mut anchor: Anchor,
        forward: bool,
        task: &Task,
    ) -> Result<Option<Row>> {
        const STRETCH: usize = 500;
        loop {
            let mut window = self.window(list_query, anchor, STRETCH, task)?;
            if !forward {
                window.rows.reverse();
            }
            let edge = window.rows.last().map(|row| row.key);
            if let Some(row) = window.rows.into_iter().find(|row| row.unread) {
                return Ok(Some(row));
            }
            let more = if forward { window.more_after } else { window.more_before };
            anchor = match edge {
                Some(key) if more && forward => Anchor::After(key),
                Some(key) if more => Anchor::Before(key),
                _ => return Ok(None),
            };
        }
    }
}
