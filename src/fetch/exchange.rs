//! Requests with any method, with headers and a body, for servers' interfaces: any status is a valid response.

use super::client::{Client, bare, host, is_redirect, next, parse};
use super::failure::Failure;
use super::response::{Freshness, Wait};
use crate::text::dates;
use std::time::Instant;
use ureq::http::{HeaderMap, Request, header};
use url::Url;

/// The maximum number of redirects per request.
const MOST_REDIRECTS: usize = 5;

/// The HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of HTTP")]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

/// A request to an interface.
#[derive(Debug, Clone)]
pub struct Question {
    /// The method.
    pub method: Method,
    /// The address.
    pub url: String,
    /// Headers: names and values.
    pub headers: Vec<(&'static str, String)>,
    /// The body and its media type.
    pub body: Option<(&'static str, Vec<u8>)>,
}

/// The response of an interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The status.
    pub status: u16,
    /// The body, unpacked.
    pub body: Vec<u8>,
    /// When the server asks to be contacted again.
    pub retry_after: Option<Wait>,
    /// The media type.
    pub content_type: String,
    /// The server's own time, in seconds since the epoch.
    pub date: Option<i64>,
    /// Whether the server says that an edit token has expired.
    pub has_bad_token: bool,
}

impl Method {
    fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

impl Client {
    /// Sends a request to an interface. Redirects are followed only within the same host, with the same method and
    /// body, since the content is meant for this host only.
    pub fn exchange(&self, question: &Question) -> Result<Exchange, Failure> {
        let start = Instant::now();
        let mut url = parse(&question.url)?;
        let first = host(&url);
        let astray = |reason: String| Failure::Redirects { host: first.clone(), reason };
        for _ in 0..=MOST_REDIRECTS {
            let _place = self.enter(&url)?;
            let response = self.run(&url, question)?;
            let (head, body) = response.into_parts();
            if is_redirect(head.status.as_u16()) && head.headers.contains_key(header::LOCATION) {
                let to = next(&url, &head.headers).map_err(&astray)?;
                if !is_as_safe(&url, &to) {
                    return Err(astray(format!("to {}, another server; use that address", bare(&to))));
                }
                url = to;
                continue;
            }
            let text = |name: &str| Some(head.headers.get(name)?.to_str().ok()?.to_owned());
            return Ok(Exchange {
                status: head.status.as_u16(),
                retry_after: Freshness::of(&head.headers).retry_after,
                content_type: text("content-type").unwrap_or_default(),
                date: text("date").and_then(|date| dates::read(&date)).map(|when| when.seconds),
                has_bad_token: is_bad_token(&head.headers),
                body: self.read_body(body, &url, start)?,
            });
        }
        Err(astray(format!("more than {MOST_REDIRECTS} times")))
    }

    fn run(&self, url: &Url, question: &Question) -> Result<ureq::http::Response<ureq::Body>, Failure> {
        let agent = self.agent_for(url)?;
        let mut request = Request::builder().method(question.method.word()).uri(url.as_str());
        for (name, value) in &question.headers {
            request = request.header(*name, value);
        }
        if let Some((kind, _)) = &question.body {
            request = request.header(header::CONTENT_TYPE, *kind);
        }
        let sent = match (&question.body, question.method) {
            (Some((_, body)), _) => request.body(body.as_slice()).map(|request| agent.run(request)),
            (None, Method::Post | Method::Put) => request.body(&[][..]).map(|request| agent.run(request)),
            (None, Method::Get | Method::Delete) => request.body(()).map(|request| agent.run(request)),
        };
        let sent =
            sent.map_err(|error| Failure::Address { address: bare(url), reason: error.to_string() })?;
        sent.map_err(|error| self.failure(error, url))
    }
}

/// Whether a redirect leads to the same host, and not from a secure connection to an insecure one.
fn is_as_safe(from: &Url, to: &Url) -> bool {
    let is_same_port = from.port_or_known_default() == to.port_or_known_default();
    let is_upgrade = from.scheme() == "http" && to.scheme() == "https";
    host(from) == host(to) && (is_upgrade || (from.scheme() == to.scheme() && is_same_port))
}

fn is_bad_token(headers: &HeaderMap) -> bool {
    headers
        .get("x-reader-google-bad-token")
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"true"))
}
