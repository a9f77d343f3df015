//! Checks what is in a library's folder before it is used: only plain files and folders created by Dateline are
//! opened, written or deleted. The folder itself may be a symbolic link; nothing in it may.

use super::private_files::private;
use super::{Error, Result};
use crate::index;
use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io::Read;
use std::path::Path;

/// Plain files: the database, SQLite's own beside it, what is being restored, the passwords of feeds.
const DATABASE: [&str; 6] = [
    "library.db",
    "library.db-wal",
    "library.db-shm",
    "library.db-journal",
    "library.db.restored",
    PASSWORDS,
];

/// The file with the passwords of feeds.
pub(super) const PASSWORDS: &str = "passwords.json";

/// The line of a lock file that says that there was a library: an interrupted first start leaves a lock alone as well.
pub(super) const OF_LIBRARY: &str = "library";

/// What is said of a file that may have one name only.
const LINKED: &str = "a file with several names (hard links)";

/// The socket of the process that has the library open, to which commands hand their work.
pub const SOCKET: &str = "socket";

/// What may be in a folder where a library is still to be created: what an interrupted creation leaves, and what
/// systems and settings put there (on macOS, settings and data share a folder).
const HARMLESS: [&str; 5] = ["log", "backups", "config.toml", PASSWORDS, ".DS_Store"];

/// Checks the content of the folder. Rejects links, anything under our names that is not a plain file, and a folder
/// with other content but no library.
pub(super) fn inspect(folder: &Path) -> Result<()> {
    for name in DATABASE {
        plain(&folder.join(name))?;
    }
    // A copy with hard links has several names for the database, too.
    let [database, logs @ ..] = ["library.db", "library.db-wal", "library.db-shm", "library.db-journal"]
        .map(|name| folder.join(name));
    if !is_linked(&database)
        && let Some(path) = logs.into_iter().find(|path| is_linked(path))
    {
        return Err(Error::NotOurs { path, found: LINKED });
    }
    let lock = folder.join("lock");
    if plain(&lock)?.is_some_and(|entry| links(&entry) > 1) && !is_lock_of_library(&lock) {
        return Err(Error::NotOurs { path: lock, found: LINKED });
    }
    inspect_index(&folder.join("index"))?;
    let backups = folder.join("backups");
    if let Ok(entry) = fs::symlink_metadata(&backups)
        && !entry.is_dir()
    {
        return Err(Error::NotOurs { path: backups, found: kind(entry.file_type()) });
    }
    if fs::symlink_metadata(folder.join("library.db")).is_err() {
        inspect_new(folder)?;
    }
    Ok(())
}

/// The metadata of a plain file, if there is one with this name.
fn plain(path: &Path) -> Result<Option<Metadata>> {
    let Ok(entry) = fs::symlink_metadata(path) else { return Ok(None) };
    if entry.is_file() {
        return Ok(Some(entry));
    }
    Err(Error::NotOurs { path: path.to_owned(), found: kind(entry.file_type()) })
}

fn kind(file: FileType) -> &'static str {
    if file.is_symlink() {
        "a symbolic link"
    } else if file.is_dir() {
        "a folder"
    } else if file.is_file() {
        "a file"
    } else {
        "a device, pipe or socket"
    }
}

fn inspect_index(index: &Path) -> Result<()> {
    let Ok(entry) = fs::symlink_metadata(index) else { return Ok(()) };
    if !entry.is_dir() {
        return Err(Error::NotOurs { path: index.to_owned(), found: kind(entry.file_type()) });
    }
    for entry in fs::read_dir(index).map_err(|error| Error::io(index, &error))?.flatten() {
        if entry.file_type().is_ok_and(|file| !file.is_file())
            && entry.file_name().to_str().is_some_and(index::is_own)
        {
            return Err(Error::NotOurs { path: entry.path(), found: "not a regular file" });
        }
    }
    Ok(())
}

/// Whether a library may be created in a folder: only if it contains nothing but what an interrupted creation leaves.
fn inspect_new(folder: &Path) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    let is_ours = |entry: fs::DirEntry| match entry.file_name().to_str() {
        Some("lock") => is_lock(&entry.path()),
        Some(SOCKET) => is_socket(&entry),
        Some("index") => {
            let mut files = fs::read_dir(entry.path()).into_iter().flatten().flatten();
            files.all(|file| file.file_name().to_str().is_some_and(index::is_own))
        }
        Some(name) => HARMLESS.contains(&name) || name.starts_with("library.db"),
        None => false,
    };
    if entries.flatten().all(is_ours) {
        return Ok(());
    }
    Err(Error::NotALibrary { path: folder.to_owned() })
}

