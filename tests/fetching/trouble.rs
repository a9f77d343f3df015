//! Faulty servers, and the messages about them.

use crate::server::{Reply, Server, Step, reply};
use crate::{LIMITS, client, get};
use dateline::fetch::{Failure, FetchPool, FetchRequest, Limits, Phase, Validators, Wait};
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

/// Four million times `a` in brotli.
const BROTLI_BOMB: &[u8] = &[155, 255, 255, 63, 248, 37, 194, 226, 177, 64, 32, 247, 254, 7];

/// The pause between bytes of a slow response.
const PAUSE: Duration = Duration::from_millis(20);

fn send(text: &str) -> Step {
    Step::Send(text.as_bytes().to_vec())
}

fn ask(limits: Limits, response: impl Fn() -> Reply + Send + Sync + 'static) -> Failure {
    let server = Server::new(move |_| response());
    client(limits).get(&server.at("/feed"), &Validators::default()).unwrap_err()
}

#[test]
fn addresses_that_are_none() {
    for (address, reason) in [
        ("", "relative URL without a base"),
        ("news.example/feed", "relative URL without a base"),
        ("ftp://news.example/feed", "it is neither http: nor https:"),
        ("file:///etc/passwd", "it is neither http: nor https:"),
        ("javascript:alert(1)", "it is neither http: nor https:"),
        ("http://", "empty host"),
        ("http://news.example:99999/", "invalid port number"),
    ] {
        let failure = get(address).unwrap_err();
        assert_eq!(failure, Failure::Address { address: address.into(), reason: reason.into() });
    }
}

#[test]
fn hosts_that_are_not_there() {
    let failure = get("http://there-is-no-such-host.invalid/feed").unwrap_err();
    assert_eq!(failure, Failure::HostNotFound { host: "there-is-no-such-host.invalid".into() });
    let port = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let failure = get(&format!("http://127.0.0.1:{port}/")).unwrap_err();
    assert_eq!(failure, Failure::Refused { host: "127.0.0.1".into() });
}

#[test]
fn a_secure_address_that_is_not_secure() {
    let server = Server::new(|_| reply(200, &[], "<rss/>"));
    let failure = get(&server.at("/").replace("http:", "https:")).unwrap_err();
    assert!(matches!(failure, Failure::Insecure { .. } | Failure::Garbled { .. }), "{failure:?}");
}

#[test]
fn statuses_and_when_to_ask_again() {
    let check = |status: u16, header: &'static str, expected: Option<Wait>| {
        let failure = ask(LIMITS, move || match header {
            "" => reply(status, &[], "sorry"),
            value => reply(status, &[("Retry-After", value)], "sorry"),
        });
        let host = "127.0.0.1".to_owned();
        assert_eq!(failure, Failure::Status { host, code: status, retry_after: expected });
    };
    check(404, "", None);
    check(503, "120", Some(Wait::Seconds(120)));
    check(429, "Thu, 01 Jan 2026 00:00:10 GMT", Some(Wait::Until(1_767_225_610)));
    check(410, "", None);
    check(204, "", None);
    // A redirect without a target is a status like any other.
    check(302, "", None);
}

#[test]
fn redirects_that_do_not_end() {
    let check = |to: &'static str, expected: &str| {
        let server = Server::new(move |asked| {
            let next = to.replace('N', &(asked.path.len()).to_string()).replace('P', &asked.path);
            reply(301, &[("Location", &next)], "")
        });
        let failure = get(&server.at("/a")).unwrap_err();
        let Failure::Redirects { reason, .. } = &failure else { panic!("{failure:?}") };
        assert_eq!(reason.replace(&server.at(""), ""), expected, "{to}");
        assert!(server.asked().len() <= 6, "{} questions", server.asked().len());
    };
    check("/a", "/a is repeated");
    check("/a#other", "/a is repeated");
    check("Pa", "more than 5 times");
    check("ftp://news.example/", "to ftp://news.example/, which is neither http: nor https:");
    check("file:///etc/passwd", "to file:///etc/passwd, which is neither http: nor https:");
    check("http://", "to `http://`: empty host");
}

