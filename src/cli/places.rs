//! The location of the library, and opening it.

use super::ExitStatus;
use super::opened::{Desk, Lent, Opened};
use super::output::Output;
use super::progress::Progress;
use super::settings;
use crate::config::Config;
use crate::handoff;
use crate::library::{Error, Library, Task};
use crate::logging;
use crate::runtime::Serve;
use directories::ProjectDirs;
use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The variable that chooses the library's folder.
const LIBRARY: &str = "DATELINE_LIBRARY";

/// The locations of library and settings, from the command line and environment.
#[derive(Debug, Clone, clap::Args)]
pub struct PlaceArguments {
    /// The library's folder
    #[arg(long, global = true, value_name = "DIR", env = LIBRARY)]
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

/// What the index lacked when it was searched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Lack {
    #[default]
    Nothing,
    /// Some articles, which this process could not index.
    Here,
    /// Some articles, which the process that holds the library is about to index.
    Elsewhere,
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

/// Logs that this Dateline has started its work.
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

/// A request that takes longer is logged.
const SLOW: Duration = Duration::from_millis(100);

/// How long a command waits for another one to finish with the library.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often a waiting command checks whether the other process accepts its work.
const LOOK: Duration = Duration::from_millis(100);

/// The same for a command that needs the library alone.
const CLOSE_LOOK: Duration = Duration::from_millis(5);

/// The system has no folder for application data.
#[derive(Debug, thiserror::Error)]
#[error("no home folder to keep a library in; choose a folder with --library DIR")]
pub struct NoHome;

/// Another Dateline holds the library, and accepts commands.
#[derive(Debug, thiserror::Error)]
#[error("another Dateline is using this library, and did not accept this command; try again")]
pub struct Held;

/// The process that holds the library is suspended, and has not begun.
#[derive(Debug, thiserror::Error)]
#[error(
    "another Dateline (process {0}) is using this library and is suspended; resume it with `fg` in its terminal or `kill -CONT {0}`, and try again. Nothing was done"
)]
pub struct Suspended(pub u32);

/// Nothing could be searched.
#[derive(Debug, thiserror::Error)]
pub enum NoIndex {
    /// None can be made in a library that is only read.
    #[error(
        "there is no search index that can be used, and none can be made in a library that is only read; only lists work"
    )]
    ReadOnly,
    /// Making it has failed, which was said.
    #[error(
        "there is no search index, so nothing was searched; `dateline reindex` makes it once that is mended"
    )]
    Unmade,
}

/// Where a command works: its library and settings.
pub struct Places<'a> {
    given: &'a PlaceArguments,
    /// The library of the process that carries out the command for another.
    lent: Option<RefCell<Lent<'a>>>,
    serve: Serve,
    /// Whether it was said that the library is only read.
    is_told: Cell<bool>,
    /// What turned out to be missing in the library when it was opened.
    loss: RefCell<Option<String>>,
    lack: Cell<Lack>,
}

impl PlaceArguments {
    /// The library's folder: the given one, or the platform's folder for application data.
    pub fn library(&self) -> Result<PathBuf, NoHome> {
        match &self.library {
            Some(folder) => Ok(folder.clone()),
            None => ProjectDirs::from("", "", "dateline").map(|own| own.data_dir().to_owned()).ok_or(NoHome),
        }
    }

    /// The library's folder as it was typed, where commands have to choose it to find it again.
    pub fn named_library(&self) -> Option<PathBuf> {
        let usual = Self { library: None, ..self.clone() }.library().ok();
        let usual = [usual, std::env::var_os(LIBRARY).map(PathBuf::from)];
        self.library.clone().filter(|folder| !usual.iter().flatten().any(|usual| usual == folder))
    }

    /// The folder of the log: the platform's state folder, else the data folder.
    pub fn log(&self) -> Result<PathBuf, NoHome> {
        if let Some(folder) = &self.log {
            return Ok(folder.clone());
        }
        let own = ProjectDirs::from("", "", "dateline").ok_or(NoHome)?;
        Ok(own.state_dir().map_or_else(|| own.data_dir().join("log"), Path::to_owned))
    }

    /// What the settings file says: the one that was named, or the platform's, which need not be there.
    pub fn config(&self) -> Config {
        let own = || ProjectDirs::from("", "", "dateline").map(|own| own.config_dir().join("config.toml"));
        match &self.config {
            Some(path) => settings::read(path, false),
            None => own().map_or_else(Config::default, |path| settings::read(&path, true)),
        }
    }

