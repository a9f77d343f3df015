//! The settings file: the user's deviations from the defaults.
//!
//! The program reads it and never writes it. An invalid line is reported with the file, the line number, what was
//! expected and the most similar valid word; the other lines still apply. This module does not know which commands
//! and themes exist: names are looked up by the code that uses them.

mod base16;
mod nearest;
mod settings;

pub use base16::base16;
pub use nearest::{meant, nearest};
pub use settings::{SETTINGS, Setting, TABLES, commented};

use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use toml::de::{DeTable, DeValue, ValueDeserializer};
use toml::{Spanned, Value};

/// The most complaints that are told one by one.
pub const MOST_TOLD: usize = 20;

/// The content of the settings file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// `theme = "light"`: the colours.
    pub theme: Option<String>,
    /// The colours of the base16 file that `theme` names, if any; the code that reads the file finds it.
    pub scheme: Option<[u32; 16]>,
    /// `measure = 72`: the width of a line in the reading pane, in columns.
    pub measure: Option<u16>,
    /// `keymap = "newsboat"`: the keys to start from.
    pub keymap: Option<String>,
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
    /// `keep_days = 90`: `dateline compact` deletes older articles, except those that are bookmarked, tagged or have
    /// notes.
    pub keep_days: Option<u32>,
    /// `keep_articles = 500`: `dateline compact` deletes all but the newest of each feed, with the same exceptions.
    pub keep_articles: Option<u32>,
    /// `notify = ["notify-send", "Dateline"]`: the command that notifies the user of new results of a saved search,
    /// with the sentence as its last argument; without it, the terminal notifies.
    pub notify: Vec<String>,
    /// `browser = "firefox --new-tab"`: the program that opens pages, instead of the system's.
    pub browser: Option<String>,
    /// `mouse = false`: the mouse is left to the terminal.
    pub mouse: Option<bool>,
    /// `ascii = true`: only ASCII on the screen.
    pub ascii: bool,
    /// Invalid settings, one sentence each.
    pub complaints: Vec<String>,
    /// The file's name in messages.
    file: String,
    /// The line of each setting, and of each table entry, such as `keys.bookmark`.
    lines: BTreeMap<String, usize>,
}

impl Config {
    /// Parses a file's content: TOML, in UTF-8. Invalid lines are reported and skipped.
    pub fn read(file: &str, bytes: &[u8]) -> Self {
        let mut config = Self { file: file.to_owned(), ..Self::default() };
        let text = config.decode(bytes);
        let (table, errors) = DeTable::parse_recoverable(&text);
        let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
        let line_at = |at: usize| 1 + ends.partition_point(|&end| end < at);
        let mut faulty = BTreeSet::new();
        for error in errors {
            let line = error.span().map_or(1, |span| line_at(span.start));
            if faulty.insert(line) {
                config.complain_at(line, &format!("{}; the line is not used", error.message()));
            }
        }
        for (name, value) in table.into_inner() {
            let line = line_at(name.span().start);
            let name = name.into_inner().into_owned();
            let typed = |span| text.get(span).unwrap_or_default();
            let is_table = TABLES.iter().any(|table| table.name == name);
            if let (true, DeValue::Table(entries)) = (is_table, value.get_ref()) {
                for (entry, value) in entries {
                    let (line, path) = (line_at(entry.span().start), format!("{name}.{}", entry.get_ref()));
                    config.take_if(&faulty, line, path, value, |config, read| {
                        config.take_entry(&name, entry.get_ref(), read, typed(value.span()))
                    });
                }
            } else {
                config.take_if(&faulty, line, name.clone(), &value, |config, read| {
                    config.take(&name, read, typed(value.span()))
                });
            }
        }
        config.complaints = told(std::mem::take(&mut config.complaints));
        config
    }

    /// A file that cannot be read at all: none of it is used.
    pub fn unreadable(file: &str, why: &str) -> Self {
        let complaints = vec![format!("{file} cannot be read ({why}); its settings are not used")];
        Self { complaints, file: file.to_owned(), ..Self::default() }
    }

    /// The line of a setting or of a table entry (`keys.bookmark`).
    pub fn line_of(&self, name: &str) -> Option<usize> {
        self.lines.get(name).copied()
    }

    /// The file's name.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// A message about a setting, with its file and line.
    pub fn complaint(&self, name: &str, why: &str) -> String {
        match self.line_of(name) {
            Some(line) => format!("{}, line {line}: {why}", self.file),
            None => why.to_owned(),
        }
    }

    fn complain_at(&mut self, line: usize, why: &str) {
        self.complaints.push(format!("{}, line {line}: {why}", self.file));
    }

