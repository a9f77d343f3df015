//! Backups: complete copies of the database, one compressed file each. Automatic backups are in the library's folder,
//! and the newest three are kept. What a restored backup has replaced lies beside them, and is never deleted.

use super::named_files::must_be_outside;
use super::private_files::{make_private_folder, private};
use super::rejected::why_unreadable;
use super::{Error, Library, Result};
use crate::model::When;
use crate::store::{self, Access, Store};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// How many automatic backups are kept.
const KEPT: usize = 3;

/// The interval between automatic backups, in seconds.
const WEEK: i64 = 7 * 86_400;

/// The prefix of their names, that of the library's states that a restored backup has replaced, and the suffix of
/// both; in between are the day and the second of the backup.
const AUTOMATIC: &str = "library-";
pub(super) const REPLACED: &str = "replaced-";
const ENDING: &str = ".db.gz";

impl Library {
    /// Writes a complete copy of the library's current state to a new file. Other processes may write to the library
    /// meanwhile. The search index is not included: it can be rebuilt.
    pub fn backup(&self, file: &Path) -> Result<()> {
        must_be_outside(self.path(), file)?;
        if file.symlink_metadata().is_ok() {
            return Err(Error::Exists { path: file.to_owned() });
        }
        write(&self.database(), self.folder.to_read().access(), file).map_err(|error| match error {
            Error::Io { path, reason } if path != self.database() => {
                let reason = format!("cannot be written ({reason}); choose another place");
                Error::File { path: file.to_owned(), reason }
            }
            Error::NoSpace { path } if path != self.database() => Error::NoSpace { path: file.to_owned() },
            error => error,
        })
    }

    /// Makes an automatic backup if the last one is a week old, without interrupting other work on the library.
    /// Returns whether it did.
    pub fn backup_when_due(&self, now: i64) -> Result<bool> {
        // A clock that was ahead does not put it off until then.
        let made = automatic(&self.backups()).into_iter().filter_map(|path| second_of(&path, AUTOMATIC));
        let last = match made.filter(|second| *second <= now + WEEK).max() {
            Some(last) => Some(last),
            None => self.in_store(self.store.began())?,
        };
        if last.is_none_or(|last| now - last < WEEK) {
            return Ok(false);
        }
        keep(&self.database(), &self.backups(), now)?;
        Ok(true)
    }

    /// The newest automatic backup of the library in a folder or, without one, what was replaced last.
    pub fn last_backup(library: &Path) -> Option<PathBuf> {
        newest(&folder_of(library))
    }

    /// Where the automatic backups are.
    pub(super) fn backups(&self) -> PathBuf {
        folder_of(self.path())
    }
}

/// Where a library stores its automatic backups.
pub(super) fn folder_of(library: &Path) -> PathBuf {
    library.join("backups")
}

/// The newest automatic backup in a folder or, without one, what was replaced last.
pub(super) fn newest(folder: &Path) -> Option<PathBuf> {
    automatic(folder).pop().or_else(|| replaced(folder).pop())
}

/// The automatic backups, the oldest first.
pub(super) fn automatic(folder: &Path) -> Vec<PathBuf> {
    all(folder, AUTOMATIC)
}

/// What restored backups have replaced, the oldest first.
pub(super) fn replaced(folder: &Path) -> Vec<PathBuf> {
    all(folder, REPLACED)
}

/// Makes an automatic backup of a database, and deletes the oldest ones beyond the limit.
pub(super) fn keep(database: &Path, folder: &Path, now: i64) -> Result<PathBuf> {
    let file = make(database, folder, AUTOMATIC, now)?;
    let mut all = automatic(folder);
    all.retain(|each| *each != file);
    for old in all.iter().rev().skip(KEPT - 1) {
        fs::remove_file(old).map_err(|error| Error::io(old, &error))?;
    }
    Ok(file)
}

/// Makes a backup of a database that is about to be replaced. Only the user deletes it: nothing else may have what was
/// done in it.
pub(super) fn keep_replaced(database: &Path, folder: &Path, now: i64) -> Result<PathBuf> {
    make(database, folder, REPLACED, now)
}

