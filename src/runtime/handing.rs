//! The user's changes on a screen while another Dateline holds the library: that one carries them out.
//!
//! A thread hands them over in their order. As long as nobody accepts them they wait; when this Dateline may write,
//! it carries out itself what is left.

use super::Event;
use super::perform;
use super::telling::tell;
use crate::app::{Message, WriteRequest};
use crate::handoff::{self, Answer, Ended, Guest, Request};
use crate::library::Library;
use crate::model::{
    Applied, ArticleId, Attention, Edit, EditId, EntityId, ListQuery, Origin, PastEdit, Position,
};
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

/// How often a change that nobody accepts is offered again.
const TRY_AGAIN: Duration = Duration::from_millis(200);
/// How long leaving waits for changes that nobody has accepted yet.
const FAREWELL: Duration = Duration::from_secs(5);

/// How long the holder may be silent before it is looked whether it is suspended.
const SILENCE: Duration = Duration::from_secs(5);

/// What the user sees of a change that may be lost: its holder ended in the middle.
const BROKEN: &str =
    "the other Dateline ended while it wrote this; see whether it is there, and do it again if not";

/// A change by the user, as it is handed over.
#[derive(Debug, Serialize, Deserialize)]
enum Change {
    Edit(Edit, Origin),
    Undo(EditId),
    UndoLast(Vec<EditId>),
    Redo(Option<EditId>),
    Attend(EntityId, Option<Attention>),
    LookAt(EntityId),
    ReadAll(ListQuery),
    Position(i64, u32),
}

/// What the holder says of it.
#[derive(Debug, Serialize, Deserialize)]
enum Said {
    Edited(Box<Applied>, Origin),
    UndoAsked(Box<PastEdit>),
    Refused(String),
    Notice(String),
}

impl Change {
    /// The change that a request asks for. What is remembered of the screen is none of the holder's business.
    fn of(request: WriteRequest) -> Option<Self> {
        Some(match request {
            WriteRequest::Edit { edit, origin } => Self::Edit(edit, origin),
            WriteRequest::Undo(which) => Self::Undo(which),
            WriteRequest::UndoLast { own } => Self::UndoLast(own),
            WriteRequest::Redo(which) => Self::Redo(which),
            WriteRequest::Attend { entity, to } => Self::Attend(entity, to),
            WriteRequest::LookAt(entity) => Self::LookAt(entity),
            WriteRequest::ReadAll(list_query) => Self::ReadAll(list_query),
            WriteRequest::Position { article, position } => Self::Position(article.0, position.offset),
            WriteRequest::Add { .. }
            | WriteRequest::AddAccount(_)
            | WriteRequest::Refresh(_)
            | WriteRequest::FullText { .. }
            | WriteRequest::Remember { .. } => return None,
        })
    }

    fn request(self) -> WriteRequest {
        match self {
            Self::Edit(edit, origin) => WriteRequest::Edit { edit, origin },
            Self::Undo(which) => WriteRequest::Undo(which),
            Self::UndoLast(own) => WriteRequest::UndoLast { own },
            Self::Redo(which) => WriteRequest::Redo(which),
            Self::Attend(entity, to) => WriteRequest::Attend { entity, to },
            Self::LookAt(entity) => WriteRequest::LookAt(entity),
            Self::ReadAll(list_query) => WriteRequest::ReadAll(list_query),
            Self::Position(article, offset) => {
                WriteRequest::Position { article: ArticleId(article), position: Position { offset } }
            }
        }
    }
}

/// Carries out a change that another screen has handed over. Gives back what to tell that one.
pub fn carry_out_change(library: &mut Library, change: &str, now: i64) -> String {
    let messages = match serde_json::from_str::<Change>(change) {
        Ok(change) => perform::carry_out(library, change.request(), now),
        Err(error) => vec![Message::Notice(format!("a change was not understood: {error}"))],
    };
    let said = messages.into_iter().filter_map(|message| match message {
        Message::Edited(applied, origin) => Some(Said::Edited(applied, origin)),
        Message::UndoAsked(edit) => Some(Said::UndoAsked(edit)),
        Message::NotEdited(_, why) => Some(Said::Refused(why)),
        Message::Notice(sentence) => Some(Said::Notice(sentence)),
        _ => None,
    });
    serde_json::to_string(&said.collect::<Vec<_>>()).unwrap_or_default()
}

/// The thread that hands changes over.
pub(super) struct Handing {
    requests: Sender<WriteRequest>,
    /// When it gives up; not yet set, never.
    end: Arc<OnceLock<Instant>>,
    thread: JoinHandle<VecDeque<WriteRequest>>,
}

impl Handing {
    /// Starts it for a library that another Dateline holds.
    pub fn start(library: &Path, events: Sender<Event>) -> std::io::Result<Self> {
        let (requests, waiting) = channel();
        let end = Arc::new(OnceLock::new());
        let (library, told) = (library.to_owned(), Cell::default());
        let thread = HandingThread { library, events, end: Arc::clone(&end), told };
        let thread = Builder::new().name("handing".into()).spawn(move || thread.go_on(&waiting))?;
        Ok(Self { requests, end, thread })
    }

    /// Queues a change.
    pub fn give(&self, request: WriteRequest) {
        let _ = self.requests.send(request);
    }

    /// Ends it at once; gives back what nobody has accepted.
    pub fn end(self) -> VecDeque<WriteRequest> {
        self.finish_by(Instant::now())
    }

    /// Waits until everything is accepted, or for a while; gives back what nobody has accepted.
    pub fn finish(self) -> VecDeque<WriteRequest> {
        self.finish_by(Instant::now() + FAREWELL)
    }

