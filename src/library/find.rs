//! Lists and searches: a list without a query comes from the store, one with a query from the index.

use super::{Error, Library, Result, Task};
use crate::index::{self, ArticleSet, Edge, Highlighter, Index, Wanted};
use crate::model::{
    Anchor, Applied, ArticleId, BuiltinList, Edit, EntityId, EntityRow, FeedId, Flag, Kind, ListQuery, Order,
    Row, RowKey, Switch, Window,
};
use crate::query::{self, ArticleState, Expression, Query, Shape};
use crate::text::fold::fold;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{SystemTime, UNIX_EPOCH};

/// A ranked list ends here: nobody goes through more of it, and a list by time holds everything.
const RANKED: usize = 1_000;

/// Names in search results are counted in the newest articles, up to this many.
const COUNTED: usize = 5_000;

/// A query ready to be searched.
struct Search {
    wanted: Wanted,
    highlighter: Highlighter,
    /// What to tell the user about it.
    complaint: Option<String>,
    /// The same with "any of the words" instead of "all of them".
    relaxed: Option<Wanted>,
}

/// Rows of a list before excerpts are added.
struct Found {
    keys: Vec<(RowKey, f32)>,
    more_before: bool,
    more_after: bool,
    total: u64,
}

impl Library {
    /// The part of a list that an anchor asks for, at most `count` rows. The cost depends on the
    /// rows shown and, with a query, on how many articles match; not on how many there are.
    ///
    /// A ranked list (a query by [`Order::Best`]) has at most 1,000 rows, and its keys are ranks. A problem
    /// with the query, or an index that cannot answer yet, is reported in [`Window::complaint`].
    pub fn window(
        &self,
        list_query: &ListQuery,
        anchor: Anchor,
        count: usize,
        task: &Task,
    ) -> Result<Window> {
        let query = parse(&list_query.query, list_query.typing);
        if query.expression == Expression::Everything {
            let stopped = || task.is_cancelled();
            let window = self.in_store(self.store.window(list_query, anchor, count, None, &stopped))?;
            return Ok(Window { complaint: query.complaint.map(|c| c.to_string()), ..window });
        }
        let mut search = self.prepare(query, list_query)?;
        let Some(found) = self.look(list_query, &search, anchor, count, task)? else {
            let complaint = "the search index is being built; search works once it is done".to_owned();
            return Ok(Window { complaint: Some(complaint), ..Window::default() });
        };
        let found = match search.relaxed.take() {
            Some(relaxed) if found.total == 0 && !list_query.typing && list_query.order == Order::Best => {
                search.wanted = relaxed;
                let any = self.look(list_query, &search, anchor, count, task)?.unwrap_or(found);
                if any.total > 0 {
                    let complaint = "no article has all of these words; these have some of them";
                    search.complaint.get_or_insert_with(|| complaint.to_owned());
                }
                any
            }
            _ => found,
        };
        let rows = self.rows_of(&found, &search.highlighter, task)?;
        Ok(Window {
            rows,
            more_before: found.more_before,
            more_after: found.more_after,
            total: found.total,
            complaint: search.complaint.or_else(|| self.lag()),
        })
    }

    /// The first `limit` results of a query.
    pub fn find(&self, query: &str, order: Order, limit: usize, task: &Task) -> Result<Window> {
        let list_query = ListQuery { query: query.to_owned(), order, ..ListQuery::default() };
        self.window(&list_query, Anchor::Top, limit, task)
    }

    /// Marks every article of a list read.
    pub fn read_all(&mut self, list_query: &ListQuery, now: i64) -> Result<Applied> {
        self.must_write()?;
        let articles = self.unread_of(list_query)?;
        let edit = Edit::Marks { flag: Flag::Read, to: Switch::On, articles, since: Vec::new() };
        self.apply(&edit, &Task::new(), now)
    }

