//! Who writes the library: this process, the one that holds it, or nobody.

use super::handing::Handing;
use super::telling::tell;
use super::watching::Watching;
use super::workers::{self, Work, WriteWorker};
use super::{Error, Event, Serve, upkeep};
use crate::app::{Message, WriteRequest};
use crate::handoff;
use crate::library::Library;
use std::sync::mpsc::Sender;

/// What is said of work that only the process that writes can do.
const ELSEWHERE: &str =
    "another Dateline is using this library · adding and fetching are possible here when it has ended";

/// Who writes the library.
pub(super) enum Writer {
    /// This process.
    Here(WriteWorker),
    /// Another Dateline, which accepts what the user changes; what that one adds is watched.
    Elsewhere(Handing, Sender<Event>, Watching),
    /// Nobody, or another Dateline that accepts nothing.
    Nobody,
}

/// Whether another Dateline writes the library, and accepts changes.
pub(super) fn is_elsewhere(library: &Library) -> bool {
    library.is_in_use() && handoff::is_reachable(library.path())
}

impl Writer {
    /// Starts the thread that writes; if another Dateline does, one that hands changes over, and one that waits for its
    /// end.
    pub fn start(
        library: Library,
        is_elsewhere: bool,
        serve: Serve,
        events: &Sender<Event>,
    ) -> Result<Self, Error> {
        if library.is_writer() {
            upkeep::start(&library, events)?;
            return WriteWorker::start(library, serve, events.clone()).map(Self::Here);
        }
        if library.is_in_use() {
            workers::wait_for_turn(library.path(), events.clone())?;
        }
        if is_elsewhere {
            let handing = Handing::start(library.path(), events.clone())?;
            let watching = Watching::start(library, events.clone())?;
            return Ok(Self::Elsewhere(handing, events.clone(), watching));
        }
        Ok(Self::Nobody)
    }

    /// The other Dateline has ended: this process writes, beginning with what that one has not accepted.
    pub fn take_over(&mut self, library: Library, serve: Serve, events: Sender<Event>) -> Result<(), Error> {
        let here = Self::Here(WriteWorker::start(library, serve, events)?);
        if let Self::Elsewhere(handing, _, watching) = std::mem::replace(self, here) {
            drop(watching);
            handing.end().into_iter().for_each(|request| self.give(Work::Request(request)));
        }
        Ok(())
    }

    /// Queues work.
    pub fn give(&self, work: Work) {
        match (self, work) {
            (Self::Here(writer), work) => writer.give(work),
            (Self::Elsewhere(handing, ..), Work::Request(request)) if request.is_of_user() => {
                handing.give(request);
            }
            (Self::Elsewhere(_, events, _), Work::Request(request)) => {
                let ended = match request {
                    WriteRequest::Refresh(_) => Some(Message::RefreshEnded),
                    WriteRequest::FullText { .. } => Some(Message::FullTextEnded),
                    _ => None,
                };
                if let Some(message) = ended {
                    tell(events, message);
                }
                tell(events, Message::Notice(ELSEWHERE.to_owned()));
            }
            (Self::Elsewhere(..) | Self::Nobody, _) => {}
        }
    }

    /// Stops fetching and adding.
    pub fn stop(&self) {
        if let Self::Here(writer) = self {
            writer.stop();
        }
    }

    /// Waits until everything is written.
    pub fn finish(self) -> Result<(), Error> {
        match self {
            Self::Here(writer) => match writer.finish() {
                0 => Ok(()),
                unwritten => Err(Error::Unwritten(unwritten)),
            },
            Self::Elsewhere(handing, ..) => match handing.finish().len() {
                0 => Ok(()),
                unaccepted => Err(Error::Unaccepted(unaccepted)),
            },
            Self::Nobody => Ok(()),
        }
    }
}
