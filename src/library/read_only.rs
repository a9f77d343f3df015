//! Why a library is only read: nobody may write where it lies, or it is not safely the user's own.

use crate::text::command::in_shell;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

/// Why nothing is written to a library, whoever else may have it open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOnly {
    /// The disk is mounted so that nothing can be written to it.
    Disk,
    /// This user lacks the permission.
    Forbidden,
    /// It belongs to another user.
    Foreign(PathBuf),
    /// Any user may write to it.
    Open(PathBuf),
    /// There is no room even for the file through which SQLite's processes coordinate.
    Full,
    /// Its database cannot be read, and this stands in for it.
    Damaged {
        /// Whether there is a backup to restore.
        has_backup: bool,
    },
}

impl ReadOnly {
    /// What is said of it, with the command that mends it.
    pub fn sentence(&self, library: &Path) -> String {
        let folder = in_shell(library);
        match self {
            Self::Disk => {
                "read-only: nothing can be written to this disk · --library DIR chooses another folder".into()
            }
            Self::Forbidden => {
                format!("read-only: you may not write to this library · chmod -R u+w {folder}")
            }
            Self::Foreign(_) => {
                format!("read-only: the library belongs to another user · sudo chown -R \"$USER\" {folder}")
            }
            Self::Open(_) => {
                format!("read-only: any user may write to this library · chmod -R o-w {folder}")
            }
            Self::Full => "read-only: the disk is full · free some space, then start Dateline again".into(),
            Self::Damaged { has_backup: true } => {
                "read-only: the library cannot be read · dateline restore --last".into()
            }
            Self::Damaged { has_backup: false } => {
                "read-only: the library cannot be read, and has no backup · dateline restore FILE".into()
            }
        }
    }
}

/// Whose a library is, where it is not safely that of the user who runs this: what lies in it could be changed, or
/// be made to lead elsewhere, by others.
pub(super) fn distrust(library: &Path) -> Option<ReadOnly> {
    // What is no folder is no library, whoever may write to it.
    if !library.is_dir() {
        return None;
    }
    ["", "library.db", "library.db-wal", "lock", "index", "backups", "passwords.json"]
        .into_iter()
        .map(|name| if name.is_empty() { library.to_owned() } else { library.join(name) })
        .find_map(|path| of(&fs::metadata(&path).ok()?, path))
}

#[cfg(unix)]
fn of(entry: &Metadata, path: PathBuf) -> Option<ReadOnly> {
    use std::os::unix::fs::MetadataExt;
    const WRITTEN_BY_OTHERS: u32 = 0o002;
    // Nobody's files are those of a user whom a container does not know; what may be written there is so all the same.
    if entry.uid() != nix::unistd::geteuid().as_raw() {
        return Some(ReadOnly::Foreign(path));
    }
    (entry.mode() & WRITTEN_BY_OTHERS != 0).then_some(ReadOnly::Open(path))
}

#[cfg(not(unix))]
fn of(_: &Metadata, _: PathBuf) -> Option<ReadOnly> {
    None
}

/// Why a file that is there may not be written, if so. It is not opened: closing it again would drop the locks that
/// this process holds on it.
#[cfg(unix)]
pub(super) fn unwritable(path: &Path) -> Option<ReadOnly> {
    match rustix::fs::access(path, rustix::fs::Access::WRITE_OK) {
        Err(rustix::io::Errno::ROFS) => Some(ReadOnly::Disk),
        Err(rustix::io::Errno::ACCESS | rustix::io::Errno::PERM) => Some(ReadOnly::Forbidden),
        _ => None,
    }
}

#[cfg(not(unix))]
pub(super) fn unwritable(path: &Path) -> Option<ReadOnly> {
    fs::metadata(path).is_ok_and(|entry| entry.permissions().readonly()).then_some(ReadOnly::Forbidden)
}

/// More than SQLite needs to open a database that was closed properly.
#[cfg(unix)]
const ROOM: u64 = 64 * 1024;

/// Whether there is no room left in a folder, for this user, or in one of its files, for this process.
#[cfg(unix)]
pub(super) fn is_full(path: &Path) -> bool {
    let is_disk_full =
        rustix::fs::statvfs(path).is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < ROOM);
    is_disk_full || has_longest_file(path)
}

/// Whether a file of a folder is as long as this process may make one (`ulimit -f`).
#[cfg(unix)]
fn has_longest_file(folder: &Path) -> bool {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Fsize).current;
    let Some(limit) = limit else { return false };
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).any(|file| file.len().saturating_add(ROOM) > limit)
}

#[cfg(not(unix))]
pub(super) fn is_full(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_names_the_command_and_quotes_the_folder() {
        let library = Path::new("/home/a b/it's");
        for (why, expected) in [
            (ReadOnly::Disk, "--library DIR"),
            (ReadOnly::Forbidden, "chmod -R u+w '/home/a b/it'\\''s'"),
            (ReadOnly::Foreign("/x".into()), "chown -R \"$USER\" '/home/a b/it'\\''s'"),
            (ReadOnly::Open("/x".into()), "chmod -R o-w '/home/a b/it'\\''s'"),
            (ReadOnly::Full, "free some space"),
            (ReadOnly::Damaged { has_backup: true }, "dateline restore --last"),
            (ReadOnly::Damaged { has_backup: false }, "no backup · dateline restore FILE"),
        ] {
            let sentence = why.sentence(library);
            assert!(sentence.starts_with("read-only: ") && sentence.contains(expected), "{sentence}");
        }
    }
}
