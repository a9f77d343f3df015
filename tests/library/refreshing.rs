//! Following addresses and refreshing feeds, from our own server.

use super::counts::kept_is_counted;
use super::server::{Asked, Reply, Server, reply};
use super::{NOW, apply, open};
use dateline::library::{Added, FeedSelection, FollowOptions, Input, Library, Refreshed, Task};
use dateline::model::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

fn feed(items: &[&str]) -> String {
    let item = |name: &&str| {
        format!(
            "<item><guid>{name}</guid><title>Story {name}</title><description>All about {name} in #Turin.</description></item>"
        )
    };
    let items = items.iter().map(item).collect::<Vec<String>>().concat();
    format!(
        "<rss version='2.0'><channel><title>The Quay</title><link>https://quay.example/</link>{items}</channel></rss>"
    )
}

fn rss(body: &str) -> Reply {
    reply(200, &[("Content-Type", "application/rss+xml"), ("ETag", "\"v1\"")], body)
}

fn follow(library: &mut Library, address: &str) -> Added {
    let mut added = Added::default();
    library.follow(address, FollowOptions::default(), &Task::new(), NOW, &mut added).unwrap();
    added
}

fn refresh(library: &mut Library, which: &FeedSelection, now: i64) -> Refreshed {
    let mut refreshed = Refreshed::default();
    library.refresh(which, &Task::new(), now, &mut refreshed).unwrap();
    refreshed
}

fn list(library: &mut Library, addresses: &[String]) {
    let outlines =
        addresses.iter().map(|url| format!("<outline xmlUrl='{url}'/>")).collect::<Vec<String>>().concat();
    let bytes = format!("<opml><body>{outlines}</body></opml>").into_bytes();
    library.add(&[Input::Bytes { name: "list.opml".to_owned(), bytes }], &Task::new(), NOW).unwrap();
}

#[test]
fn an_address_is_followed_for_what_lies_there() {
    let article = "<html><head><title>Ferry</title></head><body><article><h1>Ferry leaves</h1><p>The ferry left the quay at noon \
        with forty people on board, said its owner, and came back before the storm reached the coast.</p><p>The storm had been \
        announced for the evening by the office of the harbour.</p></article></body></html>";
    let server = Server::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed.xml" | "/site/news.xml" => rss(&feed(&["a", "b"])),
        "/page" => reply(
            200,
            &[("Content-Type", "text/html")],
            "<head><base href='/site/'><link rel=alternate type=application/rss+xml href=news.xml></head>",
        ),
        "/" => reply(200, &[("Content-Type", "text/html")], "<p>Welcome.</p>"),
        "/2024/ferry" => reply(200, &[("Content-Type", "text/html")], article),
        "/list" => {
            reply(200, &[], "<opml><body><outline text='A' xmlUrl='https://a.example/f'/></body></opml>")
        }
        _ => reply(404, &[], "no"),
    });
    let check = |path: &str, feeds: &[&str], articles: u64| {
        let folder = tempfile::tempdir().unwrap();
        let mut library = open(folder.path());
        let added = follow(&mut library, &server.at(path));
        assert_eq!((added.articles, added.rejections.total()), (articles, 0), "{path}: {added:?}");
        let followed: Vec<String> =
            library.subscriptions(false, NOW).unwrap().into_iter().map(|feed| feed.url).collect();
        assert_eq!(followed, feeds, "{path}");
        let again = follow(&mut library, &server.at(path));
        assert_eq!(
            (again.articles, library.subscriptions(true, NOW).unwrap().len()),
            (0, feeds.len()),
            "{path}, again"
        );
        kept_is_counted(library.path());
    };
    check("/feed.xml", &[&server.at("/feed.xml")], 2);
    check("/page", &[&server.at("/site/news.xml")], 2);
    check("/", &[&server.at("/feed.xml")], 2);
    check("/2024/ferry", &[], 1);
    check("/list", &["https://a.example/f"], 0);
}

