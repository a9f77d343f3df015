//! `dateline config`: the settings as they are in effect, and where each comes from.

use super::output::Output;
use super::{ExitStatus, Places};
use crate::app::{Keymap, Settings};
use crate::config::{Config, SETTINGS, Setting, commented};
use serde_json::json;

/// Show the settings, and where each comes from
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline config
  dateline config --json
  dateline config --default > ~/.config/dateline/config.toml

The first line names the file. What is wrong in it is reported, and the rest applies.")]
pub struct Arguments {
    /// Write a settings file with every setting in it, each explained and commented out
    #[arg(long, conflicts_with = "json")]
    default: bool,
    /// One JSON object per line
    #[arg(long)]
    json: bool,
}

/// A setting in effect: its name, its value, and where that comes from.
type Line = (String, String, String);

/// Prints them, or the commented file.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    if arguments.default {
        output.text(&commented())?;
        return Ok(ExitStatus::Done);
    }
    let config = places.config();
    let (_, unbound) = Keymap::bound(&config);
    output.warn_each(&config.complaints);
    output.warn_each(&unbound);
    let mut lines = vec![("file".to_owned(), config.file().to_owned(), state_of(&config).to_owned())];
    let remembered = remembered(places, output);
    lines.extend(SETTINGS.iter().map(|setting| line(setting, &config, remembered.as_ref())));
    let entry = |table: &str, name: &str, value: String| {
        let path = format!("{table}.{name}");
        let origin = origin(&config, &path);
        (path, value, origin)
    };
    lines.extend(config.keys.iter().map(|(name, keys)| entry("keys", name, format!("{keys:?}"))));
    // A command may hold a password.
    lines.extend(config.passwords.keys().map(|feed| entry("passwords", feed, "(a command)".to_owned())));
    if arguments.json {
        for (name, value, origin) in lines {
            output.json(&json!({"name": name, "value": value, "origin": origin}))?;
        }
    } else {
        let cells = |(name, value, origin): Line| vec![name, value, origin];
        output.table(&lines.into_iter().map(cells).collect::<Vec<_>>())?;
    }
    let is_whole = config.complaints.is_empty() && unbound.is_empty();
    Ok(if is_whole { ExitStatus::Done } else { ExitStatus::Partial })
}

fn state_of(config: &Config) -> &'static str {
    if std::path::Path::new(config.file()).exists() {
        "read"
    } else {
        "not there; `dateline config --default` writes one"
    }
}

/// What the screen has stored in the library; `None` if there is no library yet.
fn remembered(places: &Places, output: &mut Output) -> Option<Settings> {
    let folder = places.library().ok().filter(|folder| folder.join("library.db").is_file());
    folder?;
    let text = places.open_to_read(output).ok()?.recall(Settings::KEY).ok()??;
    Some(Settings::from_text(&text))
}

fn line(setting: &Setting, config: &Config, remembered: Option<&Settings>) -> Line {
    let told = told(setting.name, config);
    if let Some(value) = told {
        return (setting.name.to_owned(), value, origin(config, setting.name));
    }
    let on_the_screen = remembered.and_then(|settings| match setting.name {
        "theme" => settings.theme.map(|theme| format!("{:?}", theme.word())),
        "measure" => {
            let value = settings.line_width;
            (value != Settings::default().line_width).then(|| value.to_string())
        }
        _ => None,
    });
    let (value, origin) = match on_the_screen {
        Some(value) => (value, "chosen on the screen"),
        None if setting.has_default => (setting.value.to_owned(), "default"),
        None => ("-".to_owned(), "not set"),
    };
    (setting.name.to_owned(), value, origin.to_owned())
}

/// The value of a setting in the file.
fn told(name: &str, config: &Config) -> Option<String> {
    config.line_of(name)?;
    match name {
        "theme" => config.theme.as_ref().map(|theme| format!("{theme:?}")),
        "measure" => config.measure.map(|columns| columns.to_string()),
        "keymap" => config.keymap.as_ref().map(|keymap| format!("{keymap:?}")),
        "refresh" => config.refresh.map(|every| format!("\"{}m\"", every.as_secs() / 60)),
        "keep_days" => config.keep_days.map(|days| days.to_string()),
        "keep_articles" => config.keep_articles.map(|count| count.to_string()),
        "mouse" => config.mouse.map(|on| on.to_string()),
        "ascii" => Some(config.ascii.to_string()),
        "trusted_hosts" => Some(format!("{:?}", config.trusted_hosts)),
        "browser" => config.browser.as_ref().map(|command| format!("{command:?}")),
        "notify" => Some(format!("{:?}", config.notify)),
        _ => None,
    }
}

fn origin(config: &Config, name: &str) -> String {
    config.line_of(name).map_or("default".to_owned(), |line| format!("line {line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_a_value_and_an_origin() {
        let text = "theme = 'light'\nrefresh = '1h'\nkeymap = 'arrows'\nmeasure = 60\nkeep_days = 9\nkeep_articles = 9\ntrusted_hosts = ['a.example']\nnotify = ['bell']\nmouse = false\nascii = true\nbrowser = 'firefox'";
        let config = Config::read("c", text.as_bytes());
        for setting in SETTINGS {
            let (name, value, origin) = line(setting, &config, None);
            assert!(origin.starts_with("line ") && value != "-", "{name} {value} {origin}");
        }
        let nothing = Config::read("c", b"");
        let mut remembered = Settings::default();
        remembered.line_width = 60;
        let measure = SETTINGS.iter().find(|setting| setting.name == "measure").unwrap();
        let expected =
            |value: &str, origin: &str| ("measure".to_owned(), value.to_owned(), origin.to_owned());
        assert_eq!(line(measure, &nothing, None), expected("72", "default"));
        assert_eq!(line(measure, &nothing, Some(&remembered)), expected("60", "chosen on the screen"));
    }
}
