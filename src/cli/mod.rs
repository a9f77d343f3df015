//! The commands: one file each. What they find out is the library's business; here it is asked for and
//! written down, for people as lines and for programs as JSON.
//!
//! Results go to standard output, everything else to standard error.

mod inspect;
mod output;
mod shapes;

use anyhow::Context;
use clap::{Parser, Subcommand};
use output::{Output, Unwritten};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// How a command ended, when nothing kept it from its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// All of it is done.
    Done,
    /// Done in part, or nothing was found of what was asked for by name.
    InPart,
}

/// Read the news in the terminal, and jump from a name to everything about it.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    places: Places,
}

/// Where the library and the settings lie.
#[derive(Debug, Clone, clap::Args)]
pub struct Places {
    /// The library's folder
    #[arg(long, global = true, value_name = "DIR", env = "DATELINE_LIBRARY")]
    pub library: Option<PathBuf>,
    /// The settings file
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Inspect(inspect::Arguments),
}

/// Reads the command line, does what it says, and gives the exit status: 0 done, 1 done in part, 2 wrong
/// usage, 3 the library cannot be used.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // A closed pipe under `--help | head` is nobody's failure.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut output = Output::standard();
    let ending = perform(&arguments, &mut output).and_then(|ending| {
        output.finish()?;
        Ok(ending)
    });
    status(ending)
}

fn perform(arguments: &Arguments, output: &mut Output) -> anyhow::Result<Ending> {
    match &arguments.command {
        Some(Command::Inspect(arguments)) => inspect::run(arguments, output),
        None => Ok(Ending::Done),
    }
}

fn status(ending: anyhow::Result<Ending>) -> ExitCode {
    match ending {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::InPart) => ExitCode::from(1),
        Err(error) if matches!(error.downcast_ref(), Some(Unwritten::Closed)) => ExitCode::SUCCESS,
        Err(error) => {
            warn(format_args!("{error:#}"));
            ExitCode::from(3)
        }
    }
}

/// Says something that is no result.
pub(crate) fn warn(message: std::fmt::Arguments) {
    // Nobody is left to be told if standard error is gone.
    let _ = writeln!(std::io::stderr(), "dateline: {message}");
}

/// Reads a file, or standard input where the name is `-`; gives what to call it as well.
fn read_input(name: &str) -> anyhow::Result<(String, Vec<u8>)> {
    use std::io::Read;
    if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).context("standard input cannot be read")?;
        return Ok(("standard input".to_owned(), bytes));
    }
    let bytes = std::fs::read(name).with_context(|| format!("{name} cannot be read"))?;
    Ok((name.to_owned(), bytes))
}
