//! The protocol of Google Reader, and what applies to all protocols.

use crate::news::{News, Shared};
use crate::server::{Reply, Server, Step, reply};
use crate::speaks_google_reader::{Ways, start};
use crate::world::User;
use dateline::library::{FollowOptions, Input, Task};
use dateline::model::*;
use std::sync::{Arc, Mutex};

fn tag(name: &str) -> Flag {
    Flag::Tag(name.to_owned())
}

fn with_account(news: &Shared, ways: Ways) -> (User, Server) {
    let server = start(news, ways);
    let mut user = User::new();
    let added = user.add(&server.at(""));
    assert_eq!(added.protocol, ProtocolKind::GoogleReader);
    assert_eq!(added.url, server.at("/api/greader.php"), "the known path is found");
    (user, server)
}

#[test]
fn the_first_synchronisation_brings_feeds_articles_and_states() {
    let news = News::with(3, 40);
    {
        let mut news = news.lock();
        news.feeds.get_mut(&2).unwrap().folder = Some("Sea".to_owned());
        let id = news.titled("Story 40").id;
        news.change(id, |item| {
            item.is_starred = true;
            item.labels.insert("boats".to_owned());
        });
    }
    let (mut user, _server) = with_account(&news, Ways::default());
    let synced = user.sync();
    assert_eq!(
        (synced.added.articles, synced.feeds, &synced.error, synced.is_partial),
        (40, 3, &None, false)
    );
    let counts = user.library.counts().unwrap();
    assert_eq!((counts.articles, counts.unread, counts.bookmarked), (40, 20, 1));
    let newest = user.article("Story 40");
    assert_eq!(newest.row.tags, ["boats"], "a folder is no label");
    assert!(newest.document.text.contains("the ferry left Bergen"), "{}", newest.document.text);
    assert_eq!(user.feed("Feed 2").tags, ["Sea"]);
    assert_eq!(user.feed("Feed 2").account, Some(AccountId(1)));
    let account = user.library.accounts().unwrap().remove(0);
    assert_eq!(
        (account.state, account.feeds, account.articles, account.first),
        (AccountState::Ok, 3, 40, None)
    );
}

#[test]
fn a_round_with_nothing_new_takes_five_requests() {
    let news = News::with(300, 300);
    let (mut user, server) = with_account(&news, Ways::default());
    user.sync();
    let before = server.asked().len();
    let again = user.library.synchronise(
        &dateline::library::SyncSelection::All,
        false,
        &Task::new(),
        user.now + 10,
        &mut |_, _| (),
    );
    assert_eq!(again.unwrap()[0].added.articles, 0);
    let asked: Vec<String> = server.asked()[before..].iter().map(|asked| asked.path.clone()).collect();
    assert!(asked.len() <= 5, "{asked:?}");
}

#[test]
fn states_go_both_ways_and_what_waits_goes_first() {
    let news = News::with(2, 20);
    let (mut user, _server) = with_account(&news, Ways::default());
    user.sync();
    user.mark("Story 20", Flag::Read, true);
    user.mark("Story 3", Flag::Read, false);
    user.mark("Story 19", Flag::Bookmark, true);
    user.mark("Story 18", tag("boats"), true);
    assert_eq!(user.library.accounts().unwrap()[0].waiting, 4);
    // A change on the server to the same article does not win; one to another article does.
    let ids = ["Story 20", "Story 17"].map(|title| news.lock().titled(title).id);
    news.lock().change(ids[0], |item| item.is_starred = true);
    news.lock().change(ids[1], |item| {
        item.is_read = true;
        item.labels.insert("sea".to_owned());
    });
    let synced = user.sync();
    assert_eq!((synced.marks, synced.error), (4, None));
    for (title, is_read, is_starred, labels) in [
        ("Story 20", true, true, ""),
        ("Story 3", false, false, ""),
        ("Story 19", false, true, ""),
        ("Story 18", false, false, "boats"),
        ("Story 17", true, false, "sea"),
    ] {
        let item = news.lock().titled(title);
        let there = item.labels.iter().cloned().collect::<Vec<_>>().join(" ");
        assert_eq!(
            (item.is_read, item.is_starred, there.as_str()),
            (is_read, is_starred, labels),
            "{title} there"
        );
        let article = user.article(title);
        assert_eq!(
            (!article.row.unread, article.row.bookmarked, article.row.tags.join(" ").as_str()),
            (is_read, is_starred, labels),
            "{title} here"
        );
    }
    assert_eq!(user.library.accounts().unwrap()[0].waiting, 0);
    let marks = news.lock().marks;
    user.sync();
    assert_eq!(news.lock().marks, marks, "nothing is sent twice");
    // Removed there, it is removed here.
    let id = news.lock().titled("Story 18").id;
    news.lock().change(id, |item| item.labels.clear());
    user.sync();
    assert!(user.article("Story 18").row.tags.is_empty());
}

