//! Each protocol with a server that refuses marks: nothing that it did not take is lost, and no item holds up the others.

use crate::google_reader::forward;
use crate::news::{News, Shared};
use crate::server::{Asked, Reply, Server, reply};
use crate::unruly::{all_servers, place};
use crate::world::User;
use dateline::library::{SyncSelection, Synced, Task};
use dateline::model::*;
use serde_json::json;
use std::sync::{Arc, Mutex};

/// How a server refuses a request; `None` where it carries it out.
type Refusal = Arc<Mutex<Option<Box<dyn Fn(&Asked) -> Option<Reply> + Send>>>>;

/// A server that refuses some requests.
fn refusing(inner: Server, refusal: &Refusal) -> Server {
    let refusal = Arc::clone(refusal);
    Server::new(move |asked| {
        let refused = refusal.lock().unwrap().as_ref().and_then(|refuse| refuse(asked));
        refused.unwrap_or_else(|| forward(&inner.at(""), asked))
    })
}

fn refuse(refusal: &Refusal, how: impl Fn(&Asked) -> Option<Reply> + Send + 'static) {
    *refusal.lock().unwrap() = Some(Box::new(how));
}

/// Whether a request is to mark something, or asks for what is needed to.
fn is_mark(asked: &Asked) -> bool {
    let body = String::from_utf8_lossy(&asked.body).into_owned();
    let path = asked.path.split('?').next().unwrap_or_default();
    path.ends_with("/token")
        || path.ends_with("/edit-tag")
        || (asked.method == "PUT" && path.starts_with("/v1/entries"))
        || (path.contains("/items/")
            && matches!(asked.method.as_str(), "PUT" | "POST")
            && path.contains("/apps/news/"))
        || body.contains("\"updateArticle\"")
        || body.contains("mark=item")
}

/// Each protocol with a user whose library has everything, a server and how it refuses.
fn each(items: i64, mut try_it: impl FnMut(ProtocolKind, &Shared, User, &Server, &Refusal)) {
    for (kind, news, inner) in all_servers(&|| News::with(2, items)) {
        let refusal = Refusal::default();
        let server = refusing(inner, &refusal);
        let mut user = User::new();
        user.add(&server.at(place(kind)));
        user.sync();
        try_it(kind, &news, user, &server, &refusal);
    }
}

fn waiting(user: &User) -> u64 {
    user.library.accounts().unwrap()[0].waiting
}

#[test]
fn marks_that_were_refused_once_are_sent_again() {
    let plain = [("Content-Type", "text/plain")];
    let page = [("Content-Type", "text/html")];
    let json = [("Content-Type", "application/json")];
    let answers: [(u16, &[(&str, &str)], &str); 8] = [
        // Something between here and the server.
        (200, &page, "<html>log in to use this network</html>"),
        (400, &plain, "Bad Request!"),
        (404, &plain, "not here"),
        (404, &page, "<html>no such page</html>"),
        (404, &[], ""),
        (404, &json, "{\"error_message\": \"not found\", \"message\": \"not found\"}"),
        (403, &plain, "a wall"),
        (500, &json, "{\"error_message\": \"oops\"}"),
    ];
    each(30, |kind, news, mut user, _, refusal| {
        for (at, (status, headers, body)) in answers.iter().enumerate() {
            let answer = reply(*status, headers, body);
            let bytes = answer.into_iter().map(crate::unruly::sent).collect::<Vec<_>>().concat();
            refuse(refusal, move |asked| {
                is_mark(asked).then(|| vec![crate::server::Step::Send(bytes.clone())])
            });
            let titles = [format!("Story {}", 30 - 2 * at), format!("Story {}", 29 - 2 * at)];
            user.mark(&titles[0], Flag::Read, true);
            user.mark(&titles[1], Flag::Bookmark, true);
            let synced = user.sync();
            assert_eq!((&synced.error, synced.marks), (&None, 0), "{kind} {status}");
            assert!(!synced.problems.is_empty(), "{kind} {status}: it says so");
            let account = user.library.accounts().unwrap().remove(0);
            assert_eq!(account.waiting, 2, "{kind} {status}");
            assert!(account.error.is_some_and(|error| error.contains("2 changes wait")), "{kind} {status}");
            let row = user.article(&titles[0]).row;
            assert!(!row.unread, "{kind} {status}: the server's state does not win meanwhile");
            *refusal.lock().unwrap() = None;
            user = user.restarted();
            let synced = user.sync();
            assert_eq!((synced.error, synced.problems), (None, vec![]), "{kind} {status}");
            assert_eq!(waiting(&user), 0, "{kind} {status}");
            assert_eq!(user.library.accounts().unwrap()[0].error, None, "{kind} {status}");
            let [read, starred] = titles.each_ref().map(|title| news.lock().titled(title));
            assert!(read.is_read && starred.is_starred, "{kind} {status}");
        }
    });
}

