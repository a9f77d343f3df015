//! What threads tell the event loop.

use super::Event;
use crate::app::Message;
use crate::logging;
use std::sync::mpsc::Sender;

/// Sends a message. The screen may be gone already; the remaining work is done anyway.
pub(super) fn tell(events: &Sender<Event>, message: Message) {
    let _ = events.send(Event::Message(message));
}

/// What is said of a panic while doing something to the library.
pub(super) fn broken(what: &str) -> String {
    let report = logging::please_report();
    format!("{what} the library failed because of a bug · {report}")
}
