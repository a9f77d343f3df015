//! The folder of a library: where its parts lie, whose they are, and which process may write.

use super::{Error, Result};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// A library's folder, locked for writing if nobody else had it.
pub(super) struct Folder {
    path: PathBuf,
    /// Held as long as this process is the writer; the system lets go of it when the process ends,
    /// however it ends.
    lock: Option<File>,
}

impl Folder {
    /// Opens the folder, making it if need be, and takes the writer's lock if it is free.
    pub fn open(path: &Path) -> Result<Self> {
        if !path.is_dir() {
            if path.exists() {
                return Err(Error::NotALibrary { path: path.to_owned() });
            }
            make_private_folder(path)?;
        }
        let lock = take_lock(&path.join("lock"))?;
        let folder = Self { path: path.to_owned(), lock };
        if folder.is_writer() {
            make_private_file(&folder.database())?;
            if !folder.index().is_dir() {
                make_private_folder(&folder.index())?;
            }
        }
        Ok(folder)
    }

    /// The same folder for another connection of this process, which only reads.
    pub fn to_read(&self) -> Self {
        Self { path: self.path.clone(), lock: None }
    }

    /// Whether this process may write.
    pub fn is_writer(&self) -> bool {
        self.lock.is_some()
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// SQLite's file.
    pub fn database(&self) -> PathBuf {
        self.path.join("library.db")
    }

    /// The search index's folder.
    pub fn index(&self) -> PathBuf {
        self.path.join("index")
    }
}

/// Bytes of a file or of all files of a folder; what cannot be looked at counts nothing.
pub(super) fn size(path: &Path) -> u64 {
    let Ok(entry) = fs::symlink_metadata(path) else { return 0 };
    if !entry.is_dir() {
        return entry.len();
    }
    fs::read_dir(path).map_or(0, |entries| entries.flatten().map(|entry| size(&entry.path())).sum())
}

/// `None` where another process holds the lock, or where nobody may write at all.
fn take_lock(path: &Path) -> Result<Option<File>> {
    let file =
        match private(OpenOptions::new().create(true).truncate(false).read(true).write(true)).open(path) {
            Ok(file) => file,
            Err(error) if cannot_write(&error) => return Ok(None),
            Err(error) => return Err(Error::io(path, &error)),
        };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(Error::io(path, &error)),
    }
}

fn cannot_write(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem)
}

/// Makes the file so that SQLite finds it with the right permissions, which its log then inherits.
fn make_private_file(path: &Path) -> Result<()> {
    match private(OpenOptions::new().create(true).append(true)).open(path) {
        Ok(_) => Ok(()),
        Err(error) => Err(Error::io(path, &error)),
    }
}

fn make_private_folder(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| Error::io(path, &error))
}

/// Only the owner may read and write what these options create.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}