/// Whether it is a socket, which is left behind when Dateline is killed.
fn is_socket(entry: &fs::DirEntry) -> bool {
    #[cfg(unix)]
    return entry.file_type().is_ok_and(|file| std::os::unix::fs::FileTypeExt::is_socket(&file));
    #[cfg(not(unix))]
    {
        let _ = entry;
        false
    }
}

/// Whether a lock file contains what ours contain: the number of a process, whether there is a library, or nothing.
fn is_lock(path: &Path) -> bool {
    lock_text(path).is_some()
}

/// The same, of a folder that has a library: nobody else writes such a file.
fn is_lock_of_library(path: &Path) -> bool {
    lock_text(path).is_some_and(|text| text.lines().any(|line| line == OF_LIBRARY))
}

/// What a lock file contains, if that is what ours contain.
fn lock_text(path: &Path) -> Option<String> {
    const LONGEST: u64 = 32;
    let mut text = String::new();
    let file = private(OpenOptions::new().read(true)).open(path).ok()?;
    file.take(LONGEST + 1).read_to_string(&mut text).ok()?;
    let is_ours = |line: &str| line == OF_LIBRARY || line.bytes().all(|byte| byte.is_ascii_digit());
    (text.len() as u64 <= LONGEST && text.lines().all(is_ours)).then_some(text)
}

/// Whether a file that Dateline made is in another folder as well, as `cp -al` leaves it.
pub(super) fn is_shared(path: &Path) -> bool {
    let entry = fs::symlink_metadata(path);
    entry.is_ok_and(|entry| entry.is_file() && links(&entry) > 1)
        && (is_lock_of_library(path) || is_database(path))
}

/// Whether a file is an SQLite database.
fn is_database(path: &Path) -> bool {
    let file = private(OpenOptions::new().read(true)).open(path);
    file.is_ok_and(super::containers::is_database)
}

/// The file, if it is a plain one with a single link: it was opened after it had been checked, and may have been
/// replaced since.
pub(super) fn alone(path: &Path, file: File) -> Result<File> {
    let entry = file.metadata().map_err(|error| Error::io(path, &error))?;
    if entry.is_file()
        && links(&entry) <= 1
        && fs::symlink_metadata(path).is_ok_and(|now| is_same(&entry, &now))
    {
        return Ok(file);
    }
    Err(Error::NotOurs { path: path.to_owned(), found: "replaced while it was opened" })
}

/// Whether both are of the same file.
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (one.dev(), one.ino()) == (other.dev(), other.ino())
    }
    #[cfg(not(unix))]
    {
        let _ = (one, other);
        true
    }
}

/// Whether a file has several names.
fn is_linked(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|entry| links(&entry) > 1)
}

