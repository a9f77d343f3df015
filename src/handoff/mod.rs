//! Work that one Dateline hands to another: a command that would change a library which another process holds gives
//! its command line to that one, over a Unix socket, and writes what it answers.
//!
//! ```text
//! command:  Guest::reach -> Request, standard input -> Answers: lines, progress, exit status
//! holder:   Host::listen -> Job (a Request and its Reply) -> whoever writes to the library
//! ```
//!
//! The socket lies in the library's folder, and serves the user who holds the library, nobody else ([`socket`]). A
//! command that is stopped closes its side; the holder stops the work in order, and answers what came of it.

mod guest;
mod host;
mod socket;
mod wire;

pub use guest::{Ended, Guest, is_reachable};
pub use host::{Host, Job, Reply, Stream};
pub use wire::{Answer, Request};
