//! `dateline` without a command: the screen.

use super::output::Output;
use super::{ExitStatus, Places, clock};
use crate::library::{Error, Library};
use crate::runtime::Outside;
use std::io::IsTerminal;
use std::path::Path;

/// Opens the screen on the library. Without a terminal, it says what to do instead.
pub fn run(places: &Places, ascii: bool, output: &mut Output) -> anyhow::Result<ExitStatus> {
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        output.warn(format_args!(
            "the screen needs a terminal; in scripts use `dateline find QUERY`, `show ARTICLE` or `names`, each \
             with --json (see `dateline --help`)"
        ));
        return Ok(ExitStatus::Misused);
    }
    let given = places.given().clone();
    let settings = move || {
        let mut config = given.config();
        config.ascii |= ascii;
        config
    };
    let named = places.given().named_library();
    let outside = Outside { settings: Box::new(settings), serve: super::serve, named };
    let path = places.library()?;
    let library = match places.open_at_once() {
        Err(error) if is_lost(&error) => {
            // Before the screen is there, and kept above it when it is gone.
            output.warn(format_args!("{error}; what can be read of it is being read"));
            match Library::salvage(&path, clock()) {
                Ok(salvage) => output.warn(format_args!("{}", salvage.sentence())),
                Err(error) => {
                    output.warn(format_args!("{error}"));
                    return stand_in(&path, outside);
                }
            }
            places.open_at_once()?
        }
        opened => opened?,
    };
    Ok(crate::runtime::run(library, outside)?.map_or(ExitStatus::Done, ExitStatus::Signalled))
}

/// Shows an empty library that says what is wrong with the one that cannot be opened.
fn stand_in(path: &Path, outside: Outside) -> anyhow::Result<ExitStatus> {
    let folder = std::env::temp_dir().join(format!("dateline-{}-{}", std::process::id(), clock()));
    let shown = Library::stand_in(&folder, path)
        .map_err(anyhow::Error::from)
        .and_then(|library| Ok(crate::runtime::run(library, outside)?));
    // It was made here, a moment ago.
    let _ = std::fs::remove_dir_all(&folder);
    shown.map(|signal| signal.map_or(ExitStatus::Partial, ExitStatus::Signalled))
}

/// Whether an error says that there is a library, and that it cannot be read.
fn is_lost(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref(),
        Some(Error::Damaged { .. } | Error::Unreadable { .. } | Error::Lost { .. })
    )
}