/// How many hard links a file has.
fn links(entry: &Metadata) -> u64 {
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::nlink(entry);
    #[cfg(not(unix))]
    {
        let _ = entry;
        1
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::super::Library;
    use super::*;
    use std::os::unix::fs::symlink;
    use std::path::PathBuf;

    /// Every file below a folder with its content; links are not followed.
    fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let file = entry.file_type().unwrap();
            if file.is_dir() {
                found.extend(contents(&entry.path()));
            } else if file.is_file() {
                found.push((entry.path(), fs::read(entry.path()).unwrap()));
            }
        }
        found.sort();
        found
    }

    fn rejected(folder: &Path, what: &str) {
        let before = contents(folder);
        for opened in [Library::open(folder), Library::open_to_read(folder)] {
            let error = opened.err().unwrap_or_else(|| panic!("{what} was opened"));
            assert!(matches!(error, Error::NotALibrary { .. } | Error::NotOurs { .. }), "{what}: {error}");
        }
        assert_eq!(contents(folder), before, "{what}");
    }

    #[test]
    fn a_folder_that_holds_something_else_stays_as_it_is() {
        for (what, files) in [
            ("letters", &["letter.txt"][..]),
            ("an index of letters", &["index/letter.txt"]),
            ("an index like ours but for a letter", &["index/meta.json", "index/letter.txt"]),
            ("a file called index", &["index"]),
            ("a lock that says something", &["lock"]),
            ("a file called socket", &["socket"]),
        ] {
            let folder = tempfile::tempdir().unwrap();
            for file in files {
                let path = folder.path().join(file);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, "dear reader").unwrap();
            }
            rejected(folder.path(), what);
        }
    }

    #[test]
    fn links_and_pipes_in_a_library_are_refused() {
        let outside = tempfile::tempdir().unwrap();
        let letter = outside.path().join("letter.txt");
        fs::write(&letter, "dear reader").unwrap();
        let pipe = outside.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::from_raw_mode(0o600)).unwrap();
        for name in
            ["library.db", "library.db-wal", "lock", "index", "index/meta.json", "backups", "passwords.json"]
        {
            for (what, target) in [
                ("file", letter.clone()),
                ("nothing", outside.path().join("missing")),
                ("pipe", pipe.clone()),
            ] {
                let folder = tempfile::tempdir().unwrap();
                drop(Library::open(folder.path()).unwrap());
                let path = folder.path().join(name);
                let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
                symlink(&target, &path).unwrap();
                rejected(folder.path(), &format!("{name} as a link to {what}"));
            }
        }
        for name in ["library.db", "lock"] {
            let folder = tempfile::tempdir().unwrap();
            drop(Library::open(folder.path()).unwrap());
            fs::rename(&pipe, folder.path().join(name)).unwrap();
            rejected(folder.path(), &format!("{name} as a pipe"));
            fs::rename(folder.path().join(name), &pipe).unwrap();
        }
        assert_eq!(fs::read_to_string(&letter).unwrap(), "dear reader");
        assert!(!outside.path().join("missing").exists());
    }

    #[test]
    fn a_copy_with_hard_links_becomes_a_library_of_its_own() {
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        drop(Library::open(folder.path()).unwrap());
        let (link, copy) = (outside.path().join("link"), outside.path().join("copy"));
        symlink(folder.path(), &link).unwrap();
        fs::create_dir(&copy).unwrap();
        for name in ["lock", "library.db"] {
            fs::hard_link(folder.path().join(name), copy.join(name)).unwrap();
        }
        // Both can be opened at the same time, each with its own files.
        let opened = [Library::open(&link).unwrap(), Library::open(&copy).unwrap()];
        assert!(opened.iter().all(Library::is_writer));
        for (folder, name) in [(&link, "lock"), (&link, "library.db"), (&copy, "lock"), (&copy, "library.db")]
        {
            assert_eq!(links(&fs::metadata(folder.join(name)).unwrap()), 1, "{name}");
        }
        drop(opened);
        for (name, content) in [("letter", "dear reader"), ("sheet", "")] {
            fs::write(outside.path().join(name), content).unwrap();
            fs::remove_file(copy.join("lock")).unwrap();
            fs::hard_link(outside.path().join(name), copy.join("lock")).unwrap();
            rejected(&copy, &format!("a {name} that is called lock"));
        }
        fs::remove_file(copy.join("lock")).unwrap();
        fs::hard_link(outside.path().join("letter"), copy.join("library.db-shm")).unwrap();
        rejected(&copy, "a letter beside the database");
        assert_eq!(fs::read_to_string(outside.path().join("letter")).unwrap(), "dear reader");
    }

    #[test]
    fn a_lock_alone_says_whether_there_was_a_library() {
        let folder = tempfile::tempdir().unwrap();
        drop(Library::open(folder.path()).unwrap());
        fs::remove_file(folder.path().join("library.db")).unwrap();
        fs::remove_dir_all(folder.path().join("index")).unwrap();
        for opened in [Library::open(folder.path()), Library::open_to_read(folder.path())] {
            assert!(matches!(opened.err(), Some(Error::Lost { .. })));
        }
        let left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().flatten().map(|file| file.file_name()).collect();
        assert_eq!(left, ["lock"]);
    }

    #[test]
    fn a_library_that_was_only_begun_is_made() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("lock"), "4711\n").unwrap();
        drop(std::os::unix::net::UnixListener::bind(folder.path().join(SOCKET)).unwrap());
        fs::write(folder.path().join("config.toml"), "theme = 'dark'").unwrap();
        fs::create_dir(folder.path().join("index")).unwrap();
        drop(Library::open(folder.path()).unwrap());
    }
}
