//! Finds the next unread article from a row of a list.

use super::{Library, Result, Task};
use crate::model::{Anchor, BuiltinList, ListQuery, Row, RowKey};

impl Library {
    /// The nearest unread article of a list after a row.
    pub fn next_unread(
        &self,
        list_query: &ListQuery,
        from: Option<RowKey>,
        forward: bool,
        task: &Task,
    ) -> Result<Option<Row>> {
        let anchor = match (from, forward) {
            (None, _) => Anchor::Top,
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
