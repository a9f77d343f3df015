//! Tiny Tiny RSS's counters, which show in one request whether the states of its articles have changed.

use super::{Mark, RemoteItem, StateKind, values};
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

    /// What they are after new articles have come.
    pub fn with<'a>(mut self, items: impl IntoIterator<Item = &'a RemoteItem>) -> Self {
        for item in items {
            if item.is_unread == Some(true) {
                self.count_unread(&item.feed, 1);
            }
            self.starred += i64::from(item.is_starred == Some(true));
        }
        self
    }

    /// What they are after marks have been sent; `None` if the feed of an article is not known.
    pub fn after(mut self, mark: &Mark) -> Option<Self> {
        for item in mark.items.iter().filter(|item| item.had_it != mark.to) {
            match mark.state {
                StateKind::Read => self.count_unread(item.handle.as_ref()?, if mark.to { -1 } else { 1 }),
                StateKind::Starred => self.starred += if mark.to { 1 } else { -1 },
                StateKind::Label(_) => {}
            }
        }
        Some(self)
    }

    fn count_unread(&mut self, feed: &str, by: i64) {
        self.unread += by;
        if feed.is_empty() {
            return;
        }
        let count = self.feeds.entry(feed.to_owned()).or_default();
        *count += by;
        if *count == 0 {
            self.feeds.remove(feed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ItemRef;
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
        let more = counters.with(&[new(true), new(false)]);
        assert_eq!((more.unread, more.starred, more.feeds["5"]), (8, 5, 1));
        let item = |feed: Option<&str>, had_it| ItemRef {
            id: "1".to_owned(),
            handle: feed.map(str::to_owned),
            had_it,
        };
        let mark = |state, items| Mark { state, to: true, items };
        let after = more.after(&mark(StateKind::Starred, vec![item(None, false), item(None, true)])).unwrap();
        let read = vec![item(Some("5"), false), item(Some("4"), true)];
        let after = after.after(&mark(StateKind::Read, read)).unwrap();
        assert_eq!((after.unread, after.starred, after.feeds.get("5"), after.feeds["4"]), (7, 6, None, 7));
        assert_eq!(after.after(&mark(StateKind::Read, vec![item(None, false)])), None);
    }
}
