//! An article of the library.

use super::{Document, Mention, NamedEntity, Span, When};
use serde::{Deserialize, Serialize};

/// Identifies an article of a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ArticleId(pub i64);

/// A row's position in its list: rows are in descending order of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowKey {
    /// Seconds since the epoch in lists by time; the negated rank in search results.
    pub order: i64,
    /// Separates rows with the same time.
    pub article: ArticleId,
}

/// An article as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its position in the list it was requested for.
    pub key: RowKey,
    /// Headline; never empty (an article without one shows its first words).
    pub title: String,
    /// Site or newspaper.
    pub site: Option<String>,
    /// Publication time; where unknown, lists use `added`.
    pub published: Option<When>,
    /// When it was added to the library, in seconds since the epoch.
    pub added: i64,
    /// Length of the text in words.
    pub words: u32,
    /// Not read yet.
    pub unread: bool,
    /// Bookmarked by the user.
    pub bookmarked: bool,
    /// The user's tags.
    pub tags: Vec<String>,
    /// Whether it mentions a name that the user watches.
    pub watched: bool,
    /// Where the search terms are in the title, in search results.
    pub title_hits: Vec<Span>,
    /// Where the search terms occur in the text, in search results.
    pub snippet: Option<Snippet>,
    /// How well it matches the search; larger is better. 0 in lists by time.
    pub score: f32,
}

impl Row {
    /// The article's number.
    pub fn id(&self) -> ArticleId {
        self.key.article
    }

    /// The time that determines its position in lists: of publication or, if that is unknown or in the future, of
    /// being added.
    pub fn listed(&self) -> When {
        let published = self.published.filter(|when| !when.is_after(self.added));
        published.unwrap_or(When::second(self.added))
    }

    /// Reading time in minutes at 230 words a minute, at least 1 (Brysbaert 2019 found 238 for English
    /// non-fiction; news has more names and figures).
    pub fn minutes(&self) -> u32 {
        self.words.div_ceil(230).max(1)
    }
}

/// An excerpt that contains the search terms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// One line.
    pub text: String,
    /// Where the terms are in it.
    pub hits: Vec<Span>,
}

/// An article opened for reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Its row, with the user's marks.
    pub row: Row,
    /// Title, text and structure.
    pub document: Document,
    /// Where names occur; `entity` is an index into `entities`.
    pub mentions: Vec<Mention>,
    /// The entities named, most salient first.
    pub entities: Vec<NamedEntity>,
    /// The user's notes and highlights with their numbers, the oldest first.
    pub notes: Vec<(i64, Note)>,
    /// Where it came from: addresses and file names.
    pub sources: Vec<String>,
    /// Where the user stopped reading.
    pub position: Position,
    /// Whether its names are up to date.
    pub reading: Reading,
}

/// How an article's text changed from one version to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// When the newer version was added, in seconds since the epoch.
    pub added: i64,
    /// The changed paragraphs, in order; the title first, if it changed.
    pub paragraphs: Vec<Vec<DiffPart>>,
}

/// A run of words of an edited paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiffPart {
    /// In both versions.
    Kept(String),
    /// Only in the older version.
    Removed(String),
    /// Only in the newer version.
    Added(String),
}

/// Whether an article's names are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Yes, found by the current recogniser.
    Done,
    /// Not yet, or found by an older recogniser.
    Due,
}

/// A position in an article: a byte of its text, so that it stays valid at any width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// First byte of the paragraph or line at the top of the pane.
    pub offset: u32,
}

/// A note on an article or on a passage in it. A highlight is a note without text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The article.
    pub article: ArticleId,
    /// When it was written, in seconds since the epoch.
    pub added: i64,
    /// What the user wrote; empty for a highlight.
    pub text: String,
    /// What it is about; `None` for the article as a whole.
    pub passage: Option<Passage>,
}

/// A passage of an article's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Its position in the text that was shown.
    pub span: Span,
    /// Its words, used to find it again when the text has been revised.
    pub quote: String,
}

impl Note {
    /// Whether it is a highlight: a passage without text.
    pub fn is_highlight(&self) -> bool {
        self.text.is_empty()
    }
}

impl Passage {
    /// Its position in a text: the original one or, in a later version, the nearest with the same words; `None` if
    /// there is none.
    pub fn place_in(&self, text: &str) -> Option<Span> {
        if self.quote.is_empty() || self.span.of(text) == self.quote {
            return Some(self.span).filter(|_| !self.quote.is_empty());
        }
        let starts = text.match_indices(&self.quote).map(|(at, _)| at);
        let start = starts.min_by_key(|at| at.abs_diff(self.span.start as usize))?;
        Some(Span::new(start, start + self.quote.len()))
    }
}

/// A note or highlight in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRow {
    /// Its number.
    pub id: i64,
    /// The title of its article.
    pub title: String,
    /// The note.
    pub note: Note,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_are_found_again() {
        let passage = |start, quote: &str| Passage {
            span: Span::new(start, start + quote.len()),
            quote: quote.to_owned(),
        };
        for (passage, expected) in [
            (passage(4, "quay"), Some(Span::new(4, 8))),
            (passage(6, "quay"), Some(Span::new(4, 8))),
            (passage(20, "quay"), Some(Span::new(22, 26))),
            (passage(4, "dock"), None),
            (passage(4, ""), None),
        ] {
            assert_eq!(passage.place_in("The quay is closed; a quay."), expected, "{passage:?}");
        }
    }
}