/// A mark of an item that a server does not take stays, with what it says; the others arrive.
#[test]
fn a_guilty_item_is_found_and_holds_up_no_others() {
    each(60, |kind, news, mut user, server, refusal| {
        for number in 31..=60 {
            user.mark(&format!("Story {number}"), Flag::Read, true);
        }
        user.mark("Story 45", Flag::Bookmark, true);
        let guilty = news.lock().titled("Story 47").id.to_string();
        let other = news.lock().titled("Story 45").id.to_string();
        refuse(refusal, move |asked| {
            let all = format!("{} {}", asked.path, String::from_utf8_lossy(&asked.body));
            let is_guilty = is_mark(asked)
                && (all.contains(&guilty) || all.contains(&other) && all.contains("/bookmark"));
            is_guilty.then(|| reply(400, &[("Content-Type", "text/plain")], "no such thing"))
        });
        let before = server.count();
        user.sync();
        let synced = user.sync();
        let asked = server.count() - before;
        assert!(asked < if kind == ProtocolKind::Fever { 120 } else { 80 }, "{kind}: {asked} requests");
        let stays = if kind == ProtocolKind::Miniflux { 2 } else { 1 };
        assert_eq!((&synced.error, waiting(&user)), (&None, stays), "{kind}: {synced:?}");
        assert!(synced.problems[0].contains("no such thing"), "{kind}: {synced:?}");
        for number in (31..=60).filter(|&number| number != 47) {
            assert!(news.lock().titled(&format!("Story {number}")).is_read, "{kind}: Story {number}");
        }
        let row = user.article("Story 47").row;
        assert!(!row.unread && !news.lock().titled("Story 47").is_read, "{kind}");
        *refusal.lock().unwrap() = None;
        user.sync();
        assert_eq!(waiting(&user), 0, "{kind}");
        assert!(
            news.lock().titled("Story 47").is_read && news.lock().titled("Story 45").is_starred,
            "{kind}"
        );
    });
}

/// Where a server says of the very item that it no longer has it, the mark waits no longer, and that is said.
#[test]
fn a_mark_of_what_a_server_no_longer_has_is_said_to_stay_here() {
    each(30, |kind, news, mut user, _, refusal| {
        user.mark("Story 30", Flag::Read, true);
        user.mark("Story 29", Flag::Bookmark, true);
        let ids = ["Story 30", "Story 29"].map(|title| news.lock().titled(title).id);
        news.lock().items.retain(|id, _| !ids.contains(id));
        refuse(refusal, move |asked| {
            let is_of_it = is_mark(asked) && !asked.path.ends_with("/token");
            let why = json!({ "error_message": "not found", "message": "not found" }).to_string();
            is_of_it.then(|| reply(404, &[("Content-Type", "application/json")], why))
        });
        let synced = user.sync();
        assert_eq!((&synced.error, synced.marks, waiting(&user)), (&None, 0, 0), "{kind}: {synced:?}");
        let said = synced.problems.join(" ");
        assert!(said.contains("2 marks stay here only"), "{kind}: {said}");
        assert_eq!(user.sync().problems, Vec::<String>::new(), "{kind}: once");
    });
}

/// Without being asked to, what was refused is sent again later and later.
#[test]
fn what_is_refused_is_sent_again_later_and_later() {
    each(30, |kind, _, mut user, server, refusal| {
        refuse(refusal, |asked| is_mark(asked).then(|| reply(400, &[("Content-Type", "text/plain")], "no")));
        user.mark("Story 30", Flag::Read, true);
        let due = |user: &mut User, after: i64| -> Option<Synced> {
            user.now += after;
            let now = user.now;
            user.library
                .synchronise(&SyncSelection::Due, false, &Task::new(), now, &mut |_, _| ())
                .unwrap()
                .pop()
        };
        assert!(due(&mut user, 1).is_some(), "{kind}: it waits");
        let count = server.count();
        assert!(due(&mut user, 30).is_none() && server.count() == count, "{kind}: not at once");
        assert!(due(&mut user, 60).is_some(), "{kind}: after a minute");
        assert!(due(&mut user, 90).is_none(), "{kind}: then not after a minute");
        assert_eq!(waiting(&user), 1, "{kind}");
    });
}

/// The same for changes of feeds: one that is refused once arrives with the next synchronisation.
#[test]
fn changes_of_feeds_that_were_refused_once_are_sent_again() {
    each(10, |kind, news, mut user, _, refusal| {
        if kind == ProtocolKind::Fever {
            return;
        }
        let is_change = |asked: &Asked| {
            let body = String::from_utf8_lossy(&asked.body).into_owned();
            asked.path.contains("/subscription/edit")
                || asked.method == "DELETE"
                || body.contains("\"unsubscribeFeed\"")
        };
        refuse(refusal, move |asked| {
            is_change(asked).then(|| reply(404, &[("Content-Type", "text/plain")], "not now"))
        });
        let feed = user.feed("Feed 2").id;
        user.apply(&Edit::Follow { to: Switch::Off, feeds: vec![feed] });
        let synced = user.sync();
        assert!(synced.error.is_none() && synced.problems[0].contains("not now"), "{kind}: {synced:?}");
        assert_eq!((user.feeds().len(), waiting(&user)), (1, 1), "{kind}: it stays removed here");
        *refusal.lock().unwrap() = None;
        let synced = user.sync();
        assert_eq!((synced.problems, synced.feed_changes, waiting(&user)), (vec![], 1, 0), "{kind}");
        assert_eq!((user.feeds().len(), news.lock().feeds.len()), (1, 1), "{kind}");
    });
}
