//! Synchronising with our own servers, one per protocol, that send wrong data, delay, drop connections and answer
//! twice.

// A failing test helper fails the test.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::type_complexity)]

mod coldsweat;
mod discreet;
mod google_reader;
mod killed;
mod mine;
mod news;
mod others;
mod paging;
mod refusing;
#[allow(dead_code, reason = "each test program uses a part of it")]
#[path = "../common/server.rs"]
mod server;
mod shared_articles;
#[path = "../common/sigils.rs"]
mod sigils;
mod speaks_google_reader;
mod speaks_others;
mod three;
mod unruly;
mod world;
