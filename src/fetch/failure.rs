//! Why a request failed: each message gives the reason and the next step.

use super::guard::Closed;
use super::response::Wait;
use std::net::IpAddr;
use std::time::Duration;
use thiserror::Error;
use ureq::http::StatusCode;

/// Why there is no response.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Failure {
    /// The address itself is invalid.
    #[error("`{address}` is not a web address ({reason}); write it as https://example.org/feed")]
    Address {
        /// As it was given.
        address: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No name server knows the host.
    #[error("{host} was not found; check the address and your internet connection")]
    HostNotFound {
        /// The name that was looked up.
        host: String,
    },
    /// The host exists, but nothing listens.
    #[error("{host} refused the connection; it may be down. Will retry later")]
    Refused {
        /// The host.
        host: String,
    },
    /// The host cannot be reached.
    #[error("{host} cannot be reached ({reason}); check your internet connection")]
    Unreachable {
        /// The host.
        host: String,
        /// The system's message.
        reason: String,
    },
    /// No secure connection could be made.
    #[error("no secure connection to {host}: {reason}; check its certificate in a browser")]
    Insecure {
        /// The host.
        host: String,
        /// What is wrong.
        reason: String,
    },
    /// The environment's proxy refused the request.
    #[error("the proxy could not reach {host}: {reason}; check https_proxy, http_proxy and all_proxy")]
    Proxy {
        /// The host.
        host: String,
        /// The proxy's message.
        reason: String,
    },
    /// It took too long.
    #[error("{host} timed out: {phase} {} seconds. Will retry later", .limit.as_secs_f32().ceil())]
    TimedOut {
        /// The host.
        host: String,
        /// What took too long.
        phase: Phase,
        /// The limit.
        limit: Duration,
    },
    /// More bytes than allowed, after unpacking.
    #[error("{host} sent more than {megabytes} MB, the limit for a feed or page; report it to the site")]
    TooLong {
        /// The host.
        host: String,
        /// The limit.
        megabytes: usize,
    },
    /// The server reports an error.
    #[error("{host} answered {code}{}; {}", words(*.code), next_step(*.code))]
    Status {
        /// The host.
        host: String,
        /// 400 to 599, or another that is not a valid response.
        code: u16,
        /// When to try again, if the server says.
        retry_after: Option<Wait>,
    },
    /// An address that the user did not type leads to this computer or its network.
    #[error(
        "{host} is in your own network ({address}), and you did not enter it yourself; add it to trusted_hosts in the settings to allow it"
    )]
    Inside {
        /// The host.
        host: String,
        /// Its address.
        address: IpAddr,
    },
    /// Redirects that lead nowhere: in a loop, endlessly, or to something that is not a web address.
    #[error("{host} redirects in a loop or to nowhere ({reason}); open the address in a browser")]
    Redirects {
        /// The host of the first request.
        host: String,
        /// What is wrong with them.
        reason: String,
    },
    /// The response is not HTTP, cannot be unpacked, or is truncated.
    #[error("{host} sent a damaged response ({reason}). Will retry later")]
    Garbled {
        /// The host.
        host: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The request was cancelled.
    #[error("stopped; try again whenever you like")]
    Cancelled,
}

/// The phase in which a server took too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Finding the host and connecting to it.
    Connect,
    /// No bytes arrived.
    Idle,
    /// Hardly any bytes arrived.
    Slow,
    /// The whole request.
    Total,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connect => "no connection within",
            Self::Idle => "no data for",
            Self::Slow => "less than 1 KB in",
            Self::Total => "not finished within",
        })
    }
}

impl Failure {
    /// The failure for a host that may not be connected to.
    pub(super) fn closed(host: String, closed: Closed) -> Self {
        Self::Inside { host, address: closed.address }
    }

    /// Whether the host could not be reached at all: usually our own connection is down.
    pub fn is_unreached(&self) -> bool {
        matches!(self, Self::HostNotFound { .. } | Self::Unreachable { .. } | Self::Proxy { .. })
    }

    /// Whether the server says that the address is gone for good (410).
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Status { code: 410, .. })
    }

    /// Whether this host reports too many requests (429).
    pub(super) fn is_too_often(&self, host: &str) -> bool {
        matches!(self, Self::Status { host: by, code: 429, .. } if by == host)
    }

    /// The same with what a server said in other words.
    #[must_use]
    pub fn reworded(mut self, reword: impl Fn(&str) -> String) -> Self {
        match &mut self {
            Self::Address { reason, .. }
            | Self::Unreachable { reason, .. }
            | Self::Insecure { reason, .. }
            | Self::Proxy { reason, .. }
            | Self::Redirects { reason, .. }
            | Self::Garbled { reason, .. } => *reason = reword(reason),
            _ => {}
        }
        self
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
            Self::Inside { .. } => "own network",
            Self::Redirects { .. } => "redirects",
            Self::Garbled { .. } => "damaged",
            Self::Cancelled => "stopped",
        }
    }
}

/// The name of a status (RFC 9110, section 15) with a space before it; nothing for one without a name.
fn words(code: u16) -> String {
    let status = StatusCode::from_u16(code).ok();
    status.and_then(|status| status.canonical_reason()).map(|name| format!(" {name}")).unwrap_or_default()
}

impl Failure {
    /// The same for a single request: a page that is not a feed will not be requested again.
    pub fn once(&self) -> String {
        let said = self.to_string();
        said.replace("will retry later", "try again later").replace("Will retry later", "Try again later")
    }
}

fn next_step(code: u16) -> &'static str {
    match code {
        401 | 402 | 403 | 451 => "check in a browser whether you may read it",
        404 => "the feed or page may have moved: check the site",
        410 => "it is gone for good: remove the feed, or look for a new address on its site",
        429 => "too many requests: will retry later",
        400..=407 | 409..=428 | 430..=499 => "check the address",
        _ => "will retry later",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_followed_is_not_retried() {
        let host = || "quay.example".to_owned();
        for failure in [
            Failure::Refused { host: host() },
            Failure::Garbled { host: host(), reason: "it is truncated".to_owned() },
            Failure::Status { host: host(), code: 503, retry_after: None },
        ] {
            assert!(failure.to_string().to_lowercase().contains("will retry later"), "{failure}");
            assert!(failure.once().to_lowercase().ends_with("try again later"), "{}", failure.once());
        }
    }

    #[test]
    fn messages_say_the_reason_and_the_next_step() {
        let host = || "news.example".to_owned();
        let status = |code| Failure::Status { host: host(), code, retry_after: None };
        let check = |failure: &Failure, expected: &str| assert_eq!(failure.to_string(), expected);
        check(
            &status(404),
            "news.example answered 404 Not Found; the feed or page may have moved: check the site",
        );
        check(&status(503), "news.example answered 503 Service Unavailable; will retry later");
        check(&status(418), "news.example answered 418 I'm a teapot; check the address");
        check(
            &Failure::TimedOut { host: host(), phase: Phase::Idle, limit: Duration::from_millis(1500) },
            "news.example timed out: no data for 2 seconds. Will retry later",
        );
        check(
            &Failure::TimedOut { host: host(), phase: Phase::Connect, limit: Duration::from_secs(15) },
            "news.example timed out: no connection within 15 seconds. Will retry later",
        );
    }
}
