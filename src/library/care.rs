//! Maintenance of a library: checking it, repairing what is derived, and restoring a backup.

use super::folder::{Folder, beside, clear_database};
use super::indexing::KNOWS_MORE;
use super::name_analyzer::Recogniser;
use super::read_only::ReadOnly;
use super::set_aside::DAMAGED;
use super::{Error, Library, Result, Task, backups};
use crate::index::{self, Index};
use crate::store::{self, Salvaged, Store};
use crate::text::width::counted;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The result of restoring a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Where the previous library is now, if there was one: a backup that can itself be restored or, if it was
    /// damaged, its database file.
    pub replaced: Option<PathBuf>,
    /// The number of articles in the restored library.
    pub articles: u64,
}

/// Something that is wrong with a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What it is.
    pub sentence: String,
    /// Whether [`Library::mend`] makes it good, as far as that can be; the rest only a backup has.
    pub is_mended: bool,
}

/// What came of salvaging a damaged library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvage {
    /// Articles that can be read again.
    pub articles: u64,
    /// How many of them have a damaged text; an earlier version is shown where there is one.
    pub damaged_texts: u64,
    /// Whether some rows could not be read.
    pub is_partial: bool,
    /// Where the damaged database lies now, as it was.
    pub aside: PathBuf,
}

impl Salvage {
    /// What is said of it.
    pub fn sentence(&self) -> String {
        let Self { articles, damaged_texts, is_partial, aside } = self;
        let rest = if *is_partial { "; the rest could not be read" } else { "" };
        let texts = match damaged_texts {
            0 => String::new(),
            _ => format!(
                "; {} damaged (an earlier version is shown, where there is one), which only a backup brings back",
                counted(*damaged_texts, "text is", "texts are")
            ),
        };
        format!(
            "the library was damaged: {} read from it{rest}{texts}. It lies, as it was, in {}",
            counted(*articles, "article was", "articles were"),
            aside.display()
        )
    }
}

impl Library {
    /// What is wrong with the library, as sentences; empty if nothing is.
    pub fn check(&self, task: &Task) -> Result<Vec<String>> {
        Ok(self.faults(task)?.into_iter().map(|fault| fault.sentence).collect())
    }

