//! `dateline-train`: rebuilds the files built into the recogniser and the gazetteer. It is for those who build
//! Dateline (feature `train`), and is not installed.
//!
//! It uses the same code that analyses articles, so that it trains with the same words, lists and rules.

mod bio;
mod gazetteer;
mod names;

use super::{Output, ending, explain};
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// The maximum size of a file of training data, in bytes.
const MOST: u64 = 1 << 30;

/// Rebuild the files that are built into Dateline
#[derive(Debug, Parser)]
#[command(name = "dateline-train", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Names(names::Arguments),
    Gazetteer(gazetteer::Arguments),
}

/// Parses the command line and runs the command; exit statuses are the same as for `dateline`.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return explain(&error),
    };
    ending(|output: &mut Output| match &arguments.what {
        What::Names(arguments) => names::run(arguments, output),
        What::Gazetteer(arguments) => gazetteer::run(arguments, output),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }
}
