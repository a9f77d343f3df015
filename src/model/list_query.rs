//! Which articles a list holds, and the part of it that is on the screen.

use super::{EntityId, FeedId, Kind, Row, RowKey, When};

/// A list of articles: a shelf, narrowed by names and by a query.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct ListQuery {
    /// The shelf it starts from.
    pub builtin: BuiltinList,
    /// Only articles that name all of these.
    pub entities: Vec<EntityId>,
    /// Only articles that one of these has brought; none: from wherever.
    pub feeds: Vec<FeedId>,
    /// Only what this query finds; the empty string finds all.
    pub query: String,
    /// How the rows follow one another.
    pub order: Order,
    /// Take the query's last word as the beginning of one (while it is being typed).
    pub typing: bool,
}

/// The reader's standing lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BuiltinList {
    /// Every article.
    #[default]
    All,
    /// What has not been read.
    Unread,
    /// What has been bookmarked.
    Bookmarks,
    /// What has been read, last read first.
    History,
}

/// How rows follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// By time, the newest first.
    #[default]
    Newest,
    /// By time, the oldest first.
    Oldest,
    /// By how well they fit the query; without a query, newest first.
    Best,
}

/// From where a window reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The first rows.
    Top,
    /// The last rows.
    Bottom,
    /// The rows that follow this one.
    After(RowKey),
    /// The rows before this one, still in the list's order.
    Before(RowKey),
    /// Rows on both sides of this one, itself included if it is in the list.
    Around(RowKey),
}

impl Anchor {
    /// How many of the rows found above and below the anchor a window of `count` rows shows. Those left
    /// over say that there is more.
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

/// A stretch of a list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Window {
    /// The rows, in the list's order.
    pub rows: Vec<Row>,
    /// There are rows before the first.
    pub more_before: bool,
    /// There are rows after the last.
    pub more_after: bool,
    /// How many articles the whole list holds.
    pub total: u64,
    /// What was faulty in the query and how it was understood, if anything.
    pub complaint: Option<String>,
}

/// The library's kept counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Articles in all.
    pub articles: u64,
    /// Of them not read.
    pub unread: u64,
    /// Of them bookmarked.
    pub bookmarked: u64,
}

/// A line of the index of names.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityRow {
    /// Its number.
    pub id: EntityId,
    /// What it is.
    pub kind: Kind,
    /// The library's name for it.
    pub name: String,
    /// How many articles name it.
    pub articles: u32,
    /// How often they do.
    pub mentions: u32,
    /// When it was last named.
    pub last: Option<When>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ArticleId;

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
