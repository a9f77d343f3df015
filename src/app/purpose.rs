//! The purposes of prompts, and the stages of typing.

use crate::text::web;

/// What a prompt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Search the library.
    Search,
    /// Find in the article.
    Find,
    /// Find in the dossier.
    FindInDossier,
    /// Filter the list by a query.
    Filter,
    /// Find in the index of names.
    Names,
    /// Narrow the names of the sidebar.
    SidebarNames,
    /// Save articles as a file.
    Save,
    /// Save all notes as a file.
    SaveNotes,
    /// Pipe articles or notes to a command.
    Pipe,
    /// Tag the article.
    Tag,
    /// Write a note on the article, or on the selection.
    Note,
    /// Add an address, a file or a folder.
    Add,
    /// Add an account on a server: its address, and the user's name there.
    Account,
    /// The password or token for it.
    AccountSecret,
    /// Rename a feed.
    FeedName,
    /// Tag a feed.
    FeedTag,
    /// Save a search under a name.
    SaveSearch,
    /// Rename a saved search.
    RenameSearch,
    /// Tag the articles that a saved search finds.
    SearchTag,
}

impl Purpose {
    /// Whether the input is a search, which can be recalled later.
    pub fn is_search(self) -> bool {
        matches!(self, Self::Search | Self::Filter | Self::Find | Self::FindInDossier)
    }

    /// Whether the input may be the name of a file, which is completed and checked.
    pub fn is_path(self) -> bool {
        matches!(self, Self::Add | Self::Save | Self::SaveNotes)
    }

    /// Whether the input is not shown.
    pub fn is_secret(self) -> bool {
        self == Self::AccountSecret
    }

    /// Whether what is typed changes the library.
    pub fn writes(self) -> bool {
        match self {
            Self::Search
            | Self::Find
            | Self::FindInDossier
            | Self::Filter
            | Self::Names
            | Self::SidebarNames
            | Self::Save
            | Self::SaveNotes
            | Self::Pipe => false,
            Self::Tag
            | Self::Note
            | Self::Add
            | Self::Account
            | Self::AccountSecret
            | Self::FeedName
            | Self::FeedTag
            | Self::SaveSearch
            | Self::RenameSearch
            | Self::SearchTag => true,
        }
    }

    /// The keys that end the line, where they do more than take it.
    pub fn keys(self) -> &'static str {
        match self {
            Self::Search => "Enter opens · Tab to the list",
            _ => "",
        }
    }

    /// What is wrong with the words, so that they cannot be taken.
    pub fn fault(self, words: &str) -> Option<String> {
        let address = words.split_whitespace().next().filter(|_| self == Self::Account)?;
        let is_wrong = web::openable(address).is_none();
        is_wrong.then(|| format!("{address} is not a web address; write it as https://example.org"))
    }

    /// The label before the line.
    pub fn label(self) -> &'static str {
        match self {
            Self::Search => "Search the library",
            Self::Find => "Find in this article",
            Self::FindInDossier => "Find in this dossier",
            Self::Filter => "Filter this list",
            Self::Names | Self::SidebarNames => "Names with",
            Self::Save => "Save as",
            Self::SaveNotes => "Save all notes as",
            Self::Pipe => "Pipe to",
            Self::Tag => "Tag",
            Self::Note => "Note",
            Self::Add => "Add",
            Self::Account => "Server and your name",
            Self::AccountSecret => "Password or token",
            Self::FeedName => "Rename this feed",
            Self::FeedTag => "Tag this feed",
            Self::SaveSearch => "Save this search as",
            Self::RenameSearch => "Rename this search",
            Self::SearchTag => "Tag its new articles",
        }
    }

    /// The placeholder of an empty line.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Search => "words, \"a phrase\", -without, person:… place:… org:… is:unread after:2016-12",
            Self::Find | Self::FindInDossier => "words; then n next, N previous",
            Self::Filter => "a query, as in a search",
            Self::Names | Self::SidebarNames => "any word of any spelling",
            Self::Save => "a file: .md .html .txt .json; or a folder, ending in /",
            Self::SaveNotes => "a Markdown file: .md",
            Self::Pipe => "a command, which reads it as Markdown; less, vim .. and !command get the terminal",
            Self::Tag | Self::FeedTag => "a word (repeat a tag to remove it)",
            Self::Note => "what you think of it; gn lists all notes",
            Self::Add => "an address (of a feed, a site, a page), or files: ~/news/*.html; Tab completes",
            Self::Account => "https://rss.example.org ann; with a token no name",
            Self::AccountSecret => "one of its own for FreshRSS and Miniflux; not shown",
            Self::SaveSearch => "a name; empty for its words",
            Self::RenameSearch => "a name",
            Self::SearchTag => "a word; empty for no tag",
            Self::FeedName => "a name; empty for the feed's own title",
        }
    }
}

/// What has been typed into a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The purpose.
    pub purpose: Purpose,
    /// The words.
    pub words: String,
    /// The stage.
    pub stage: Stage,
    /// Whether this prompt has already been answered for earlier words.
    pub again: bool,
}

/// The stage of typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The user is typing.
    Typing,
    /// The line is complete.
    Accepted,
    /// The line is complete, and what it finds stays as a list.
    Kept,
    /// The prompt was cancelled.
    Cancelled,
}