/// Wrong lengths, endless headers, and truncated responses.
#[test]
fn what_is_no_answer() {
    let check = |response: fn() -> Reply, expected: &str| {
        let failure = ask(LIMITS, response);
        assert!(matches!(failure, Failure::Garbled { .. }), "{failure:?}");
        assert!(failure.to_string().contains(expected), "{failure}");
    };
    check(Vec::new, "it is truncated");
    check(|| vec![send("HTTP/1.1 200 OK\r\nContent-Len")], "it is truncated");
    check(|| vec![send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>")], "it is truncated");
    check(
        || vec![send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n")],
        "it is truncated",
    );
    check(|| vec![send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nlots\r\n<rss>\r\n")], "");
    check(|| vec![send("<html>this is no HTTP</html>\r\n\r\n")], "");
    check(
        || vec![send("HTTP/1.1 200 OK\r\n"), Step::Again(b"X: on and on\r\n".repeat(500), Duration::ZERO)],
        "too many headers",
    );
    check(|| vec![send("HTTP/1.1 200 OK\r\nX: "), Step::Again(vec![b'x'; 1000], Duration::ZERO)], "its head");
    check(|| reply(200, &[("Content-Encoding", "gzip")], "this is not packed"), "compression with gzip");
    check(|| reply(200, &[("Content-Encoding", "br")], "neither is this, is it"), "compression with brotli");
}

#[test]
fn more_bytes_than_anybody_needs() {
    let check = |response: fn() -> Reply| {
        let failure = ask(LIMITS, response);
        assert_eq!(failure, Failure::TooLong { host: "127.0.0.1".into(), megabytes: 1 });
    };
    check(|| vec![send("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n"), Step::Hold]);
    check(|| vec![send("HTTP/1.1 200 OK\r\n\r\n"), Step::Again(vec![b' '; 1000], Duration::ZERO)]);
    check(|| {
        let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        bomb.write_all(&vec![0; 4 << 20]).unwrap();
        reply(200, &[("Content-Encoding", "gzip")], bomb.finish().unwrap())
    });
    check(|| reply(200, &[("Content-Encoding", "br")], BROTLI_BOMB));
}

#[test]
fn exactly_as_many_bytes_as_are_taken() {
    let server = Server::new(|_| reply(200, &[], vec![b' '; LIMITS.bytes]));
    assert_eq!(get(&server.at("/")).unwrap().body.unwrap().len(), LIMITS.bytes);
}

#[test]
fn servers_that_take_their_time() {
    let short = Duration::from_millis(300);
    let check = |limits: Limits, response: fn() -> Reply, expected: Phase| {
        let failure = ask(limits, response);
        let Failure::TimedOut { phase, limit, .. } = failure else { panic!("{failure:?}") };
        assert_eq!((phase, limit), (expected, short));
    };
    let idle = Limits { idle: short, ..LIMITS };
    check(idle, || vec![Step::Hold], Phase::Idle);
    check(idle, || vec![send("HTTP/1.1 200 OK\r\nX-He"), Step::Hold], Phase::Idle);
    check(idle, || vec![send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<rss"), Step::Hold], Phase::Idle);
    check(idle, || vec![send("HTTP/1.1 200 OK\r\n\r\n"), Step::Again(b"<".to_vec(), PAUSE)], Phase::Slow);
    check(idle, || vec![send("HTTP/1.1 200 OK\r\nX: "), Step::Again(b"y".to_vec(), PAUSE)], Phase::Slow);
    let total = Limits { total: short, ..LIMITS };
    check(total, || vec![send("HTTP/1.1 200 OK\r\n\r\n"), Step::Again(b"<".to_vec(), PAUSE)], Phase::Total);
    check(total, || vec![send("HTTP/1.1 200 OK\r\nX: "), Step::Again(b"y".to_vec(), PAUSE)], Phase::Total);
}

/// A slow response is accepted if it ends in time.
#[test]
fn slowness_alone_is_no_fault() {
    let server = Server::new(|_| {
        let mut steps = vec![send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n")];
        for letter in ["<", "r", "s", "s", "/", ">"] {
            steps.extend([Step::Wait(Duration::from_millis(15)), send(letter)]);
        }
        steps
    });
    assert_eq!(get(&server.at("/")).unwrap().body.unwrap(), b"<rss/>");
}

#[test]
fn whoever_asks_can_ask_for_an_end() {
    let server = Server::new(|_| vec![Step::Hold]);
    let client = Arc::new(client(LIMITS));
    let stopper = Arc::clone(&client);
    let address = server.at("/");
    let waiting = std::thread::spawn(move || client.get(&address, &Validators::default()));
    while server.asked().is_empty() {
        std::thread::yield_now();
    }
    stopper.cancel();
    assert_eq!(waiting.join().unwrap(), Err(Failure::Cancelled));
    assert_eq!(stopper.get("http://news.invalid/", &Validators::default()), Err(Failure::Cancelled));
}

#[test]
fn an_end_is_an_end_for_all() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/quick" => reply(200, &[], "<rss/>"),
        _ => vec![Step::Hold],
    });
    let client = Arc::new(client(LIMITS));
    let request =
        |key: usize, path: &str| FetchRequest { key, address: server.at(path), known: Validators::default() };
    let mut requests = vec![request(0, "/quick")];
    requests.extend((1..20).map(|key| request(key, "/slow")));
    let mut pool = FetchPool::begin(&client, requests);
    assert_eq!(pool.next().map(|(key, _)| key), Some(0));
    client.cancel();
    assert_eq!(pool.next().map(|(key, _)| key), None);
}
