//! The result of adding and refreshing, in total and for each source.

use super::{Rejected, Rejections};
use crate::model::{AddQuestion, ArticleId, FeedId, PageKind};
use crate::store::Subscribed;
use std::collections::{BTreeMap, HashSet};

/// The maximum number of rejections listed individually.
pub(super) const TOLD: usize = 1000;

/// The result of adding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// New articles.
    pub articles: u64,
    /// Articles with a new text.
    pub revised: u64,
    /// Articles already in the library.
    pub known: u64,
    /// How many of the new and revised ones are pages of each other kind.
    pub others: BTreeMap<PageKind, u64>,
    /// Distinct people named in the new articles.
    pub people: u64,
    /// Distinct places named in them.
    pub places: u64,
    /// Distinct organisations named in them.
    pub organisations: u64,
    /// How much was rejected, and why.
    pub rejections: Rejections,
    /// The first thousand rejections.
    pub rejected: Vec<Rejected>,
    /// The new and revised articles, in the order of the input.
    pub ids: Vec<ArticleId>,
    /// The new ones that did not come with a followed feed.
    pub by_user: Vec<ArticleId>,
    /// Those already known that are deleted.
    pub deleted: Vec<ArticleId>,
    /// How many are already known, and deleted for good.
    pub forgotten: u64,
    /// How many of the new and revised ones have more names than are kept of one article.
    pub limited: u64,
    /// How many of the new and revised ones have a date in their file that could not be read.
    pub undated: u64,
    /// Marks from the server of an account that those of other accounts are to have.
    pub passed_on: u64,
    /// The newly followed feeds.
    pub new_feeds: Vec<FeedId>,
    /// One of those already in the library.
    pub known_id: Option<ArticleId>,
    /// The feeds and feed lists among the input, in order.
    pub sources: Vec<Source>,
    /// What has to be decided before the address is added.
    pub question: Option<AddQuestion>,
    /// Newly followed feeds that have not been fetched yet.
    pub followed: Vec<FeedId>,
    /// Full texts fetched automatically for feeds with that setting.
    pub full_texts: u64,
    /// Full texts that could not be fetched this way, with the reason.
    pub not_full: Vec<Rejected>,
    /// Whether it was stopped; what had been read until then is in the library.
    pub stopped: bool,
    /// Why the search index could not be updated, if so; the next search or start makes up for it.
    pub unindexed: Option<String>,
}

/// The result for a feed or feed list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is told by itself")]
pub struct Source {
    /// The file or address.
    pub what: String,
    /// A feed's own title.
    pub title: Option<String>,
    /// The feed, if its address was given.
    pub feed: Option<FeedId>,
    /// New articles.
    pub articles: u64,
    /// Articles with a new text.
    pub revised: u64,
    /// Articles already in the library.
    pub known: u64,
    /// Newly followed feeds.
    pub feeds: u64,
    /// Feeds already followed.
    pub feeds_known: u64,
    /// Feeds the user had removed, which stay removed.
    pub feeds_removed: u64,
    /// The first thousand entries of a list that are not addresses to follow; the rest of the list is unaffected.
    pub left_out: Vec<Rejected>,
    /// How many there are.
    pub skipped: u64,
    /// How many feeds of a list were not followed, since it has too many.
    pub beyond: u64,
    /// Addresses of other feeds linked from the page on which a feed was found.
    pub others: Vec<String>,
    /// Why fetching a feed failed, or that of a page without one.
    pub trouble: Option<Rejected>,
    /// Whether it has more new entries than one refresh takes; the next takes the rest.
    pub has_more: bool,
    /// Whether texts were too long, and their rest left out.
    pub is_cut: bool,
    /// Whether the feed said that nothing has changed.
    pub is_unchanged: bool,
    /// Whether it is a page without a feed, which was added as an article.
    pub is_without_feed: bool,
}

impl Source {
    /// The same source before anything of it is counted.
    pub(super) fn beginning(&self) -> Self {
        Self { what: self.what.clone(), title: self.title.clone(), ..Self::default() }
    }

    /// Adds the counts of a feed.
    pub(super) fn count(&mut self, subscribed: Subscribed) {
        match subscribed {
            Subscribed::New(_) | Subscribed::Restored(_) => self.feeds += 1,
            Subscribed::Known(_) => self.feeds_known += 1,
            Subscribed::Removed(_) => self.feeds_removed += 1,
        }
    }
}

impl Added {
    /// Appends a later result. How many names both have in common is unknown, so the counts are added.
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
        self.by_user.extend(later.by_user);
        self.deleted.extend(later.deleted);
        self.forgotten += later.forgotten;
        self.limited += later.limited;
        self.undated += later.undated;
        self.passed_on += later.passed_on;
        self.new_feeds.extend(later.new_feeds);
        self.known_id = later.known_id.or(self.known_id);
        self.sources.extend(later.sources);
        self.followed.extend(later.followed);
        self.full_texts += later.full_texts;
        self.not_full.extend(later.not_full);
        self.stopped |= later.stopped;
        self.unindexed = self.unindexed.take().or(later.unindexed);
    }

    /// Counts known articles as new ones, since they have come back.
    pub(super) fn returned(&mut self, articles: Vec<ArticleId>) {
        let back: HashSet<ArticleId> = articles.iter().copied().collect();
        self.deleted.retain(|article| !back.contains(article));
        self.articles += articles.len() as u64;
        self.known = self.known.saturating_sub(articles.len() as u64);
        self.ids.extend(articles);
    }

    /// Counts a rejection.
    pub fn refuse(&mut self, rejected: Rejected) {
        self.rejections.count(&rejected);
        if self.rejected.len() < TOLD {
            self.rejected.push(rejected);
        }
    }

    /// Adds a source, or another part of the last one.
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
                last.has_more |= source.has_more;
                last.is_cut |= source.is_cut;
                last.left_out.extend(source.left_out);
                last.skipped += source.skipped;
                last.beyond += source.beyond;
            }
            None => self.sources.push(source),
        }
    }

    /// Newly followed feeds.
    pub fn feeds(&self) -> u64 {
        self.sources.iter().map(|source| source.feeds).sum()
    }
}
