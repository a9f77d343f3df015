//! The thread that writes what the user changes, and nothing else: it waits neither for intake nor for the index.
//!
//! On a full disk changes wait here, in their order, and are tried again until there is room.

use super::telling::{broken, tell};
use super::{Event, perform};
use crate::app::{Message, WriteRequest};
use crate::library::{Error, Library};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// How long it is before changes that found no room are tried again.
const TRY_AGAIN: Duration = Duration::from_secs(3);

/// Told that index and names have to follow.
type Behind = Box<dyn Fn() + Send>;

/// The thread and what leads to it.
pub(super) struct Editor {
    requests: Option<Sender<WriteRequest>>,
    thread: JoinHandle<usize>,
}

impl Editor {
    /// Starts it on a library of its own; `behind` is called when index and names have to follow.
    pub fn start(library: Library, events: Sender<Event>, behind: Behind) -> std::io::Result<Self> {
        let (requests, waiting) = channel();
        let body =
            move || Writing { library, events, behind, queue: VecDeque::new(), told: 0 }.go_on(&waiting);
        let thread = Builder::new().name("editor".into()).spawn(body)?;
        Ok(Self { requests: Some(requests), thread })
    }

    /// Queues a change.
    pub fn give(&self, request: WriteRequest) {
        if let Some(requests) = &self.requests {
            // A thread that has ended has reported it.
            let _ = requests.send(request);
        }
    }

    /// Waits until everything is written, and gives back how many changes found no room.
    pub fn finish(mut self) -> usize {
        self.requests = None;
        self.thread.join().unwrap_or(0)
    }
}

struct Writing {
    library: Library,
    events: Sender<Event>,
    behind: Behind,
    /// What is to be written, the oldest first.
    queue: VecDeque<WriteRequest>,
    /// How many changes the user was told to be waiting.
    told: usize,
}

impl Writing {
    fn go_on(mut self, waiting: &Receiver<WriteRequest>) -> usize {
        loop {
            let next = match waiting.recv_timeout(TRY_AGAIN) {
                Err(RecvTimeoutError::Timeout) if self.queue.is_empty() => {
                    waiting.recv().map_err(|_| RecvTimeoutError::Disconnected)
                }
                next => next,
            };
            let is_last = next == Err(RecvTimeoutError::Disconnected);
            if let Ok(request) = next {
                put(&mut self.queue, request);
            }
            self.write_all();
            if is_last {
                return count(&self.queue);
            }
        }
    }

    /// Writes what is queued, as far as there is room.
    fn write_all(&mut self) {
        let (library, events, behind) = (&mut self.library, &self.events, &self.behind);
        let messages = write_in_order(&mut self.queue, |request| {
            let now = super::clock().seconds;
            let done = catch_unwind(AssertUnwindSafe(|| perform::attempt(library, request, now)));
            let messages = done.unwrap_or_else(|_| Ok(vec![Message::Notice(broken("writing"))]));
            if messages.is_ok() && (request.changes_texts() || library.has_long_log()) {
                behind();
            }
            messages
        });
        for message in messages {
            tell(events, message);
        }
        let left = count(&self.queue);
        if left != self.told {
            self.told = left;
            tell(&self.events, Message::Waiting(left));
        }
    }
}

/// Queues a request; a place or setting that is still waiting there is not worth keeping beside a newer one.
fn put(queue: &mut VecDeque<WriteRequest>, request: WriteRequest) {
    queue.retain(|older| match (older, &request) {
        (WriteRequest::Position { article: older, .. }, WriteRequest::Position { article, .. }) => {
            older != article
        }
        (WriteRequest::Remember { key: older, .. }, WriteRequest::Remember { key, .. }) => older != key,
        _ => true,
    });
    queue.push_back(request);
}

/// Attempts one request after another until one finds no room. Gives back what came of those that are done.
fn write_in_order(
    queue: &mut VecDeque<WriteRequest>,
    mut attempt: impl FnMut(&WriteRequest) -> Result<Vec<Message>, Error>,
) -> Vec<Message> {
    let mut messages = Vec::new();
    while let Some(request) = queue.pop_front() {
        match attempt(&request) {
            Ok(done) => messages.extend(done),
            Err(Error::NoSpace { .. }) => {
                queue.push_front(request);
                break;
            }
            Err(error) => messages.push(perform::refused(request, &error)),
        }
    }
    messages
}

/// How many changes by the user are queued; where reading stopped and how the screen looks are none.
fn count(queue: &VecDeque<WriteRequest>) -> usize {
    let is_change = |request: &&WriteRequest| {
        !matches!(request, WriteRequest::Position { .. } | WriteRequest::Remember { .. })
    };
    queue.iter().filter(is_change).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, Edit, Flag, Origin, Position, Switch};

    fn star(article: i64) -> WriteRequest {
        let edit = Edit::mark(Flag::Bookmark, Switch::On, ArticleId(article));
        WriteRequest::Edit { edit, origin: Origin::User }
    }

    fn full() -> Error {
        Error::NoSpace { path: "library.db".into() }
    }

    #[test]
    fn what_finds_no_room_waits_in_its_order() {
        let mut queue: VecDeque<_> = [star(1), star(2), star(3)].into();
        let mut room = 1;
        let mut written = Vec::new();
        let mut attempt = |request: &WriteRequest, room: &mut i32| {
            *room -= 1;
            if *room < 0 {
                return Err(full());
            }
            written.push(request.clone());
            Ok(vec![Message::LibraryChanged])
        };
        assert_eq!(write_in_order(&mut queue, |request| attempt(request, &mut room)).len(), 1);
        assert_eq!((queue.len(), count(&queue)), (2, 2));
        room = 9;
        assert_eq!(write_in_order(&mut queue, |request| attempt(request, &mut room)).len(), 2);
        assert!(queue.is_empty());
        assert_eq!(written, [star(1), star(2), star(3)]);
    }

    #[test]
    fn what_fails_otherwise_is_told_and_does_not_hold_up_the_rest() {
        let mut queue: VecDeque<_> = [star(1), star(2)].into();
        let messages = write_in_order(&mut queue, |request| match request {
            request if *request == star(1) => Err(Error::Correction { reason: "no".into() }),
            _ => Ok(Vec::new()),
        });
        assert!(matches!(messages.as_slice(), [Message::NotEdited(..)]), "{messages:?}");
        assert!(queue.is_empty());
    }

    #[test]
    fn of_places_in_an_article_only_the_last_waits() {
        let mut queue = VecDeque::new();
        let place = |article, offset| WriteRequest::Position {
            article: ArticleId(article),
            position: Position { offset },
        };
        for request in [place(1, 5), star(1), place(2, 5), place(1, 9)] {
            put(&mut queue, request);
        }
        assert_eq!(queue, [star(1), place(2, 5), place(1, 9)]);
        assert_eq!(count(&queue), 1);
    }
}
