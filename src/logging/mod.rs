//! The log file: starts, refreshes, failures, slow questions and panics, for whoever has to find out what went
//! wrong. It never holds texts of articles or what was searched for, and addresses only without name, password
//! and query ([`crate::text::web::for_log`]).
//!
//! What is to be logged is said with `tracing` wherever it happens; here is where it goes. Without
//! [`start`], as in tests, it goes nowhere and costs next to nothing.

mod file;
mod panics;

pub use panics::{in_words, watch};

use file::Rotating;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;

/// The name of the file that is written.
pub const FILE: &str = "dateline.log";

/// Where this process logs to: like the subscriber of `tracing`, there is one.
static PLACE: OnceLock<PathBuf> = OnceLock::new();

/// Which events are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Level {
    /// None.
    Off,
    /// What failed.
    Error,
    /// What did not go as it should.
    Warn,
    /// What was done.
    #[default]
    Info,
    /// How it was done.
    Debug,
    /// Everything.
    Trace,
}

impl From<Level> for LevelFilter {
    fn from(level: Level) -> Self {
        match level {
            Level::Off => Self::OFF,
            Level::Error => Self::ERROR,
            Level::Warn => Self::WARN,
            Level::Info => Self::INFO,
            Level::Debug => Self::DEBUG,
            Level::Trace => Self::TRACE,
        }
    }
}

/// Has this process log into a folder, which is made when the first line is written. A second call changes
/// nothing.
pub fn start(folder: &Path, level: Level) {
    if level == Level::Off || PLACE.set(folder.join(FILE)).is_err() {
        return;
    }
    let lines = Lines(Arc::new(Mutex::new(Rotating::new(folder))));
    // Only our own events: what libraries say of themselves may hold addresses as they are.
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::from(level))
        .with_ansi(false)
        .with_timer(Clock)
        .with_thread_names(true)
        .with_target(false)
        .with_writer(lines)
        .finish();
    // It fails where there is one already, as in a program that embeds this one.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

/// The file that this process logs to, if it does.
pub fn place() -> Option<&'static Path> {
    PLACE.get().map(PathBuf::as_path)
}

/// What to ask of somebody who met a fault of Dateline's.
pub fn please_report() -> String {
    match place() {
        Some(path) => format!("please report it with {}", path.display()),
        None => "please report it".to_owned(),
    }
}

/// Moments in UTC, to the second.
struct Clock;

impl FormatTime for Clock {
    fn format_time(&self, out: &mut Writer<'_>) -> fmt::Result {
        write!(out, "{:.0}", jiff::Timestamp::now())
    }
}

/// Where lines go; each is written whole.
#[derive(Clone)]
struct Lines(Arc<Mutex<Rotating>>);

impl io::Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).put(line)?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}