    /// The text, without lines that are not UTF-8.
    fn decode<'a>(&mut self, bytes: &'a [u8]) -> Cow<'a, str> {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text));
        }
        let mut text = String::with_capacity(bytes.len());
        for (at, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
            match std::str::from_utf8(line) {
                Ok(line) => text.push_str(line),
                Err(_) => self.complain_at(at + 1, "is not UTF-8, which is expected; the line is not used"),
            }
            text.push('\n');
        }
        Cow::Owned(text)
    }

    /// Takes a value unless its line is already known to be invalid; `take` returns what was expected if the value
    /// does not fit.
    fn take_if(
        &mut self,
        faulty: &BTreeSet<usize>,
        line: usize,
        path: String,
        value: &Spanned<DeValue<'_>>,
        take: impl FnOnce(&mut Self, Value) -> Result<(), String>,
    ) {
        if faulty.contains(&line) {
            return;
        }
        let read = Value::deserialize(ValueDeserializer::from(value.clone()));
        match read.map_err(|error| error.message().to_owned()).and_then(|value| take(self, value)) {
            Ok(()) => {
                self.lines.insert(path, line);
            }
            Err(why) => self.complain_at(line, &why),
        }
    }

    fn take(&mut self, name: &str, value: Value, typed: &str) -> Result<(), String> {
        let Some(setting) = settings::named(name) else {
            return Err(format!("there is no setting “{name}”{}", meant_setting(name)));
        };
        match (name, value) {
            ("theme", Value::String(theme)) => self.theme = Some(theme),
            ("keymap", Value::String(keymap)) => self.keymap = Some(keymap),
            ("measure", Value::Integer(columns)) if (40..=120).contains(&columns) => {
                self.measure = u16::try_from(columns).ok();
            }
            ("mouse", Value::Boolean(on)) => self.mouse = Some(on),
            ("ascii", Value::Boolean(on)) => self.ascii = on,
            ("keep_days", Value::Integer(days)) if is_count(days) => {
                self.keep_days = u32::try_from(days).ok();
            }
            ("keep_articles", Value::Integer(count)) if is_count(count) => {
                self.keep_articles = u32::try_from(count).ok();
            }
            ("refresh", Value::String(every)) if duration(&every).is_some() => {
                self.refresh = duration(&every);
            }
            ("trusted_hosts", Value::Array(hosts)) if hosts.iter().all(Value::is_str) => {
                self.trusted_hosts = hosts.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            }
            ("notify", Value::Array(words)) if words.iter().all(Value::is_str) => {
                self.notify = words.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            }
            ("browser", Value::String(command)) => self.browser = Some(command),
            _ => return Err(format!("{name} must be {}, not {typed}", setting.takes)),
        }
        Ok(())
    }

    /// Takes a table entry.
    fn take_entry(&mut self, table: &str, name: &str, value: Value, typed: &str) -> Result<(), String> {
        let not_that = |takes: &str| Err(format!("{name} must be {takes}, not {typed}"));
        match (table, value) {
            ("passwords", Value::String(command)) => {
                self.passwords.insert(name.to_owned(), command);
            }
            ("passwords", _) => return not_that("a command, as a string"),
            (_, Value::String(keys)) => {
                self.keys.insert(
                    name.to_owned(),
                    Some(keys).filter(|keys| !keys.is_empty()).into_iter().collect(),
                );
            }
            (_, Value::Array(keys)) if keys.iter().all(Value::is_str) => {
                let keys = keys.iter().filter_map(Value::as_str).map(str::to_owned);
                self.keys.insert(name.to_owned(), keys.collect());
            }
            _ => return not_that("keys as a string or a list of strings"),
        }
        Ok(())
    }
}

/// Complaints as they are told: not more than can be read, and none longer than a few lines.
pub fn told(mut complaints: Vec<String>) -> Vec<String> {
    const LONGEST: usize = 300;
    let more = complaints.len().saturating_sub(MOST_TOLD);
    complaints.truncate(MOST_TOLD);
    for complaint in &mut complaints {
        if let Some((end, _)) = complaint.char_indices().nth(LONGEST) {
            complaint.truncate(end);
            complaint.push('…');
        }
    }
    complaints.extend((more > 0).then(|| format!("and {more} more settings are not used")));
    complaints
}

/// The setting that the user probably meant, or all of them.
fn meant_setting(name: &str) -> String {
    let meant = meant(name, settings::names());
    if meant.is_empty() {
        format!("; the settings are {}", settings::names().collect::<Vec<_>>().join(", "))
    } else {
        meant
    }
}

