//! Walking through what a query matches: the best of it, the part of it around a moment, or all of it.
//!
//! The walk is our own loop over each part of the index, so that it can stop within a few thousand
//! matches when the person types on.

use super::compile::{Wanted, compile};
use super::error::guarded;
use super::{ArticleSet, Error, Index, Result};
use crate::model::{ArticleId, RowKey};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocSet, TERMINATED};

/// Matches looked at between two questions whether to stop.
const CHUNK: usize = 2048;

/// An article that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its key in lists by time.
    pub key: RowKey,
    /// How well it fits; larger is better.
    pub score: f32,
}

/// The best of what was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranked {
    /// The best first; among equals the newest.
    pub hits: Vec<Hit>,
    /// How many articles were found in all.
    pub total: u64,
}

/// Where a list by time is cut in two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Ahead of everything.
    Start,
    /// Behind everything.
    End,
    /// Ahead of this key.
    Before(RowKey),
    /// Behind this key.
    After(RowKey),
}

/// What was found on both sides of an [`Edge`], the nearest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sides {
    /// Rows that the list has before the edge.
    pub above: Vec<RowKey>,
    /// Rows that it has after the edge.
    pub below: Vec<RowKey>,
    /// How many articles were found in all.
    pub total: u64,
}

impl Index {
    /// The `limit` articles that fit best, by BM25 (Robertson and Walker 1994) with titles weighing more.
    pub fn best(&self, wanted: &Wanted, limit: usize, stopped: &dyn Fn() -> bool) -> Result<Ranked> {
        let mut best = BinaryHeap::new();
        let mut total = 0;
        self.each(wanted, true, stopped, &mut |hit| {
            total += 1;
            best.push(Reverse(ByFit(hit)));
            if best.len() > limit {
                best.pop();
            }
        })?;
        let hits = best.into_sorted_vec().into_iter().map(|Reverse(ByFit(hit))| hit).collect();
        Ok(Ranked { hits, total })
    }

    /// The articles nearest to an edge of the list by time, `above` and `below` of them.
    pub fn around(
        &self,
        wanted: &Wanted,
        newest_first: bool,
        edge: Edge,
        (above, below): (usize, usize),
        stopped: &dyn Fn() -> bool,
    ) -> Result<Sides> {
        // In `place` order, what comes first in the list is smaller.
        let place = |key: RowKey| {
            if newest_first { (-key.order, -key.article.0) } else { (key.order, key.article.0) }
        };
        let is_below = |key: RowKey| match edge {
            Edge::Start => true,
            Edge::End => false,
            Edge::Before(other) => place(key) >= place(other),
            Edge::After(other) => place(key) > place(other),
        };
        let mut upper = BinaryHeap::new();
        let mut lower = BinaryHeap::new();
        let mut total = 0;
        self.each(wanted, false, stopped, &mut |hit| {
            total += 1;
            if is_below(hit.key) {
                keep_smallest(&mut lower, place(hit.key), below);
            } else {
                keep_smallest(&mut upper, Reverse(place(hit.key)), above);
            }
        })?;
        let key = |(order, id): (i64, i64)| {
            let sign = if newest_first { -1 } else { 1 };
            RowKey { order: sign * order, article: ArticleId(sign * id) }
        };
        Ok(Sides {
            above: upper.into_sorted_vec().into_iter().map(|Reverse(place)| key(place)).collect(),
            below: lower.into_sorted_vec().into_iter().map(key).collect(),
            total,
        })
    }

    /// All articles that are found.
    pub fn all(&self, wanted: &Wanted, stopped: &dyn Fn() -> bool) -> Result<ArticleSet> {
        let mut found = ArticleSet::new();
        self.each(wanted, false, stopped, &mut |hit| found.insert(hit.key.article))?;
        Ok(found)
    }

    /// Feeds all matches to `found`.
    fn each(
        &self,
        wanted: &Wanted,
        scored: bool,
        stopped: &dyn Fn() -> bool,
        found: &mut dyn FnMut(Hit),
    ) -> Result<()> {
        let query = compile(wanted, &self.fields);
        guarded(|| self.walk(query.as_ref(), scored, stopped, found))
    }

    fn walk(
        &self,
        query: &dyn Query,
        scored: bool,
        stopped: &dyn Fn() -> bool,
        found: &mut dyn FnMut(Hit),
    ) -> Result<()> {
        let searcher = self.reader.searcher();
        let scoring = if scored {
            EnableScoring::enabled_from_searcher(&searcher)
        } else {
            EnableScoring::disabled_from_searcher(&searcher)
        };
        let weight = query.weight(scoring)?;
        let mut looked_at = 0_usize;
        for segment in searcher.segment_readers() {
            if stopped() {
                return Err(Error::Cancelled);
            }
            let ids = segment.fast_fields().u64("id")?.first_or_default_col(0);
            let times = segment.fast_fields().i64("time")?.first_or_default_col(0);
            let mut matches = weight.scorer(segment, 1.0)?;
            let mut document = matches.doc();
            while document != TERMINATED {
                looked_at += 1;
                if looked_at.is_multiple_of(CHUNK) && stopped() {
                    return Err(Error::Cancelled);
                }
                if !segment.is_deleted(document) {
                    let id = i64::try_from(ids.get_val(document)).unwrap_or(0);
                    let key = RowKey { order: times.get_val(document), article: ArticleId(id) };
                    found(Hit { key, score: if scored { matches.score() } else { 0.0 } });
                }
                document = matches.advance();
            }
        }
        Ok(())
    }
}

fn keep_smallest<T: Ord>(heap: &mut BinaryHeap<T>, item: T, limit: usize) {
    if heap.len() < limit {
        heap.push(item);
    } else if heap.peek().is_some_and(|largest| item < *largest) {
        heap.pop();
        heap.push(item);
    }
}

/// Orders hits by fit and, among equals, by time.
struct ByFit(Hit);

impl Ord for ByFit {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.score.total_cmp(&other.0.score).then(self.0.key.cmp(&other.0.key))
    }
}

impl PartialOrd for ByFit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for ByFit {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for ByFit {}
