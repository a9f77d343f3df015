//! The folder of a library: its files, their permissions, and which process may write.

use super::own_files::{self, OF_LIBRARY};
use super::private_files::{make_private_folder, private};
use super::read_only::{self, ReadOnly};
use super::{Error, Result, backups};
use crate::store::{self, Access, Look, Store};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// A library's folder, locked for writing unless another process has it.
pub(super) struct Folder {
    path: PathBuf,
    claim: Claim,
    /// Whether its lock says that there was a library.
    had_library: bool,
    /// Whether the end of the database's log is missing.
    is_log_cut: bool,
}

/// What this process may do in the folder.
enum Claim {
    /// It is the writer as long as it holds this lock; the system releases it when the process ends in any way.
    Writer { lock: Arc<File> },
    /// It did not ask for write access.
    Reader,
    /// Another process is the writer; its number, if known.
    Taken(Option<u32>),
    /// Nobody, or not this user, writes there.
    ReadOnly(ReadOnly),
}

impl Folder {
    /// Opens the folder, creating it if necessary, and takes the write lock if it is free.
    pub fn open(path: &Path) -> Result<Self> {
        if !path.is_dir() {
            if path.exists() {
                return Err(Error::NotALibrary { path: path.to_owned() });
            }
            make_private_folder(path)?;
        }
        let mut folder = Self::claim(path)?;
        folder.must_not_be_lost()?;
        if folder.is_writer() {
            folder.clear();
            folder.own_database()?;
            folder.is_log_cut = store::is_log_cut(&folder.database(), Look::AtContent);
            make_private_file(&folder.database())?;
            folder.make_place_for_index()?;
        }
        Ok(folder)
    }

    /// Takes a folder's write lock, if it is free, whatever else is in the folder.
    pub fn claim(path: &Path) -> Result<Self> {
        if !path.is_dir() {
            make_private_folder(path)?;
        }
        own_files::inspect(path)?;
        let (claim, had_library) = claim(path)?;
        Ok(Self { path: path.to_owned(), claim, had_library, is_log_cut: false })
    }

    /// Replaces a database that another folder shares, as a copy with hard links does, by a file of its own: each folder
    /// has a log of its own, and SQLite would apply both to the same file.
    fn own_database(&self) -> Result<()> {
        let (database, fresh) = (self.database(), self.restored());
        if !own_files::is_shared(&database) {
            return Ok(());
        }
        for (file, copy) in beside(&database).iter().zip(beside(&fresh)).filter(|(file, _)| file.exists()) {
            let copied = fs::copy(file, &copy).and_then(|_| File::open(&copy)?.sync_all());
            copied.map_err(|error| Error::io(file, &error)).inspect_err(|_| clear_database(&fresh))?;
        }
        for (file, copy) in beside(&database).iter().zip(beside(&fresh)).filter(|(_, copy)| copy.exists()) {
            fs::rename(&copy, file).map_err(|error| Error::io(file, &error))?;
        }
        Ok(())
    }

    /// Deletes what an interrupted restoration or backup has left.
    fn clear(&self) {
        clear_database(&self.restored());
        // What salvaging reads where the header is damaged.
        clear_database(&self.database().with_extension("db.header"));
        backups::clear(&backups::folder_of(&self.path));
    }

    /// Fails if the database is missing or empty although the folder shows that there was one: it must not be taken
    /// for a new library.
    pub fn must_not_be_lost(&self) -> Result<()> {
        let database = self.database();
        if size(&database) > 0 || !self.has_signs() {
            return Ok(());
        }
        let backup = backups::newest(&backups::folder_of(&self.path));
        Err(Error::Lost { path: database, backup })
    }

    /// Opens the database. One of an earlier version is backed up before it is upgraded.
    pub fn open_store(&self) -> Result<Store> {
        let (access, database) = (self.access(), self.database());
        // The writer has the lock, and is about to create the database.
        if let Claim::Taken(holder) = self.claim
            && !database.exists()
        {
            return Err(Error::Locked { path: self.path.clone(), holder });
        }
        let opened = match Store::open_newest(&database, access) {
            Err(store::Error::OlderSchema { .. }) if access == Access::Write => {
                backups::keep(&database, &backups::folder_of(&self.path), now())?;
                Store::open(&database, access)
            }
            opened => opened,
        };
        if let (Ok(_), Claim::Writer { lock }, false) = (&opened, &self.claim, self.had_library) {
            // On a full disk it says so next time.
            let _ = sign(lock, true);
        }
        opened.map_err(|error| self.judge(Error::store(&database, error)))
    }

    /// If the folder shows that there was a library, a database that is not one is damaged.
    fn judge(&self, error: Error) -> Error {
        match error {
            Error::NotALibrary { path } if self.has_signs() => {
                Error::Damaged { path, reason: "its header is not the one that Dateline wrote".to_owned() }
            }
            error => error,
        }
    }

