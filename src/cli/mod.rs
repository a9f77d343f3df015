//! The commands: one file each. The library does the work; this module parses requests and prints results, as lines
//! for people and as JSON for programs.
//!
//! Results go to standard output, everything else to standard error.

mod account;
mod add;
mod care;
mod config;
mod correct;
mod door;
mod dossier;
mod export;
mod feeds;
mod find;
mod inspect;
mod inspect_names;
mod keys;
mod log;
mod man;
mod marks;
mod mine;
mod names;
mod note;
mod opened;
mod output;
mod panics;
mod places;
mod progress;
mod query;
mod refresh;
mod screen;
mod searches;
mod settings;
mod show;
mod stats;
#[cfg(feature = "train")]
pub mod training;
mod typed;
mod undo;
mod watch;

use crate::export::{json, render};
use crate::handoff::{Answer, Job};
use crate::library::{self, Between, Library};
use crate::logging;
use crate::runtime;
use crate::text::clean::lines;
use clap::{CommandFactory, Parser, Subcommand};
use opened::Lent;
use output::{Output, OutputError};
use places::{Held, NoHome, NoIndex, PlaceArguments, Places, Suspended};
use std::io::{ErrorKind, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// How a command ended, if nothing prevented it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ExitStatus {
    /// Everything was done.
    Done,
    /// Partly done, or nothing was found for a given name.
    Partial,
    /// Wrong usage.
    Misused,
    /// This signal ended the screen, in good order.
    Signalled(i32),
    /// Another Dateline did the work, and reported this exit status.
    Elsewhere(u8),
}

/// Read the news in the terminal, and jump from a name to everything about it
///
/// Without a command, opens the screen. A new library starts with a few sample articles.
#[derive(Debug, Parser)]
#[command(
    name = "dateline",
    version,
    max_term_width = 100,
    after_help = "Examples:
  dateline                         open the screen
  dateline add ~/clippings         add articles to the library
  dateline add https://example.org follow the feed of a site
  dateline find 'oil price' --json search from a script"
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Show only ASCII on the screen
    #[arg(long)]
    ascii: bool,
    #[command(flatten)]
    places: PlaceArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(add::Arguments),
    Find(find::Arguments),
    Show(show::Arguments),
    Names(names::Arguments),
    Note(note::Arguments),
    Dossier(dossier::Arguments),
    Correct(correct::Arguments),
    Watch(watch::WatchArguments),
    Mute(watch::MuteArguments),
    Feeds(feeds::Arguments),
    Refresh(refresh::Arguments),
    Mark(marks::MarkArguments),
    Tag(marks::TagArguments),
    Delete(marks::DeleteArguments),
    Account(account::Arguments),
    Export(export::Arguments),
    Searches(searches::Arguments),
    Import(mine::ImportArguments),
    Undo(undo::UndoArguments),
    Redo(undo::RedoArguments),
    Inspect(inspect::Arguments),
    Stats(stats::Arguments),
    Check(care::CheckArguments),
    Reindex(care::ReindexArguments),
    Compact(care::CompactArguments),
    Backup(care::BackupArguments),
    Restore(care::RestoreArguments),
    Keys(keys::Arguments),
    Config(config::Arguments),
    Man(man::ManArguments),
    Completions(man::CompletionArguments),
    Log(log::Arguments),
}

impl Command {
    /// Whether it may take long, so that other changes should not wait for it.
    fn is_long(&self) -> bool {
        match self {
            Self::Mark(_)
            | Self::Tag(_)
            | Self::Delete(_)
            | Self::Note(_)
            | Self::Undo(_)
            | Self::Redo(_)
            | Self::Correct(_)
            | Self::Watch(_)
            | Self::Mute(_)
            | Self::Searches(_)
            | Self::Feeds(_) => false,
            // Commands that only read are never handed over.
            _ => true,
        }
    }

    /// Whether it reads standard input.
    fn reads_input(&self) -> bool {
        match self {
            Self::Add(arguments) => arguments.reads_input(),
            Self::Account(arguments) => arguments.reads_input(),
            Self::Note(arguments) => arguments.reads_input(),
            Self::Import(arguments) => arguments.reads_input(),
            _ => false,
        }
    }
}

/// Parses the command line, runs the command, and gives the exit status: 0 done, 1 partly done or refused, 2 wrong
/// usage, 3 the library cannot be used, 128 and its number if a signal ended the screen.
pub fn main() -> ExitCode {
    let typed = query::with_hyphens(std::env::args_os());
    let arguments = match Arguments::try_parse_from(&typed) {
        Ok(arguments) => arguments,
        Err(error) => {
            return explain(&error);
        }
    };
    arguments.places.start_log();
    outlive_long_files();
    ending(|output| door::carry_out(&arguments, &typed, output))
}

