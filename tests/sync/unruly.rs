//! Each protocol with a server that fails in the middle, or sends its items in another order and twice.

use crate::google_reader::forward;
use crate::news::{News, Shared};
use crate::others::servers;
use crate::server::{Asked, Reply, Server, Step, reply};
use crate::speaks_google_reader::{Ways, start};
use crate::world::User;
use dateline::model::*;
use serde_json::Value;
use std::sync::{Arc, Mutex};

/// Each server with its protocol.
pub fn all_servers(news: &dyn Fn() -> Shared) -> Vec<(ProtocolKind, Shared, Server)> {
    let mut all: Vec<_> =
        servers(news).into_iter().map(|(kind, _, news, server)| (kind, news, server)).collect();
    let news = news();
    let server = start(&news, Ways { page: 50, ..Ways::default() });
    all.push((ProtocolKind::GoogleReader, news, server));
    all
}

/// Where a user says that a server is.
pub fn place(kind: ProtocolKind) -> &'static str {
    if kind == ProtocolKind::GoogleReader { "/api/greader.php" } else { "" }
}

/// What goes wrong from a request on.
type Trouble = Option<(usize, fn() -> Reply)>;

/// A server that fails from some request on.
fn failing(inner: Server, trouble: &Arc<Mutex<Trouble>>) -> Server {
    let trouble = Arc::clone(trouble);
    Server::new(move |asked| {
        let mut trouble = trouble.lock().unwrap();
        match trouble.as_mut() {
            Some((0, reply)) => return reply(),
            Some((left, _)) => *left -= 1,
            None => {}
        }
        drop(trouble);
        forward(&inner.at(""), asked)
    })
}

#[test]
fn trouble_in_the_middle_loses_nothing() {
    for (kind, news, inner) in all_servers(&|| News::with(2, 620)) {
        let trouble = Arc::default();
        let server = failing(inner, &trouble);
        let mut user = User::new();
        user.add(&server.at(place(kind)));
        for (at, reply, says) in [
            (3, (|| reply(429, &[("Retry-After", "120")], "slow down")) as fn() -> Reply, "asks for a pause"),
            (
                3,
                || reply(200, &[("Content-Type", "application/json")], "{\"items\": [{\"id"),
                "cannot be read",
            ),
            (
                3,
                || reply(200, &[("Content-Type", "text/html")], "<html>log in here</html>"),
                "is not the address",
            ),
            (3, || reply(200, &[("Content-Type", "application/json")], "[[[]]]"), "cannot be read"),
            (3, || reply(500, &[], "oops"), "answered 500"),
            (
                3,
                || vec![Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"it".to_vec())],
                "damaged",
            ),
            (3, Vec::new, ""),
            (3, || reply(401, &[], ""), "password"),
        ] {
            *trouble.lock().unwrap() = Some((at, reply));
            user.now += 86_400;
            let error = user.sync().error.unwrap_or_else(|| panic!("{kind}: no error, but {says}"));
            assert!(error.contains(says) && !error.contains("secret"), "{kind}: {error}");
            assert_eq!(user.library.accounts().unwrap()[0].state, AccountState::Failing, "{kind}");
        }
        *trouble.lock().unwrap() = None;
        user.now += 86_400;
        assert_eq!(user.sync().error, None, "{kind}");
        let counts = user.library.counts().unwrap();
        assert_eq!((counts.articles, counts.unread), (620, 310), "{kind}");
        // What is marked meanwhile arrives once the server can be reached.
        user.mark("Story 620", Flag::Read, true);
        *trouble.lock().unwrap() = Some((0, Vec::new));
        assert!(user.sync().error.is_some(), "{kind}");
        *trouble.lock().unwrap() = None;
        user.now += 86_400;
        assert_eq!(user.sync().error, None, "{kind}");
        assert!(news.lock().titled("Story 620").is_read, "{kind}");
    }
}

/// Turns lists of items around, and repeats one of them.
fn shuffled(answer: Reply) -> Reply {
    let whole: Vec<u8> = answer.into_iter().flat_map(sent).collect();
    let split = whole.windows(4).position(|bytes| bytes == b"\r\n\r\n").map_or(0, |at| at + 4);
    let Ok(mut json) = serde_json::from_slice::<Value>(&whole[split..]) else {
        return vec![Step::Send(whole)];
    };
    for name in ["items", "entries", "content", "itemRefs"] {
        if let Some(items) = json.get_mut(name).and_then(Value::as_array_mut) {
            items.reverse();
            items.extend(items.first().cloned());
        }
    }
    let head = String::from_utf8_lossy(&whole[..split]).into_owned();
    let is_kept = |line: &&str| !line.to_lowercase().starts_with("content-length") && !line.is_empty();
    let kept: Vec<&str> = head.lines().filter(is_kept).collect();
    let body = json.to_string();
    let whole = format!("{}\r\nContent-Length: {}\r\n\r\n{body}", kept.join("\r\n"), body.len());
    vec![Step::Send(whole.into_bytes())]
}

/// The bytes that a step sends.
pub fn sent(step: Step) -> Vec<u8> {
    match step {
        Step::Send(bytes) => bytes,
        _ => Vec::new(),
    }
}

#[test]
fn items_in_another_order_and_twice_are_the_same() {
    for (kind, news, inner) in all_servers(&|| News::with(2, 620)) {
        let server = Server::new(move |asked: &Asked| shuffled(forward(&inner.at(""), asked)));
        let mut user = User::new();
        user.add(&server.at(place(kind)));
        assert_eq!(user.sync().error, None, "{kind}");
        let counts = user.library.counts().unwrap();
        assert_eq!((counts.articles, counts.unread), (620, 310), "{kind}");
        news.lock().add_item(1, "Story new");
        user.mark("Story 3", Flag::Read, false);
        let synced = user.sync();
        assert_eq!((synced.added.articles, synced.error), (1, None), "{kind}");
        assert!(!news.lock().titled("Story 3").is_read, "{kind}");
        assert_eq!(user.library.counts().unwrap().unread, 312, "{kind}");
    }
}
