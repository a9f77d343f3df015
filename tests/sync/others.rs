//! Miniflux, Nextcloud News, Tiny Tiny RSS and Fever: the same stories with each.

use crate::google_reader::forward;
use crate::news::{News, Shared};
use crate::server::{Server, Step};
use crate::speaks_google_reader::{Ways, start};
use crate::speaks_others::{fever, miniflux, nextcloud, tt_rss};
use crate::world::User;
use dateline::library::{Input, SyncSelection, Task};
use dateline::model::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Each server with its protocol, and where its interface is.
pub fn servers(news: &dyn Fn() -> Shared) -> Vec<(ProtocolKind, &'static str, Shared, Server)> {
    let shared: Vec<Shared> = (0..5).map(|_| news()).collect();
    vec![
        (ProtocolKind::Miniflux, "", shared[0].clone(), miniflux(&shared[0])),
        (
            ProtocolKind::Nextcloud,
            "/index.php/apps/news/api/v1-3",
            shared[1].clone(),
            nextcloud(&shared[1], "v1-3"),
        ),
        (
            ProtocolKind::Nextcloud,
            "/index.php/apps/news/api/v1-2",
            shared[2].clone(),
            nextcloud(&shared[2], "v1-2"),
        ),
        (ProtocolKind::TtRss, "/tt-rss/api", shared[3].clone(), tt_rss(&shared[3])),
        (ProtocolKind::Fever, "/fever", shared[4].clone(), fever(&shared[4])),
    ]
}

#[test]
fn each_protocol_is_found_and_brings_what_is_there() {
    let news = || {
        let news = News::with(3, 620);
        news.lock().feeds.get_mut(&2).unwrap().folder = Some("Sea".to_owned());
        let id = news.lock().titled("Story 620").id;
        news.lock().change(id, |item| item.is_starred = true);
        news
    };
    for (kind, path, _, server) in servers(&news) {
        let mut user = User::new();
        let added = user.add(&server.at(""));
        assert_eq!((added.protocol, added.url), (kind, server.at(path)));
        let synced = user.sync();
        assert_eq!((synced.added.articles, synced.feeds, &synced.error), (620, 3, &None), "{kind}");
        let counts = user.library.counts().unwrap();
        assert_eq!((counts.unread, counts.bookmarked), (310, 1), "{kind}");
        assert!(user.feed("Feed 2").tags.contains(&"Sea".to_owned()), "{kind}");
        let before = server.asked().len();
        let synced = user.sync();
        assert_eq!((synced.added.articles, synced.states, synced.error), (0, 0, None), "{kind}");
        // Thoroughly, Tiny Tiny RSS lists all that is unread, 200 at a time, and logs in once more.
        let most = if kind == ProtocolKind::TtRss { 14 } else { 5 };
        let asked = server.asked().len() - before;
        assert!(asked <= most, "{kind}: {asked} requests with nothing new");
    }
}

#[test]
fn states_go_both_ways_with_each_protocol() {
    for (kind, _, news, server) in servers(&|| News::with(2, 30)) {
        let mut user = User::new();
        user.add(&server.at(""));
        user.sync();
        user.mark("Story 30", Flag::Read, true);
        user.mark("Story 2", Flag::Read, false);
        user.mark("Story 29", Flag::Bookmark, true);
        user.mark("Story 28", Flag::Bookmark, true);
        user.mark("Story 28", Flag::Bookmark, false);
        let id = news.lock().titled("Story 27").id;
        news.lock().change(id, |item| (item.is_read, item.is_starred) = (true, true));
        news.lock().add_item(1, "Story new");
        let synced = user.sync();
        assert_eq!((synced.added.articles, &synced.error), (1, &None), "{kind}: {synced:?}");
        for (title, is_read, is_starred) in [
            ("Story 30", true, false),
            ("Story 2", false, false),
            ("Story 29", false, true),
            ("Story 28", false, false),
            ("Story 27", true, true),
            ("Story new", false, false),
        ] {
            let (item, row) = (news.lock().titled(title), user.article(title).row);
            assert_eq!((item.is_read, item.is_starred), (is_read, is_starred), "{kind}: {title} there");
            assert_eq!((!row.unread, row.bookmarked), (is_read, is_starred), "{kind}: {title} here");
        }
        // A toggle that was carried out and not acknowledged is not undone by the next attempt.
        let marks = news.lock().marks;
        user.sync();
        assert_eq!(news.lock().marks, marks, "{kind}");
        user.undo();
        user.undo();
        user.sync();
        assert!(!news.lock().titled("Story 28").is_starred, "{kind}");
    }
}