    /// Starts logging; without a home folder, nothing is logged.
    pub fn start_log(&self) {
        if let Ok(folder) = self.log() {
            logging::start(&folder, self.log_level.into());
        }
    }
}

impl<'a> Places<'a> {
    /// The places of a command in this process. `serve` carries out other processes' commands meanwhile.
    pub fn here(given: &'a PlaceArguments, serve: Serve) -> Self {
        let (is_told, loss, lack) = (Cell::default(), RefCell::default(), Cell::default());
        Self { given, lent: None, serve, is_told, loss, lack }
    }

    /// The places of another process's command, on the library that this one holds.
    pub fn lent(given: &'a PlaceArguments, lent: Lent<'a>, serve: Serve) -> Self {
        Self { lent: Some(RefCell::new(lent)), ..Self::here(given, serve) }
    }

    /// The library's folder.
    pub fn library(&self) -> Result<PathBuf, NoHome> {
        let held = self.lent.as_ref().and_then(|lent| lent.try_borrow().ok());
        held.map_or_else(|| self.given.library(), |lent| Ok(lent.library.path().to_owned()))
    }

    /// The folder of the log.
    pub fn log(&self) -> Result<PathBuf, NoHome> {
        self.given.log()
    }

    /// What the settings file says.
    pub fn config(&self) -> Config {
        self.given.config()
    }

    /// Where this process looks for things, as it was told.
    pub fn given(&self) -> &PlaceArguments {
        self.given
    }

    /// Opens the library for writing, and creates it if necessary. Waits for another process that is writing; if that
    /// one accepts commands, the result is [`Held`] (see `door`). This one accepts them from now on: long work does
    /// them meanwhile ([`Opened::split`]), and until other work is over they wait.
    pub fn open(&self) -> anyhow::Result<Opened<'_, 'a>> {
        if let Some(lent) = &self.lent {
            return Ok(Opened::Lent(lent.try_borrow_mut().map_err(|_| Held)?));
        }
        let (folder, end) = (self.library()?, Instant::now() + PATIENCE);
        loop {
            let opened = Library::open_patiently(&folder, LOOK);
            let is_taken = match &opened {
                Ok(library) => library.is_in_use(),
                // Another process is about to create its database.
                Err(error) => matches!(error, Error::Locked { .. }),
            };
            if !is_taken || Instant::now() >= end {
                let library = self.set_up(opened?);
                self.note_loss(&library);
                let desk = library.is_writer().then(|| Desk::open(&library, self.serve)).flatten();
                return Ok(Opened::Own { desk, library: Box::new(library) });
            }
            if handoff::is_reachable(&folder) {
                return Err(Held.into());
            }
        }
    }

    /// Opens the library for work that cannot be handed over: waits for others to close it.
    pub fn open_alone(&self, output: &mut Output) -> anyhow::Result<Library> {
        let open = |folder: &Path| Library::open(folder).and_then(Library::into_writer);
        let library = self.set_up(self.alone(output, open)?);
        self.note_loss(&library);
        Ok(library)
    }

    /// Does work that needs the library's folder for itself, as soon as others have closed the library. Who is waited for
    /// long is said.
    pub fn alone<T>(
        &self,
        output: &mut Output,
        work: impl Fn(&Path) -> crate::library::Result<T>,
    ) -> anyhow::Result<T> {
        let (folder, end) = (self.library()?, Instant::now() + PATIENCE);
        let mut is_told = false;
        loop {
            let (error, holder) = match work(&folder) {
                Err(error @ Error::Locked { holder, .. }) => (error, holder),
                done => return Ok(done?),
            };
            if Instant::now() >= end {
                // A script is not to wait for somebody who may not come back, nor anybody for nobody.
                let Some(holder) = holder.filter(|_| output.shows_progress()) else {
                    return Err(error.into());
                };
                anyhow::ensure!(!handoff::is_suspended(holder), Suspended(holder));
                if !is_told {
                    output.warn(format_args!(
                        "waiting until the Dateline that is using this library (process {holder}) is closed; Ctrl-C stops"
                    ));
                    is_told = true;
                }
            }
            // Those who hold it for a moment only are many: among them it takes a close look to be next.
            std::thread::sleep(if is_told { LOOK } else { CLOSE_LOOK });
        }
    }

