//! The library in temporary folders: adding articles, lists, marks, names, and robustness.

// A failing test helper fails the test.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod at_once;
mod boilerplate;
mod care;
mod correcting;
#[path = "../common/counts.rs"]
mod counts;
mod derived;
mod editing;
mod feeds;
mod formats;
mod full_text;
mod intake;
mod journal;
mod linking;
mod lists;
mod packing;
#[cfg(unix)]
mod passwords;
mod querying;
mod querying_spellings;
mod reanalyze;
mod refreshing;
mod retention;
mod searching;
#[allow(dead_code, reason = "each test program uses a part of it")]
#[path = "../common/server.rs"]
mod server;
mod side_by_side;
#[path = "../common/sigils.rs"]
mod sigils;
mod survival;

use dateline::library::{Added, Input, Library, Task};
use dateline::model::*;
use sigils::Sigils;
use std::path::Path;
use std::sync::Arc;

/// The current time for tests: 2024-03-01T00:00:00Z.
const NOW: i64 = 1_709_251_200;

fn open(path: &Path) -> Library {
    Library::open_with(path, Arc::new(Sigils)).unwrap()
}

fn apply(library: &mut Library, edit: &Edit) -> Applied {
    library.apply(edit, &Task::new(), NOW).unwrap()
}

fn mark(library: &mut Library, flag: Flag, article: ArticleId) -> Applied {
    apply(library, &Edit::mark(flag, Switch::On, article))
}

fn correct(library: &mut Library, correction: &Correction) -> Applied {
    apply(library, &Edit::Correction(correction.clone()))
}

fn note(library: &mut Library, article: ArticleId, text: &str) -> Applied {
    let note = Note { article, added: NOW, text: text.to_owned(), passage: None };
    apply(library, &Edit::Note(RecordEdit::Add(note)))
}

/// Undoes an edit that was applied.
fn undo(library: &mut Library, applied: &Applied) -> Applied {
    library.undo(applied.id, &Task::new(), NOW).unwrap().unwrap()
}

fn article(title: &str, published: &str, text: &str) -> serde_json::Value {
    serde_json::json!({ "title": title, "published": published, "text": text })
}

fn lines(articles: &[serde_json::Value]) -> Input {
    let lines: Vec<String> = articles.iter().map(ToString::to_string).collect();
    Input::Bytes { name: "test.jsonl".to_owned(), bytes: lines.join("\n").into_bytes() }
}

fn add(library: &mut Library, articles: &[serde_json::Value]) -> Added {
    library.add(&[lines(articles)], &Task::new(), NOW).unwrap()
}

fn days(count: u32) -> Vec<serde_json::Value> {
    (0..count)
        .map(|n| {
            let day = When::second(1_700_000_000 + i64::from(n) * 86_400).to_string();
            let name = if n % 3 == 0 { "@Ada_Lake spoke." } else { "#Turin waited." };
            article(&format!("Day {n}"), &day, &format!("{name} This is the story of day {n}."))
        })
        .collect()
}

fn titles(window: &Window) -> Vec<&str> {
    window.rows.iter().map(|row| row.title.as_str()).collect()
}

/// Six articles for searching.
fn harbour(library: &mut Library) -> Vec<ArticleId> {
    let texts = [
        ("Storm", "2024-01-01", "The storm sank two boats near #Turin."),
        ("Calm", "2024-01-02", "After the storm @Ada_Lake counted the boats."),
        ("Prices", "2024-01-03", "Fish prices rose. @Ada_Lake blamed the $Harbour_Board."),
        ("Board", "2024-01-04", "The $Harbour_Board met in #Turin and voted."),
        ("Votes", "2024-01-05", "A vote on boats was held."),
        ("Storm again", "2024-01-06", "Storm after storm came."),
    ];
    add(library, &texts.map(|(title, day, text)| article(title, day, text))).ids
}
