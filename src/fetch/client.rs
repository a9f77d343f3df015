//! One request to one address, with everything that can go wrong.

use super::cookies::Cookies;
use super::failure::{Failure, Phase};
use super::guard::{Closed, Guard};
use super::heads::Tidying;
use super::hosts::{HostPermit, Hosts};
use super::response::{Freshness, Hop, Response, Validators};
use super::watched::{Names, Reaching, TooSlow, Watching};
use super::{Proxies, USER_AGENT};
use crate::text::web;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use ureq::http::{HeaderMap, HeaderName, HeaderValue, Response as HttpResponse, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::transport::{ConnectProxyConnector, Connector, RustlsConnector, SocksConnector};
use ureq::{Agent, Body, Error, Proxy, Timeout};
use url::Url;

/// What is accepted, in order of preference: feeds, then pages that lead to them.
const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, \
    application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.8, application/xhtml+xml;q=0.8, */*;q=0.5";

/// The longest response header, in bytes.
const LONGEST_HEAD: usize = 64 << 10;

/// The number of bytes read at a time.
const CHUNK: usize = 64 << 10;

/// The time and size limits of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For looking up and connecting to a host, including TLS.
    pub connect: Duration,
    /// For receiving no bytes, or hardly any.
    pub idle: Duration,
    /// For a response as a whole, including redirects; the idle limit may be added to it.
    pub total: Duration,
    /// The longest response, in bytes after unpacking.
    pub bytes: usize,
    /// The maximum number of redirects.
    pub redirects: usize,
    /// The maximum number of simultaneous requests to one host.
    pub per_host: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            idle: Duration::from_secs(30),
            total: Duration::from_mins(2),
            bytes: 64 << 20,
            redirects: 10,
            per_host: 2,
        }
    }
}

/// Makes requests. One client is meant for a whole refresh: it reuses connections, and enforces the limit of
/// simultaneous requests per host.
#[derive(Debug)]
pub struct Client {
    limits: Limits,
    guard: Guard,
    proxies: Proxies,
    direct: Agent,
    by_http_proxy: Agent,
    by_https_proxy: Agent,
    hosts: Hosts,
    is_cancelled: Arc<AtomicBool>,
}

impl Client {
    /// A client with the environment's proxies. Once `is_cancelled` is set, every request fails
    /// with [`Failure::Cancelled`]; one under way does within a twentieth of a second. It connects only where `guard` allows it.
    pub fn new(limits: Limits, is_cancelled: Arc<AtomicBool>, guard: Guard) -> Self {
        Self::with_proxies(limits, is_cancelled, guard, Proxies::of_environment())
    }

    /// A client with explicitly given proxies.
    pub fn with_proxies(
        limits: Limits,
        is_cancelled: Arc<AtomicBool>,
        guard: Guard,
        proxies: Proxies,
    ) -> Self {
        // The user chose the proxy's address, and the proxy looks up names itself.
        let agent = |proxy: Option<Proxy>| {
            let guard = if proxy.is_none() { Some(guard.clone()) } else { None };
            agent(limits, proxy, Names::new(guard, Arc::clone(&is_cancelled)), &is_cancelled)
        };
        Self {
            limits,
            direct: agent(None),
            by_http_proxy: agent(proxies.http.clone()),
            by_https_proxy: agent(proxies.https.clone()),
            guard,
            proxies,
            hosts: Hosts::new(limits.per_host),
            is_cancelled,
        }
    }

    /// Requests an address, unless it still has the version with the `known` validators. Follows redirects.
    pub fn get(&self, address: &str, known: &Validators) -> Result<Response, Failure> {
        let start = Instant::now();
        let mut url = parse(address)?;
        let first_host = host(&url);
        let astray = |reason: String| Failure::Redirects { host: first_host.clone(), reason };
        let mut cookies = Cookies::default();
        let mut seen = vec![(url.clone(), cookies.clone())];
        let mut hops = Vec::new();
        loop {
            if self.is_cancelled() {
                return Err(Failure::Cancelled);
            }
            if start.elapsed() >= self.limits.total {
                return Err(self.timed_out(&url, Phase::Total));
            }
            let place = self.enter(&url)?;
            let response = self.ask(&url, known, &cookies)?;
            let status = response.status().as_u16();
            if !is_redirect(status) || !response.headers().contains_key(header::LOCATION) {
                return self.read(response, &url, known, hops, start);
            }
            drop(place);
            cookies.take(&url, response.headers());
            url = next(&url, response.headers()).map_err(&astray)?;
            hops.push(Hop { status, to: bare(&url) });
            let now = (url.clone(), cookies.clone());
            if seen.contains(&now) {
                return Err(astray(format!("{} is repeated", bare(&url))));
            }
            if hops.len() > self.limits.redirects {
                return Err(astray(format!("more than {} times", self.limits.redirects)));
            }
            seen.push(now);
        }
    }

    /// The maximum number of simultaneous requests to one host.
    pub(super) fn per_host(&self) -> usize {
        self.limits.per_host
    }

    /// Whether the client was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }

    /// Cancels all requests of this client.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// Waits until the host of an address may be asked once more.
    pub(super) fn enter(&self, url: &Url) -> Result<HostPermit<'_>, Failure> {
        if self.is_cancelled() {
            return Err(Failure::Cancelled);
        }
        self.hosts.enter(&host(url), &self.is_cancelled).ok_or(Failure::Cancelled)
    }

    /// By which way an address is asked, if it may be.
    pub(super) fn agent_for(&self, url: &Url) -> Result<&Agent, Failure> {
        self.guard.check(url).map_err(|closed| Failure::closed(host(url), closed))?;
        Ok(match url.scheme() {
            _ if self.proxies.spares(url) => &self.direct,
            "https" => &self.by_https_proxy,
            _ => &self.by_http_proxy,
        })
    }

    fn ask(&self, url: &Url, known: &Validators, cookies: &Cookies) -> Result<HttpResponse<Body>, Failure> {
        let (address, secret) = web::without_secret(url.as_str());
        let mut request = self.agent_for(url)?.get(address);
        if let Some(secret) = secret {
            let login = STANDARD.encode(web::login(&secret));
            request = request.header(header::AUTHORIZATION, format!("Basic {login}"));
        }
        let conditions: [(HeaderName, &Option<String>); 2] =
            [(header::IF_NONE_MATCH, &known.etag), (header::IF_MODIFIED_SINCE, &known.last_modified)];
        for (name, value) in conditions {
            let bytes = value.as_deref().and_then(Validators::bytes);
            if let Some(value) = bytes.and_then(|bytes| HeaderValue::from_bytes(&bytes).ok()) {
                request = request.header(name, value);
            }
        }
        if let Some(value) = cookies.header(url) {
            request = request.header(header::COOKIE, value);
        }
        request.call().map_err(|error| self.failure(error, url))
    }

    /// Our response for one of the HTTP library.
    fn read(
        &self,
        response: HttpResponse<Body>,
        url: &Url,
        known: &Validators,
        hops: Vec<Hop>,
        start: Instant,
    ) -> Result<Response, Failure> {
        let (head, body) = response.into_parts();
        let status = head.status.as_u16();
        let freshness = Freshness::of(&head.headers);
        let is_unchanged = status == 304 && !known.is_empty();
        if !is_unchanged && status != 200 && status != 203 {
            let retry_after = freshness.retry_after;
            return Err(Failure::Status { host: host(url), code: status, retry_after });
        }
        let content_type = head.headers.get(header::CONTENT_TYPE);
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        Ok(Response {
            body: if is_unchanged { None } else { Some(self.read_body(body, url, start)?) },
            address: bare(url),
            permanent: hops.last().filter(|_| hops.iter().all(Hop::is_permanent)).map(|hop| hop.to.clone()),
            hops,
            validators: Validators::of(&head.headers),
            content_type: content_type.map(text),
            links: head.headers.get_all(header::LINK).iter().map(text).collect(),
            freshness,
        })
    }

    pub(super) fn read_body(&self, mut body: Body, url: &Url, start: Instant) -> Result<Vec<u8>, Failure> {
        let too_long =
            || Failure::TooLong { host: host(url), megabytes: self.limits.bytes.div_ceil(1 << 20) };
        if body.content_length().is_some_and(|length| length > self.limits.bytes as u64) {
            return Err(too_long());
        }
        let mut reader = body.as_reader();
        let mut bytes = Vec::new();
        let mut chunk = vec![0; CHUNK];
        loop {
            let count = reader.read(&mut chunk).map_err(|error| self.failure(Error::from(error), url))?;
            if self.is_cancelled() {
                return Err(Failure::Cancelled);
            }
            if count == 0 {
                return Ok(bytes);
            }
            if bytes.len() + count > self.limits.bytes {
                return Err(too_long());
            }
            if start.elapsed() >= self.limits.total {
                return Err(self.timed_out(url, Phase::Total));
            }
            bytes.extend_from_slice(&chunk[..count]);
        }
    }

    fn timed_out(&self, url: &Url, phase: Phase) -> Failure {
        let limit = match phase {
            Phase::Connect => self.limits.connect,
            Phase::Idle | Phase::Slow => self.limits.idle,
            Phase::Total => self.limits.total,
        };
        Failure::TimedOut { host: host(url), phase, limit }
    }

    /// The failure for an error of the HTTP library.
    pub(super) fn failure(&self, error: Error, url: &Url) -> Failure {
        use std::io::ErrorKind as Kind;
        if self.is_cancelled() {
            return Failure::Cancelled;
        }
        let host = host(url);
        let reason = error.to_string();
        match error {
            Error::Timeout(Timeout::Resolve | Timeout::Connect) => self.timed_out(url, Phase::Connect),
            Error::Timeout(Timeout::Global | Timeout::PerCall) => self.timed_out(url, Phase::Total),
            Error::Timeout(_) => self.timed_out(url, Phase::Idle),
            Error::HostNotFound => Failure::HostNotFound { host },
            Error::ConnectProxyFailed(reason) => Failure::Proxy { host, reason },
            Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) | Error::TlsRequired => {
                Failure::Insecure { host, reason: in_words(without_prefix(&reason)) }
            }
            Error::Io(error) => match error.kind() {
                Kind::ConnectionRefused => Failure::Refused { host },
                Kind::HostUnreachable
                | Kind::NetworkUnreachable
                | Kind::NetworkDown
                | Kind::AddrNotAvailable => Failure::Unreachable { host, reason: error.to_string() },
                Kind::TimedOut => self.timed_out(url, Phase::Idle),
                // Errors of rustls during the handshake arrive as this.
                Kind::InvalidData => Failure::Insecure { host, reason: in_words(error.to_string()) },
                Kind::UnexpectedEof => Failure::Garbled { host, reason: "it is truncated".to_owned() },
                _ => Failure::Garbled { host, reason: error.to_string() },
            },
            Error::Other(inner) => match inner.downcast_ref::<Closed>() {
                Some(closed) => Failure::closed(host, *closed),
                None if inner.is::<TooSlow>() => self.timed_out(url, Phase::Slow),
                None => Failure::Garbled { host, reason },
            },
            Error::BadUri(_) | Error::Http(_) => Failure::Address { address: bare(url), reason },
            Error::LargeResponseHeader(..) => {
                Failure::Garbled { host, reason: format!("its headers are longer than {LONGEST_HEAD} bytes") }
            }
            Error::Decompress(format, _) => Failure::Garbled {
                host,
                reason: format!("its compression with {format} is damaged or not supported"),
            },
            _ => Failure::Garbled { host, reason: without_prefix(&reason) },
        }
    }
}

/// The HTTP library's agent: it follows no redirects, and does not treat a status as an error.
fn agent(limits: Limits, proxy: Option<Proxy>, names: Names, is_cancelled: &Arc<AtomicBool>) -> Agent {
    let config = Agent::config_builder()
        .proxy(proxy)
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent(USER_AGENT)
        .accept(ACCEPT)
        .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
        .timeout_resolve(Some(limits.connect))
        .timeout_connect(Some(limits.connect))
        .timeout_per_read(Some(limits.idle))
        .timeout_per_write(Some(limits.idle))
        .timeout_global(Some(limits.total))
        .max_response_header_size(LONGEST_HEAD)
        .max_idle_connections_per_host(limits.per_host)
        .build();
    let connector =
        ().chain(SocksConnector::default())
            .chain(ConnectProxyConnector::default())
            .chain(Reaching { is_cancelled: Arc::clone(is_cancelled) })
            .chain(Watching { is_cancelled: Arc::clone(is_cancelled), idle: limits.idle })
            .chain(RustlsConnector::default())
            .chain(Tidying);
    Agent::with_parts(config, connector, names)
}

/// Whether a status sends on to another address.
pub(super) fn is_redirect(status: u16) -> bool {
    matches!(status, 300..=303 | 307 | 308)
}

/// A valid address to request.
pub(super) fn parse(address: &str) -> Result<Url, Failure> {
    let refuse = |reason: &str| Failure::Address {
        address: web::without_secret(address).0,
        reason: reason.to_owned(),
    };
    let mut url = Url::parse(address.trim()).map_err(|error| refuse(&error.to_string()))?;
    if !is_of_the_web(&url) {
        return Err(refuse("it is neither http: nor https:"));
    }
    url.set_fragment(None);
    Ok(url)
}

fn is_of_the_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// The target of a redirect. Its header may contain letters that are not ASCII, usually in UTF-8, otherwise with one
/// byte each.
pub(super) fn next(url: &Url, headers: &HeaderMap) -> Result<Url, String> {
    let location = headers.get(header::LOCATION).map(HeaderValue::as_bytes).unwrap_or_default();
    let location = spelt(location);
    let mut to = url.join(location.trim()).map_err(|error| format!("to `{location}`: {error}"))?;
    if !is_of_the_web(&to) {
        return Err(format!("to {}, which is neither http: nor https:", bare(&to)));
    }
    to.set_fragment(None);
    Ok(to)
}

/// An address as text; bytes that are not UTF-8 are percent-encoded, as browsers do.
fn spelt(address: &[u8]) -> String {
    match std::str::from_utf8(address) {
        Ok(address) => address.to_owned(),
        Err(_) => address
            .iter()
            .map(|&byte| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
            .collect(),
    }
}

/// The address without a password.
pub(super) fn bare(url: &Url) -> String {
    web::without_secret(url.as_str()).0
}

pub(super) fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// The message without the library's prefix for the kind of error.
fn without_prefix(message: &str) -> String {
    message.split_once(": ").map_or(message, |(_, rest)| rest).to_owned()
}

/// What is wrong with a certificate, where the library for secure connections only names its own types.
fn in_words(reason: String) -> String {
    let known = [
        ("CaUsedAsEndEntity", "its certificate is signed by itself, and not known on this computer"),
        ("UnknownIssuer", "its certificate is signed by somebody who is not known on this computer"),
    ];
    match known.iter().find(|(name, _)| reason.contains(name)) {
        Some((_, words)) => (*words).to_owned(),
        None => reason,
    }
}
