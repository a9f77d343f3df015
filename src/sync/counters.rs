//! Tiny Tiny RSS's counters, which show in one request whether the states of its articles have changed.

use super::{RemoteItem, values};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// How many articles are unread, in all and in each feed, and how many are starred. What a server also counts (labels,
/// fresh articles) or says of a feed (when it was updated) changes by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    unread: i64,
    starred: i64,
    feeds: BTreeMap<String, i64>,
}

impl Counters {
    /// From a response; `None` if it does not count what is compared.
    pub fn of(answer: &Value) -> Option<Self> {
        let (mut unread, mut starred, mut feeds) = (None, None, BTreeMap::new());
        for each in values::list(answer).filter(|each| each["kind"].as_str() != Some("cat")) {
            let count = |name: &str| values::number(&each[name]);
            match (each["id"].as_str(), values::number(&each["id"])) {
                (Some("global-unread"), _) => unread = count("counter"),
                (_, Some(-1)) => starred = count("auxcounter"),
                (_, Some(id @ 1..)) => {
                    let count = count("counter").filter(|&count| count != 0);
                    feeds.extend(count.map(|count| (id.to_string(), count)));
                }
                _ => {}
            }
        }
        Some(Self { unread: unread?, starred: starred?, feeds })
    }

    /// From the text of [`Counters::print`].
    pub fn read(print: &str) -> Option<Self> {
        serde_json::from_str(print).ok()
    }

    /// As a text.
    pub fn print(&self) -> String {
        // Plain data always serialises.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// These and some others.
    pub fn and(mut self, others: &Self) -> Self {
        self.unread += others.unread;
        self.starred += others.starred;
        for (feed, count) in &others.feeds {
            *self.feeds.entry(feed.clone()).or_default() += count;
        }
        self
    }

    /// Counts new articles, too.
    pub fn add(&mut self, items: &[RemoteItem]) {
        for item in items {
            if item.is_unread == Some(true) {
                self.unread += 1;
                *self.feeds.entry(item.feed.clone()).or_default() += 1;
            }
            self.starred += i64::from(item.is_starred == Some(true));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_changes_by_itself_is_not_compared() {
        let answer = |fresh: i64, updated: &str, of_feed: i64| {
            json!([
                { "id": "global-unread", "counter": 7 }, { "id": "subscribed-feeds", "counter": 2 },
                { "id": -1, "counter": 1, "auxcounter": 3 }, { "id": -3, "counter": fresh },
                { "id": "4", "kind": "cat", "counter": 7 }, { "id": "4", "counter": of_feed, "updated": updated },
                { "id": 5, "counter": 0 }, { "id": -1027, "counter": 1 }
            ])
        };
        let counters = Counters::of(&answer(1, "10:15", 7)).unwrap();
        assert_eq!(Counters::of(&answer(4, "10:45", 7)).as_ref(), Some(&counters));
        assert_ne!(Counters::of(&answer(1, "10:15", 6)).as_ref(), Some(&counters));
        assert_eq!(Counters::read(&counters.print()), Some(counters.clone()));
        assert_eq!((Counters::read(""), Counters::of(&json!([]))), (None, None));
        let new = |is_unread| RemoteItem {
            feed: "5".to_owned(),
            is_unread: Some(is_unread),
            is_starred: Some(true),
            ..RemoteItem::default()
        };
        let mut some = Counters::default();
        some.add(&[new(true), new(false)]);
        let more = counters.and(&some);
        assert_eq!((more.unread, more.starred, more.feeds["5"]), (8, 5, 1));
    }
}
