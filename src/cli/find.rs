//! `dateline find`: the screen's search, for scripts.

use super::output::{Output, OutputError};
use super::{ExitStatus, Places, clock, json, query, typed};
use crate::library::Task;
use crate::model::{Order, Row, Window};
use crate::text::time::{Now, ago_or_added};
use crate::text::width::grouped;
use clap::ValueEnum;

/// Find articles
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline find mosul
  dateline find -opec oil near:baghdad<300km
  dateline find '\"oil price\" -opec after:2016-12' --order newest
  dateline find 'person:\"Ash Carter\" is:unread' --json | jq .title")]
pub struct Arguments {
    /// What to search for, in the query language; several words form one query
    #[arg(required = true, value_name = "QUERY", value_parser = typed::word)]
    query: Vec<String>,
    /// Maximum number of articles
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = typed::limit())]
    limit: usize,
    /// Sort order
    #[arg(long, value_enum, default_value_t = By::Best, value_name = "ORDER")]
    order: By,
    /// One JSON object per line
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Best,
    Newest,
    Oldest,
}

impl From<By> for Order {
    fn from(by: By) -> Self {
        match by {
            By::Best => Self::Best,
            By::Newest => Self::Newest,
            By::Oldest => Self::Oldest,
        }
    }
}

/// Prints the matches of the query. An invalid query finds nothing.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let Some(query) = query::of(&arguments.query, output) else { return Ok(ExitStatus::Partial) };
    let order = arguments.order.into();
    let found =
        places.search(output, |library| library.find(&query, order, arguments.limit, &Task::new()))?;
    if let Some(error) = &found.error {
        return Ok(query::refuse(&query, error, output));
    }
    if found.is_unsearched {
        return Ok(ExitStatus::Done);
    }
    if let Some(complaint) = &found.complaint {
        output.warn(format_args!("{complaint}"));
    }
    if found.rows.is_empty() {
        places.tell_of_nothing(output);
    }
    tell_of_more(&found, order, arguments.limit as u64, output);
    write(&found, arguments.json, Now { seconds: clock(), offset: 0 }, output)?;
    Ok(if found.is_in_vain { ExitStatus::Partial } else { places.ending() })
}

/// Says so where matches are not listed, and how to list them.
fn tell_of_more(found: &Window, order: Order, limit: u64, output: &mut Output) {
    let listed = found.rows.len() as u64;
    let is_whole = listed >= found.total && !found.is_partial || order != Order::Best && listed < limit;
    if listed == 0 || is_whole {
        return;
    }
    let best = if order == Order::Best { "best" } else { "first" };
    let more = if found.is_partial { "more than " } else { "" };
    let remedy = if listed < limit { "--order newest lists all" } else { "--limit N lists more" };
    let (listed, total) = (grouped(listed), grouped(found.total));
    output.warn(format_args!("the {best} {listed} of {more}{total} matches; {remedy}"));
}

/// Writes rows, one line each.
pub fn write(found: &Window, as_json: bool, now: Now, output: &mut Output) -> Result<(), OutputError> {
    if as_json {
        return found.rows.iter().try_for_each(|row| output.json(&json::row(row)));
    }
    let is_seen = output.width().is_some();
    output.table(&found.rows.iter().map(|row| cells(row, is_seen.then_some(now))).collect::<Vec<_>>())
}

/// Number, marks, day, title and site; the day in relative words on a terminal.
fn cells(row: &Row, now: Option<Now>) -> Vec<String> {
    let day = match now {
        Some(now) => ago_or_added(row, now),
        None => row.published.map_or_else(|| "-".to_owned(), |when| when.date().to_string()),
    };
    let marks = format!("{}{}", if row.unread { '*' } else { ' ' }, if row.bookmarked { 'b' } else { ' ' });
    let site = row.site.clone().unwrap_or_default();
    vec![row.id().0.to_string(), marks, day, site, row.title.clone()]
}