/// Whether a number is a valid number of days or articles.
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
    fn of_many_faults_some_are_told_and_none_at_length() {
        let many = (0..30_000).fold(String::new(), |many, at| many + &format!("nonsense{at} = 1\n"));
        let complaints = Config::read("c", many.as_bytes()).complaints;
        assert_eq!(complaints.len(), MOST_TOLD + 1);
        assert_eq!(complaints[MOST_TOLD], "and 29980 more settings are not used");
        let long = format!("measure = '{}'", "a".repeat(100_000));
        assert!(Config::read("c", long.as_bytes()).complaints[0].len() < 1_000);
    }

    /// A file, what is understood of it (theme, measure, how many keys), and the beginnings of its complaints.
    type Case = (&'static str, Option<&'static str>, Option<u16>, usize, &'static [&'static str]);

    const CASES: &[Case] = &[
        ("", None, None, 0, &[]),
        ("theme = 'light'\nmeasure = 66", Some("light"), Some(66), 0, &[]),
        ("[keys]\nbookmark = ['B', 'C-b']\ntag = 'T'\ndelete = []", None, None, 3, &[]),
        ("theme = 1", None, None, 0, &["line 1: theme must be the name of a theme, as a string, not 1"]),
        ("\nmeasure = 70000", None, None, 0, &["line 2: measure must be a number of columns from 40 to 120"]),
        (
            "teme = 'light'\nmeasure = 60",
            None,
            Some(60),
            0,
            &["line 1: there is no setting “teme”; did you mean “theme”?"],
        ),
        ("xyz = 1", None, None, 0, &["line 1: there is no setting “xyz”; the settings are theme, measure, "]),
        ("[keys]\nbookmark = 1\ntag = 'T'", None, None, 1, &["line 2: bookmark must be keys as a string"]),
        ("keys = 3", None, None, 0, &["line 1: keys must be a table of commands and their keys, not 3"]),
        (
            "theme = 'light'\nmeasure =\nrefresh = '1s'",
            Some("light"),
            None,
            0,
            &["line 2: ", "line 3: refresh must be a time"],
        ),
        ("theme = light\nmeasure = 60\n", None, Some(60), 0, &["line 1: "]),
        (
            "[passwords]\n'https://x.example' = 3\n",
            None,
            None,
            0,
            &["line 2: https://x.example must be a command"],
        ),
    ];

    #[test]
    fn wrong_lines_are_told_one_by_one_and_the_rest_applies() {
        for &(text, theme, measure, keys, complaints) in CASES {
            let config = Config::read("config.toml", text.as_bytes());
            assert_eq!(
                (config.theme.as_deref(), config.measure, config.keys.len()),
                (theme, measure, keys),
                "{text}: {:?}",
                config.complaints
            );
            assert_eq!(config.complaints.len(), complaints.len(), "{:?}", config.complaints);
            for (told, expected) in config.complaints.iter().zip(complaints) {
                assert!(told.starts_with(&format!("config.toml, {expected}")), "{told:?}");
            }
        }
    }

    #[test]
    fn a_line_that_is_no_text_costs_that_line_alone() {
        let config = Config::read("c", b"theme = 'light'\n# caf\xe9\nmeasure = 60\nkeymap = '\xff'\n");
        assert_eq!((config.theme.as_deref(), config.measure), (Some("light"), Some(60)));
        assert_eq!(config.complaints.len(), 2);
        assert!(config.complaints[1].starts_with("c, line 4: is not UTF-8"), "{:?}", config.complaints);
        assert_eq!((config.line_of("measure"), config.line_of("keymap")), (Some(3), None));
        assert_eq!(config.complaint("measure", "no"), "c, line 3: no");
    }

    #[test]
    fn the_commented_file_changes_nothing_and_is_right_without_its_marks() {
        assert_eq!(
            Config::read("c", commented().as_bytes()),
            Config { file: "c".to_owned(), ..Config::default() }
        );
        let live: String = commented()
            .lines()
            .map(|line| line.strip_prefix('#').filter(|line| !line.starts_with(' ')).unwrap_or(line))
            .collect::<Vec<_>>()
            .join("\n");
        let config = Config::read("c", live.as_bytes());
        assert_eq!(config.complaints, [] as [String; 0], "{live}");
        assert!(SETTINGS.iter().all(|setting| config.line_of(setting.name).is_some()), "{live}");
        assert!(config.line_of("keys.bookmark").is_some());
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
        fn no_text_breaks_it(text in "\\PC{0,60}|[a-z =\\[\\]\"'\n0-9.]{0,60}", bytes: Vec<u8>) {
            Config::read("c", text.as_bytes());
            Config::read("c", &bytes);
        }
    }
}
