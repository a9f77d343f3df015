//! Three Datelines and one server: random acts, offline times, restarts and lost answers, and all end equal.
//!
//! `DATELINE_SEED=7 DATELINE_EVENTS=1000 cargo test --test sync three` tries other acts, and more of them; each protocol
//! has a seed of its own.

use crate::google_reader::forward;
use crate::mine::Random;
use crate::news::{News, Shared};
use crate::server::Server;
use crate::speaks_google_reader::{Ways, start};
use crate::speaks_others::{fever, miniflux, nextcloud, tt_rss};
use crate::world::{NOW, User};
use dateline::library::Task;
use dateline::model::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// By the titles of articles: read, bookmarked, tags.
type Seen = BTreeMap<String, (bool, bool, Vec<String>)>;

fn seen(user: &User) -> Seen {
    let rows = user.rows(&ListQuery::default()).into_iter();
    rows.map(|row| (row.title, (!row.unread, row.bookmarked, row.tags))).collect()
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

/// A server that carries out what it is asked, and answers only this many requests.
fn answering(inner: Server, answers: &Arc<AtomicUsize>) -> Server {
    let answers = Arc::clone(answers);
    Server::new(move |asked| {
        let answer = forward(&inner.at(""), asked);
        let left = answers.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if left.is_ok() { answer } else { Vec::new() }
    })
}

/// One server, three users of it, and what happens to them.
struct World {
    news: Shared,
    users: Vec<User>,
    random: Random,
    has_labels: bool,
    has_feeds: bool,
    /// How many requests the server still answers.
    answers: Arc<AtomicUsize>,
    _server: Server,
}

impl World {
    fn new(seed: u64) -> Self {
        let news = News::with(3, 12);
        news.lock().labels.insert("sea".to_owned());
        let inner = match seed % 5 {
            0 => miniflux(&news),
            1 => fever(&news),
            2 => nextcloud(&news, if seed.is_multiple_of(2) { "v1-3" } else { "v1-2" }),
            3 => tt_rss(&news),
            _ => start(&news, Ways { page: 5, session: 9, ..Ways::default() }),
        };
        let answers = Arc::new(AtomicUsize::new(usize::MAX));
        let server = answering(inner, &answers);
        let mut users: Vec<User> = (0..3).map(|_| User::new()).collect();
        for user in &mut users {
            user.add(&server.at(""));
            user.sync();
        }
        Self {
            news,
            users,
            random: Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
            has_labels: seed % 5 > 2,
            has_feeds: seed % 5 != 1,
            answers,
            _server: server,
        }
    }

    /// Something that a user does, or that happens to one.
    fn act(&mut self, step: i64) {
        let random = &mut self.random;
        let at = random.below(3);
        let user = &mut self.users[at];
        user.now = NOW + 3_600 + step * 100;
        let title = format!("Story {}", 1 + random.below(12));
        match random.below(11) {
            0 | 1 => user.mark(&title, Flag::Read, random.below(2) == 0),
            2 => user.mark(&title, Flag::Bookmark, random.below(2) == 0),
            3 if self.has_labels => user.mark(&title, Flag::Tag("sea".to_owned()), random.below(2) == 0),
            4 => {
                let mut news = self.news.lock();
                let id = news.items.values().find(|item| item.title == title).map(|item| item.id);
                if let Some(id) = id {
                    news.change(id, |item| item.is_read = !item.is_read);
                }
            }
            5 => {
                let mut news = self.news.lock();
                let count = news.made;
                news.add_item(1, &format!("Late {count}"));
            }
            6 => self.restart(at),
            7 if !user.library.past_edits(None, 1).unwrap().is_empty() => {
                let _ = user.library.undo(None, &Task::new(), NOW + step).unwrap();
            }
            8 if self.has_feeds => {
                // One feed stays, so that the server is believed.
                let feeds = user.library.subscriptions(true, NOW).unwrap();
                let feed = &feeds[random.below(feeds.len())];
                let to = Switch::from(feed.state == FeedState::Removed);
                if !feed.url.contains("feed1") {
                    user.apply(&Edit::Follow { to, feeds: vec![feed.id] });
                }
            }
            9 => {
                // The server does what it is told, but the answer never arrives, and the program ends.
                self.answers.store(random.below(12), Ordering::SeqCst);
                user.sync();
                self.answers.store(usize::MAX, Ordering::SeqCst);
                self.restart(at);
            }
            _ => drop(user.sync()),
        }
    }

    fn restart(&mut self, at: usize) {
        let user = std::mem::replace(&mut self.users[at], User::new());
        self.users[at] = user.restarted();
    }

    /// All users see what the server has.
    fn check(&self, seed: u64) {
        let urls = |user: &User| user.feeds().into_iter().map(|feed| feed.url).collect::<BTreeSet<_>>();
        let news = self.news.lock();
        let there: BTreeSet<String> = news.feeds.values().map(|feed| feed.url.clone()).collect();
        let there_now: BTreeSet<&str> = news.items.values().map(|item| item.title.as_str()).collect();
        // What the server no longer has is left to each.
        let seen_by = |user: &User| -> Seen {
            seen(user).into_iter().filter(|(title, _)| there_now.contains(title.as_str())).collect()
        };
        let expected = seen_by(&self.users[0]);
        for user in &self.users {
            assert_eq!((urls(user), seen_by(user)), (there.clone(), expected.clone()), "seed {seed}");
            assert_eq!(user.library.accounts().unwrap()[0].waiting, 0, "seed {seed}");
        }
        for item in news.items.values() {
            let (is_read, is_starred, tags) = &expected[&item.title];
            let labels: Vec<String> = item.labels.iter().cloned().collect();
            assert_eq!(
                (item.is_read, item.is_starred),
                (*is_read, *is_starred),
                "seed {seed}: {}",
                item.title
            );
            assert!(!self.has_labels || labels == *tags, "seed {seed}: {}", item.title);
        }
    }
}

#[test]
fn three_libraries_and_one_server_end_equal() {
    let first = number("DATELINE_SEED", 1) * 10;
    for seed in first..first + 10 {
        let mut world = World::new(seed);
        for step in 0..i64::try_from(number("DATELINE_EVENTS", 80)).unwrap() {
            world.act(step);
        }
        // What waits is sent by each, then all see it.
        for _ in 0..2 {
            for user in &mut world.users {
                assert_eq!(user.sync().error, None, "seed {seed}");
            }
        }
        world.check(seed);
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