    /// The people, places and organisations of the library or, with a query, of its results; those
    /// most articles name first. With a query, `articles` and `mentions` count in the newest 5,000
    /// matching articles.
    pub fn names(
        &self,
        kind: Option<Kind>,
        query: &str,
        limit: usize,
        task: &Task,
    ) -> Result<Vec<EntityRow>> {
        let list_query = ListQuery { query: query.to_owned(), ..ListQuery::default() };
        let query = parse(&list_query.query, false);
        if query.expression == Expression::Everything {
            return self.in_store(self.store.most_named(kind, limit));
        }
        let search = self.prepare(query, &list_query)?;
        let found = self.look(&list_query, &search, Anchor::Top, COUNTED, task)?;
        let keys = found.map(|found| found.keys).unwrap_or_default();
        let mut counts: HashMap<EntityId, (u32, u32)> = HashMap::new();
        for (key, _) in keys {
            task.check()?;
            let named = self.in_store(self.store.named_in(key.article))?;
            let is_wanted = |at: usize| kind.is_none_or(|kind| kind == named.entities[at].1);
            for (at, (id, _)) in named.entities.iter().enumerate().filter(|&(at, _)| is_wanted(at)) {
                let mentions = named.mentions.iter().filter(|mention| mention.entity == at).count();
                let count = counts.entry(*id).or_default();
                count.0 += 1;
                count.1 += u32::try_from(mentions).unwrap_or(u32::MAX);
            }
        }
        let mut counted: Vec<_> = counts.into_iter().collect();
        counted.sort_by_key(|&(id, counts)| (std::cmp::Reverse(counts), id));
        let rows = counted.into_iter().take(limit).filter_map(|(id, (articles, mentions))| {
            let row = self.in_store(self.store.entity_row(id)).transpose()?;
            Some(row.map(|row| EntityRow { articles, mentions, ..row }))
        });
        rows.collect()
    }

    /// Unread articles of a list.
    fn unread_of(&self, list_query: &ListQuery) -> Result<Vec<ArticleId>> {
        let never = || false;
        let query = parse(&list_query.query, list_query.typing);
        if query.expression == Expression::Everything {
            let mut list_query = list_query.clone();
            if list_query.builtin == BuiltinList::All {
                list_query.builtin = BuiltinList::Unread;
            }
            return self.in_store(self.store.articles_of(&list_query, usize::MAX, &never));
        }
        let search = self.prepare(query, list_query)?;
        let unread = Wanted::Among(self.set_of(ArticleState::Unread)?);
        let wanted = Wanted::All(vec![search.wanted, unread]);
        let found = self.ask(|index| index.all(&wanted, &never))?;
        Ok(found.map(|set| set.iter().collect()).unwrap_or_default())
    }

    /// Runs a search; `None` if there is no index to answer it.
    fn look(
        &self,
        list_query: &ListQuery,
        search: &Search,
        anchor: Anchor,
        count: usize,
        task: &Task,
    ) -> Result<Option<Found>> {
        let stopped = || task.is_cancelled();
        let wanted = &search.wanted;
        if list_query.builtin == BuiltinList::History {
            let Some(set) = self.ask(|index| index.all(wanted, &stopped))? else { return Ok(None) };
            let sieve = |article| set.contains(article);
            let window = self.store.window(list_query, anchor, count, Some(&sieve), &stopped);
            let window = self.in_store(window)?;
            let keys = window.rows.iter().map(|row| (row.key, 0.0)).collect();
            let Window { more_before, more_after, total, .. } = window;
            return Ok(Some(Found { keys, more_before, more_after, total }));
        }
        if list_query.order == Order::Best {
            let ranked = self.ask(|index| index.best(wanted, RANKED, &stopped))?;
            return Ok(ranked.map(|ranked| places(&ranked, anchor, count)));
        }
        let newest_first = list_query.order == Order::Newest;
        let more = count.saturating_add(1);
        let (edge, counts) = match anchor {
            Anchor::Top => (Edge::Start, (0, more)),
            Anchor::Bottom => (Edge::End, (more, 0)),
            Anchor::After(key) => (Edge::After(key), (1, more)),
            Anchor::Before(key) => (Edge::Before(key), (more, 1)),
            Anchor::Around(key) => (Edge::Before(key), (more, more)),
        };
        let sides = self.ask(|index| index.around(wanted, newest_first, edge, counts, &stopped))?;
        Ok(sides.map(|found| {
            let (above, below) = anchor.shares(count, found.above.len(), found.below.len());
            let keys = found.above[..above].iter().rev().chain(&found.below[..below]);
            Found {
                keys: keys.map(|&key| (key, 0.0)).collect(),
                more_before: found.above.len() > above,
                more_after: found.below.len() > below,
                total: found.total,
            }
        }))
    }

