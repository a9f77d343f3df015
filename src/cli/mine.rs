//! `dateline export` and `dateline import`: one file of what only Dateline knows, to be merged on another machine.

use super::output::{Output, OutputError};
use super::progress::Progress;
use super::{ExitStatus, Places, clock};
use crate::library::{MINE_BEGINNING, must_be_outside, replace_file};
use crate::runtime::cannot_write;
use crate::text::width::counted;
use anyhow::Context;
use std::path::{Path, PathBuf};

/// Merge a file that `dateline export --mine` wrote
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline import ~/dateline.json

Of each field the last writer wins, whichever file is merged first; merging twice changes nothing. What is about
articles that are not here waits until they are: import the file again then.")]
pub struct ImportArguments {
    /// The file; - reads standard input
    file: PathBuf,
}

impl ImportArguments {
    /// Whether standard input is read.
    pub fn reads_input(&self) -> bool {
        self.file == Path::new("-")
    }
}

/// Writes the file.
pub fn export(mine: &Path, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let text = places.open()?.export_mine(clock())?;
    if mine == Path::new("-") {
        output.text(&text)?;
        return Ok(ExitStatus::Done);
    }
    let name = mine.display();
    let path = output.named_path(mine);
    must_be_outside(&places.library()?, &path)?;
    replace_file(&path, &text, MINE_BEGINNING)?.map_err(|error| OutputError::File {
        message: format!("{name}: {}; choose another place", cannot_write(&error)),
        error,
    })?;
    output.summary(&format!("written to {name}"))?;
    Ok(ExitStatus::Done)
}

/// Merges the file.
pub fn import(
    arguments: &ImportArguments,
    places: &Places,
    output: &mut Output,
) -> anyhow::Result<ExitStatus> {
    let mut library = places.open()?;
    let (name, bytes) = output.read_input(&arguments.file)?;
    let Ok(text) = String::from_utf8(bytes) else {
        anyhow::bail!("{name}: it is not an export of Dateline; `dateline export --mine FILE` writes one");
    };
    let task = Progress::of_accounts(output).stoppable_task()?;
    let merged = library.import_mine(&text, &task, clock()).with_context(|| name.clone())?;
    let fields = |count| counted(count, "field", "fields");
    let held = match merged.held {
        0 => String::new(),
        count => {
            format!("; {} for articles and names that are not here yet", counted(count, "waits", "wait"))
        }
    };
    let done = format!("{name}: {}, {} taken over{held}", fields(merged.fields), merged.newer);
    output.summary(&done)?;
    Ok(ExitStatus::Done)
}
