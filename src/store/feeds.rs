//! Stores and changes the feeds that the user follows, with their state.

use super::intake::Batch;
use super::{Identity, Result, Store, wishes};
use crate::model::{AccountId, ArticleId, FeedEdit, FeedId, Outline, SharedArticles, Switch};
use crate::text::{clean, web};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::{BTreeMap, HashMap};

/// The followed feeds that brought an article: it is looked up in each, since no index has the feeds of an article.
pub(super) const FEEDS_OF_ARTICLE: &str = "SELECT c.feed FROM article a CROSS JOIN feed f
     CROSS JOIN carried c ON c.feed = f.id AND c.time = a.time AND c.article = a.id
     WHERE a.id = ? AND f.removed IS NULL ORDER BY c.feed";

/// The result of following a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subscribed {
    /// It is now followed.
    New(FeedId),
    /// It was already followed.
    Known(FeedId),
    /// The user had removed it, and it is restored.
    Restored(FeedId),
    /// The user had removed it, and it stays removed.
    Removed(FeedId),
}

impl Subscribed {
    /// The feed, unless it was already followed.
    pub fn new_one(self) -> Option<FeedId> {
        match self {
            Self::New(feed) | Self::Restored(feed) => Some(feed),
            Self::Known(_) | Self::Removed(_) => None,
        }
    }

    /// The feed.
    pub fn feed(self) -> FeedId {
        let (Self::New(feed) | Self::Known(feed) | Self::Restored(feed) | Self::Removed(feed)) = self;
        feed
    }
}

/// A feed as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFeed {
    /// Its number.
    pub id: FeedId,
    /// Where it is fetched from.
    pub url: String,
    /// The user's name for it, else its own title, else its address.
    pub title: String,
    /// The user's name for it.
    pub name: Option<String>,
    /// The address of its site.
    pub site: Option<String>,
    /// When it was first followed, in seconds since the epoch.
    pub added: i64,
    /// The user's tags, in alphabetical order.
    pub tags: Vec<String>,
    /// Whether it is paused.
    pub is_paused: bool,
    /// Whether the user removed it.
    pub is_removed: bool,
    /// Whether the full texts of its new articles are fetched from their pages.
    pub fetches_full_text: bool,
    /// Its fetch state, as JSON.
    pub fetch_state: Option<String>,
    /// The number of its articles in the library.
    pub articles: u64,
    /// How many of them are unread.
    pub unread: u64,
    /// The account whose server fetches it.
    pub account: Option<AccountId>,
}

