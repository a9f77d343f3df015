//! Iterates over the matches of a query: the best, those around a moment, or all.
//!
//! The iteration is our own loop over each segment of the index, so that it can stop within a few thousand matches
//! when the user types on.

use super::compile::{Wanted, compile};
use super::error::guarded;
use super::{ArticleSet, Error, Index, Result};
use crate::model::{ArticleId, RowKey};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use tantivy::query::{EnableScoring, Weight};
use tantivy::{SegmentReader, TERMINATED};

/// The number of matches between two checks for cancellation.
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
    /// How many articles match, as far as they were counted.
    pub total: u64,
    /// Whether there are more than were counted.
    pub is_partial: bool,
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
    /// How many articles match, as far as they were counted.
    pub total: u64,
    /// Whether there are more than were counted.
    pub is_partial: bool,
}

impl Index {
    /// The `limit` best matches by BM25 (Robertson and Walker 1994), with titles boosted. After `counted` matches,
    /// articles that cannot be among the best are skipped.
    pub fn best(
        &self,
        wanted: &Wanted,
        limit: usize,
        counted: u64,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Ranked> {
        let query = compile(wanted, &self.fields);
        guarded(|| {
            let searcher = self.reader.searcher();
            let weight = query.weight(EnableScoring::enabled_from_searcher(&searcher))?;
            let mut best = Best { hits: BinaryHeap::new(), limit };
            let mut count = Count::default();
            for segment in searcher.segment_readers() {
                if !count.is_partial {
                    count.add(weight.as_ref(), segment, counted, stopped)?;
                }
                best.gather(weight.as_ref(), segment, stopped)?;
            }
            let hits = best.hits.into_sorted_vec().into_iter().map(|Reverse(ByFit(hit))| hit).collect();
            Ok(Ranked { hits, total: count.total, is_partial: count.is_partial })
        })
    }

    /// The articles nearest to an edge of the list by time, `above` and `below` of them. After `counted` matches,
    /// segments without nearer ones are skipped.
    pub fn around(
        &self,
        wanted: &Wanted,
        newest_first: bool,
        edge: Edge,
        (above, below): (usize, usize),
        counted: u64,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Sides> {
        // In `place` order, earlier rows of the list are smaller.
        let sign = if newest_first { -1 } else { 1 };
        let place = |key: RowKey| (sign * key.order, sign * key.article.0);
        let is_below = |key: RowKey| match edge {
            Edge::Start => true,
            Edge::End => false,
            Edge::Before(other) => place(key) >= place(other),
            Edge::After(other) => place(key) > place(other),
        };
        let mut upper = BinaryHeap::new();
        let mut lower = BinaryHeap::new();
        let mut count = Count::default();
        let query = compile(wanted, &self.fields);
        guarded(|| {
            let searcher = self.reader.searcher();
            let weight = query.weight(EnableScoring::disabled_from_searcher(&searcher))?;
            let mut segments = searcher.segment_readers().iter().map(Part::of).collect::<Result<Vec<_>>>()?;
            segments.sort_by_key(|part| if newest_first { -part.last } else { part.first });
            for part in segments {
                let ends = [part.first, part.last].map(|order| sign * order);
                let (first, last) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
                let has_nearer = (lower.len() < below
                    || lower.peek().is_none_or(|worst: &(i64, i64)| first <= worst.0))
                    || (upper.len() < above
                        || upper.peek().is_none_or(|worst: &Reverse<(i64, i64)>| last >= worst.0.0));
                if count.is_partial && !has_nearer {
                    continue;
                }
                part.each(weight.as_ref(), stopped, &mut |hit| {
                    count.total += 1;
                    if is_below(hit.key) {
                        keep_smallest(&mut lower, place(hit.key), below);
                    } else {
                        keep_smallest(&mut upper, Reverse(place(hit.key)), above);
                    }
                })?;
                count.cut(counted);
            }
            Ok(())
        })?;
        let key = |(order, id): (i64, i64)| RowKey { order: sign * order, article: ArticleId(sign * id) };
        Ok(Sides {
            above: upper.into_sorted_vec().into_iter().map(|Reverse(place)| key(place)).collect(),
            below: lower.into_sorted_vec().into_iter().map(key).collect(),
            total: count.total,
            is_partial: count.is_partial,
        })
    }

    /// All matching articles.
    pub fn all(&self, wanted: &Wanted, stopped: &dyn Fn() -> bool) -> Result<ArticleSet> {
        let mut found = ArticleSet::new();
        self.each(wanted, stopped, &mut |hit| found.insert(hit.key.article))?;
        Ok(found)
    }

    /// Whether any article matches.
    pub fn has_any(&self, wanted: &Wanted, stopped: &dyn Fn() -> bool) -> Result<bool> {
        Ok(self.counted(wanted, 0, stopped)?.is_partial)
    }

    /// How many articles match.
    pub fn count(&self, wanted: &Wanted, stopped: &dyn Fn() -> bool) -> Result<u64> {
        Ok(self.counted(wanted, u64::MAX, stopped)?.total)
    }

    /// How many articles match, counted up to a limit.
    fn counted(&self, wanted: &Wanted, limit: u64, stopped: &dyn Fn() -> bool) -> Result<Count> {
        let query = compile(wanted, &self.fields);
        guarded(|| {
            let searcher = self.reader.searcher();
            let weight = query.weight(EnableScoring::disabled_from_searcher(&searcher))?;
            let mut count = Count::default();
            for segment in searcher.segment_readers() {
                if count.is_partial {
                    break;
                }
                count.add(weight.as_ref(), segment, limit, stopped)?;
            }
            Ok(count)
        })
    }

    /// Passes all matches to `found`.
    fn each(&self, wanted: &Wanted, stopped: &dyn Fn() -> bool, found: &mut dyn FnMut(Hit)) -> Result<()> {
        let query = compile(wanted, &self.fields);
        guarded(|| {
            let searcher = self.reader.searcher();
            let weight = query.weight(EnableScoring::disabled_from_searcher(&searcher))?;
            searcher
                .segment_readers()
                .iter()
                .try_for_each(|segment| Part::of(segment)?.each(weight.as_ref(), stopped, found))
        })
    }
}

/// How many articles match, and whether there are more.
#[derive(Debug, Default)]
struct Count {
    total: u64,
    is_partial: bool,
}

impl Count {
    /// Adds the matches of a segment, up to a limit in all.
    fn add(
        &mut self,
        weight: &dyn Weight,
        segment: &SegmentReader,
        limit: u64,
        stopped: &dyn Fn() -> bool,
    ) -> Result<()> {
        let mut matches = weight.scorer(segment, 1.0)?;
        let mut looked_at = 0_usize;
        while !self.is_partial && matches.doc() != TERMINATED && self.total <= limit {
            if looked_at.is_multiple_of(CHUNK) && stopped() {
                return Err(Error::Cancelled);
            }
            looked_at += 1;
            self.total += u64::from(!segment.is_deleted(matches.doc()));
            matches.advance();
        }
        self.cut(limit);
        Ok(())
    }

    fn cut(&mut self, limit: u64) {
        if self.total > limit {
            self.total = limit;
            self.is_partial = true;
        }
    }
}

/// The best matches so far.
struct Best {
    hits: BinaryHeap<Reverse<ByFit>>,
    limit: usize,
}

impl Best {
    /// Adds those matches of a segment that are better, or as good and newer.
    fn gather(
        &mut self,
        weight: &dyn Weight,
        segment: &SegmentReader,
        stopped: &dyn Fn() -> bool,
    ) -> Result<()> {
        let ids = segment.fast_fields().u64("id")?.first_or_default_col(0);
        let times = segment.fast_fields().i64("time")?.first_or_default_col(0);
        let mut looked_at = 0_usize;
        let mut is_stopped = stopped();
        weight.for_each_pruning(self.threshold(), segment, &mut |document, score| {
            looked_at += 1;
            is_stopped |= looked_at.is_multiple_of(CHUNK) && stopped();
            if is_stopped {
                return f32::INFINITY;
            }
            if !segment.is_deleted(document) {
                let id = i64::try_from(ids.get_val(document)).unwrap_or(0);
                let key = RowKey { order: times.get_val(document), article: ArticleId(id) };
                self.hits.push(Reverse(ByFit(Hit { key, score })));
                if self.hits.len() > self.limit {
                    self.hits.pop();
                }
            }
            self.threshold()
        })?;
        if is_stopped { Err(Error::Cancelled) } else { Ok(()) }
    }

    /// The score that a hit has to exceed: of equals the newest is wanted.
    fn threshold(&self) -> f32 {
        let worst = self.hits.peek().filter(|_| self.hits.len() >= self.limit);
        worst.map_or(f32::MIN, |Reverse(ByFit(hit))| hit.score.next_down())
    }
}

/// A segment of the index, with the times of its first and last articles.
struct Part<'a> {
    segment: &'a SegmentReader,
    first: i64,
    last: i64,
}

impl<'a> Part<'a> {
    fn of(segment: &'a SegmentReader) -> Result<Self> {
        let times = segment.fast_fields().i64("time")?;
        Ok(Self { segment, first: times.min_value(), last: times.max_value() })
    }

    /// Passes all matches to `found`.
    fn each(
        &self,
        weight: &dyn Weight,
        stopped: &dyn Fn() -> bool,
        found: &mut dyn FnMut(Hit),
    ) -> Result<()> {
        let ids = self.segment.fast_fields().u64("id")?.first_or_default_col(0);
        let times = self.segment.fast_fields().i64("time")?.first_or_default_col(0);
        let mut matches = weight.scorer(self.segment, 1.0)?;
        let mut document = matches.doc();
        let mut looked_at = 0_usize;
        while document != TERMINATED {
            if looked_at.is_multiple_of(CHUNK) && stopped() {
                return Err(Error::Cancelled);
            }
            looked_at += 1;
            if !self.segment.is_deleted(document) {
                let id = i64::try_from(ids.get_val(document)).unwrap_or(0);
                let key = RowKey { order: times.get_val(document), article: ArticleId(id) };
                found(Hit { key, score: 0.0 });
            }
            document = matches.advance();
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

/// A hit, ordered by relevance and then by time.
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
