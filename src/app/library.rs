//! What the library did, and what follows from it for the screens.

use super::cx::Outbox;
use super::edits::{Edit, Undoing};
use super::effect::{Request, Slot};
use super::message::Message;
use super::model::App;
use super::screens::Screen;
use crate::model::Mark;

/// Takes a message of the library's.
pub(super) fn on_message(app: &mut App, message: Message, out: &mut Outbox) {
    match message {
        Message::Changed(inverse, undoing) => on_changed(app, inverse, undoing, out),
        Message::NotChanged(edit, undoing, why) => {
            app.show(&edit.inverse());
            app.status.say(why);
            app.edits.failed(edit, undoing);
            on_library_changed(app, out);
        }
        Message::LibraryChanged => on_library_changed(app, out),
        Message::FullTextEnded => app.status.full_texts = app.status.full_texts.saturating_sub(1),
        Message::RefreshEnded => app.status.refreshing = false,
        Message::Progress(progress) => app.status.progress = progress,
        Message::Notice(sentence) => app.status.say(sentence),
        _ => {}
    }
}

/// The library has made a change; `inverse` undoes just that.
fn on_changed(app: &mut App, inverse: Edit, undoing: Undoing, out: &mut Outbox) {
    app.show(&inverse.inverse());
    // What the screen cannot show of itself is asked for again.
    let asks_again = match &inverse {
        Edit::Feed(..) => true,
        Edit::Marks(back) if back.articles.is_empty() => return ask_counts(app, out),
        Edit::Marks(back) => back.mark == Mark::FullText || (back.mark == Mark::Deleted && back.on),
    };
    if let Some(told) = app.edits.made(inverse, undoing) {
        app.status.say(told);
    }
    if asks_again {
        on_library_changed(app, out);
    } else {
        ask_counts(app, out);
    }
}

/// Shows what the library holds now, with the cursors where they were.
fn on_library_changed(app: &mut App, out: &mut Outbox) {
    app.outdate();
    app.with_screen(out, Screen::refresh);
    ask_counts(app, out);
}

fn ask_counts(app: &mut App, out: &mut Outbox) {
    app.cx(out).ask(Slot::Counts, Request::Counts);
}
