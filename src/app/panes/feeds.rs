//! The tree of feeds: tags, the feeds under them, and those without a tag.
//!
//! `ui/feeds.rs` draws it.

use crate::app::motion::{Motion, scrolled};
use crate::model::{FeedId, FeedState, Subscription};
use crate::text::fold::fold;
use std::collections::BTreeMap;

/// What the tree remembers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Feeds {
    /// The feeds, by title.
    pub all: Vec<Subscription>,
    /// Tags whose feeds are not shown.
    pub folded: Vec<String>,
    /// The lines, from the top.
    pub lines: Vec<Line>,
    /// No answer has come yet.
    pub waiting: bool,
    /// The feed to stand on once they are there.
    pub wanted: Option<FeedId>,
    /// The line it stands on.
    pub cursor: usize,
    /// The first line in sight.
    pub top: usize,
}

/// A line of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// All feeds together.
    All,
    /// A tag.
    Tag(String),
    /// A feed, by its place among all; whether it stands under a tag.
    Feed(usize, bool),
}

impl Feeds {
    /// A tree whose feeds are still to come.
    pub fn new(cursor: usize) -> Self {
        Self { waiting: true, cursor, top: cursor, ..Self::default() }
    }

    /// Takes the feeds, and stays on the line it stood on.
    pub fn fill(&mut self, feeds: Vec<Subscription>) {
        let wanted = self.wanted.take().map(Key::Feed);
        let stood = wanted.or_else(|| self.lines.get(self.cursor).map(|line| self.key(line)));
        self.all = feeds;
        self.waiting = false;
        self.lay(stood);
    }

    /// The feeds of the line it stands on, and what they are called together.
    pub fn chosen(&self) -> Option<(Vec<FeedId>, String)> {
        match self.lines.get(self.cursor)? {
            Line::All if self.all.is_empty() => None,
            Line::All => Some((self.all.iter().map(|feed| feed.id).collect(), "all feeds".to_owned())),
            Line::Tag(tag) => Some((self.tagged(tag).map(|feed| feed.id).collect(), tag.clone())),
            Line::Feed(at, _) => self.all.get(*at).map(|feed| (vec![feed.id], feed.title.clone())),
        }
    }

    /// The feed it stands on.
    pub fn selected(&self) -> Option<&Subscription> {
        match self.lines.get(self.cursor)? {
            Line::Feed(at, _) => self.all.get(*at),
            Line::All | Line::Tag(_) => None,
        }
    }

    /// Hides the feeds of the tag it stands on or under, or shows them again; false where there is none.
    pub fn fold(&mut self) -> bool {
        let tag = self.lines.iter().take(self.cursor + 1).rev().find_map(|line| match line {
            Line::Tag(tag) => Some(Some(tag.clone())),
            Line::Feed(_, true) => None,
            Line::All | Line::Feed(_, false) => Some(None),
        });
        let Some(Some(tag)) = tag else { return false };
        if let Some(at) = self.folded.iter().position(|folded| *folded == tag) {
            self.folded.remove(at);
        } else {
            self.folded.push(tag.clone());
        }
        self.lay(Some(Key::Tag(tag)));
        true
    }

    /// Unread and all articles of a tag's feeds, and how many of these are in trouble.
    pub fn counts(&self, tag: Option<&str>) -> (u64, u64, usize) {
        let of_all = self.all.iter().filter(|feed| tag.is_none_or(|tag| has(feed, tag)));
        of_all.fold((0, 0, 0), |(unread, articles, troubled), feed| {
            (unread + feed.unread, articles + feed.articles, troubled + usize::from(is_troubled(feed)))
        })
    }

    /// Moves.
    pub fn go(&mut self, motion: Motion, height: usize) {
        self.cursor = motion.target(self.cursor, self.lines.len(), height);
        self.top = scrolled(self.top, self.cursor, height);
    }

    /// Stands on the line that is drawn in row `row`; false where there is none.
    pub fn click(&mut self, row: usize) -> bool {
        let hit = self.top + row < self.lines.len();
        if hit {
            self.cursor = self.top + row;
        }
        hit
    }

    fn tagged<'a>(&'a self, tag: &'a str) -> impl Iterator<Item = &'a Subscription> {
        self.all.iter().filter(move |feed| has(feed, tag))
    }

