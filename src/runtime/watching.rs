//! What another Dateline adds to the library while it holds it: this screen shows that articles come in.
//!
//! A thread looks at the library's totals, a row of its database, and tells when they have changed.

use super::Event;
use super::telling::tell;
use crate::app::Message;
use crate::library::Library;
use crate::model::Counts;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::Builder;
use std::time::Duration;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(1);
/// After so many looks without a change nothing comes in any more.
const QUIET: u32 = 8;

/// The thread; it ends when this is dropped.
pub(super) struct Watching {
    _end: Sender<()>,
}

impl Watching {
    /// Starts it, with a library of its own to read.
    pub fn start(library: Library, events: Sender<Event>) -> std::io::Result<Self> {
        let (end, ended) = channel();
        let look = move || {
            let mut seen = Seen::at(library.counts().unwrap_or_default());
            while ended.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                let counts = library.counts().unwrap_or(seen.counts);
                seen.look(counts).into_iter().for_each(|message| tell(&events, message));
            }
        };
        Builder::new().name("watching".into()).spawn(look)?;
        Ok(Self { _end: end })
    }
}

/// What was seen so far.
struct Seen {
    counts: Counts,
    /// The articles there were before the first came in.
    before: u64,
    /// Looks since the last change.
    quiet: u32,
}

impl Seen {
    fn at(counts: Counts) -> Self {
        Self { counts, before: counts.articles, quiet: QUIET }
    }

    /// What to tell of the totals there are now.
    fn look(&mut self, counts: Counts) -> Vec<Message> {
        let mut told = Vec::new();
        if counts != self.counts {
            told.push(Message::LibraryChanged);
        }
        let came = counts.articles > self.counts.articles;
        self.counts = counts;
        if came {
            self.quiet = 0;
            told.push(Message::Arriving(counts.articles.saturating_sub(self.before)));
        } else if self.quiet < QUIET {
            self.quiet += 1;
            if self.quiet == QUIET {
                self.before = counts.articles;
                told.push(Message::Arriving(0));
            }
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_in_is_told_until_nothing_more_does() {
        let counts = |articles, unread| Counts { articles, unread, bookmarked: 0 };
        let mut seen = Seen::at(counts(10, 10));
        assert_eq!(seen.look(counts(10, 10)), []);
        assert_eq!(seen.look(counts(12, 12)), [Message::LibraryChanged, Message::Arriving(2)]);
        assert_eq!(seen.look(counts(15, 15)), [Message::LibraryChanged, Message::Arriving(5)]);
        assert_eq!(seen.look(counts(15, 14)), [Message::LibraryChanged], "something was read");
        let told: Vec<Message> = (0..20).flat_map(|_| seen.look(counts(15, 14))).collect();
        assert_eq!(told, [Message::Arriving(0)]);
        assert_eq!(seen.look(counts(16, 15)), [Message::LibraryChanged, Message::Arriving(1)]);
    }
}