    /// Opens the library for the screen, which only reads if another Dateline is writing.
    pub fn open_at_once(&self) -> anyhow::Result<Library> {
        Ok(self.set_up(Library::open(&self.library()?)?))
    }

    /// Applies the settings to the library.
    fn set_up(&self, mut library: Library) -> Library {
        note_start(&library);
        let config = self.config();
        library.trust_hosts(&config.trusted_hosts);
        library.get_passwords_by(&config.passwords);
        library
    }

    fn note_loss(&self, library: &Library) {
        let exposed = || library.is_writer().then(|| library.close_passwords()).flatten();
        if let Some(loss) = library.loss().or_else(exposed) {
            self.loss.replace(Some(loss));
        }
    }

    /// What turned out to be missing in the library, or open to others, when it was opened to write, once.
    pub fn loss(&self) -> Option<String> {
        self.loss.take()
    }

    /// Opens the library for reading, so that another Dateline may write meanwhile; creates it if necessary. One that
    /// nobody may write is said to be so.
    pub fn open_to_read(&self, output: &mut Output) -> anyhow::Result<Library> {
        let library = Library::open_to_read(&self.library()?)?;
        note_start(&library);
        if let Some(loss) = library.loss() {
            output.warn(format_args!("{loss}"));
        }
        if let Some(why) = library.read_only()
            && !self.is_told.replace(true)
        {
            output.warn(format_args!("{why}"));
        }
        Ok(library)
    }

    /// The newest automatic backup.
    pub fn last_backup(&self) -> anyhow::Result<Option<PathBuf>> {
        Ok(Library::last_backup(&self.library()?))
    }

    /// Runs a request that needs the search index. If the index is missing, behind or damaged, it is repaired first.
    /// While another process does that, the request finds what is there, which is said; if nobody can, it fails with
    /// [`NoIndex`].
    pub fn search<T>(
        &self,
        output: &mut Output,
        ask: impl Fn(&Library) -> crate::library::Result<T>,
    ) -> anyhow::Result<T> {
        let library = self.open_to_read(output)?;
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
        if library.read_only().is_some() {
            let answer = ask(&library)?;
            anyhow::ensure!(library.has_index()?, NoIndex::ReadOnly);
            output.warn(format_args!("the search index is incomplete, and the library is only read"));
            self.lack.set(Lack::Here);
            return Ok(answer);
        }
        let is_damaged = library.index_is_damaged();
        drop(library);
        let lack = self.mend_index(is_damaged, output)?;
        let library = self.open_to_read(output)?;
        let answer = ask(&library)?;
        if library.can_search()? {
            return Ok(answer);
        }
        if lack == Lack::Elsewhere {
            output.warn(format_args!("the search index is incomplete; another Dateline is building it"));
        } else {
            anyhow::ensure!(library.has_index()?, NoIndex::Unmade);
            output.warn(format_args!("the search index is incomplete; a later search completes it"));
        }
        self.lack.set(lack);
        Ok(answer)
    }

    /// Reports that a search found nothing, unless it cannot know.
    pub fn tell_of_nothing(&self, output: &mut Output) {
        if self.lack.get() == Lack::Nothing {
            output.warn(format_args!("nothing found"));
        }
    }

    /// How a command ended whose searches have found what there is.
    pub fn ending(&self) -> ExitStatus {
        if self.lack.get() == Lack::Here { ExitStatus::Partial } else { ExitStatus::Done }
    }

    /// Brings the index up to date, and returns who would have to, if it is not.
    fn mend_index(&self, is_damaged: bool, output: &mut Output) -> anyhow::Result<Lack> {
        let mut library = match self.open() {
            Ok(library) if library.is_writer() => library,
            // The holder of the library repairs its index.
            Ok(library) if library.is_in_use() => return Ok(Lack::Elsewhere),
            Ok(_) => return Ok(Lack::Here),
            Err(error) if error.is::<Held>() => return Ok(Lack::Elsewhere),
            Err(error) => return Err(error),
        };
        if is_damaged {
            library.distrust_index();
        }
        let progress = Progress::of_articles("indexing", output);
        let shown = progress.clone();
        let done = library.catch_up_index(&Task::reporting(move |done, total| shown.tell(done, total)));
        progress.end();
        if let Some(loss) = library.loss() {
            output.warn(format_args!("{loss}"));
        }
        match done {
            Ok(_) => library.apply_rules(output)?,
            Err(error) => output.warn(format_args!("{error}")),
        }
        Ok(Lack::Here)
    }
}
