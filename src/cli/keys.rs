//! `dateline keys`: the keymap as it is bound.

use super::output::Output;
use super::{ExitStatus, Places, warn};
use crate::app::Keymap;
use crate::app::commands::{COMMANDS, Command};
use crate::app::key::spell;
use serde_json::json;

/// List the keys of the screen
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline keys
  dateline keys --json | jq 'select(.keys[] == \"C-o\")'")]
pub struct Arguments {
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

/// Writes every command with its keys, grouped by where it applies: on a terminal under a heading each.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let config = places.config()?;
    let (keymap, unbound) = Keymap::bound(&config.keys);
    for complaint in config.complaints.iter().chain(&unbound) {
        warn(format_args!("settings: {complaint}"));
    }
    let mut commands: Vec<&Command> = COMMANDS.iter().collect();
    commands.sort_by_key(|command| command.scope);
    let keys = |command: &Command| keymap.keys_of(command).map(spell).collect::<Vec<String>>();
    if arguments.json {
        for command in commands {
            let (name, title, place) = (command.name, command.title, command.scope.title());
            output.json(&json!({"command": name, "title": title, "where": place, "keys": keys(command)}))?;
        }
        return Ok(ExitStatus::Done);
    }
    let row = |command: &Command| {
        let (place, name, title) = (command.scope.title(), command.name, command.title.to_owned());
        let keys = keys(command).join(" · ");
        if output.width().is_some() {
            vec![format!("  {keys}"), title]
        } else {
            vec![place.to_owned(), keys, name.to_owned(), title]
        }
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut scope = None;
    for command in commands {
        if output.width().is_some() && scope.replace(command.scope) != Some(command.scope) {
            rows.push(vec![command.scope.title().to_owned()]);
        }
        rows.push(row(command));
    }
    output.table(&rows)?;
    Ok(ExitStatus::Done)
}
