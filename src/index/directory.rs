//! The folder of an index as tantivy uses it. Whoever opens an index takes a lock in its folder, which keeps files from
//! being deleted meanwhile; where nothing can be written nothing is deleted either, and it is done without.
//!
//! Whoever searches maps its files into memory. A writer reads parts of them: when it merges segments, all of what it maps
//! would be in memory.
//!
//! Where a thread of tantivy's cannot write, the reason is lost on its way; the folder remembers whether the disk was full.

use super::error::{Error, is_full};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

/// A folder that may be read-only or full.
#[derive(Debug, Clone)]
pub(super) struct IndexDirectory {
    inner: MmapDirectory,
    space: Space,
    /// Where the files are that are read in parts.
    parts: Option<PathBuf>,
}

/// Whether there was no space to write something.
#[derive(Debug, Clone, Default)]
pub(super) struct Space(Arc<AtomicBool>);

impl Space {
    /// Whether the disk was full.
    fn was_missing(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// The error of an action that failed: if space was missing, that is why.
    pub fn tell<T>(&self, done: tantivy::Result<T>) -> Result<T, Error> {
        done.map_err(|error| if self.was_missing() { Error::NoSpace } else { error.into() })
    }

    /// Notes a failure.
    fn note<T>(&self, written: io::Result<T>) -> io::Result<T> {
        if written.as_ref().is_err_and(is_full) {
            self.0.store(true, Ordering::Relaxed);
        }
        written
    }
}

impl IndexDirectory {
    /// The folder at a path.
    pub fn open(folder: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self { inner: MmapDirectory::open(folder)?, space: Space::default(), parts: None })
    }

    /// The same for a writer.
    pub fn open_to_write(folder: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self { parts: Some(folder.to_owned()), ..Self::open(folder)? })
    }

    /// Whether there is space in it.
    pub fn space(&self) -> Space {
        self.space.clone()
    }
}

/// A file of which parts are read.
#[derive(Debug)]
struct FileInParts {
    file: File,
    length: usize,
}

impl FileInParts {
    fn open(path: &Path) -> Result<Self, OpenReadError> {
        let opened = File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
        let (length, file) = opened.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
            _ => OpenReadError::wrap_io_error(error, path.to_owned()),
        })?;
        Ok(Self { file, length: usize::try_from(length).unwrap_or(usize::MAX) })
    }
}

impl HasLen for FileInParts {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for FileInParts {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        self.file.read_exact_at(&mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

/// A file that is being written.
struct NotingFile {
    inner: WritePtr,
    space: Space,
}

impl Write for NotingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.space.note(self.inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.space.note(self.inner.flush())
    }
}

impl TerminatingWrite for NotingFile {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.space.note(self.inner.terminate_ref(token))
    }
}

impl Directory for IndexDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        match &self.parts {
            Some(folder) => Ok(Arc::new(FileInParts::open(&folder.join(path))?)),
            None => self.inner.get_file_handle(path),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    /// Every file is written once. One that is there already was left by a writer that was ended before its commit (the
    /// next one counts its changes from the same number, which is in the names of its files): it is replaced.
    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let opened = match self.inner.open_write(path) {
            Err(OpenWriteError::FileAlreadyExists(_)) if self.inner.delete(path).is_ok() => {
                self.inner.open_write(path)
            }
            opened => opened,
        };
        let inner = opened.inspect_err(|error| {
            if let OpenWriteError::IoError { io_error, .. } = error {
                let _ = self.space.note::<()>(Err(io_error.kind().into()));
            }
        })?;
        Ok(BufWriter::new(Box::new(NotingFile { inner, space: self.space() })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.space.note(self.inner.atomic_write(path, data))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.space.note(self.inner.sync_directory())
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.inner.acquire_lock(lock) {
            Err(LockError::IoError(error)) if cannot_be_written(&error) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            taken => taken,
        }
    }
}

fn cannot_be_written(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
        || is_full(error)
}
