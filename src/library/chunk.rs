//! What is stored in one transaction: prepared articles, and what belongs to them.

use super::Source;
use super::account_step::AccountStep;
use super::entries::Channel;
use super::fetched_text::Fetched;
use super::prepared::{PreparedItems, PreparedText};
use crate::model::{Document, FeedId, Names, Outline};
use crate::store::{Beside, Lesson};
use std::sync::{Arc, Mutex};

/// Bytes from which on an article is long.
pub(super) const LONG: usize = 128 << 10;

/// Names from which on an article takes much memory.
const MANY_NAMES: usize = 4_096;

/// What is stored in one transaction.
#[derive(Default)]
pub(super) struct Chunk {
    pub articles: PreparedItems,
    /// What was learned about their sites.
    pub lessons: Vec<Lesson>,
    /// The feed or feed list it belongs to, if that is reported separately.
    pub source: Option<Source>,
    /// It continues the source of the previous chunk.
    pub goes_on: bool,
    /// The feed's own metadata.
    pub channel: Option<Arc<Channel>>,
    /// What its entries have been found to be so far.
    pub beside: Option<Arc<Mutex<Beside>>>,
    /// Feeds of a list.
    pub list: Vec<Outline>,
    /// The fetch state of a feed, once all of it is here.
    pub end: Option<FeedEnd>,
    /// Full texts fetched automatically for a feed with that setting.
    pub full_texts: Vec<Fetched>,
    /// What was learned from a server, or told to it.
    pub account: Option<AccountStep>,
}

impl Chunk {
    /// Whether there is nothing in it but articles of files and what was learned from them.
    pub fn has_only_articles(&self) -> bool {
        let belongs_to_a_source = self.source.is_some() || self.channel.is_some() || self.beside.is_some();
        let has_more = !self.list.is_empty() || !self.full_texts.is_empty();
        !belongs_to_a_source && !has_more && self.end.is_none() && self.account.is_none()
    }

    /// Whether little memory is left beside it: it is of a feed that is a file, all of which is in memory, or has an
    /// article of nothing but names.
    pub fn is_heavy(&self) -> bool {
        let is_of_feed_file = self.channel.as_ref().is_some_and(|channel| channel.id.is_none());
        is_of_feed_file || self.has_fresh(|_, names| names.entities.len() > MANY_NAMES)
    }

    /// Whether one of its articles is long.
    pub fn is_long(&self) -> bool {
        self.has_fresh(|document, _| document.text.len() > LONG)
    }

    fn has_fresh(&self, is_meant: impl Fn(&Document, &Names) -> bool) -> bool {
        self.articles.iter().flatten().any(|prepared| match &prepared.state {
            PreparedText::Fresh { document, names, .. } => is_meant(document, names),
            PreparedText::Known(_) => false,
        })
    }

    /// Adds the articles of a later chunk, and what was learned from them.
    pub fn join(&mut self, later: Self) {
        self.articles.extend(later.articles);
        self.lessons.extend(later.lessons);
    }
}

/// The fetch state of a feed that was requested.
pub(super) struct FeedEnd {
    pub id: FeedId,
    /// The fetch state, as JSON.
    pub fetch_state: String,
    /// Its address from now on.
    pub moved_to: Option<String>,
}
