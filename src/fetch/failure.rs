//! Why nothing came of asking: each message says the reason and the next step.

use super::response::Wait;
use std::time::Duration;
use thiserror::Error;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Failure {
    /// The address itself is wrong.
    #[error("`{address}` is no address of the web ({reason}); write it as https://example.org/feed")]
    Address {
        /// As it was given.
        address: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No name server knows the host.
    #[error("the host {host} is not found; check the address, and whether this computer is online")]
    HostNotFound {
        /// The name that was looked up.
        host: String,
    },
    /// The host is there, and nothing listens.
    #[error("{host} refuses the connection; it may be down, and is asked again later")]
    Refused {
        /// The host.
        host: String,
    },
    /// There is no way to the host.
    #[error("{host} cannot be reached ({reason}); check whether this computer is online")]
    Unreachable {
        /// The host.
        host: String,
        /// What the system says.
        reason: String,
    },
    /// No secure connection could be made.
    #[error("no secure connection to {host}: {reason}; see in a browser whether its certificate is right")]
    Insecure {
        /// The host.
        host: String,
        /// What is wrong.
        reason: String,
    },
    /// The proxy of the environment does not let the question through.
    #[error("the proxy does not lead to {host}: {reason}; check https_proxy, http_proxy and all_proxy")]
    Proxy {
        /// The host.
        host: String,
        /// What the proxy says.
        reason: String,
    },
    /// It took too long.
    #[error("{host} {phase} within {} seconds; it is asked again later", .limit.as_secs_f32().ceil())]
    TimedOut {
        /// The host.
        host: String,
        /// What it took too long over.
        phase: Phase,
        /// The time there was.
        limit: Duration,
    },
    /// More bytes than are taken, after unpacking.
    #[error("{host} sends more than {megabytes} MB, more than any feed or page needs; ask its makers")]
    TooLong {
        /// The host.
        host: String,
        /// The limit.
        megabytes: usize,
    },
    /// The server says that it cannot or will not.
    #[error("{host} answers {code} ({}); {}", words(*.code), next_step(*.code))]
    Status {
        /// The host.
        host: String,
        /// 400 to 599, or another that is no answer.
        code: u16,
        /// When to ask again, if the server says so.
        retry_after: Option<Wait>,
    },
    /// Redirects that lead nowhere: in a circle, on and on, or to what is no address of the web.
    #[error("{host} sends one on without end or aim ({reason}); open the address in a browser")]
    Redirects {
        /// The host that was asked first.
        host: String,
        /// What is wrong with them.
        reason: String,
    },
    /// What came is no HTTP, cannot be unpacked, or breaks off.
    #[error("what {host} sends is damaged ({reason}); it is asked again later")]
    Garbled {
        /// The host.
        host: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Somebody asked for an end.
    #[error("stopped on request; ask again when you like")]
    Cancelled,
}

/// What a server can take too long over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Finding the host and connecting with it.
    Connect,
    /// No byte came.
    Idle,
    /// The whole of it.
    Total,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connect => "gives no connection",
            Self::Idle => "falls silent, sending nothing",
            Self::Total => "does not come to an end",
        })
    }
}

impl Failure {
    /// Whether the host was not even reached: more often than not it is our own connection that is down.
    pub fn is_unreached(&self) -> bool {
        matches!(self, Self::HostNotFound { .. } | Self::Unreachable { .. } | Self::Proxy { .. })
    }

    /// Whether the server says that what was there is gone for good (410).
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Status { code: 410, .. })
    }

    /// Whether this host says that it is asked too often (429).
    pub(super) fn is_too_often(&self, host: &str) -> bool {
        matches!(self, Self::Status { host: by, code: 429, .. } if by == host)
    }

    /// The server's `Retry-After`.
    pub fn retry_after(&self) -> Option<Wait> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// The reason in a word or two, for summaries of many failures.
    pub fn brief(&self) -> &'static str {
        match self {
            Self::Address { .. } => "no address",
            Self::HostNotFound { .. } => "host not found",
            Self::Refused { .. } => "refused",
            Self::Unreachable { .. } => "not reached",
            Self::Insecure { .. } => "not secure",
            Self::Proxy { .. } => "proxy",
            Self::TimedOut { .. } => "too slow",
            Self::TooLong { .. } => "too long",
            Self::Status { code: 404 | 410, .. } => "not there",
            Self::Status { code: 401 | 403, .. } => "not allowed",
            Self::Status { .. } => "server error",
            Self::Redirects { .. } => "redirects",
            Self::Garbled { .. } => "damaged",
            Self::Cancelled => "stopped",
        }
    }
}

/// What a status means, in words (RFC 9110, section 15).
fn words(code: u16) -> &'static str {
    match code {
        204 | 205 => "no content",
        304 => "not changed, though there is nothing to compare it with",
        400 => "it does not understand the question",
        401 => "it wants a password",
        402 => "it wants money",
        403 => "it does not allow this",
        404 => "there is nothing at this address",
        406 => "it has this in no form that is read here",
        408 => "it waited too long",
        410 => "gone for good",
        429 => "it is asked too often",
        451 => "withheld for legal reasons",
        502 | 504 | 521..=526 => "the server behind it does not answer",
        503 => "it is overloaded or under repair",
        509 => "it has used up what it may send",
        _ if code / 100 == 4 => "it refuses this",
        _ if code / 100 == 5 => "something is wrong with it",
        _ => "which is no answer to this question",
    }
}

fn next_step(code: u16) -> &'static str {
    match code {
        401 | 402 | 403 | 451 => "see in a browser whether it is open to you",
        404 => "look for the feed's new address on its site",
        410 => "it is asked no more; remove it, or look for a new address on its site",
        400..=407 | 409..=428 | 430..=499 => "check the address",
        _ => "it is asked again later",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_the_reason_and_the_next_step() {
        let host = || "news.example".to_owned();
        let status = |code| Failure::Status { host: host(), code, retry_after: None };
        let check = |failure: &Failure, expected: &str| assert_eq!(failure.to_string(), expected);
        check(
            &status(404),
            "news.example answers 404 (there is nothing at this address); look for the feed's new address on its site",
        );
        check(
            &status(503),
            "news.example answers 503 (it is overloaded or under repair); it is asked again later",
        );
        check(&status(418), "news.example answers 418 (it refuses this); check the address");
        check(
            &Failure::TimedOut { host: host(), phase: Phase::Idle, limit: Duration::from_millis(1500) },
            "news.example falls silent, sending nothing within 2 seconds; it is asked again later",
        );
        check(
            &Failure::TimedOut { host: host(), phase: Phase::Connect, limit: Duration::from_secs(15) },
            "news.example gives no connection within 15 seconds; it is asked again later",
        );
    }
}