#[test]
fn a_page_whose_feed_cannot_be_fetched_says_so() {
    let page = |body: &str| {
        format!(
            "<html><head><title>Ferry</title><link rel=alternate type=application/rss+xml href=/news.xml></head>{body}</html>"
        )
    };
    let text = "<p>The ferry left the quay at noon with forty people on board, said its owner, and came back before the \
        storm reached the coast.</p><p>The storm had been announced for the evening by the office of the harbour.</p>";
    let (front, story) =
        (page("<p>Welcome.</p>"), page(&format!("<article><h1>Ferry leaves</h1>{text}</article>")));
    let server = Server::new(move |asked: &Asked| match asked.path.as_str() {
        "/" => reply(200, &[("Content-Type", "text/html")], &front),
        "/2024/ferry" => reply(200, &[("Content-Type", "text/html")], &story),
        _ => reply(410, &[], "gone"),
    });
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let expected = format!("its feed {} was not fetched", server.at("/news.xml"));
    let added = follow(&mut library, &server.at("/"));
    let said = added.rejected[0].to_string();
    assert!(said.contains(&expected) && said.contains("410"), "{said}");
    let added = follow(&mut library, &server.at("/2024/ferry"));
    let said = added.sources[0].summary();
    assert!(added.articles == 1 && said.contains(&expected) && said.contains("410"), "{said}");
}

#[test]
fn what_cannot_be_followed_is_refused_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let server = Server::new(|_: &Asked| reply(404, &[], "no"));
    for (address, says) in [(server.at("/gone").as_str(), "404"), ("exec:rm", "only http and https")] {
        let added = follow(&mut library, address);
        assert_eq!(added.rejections.total(), 1, "{address}");
        assert!(added.rejected[0].to_string().contains(says), "{}", added.rejected[0]);
    }
    assert!(library.subscriptions(true, NOW).unwrap().is_empty());
    let how = FollowOptions { is_offline: true, tag: Some("sea"), ..FollowOptions::default() };
    let mut added = Added::default();
    library.follow("https://quay.example/rss", how, &Task::new(), NOW, &mut added).unwrap();
    assert_eq!(
        (added.feeds(), library.subscriptions(false, NOW).unwrap()[0].tags.join(" ")),
        (1, "sea".to_owned())
    );
}

#[test]
fn a_feed_is_asked_when_it_is_due_and_brings_only_what_is_new() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let round = Arc::new(AtomicUsize::new(0));
    let shared = Arc::clone(&round);
    let server = Server::new(move |asked: &Asked| match shared.load(Ordering::SeqCst) {
        0 => rss(&feed(&["a", "b"])),
        1 if asked.header("if-none-match") == Some("\"v1\"") => reply(304, &[], ""),
        1 => reply(500, &[], "the validator was not sent"),
        _ => rss(&feed(&["a", "b", "c"])),
    });
    list(&mut library, &[server.at("/feed")]);
    let first = refresh(&mut library, &FeedSelection::Due, NOW);
    assert_eq!((first.good, first.added.articles, first.waiting), (1, 2, 0));
    let state = library.subscriptions(false, NOW).unwrap().remove(0);
    assert_eq!(
        (state.title.as_str(), state.state, state.last_success),
        ("The Quay", FeedState::Ok, Some(NOW))
    );
    assert_eq!((state.articles, state.unread), (2, 2));
    assert!(state.next_due.is_some_and(|due| due >= NOW + HOUR / 2));

    let soon = refresh(&mut library, &FeedSelection::Due, NOW + 60);
    assert_eq!((soon.feeds, soon.waiting, server.asked().len()), (0, 1, 1));
    round.store(1, Ordering::SeqCst);
    let unchanged = refresh(&mut library, &FeedSelection::Due, NOW + DAY);
    assert_eq!((unchanged.good, unchanged.unchanged, unchanged.added.articles), (1, 1, 0), "{unchanged:?}");
    round.store(2, Ordering::SeqCst);
    let path = library.path().to_owned();
    drop(library);
    let mut library = open(&path);
    let changed = refresh(&mut library, &FeedSelection::Due, NOW + 2 * DAY);
    assert_eq!((changed.good, changed.added.articles, changed.added.known), (1, 1, 2));
    kept_is_counted(library.path());
}

