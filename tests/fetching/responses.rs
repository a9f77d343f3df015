//! Successful responses.

use crate::server::{Server, reply, reply_of_bytes};
use crate::{LIMITS, client, get};
use dateline::fetch::{Failure, FetchPool, FetchRequest, Hop, Proxies, Validators};
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// `<rss version="2.0"/>` in brotli.
const BROTLI: &[u8] = &[
    27, 19, 0, 248, 197, 83, 150, 186, 117, 76, 182, 215, 112, 117, 138, 44, 81, 144, 254, 54, 83, 104, 232,
    0,
];

#[test]
fn an_answer_says_what_it_is() {
    let server = Server::new(|_| {
        reply(
            200,
            &[("Content-Type", "text/xml; charset=utf-8"), ("Cache-Control", "max-age=7200")],
            "<rss/>",
        )
    });
    let response = get(&server.at("/feed?a=1#part")).unwrap();
    assert_eq!(response.body.as_deref(), Some(&b"<rss/>"[..]));
    assert_eq!(response.address, server.at("/feed?a=1"));
    assert_eq!(response.content_type.as_deref(), Some("text/xml; charset=utf-8"));
    assert_eq!(response.freshness.seconds, Some(7200));
    assert_eq!((response.permanent, response.hops), (None, vec![]));
}

#[test]
fn a_question_says_who_asks_and_nothing_of_the_reader() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/old" => reply(302, &[("Location", "/new"), ("Set-Cookie", "seen=1")], ""),
        _ => reply(200, &[("Set-Cookie", "seen=2")], "<rss/>"),
    });
    let client = client(LIMITS);
    for _ in 0..2 {
        client.get(&server.at("/old"), &Validators::default()).unwrap();
    }
    for asked in server.asked() {
        assert!(asked.header("user-agent").unwrap().starts_with("Dateline/"), "{asked:?}");
        assert_eq!(asked.header("accept-encoding"), Some("gzip, br"));
        assert!(asked.header("accept").unwrap().contains("application/rss+xml"));
        for name in ["referer", "if-none-match", "if-modified-since", "authorization"] {
            assert!(!asked.headers.contains_key(name), "{name}: {asked:?}");
        }
        // A server's cookies last for one chain of redirects.
        assert_eq!(asked.header("cookie"), (asked.path == "/new").then_some("seen=1"), "{asked:?}");
    }
    assert_eq!(server.asked().len(), 4);
}

#[test]
fn a_redirect_to_itself_that_sets_a_cookie_is_followed() {
    let server = Server::new(|asked| match asked.header("cookie") {
        Some("seen=1") => reply(200, &[], "<rss/>"),
        _ => reply(302, &[("Location", "/feed"), ("Set-Cookie", "seen=1; Path=/")], ""),
    });
    let response = client(LIMITS).get(&server.at("/feed"), &Validators::default()).unwrap();
    assert_eq!(response.body.as_deref(), Some(&b"<rss/>"[..]));
    let server = Server::new(|_| reply(302, &[("Location", "/feed")], ""));
    assert!(client(LIMITS).get(&server.at("/feed"), &Validators::default()).is_err());
}

#[test]
fn packed_answers_are_unpacked() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(b"<rss version=\"2.0\"/>").unwrap();
    let gzip = gzip.finish().unwrap();
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/gzip" => reply(200, &[("Content-Encoding", "gzip")], &gzip),
        "/br" => reply(200, &[("Content-Encoding", "br")], BROTLI),
        _ => reply(200, &[], "<rss version=\"2.0\"/>"),
    });
    for path in ["/gzip", "/br", "/plain"] {
        let body = get(&server.at(path)).unwrap().body.unwrap();
        assert_eq!(body, b"<rss version=\"2.0\"/>", "{path}");
    }
}

#[test]
fn validators_go_back_byte_for_byte() {
    let etag = b"W/\"caf\xe9 + \xc3\xbc \\\" \xff\"";
    let date = b"Thursday, the 3rd,  at noon";
    let server = Server::new(move |asked| match asked.headers.get("if-none-match") {
        Some(_) => reply(304, &[], ""),
        None => reply_of_bytes(200, &[("ETag", etag), ("Last-Modified", date)], "<rss/>"),
    });
    let client = client(LIMITS);
    let first = client.get(&server.at("/"), &Validators::default()).unwrap();
    let second = client.get(&server.at("/"), &first.validators).unwrap();
    assert_eq!(second.body, None);
    let asked = server.asked();
    assert_eq!(asked[1].headers["if-none-match"], etag);
    assert_eq!(asked[1].headers["if-modified-since"], date);
}

/// A server that responds "not modified" to an unconditional request has made an error.
#[test]
fn nothing_is_unchanged_that_was_never_seen() {
    let server = Server::new(|_| reply(304, &[], ""));
    assert!(matches!(get(&server.at("/")), Err(Failure::Status { code: 304, .. })));
}

