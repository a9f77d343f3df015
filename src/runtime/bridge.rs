//! The screen's changes as edits of the library, and back.

use crate::app::Undoing;
use crate::library::{Library, Result, Task};
use crate::model::{Applied, Change, Edit, FeedAct, FeedChange, FeedEdit, Flag, Mark, ShownText};

/// Applies a change of marks; returns the change that undoes what it really changed.
pub(super) fn change(library: &mut Library, change: &Change, undoing: Undoing, now: i64) -> Result<Change> {
    let applied = apply(library, &edit_of(change), undoing, now)?;
    Ok(back_of(&applied).unwrap_or_else(|| Change { articles: Vec::new(), ..change.inverse() }))
}

/// Applies a change of a feed; returns its inverse, or `None` if nothing changed.
pub(super) fn change_feed(
    library: &mut Library,
    change: &FeedChange,
    undoing: Undoing,
    now: i64,
) -> Result<Option<FeedChange>> {
    let (edit, back) = edits_of_feed(change);
    let applied = apply(library, &edit, undoing, now)?;
    Ok(applied.edit.map(|_| FeedChange { feed: change.feed, act: back }))
}

fn apply(library: &mut Library, edit: &Edit, undoing: Undoing, now: i64) -> Result<Applied> {
    let task = Task::new();
    let retraced = match undoing {
        Undoing::New => None,
        Undoing::Implicit => Some(library.apply_implicitly(edit, now)?),
        Undoing::Undo => library.undo(None, &task, now)?,
        Undoing::Redo => library.redo(None, &task, now)?,
    };
    retraced.map_or_else(|| library.apply(edit, &task, now), Ok)
}

fn edit_of(change: &Change) -> Edit {
    let (to, articles) = (change.on.into(), change.articles.clone());
    let marks = |flag| Edit::Marks { flag, to, articles: articles.clone(), since: Vec::new() };
    match &change.mark {
        Mark::Read => marks(Flag::Read),
        Mark::Bookmark => marks(Flag::Bookmark),
        Mark::Tag(tag) => marks(Flag::Tag(tag.clone())),
        Mark::Deleted => Edit::Deletion { to, articles },
        Mark::FullText => {
            let shown = if change.on { ShownText::Full } else { ShownText::Feed };
            Edit::Text { shown, articles }
        }
    }
}

/// The change that undoes what was applied to articles.
pub(super) fn back_of(applied: &Applied) -> Option<Change> {
    let (mark, on) = match applied.edit.as_ref()? {
        Edit::Marks { flag: Flag::Read, to, .. } => (Mark::Read, to.is_on()),
        Edit::Marks { flag: Flag::Bookmark, to, .. } => (Mark::Bookmark, to.is_on()),
        Edit::Marks { flag: Flag::Tag(tag), to, .. } => (Mark::Tag(tag.clone()), to.is_on()),
        Edit::Deletion { to, .. } => (Mark::Deleted, to.is_on()),
        Edit::Text { shown, .. } => (Mark::FullText, *shown == ShownText::Full),
        _ => return None,
    };
    let articles = applied.edit.as_ref()?.articles().to_vec();
    Some(Change { mark, on: !on, articles })
}

fn edits_of_feed(change: &FeedChange) -> (Edit, FeedAct) {
    let feed = change.feed;
    let of_feed = |edit| Edit::Feed { feed, edit };
    match change.act.clone() {
        FeedAct::Remove(on) => (Edit::Follow { to: (!on).into(), feeds: vec![feed] }, FeedAct::Remove(!on)),
        FeedAct::Pause(on) => (of_feed(FeedEdit::Pause(on.into())), FeedAct::Pause(!on)),
        FeedAct::Rename(name) => (of_feed(FeedEdit::Rename(name.clone())), FeedAct::Rename(name)),
        FeedAct::Tag(tag, on) => (of_feed(FeedEdit::Tag(tag.clone(), on.into())), FeedAct::Tag(tag, !on)),
        FeedAct::FullText(on) => (of_feed(FeedEdit::FullText(on.into())), FeedAct::FullText(!on)),
    }
}
