//! The state of a server, whatever its protocol: feeds, items and their states. The interfaces of the test servers
//! read and change it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

/// A feed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feed {
    pub id: i64,
    pub url: String,
    pub title: String,
    pub folder: Option<String>,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub id: i64,
    pub feed: i64,
    pub title: String,
    pub link: String,
    pub html: String,
    pub published: i64,
    pub is_read: bool,
    pub is_starred: bool,
    pub labels: BTreeSet<String>,
    /// When it was last changed.
    pub changed: i64,
}

/// The state of a server for its only user.
#[derive(Debug, Default)]
pub struct News {
    pub feeds: BTreeMap<i64, Feed>,
    pub items: BTreeMap<i64, Item>,
    pub labels: BTreeSet<String>,
    /// The server's clock.
    pub now: i64,
    /// Marks that were set or cleared.
    pub marks: usize,
    /// Items that were ever added.
    pub made: i64,
    /// Feeds that were subscribed to.
    pub subscribed: Vec<String>,
}

/// The same, shared by a server and its test.
#[derive(Debug, Clone, Default)]
pub struct Shared(Arc<Mutex<News>>);

impl Shared {
    /// The state.
    pub fn lock(&self) -> MutexGuard<'_, News> {
        self.0.lock().expect("no test thread panics here")
    }
}

/// The time of the first item.
pub const BEGINNING: i64 = 1_735_000_000;

impl News {
    /// Some feeds with items, the first ones read.
    pub fn with(feeds: i64, items: i64) -> Shared {
        let mut news = Self { now: BEGINNING + items * 60 + 100, ..Self::default() };
        for id in 1..=feeds {
            news.add_feed(&format!("https://feed{id}.example/rss"), Some(format!("Feed {id}")), None);
        }
        for number in 1..=items {
            let id = news.add_item(1 + number % feeds, &format!("Story {number}"));
            news.items.get_mut(&id).expect("an item").is_read = number <= items / 2;
        }
        Shared(Arc::new(Mutex::new(news)))
    }

    /// Follows a feed, unless it is followed already.
    pub fn add_feed(&mut self, url: &str, title: Option<String>, folder: Option<String>) -> i64 {
        self.subscribed.push(url.to_owned());
        if let Some(feed) = self.feeds.values().find(|feed| feed.url == url) {
            return feed.id;
        }
        let id = self.feeds.keys().max().copied().unwrap_or(0) + 1;
        // A server fetches a new feed at once, and knows its title.
        let own = if url.contains("own.example") { "Own quay" } else { url };
        let title = title.unwrap_or_else(|| own.to_owned());
        self.feeds.insert(id, Feed { id, url: url.to_owned(), title, folder });
        id
    }

    /// Removes a feed with its items.
    pub fn remove_feed(&mut self, id: i64) {
        self.feeds.remove(&id);
        self.items.retain(|_, item| item.feed != id);
    }

    /// Adds an unread item.
    pub fn add_item(&mut self, feed: i64, title: &str) -> i64 {
        // Ids like those of `FreshRSS`: microseconds.
        self.made += 1;
        let number = self.made;
        let published = BEGINNING + number * 60;
        let id = published * 1_000_000 + number;
        let slug = title.to_lowercase().replace(' ', "-");
        let html = format!(
            "<p>All about {slug}: the <b>ferry</b> left Bergen at noon, and number {number} was not on board of it.</p>"
        );
        self.items.insert(
            id,
            Item {
                id,
                feed,
                title: title.to_owned(),
                link: format!("https://feed{feed}.example/{slug}"),
                html,
                published,
                is_read: false,
                is_starred: false,
                labels: BTreeSet::new(),
                changed: self.now.max(published),
            },
        );
        self.now = self.now.max(published + 1);
        id
    }

    /// Changes an item, like a click on the server's page or another program.
    pub fn change(&mut self, id: i64, change: impl Fn(&mut Item)) {
        self.now += 2;
        self.marks += 1;
        let now = self.now;
        if let Some(item) = self.items.get_mut(&id) {
            change(item);
            item.changed = now;
            self.labels.extend(item.labels.iter().cloned());
        }
    }

    /// The item with a title.
    pub fn titled(&self, title: &str) -> Item {
        self.items.values().find(|item| item.title == title).expect("an item of this title").clone()
    }
}
