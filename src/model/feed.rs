//! A feed and its entries, as the feed itself states them, in any format.

use super::When;
use serde::{Deserialize, Serialize};

/// What a feed says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// The format it is written in.
    pub kind: FeedKind,
    /// Its name, on one line.
    pub title: Option<String>,
    /// The address of its site.
    pub link: Option<String>,
    /// Its description.
    pub description: Option<Prose>,
    /// The declared language of its texts: `en-GB`.
    pub language: Option<String>,
    /// The author, for entries that name none.
    pub author: Option<String>,
    /// How often it asks to be fetched.
    pub update_interval: UpdateInterval,
}

/// How often a feed asks to be fetched, according to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateInterval {
    /// Minimum seconds between requests: the longer of RSS's `ttl` and the syndication module's period divided by its
    /// frequency.
    pub every: Option<u32>,
    /// Hours of the day, in GMT, in which not to fetch it; bit 0 is midnight to one o'clock.
    pub skip_hours: u32,
    /// Days of the week, in GMT, on which not to fetch it; bit 0 is Monday.
    pub skip_days: u8,
}

/// Feed formats.
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
    /// Its name in JSON output.
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
    /// The identifier in the feed; not unique or permanent in all feeds.
    pub id: Option<String>,
    /// The headline, on one line, without markup.
    pub title: Option<String>,
    /// Its address.
    pub link: Option<String>,
    /// When it was published.
    pub published: Option<When>,
    /// When it was last changed.
    pub updated: Option<When>,
    /// The author, on one line: `Mary Hill`, `Mary Hill (mary@example.org)`.
    pub author: Option<String>,
    /// A teaser, or the only text there is.
    pub summary: Option<Prose>,
    /// The full text, if the feed has both.
    pub content: Option<Prose>,
    /// Its categories.
    pub tags: Vec<String>,
    /// Attached files: audio, video, pictures.
    pub enclosures: Vec<Enclosure>,
    /// The declared language of the text.
    pub language: Option<String>,
}

impl Entry {
    /// Bytes of its texts.
    pub fn length(&self) -> usize {
        [&self.summary, &self.content].into_iter().flatten().map(|text| text.as_str().len()).sum()
    }
}

/// A text of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prose {
    /// Lines of text.
    Plain(String),
    /// HTML with text, structure, links and pictures; well-formed.
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

/// A file attached to an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// Where it is.
    pub url: String,
    /// Its declared media type.
    pub kind: Option<String>,
    /// Its declared length in bytes.
    pub length: Option<u64>,
}

/// What the user has to decide before an address is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddQuestion {
    /// Which of the page's feeds to follow.
    WhichFeed(Vec<FeedChoice>),
    /// Whether to add a page that has no feed and does not read as an article.
    Page,
}

/// A feed of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedChoice {
    /// Its address, with the user's password if the page's had one.
    pub url: String,
    /// The page's title for it.
    pub title: Option<String>,
}
