//! The `dateline-train` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    dateline::cli::training::main()
}
