//! What is kept no longer: deleted by the settings, brought back by undo, and forgotten for good when nothing can
//! bring it back.

use super::counts::kept_is_counted;
use super::server::{Asked, Reply, Server, reply};
use super::{NOW, add, article, days, mark, note, open, undo};
use dateline::library::{
    Added, Compacted, FeedSelection, FollowOptions, Forgotten, Library, Refreshed, Retention, Task,
};
use dateline::model::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const DAY: i64 = 86_400;

fn compact(library: &mut Library, retention: Retention, forgotten: Forgotten, now: i64) -> Compacted {
    library.compact(retention, forgotten, &Task::new(), now).unwrap()
}

fn keep_days(days: u32) -> Retention {
    Retention { days: Some(days), ..Retention::default() }
}

#[test]
fn what_is_old_goes_and_what_the_user_marked_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let ids = add(&mut library, &days(9)).ids;
    mark(&mut library, Flag::Bookmark, ids[0]);
    mark(&mut library, Flag::Tag("keep".to_owned()), ids[1]);
    note(&mut library, ids[2], "read this again");
    mark(&mut library, Flag::Read, ids[3]);
    // What came in lately is not old, whatever its date.
    let early = compact(&mut library, keep_days(90), Forgotten::Unreachable, NOW + 89 * DAY);
    assert_eq!((early.deleted, early.forgotten), (0, 0));
    let later = compact(&mut library, keep_days(90), Forgotten::Unreachable, NOW + 91 * DAY);
    assert_eq!((later.deleted, later.forgotten), (6, 0));
    assert_eq!(library.counts().unwrap().articles, 3);
    assert!(library.find("story", Order::Newest, 9, &Task::new()).unwrap().total == 3);
    kept_is_counted(folder.path());
    assert_eq!(library.undo(None, &Task::new(), NOW).unwrap().unwrap().articles, 6);
    assert_eq!(library.counts().unwrap().articles, 9);
    kept_is_counted(folder.path());
    let nothing_set = compact(&mut library, Retention::default(), Forgotten::Unreachable, NOW + 999 * DAY);
    assert_eq!((nothing_set.deleted, nothing_set.forgotten), (0, 0));
}

#[test]
fn what_is_forgotten_is_gone_and_stays_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let stories = days(9);
    let ids = add(&mut library, &stories).ids;
    let deletion = Edit::Deletion { to: Switch::On, articles: ids[..2].to_vec() };
    let deleted = library.apply(&deletion, &Task::new(), NOW).unwrap();
    // As long as undo brings them back, they are there.
    assert_eq!(compact(&mut library, Retention::default(), Forgotten::Unreachable, NOW).forgotten, 0);
    undo(&mut library, &deleted);
    assert_eq!(library.counts().unwrap().articles, 9);
    library.apply(&deletion, &Task::new(), NOW).unwrap();
    assert_eq!(compact(&mut library, Retention::default(), Forgotten::All, NOW).forgotten, 2);
    assert_eq!(compact(&mut library, Retention::default(), Forgotten::All, NOW).forgotten, 0);
    let undone = library.undo(None, &Task::new(), NOW).unwrap().unwrap();
    assert_eq!(undone.articles, 0, "{}", undone.sentence);
    assert_eq!(add(&mut library, &stories).known, 9);
    assert_eq!(library.counts().unwrap().articles, 7);
    let other = article("Day 0", "2024-01-01", "Another story.");
    assert_eq!(add(&mut library, &[other]).articles, 1);
    assert!(library.check(&Task::new()).unwrap().is_empty());
    kept_is_counted(folder.path());
}

fn feed(numbers: std::ops::Range<u32>, words: &str) -> Reply {
    let item = |n: u32| {
        let when = format!("Mon, {:02} Jan 2024 12:00:00 GMT", n + 1);
        format!(
            "<item><guid>{n}</guid><title>Story {n}</title><pubDate>{when}</pubDate><description>All about {n}, {words}.</description></item>"
        )
    };
    let items: String = numbers.map(item).collect();
    let body = format!("<rss version='2.0'><channel><title>The Quay</title>{items}</channel></rss>");
    reply(200, &[("Content-Type", "application/rss+xml")], &body)
}

#[test]
fn the_newest_of_each_feed_stay_and_no_feed_brings_the_others_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let round = Arc::new(AtomicUsize::new(0));
    let shared = Arc::clone(&round);
    let server = Server::new(move |asked: &Asked| {
        let words = if shared.load(Ordering::SeqCst) == 0 { "as it was" } else { "in other words now" };
        if asked.path == "/one" { feed(0..8, words) } else { feed(6..8, words) }
    });
    for path in ["/one", "/other"] {
        let mut added = Added::default();
        library.follow(&server.at(path), FollowOptions::default(), &Task::new(), NOW, &mut added).unwrap();
    }
    let own = add(&mut library, &[article("By itself", "2001-01-01", "No feed brought this.")]).ids;
    let before = library.counts().unwrap().articles;
    let retention = Retention { articles_a_feed: Some(3), ..Retention::default() };
    let done = compact(&mut library, retention, Forgotten::All, NOW);
    assert_eq!((done.deleted, done.forgotten), (5, 5));
    assert!(library.article(own[0]).unwrap().is_some());
    round.store(1, Ordering::SeqCst);
    let mut refreshed = Refreshed::default();
    library.refresh(&FeedSelection::All, &Task::new(), NOW + 9 * DAY, &mut refreshed).unwrap();
    assert_eq!(refreshed.added.articles, 0, "{:?}", refreshed.added);
    assert_eq!(library.counts().unwrap().articles, before - 5);
    kept_is_counted(folder.path());
}
