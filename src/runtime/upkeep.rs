//! What keeps a library in order beside everything else, as long as the screen is open: the weekly backup, the checksums
//! of the index once a day, and a word about a folder that other computers reach.

use super::Event;
use super::telling::tell;
use super::workers::Work;
use crate::app::{Message, WriteRequest};
use crate::library::Library;
use std::sync::mpsc::Sender;
use std::thread::Builder;
use std::time::Duration;

/// How often it is looked whether something is due.
const ROUND: Duration = Duration::from_hours(6);

/// Starts the thread.
pub(super) fn start(library: &Library, events: &Sender<Event>) -> std::io::Result<()> {
    let (reader, events) = (library.reader(), events.clone());
    let body = move || {
        let Ok(library) = reader else { return };
        if let Ok(Some(sentence)) = library.untold_of_folder() {
            tell(&events, Message::Notice(sentence.clone()));
            remember(&events, Library::TOLD_OF_FOLDER, sentence);
        }
        loop {
            keep_in_order(&library, super::clock().seconds, &events);
            std::thread::sleep(ROUND);
        }
    };
    Builder::new().name("order".into()).spawn(body).map(|_| ())
}

/// Makes the backup and reads every byte of the index where that is due. An index that turns out to be damaged is made
/// anew.
fn keep_in_order(library: &Library, now: i64, events: &Sender<Event>) {
    if let Err(error) = library.backup_when_due(now) {
        tell(events, Message::Notice(format!("no backup was made: {error}")));
    }
    let Ok(Some(is_good)) = library.verify_index_when_due(now) else { return };
    if !is_good {
        tell(events, Message::Notice("the search index is damaged, and is made anew".to_owned()));
    }
    remember(events, Library::VERIFIED, now.to_string());
    let _ = events.send(Event::Write(Work::CatchUp));
}

fn remember(events: &Sender<Event>, key: &'static str, value: String) {
    // The screen may be gone already.
    let _ = events.send(Event::Write(Work::Request(WriteRequest::Remember { key, value })));
}
