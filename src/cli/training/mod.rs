//! `dateline-train`: makes the built-in files anew that the recogniser and the gazetteer read. It is for those
//! who build Dateline (feature `train`), and no part of what is installed.
//!
//! It is built of the very code that reads articles, so that the words, lists and rules it trains with are those
//! of the program that will read with what it has learned.

mod bio;
mod gazetteer;
mod names;

use super::{Output, ending, explain};
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Make the files anew that Dateline is built with
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

/// Reads the command line and does what it says; the exit status is as `dateline`'s.
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
