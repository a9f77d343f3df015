//! An article of the library.

use super::{Document, Mention, NamedEntity, Span, When};
use serde::{Deserialize, Serialize};

/// Identifies an article of a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ArticleId(pub i64);

/// Where a row stands in its list: rows are in descending order of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowKey {
    /// Seconds since the epoch in lists by time; the negated place among the results in ranked lists.
    pub order: i64,
    /// Parts rows of the same moment.
    pub article: ArticleId,
}

/// What a list shows of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its place in the list it was asked for.
    pub key: RowKey,
    /// Headline; never empty (an article without one shows its first words).
    pub title: String,
    /// Site or newspaper.
    pub site: Option<String>,
    /// Publication; where unknown, lists go by `added`.
    pub published: Option<When>,
    /// When the library took it in, in seconds since the epoch.
    pub added: i64,
    /// Length of the text in words.
    pub words: u32,
    /// Not read yet.
    pub unread: bool,
    /// Bookmarked by the reader.
    pub bookmarked: bool,
    /// The reader's tags.
    pub tags: Vec<String>,
    /// Where the search's words stand, in lists that come from a search.
    pub snippet: Option<Snippet>,
    /// How well it fits the search; larger is better. 0 in lists by time.
    pub score: f32,
}

impl Row {
    /// The article's number.
    pub fn id(&self) -> ArticleId {
        self.key.article
    }

    /// Reading time in minutes at 230 words a minute, at least 1 (Brysbaert 2019 has 238 for English
    /// non-fiction; news has more names and figures).
    pub fn minutes(&self) -> u32 {
        self.words.div_ceil(230).max(1)
    }
}

/// A piece of text with the words that were searched for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// One line.
    pub text: String,
    /// Where the words stand in it.
    pub hits: Vec<Span>,
}

/// An article opened for reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Its row, with the reader's marks.
    pub row: Row,
    /// Title, text and structure.
    pub document: Document,
    /// Where names stand; `entity` counts in `entities`.
    pub mentions: Vec<Mention>,
    /// Who and what is named, most salient first.
    pub entities: Vec<NamedEntity>,
    /// The reader's notes, oldest first.
    pub notes: Vec<String>,
    /// Where it came from: addresses and file names.
    pub sources: Vec<String>,
    /// Where the reader stopped.
    pub position: Position,
    /// How far the machine has read it.
    pub reading: Reading,
}

/// What became of an article's text from one version to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// When the library took the newer version in, in seconds since the epoch.
    pub added: i64,
    /// The paragraphs that are not what they were, in order; the title first, if it is another one.
    pub paragraphs: Vec<Vec<DiffPart>>,
}

/// A run of words of an edited paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiffPart {
    /// In both versions.
    Kept(String),
    /// In the older one alone.
    Removed(String),
    /// In the newer one alone.
    Added(String),
}

/// Whether an article's names are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// By the recogniser now in use.
    Done,
    /// Not yet, or by an older recogniser.
    Due,
}

/// A place in an article: a byte of its text, which survives another width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// First byte of the paragraph or line at the top of the pane.
    pub offset: u32,
}
