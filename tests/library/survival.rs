//! What a library survives, and what it rejects.

use super::counts::kept_is_counted;
use super::derived::forms_and_roles_are_counted;
use super::reanalyze::open_with;
use super::{NOW, Sigils, add, correct, days, harbour, mark, open, undo};
use dateline::library::{Error, Library, Task};
use dateline::model::*;
use std::path::Path;
use std::sync::Arc;

#[test]
fn a_second_instance_reads_and_does_not_write() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = open(folder.path());
    let id = add(&mut first, &days(2)).ids[0];
    let mut second = open(folder.path());
    assert!(!second.is_writer());
    assert_eq!(second.counts().unwrap().articles, 2);
    let rejected = second.apply(&Edit::mark(Flag::Bookmark, Switch::On, id), &Task::new(), NOW);
    assert!(matches!(rejected, Err(Error::Locked { .. })));
    mark(&mut first, Flag::Bookmark, id);
    assert_eq!(second.counts().unwrap().bookmarked, 1);
    drop(first);
    assert!(open(folder.path()).is_writer());
}

#[test]
fn an_index_that_is_missing_behind_or_damaged_is_made_good() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    harbour(&mut library);
    let task = Task::new();
    let found = |library: &Library| library.find("storm", Order::Best, 9, &task).unwrap();
    assert_eq!(library.catch_up(&task).unwrap(), dateline::library::CaughtUp::default());
    drop(library);
    let index = folder.path().join("index");
    for harm in ["missing", "junk", "truncated"] {
        for file in std::fs::read_dir(&index).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            match harm {
                "missing" => std::fs::remove_file(&file).unwrap(),
                "junk" if name == "meta.json" => std::fs::write(&file, "junk").unwrap(),
                "truncated" if file.extension().is_some_and(|ending| ending == "idx") => {
                    std::fs::write(&file, "x").unwrap();
                }
                _ => {}
            }
        }
        let mut library = open(folder.path());
        let before = found(&library);
        assert!(before.rows.is_empty() && before.complaint.is_some(), "{harm}");
        let caught_up = library.catch_up(&task).unwrap();
        assert_eq!((caught_up.rebuilt, caught_up.indexed), (true, 6), "{harm}");
        assert_eq!(found(&library).total, 3, "{harm}");
    }
}

#[test]
fn foreign_folders_and_later_schemas_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "text").unwrap();
    let rejected = |path: &Path| Library::open_with(path, Arc::new(Sigils)).err().unwrap();
    assert!(matches!(rejected(&file), Error::NotALibrary { .. }));
    let other = folder.path().join("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("library.db"), "this is not a database, however long it is".repeat(50))
        .unwrap();
    assert!(matches!(rejected(&other), Error::NotALibrary { .. }));
    let later = folder.path().join("later");
    drop(open(&later));
    let connection = rusqlite::Connection::open(later.join("library.db")).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    connection.execute("UPDATE setting SET value = 99 WHERE name = 'schema'", []).unwrap();
    drop(connection);
    let error = rejected(&later);
    assert!(matches!(error, Error::NewerSchema { found: 99, .. }));
    assert!(error.to_string().contains("update Dateline"), "{error}");
}

/// A killed program leaves the database with a log that ends anywhere. Whatever is left of it, the library is in one
/// of its earlier states.
#[test]
fn a_log_that_breaks_off_leaves_a_whole_library() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("killed");
    let mut library = open(&path);
    let ids = add(&mut library, &days(30)).ids;
    for &id in &ids {
        mark(&mut library, Flag::Read, id);
    }
    let whole = std::fs::read(path.join("library.db-wal")).unwrap();
    let mut seen = Vec::new();
    for piece in 0..=12 {
        let copy = folder.path().join(format!("copy{piece}"));
        std::fs::create_dir(&copy).unwrap();
        std::fs::copy(path.join("library.db"), copy.join("library.db")).unwrap();
        std::fs::write(copy.join("library.db-wal"), &whole[..whole.len() * piece / 12]).unwrap();
        let mut library = open(&copy);
        let counts = library.counts().unwrap();
        assert_eq!(counts.articles, 30);
        let length = |builtin| {
            let list_query = ListQuery { builtin, ..ListQuery::default() };
            library.window(&list_query, Anchor::Top, 99, &Task::new()).unwrap().rows.len() as u64
        };
        assert_eq!(length(BuiltinList::Unread), counts.unread);
        assert_eq!(length(BuiltinList::History), 30 - counts.unread);
        seen.push(counts.unread);
        assert_eq!(library.catch_up(&Task::new()).unwrap().indexed, 30, "the copy has no index");
        assert_eq!(library.find("story", Order::Newest, 99, &Task::new()).unwrap().total, 30);
    }
    assert!(seen.is_sorted_by(|earlier, later| earlier >= later), "{seen:?}");
    assert_eq!((seen[0], seen[12]), (30, 0));
}

#[cfg(unix)]
#[test]
fn a_new_library_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new");
    let mut library = open(&path);
    add(&mut library, &days(1));
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(&path.join("index"))), (0o700, 0o700));
    for file in ["library.db", "library.db-wal", "lock"] {
        assert_eq!(mode(&path.join(file)), 0o600, "{file}");
    }
}

/// The same in the middle of corrections and analysis: each of them is complete or absent, and all counts of names
/// match what the articles show.
#[test]
fn corrections_and_readings_that_break_off_leave_a_whole_library() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("killed");
    add(&mut open(&path), &days(40));
    let mut library = open_with(&path, 8).0;
    let lake = EntityKey::new(Kind::Person, "ada lake");
    let turin = EntityKey::new(Kind::Place, "turin");
    let nobody = Correction::NotAnEntity { part: Part::all(lake) };
    let hidden = correct(&mut library, &nobody);
    library.catch_up_names(&Task::new()).unwrap();
    let rename = Correction::Rename { entity: turin, name: "Torino".to_owned() };
    correct(&mut library, &rename);
    undo(&mut library, &hidden);
    let whole = std::fs::read(path.join("library.db-wal")).unwrap();
    let mut seen = Vec::new();
    for piece in 0..=16 {
        let copy = folder.path().join(format!("copy{piece}"));
        std::fs::create_dir(&copy).unwrap();
        std::fs::copy(path.join("library.db"), copy.join("library.db")).unwrap();
        std::fs::write(copy.join("library.db-wal"), &whole[..whole.len() * piece / 16]).unwrap();
        let mut library = open_with(&copy, 8).0;
        kept_is_counted(&copy);
        forms_and_roles_are_counted(&library, &copy);
        let due = library.stats().unwrap().due;
        seen.push((library.corrections().unwrap().len(), 40 - due));
        assert_eq!(library.catch_up_names(&Task::new()).unwrap().read, due);
        kept_is_counted(&copy);
    }
    assert!(seen.is_sorted(), "{seen:?}");
    assert_eq!((seen[0], seen[16]), ((0, 0), (2, 40)));
}

/// Between its lock and its database, a library that is being created is in use, not broken.
#[test]
fn a_library_that_another_process_is_about_to_make_is_in_use() {
    let temp = tempfile::tempdir().expect("a folder");
    let folder = temp.path().join("library");
    std::fs::create_dir(&folder).expect("the folder");
    let lock = std::fs::File::create(folder.join("lock")).expect("the lock");
    lock.try_lock().expect("nobody else has it");
    let opened = Library::open(&folder).map(|_| ());
    assert!(matches!(opened, Err(Error::Locked { .. })), "{opened:?}");
    drop(lock);
    Library::open(&folder).expect("the library");
}