/// A write beyond the limit of a file's size (`ulimit -f`) is to fail like one to a full disk, not to end the program.
fn outlive_long_files() {
    // Where no signal can be handled, there is no such limit either.
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// Runs a command, and returns its exit status.
fn ending(work: impl FnOnce(&mut Output) -> anyhow::Result<ExitStatus>) -> ExitCode {
    let fault = panics::watch();
    let mut output = Output::standard();
    let ended = catch_unwind(AssertUnwindSafe(|| work(&mut output)));
    ExitCode::from(status(ended.unwrap_or_else(|_| Err(fault.report())), &mut output))
}

/// Prints the requested help, or what is wrong with the command line. That repeats what was typed, which may be the
/// name of an untrusted file, so it is printed clean and without colours.
fn explain(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        // If standard error is gone, nobody can be told.
        let _ = write!(std::io::stderr(), "{}", typed::message(&lines(&error.render().to_string())));
        return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
    }
    match error.print().and_then(|()| std::io::stdout().flush()) {
        // A closed pipe, as in `--help | head`, is not a failure.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::from(1),
        _ => ExitCode::SUCCESS,
    }
}

/// Carries out a command handed over by another process, on the library that this one holds.
fn serve(library: &mut Library, job: Job, between: &mut Between<'_>) -> Option<String> {
    if !job.begin() {
        return None;
    }
    if let Some(change) = job.request.change() {
        let said = crate::runtime::carry_out_change(library, change, clock());
        let _ = job.reply.say(Answer::Result(said)).and_then(|()| job.reply.say(Answer::Status(0)));
        return None;
    }
    let typed = job.request.arguments();
    let mut output = Output::of_guest(job);
    let ended = match Arguments::try_parse_from(&typed) {
        Ok(arguments) if arguments.command.is_some() => {
            let places = Places::lent(&arguments.places, Lent { library, between }, serve);
            output.name_library(arguments.places.named_library());
            let ended = catch_unwind(AssertUnwindSafe(|| perform(&arguments, &places, &mut output)));
            let bug = || anyhow::anyhow!("this failed because of a bug; {}", logging::please_report());
            ended.unwrap_or_else(|_| Err(bug()))
        }
        _ => Err(anyhow::anyhow!("this command cannot be handed to another Dateline")),
    };
    let status = status(ended, &mut output);
    output.end_of_guest(status)
}

fn perform(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    match &arguments.command {
        None => screen::run(places, arguments.ascii, output),
        Some(Command::Add(arguments)) => add::run(arguments, places, output),
        Some(Command::Find(arguments)) => find::run(arguments, places, output),
        Some(Command::Show(arguments)) => show::run(arguments, places, output),
        Some(Command::Names(arguments)) => names::run(arguments, places, output),
        Some(Command::Note(arguments)) => note::run(arguments, places, output),
        Some(Command::Dossier(arguments)) => dossier::run(arguments, places, output),
        Some(Command::Correct(arguments)) => correct::run(arguments, places, output),
        Some(Command::Watch(arguments)) => watch::watch(arguments, places, output),
        Some(Command::Mute(arguments)) => watch::mute(arguments, places, output),
        Some(Command::Feeds(arguments)) => feeds::run(arguments, places, output),
        Some(Command::Refresh(arguments)) => refresh::run(arguments, places, output),
        Some(Command::Mark(arguments)) => marks::mark(arguments, places, output),
        Some(Command::Tag(arguments)) => marks::tag(arguments, places, output),
        Some(Command::Delete(arguments)) => marks::delete(arguments, places, output),
        Some(Command::Account(arguments)) => account::run(arguments, places, output),
        Some(Command::Export(arguments)) => export::run(arguments, places, output),
        Some(Command::Searches(arguments)) => searches::run(arguments, places, output),
        Some(Command::Import(arguments)) => mine::import(arguments, places, output),
        Some(Command::Undo(arguments)) => undo::undo(arguments, places, output),
        Some(Command::Redo(arguments)) => undo::redo(arguments, places, output),
        Some(Command::Inspect(arguments)) => inspect::run(arguments, output),
        Some(Command::Stats(arguments)) => stats::run(arguments, places, output),
        Some(Command::Check(arguments)) => care::check(arguments, places, output),
        Some(Command::Reindex(arguments)) => care::reindex(arguments, places, output),
        Some(Command::Compact(arguments)) => care::compact(arguments, places, output),
        Some(Command::Backup(arguments)) => care::backup(arguments, places, output),
        Some(Command::Restore(arguments)) => care::restore(arguments, places, output),
        Some(Command::Keys(arguments)) => keys::run(arguments, places, output),
        Some(Command::Config(arguments)) => config::run(arguments, places, output),
        Some(Command::Man(_)) => man::man(Arguments::command(), output),
        Some(Command::Completions(arguments)) => man::completions(arguments, Arguments::command(), output),
        Some(Command::Log(arguments)) => log::run(arguments, places, output),
    }
}