#[test]
fn what_was_undone_before_it_was_sent_is_sent_as_it_is() {
    let news = News::with(1, 4);
    let (mut user, _server) = with_account(&news, Ways::default());
    user.sync();
    user.mark("Story 4", Flag::Read, true);
    user.undo();
    let mut user = user.restarted();
    user.sync();
    assert!(!news.lock().titled("Story 4").is_read);
    user.mark("Story 4", Flag::Read, true);
    user.sync();
    assert!(news.lock().titled("Story 4").is_read);
    user.undo();
    user.sync();
    assert!(!news.lock().titled("Story 4").is_read, "the inverse is sent");
}

/// Miniflux before 2.0.45 sends no continuation: a list as long as requested may be incomplete.
#[test]
fn a_list_without_continuation_is_asked_for_again_longer() {
    let news = News::with(2, 1_300);
    let (mut user, _server) = with_account(&news, Ways { has_no_continuation: true, ..Ways::default() });
    let synced = user.sync();
    assert_eq!((synced.added.articles, user.library.counts().unwrap().unread), (1_300, 650));
}

/// Miniflux has no labels through this protocol: a tag stays here, and what else waits is sent.
#[test]
fn a_label_that_a_server_cannot_have_holds_nothing_up() {
    let news = News::with(1, 4);
    let (mut user, _server) = with_account(&news, Ways { has_no_labels: true, ..Ways::default() });
    user.sync();
    user.mark("Story 3", tag("boats"), true);
    user.mark("Story 4", Flag::Read, true);
    let synced = user.sync();
    assert!(
        synced.error.is_none() && synced.problems[0].contains("it has no labels, such as boats"),
        "{synced:?}"
    );
    assert!(news.lock().titled("Story 4").is_read);
    assert_eq!(user.article("Story 3").row.tags, ["boats"]);
    assert_eq!(user.library.accounts().unwrap()[0].waiting, 0);
}

/// A login may expire at any time, and so may the token for edits.
#[test]
fn a_login_that_ends_in_the_middle_is_renewed() {
    let news = News::with(2, 30);
    let (mut user, server) = with_account(&news, Ways { page: 7, session: 2, ..Ways::default() });
    assert_eq!(user.sync().added.articles, 30);
    user.mark("Story 30", Flag::Read, true);
    let synced = user.sync();
    assert_eq!((synced.marks, synced.error), (1, None));
    let logins = server.asked().iter().filter(|asked| asked.path.contains("ClientLogin")).count();
    assert!(logins > 2);
}