    /// Whether the end of the database's log was missing when the folder was opened.
    pub fn is_log_cut(&self) -> bool {
        self.is_log_cut
    }

    /// Whether there is an index, a log or a backup, which only a library leaves behind, or a lock that says so.
    fn has_signs(&self) -> bool {
        self.had_library
            || self.index().join("meta.json").is_file()
            || size(&self.database().with_extension("db-wal")) > 0
            || backups::newest(&backups::folder_of(&self.path)).is_some()
    }

    /// Waits until no other process writes, and takes the write lock. The system wakes the waiting process.
    pub fn wait_to_write(path: &Path) -> Result<Self> {
        own_files::inspect(path)?;
        let lock = path.join("lock");
        let file = open_lock(&lock)?;
        file.lock().map_err(|error| Error::io(&lock, &error))?;
        let file = own_lock(&lock, file)?;
        let had_library = is_of_library(&file);
        let _ = sign(&file, had_library);
        let claim = Claim::Writer { lock: Arc::new(file) };
        let folder = Self { path: path.to_owned(), claim, had_library, is_log_cut: false };
        folder.must_not_be_lost()?;
        folder.make_place_for_index()?;
        Ok(folder)
    }

    /// Opens an existing folder for reading, and leaves the write lock to others.
    pub fn open_to_read(path: &Path) -> Result<Self> {
        own_files::inspect(path)?;
        let claim = read_only(path).map_or(Claim::Reader, Claim::ReadOnly);
        let lock = private(OpenOptions::new().read(true)).open(path.join("lock"));
        let had_library = lock.as_ref().is_ok_and(is_of_library);
        let mut folder = Self { path: path.to_owned(), claim, had_library, is_log_cut: false };
        // This process may have it open to write; another that has it writes to the log while it is read.
        let holder = lock.ok().and_then(signature);
        if holder != Some(std::process::id()) {
            let depth = if holder.is_some_and(is_running) { Look::AtLength } else { Look::AtContent };
            folder.is_log_cut = store::is_log_cut(&folder.database(), depth);
        }
        Ok(folder)
    }

    /// Why nobody writes there with this program, if so.
    pub fn read_only(&self) -> Option<&ReadOnly> {
        match &self.claim {
            Claim::ReadOnly(why) => Some(why),
            _ => None,
        }
    }

    /// The same folder for another, read-only connection of this process.
    pub fn to_read(&self) -> Self {
        let claim = self.read_only().cloned().map_or(Claim::Reader, Claim::ReadOnly);
        self.with(claim)
    }

    fn with(&self, claim: Claim) -> Self {
        Self { path: self.path.clone(), claim, had_library: self.had_library, is_log_cut: false }
    }

    /// The same folder for another connection of this process that may do what this one may.
    pub fn for_another(&self) -> Self {
        match &self.claim {
            Claim::Writer { lock } => self.with(Claim::Writer { lock: Arc::clone(lock) }),
            _ => self.to_read(),
        }
    }

    /// Nothing is written from now on.
    pub fn lock_up(&mut self, why: ReadOnly) {
        self.claim = Claim::ReadOnly(why);
    }

    /// Whether there is no room left where it is.
    pub fn is_full(&self) -> bool {
        read_only::is_full(&self.path)
    }

    /// Whether this process may write.
    pub fn is_writer(&self) -> bool {
        matches!(self.claim, Claim::Writer { .. })
    }

    /// Whether another process is the writer.
    pub fn is_taken(&self) -> bool {
        matches!(self.claim, Claim::Taken(_))
    }

    /// Why this process may not write, if so.
    pub fn refusal(&self) -> Option<Error> {
        let path = self.path.clone();
        match &self.claim {
            Claim::Writer { .. } => None,
            Claim::Reader => Some(Error::Locked { path, holder: None }),
            Claim::Taken(holder) => Some(Error::Locked { path, holder: *holder }),
            Claim::ReadOnly(why) => Some(Error::ReadOnly { sentence: why.sentence(&self.path) }),
        }
    }

    /// How to open the database.
    pub fn access(&self) -> Access {
        let there = |end: &str| self.database().with_extension(end).exists();
        match self.claim {
            Claim::Writer { .. } => Access::Write,
            // With a log and its index somebody may have it open to write, and SQLite has to look there. Without, it
            // need not leave a trace.
            Claim::ReadOnly(_) if there("db-wal") && there("db-shm") => Access::Look,
            Claim::ReadOnly(_) => Access::Frozen,
            _ => Access::Read,
        }
    }

