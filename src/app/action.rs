//! What the user can ask of the screen: plain data, named by keys, palette and settings.

use super::context::{Focus, Location};
use super::motion::Motion;
use super::purpose::Purpose;
use crate::model::{Attention, Kind, NamesOrder, Order};

/// Something the user asks for. Its meaning depends on the focus: a layer, the top screen, or
/// the application.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Move in the focused pane.
    Move(Motion),
    /// To the pane on the right, or on the left.
    Beside {
        /// To the right.
        right: bool,
    },
    /// Cycle through the panes.
    Around {
        /// To the next one.
        forward: bool,
    },
    /// To a pane.
    Focus(Focus),
    /// Open what the cursor is on.
    Open,
    /// Open the dossier of the current name.
    OpenName,
    /// A page down; at the end the next unread article.
    ReadOn,
    /// A page back.
    ReadBack,
    /// The next unread article or feed, or the previous.
    Unread {
        /// The next one.
        forward: bool,
    },
    /// Go to the next or previous article of the list, read or not.
    Article {
        /// The next one.
        forward: bool,
    },
    /// Start selecting rows, or stop.
    SelectRows,
    /// Put the list in another order.
    Order(Order),
    /// Put the index of names in another order.
    NamesOrder(NamesOrder),
    /// The next match of the search, or the previous.
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
    /// Leave the top screen.
    Leave {
        /// Whether to quit if nothing is left to leave.
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
    /// Prompt for a line of text.
    Ask(Purpose),
    /// Filter the list by the current name, else by a query.
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
    /// Refresh the current feed.
    Refresh,
    /// Refresh all feeds that are due.
    RefreshAll,
    /// Fetch the full text of the article.
    FullText,
    /// Fold or unfold the feeds of a tag.
    Fold,
    /// Change the current feed.
    Feed(FeedAction),
    /// Change the current saved search.
    Saved(SavedAction),
    /// Correct the current name.
    Correct(Correcting),
    /// Watch or mute the current name, or stop doing so.
    Attend(Attention),
    /// Show a summary of the current name.
    Peek,
    /// Show letter hints over every visible name and link.
    Hints {
        /// Whether the target is copied rather than opened.
        copies: bool,
    },
    /// List the links of the article.
    Links,
    /// Open the article in the browser.
    Browse,
    /// Copy something of the article.
    Copy(Part),
    /// Start or end selecting words of the article.
    Select,
    /// Extend the selection to whole sentences or paragraphs; if it has only whole ones, by the next.
    SelectWhole(TextUnit),
    /// Highlight the selection, or remove its highlight.
    Highlight,
    /// Show the sidebar and focus it; from there, hide it.
    Sidebar,
    /// Only the article, or everything again.
    Zen,
    /// Make lines longer, or shorter, by this many columns.
    LineWidth(i16),
    /// The next theme.
    Theme,
    /// Open a layer over the screen.
    Show(Overlay),
    /// Show the places of the current article or list on a map.
    Map,
    /// Zoom the map in by this many steps, or out if negative.
    Zoom(i16),
    /// The next period whose articles the map shows.
    TimeWindow,
    /// Read the settings file again.
    Reload,
    /// Redraw the whole screen.
    Redraw,
    /// Change the widths of the panes.
    PaneWidth(PaneWidth),
    /// Suspend the program.
    Suspend,
}

/// What an action changes in the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// What the user says of articles, names, feeds and searches.
    Mark,
    /// Which articles there are.
    Intake,
}

impl Action {
    /// Whether it works on a row, and so on nothing where a list is empty.
    pub fn needs_row(&self) -> bool {
        match self {
            Self::Open
            | Self::OpenName
            | Self::ReadOn
            | Self::ReadBack
            | Self::Unread { .. }
            | Self::Article { .. }
            | Self::SelectRows
            | Self::Name { .. }
            | Self::Mention { .. }
            | Self::Mark(_)
            | Self::ReadAll
            | Self::Delete
            | Self::FullText
            | Self::Fold
            | Self::Feed(_)
            | Self::Peek
            | Self::Hints { .. }
            | Self::Links
            | Self::Browse
            | Self::Copy(_)
            | Self::Select
            | Self::NamesOrder(_)
            | Self::Ask(
                Purpose::Tag
                | Purpose::Note
                | Purpose::Save
                | Purpose::Pipe
                | Purpose::FeedName
                | Purpose::FeedTag
                | Purpose::RenameSearch
                | Purpose::SearchTag,
            ) => true,
            Self::Saved(what) => *what != SavedAction::Save,
            _ => false,
        }
    }

    /// What it changes in the library, if anything.
    pub fn changes(&self) -> Option<Change> {
        use Purpose::{
            Account, AccountSecret, Add, FeedName, FeedTag, Note, RenameSearch, SaveSearch, SearchTag, Tag,
        };
        match self {
            Self::Refresh | Self::RefreshAll | Self::FullText | Self::Ask(Add | Account | AccountSecret) => {
                Some(Change::Intake)
            }
            Self::Ask(Tag | Note | FeedName | FeedTag | SaveSearch | RenameSearch | SearchTag)
            | Self::Mark(_)
            | Self::ReadAll
            | Self::Delete
            | Self::Undo
            | Self::Redo
            | Self::Feed(_)
            | Self::Saved(_)
            | Self::Correct(_)
            | Self::Attend(_)
            | Self::Highlight => Some(Change::Mark),
            _ => None,
        }
    }
}

/// A change of the panes' widths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaneWidth {
    /// The divider next to the focused pane moves to the right, or to the left.
    Divider {
        /// Whether to the right.
        right: bool,
    },
    /// The focused pane becomes as wide as possible.
    Widest,
    /// All panes get their default widths.
    Default,
}

/// A part of a text that is selected as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum TextUnit {
    Sentence,
    Paragraph,
}

/// A mark toggled by one key.
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

/// A change to a saved search that needs no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum SavedAction {
    Save,
    Remove,
    /// Among the others.
    Move {
        down: bool,
    },
    /// This and what follows set what is done to new articles.
    Read,
    Bookmark,
    Mute,
    Notify,
}

/// The types of correction of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Correcting {
    Merge,
    Split,
    Rename,
    Kind,
    Reject,
    Place,
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
    Selection,
}

/// The layers that can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Overlay {
    Help,
    Messages,
    Tutor,
    Palette,
}
