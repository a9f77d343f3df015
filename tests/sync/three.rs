//! Three Datelines and one server: random acts, offline times and restarts, and all end equal.

use crate::mine::Random;
use crate::news::News;
use crate::speaks_google_reader::{Ways, start};
use crate::speaks_others::{fever, miniflux};
use crate::world::{NOW, User};
use dateline::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// By the titles of articles: read, bookmarked, tags.
type Seen = BTreeMap<String, (bool, bool, Vec<String>)>;

fn seen(user: &User) -> Seen {
    let rows = user.rows(&ListQuery::default()).into_iter();
    rows.map(|row| (row.title, (!row.unread, row.bookmarked, row.tags))).collect()
}

#[test]
fn three_libraries_and_one_server_end_equal() {
    for seed in 1..=6_u64 {
        let news = News::with(3, 12);
        let server = match seed % 3 {
            0 => miniflux(&news),
            1 => fever(&news),
            _ => start(&news, Ways { page: 5, session: 9, ..Ways::default() }),
        };
        let (has_labels, has_feeds) = (seed % 3 == 2, seed % 3 != 1);
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut users: Vec<User> = (0..3).map(|_| User::new()).collect();
        for user in &mut users {
            user.add(&server.at(""));
            user.sync();
        }
        for step in 0..80 {
            let at = random.below(3);
            users[at].now = NOW + 3_600 + step * 100;
            let title = format!("Story {}", 1 + random.below(12));
            match random.below(10) {
                0 | 1 => users[at].mark(&title, Flag::Read, random.below(2) == 0),
                2 => users[at].mark(&title, Flag::Bookmark, random.below(2) == 0),
                3 if has_labels => users[at].mark(&title, Flag::Tag("sea".to_owned()), random.below(2) == 0),
                4 => {
                    let id = news.lock().items.values().find(|item| item.title == title).map(|item| item.id);
                    if let Some(id) = id {
                        news.lock().change(id, |item| item.is_read = !item.is_read);
                    }
                }
                5 => {
                    let count = news.lock().made;
                    news.lock().add_item(1, &format!("Late {count}"));
                }
                6 => {
                    let user = std::mem::replace(&mut users[at], User::new());
                    users[at] = user.restarted();
                }
                7 if !users[at].library.past_edits(None, 1).unwrap().is_empty() => {
                    let _ =
                        users[at].library.undo(None, &dateline::library::Task::new(), NOW + step).unwrap();
                }
                8 if has_feeds => {
                    // One feed stays, so that the server is believed.
                    let feeds = users[at].library.subscriptions(true, NOW).unwrap();
                    let feed = &feeds[random.below(feeds.len())];
                    let to = Switch::from(feed.state == FeedState::Removed);
                    if !feed.url.contains("feed1") {
                        users[at].apply(&Edit::Follow { to, feeds: vec![feed.id] });
                    }
                }
                _ => {
                    users[at].sync();
                }
            }
        }
        // What waits is sent by each, then all see it.
        for _ in 0..2 {
            for user in &mut users {
                assert_eq!(user.sync().error, None, "seed {seed}");
            }
        }
        let urls = |user: &User| user.feeds().into_iter().map(|feed| feed.url).collect::<BTreeSet<_>>();
        let there: BTreeSet<String> = news.lock().feeds.values().map(|feed| feed.url.clone()).collect();
        for user in &users {
            assert_eq!(urls(user), there, "seed {seed}");
        }
        // What the server no longer has is left to each.
        let is_there = |title: &str| news.lock().items.values().any(|item| item.title == title);
        let ends: Vec<Seen> = users
            .iter()
            .map(|user| seen(user).into_iter().filter(|(title, _)| is_there(title)).collect())
            .collect();
        assert_eq!(ends[0], ends[1], "seed {seed}");
        assert_eq!(ends[1], ends[2], "seed {seed}");
        for item in news.lock().items.values() {
            let (is_read, is_starred, tags) = &ends[0][&item.title];
            let labels: Vec<String> = item.labels.iter().cloned().collect();
            assert_eq!(
                (item.is_read, item.is_starred),
                (*is_read, *is_starred),
                "seed {seed}: {}",
                item.title
            );
            assert!(!has_labels || labels == *tags, "seed {seed}: {}", item.title);
        }
        assert!(users.iter().all(|user| user.library.accounts().unwrap()[0].waiting == 0));
    }
}

/// What is marked offline is sent in few requests, and goes on where it was cut off.
#[test]
fn many_marks_take_few_requests_and_outlive_a_kill() {
    let news = News::with(2, 3_000);
    let server = start(&news, Ways::default());
    let mut user = User::new();
    user.add(&server.at(""));
    user.sync();
    let ids: Vec<ArticleId> = user.rows(&ListQuery::default()).iter().map(Row::id).collect();
    user.apply(&Edit::Marks { flag: Flag::Read, to: Switch::On, articles: ids, since: Vec::new() });
    // It is stopped after the first marks have been sent, by the user or by a kill.
    let task = dateline::library::Task::new();
    let stop = task.clone();
    let marked = || news.lock().items.values().filter(|item| item.is_read).count();
    let mut between = |_: &mut dateline::library::Library, _: &dateline::library::Added| {
        if marked() > 1_500 {
            stop.cancel();
        }
    };
    let which = dateline::library::SyncSelection::All;
    user.library.synchronise(&which, false, &task, user.now, &mut between).unwrap();
    let mut user = user.restarted();
    let before = server.asked().len();
    let synced = user.sync();
    assert_eq!((marked(), synced.error), (3_000, None));
    assert_eq!(user.library.accounts().unwrap()[0].waiting, 0);
    let asked = server.asked()[before..].iter().filter(|asked| asked.path.contains("edit-tag")).count();
    assert!(asked <= 4, "{asked} requests");
}