    /// Makes the folder of the search index, if there is none.
    pub fn make_place_for_index(&self) -> Result<()> {
        let index = self.index();
        if index.is_dir() { Ok(()) } else { make_private_folder(&index) }
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The SQLite file.
    pub fn database(&self) -> PathBuf {
        self.path.join("library.db")
    }

    /// The database that is about to take its place.
    pub fn restored(&self) -> PathBuf {
        self.path.join("library.db.restored")
    }

    /// The search index's folder.
    pub fn index(&self) -> PathBuf {
        self.path.join("index")
    }
}

/// A database file and those that SQLite puts next to it, in the order in which to move them: the log goes before its
/// database, so that it is never applied to another one.
pub(super) fn beside(database: &Path) -> [PathBuf; 3] {
    ["-wal", "-shm", ""].map(|ending| {
        let mut name = database.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}

/// Deletes a database file with those next to it, as far as there are any.
pub(super) fn clear_database(database: &Path) {
    for left_over in beside(database) {
        let _ = fs::remove_file(left_over);
    }
}

/// Bytes of a file or of all files in a folder; unreadable ones count as nothing.
pub(super) fn size(path: &Path) -> u64 {
    let Ok(entry) = fs::symlink_metadata(path) else { return 0 };
    if !entry.is_dir() {
        return entry.len();
    }
    fs::read_dir(path).map_or(0, |entries| entries.flatten().map(|entry| size(&entry.path())).sum())
}

/// Why nobody writes to a library with this program, if so.
fn read_only(library: &Path) -> Option<ReadOnly> {
    let unwritable = ["", "library.db", "lock", "index"].into_iter().find_map(|name| match name {
        "" => read_only::unwritable(library),
        name => read_only::unwritable(&library.join(name)),
    });
    unwritable.or_else(|| read_only::distrust(library))
}

/// Takes the write lock, if it is free and permitted; also whether it says that there was a library.
fn claim(library: &Path) -> Result<(Claim, bool)> {
    if let Some(why) = read_only(library) {
        return Ok((Claim::ReadOnly(why), false));
    }
    let path = &library.join("lock");
    let file = open_lock(path)?;
    match file.try_lock() {
        Ok(()) => {
            let file = own_lock(path, file)?;
            // The holder is only needed for a message; on a full disk it is missing.
            let had_library = is_of_library(&file);
            let _ = sign(&file, had_library);
            Ok((Claim::Writer { lock: Arc::new(file) }, had_library))
        }
        Err(TryLockError::WouldBlock) => Ok((Claim::Taken(signature(file)), false)),
        Err(TryLockError::Error(error)) => Err(Error::io(path, &error)),
    }
}

fn open_lock(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    private(options.create(true).truncate(false).read(true).write(true))
        .open(path)
        .map_err(|error| Error::io(path, &error))
}

/// A lock that this process holds, and no other folder shares: what a copy with hard links shares with its original is
/// replaced by a file of its own.
fn own_lock(path: &Path, held: File) -> Result<File> {
    if !own_files::is_shared(path) {
        return own_files::alone(path, held);
    }
    let had_library = is_of_library(&held);
    fs::remove_file(path).map_err(|error| Error::io(path, &error))?;
    let own = own_files::alone(path, open_lock(path)?)?;
    own.try_lock().map_err(|_| Error::Locked { path: path.to_owned(), holder: None })?;
    let _ = sign(&own, had_library).and_then(|()| (&own).rewind());
    Ok(own)
}

/// Writes into the lock file who has it and, once there is one, that there is a library.
fn sign(mut file: &File, has_library: bool) -> std::io::Result<()> {
    let end = if has_library { format!("{OF_LIBRARY}\n") } else { String::new() };
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "{}\n{end}", std::process::id())
}

fn signature(mut file: File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(32).read_to_string(&mut text).ok()?;
    text.lines().next()?.trim().parse().ok()
}

/// Whether there is a process with this number.
#[cfg(unix)]
fn is_running(process: u32) -> bool {
    use rustix::process::{Pid, test_kill_process};
    let process = i32::try_from(process).ok().and_then(Pid::from_raw);
    process.is_some_and(|process| !matches!(test_kill_process(process), Err(rustix::io::Errno::SRCH)))
}

#[cfg(not(unix))]
fn is_running(_: u32) -> bool {
    true
}

/// Whether a lock file says that there was a library.
fn is_of_library(lock: &File) -> bool {
    let mut text = String::new();
    lock.take(32).read_to_string(&mut text).is_ok() && text.lines().any(|line| line == OF_LIBRARY)
}

/// Seconds since the epoch.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Creates the file in advance, so that SQLite finds it with the right permissions, which its log then inherits.
fn make_private_file(path: &Path) -> Result<()> {
    match private(OpenOptions::new().create(true).append(true)).open(path) {
        Ok(_) => Ok(()),
        Err(error) => Err(Error::io(path, &error)),
    }
}
