//! Maintenance of a library: checked, repaired, backed up, restored, and never replaced by a new one when it is lost.

use super::{NOW, Sigils, add, days, mark, open};
use dateline::library::{Error, Library, Task};
use dateline::model::*;
use std::fs;
use std::path::Path;
use std::sync::Arc;

fn check(library: &Library) -> Vec<String> {
    library.check(&Task::new()).unwrap()
}

fn rejected(path: &Path) -> Error {
    Library::open_with(path, Arc::new(Sigils)).err().unwrap()
}

/// A library with an index and marks, closed.
fn filled(path: &Path) -> Vec<ArticleId> {
    let mut library = open(path);
    let ids = add(&mut library, &days(9)).ids;
    mark(&mut library, Flag::Bookmark, ids[0]);
    mark(&mut library, Flag::Read, ids[1]);
    library.catch_up(&Task::new()).unwrap();
    assert_eq!(check(&library), Vec::<String>::new());
    ids
}

#[test]
fn what_is_derived_is_checked_and_repaired() {
    let task = Task::new();
    for (harm, sql) in [
        ("the count of articles", "UPDATE kept SET value = 7 WHERE name = 'articles'"),
        ("the count of bookmarks", "UPDATE kept SET value = 0 WHERE name = 'bookmarked'"),
        ("the count of people", "UPDATE kept SET value = 9 WHERE name = 'people'"),
        ("the lists of unread", "DELETE FROM shelf WHERE shelf = 1 AND article < 4"),
        ("the lists of unread", "INSERT INTO shelf VALUES (2, 5, 5)"),
        ("names are miscounted", "UPDATE entity SET articles = articles + 1"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path());
        let database = rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
        database.execute_batch(sql).unwrap();
        drop(database);
        let mut library = open(folder.path());
        let faults = check(&library);
        assert!(faults.iter().any(|fault| fault.contains(harm)), "{harm}: {faults:?}");
        assert_eq!(library.repair(&task).unwrap(), Vec::<String>::new(), "{harm}");
        assert_eq!(library.counts().unwrap(), Counts { articles: 9, unread: 8, bookmarked: 1 }, "{harm}");
    }
    // A text that is missing or damaged cannot be rebuilt, and is reported; the others are found all the same.
    for sql in
        ["DELETE FROM revision WHERE article = ?", "UPDATE revision SET text = x'fffefd' WHERE article = ?"]
    {
        let folder = tempfile::tempdir().unwrap();
        let ids = filled(folder.path());
        let database = rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
        database.execute(sql, [ids[3].0]).unwrap();
        drop(database);
        let mut library = open(folder.path());
        let left = library.repair(&task).unwrap();
        assert_eq!(left.len(), 1, "{sql}: {left:?}");
        library.catch_up(&task).unwrap();
        let found = library.find("story", Order::Newest, 99, &task).unwrap();
        assert!(found.rows.len() >= 8, "{sql}: {found:?}");
    }
}

#[test]
fn what_an_interrupted_restoration_or_backup_left_is_deleted_by_the_next_writer() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let backups = folder.path().join("backups");
    fs::create_dir_all(&backups).unwrap();
    let left = ["library.db.restored", "library.db.restored-wal", "library.db.restored-shm"]
        .map(|name| folder.path().join(name))
        .into_iter()
        .chain([".copy", ".part"].map(|end| backups.join(format!("replaced-2024-02-01-17.db.gz{end}"))));
    let left: Vec<_> = left.collect();
    for file in &left {
        fs::write(file, "half of it").unwrap();
    }
    drop(Library::open_to_read(folder.path()).unwrap());
    assert!(left.iter().all(|file| file.exists()), "a reader deletes nothing");
    drop(open(folder.path()));
    assert!(left.iter().all(|file| !file.exists()));
}

#[test]
fn damage_in_the_index_is_found_by_its_checksums() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let mut parts = fs::read_dir(folder.path().join("index")).unwrap().flatten().map(|entry| entry.path());
    let part = parts.find(|path| path.extension().is_some_and(|ending| ending == "store")).unwrap();
    let mut bytes = fs::read(&part).unwrap();
    bytes[10] ^= 1;
    fs::write(&part, bytes).unwrap();
    let mut library = open(folder.path());
    assert!(check(&library)[0].contains("the search index is damaged"), "{:?}", check(&library));
    library.reindex(&Task::new()).unwrap();
    assert_eq!(check(&library), Vec::<String>::new());
}

