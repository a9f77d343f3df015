//! What adding and refreshing did, told in numbers, and source by source.

use super::{Rejected, Rejections};
use crate::model::{ArticleId, FeedId, PageKind};
use crate::store::Subscribed;
use std::collections::BTreeMap;

/// Refusals that are told one by one.
pub(super) const TOLD: usize = 1000;

/// What adding did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// Articles that are new.
    pub articles: u64,
    /// Articles that have a new text.
    pub revised: u64,
    /// Articles that the library had already.
    pub known: u64,
    /// How many of the new and revised ones are pages of another sort.
    pub others: BTreeMap<PageKind, u64>,
    /// Distinct people that the new articles name.
    pub people: u64,
    /// Distinct places that they name.
    pub places: u64,
    /// Distinct organisations that they name.
    pub organisations: u64,
    /// How much was refused, and why.
    pub rejections: Rejections,
    /// The first thousand refusals.
    pub rejected: Vec<Rejected>,
    /// The new and revised articles, in the order of the input.
    pub ids: Vec<ArticleId>,
    /// The feeds and lists of feeds among the input, in its order.
    pub sources: Vec<Source>,
    /// The feeds that are followed from now on, and were not fetched yet.
    pub followed: Vec<FeedId>,
    /// Full texts that were fetched by the rule of a feed.
    pub full_texts: u64,
    /// Full texts that were to be fetched so and were not, with the reason.
    pub not_full: Vec<Rejected>,
    /// It was stopped on request; what had been read until then is in the library.
    pub stopped: bool,
    /// Why the search index could not follow, if it could not; the next search or start makes that good.
    pub unindexed: Option<String>,
}

/// What became of a feed, or of a list of feeds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// The file or address.
    pub what: String,
    /// What a feed calls itself.
    pub title: Option<String>,
    /// Articles that are new.
    pub articles: u64,
    /// Articles that have a new text.
    pub revised: u64,
    /// Articles that the library had already.
    pub known: u64,
    /// Feeds that are followed from now on.
    pub feeds: u64,
    /// Feeds that were followed before.
    pub feeds_known: u64,
    /// Feeds that the reader had removed, and that stay so.
    pub feeds_removed: u64,
    /// What a list has in the place of addresses, and cannot be followed: no fault of the rest of it.
    pub left_out: Vec<Rejected>,
    /// Addresses of the other feeds that the page names on which a feed was found.
    pub others: Vec<String>,
    /// Why a feed did not answer well.
    pub trouble: Option<Rejected>,
    /// A feed said that nothing has changed.
    pub is_unchanged: bool,
}

impl Source {
    /// Counts a feed in.
    pub(super) fn count(&mut self, subscribed: Subscribed) {
        match subscribed {
            Subscribed::New(_) | Subscribed::Restored(_) => self.feeds += 1,
            Subscribed::Known(_) => self.feeds_known += 1,
            Subscribed::Removed(_) => self.feeds_removed += 1,
        }
    }
}

impl Added {
    /// Puts what was done after this to it. How many are named is not known of both together; it is the sum.
    pub fn join(&mut self, later: Self) {
        self.articles += later.articles;
        self.revised += later.revised;
        self.known += later.known;
        for (kind, count) in later.others {
            *self.others.entry(kind).or_default() += count;
        }
        self.people += later.people;
        self.places += later.places;
        self.organisations += later.organisations;
        later.rejected.into_iter().for_each(|rejected| self.refuse(rejected));
        self.ids.extend(later.ids);
        self.sources.extend(later.sources);
        self.followed.extend(later.followed);
        self.full_texts += later.full_texts;
        self.not_full.extend(later.not_full);
        self.stopped |= later.stopped;
        self.unindexed = self.unindexed.take().or(later.unindexed);
    }

    /// Counts a refusal in.
    pub fn refuse(&mut self, rejected: Rejected) {
        self.rejections.count(&rejected);
        if self.rejected.len() < TOLD {
            self.rejected.push(rejected);
        }
    }

    /// Tells of a source, or of one more part of the last one.
    pub(super) fn tell_of(&mut self, source: Source, goes_on: bool) {
        match self.sources.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.title = source.title.or(last.title.take());
                last.articles += source.articles;
                last.revised += source.revised;
                last.known += source.known;
                last.feeds += source.feeds;
                last.feeds_known += source.feeds_known;
                last.feeds_removed += source.feeds_removed;
                last.left_out.extend(source.left_out);
            }
            None => self.sources.push(source),
        }
    }

    /// Feeds that are followed from now on.
    pub fn feeds(&self) -> u64 {
        self.sources.iter().map(|source| source.feeds).sum()
    }
}
