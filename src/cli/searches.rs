//! `dateline searches`: the saved searches, which are views on the screen and rules for new articles.

use super::output::Output;
use super::{ExitStatus, Places, clock, query, typed};
use crate::library::{Library, Task};
use crate::model::{Edit, RecordEdit, SavedSearch, SearchRow};
use crate::text::width::grouped;
use clap::Subcommand;
use serde_json::json;

/// List, save and remove searches
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline searches                              what is saved, and how much of it is unread
  dateline searches save Mosul 'place:mosul -is:read'
  dateline searches save Storms 'storm*' --tag weather --notify
  dateline searches remove Mosul

On the screen they are under gs. Options of `save` say what is done to new articles that the search finds;
saving a search again under its name changes it.")]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// One JSON object per line
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Save a search under a name
    Save(Save),
    /// Remove a saved search
    Remove {
        /// Its name
        name: String,
    },
}

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
struct Save {
    /// Its name
    #[arg(value_parser = typed::search_name)]
    name: String,
    /// What to search for, in the query language; several words form one query
    #[arg(required = true, value_name = "QUERY", value_parser = typed::word)]
    query: Vec<String>,
    /// Mark what it finds as read when it arrives
    #[arg(long)]
    read: bool,
    /// Bookmark what it finds
    #[arg(long)]
    bookmark: bool,
    /// Tag what it finds
    #[arg(long, value_name = "TAG", value_parser = typed::lower_tag)]
    tag: Option<String>,
    /// Take what it finds out of all lists; `dateline undo` brings it back
    #[arg(long)]
    mute: bool,
    /// Say so when something arrives
    #[arg(long)]
    notify: bool,
}

/// Lists, saves or removes.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    match &arguments.command {
        None => list(arguments.json, places, output),
        Some(Command::Save(save)) => save.run(places, output),
        Some(Command::Remove { name }) => remove(name, places, output),
    }
}

fn list(as_json: bool, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let rows = places.search(output, |library| library.searches(&Task::new()))?;
    for row in rows.iter().filter(|row| row.error.is_some()) {
        output.warn(format_args!("{}: {}", row.search.name, row.error.as_deref().unwrap_or_default()));
    }
    if as_json {
        rows.iter().try_for_each(|row| output.json(&to_json(row)))?;
        return Ok(places.ending());
    }
    if rows.is_empty() {
        output.warn(format_args!("no search is saved yet; `dateline searches save NAME QUERY` saves one"));
    }
    let cells = |row: &SearchRow| {
        let counts = format!("{} of {} unread", grouped(row.unread), grouped(row.articles));
        vec![row.search.name.clone(), counts, row.search.query.clone(), row.search.rule.words()]
    };
    output.table(&rows.iter().map(cells).collect::<Vec<_>>())?;
    Ok(places.ending())
}

fn to_json(row: &SearchRow) -> serde_json::Value {
    let SavedSearch { name, query, rule, .. } = &row.search;
    json!({ "name": name, "query": query, "articles": row.articles, "unread": row.unread, "rule": rule })
}

impl Save {
    fn run(&self, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
        let mut library = places.open()?;
        let Some(query) = query::of(&self.query, output) else { return Ok(ExitStatus::Partial) };
        let list_query = crate::model::ListQuery { query: query.clone(), ..Default::default() };
        let window = library.window(&list_query, crate::model::Anchor::Top, 1, &Task::new())?;
        if let Some(error) = &window.error {
            return Ok(query::refuse(&query, error, output));
        }
        if let Some(complaint) = &window.complaint {
            output.warn(format_args!("{complaint}"));
        }
        let there = named(&library, &self.name)?;
        let last = library.saved_searches()?.last().map_or(0, |(_, last)| last.position);
        let position = there.as_ref().map_or(last + (1 << 20), |(_, search)| search.position);
        let tag = self.tag.clone();
        let rule = crate::model::Rule {
            read: self.read,
            bookmark: self.bookmark,
            tag,
            mute: self.mute,
            notify: self.notify,
        };
        let search = SavedSearch { name: self.name.clone(), query, position, rule };
        let edit = match there {
            Some((id, _)) => RecordEdit::Put(id, search),
            None => RecordEdit::Add(search),
        };
        let applied = library.apply(&Edit::SavedSearch(edit), &Task::new(), clock())?;
        output.line(applied.sentence)?;
        Ok(ExitStatus::Done)
    }
}

fn remove(name: &str, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let mut library = places.open()?;
    let Some((id, _)) = named(&library, name)? else {
        output.warn(format_args!("no search is saved as {name}; `dateline searches` lists them"));
        return Ok(ExitStatus::Partial);
    };
    let edit = Edit::SavedSearch(RecordEdit::Remove(id));
    output.line(library.apply(&edit, &Task::new(), clock())?.sentence)?;
    Ok(ExitStatus::Done)
}

fn named(library: &Library, name: &str) -> anyhow::Result<Option<(i64, SavedSearch)>> {
    let is_called = |(_, search): &(i64, SavedSearch)| search.name.to_lowercase() == name.to_lowercase();
    Ok(library.saved_searches()?.into_iter().find(is_called))
}