/// The exit status of a finished command; reports why, if something prevented it.
fn status(ending: anyhow::Result<ExitStatus>, output: &mut Output) -> u8 {
    // What was written before the failure is flushed.
    let flushed = output.flush();
    let ending = ending.and_then(|ending| Ok(flushed.map(|()| ending)?));
    match ending {
        Ok(ExitStatus::Done) => 0,
        Ok(ExitStatus::Partial) => 1,
        Ok(ExitStatus::Misused) => 2,
        // As a shell reports a program that a signal has ended.
        Ok(ExitStatus::Signalled(signal)) => u8::try_from(signal).unwrap_or(0).saturating_add(128),
        Ok(ExitStatus::Elsewhere(status)) => status,
        Err(error) if matches!(error.downcast_ref(), Some(OutputError::Closed)) => 0,
        Err(error) if error.is::<OutputError>() && output.has_done().is_some() => {
            let done = output.has_done().unwrap_or_default().to_owned();
            output.warn(format_args!("{error:#}. It was done all the same: {done}"));
            1
        }
        Err(error) => {
            tracing::error!("ended: {error:#}");
            output.warn(format_args!("{error:#}"));
            if is_about_library(&error) { 3 } else { 1 }
        }
    }
}

/// Whether it is the library or a disk that cannot be used, and not what the user named: a file, a correction, an account.
fn is_about_library(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let of_library = cause.downcast_ref::<library::Error>();
        let is_unwritten = matches!(cause.downcast_ref(), Some(runtime::Error::Unwritten(_)));
        of_library.is_some_and(|error| !error.is_refusal())
            || is_unwritten
            || is_full(cause)
            || cause.is::<Held>()
            || cause.is::<Suspended>()
            || cause.is::<NoIndex>()
            || cause.is::<NoHome>()
    })
}

/// Whether there is no room left where something was to be written.
fn is_full(cause: &(dyn std::error::Error + 'static)) -> bool {
    let error = match cause.downcast_ref() {
        Some(OutputError::Failed(error) | OutputError::File { error, .. }) => Some(error),
        _ => cause.downcast_ref::<std::io::Error>(),
    };
    error.is_some_and(|error| {
        matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge)
    })
}

/// Seconds since the epoch; 0 if the clock is set before it.
fn clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Reads a file, or standard input if the name is `-`; returns its name for messages as well.
fn read_input(path: &Path, most: u64) -> anyhow::Result<(String, Vec<u8>)> {
    if path != Path::new("-") {
        return read_file(path, path.display().to_string(), most);
    }
    whole("standard input".to_owned(), &mut std::io::stdin(), most)
}

/// Reads a file that has this name in messages.
fn read_file(path: &Path, name: String, most: u64) -> anyhow::Result<(String, Vec<u8>)> {
    match std::fs::File::open(path) {
        Ok(mut file) => whole(name, &mut file, most),
        Err(error) => anyhow::bail!("{name} {}", library::why_unreadable(path, &error)),
    }
}

fn whole(name: String, input: &mut dyn Read, most: u64) -> anyhow::Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    if let Err(error) = input.take(most + 1).read_to_end(&mut bytes) {
        anyhow::bail!("{name} {}", library::why_unreadable(Path::new(&name), &error));
    }
    anyhow::ensure!(bytes.len() as u64 <= most, "{name} is longer than {} MB; split it", most >> 20);
    Ok((name, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound_and_every_command_has_examples() {
        let command = Arguments::command();
        command.clone().debug_assert();
        for each in command.get_subcommands() {
            let examples = each.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(examples.contains("Examples:"), "{} has no examples", each.get_name());
        }
    }

    #[test]
    fn a_closed_pipe_is_success_and_other_failures_are_not() {
        let check = |ending, expected| assert_eq!(status(ending, &mut Output::standard()), expected);
        check(Ok(ExitStatus::Done), 0);
        check(Ok(ExitStatus::Partial), 1);
        check(Ok(ExitStatus::Misused), 2);
        check(Err(OutputError::Closed.into()), 0);
        check(Err(anyhow::anyhow!("a file cannot be read")), 1);
        let full = || std::io::Error::from(ErrorKind::StorageFull);
        check(Err(OutputError::from(full()).into()), 3);
        check(Err(OutputError::File { message: "a.json".into(), error: full() }.into()), 3);
        check(Err(Held.into()), 3);
        check(Err(library::Error::NotABackup { path: "a".into() }.into()), 1);
        check(Err(library::Error::NotALibrary { path: "a".into() }.into()), 3);
    }
}
