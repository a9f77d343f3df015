//! Where the user is: the contexts that keys apply in, and the locations to go to and come back to.

use super::map_scope::MapScope;
use super::view::ListView;
use crate::model::{ArticleId, EntityId, FeedId, Kind, Position};

/// A set of contexts. An action applies if one of its contexts is among the current ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Contexts(u32);

impl Contexts {
    /// No context.
    pub const NONE: Self = Self(0);
    /// On every screen.
    pub const ANYWHERE: Self = Self(1);
    /// On the screen of list, article and sidebar.
    pub const READING: Self = Self(1 << 1);
    /// In the list.
    pub const LIST: Self = Self(1 << 2);
    /// In the article.
    pub const READER: Self = Self(1 << 3);
    /// In the sidebar.
    pub const SIDEBAR: Self = Self(1 << 4);
    /// In the index of names.
    pub const NAMES: Self = Self(1 << 5);
    /// In the feed tree.
    pub const FEEDS: Self = Self(1 << 6);
    /// Where there is a current name: focused in the text, or under the cursor.
    pub const NAME: Self = Self(1 << 7);
    /// In a dossier.
    pub const DOSSIER: Self = Self(1 << 8);
    /// While the matches of a find are shown.
    pub const FIND: Self = Self(1 << 9);
    /// In the list of past changes.
    pub const CHANGES: Self = Self(1 << 10);
    /// On a map.
    pub const MAP: Self = Self(1 << 11);
    /// In the list of saved searches.
    pub const SEARCHES: Self = Self(1 << 12);
    /// On a map whose articles can be narrowed to a period.
    pub const PERIOD: Self = Self(1 << 13);

    /// Where `E` works on names, also on one that is chosen for it: in the feeds and the saved searches it works on these.
    pub const NAMING: Self = Self(1 << 14);

    /// While words of an article are selected.
    pub const SELECTION: Self = Self(1 << 20);
    /// In the list of notes and highlights.
    pub const NOTES: Self = Self(1 << 21);

    /// Each context with the heading of its keys, the narrowest first.
    pub const NARROWEST_FIRST: [(Self, &'static str); 17] = [
        (Self::FIND, "While matches are shown"),
        (Self::SELECTION, "While words are selected"),
        (Self::MAP, "On the map"),
        (Self::PERIOD, "On the map"),
        (Self::DOSSIER, "In a dossier"),
        (Self::LIST, "In the list"),
        (Self::SIDEBAR, "In the sidebar"),
        (Self::NAMES, "In the index of names"),
        (Self::FEEDS, "In the feed tree"),
        (Self::SEARCHES, "In the list of saved searches"),
        (Self::CHANGES, "In the list of past changes"),
        (Self::NOTES, "In the list of notes"),
        (Self::NAME, "On a name"),
        (Self::READER, "In the article"),
        (Self::READING, "Reading"),
        (Self::NAMING, "Correcting names"),
        (Self::ANYWHERE, "Everywhere"),
    ];

    /// The union of both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The union, if `on`.
    #[must_use]
    pub const fn and_if(self, on: bool, other: Self) -> Self {
        if on { self.and(other) } else { self }
    }

    /// Whether the sets have a context in common.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The widest of these contexts, as an index into [`Contexts::NARROWEST_FIRST`].
    pub fn widest(self) -> Option<usize> {
        Self::NARROWEST_FIRST.iter().rposition(|(context, _)| context.meets(self))
    }

    /// The narrowest context in both sets: its index in [`Contexts::NARROWEST_FIRST`].
    pub fn narrowest(self, other: Self) -> Option<usize> {
        let both = Self(self.0 & other.0);
        Self::NARROWEST_FIRST.iter().position(|(context, _)| context.meets(both))
    }
}

/// A pane of the articles screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Focus {
    /// The list of articles.
    #[default]
    List,
    /// The article.
    Reader,
    /// The names in it.
    Sidebar,
}

/// A location on the screen: to go to, and to return to.
#[derive(Debug, Clone, PartialEq)]
pub enum Location {
    /// Articles: which list, which pane has the focus, and what is being read where.
    Articles(ListView, Focus, Option<ReadingPoint>),
    /// A dossier, and the selected article.
    Dossier(EntityId, usize),
    /// The index of names of a kind, and where in it.
    Names(Kind, NamesAt),
    /// The feed tree: the selected line, or else the feed.
    Feeds(usize, Option<FeedId>),
    /// The list of past changes, and the selected row.
    Changes(usize),
    /// Notes and highlights, and the selected row.
    Notes(usize),
    /// The list of saved searches, the selected row, and the search the user came from.
    Searches(usize, Option<String>),
    /// A map.
    Map(MapScope),
    /// The watched and muted names, and the selected row.
    Watched(usize),
}

impl Location {
    /// All articles: where the user starts, below everything else.
    pub fn is_lowest(&self) -> bool {
        matches!(self, Self::Articles(view, ..) if view.is_all())
    }

    /// Whether it is on the same screen, possibly at another position.
    pub fn is_same_place(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Articles(one, ..), Self::Articles(two, ..)) => one.is_same_list(two),
            (Self::Dossier(one, _), Self::Dossier(two, _)) => one == two,
            (Self::Names(kind, one), Self::Names(other, two)) => (kind, &one.words) == (other, &two.words),
            (Self::Searches(_, one), Self::Searches(_, two)) => one == two,
            (Self::Feeds(..), Self::Feeds(..))
            | (Self::Changes(..), Self::Changes(..))
            | (Self::Notes(..), Self::Notes(..))
            | (Self::Watched(..), Self::Watched(..)) => true,
            (Self::Map(one), Self::Map(two)) => one.of == two.of,
            _ => false,
        }
    }
}

/// Where the user is in an index of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamesAt {
    /// The words it is narrowed by.
    pub words: String,
    /// The selected line.
    pub cursor: usize,
    /// Whether the names of one article are shown, too; by default, if they are few.
    pub with_rare: Option<bool>,
}

impl NamesAt {
    /// At its top.
    pub const START: Self = Self { words: String::new(), cursor: 0, with_rare: None };
}

/// A point in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadingPoint {
    /// The article.
    pub article: ArticleId,
    /// Where in it.
    pub at: PointAt,
}

/// Where in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointAt {
    /// A top line, and the focused mention.
    Line(Position, Option<usize>),
    /// The name at or after a byte of the text.
    Sentence(u32),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_context_wins() {
        let reading = Contexts::ANYWHERE.and(Contexts::READING).and(Contexts::READER);
        let on_a_name = reading.and_if(true, Contexts::NAME);
        let title = |at: Option<usize>| at.map(|at| Contexts::NARROWEST_FIRST[at].1);
        assert_eq!(title(reading.narrowest(on_a_name)), Some("In the article"));
        assert_eq!(title(on_a_name.narrowest(on_a_name)), Some("On a name"));
        assert_eq!(reading.narrowest(Contexts::LIST), None);
        assert!(!reading.and_if(false, Contexts::NAME).meets(Contexts::NAME));
    }
}
