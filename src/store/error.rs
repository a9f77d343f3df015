//! Errors of the store, without any of SQLite's types.
//!
//! The library, which knows the store's location, adds the file's name.

use rusqlite::ffi::ErrorCode;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file belongs to another program.
    #[error("it is not a Dateline library")]
    NotALibrary,
    /// The file was made by a newer Dateline.
    #[error("its schema is version {found}; this Dateline supports versions up to {known}")]
    NewerSchema {
        /// Version of the file.
        found: i64,
        /// The newest version this program supports.
        known: i64,
    },
    /// The file must be upgraded to a newer schema, which only a writer may do.
    #[error("its schema is version {found} and must be upgraded to {known} first")]
    OlderSchema {
        /// Version of the file.
        found: i64,
        /// The version this program writes.
        known: i64,
    },
    /// Its content is inconsistent.
    #[error("it is damaged ({0})")]
    Damaged(String),
    /// The disk is full; nothing was stored.
    #[error("the disk is full")]
    NoSpace,
    /// Another program holds it for longer than a writer waits.
    #[error("another program is writing to it")]
    Busy,
    /// A disk or permission error.
    #[error("it cannot be read or written ({0})")]
    Io(String),
    /// A correction without effect, or one that cannot be made; nothing was changed.
    #[error("{0}")]
    Correction(String),
    /// What was to be undone or redone is no longer next: another connection has done so. Nothing was changed.
    #[error("it was undone or redone meanwhile")]
    Overtaken,
    /// The user asked for something newer.
    #[error("stopped")]
    Cancelled,
}

/// The result of the store's functions.
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
            // Without an SQLite code, a value or a column violates the schema.
            None => Self::Damaged(reason),
        }
    }
}
