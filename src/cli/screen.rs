//! `dateline` without a command: the screen.

use super::output::Output;
use super::{ExitStatus, Places};
use crate::runtime::Outside;
use std::io::IsTerminal;

/// Opens the screen on the library. Without a terminal, it says what to do instead.
pub fn run(places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        output.warn(format_args!(
            "the screen needs a terminal; in scripts use `dateline find QUERY`, `show ARTICLE` or `names`, each \
             with --json (see `dateline --help`)"
        ));
        return Ok(ExitStatus::Misused);
    }
    let given = places.given().clone();
    let outside = Outside { settings: Box::new(move || given.config()), serve: super::serve };
    crate::runtime::run(places.open_at_once()?, outside)?;
    Ok(ExitStatus::Done)
}
