//! Work that one Dateline hands to another: a command that would change a library held by another process sends its
//! command line to that process, over a Unix socket, and prints the answers.
//!
//! ```text
//! command:  Guest::reach -> Request, standard input -> Answers: lines, progress, exit status
//! holder:   Host::listen -> Job (a Request and its Reply) -> the writer of the library
//! ```
//!
//! The socket is in the library's folder, and serves only the user who holds the library ([`socket`]). A cancelled
//! command closes its side; the holder ends the work in order, and reports the result.

mod guest;
mod host;
mod process;
mod socket;
mod wire;

pub use guest::{Ended, Guest, is_reachable};
pub use host::{Host, Job, Reply, Stream};
pub use process::is_suspended;
pub use wire::{Answer, Request};
