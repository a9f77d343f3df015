//! What becomes of a library when something fails: each file operation of each command, killed programs, cut power,
//! damaged files. `cargo bench --bench faults` tries everything and prints the table of docs/reliability.md;
//! `-- --share 10 --seed 7 --seconds 60` a seeded tenth of it, for at most a minute; `-- --only undo` one command.
//!
//! File operations fail by a small C library (`fail.c`) that is built with `cc` and preloaded. On Linux alone, and
//! where there is a `cc`: elsewhere the bench says that it does nothing.

#![allow(clippy::expect_used, clippy::print_stdout, missing_docs, reason = "a bench")]

#[cfg(target_os = "linux")]
mod library;
#[cfg(target_os = "linux")]
#[path = "../../tests/common/server.rs"]
#[allow(dead_code, reason = "a bench uses a part of it")]
mod server;
#[cfg(target_os = "linux")]
mod trials;

fn main() {
    #[cfg(target_os = "linux")]
    trials::run();
    #[cfg(not(target_os = "linux"))]
    println!("skipped: file operations are made to fail on Linux alone");
}
