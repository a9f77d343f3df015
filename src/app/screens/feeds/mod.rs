//! The feed tree: accounts, tags, the feeds under them, and those without a tag.
//!
//! [`edits`] changes feeds and their articles; `ui/feeds.rs` draws it.

mod edits;

use crate::app::action::{Action, FeedAction, Flag};
use crate::app::context::{Contexts, Focus, Location};
use crate::app::cx::Cx;
use crate::app::effect::{Answer, Request, Slot};
use crate::app::empty::Empty;
use crate::app::message::{Mouse, WHEEL_LINES};
use crate::app::motion::{Cursor, Motion};
use crate::app::purpose::Purpose;
use crate::app::session::{Session, line_in, trimmed};
use crate::app::target::Target;
use crate::app::view::{ALL_FEEDS, Filter, ListView, account_term, feed_term, tag_term};
use crate::model::{Account, AccountId, FeedEdit, FeedId, FeedState, SharedArticles, Subscription, Switch};
use crate::text::fold::fold;
use ratatui::layout::Rect;
use std::collections::BTreeMap;

/// The widest the tree gets: counts stay near their feeds.
const WIDEST: u16 = 100;
/// Lines above the tree: the heading, and an empty one.
const HEADING: u16 = 2;
/// Lines below it with the state of the selected feed.
const FOOT: u16 = 3;

/// What is said where an action needs a feed.
const ON_A_FEED: &str = "this works on a single feed · move to a feed";

/// The state of the tree.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Feeds {
    /// The feeds, by title.
    pub all: Vec<Subscription>,
    /// The articles that several of them brought.
    pub shared: Vec<SharedArticles>,
    /// The accounts whose servers fetch some of them.
    pub accounts: Vec<Account>,
    /// The address of a server to be added, and the user's name there, until the password has been typed.
    server: Option<(String, String)>,
    /// The address of a server whose account is being added.
    adding: Option<String>,
    /// Folded tags.
    pub folded: Vec<String>,
    /// The lines, from the top.
    pub lines: Vec<Line>,
    /// Whether no answer has arrived yet.
    pub waiting: bool,
    /// The feed to select once they have arrived.
    pub wanted: Option<FeedId>,
    /// The selected line.
    pub cursor: Cursor,
}

/// The geometry of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeedsLayout {
    /// The line with the heading.
    pub heading: Rect,
    /// The lines of the tree.
    pub rows: Rect,
    /// The state of the selected feed.
    pub foot: Rect,
}

/// A line of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// All feeds together.
    All,
    /// An account, by its index among all.
    Account(usize),
    /// A tag.
    Tag(String),
    /// A feed, by its index among all; whether it is under a tag.
    Feed(usize, bool),
}

impl Feeds {
    /// A tree whose feeds have yet to be requested.
    pub fn at(cursor: usize, wanted: Option<FeedId>) -> Self {
        Self { waiting: true, cursor: Cursor::new(cursor), wanted, ..Self::default() }
    }

    /// Selects a feed, which may be new.
    pub fn go_to(&mut self, feed: FeedId, cx: &mut Cx<'_>) {
        self.wanted = Some(feed);
        self.refresh(cx);
    }

    /// Its geometry.
    pub fn layout(session: &Session) -> FeedsLayout {
        let body = session.frame().body;
        let inner = Rect { x: body.x + 1, width: body.width.saturating_sub(2).min(WIDEST), ..body };
        FeedsLayout {
            heading: inner,
            rows: trimmed(inner, HEADING, FOOT),
            foot: trimmed(inner, inner.height.saturating_sub(FOOT), 0),
        }
    }

    /// The current contexts.
    pub fn contexts() -> Contexts {
        Contexts::FEEDS
    }

