//! Analysing again with a newer analyser: the newest articles first, stopped and resumed, with site profiles, and in
//! a library with the first schema.

use super::counts::kept_is_counted;
use super::{Sigils, add, article, correct, days, open, undo};
use dateline::entities::Profile;
use dateline::library::{Library, NameAnalyzer, Task};
use dateline::model::*;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

/// An analyser with a version that records what it analyses.
struct VersionedAnalyzer {
    version: String,
    read: Arc<Mutex<Vec<String>>>,
}

impl NameAnalyzer for VersionedAnalyzer {
    fn version(&self) -> &str {
        &self.version
    }

    fn read(&self, document: &Document, profile: Option<&Profile>) -> Names {
        let known = profile.map_or("no site", |profile| if profile.is_empty() { "new" } else { "known" });
        self.read.lock().unwrap().push(format!("{} · {known}", document.title));
        let mut names = Sigils.read(document, profile);
        for entity in &mut names.entities {
            if entity.kind == Kind::Place {
                entity.place = Some(Place {
                    name: entity.name.clone(),
                    country: "IT".to_owned(),
                    country_name: "Italy".to_owned(),
                    admin1: None,
                    kind: PlaceKind::City,
                    latitude: 45.07,
                    longitude: 7.69,
                    geonameid: None,
                    certainty: 0.9,
                });
            }
        }
        names
    }
}

pub fn open_with(path: &Path, number: u32) -> (Library, Arc<Mutex<Vec<String>>>) {
    let read: Arc<Mutex<Vec<String>>> = Arc::default();
    let reader = VersionedAnalyzer { version: format!("edition {number}"), read: Arc::clone(&read) };
    (Library::open_with(path, Arc::new(reader)).unwrap(), read)
}

#[test]
fn a_better_reader_begins_with_the_newest_and_stops_at_once() {
    let folder = tempfile::tempdir().unwrap();
    add(&mut open(folder.path()), &days(200));
    let lake = EntityKey::new(Kind::Person, "ada lake");
    let rename = Correction::Rename { entity: lake, name: "Ada M. Lake".to_owned() };
    correct(&mut open(folder.path()), &rename);
    let (mut library, read) = open_with(folder.path(), 8);
    assert_eq!(library.stats().unwrap().due, 200);
    // The first report of progress cancels its own task.
    let itself: Arc<OnceLock<Task>> = Arc::default();
    let seen = Arc::clone(&itself);
    let task = Task::reporting(move |_, total| {
        assert_eq!(total, 200);
        if let Some(task) = seen.get() {
            task.cancel();
        }
    });
    itself.set(task.clone()).ok();
    assert!(library.catch_up(&task).unwrap_err().is_cancelled());
    let first = read.lock().unwrap().len() as u64;
    assert!((1..200).contains(&first), "{first}");
    assert_eq!(library.stats().unwrap().due, 200 - first);
    assert!(read.lock().unwrap().iter().all(|title| title.starts_with("Day 1")), "the newest first");
    kept_is_counted(folder.path());
    assert_eq!(library.catch_up(&Task::new()).unwrap().read, 200 - first);
    assert_eq!(library.stats().unwrap().due, 0);
    assert_eq!(read.lock().unwrap().len(), 200, "each once");
    kept_is_counted(folder.path());
    let names = library.names(Some(Kind::Person), "", 9, &Task::new()).unwrap();
    assert_eq!((names[0].name.as_str(), names[0].articles), ("Ada M. Lake", 67));
    assert_eq!(library.catch_up(&Task::new()).unwrap().read, 0);
}

#[test]
fn articles_are_read_with_what_their_site_writes_of() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, read) = open_with(folder.path(), 1);
    let of = |site: Option<&str>, title: &str| serde_json::json!({ "title": title, "text": format!("#Turin waited. {title}."), "site": site });
    add(&mut library, &[of(Some("The Quay"), "A")]);
    add(&mut library, &[of(Some("The Quay"), "B"), of(Some("Bay"), "C"), of(None, "D")]);
    let mut told = std::mem::take(&mut *read.lock().unwrap());
    told.sort();
    assert_eq!(told, ["A · new", "B · known", "C · new", "D · no site"]);
    drop(library);
    let (mut library, read) = open_with(folder.path(), 2);
    library.catch_up(&Task::new()).unwrap();
    let mut told = std::mem::take(&mut *read.lock().unwrap());
    told.sort();
    assert_eq!(told, ["A · known", "B · known", "C · known", "D · no site"]);
}

#[test]
fn a_library_of_the_first_schema_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let database = rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
    database.execute_batch(include_str!("../../src/store/migrations/001.sql")).unwrap();
    database.pragma_update(None, "application_id", 0x4461_7465).unwrap();
    database.pragma_update(None, "user_version", 1).unwrap();
    // An article analysed by the second recogniser: Ada Lake in its title, and again in its text.
    database
        .execute_batch(
            "INSERT INTO setting VALUES ('library', '0123456789abcdef');
             INSERT INTO article VALUES (1, 1704067200, 1704067200, 1, 1704067200, 2, 1, 1, 2, 'Ada Lake', NULL);
             INSERT INTO mark VALUES (1, NULL, 1704067200);
             INSERT INTO shelf VALUES (1, 1704067200, 1), (2, 1704067200, 1);
             INSERT INTO entity VALUES (5, 0, 1, 2, 'ada lake', 'Ada Lake', NULL);
             INSERT INTO alias VALUES ('ada lake', 5, 'Ada Lake', 1), ('ada', 5, 'Ada', 1);
             INSERT INTO month VALUES (5, 24288, 1);
             INSERT INTO named VALUES (5, 1704067200, 1, 2);
             UPDATE kept SET value = 1 WHERE name IN ('articles', 'unread', 'bookmarked', 'sequence', 'people');
             UPDATE kept SET value = 9 WHERE name = 'text_bytes';",
        )
        .unwrap();
    database
        .execute(
            "INSERT INTO revision VALUES (1, 1, 1704067200, 0, 'Ada Lake', NULL, NULL, NULL, x'', ?)",
            [b"Ada left."],
        )
        .unwrap();
    let names: [u8; 18] = [1, 1, 5, 0, 0xe8, 0x07, 0, 2, 0, 0, 8, 255, 1, 0, 1, 3, 255, 1];
    database.execute("INSERT INTO names VALUES (1, ?)", [names]).unwrap();
    drop(database);
    let mut library = open(folder.path());
    let first = library.article(ArticleId(1)).unwrap().unwrap();
    assert_eq!((first.reading, first.row.bookmarked), (Reading::Due, true));
    assert_eq!((first.entities[0].entity.name.as_str(), first.entities[0].mentions), ("Ada Lake", 2));
    kept_is_counted(folder.path());
    // It can be corrected before it has been analysed again.
    let lake = EntityKey::new(Kind::Person, "ada lake");
    let nobody = Correction::NotAnEntity { part: Part::all(lake) };
    let done = correct(&mut library, &nobody);
    assert!(library.article(ArticleId(1)).unwrap().unwrap().entities.is_empty());
    kept_is_counted(folder.path());
    undo(&mut library, &done);
    kept_is_counted(folder.path());
    assert_eq!(library.catch_up(&Task::new()).unwrap().read, 1);
    assert_eq!(library.article(ArticleId(1)).unwrap().unwrap().reading, Reading::Done);
    kept_is_counted(folder.path());
    add(&mut library, &[article("Today", "2024-03-01", "@Ada_Lake is here.")]);
    kept_is_counted(folder.path());
}
