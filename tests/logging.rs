//! The log of failures: a damaged index at the start, a feed that fails, a caught panic of a worker. One test, since
//! a process has one log.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "what a test cannot do without")]

#[path = "common/server.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod server;

use dateline::entities::Profile;
use dateline::library::{Added, FeedSelection, FollowOptions, Input, Library, NameAnalyzer, Refreshed, Task};
use dateline::logging::{self, Level};
use dateline::model::{Document, Names};
use server::{Server, reply};
use std::path::Path;
use std::sync::Arc;

const NOW: i64 = 1_780_000_000;

/// Finds no names, and panics on one text.
struct Frail;

impl NameAnalyzer for Frail {
    fn version(&self) -> &'static str {
        "frail"
    }

    fn read(&self, document: &Document, _: Option<&Profile>) -> Names {
        assert!(!document.text.contains("shipwreck"), "cannot bear \"{}\"", document.text);
        Names::default()
    }
}

fn open(folder: &Path) -> Library {
    Library::open_with(folder, Arc::new(Frail)).unwrap()
}

fn article(name: &str, text: &str) -> Input {
    Input::Bytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

#[test]
fn a_maintainer_finds_what_went_wrong_and_nothing_private() {
    let folder = tempfile::tempdir().unwrap();
    let (library, log) = (folder.path().join("library"), folder.path().join("log"));
    logging::start(&log, Level::Info);
    logging::watch(|info| eprintln!("{info}"));
    assert!(!log.exists(), "nothing is made before something happens");

    // A panic of a worker.
    let mut opened = open(&library);
    let inputs = [
        article("harbour.txt", "Harbour reopens\n\nThe harbour reopens on Thursday.\n"),
        article("secret-wreck.txt", "A wreck\n\nThe shipwreck of the Dolphin was found.\n"),
    ];
    let added = opened.add(&inputs, &Task::new(), NOW).unwrap();
    assert_eq!((added.articles, added.rejections.files), (1, 1), "{added:?}");
    let path = log.join(logging::FILE);
    let why = added.rejected[0].to_string();
    assert!(why.contains(&format!("please report it with {}", path.display())), "{why}");

    // A feed that fails.
    let server = Server::new(|_| reply(503, &[], ""));
    let address = server.at("/rss?key=s3cret#part").replace("http://", "http://ann:w0rd@");
    let following = FollowOptions { is_offline: true, ..FollowOptions::default() };
    opened.follow(&address, following, &Task::new(), NOW, &mut Added::default()).unwrap();
    let mut refreshed = Refreshed::default();
    opened.refresh(&FeedSelection::All, &Task::new(), NOW, &mut refreshed).unwrap();
    assert_eq!(refreshed.failed.len(), 1);
    drop(opened);

    // A damaged index.
    std::fs::write(library.join("index/meta.json"), "junk").unwrap();
    open(&library).catch_up(&Task::new()).unwrap();

    let logged = std::fs::read_to_string(&path).unwrap();
    for expected in [
        "panic in thread ",
        &format!(" at {}:", file!()),
        "cannot bear \"…",
        "the panic happened while reading secret-wreck.txt",
        "WARN",
        &format!("({})", server.at("/rss")),
        "503",
        "0 of 1 feeds answered",
        "the index cannot be used",
        "the index is rebuilt",
    ] {
        assert!(logged.contains(expected), "{expected} is not in:\n{logged}");
    }
    for private in ["Dolphin", "shipwreck", "w0rd", "s3cret", "ann:"] {
        assert!(!logged.contains(private), "{private} is in:\n{logged}");
    }
}
