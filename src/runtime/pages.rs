//! The threads that fetch single pages for the user. They do not use the library, so neither keys nor
//! the single writer wait for a slow server.

use super::Event;
use super::full_text::Wanted;
use crate::library::{FetchedPage, Task};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;

/// Pages fetched at the same time; no host gets more requests than this at once.
const AT_ONCE: usize = 2;

/// The queue of requested pages.
pub(super) struct Pages {
    wanted: Sender<(Wanted, Task)>,
    task: SharedTask,
}

/// The task of requested pages, until it is stopped and replaced by another.
#[derive(Clone, Default)]
pub(super) struct SharedTask(Arc<Mutex<Task>>);

impl SharedTask {
    /// Stops everything requested so far.
    pub(super) fn stop(&self) {
        let task = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        task.cancel();
    }

    fn current(&self) -> Task {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Pages {
    /// Starts the threads; pages arrive as [`Event::Page`]. The threads end with this value.
    pub(super) fn start(events: &Sender<Event>, task: SharedTask) -> std::io::Result<Self> {
        let (wanted, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..AT_ONCE {
            let (waiting, events) = (Arc::clone(&waiting), events.clone());
            Builder::new().name("page".into()).spawn(move || fetch(&waiting, &events))?;
        }
        Ok(Self { wanted, task })
    }

    /// Requests a page.
    pub(super) fn ask(&self, wanted: Wanted) {
        // The threads live as long as this value.
        let _ = self.wanted.send((wanted, self.task.current()));
    }
}

fn fetch(waiting: &Mutex<Receiver<(Wanted, Task)>>, events: &Sender<Event>) {
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((wanted, task)) = next else { return };
        let page = FetchedPage::fetch(&wanted.address, &task);
        if events.send(Event::Page(wanted, Box::new(page))).is_err() {
            return;
        }
    }
}
