//! Marks on articles, and undoing them.

use crate::app::effect::{Deed, Effect, Undoing};
use crate::app::layout::Focus;
use crate::app::panes::prompt::{Prompt, Purpose};
use crate::app::state::{Page, State, Step};
use crate::model::{Change, Mark, Row};

type Effects = Vec<Effect>;

pub(super) fn read(state: &mut State) -> Effects {
    mark(state, Mark::Read, |row| row.unread)
}

pub(super) fn bookmark(state: &mut State) -> Effects {
    mark(state, Mark::Bookmark, |row| !row.bookmarked)
}

/// Deletes the article at hand, and shows the next one.
pub(super) fn delete(state: &mut State) -> Effects {
    let Some(article) = state.article_at_hand().map(Row::id) else {
        state.say("no article is selected here");
        return Vec::new();
    };
    let mut effects = state.change(Change::one(Mark::Deleted, true, article), Undoing::New);
    if !effects.is_empty() {
        state.focus(Focus::List);
        effects.extend(state.preview());
        effects.extend(state.ask_more());
    }
    effects
}

fn mark(state: &mut State, mark: Mark, on: impl Fn(&Row) -> bool) -> Effects {
    let Some(row) = state.article_at_hand() else {
        state.say("no article is selected here");
        return Vec::new();
    };
    let change = Change::one(mark, on(row), row.id());
    state.change(change, Undoing::New)
}

pub(super) fn all_read(state: &mut State) -> Effects {
    if state.read_only {
        state.say("another Dateline has this library open: this one only reads");
        return Vec::new();
    }
    vec![Effect::Do(Deed::ReadAll(state.list.view.list_query()))]
}

pub(super) fn tag(state: &mut State) -> Effects {
    if state.article_at_hand().is_some() {
        state.prompt = Some(Prompt::new(Purpose::Tag));
    }
    Vec::new()
}

/// Puts a tag on the article at hand, or takes it off.
pub(in crate::app) fn tag_with(state: &mut State, words: &str) -> Effects {
    let tag = crate::text::clean::line(words).to_lowercase();
    let Some(row) = state.article_at_hand().filter(|_| !tag.is_empty()) else { return Vec::new() };
    let on = !row.tags.contains(&tag);
    let change = Change::one(Mark::Tag(tag), on, row.id());
    state.change(change, Undoing::New)
}

pub(super) fn undo(state: &mut State) -> Effects {
    if let Some(step) = state.undo.back.pop() {
        take(state, step, Undoing::Undo)
    } else {
        state.say("nothing to undo");
        Vec::new()
    }
}

pub(super) fn redo(state: &mut State) -> Effects {
    if let Some(step) = state.undo.forward.pop() {
        take(state, step, Undoing::Redo)
    } else {
        state.say("nothing to redo");
        Vec::new()
    }
}

fn take(state: &mut State, step: Step, undoing: Undoing) -> Effects {
    match step {
        Step::Marks(change) => state.change(change, undoing),
        Step::Feed(change, title) => vec![Effect::Do(Deed::Feed { change, title, undoing })],
    }
}

/// The library has changed marks; `back` undoes just that.
pub(in crate::app) fn changed(state: &mut State, back: Change, undoing: Undoing) {
    if matches!(state.page, Page::Articles) || !back.articles.is_empty() {
        state.show_change(&back.inverse());
    }
    if back.articles.is_empty() || undoing == Undoing::InPassing {
        return;
    }
    let told = told(&back.inverse());
    match undoing {
        Undoing::New => {
            state.undo.forward.clear();
            state.undo.back.push(Step::Marks(back));
            state.say(format!("{told} · u undoes"));
        }
        Undoing::Redo => {
            state.undo.back.push(Step::Marks(back));
            state.say(format!("{told} · u undoes"));
        }
        Undoing::Undo => {
            state.undo.forward.push(Step::Marks(back));
            state.say(format!("undone: {told} · C-r does it again"));
        }
        Undoing::InPassing => {}
    }
}

/// The library could not change marks: they are shown as they were, and what was to be undone still can be.
pub(in crate::app) fn not_changed(state: &mut State, change: Change, undoing: Undoing, why: String) {
    state.show_change(&change.inverse());
    state.say(why);
    match undoing {
        Undoing::Undo => state.undo.back.push(Step::Marks(change)),
        Undoing::Redo => state.undo.forward.push(Step::Marks(change)),
        Undoing::New | Undoing::InPassing => {}
    }
}

/// A change in words.
fn told(change: &Change) -> String {
    let what = match (&change.mark, change.on) {
        (Mark::Read, true) => "marked read".to_owned(),
        (Mark::Read, false) => "marked unread".to_owned(),
        (Mark::Bookmark, true) => "bookmarked".to_owned(),
        (Mark::Bookmark, false) => "bookmark taken off".to_owned(),
        (Mark::Deleted, true) => "deleted".to_owned(),
        (Mark::Deleted, false) => "brought back".to_owned(),
        (Mark::FullText, true) => "full text shown".to_owned(),
        (Mark::FullText, false) => "full text put away".to_owned(),
        (Mark::Tag(tag), true) => format!("tagged {tag}"),
        (Mark::Tag(tag), false) => format!("tag {tag} taken off"),
    };
    match change.articles.len() {
        1 => what,
        count => format!("{what}: {}", crate::text::width::counted(count as u64, "article", "articles")),
    }
}
