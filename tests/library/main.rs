//! The library in temporary folders: adding articles, lists, marks, names, and robustness.

// A failing test helper fails the test.
#![allow(clippy::expect_used, clippy::unwrap_used)]

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
mod querying;
mod reanalyze;
mod refreshing;
mod retention;
mod searching;
#[allow(dead_code, reason = "each test program uses a part of it")]
#[path = "../common/server.rs"]
mod server;
mod side_by_side;
mod survival;

use dateline::entities::Profile;
use dateline::library::{Added, Input, Library, NameAnalyzer, Task};
use dateline::model::*;
use std::path::Path;
use std::sync::Arc;

/// The current time for tests: 2024-03-01T00:00:00Z.
const NOW: i64 = 1_709_251_200;

/// Takes `@Ada_Lake`, `#Turin` and `$Harbour_Board` for the names of a person, a place and an organisation, so that
/// the tests' texts contain their names.
struct Sigils;

impl NameAnalyzer for Sigils {
    fn version(&self) -> &'static str {
        "sigils 7"
    }

    fn read(&self, document: &Document, _: Option<&Profile>) -> Names {
        let mut names = Names::default();
        for (field, text) in [(Field::Title, &document.title), (Field::Text, &document.text)] {
            let mut at = 0;
            for word in text.split_inclusive(char::is_whitespace) {
                let form = word.trim_end().trim_end_matches(['.', ',']);
                let kind = match form.chars().next() {
                    Some('@') => Kind::Person,
                    Some('#') => Kind::Place,
                    Some('$') => Kind::Organisation,
                    _ => {
                        at += word.len();
                        continue;
                    }
                };
                let name = form[1..].replace('_', " ");
                let key = name.to_lowercase();
                let known = names.entities.iter().position(|e| e.kind == kind && e.key == key);
                let entity = known.unwrap_or(names.entities.len());
                if known.is_none() {
                    names.entities.push(Entity {
                        kind,
                        name,
                        key,
                        aliases: vec![],
                        roles: vec!["speaker".to_owned()],
                        place: None,
                        salience: 1.0,
                    });
                }
                let span = Span::new(at + 1, at + form.len());
                names.mentions.push(Mention { field, span, kind, entity, certainty: 1.0 });
                at += word.len();
            }
        }
        names
    }
}

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
