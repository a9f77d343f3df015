//! Which addresses may be requested: a test network in which 127.0.0.1 is public and higher addresses are not.

use super::server::{Server, reply};
use super::{LIMITS, client};
use dateline::fetch::{Client, Failure, Guard, Proxies, Validators};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

const OUTSIDE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const INSIDE: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

/// `outside.test` and `inside.test`.
fn network() -> Guard {
    Guard::with_network(
        |address| address == OUTSIDE,
        |host, port| {
            let address = match host {
                "inside.test" | "127.0.0.2" => INSIDE,
                _ => OUTSIDE,
            };
            Ok(vec![SocketAddr::new(address, port)])
        },
    )
}

fn guarded(guard: Guard) -> Client {
    Client::with_proxies(LIMITS, Arc::new(AtomicBool::new(false)), guard, Proxies::default())
}

/// A listener on an inner address; `None` if the system has only one loopback address.
fn inside() -> Option<TcpListener> {
    let listener = TcpListener::bind((INSIDE, 0)).ok()?;
    listener.set_nonblocking(true).ok()?;
    Some(listener)
}

#[test]
fn nothing_foreign_leads_inside() {
    let listener = inside();
    let port = listener.as_ref().map_or(9, |listener| listener.local_addr().unwrap().port());
    let outside = Server::new(move |asked| {
        let to = match asked.path.as_str() {
            "/name" => format!("http://inside.test:{port}/secret"),
            "/number" => format!("http://127.0.0.2:{port}/secret"),
            "/spelt" => format!("http://2130706434:{port}/secret"),
            "/twice" => "/name".to_owned(),
            _ => return reply(200, &[], "<rss/>"),
        };
        reply(302, &[("Location", &to)], "")
    });
    let at = |path: &str| outside.at(path).replace("127.0.0.1", "outside.test");
    let get = |guard: Guard, address: &str| guarded(guard).get(address, &Validators::default());
    assert!(get(network(), &at("/feed")).is_ok());
    for path in ["/name", "/number", "/spelt", "/twice"] {
        let failure = get(network(), &at(path)).unwrap_err();
        assert!(matches!(failure, Failure::Inside { address: INSIDE, .. }), "{path}: {failure:?}");
        assert!(failure.to_string().contains("trusted_hosts"), "{failure}");
    }
    for address in ["http://inside.test/", "http://127.0.0.2/", "http://0x7f000002/"] {
        let failure = get(network(), address).unwrap_err();
        assert!(matches!(failure, Failure::Inside { .. }), "{address}: {failure:?}");
    }
    // Nothing was ever sent there.
    assert!(listener.as_ref().is_none_or(|listener| listener.accept().is_err()));
    // What the user typed, or named in the settings, is requested even through links and redirects.
    let Some(listener) = listener else { return };
    let typed = format!("http://inside.test:{port}/");
    let named = [format!("inside.test:{port}")];
    for guard in [network().typed(&typed), network().trusting(&named)] {
        let asking = std::thread::spawn({
            let address = at("/name");
            let quick = dateline::fetch::Limits { idle: std::time::Duration::from_millis(200), ..LIMITS };
            move || {
                let client =
                    Client::with_proxies(quick, Arc::new(AtomicBool::new(false)), guard, Proxies::default());
                client.get(&address, &Validators::default())
            }
        });
        let failure = asking.join().unwrap().unwrap_err();
        assert!(!matches!(failure, Failure::Inside { .. }), "{failure:?}");
        assert!(listener.accept().is_ok(), "it was connected to");
    }
}

#[test]
fn behind_a_proxy_written_addresses_are_still_checked() {
    let proxy = Server::new(|_| reply(403, &[], ""));
    let proxies = Proxies::named_by(|name| (name == "http_proxy").then(|| proxy.at("")));
    let client = Client::with_proxies(LIMITS, Arc::new(AtomicBool::new(false)), Guard::default(), proxies);
    let failure = client.get("http://127.0.0.2/", &Validators::default()).unwrap_err();
    assert!(matches!(failure, Failure::Inside { .. }), "{failure:?}");
    assert!(proxy.asked().is_empty());
    // The proxy itself may be anywhere.
    let failure = client.get("http://news.invalid/", &Validators::default()).unwrap_err();
    assert!(matches!(failure, Failure::Proxy { .. }), "{failure:?}");
}

#[test]
fn an_open_network_is_not_guarded() {
    let server = Server::new(|_| reply(200, &[], "<rss/>"));
    assert!(client(LIMITS).get(&server.at("/feed"), &Validators::default()).is_ok());
}
