//! The library on temporary folders: articles in, lists, marks and names out, and what it survives.

use dateline::library::{Error, Input, Library, Reader, Task};
use dateline::model::*;
use std::path::Path;
use std::sync::Arc;

/// A moment to be told as now: 2024-03-01T00:00:00Z.
const NOW: i64 = 1_709_251_200;

/// Reads `@Ada_Lake`, `#Turin` and `$Harbour_Board` as the names of a person, a place and an
/// organisation, so that tests say in their texts what is named where.
struct Sigils;

impl Reader for Sigils {
    fn version(&self) -> u32 {
        7
    }

    fn read(&self, document: &Document) -> Names {
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

fn article(title: &str, published: &str, text: &str) -> serde_json::Value {
    serde_json::json!({ "title": title, "published": published, "text": text })
}

fn lines(articles: &[serde_json::Value]) -> Input {
    let bytes = articles.iter().map(|article| format!("{article}\n")).collect::<String>().into_bytes();
    Input::Bytes { name: "test.jsonl".to_owned(), bytes }
}

fn add(library: &mut Library, articles: &[serde_json::Value]) -> dateline::library::Added {
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

#[test]
fn what_goes_in_comes_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(&folder.path().join("new"));
    assert!(library.is_new() && library.is_writer());
    let added = add(
        &mut library,
        &[serde_json::json!({
            "title": "Bridge opens in #Turin",
            "text": "@Ada_Lake opened the bridge.\n\n@Ada_Lake thanked the $Harbour_Board.",
            "published": "2024-02-29",
            "site": "The Quay",
            "author": "R. Moss",
            "url": "https://example.org/bridge",
        })],
    );
    assert_eq!((added.articles, added.people, added.places, added.organisations), (1, 1, 1, 1));
    assert!(!library.is_new());
    let article = library.article(added.ids[0]).unwrap().unwrap();
    assert_eq!(article.document.published, When::day(2024, 2, 29));
    assert_eq!(article.document.byline.as_deref(), Some("R. Moss"));
    assert_eq!(article.document.blocks.len(), 2);
    assert_eq!(article.sources, ["https://example.org/bridge", "test.jsonl"]);
    assert_eq!(article.reading, Reading::Done);
    assert_eq!((article.row.unread, article.row.bookmarked), (true, false));
    assert_eq!(article.row.site.as_deref(), Some("The Quay"));
    let named: Vec<_> =
        article.entities.iter().map(|e| (e.entity.name.as_str(), e.mentions, e.articles)).collect();
    assert_eq!(named, [("Turin", 1, 1), ("Ada Lake", 2, 1), ("Harbour Board", 1, 1)]);
    assert_eq!(article.entities[1].trend, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(article.mentions[1].span.of(&article.document.text), "Ada_Lake");
}

#[test]
fn the_same_again_adds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let first = serde_json::json!({"title": "A", "text": "Snow fell.", "url": "https://example.org/a"});
    assert_eq!(add(&mut library, &[first.clone(), first.clone()]).articles, 1);
    let elsewhere = serde_json::json!({"title": "B", "text": "snow  FELL", "url": "https://example.net/b"});
    let again = add(&mut library, &[first, elsewhere]);
    assert_eq!((again.articles, again.known, again.revised), (0, 2, 0));
    let id = library.window(&Listing::default(), Anchor::Top, 9, &Task::new()).unwrap().rows[0].id();
    let sources = library.article(id).unwrap().unwrap().sources;
    assert_eq!(sources, ["https://example.net/b", "https://example.org/a", "test.jsonl"]);
}

#[test]
fn a_new_text_at_an_address_is_a_revision_and_stays_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let with = |text: &str| serde_json::json!({"title": "A", "text": text, "url": "https://example.org/a"});
    let id = add(&mut library, &[with("Five boats sank. @Ada_Lake saw it.")]).ids[0];
    library.change(&Change::one(Mark::Read, true, id), NOW).unwrap();
    let added = add(&mut library, &[with("Six boats sank. @Bo_Reed saw it.")]);
    assert_eq!((added.articles, added.revised, added.ids), (0, 1, vec![id]));
    let article = library.article(id).unwrap().unwrap();
    assert!(article.document.text.starts_with("Six"));
    assert!(!article.row.unread);
    let names: Vec<_> = article.entities.iter().map(|e| (e.entity.name.as_str(), e.articles)).collect();
    assert_eq!(names, [("Bo Reed", 1)]);
    assert_eq!(library.counts().unwrap(), Counts { articles: 1, unread: 0, bookmarked: 0 });
    assert_eq!(add(&mut library, &[with("Five boats sank. @Ada_Lake saw it.")]).known, 1);
}

#[test]
fn windows_are_stretches_of_one_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    add(&mut library, &days(20));
    let task = Task::new();
    let window = |anchor, count, order| {
        library.window(&Listing { order, ..Listing::default() }, anchor, count, &task).unwrap()
    };
    let top = window(Anchor::Top, 3, Order::Newest);
    assert_eq!(titles(&top), ["Day 19", "Day 18", "Day 17"]);
    assert_eq!((top.more_before, top.more_after, top.total), (false, true, 20));
    let key = top.rows[2].key;
    let next = window(Anchor::After(key), 2, Order::Newest);
    assert_eq!(titles(&next), ["Day 16", "Day 15"]);
    assert_eq!((next.more_before, next.more_after), (true, true));
    let before = window(Anchor::Before(key), 5, Order::Newest);
    assert_eq!(titles(&before), ["Day 19", "Day 18"]);
    assert_eq!((before.more_before, before.more_after), (false, true));
    let around = window(Anchor::Around(key), 4, Order::Newest);
    assert_eq!(titles(&around), ["Day 19", "Day 18", "Day 17", "Day 16"]);
    let bottom = window(Anchor::Bottom, 2, Order::Newest);
    assert_eq!(titles(&bottom), ["Day 1", "Day 0"]);
    assert_eq!((bottom.more_before, bottom.more_after), (true, false));
    assert_eq!(titles(&window(Anchor::Top, 2, Order::Oldest)), ["Day 0", "Day 1"]);
    let oldest = window(Anchor::After(bottom.rows[0].key), 2, Order::Oldest);
    assert_eq!(titles(&oldest), ["Day 2", "Day 3"]);
}

#[test]
fn a_second_instance_reads_and_does_not_write() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = open(folder.path());
    let id = add(&mut first, &days(2)).ids[0];
    let mut second = open(folder.path());
    assert!(!second.is_writer());
    assert_eq!(second.counts().unwrap().articles, 2);
    let refused = second.change(&Change::one(Mark::Bookmark, true, id), NOW);
    assert!(matches!(refused, Err(Error::Locked { .. })));
    first.change(&Change::one(Mark::Bookmark, true, id), NOW).unwrap();
    assert_eq!(second.counts().unwrap().bookmarked, 1);
    drop(first);
    assert!(open(folder.path()).is_writer());
}
