//! Texts packed with the library's own dictionary: they are unpacked unchanged, whenever they were added.

use super::{NOW, lines, open};
use dateline::library::{Compacted, Forgotten, Library, Retention, Task};
use dateline::model::*;
use rusqlite::Connection;
use std::path::Path;

/// Articles that share words and phrases, as those of one library do, but are all different.
fn stories(numbers: std::ops::Range<u32>) -> Vec<serde_json::Value> {
    const PHRASES: [&str; 12] = [
        "the harbour was closed",
        "ferries wait at the quay",
        "the mayor spoke of the tide",
        "ships left before noon",
        "a storm came from the west",
        "nobody was hurt",
        "the price of fish rose",
        "the bridge is to be painted",
        "children learn to sail",
        "the lighthouse was lit again",
        "trains were late",
        "the market opens on Monday",
    ];
    let story = |number: u32| {
        let mut state = number.wrapping_mul(2_654_435_761).wrapping_add(12_345);
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 16
        };
        let text: Vec<String> = (0..24)
            .map(|_| format!("{} and word{} of {}.", PHRASES[next() as usize % 12], next() % 5_000, next()))
            .collect();
        serde_json::json!({ "title": format!("Story {number}"), "text": text.join(" "), "published": "2024-01-02" })
    };
    numbers.map(story).collect()
}

/// How many texts are packed without a dictionary, and how many with one.
fn packings(path: &Path) -> (u32, u32) {
    let database = Connection::open(path.join("library.db")).unwrap();
    let count = |sql: &str| database.query_row(sql, [], |row| row.get(0)).unwrap();
    (
        count("SELECT count(*) FROM revision WHERE packing & 4 = 0"),
        count("SELECT count(*) FROM revision WHERE packing & 4 = 4"),
    )
}

/// The texts of a library, by their titles.
fn texts(library: &Library) -> Vec<(String, String)> {
    let all = library.window(&ListQuery::default(), Anchor::Top, 10_000, &Task::new()).unwrap();
    let text = |row: &Row| {
        let document = library.article(row.id()).unwrap().unwrap().document;
        (document.title, document.text)
    };
    let mut texts: Vec<_> = all.rows.iter().map(text).collect();
    texts.sort();
    texts
}

#[test]
fn texts_come_back_as_they_were_whenever_they_came_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let mut add = |numbers| library.add(&[lines(&stories(numbers))], &Task::new(), NOW).unwrap().articles;
    assert_eq!(add(0..200), 200);
    assert_eq!(packings(folder.path()), (200, 0), "too few to train a dictionary on");
    assert_eq!(add(200..1_200), 1_000);
    assert_eq!(packings(folder.path()), (0, 1_200), "the first are packed again");
    assert_eq!(add(1_200..1_210), 10);
    let reader = library.reader().unwrap();
    drop(library);
    let expected: Vec<(String, String)> = {
        let text = |story: &serde_json::Value, name: &str| story[name].as_str().unwrap().to_owned();
        let mut all: Vec<_> =
            stories(0..1_210).iter().map(|story| (text(story, "title"), text(story, "text"))).collect();
        all.sort();
        all
    };
    assert!(texts(&reader).iter().all(|text| expected.contains(text)));
    let library = open(folder.path());
    assert!(library.check(&Task::new()).unwrap().is_empty());
    assert_eq!(texts(&library).len(), texts(&reader).len());
}

#[test]
fn compacting_gives_space_back_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    library.add(&[lines(&stories(0..1_100))], &Task::new(), NOW).unwrap();
    let expected = texts(&library);
    let Compacted { now, before, .. } =
        library.compact(Retention::default(), Forgotten::Unreachable, &Task::new(), NOW).unwrap();
    assert!(now <= before, "{now} bytes, {before} before");
    assert_eq!(texts(&library), expected);
    assert!(library.check(&Task::new()).unwrap().is_empty());
}