    /// Lays out the lines, and stands on that of `key` where it is among them.
    fn lay(&mut self, key: Option<Key>) {
        let mut tags: BTreeMap<String, String> = BTreeMap::new();
        for tag in self.all.iter().flat_map(|feed| &feed.tags) {
            tags.entry(fold(tag)).or_insert_with(|| tag.clone());
        }
        self.lines = if self.all.is_empty() { Vec::new() } else { vec![Line::All] };
        for tag in tags.into_values() {
            let is_folded = self.folded.contains(&tag);
            let places = (0..self.all.len()).filter(|&at| !is_folded && has(&self.all[at], &tag));
            let feeds: Vec<Line> = places.map(|at| Line::Feed(at, true)).collect();
            self.lines.push(Line::Tag(tag));
            self.lines.extend(feeds);
        }
        let without = (0..self.all.len()).filter(|&at| self.all[at].tags.is_empty());
        self.lines.extend(without.map(|at| Line::Feed(at, false)));
        let place = key.and_then(|key| self.lines.iter().position(|line| self.key(line) == key));
        self.cursor = place.unwrap_or(self.cursor).min(self.lines.len().saturating_sub(1));
        self.top = self.top.min(self.cursor);
    }

    fn key(&self, line: &Line) -> Key {
        match line {
            Line::All => Key::All,
            Line::Tag(tag) => Key::Tag(tag.clone()),
            Line::Feed(at, _) => self.all.get(*at).map_or(Key::All, |feed| Key::Feed(feed.id)),
        }
    }
}

/// What a line is, whatever the others are.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    All,
    Tag(String),
    Feed(FeedId),
}

fn has(feed: &Subscription, tag: &str) -> bool {
    feed.tags.iter().any(|own| fold(own) == fold(tag))
}

/// Whether a feed does not come any more.
pub fn is_troubled(feed: &Subscription) -> bool {
    matches!(feed.state, FeedState::Failing | FeedState::Silent | FeedState::Gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(id: i64, title: &str, tags: &[&str]) -> Subscription {
        Subscription {
            id: FeedId(id),
            url: format!("https://{title}.example/rss"),
            title: title.to_owned(),
            site: None,
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
            state: if id == 3 { FeedState::Silent } else { FeedState::Ok },
            last_success: None,
            next_due: None,
            error: None,
            fetches_full_text: false,
            articles: 10,
            unread: id.unsigned_abs(),
        }
    }

    fn tree() -> Feeds {
        let mut feeds = Feeds::new(0);
        feeds.fill(vec![feed(1, "bay", &["Sea"]), feed(2, "hill", &[]), feed(3, "quay", &["boats", "sea"])]);
        feeds
    }

    fn told(feeds: &Feeds) -> String {
        let line = |line: &Line| match line {
            Line::All => "all".to_owned(),
            Line::Tag(tag) => format!("#{tag}"),
            Line::Feed(at, under) => format!("{}{}", if *under { "-" } else { "" }, feeds.all[*at].title),
        };
        feeds.lines.iter().map(line).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tags_hold_their_feeds_and_the_rest_follows() {
        let feeds = tree();
        assert_eq!(told(&feeds), "all #boats -quay #Sea -bay -quay hill");
        assert_eq!(feeds.counts(None), (6, 30, 1));
        assert_eq!(feeds.counts(Some("sea")), (4, 20, 1));
    }

    #[test]
    fn a_tag_is_folded_from_its_own_line_or_from_below() {
        let mut feeds = tree();
        feeds.cursor = 4;
        assert!(feeds.fold());
        assert_eq!((told(&feeds).as_str(), feeds.cursor), ("all #boats -quay #Sea hill", 3));
        assert!(feeds.fold());
        assert_eq!(told(&feeds), "all #boats -quay #Sea -bay -quay hill");
        feeds.cursor = 6;
        assert!(!feeds.fold());
    }

    #[test]
    fn the_line_is_kept_when_feeds_come_and_go() {
        let mut feeds = tree();
        feeds.cursor = 6;
        feeds.fill(vec![feed(2, "hill", &[])]);
        assert_eq!((told(&feeds).as_str(), feeds.cursor), ("all hill", 1));
        assert_eq!(feeds.chosen(), Some((vec![FeedId(2)], "hill".to_owned())));
        feeds.fill(Vec::new());
        assert_eq!((feeds.lines.len(), feeds.chosen()), (0, None));
    }
}
