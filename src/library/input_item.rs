//! One thing to be added that is still bytes, and how its sort is told.

use crate::extract::{self, Format, LONGEST};
use crate::feeds;

/// One article, or one file of feeds, that is still bytes.
#[derive(Debug, Clone)]
pub(super) struct InputItem {
    /// The file, with its line where it has one.
    pub what: String,
    /// Where it came from, as it is remembered.
    pub source: String,
    /// What lies there later is another version of it, if it says much the same.
    pub is_lasting: bool,
    /// How to read the bytes; [`Format::JsonLines`] is one line.
    pub kind: InputKind,
    /// The address that they were saved from, where the file knows it.
    pub address: Option<String>,
    /// What the server called them.
    pub content_type: Option<String>,
    /// The bytes, unpacked.
    pub bytes: Vec<u8>,
}

/// What sort of thing bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InputKind {
    /// An article, or several.
    Articles(Format),
    /// A feed.
    Feed,
    /// A list of subscriptions.
    Subscriptions,
    /// A web archive: pages and much else.
    Archive,
}

impl InputKind {
    /// By a file's name and, where that leaves it open, by how the bytes begin.
    pub fn of(name: &str, head: &[u8]) -> Self {
        let is_list = || feeds::is_list(&feeds::decode(head, None).text);
        match extension(name).as_str() {
            _ if extract::warc::is_archive(head) => Self::Archive,
            "opml" => Self::Subscriptions,
            "txt" | "text" | "xml" | "rss" | "atom" | "rdf" if is_list() => Self::Subscriptions,
            "xml" | "rss" | "atom" | "rdf" => Self::Feed,
            "txt" | "text" | "md" | "markdown" | "html" | "htm" | "jsonl" | "ndjson" => {
                Self::Articles(extract::format(name, head))
            }
            _ if feeds::is_feed(head) => Self::Feed,
            _ if is_list() => Self::Subscriptions,
            _ => Self::Articles(extract::format(name, head)),
        }
    }

    /// The longest that is read, in bytes.
    pub fn longest(self) -> usize {
        match self {
            Self::Articles(Format::Json) => LONGEST_JSON,
            Self::Articles(_) | Self::Archive => LONGEST,
            Self::Feed | Self::Subscriptions => feeds::LONGEST,
        }
    }
}

/// Files of one JSON value are read whole; longer ones should be JSON lines.
const LONGEST_JSON: usize = 4 * LONGEST;

/// Where bytes come from.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// What to call it.
    pub name: String,
    /// As it is remembered.
    pub source: String,
    /// It lies there for longer than it is read.
    pub is_lasting: bool,
}

/// What follows the last dot of a name, in lower case and without `.gz`; empty where nothing does.
pub(super) fn extension(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map(|(_, extension)| extension.to_owned()).unwrap_or_default()
}