fn make(database: &Path, folder: &Path, beginning: &str, now: i64) -> Result<PathBuf> {
    make_private_folder(folder)?;
    clear(folder);
    // A second backup in one second may be of another library, and gets the next second's name.
    let names = (now..).map(|second| format!("{beginning}{}-{second}{ENDING}", When::second(second).date()));
    let mut files = names.map(|name| folder.join(name)).filter(|file| file.symlink_metadata().is_err());
    let file = files.next().ok_or_else(|| Error::Exists { path: folder.to_owned() })?;
    write(database, Access::Read, &file)?;
    Ok(file)
}

/// Deletes what an interrupted backup left behind.
pub(super) fn clear(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let is_left_over =
            [".copy", ".part"].iter().any(|ending| name.ends_with(&format!("{ENDING}{ending}")));
        if is_left_over && [AUTOMATIC, REPLACED].iter().any(|beginning| name.starts_with(beginning)) {
            let _ = fs::remove_file(path);
        }
    }
}

/// Unpacks a backup into a new database file.
pub(super) fn unpack(backup: &Path, database: &Path) -> Result<()> {
    let at_backup = |error| Error::File {
        path: backup.to_owned(),
        reason: format!("{}. Nothing was changed", why_unreadable(backup, &error)),
    };
    let at_database = |error: io::Error| match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            Error::NotABackup { path: backup.to_owned() }
        }
        _ => Error::io(database, &error),
    };
    if fs::metadata(backup).is_ok_and(|entry| !entry.is_file()) {
        return Err(Error::NotABackup { path: backup.to_owned() });
    }
    let input = GzDecoder::new(BufReader::new(File::open(backup).map_err(at_backup)?));
    let file = create(database)?;
    copy(input, &file).map_err(at_database)?;
    file.sync_all().map_err(at_database)
}

/// All backups in a folder whose names begin so, the oldest first.
fn all(folder: &Path, beginning: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut all: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    all.retain(|path| second_of(path, beginning).is_some());
    all.sort_by_key(|path| second_of(path, beginning));
    all
}

/// The second in which a backup was made, from its name; none where the name is not one that Dateline gives.
fn second_of(backup: &Path, beginning: &str) -> Option<i64> {
    let name = backup.file_name()?.to_str()?;
    let (day, second) = name.strip_prefix(beginning)?.strip_suffix(ENDING)?.rsplit_once('-')?;
    let is_day = day.len() == 10 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_day { second.parse().ok() } else { None }
}

/// Writes a compressed copy of a database, completely or not at all.
fn write(database: &Path, access: Access, file: &Path) -> Result<()> {
    let (plain, packed) = (with_ending(file, "copy"), with_ending(file, "part"));
    for left_over in [&plain, &packed] {
        let _ = fs::remove_file(left_over);
    }
    let written = (|| {
        let output = create(&packed)?;
        Store::copy(database, access, &plain).map_err(|error| match error {
            store::Error::NoSpace => Error::NoSpace { path: plain.clone() },
            error => Error::store(database, error),
        })?;
        compress(&plain, &packed, &output)?;
        fs::rename(&packed, file).map_err(|error| Error::io(file, &error))
    })();
    for left_over in [&plain, &packed] {
        let _ = fs::remove_file(left_over);
    }
    written
}

fn compress(plain: &Path, packed: &Path, output: &File) -> Result<()> {
    let input = File::open(plain).map_err(|error| Error::io(plain, &error))?;
    let mut encoder = GzEncoder::new(output, Compression::fast());
    let at_packed = |error| Error::io(packed, &error);
    copy(BufReader::new(input), &mut encoder).map_err(at_packed)?;
    encoder.finish().map_err(at_packed)?;
    output.sync_all().map_err(at_packed)
}

fn copy(mut input: impl Read, output: impl Write) -> std::io::Result<()> {
    let mut output = BufWriter::new(output);
    std::io::copy(&mut input, &mut output)?;
    output.flush()
}

/// Creates a new file that only its owner can access.
fn create(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    private(options.write(true).create_new(true)).open(path).map_err(|error| Error::io(path, &error))
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}
