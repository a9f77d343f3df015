//! Lists and searches: a list without a query comes from the store, one with a query from the index.

use super::resolve::Search;
use super::{Error, Library, Result, Task, similar_words};
use crate::index::{self, Edge, Highlighter, Index, Wanted};
use crate::model::{
    Anchor, Applied, ArticleId, BuiltinList, Edit, EntityRow, Flag, Kind, ListQuery, Order, Row, RowKey,
    Switch, Window,
};
use crate::query::ArticleState;
use std::sync::atomic::Ordering;

/// The maximum length of a ranked list: nobody goes through more of it, and a list by time contains everything.
const RANKED: usize = 1_000;

/// Search results are counted up to this number at once, and completely on request.
const COUNTED_EXACTLY: u64 = 1_000;

/// Names in search results are counted in at most this many of the newest articles.
const COUNTED: usize = 5_000;

/// The rows of a list before texts are read.
pub(super) struct Found {
    pub keys: Vec<(RowKey, f32)>,
    above: usize,
    more_before: bool,
    pub more_after: bool,
    total: u64,
    is_partial: bool,
}

impl Library {
    /// The part of a list around an anchor, at most `count` rows. The cost depends on the rows shown and, with a
    /// query, on how many articles match, but not on how many the library has.
    ///
    /// A ranked list (a query by [`Order::Best`]) has at most 1,000 rows, and its keys are ranks. A problem with the
    /// query, or an index that cannot answer yet, is reported in [`Window::complaint`].
    pub fn window(
        &self,
        list_query: &ListQuery,
        anchor: Anchor,
        count: usize,
        task: &Task,
    ) -> Result<Window> {
        let mut window = self.window_of(list_query, anchor, count, true, task)?;
        self.mark_watched(&mut window.rows)?;
        Ok(window)
    }

    fn window_of(
        &self,
        list_query: &ListQuery,
        anchor: Anchor,
        count: usize,
        relaxes: bool,
        task: &Task,
    ) -> Result<Window> {
        let query = self.parse(&list_query.query, list_query.typing);
        let expression = query.expression.clone();
        let understood = expression.told();
        let words = similar_words::plain_words(&expression);
        if query.error.is_some() {
            return Ok(Window { error: query.error, understood, ..Window::default() });
        }
        if let Some(remark) = query.remark.as_ref().filter(|_| query.expression.is_everything()) {
            // Nothing of it is understood so far: that is not a wish for all articles.
            return Ok(Window { complaint: Some(remark.to_string()), understood, ..Window::default() });
        }
        if query.expression.is_everything() {
            let stopped = || task.is_cancelled();
            let window = self.in_store(self.store.window(list_query, anchor, count, None, &stopped))?;
            return Ok(window);
        }
        let mut search = self.prepare(query, list_query)?;
        if relaxes {
            self.relax(&mut search, list_query, task)?;
        }
        let Some(found) = self.look(list_query, &search, anchor, count, task)? else {
            let complaint = match self.read_only() {
                None => "the search index is being built; search works once it is done",
                Some(_) => {
                    "there is no search index that can be used, and none can be made in a library that is only read"
                }
            };
            let complaint = complaint.to_owned();
            return Ok(Window { complaint: Some(complaint), is_unsearched: true, ..Window::default() });
        };
        let rows = self.rows_of(&found, &search.highlighter, task)?;
        if relaxes && search.notice.is_none() {
            search.notice = self.tell_of_similar_words(&words, &rows, task)?;
        }
        let is_empty = rows.is_empty() && !list_query.typing;
        let nearest =
            if is_empty { self.tell_of_nearest(&mut search, &expression, &words, task)? } else { Vec::new() };
        Ok(Window {
            is_in_vain: is_empty && search.is_in_vain,
            rows,
            above: found.above,
            more_before: found.more_before,
            more_after: found.more_after,
            total: found.total,
            is_partial: found.is_partial,
            error: None,
            understood,
            is_unsearched: false,
            complaint: search.notice.or_else(|| self.lag()),
            nearest,
        })
    }

