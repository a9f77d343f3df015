//! `dateline` alone: the screen.

use super::{ExitStatus, Places, warn};
use std::io::IsTerminal;

/// Opens the screen on the library. Without a terminal there is none, and what to do instead is said.
pub fn run(places: &Places) -> anyhow::Result<ExitStatus> {
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        warn(format_args!(
            "             with --json (`dateline --help` has them all)
             with --json (`dateline --help` has them all)"
        ));
        return Ok(ExitStatus::Misused);
    }
    let config = places.config()?;
    crate::runtime::run(places.open()?, &config)?;
    Ok(ExitStatus::Done)
}
