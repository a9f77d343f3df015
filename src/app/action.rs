//! What can be asked of the screen: plain data, which keys, palette and settings name.

use super::context::{Focus, Location};
use super::motion::Motion;
use super::purpose::Purpose;
use crate::model::Kind;

/// Something the user asks for. Whoever has the focus decides what it means: a layer, the screen on top, or
/// Dateline as a whole.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Move in what has the focus.
    Move(Motion),
    /// To the pane on the right, or on the left.
    Beside {
        /// To the right.
        right: bool,
    },
    /// Round the panes.
    Around {
        /// To the next one.
        forward: bool,
    },
    /// To a pane.
    Focus(Focus),
    /// Open what the cursor stands on.
    Open,
    /// Open the page of the name at hand.
    OpenName,
    /// A page further; at the end the next unread article.
    ReadOn,
    /// A page back.
    ReadBack,
    /// The next unread article or feed, or the previous.
    Unread {
        /// The next one.
        forward: bool,
    },
    /// The next place where the words that were looked for stand, or the previous.
    Hit {
        /// The next one.
        forward: bool,
    },
    /// The next name in the text, or the previous.
    Name {
        /// The next one.
        forward: bool,
        /// Only names of this kind.
        kind: Option<Kind>,
    },
    /// The next mention of the same entity, or the previous.
    Mention {
        /// The next one.
        forward: bool,
    },
    /// Leave what is on top.
    Leave {
        /// Where nothing is left to leave, the program.
        quit: bool,
    },
    /// Cancel, or remove the last filter.
    Cancel,
    /// Back to where the user was before.
    Back,
    /// Forward again.
    Forward,
    /// Go somewhere.
    Go(Location),
    /// Quit.
    Quit,
    /// Ask for a line of text.
    Ask(Purpose),
    /// Filter the list by the name at hand, else by a query.
    Filter,
    /// Set or remove a mark.
    Mark(Flag),
    /// Mark all articles of the list as read.
    ReadAll,
    /// Delete the article.
    Delete,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Refresh the feed at hand.
    Refresh,
    /// Refresh all feeds that are due.
    RefreshAll,
    /// Fetch the full text of the article.
    FullText,
    /// Hide the feeds of a tag, or show them.
    Fold,
    /// Change the feed at hand.
    Feed(FeedAction),
    /// Open the article in the browser.
    Browse,
    /// Copy something of the article.
    Copy(Part),
    /// Show the sidebar and go to it; from there, hide it.
    Sidebar,
    /// Nothing but the article, or everything again.
    Zen,
    /// Make lines longer, or shorter, by so many columns.
    LineWidth(i16),
    /// The next theme.
    Theme,
    /// Lay something over the screen.
    Show(Overlay),
    /// Suspend the program.
    Suspend,
}

/// A mark that has one key for setting and removing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Flag {
    Read,
    Bookmark,
}

/// A change to a feed that needs no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum FeedAction {
    Pause,
    FullText,
    Remove,
}

/// A part of an article that can be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Part {
    Link,
    Title,
    Paragraph,
    Name,
    Markdown,
}

/// What can be laid over the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Overlay {
    Help,
    Messages,
    Palette,
}
