//! A server's response, as far as a news reader needs it: the bytes, their address, and how long they are fresh.

use crate::text::dates;
use serde::{Deserialize, Serialize};
use ureq::http::HeaderMap;
use ureq::http::header::{self, HeaderName};

/// A successful response: a body, or "not modified".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The content, unpacked; `None` if the server said that it has not changed (304).
    pub body: Option<Vec<u8>>,
    /// The address that responded, after all redirects.
    pub address: String,
    /// The same, if all redirects were permanent: the address to use from now on, once it has proved stable. `None`
    /// without redirects or with a temporary one.
    pub permanent: Option<String>,
    /// The redirects that were followed, in order.
    pub hops: Vec<Hop>,
    /// Validators to send with the next request.
    pub validators: Validators,
    /// The server's `Content-Type`.
    pub content_type: Option<String>,
    /// Its `Link` headers.
    pub links: Vec<String>,
    /// How long the response is fresh.
    pub freshness: Freshness,
}

/// A redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// 300 to 308.
    pub status: u16,
    /// Its target.
    pub to: String,
}

impl Hop {
    /// Whether the server calls it permanent (301, 308).
    pub fn is_permanent(&self) -> bool {
        matches!(self.status, 301 | 308)
    }
}

/// How a server identifies versions; sent back byte for byte. Each `char` stands for one byte of the
/// header (as in ISO 8859-1), so that no byte is lost and a value can be stored as text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Validators {
    /// The `ETag`, with its quotes.
    pub etag: Option<String>,
    /// The `Last-Modified` date, as received.
    pub last_modified: Option<String>,
}

/// The longest validator that is kept, in bytes: servers reject requests with longer headers.
const LONGEST_VALIDATOR: usize = 4096;

impl Validators {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let read = |name: HeaderName| {
            let bytes = headers.get(name)?.as_bytes();
            let is_usable = !bytes.is_empty() && bytes.len() <= LONGEST_VALIDATOR;
            is_usable.then(|| bytes.iter().map(|&byte| char::from(byte)).collect())
        };
        Self { etag: read(header::ETAG), last_modified: read(header::LAST_MODIFIED) }
    }

    /// The bytes of a validator, as received.
    pub(super) fn bytes(value: &str) -> Option<Vec<u8>> {
        value.chars().map(|c| u8::try_from(c).ok()).collect()
    }

    /// Whether there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }

    /// These, updated by those of a newer response.
    #[must_use]
    pub fn renewed_by(&self, newer: &Self) -> Self {
        Self {
            etag: newer.etag.clone().or_else(|| self.etag.clone()),
            last_modified: newer.last_modified.clone().or_else(|| self.last_modified.clone()),
        }
    }
}

/// How long a response is fresh (RFC 9111, section 4.2), and when the server wants the next request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Freshness {
    /// Seconds for which the response is fresh from now on: by `Cache-Control: max-age`, or else by `Expires`,
    /// less its `Age`. `None` if nothing is stated, or if the response must not be cached at all.
    pub seconds: Option<u64>,
    /// The server's `Retry-After`.
    pub retry_after: Option<Wait>,
}

/// How long a server asks clients to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// This many seconds.
    Seconds(u64),
    /// Until a time, in seconds since the epoch.
    Until(i64),
}

impl Wait {
    /// The time at which it ends.
    pub fn end(self, now: i64) -> i64 {
        match self {
            Self::Seconds(seconds) => now.saturating_add(i64::try_from(seconds).unwrap_or(i64::MAX)),
            Self::Until(moment) => moment,
        }
    }
}

