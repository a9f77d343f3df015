//! `dateline names`: the people, places and organisations of the library.

use super::output::{Output, OutputError};
use super::{ExitStatus, Places, json, query, typed};
use crate::library::{Library, Matches, Task};
use crate::model::{EntityId, EntityRow, Kind};
use crate::text::fold::fold;
use crate::text::width::grouped;
use clap::ValueEnum;

/// List people, places and organisations
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline names --kind person
  dateline names mosul after:2016-12     who those articles name
  dateline names --json --limit 5")]
pub struct Arguments {
    /// Only names in articles that match this query
    #[arg(value_name = "QUERY", value_parser = typed::word)]
    query: Vec<String>,
    /// Only names of this kind
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Option<Of>,
    /// Maximum number of names
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = typed::limit())]
    limit: usize,
    /// One JSON object per line
    #[arg(long)]
    json: bool,
}

/// A kind of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Of {
    Person,
    Place,
    Organisation,
}

impl From<Of> for Kind {
    fn from(of: Of) -> Self {
        match of {
            Of::Person => Self::Person,
            Of::Place => Self::Place,
            Of::Organisation => Self::Organisation,
        }
    }
}

/// Writes them, those named by most articles first.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let kind = arguments.kind.map(Kind::from);
    let Some(query) = query::of(&arguments.query, output) else { return Ok(ExitStatus::Partial) };
    // One more than is listed, to know whether there are more.
    let wanted = arguments.limit.saturating_add(1);
    let ask = |library: &Library| library.names(kind, &query, wanted, &Task::new());
    let (mut names, found) = if query.is_empty() {
        (ask(&places.open_to_read(output)?)?, Matches::default())
    } else {
        match places.search(output, |library| Ok((ask(library)?, library.found_by(&query, &Task::new())?))) {
            Ok(found) => found,
            Err(failure) => match query::fault(&failure) {
                Some(error) => return Ok(query::refuse(&query, error, output)),
                None => return Err(failure),
            },
        }
    };
    if let Some(complaint) = &found.complaint {
        output.warn(format_args!("{complaint}"));
    }
    if names.is_empty() && !query.is_empty() {
        places.tell_of_nothing(output);
    }
    if names.len() > arguments.limit {
        names.truncate(arguments.limit);
        let listed = grouped(arguments.limit as u64);
        output.warn(format_args!("the first {listed} names; --limit N lists more"));
    }
    write(&names, arguments.json, output)?;
    Ok(if found.is_in_vain { ExitStatus::Partial } else { places.ending() })
}

/// The one name that the user means, by any of its forms or its number; reports why if there is none.
pub fn one(
    library: &Library,
    by: &str,
    kind: Option<Kind>,
    output: &mut Output,
) -> anyhow::Result<Option<EntityRow>> {
    let mut named = library.names_spelt(by, kind)?;
    let numbered = by.parse().ok().map(|id| library.entity_row(EntityId(id))).transpose()?.flatten();
    if let Some(row) = numbered.filter(|_| named.is_empty()) {
        return Ok(Some(row));
    }
    // An exact match of the full name takes precedence over other forms.
    if named.iter().filter(|row| fold(&row.name) == fold(by)).count() == 1 {
        named.retain(|row| fold(&row.name) == fold(by));
    }
    match named.len() {
        1 => return Ok(named.pop()),
        0 => output.warn(format_args!("no article names “{by}”; `dateline names` lists all names")),
        count => {
            let told = |row: &EntityRow| format!("{} {} ({})", row.id.0, row.shown, row.kind.word());
            let list = named.iter().take(5).map(told).collect::<Vec<_>>().join(", ");
            output.warn(format_args!("“{by}” may be {count} names: {list}; give one of the numbers"));
        }
    }
    Ok(None)
}

/// Writes rows of the index of names, one line each.
pub fn write(names: &[EntityRow], as_json: bool, output: &mut Output) -> Result<(), OutputError> {
    if as_json {
        return names.iter().try_for_each(|row| output.json(&json::entity_row(row)));
    }
    let cells = |row: &EntityRow| {
        vec![
            row.articles.to_string(),
            row.mentions.to_string(),
            row.kind.word().to_owned(),
            row.shown.clone(),
        ]
    };
    output.table(&names.iter().map(cells).collect::<Vec<_>>())
}
