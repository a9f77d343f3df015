//! Dateline's part, in a process of its own: does one thing, and prints what it took.

use crate::news::BEGINNING;
use crate::serve::html;
use dateline::library::{AccountInput, Added, Input, Library, SyncSelection, Synced, Task};
use dateline::model::{Anchor, ArticleId, Edit, Flag, ListQuery, Row, SecretSource, Switch};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

const NOW: i64 = BEGINNING + 10_000_000;

/// Rounds with nothing new, since the system counts time in hundredths of a second.
const ROUNDS: u32 = 20;

/// After this many articles it is said how long they took.
const FIRST: u64 = 250;

/// FOLDER add ITEMS FEEDS, or FOLDER first|rounds ADDRESS, or FOLDER mark ADDRESS COUNT read|unread.
pub fn run(words: &[&str]) {
    let folder = Path::new(words[0]);
    match words[1..] {
        ["add", items, feeds] => add(folder, super::number(items), super::number(feeds)),
        ["first", address] => first(folder, address),
        ["rounds", _] => rounds(folder),
        ["mark", _, count, to] => mark(folder, super::number(count), to == "read"),
        _ => panic!("{words:?}"),
    }
}

fn open(folder: &Path, name: &str) -> Library {
    Library::open(&folder.join(name)).expect("a library")
}

/// Adds the items from a file per feed.
fn add(folder: &Path, items: usize, feeds: usize) {
    let inputs: Vec<Input> = (0..feeds).map(|feed| Input::Path(file(folder, feed, items, feeds))).collect();
    let mut library = open(folder, "added");
    let begun = Begun::now();
    let added = library.add(&inputs, &Task::new(), NOW).expect("articles");
    library.catch_up(&Task::new()).expect("an index");
    println!("{} articles; {}", added.articles, begun.told());
}

fn file(folder: &Path, feed: usize, items: usize, feeds: usize) -> PathBuf {
    let path = folder.join(format!("feed{feed}.xml"));
    let mut text = format!("<rss version='2.0'><channel><title>Feed {feed}</title>");
    for number in (1..=items).filter(|number| number % feeds == feed) {
        let body = html(number).replace('&', "&amp;").replace('<', "&lt;");
        // A write to a string cannot fail.
        let _ = write!(
            text,
            "<item><title>Story {number}</title><link>https://feed{feed}.example/story-{number}</link>\
             <description>{body}</description></item>"
        );
    }
    text.push_str("</channel></rss>");
    std::fs::write(&path, text).expect("a file");
    path
}

fn first(folder: &Path, address: &str) {
    let mut library = open(folder, "synced");
    let input = AccountInput {
        url: address.to_owned(),
        user: "ann".to_owned(),
        name: None,
        protocol: None,
        secret: SecretSource::Kept,
        kept: Some("secret".to_owned()),
    };
    library.add_account(&input, &Task::new(), NOW).expect("an account");
    let begun = Begun::now();
    // It is stopped at a third, as a user would, and goes on.
    let (task, mut newest) = (Task::new(), None);
    let mut all = 0;
    let stop = task.clone();
    let mut between = |library: &mut Library, added: &Added| {
        if newest.is_none() && added.articles >= FIRST {
            newest = Some((begun.wall.elapsed(), title_of_newest(library)));
        }
        all = all.max(added.articles);
        if all > 15_000 {
            stop.cancel();
        }
    };
    let synced =
        one(library.synchronise(&SyncSelection::All, true, &task, NOW, &mut between).expect("a round"));
    let before = synced.added.articles;
    let synced = round(&mut library);
    assert!(synced.error.is_none() && !synced.is_partial, "{synced:?}");
    library.catch_up(&Task::new()).expect("an index");
    if let Some((after, title)) = newest {
        print!("the newest ({title}) after {:.1} s; ", after.as_secs_f64());
    }
    println!("{before} articles until it was stopped, then {}; {}", synced.added.articles, begun.told());
}

fn title_of_newest(library: &Library) -> String {
    let window = library.window(&ListQuery::default(), Anchor::Top, 1, &Task::new()).expect("a list");
    window.rows.first().map_or_else(String::new, |row: &Row| row.title.clone())
}

fn round(library: &mut Library) -> Synced {
    let task = Task::new();
    one(library.synchronise(&SyncSelection::All, false, &task, NOW + 60, &mut |_, _| ()).expect("a round"))
}

fn one(synced: Vec<Synced>) -> Synced {
    synced.into_iter().next().expect("an account")
}

fn rounds(folder: &Path) {
    let mut library = open(folder, "synced");
    let begun = Begun::now();
    for _ in 0..ROUNDS {
        let synced = round(&mut library);
        assert!(synced.error.is_none() && synced.added.articles == 0, "{synced:?}");
    }
    let (cpu, wall) = (begun.cpu(), begun.wall.elapsed().as_secs_f64());
    println!("{:.1} ms CPU, {:.1} ms", cpu * 1e3 / f64::from(ROUNDS), wall * 1e3 / f64::from(ROUNDS));
}

/// Marks the newest articles, and sends it.
fn mark(folder: &Path, count: usize, to_read: bool) {
    let mut library = open(folder, "synced");
    if count > 0 {
        let window = library.window(&ListQuery::default(), Anchor::Top, count, &Task::new()).expect("a list");
        let articles: Vec<ArticleId> = window.rows.iter().map(Row::id).collect();
        assert_eq!(articles.len(), count);
        let edit = Edit::Marks { flag: Flag::Read, to: Switch::from(to_read), articles, since: Vec::new() };
        library.apply(&edit, &Task::new(), NOW).expect("marks");
    }
    let begun = Begun::now();
    let synced = round(&mut library);
    assert!(synced.error.is_none(), "{synced:?}");
    println!("{} marks; {}", synced.marks, begun.told());
}

/// When something began.
struct Begun {
    wall: Instant,
    cpu: f64,
}

impl Begun {
    fn now() -> Self {
        Self { wall: Instant::now(), cpu: cpu() }
    }

    /// CPU-seconds since.
    fn cpu(&self) -> f64 {
        cpu() - self.cpu
    }

    fn told(&self) -> String {
        let memory = status("VmHWM") / 1024;
        format!("{:.1} s CPU, {:.1} s, at most {memory} MiB", self.cpu(), self.wall.elapsed().as_secs_f64())
    }
}

/// CPU-seconds of this process and all its threads, as Linux tells them.
fn cpu() -> f64 {
    const PER_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / PER_SECOND
}

/// A figure of this process in KiB.
fn status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}
