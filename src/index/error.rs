//! Errors of the index, without any of tantivy's types.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenReadError, OpenWriteError};

/// Why the index does not answer. The remedy is always to rebuild it from the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist.
    #[error("there is no search index yet")]
    Missing,
    /// It belongs to another library, or was made by another version.
    #[error("the search index belongs to another library or version")]
    Foreign,
    /// It is inconsistent.
    #[error("the search index is damaged ({0})")]
    Damaged(String),
    /// The disk is full.
    #[error("the disk is full; there is no space for the search index")]
    NoSpace,
    /// Writing it failed, and tantivy does not say why.
    #[error("writing the search index failed; the disk may be full")]
    Unwritten,
    /// Searching needs a lock file, too, which could not be created.
    #[error("searching needs a lock file, and none may be created here")]
    Forbidden,
    /// Another process is writing it.
    #[error("another program is writing the search index")]
    Busy,
    /// The user asked for something newer.
    #[error("stopped")]
    Cancelled,
}

/// The result of the index's functions.
pub type Result<T> = std::result::Result<T, Error>;

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        match &error {
            TantivyError::LockFailure(LockError::IoError(_), _) => Self::Forbidden,
            TantivyError::LockFailure(..) => Self::Busy,
            TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(path))
                if path.ends_with("meta.json") =>
            {
                Self::Missing
            }
            TantivyError::IoError(io) if is_full(io) => Self::NoSpace,
            TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) if is_full(io_error) => {
                Self::NoSpace
            }
            TantivyError::ErrorInThread(_) => Self::Unwritten,
            TantivyError::SchemaError(_) | TantivyError::IncompatibleIndex(_) => Self::Foreign,
            _ => Self::Damaged(error.to_string()),
        }
    }
}

/// Whether the disk, or what the user may have of it, is full.
pub(super) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}

/// Runs code that reads the index's files. If their bytes are damaged, tantivy panics in many places; that
/// becomes an error like any other.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(Error::Damaged("part of it cannot be read".to_owned())))
}