/// Tiny Tiny RSS lists 200 ids a page: its counters tell that nothing else has changed than what was sent and what came.
#[test]
fn counters_spare_the_lists_of_ids() {
    let news = News::with(4, 1_300);
    let server = tt_rss(&news);
    let mut user = User::new();
    user.add(&server.at(""));
    user.sync();
    let round = |user: &mut User| {
        let before = server.asked().len();
        user.now += 60;
        let which = dateline::library::SyncSelection::All;
        let task = dateline::library::Task::new();
        let synced = user.library.synchronise(&which, false, &task, user.now, &mut |_, _| ()).unwrap();
        assert_eq!(synced[0].error, None);
        (server.asked().len() - before, synced[0].states)
    };
    // The session ends with every ninth request, so that a round may take two more.
    let (requests, _) = round(&mut user);
    assert!(requests <= 7, "{requests} requests with nothing new");
    user.mark("Story 1300", Flag::Read, true);
    user.mark("Story 1299", Flag::Bookmark, true);
    news.lock().add_item(2, "Story new");
    let (requests, states) = round(&mut user);
    assert!(requests <= 11 && states == 0, "{requests} requests, {states} states");
    // What somebody else changes is seen, also together with marks that are sent.
    for (theirs, own) in [("Story 1298", None), ("Story 1297", Some("Story 1296"))] {
        let id = news.lock().titled(theirs).id;
        news.lock().change(id, |item| item.is_read = true);
        if let Some(own) = own {
            user.mark(own, Flag::Read, true);
        }
        assert_eq!(round(&mut user).1, 1, "{theirs}");
        assert!(!user.article(theirs).row.unread, "{theirs}");
    }
}

/// A program that ends in the middle of sending, and does not know what the server has carried out, expects the same of the
/// counters afterwards: the lists of ids, a request for each 200, are not needed.
#[test]
fn counters_spare_the_lists_after_a_kill() {
    let news = News::with(4, 2_400);
    let (is_cut, inner) = (Arc::new(AtomicBool::new(false)), tt_rss(&news));
    let (shared, base, there) = (Arc::clone(&is_cut), inner.at(""), news.clone());
    let server = Server::new(move |asked| {
        let answer = forward(&base, asked);
        let is_half = there.lock().items.values().filter(|item| item.is_read).count() < 600;
        if is_half && shared.swap(false, Ordering::SeqCst) { Vec::new() } else { answer }
    });
    let mut user = User::new();
    user.add(&server.at(""));
    user.sync();
    let articles: Vec<ArticleId> = user.rows(&ListQuery::default()).iter().map(Row::id).collect();
    user.apply(&Edit::Marks { flag: Flag::Read, to: Switch::Off, articles, since: Vec::new() });
    is_cut.store(true, Ordering::SeqCst);
    let before = server.count();
    let round = |user: &mut User| {
        user.now += 60;
        let synced =
            user.library.synchronise(&SyncSelection::All, false, &Task::new(), user.now, &mut |_, _| ());
        synced.unwrap().remove(0)
    };
    assert!(round(&mut user).error.is_some(), "the answer was lost");
    let mut user = user.restarted();
    let synced = round(&mut user);
    assert_eq!((synced.error, synced.states), (None, 0));
    assert!(news.lock().items.values().all(|item| !item.is_read));
    // The session ends with every ninth request.
    let asked = server.count() - before;
    assert!(asked <= 14, "{asked} requests");
    let id = news.lock().titled("Story 7").id;
    news.lock().change(id, |item| item.is_read = true);
    assert_eq!(round(&mut user).states, 1, "what somebody else changes is seen");
}

/// Nextcloud News sends all that has changed in one answer, however much it is. One that is longer than anybody needs is
/// replaced by all pages.
#[test]
fn all_changes_of_nextcloud_are_taken() {
    let news = News::with(2, 1_300);
    let (is_too_long, inner) = (Arc::new(AtomicBool::new(false)), nextcloud(&news, "v1-3"));
    let (shared, base) = (Arc::clone(&is_too_long), inner.at(""));
    let server = Server::new(move |asked| {
        if shared.load(Ordering::SeqCst) && asked.path.contains("/items/updated") {
            return vec![
                Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n".to_vec()),
                Step::Hold,
            ];
        }
        forward(&base, asked)
    });
    let mut user = User::new();
    user.add(&server.at(""));
    user.sync();
    let sync = |user: &mut User| {
        let before = server.count();
        let synced = user.sync();
        assert_eq!(synced.error, None);
        (synced.added.articles, user.library.counts().unwrap().unread, server.count() - before)
    };
    let mark_all = |to| {
        let ids: Vec<i64> = news.lock().items.keys().copied().collect();
        for id in ids {
            news.lock().change(id, |item| item.is_read = to);
        }
    };
    mark_all(true);
    for number in 0..700 {
        news.lock().add_item(1 + number % 2, &format!("Late {number}"));
    }
    assert_eq!(sync(&mut user), (700, 700, 3), "in one answer");
    mark_all(true);
    is_too_long.store(true, Ordering::SeqCst);
    let (added, unread, asked) = sync(&mut user);
    assert_eq!((added, unread), (0, 0), "by pages");
    assert!(asked <= 3 + 2_000 / 250 + 1, "{asked} requests");
    // It goes on from there.
    is_too_long.store(false, Ordering::SeqCst);
    let id = news.lock().titled("Story 7").id;
    news.lock().change(id, |item| item.is_read = false);
    assert_eq!(sync(&mut user), (0, 1, 3));
}

