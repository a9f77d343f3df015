//! The most important actions on the articles screen, for the bottom line.

use super::Articles;
use crate::app::context::Focus;

/// Actions with short labels.
type Labels = &'static [(&'static str, &'static str)];

const SELECTION: Labels = &[
    ("highlight", "highlight"),
    ("copy-selection", "copy"),
    ("note", "note"),
    ("select-sentence", "sentence"),
    ("next-word", "further"),
    ("cancel", "end"),
];

const ROWS: Labels = &[
    ("read-mark", "read"),
    ("bookmark", "bookmark"),
    ("tag", "tag"),
    ("delete", "delete"),
    ("save", "save"),
    ("top", "up to the top"),
    ("cancel", "end"),
    ("help", "all keys"),
];

const START: Labels = &list("quit");

const LIST: Labels = &list("back");

const fn list(leave: &'static str) -> [(&'static str, &'static str); 8] {
    [
        ("open", "open"),
        ("read-on", "read on"),
        ("search", "search"),
        ("next-unread", "next unread"),
        ("bookmark", "bookmark"),
        ("read-mark", "read"),
        ("leave", leave),
        ("help", "all keys"),
    ]
}

const NAME: Labels = &[
    ("dossier", "dossier of the name"),
    ("next-name", "next name"),
    ("next-mention", "next mention"),
    ("merge-name…", "correct it"),
    ("filter", "filter the list"),
    ("leave", "back"),
    ("help", "all keys"),
];

const TEXT: Labels = &[
    ("read-on", "read on"),
    ("next-name", "next name"),
    ("find", "find"),
    ("search", "search"),
    ("bookmark", "bookmark"),
    ("sidebar", "names"),
    ("leave", "back"),
    ("help", "all keys"),
];

const MATCHES: Labels = &[
    ("read-on", "read on"),
    ("next-hit", "next match"),
    ("previous-hit", "previous match"),
    ("next-name", "next name"),
    ("search", "search"),
    ("bookmark", "bookmark"),
    ("leave", "back"),
    ("help", "all keys"),
];

const SIDEBAR: Labels = &[
    ("dossier", "dossier of the name"),
    ("next-mention", "in the text"),
    ("merge-name…", "correct it"),
    ("filter", "filter the list"),
    ("sidebar", "hide"),
    ("leave", "back"),
    ("help", "all keys"),
];

impl Articles {
    /// The most important actions here, with short labels.
    pub fn hints(&self) -> Labels {
        match self.focus {
            _ if self.reader.selection.is_some() => SELECTION,
            Focus::List if self.list.selection.is_some() => ROWS,
            Focus::List if self.list.view.is_all() => START,
            Focus::List => LIST,
            Focus::Reader if self.reader.name.is_some() => NAME,
            Focus::Reader if self.is_finding() => MATCHES,
            Focus::Reader => TEXT,
            Focus::Sidebar => SIDEBAR,
        }
    }
}
