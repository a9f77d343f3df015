//! Marks: showing a change of them before the library has made it, and the one that follows from reading.

use super::cx::{Cx, Wish};
use super::edits::{Edit, Undoing};
use crate::model::{ArticleId, Change, Mark, Row};

/// Shows a change in a row.
pub fn mark(row: &mut Row, change: &Change) {
    match &change.mark {
        Mark::Read => row.unread = !change.on,
        Mark::Bookmark => row.bookmarked = change.on,
        Mark::Deleted | Mark::FullText => {}
        Mark::Tag(tag) => {
            row.tags.retain(|other| other != tag);
            if change.on {
                row.tags.push(tag.clone());
            }
        }
    }
}

/// Marks an article read because it has been opened.
pub fn seen(article: ArticleId, unread: bool, cx: &mut Cx<'_>) {
    if unread && !cx.session.read_only {
        let change = Change::one(Mark::Read, true, article);
        cx.edit(Edit::Marks(change), Undoing::Implicit);
    }
    cx.wish(Wish::Remember);
}
