//! The settings file: the user's deviations from the defaults.
//!
//! The program reads it and never writes it. Invalid settings are reported and skipped; the rest still apply. This
//! module does not know which commands and themes exist: names are looked up by the code that uses them.

use std::collections::BTreeMap;
use std::time::Duration;
use toml::{Table, Value};

/// The content of the settings file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// `theme = "light"`: the colours.
    pub theme: Option<String>,
    /// `measure = 72`: the width of a line in the reading pane, in columns.
    pub measure: Option<u16>,
    /// `[keys]`, `bookmark = ["B", "C-b"]`: keys that replace an action's default keys.
    pub keys: BTreeMap<String, Vec<String>>,
    /// `refresh = "30m"`: how often the feeds that are due are fetched while the screen is open; without it, never.
    pub refresh: Option<Duration>,
    /// `trusted_hosts = ["nas.example"]`: hosts that feeds and pages may lead to although they are in the user's own
    /// network.
    pub trusted_hosts: Vec<String>,
    /// `[passwords]`, `"https://example.org/rss" = "pass show example"`: commands that print a feed's user name and
    /// password as `name:password`.
    pub passwords: BTreeMap<String, String>,
    /// `keep_days = 90`: `dateline compact` deletes what is older, except what is bookmarked, tagged or noted on.
    pub keep_days: Option<u32>,
    /// `keep_articles = 500`: `dateline compact` deletes all but the newest of each feed, with the same exceptions.
    pub keep_articles: Option<u32>,
    /// Invalid settings, one sentence each.
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
            ("keep_days", Value::Integer(days)) if is_count(days) => {
                self.keep_days = u32::try_from(days).ok();
            }
            ("keep_articles", Value::Integer(count)) if is_count(count) => {
                self.keep_articles = u32::try_from(count).ok();
            }
            ("keys", Value::Table(keys)) => {
                keys.into_iter().for_each(|(name, value)| self.take_keys(name, value));
            }
            ("refresh", Value::String(every)) => match duration(&every) {
                Some(every) => self.refresh = Some(every),
                None => {
                    self.complaints.push(format!("refresh cannot be {every}; write 30m or 2h, 5m at least"));
                }
            },
            ("trusted_hosts", Value::Array(hosts)) if hosts.iter().all(Value::is_str) => {
                self.trusted_hosts = hosts.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            }
            ("passwords", Value::Table(commands)) if commands.values().all(Value::is_str) => {
                let command = |(feed, value): (String, Value)| Some((feed, value.as_str()?.to_owned()));
                self.passwords = commands.into_iter().filter_map(command).collect();
            }
            ("theme", _) => self.complaints.push("theme must be a string".to_owned()),
            ("measure", _) => self.complaints.push("measure must be a number of columns".to_owned()),
            ("refresh", _) => self.complaints.push("refresh must be a string such as \"30m\"".to_owned()),
            ("trusted_hosts", _) => {
                self.complaints.push("trusted_hosts must be a list of strings".to_owned());
            }
            ("keep_days" | "keep_articles", _) => {
                self.complaints.push(format!("{name} must be a number from 1"));
            }
            ("keys" | "passwords", _) => self.complaints.push(format!("{name} must be a table")),
            _ => {
                self.complaints.push(format!(
                    "unknown setting {name}; the settings are theme, measure, keys, refresh, trusted_hosts, passwords, keep_days and keep_articles"
                ));
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

/// Whether a number of days or articles can be kept.
fn is_count(number: i64) -> bool {
    number > 0 && u32::try_from(number).is_ok()
}

/// A duration in minutes or hours, such as `30m` or `2h`.
fn duration(text: &str) -> Option<Duration> {
    const SHORTEST: Duration = Duration::from_mins(5);
    let text = text.trim();
    let duration = match (text.strip_suffix('m'), text.strip_suffix('h')) {
        (Some(minutes), _) => Duration::from_secs(minutes.trim().parse::<u64>().ok()?.checked_mul(60)?),
        (_, Some(hours)) => Duration::from_secs(hours.trim().parse::<u64>().ok()?.checked_mul(3600)?),
        (None, None) => return None,
    };
    (duration >= SHORTEST).then_some(duration)
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
            ("keep_days = 0\nkeep_articles = 9", None, None, 0, vec!["keep_days must be a number from 1"]),
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

    #[test]
    fn times_are_minutes_or_hours() {
        for (text, expected) in [
            ("30m", Some(30 * 60)),
            (" 2 h ", Some(2 * 3600)),
            ("5m", Some(300)),
            ("4m", None),
            ("0h", None),
            ("30", None),
            ("30s", None),
            ("m", None),
            ("99999999999999999999h", None),
        ] {
            assert_eq!(duration(text).map(|duration| duration.as_secs()), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,60}|[a-z =\\[\\]\"'\n0-9.]{0,60}") {
            Config::parse(&text);
        }
    }
}
