//! The `dateline` command.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// See decision 070.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    dateline::cli::main()
}
