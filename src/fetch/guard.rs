//! Which addresses may be requested. A feed, a page or a redirect comes from somebody else, and must not lead to this
//! computer or into its network: only addresses that the user entered may.
//!
//! Numeric addresses are checked before anything is sent; for names, the resolved address is checked. A proxy looks
//! names up itself, so only the first check is possible with one.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use url::{Host, Url};

/// Looks up a host; tests have their own.
type Lookup = dyn Fn(&str, u16) -> io::Result<Vec<SocketAddr>> + Send + Sync;

/// What may be requested besides public addresses.
#[derive(Clone)]
pub struct Guard {
    /// Hosts and ports that the user typed.
    typed: BTreeSet<(String, u16)>,
    /// Hosts in the settings, each with or without a port.
    trusted: BTreeSet<String>,
    is_public: fn(IpAddr) -> bool,
    lookup: Arc<Lookup>,
}

impl Default for Guard {
    fn default() -> Self {
        Self::with_network(is_public, |host, port| (host, port).to_socket_addrs().map(Iterator::collect))
    }
}

impl Guard {
    /// A guard with its own idea of the network: which addresses are public, and how names resolve.
    pub fn with_network(
        is_public: fn(IpAddr) -> bool,
        lookup: impl Fn(&str, u16) -> io::Result<Vec<SocketAddr>> + Send + Sync + 'static,
    ) -> Self {
        Self { typed: BTreeSet::new(), trusted: BTreeSet::new(), is_public, lookup: Arc::new(lookup) }
    }

    /// Exempts the host and port of an address that the user typed.
    #[must_use]
    pub fn typed(mut self, address: &str) -> Self {
        self.typed.extend(host_and_port(address));
        self
    }

    /// Exempts hosts in the settings: `nas.example`, `192.168.1.5`, `nas.example:8080`.
    #[must_use]
    pub fn trusting(mut self, hosts: &[String]) -> Self {
        self.trusted.extend(hosts.iter().map(|host| host.trim().to_ascii_lowercase()));
        self
    }

    /// Whether a host is exempt.
    fn exempts(&self, host: &str, port: u16) -> bool {
        self.typed.contains(&(host.to_owned(), port))
            || self.trusted.contains(host)
            || self.trusted.contains(&format!("{host}:{port}"))
    }

    /// Checks a numeric address before it is requested.
    pub(super) fn check(&self, url: &Url) -> Result<(), Closed> {
        let Some((host, port)) = host_and_port(url.as_str()) else { return Ok(()) };
        let address = match url.host() {
            Some(Host::Ipv4(address)) => IpAddr::V4(address),
            Some(Host::Ipv6(address)) => IpAddr::V6(address),
            _ => return Ok(()),
        };
        if (self.is_public)(address) || self.exempts(&host, port) { Ok(()) } else { Err(Closed { address }) }
    }

    /// The addresses of a host that may be connected to.
    pub(super) fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, NoWay> {
        let bare = host.trim_matches(['[', ']']);
        let mut found = (self.lookup)(bare, port).map_err(|_| NoWay::NotFound)?;
        let first = found.first().copied().ok_or(NoWay::NotFound)?;
        if !self.exempts(&host.to_ascii_lowercase(), port) {
            found.retain(|address| (self.is_public)(address.ip()));
        }
        if found.is_empty() { Err(NoWay::Closed(Closed { address: first.ip() })) } else { Ok(found) }
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Guard")
            .field("typed", &self.typed)
            .field("trusted", &self.trusted)
            .finish_non_exhaustive()
    }
}

impl PartialEq for Guard {
    fn eq(&self, other: &Self) -> bool {
        (&self.typed, &self.trusted) == (&other.typed, &other.trusted)
    }
}

impl Eq for Guard {}

/// Why a host may not or cannot be connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoWay {
    /// No name server has it.
    NotFound,
    /// It is in the user's own network.
    Closed(Closed),
}

/// An address that must not be connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{address} is not a public address")]
pub(super) struct Closed {
    pub address: IpAddr,
}

/// The host of a web address, normalised, and its port.
pub fn host_and_port(address: &str) -> Option<(String, u16)> {
    let url = Url::parse(address.trim()).ok()?;
    Some((url.host_str()?.to_ascii_lowercase(), url.port_or_known_default()?))
}

