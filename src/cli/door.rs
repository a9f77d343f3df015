//! Hands a command to the Dateline that holds the library, with its standard input, and prints its output as if the
//! work had been done here.
//!
//! A command first tries to open the library for writing. If that fails because another process holds it and accepts
//! commands ([`Held`]), nothing has been done yet, and the command is handed over.

use super::output::Output;
use super::places::{Held, Suspended};
use super::progress::Progress;
use super::{Arguments, Command, ExitStatus, Places, perform, serve};
use crate::handoff::{self, Answer, Ended, Guest, Request};
use std::cell::Cell;
use std::ffi::OsString;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often to start over if the holder is just ending.
const TRIES: usize = 20;

/// A holder that ends after this time has done other work meanwhile.
const BUSY: Duration = Duration::from_secs(1);

/// After this time, a command that waits says so.
const SILENCE: Duration = Duration::from_secs(5);

/// Carries out a command here or, if another Dateline holds the library, there.
pub fn carry_out(
    arguments: &Arguments,
    typed: &[OsString],
    output: &mut Output,
) -> anyhow::Result<ExitStatus> {
    let places = Places::here(&arguments.places, serve);
    output.name_library(arguments.places.named_library());
    let mut tries = 0;
    while tries < TRIES {
        let ended = perform(arguments, &places, output);
        if let Some(loss) = places.loss() {
            output.warn(format_args!("{loss}"));
        }
        match ended {
            Err(error) if error.is::<Held>() => {}
            ended => return ended,
        }
        let asked = Instant::now();
        if let Some(status) = hand_over(arguments, typed, &places.library()?, output)? {
            return Ok(status);
        }
        tries = if asked.elapsed() < BUSY { tries + 1 } else { 0 };
    }
    Err(Held.into())
}

/// Hands a command over; `None` if the other process ended before it began.
fn hand_over(
    arguments: &Arguments,
    typed: &[OsString],
    library: &Path,
    output: &mut Output,
) -> anyhow::Result<Option<ExitStatus>> {
    let Some(guest) = Guest::reach(library) else { return Ok(None) };
    let command = arguments.command.as_ref();
    if command.is_some_and(Command::reads_input) {
        output.save_input(u64::MAX)?;
    }
    let mut request =
        Request::new(typed, &std::env::current_dir()?, output.width()).with_input(output.saved_input());
    request.is_long = command.is_some_and(Command::is_long);
    let progress = Progress::of_answers(output);
    let task = progress.stoppable_task()?;
    let patience = Patience::new(guest.holder());
    let mut closed = Ok(());
    let is_stopped = || {
        patience.say_if_long(&progress);
        task.is_cancelled() || patience.is_in_vain()
    };
    let mut answered = |answer| match answer {
        Answer::Begun => patience.has_begun(),
        Answer::Result(text) if closed.is_ok() => closed = output.pass_on(&text),
        Answer::Message(text) => progress.aside(|| output.pass_on_message(&text)),
        Answer::Progress(done, total, unit) => progress.tell_in(done, total, &unit),
        _ => {}
    };
    let ended = guest.hand(&request, &is_stopped, &mut answered)?;
    progress.end();
    closed?;
    match ended {
        Ended::Status(status) => Ok(Some(ExitStatus::Elsewhere(status))),
        Ended::NotBegun if task.is_cancelled() => {
            output.warn(format_args!("stopped while waiting for the library; nothing was done"));
            Ok(Some(ExitStatus::Partial))
        }
        Ended::NotBegun if patience.is_in_vain() => Err(Suspended(patience.holder.unwrap_or(0)).into()),
        Ended::NotBegun => Ok(None),
        Ended::Refused(why) => anyhow::bail!(why),
        Ended::Broken => anyhow::bail!(
            "the Dateline that has this library open ended before this was finished; what it had done is kept, try again"
        ),
    }
}

/// How long a command has been waiting for the holder, and what it has said about that.
struct Patience {
    holder: Option<u32>,
    /// When to look next.
    next: Cell<Instant>,
    begun: Cell<bool>,
    told: Cell<bool>,
    /// Whether the holder was seen to be suspended before it had begun.
    in_vain: Cell<bool>,
}

impl Patience {
    fn new(holder: Option<u32>) -> Self {
        let next = Cell::new(Instant::now() + SILENCE);
        Self { holder, next, begun: Cell::default(), told: Cell::default(), in_vain: Cell::default() }
    }

    fn has_begun(&self) {
        self.begun.set(true);
    }

    fn is_in_vain(&self) -> bool {
        self.in_vain.get()
    }

    /// Says what is waited for, once; where the holder is suspended, waiting for it to begin is in vain.
    fn say_if_long(&self, progress: &Progress) {
        if Instant::now() < self.next.get() {
            return;
        }
        self.next.set(Instant::now() + SILENCE);
        let suspended = self.holder.filter(|&holder| handoff::is_suspended(holder));
        match (suspended, self.begun.get()) {
            (Some(_), false) => self.in_vain.set(true),
            (Some(holder), true) if !self.told.replace(true) => progress.say(&format!(
                "the Dateline that does this (process {holder}) is suspended; `kill -CONT {holder}` resumes it"
            )),
            (None, false) if !self.told.replace(true) => {
                progress.say("waiting for the Dateline that is using this library; Ctrl-C stops");
            }
            _ => {}
        }
    }
}
