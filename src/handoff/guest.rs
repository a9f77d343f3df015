//! The command's side: it hands its work over and passes on the answers.

use super::socket;
use super::wire::{Answer, Request, receive, send};
use std::io::{self, BufReader, ErrorKind};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

/// The interval at which a waiting command checks whether it was cancelled.
const LOOK: Duration = Duration::from_millis(100);

/// How many more times a cancelled command looks whether its work has just begun.
const LAST_LOOKS: usize = 10;

/// A connection to the Dateline that holds a library.
pub struct Guest {
    stream: UnixStream,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// The work was done, with this exit status.
    Status(u8),
    /// It was rejected, for this reason.
    Refused(String),
    /// The other process ended before the work began, so that this one may do it, or the work was cancelled before.
    NotBegun,
    /// The other process ended in the middle of the work.
    Broken,
}

/// Whether the holder of the library accepts work.
pub fn is_reachable(library: &Path) -> bool {
    socket::connect(library).is_some()
}

impl Guest {
    /// Connects to the holder of the library, if one answers.
    pub fn reach(library: &Path) -> Option<Self> {
        socket::connect(library).map(|stream| Self { stream })
    }

    /// The number of the process that holds the library, where the system tells.
    pub fn holder(&self) -> Option<u32> {
        socket::process_of(&self.stream)
    }

    /// Hands over a request, and passes on every answer until the end. If `is_stopped` says so, the work is
    /// cancelled; if it has begun, its result is still awaited, and otherwise it never begins.
    pub fn hand(
        mut self,
        request: &Request,
        is_stopped: &dyn Fn() -> bool,
        answered: &mut dyn FnMut(Answer),
    ) -> io::Result<Ended> {
        if let Err(error) = send(&mut self.stream, request) {
            // If the holder closes the connection while the request is being sent, it has not begun.
            let is_closed = matches!(
                error.kind(),
                ErrorKind::BrokenPipe | ErrorKind::ConnectionReset | ErrorKind::NotConnected
            );
            return if is_closed { Ok(Ended::NotBegun) } else { Err(error) };
        }
        self.stream.set_read_timeout(Some(LOOK))?;
        let mut answers = BufReader::new(self.stream.try_clone()?);
        let (mut held, mut has_begun, mut stopped) = (Vec::new(), false, None::<usize>);
        loop {
            match receive(&mut answers, &mut held) {
                Ok(Some(Answer::Status(status))) => return Ok(Ended::Status(status)),
                Ok(Some(Answer::Refused(why))) => return Ok(Ended::Refused(why)),
                Ok(Some(answer)) => {
                    has_begun |= answer == Answer::Begun;
                    answered(answer);
                }
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Ok(None) | Err(_) if has_begun => return Ok(Ended::Broken),
                Ok(None) | Err(_) => return Ok(Ended::NotBegun),
            }
            match stopped {
                None if is_stopped() => {
                    stopped = Some(0);
                    self.stream.shutdown(Shutdown::Write)?;
                }
                Some(looks) => stopped = Some(looks + 1),
                None => {}
            }
            if stopped == Some(LAST_LOOKS) && !has_begun {
                // From now on the holder cannot begin any more; it may have done so just before.
                self.stream.shutdown(Shutdown::Read)?;
                has_begun = matches!(receive(&mut answers, &mut held), Ok(Some(Answer::Begun)));
                return Ok(if has_begun { Ended::Broken } else { Ended::NotBegun });
            }
        }
    }
}
