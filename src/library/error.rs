//! Why the library could not do something: what happened, to which file, and what to do next.

use super::read_only;
use super::task::Cancelled;
use crate::model::QueryError;
use crate::store;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The result of the library's functions.
pub type Result<T> = std::result::Result<T, Error>;

/// A failure of the library as a whole. A single rejected article or file is not an error, but is listed in the
/// result of [`Library::add`](super::Library::add).
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something else is where the library should be.
    #[error("{}: not a Dateline library; choose another folder with --library", path.display())]
    NotALibrary {
        /// The file.
        path: PathBuf,
    },
    /// Something in the folder is not what Dateline creates there. It is not opened, changed or deleted.
    #[error("{}: this is {found}, but Dateline uses only regular files and folders that it created; move it away, or choose another folder with --library", path.display())]
    NotOurs {
        /// The file or folder.
        path: PathBuf,
        /// What it is.
        found: &'static str,
    },
    /// A newer version made it.
    #[error("{}: made by a newer Dateline (schema {found}, this one knows {known}); update Dateline. Nothing was changed", path.display())]
    NewerSchema {
        /// The database.
        path: PathBuf,
        /// The file's version.
        found: i64,
        /// The newest version that this program supports.
        known: i64,
    },
    /// A query is invalid, so that nothing was done.
    #[error("{0}")]
    Query(QueryError),
    /// Another Dateline is writing.
    #[error("{}: another Dateline{} is using this library; close it and try again. You can still search and read", path.display(), process(*holder))]
    Locked {
        /// The library.
        path: PathBuf,
        /// The number of the other process, if it is known.
        holder: Option<u32>,
    },
    /// Nothing is written there.
    #[error("{sentence}")]
    ReadOnly {
        /// Why, and the command that mends it.
        sentence: String,
    },
    /// The database is missing or empty, although there was one.
    #[error("{}: missing or empty, though there was a library here; {}, or move the folder away to start a new one", path.display(), last_backup(backup.as_deref()))]
    Lost {
        /// The database.
        path: PathBuf,
        /// The last backup.
        backup: Option<PathBuf>,
    },
    /// A file that is to be restored, and is no backup.
    #[error("{}: is not a whole backup that Dateline wrote; choose another. Nothing was changed", path.display())]
    NotABackup {
        /// The file.
        path: PathBuf,
    },
    /// A file that the user named cannot be used; the library can.
    #[error("{}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why, and what to do.
        reason: String,
    },
    /// What an edit says is longer than the library keeps.
    #[error("{0}; nothing was changed")]
    TooLong(String),
    /// The file to be written already exists.
    #[error("{}: already exists; choose another name", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The database is inconsistent.
    #[error("{}: the library is damaged ({reason}); `dateline check --repair` reads what can be read of it, and {}", path.display(), restoring(path))]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// The database is damaged, and nothing in it can be read.
    #[error("{}: the library is damaged, and nothing in it can be read; {}", path.display(), restoring(path))]
    Unreadable {
        /// The database.
        path: PathBuf,
    },
    /// The disk is full. Nothing saved earlier is lost.
    #[error("{}: the disk is full, or the limit of a file's size is reached (`ulimit -f`); free some space and try again. Nothing was lost", path.display())]
    NoSpace {
        /// The library.
        path: PathBuf,
    },
    /// A disk or permission error.
    #[error("{}: cannot be used ({reason}); check that the folder exists and that you may write to it", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's message.
        reason: String,
    },
    /// A correction without effect, or one that cannot be made. Nothing was changed.
    #[error("{reason}; nothing was changed")]
    Correction {
        /// Why not.
        reason: String,
    },
    /// What was to be undone or redone is no longer next. Nothing was changed.
    #[error("it was undone or redone meanwhile; nothing was changed")]
    Overtaken,
    /// An account that cannot be used, and what to do about it.
    #[error("{0}")]
    Account(String),
    /// Cancelled.
    #[error("stopped")]
    Cancelled,
}

impl Error {
    /// Whether it was only cancelled, because the user asked for something newer.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Cancelled)
    }

    /// Whether the request was refused, for the reason given, and nothing is wrong with the library.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Correction { .. }
                | Self::Account(_)
                | Self::Query(_)
                | Self::NotABackup { .. }
                | Self::Exists { .. }
                | Self::File { .. }
                | Self::TooLong(_)
                | Self::Overtaken
                | Self::Cancelled
        )
    }

    /// An error of the operating system for a file.
    pub(super) fn io(path: &Path, error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                Self::NoSpace { path: path.to_owned() }
            }
            _ => Self::Io { path: path.to_owned(), reason: error.to_string() },
        }
    }

    /// An error of the store, with its file.
    pub(super) fn store(path: &Path, error: store::Error) -> Self {
        let path = path.to_owned();
        match error {
            store::Error::NotALibrary => Self::NotALibrary { path },
            store::Error::NewerSchema { found, known } => Self::NewerSchema { path, found, known },
            store::Error::OlderSchema { .. } | store::Error::Busy => Self::Locked { path, holder: None },
            store::Error::Damaged(reason) => Self::Damaged { path, reason },
            store::Error::NoSpace => Self::NoSpace { path },
            // SQLite does not say so of the files through which its processes coordinate, nor of a file that is too long.
            store::Error::Io(_) if path.parent().is_some_and(read_only::is_full) => Self::NoSpace { path },
            store::Error::Io(reason) => Self::Io { path, reason },
            store::Error::Correction(reason) => Self::Correction { reason },
            store::Error::Overtaken => Self::Overtaken,
            store::Error::Cancelled => Self::Cancelled,
        }
    }
}

fn last_backup(backup: Option<&Path>) -> String {
    match backup {
        Some(backup) => {
            format!("`dateline restore --last` brings back the last backup ({})", backup.display())
        }
        None => "put it back from a copy of yours".to_owned(),
    }
}

fn process(number: Option<u32>) -> String {
    number.map(|number| format!(" (process {number})")).unwrap_or_default()
}

impl From<Cancelled> for Error {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// How a damaged library is replaced with a backup.
fn restoring(database: &Path) -> String {
    let mut backups = std::fs::read_dir(database.with_file_name("backups")).into_iter().flatten();
    match backups.next() {
        Some(_) => "`dateline restore --last` replaces it with the last backup".to_owned(),
        None => "`dateline restore FILE` replaces it with a backup".to_owned(),
    }
}