/// What concerns neither an account's articles nor its feeds does not wait for it.
#[test]
fn only_what_will_be_sent_waits() {
    let (news, other) = (News::with(1, 4), News::with(0, 0));
    {
        let mut other = other.lock();
        other.add_feed("https://quay.example/rss", Some("Quay".to_owned()), None);
        other.add_item(1, "Quay 1");
    }
    let (reader, flux) = (start(&news, Ways::default()), miniflux(&other));
    let mut user = User::new();
    user.add(&reader.at(""));
    user.add(&flux.at(""));
    let text = "# Local\n\nThe ferry left Bergen at noon, and nobody here was on board of it.";
    let input = Input::Bytes { name: "local.md".to_owned(), bytes: text.into() };
    user.library.add(&[input], &Task::new(), user.now).unwrap();
    user.sync_all();
    let waiting = |user: &User| -> Vec<u64> {
        user.library.accounts().unwrap().iter().map(|account| account.waiting).collect()
    };
    let sea = || Flag::Tag("sea".to_owned());
    user.mark("Local", Flag::Read, true);
    user.mark("Local", sea(), true);
    user.mark("Quay 1", sea(), true);
    assert_eq!(waiting(&user), [0, 0], "no article of theirs, or no labels");
    let synced = user.library.synchronise(&SyncSelection::Due, false, &Task::new(), user.now, &mut |_, _| ());
    assert!(synced.unwrap().is_empty(), "none is contacted for it");
    user.mark("Story 4", Flag::Read, true);
    user.mark("Story 4", sea(), true);
    assert_eq!(waiting(&user), [2, 0]);
    user.mark("Quay 1", Flag::Bookmark, true);
    let feed = user.feed("Quay").id;
    user.apply(&Edit::Feed { feed, edit: FeedEdit::Rename(Some("Pier".to_owned())) });
    assert_eq!(waiting(&user), [2, 2]);
    let now = user.now;
    let synced = user.library.synchronise(&SyncSelection::Due, false, &Task::new(), now, &mut |_, _| ());
    let sent: Vec<(u64, u64)> =
        synced.unwrap().iter().map(|synced| (synced.marks, synced.feed_changes)).collect();
    assert_eq!((sent, waiting(&user)), (vec![(2, 0), (1, 1)], vec![0, 0]));
}

/// Marks of an item that the server has deleted do not hold up the others.
#[test]
fn marks_of_what_is_gone_are_no_failure() {
    for (kind, _, news, server) in servers(&|| News::with(2, 30)) {
        let mut user = User::new();
        user.add(&server.at(""));
        user.sync();
        for title in ["Story 28", "Story 30"] {
            user.mark(title, Flag::Read, true);
            user.mark(title, Flag::Bookmark, true);
        }
        let gone = news.lock().titled("Story 30").id;
        news.lock().items.remove(&gone);
        let synced = user.sync();
        assert_eq!((&synced.error, &synced.problems), (&None, &Vec::new()), "{kind}");
        let item = news.lock().titled("Story 28");
        assert!(item.is_read && item.is_starred, "{kind}");
        assert_eq!(user.library.counts().unwrap().articles, 30, "{kind}: it stays here");
    }
}