#[test]
fn redirects_are_followed_and_told() {
    let server = Server::new(|asked| {
        let (status, to) = match asked.path.as_str() {
            "/for-good" => (301, "/for-good-too"),
            "/for-good-too" => (308, "end"),
            "/passing" => (302, "/for-good"),
            "/other" => (307, "//127.0.0.1:0/../caf\u{e9} x#part"),
            "/see" => (303, "/end"),
            "/choice" => (300, "/end"),
            _ => return reply(200, &[], "<rss/>"),
        };
        reply_of_bytes(status, &[("Location", to.as_bytes())], "moved")
    });
    let check = |path: &str, permanent: Option<&str>, hops: &[(u16, &str)]| {
        let response = get(&server.at(path)).unwrap();
        let hops: Vec<Hop> = hops.iter().map(|&(status, to)| Hop { status, to: server.at(to) }).collect();
        assert_eq!(response.hops, hops, "{path}");
        assert_eq!(response.permanent, permanent.map(|path| server.at(path)), "{path}");
        assert_eq!(response.address, hops.last().map_or(server.at(path), |hop| hop.to.clone()), "{path}");
    };
    check("/end", None, &[]);
    check("/for-good", Some("/end"), &[(301, "/for-good-too"), (308, "/end")]);
    check("/passing", None, &[(302, "/for-good"), (301, "/for-good-too"), (308, "/end")]);
    check("/see", None, &[(303, "/end")]);
    check("/choice", None, &[(300, "/end")]);
    // Nothing listens on port 0; only the parsed address matters.
    let failure = get(&server.at("/other")).unwrap_err();
    assert!(matches!(failure, Failure::Refused { .. } | Failure::Unreachable { .. }), "{failure:?}");
}

#[test]
fn conditions_are_sent_along_redirects() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/old" => reply(301, &[("Location", "/new")], ""),
        _ => reply(304, &[], ""),
    });
    let known = Validators { etag: Some("\"1\"".into()), last_modified: None };
    let response = client(LIMITS).get(&server.at("/old"), &known).unwrap();
    assert_eq!((response.body, response.permanent), (None, Some(server.at("/new"))));
    assert_eq!(server.asked()[1].header("if-none-match"), Some("\"1\""));
}

#[test]
fn a_proxy_is_asked_in_place_of_the_host() {
    let server = Server::new(|_| reply(403, &[], ""));
    let of_environment = |name: &str| (name == "http_proxy").then(|| server.at(""));
    let proxies = Proxies::named_by(of_environment);
    let client = dateline::fetch::Client::with_proxies(
        LIMITS,
        Arc::new(AtomicBool::new(false)),
        super::everywhere(),
        proxies,
    );
    let failure = client.get("http://news.invalid/feed", &Validators::default()).unwrap_err();
    assert!(matches!(failure, Failure::Proxy { .. }), "{failure:?}");
    assert_eq!(server.asked()[0].path, "news.invalid:80");
}

fn request(key: usize, address: String) -> FetchRequest<usize> {
    FetchRequest { key, address, known: Validators::default() }
}

#[test]
fn many_are_asked_at_once_and_few_of_one_host() {
    let server = Server::new(|_| {
        let mut steps = vec![crate::server::Step::Wait(Duration::from_millis(30))];
        steps.extend(reply(200, &[], "<rss/>"));
        steps
    });
    let client = Arc::new(client(LIMITS));
    let mut requests: Vec<_> = (0..9).map(|key| request(key, server.at(&format!("/{key}")))).collect();
    let mut keys: Vec<_> = FetchPool::begin(&client, requests.clone())
        .map(|(key, response)| {
            assert!(response.is_ok(), "{response:?}");
            key
        })
        .collect();
    keys.sort_unstable();
    assert_eq!(keys, (0..9).collect::<Vec<_>>());
    assert!(server.busiest() <= 2, "{} at once", server.busiest());
    requests.extend((9..18).map(|key| request(key, server.at_localhost(&format!("/{key}")))));
    requests.push(request(18, "no address".to_owned()));
    let responses: Vec<_> = FetchPool::begin(&client, requests).collect();
    assert_eq!(responses.len(), 19);
    assert_eq!(responses.iter().filter(|(_, response)| response.is_err()).count(), 1);
    assert!(server.busiest() <= 4, "{} at once", server.busiest());
}

/// After too many requests to a host, its other addresses are not requested.
#[test]
fn a_host_that_is_asked_too_often_is_left_alone() {
    let busy = Server::new(|_| reply(429, &[("Retry-After", "3600")], ""));
    let client = Arc::new(client(LIMITS));
    let requests = (0..9).map(|key| request(key, busy.at(&format!("/{key}")))).collect();
    let mut responses: Vec<_> = FetchPool::begin(&client, requests).collect();
    responses.sort_by_key(|(key, _)| *key);
    assert_eq!(responses.iter().map(|(key, _)| *key).collect::<Vec<_>>(), (0..9).collect::<Vec<_>>());
    for (_, response) in &responses {
        assert!(
            matches!(response, Err(Failure::Status { code: 429, retry_after: Some(_), .. })),
            "{response:?}"
        );
    }
    assert!(busy.asked().len() <= 2, "{} asked", busy.asked().len());
}

/// A hundred addresses that all redirect to one host: that host is spared as well.
#[test]
fn a_host_that_others_lead_to_is_spared_too() {
    let front = Server::new(|_| {
        let mut steps = vec![crate::server::Step::Wait(Duration::from_millis(30))];
        steps.extend(reply(200, &[], "<rss/>"));
        steps
    });
    let to = front.at("/");
    let doors = Server::new(move |_| reply(302, &[("Location", &to)], ""));
    let client = Arc::new(client(LIMITS));
    let requests = (0..8).map(|key| request(key, doors.at_localhost(&format!("/{key}")))).collect();
    assert_eq!(FetchPool::begin(&client, requests).filter(|(_, response)| response.is_ok()).count(), 8);
    assert!(front.busiest() <= 2, "{} at once", front.busiest());
}

#[test]
fn a_header_that_cannot_be_read_costs_nothing_else() {
    let server = Server::new(|_| {
        let odd: [(&str, &[u8]); 3] = [("X-Odd", b"a\x01b"), ("Not a name", b"c"), ("ETag", b"\"7\"")];
        reply_of_bytes(200, &odd, "<rss/>")
    });
    let response = get(&server.at("/feed")).unwrap();
    assert_eq!(response.body.as_deref(), Some(&b"<rss/>"[..]));
    assert_eq!(response.validators.etag.as_deref(), Some("\"7\""));
}
