//! The thread that reads the library for the screen.
//!
//! A request replaced by a newer one of its slot is cancelled or never started. A panic becomes a notice, and the
//! thread continues.

use super::telling::broken;
use super::{Event, perform};
use crate::app::{Message, Request, Ticket};
use crate::library::{Library, Task};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;

/// The worker that reads the library.
pub(super) struct QueryWorker {
    questions: Sender<(Ticket, Request)>,
    running: Arc<Mutex<Option<(Ticket, Task)>>>,
}

impl QueryWorker {
    /// Starts the worker with a connection of its own.
    pub(super) fn start(library: Library, events: Sender<Event>) -> std::io::Result<Self> {
        let (questions, waiting) = channel();
        let running: Arc<Mutex<Option<(Ticket, Task)>>> = Arc::default();
        let shared = Arc::clone(&running);
        Builder::new().name("reader".into()).spawn(move || read(&library, &waiting, &shared, &events))?;
        Ok(Self { questions, running })
    }

    /// Queues a request; an older one of its slot is cancelled.
    pub(super) fn ask(&self, ticket: Ticket, request: Request) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let is_stale = |older: &Ticket| older.slot == ticket.slot && older.slot.supersedes();
        if let Some((_, task)) = running.as_ref().filter(|(older, _)| is_stale(older)) {
            task.cancel();
        }
        // A worker that has ended has reported it with an event.
        let _ = self.questions.send((ticket, request));
    }
}

fn read(
    library: &Library,
    waiting: &Receiver<(Ticket, Request)>,
    running: &Mutex<Option<(Ticket, Task)>>,
    events: &Sender<Event>,
) {
    while let Ok(first) = waiting.recv() {
        let mut questions = vec![first];
        questions.extend(waiting.try_iter());
        for (at, (ticket, request)) in questions.iter().enumerate() {
            let stale = questions[at + 1..].iter().any(|(newer, _)| newer.slot == ticket.slot);
            if stale && ticket.slot.supersedes() {
                continue;
            }
            let task = Task::new();
            let set = |value| *running.lock().unwrap_or_else(PoisonError::into_inner) = value;
            set(Some((*ticket, task.clone())));
            let output = catch_unwind(AssertUnwindSafe(|| perform::ask(library, *ticket, request, &task)));
            set(None);
            let message = output.unwrap_or_else(|_| Some(Message::Failed(*ticket, broken("reading"))));
            if message.is_some_and(|message| events.send(Event::Message(message)).is_err()) {
                return;
            }
        }
    }
}
