//! `dateline undo` and `dateline redo`: walk the journal of changes, like `u` and `C-r` on the screen.

use super::output::{Output, OutputError};
use super::{ExitStatus, Places, clock, json, typed};
use crate::library::{self, Library, Task};
use crate::model::{Applied, EditId, EditState, PastEdit, When};
use crate::text::time::{Now, ago};
use crate::text::width::counted;

/// Undo the last change, or an earlier one
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline undo              the last change: marks, tags, deletions, feeds, corrections, notes
  dateline undo --list       what was changed, in the order in which undo takes it
  dateline undo 12           an earlier change, by its number in the list

What has changed since is left as it is. What is still being added can be undone when it has ended; until then, the
change before it is undone. `dateline redo` applies a change again.")]
pub struct UndoArguments {
    #[command(flatten)]
    which: Which,
}

/// Redo a change that was undone
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline redo              the change that was undone last
  dateline redo --list       what was changed, and what of it was undone
  dateline redo 12           another one, by its number in the list")]
pub struct RedoArguments {
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// Number of a change, as --list shows it; without it, the last one
    #[arg(conflicts_with = "list", value_parser = typed::change)]
    change: Option<i64>,
    /// List what was changed, the newest first
    #[arg(long)]
    list: bool,
    /// With --list, one JSON object per line
    #[arg(long, requires = "list")]
    json: bool,
    /// With --list, the maximum number of changes
    #[arg(long, default_value_t = 20, requires = "list", value_parser = typed::limit())]
    limit: usize,
}

/// Undoes a change, or lists them.
pub fn undo(arguments: &UndoArguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    walk(&arguments.which, places, output, "undo", |library, id| library.undo(id, &Task::new(), clock()))
}

/// Redoes a change, or lists them.
pub fn redo(arguments: &RedoArguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    walk(&arguments.which, places, output, "redo", |library, id| library.redo(id, &Task::new(), clock()))
}

fn walk(
    which: &Which,
    places: &Places,
    output: &mut Output,
    verb: &str,
    step: impl FnOnce(&mut Library, Option<EditId>) -> library::Result<Option<Applied>>,
) -> anyhow::Result<ExitStatus> {
    if which.list {
        return list(which, places, output);
    }
    let Some(applied) = step(&mut *places.open()?, which.change.map(EditId))? else {
        match which.change {
            Some(number) => {
                output.warn(format_args!(
                    "there is no change {number} to {verb}; `dateline undo --list` lists them"
                ));
            }
            None => output.warn(format_args!("there is nothing to {verb}")),
        }
        return Ok(ExitStatus::Partial);
    };
    output.summary(&applied.sentence)?;
    Ok(if applied.edit.is_some() { ExitStatus::Done } else { ExitStatus::Partial })
}

fn list(which: &Which, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let library = places.open_to_read(output)?;
    let past = library.past_edits(None, which.limit)?;
    let (articles, feeds) = library.count_arrived()?;
    if articles + feeds > 0 {
        let [articles, feeds] = [counted(articles, "article", "articles"), counted(feeds, "feed", "feeds")];
        output.warn(format_args!(
            "an addition has brought {articles} and {feeds} so far; undo takes them back once it has ended, and at once \
             if it was interrupted"
        ));
    }
    if which.json {
        past.iter().try_for_each(|edit| output.json(&json::past_edit(edit)))?;
        return Ok(ExitStatus::Done);
    }
    if past.is_empty() {
        output.warn(format_args!("nothing has been changed yet"));
    }
    write(&past, Now { seconds: clock(), offset: 0 }, output)?;
    Ok(ExitStatus::Done)
}

fn write(past: &[PastEdit], now: Now, output: &mut Output) -> Result<(), OutputError> {
    let cells = |edit: &PastEdit| {
        let state = match edit.state {
            EditState::Applied => "",
            EditState::Undone => "undone",
        };
        vec![
            edit.id.0.to_string(),
            ago(When::second(edit.time), now),
            state.to_owned(),
            edit.sentence.clone(),
        ]
    };
    output.table(&past.iter().map(cells).collect::<Vec<_>>())
}
