//! Maintenance of a library: checking it, repairing what is derived, and restoring a backup.

use super::folder::Folder;
use super::{CaughtUp, Error, Library, Result, Task, backups};
use crate::store::Store;
use std::fs;
use std::path::{Path, PathBuf};

/// The result of restoring a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Where the previous library is now, if there was one: a backup that can itself be restored or, if it was
    /// damaged, its database file.
    pub replaced: Option<PathBuf>,
    /// The number of articles in the restored library.
    pub articles: u64,
}

impl Library {
    /// What is wrong with the library, as sentences; empty if nothing is. This reads everything: pages, texts, names,
    /// counts, lists, and the search index.
    pub fn check(&self, task: &Task) -> Result<Vec<String>> {
        let mut faults = self.in_store(self.store.faults(&|| task.is_cancelled()))?;
        if faults.is_empty() {
            faults.extend(self.faults_of_index()?);
        }
        Ok(faults)
    }

    /// Rebuilds everything derived, and returns what is still wrong.
    pub fn repair(&mut self, task: &Task) -> Result<Vec<String>> {
        self.must_write()?;
        let repaired = self.store.repair();
        self.in_store(repaired)?;
        self.reindex(task)?;
        self.check(task)
    }

    /// Rebuilds the search index.
    pub fn reindex(&mut self, task: &Task) -> Result<CaughtUp> {
        self.distrust_index();
        self.catch_up_index(task)
    }

    /// Replaces the library in a folder with a backup; no other process may have it open for writing. The previous
    /// library is kept: as a backup or, if that is not possible, as the file it was.
    pub fn restore(path: &Path, backup: &Path, now: i64) -> Result<Restored> {
        let folder = Folder::claim(path)?;
        if let Some(error) = folder.refusal() {
            return Err(error);
        }
        let (database, fresh) = (folder.database(), path.join("library.db.restored"));
        for left_over in beside(&fresh) {
            let _ = fs::remove_file(left_over);
        }
        backups::unpack(backup, &fresh)?;
        if let Err(error) = Store::adopt(&fresh) {
            let _ = fs::remove_file(&fresh);
            return Err(Error::store(backup, error));
        }
        let replaced = set_aside(&folder, now)?;
        fs::rename(&fresh, &database).map_err(|error| Error::io(&database, &error))?;
        drop(folder);
        let articles = Self::open_to_read(path)?.counts()?.articles;
        Ok(Restored { replaced, articles })
    }

    fn faults_of_index(&self) -> Result<Vec<String>> {
        let mut faults = Vec::new();
        if !self.open_index()? {
            faults.push("there is no search index that can be used".to_owned());
            return Ok(faults);
        }
        let counts = self.counts()?;
        let index = self.index.borrow();
        let Some(index) = index.as_ref() else { return Ok(faults) };
        match index.inspect() {
            Ok((0, held)) if self.store.totals().is_ok_and(|totals| totals.sequence == index.sequence()) => {
                if held != counts.articles {
                    faults.push(format!(
                        "the search index has {held} articles, and the library {}",
                        counts.articles
                    ));
                }
            }
            // It is behind, which is not a fault.
            Ok((0, _)) => {}
            Ok((damaged, _)) => faults.push(format!("{damaged} files of the search index are damaged")),
            Err(error) => faults.push(format!("the search index cannot be read ({error})")),
        }
        Ok(faults)
    }
}

/// Moves a folder's database aside. Returns where its content is now.
fn set_aside(folder: &Folder, now: i64) -> Result<Option<PathBuf>> {
    let database = folder.database();
    if super::folder::size(&database) == 0 {
        return Ok(None);
    }
    let backup = backups::keep(&database, &backups::folder_of(folder.path()), now);
    if let Ok(backup) = backup {
        for file in beside(&database) {
            let _ = fs::remove_file(file);
        }
        return Ok(Some(backup));
    }
    let aside = folder.path().join(format!("library.db.damaged-{now}"));
    for (file, aside) in beside(&database).iter().zip(beside(&aside)) {
        if file.exists() {
            fs::rename(file, &aside).map_err(|error| Error::io(file, &error))?;
        }
    }
    Ok(Some(aside))
}

/// A database file and those that SQLite puts next to it, in the order in which to move them: the log goes before its
/// database, so that it is never applied to another one.
fn beside(database: &Path) -> [PathBuf; 3] {
    ["-wal", "-shm", ""].map(|ending| {
        let mut name = database.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}
