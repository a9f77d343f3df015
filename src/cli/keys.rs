//! `dateline keys`: the keymap as it is bound.

use super::output::Output;
use super::{Ending, Places, warn};
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

/// Writes every command with its keys, grouped by where it applies.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<Ending> {
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
        return Ok(Ending::Done);
    }
    let row = |command: &&Command| {
        let place = command.scope.title().to_owned();
        vec![place, keys(command).join(" · "), command.name.to_owned(), command.title.to_owned()]
    };
    output.table(&commands.iter().map(row).collect::<Vec<_>>())?;
    Ok(Ending::Done)
}
