//! `dateline mark`, `tag` and `delete`: change every article that a query finds, like `m`, `b`, `t` and `dd` on the
//! screen.

use super::output::Output;
use super::{ExitStatus, Places, clock, query, typed};
use crate::library::{Error, Task};
use crate::model::{ArticleId, Edit, Flag, Switch};
use crate::text::width::counted;
use clap::ValueEnum;

/// Mark articles read or unread, or bookmark them
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline mark read 'site:example.org before:2024-01'
  dateline mark unread tag:later
  dateline mark bookmark 'person:\"Ash Carter\" since:7d'
  dateline mark unbookmark is:read

Prints how many. `dateline undo` reverts it.")]
pub struct MarkArguments {
    /// What to mark them as
    #[arg(value_enum, value_name = "MARK")]
    mark: Mark,
    #[command(flatten)]
    which: QueryArgument,
}

/// Tag articles, or remove a tag from them
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline tag harbour 'port OR quay'
  dateline tag later is:unread before:2024-01
  dateline tag later is:read --remove

Prints how many. `dateline undo` reverts it.")]
pub struct TagArguments {
    /// The tag
    #[arg(value_name = "NAME", value_parser = typed::lower_tag)]
    name: String,
    #[command(flatten)]
    which: QueryArgument,
    /// Remove the tag from them
    #[arg(long)]
    remove: bool,
}

/// Delete articles; no feed brings them back
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline find 'site:example.org is:read before:2020' --limit 1000   see them first
  dateline delete 'site:example.org is:read before:2020'

Prints how many. `dateline undo` brings them back.")]
pub struct DeleteArguments {
    #[command(flatten)]
    which: QueryArgument,
}

#[derive(Debug, clap::Args)]
struct QueryArgument {
    /// Which articles, in the query language; several words form one query
    #[arg(required = true, value_name = "QUERY", value_parser = typed::word)]
    query: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Mark {
    Read,
    Unread,
    Bookmark,
    Unbookmark,
}

impl Mark {
    fn flag(self) -> (Flag, Switch) {
        match self {
            Self::Read => (Flag::Read, Switch::On),
            Self::Unread => (Flag::Read, Switch::Off),
            Self::Bookmark => (Flag::Bookmark, Switch::On),
            Self::Unbookmark => (Flag::Bookmark, Switch::Off),
        }
    }
}

/// Marks them.
pub fn mark(arguments: &MarkArguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let (flag, to) = arguments.mark.flag();
    let edit = |articles| Edit::Marks { flag, to, articles, since: Vec::new() };
    change(&arguments.which, edit, places, output)
}

/// Tags them, or removes the tag.
pub fn tag(arguments: &TagArguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let (flag, to) = (Flag::Tag(arguments.name.clone()), (!arguments.remove).into());
    let edit = |articles| Edit::Marks { flag, to, articles, since: Vec::new() };
    change(&arguments.which, edit, places, output)
}

/// Deletes them.
pub fn delete(
    arguments: &DeleteArguments,
    places: &Places,
    output: &mut Output,
) -> anyhow::Result<ExitStatus> {
    change(&arguments.which, |articles| Edit::Deletion { to: Switch::On, articles }, places, output)
}

/// Applies an edit to all matches of the query, and reports it.
fn change(
    which: &QueryArgument,
    edit: impl FnOnce(Vec<ArticleId>) -> Edit,
    places: &Places,
    output: &mut Output,
) -> anyhow::Result<ExitStatus> {
    let mut library = places.open()?;
    let Some(query) = query::of(&which.query, output) else { return Ok(ExitStatus::Partial) };
    let found = match library.matches(&query, &Task::new()) {
        Ok(found) => found,
        Err(Error::Query(error)) => return Ok(query::refuse(&query, &error, output)),
        Err(error) => return Err(error.into()),
    };
    if let Some(complaint) = &found.complaint {
        output.warn(format_args!("{complaint}"));
    }
    let count = counted(found.articles.len() as u64, "article", "articles");
    if found.articles.is_empty() {
        output.line("nothing found, and nothing changed")?;
        return Ok(ExitStatus::Done);
    }
    let applied = library.apply(&edit(found.articles), &Task::new(), clock())?;
    // The next search need not wait for the index; if this fails, it does.
    let _ = library.catch_up_index(&Task::new());
    if applied.edit.is_some() {
        output.undoable(&applied.sentence)?;
    } else {
        output.line(format!("nothing to do: {count} already that way"))?;
    }
    Ok(ExitStatus::Done)
}
