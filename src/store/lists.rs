//! Lists by time: windows on sets of articles, each set ordered by (time, article) in its own
//! index, so that the cost of a window depends on what it shows, not on the size of the library.
//!
//! A filtered list is the intersection of such sets: the smallest is walked, and the others
//! are checked for each of its keys. Queries are not handled here.

use super::{Error, Result, Store};
use crate::model::{Anchor, ArticleId, BuiltinList, EntityId, FeedId, ListQuery, Order, Row, RowKey, Window};
use rusqlite::{ToSql, params_from_iter};

/// Numbers of the built-in lists in the database.
pub(super) const UNREAD: i64 = 1;
pub(super) const BOOKMARKS: i64 = 2;
pub(super) const HISTORY: i64 = 3;

/// Keys examined between two checks whether to stop.
const CHUNK: usize = 512;

/// A set of articles that is ordered by an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    All,
    BuiltinList(i64),
    Named(EntityId),
    FeedArticle(FeedId),
}

/// How a list is walked: through `driver`, checking all `sieves`.
struct Plan<'a> {
    driver: Set,
    sieves: Vec<Set>,
    /// If there are several feeds, one of them must have brought an article.
    feeds: Vec<FeedId>,
    filter: Option<Filter<'a>>,
    newest_first: bool,
}

/// A further condition on an article.
pub type Filter<'a> = &'a dyn Fn(ArticleId) -> bool;

/// Where a walk begins: at an end of the list, or next to a key.
#[derive(Clone, Copy)]
enum From {
    End,
    Beyond(RowKey),
    At(RowKey),
}

/// The direction of a walk, in the list's own order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Down,
    Up,
}

impl Store {
    /// The part of a list that an anchor asks for, at most `count` rows, of the articles that pass
    /// `filter`, if there is one. The query is ignored.
    pub fn window(
        &self,
        list_query: &ListQuery,
        anchor: Anchor,
        count: usize,
        filter: Option<Filter<'_>>,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Window> {
        let plan = Plan { filter, ..self.plan(list_query)? };
        let walk = |from, way, count| self.walk(&plan, from, way, count, stopped);
        let (above, below) = match anchor {
            Anchor::Top => (Vec::new(), walk(From::End, Way::Down, count.saturating_add(1))?),
            Anchor::Bottom => (walk(From::End, Way::Up, count.saturating_add(1))?, Vec::new()),
            Anchor::After(key) => (
                walk(From::At(key), Way::Up, 1)?,
                walk(From::Beyond(key), Way::Down, count.saturating_add(1))?,
            ),
            Anchor::Before(key) => (
                walk(From::Beyond(key), Way::Up, count.saturating_add(1))?,
                walk(From::At(key), Way::Down, 1)?,
            ),
            Anchor::Around(key) => (
                walk(From::Beyond(key), Way::Up, count.saturating_add(1))?,
                walk(From::At(key), Way::Down, count.saturating_add(1))?,
            ),
        };
        let (above_kept, below_kept) = anchor.shares(count, above.len(), below.len());
        let more_before = above.len() > above_kept;
        let more_after = below.len() > below_kept;
        let keys = above[..above_kept].iter().rev().chain(&below[..below_kept]);
        let rows = keys.filter_map(|&key| self.keyed_row(key).transpose()).collect::<Result<_>>()?;
        Ok(Window { rows, more_before, more_after, total: self.total_of(&plan, stopped)?, complaint: None })
    }

    /// How many articles a list has, ignoring its query.
    pub fn total(&self, list_query: &ListQuery, stopped: &dyn Fn() -> bool) -> Result<u64> {
        self.total_of(&self.plan(list_query)?, stopped)
    }

