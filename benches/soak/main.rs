//! Ten minutes of reading in a pseudo-terminal, with what the program takes of memory, descriptors and threads once a
//! second: `cargo bench --bench soak`, or `-- --seconds 60 --seed 3` for another length and other keys.
//!
//! In the first half the feeds have something new each time; in the second the library hardly grows, so that what still
//! does is not what SQLite keeps of a larger one. It passes if the second half takes no more than the first has come to,
//! the program ends when it is told to, and `dateline check` finds nothing wrong. On Linux alone: elsewhere the bench says that it does nothing.

#![allow(clippy::expect_used, clippy::print_stdout, missing_docs, reason = "a bench")]

#[cfg(target_os = "linux")]
mod samples;
#[cfg(target_os = "linux")]
#[path = "../../tests/common/server.rs"]
#[allow(dead_code, reason = "a bench uses a part of it")]
mod server;
#[cfg(target_os = "linux")]
mod session;

fn main() {
    #[cfg(target_os = "linux")]
    session::run();
    #[cfg(not(target_os = "linux"))]
    println!("skipped: what a process takes is read on Linux alone");
}
