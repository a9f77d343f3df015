//! Walking through the matches of a query: the best, those around a moment, or all.
//!
//! The walk is our own loop over each segment of the index, so that it can stop within a few thousand
//! matches when the user types on.

use super::compile::{Wanted, compile};
use super::error::guarded;
use super::{ArticleSet, Error, Index, Result};
use crate::model::{ArticleId, RowKey};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocSet, TERMINATED};

/// Matches between two checks whether to stop.
const CHUNK: usize = 2048;

/// A matching article.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its key in lists by time.
    pub key: RowKey,
    /// Its relevance; larger is better.
    pub score: f32,
}

/// The best matches.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranked {
    /// The best first; ties by time, newest first.
    pub hits: Vec<Hit>,
    /// How many articles match in all.
    pub total: u64,
}

/// Where a list by time is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Before everything.
    Start,
    /// After everything.
    End,
    /// Before this key.
    Before(RowKey),
    /// After this key.
    After(RowKey),
}

/// Matches on both sides of an [`Edge`], the nearest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sides {
    /// Rows before the edge.
    pub above: Vec<RowKey>,
    /// Rows after the edge.
    pub below: Vec<RowKey>,
    /// How many articles match in all.
    pub total: u64,
}

impl Index {
    /// The `limit` best matches by BM25 (Robertson and Walker 1994), with titles weighted higher.
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

    /// The articles nearest to an edge of the list by time, `above` before and `below` after it.
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

    /// All matching articles.
    pub fn all(&self, wanted: &Wanted, stopped: &dyn Fn() -> bool) -> Result<ArticleSet> {
        let mut found = ArticleSet::new();
        self.each(wanted, false, stopped, &mut |hit| found.insert(hit.key.article))?;
        Ok(found)
    }

    /// Passes all matches to `found`.
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

/// Orders matches by relevance and then by time.
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
