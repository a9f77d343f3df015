//! Marks: shows a change before the library has made it, and marks opened articles read.

use super::cx::{Cx, Wish};
use crate::model::{ArticleId, Edit, Flag, Note, Origin, RecordEdit, Row, Switch};

/// Shows an edit in a row, if it is about its article.
pub fn show(row: &mut Row, edit: &Edit) {
    let Edit::Marks { flag, to, articles, .. } = edit else { return };
    if !articles.contains(&row.id()) {
        return;
    }
    match flag {
        Flag::Read => row.unread = !to.is_on(),
        Flag::Bookmark => row.bookmarked = to.is_on(),
        Flag::Tag(tag) => {
            row.tags.retain(|other| other != tag);
            if to.is_on() {
                row.tags.push(tag.clone());
            }
        }
    }
}

/// The articles that an edit deletes.
pub fn deleted(edit: &Edit) -> &[ArticleId] {
    match edit {
        Edit::Deletion { to: Switch::On, articles } | Edit::Addition { to: Switch::Off, articles, .. } => {
            articles
        }
        _ => &[],
    }
}

/// The articles that an edit brings back.
pub fn restored(edit: &Edit) -> &[ArticleId] {
    match edit {
        Edit::Deletion { to: Switch::Off, articles } | Edit::Addition { to: Switch::On, articles, .. } => {
            articles
        }
        _ => &[],
    }
}

/// Marks an article read because it has been opened.
pub fn seen(article: ArticleId, unread: bool, cx: &mut Cx<'_>) {
    if unread && !cx.session.read_only {
        cx.edit(Edit::mark(Flag::Read, Switch::On, article), Origin::Implicit);
    }
    cx.session.count_opened();
    cx.wish(Wish::Remember);
}

/// The edit that gives a note another text; without words the note goes, and only the highlight of its passage stays.
/// `None` if nothing changes.
pub fn rewritten(id: i64, note: &Note, words: &str) -> Option<Edit> {
    let text = words.trim().to_owned();
    if text == note.text {
        return None;
    }
    Some(Edit::Note(if text.is_empty() && note.passage.is_none() {
        RecordEdit::Remove(id)
    } else {
        RecordEdit::Put(id, Note { text, ..note.clone() })
    }))
}
