//! Synchronising with servers of our own, one for each protocol, that lie, wait, break off and answer twice.

// A helper of tests that fails is a test that fails.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::type_complexity)]

mod google_reader;
mod news;
#[allow(dead_code, reason = "each test program uses a part of it")]
#[path = "../common/server.rs"]
mod server;
mod speaks_google_reader;
mod world;