#[test]
fn feeds_go_both_ways() {
    let news = News::with(3, 6);
    let (mut user, _server) = with_account(&news, Ways::default());
    user.sync();
    let feed = |user: &User, title: &str| user.feed(title).id;
    let (one, two) = (feed(&user, "Feed 1"), feed(&user, "Feed 2"));
    user.apply(&Edit::Feed { feed: one, edit: FeedEdit::Rename(Some("Quay & pier".to_owned())) });
    user.apply(&Edit::Feed { feed: one, edit: FeedEdit::Tag("Sea".to_owned(), Switch::On) });
    user.apply(&Edit::Follow { to: Switch::Off, feeds: vec![two] });
    let synced = user.sync();
    assert_eq!((synced.feed_changes, synced.problems, synced.error), (3, vec![], None));
    {
        let news = news.lock();
        assert_eq!(
            (news.feeds[&1].title.as_str(), news.feeds[&1].folder.as_deref()),
            ("Quay & pier", Some("Sea"))
        );
        assert!(!news.feeds.contains_key(&2));
    }
    // Undoing the removal makes the server follow it again, once.
    user.undo();
    user.sync();
    assert_eq!(news.lock().feeds.values().filter(|feed| feed.url == "https://feed2.example/rss").count(), 1);
    assert_eq!(user.feed("Feed 2").account, Some(AccountId(1)));
    // Changes there are made here.
    {
        let mut news = news.lock();
        news.feeds.get_mut(&1).unwrap().title = "The Pier".to_owned();
        news.feeds.get_mut(&1).unwrap().folder = Some("Land".to_owned());
        news.feeds.remove(&3);
        news.add_feed("https://new.example/rss", Some("New".to_owned()), None);
    }
    let synced = user.sync();
    assert_eq!((synced.feeds, synced.removed), (1, 1));
    assert_eq!(synced.states, 0, "what is no longer listed with its feed has not been read");
    assert_eq!(user.feed("The Pier").tags, ["Land"]);
    assert!(user.feeds().iter().all(|feed| feed.title != "Feed 3"));
    let counts = user.library.counts().unwrap();
    assert_eq!((counts.articles, counts.unread), (6, 3), "articles stay, and stay unread");
}

/// Two programs with the same account: what one removes and restores, the other does not remove again.
#[test]
fn a_feed_that_another_program_restores_stays() {
    let news = News::with(2, 6);
    let (mut one, server) = with_account(&news, Ways::default());
    let mut two = User::new();
    two.add(&server.at(""));
    one.sync();
    two.sync();
    let feed = one.feed("Feed 2").id;
    one.apply(&Edit::Follow { to: Switch::Off, feeds: vec![feed] });
    one.sync();
    assert_eq!(two.sync().removed, 1);
    one.undo();
    one.sync();
    two.sync();
    one.sync();
    assert_eq!(news.lock().feeds.len(), 2);
    assert!([&one, &two].iter().all(|user| user.feeds().len() == 2));
}

#[test]
fn a_local_feed_is_joined_and_its_articles_are_the_same() {
    let news = News::with(2, 6);
    let server = start(&news, Ways::default());
    let mut user = User::new();
    // The same feed, followed here before, with one article that was read here.
    let item = news.lock().titled("Story 6");
    let url = format!("https://feed{}.example/rss", item.feed);
    let mut added = dateline::library::Added::default();
    let how = FollowOptions { is_offline: true, ..FollowOptions::default() };
    user.library.follow(&url, how, &Task::new(), user.now, &mut added).unwrap();
    let rss = format!(
        "<rss version='2.0'><channel><title>Feed</title><item><title>{}</title><link>{}</link><guid>{}</guid>\
         <description><![CDATA[{}]]></description></item></channel></rss>",
        item.title, item.link, item.link, item.html
    );
    let input = Input::Bytes { name: "feed.xml".to_owned(), bytes: rss.into_bytes() };
    user.library.add(&[input], &Task::new(), user.now).unwrap();
    user.mark("Story 6", Flag::Read, true);
    user.add(&server.at("/api/greader.php"));
    let synced = user.sync();
    assert_eq!((synced.joined.len(), synced.added.articles, synced.added.known), (1, 5, 1), "{synced:?}");
    assert!(!user.article("Story 6").row.unread);
    user.sync();
    assert!(news.lock().titled("Story 6").is_read, "what was read here before is read there");
    // The account is removed; the local feed stays, and so do all articles.
    let removed = user.library.remove_account(AccountId(1), user.now).unwrap();
    assert_eq!((removed.feeds, removed.articles), (1, 6));
    assert_eq!(user.feeds().iter().map(|feed| feed.url.clone()).collect::<Vec<_>>(), [url]);
    assert_eq!(user.library.counts().unwrap().articles, 6);
}

