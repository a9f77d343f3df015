//! The progress bar: on standard error, and only if that is a terminal.

use super::output::Output;
use crate::library::Task;
use indicatif::{ProgressBar, ProgressStyle};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Shows the progress of some work. Clones are the same bar.
#[derive(Clone)]
pub struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    /// For work counted in bytes.
    pub fn of_bytes(output: &Output) -> Self {
        Self::with(output, "{bar:30} {binary_bytes} of {binary_total_bytes} · {eta} left")
    }

    /// For work counted in articles; `what` describes it.
    pub fn of_articles(what: &str, output: &Output) -> Self {
        Self::with(output, &format!("{what} {{bar:30}} {{human_pos}} of {{human_len}} · {{eta}} left"))
    }

    /// For work counted in feeds.
    pub fn of_feeds(output: &Output) -> Self {
        Self::with(output, "⟳ {human_pos}/{human_len} feeds")
    }

    fn with(output: &Output, template: &str) -> Self {
        let bar = || {
            let style =
                ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(0).with_style(style)
        };
        Self { bar: output.shows_progress().then(bar) }
    }

    /// Shows that `done` of `total` is done.
    pub fn tell(&self, done: u64, total: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(total);
            bar.set_position(done);
        }
    }

    /// A task that Ctrl-C stops, as does a terminal that goes away; pressed again, it ends the program at once.
    pub fn stoppable_task(&self) -> anyhow::Result<Task> {
        let is_stopped = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&is_stopped))?;
            signal_hook::flag::register(signal, Arc::clone(&is_stopped))?;
        }
        let shown = self.clone();
        Ok(Task::stopped_by(is_stopped, move |done, total| shown.tell(done, total)))
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
