//! The side of the command: it hands its work over and passes on what is answered.

use super::socket;
use super::wire::{Answer, Request, receive, send};
use std::io::{self, BufReader, ErrorKind};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

/// How often a waiting command looks whether it was stopped.
const LOOK: Duration = Duration::from_millis(100);

/// A connection to the Dateline that holds a library.
pub struct Guest {
    stream: UnixStream,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// The work was done, with this exit status.
    Status(u8),
    /// It was not taken, for this reason.
    Refused(String),
    /// The other one ended before it began: whoever comes now may do it.
    NotBegun,
    /// The other one ended in the middle of it.
    Broken,
}

/// Whether somebody who holds the library takes work.
pub fn is_reachable(library: &Path) -> bool {
    socket::connect(library).is_some()
}

impl Guest {
    /// Connects to whoever holds the library, if anybody answers.
    pub fn reach(library: &Path) -> Option<Self> {
        socket::connect(library).map(|stream| Self { stream })
    }

    /// Hands over a request, and passes every answer on until the end. `is_stopped` says
    /// whether the work is to be stopped; what came of it is waited for.
    pub fn hand(
        mut self,
        request: &Request,
        is_stopped: &dyn Fn() -> bool,
        answered: &mut dyn FnMut(Answer),
    ) -> io::Result<Ended> {
        if let Err(error) = send(&mut self.stream, request) {
            // Whoever closes the door while something is said to it has not begun.
            return if error.kind() == ErrorKind::BrokenPipe { Ok(Ended::NotBegun) } else { Err(error) };
        }
        self.stream.set_read_timeout(Some(LOOK))?;
        let mut answers = BufReader::new(self.stream.try_clone()?);
        let (mut held, mut has_begun, mut has_stopped) = (Vec::new(), false, false);
        loop {
            match receive(&mut answers, &mut held) {
                Ok(Some(Answer::Begun)) => has_begun = true,
                Ok(Some(Answer::Status(status))) => return Ok(Ended::Status(status)),
                Ok(Some(Answer::Refused(why))) => return Ok(Ended::Refused(why)),
                Ok(Some(answer)) => answered(answer),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Ok(None) | Err(_) if has_begun => return Ok(Ended::Broken),
                Ok(None) | Err(_) => return Ok(Ended::NotBegun),
            }
            if !has_stopped && is_stopped() {
                has_stopped = true;
                self.stream.shutdown(Shutdown::Write)?;
            }
        }
    }
}