    /// The articles of a list in order, ignoring its query; at most `limit`.
    pub fn articles_of(
        &self,
        list_query: &ListQuery,
        limit: usize,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Vec<ArticleId>> {
        let plan = self.plan(list_query)?;
        let keys = self.walk(&plan, From::End, Way::Down, limit, stopped)?;
        Ok(keys.into_iter().map(|key| key.article).collect())
    }

    /// Passes every article of a built-in list to `each`; for building sets.
    pub fn each_on_builtin_list(&self, which: BuiltinList, each: &mut dyn FnMut(ArticleId)) -> Result<()> {
        let mut query = self.connection.prepare_cached("SELECT article FROM shelf WHERE shelf = ?")?;
        let mut rows = query.query([builtin_number(which).unwrap_or(UNREAD)])?;
        while let Some(row) = rows.next()? {
            each(ArticleId(row.get(0)?));
        }
        Ok(())
    }

    /// Walks the smallest of the list's sets and checks the others. History uses another time
    /// than the rest, so it is always the one that is walked.
    fn plan(&self, list_query: &ListQuery) -> Result<Plan<'static>> {
        let mut sets: Vec<Set> = list_query.entities.iter().map(|&entity| Set::Named(entity)).collect();
        sets.sort_by_key(|set| if let Set::Named(entity) = set { entity.0 } else { 0 });
        sets.dedup();
        let mut feeds = list_query.feeds.clone();
        if let [feed] = feeds[..] {
            sets.push(Set::FeedArticle(feed));
            feeds.clear();
        }
        let number = builtin_number(list_query.builtin);
        let newest_first = list_query.order != Order::Oldest;
        if number == Some(HISTORY) {
            return Ok(Plan {
                driver: Set::BuiltinList(HISTORY),
                sieves: sets,
                feeds,
                filter: None,
                newest_first,
            });
        }
        sets.extend(number.map(Set::BuiltinList));
        let mut sized =
            sets.into_iter().map(|set| Ok((self.size(set)?, set))).collect::<Result<Vec<(u64, Set)>>>()?;
        sized.sort_by_key(|&(size, _)| size);
        let mut ordered = sized.into_iter().map(|(_, set)| set);
        let driver = ordered.next().unwrap_or(Set::All);
        Ok(Plan { driver, sieves: ordered.collect(), feeds, filter: None, newest_first })
    }

    fn size(&self, set: Set) -> Result<u64> {
        if let Set::Named(entity) = set {
            return self.articles_naming(entity);
        }
        if let Set::FeedArticle(feed) = set {
            return self.count_feed_articles(feed);
        }
        let totals = self.totals()?;
        let size = match set {
            Set::BuiltinList(UNREAD) => totals.unread,
            Set::BuiltinList(BOOKMARKS) => totals.bookmarked,
            Set::BuiltinList(_) => totals.articles - totals.unread,
            _ => totals.articles,
        };
        Ok(u64::try_from(size).unwrap_or(0))
    }

    fn total_of(&self, plan: &Plan, stopped: &dyn Fn() -> bool) -> Result<u64> {
        if plan.takes_all() {
            return self.size(plan.driver);
        }
        if let Some(total) = self.total_by_what_was_read(plan, stopped)? {
            return Ok(total);
        }
        let mut total = 0;
        self.each_key(plan, From::End, Way::Down, None, stopped, &mut |_| {
            total += 1;
            true
        })?;
        Ok(total)
    }

    /// How many articles of one set are unread, counted by the read ones if these are fewer: a
    /// user who has just filled a library has read almost none of it.
    fn total_by_what_was_read(&self, plan: &Plan, stopped: &dyn Fn() -> bool) -> Result<Option<u64>> {
        let unread = Set::BuiltinList(UNREAD);
        let other = match plan.sieves[..] {
            [sieve] if plan.driver == unread && plan.filter.is_none() => sieve,
            [sieve] if sieve == unread && plan.filter.is_none() => plan.driver,
            _ => return Ok(None),
        };
        let read = Set::BuiltinList(HISTORY);
        if !plan.feeds.is_empty() || self.size(read)? >= self.size(plan.driver)? {
            return Ok(None);
        }
        let read_of_it =
            Plan { driver: read, sieves: vec![other], feeds: Vec::new(), filter: None, newest_first: true };
        Ok(Some(self.size(other)?.saturating_sub(self.total_of(&read_of_it, stopped)?)))
    }

