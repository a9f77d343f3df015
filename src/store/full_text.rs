//! Full texts of articles for which a feed has only a teaser: both are stored, and either can be shown.
//!
//! Which one is shown is the article's revision; nothing else about the article depends on it. [`crate::library`]
//! decides whether a page is good enough.

use super::identified::article_of;
use super::intake::{Batch, Intake};
use super::{Identity, Result, Store, documents, identity};
use crate::model::{ArticleId, Document, FeedId, Names};
use rusqlite::{Connection, OptionalExtension, params};

/// How often an article's full text is fetched automatically.
const TRIES: i64 = 3;

/// Which texts of an article are stored, and which is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texts {
    /// The library has no such article.
    NoArticle,
    /// No full text was ever fetched for it.
    Own,
    /// The full text is shown.
    Full,
    /// The feed's text is shown, and the full text is stored too.
    FullBehind,
}

/// The result for a fetched full text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FullTextOutcome {
    /// It is shown, and the feed's text is stored too.
    Shown,
    /// Another article has exactly this text: the site sends the same text at every address.
    OfAnother,
    /// There is a full text already, or the article has been deleted.
    NotWanted,
}

impl Store {
    /// Which texts of an article are stored.
    pub fn texts_of(&self, article: ArticleId) -> Result<Texts> {
        texts_of(&self.connection, article)
    }

    /// The version of an article that is not shown: the full text or the feed's; `None` if it
    /// has only one.
    pub fn other_text(&self, article: ArticleId) -> Result<Option<Document>> {
        match self.texts_of(article)? {
            Texts::NoArticle | Texts::Own => Ok(None),
            Texts::Full => documents::kept_version(&self.connection, article, "teaser"),
            Texts::FullBehind => documents::kept_version(&self.connection, article, "page"),
        }
    }

    /// The articles whose full text is to be fetched automatically: new in their feeds since this setting was made,
    /// without a full text, and tried fewer than three times; the newest first.
    pub fn without_full_text(&self, feed: FeedId, limit: usize) -> Result<Vec<ArticleId>> {
        let mut query = self.connection.prepare_cached(
            "SELECT c.article FROM feed f JOIN carried c ON c.feed = f.id JOIN article a ON a.id = c.article
             LEFT JOIN full_text t ON t.article = a.id
             WHERE f.id = ? AND a.added >= f.whole AND t.page IS NULL AND coalesce(t.tries, 0) < ?
             ORDER BY c.time DESC, c.article DESC LIMIT ?",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = query.query_map([feed.0, TRIES, limit], |row| row.get(0).map(ArticleId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Records that articles need not be examined again: the feed's text is complete.
    pub fn settle_full_texts(&mut self, articles: &[ArticleId]) -> Result<()> {
        let batch = self.batch()?;
        for &article in articles {
            batch.miss_full_text(article, true)?;
        }
        batch.commit()
    }
}

impl Batch<'_> {
    /// Shows a full text instead of the feed's, which stays stored. The article keeps its read mark, bookmark and
    /// tags.
    pub fn take_full_text(
        &mut self,
        article: ArticleId,
        page: &Intake<'_>,
        now: i64,
    ) -> Result<FullTextOutcome> {
        if texts_of(&self.change, article)? != Texts::Own {
            return Ok(FullTextOutcome::NotWanted);
        }
        if article_of(&self.change, page.text)?.is_some_and(|other| other != article) {
            return Ok(FullTextOutcome::OfAnother);
        }
        self.start_naming();
        let teaser = self.revision_of(article)?;
        self.revise(article, page, now)?;
        let full = self.revision_of(article)?;
        self.change
            .prepare_cached(
                "INSERT OR REPLACE INTO full_text (article, teaser, page, tries) VALUES (?, ?, ?, 0)",
            )?
            .execute([article.0, teaser, full])?;
        let known: Vec<Identity> = [Some(page.text), page.kept].into_iter().flatten().collect();
        self.met_again(article, &known, None, page.sources)?;
        Ok(FullTextOutcome::Shown)
    }

    /// Records that a full text could not be fetched automatically; `for_good`, if trying again is pointless.
    pub fn miss_full_text(&self, article: ArticleId, for_good: bool) -> Result<()> {
        let tries = if for_good { TRIES } else { 1 };
        self.change
            .prepare_cached(
                "INSERT INTO full_text (article, tries) VALUES (?1, ?2)
                 ON CONFLICT DO UPDATE SET tries = min(tries + ?2, ?3)",
            )?
            .execute([article.0, tries, TRIES])?;
        Ok(())
    }

    /// Shows the other version of an article, which is `document` with `names`.
    pub fn turn_text(
        &mut self,
        article: ArticleId,
        (document, headline): (&Document, &str),
        names: &Names,
        facts: &[super::EntityFacts],
    ) -> Result<()> {
        let before = documents::document(&self.change, article)?;
        let length = |document: &Document| i64::try_from(document.text.len()).unwrap_or(i64::MAX);
        self.change
            .prepare_cached(
                "UPDATE article SET revision = (SELECT CASE revision WHEN teaser THEN page ELSE teaser END
                     FROM full_text WHERE article = article.id), words = ?, title = ? WHERE id = ?",
            )?
            .execute(params![identity::words(&document.text), headline, article.0])?;
        self.difference.text_bytes += length(document) - length(&before);
        self.rename(article, document, names, facts)
    }

    /// Stores the feed's current text while the full text is shown.
    pub(super) fn keep_behind(&mut self, article: ArticleId, intake: &Intake<'_>, now: i64) -> Result<()> {
        let teaser = self.insert_revision(article, intake, now)?;
        self.change
            .prepare_cached("UPDATE full_text SET teaser = ? WHERE article = ?")?
            .execute([teaser, article.0])?;
        Ok(())
    }

    /// Forgets which versions are which: the feed has a new text, and that is shown. The full text is not fetched
    /// automatically again, since the user does not want it or the feed now has it.
    pub(super) fn forget_full_text(&mut self, article: ArticleId) -> Result<()> {
        self.change
            .prepare_cached("UPDATE full_text SET teaser = NULL, page = NULL, tries = ? WHERE article = ?")?
            .execute([TRIES, article.0])?;
        Ok(())
    }

    /// Whether the library does not have, or no longer has, this article.
    pub fn is_gone(&self, article: ArticleId) -> Result<bool> {
        Ok(texts_of(&self.change, article)? == Texts::NoArticle)
    }

    fn revision_of(&self, article: ArticleId) -> Result<i64> {
        let mut query = self.change.prepare_cached("SELECT revision FROM article WHERE id = ?")?;
        Ok(query.query_row([article.0], |row| row.get(0))?)
    }
}

pub(super) fn texts_of(connection: &Connection, article: ArticleId) -> Result<Texts> {
    let mut query = connection.prepare_cached(
        "SELECT t.page IS NOT NULL, a.revision IS t.teaser FROM article a
         LEFT JOIN full_text t ON t.article = a.id WHERE a.id = ?",
    )?;
    let found: Option<(bool, bool)> =
        query.query_row([article.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(match found {
        None => Texts::NoArticle,
        Some((false, _)) => Texts::Own,
        Some((true, false)) => Texts::Full,
        Some((true, true)) => Texts::FullBehind,
    })
}
