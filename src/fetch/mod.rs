//! Fetching: an address to bytes, politely; and when to ask a feed again.
//!
//! ```text
//! address -> Client -> Response or Failure -> schedule::after -> FetchState -> is it due?
//! ```
//!
//! [`Client`] makes one request, [`FetchPool`] makes many on several threads, and [`schedule`] is the pure
//! part: what is
//! remembered of a feed, and what follows from a response. All three follow the HTTP standard (RFC 9110 and
//! RFC 9111) and what feeds say about themselves.
//!
//! [`Client::exchange`] speaks to the interfaces of servers: any method, with headers and a body.
//!
//! Nothing is stored here, no feed is parsed, no script is run; there are no cookies and no referrers.

mod client;
mod cookies;
mod exchange;
mod failure;
mod guard;
mod heads;
mod hosts;
mod pool;
mod proxies;
mod response;
pub mod schedule;
mod watched;

pub use client::{Client, Limits};
pub use exchange::{Exchange, Method, Question};
pub use failure::{Failure, Phase};
pub use guard::{Guard, host_and_port, is_public};
pub use pool::{FetchPool, FetchRequest};
pub use proxies::Proxies;
pub use response::{Freshness, Hop, Response, Validators, Wait};
pub use schedule::{FeedHealth, FetchState, Outcome};

/// The `User-Agent` header.
pub const USER_AGENT: &str =
    concat!("Dateline/", env!("CARGO_PKG_VERSION"), " (news reader; one reader's own copy)");
