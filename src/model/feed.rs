//! A feed and its entries, as the feed itself has them, whatever language it is written in.

use super::When;
use serde::{Deserialize, Serialize};

/// What a feed says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// The language it is written in.
    pub kind: FeedKind,
    /// Its name, on one line.
    pub title: Option<String>,
    /// The address of the site it is of.
    pub link: Option<String>,
    /// What it is about.
    pub description: Option<Prose>,
    /// The language of its texts, as it is declared: `en-GB`.
    pub language: Option<String>,
    /// Who writes it, where its entries do not say.
    pub author: Option<String>,
    /// How often it wants to be asked.
    pub update_interval: UpdateInterval,
}

/// How often a feed wants to be asked for news, as it says itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateInterval {
    /// Seconds between two questions: the longer of RSS's `ttl`, and the period of the syndication module
    /// over its frequency.
    pub every: Option<u32>,
    /// Hours of the day, in GMT, in which not to ask; bit 0 is from midnight to one o'clock.
    pub skip_hours: u32,
    /// Days of the week, in GMT, on which not to ask; bit 0 is Monday.
    pub skip_days: u8,
}

/// The languages that feeds are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedKind {
    /// RSS 0.91 to 2.0, and CDF, which it grew out of.
    Rss,
    /// RSS 0.90, 1.0 and 1.1, which are RDF.
    Rdf,
    /// Atom 0.3 and 1.0.
    Atom,
    /// JSON Feed.
    Json,
}

impl FeedKind {
    /// Its word in JSON output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::Rdf => "rdf",
            Self::Atom => "atom",
            Self::Json => "json",
        }
    }
}

/// One entry of a feed. Every text in it is clean.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// What the feed tells it from others by; neither unique nor lasting in all feeds.
    pub id: Option<String>,
    /// The headline, on one line, without markup.
    pub title: Option<String>,
    /// Where it is found.
    pub link: Option<String>,
    /// When it was published.
    pub published: Option<When>,
    /// When it was last changed.
    pub updated: Option<When>,
    /// Who wrote it, on one line: `Mary Hill`, `Mary Hill (mary@example.org)`.
    pub author: Option<String>,
    /// A teaser, or all there is.
    pub summary: Option<Prose>,
    /// The text in full, where the feed has both.
    pub content: Option<Prose>,
    /// What it is filed under.
    pub tags: Vec<String>,
    /// Files that belong to it: sound, film, pictures.
    pub enclosures: Vec<Enclosure>,
    /// The language of the text, as it is declared.
    pub language: Option<String>,
}

/// A text of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prose {
    /// Lines of text.
    Plain(String),
    /// HTML that holds text, structure, links and pictures, and is well-formed.
    Html(String),
}

impl Prose {
    /// The text or the HTML itself.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Html(text) => text,
        }
    }
}

/// A file that belongs to an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// Where it is.
    pub url: String,
    /// Its media type, as it is declared.
    pub kind: Option<String>,
    /// Its length in bytes, as it is declared.
    pub length: Option<u64>,
}
