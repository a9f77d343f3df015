//! The passwords that the settings get by a command.

use super::server::{Asked, Server, reply};
use super::{NOW, open};
use dateline::library::{Added, FeedSelection, FollowOptions, Library, Refreshed, Task};
use std::collections::BTreeMap;

/// `ann:w@rd` in base64.
const BASIC: &str = "Basic YW5uOndAcmQ=";

/// A feed that wants a password, a page that links to it, and an address that has moved to it.
fn server() -> Server {
    Server::new(|asked: &Asked| match asked.path.as_str() {
        "/" => {
            let head = "<head><link rel=alternate type=application/rss+xml href=/feed></head>";
            reply(200, &[("Content-Type", "text/html")], head)
        }
        _ if asked.header("authorization") != Some(BASIC) => reply(401, &[], "no"),
        "/old" => reply(301, &[("Location", "/feed")], ""),
        _ => {
            let item = "<item><guid>1</guid><title>Ferry</title></item>";
            let feed = format!("<rss version='2.0'><channel><title>The Quay</title>{item}</channel></rss>");
            reply(200, &[("Content-Type", "application/rss+xml")], feed)
        }
    })
}

fn follow(library: &mut Library, address: &str) -> Added {
    let mut added = Added::default();
    library.follow(address, FollowOptions::default(), &Task::new(), NOW, &mut added).unwrap();
    added
}

#[test]
fn the_first_request_of_a_feed_has_its_password() {
    for (typed, of_command, command, expected) in [
        ("/feed", "/feed", "printf ann:w@rd", Some("/feed")),
        ("/feed#top", "/feed", "printf ann:w@rd", Some("/feed")),
        ("/", "/feed", "printf ann:w@rd", Some("/feed")),
        // The settings name this address, and would not know the other.
        ("/old", "/old", "printf ann:w@rd", Some("/old")),
        ("/feed", "/feed", "printf ann:wrong", None),
        ("/feed", "/feed", "false", None),
        ("/feed", "/other", "printf ann:w@rd", None),
    ] {
        let (folder, server) = (tempfile::tempdir().unwrap(), server());
        let mut library = open(folder.path());
        library.get_passwords_by(&BTreeMap::from([(server.at(of_command), command.to_owned())]));
        let added = follow(&mut library, &server.at(typed));
        let feeds = library.subscriptions(false, NOW).unwrap();
        let followed: Vec<&str> = feeds.iter().map(|feed| feed.url.as_str()).collect();
        let wanted: Vec<String> = expected.iter().map(|path| server.at(path)).collect();
        assert_eq!(followed, wanted, "{typed} {command}: {added:?}");
        assert_eq!(added.articles, u64::from(expected.is_some()), "{typed} {command}: {added:?}");
        assert_eq!(added.rejected.len(), usize::from(expected.is_none()), "{typed} {command}: {added:?}");
        let text = format!("{added:?}");
        assert!(!text.contains("w@rd") && !text.contains("w%40rd"), "{text}");
        assert!(!folder.path().join("passwords.json").exists(), "what a command tells is not kept");
        if expected.is_some() {
            let mut refreshed = Refreshed::default();
            library.refresh(&FeedSelection::All, &Task::new(), NOW + 3600, &mut refreshed).unwrap();
            assert_eq!((refreshed.good, refreshed.failed.len()), (1, 0), "{typed}: {refreshed:?}");
        }
    }
}
