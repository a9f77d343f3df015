//! Handles messages from the library.

use super::cx::Outbox;
use super::effect::{Effect, Request, Slot};
use super::global;
use super::layers::Layer;
use super::message::Message;
use super::model::App;
use super::screens::Screen;
use crate::model::{Applied, Edit, Note, Origin, Switch};

/// What is said of changes that wait.
const NO_ROOM: &str =
    "the disk is full: your changes are kept in memory and written as soon as there is room";

/// Handles a message from the library.
pub(super) fn on_message(app: &mut App, message: Message, out: &mut Outbox) {
    match message {
        Message::Edited(applied, origin) => on_edited(app, *applied, origin, out),
        Message::Written(edit) => app.session.settle(&edit),
        Message::Waiting(changes) => {
            app.session.waiting = changes;
            if changes > 0 {
                app.status.say(NO_ROOM);
            }
        }
        Message::NotEdited(edit, why) => {
            app.session.settle(&edit);
            if let Some(before) = edit.unshown() {
                app.show(&before);
            }
            app.status.say(why);
            on_library_changed(app, out);
        }
        Message::Added(place) => global::added(app, *place, out),
        Message::Asked(what, question) => {
            app.status.notice = None;
            app.layers.push(Layer::question(what, question));
        }
        Message::UndoAsked(edit) => {
            app.status.notice = None;
            app.layers.push(Layer::question_of_undo(&edit, &app.session));
        }
        Message::LibraryChanged => on_library_changed(app, out),
        Message::FullTextEnded => app.status.full_texts = app.status.full_texts.saturating_sub(1),
        Message::RefreshEnded => app.status.refreshing = false,
        Message::Progress(progress) => app.status.progress = progress,
        Message::Notice(sentence) => app.status.say(sentence),
        Message::Arriving(articles) => app.session.arriving = articles,
        Message::Output(sentence, lines) => {
            app.status.say(sentence);
            if app.layers.is_empty() {
                app.status.output = lines;
                app.layers.push(Layer::output());
            }
        }
        Message::Arrived(sentence) => {
            app.status.say(sentence.clone());
            out.effects.push(Effect::Notify(sentence));
        }
        _ => {}
    }
}

/// The library has applied, undone or redone an edit.
fn on_edited(app: &mut App, applied: Applied, origin: Origin, out: &mut Outbox) {
    if let (Origin::User | Origin::Redo, Some(id)) = (origin, applied.id) {
        app.session.own(id);
    }
    let hint = match origin {
        Origin::Implicit => None,
        Origin::User if adds_highlight(&applied) => Some("u undoes · a writes a note on it"),
        Origin::User | Origin::Redo => Some("u undoes"),
        Origin::Undo => Some("C-r redoes"),
    };
    let Some(edit) = applied.edit else {
        if hint.is_some() {
            app.status.say(applied.sentence);
        }
        return ask_counts(app, out);
    };
    app.show(&edit);
    if let Some(hint) = hint {
        app.status.say(format!("{} · {hint}", applied.sentence));
    }
    // What the screen cannot update by itself is requested again.
    match edit {
        // What was taken out of a list by its marks comes back into it.
        Edit::Marks { .. }
            if !app.screen().lists_edits() && !matches!(origin, Origin::Undo | Origin::Redo) =>
        {
            app.outdate_counts();
            app.with_screen(out, Screen::recount);
            ask_counts(app, out);
        }
        Edit::Deletion { to: Switch::On, .. } | Edit::Addition { to: Switch::Off, .. }
            if takes_only_articles(&edit) && !app.screen().lists_edits() =>
        {
            app.with_screen(out, |screen, cx| {
                screen.settle(cx);
                screen.recount(cx);
            });
            ask_counts(app, out);
        }
        _ => on_library_changed(app, out),
    }
}

/// Whether a passage was highlighted, and nothing written on it.
fn adds_highlight(applied: &Applied) -> bool {
    matches!(&applied.edit, Some(Edit::Note(edit)) if edit.record().is_some_and(Note::is_highlight))
}

/// Whether nothing but articles is gone after an edit: a feed shows in more than a list of articles.
fn takes_only_articles(edit: &Edit) -> bool {
    !matches!(edit, Edit::Addition { feeds, .. } if !feeds.is_empty())
}

/// Reloads what is shown, keeping the cursors.
fn on_library_changed(app: &mut App, out: &mut Outbox) {
    app.outdate();
    app.cx(out).ask(Slot::Attended, Request::Attended);
    app.with_screen(out, Screen::refresh);
    ask_counts(app, out);
}

fn ask_counts(app: &mut App, out: &mut Outbox) {
    app.cx(out).ask(Slot::Counts, Request::Counts);
}