    /// What keys act on.
    pub fn target(&self) -> Target<'_> {
        Target { feeds: self.chosen().map(|(ids, _)| ids).unwrap_or_default(), ..Target::default() }
    }

    /// Carries out an action; false if it has no meaning here.
    pub fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Move(motion) => self.go(*motion, cx.session),
            Action::Beside { .. } | Action::Around { .. } => {}
            Action::Open => self.open(cx),
            Action::Unread { forward } => self.next_unread(*forward, cx),
            Action::ReadAll | Action::Mark(Flag::Read) => self.read_all(cx),
            Action::Fold => {
                if !self.fold() {
                    cx.say("no tag here · t tags a feed");
                }
            }
            Action::Ask(purpose @ (Purpose::FeedName | Purpose::FeedTag)) => match self.selected() {
                Some(_) => cx.prompt(*purpose),
                None => cx.refuse(*purpose, ON_A_FEED),
            },
            Action::Feed(FeedAction::Remove) => self.follow(Switch::Off, cx),
            Action::Feed(FeedAction::Pause) => {
                self.edit(cx, |feed| FeedEdit::Pause((feed.state != FeedState::Paused).into()));
            }
            Action::Feed(FeedAction::FullText) => {
                self.edit(cx, |feed| FeedEdit::FullText((!feed.fetches_full_text).into()));
            }
            _ => return false,
        }
        true
    }

    /// Lists the articles of the selected feed or tag.
    fn open(&self, cx: &mut Cx<'_>) {
        match self.chosen() {
            Some((ids, term)) => {
                let view = ListView::filtered(Filter::Feeds(ids, term));
                cx.open(Location::Articles(view, Focus::List, None));
            }
            None if self.selected_account().is_some() => {
                cx.say("this account has no feeds yet · R synchronises it");
            }
            None => cx.act(Action::Ask(Purpose::Add)),
        }
    }

    /// Goes to the next or previous feed with unread articles; wraps around, and says so.
    fn next_unread(&mut self, forward: bool, cx: &mut Cx<'_>) {
        let count = self.lines.len();
        let unread = |&at: &usize| match self.lines[at] {
            Line::Feed(feed, _) => self.all.get(feed).is_some_and(|feed| feed.unread > 0),
            Line::All | Line::Account(_) | Line::Tag(_) => false,
        };
        let at =
            |step: usize| if forward { self.cursor.at + step } else { self.cursor.at + count - step } % count;
        let Some(next) = (1..=count).map(at).find(unread) else {
            cx.status.say_until_news("no feed has unread articles");
            return;
        };
        if (next > self.cursor.at) != forward {
            cx.note(if forward { "continued from the top" } else { "continued from the bottom" });
        }
        self.go(Motion::Step(step_between(self.cursor.at, next)), cx.session);
    }

    /// Why it has no rows, if it has none.
    pub fn empty(&self) -> Option<Empty> {
        if !self.lines.is_empty() || self.waiting {
            return None;
        }
        Some(match &self.adding {
            Some(url) => {
                Empty::new(format!("Adding the account on {url}"), "its feeds are listed once they have come")
            }
            None => Empty::new("No feed is followed yet", "ga adds one · E a adds an account on a server"),
        })
    }

    /// Handles an answer of the library, and keeps the selected line.
    pub fn answer(&mut self, answer: Answer) {
        if let Answer::Feeds(feeds, shared, accounts) = answer {
            (self.shared, self.accounts) = (shared, accounts);
            self.fill(feeds);
        }
    }

    /// Requests everything it shows again.
    pub fn refresh(&mut self, cx: &mut Cx<'_>) {
        cx.ask(Slot::Feeds, Request::Feeds { now: cx.session.now.seconds });
    }

    /// The mouse did something at a column and row.
    pub fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) {
        match mouse {
            Mouse::Wheel(notches) => self.go(Motion::Step(i32::from(notches) * WHEEL_LINES), cx.session),
            Mouse::Click => {
                let line = line_in(Self::layout(cx.session).rows, column, row);
                if self.cursor.click(line, self.lines.len()) {
                    self.open(cx);
                }
            }
        }
    }

    /// The user's location, to return to.
    pub fn location(&self) -> Location {
        Location::Feeds(self.cursor.at, None)
    }

    /// The breadcrumbs in the header.
    pub fn title() -> Vec<String> {
        vec!["Feeds".to_owned()]
    }

    /// The most important actions here, with short labels.
    pub fn hints() -> &'static [(&'static str, &'static str)] {
        &[
            ("enter-feed", "its articles"),
            ("add", "add"),
            ("all-read", "mark read"),
            ("refresh", "refresh"),
            ("refresh-all", "refresh all"),
            ("tag-feed", "tag"),
            ("remove-feed", "remove"),
            ("leave", "back"),
            ("help", "all keys"),
        ]
    }

    fn fill(&mut self, feeds: Vec<Subscription>) {
        let wanted = self.wanted.take().map(Key::Feed);
        let stood = wanted.or_else(|| self.lines.get(self.cursor.at).map(|line| self.key(line)));
        self.all = feeds;
        (self.waiting, self.adding) = (false, None);
        self.lay(stood);
    }

    /// The feeds of the selected line, and the query that finds their articles.
    fn chosen(&self) -> Option<(Vec<FeedId>, String)> {
        match self.lines.get(self.cursor.at)? {
            Line::All if self.all.is_empty() => None,
            Line::All => Some((self.all.iter().map(|feed| feed.id).collect(), ALL_FEEDS.to_owned())),
            Line::Account(at) => {
                let account = self.accounts.get(*at)?;
                let feeds: Vec<FeedId> = self.fetched_by(account.id).map(|feed| feed.id).collect();
                (!feeds.is_empty()).then(|| (feeds, account_term(&account.name)))
            }
            Line::Tag(tag) => Some((self.those(Some(tag)).map(|feed| feed.id).collect(), tag_term(tag))),
            Line::Feed(at, _) => self.all.get(*at).map(|feed| (vec![feed.id], feed_term(&self.all, feed))),
        }
    }

    /// The selected feed.
    pub fn selected(&self) -> Option<&Subscription> {
        match self.lines.get(self.cursor.at)? {
            Line::Feed(at, _) => self.all.get(*at),
            Line::All | Line::Account(_) | Line::Tag(_) => None,
        }
    }

    /// The selected account.
    pub fn selected_account(&self) -> Option<&Account> {
        match self.lines.get(self.cursor.at)? {
            Line::Account(at) => self.accounts.get(*at),
            Line::All | Line::Tag(_) | Line::Feed(..) => None,
        }
    }

    /// The feeds that the server of an account fetches.
    fn fetched_by(&self, account: AccountId) -> impl Iterator<Item = &Subscription> {
        self.all.iter().filter(move |feed| feed.account == Some(account))
    }

    /// Unread and all articles of an account's feeds.
    pub fn counts_of(&self, account: AccountId) -> (u64, u64) {
        SharedArticles::count_once(&self.shared, self.fetched_by(account))
    }

    /// Folds or unfolds the feeds of the selected tag; false if there is none.
    fn fold(&mut self) -> bool {
        let tag = self.lines.iter().take(self.cursor.at + 1).rev().find_map(|line| match line {
            Line::Tag(tag) => Some(Some(tag.clone())),
            Line::Feed(_, true) => None,
            Line::All | Line::Account(_) | Line::Feed(_, false) => Some(None),
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

    /// Unread and all articles of a tag's feeds, or of all feeds.
    pub fn counts(&self, tag: Option<&str>) -> (u64, u64) {
        SharedArticles::count_once(&self.shared, self.those(tag))
    }

    /// How many of a tag's feeds, or of all feeds, are failing.
    pub fn failing(&self, tag: Option<&str>) -> usize {
        self.those(tag).filter(|feed| feed.is_failing()).count()
    }

    fn those<'a>(&'a self, tag: Option<&'a str>) -> impl Iterator<Item = &'a Subscription> {
        self.all.iter().filter(move |feed| tag.is_none_or(|tag| has(feed, tag)))
    }

    fn go(&mut self, motion: Motion, session: &Session) {
        let height = usize::from(Self::layout(session).rows.height);
        self.cursor.go(motion, self.lines.len(), height);
    }

    /// Lays out the lines, and selects that of `key` if it is among them.
    fn lay(&mut self, key: Option<Key>) {
        let mut tags: BTreeMap<String, String> = BTreeMap::new();
        for tag in self.all.iter().flat_map(|feed| &feed.tags) {
            tags.entry(fold(tag)).or_insert_with(|| tag.clone());
        }
        let is_empty = self.all.is_empty() && self.accounts.is_empty();
        self.lines = if is_empty { Vec::new() } else { vec![Line::All] };
        self.lines.extend((0..self.accounts.len()).map(Line::Account));
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
        self.cursor.at = place.unwrap_or(self.cursor.at);
        self.cursor.keep_within(self.lines.len());
    }

    fn key(&self, line: &Line) -> Key {
        match line {
            Line::All => Key::All,
            Line::Account(at) => self.accounts.get(*at).map_or(Key::All, |account| Key::Account(account.id)),
            Line::Tag(tag) => Key::Tag(tag.clone()),
            Line::Feed(at, _) => self.all.get(*at).map_or(Key::All, |feed| Key::Feed(feed.id)),
        }
    }
}

/// The key of a line, independent of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    All,
    Account(AccountId),
    Tag(String),
    Feed(FeedId),
}

fn has(feed: &Subscription, tag: &str) -> bool {
    feed.tags.iter().any(|own| fold(own) == fold(tag))
}

/// The number of rows from one to another; up is negative.
fn step_between(from: usize, to: usize) -> i32 {
    let (from, to) = (i32::try_from(from).unwrap_or(i32::MAX), i32::try_from(to).unwrap_or(i32::MAX));
    to - from
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
            account: None,
        }
    }

    fn tree() -> Feeds {
        let mut feeds = Feeds::at(0, None);
        feeds.fill(vec![feed(1, "bay", &["Sea"]), feed(2, "hill", &[]), feed(3, "quay", &["boats", "sea"])]);
        feeds
    }

    fn told(feeds: &Feeds) -> String {
        let line = |line: &Line| match line {
            Line::All => "all".to_owned(),
            Line::Account(at) => format!("@{}", feeds.accounts[*at].name),
            Line::Tag(tag) => format!("#{tag}"),
            Line::Feed(at, under) => format!("{}{}", if *under { "-" } else { "" }, feeds.all[*at].title),
        };
        feeds.lines.iter().map(line).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tags_hold_their_feeds_and_the_rest_follows() {
        let feeds = tree();
        assert_eq!(told(&feeds), "all #boats -quay #Sea -bay -quay hill");
        assert_eq!((feeds.counts(None), feeds.failing(None)), ((6, 30), 1));
        assert_eq!((feeds.counts(Some("sea")), feeds.failing(Some("sea"))), ((4, 20), 1));
    }

    #[test]
    fn an_article_of_several_feeds_counts_once() {
        let mut feeds = tree();
        let shared = |feeds: &[i64], articles, unread| {
            let feeds = feeds.iter().map(|&id| FeedId(id)).collect();
            SharedArticles { feeds, articles, unread }
        };
        feeds.shared = vec![shared(&[1, 2], 2, 1), shared(&[1, 2, 3], 3, 0), shared(&[1, 9], 1, 1)];
        let counts = [None, Some("sea"), Some("boats")].map(|tag| feeds.counts(tag));
        assert_eq!(counts, [(5, 22), (4, 17), (3, 10)]);
    }

    #[test]
    fn a_tag_is_folded_from_its_own_line_or_from_below() {
        let mut feeds = tree();
        feeds.cursor.at = 4;
        assert!(feeds.fold());
        assert_eq!((told(&feeds).as_str(), feeds.cursor.at), ("all #boats -quay #Sea hill", 3));
        assert!(feeds.fold());
        assert_eq!(told(&feeds), "all #boats -quay #Sea -bay -quay hill");
        feeds.cursor.at = 6;
        assert!(!feeds.fold());
    }

    #[test]
    fn the_line_is_kept_when_feeds_come_and_go() {
        let mut feeds = tree();
        feeds.cursor.at = 6;
        feeds.fill(vec![feed(2, "hill", &[])]);
        assert_eq!((told(&feeds).as_str(), feeds.cursor.at), ("all hill", 1));
        assert_eq!(feeds.chosen(), Some((vec![FeedId(2)], "feed:hill".to_owned())));
        feeds.fill(Vec::new());
        assert_eq!((feeds.lines.len(), feeds.chosen()), (0, None));
    }
}
