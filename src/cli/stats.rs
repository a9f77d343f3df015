//! `dateline stats`: the size and location of the library.

use super::output::Output;
use super::{ExitStatus, Places};
use crate::library::Stats;
use crate::text::clean::visible;
use crate::text::width::{counted, grouped};
use serde_json::{Value, json};

/// Show the library's size and location
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline stats
  dateline stats --json | jq .bytes.store")]
pub struct Arguments {
    /// As one JSON object
    #[arg(long)]
    json: bool,
}

/// Writes counts, sizes, version and place.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let library = places.open_to_read(output)?;
    let stats = library.stats()?;
    if arguments.json {
        output.json(&shape(&stats))?;
    } else {
        output.table(&rows(&stats))?;
    }
    Ok(ExitStatus::Done)
}

fn shape(stats: &Stats) -> Value {
    json!({
        "articles": stats.counts.articles,
        "unread": stats.counts.unread,
        "bookmarked": stats.counts.bookmarked,
        "feeds": stats.feeds,
        "people": stats.people,
        "places": stats.places,
        "organisations": stats.organisations,
        "bytes": {"text": stats.text_bytes, "store": stats.store_bytes, "index": stats.index_bytes, "backups": stats.backup_bytes, "set_aside": stats.set_aside.bytes},
        "reader": stats.analyzer,
        "due": stats.due,
        "library": stats.path.display().to_string(),
        "version": env!("CARGO_PKG_VERSION"),
    })
}

fn rows(stats: &Stats) -> Vec<Vec<String>> {
    let counts = [
        ("articles", stats.counts.articles),
        ("unread", stats.counts.unread),
        ("bookmarked", stats.counts.bookmarked),
        ("feeds", stats.feeds),
        ("people", stats.people),
        ("places", stats.places),
        ("organisations", stats.organisations),
    ];
    let sizes = [
        ("text", stats.text_bytes),
        ("store", stats.store_bytes),
        ("index", stats.index_bytes),
        ("backups", stats.backup_bytes),
    ];
    let aside = &stats.set_aside;
    let row = |what: &str, value: String| vec![what.to_owned(), value];
    let mut rows: Vec<Vec<String>> = counts.iter().map(|(what, count)| row(what, grouped(*count))).collect();
    rows.extend(sizes.iter().map(|(what, bytes)| row(what, indicatif::BinaryBytes(*bytes).to_string())));
    if aside.states > 0 {
        let earlier = counted(aside.states, "earlier state", "earlier states");
        let size = indicatif::BinaryBytes(aside.bytes);
        rows.push(row("set aside", format!("{earlier}, {size}; deleted by {}", visible(&aside.deletion()))));
    }
    rows.push(row("names found by", stats.analyzer.clone()));
    if stats.due > 0 {
        rows.push(row("to be analysed again", grouped(stats.due)));
    }
    rows.push(row("library", visible(&stats.path.display().to_string())));
    rows.push(row("version", env!("CARGO_PKG_VERSION").to_owned()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::SetAside;
    use crate::model::Counts;

    #[test]
    fn the_shape_has_the_fields_of_the_interface() {
        let stats = Stats {
            counts: Counts { articles: 3, unread: 2, bookmarked: 1 },
            feeds: 7,
            people: 4,
            places: 5,
            organisations: 6,
            text_bytes: 7,
            store_bytes: 8,
            index_bytes: 9,
            backup_bytes: 10,
            set_aside: SetAside::default(),
            path: "lib".into(),
            schema: 1,
            analyzer: "recogniser 2, gazetteer 1".to_owned(),
            due: 4,
        };
        assert_eq!(
            shape(&stats),
            json!({
                "articles": 3, "unread": 2, "bookmarked": 1, "feeds": 7, "people": 4, "places": 5,
                "organisations": 6, "bytes": {"text": 7, "store": 8, "index": 9, "backups": 10, "set_aside": 0},
                "reader": "recogniser 2, gazetteer 1", "due": 4, "library": "lib", "version": env!("CARGO_PKG_VERSION")
            })
        );
    }
}
