//! `dateline keys`: the current keymap.

use super::output::Output;
use super::{ExitStatus, Places};
use crate::app::Keymap;
use crate::app::actions::{all_by_heading, markdown};
use serde_json::json;

/// List the keys of the screen
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline keys
  dateline keys --markdown > KEYS.md
  dateline keys --json | jq 'select(.keys[] == \"C-o\")'")]
pub struct Arguments {
    /// One JSON object per line
    #[arg(long)]
    json: bool,
    /// A table in Markdown
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
}

/// Writes every command with its keys, grouped by context: under headings on a terminal.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let config = places.config();
    let (keymap, unbound) = Keymap::bound(&config);
    output.warn_each(&config.complaints);
    output.warn_each(&unbound);
    if arguments.markdown {
        output.text(&markdown(|row| keymap.keys_of(row)))?;
        return Ok(ExitStatus::Done);
    }
    let is_terminal = output.width().is_some();
    let mut lines: Vec<Vec<String>> = Vec::new();
    for (place, rows) in all_by_heading() {
        if is_terminal {
            lines.push(vec![place.to_owned()]);
        }
        for row in rows {
            let (name, title, keys) = (row.name, row.title, keymap.keys_of(row));
            if arguments.json {
                output.json(&json!({"command": name, "title": title, "where": place, "keys": keys}))?;
            } else if is_terminal {
                lines.push(vec![format!("  {}", keys.join(" · ")), title.to_owned()]);
            } else {
                lines.push(vec![place.to_owned(), keys.join(" · "), name.to_owned(), title.to_owned()]);
            }
        }
    }
    if !arguments.json {
        output.table(&lines)?;
    }
    Ok(ExitStatus::Done)
}