    /// What is wrong with the library; empty if nothing is. This reads everything: pages, texts, names, counts, lists,
    /// and the search index.
    pub fn faults(&self, task: &Task) -> Result<Vec<Fault>> {
        let mended = |sentences: Vec<String>, is_mended| {
            sentences.into_iter().map(move |sentence| Fault { sentence, is_mended }).collect::<Vec<_>>()
        };
        let faults = mended(self.in_store(self.store.faults_of_pages())?, true);
        // If pages are damaged, all other checks would be noise, or fail.
        if !faults.is_empty() {
            return Ok(faults);
        }
        let mut faults = mended(self.in_store(self.store.faults_of_counts())?, true);
        let of_texts = self.store.faults_of_texts(&|| task.is_cancelled());
        faults.extend(mended(self.in_store(of_texts)?, false));
        if faults.is_empty() {
            faults.extend(mended(self.faults_of_index()?, true));
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

    /// Makes good whatever can be: what is derived is made anew and, where the database is damaged, that is set aside and
    /// what can be read of it is read. Gives back what is wrong all the same.
    pub fn mend(path: &Path, task: &Task, now: i64) -> Result<(Vec<String>, Option<Salvage>)> {
        match Self::open(path) {
            Ok(mut library) => {
                library.must_write()?;
                let pages = library.store.faults_of_pages();
                if library.in_store(pages)?.is_empty() {
                    return Ok((library.repair(task)?, None));
                }
            }
            Err(Error::Damaged { .. }) => {}
            Err(error) => return Err(error),
        }
        let salvage = Self::salvage(path, now)?;
        let mut library = Self::open(path)?;
        library.catch_up_names(task)?;
        library.reindex(task)?;
        Ok((library.check(task)?, Some(salvage)))
    }

    /// Reads what can be read of a damaged database into a new one, which takes its place; the damaged one is set aside
    /// as it is. Where nothing can be read, nothing is changed.
    pub fn salvage(path: &Path, now: i64) -> Result<Salvage> {
        let folder = Folder::claim(path)?;
        if let Some(error) = folder.refusal() {
            return Err(error);
        }
        let (database, fresh) = (folder.database(), folder.restored());
        clear_database(&fresh);
        let salvaged = Store::salvage(&database, &fresh).map_err(|error| {
            clear_database(&fresh);
            match error {
                // SQLite's word for what is no database of its own.
                store::Error::NotALibrary | store::Error::Damaged(_) => {
                    Error::Unreadable { path: database.clone() }
                }
                error => Error::store(&database, error),
            }
        })?;
        let aside = move_aside(&folder, now)?;
        put_in_place(&fresh, &database, Some(&aside))?;
        tracing::warn!("salvaged {} articles of a damaged database", salvaged.articles);
        let Salvaged { articles, damaged_texts, is_partial } = salvaged;
        Ok(Salvage { articles, damaged_texts, is_partial, aside })
    }

    /// An empty library in a folder of its own that stands in for one that cannot be opened, so that the screen can say
    /// so; it is only read.
    pub fn stand_in(folder: &Path, path: &Path) -> Result<Self> {
        drop(Self::open(folder)?);
        let mut library = Self::open_to_read(folder)?;
        library.folder.lock_up(ReadOnly::Damaged { has_backup: Self::last_backup(path).is_some() });
        Ok(library)
    }

    /// Replaces the library in a folder with a backup; no other process may have it open for writing. The previous
    /// library is kept: as a backup or, if that is not possible, as the file it was. The search index is made anew.
    pub fn restore(path: &Path, backup: &Path, task: &Task, now: i64) -> Result<Restored> {
        let folder = Folder::claim(path)?;
        if let Some(error) = folder.refusal() {
            return Err(error);
        }
        let (database, fresh) = (folder.database(), folder.restored());
        clear_database(&fresh);
        let unpacked = backups::unpack(backup, &fresh).and_then(|()| {
            Store::adopt(&fresh).map_err(|error| refused(backup, &database, error))?;
            set_aside(&folder, now)
        });
        // What is left of a restoration that failed would only take the room that it lacked.
        let replaced = unpacked.inspect_err(|_| clear_database(&fresh))?;
        put_in_place(&fresh, &database, replaced.as_deref())?;
        folder.make_place_for_index()?;
        let mut library = Self::in_folder(folder, Arc::new(Recogniser::default()), Arc::default())?;
        // Should this fail, the next search does it.
        if let Err(error) = library.catch_up_index(task) {
            tracing::warn!("the restored library is not indexed yet: {error}");
        }
        Ok(Restored { replaced, articles: library.counts()?.articles })
    }

    fn faults_of_index(&self) -> Result<Vec<String>> {
        let mut faults = Vec::new();
        if !self.open_index()? {
            let number = self.in_store(self.store.library_number())?;
            match Index::open(&self.folder.index(), &number) {
                // It is still to be made, which the next search does.
                Ok(_) | Err(index::Error::Missing | index::Error::Foreign) => {}
                Err(error) => faults.push(format!("the search index cannot be read ({error})")),
            }
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
            Ok((0, _))
                if index.sequence() > self.store.totals().map_or(i64::MAX, |totals| totals.sequence) =>
            {
                faults.push(KNOWS_MORE.to_owned());
            }
            // It is behind, which is no fault.
            Ok((0, _)) => {}
            Ok((damaged, _)) => {
                let files =
                    counted(damaged as u64, "file of the search index is", "files of the search index are");
                faults.push(format!("{files} damaged"));
            }
            Err(error) => faults.push(format!("the search index cannot be read ({error})")),
        }
        Ok(faults)
    }
}

/// Why a backup was not restored.
fn refused(backup: &Path, database: &Path, error: store::Error) -> Error {
    match error {
        store::Error::NotALibrary | store::Error::Damaged(_) => Error::NotABackup { path: backup.to_owned() },
        store::Error::NewerSchema { .. } => Error::File {
            path: backup.to_owned(),
            reason: "a newer Dateline wrote it; update Dateline. Nothing was changed".to_owned(),
        },
        error => Error::store(database, error),
    }
}

/// Keeps what is in a folder's database, which may be replaced from now on. Returns where that is now.
fn set_aside(folder: &Folder, now: i64) -> Result<Option<PathBuf>> {
    let database = folder.database();
    if super::folder::size(&database) == 0 {
        return Ok(None);
    }
    let backup = backups::keep_replaced(&database, &backups::folder_of(folder.path()), now);
    let backup = match backup {
        Err(error) if is_of_damage(&error) => return move_aside(folder, now).map(Some),
        backup => backup?,
    };
    let emptied = Store::empty_log(&database).map_err(|error| Error::store(&database, error));
    if let Err(error) = emptied {
        // The database stays, so that this copy of it replaces nothing.
        let _ = fs::remove_file(backup);
        return if is_of_damage(&error) { move_aside(folder, now).map(Some) } else { Err(error) };
    }
    // Nothing is in it; it would be taken for the log of what comes in the database's place.
    let [log, shared, _] = beside(&database);
    let _ = (fs::remove_file(log), fs::remove_file(shared));
    Ok(Some(backup))
}

/// Whether a database could not be copied since it is damaged: it is kept as the file that it is. Whatever else failed
/// is no reason to take it from its place.
fn is_of_damage(error: &Error) -> bool {
    matches!(error, Error::Damaged { .. } | Error::NotALibrary { .. })
}

/// Moves a database to its place. If that fails, what was moved aside for it comes back.
fn put_in_place(fresh: &Path, database: &Path, aside: Option<&Path>) -> Result<()> {
    let Err(error) = fs::rename(fresh, database) else { return Ok(()) };
    let _ = fs::remove_file(fresh);
    if let Some(aside) = aside.filter(|_| !database.exists()) {
        for (file, aside) in beside(database).iter().zip(beside(aside)) {
            let _ = fs::rename(aside, file);
        }
    }
    Err(Error::io(database, &error))
}

/// Moves a folder's database, as it is, out of the way.
fn move_aside(folder: &Folder, now: i64) -> Result<PathBuf> {
    let database = folder.database();
    // What was set aside before, in the same second, stays.
    let mut names = (now..).map(|second| folder.path().join(format!("{DAMAGED}{second}")));
    let aside = names.find(|path| path.symlink_metadata().is_err());
    let aside = aside.ok_or_else(|| Error::Exists { path: database.clone() })?;
    for (file, aside) in beside(&database).iter().zip(beside(&aside)) {
        if file.exists() {
            fs::rename(file, &aside).map_err(|error| Error::io(file, &error))?;
        }
    }
    Ok(aside)
}