    fn rows_of(&self, found: &Found, highlighter: &Highlighter, task: &Task) -> Result<Vec<Row>> {
        let mut rows = Vec::with_capacity(found.keys.len());
        for &(key, score) in &found.keys {
            task.check()?;
            let Some(row) = self.in_store(self.store.row(key.article))? else { continue };
            // A damaged text has no excerpt; opening it says what is wrong.
            let snippet = self.store.text(key.article).ok().map(|(_, text)| highlighter.snippet(&text));
            rows.push(Row { key, snippet, score, ..row });
        }
        Ok(rows)
    }

    /// Fills in what only the store knows: which entities names mean, and which articles have a state.
    fn prepare(&self, query: Query, list_query: &ListQuery) -> Result<Search> {
        let Query { expression, complaint } = query;
        let mut complaint = complaint.map(|complaint| complaint.to_string());
        let mut parts = vec![self.ground(&expression, list_query.typing, &mut complaint)?];
        parts.extend(list_query.entities.iter().map(|&id| Wanted::Naming(vec![id])));
        if !list_query.feeds.is_empty() {
            parts.push(Wanted::Among(self.feed_articles(list_query.feeds.iter().copied())?));
        }
        match list_query.builtin {
            BuiltinList::Unread => parts.push(Wanted::Among(self.set_of(ArticleState::Unread)?)),
            BuiltinList::Bookmarks => parts.push(Wanted::Among(self.set_of(ArticleState::Bookmarked)?)),
            BuiltinList::All | BuiltinList::History => {}
        }
        let relaxed = relaxed(&parts[0])
            .map(|any| Wanted::All(std::iter::once(any).chain(parts[1..].iter().cloned()).collect()));
        let highlighter = Highlighter::new(&expression);
        Ok(Search { wanted: Wanted::All(parts), highlighter, complaint, relaxed })
    }

    fn ground(
        &self,
        expression: &Expression,
        typing: bool,
        complaint: &mut Option<String>,
    ) -> Result<Wanted> {
        let mut each = |parts: &[Expression]| {
            parts.iter().map(|part| self.ground(part, typing, complaint)).collect::<Result<Vec<_>>>()
        };
        Ok(match expression {
            Expression::Everything => Wanted::Everything,
            Expression::All(parts) => Wanted::All(each(parts)?),
            Expression::Any(parts) => Wanted::Any(each(parts)?),
            Expression::Not(part) => Wanted::Not(Box::new(self.ground(part, typing, complaint)?)),
            Expression::Words(words) => Wanted::Words(words.clone()),
            Expression::Time(times) => Wanted::Time(*times),
            Expression::State(state) => Wanted::Among(self.set_of(*state)?),
            Expression::Tag(name) => {
                let mut tagged = ArticleSet::new();
                self.in_store(self.store.each_tagged(name, &mut |id| tagged.insert(id)))?;
                Wanted::Any(vec![Wanted::Topic(name.clone()), Wanted::Among(Arc::new(tagged))])
            }
            Expression::Feed(name) => {
                let feeds = self.feeds_called(name)?;
                if feeds.is_empty() && !typing {
                    complaint.get_or_insert(format!("no feed here is called \"{name}\""));
                }
                Wanted::Among(self.feed_articles(feeds)?)
            }
            Expression::Named { kind, name } => {
                let entities = self.entities_meant(*kind, name)?;
                if entities.is_empty() && !typing {
                    let nobody = format!("no {} here is called \"{name}\"", kind.word());
                    complaint.get_or_insert(nobody);
                }
                Wanted::Naming(entities)
            }
        })
    }

    fn feed_articles(&self, feeds: impl IntoIterator<Item = FeedId>) -> Result<Arc<ArticleSet>> {
        let mut articles = ArticleSet::new();
        for feed in feeds {
            self.in_store(self.store.each_feed_article(feed, &mut |id| articles.insert(id)))?;
        }
        Ok(Arc::new(articles))
    }