    fn walk(
        &self,
        plan: &Plan,
        from: From,
        way: Way,
        count: usize,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Vec<RowKey>> {
        let mut keys = Vec::new();
        if count > 0 {
            self.each_key(plan, from, way, Some(count), stopped, &mut |key| {
                keys.push(key);
                keys.len() < count
            })?;
        }
        Ok(keys)
    }

    /// Passes the list's keys to `each` until it has enough.
    fn each_key(
        &self,
        plan: &Plan,
        from: From,
        way: Way,
        count: Option<usize>,
        stopped: &dyn Fn() -> bool,
        each: &mut dyn FnMut(RowKey) -> bool,
    ) -> Result<()> {
        let limit = if plan.takes_all() { count } else { None };
        let (sql, values) = plan.select(from, way, limit);
        let mut query = self.connection.prepare_cached(&sql)?;
        let mut rows = query.query(params_from_iter(values.iter().map(|value| value as &dyn ToSql)))?;
        let mut looked_at = 0_usize;
        while let Some(row) = rows.next()? {
            if looked_at.is_multiple_of(CHUNK) && stopped() {
                return Err(Error::Cancelled);
            }
            looked_at += 1;
            let key = RowKey { order: row.get(0)?, article: ArticleId(row.get(1)?) };
            let passes = row.get(2)? && plan.filter.is_none_or(|filter| filter(key.article));
            if passes && !each(key) {
                break;
            }
        }
        Ok(())
    }

    fn keyed_row(&self, key: RowKey) -> Result<Option<Row>> {
        Ok(self.row(key.article)?.map(|row| Row { key, ..row }))
    }
}

impl Plan<'_> {
    /// Whether every key of the driver is in the list.
    fn takes_all(&self) -> bool {
        self.sieves.is_empty() && self.feeds.is_empty() && self.filter.is_none()
    }

    /// The statement that returns (time, article, passes) in the wanted order, and its values.
    fn select(&self, from: From, way: Way, limit: Option<usize>) -> (String, Vec<i64>) {
        let (table, article, mut only) = match self.driver {
            Set::All => ("article", "id", String::new()),
            Set::BuiltinList(_) => ("shelf", "article", " AND d.shelf = ?".to_owned()),
            Set::Named(_) => ("named", "article", " AND d.entity = ?".to_owned()),
            Set::FeedArticle(_) => ("carried", "article", " AND d.feed = ?".to_owned()),
        };
        let mut values = Vec::new();
        let mut passes: String =
            self.sieves.iter().map(|sieve| self.asks_whether(*sieve, &mut values)).collect();
        if !self.feeds.is_empty() {
            let numbers: Vec<String> = self.feeds.iter().map(|feed| feed.0.to_string()).collect();
            passes.push_str(&self.is_among("carried", &format!("feed IN ({})", numbers.join(","))));
        }
        values.extend(self.driver.value());
        let descends = self.newest_first == (way == Way::Down);
        let (sign, direction) = if descends { ('<', "DESC") } else { ('>', "ASC") };
        let bound = match from {
            From::End => None,
            From::Beyond(key) => Some((key, "")),
            From::At(key) => Some((key, "=")),
        };
        if let Some((key, equal)) = bound {
            only = format!("{only} AND (d.time, d.{article}) {sign}{equal} (?, ?)");
            values.extend([key.order, key.article.0]);
        }
        values.push(limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(-1)));
        let sql = format!(
            "SELECT d.time, d.{article}, 1{passes} FROM {table} d WHERE 1{only}
             ORDER BY d.time {direction}, d.{article} {direction} LIMIT ?"
        );
        (sql, values)
    }

    /// The condition that a key of the driver is in another set, and its value.
    fn asks_whether(&self, sieve: Set, values: &mut Vec<i64>) -> String {
        let (table, column) = match sieve {
            Set::All => return String::new(),
            Set::BuiltinList(_) => ("shelf", "shelf"),
            Set::Named(_) => ("named", "entity"),
            Set::FeedArticle(_) => ("carried", "feed"),
        };
        values.extend(sieve.value());
        self.is_among(table, &format!("{column} = ?"))
    }

    fn is_among(&self, table: &str, which: &str) -> String {
        let article = if self.driver == Set::All { "d.id" } else { "d.article" };
        let time = if self.driver == Set::BuiltinList(HISTORY) {
            "(SELECT a.time FROM article a WHERE a.id = d.article)"
        } else {
            "d.time"
        };
        format!(
            " AND EXISTS (SELECT 1 FROM {table} s WHERE s.{which} AND s.time = {time} AND s.article = {article})"
        )
    }
}

impl Set {
    /// The value for its table.
    fn value(self) -> Option<i64> {
        match self {
            Self::All => None,
            Self::BuiltinList(number) => Some(number),
            Self::Named(entity) => Some(entity.0),
            Self::FeedArticle(feed) => Some(feed.0),
        }
    }
}

fn builtin_number(builtin: BuiltinList) -> Option<i64> {
    match builtin {
        BuiltinList::All => None,
        BuiltinList::Unread => Some(UNREAD),
        BuiltinList::Bookmarks => Some(BOOKMARKS),
        BuiltinList::History => Some(HISTORY),
    }
}
