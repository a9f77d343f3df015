//! The location of the library, and opening it.

use super::progress::Progress;
use super::warn;
use crate::config::Config;
use crate::library::{Library, Task};
use anyhow::anyhow;
use directories::ProjectDirs;
use std::io::ErrorKind;
use std::path::PathBuf;
use thiserror::Error;

/// The locations of library and settings, from the command line and environment.
#[derive(Debug, Clone, clap::Args)]
pub struct Places {
    /// The library's folder
    #[arg(long, global = true, value_name = "DIR", env = "DATELINE_LIBRARY")]
    pub library: Option<PathBuf>,
    /// The settings file
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// The system has no folder for application data.
#[derive(Debug, Error)]
#[error("no home folder to keep a library in; choose a folder with --library DIR")]
pub struct NoHome;

impl Places {
    /// The library's folder: the given one, or the platform's folder for application data.
    pub fn library(&self) -> Result<PathBuf, NoHome> {
        match &self.library {
            Some(folder) => Ok(folder.clone()),
            None => ProjectDirs::from("", "", "dateline").map(|own| own.data_dir().to_owned()).ok_or(NoHome),
        }
    }

    /// The settings file: the given one, or the platform's, which may be missing.
    pub fn config(&self) -> anyhow::Result<Config> {
        let own = || ProjectDirs::from("", "", "dateline").map(|own| own.config_dir().join("config.toml"));
        let Some(path) = self.config.clone().or_else(own) else { return Ok(Config::default()) };
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Config::parse(&text)),
            Err(error) if error.kind() == ErrorKind::NotFound && self.config.is_none() => {
                Ok(Config::default())
            }
            Err(error) => Err(anyhow!("{}: the settings file cannot be read ({error})", path.display())),
        }
    }

    /// Opens the library for writing; creates it if necessary.
    pub fn open(&self) -> anyhow::Result<Library> {
        Ok(Library::open(&self.library()?)?)
    }

    /// Opens the library for reading, so that another Dateline may write meanwhile; creates it if necessary.
    pub fn open_to_read(&self) -> anyhow::Result<Library> {
        Ok(Library::open_to_read(&self.library()?)?)
    }

    /// The newest of the backups that Dateline made by itself.
    pub fn last_backup(&self) -> anyhow::Result<Option<PathBuf>> {
        Ok(Library::last_backup(&self.library()?))
    }

    /// Runs a request that needs the search index. If that is missing, behind or turns out
    /// to be damaged, and nobody else is writing, it is repaired first.
    pub fn search<T>(&self, ask: impl Fn(&Library) -> crate::library::Result<T>) -> anyhow::Result<T> {
        let library = self.open_to_read()?;
        if library.can_search()? {
            let answer = ask(&library)?;
            if library.can_search()? {
                return Ok(answer);
            }
        }
        let is_damaged = library.index_is_damaged();
        drop(library);
        self.mend_index(is_damaged)?;
        Ok(ask(&self.open_to_read()?)?)
    }

    fn mend_index(&self, is_damaged: bool) -> anyhow::Result<()> {
        let mut library = self.open()?;
        if !library.is_writer() {
            return Ok(());
        }
        if is_damaged {
            library.distrust_index();
        }
        let progress = Progress::of_articles("indexing");
        let shown = progress.clone();
        let done = library.catch_up_index(&Task::reporting(move |done, total| shown.tell(done, total)));
        progress.end();
        if let Err(error) = done {
            warn(format_args!("{error}"));
        }
        Ok(())
    }
}