#[test]
fn wrong_inputs_are_answered_with_what_to_do() {
    let news = News::with(1, 1);
    let server = start(&news, Ways::default());
    let off = start(&news, Ways { is_off: true, ..Ways::default() });
    let mut user = User::new();
    let mut check = |url: &str, word: &str, says: &str| {
        let why = user.try_add(url, "ann", word).unwrap_err();
        assert!(why.contains(says), "{url}: {why}");
        assert!(!why.contains("wr0ng"), "{why}");
    };
    check(&server.at(""), "wr0ng", "password of its own");
    let page = Server::new(|_| reply(404, &[("Content-Type", "text/html")], "<html>no such page</html>"));
    check(&page.at("/nowhere"), "secret", "greader.php");
    check(&off.at(""), "secret", "Allow API access");
    check("http://127.0.0.1:1/", "secret", "refused the connection");
    check(&speaks_plainly(), "secret", "write http:// before its address");
    check("mailto:ann", "secret", "https://example.org");
    let why = user.try_add(&server.at(""), "", "secret").unwrap_err();
    assert!(why.contains("wants your name there as well (Google Reader)"), "{why}");
    assert!(user.library.accounts().unwrap().is_empty());
    // An address as a browser shows it.
    let added = user.add(&server.at("/i/?a=normal&get=c_1#close"));
    assert_eq!(added.url, server.at("/api/greader.php"));
}

/// The https address of a server that does not have it, and says so as servers do.
fn speaks_plainly() -> String {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        }
    });
    address
}

/// A server that does not answer, drops connections, sends wrong data or asks to wait: no change is lost.
#[test]
fn trouble_ends_a_round_and_the_next_goes_on() {
    let news = News::with(2, 30);
    let trouble: Arc<Mutex<Option<fn() -> Reply>>> = Arc::default();
    let (shared, inner) = (trouble.clone(), start(&news, Ways { page: 10, ..Ways::default() }));
    let base = inner.at("");
    let server = Server::new(move |asked| {
        let is_after_login = asked.path.contains("/stream/");
        match *shared.lock().unwrap() {
            Some(reply) if is_after_login => reply(),
            _ => forward(&base, asked),
        }
    });
    let mut user = User::new();
    user.add(&server.at(""));
    for (reply, says) in [
        ((|| reply(429, &[("Retry-After", "120")], "slow down")) as fn() -> Reply, "asks for a pause (429)"),
        (|| reply(200, &[("Content-Type", "application/json")], "{\"itemRefs\": [{\"id"), "cannot be read"),
        (|| reply(500, &[], "oops"), "answered 500"),
        (
            || vec![Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"it".to_vec())],
            "damaged response",
        ),
        (|| reply(401, &[], ""), "password"),
    ] {
        *trouble.lock().unwrap() = Some(reply);
        user.now += 86_400;
        let synced = user.sync();
        assert!(synced.error.as_ref().is_some_and(|error| error.contains(says)), "{says}: {synced:?}");
        let account = user.library.accounts().unwrap().remove(0);
        assert_eq!((account.state, account.feeds), (AccountState::Failing, 2));
        assert!(account.next_due > user.now);
    }
    *trouble.lock().unwrap() = None;
    let synced = user.sync();
    assert_eq!((synced.added.articles, synced.error), (30, None));
}

/// Forwards a request to another server.
pub fn forward(base: &str, asked: &crate::server::Asked) -> Reply {
    use std::io::{Read, Write};
    let address = base.trim_start_matches("http://");
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let mut bytes = format!("{} {} HTTP/1.1\r\nConnection: close\r\n", asked.method, asked.path).into_bytes();
    for (name, value) in asked
        .headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "connection" | "transfer-encoding" | "content-length"))
    {
        bytes.extend_from_slice(format!("{name}: {}\r\n", String::from_utf8_lossy(value)).as_bytes());
    }
    bytes.extend_from_slice(format!("Content-Length: {}\r\n\r\n", asked.body.len()).as_bytes());
    bytes.extend_from_slice(&asked.body);
    stream.write_all(&bytes).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    vec![Step::Send(answer)]
}

/// A server that temporarily loses its feeds is not believed.
#[test]
fn a_server_without_feeds_removes_none() {
    let news = News::with(3, 3);
    let (mut user, _server) = with_account(&news, Ways::default());
    user.sync();
    let kept = std::mem::take(&mut news.lock().feeds);
    let synced = user.sync();
    assert!(synced.problems[0].contains("nothing was removed"), "{synced:?}");
    assert_eq!(user.feeds().len(), 3);
    news.lock().feeds = kept;
    assert!(user.sync().problems.is_empty());
}