#[test]
fn feeds_go_both_ways_where_the_protocol_can() {
    for (kind, _, news, server) in servers(&|| News::with(3, 6)) {
        let mut user = User::new();
        user.add(&server.at(""));
        user.sync();
        let id = |user: &User, title: &str| user.feed(title).id;
        let (one, two) = (id(&user, "Feed 1"), id(&user, "Feed 2"));
        user.apply(&Edit::Feed { feed: one, edit: FeedEdit::Rename(Some("Pier".to_owned())) });
        user.apply(&Edit::Feed { feed: one, edit: FeedEdit::Tag("Sea".to_owned(), Switch::On) });
        user.apply(&Edit::Follow { to: Switch::Off, feeds: vec![two] });
        let synced = user.sync();
        assert_eq!(synced.error, None, "{kind}");
        let (can_rename, can_remove) = match kind {
            ProtocolKind::Fever => (false, false),
            ProtocolKind::TtRss => (false, true),
            _ => (true, true),
        };
        assert_eq!(news.lock().feeds[&1].title == "Pier", can_rename, "{kind}");
        assert_eq!(!news.lock().feeds.contains_key(&2), can_remove, "{kind}");
        assert_eq!(synced.problems.is_empty(), can_rename && can_remove, "{kind}: {:?}", synced.problems);
        assert_eq!(user.feed("Pier").id, one, "{kind}: its name here is the user's");
        user.undo();
        user.sync();
        let is_there = news.lock().feeds.values().any(|feed| feed.url == "https://feed2.example/rss");
        assert!(is_there, "{kind}: undone");
        // A feed of Dateline's own is handed to the server.
        let mut added = dateline::library::Added::default();
        let how = dateline::library::FollowOptions {
            is_offline: true,
            ..dateline::library::FollowOptions::default()
        };
        let task = dateline::library::Task::new();
        user.library.follow("https://own.example/rss", how, &task, user.now, &mut added).unwrap();
        let own = id(&user, "https://own.example/rss");
        user.apply(&Edit::Feed { feed: own, edit: FeedEdit::Account(AccountId(1), Switch::On) });
        let synced = user.sync();
        let is_there = news.lock().feeds.values().any(|feed| feed.url == "https://own.example/rss");
        assert_eq!(is_there, can_remove, "{kind}: {synced:?}");
        assert_eq!(
            user.feeds().iter().any(|feed| feed.id == own && feed.account.is_some()),
            can_remove,
            "{kind}"
        );
        // It was never fetched here, so that its title is the server's.
        let title = if can_remove { "Own quay" } else { "https://own.example/rss" };
        assert_eq!(id(&user, title), own, "{kind}");
    }
}

#[test]
fn an_address_with_a_password_is_refused_and_not_repeated() {
    let server = servers(&|| News::with(1, 1)).remove(0).3;
    let address = server.at("").replacen("://", "://ann:wr0ng@", 1);
    let why = User::new().try_add(&address, "ann", "secret").unwrap_err();
    assert!(why.contains("leave them out") && !why.contains("wr0ng"), "{why}");
    assert_eq!(server.count(), 0, "nobody was asked");
}

#[test]
fn a_wrong_password_is_answered_with_what_each_server_wants() {
    for (kind, _, _, server) in servers(&|| News::with(1, 1)) {
        let mut user = User::new();
        let why = user.try_add(&server.at(""), "ann", "wr0ng").unwrap_err();
        let says = match kind {
            ProtocolKind::Miniflux => "API keys",
            ProtocolKind::Nextcloud => "app password",
            ProtocolKind::TtRss => "browser",
            _ => "FreshRSS has a password of its own",
        };
        assert!(why.contains(says) && !why.contains("wr0ng"), "{kind}: {why}");
    }
}

/// Miniflux takes a token without a name, and a name with a token in place of a password.
#[test]
fn a_token_needs_no_name() {
    let news = News::with(1, 2);
    let server = miniflux(&news);
    let mut user = User::new();
    user.try_add(&server.at(""), "", "secret").unwrap();
    user.try_add(&server.at("/v1"), "bob", "secret").unwrap();
    let names: Vec<String> =
        user.library.accounts().unwrap().into_iter().map(|account| account.name).collect();
    assert_eq!(names, ["127.0.0.1", "127.0.0.1 2"]);
    assert!(user.sync_all().iter().all(|synced| synced.error.is_none()));
}

/// What Tiny Tiny RSS keeps of a feed that was removed there has no feed.
#[test]
fn archived_articles_of_tt_rss_come_without_a_feed() {
    let news = News::with(2, 10);
    for number in [9, 10] {
        let id = news.lock().titled(&format!("Story {number}")).id;
        news.lock().change(id, |item| (item.feed, item.is_starred) = (0, number == 10));
    }
    let server = tt_rss(&news);
    let mut user = User::new();
    user.add(&server.at(""));
    let synced = user.sync();
    assert_eq!((synced.error, synced.added.articles), (None, 10));
    assert!(user.article("Story 10").row.bookmarked && user.article("Story 9").row.unread);
    user.mark("Story 9", Flag::Read, true);
    assert_eq!(user.sync().error, None);
    assert!(news.lock().titled("Story 9").is_read);
    let synced = user.sync();
    assert_eq!((synced.states, synced.added.articles), (0, 0));
}