#[test]
fn a_feed_that_fails_keeps_what_it_has_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let server = Server::new(|asked: &Asked| match (asked.path.as_str(), asked.before) {
        ("/good", _) | ("/portal" | "/down", 0) => rss(&feed(&["a"])),
        ("/portal", _) => reply(200, &[("Content-Type", "text/html")], "<html><body>Log in</body></html>"),
        ("/gone", _) => reply(410, &[], "gone"),
        _ => reply(503, &[("Retry-After", "7200")], "later"),
    });
    list(&mut library, &["/good", "/portal", "/down", "/gone"].map(|path| server.at(path)));
    let first = refresh(&mut library, &FeedSelection::All, NOW);
    assert_eq!((first.feeds, first.good, first.failed.len()), (4, 3, 1), "{first:?}");
    let second = refresh(&mut library, &FeedSelection::All, NOW + DAY);
    assert_eq!((second.feeds, second.good, second.failed.len()), (3, 1, 2), "{second:?}");
    let states = library.subscriptions(false, NOW + DAY).unwrap();
    let state = |path: &str| states.iter().find(|feed| feed.url.ends_with(path)).unwrap();
    assert_eq!(state("/good").state, FeedState::Ok);
    assert_eq!((state("/portal").state, state("/portal").articles), (FeedState::Failing, 1));
    assert!(state("/portal").error.as_deref().unwrap_or_default().contains("a web page, not a feed"));
    assert_eq!((state("/gone").state, state("/gone").next_due), (FeedState::Gone, None));
    assert!(state("/down").error.is_some() && state("/down").next_due >= Some(NOW + DAY + 7200));
    let third = refresh(&mut library, &FeedSelection::These(vec![state("/down").id]), NOW + DAY + 60);
    assert_eq!((third.feeds, third.waiting), (0, 1), "Retry-After counts even for who is in a hurry");
    let weeks = library.subscriptions(false, NOW + 30 * DAY).unwrap();
    assert_eq!(weeks.iter().find(|feed| feed.url.ends_with("/down")).unwrap().state, FeedState::Silent);
}

#[test]
fn a_redirect_is_believed_after_a_week_of_good_answers() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let server = Server::new(|asked: &Asked| match asked.path.as_str() {
        "/old" => reply(301, &[("Location", "/new")], ""),
        _ => rss(&feed(&["a"])),
    });
    list(&mut library, &[server.at("/old")]);
    for day in 0..9 {
        refresh(&mut library, &FeedSelection::All, NOW + day * DAY);
        let url = library.subscriptions(false, NOW).unwrap().remove(0).url;
        assert_eq!(url.ends_with("/new"), day >= 7, "day {day}: {url}");
    }
    assert_eq!(library.counts().unwrap().articles, 1);
}

#[test]
fn paused_and_removed_feeds_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let server = Server::new(|_: &Asked| rss(&feed(&["a"])));
    list(&mut library, &[server.at("/paused"), server.at("/removed")]);
    let feeds = library.subscriptions(false, NOW).unwrap();
    apply(&mut library, &Edit::Feed { feed: feeds[0].id, edit: FeedEdit::Pause(Switch::On) });
    apply(&mut library, &Edit::Follow { to: Switch::Off, feeds: vec![feeds[1].id] });
    assert_eq!(refresh(&mut library, &FeedSelection::All, NOW).feeds, 0);
    assert!(server.asked().is_empty());
    // A user who adds a removed feed by its address wants it back.
    assert_eq!(follow(&mut library, &server.at("/removed")).feeds(), 1);
    assert_eq!(library.subscriptions(false, NOW).unwrap().len(), 2);
}

