//! `dateline watch` and `dateline mute`: what `E w` and `E u` do on the screen.

use super::names::{Of, one};
use super::output::Output;
use super::{ExitStatus, Places, clock, json};
use crate::library::Library;
use crate::model::{AttendedName, Attention, Kind};
use crate::text::time::{Now, day};
use crate::text::width::counted;

/// Watch a name; without one, list the watched names and what is new
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline watch 'Ash Carter'
  dateline watch                     the watched names, with what is new of each
  dateline watch 'Ash Carter' --off  no longer

What is new is counted from when you last opened the page of the name.")]
pub struct WatchArguments {
    #[command(flatten)]
    which: Which,
}

/// Mute a name: it is hidden in sidebars and indexes, but can still be found
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline mute Reuters
  dateline mute                      the muted names
  dateline mute Reuters --off        unmutes it")]
pub struct MuteArguments {
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// Any of its names, or its number; several words form one name
    name: Vec<String>,
    /// If several entities have this name, the one of this kind
    #[arg(long = "of", value_enum, value_name = "KIND")]
    of: Option<Of>,
    /// Stop watching or muting it
    #[arg(long, requires = "name")]
    off: bool,
    /// Print the list as one JSON object per line
    #[arg(long, conflicts_with = "name")]
    json: bool,
}

/// Watches a name, or lists those that are watched.
pub fn watch(arguments: &WatchArguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    run(&arguments.which, Attention::Watched, places, output)
}

/// Mutes a name, or lists those that are muted.
pub fn mute(arguments: &MuteArguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    run(&arguments.which, Attention::Muted, places, output)
}

fn run(
    which: &Which,
    attention: Attention,
    places: &Places,
    output: &mut Output,
) -> anyhow::Result<ExitStatus> {
    if which.name.is_empty() {
        return list(&places.open_to_read(output)?, attention, which.json, output);
    }
    let mut library = places.open()?;
    let Some(row) = one(&library, &which.name.join(" "), which.of.map(Kind::from), output)? else {
        return Ok(ExitStatus::Partial);
    };
    let is_so = library.attended()?.of(row.id) == Some(attention);
    if which.off != is_so {
        output.line("Nothing to change")?;
        return Ok(ExitStatus::Done);
    }
    let applied = library.attend(row.id, Some(attention).filter(|_| !which.off), clock())?;
    output.undoable(&applied.sentence)?;
    Ok(ExitStatus::Done)
}

fn list(
    library: &Library,
    attention: Attention,
    as_json: bool,
    output: &mut Output,
) -> anyhow::Result<ExitStatus> {
    let names: Vec<AttendedName> =
        library.attended_names()?.into_iter().filter(|name| name.attention == attention).collect();
    if as_json {
        names.iter().try_for_each(|name| output.json(&json::attended_name(name)))?;
        return Ok(ExitStatus::Done);
    }
    if names.is_empty() {
        let verb = if attention == Attention::Watched { "watched" } else { "muted" };
        output.warn(format_args!("no name is {verb} yet"));
    }
    let now = Now { seconds: clock(), offset: 0 };
    let cells = names.iter().map(|AttendedName { row, fresh, .. }| {
        let articles = counted(row.articles.into(), "article", "articles");
        let last = row.last.map(|when| day(when, now)).unwrap_or_default();
        vec![format!("{fresh} new"), articles, last, row.kind.word().to_owned(), row.shown.clone()]
    });
    output.table(&cells.collect::<Vec<_>>())?;
    Ok(ExitStatus::Done)
}
