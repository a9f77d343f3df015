//! Which articles a list contains, and the part of it that is on the screen.

use super::{
    ArticleId, Attention, EntityId, FeedId, Kind, Place, QueryError, Row, RowKey, SavedSearch, When,
};
use serde::{Deserialize, Serialize};

/// A list of articles: a built-in list, filtered by names and by a query.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct ListQuery {
    /// The built-in list it starts from.
    pub builtin: BuiltinList,
    /// Only articles that name all of these.
    pub entities: Vec<EntityId>,
    /// Only articles from one of these feeds; if empty, from anywhere.
    pub feeds: Vec<FeedId>,
    /// Only articles matching this query; the empty string matches all.
    pub query: String,
    /// The order of the rows.
    pub order: Order,
    /// Treat the query's last word as a prefix (while it is being typed).
    pub typing: bool,
}

/// The built-in lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum BuiltinList {
    /// Every article.
    #[default]
    All,
    /// Unread articles.
    Unread,
    /// Bookmarked articles.
    Bookmarks,
    /// Read articles, the last read first.
    History,
}

impl BuiltinList {
    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "All articles",
            Self::Unread => "Unread",
            Self::Bookmarks => "Bookmarks",
            Self::History => "History",
        }
    }
}

/// The order of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// By time, the newest first.
    #[default]
    Newest,
    /// By time, the oldest first.
    Oldest,
    /// By relevance to the query; without a query, newest first.
    Best,
    /// Unread articles first, each half newest first.
    Unread,
    /// By site, each newest first.
    Site,
    /// By length, the longest first.
    Length,
}

impl Order {
    /// Which end comes first, in a word or two.
    pub fn words(self) -> &'static str {
        match self {
            Self::Newest => "newest first",
            Self::Oldest => "oldest first",
            Self::Best => "most relevant first",
            Self::Unread => "unread first",
            Self::Site => "by site",
            Self::Length => "longest first",
        }
    }
}

/// Where a window starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The first rows.
    Top,
    /// The last rows.
    Bottom,
    /// The rows after this one.
    After(RowKey),
    /// The rows before this one, still in the list's order.
    Before(RowKey),
    /// Rows on both sides of this one, including it if it is in the list. The article counts: if its key has changed
    /// since, the new key is used.
    Around(RowKey),
}

impl Anchor {
    /// How many of the rows found above and below the anchor a window of `count` rows shows. Any rows left
    /// over mean that there are more.
    pub fn shares(self, count: usize, above: usize, below: usize) -> (usize, usize) {
        match self {
            Self::Top | Self::After(_) => (0, below.min(count)),
            Self::Bottom | Self::Before(_) => (above.min(count), 0),
            Self::Around(_) => {
                let below_share = below.min((count - count / 2).max(count.saturating_sub(above)));
                (above.min(count - below_share), below_share)
            }
        }
    }
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each says one thing about the list")]
pub struct Window {
    /// The rows, in the list's order.
    pub rows: Vec<Row>,
    /// How many of them are above the anchor.
    pub above: usize,
    /// Whether there are rows before the first.
    pub more_before: bool,
    /// Whether there are rows after the last.
    pub more_after: bool,
    /// How many articles the whole list contains, as far as they were counted.
    pub total: u64,
    /// Whether there are more than were counted; the library counts them all on request.
    pub is_partial: bool,
    /// The error in the query, if any; the list is then empty.
    pub error: Option<QueryError>,
    /// The query as it was understood, if that says more than the query.
    pub understood: Option<String>,
    /// Whether nothing was searched, as there is no index; the complaint says why.
    pub is_unsearched: bool,
    /// Whether it is empty, and a name in the query is that of nothing in the library; the complaint says which.
    pub is_in_vain: bool,
    /// Anything else the user should know about the list.
    pub complaint: Option<String>,
    /// Names that may be meant by one that the library does not know; the list is then empty.
    pub nearest: Vec<EntityRow>,
}

/// The library's totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All articles.
    pub articles: u64,
    /// Unread ones.
    pub unread: u64,
    /// Bookmarked ones.
    pub bookmarked: u64,
}

