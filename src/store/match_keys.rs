//! The keys by which a feed entry is recognised.

use super::Identity;
use super::dedup;
use crate::model::{Document, FeedId};
use crate::text::fold::fold;
use unicode_segmentation::UnicodeSegmentation;

/// The keys by which a feed entry is recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchKeys {
    /// Its feed, if that is followed.
    pub feed: Option<FeedId>,
    /// A hash of everything in it: a match means that exactly this form is known.
    pub version: Identity,
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

impl MatchKeys {
    /// The match keys of an entry that became `document`, within the feed called `scope`.
    pub fn of(document: &Document, number: Option<&str>, scope: &str, feed: Option<FeedId>) -> Self {
        let match_key = |respect: &str, said: &str| Identity::of_match_key(scope, respect, said);
        let address = document.url.as_deref();
        let words = document.text.unicode_words().take(dedup::UNMISTAKABLE).count();
        let said = format!("{}\n{}", document.title, document.text);
        // Entries of hardly any words are told apart by their other fields.
        let else_said = match (address, number) {
            _ if words >= dedup::TELLING => String::new(),
            (Some(address), _) => format!("{:?}", Identity::of_address(address)),
            (None, number) => number.unwrap_or_default().to_owned(),
        };
        let mut numbers: Vec<Identity> = number.iter().map(|number| match_key("number", number)).collect();
        numbers.extend(number.and_then(without_host).map(|number| match_key("number", &number)));
        Self {
            feed,
            version: Identity::of_text(&format!("{said}\n{else_said}")),
            text: (words >= dedup::UNMISTAKABLE).then(|| Identity::of_text(&document.text)),
            numbers,
            link: address.map(|address| Identity::of_address(address).within(scope)),
            title: (!document.title.is_empty()).then(|| match_key("title", &fold(&document.title))),
            address: address.map(Identity::of_address),
            is_page: address.is_some_and(leads_to_a_page),
        }
    }

    /// Keys that only apply within its feed.
    pub(super) fn own(&self) -> impl Iterator<Item = Identity> {
        self.numbers.iter().copied().chain(self.link).chain(self.title)
    }
}

/// The number without scheme and host, if it is an address: sites move, and their numbers with them.
fn without_host(number: &str) -> Option<String> {
    let (_, rest) = number.trim().split_once("://")?;
    let (_, path) = rest.split_once('/')?;
    (path.len() > 1).then(|| format!("/{path}"))
}

/// Whether an address is that of a page of a site, and not its front page.
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
