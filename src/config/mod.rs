//! The settings file: what the user wants different from the defaults.
//!
//! The program reads it and never writes it. Invalid settings are reported and skipped; the rest still apply.
//! It does not know
//! which commands and themes exist: names are looked up by the code that uses them.

use std::collections::BTreeMap;
use toml::{Table, Value};

/// What the settings file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// `theme = "light"`: the colours.
    pub theme: Option<String>,
    /// `measure = 72`: the width of a line in the reading pane, in columns.
    pub measure: Option<u16>,
    /// `[keys]`, `bookmark = ["B", "C-b"]`: keys that replace a command's default keys.
    pub keys: BTreeMap<String, Vec<String>>,
    /// What could not be understood, one sentence each.
    pub complaints: Vec<String>,
}

impl Config {
    /// Reads TOML (version 1.0).
    pub fn parse(text: &str) -> Self {
        let mut config = Self::default();
        match text.parse::<Table>() {
            Ok(table) => table.into_iter().for_each(|(name, value)| config.take(&name, value)),
            Err(error) => {
                let line = error.span().map_or(1, |span| 1 + text[..span.start].matches('\n').count());
                let reason = error.message();
                config.complaints.push(format!("line {line}: {reason}; no setting is used"));
            }
        }
        config
    }

    fn take(&mut self, name: &str, value: Value) {
        match (name, value) {
            ("theme", Value::String(theme)) => self.theme = Some(theme),
            ("measure", Value::Integer(columns)) if u16::try_from(columns).is_ok() => {
                self.measure = u16::try_from(columns).ok();
            }
            ("keys", Value::Table(keys)) => {
                keys.into_iter().for_each(|(name, value)| self.take_keys(name, value));
            }
            ("theme", _) => self.complaints.push("theme must be a string".to_owned()),
            ("measure", _) => self.complaints.push("measure must be a number of columns".to_owned()),
            ("keys", _) => self.complaints.push("keys must be a table".to_owned()),
            _ => {
                self.complaints
                    .push(format!("unknown setting {name}; the settings are theme, measure and keys"));
            }
        }
    }

    fn take_keys(&mut self, command: String, value: Value) {
        let keys = match value {
            Value::String(keys) => Some(vec![keys]),
            Value::Array(list) => list.into_iter().map(|keys| keys.as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        match keys {
            Some(keys) => {
                self.keys.insert(command, keys);
            }
            None => {
                self.complaints.push(format!("the keys of {command} must be a string or a list of strings"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_and_faults_are_told_one_by_one() {
        for (text, theme, measure, keys, complaints) in [
            ("", None, None, 0, vec![]),
            ("theme = 'light'\nmeasure = 66", Some("light"), Some(66), 0, vec![]),
            ("[keys]\nbookmark = ['B', 'C-b']\ntag = 'T'", None, None, 2, vec![]),
            ("theme = 1", None, None, 0, vec!["theme must be a string"]),
            ("measure = 70000", None, None, 0, vec!["measure must be a number"]),
            ("colour = 1\nmeasure = 60", None, Some(60), 0, vec!["unknown setting colour"]),
            ("[keys]\nbookmark = 1\ntag = 'T'", None, None, 1, vec!["the keys of bookmark must be"]),
            ("theme = 'light'\nmeasure =", None, None, 0, vec!["line 2: "]),
        ] {
            let config = Config::parse(text);
            assert_eq!(
                (config.theme.as_deref(), config.measure, config.keys.len()),
                (theme, measure, keys),
                "{text}"
            );
            assert_eq!(config.complaints.len(), complaints.len(), "{:?}", config.complaints);
            for (told, expected) in config.complaints.iter().zip(complaints) {
                assert!(told.starts_with(expected), "{told:?}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,60}|[a-z =\\[\\]\"'\n0-9.]{0,60}") {
            Config::parse(&text);
        }
    }
}
