//! The progress bar: on standard error, and only where that is a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;

/// How far some work is, shown to whoever watches. Clones are the same bar.
#[derive(Clone)]
pub struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Of work that is counted in bytes.
    pub fn of_bytes() -> Self {
        Self::with("{bar:30} {binary_bytes} of {binary_total_bytes} · {eta} left")
    }

    /// Of work that is counted in articles; `what` says which.
    pub fn of_articles(what: &str) -> Self {
        Self::with(&format!("{what} {{bar:30}} {{human_pos}} of {{human_len}} · {{eta}} left"))
    }

    /// Work counted in feeds.
    pub fn of_feeds() -> Self {
        Self::with("⟳ {human_pos}/{human_len} feeds")
    }

    fn with(template: &str) -> Self {
        let bar = || {
            let style =
                ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(0).with_style(style)
        };
        Self { bar: std::io::stderr().is_terminal().then(bar) }
    }

    /// Shows that `done` of `total` is done.
    pub fn tell(&self, done: u64, total: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(total);
            bar.set_position(done);
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