#[test]
fn a_backup_of_a_library_in_use_is_restored_and_so_is_what_it_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (path, file) = (folder.path().join("library"), folder.path().join("copy.db.gz"));
    let ids = filled(&path);
    let mut writer = open(&path);
    Library::open_to_read(&path).unwrap().backup(&file).unwrap();
    assert!(matches!(writer.backup(&file), Err(Error::Exists { .. })));
    let locked = Library::restore(&path, &file, &Task::new(), NOW);
    assert!(matches!(locked, Err(Error::Locked { .. })), "{locked:?}");
    mark(&mut writer, Flag::Bookmark, ids[5]);
    drop(writer);
    let restored = Library::restore(&path, &file, &Task::new(), NOW).unwrap();
    assert_eq!(restored.articles, 9);
    let bookmarked = |path: &Path| open(path).counts().unwrap().bookmarked;
    assert_eq!(bookmarked(&path), 1);
    assert!(open(&path).can_search().unwrap(), "the index is made anew with it");
    assert_eq!(check(&open(&path)), Vec::<String>::new());
    fs::remove_file(path.join("index/meta.json")).unwrap();
    assert_eq!(check(&open(&path)), Vec::<String>::new(), "an index that is still to be made is no fault");
    // In the same second, what is replaced is kept all the same.
    let first = restored.replaced.unwrap();
    let second = Library::restore(&path, &first, &Task::new(), NOW).unwrap().replaced.unwrap();
    assert!(second != first && second.exists() && first.exists());
    assert_eq!(bookmarked(&path), 2);
    // A file that is not a backup replaces nothing.
    fs::write(folder.path().join("letter"), "Dear Ada").unwrap();
    assert!(Library::restore(&path, &folder.path().join("letter"), &Task::new(), NOW + 2).is_err());
    // Nor does one that breaks off, and nothing of it stays.
    let bytes = fs::read(&file).unwrap();
    fs::write(folder.path().join("cut"), &bytes[..bytes.len() / 2]).unwrap();
    assert!(Library::restore(&path, &folder.path().join("cut"), &Task::new(), NOW + 2).is_err());
    assert!(!path.join("library.db.restored").exists());
    assert_eq!(bookmarked(&path), 2);
}

#[test]
fn a_lost_database_is_no_new_library_and_the_last_backup_is_offered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    filled(path);
    assert!(open(path).backup_when_due(NOW + 8 * 86_400).unwrap());
    assert!(!open(path).backup_when_due(NOW + 9 * 86_400).unwrap(), "the last one is a day old");
    let database = path.join("library.db");
    for is_empty in [false, true] {
        fs::remove_file(&database).unwrap();
        if is_empty {
            fs::write(&database, "").unwrap();
        }
        let error = rejected(path);
        let Error::Lost { backup: Some(backup), .. } = &error else { panic!("{error:?}") };
        assert!(error.to_string().contains("dateline restore"), "{error}");
        assert!(matches!(Library::open_to_read(path).err().unwrap(), Error::Lost { .. }));
        Library::restore(path, backup, &Task::new(), NOW).unwrap();
        assert_eq!(open(path).counts().unwrap(), Counts { articles: 9, unread: 8, bookmarked: 1 });
    }
    for week in 2..7 {
        assert!(open(path).backup_when_due(NOW + week * 8 * 86_400).unwrap());
    }
    assert_eq!(fs::read_dir(path.join("backups")).unwrap().count(), 3, "three are kept");
}

