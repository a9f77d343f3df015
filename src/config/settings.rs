//! Every setting: its type, its default, and its purpose. The commented file of `dateline config --default` and
//! messages about invalid lines are made from this.

use std::fmt::Write;

/// A setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Its name in the file.
    pub name: &'static str,
    /// Its type, for messages: "a number of columns".
    pub takes: &'static str,
    /// Its default, as written in the file; an example if it has none.
    pub value: &'static str,
    /// Whether `value` is the default; otherwise there is none.
    pub has_default: bool,
    /// Its purpose.
    pub about: &'static str,
}

const fn setting(
    name: &'static str,
    takes: &'static str,
    value: &'static str,
    has_default: bool,
    about: &'static str,
) -> Setting {
    Setting { name, takes, value, has_default, about }
}

/// All settings with a single value, in the order of the commented file.
#[rustfmt::skip]
pub const SETTINGS: &[Setting] = &[
    setting("theme", "the name of a theme, as a string", "\"light\"", false, "dark, light, high-contrast, mono, or the name of a base16 file in the folder `themes` beside this\nfile (or its path). Without it, the terminal's background decides, and T what is used on the screen."),
    setting("measure", "a number of columns from 40 to 120", "72", true, "The width of a line in the article, in columns; < and > change it on the screen."),
    setting("keymap", "the name of a keymap, as a string", "\"default\"", true, "default, newsboat or arrows: the keys to start from. [keys] changes single ones."),
    setting("mouse", "true or false", "true", true, "Whether Dateline uses the mouse. With false, the terminal keeps it, to select and copy text."),
    setting("ascii", "true or false", "false", true, "Whether the screen shows only ASCII; `dateline --ascii` does so once."),
    setting("refresh", "a time such as \"30m\" or \"2h\", of 5 minutes or more", "\"30m\"", false, "How often the feeds that are due are fetched while the screen is open. Without it, nothing ticks."),
    setting("browser", "a command, as a string", "\"firefox --new-tab\"", false, "What opens pages; %s in it is the address. Without it, $BROWSER, or else the system's way."),
    setting("keep_days", "a number of days, from 1", "365", false, "`dateline compact` deletes what is older, but for what is bookmarked, tagged or noted on."),
    setting("keep_articles", "a number of articles, from 1", "500", false, "`dateline compact` deletes all but the newest of each feed, with the same exceptions."),
    setting("trusted_hosts", "a list of hosts, as strings", "[\"nas.example:8080\"]", false, "Hosts in your own network that feeds and pages may lead to."),
    setting("notify", "a command and its arguments, as a list of strings", "[\"notify-send\", \"Dateline\"]", false, "The command that tells of what a saved search has found; it gets the sentence as its last argument.\nWithout it, the terminal tells."),
];

/// The tables of the file: name, type of the entries, an example, purpose.
#[rustfmt::skip]
pub const TABLES: &[Setting] = &[
    setting("keys", "a table of commands and their keys", "bookmark = [\"B\", \"C-k\"]", false, "Keys for a command in the place of its own; `dateline keys` lists the commands. [] takes its keys away."),
    setting("passwords", "a table of addresses and commands", "\"https://example.org/rss\" = \"pass show example\"", false, "Commands that write the name and password of a feed, as name:password."),
];

/// The setting or table with a name.
pub fn named(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().chain(TABLES).find(|setting| setting.name == name)
}

/// The names of all settings and tables.
pub fn names() -> impl Iterator<Item = &'static str> {
    SETTINGS.iter().chain(TABLES).map(|setting| setting.name)
}

/// The file with every setting, all commented out.
pub fn commented() -> String {
    let mut text = String::from(
        "# The settings of Dateline. A line without # in front of it is in effect; the others show what could be there.\n\
         # The file is read when Dateline starts, when its window gets the focus, and by the command :reload.\n",
    );
    let about = |setting: &Setting| format!("# {}\n", setting.about.replace('\n', "\n# "));
    for setting in SETTINGS {
        let _ = write!(text, "\n{}#{} = {}\n", about(setting), setting.name, setting.value);
    }
    for table in TABLES {
        let _ = write!(text, "\n{}#[{}]\n#{}\n", about(table), table.name, table.value);
    }
    text
}
