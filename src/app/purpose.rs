//! What a line of text is typed for, and how far its typing has come.

/// What a prompt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Search the library.
    Search,
    /// Find in the article.
    Find,
    /// Filter the list by a query.
    Filter,
    /// Find in the index of names.
    Names,
    /// Tag the article.
    Tag,
    /// Add an address, a file or a folder.
    Add,
    /// Rename a feed.
    FeedName,
    /// Tag a feed.
    FeedTag,
}

impl Purpose {
    /// What stands before the line.
    pub fn label(self) -> &'static str {
        match self {
            Self::Search => "Search the library",
            Self::Find => "Find in this article",
            Self::Filter => "Filter this list",
            Self::Names => "Names beginning with",
            Self::Tag => "Tag",
            Self::Add => "Add",
            Self::FeedName => "Rename this feed",
            Self::FeedTag => "Tag this feed",
        }
    }

    /// What stands in the line while it is empty.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Search => "words, \"a phrase\", -without, person:… place:… org:… is:unread after:2016-12",
            Self::Find => "words; then n next, N previous",
            Self::Filter => "a query, as in a search",
            Self::Names => "a name, any spelling",
            Self::Tag | Self::FeedTag => "a word; the same word again removes it",
            Self::Add => "an address (of a feed, a site, a page), a file or a folder",
            Self::FeedName => "a name; empty for the feed's own title",
        }
    }
}

/// What has been typed into a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// What for.
    pub purpose: Purpose,
    /// The words.
    pub words: String,
    /// How far it has come.
    pub stage: Stage,
    /// These are not the first words of this prompt: it has been answered before.
    pub again: bool,
}

/// How far the typing of a line has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It goes on.
    Typing,
    /// The line is done.
    Accepted,
    /// Never mind.
    Cancelled,
}