/// However often a library is replaced, what was done in it can be brought back; what is not Dateline's own stays.
#[test]
fn only_automatic_backups_are_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let (path, file) = (folder.path().join("library"), folder.path().join("copy.db.gz"));
    filled(&path);
    open(&path).backup(&file).unwrap();
    assert!(open(&path).backup_when_due(NOW + 8 * 86_400).unwrap());
    let own = Library::last_backup(&path).unwrap();
    let of_user = path.join("backups/library-before-the-holidays.db.gz");
    fs::copy(&file, &of_user).unwrap();
    let replaced: Vec<_> = (0..5)
        .map(|second| Library::restore(&path, &file, &Task::new(), NOW + second).unwrap().replaced.unwrap())
        .collect();
    assert!(own.exists(), "a restored backup counts for none of the three");
    assert_eq!(Library::last_backup(&path), Some(own.clone()));
    for week in 2..7 {
        assert!(open(&path).backup_when_due(NOW + week * 8 * 86_400).unwrap());
    }
    assert!(!own.exists() && of_user.exists() && replaced.iter().all(|file| file.exists()));
    // A clock that was years ahead once does not put the next one off.
    assert!(open(&path).backup_when_due(NOW + 5_000 * 86_400).unwrap());
    assert!(open(&path).backup_when_due(NOW + 60 * 86_400).unwrap());
    assert!(!open(&path).backup_when_due(NOW + 61 * 86_400).unwrap());
}

/// Whichever byte of the header is damaged, the library is reported as damaged, not as foreign or newer.
#[test]
fn a_damaged_header_is_called_damage() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let database = folder.path().join("library.db");
    let whole = fs::read(&database).unwrap();
    for (at, mask) in (0..16).chain(60..64).chain(68..72).flat_map(|at| [(at, 1_u8), (at, 2), (at, 128)]) {
        let mut bytes = whole.clone();
        bytes[at] ^= mask;
        fs::write(&database, bytes).unwrap();
        let error = rejected(folder.path());
        assert!(matches!(error, Error::Damaged { .. }), "byte {at} bit {mask}: {error:?}");
    }
    fs::write(&database, whole).unwrap();
    assert_eq!(open(folder.path()).counts().unwrap().articles, 9);
}

#[test]
fn a_backup_is_made_before_an_earlier_library_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let database = rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
    database
        .execute_batch(
            "DROP TABLE account; DROP TABLE account_feed; DROP TABLE account_wish; DROP TABLE account_item;
             DROP TABLE account_label; DROP TABLE account_held; DROP TABLE mine; DROP TABLE journal; DROP TABLE saved_search; DELETE FROM setting WHERE name = 'schema';
             ALTER TABLE note DROP COLUMN span_start; ALTER TABLE note DROP COLUMN span_end;
             ALTER TABLE note DROP COLUMN quote; DROP TABLE relink; DROP TABLE dictionary;
             DROP INDEX revision_to_repack; ALTER TABLE names DROP COLUMN packing;
             ALTER TABLE moved DROP COLUMN link; ALTER TABLE entity DROP COLUMN outlook;
             CREATE TABLE stirred (word TEXT PRIMARY KEY, done INTEGER NOT NULL) WITHOUT ROWID;
             CREATE TABLE unsettled (entity INTEGER, article INTEGER, PRIMARY KEY (entity, article)) WITHOUT ROWID;
             DROP TRIGGER entity_placed; DROP TRIGGER entity_moved; DROP TRIGGER entity_gone;
             DROP TABLE place_box; DROP INDEX entity_country; DROP INDEX entity_geonameid;
             DROP INDEX article_site; DROP INDEX article_words; DROP INDEX article_undated;
             DROP TABLE uncounted; DROP TABLE counting; DROP TABLE attention; DROP TABLE recent_identity;
             ALTER TABLE entity DROP COLUMN latitude; ALTER TABLE entity DROP COLUMN longitude;
             ALTER TABLE entity DROP COLUMN country; ALTER TABLE entity DROP COLUMN division;
             ALTER TABLE entity DROP COLUMN geonameid; PRAGMA user_version = 5;",
        )
        .unwrap();
    drop(database);
    assert_eq!(open(folder.path()).counts().unwrap().articles, 9);
    let backup = Library::last_backup(folder.path()).unwrap();
    Library::restore(folder.path(), &backup, &Task::new(), NOW).unwrap();
    assert_eq!(open(folder.path()).counts().unwrap().bookmarked, 1);
}
