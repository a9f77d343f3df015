//! The keys by which a feed entry is recognised.

use super::Identity;
use super::dedup;
use crate::model::{ArticleId, Document, FeedId};
use crate::text::fold::fold;
use std::collections::{HashMap, HashSet};
use unicode_segmentation::UnicodeSegmentation;

/// The keys by which a feed entry is recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchKeys {
    /// Its feed, if that is followed.
    pub feed: Option<FeedId>,
    /// A hash of everything in it: a match means that exactly this form is known.
    pub version: Identity,
    /// Its number and its words: duplicates within a feed have the same.
    pub own: Identity,
    /// Its text, if that is long enough to be recognised anywhere.
    pub text: Option<Identity>,
    /// Its number within the feed, complete and without a host.
    pub numbers: Vec<Identity>,
    /// Its address within the feed.
    pub link: Option<Identity>,
    /// Its title within the feed.
    pub title: Option<Identity>,
    /// Its address, regardless of the feed.
    pub address: Option<Identity>,
    /// Whether the address is that of a page rather than of a whole site.
    pub is_page: bool,
}

/// What an entry states besides its words.
#[derive(Debug, Clone, Copy, Default)]
pub struct EntryFacts<'a> {
    /// Its number within the feed, unless another entry has the same.
    pub number: Option<&'a str>,
    /// Whether no other entry has its address.
    pub is_at_own_address: bool,
}

impl MatchKeys {
    /// The match keys of an entry that became `document`, within the feed called `scope`.
    pub fn of(document: &Document, entry: EntryFacts, scope: &str, feed: Option<FeedId>) -> Self {
        let match_key = |respect: &str, said: &str| Identity::of_match_key(scope, respect, said);
        let address = document.url.as_deref();
        let words = document.text.unicode_words().take(dedup::UNMISTAKABLE).count();
        let said = format!("{}\n{}", document.title, document.text);
        let number = entry.number;
        let place = address.map(Identity::of_place);
        let moment = document.published.map(|when| when.seconds);
        let else_said = format!("{} {place:?} {moment:?}", number.unwrap_or_default());
        let own = number.map(|number| Identity::of_text(&format!("{number}\n{said}")));
        let version = Identity::of_text(&format!("{said}\n{else_said}"));
        let mut numbers: Vec<Identity> = number.iter().map(|number| match_key("number", number)).collect();
        numbers.extend(number.and_then(without_host).map(|number| match_key("number", &number)));
        // Some sites add a page's revision to the number of its entry: `https://example.org/a#2`.
        let counted = number.and_then(|number| number.split_once('#')).map(|(page, _)| page);
        let is_of_page = |page: &&str| place.is_some_and(|place| Identity::of_address(page) == place);
        numbers.extend(counted.filter(is_of_page).map(|page| match_key("number", page)));
        Self {
            feed,
            version,
            own: own.unwrap_or(version),
            text: (words >= dedup::UNMISTAKABLE).then(|| Identity::of_text(&document.text)),
            numbers,
            link: place.map(|place| place.within(scope)),
            title: (!document.title.is_empty()).then(|| match_key("title", &fold(&document.title))),
            address: place,
            is_page: entry.is_at_own_address && address.is_some_and(leads_to_a_page),
        }
    }

    /// Keys that only apply within its feed.
    pub(super) fn own(&self) -> impl Iterator<Item = Identity> {
        self.numbers.iter().copied().chain(self.link).chain(self.title)
    }
}

/// The entries in the same document as one: these are other articles, unless number and words are equal.
#[derive(Debug, Default)]
pub struct Beside {
    /// By the article that an entry was found to be: the entry's number and words.
    taken: HashMap<ArticleId, Identity>,
    /// By article: the numbers of entries that lead to it.
    pub(super) claims: HashMap<ArticleId, HashSet<Identity>>,
}

impl Beside {
    /// Records what an entry was found to be.
    pub fn take(&mut self, article: ArticleId, match_keys: &MatchKeys) {
        self.taken.insert(article, match_keys.own);
    }

    /// Whether an entry with these keys may be an article, given the other entries.
    pub(super) fn allows(&self, article: ArticleId, match_keys: &MatchKeys) -> bool {
        let is_taken = self.taken.get(&article).is_some_and(|own| *own != match_keys.own);
        let is_claimed = self.claims.get(&article).is_some_and(|numbers| {
            !match_keys.numbers.is_empty()
                && !match_keys.numbers.iter().any(|number| numbers.contains(number))
        });
        !is_taken && !is_claimed
    }
}

/// The number without scheme and host, if it is an address: sites move, and their numbers with them.
fn without_host(number: &str) -> Option<String> {
    let (_, rest) = number.trim().split_once("://")?;
    let (_, path) = rest.split_once('/')?;
    (path.len() > 1).then(|| format!("/{path}"))
}

/// Whether an address is that of a page rather than of a site's home page.
fn leads_to_a_page(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split_once('/').is_some_and(|(_, path)| !path.split('#').next().unwrap_or_default().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_addresses_outlive_their_host() {
        for (number, expected) in [
            ("http://quay.example/?p=12", Some("/?p=12")),
            ("https://pier.example/?p=12", Some("/?p=12")),
            ("https://quay.example/", None),
            ("https://quay.example", None),
            ("tag:quay.example,2024:12", None),
        ] {
            assert_eq!(without_host(number).as_deref(), expected, "{number}");
        }
    }

    #[test]
    fn sites_are_no_pages() {
        for (address, expected) in [
            ("https://quay.example", false),
            ("https://quay.example/", false),
            ("https://quay.example/#top", false),
            ("https://quay.example/?p=1", true),
            ("https://quay.example/a", true),
        ] {
            assert_eq!(leads_to_a_page(address), expected, "{address}");
        }
    }
}
