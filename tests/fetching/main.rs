//! Fetching from a server that is slow, sends wrong data and drops connections; and politeness with a simulated
//! clock.

// A failing test helper fails the test.
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

/// Short limits that a test can wait for; limits that a test is not about are long.
const LIMITS: Limits = Limits {
    connect: Duration::from_mins(1),
    idle: Duration::from_mins(1),
    total: Duration::from_mins(2),
    bytes: 256 << 10,
    redirects: 5,
    per_host: 2,
};

/// Allows every address: test servers are on this computer.
fn everywhere() -> Guard {
    Guard::with_network(|_| true, |host, port| (host, port).to_socket_addrs().map(Iterator::collect))
}

/// A client that ignores the environment.
fn client(limits: Limits) -> Client {
    Client::with_proxies(limits, Arc::new(AtomicBool::new(false)), everywhere(), Proxies::default())
}

fn get(address: &str) -> Result<Response, Failure> {
    client(LIMITS).get(address, &Validators::default())
}