/// Whether an address is on the public internet, and not of this computer, behind a router or a carrier's NAT,
/// link-local, multicast, or reserved (IANA's registries of special addresses).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // An embedded IPv4 address: mapped, translated (NAT64), 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => v4(high, low),
        // Everything outside 2000::/3 is loopback, link-local, site-local or multicast.
        [0x2000..=0x3fff, ..] => !matches!(
            parts,
            // Teredo, benchmarks, ORCHID and others of 2001::/23; documentation.
            [0x2001, ..=0x01ff | 0xdb8, ..] | [0x3fff, ..=0x0fff, ..]
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_addresses_are_not_public() {
        for (address, expected) in [
            ("1.1.1.1", true),
            ("9.255.255.255", true),
            ("11.0.0.0", true),
            ("100.63.255.255", true),
            ("100.128.0.0", true),
            ("169.253.0.1", true),
            ("172.15.255.255", true),
            ("172.32.0.0", true),
            ("192.0.1.1", true),
            ("192.167.0.1", true),
            ("198.17.0.1", true),
            ("223.255.255.255", true),
            ("0.0.0.0", false),
            ("0.1.2.3", false),
            ("10.1.2.3", false),
            ("100.64.0.1", false),
            ("100.127.255.255", false),
            ("127.0.0.1", false),
            ("127.255.255.254", false),
            ("169.254.169.254", false),
            ("172.16.0.1", false),
            ("172.31.255.255", false),
            ("192.0.0.8", false),
            ("192.0.2.1", false),
            ("192.168.0.1", false),
            ("198.19.255.255", false),
            ("224.0.0.1", false),
            ("240.0.0.1", false),
            ("255.255.255.255", false),
            ("2606:4700::1111", true),
            ("2a00::1", true),
            ("2002:101:101::1", true),
            ("64:ff9b::101:101", true),
            ("::ffff:1.1.1.1", true),
            ("::", false),
            ("::1", false),
            ("::7f00:1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:0:10.0.0.1", false),
            ("64:ff9b::a9fe:a9fe", false),
            ("64:ff9b:1::1", false),
            ("100::1", false),
            ("2001::1", false),
            ("2001:db8::1", false),
            ("2002:7f00:1::1", false),
            ("2002:c0a8:1::1", false),
            ("3fff::1", false),
            ("fc00::1", false),
            ("fd12:3456::1", false),
            ("fe80::1", false),
            ("fec0::1", false),
            ("ff02::1", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), expected, "{address}");
        }
    }

    /// Addresses are checked in every spelling, whatever the user has exempted.
    #[test]
    fn written_addresses_are_checked_as_they_are_meant() {
        let guard = Guard::default()
            .typed("http://127.0.0.1:8080/feed")
            .trusting(&["[::1]".to_owned(), "10.0.0.5:81".to_owned()]);
        for (address, expected) in [
            ("https://news.example/", true),
            ("http://1.1.1.1/", true),
            ("http://127.0.0.1/", false),
            ("http://127.0.0.1:8080/other", true),
            ("http://2130706433/", false),
            ("http://2130706433:8080/", true),
            ("http://0x7f.1/", false),
            ("http://017700000001/", false),
            ("http://127.1/", false),
            ("http://0/", false),
            ("http://%31%32%37.0.0.1/", false),
            ("http://１２７.0.0.1/", false),
            ("http://user:word@10.0.0.5/", false),
            ("http://10.0.0.5:81/", true),
            ("http://10.0.0.5:82/", false),
            ("http://[::1]:9999/", true),
            ("http://[::ffff:7f00:1]/", false),
        ] {
            let url = Url::parse(address).unwrap();
            assert_eq!(guard.check(&url).is_ok(), expected, "{address}");
        }
    }

    #[test]
    fn names_lead_to_public_addresses_alone() {
        let guard = Guard::with_network(is_public, |host, port| {
            let addresses: &[&str] = match host {
                "news.example" => &["1.1.1.1"],
                "both.example" => &["10.0.0.1", "1.1.1.1"],
                "inside.example" => &["10.0.0.1", "::1"],
                _ => &[],
            };
            Ok(addresses.iter().map(|ip| SocketAddr::new(ip.parse().unwrap(), port)).collect())
        });
        let first = |guard: &Guard, host: &str| {
            guard.resolve(host, 80).map(|addresses| addresses[0].ip().to_string())
        };
        assert_eq!(first(&guard, "news.example").unwrap(), "1.1.1.1");
        assert_eq!(first(&guard, "both.example").unwrap(), "1.1.1.1");
        assert!(matches!(first(&guard, "inside.example"), Err(NoWay::Closed(_))));
        assert_eq!(first(&guard, "missing.example"), Err(NoWay::NotFound));
        let guard = guard.typed("http://Inside.example/feed");
        assert_eq!(first(&guard, "inside.example").unwrap(), "10.0.0.1");
    }
}
