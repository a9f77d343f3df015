//! The threads that fetch single pages for the reader. They do not know the library, so that neither keys nor
//! the one writer wait for a slow server.

use super::Event;
use super::full_text::Wanted;
use crate::library::{Page, Task};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;

/// Pages fetched at the same time; no host is asked more than this at once.
const AT_ONCE: usize = 2;

/// Where pages are asked for.
pub(super) struct Pages {
    wanted: Sender<Wanted>,
}

impl Pages {
    /// Starts the threads; what they fetch comes as [`Event::Page`]. They end with this.
    pub(super) fn start(events: &Sender<Event>) -> std::io::Result<Self> {
        let (wanted, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..AT_ONCE {
            let (waiting, events) = (Arc::clone(&waiting), events.clone());
            Builder::new().name("page".into()).spawn(move || fetch(&waiting, &events))?;
        }
        Ok(Self { wanted })
    }

    /// Asks for a page.
    pub(super) fn ask(&self, wanted: Wanted) {
        // The threads last as long as this does.
        let _ = self.wanted.send(wanted);
    }
}

fn fetch(waiting: &Mutex<Receiver<Wanted>>, events: &Sender<Event>) {
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(wanted) = next else { return };
        let page = Page::fetch(&wanted.address, &Task::new());
        if events.send(Event::Page(wanted, Box::new(page))).is_err() {
            return;
        }
    }
}
