//! Fetching from a server that is slow, lies and breaks off, and being polite to it on a simulated clock.

// A helper of tests that fails is a test that fails.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod guarding;
mod politeness;
mod responses;
#[allow(dead_code, reason = "each test program uses a part of it")]
#[path = "../common/server.rs"]
mod server;
mod trouble;

use dateline::fetch::{Client, Failure, Guard, Limits, Proxies, Response, Validators};
use std::net::ToSocketAddrs;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Limits that a test can wait for; the times that a test is not about are long.
const LIMITS: Limits = Limits {
    connect: Duration::from_mins(1),
    idle: Duration::from_mins(1),
    total: Duration::from_mins(2),
    bytes: 256 << 10,
    redirects: 5,
    per_host: 2,
};

/// Lets everything through: servers of tests stand on this computer.
fn everywhere() -> Guard {
    Guard::with_network(|_| true, |host, port| (host, port).to_socket_addrs().map(Iterator::collect))
}

/// A client that no environment reaches.
fn client(limits: Limits) -> Client {
    Client::with_proxies(limits, Arc::new(AtomicBool::new(false)), everywhere(), Proxies::default())
}

fn get(address: &str) -> Result<Response, Failure> {
    client(LIMITS).get(address, &Validators::default())
}