impl Freshness {
    /// From the headers; dates are compared with the server's own clock, if it sends it.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let date = |name| text(name).and_then(dates::read).map(|when| when.seconds);
        let control: Vec<String> = headers
            .get_all(header::CACHE_CONTROL)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|directive| directive.trim().to_ascii_lowercase())
            .collect();
        let is_kept = !control.iter().any(|directive| matches!(directive.as_str(), "no-store" | "no-cache"));
        let max_age = control.iter().find_map(|directive| {
            let (name, value) = directive.split_once('=')?;
            (name.trim() == "max-age").then(|| value.trim().trim_matches('"').parse::<u64>().ok())?
        });
        let age = text(header::AGE).and_then(|age| age.trim().parse::<u64>().ok()).unwrap_or(0);
        let expires = || {
            let seconds = date(header::EXPIRES)?.checked_sub(date(header::DATE)?)?;
            Some(u64::try_from(seconds).unwrap_or(0))
        };
        let seconds = max_age.or_else(expires).map(|seconds| seconds.saturating_sub(age));
        let retry_after = text(header::RETRY_AFTER).and_then(|value| {
            let value = value.trim();
            let seconds = value.parse().ok().map(Wait::Seconds);
            seconds.or_else(|| dates::read(value).map(|when| Wait::Until(when.seconds)))
        });
        Self { seconds: seconds.filter(|_| is_kept), retry_after }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &[u8])]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, ureq::http::HeaderValue::from_bytes(value).unwrap());
        }
        headers
    }

    #[test]
    fn validators_keep_every_byte() {
        let odd = headers(&[("etag", b"W/\"caf\xe9 \xff\""), ("last-modified", b"yesterday, or so")]);
        let validators = Validators::of(&odd);
        let etag = validators.etag.clone().unwrap();
        assert_eq!(Validators::bytes(&etag).unwrap(), b"W/\"caf\xe9 \xff\"");
        assert_eq!(validators.last_modified.as_deref(), Some("yesterday, or so"));
        let newer = Validators { etag: Some("\"2\"".into()), last_modified: None };
        let renewed = validators.renewed_by(&newer);
        assert_eq!((renewed.etag, renewed.last_modified), (newer.etag, validators.last_modified));
        assert!(Validators::of(&headers(&[("etag", &[b'x'; 5000])])).is_empty());
    }

    #[test]
    fn how_long_an_answer_holds() {
        let check = |lines: &[(&'static str, &[u8])], expected: Option<u64>| {
            assert_eq!(Freshness::of(&headers(lines)).seconds, expected, "{lines:?}");
        };
        let date = b"Tue, 24 Nov 2026 10:00:00 GMT";
        let later = b"Tue, 24 Nov 2026 12:00:00 GMT";
        check(&[], None);
        check(&[("cache-control", b"public, max-age=600")], Some(600));
        check(&[("cache-control", b"public"), ("cache-control", b"Max-Age = \"90\"")], Some(90));
        check(&[("cache-control", b"max-age=600"), ("age", b"500")], Some(100));
        check(&[("cache-control", b"max-age=600, no-cache")], None);
        check(&[("cache-control", b"no-store"), ("expires", later), ("date", date)], None);
        check(&[("expires", later), ("date", date)], Some(7200));
        check(&[("expires", date), ("date", later)], Some(0));
        check(&[("expires", b"0"), ("date", date)], None);
        check(&[("cache-control", b"max-age=60"), ("expires", later), ("date", date)], Some(60));
        check(&[("cache-control", b"max-age=many")], None);
    }

    #[test]
    fn both_forms_of_retry_after() {
        let check = |value: &[u8], expected: Option<Wait>| {
            assert_eq!(Freshness::of(&headers(&[("retry-after", value)])).retry_after, expected);
        };
        check(b"120", Some(Wait::Seconds(120)));
        check(b" 0 ", Some(Wait::Seconds(0)));
        check(b"Thu, 01 Jan 2026 00:00:10 GMT", Some(Wait::Until(1_767_225_610)));
        check(b"Thursday, 01-Jan-26 00:00:10 GMT", Some(Wait::Until(1_767_225_610)));
        check(b"soon", None);
        assert_eq!(Wait::Seconds(u64::MAX).end(5), i64::MAX);
        assert_eq!(Wait::Until(7).end(5), 7);
    }
}
