//! Takes in feed entries: they are recognised by their match keys, compared, and stored as new articles, as
//! revisions, or as another source of an article.

use super::dedup::{self, MatchEvidence};
use super::full_text::{Texts, texts_of};
use super::identified::{article_of, identify};
use super::intake::{Batch, Intake, Outcome};
use super::match_keys::Beside;
use super::{Identity, MatchKeys, Result, documents};
use crate::model::{ArticleId, Document};
use std::collections::BTreeMap;

/// The maximum number of articles to examine per match key; the newest, if there are more.
const LOOKED_AT: i64 = 8;

/// A version from elsewhere replaces ours if it is this many times as long.
const LONGER: f32 = 1.5;

impl Batch<'_> {
    /// Takes in an entry. What it may be, and what follows:
    ///
    /// - already known in exactly this form: nothing;
    /// - an article of its feed, by number, address or title, confirmed by comparison: a revision, if its text has
    ///   changed;
    /// - an article from elsewhere, by its text or its address: another source, or a revision if the entry has much
    ///   more text;
    /// - none of these: a new article.
    ///
    /// It is never an article that another entry in `beside` is.
    pub(super) fn take_entry(
        &mut self,
        intake: &Intake<'_>,
        match_keys: &MatchKeys,
        beside: &Beside,
        now: i64,
    ) -> Result<Outcome> {
        let known = article_of(&self.change, match_keys.version)?
            .filter(|&article| beside.allows(article, match_keys));
        let outcome = if let Some(article) = known {
            Outcome::Known(article)
        } else {
            let evidence = self.candidates(match_keys, beside)?;
            if let Some((article, before)) = self.in_feed(intake.document, &evidence)? {
                self.take_version(article, &before, intake, true, now)?
            } else if let Some((article, before)) =
                self.elsewhere(intake.document, match_keys, &evidence, beside)?
            {
                self.take_version(article, &before, intake, false, now)?
            } else {
                Outcome::New(self.insert(intake, now)?)
            }
        };
        self.met_entry(outcome.article(), match_keys)?;
        Ok(outcome)
    }

    /// Records which articles match the number of an entry that is still to be taken in.
    pub fn claim(&self, match_keys: &MatchKeys, beside: &mut Beside) -> Result<()> {
        let mut query = self.change.prepare_cached("SELECT article FROM clue WHERE digest = ? LIMIT ?")?;
        for &number in &match_keys.numbers {
            let found = query.query_map((number.0.as_slice(), LOOKED_AT), |row| row.get(0))?;
            for article in found {
                beside.claims.entry(ArticleId(article?)).or_default().insert(number);
            }
        }
        Ok(())
    }

    /// Stores an entry's match keys, and that its feed contains this article.
    pub fn met_entry(&mut self, article: ArticleId, match_keys: &MatchKeys) -> Result<()> {
        let is_deleted = self.is_deleted(article)?;
        for identity in [Some(match_keys.version), match_keys.text, match_keys.address].into_iter().flatten()
        {
            identify(&self.change, identity, article, self.is_put_off)?;
        }
        let mut insert =
            self.change.prepare_cached("INSERT OR IGNORE INTO clue (digest, article) VALUES (?, ?)")?;
        for match_key in match_keys.own() {
            insert.execute((match_key.0.as_slice(), article.0))?;
        }
        if let Some(feed) = match_keys.feed.filter(|_| !is_deleted) {
            let time = self.time_of(article)?;
            self.change
                .prepare_cached("INSERT OR IGNORE INTO carried (feed, time, article) VALUES (?, ?, ?)")?
                .execute((feed.0, time, article.0))?;
        }
        Ok(())
    }

    /// The articles of its own feed that an entry may be, those with the most evidence first; of equals, the newest.
    fn candidates(&self, match_keys: &MatchKeys, beside: &Beside) -> Result<Vec<(ArticleId, MatchEvidence)>> {
        let mut candidates: BTreeMap<ArticleId, MatchEvidence> = BTreeMap::new();
        let evidence = MatchEvidence {
            is_page: match_keys.is_page,
            has_link: match_keys.link.is_some(),
            is_of_other_number: !match_keys.numbers.is_empty(),
            ..MatchEvidence::default()
        };
        let mut query = self
            .change
            .prepare_cached("SELECT article FROM clue WHERE digest = ? ORDER BY article DESC LIMIT ?")?;
        let mut follow = |match_key: Identity, mark: &dyn Fn(&mut MatchEvidence)| -> Result<()> {
            let found = query.query_map((match_key.0.as_slice(), LOOKED_AT), |row| row.get(0))?;
            for article in found {
                mark(candidates.entry(ArticleId(article?)).or_insert(evidence));
            }
            Ok(())
        };
        for &number in &match_keys.numbers {
            follow(number, &|evidence| (evidence.by_number, evidence.is_of_other_number) = (true, false))?;
        }
        if let Some(link) = match_keys.link {
            follow(link, &|evidence| evidence.by_link = true)?;
        }
        if let Some(title) = match_keys.title {
            follow(title, &|_| ())?;
        }
        let mut candidates: Vec<(ArticleId, MatchEvidence)> = candidates.into_iter().collect();
        candidates.retain(|&(article, _)| beside.allows(article, match_keys));
        candidates.sort_by_key(|(article, evidence)| {
            std::cmp::Reverse((u8::from(evidence.by_number) + u8::from(evidence.by_link), *article))
        });
        Ok(candidates)
    }

    /// The article of its own feed that an entry is, if any.
    fn in_feed(
        &self,
        entry: &Document,
        candidates: &[(ArticleId, MatchEvidence)],
    ) -> Result<Option<(ArticleId, Document)>> {
        for &(article, evidence) in candidates {
            if self.is_forgotten(article)? {
                if evidence.by_number || evidence.by_link {
                    return Ok(Some((article, Document::default())));
                }
                continue;
            }
            let before = self.version_of_feed(article)?;
            if dedup::is_same(entry, &before, evidence) {
                return Ok(Some((article, before)));
            }
        }
        Ok(None)
    }

    /// The article from elsewhere that an entry is. By its address it is none of its own feed's, which have been
    /// checked.
    fn elsewhere(
        &self,
        entry: &Document,
        match_keys: &MatchKeys,
        own: &[(ArticleId, MatchEvidence)],
        beside: &Beside,
    ) -> Result<Option<(ArticleId, Document)>> {
        let find = |identity: Option<Identity>| -> Result<Option<ArticleId>> {
            let found = identity.map(|identity| article_of(&self.change, identity)).transpose()?.flatten();
            Ok(found.filter(|&article| beside.allows(article, match_keys)))
        };
        if let Some(article) = find(match_keys.text)? {
            if self.is_forgotten(article)? {
                return Ok(Some((article, Document::default())));
            }
            let again = own.iter().any(|&(known, evidence)| known == article && evidence.is_of_other_number);
            let before = self.version_of(article)?;
            if !again || dedup::is_of_one_time(entry, &before) {
                return Ok(Some((article, before)));
            }
        }
        let known = find(match_keys.address)?.filter(|article| own.iter().all(|(known, _)| known != article));
        let Some(article) = known else { return Ok(None) };
        if self.is_forgotten(article)? {
            return Ok(Some((article, Document::default())));
        }
        let before = self.version_of(article)?;
        let evidence = MatchEvidence {
            by_link: true,
            is_page: match_keys.is_page,
            has_link: true,
            ..MatchEvidence::default()
        };
        Ok(dedup::is_same(entry, &before, evidence).then_some((article, before)))
    }

    /// The last version of an article from its feed, whether shown or replaced by a full text.
    fn version_of_feed(&self, article: ArticleId) -> Result<Document> {
        match documents::kept_version(&self.change, article, "teaser")? {
            Some(teaser) => Ok(teaser),
            None => self.version_of(article),
        }
    }

    fn version_of(&self, article: ArticleId) -> Result<Document> {
        let mut before = if self.is_deleted(article)? {
            documents::deleted_document(&self.change, article)?
        } else {
            documents::document(&self.change, article)?
        };
        before.text.truncate(before.text.floor_char_boundary(1 << 20));
        Ok(before)
    }

    /// Takes in the present content of an entry that is known to be an article.
    pub(super) fn take_again(
        &mut self,
        article: ArticleId,
        intake: &Intake<'_>,
        now: i64,
    ) -> Result<Outcome> {
        let before = self.version_of_feed(article)?;
        self.take_version(article, &before, intake, true, now)
    }

    /// Stores an entry as a new version of an article, if it qualifies.
    fn take_version(
        &mut self,
        article: ArticleId,
        before: &Document,
        intake: &Intake<'_>,
        is_own: bool,
        now: i64,
    ) -> Result<Outcome> {
        // What the user deleted stays deleted.
        if self.is_deleted(article)? {
            return Ok(Outcome::Known(article));
        }
        let after = intake.document;
        let says = |document: &Document| Identity::of_text(&format!("{}\n{}", document.title, document.text));
        if says(before) == says(after) || after.text.is_empty() {
            return Ok(Outcome::Known(article));
        }
        // A teaser is not a new version of the full text, whichever feed it comes from.
        let is_within = dedup::likeness(&after.text, &before.text).is_none_or(|likeness| likeness > 0.95);
        let (shorter, longer) = (after.text.len(), before.text.len());
        let is_teaser = is_within && shorter.saturating_mul(2) < longer;
        let is_better = is_longer(shorter, longer);
        if is_teaser || (!is_own && !is_better) {
            return Ok(Outcome::Known(article));
        }
        self.show_version(article, intake, is_own, now)
    }

    /// Shows another version of an article. If its full text is shown, only a version of similar length replaces it;
    /// another teaser is stored but not shown.
    fn show_version(
        &mut self,
        article: ArticleId,
        intake: &Intake<'_>,
        is_own: bool,
        now: i64,
    ) -> Result<Outcome> {
        match texts_of(&self.change, article)? {
            Texts::NoArticle | Texts::Own => {}
            Texts::FullBehind => self.forget_full_text(article)?,
            Texts::Full => {
                let (full, entry) = (self.version_of(article)?.text, &intake.document.text);
                if full == *entry {
                    return Ok(Outcome::Known(article));
                }
                if is_own && entry.len().saturating_mul(4) < full.len().saturating_mul(3) {
                    self.keep_behind(article, intake, now)?;
                    return Ok(Outcome::Known(article));
                }
                self.forget_full_text(article)?;
            }
        }
        self.revise(article, intake, now)?;
        Ok(Outcome::Revised(article))
    }
}

#[expect(clippy::cast_precision_loss, reason = "lengths of texts")]
fn is_longer(after: usize, before: usize) -> bool {
    after as f32 >= before as f32 * LONGER
}
