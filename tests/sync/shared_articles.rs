//! Several accounts whose servers have the same articles: one reading.

use crate::news::{News, Shared};
use crate::server::Server;
use crate::speaks_google_reader::{Ways, start};
use crate::speaks_others::{miniflux, tt_rss};
use crate::world::User;
use dateline::library::{Synced, Task};
use dateline::model::*;

/// Three servers of three protocols with the same four articles, and a user of the first two.
fn world() -> (User, [Shared; 3], [Server; 3]) {
    let news = [(); 3].map(|()| News::with(1, 4));
    let servers = [start(&news[0], Ways::default()), miniflux(&news[1]), tt_rss(&news[2])];
    let mut user = User::new();
    user.add(&servers[0].at(""));
    user.add(&servers[1].at(""));
    user.sync_all();
    user.sync_all();
    (user, news, servers)
}

fn marks(news: &[Shared]) -> Vec<usize> {
    news.iter().map(|news| news.lock().marks).collect()
}

fn waiting(user: &User) -> Vec<u64> {
    user.library.accounts().unwrap().iter().map(|account| account.waiting).collect()
}

fn sent(synced: &[Synced]) -> Vec<u64> {
    synced.iter().map(|synced| synced.marks).collect()
}

#[test]
fn a_mark_of_one_server_reaches_the_others_and_not_itself() {
    let (mut user, news, _servers) = world();
    assert_eq!(user.library.counts().unwrap().articles, 4, "the articles are the same");
    let id = news[0].lock().titled("Story 4").id;
    news[0].lock().change(id, |item| {
        item.is_read = true;
        item.is_starred = true;
    });
    let before = marks(&news);
    let synced = user.sync_all();
    assert!(synced[0].summary().ends_with("received 2 marks; 2 marks for your other accounts"), "{synced:?}");
    assert_eq!((sent(&synced), waiting(&user)), (vec![0, 2], vec![0, 0]));
    let there = news[1].lock().titled("Story 4");
    assert!(there.is_read && there.is_starred);
    assert_eq!(marks(&news)[0], before[0], "it is not told what it said itself");
    // What a server was told, it repeats: that is no news for anybody.
    let settled = marks(&news);
    for _ in 0..3 {
        let synced = user.sync_all();
        assert_eq!((sent(&synced), waiting(&user)), (vec![0, 0], vec![0, 0]));
    }
    assert_eq!(marks(&news), settled);
    // Back again, from the other side.
    let id = news[1].lock().titled("Story 4").id;
    news[1].lock().change(id, |item| item.is_read = false);
    user.sync_all();
    assert_eq!(waiting(&user), [1, 0], "the first was synchronised before the second told of it");
    user.sync_all();
    assert!(!news[0].lock().titled("Story 4").is_read);
    assert!(user.article("Story 4").row.unread);
    let settled = marks(&news);
    user.sync_all();
    assert_eq!(marks(&news), settled);
}

/// An account that is added later gets what was read elsewhere; the others have it.
#[test]
fn a_new_account_alone_is_told_what_is_read() {
    let (mut user, news, servers) = world();
    user.mark("Story 4", Flag::Bookmark, true);
    user.sync_all();
    let before = marks(&news);
    user.add(&servers[2].at(""));
    user.sync_all();
    assert_eq!(waiting(&user), [0, 0, 1], "what the others know does not wait for them");
    user.sync_all();
    assert!(news[2].lock().titled("Story 4").is_starred);
    assert_eq!(marks(&news)[..2], before[..2]);
    assert_eq!(waiting(&user), [0, 0, 0]);
}

