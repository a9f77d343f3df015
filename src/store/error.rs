//! What can go wrong with the store, without a word of SQLite's in it.
//!
//! Which file it happened to is added by the library, which knows where the store lies.

use rusqlite::ffi::ErrorCode;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is some other program's.
    #[error("it is not a Dateline library")]
    NotALibrary,
    /// A later Dateline made it.
    #[error("its schema is version {found}; this Dateline supports versions up to {known}")]
    NewerSchema {
        /// Version of the file.
        found: i64,
        /// The newest version this program reads.
        known: i64,
    },
    /// It has to be brought to a newer schema, which only the writer may do.
    #[error("its schema is version {found} and must be upgraded to {known} first")]
    OlderSchema {
        /// Version of the file.
        found: i64,
        /// The version this program writes.
        known: i64,
    },
    /// Its content contradicts itself.
    #[error("it is damaged ({0})")]
    Damaged(String),
    /// No room for what should be written; nothing of it was kept.
    #[error("the disk is full")]
    NoSpace,
    /// Another program holds it for longer than a writer waits.
    #[error("another program is writing to it")]
    Busy,
    /// The disk or the permissions.
    #[error("it cannot be read or written ({0})")]
    Io(String),
    /// A correction that would say nothing, or nothing that can be done; nothing was changed.
    #[error("{0}")]
    Correction(String),
    /// The person asked for something newer.
    #[error("stopped")]
    Cancelled,
}

/// What the store's functions give back.
pub type Result<T> = std::result::Result<T, Error>;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let reason = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotALibrary,
            Some(ErrorCode::DiskFull) => Self::NoSpace,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch) => {
                Self::Damaged(reason)
            }
            Some(_) => Self::Io(reason),
            // No code of SQLite's: a value or a column is not what the schema promises.
            None => Self::Damaged(reason),
        }
    }
}
