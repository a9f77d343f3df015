//! What a library has set aside: states that a restored backup has replaced, and damaged databases. Only the user
//! deletes them, and so has to know of them.

use super::{Library, backups, folder};
use crate::text::command::in_shell;
use std::fs;
use std::path::{Path, PathBuf};

/// The beginning of a damaged database's name; after it comes the second in which it was set aside.
pub(super) const DAMAGED: &str = "library.db.damaged-";

/// What is set aside in a library's folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SetAside {
    /// Earlier states of the library.
    pub states: u64,
    /// Their bytes on the disk.
    pub bytes: u64,
    /// How their paths begin.
    beginnings: Vec<PathBuf>,
}

impl SetAside {
    /// The command that deletes them.
    pub fn deletion(&self) -> String {
        let all = self.beginnings.iter().map(|beginning| format!(" {}*", in_shell(beginning)));
        format!("rm{}", all.collect::<String>())
    }
}

impl Library {
    /// What is set aside in its folder.
    pub fn set_aside(&self) -> SetAside {
        let replaced = backups::replaced(&self.backups());
        let damaged = damaged(self.path());
        // A database may have a log beside it.
        let databases = damaged.iter().filter(|path| path.extension().is_some_and(is_second));
        let mut beginnings = Vec::new();
        if !replaced.is_empty() {
            beginnings.push(self.backups().join(backups::REPLACED));
        }
        if !damaged.is_empty() {
            beginnings.push(self.path().join(DAMAGED));
        }
        SetAside {
            states: (replaced.len() + databases.count()) as u64,
            bytes: replaced.iter().chain(&damaged).map(|path| folder::size(path)).sum(),
            beginnings,
        }
    }
}

fn damaged(library: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(library).into_iter().flatten().flatten();
    let is_damaged = |name: &std::ffi::OsStr| name.to_str().is_some_and(|name| name.starts_with(DAMAGED));
    entries.filter(|entry| is_damaged(&entry.file_name())).map(|entry| entry.path()).collect()
}

/// Whether the end of a name is that of a database, `damaged-1700000000`, and not of its log.
fn is_second(end: &std::ffi::OsStr) -> bool {
    let second = end.to_str().and_then(|end| end.strip_prefix("damaged-"));
    second.is_some_and(|second| second.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_aside_is_counted_with_its_logs() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        assert_eq!(library.set_aside(), SetAside::default());
        fs::create_dir(folder.path().join("backups")).unwrap();
        for (name, bytes) in [
            ("library.db.damaged-1700000000", 5),
            ("library.db.damaged-1700000000-wal", 2),
            ("backups/replaced-2026-01-02-1767312000.db.gz", 3),
            ("backups/library-2026-01-02-1767312000.db.gz", 100),
            ("backups/replaced-mine", 100),
        ] {
            fs::write(folder.path().join(name), vec![0; bytes]).unwrap();
        }
        let aside = library.set_aside();
        assert_eq!((aside.states, aside.bytes), (2, 10));
        let at = |name: &str| in_shell(&folder.path().join(name));
        assert_eq!(
            aside.deletion(),
            format!("rm {}* {}*", at("backups/replaced-"), at("library.db.damaged-"))
        );
    }
}
