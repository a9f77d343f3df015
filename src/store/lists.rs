//! Lists: windows on sets of articles. Each set is sorted by (time, article) in an index of its own, so that the cost
//! of a window depends on its size and not on the library's. For lists by site and by length there is an index of all
//! articles; smaller sets are sorted.
//!
//! A filtered list is the intersection of such sets: the smallest is walked, and the others are checked for each of
//! its keys. Queries are not handled here.

use super::list_order::{From, OrderSql, Way};
use super::{Error, Result, Store};
use crate::model::{Anchor, ArticleId, BuiltinList, EntityId, FeedId, ListQuery, Order, Row, RowKey, Window};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};

/// Numbers of the built-in lists in the database.
pub(super) const UNREAD: i64 = 1;
pub(super) const BOOKMARKS: i64 = 2;
pub(super) const HISTORY: i64 = 3;

/// How far articles are counted if each has to be examined, until the full count is requested.
const COUNTED: u64 = 1_000;

/// In lists with unread articles first, read ones are lowered by this much.
const READ: i64 = 1 << 40;

/// The number of keys between two checks for cancellation.
const CHUNK: usize = 512;

/// A set of articles sorted by an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    All,
    BuiltinList(i64),
    Named(EntityId),
    FeedArticle(FeedId),
}

/// How a list is walked: through `driver`, filtered by all `sieves`.
#[derive(Clone)]
struct Plan<'a> {
    driver: Set,
    sieves: Vec<Set>,
    /// If there are feeds, one of them must have the article.
    feeds: Vec<FeedId>,
    filter: Option<Filter<'a>>,
    order: Order,
    /// Only read articles.
    is_read: bool,
}

/// How many articles a list contains, as far as they were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Total {
    counted: u64,
    is_partial: bool,
}

/// The keys of a part of a list.
#[derive(Debug, Default)]
pub struct Stretch {
    /// In the list's order.
    pub keys: Vec<RowKey>,
    /// How many of them are above the anchor.
    pub above: usize,
    /// Whether there are more before the first.
    pub more_before: bool,
    /// Whether there are more after the last.
    pub more_after: bool,
}

impl Total {
    fn exactly(counted: u64) -> Self {
        Self { counted, is_partial: false }
    }
}

/// A further condition on an article.
pub type Filter<'a> = &'a dyn Fn(ArticleId) -> bool;

impl Store {
    /// The part of a list around an anchor, at most `count` rows, of the articles that pass `filter`, if there is
    /// one. The query is ignored.
    pub fn window(
        &self,
        list_query: &ListQuery,
        anchor: Anchor,
        count: usize,
        filter: Option<Filter<'_>>,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Window> {
        let stretch = self.stretch(list_query, anchor, count, filter, stopped)?;
        let Stretch { keys, above, more_before, more_after } = stretch;
        let rows = keys.iter().filter_map(|&key| self.keyed_row(key).transpose()).collect::<Result<_>>()?;
        let plan = Plan { filter, ..self.plan(list_query)? };
        let total = self.total_of(&plan, COUNTED, stopped)?;
        let (total, is_partial) = (total.counted, total.is_partial);
        Ok(Window { rows, above, more_before, more_after, total, is_partial, ..Window::default() })
    }

    /// The keys of the same part of a list.
    pub fn stretch(
        &self,
        list_query: &ListQuery,
        anchor: Anchor,
        count: usize,
        filter: Option<Filter<'_>>,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Stretch> {
        let plans = self.plans(list_query, filter)?;
        let walk = |from, way, count| self.walk(&plans, from, way, count, stopped);
        let more = count.saturating_add(1);
        let (above, below) = match anchor {
            Anchor::Top => (Vec::new(), walk(From::End, Way::Down, more)?),
            Anchor::Bottom => (walk(From::End, Way::Up, more)?, Vec::new()),
            Anchor::After(key) => {
                (walk(From::At(key), Way::Up, 1)?, walk(From::Beyond(key), Way::Down, more)?)
            }
            Anchor::Before(key) => {
                (walk(From::Beyond(key), Way::Up, more)?, walk(From::At(key), Way::Down, 1)?)
            }
            Anchor::Around(key) => {
                let key = self.key_now(list_query, plans.len() > 1, key)?;
                (walk(From::Beyond(key), Way::Up, more)?, walk(From::At(key), Way::Down, more)?)
            }
        };
        let (above_kept, below_kept) = anchor.shares(count, above.len(), below.len());
        Ok(Stretch {
            keys: above[..above_kept].iter().rev().chain(&below[..below_kept]).copied().collect(),
            above: above_kept,
            more_before: above.len() > above_kept,
            more_after: below.len() > below_kept,
        })
    }

