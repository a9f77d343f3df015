//! The location of the library, and opening it.

use super::output::Output;
use super::progress::Progress;
use crate::config::Config;
use crate::library::{Library, Task};
use crate::logging;
use directories::ProjectDirs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
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
    /// How much is logged; `dateline log` shows it
    #[arg(long, global = true, value_name = "LEVEL", value_enum, default_value_t)]
    log_level: LogLevel,
    /// The folder of the log
    #[arg(long, global = true, value_name = "DIR", env = "DATELINE_LOG", hide = true)]
    log: Option<PathBuf>,
}

/// How much is logged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum LogLevel {
    Off,
    Error,
    Warn,
    #[default]
    Info,
    Debug,
    Trace,
}

impl From<LogLevel> for logging::Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Off => Self::Off,
            LogLevel::Error => Self::Error,
            LogLevel::Warn => Self::Warn,
            LogLevel::Info => Self::Info,
            LogLevel::Debug => Self::Debug,
            LogLevel::Trace => Self::Trace,
        }
    }
}

/// Logs that this Dateline has begun its work.
fn note_start(library: &Library) {
    let what = if library.is_writer() { "to write" } else { "to read" };
    tracing::info!(
        "start: dateline {} on {} {} opens {} {what}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        library.path().display(),
    );
}

/// An answer that takes longer is logged.
const SLOW: Duration = Duration::from_millis(100);

/// How long a command waits for another one to have done with the library.
const PATIENCE: Duration = Duration::from_secs(5);

/// The longest settings file, in bytes.
const LONGEST: u64 = 1 << 20;

/// Reads a settings file, of which the end is not to be waited for in vain.
fn read_settings(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    std::fs::File::open(path)?.take(LONGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LONGEST {
        let why = format!("it is longer than {} MB", LONGEST >> 20);
        return Err(std::io::Error::new(ErrorKind::FileTooLarge, why));
    }
    Ok(text)
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

    /// The folder of the log: the platform's for what a program notes, or else in the one for its data.
    pub fn log(&self) -> Result<PathBuf, NoHome> {
        if let Some(folder) = &self.log {
            return Ok(folder.clone());
        }
        let own = ProjectDirs::from("", "", "dateline").ok_or(NoHome)?;
        Ok(own.state_dir().map_or_else(|| own.data_dir().join("log"), Path::to_owned))
    }

    /// Logs from now on; without a home, nothing is.
    pub fn start_log(&self) {
        if let Ok(folder) = self.log() {
            logging::start(&folder, self.log_level.into());
        }
    }

    /// What the settings file says: the one that was named, or the platform's, which need not be there. One that
    /// cannot be read is complained of, and everything is as it comes.
    pub fn config(&self) -> Config {
        let own = || ProjectDirs::from("", "", "dateline").map(|own| own.config_dir().join("config.toml"));
        let Some(path) = self.config.clone().or_else(own) else { return Config::default() };
        match read_settings(&path) {
            Ok(text) => Config::parse(&text),
            Err(error) if error.kind() == ErrorKind::NotFound && self.config.is_none() => Config::default(),
            Err(error) => Config {
                complaints: vec![format!("{} cannot be read ({error}); none are used", path.display())],
                ..Config::default()
            },
        }
    }

    /// Opens the library to write; makes it where there is none. Another command that is writing is waited for.
    pub fn open(&self) -> anyhow::Result<Library> {
        Ok(self.set_up(Library::open_patiently(&self.library()?, PATIENCE)?))
    }

    /// Opens the library for the screen, which reads where another Dateline writes.
    pub fn open_at_once(&self) -> anyhow::Result<Library> {
        Ok(self.set_up(Library::open(&self.library()?)?))
    }

    /// The library with what the settings say of it.
    fn set_up(&self, mut library: Library) -> Library {
        note_start(&library);
        let config = self.config();
        library.trust_hosts(&config.trusted_hosts);
        library.get_passwords_by(&config.passwords);
        library
    }

    /// Opens the library for reading, so that another Dateline may write meanwhile; creates it if necessary.
    pub fn open_to_read(&self) -> anyhow::Result<Library> {
        let library = Library::open_to_read(&self.library()?)?;
        note_start(&library);
        Ok(library)
    }

    /// The newest of the backups that Dateline made by itself.
    pub fn last_backup(&self) -> anyhow::Result<Option<PathBuf>> {
        Ok(Library::last_backup(&self.library()?))
    }

    /// Runs a request that needs the search index. If that is missing, behind or turns out
    /// to be damaged, and nobody else is writing, it is repaired first.
    pub fn search<T>(
        &self,
        output: &mut Output,
        ask: impl Fn(&Library) -> crate::library::Result<T>,
    ) -> anyhow::Result<T> {
        let library = self.open_to_read()?;
        if library.can_search()? {
            let began = Instant::now();
            let answer = ask(&library)?;
            if began.elapsed() >= SLOW {
                tracing::info!("slow: a search took {} ms", began.elapsed().as_millis());
            }
            if library.can_search()? {
                return Ok(answer);
            }
        }
        let is_damaged = library.index_is_damaged();
        drop(library);
        self.mend_index(is_damaged, output)?;
        Ok(ask(&self.open_to_read()?)?)
    }

    fn mend_index(&self, is_damaged: bool, output: &mut Output) -> anyhow::Result<()> {
        let mut library = self.open()?;
        if !library.is_writer() {
            return Ok(());
        }
        if is_damaged {
            library.distrust_index();
        }
        let progress = Progress::of_articles("indexing", output);
        let shown = progress.clone();
        let done = library.catch_up_index(&Task::reporting(move |done, total| shown.tell(done, total)));
        progress.end();
        if let Err(error) = done {
            output.warn(format_args!("{error}"));
        }
        Ok(())
    }
}