#[test]
fn stopping_ends_a_round_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let server = Server::new(|asked: &Asked| match asked.path.as_str() {
        "/slow" => vec![super::server::Step::Hold],
        _ => rss(&feed(&["a"])),
    });
    list(&mut library, &[server.at("/quick"), server.at_localhost("/slow")]);
    let task = Task::new();
    let seen = task.clone();
    let stopper = std::thread::spawn(move || {
        // As soon as both were requested, and the fast one has probably arrived.
        while server.asked().len() < 2 {
            std::thread::yield_now();
        }
        std::thread::sleep(std::time::Duration::from_millis(300));
        seen.cancel();
        server
    });
    let mut refreshed = Refreshed::default();
    library.refresh(&FeedSelection::All, &task, NOW, &mut refreshed).unwrap();
    drop(stopper.join().unwrap());
    assert!(refreshed.added.stopped && refreshed.failed.is_empty(), "{refreshed:?}");
    assert_eq!(library.counts().unwrap().articles, 1);
    let states: Vec<FeedState> =
        library.subscriptions(false, NOW).unwrap().iter().map(|feed| feed.state).collect();
    assert!(states.contains(&FeedState::New) && states.contains(&FeedState::Ok), "{states:?}");
    kept_is_counted(library.path());
}

#[test]
fn one_story_in_two_feeds_of_a_site_is_one_article() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let item = "<item><guid>1</guid><link>https://quay.example/ferry</link><title>Ferry leaves in time</title>\
        <description>The ferry left the quay at noon with forty people on board and came back before the storm.</description></item>";
    let body = format!("<rss><channel><title>Quay</title>{item}</channel></rss>");
    let server = Server::new(move |_: &Asked| rss(&body));
    list(&mut library, &[server.at("/news"), server.at("/ships")]);
    let refreshed = refresh(&mut library, &FeedSelection::All, NOW);
    assert_eq!((refreshed.added.articles, refreshed.added.known), (1, 1));
    let feeds = library.subscriptions(false, NOW).unwrap();
    assert_eq!(feeds.iter().map(|feed| feed.articles).collect::<Vec<_>>(), [1, 1]);
    // Together they have one article, as their list has.
    let counted = SharedArticles::count_once(&library.shared_articles().unwrap(), feeds.iter());
    let both = ListQuery { feeds: feeds.iter().map(|feed| feed.id).collect(), ..ListQuery::default() };
    assert_eq!((counted, library.count(&both, &Task::new()).unwrap()), ((1, 1), 1));
}

/// A feed with more entries than one refresh takes: the rest comes with the next, and until then no validators are
/// sent.
#[test]
fn a_feed_of_very_many_entries_comes_in_rounds() {
    let names: Vec<String> = (0..2_100).map(|number| format!("n{number}")).collect();
    let body = feed(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let server = Server::new(move |_: &Asked| rss(&body));
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    list(&mut library, &[server.at("/feed")]);
    let first = refresh(&mut library, &FeedSelection::Due, NOW);
    assert!((2_000..2_100).contains(&first.added.articles), "{}", first.added.articles);
    let said = first.summary();
    assert!(said.contains("1 feed has more, which the next refresh takes"), "{said}");
    let second = refresh(&mut library, &FeedSelection::Due, NOW + 2 * HOUR);
    assert_eq!(first.added.articles + second.added.articles, 2_100);
    refresh(&mut library, &FeedSelection::Due, NOW + 4 * HOUR);
    let conditions: Vec<bool> =
        server.asked().iter().map(|asked| asked.header("if-none-match").is_some()).collect();
    assert_eq!(conditions, [false, false, true]);
    drop(library);
    kept_is_counted(folder.path());
}