    /// The key that an article has in a list now, or would have; the previous key if the article is gone.
    fn key_now(&self, list_query: &ListQuery, is_halved: bool, key: RowKey) -> Result<RowKey> {
        let mut query = self.connection.prepare_cached(
            "SELECT a.time, a.words, m.read FROM article a LEFT JOIN mark m ON m.article = a.id WHERE a.id = ?",
        )?;
        let row = query.query_row([key.article.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        let Some((time, words, read)) = row.optional()? else { return Ok(key) };
        let (time, words, read): (i64, i64, Option<i64>) = (time, words, read);
        let order = match (list_query.order, list_query.builtin) {
            (Order::Length, _) => words,
            (Order::Newest | Order::Oldest | Order::Best | Order::Unread, BuiltinList::History) => {
                read.unwrap_or(key.order)
            }
            (Order::Unread, _) if is_halved && read.is_some() => time - READ,
            _ => time,
        };
        Ok(RowKey { order, ..key })
    }

    /// How many articles a list contains, ignoring its query; of those that pass `filter`, if there is one.
    pub fn total(
        &self,
        list_query: &ListQuery,
        filter: Option<Filter<'_>>,
        stopped: &dyn Fn() -> bool,
    ) -> Result<u64> {
        let plan = Plan { filter, ..self.plan(list_query)? };
        Ok(self.total_of(&plan, u64::MAX, stopped)?.counted)
    }

    /// The articles of a list in order, ignoring its query; at most `limit`.
    pub fn articles_of(
        &self,
        list_query: &ListQuery,
        limit: usize,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Vec<ArticleId>> {
        let keys = self.walk(&self.plans(list_query, None)?, From::End, Way::Down, limit, stopped)?;
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

    /// How a list is walked: in one pass or, with unread articles first, in two.
    fn plans<'a>(&self, list_query: &ListQuery, filter: Option<Filter<'a>>) -> Result<Vec<Plan<'a>>> {
        let plan = Plan { filter, ..self.plan(list_query)? };
        let is_mixed = matches!(list_query.builtin, BuiltinList::All | BuiltinList::Bookmarks);
        if list_query.order != Order::Unread || !is_mixed {
            return Ok(vec![plan]);
        }
        let unread = Set::BuiltinList(UNREAD);
        let unread = match plan.driver {
            Set::All => Plan { driver: unread, ..plan.clone() },
            _ => Plan { sieves: plan.sieves.iter().copied().chain([unread]).collect(), ..plan.clone() },
        };
        Ok(vec![unread, Plan { is_read: true, ..plan }])
    }

    /// Walks the smallest of the list's sets and filters by the others. The history uses its own times, so it is
    /// always the one walked.
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
        let order = list_query.order;
        if number == Some(HISTORY) {
            return Ok(Plan {
                driver: Set::BuiltinList(HISTORY),
                sieves: sets,
                feeds,
                filter: None,
                order,
                is_read: false,
            });
        }
        sets.extend(number.map(Set::BuiltinList));
        let mut sized =
            sets.into_iter().map(|set| Ok((self.size(set)?, set))).collect::<Result<Vec<(u64, Set)>>>()?;
        sized.sort_by_key(|&(size, _)| size);
        let mut ordered = sized.into_iter().map(|(_, set)| set);
        let driver = ordered.next().unwrap_or(Set::All);
        Ok(Plan { driver, sieves: ordered.collect(), feeds, filter: None, order, is_read: false })
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

    fn total_of(&self, plan: &Plan, limit: u64, stopped: &dyn Fn() -> bool) -> Result<Total> {
        if plan.takes_all() {
            return Ok(Total::exactly(self.size(plan.driver)?));
        }
        if let Some(total) = self.total_by_what_was_read(plan, stopped)? {
            return Ok(Total::exactly(total));
        }
        let mut total = 0;
        self.each_key(plan, From::End, Way::Down, None, stopped, &mut |_| {
            total += 1;
            total <= limit
        })?;
        Ok(Total { counted: total.min(limit), is_partial: total > limit })
    }

    /// How many articles of a set are unread, computed from the read ones if these are fewer: in a new library hardly
    /// any are read.
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
        let read_of_it = Plan { driver: read, sieves: vec![other], order: Order::Newest, ..plan.clone() };
        let read_of_it = self.total_of(&read_of_it, u64::MAX, stopped)?.counted;
        Ok(Some(self.size(other)?.saturating_sub(read_of_it)))
    }

    /// The keys of a list, walked by one plan after another.
    fn walk(
        &self,
        plans: &[Plan],
        from: From,
        way: Way,
        count: usize,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Vec<RowKey>> {
        let mut keys = Vec::new();
        let of_key = |key: RowKey| usize::from(plans.len() > 1 && key.order < -READ / 2);
        let begins = from.key().map(of_key);
        for step in 0..plans.len() {
            let at = if way == Way::Down { step } else { plans.len() - 1 - step };
            let lowered = if at > 0 { READ } else { 0 };
            let from = match begins {
                Some(begin) if (way == Way::Down && at < begin) || (way == Way::Up && at > begin) => continue,
                Some(begin) if begin == at => from.raised(lowered),
                _ => From::End,
            };
            if keys.len() < count {
                self.each_key(&plans[at], from, way, Some(count - keys.len()), stopped, &mut |key| {
                    keys.push(RowKey { order: key.order - lowered, ..key });
                    keys.len() < count
                })?;
            }
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
        let site = match from.key().filter(|_| plan.order == Order::Site) {
            Some(key) => self.site_of(key.article)?,
            None => String::new(),
        };
        let (sql, values) = plan.select(from, way, &site, limit);
        let mut query = self.connection.prepare_cached(&sql)?;
        let mut rows = query.query(params_from_iter(values))?;
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

    fn site_of(&self, article: ArticleId) -> Result<String> {
        let mut query =
            self.connection.prepare_cached("SELECT coalesce(site, '') FROM article WHERE id = ?")?;
        Ok(query.query_row([article.0], |row| row.get(0)).optional()?.unwrap_or_default())
    }
}

impl Plan<'_> {
    /// Whether every key of the driver is in the list.
    fn takes_all(&self) -> bool {
        self.sieves.is_empty() && self.feeds.is_empty() && self.filter.is_none() && !self.is_read
    }

    /// The statement that selects (key, article, passes) in the wanted order, and its values. `site` is that of the
    /// article after which a list by site continues.
    fn select(&self, from: From, way: Way, site: &str, limit: Option<usize>) -> (String, Vec<Value>) {
        let (table, article, which) = match self.driver {
            Set::All => ("article", "id", ""),
            Set::BuiltinList(_) => ("shelf", "article", " AND d.shelf = ?"),
            Set::Named(_) => ("named", "article", " AND d.entity = ?"),
            Set::FeedArticle(_) => ("carried", "article", " AND d.feed = ?"),
        };
        let mut values = Vec::new();
        let mut passes: String =
            self.sieves.iter().map(|sieve| self.asks_whether(*sieve, &mut values)).collect();
        if !self.feeds.is_empty() {
            let numbers: Vec<String> = self.feeds.iter().map(|feed| feed.0.to_string()).collect();
            passes.push_str(&self.is_among("carried", &format!("feed IN ({})", numbers.join(","))));
        }
        if self.is_read {
            let is_unread = self.is_among("shelf", &format!("shelf = {UNREAD}"));
            passes.push_str(&is_unread.replacen("EXISTS", "NOT EXISTS", 1));
        }
        values.extend(self.driver.value().map(Value::from));
        let by = OrderSql::of(self.order, self.driver == Set::All, article);
        let bound = by.bound(from, way, site, &mut values);
        values.push(Value::from(limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(-1))));
        let sql = format!(
            "SELECT {}, d.{article}, 1{passes} FROM {table} d{} WHERE 1{which}{bound} ORDER BY {} LIMIT ?",
            by.key,
            by.join,
            by.order(way)
        );
        (sql, values)
    }

    /// The condition that a key of the driver is in another set, and its value.
    fn asks_whether(&self, sieve: Set, values: &mut Vec<Value>) -> String {
        let (table, column) = match sieve {
            Set::All => return String::new(),
            Set::BuiltinList(_) => ("shelf", "shelf"),
            Set::Named(_) => ("named", "entity"),
            Set::FeedArticle(_) => ("carried", "feed"),
        };
        values.extend(sieve.value().map(Value::from));
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
