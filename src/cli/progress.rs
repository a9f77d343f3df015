//! The progress bar: on standard error, and only if that is a terminal.

use super::output::Output;
use crate::handoff::{Answer, Reply};
use crate::library::{BYTES, Task};
use crate::runtime::unless_over;
use crate::text::clean;
use indicatif::{ProgressBar, ProgressStyle};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Sender;
use std::time::Duration;

/// Shows the progress of some work. Clones are the same bar.
#[derive(Clone)]
pub struct Progress {
    bar: Option<ProgressBar>,
    /// The process that handed the command over, and its task: that process shows the progress.
    guest: Option<(Reply, Task)>,
}

/// After this time, a command that waits says so.
const SILENCE: Duration = Duration::from_secs(5);

/// What feeds are counted in.
const FEEDS: &str = "feeds";

/// How a count of something is shown.
fn template(unit: &str) -> String {
    match unit {
        BYTES => "{bar:30} {binary_bytes} of {binary_total_bytes} · {eta} left".to_owned(),
        FEEDS => "⟳ {human_pos}/{human_len} feeds".to_owned(),
        what => format!("{what} {{bar:30}} {{human_pos}} of {{human_len}} · {{eta}} left"),
    }
}

impl Progress {
    /// For work counted in bytes.
    pub fn of_bytes(output: &Output) -> Self {
        Self::with(output, BYTES)
    }

    /// For work counted in articles; `what` describes it.
    pub fn of_articles(what: &'static str, output: &Output) -> Self {
        Self::with(output, what)
    }

    /// For work counted in feeds.
    pub fn of_feeds(output: &Output) -> Self {
        Self::with(output, FEEDS)
    }

    /// For work of another process, which reports the unit.
    pub fn of_answers(output: &Output) -> Self {
        Self { bar: output.shows_progress().then(|| ProgressBar::new(0)), guest: None }
    }

    fn with(output: &Output, unit: &'static str) -> Self {
        if let Some(guest) = output.guest(unit) {
            return Self { bar: None, guest: Some(guest) };
        }
        let progress = Self::of_answers(output);
        progress.count_in(unit);
        progress
    }

    fn count_in(&self, unit: &str) {
        if let (Some(bar), Ok(style)) = (&self.bar, ProgressStyle::with_template(&template(unit))) {
            bar.set_style(style);
        }
    }

    /// Shows that `done` of `total` is done, in a unit.
    pub fn tell_in(&self, done: u64, total: u64, unit: &str) {
        self.count_in(unit);
        self.tell(done, total);
    }

    /// Does something while the bar is removed.
    pub fn aside(&self, write: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// From now until what this returns is dropped, somebody is waited for; if that takes long, that is said.
    pub fn waiting_for(&self, whom: String) -> Sender<()> {
        let shown = self.clone();
        unless_over(SILENCE, move || {
            shown.say(&format!("waiting for {}; Ctrl-C stops", clean::line(&whom)));
        })
    }

    /// Says what it waits for.
    pub fn say(&self, what: &str) {
        match (&self.bar, &self.guest) {
            (Some(bar), _) => bar.println(what),
            (None, Some((reply, _))) => _ = reply.say(Answer::Message(format!("dateline: {what}\n"))),
            // If standard error is gone, nobody can be told.
            (None, None) => _ = writeln!(std::io::stderr(), "dateline: {what}"),
        }
    }

    /// Shows that `done` of `total` is done.
    pub fn tell(&self, done: u64, total: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(total);
            bar.set_position(done);
        }
    }

    /// For synchronising accounts.
    pub fn of_accounts(output: &Output) -> Self {
        Self::with(output, "⟳")
    }

    /// A task that Ctrl-C or closing the terminal cancels; a second Ctrl-C ends the program at once.
    pub fn stoppable_task(&self) -> anyhow::Result<Task> {
        if let Some((_, task)) = &self.guest {
            return Ok(task.clone());
        }
        let is_stopped = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&is_stopped))?;
            signal_hook::flag::register(signal, Arc::clone(&is_stopped))?;
        }
        let shown = self.clone();
        Ok(Task::stopped_by(is_stopped, move |done, total| shown.tell(done, total)))
    }

    /// Removes the bar.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
