//! Compares a library's stored counts with its content, by querying its database.

#![allow(clippy::expect_used, reason = "what a test cannot do without")]

use rusqlite::Connection;
use std::path::Path;

/// Each stored count, and the query that counts it.
const COUNTS: &[(&str, &str)] = &[
    ("articles", "SELECT count(*) FROM article"),
    ("unread", "SELECT count(*) FROM article a LEFT JOIN mark m ON m.article = a.id WHERE m.read IS NULL"),
    ("bookmarked", "SELECT count(*) FROM mark WHERE bookmarked IS NOT NULL"),
    (
        "people",
        "SELECT count(DISTINCT n.entity) FROM named n JOIN entity e ON e.id = n.entity WHERE e.kind = 0",
    ),
    (
        "places",
        "SELECT count(DISTINCT n.entity) FROM named n JOIN entity e ON e.id = n.entity WHERE e.kind = 1",
    ),
    (
        "organisations",
        "SELECT count(DISTINCT n.entity) FROM named n JOIN entity e ON e.id = n.entity WHERE e.kind = 2",
    ),
];

/// Entities whose stored counts differ from what their articles state.
const MISCOUNTED: &str = "SELECT count(*) FROM entity e WHERE
    e.articles != (SELECT count(*) FROM named n WHERE n.entity = e.id) OR
    e.mentions != (SELECT coalesce(sum(n.mentions), 0) FROM named n WHERE n.entity = e.id) OR
    e.articles != (SELECT coalesce(sum(m.articles), 0) FROM month m WHERE m.entity = e.id) OR
    e.mentions != (SELECT coalesce(sum(a.mentions), 0) FROM alias a WHERE a.entity = e.id) OR
    e.sayings != (SELECT count(*) FROM named n WHERE n.entity = e.id AND n.said = 1)
               + (SELECT count(*) FROM moved m WHERE m.entity = e.id AND m.said = 1)";

/// Fails if a stored count is wrong; returns the number of articles.
pub fn kept_is_counted(library: &Path) -> i64 {
    let database = Connection::open(library.join("library.db")).expect("a database");
    let number =
        |question: &str| -> i64 { database.query_row(question, [], |row| row.get(0)).expect("a number") };
    for (name, question) in COUNTS {
        let kept = number(&format!("SELECT value FROM kept WHERE name = '{name}'"));
        assert_eq!(kept, number(question), "{name}: kept, counted");
    }
    assert_eq!(number(MISCOUNTED), 0, "entities that are miscounted");
    let state: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a check");
    assert_eq!(state, "ok");
    number("SELECT count(*) FROM article")
}
