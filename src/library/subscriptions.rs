//! The followed feeds: listed, found by name, and changed.

use super::refresh::subscription;
use super::{Library, Result};
use crate::feeds::opml;
use crate::model::{ArticleId, FeedId, SharedArticles, Subscription};
use crate::store::StoredFeed;
use crate::text::fold::fold;

impl Library {
    /// The followed feeds, by title; including removed ones, if wanted. `now`, in seconds since the epoch,
    /// distinguishes failing ones from those silent for weeks.
    pub fn subscriptions(&self, with_removed: bool, now: i64) -> Result<Vec<Subscription>> {
        let followed = self.in_store(self.store.followed(with_removed))?;
        Ok(followed.into_iter().map(|feed| subscription(feed, now)).collect())
    }

    /// The articles that more than one feed brought.
    pub fn shared_articles(&self) -> Result<Vec<SharedArticles>> {
        self.in_store(self.store.shared_articles())
    }

    /// The feeds that the user means, including removed ones: with this address or number, else with these words in
    /// their title. Several if the words are ambiguous.
    pub fn feeds_meant(&self, by: &str, now: i64) -> Result<Vec<Subscription>> {
        let all = self.subscriptions(true, now)?;
        let at = self.in_store(self.store.feed_at(by))?;
        let number = by.parse().ok();
        let exactly = |feed: &&Subscription| Some(feed.id) == at || Some(feed.id.0) == number;
        if let Some(feed) = all.iter().find(exactly) {
            return Ok(vec![feed.clone()]);
        }
        let wanted = fold(by);
        let named = |is_it: &dyn Fn(&str) -> bool| -> Vec<Subscription> {
            all.iter().filter(|feed| is_it(&fold(&feed.title))).cloned().collect()
        };
        let whole = named(&|title| title == wanted);
        Ok(if whole.is_empty() { named(&|title| title.contains(&wanted)) } else { whole })
    }

    /// The feeds, including removed ones, with these words in their title, this tag, or this address; for `#tag`,
    /// `@account` and `*`, the followed ones of a tag, of an account, and all.
    pub(super) fn feeds_called(&self, name: &str) -> Result<Vec<FeedId>> {
        let all = self.in_store(self.store.followed(true))?;
        let ids = |is_meant: &dyn Fn(&StoredFeed) -> bool| {
            Ok(all.iter().filter(|feed| is_meant(feed)).map(|feed| feed.id).collect())
        };
        let is_tagged = |feed: &StoredFeed, tag: &str| feed.tags.iter().any(|own| fold(own) == fold(tag));
        if name == "*" {
            return ids(&|feed| !feed.is_removed);
        }
        if let Some(tag) = name.strip_prefix('#') {
            return ids(&|feed| !feed.is_removed && is_tagged(feed, tag));
        }
        if let Some(called) = name.strip_prefix('@') {
            let mut accounts = self.accounts()?;
            accounts.retain(|account| fold(&account.name) == fold(called));
            let fetches = |feed: &StoredFeed| accounts.iter().any(|account| Some(account.id) == feed.account);
            return ids(&|feed| !feed.is_removed && fetches(feed));
        }
        let at = self.in_store(self.store.feed_at(name))?;
        let wanted = fold(name);
        // A removed feed makes way for a followed one of its title.
        let followed: Vec<String> =
            all.iter().filter(|feed| !feed.is_removed).map(|feed| fold(&feed.title)).collect();
        let is_replaced = |feed: &StoredFeed| feed.is_removed && followed.contains(&fold(&feed.title));
        let is_called = |feed: &StoredFeed| fold(&feed.title).contains(&wanted) || is_tagged(feed, name);
        ids(&|feed| Some(feed.id) == at || (is_called(feed) && !is_replaced(feed)))
    }

    /// The feeds that brought an article and are still followed.
    pub fn feeds_of(&self, article: ArticleId) -> Result<Vec<FeedId>> {
        self.in_store(self.store.feeds_of(article))
    }

    /// The followed feeds as OPML, for other news readers.
    pub fn opml(&self) -> Result<String> {
        Ok(opml::write(&self.subscriptions(false, 0)?))
    }
}
