//! Backups: complete copies of the database, one compressed file each. Automatic backups are in the library's folder,
//! and the newest three are kept.

use super::private_files::{make_private_folder, private};
use super::rejected::why_unreadable;
use super::{Error, Library, Result};
use crate::model::When;
use crate::store::Store;
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

/// The prefix and suffix of their names; in between are the day and the second of the backup.
const BEGINNING: &str = "library-";
const ENDING: &str = ".db.gz";

impl Library {
    /// Writes a complete copy of the library's current state to a new file. Other processes may write to the library
    /// meanwhile. The search index is not included: it can be rebuilt.
    pub fn backup(&self, file: &Path) -> Result<()> {
        if file.symlink_metadata().is_ok() {
            return Err(Error::Exists { path: file.to_owned() });
        }
        write(&self.database(), file).map_err(|error| match error {
            Error::Io { path, reason } if path != self.database() => {
                let reason = format!("cannot be written ({reason}); choose another place");
                Error::File { path: file.to_owned(), reason }
            }
            error => error,
        })
    }

    /// Makes an automatic backup if the last one is a week old, without interrupting other work on the library.
    /// Returns whether it did.
    pub fn backup_when_due(&self, now: i64) -> Result<bool> {
        let last = match newest(&self.backups()) {
            Some(newest) => Some(second_of(&newest)),
            None => self.in_store(self.store.began())?,
        };
        if last.is_none_or(|last| now - last < WEEK) {
            return Ok(false);
        }
        keep(&self.database(), &self.backups(), now)?;
        Ok(true)
    }

    /// The newest automatic backup of the library in a folder.
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

/// The newest backup in a folder.
pub(super) fn newest(folder: &Path) -> Option<PathBuf> {
    all(folder).pop()
}

/// Makes a backup of a database, and deletes the oldest ones beyond the limit.
pub(super) fn keep(database: &Path, folder: &Path, now: i64) -> Result<PathBuf> {
    make_private_folder(folder)?;
    clear(folder);
    // A second backup in one second may be of another library, and gets the next second's name.
    let mut second = now;
    let file = loop {
        let file = folder.join(format!("{BEGINNING}{}-{second}{ENDING}", When::second(now).date()));
        if !file.exists() {
            break file;
        }
        second += 1;
    };
    write(database, &file)?;
    let mut all = all(folder);
    all.retain(|each| *each != file);
    for old in all.iter().rev().skip(KEPT - 1) {
        fs::remove_file(old).map_err(|error| Error::io(old, &error))?;
    }
    Ok(file)
}

/// Deletes what an interrupted backup left behind.
fn clear(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let is_left_over =
            [".copy", ".part"].iter().any(|ending| name.ends_with(&format!("{ENDING}{ending}")));
        if is_left_over && name.starts_with(BEGINNING) {
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

/// All automatic backups in a folder, the oldest first.
fn all(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let is_own = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.starts_with(BEGINNING) && name.ends_with(ENDING))
    };
    let mut all: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_own).collect();
    all.sort_by_key(|path| second_of(path));
    all
}

/// The second in which a backup was made, from its name.
fn second_of(backup: &Path) -> i64 {
    let name = backup.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let second = name.trim_end_matches(ENDING).rsplit('-').next();
    second.and_then(|second| second.parse().ok()).unwrap_or(0)
}

/// Writes a compressed copy of a database, completely or not at all.
fn write(database: &Path, file: &Path) -> Result<()> {
    let (plain, packed) = (with_ending(file, "copy"), with_ending(file, "part"));
    for left_over in [&plain, &packed] {
        let _ = fs::remove_file(left_over);
    }
    let written = (|| {
        let output = create(&packed)?;
        Store::copy(database, &plain).map_err(|error| Error::store(database, error))?;
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
