//! An item to be added that is still bytes, and how its kind is detected.

use crate::extract::{self, Format, LONGEST};
use crate::feeds;

/// One article, or one file of feeds, that is still bytes.
#[derive(Debug, Clone)]
pub(super) struct InputItem {
    /// The file, with its line if it has several articles.
    pub what: String,
    /// Its origin, as stored.
    pub source: String,
    /// Whether later content at the same origin is another version of it, if the texts are similar.
    pub is_lasting: bool,
    /// How to read the bytes; [`Format::JsonLines`] is one line.
    pub kind: InputKind,
    /// The address that it was saved from, if the file states it.
    pub address: Option<String>,
    /// The server's content type.
    pub content_type: Option<String>,
    /// Its bytes, unpacked.
    pub bytes: Vec<u8>,
}

/// The kind of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InputKind {
    /// One or more articles.
    Articles(Format),
    /// A feed.
    Feed,
    /// A feed list.
    Subscriptions,
    /// A web archive: pages and much else.
    Archive,
}

impl InputKind {
    /// Detects the kind by a file's name or, if that is not enough, by its first bytes.
    pub fn of(name: &str, head: &[u8]) -> Self {
        let is_list = || feeds::is_list(&feeds::decode(head, None).text);
        match extension(name).as_str() {
            _ if extract::warc::is_archive(head) => Self::Archive,
            "opml" => Self::Subscriptions,
            "txt" | "text" | "xml" | "rss" | "atom" | "rdf" if is_list() => Self::Subscriptions,
            "xml" | "rss" | "atom" | "rdf" => Self::Feed,
            "txt" | "text" | "md" | "markdown" | "html" | "htm" | "jsonl" | "ndjson" => {
                Self::Articles(extract::format(name, &extract::narrowed(head)))
            }
            _ if feeds::is_feed(head) => Self::Feed,
            _ if is_list() => Self::Subscriptions,
            _ => Self::Articles(extract::format(name, &extract::narrowed(head))),
        }
    }

    /// The maximum length in bytes.
    pub fn longest(self) -> usize {
        match self {
            Self::Articles(_) | Self::Archive => LONGEST,
            Self::Feed | Self::Subscriptions => feeds::LONGEST,
        }
    }
}

/// Where bytes come from.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// Its name for messages.
    pub name: String,
    /// Its name as stored.
    pub source: String,
    /// Whether it stays there after it is read.
    pub is_lasting: bool,
}

/// What follows the last dot of a name, in lower case and without `.gz`; empty if there is none.
pub(super) fn extension(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map(|(_, extension)| extension.to_owned()).unwrap_or_default()
}