/// A saved search, with its results counted.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchRow {
    /// Its number.
    pub id: i64,
    /// The search.
    pub search: SavedSearch,
    /// How many articles it finds.
    pub articles: u64,
    /// How many of them are unread.
    pub unread: u64,
    /// The error in its query, if there is one.
    pub error: Option<String>,
}

/// A row of the index of names.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityRow {
    /// Its number.
    pub id: EntityId,
    /// Its kind.
    pub kind: Kind,
    /// The library's name for it.
    pub name: String,
    /// The name with what tells it from its namesakes.
    pub shown: String,
    /// How many articles name it.
    pub articles: u32,
    /// How often they name it.
    pub mentions: u32,
    /// When it was last named.
    pub last: Option<When>,
}

/// A name that is watched or muted.
#[derive(Debug, Clone, PartialEq)]
pub struct AttendedName {
    /// The name, with its frequency.
    pub row: EntityRow,
    /// Which of the two.
    pub attention: Attention,
    /// Articles that name it and arrived since the user last looked.
    pub fresh: u32,
}

/// An index of names, and how it is narrowed and ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamesQuery {
    /// People, places or organisations.
    pub kind: Kind,
    /// Only those with a form that has words beginning with these.
    pub words: String,
    /// What comes first.
    pub order: NamesOrder,
    /// Whether names of a single article are listed, too; by default they are if there are few.
    pub with_rare: Option<bool>,
}

/// The order of an index of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NamesOrder {
    /// Those in the most articles.
    #[default]
    Articles,
    /// Those that were named last.
    Recent,
    /// Those that are named more often than before.
    Rising,
    /// By name.
    Alphabet,
}

impl NamesOrder {
    /// What comes first, as a title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Articles => "Most articles first",
            Self::Recent => "Most recent first",
            Self::Rising => "Rising first: more articles of late than before",
            Self::Alphabet => "By name",
        }
    }
}

/// The first names of an index.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NamesPage {
    /// Names of several articles.
    pub often: Vec<NameRow>,
    /// How many there are of these.
    pub often_total: u64,
    /// Names of one article, if they were asked for.
    pub rare: Vec<NameRow>,
    /// How many there are of these, in any case.
    pub rare_total: u64,
}

/// A name with what tells it from its namesakes.
#[derive(Debug, Clone, PartialEq)]
pub struct NameRow {
    /// The name and its counts.
    pub row: EntityRow,
    /// Where it is, if that is known.
    pub place: Option<Place>,
    /// Its most frequent role: "prime minister".
    pub role: Option<String>,
}

impl NameRow {
    /// What tells it from its namesakes: `city · New York, United States`, `prime minister`; empty if nothing does.
    pub fn told_apart(&self) -> String {
        let place = self.place.as_ref();
        let kind = place.filter(|_| self.row.kind == Kind::Place).map(|place| place.kind.word().to_owned());
        let parts = [kind, self.role.clone(), place.map(Place::within)];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" · ")
    }
}

/// Which places a map shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlacesOf {
    /// Those named in one article.
    Article(ArticleId),
    /// Those named in the articles of a list.
    List(ListQuery),
}

/// A place on a map.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRow {
    /// Its name, and how often the map's articles name it.
    pub row: EntityRow,
    /// Its location.
    pub place: Place,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_shared_between_above_and_below() {
        let key = RowKey { order: 0, article: ArticleId(1) };
        let check = |anchor: Anchor, count, above, below, expected| {
            assert_eq!(anchor.shares(count, above, below), expected, "{anchor:?} {count} {above} {below}");
        };
        check(Anchor::Top, 5, 0, 6, (0, 5));
        check(Anchor::After(key), 5, 1, 3, (0, 3));
        check(Anchor::Before(key), 5, 6, 1, (5, 0));
        check(Anchor::Around(key), 10, 11, 11, (5, 5));
        check(Anchor::Around(key), 10, 2, 11, (2, 8));
        check(Anchor::Around(key), 10, 11, 1, (9, 1));
        check(Anchor::Around(key), 10, 2, 3, (2, 3));
        check(Anchor::Around(key), 1, 4, 4, (0, 1));
    }
}