    /// All entities with this name; if there are none, those whose name has it as a prefix.
    fn entities_meant(&self, kind: Kind, name: &str) -> Result<Vec<EntityId>> {
        let exact = self.in_store(self.store.entities_named(name, Some(kind)))?;
        if !exact.is_empty() || fold(name).is_empty() {
            return Ok(exact);
        }
        let like = self.in_store(self.store.entities_like(name, Some(kind), 50))?;
        Ok(like.into_iter().map(|row| row.id).collect())
    }

    /// The articles in a state, represented by the smaller of two sets.
    fn set_of(&self, state: ArticleState) -> Result<Arc<ArticleSet>> {
        let mut set = ArticleSet::new();
        let mut insert = |id| set.insert(id);
        let counts = self.counts()?;
        let few_are_read = counts.articles - counts.unread.min(counts.articles) < counts.unread;
        let mut is_opposite = false;
        let filled = match state {
            ArticleState::Noted => self.store.each_noted(&mut insert),
            ArticleState::Bookmarked => self.store.each_on_builtin_list(BuiltinList::Bookmarks, &mut insert),
            ArticleState::Unread | ArticleState::Read => {
                is_opposite = (state == ArticleState::Unread) == few_are_read;
                let fewer = if few_are_read { BuiltinList::History } else { BuiltinList::Unread };
                self.store.each_on_builtin_list(fewer, &mut insert)
            }
        };
        self.in_store(filled)?;
        Ok(Arc::new(if is_opposite { set.inverted() } else { set }))
    }

    /// Asks the index, if there is a usable one. One that turns out to be damaged is dropped and
    /// rebuilt by the next [`Library::catch_up`].
    fn ask<T>(&self, request: impl FnOnce(&Index) -> index::Result<T>) -> Result<Option<T>> {
        if !self.open_index()? {
            return Ok(None);
        }
        let response = match self.index.borrow().as_ref() {
            Some(index) => request(index),
            None => return Ok(None),
        };
        match response {
            Ok(response) => Ok(Some(response)),
            Err(index::Error::Cancelled) => Err(Error::Cancelled),
            Err(_) => {
                self.index_is_damaged.store(true, Ordering::Relaxed);
                *self.index.borrow_mut() = None;
                Ok(None)
            }
        }
    }

    /// Reports when the index is behind the store.
    fn lag(&self) -> Option<String> {
        let kept = self.store.totals().ok()?.sequence;
        let behind = kept - self.index.borrow().as_ref()?.sequence();
        (behind > 0).then(|| format!("{behind} changed articles are not in the search index yet"))
    }
}

/// The rows of a ranked list, whose keys are ranks from 0 downwards.
fn places(ranked: &index::Ranked, anchor: Anchor, count: usize) -> Found {
    let length = ranked.hits.len();
    let place = |key: RowKey| usize::try_from(-key.order).unwrap_or(0).min(length);
    let edge = match anchor {
        Anchor::Top => 0,
        Anchor::Bottom => length,
        Anchor::After(key) => (place(key) + 1).min(length),
        Anchor::Before(key) | Anchor::Around(key) => place(key),
    };
    let (above, below) = anchor.shares(count, edge, length - edge);
    let shown = edge - above..edge + below;
    let keys = shown.clone().map(|at| {
        let hit = ranked.hits[at];
        let order = -i64::try_from(at).unwrap_or(i64::MAX);
        (RowKey { order, article: hit.key.article }, hit.score)
    });
    Found {
        keys: keys.collect(),
        more_before: shown.start > 0,
        more_after: shown.end < length,
        total: ranked.total,
    }
}

/// "Any" instead of "all", if there are only plain words.
fn relaxed(wanted: &Wanted) -> Option<Wanted> {
    let is_bare = |part: &Wanted| matches!(part, Wanted::Words(words) if words.field.is_none() && words.shape == Shape::Plain);
    match wanted {
        Wanted::All(parts) if parts.len() > 1 && parts.iter().all(is_bare) => {
            Some(Wanted::Any(parts.clone()))
        }
        _ => None,
    }
}

fn parse(text: &str, typing: bool) -> Query {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    query::parse(text, query::Reading { now: i64::try_from(now).unwrap_or(i64::MAX), typing })
}