    /// The exact number of articles in a list.
    pub fn count(&self, list_query: &ListQuery, task: &Task) -> Result<u64> {
        let stopped = || task.is_cancelled();
        let query = self.parse(&list_query.query, list_query.typing);
        if query.error.is_some() {
            return Ok(0);
        }
        if query.expression.is_everything() {
            return self.in_store(self.store.total(list_query, None, &stopped));
        }
        let mut search = self.prepare(query, list_query)?;
        self.relax(&mut search, list_query, task)?;
        if list_query.builtin == BuiltinList::History {
            let Some(set) = self.ask(|index| index.all(&search.wanted, &stopped))? else { return Ok(0) };
            let sieve = |article| set.contains(article);
            return self.in_store(self.store.total(list_query, Some(&sieve), &stopped));
        }
        Ok(self.ask(|index| index.count(&search.wanted, &stopped))?.unwrap_or(0))
    }

    /// The first `limit` matches of a query; never articles with only some of its words.
    pub fn find(&self, query: &str, order: Order, limit: usize, task: &Task) -> Result<Window> {
        let list_query = ListQuery { query: query.to_owned(), order, ..ListQuery::default() };
        self.window_of(&list_query, Anchor::Top, limit, false, task)
    }

    /// If no article has all words of a ranked search, replaces it by a search for any of them, and reports that.
    pub(super) fn relax(&self, search: &mut Search, list_query: &ListQuery, task: &Task) -> Result<()> {
        let stopped = || task.is_cancelled();
        let Some(relaxed) = search.relaxed.take() else { return Ok(()) };
        if list_query.order != Order::Best || list_query.typing {
            return Ok(());
        }
        if self.ask(|index| index.has_any(&search.wanted, &stopped))? == Some(false)
            && self.ask(|index| index.has_any(&relaxed, &stopped))? == Some(true)
        {
            search.wanted = relaxed;
            let notice = "no article has all of these words; these have some of them";
            search.notice.get_or_insert_with(|| notice.to_owned());
        }
        Ok(())
    }

    /// Marks all articles of a list read.
    pub fn read_all(&mut self, list_query: &ListQuery, now: i64) -> Result<Applied> {
        self.must_write()?;
        let articles = self.unread_of(list_query)?;
        let edit = Edit::Marks { flag: Flag::Read, to: Switch::On, articles, since: Vec::new() };
        self.apply(&edit, &Task::new(), now)
    }

    /// The people, places and organisations of the library or, with a query, of its results; those named by most
    /// articles first. With a query, `articles` and `mentions` count in the newest 5,000 matching articles.
    pub fn names(
        &self,
        kind: Option<Kind>,
        query: &str,
        limit: usize,
        task: &Task,
    ) -> Result<Vec<EntityRow>> {
        let list_query = ListQuery { query: query.to_owned(), ..ListQuery::default() };
        let query = self.parse(&list_query.query, false);
        if let Some(error) = query.error {
            return Err(Error::Query(error));
        }
        if query.expression.is_everything() {
            return self.in_store(self.store.most_named(kind, limit));
        }
        let mut names = self.counted(kind, &self.articles_of(&list_query, COUNTED, task)?, task)?;
        names.truncate(limit);
        Ok(names)
    }

    /// The newest articles of a list, at most `limit`.
    pub(super) fn articles_of(
        &self,
        list_query: &ListQuery,
        limit: usize,
        task: &Task,
    ) -> Result<Vec<ArticleId>> {
        let query = self.parse(&list_query.query, list_query.typing);
        if query.expression.is_everything() {
            return self.in_store(self.store.articles_of(list_query, limit, &|| task.is_cancelled()));
        }
        let list_query = ListQuery { order: Order::Newest, ..list_query.clone() };
        let search = self.prepare(query, &list_query)?;
        let found = self.look(&list_query, &search, Anchor::Top, limit, task)?;
        Ok(found
            .map(|found| found.keys.into_iter().map(|(key, _)| key.article).collect())
            .unwrap_or_default())
    }

