//! The journal as a list to read: what was changed, and what of it was undone.

use super::journal::{APPLIED, ARRIVED, BACK_DEFLATED, arrived, forward, unpack};
use super::{Result, Store};
use crate::model::{EditId, EditState, PastEdit};
use crate::text::edits;
use rusqlite::{Row, params};

/// The columns of a past edit.
const PAST: &str = "id, lower(hex(uid)), time, state, subject, packing, forward, back";

impl Store {
    /// The edit that undo takes back next; with `before`, the one that it takes after that one.
    pub fn next_undo(&self, before: Option<EditId>) -> Result<Option<PastEdit>> {
        let sql = format!(
            "SELECT {PAST} FROM journal
             WHERE state = 0 AND (?1 IS NULL OR turn < (SELECT turn FROM journal WHERE id = ?1))
             ORDER BY turn DESC LIMIT 1"
        );
        let mut query = self.connection.prepare_cached(&sql)?;
        let mut rows = query.query([before.map(|id| id.0)])?;
        rows.next()?.map(past_edit).transpose()
    }

    /// The edits that the user asked for, in the order in which undo takes them, following the last one of the previous
    /// call. What was undone is where it was undone.
    pub fn past_edits(&self, before: Option<EditId>, limit: usize) -> Result<Vec<PastEdit>> {
        let sql = format!(
            "SELECT {PAST} FROM journal
             WHERE state NOT IN (3, {ARRIVED}) AND (?1 IS NULL OR turn < (SELECT turn FROM journal WHERE id = ?1))
             ORDER BY turn DESC LIMIT ?2"
        );
        let mut query = self.connection.prepare_cached(&sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = query.query(params![before.map(|id| id.0), limit])?;
        let mut past = Vec::new();
        while let Some(row) = rows.next()? {
            past.push(past_edit(row)?);
        }
        Ok(past)
    }

    /// How many articles and feeds an addition has brought that goes on, or was interrupted: it is no step yet.
    pub fn count_arrived(&self) -> Result<(u64, u64)> {
        let arrived = arrived(&self.connection)?.unwrap_or_default();
        Ok((arrived.articles.len() as u64, arrived.feeds.len() as u64))
    }
}

fn past_edit(row: &Row) -> Result<PastEdit> {
    let subject: String = row.get(4)?;
    let edit = forward(row, 5)?;
    let packed: i64 = row.get(5)?;
    let back = unpack(row.get_ref(7)?.as_blob().unwrap_or_default(), packed & BACK_DEFLATED != 0)?;
    let state: i64 = row.get(3)?;
    Ok(PastEdit {
        id: EditId(row.get(0)?),
        uid: row.get(1)?,
        time: row.get(2)?,
        state: if state == APPLIED { EditState::Applied } else { EditState::Undone },
        sentence: edits::sentence(&edits::past(&edit, &back, &subject)),
        articles: edit.articles().len(),
    })
}