impl Store {
    /// All followed feeds, by title; including removed ones, if wanted.
    pub fn followed(&self, with_removed: bool) -> Result<Vec<StoredFeed>> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, url, coalesce(name, title, url), site, added, paused IS NOT NULL, removed IS NOT NULL, standing,
                    whole IS NOT NULL, name FROM feed WHERE removed IS NULL OR ? ORDER BY coalesce(name, title, url) COLLATE NOCASE, id",
        )?;
        let found = query.query_map([with_removed], read)?;
        let mut followed = found.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut tags = self.feed_tags()?;
        let counts = self.feed_article_counts()?;
        let accounts = self.feed_accounts()?;
        for feed in &mut followed {
            feed.account = accounts.get(&feed.id).copied();
            feed.tags = tags.remove(&feed.id).unwrap_or_default();
            (feed.articles, feed.unread) = counts.get(&feed.id).copied().unwrap_or_default();
        }
        Ok(followed)
    }

    /// The addresses of all feeds that are followed.
    pub fn followed_addresses(&self) -> Result<Vec<String>> {
        let mut query = self.connection.prepare_cached("SELECT url FROM feed WHERE removed IS NULL")?;
        let found = query.query_map([], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Feeds whose address may have a name and password in it.
    pub fn feeds_with_secret(&self) -> Result<Vec<(FeedId, String)>> {
        let mut query =
            self.connection.prepare_cached("SELECT id, url FROM feed WHERE url LIKE '%://%@%'")?;
        let found = query.query_map([], |row| Ok((FeedId(row.get(0)?), row.get(1)?)))?;
        let found: Vec<(FeedId, String)> = found.collect::<rusqlite::Result<_>>()?;
        Ok(found.into_iter().filter(|(_, url)| web::without_secret(url).1.is_some()).collect())
    }

    /// Gives a feed another address, unless another feed has that.
    pub fn readdress(&mut self, feed: FeedId, url: &str) -> Result<()> {
        let mut batch = self.batch()?;
        batch.move_feed(feed, url)?;
        batch.commit()
    }

    /// Follows a feed that the user adds by its address, even if it was removed before.
    pub fn subscribe(&mut self, outline: &Outline, now: i64) -> Result<Subscribed> {
        let mut batch = self.batch()?;
        let subscribed = batch.subscribe(outline, true, now)?;
        batch.note_arrived(&[], subscribed.new_one().as_slice(), now)?;
        batch.commit()?;
        Ok(subscribed)
    }

    /// How many articles a feed has.
    pub(super) fn count_feed_articles(&self, feed: FeedId) -> Result<u64> {
        let mut query = self.connection.prepare_cached("SELECT count(*) FROM carried WHERE feed = ?")?;
        let count: i64 = query.query_row([feed.0], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Passes every article of a feed to `each`.
    pub fn each_feed_article(&self, feed: FeedId, each: &mut dyn FnMut(ArticleId)) -> Result<()> {
        let mut query = self.connection.prepare_cached("SELECT article FROM carried WHERE feed = ?")?;
        let mut rows = query.query([feed.0])?;
        while let Some(row) = rows.next()? {
            each(ArticleId(row.get(0)?));
        }
        Ok(())
    }

    /// The feeds that brought an article and are still followed.
    pub fn feeds_of(&self, article: ArticleId) -> Result<Vec<FeedId>> {
        let mut query = self.connection.prepare_cached(FEEDS_OF_ARTICLE)?;
        let rows = query.query_map([article.0], |row| row.get(0).map(FeedId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many feeds are followed.
    pub fn count_feeds(&self) -> Result<u64> {
        let sql = "SELECT count(*) FROM feed WHERE removed IS NULL";
        let count: i64 = self.connection.query_row(sql, [], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The feed at an address, removed or not.
    pub fn feed_at(&self, address: &str) -> Result<Option<FeedId>> {
        feed_at(&self.connection, address)
    }

    fn feed_tags(&self) -> Result<HashMap<FeedId, Vec<String>>> {
        let mut tags: HashMap<FeedId, Vec<String>> = HashMap::new();
        let mut query =
            self.connection.prepare_cached("SELECT feed, name FROM feed_tag ORDER BY feed, name")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            tags.entry(FeedId(row.get(0)?)).or_default().push(row.get(1)?);
        }
        Ok(tags)
    }

    /// The articles that more than one feed brought, by these feeds.
    pub fn shared_articles(&self) -> Result<Vec<SharedArticles>> {
        let mut brought: HashMap<i64, FeedId> = HashMap::new();
        let mut again: BTreeMap<i64, Vec<FeedId>> = BTreeMap::new();
        let mut query = self.connection.prepare_cached("SELECT article, feed FROM carried WHERE feed > 0")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (article, feed) = (row.get(0)?, FeedId(row.get(1)?));
            if let Some(first) = brought.insert(article, feed).filter(|first| *first != feed) {
                again.entry(article).or_insert_with(|| vec![first]).push(feed);
            }
        }
        let mut unread = self.connection.prepare_cached(
            "SELECT NOT EXISTS (SELECT 1 FROM mark WHERE article = ? AND read IS NOT NULL)",
        )?;
        let mut counts: BTreeMap<Vec<FeedId>, (u64, u64)> = BTreeMap::new();
        for (article, mut feeds) in again {
            feeds.sort_unstable();
            let (articles, of_these_unread) = counts.entry(feeds).or_default();
            *articles += 1;
            *of_these_unread += u64::from(unread.query_row([article], |row| row.get::<_, bool>(0))?);
        }
        let shared =
            counts.into_iter().map(|(feeds, (articles, unread))| SharedArticles { feeds, articles, unread });
        Ok(shared.collect())
    }

    /// The number of articles of each feed, and how many are unread.
    fn feed_article_counts(&self) -> Result<HashMap<FeedId, (u64, u64)>> {
        let mut query = self.connection.prepare_cached(
            "SELECT c.feed, count(*), sum(m.read IS NULL) FROM carried c
             LEFT JOIN mark m ON m.article = c.article GROUP BY c.feed",
        )?;
        let count =
            |row: &Row, column: usize| row.get(column).map(|count: i64| u64::try_from(count).unwrap_or(0));
        let rows = query.query_map([], |row| Ok((FeedId(row.get(0)?), (count(row, 1)?, count(row, 2)?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Batch<'_> {
    /// Follows a feed. One that the user removed is restored only if added by its address (`by_name`), not if a list
    /// contains it. Tags are added to existing ones.
    pub fn subscribe(&mut self, outline: &Outline, by_name: bool, now: i64) -> Result<Subscribed> {
        let subscribed = match state_at(&self.change, &outline.url)? {
            None => Subscribed::New(self.insert_feed(outline, now)?),
            Some((feed, false)) => Subscribed::Known(feed),
            Some((feed, true)) if by_name => {
                set_followed(&self.change, feed, Switch::On, now)?;
                Subscribed::Restored(feed)
            }
            Some((feed, true)) => return Ok(Subscribed::Removed(feed)),
        };
        for tag in &outline.tags {
            let edit = FeedEdit::Tag(tag.clone(), Switch::On);
            edit_feed(&self.change, subscribed.feed(), &edit, now)?;
        }
        Ok(subscribed)
    }

    fn insert_feed(&mut self, outline: &Outline, now: i64) -> Result<FeedId> {
        self.change
            .prepare_cached("INSERT INTO feed (digest, url, title, site, added) VALUES (?, ?, ?, ?, ?)")?
            .execute(params![
                digest(&outline.url).as_slice(),
                outline.url,
                outline.title,
                outline.site,
                now,
            ])?;
        Ok(FeedId(self.change.last_insert_rowid()))
    }

    /// Stores a feed's own metadata.
    pub fn describe_feed(&mut self, feed: FeedId, title: Option<&str>, site: Option<&str>) -> Result<()> {
        self.change
            .prepare_cached(
                "UPDATE feed SET title = coalesce(?, title), site = coalesce(?, site) WHERE id = ?",
            )?
            .execute(params![title, site, feed.0])?;
        Ok(())
    }
}

impl Batch<'_> {
    /// Stores a feed's fetch state.
    pub fn set_fetch_state(&mut self, feed: FeedId, fetch_state: &str) -> Result<()> {
        self.change
            .prepare_cached("UPDATE feed SET standing = ? WHERE id = ?")?
            .execute(params![fetch_state, feed.0])?;
        Ok(())
    }

    /// Changes a feed's address, unless another feed is followed there.
    pub fn move_feed(&mut self, feed: FeedId, url: &str) -> Result<()> {
        if feed_at(&self.change, url)?.is_none_or(|other| other == feed) {
            self.change
                .prepare_cached("UPDATE feed SET url = ?, digest = ? WHERE id = ?")?
                .execute(params![url, digest(url).as_slice(), feed.0])?;
        }
        Ok(())
    }
}

fn digest(url: &str) -> [u8; 16] {
    Identity::of_address(url).0
}

fn feed_at(connection: &Connection, address: &str) -> Result<Option<FeedId>> {
    Ok(state_at(connection, address)?.map(|(feed, _)| feed))
}

/// The feed at an address, and whether it was removed.
fn state_at(connection: &Connection, address: &str) -> Result<Option<(FeedId, bool)>> {
    let mut query = connection.prepare_cached("SELECT id, removed IS NOT NULL FROM feed WHERE digest = ?")?;
    let found = query.query_row([digest(address).as_slice()], |row| Ok((FeedId(row.get(0)?), row.get(1)?)));
    Ok(found.optional()?)
}

/// Follows a feed again, or removes it; returns whether that changed anything.
pub(super) fn set_followed(connection: &Connection, feed: FeedId, to: Switch, now: i64) -> Result<bool> {
    set_since(connection, feed, "removed", to.flipped(), now)
}

/// Changes a feed. Returns what was done, cleaned, and its inverse; `None` if nothing changed.
pub(super) fn edit_feed(
    connection: &Connection,
    feed: FeedId,
    edit: &FeedEdit,
    now: i64,
) -> Result<Option<(FeedEdit, FeedEdit)>> {
    Ok(match edit {
        FeedEdit::Pause(to) => set_since(connection, feed, "paused", *to, now)?
            .then(|| (FeedEdit::Pause(*to), FeedEdit::Pause(to.flipped()))),
        FeedEdit::FullText(to) => set_since(connection, feed, "whole", *to, now)?
            .then(|| (FeedEdit::FullText(*to), FeedEdit::FullText(to.flipped()))),
        FeedEdit::Account(account, to) => wishes::wish(connection, *account, feed, *to)?
            .then(|| (FeedEdit::Account(*account, *to), FeedEdit::Account(*account, to.flipped()))),
        FeedEdit::Rename(name) => {
            let name = name.as_deref().map(clean::line).filter(|name| !name.is_empty());
            let before = name_of(connection, feed)?;
            connection
                .prepare_cached("UPDATE feed SET name = ? WHERE id = ?")?
                .execute(params![name, feed.0])?;
            (before != name).then_some((FeedEdit::Rename(name), FeedEdit::Rename(before)))
        }
        FeedEdit::Tag(tag, to) => {
            let tag = clean::line(tag);
            let sql = match to {
                Switch::On => "INSERT OR IGNORE INTO feed_tag (feed, name) VALUES (?, ?)",
                Switch::Off => "DELETE FROM feed_tag WHERE feed = ? AND name = ?",
            };
            let is_changed =
                !tag.is_empty() && connection.prepare_cached(sql)?.execute(params![feed.0, tag])? > 0;
            is_changed.then(|| (FeedEdit::Tag(tag.clone(), *to), FeedEdit::Tag(tag, to.flipped())))
        }
    })
}

/// The user's name for a feed.
pub(super) fn name_of(connection: &Connection, feed: FeedId) -> Result<Option<String>> {
    let mut query = connection.prepare_cached("SELECT name FROM feed WHERE id = ?")?;
    Ok(query.query_row([feed.0], |row| row.get(0)).optional()?.flatten())
}

/// A feed's name: the user's, else its own title, else its address.
pub(super) fn title_of(connection: &Connection, feed: FeedId) -> Result<String> {
    let mut query = connection.prepare_cached("SELECT coalesce(name, title, url) FROM feed WHERE id = ?")?;
    Ok(query.query_row([feed.0], |row| row.get(0)).optional()?.unwrap_or_default())
}

/// Sets one of the columns that store since when something holds; returns whether that changed anything.
fn set_since(
    connection: &Connection,
    feed: FeedId,
    column: &'static str,
    to: Switch,
    now: i64,
) -> Result<bool> {
    let sql =
        format!("UPDATE feed SET {column} = ?1 WHERE id = ?2 AND ({column} IS NULL) = (?1 IS NOT NULL)");
    Ok(connection.prepare_cached(&sql)?.execute(params![to.is_on().then_some(now), feed.0])? > 0)
}

fn read(row: &Row) -> rusqlite::Result<StoredFeed> {
    Ok(StoredFeed {
        id: FeedId(row.get(0)?),
        url: row.get(1)?,
        title: row.get(2)?,
        site: row.get(3)?,
        added: row.get(4)?,
        tags: Vec::new(),
        is_paused: row.get(5)?,
        is_removed: row.get(6)?,
        fetch_state: row.get(7)?,
        fetches_full_text: row.get(8)?,
        name: row.get(9)?,
        articles: 0,
        unread: 0,
        account: None,
    })
}
