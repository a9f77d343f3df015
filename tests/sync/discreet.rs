//! Each protocol with a server that tells in its errors what it was sent, or that ends the session: no password is shown,
//! logged or stored, and none is blamed that was right.

use crate::google_reader::forward;
use crate::news::News;
use crate::server::{Asked, Reply, Server, reply};
use crate::unruly::{all_servers, place};
use crate::world::User;
use dateline::model::*;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the user or the server gave, in each of the forms in which it is sent.
const SECRETS: [&str; 6] = [
    "secret",
    "YW5uOnNlY3JldA",
    "5bdf88162a706752a8ca6fe5eab3a60f",
    "GoogleLogin auth=ann/1",
    "a-token-of-some-length",
    "\"sid\":\"s1\"",
];

/// What a server was sent, in parts.
fn echoes(asked: &Asked) -> [String; 3] {
    let body = String::from_utf8_lossy(&asked.body).into_owned();
    let login = asked.header("authorization").or(asked.header("x-auth-token")).unwrap_or_default();
    let of_json = serde_json::from_slice::<Value>(&asked.body).unwrap_or_default();
    let told = ["password", "sid"].iter().find_map(|name| of_json[*name].as_str());
    [login.to_owned(), body, told.map_or(String::new(), |told| format!("no \"sid\":\"{told}\""))]
}

fn faults(echo: &str) -> [Reply; 3] {
    let json_of = |value: Value| reply(422, &[("Content-Type", "application/json")], value.to_string());
    [
        reply(400, &[("Content-Type", "text/plain")], echo),
        json_of(json!({ "error_message": echo, "message": echo })),
        reply(
            200,
            &[("Content-Type", "application/json")],
            json!({ "status": 1, "content": { "error": echo } }).to_string(),
        ),
    ]
}

#[test]
fn what_a_server_repeats_of_a_login_is_neither_shown_nor_stored() {
    for (kind, _, inner) in all_servers(&|| News::with(2, 30)) {
        // From which request on it fails, with what of it, and how.
        let [from, part, fault] = [usize::MAX, 0, 0].map(|value| Arc::new(AtomicUsize::new(value)));
        let (of_server, count) = ([&from, &part, &fault].map(Arc::clone), AtomicUsize::new(0));
        let server = Server::new(move |asked| {
            let [from, part, fault] = of_server.each_ref().map(|each| each.load(Ordering::SeqCst));
            if from == usize::MAX {
                count.store(0, Ordering::SeqCst);
            }
            if count.fetch_add(1, Ordering::SeqCst) < from {
                return forward(&inner.at(""), asked);
            }
            faults(&echoes(asked)[part]).into_iter().nth(fault).unwrap()
        });
        let mut user = User::new();
        user.add(&server.at(place(kind)));
        for (requests, part_of, how) in
            (0..4).flat_map(|requests| (0..9).map(move |each| (requests, each / 3, each % 3)))
        {
            from.store(usize::MAX, Ordering::SeqCst);
            user.now += 86_400;
            assert_eq!(user.sync().error, None, "{kind}");
            let number = 30 - requests;
            user.mark(&format!("Story {number}"), Flag::Read, how % 2 == 0);
            for (place, value) in [(&part, part_of), (&fault, how), (&from, requests)] {
                place.store(value, Ordering::SeqCst);
            }
            let synced = user.sync();
            let account = user.library.accounts().unwrap().remove(0);
            let said = format!("{:?} {:?} {:?}", synced.error, synced.problems, account.error);
            for secret in SECRETS {
                assert!(!said.contains(secret), "{kind} {requests} {part_of} {how}: {said}");
            }
        }
        user.while_closed(|folder| {
            for file in std::fs::read_dir(folder).unwrap().flatten().filter(|file| file.path().is_file()) {
                if file.file_name() == "passwords.json" {
                    continue;
                }
                let bytes = std::fs::read(file.path()).unwrap();
                // A column of the database has the name of the first one.
                for secret in SECRETS[1..].iter().chain(&["=secret", ":secret", "secret]", "\"secret\""]) {
                    let is_in = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
                    assert!(!is_in, "{kind}: {secret} in {:?}", file.file_name());
                }
            }
        });
    }
}

/// Whether a request logs in.
fn is_login(asked: &Asked) -> bool {
    asked.path.contains("ClientLogin") || String::from_utf8_lossy(&asked.body).contains("\"login\"")
}

#[test]
fn a_session_that_ends_is_renewed_and_no_right_password_is_blamed() {
    for (kind, _, inner) in all_servers(&|| News::with(2, 30)) {
        let (until, for_so_many) = (Arc::new(AtomicUsize::new(usize::MAX)), Arc::new(AtomicUsize::new(0)));
        let (left, wrong) = (Arc::clone(&until), Arc::clone(&for_so_many));
        let server = Server::new(move |asked| {
            let is_counted = left.load(Ordering::SeqCst) != usize::MAX && !is_login(asked);
            if is_counted && left.load(Ordering::SeqCst) > 0 {
                left.fetch_sub(1, Ordering::SeqCst);
            } else if is_counted && wrong.load(Ordering::SeqCst) > 0 {
                wrong.fetch_sub(1, Ordering::SeqCst);
                return reply(401, &[("Content-Type", "text/plain")], "Unauthorized!");
            }
            forward(&inner.at(""), asked)
        });
        let mut user = User::new();
        user.add(&server.at(place(kind)));
        for requests in 1..4 {
            until.store(requests, Ordering::SeqCst);
            for_so_many.store(1, Ordering::SeqCst);
            user.now += 86_400;
            assert_eq!(user.sync().error, None, "{kind}: once after {requests} requests");
        }
        until.store(2, Ordering::SeqCst);
        for_so_many.store(usize::MAX, Ordering::SeqCst);
        user.now += 86_400;
        let error = user.sync().error.unwrap_or_default();
        assert!(error.contains("accepted the password of ann and then refused"), "{kind}: {error}");
    }
}
