//! The log file: starts, refreshes, failures, slow requests and panics, for finding out what went wrong. It never
//! contains texts of articles or search terms, and addresses only without user name, password and query
//! ([`crate::text::web::for_log`]).
//!
//! Events are recorded with `tracing` wherever they happen; this module defines where they go. Without [`start`], as
//! in tests, they go nowhere and cost next to nothing.

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

/// The name of the current file.
pub const FILE: &str = "dateline.log";

/// Where this process logs; like the subscriber of `tracing`, it is global.
static PLACE: OnceLock<PathBuf> = OnceLock::new();

/// Which events are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Level {
    /// None.
    Off,
    /// Failures.
    Error,
    /// Unexpected events.
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

/// Makes this process log into a folder, which is created when the first line is written. A second call has no
/// effect.
pub fn start(folder: &Path, level: Level) {
    if level == Level::Off || PLACE.set(folder.join(FILE)).is_err() {
        return;
    }
    let lines = Lines(Arc::new(Mutex::new(Rotating::new(folder))));
    // Only our own events: those of libraries may contain complete addresses.
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::from(level))
        .with_ansi(false)
        .with_timer(Clock)
        .with_thread_names(true)
        .with_target(false)
        // A line that cannot be written is dropped: standard error has the messages of commands, and may be closed.
        .log_internal_errors(false)
        .with_writer(lines)
        .finish();
    // It fails if there already is one, as in a program that embeds this one.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

/// The file that this process logs to, if any.
pub fn place() -> Option<&'static Path> {
    PLACE.get().map(PathBuf::as_path)
}

/// The request to report an internal error.
pub fn please_report() -> String {
    match place() {
        Some(path) => format!("please report it with {}", path.display()),
        None => "please report it".to_owned(),
    }
}

/// Times in UTC, to the second.
struct Clock;

impl FormatTime for Clock {
    fn format_time(&self, out: &mut Writer<'_>) -> fmt::Result {
        write!(out, "{:.0}", jiff::Timestamp::now())
    }
}

/// The destination of lines; each is written whole.
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