    /// The unread articles of a list.
    fn unread_of(&self, list_query: &ListQuery) -> Result<Vec<ArticleId>> {
        let never = || false;
        // A query that is still being typed is not final, and nothing is done to its matches.
        if let Some(error) = self.parse(&list_query.query, false).error {
            return Err(Error::Query(error));
        }
        let query = self.parse(&list_query.query, list_query.typing);
        if query.expression.is_everything() {
            let mut list_query = list_query.clone();
            if list_query.builtin == BuiltinList::All {
                list_query.builtin = BuiltinList::Unread;
            }
            return self.in_store(self.store.articles_of(&list_query, usize::MAX, &never));
        }
        let mut search = self.prepare(query, list_query)?;
        self.relax(&mut search, list_query, &Task::new())?;
        let unread = Wanted::Among(self.set_of(ArticleState::Unread)?);
        let wanted = Wanted::All(vec![search.wanted, unread]);
        let found = self.ask(|index| index.all(&wanted, &never))?;
        Ok(found.map(|set| set.iter().collect()).unwrap_or_default())
    }

    /// Runs a search; `None` if there is no index to answer it.
    pub(super) fn look(
        &self,
        list_query: &ListQuery,
        search: &Search,
        anchor: Anchor,
        count: usize,
        task: &Task,
    ) -> Result<Option<Found>> {
        let stopped = || task.is_cancelled();
        let wanted = &search.wanted;
        let is_by_index = matches!(list_query.order, Order::Best | Order::Newest | Order::Oldest);
        if list_query.builtin == BuiltinList::History || !is_by_index {
            let Some(set) = self.ask(|index| index.all(wanted, &stopped))? else { return Ok(None) };
            let sieve = |article| set.contains(article);
            let window = self.store.window(list_query, anchor, count, Some(&sieve), &stopped);
            let window = self.in_store(window)?;
            let keys = window.rows.iter().map(|row| (row.key, 0.0)).collect();
            let Window { above, more_before, more_after, total, is_partial, .. } = window;
            return Ok(Some(Found { keys, above, more_before, more_after, total, is_partial }));
        }
        if list_query.order == Order::Best {
            let ranked = self.ask(|index| index.best(wanted, RANKED, COUNTED_EXACTLY, &stopped))?;
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
        let sides =
            self.ask(|index| index.around(wanted, newest_first, edge, counts, COUNTED_EXACTLY, &stopped))?;
        Ok(sides.map(|found| {
            let (above, below) = anchor.shares(count, found.above.len(), found.below.len());
            let keys = found.above[..above].iter().rev().chain(&found.below[..below]);
            Found {
                keys: keys.map(|&key| (key, 0.0)).collect(),
                above,
                more_before: found.above.len() > above,
                more_after: found.below.len() > below,
                total: found.total,
                is_partial: found.is_partial,
            }
        }))
    }

    fn rows_of(&self, found: &Found, highlighter: &Highlighter, task: &Task) -> Result<Vec<Row>> {
        let mut rows = Vec::with_capacity(found.keys.len());
        for &(key, score) in &found.keys {
            task.check()?;
            let Some(row) = self.in_store(self.store.row(key.article))? else { continue };
            // A damaged text has no excerpt; opening it reports the damage.
            let snippet = self.store.text(key.article).ok().map(|(_, text)| highlighter.snippet(&text));
            let title_hits = highlighter.hits(&row.title);
            rows.push(Row { key, title_hits, snippet, score, ..row });
        }
        Ok(rows)
    }

    /// Asks the index, if it is usable. If it turns out to be damaged, it is closed, and rebuilt by the next
    /// [`Library::catch_up`].
    pub(super) fn ask<T>(&self, request: impl FnOnce(&Index) -> index::Result<T>) -> Result<Option<T>> {
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
            Err(error) => {
                tracing::warn!("the index is damaged: {error}");
                self.index_is_damaged.store(true, Ordering::Relaxed);
                *self.index.borrow_mut() = None;
                Ok(None)
            }
        }
    }

    /// Reports if the index is behind the store.
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
    let place_now = |key: RowKey| ranked.hits.iter().position(|hit| hit.key.article == key.article);
    let edge = match anchor {
        Anchor::Top => 0,
        Anchor::Bottom => length,
        Anchor::After(key) => (place(key) + 1).min(length),
        Anchor::Before(key) => place(key),
        Anchor::Around(key) => place_now(key).unwrap_or_else(|| place(key)),
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
        above,
        more_before: shown.start > 0,
        more_after: shown.end < length,
        total: ranked.total,
        is_partial: ranked.is_partial,
    }
}