    fn finish_by(self, end: Instant) -> VecDeque<WriteRequest> {
        let _ = self.end.set(end);
        drop(self.requests);
        self.thread.join().unwrap_or_default()
    }
}

struct HandingThread {
    library: PathBuf,
    events: Sender<Event>,
    end: Arc<OnceLock<Instant>>,
    /// The suspended holder that the user was told of.
    told: Cell<Option<u32>>,
}

impl HandingThread {
    fn go_on(self, waiting: &Receiver<WriteRequest>) -> VecDeque<WriteRequest> {
        let (mut queue, mut is_closed) = (VecDeque::new(), false);
        loop {
            let next = match (is_closed, queue.is_empty()) {
                (false, true) => waiting.recv().map_err(|_| RecvTimeoutError::Disconnected),
                (false, false) => waiting.recv_timeout(TRY_AGAIN),
                (true, _) => Err(RecvTimeoutError::Disconnected),
            };
            is_closed |= next == Err(RecvTimeoutError::Disconnected);
            queue.extend(next.into_iter().chain(waiting.try_iter()));
            while let Some(request) = queue.pop_front() {
                if self.is_over() || !self.hand(&request) {
                    queue.push_front(request);
                    break;
                }
            }
            if is_closed && (queue.is_empty() || self.is_over()) {
                return queue;
            }
            if is_closed {
                std::thread::sleep(TRY_AGAIN);
            }
        }
    }

    /// Whether it has to give up what nobody has accepted.
    fn is_over(&self) -> bool {
        self.end.get().is_some_and(|&end| Instant::now() >= end)
    }

    /// Says, once, that the holder is suspended, so that changes wait.
    fn tell_of_suspended(&self, holder: u32) {
        if self.told.get() != Some(holder) && handoff::is_suspended(holder) {
            self.told.set(Some(holder));
            let sentence = format!(
                "the Dateline that has this library open (process {holder}) is suspended: what you change waits for it · \
                 `kill -CONT {holder}` resumes it"
            );
            tell(&self.events, Message::Notice(sentence));
        }
    }

    /// Hands a change over, and tells what came of it; false if nobody accepts it now.
    fn hand(&self, request: &WriteRequest) -> bool {
        let Some(change) = Change::of(request.clone()) else { return true };
        let change = match serde_json::to_string(&change) {
            Ok(change) => Request::of_change(change),
            Err(error) => {
                tracing::error!("a change cannot be handed over: {error}");
                return true;
            }
        };
        let Some(guest) = Guest::reach(&self.library) else { return false };
        let mut said = String::new();
        let (holder, asked) = (guest.holder(), Instant::now());
        let is_over = || {
            if let Some(holder) = holder.filter(|_| asked.elapsed() > SILENCE) {
                self.tell_of_suspended(holder);
            }
            self.is_over()
        };
        let ended = guest.hand(&change, &is_over, &mut |answer| {
            if let Answer::Result(text) = answer {
                said.push_str(&text);
            }
        });
        match ended {
            Ok(Ended::Status(_)) => self.tell(request, serde_json::from_str(&said).unwrap_or_default()),
            Ok(Ended::NotBegun) => return false,
            Ok(Ended::Refused(why)) => self.tell(request, vec![Said::Refused(why)]),
            Ok(Ended::Broken) | Err(_) => self.tell(request, vec![Said::Refused(BROKEN.to_owned())]),
        }
        true
    }

    fn tell(&self, request: &WriteRequest, said: Vec<Said>) {
        let edit = match request {
            WriteRequest::Edit { edit, .. } => Some(edit),
            _ => None,
        };
        let is_refused = said.iter().any(|said| matches!(said, Said::Refused(_)));
        if let Some(edit) = edit.filter(|_| !is_refused) {
            tell(&self.events, Message::Written(edit.clone()));
        }
        for said in said {
            tell(
                &self.events,
                match (said, edit) {
                    (Said::Edited(applied, origin), _) => Message::Edited(applied, origin),
                    (Said::UndoAsked(edit), _) => Message::UndoAsked(edit),
                    (Said::Refused(why), Some(edit)) => Message::NotEdited(edit.clone(), why),
                    (Said::Refused(sentence), None) | (Said::Notice(sentence), _) => {
                        Message::Notice(sentence)
                    }
                },
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Correction, EntityKey, Flag, Kind, Switch};

    #[test]
    fn every_change_by_the_user_can_be_handed_over() {
        let key = EntityKey::new(Kind::Person, "anna example");
        for request in [
            WriteRequest::Edit {
                edit: Edit::mark(Flag::Tag("sea".into()), Switch::On, ArticleId(3)),
                origin: Origin::Implicit,
            },
            WriteRequest::Edit {
                edit: Edit::Correction(Correction::Rename { entity: key, name: "Anna".into() }),
                origin: Origin::User,
            },
            WriteRequest::UndoLast { own: vec![EditId(4)] },
            WriteRequest::Undo(EditId(7)),
            WriteRequest::Redo(Some(EditId(7))),
            WriteRequest::Attend { entity: EntityId(4), to: Some(Attention::Watched) },
            WriteRequest::LookAt(EntityId(4)),
            WriteRequest::ReadAll(ListQuery::default()),
            WriteRequest::Position { article: ArticleId(3), position: Position { offset: 99 } },
        ] {
            assert!(request.is_of_user());
            let change = Change::of(request.clone()).expect("a change");
            let sent = serde_json::to_string(&change).expect("text");
            assert_eq!(serde_json::from_str::<Change>(&sent).expect("a change").request(), request);
        }
    }
}