/// What waits is counted as a person counts: marks and feeds, not steps.
#[test]
fn marks_and_feeds_wait_each_once() {
    let (mut user, _news, _servers) = world();
    let articles = ["Story 1", "Story 2", "Story 3", "Story 4"].map(|title| user.article(title).row.id());
    let all =
        |flag: Flag| Edit::Marks { flag, to: Switch::On, articles: articles.to_vec(), since: Vec::new() };
    user.apply(&all(Flag::Bookmark));
    assert_eq!(waiting(&user), [4, 4]);
    user.mark("Story 4", Flag::Bookmark, false);
    user.mark("Story 4", Flag::Bookmark, true);
    assert_eq!(waiting(&user), [4, 4], "a mark that was changed thrice is one");
    let feed = user.feeds()[0].id;
    for name in ["Pier", "Quay"] {
        user.apply(&Edit::Feed { feed, edit: FeedEdit::Rename(Some(name.to_owned())) });
    }
    assert_eq!(waiting(&user), [5, 5]);
    user.sync_all();
    assert_eq!(waiting(&user), [0, 0]);
}

#[test]
fn removing_an_account_is_one_step_and_undo_brings_it_back() {
    let news = News::with(2, 6);
    let server = start(&news, Ways::default());
    let mut user = User::new();
    user.add(&server.at(""));
    user.sync();
    let feeds = user.feeds().len();
    user.mark("Story 6", Flag::Bookmark, true);
    user.mark("Story 1", Flag::Read, false);
    user.mark("Story 2", Flag::Tag("Sea".to_owned()), true);
    let removed = user.library.remove_account(AccountId(1), user.now).unwrap();
    assert_eq!((removed.feeds, removed.articles), (2, 6));
    assert!(user.library.accounts().unwrap().is_empty() && user.feeds().is_empty());
    let past = user.library.past_edits(None, 1).unwrap().remove(0);
    assert_eq!(past.sentence, "Removed the account “127.0.0.1”");
    let mut user = user.restarted();
    let undone = user.library.undo(None, &Task::new(), user.now).unwrap().unwrap();
    assert!(undone.sentence.contains("is back, without its password; `dateline account add"), "{undone:?}");
    assert_eq!(user.feeds().len(), feeds);
    let synced = user.sync();
    assert!(synced.error.is_some_and(|why| why.contains("`dateline account add` with the same address")));
    // The password is given once more.
    assert!(user.add(&server.at("")).is_known);
    let synced = user.sync();
    assert_eq!((synced.error, synced.feeds, synced.added.articles), (None, 0, 0));
    user.sync();
    let there = ["Story 6", "Story 1", "Story 2"].map(|title| news.lock().titled(title));
    assert!(there[0].is_starred && !there[1].is_read, "what was not sent is sent now");
    assert!(there[2].labels.contains("Sea"));
    assert!(user.article("Story 1").row.unread);
    assert_eq!(user.library.accounts().unwrap()[0].waiting, 0);
    // Its feeds are its own as before: they go with it.
    user.library.remove_account(AccountId(1), user.now).unwrap();
    assert!(user.feeds().is_empty());
    assert_eq!(user.library.counts().unwrap().articles, 6);
    // Added again by hand, there is nothing left to bring back: the step before it is taken.
    user.add(&server.at(""));
    let undone = user.library.undo(None, &Task::new(), user.now).unwrap().unwrap();
    assert!(undone.sentence.contains("1 later change stays"), "{undone:?}");
    assert_eq!(user.library.accounts().unwrap().len(), 1);
}

/// A path beyond that of the interface answers as for a wrong password.
#[test]
fn a_longer_path_finds_the_interface_above_it() {
    let news = News::with(1, 1);
    let server = start(&news, Ways::default());
    let mut user = User::new();
    let why = user.try_add(&server.at("/api/greader.php/wrong"), "ann", "wr0ng").unwrap_err();
    for says in
        ["/api/greader.php/wrong accepts no login", "ends in /api/greader.php", "password of ann is wrong"]
    {
        assert!(why.contains(says), "{why}");
    }
    let added = user.add(&server.at("/api/greader.php/wrong"));
    assert_eq!(added.url, server.at("/api/greader.php"));
}
