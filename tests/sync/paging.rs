//! Each protocol with a server that ignores where a page is to begin, and so repeats it for ever.

use crate::google_reader::forward;
use crate::news::News;
use crate::server::{Asked, Server};
use crate::unruly::{all_servers, place};
use crate::world::User;
use dateline::model::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A request without what says where the page begins.
fn without_position(asked: &Asked) -> Asked {
    let mut asked = asked.clone();
    if let Some((path, query)) = asked.path.split_once('?') {
        let keep = |field: &&str| {
            !["c=", "before_entry_id=", "offset=", "max_id="].iter().any(|name| field.starts_with(name))
        };
        let mut fields: Vec<&str> = query.split('&').filter(keep).collect();
        if query.contains("max_id=") {
            fields.push("max_id=9007199254740991");
        }
        asked.path = format!("{path}?{}", fields.join("&"));
    }
    if let Ok(mut body) = serde_json::from_slice::<serde_json::Value>(&asked.body) {
        body["skip"] = 0.into();
        asked.body = body.to_string().into_bytes();
    }
    asked
}

#[test]
fn a_page_that_is_repeated_ends_the_first_synchronisation() {
    for (kind, _, inner) in all_servers(&|| News::with(2, 620)) {
        let server = Server::new(move |asked| forward(&inner.at(""), &without_position(asked)));
        let mut user = User::new();
        user.add(&server.at(place(kind)));
        for _ in 0..2 {
            let before = server.count();
            let error = user.sync().error.unwrap_or_else(|| panic!("{kind}: no fault is said"));
            assert!(error.contains("repeats a page"), "{kind}: {error}");
            let asked = server.count() - before;
            assert!(asked < 30, "{kind}: {asked} requests");
        }
        assert!(user.library.counts().unwrap().articles >= 50, "{kind}: the first page is there");
        assert_eq!(user.library.accounts().unwrap()[0].state, AccountState::Failing, "{kind}");
    }
}

#[test]
fn a_page_that_is_repeated_later_ends_the_round() {
    for (kind, news, inner) in all_servers(&|| News::with(2, 30)) {
        let is_deaf = Arc::new(AtomicBool::new(false));
        let shared = Arc::clone(&is_deaf);
        let server = Server::new(move |asked| {
            if shared.load(Ordering::SeqCst) {
                return forward(&inner.at(""), &without_position(asked));
            }
            forward(&inner.at(""), asked)
        });
        let mut user = User::new();
        user.add(&server.at(place(kind)));
        assert_eq!(user.sync().error, None, "{kind}");
        is_deaf.store(true, Ordering::SeqCst);
        // More than any protocol has in one page.
        for number in 0..1_200 {
            news.lock().add_item(1, &format!("Late {number}"));
        }
        let before = server.count();
        let error = user.sync().error;
        // Nextcloud sends all that is new in one response, and Fever begins with the oldest: they need no such position.
        if !matches!(kind, ProtocolKind::Nextcloud | ProtocolKind::Fever) {
            assert!(error.is_some_and(|error| error.contains("repeats a page")), "{kind}");
        }
        let asked = server.count() - before;
        assert!(asked < 60, "{kind}: {asked} requests");
    }
}

/// Servers that send the beginning of everything whatever is asked for as newer.
#[test]
fn old_items_in_place_of_newer_ones_end_the_round() {
    for (kind, _, inner) in all_servers(&|| News::with(2, 420)) {
        if !matches!(kind, ProtocolKind::Fever | ProtocolKind::TtRss) {
            continue;
        }
        let is_deaf = Arc::new(AtomicBool::new(false));
        let shared = Arc::clone(&is_deaf);
        let server = Server::new(move |asked| {
            let mut asked = asked.clone();
            if shared.load(Ordering::SeqCst) {
                asked.path = asked.path.replace("since_id=", "since_id=0&was=");
                let body = String::from_utf8_lossy(&asked.body).replace("since_id", "was");
                asked.body = body.into_bytes();
            }
            forward(&inner.at(""), &asked)
        });
        let mut user = User::new();
        user.add(&server.at(place(kind)));
        assert_eq!(user.sync().error, None, "{kind}");
        is_deaf.store(true, Ordering::SeqCst);
        let before = server.count();
        let error = user.sync().error.unwrap_or_else(|| panic!("{kind}: no fault is said"));
        assert!(error.contains("it sends old ones"), "{kind}: {error}");
        let asked = server.count() - before;
        assert!(asked < 12, "{kind}: {asked} requests");
    }
}

/// A request for at most 100 articles, whatever was asked for.
fn for_few(asked: &Asked) -> Asked {
    let mut asked = asked.clone();
    for limit in ["limit=250", "limit=1000"] {
        asked.path = asked.path.replace(limit, "limit=100");
    }
    if asked.path.contains("stream/items/contents") {
        let body = String::from_utf8(asked.body.clone()).expect("a form");
        let (items, others): (Vec<&str>, Vec<&str>) =
            body.split('&').partition(|field| field.starts_with("i="));
        let few: Vec<&str> = items.into_iter().take(100).chain(others).collect();
        asked.body = few.join("&").into_bytes();
    }
    asked
}

#[test]
fn an_answer_with_fewer_articles_than_asked_for_loses_none() {
    for (kind, _, inner) in all_servers(&|| News::with(2, 620)) {
        let mut whole = User::new();
        whole.add(&inner.at(place(kind)));
        let server = Server::new(move |asked| forward(&inner.at(""), &for_few(asked)));
        let mut user = User::new();
        user.add(&server.at(place(kind)));
        for each in [&mut whole, &mut user] {
            let error = each.sync().error;
            assert_eq!(error, None, "{kind}");
        }
        let articles = |user: &User| user.library.counts().unwrap().articles;
        assert_eq!(articles(&user), articles(&whole), "{kind}");
        assert!(articles(&user) >= 620, "{kind}");
    }
}
