//! Full texts between their pages and the store.

use super::headline::headline;
use super::{Rejected, links};
use crate::model::{ArticleId, Document, Names};
use crate::store::{self, Batch, FullTextOutcome, Identity, Intake, Packed};

/// The result of fetching an article's full text automatically.
pub(super) struct Fetched {
    pub article: ArticleId,
    pub came: std::result::Result<Text, Missed>,
}

/// A full text, ready for the store.
pub(super) struct Text {
    /// The identity of the text as received.
    pub identity: Identity,
    pub document: Document,
    pub packed: Packed,
    pub names: Names,
}

/// Why there is none.
pub(super) struct Missed {
    pub what: String,
    pub why: String,
    /// Whether trying again is pointless.
    pub for_good: bool,
}

/// Why a page with another article's text is rejected.
pub(super) const OF_ANOTHER: &str = "has the same text as another article; open it with o";

impl Text {
    pub fn store(&self, batch: &mut Batch, article: ArticleId, now: i64) -> store::Result<FullTextOutcome> {
        let Self { identity, document, packed, names } = self;
        let facts = links::entity_facts(names, batch.moment_of(article)?, batch.memory())?;
        let intake = Intake {
            document,
            packed,
            headline: &headline(document),
            text: *identity,
            kept: Some(Identity::of_text(&document.text)),
            address: None,
            place: None,
            sources: &[],
            match_keys: None,
            names,
            facts: &facts,
        };
        batch.take_full_text(article, &intake, now)
    }
}

/// The result of storing a full text.
pub(super) enum StoredText {
    /// The article has it now.
    Shown(ArticleId),
    /// The article has been deleted, or already has it.
    NotWanted,
    /// There is none, for this reason.
    Missed(Rejected),
}

/// Stores what was fetched automatically for a feed.
pub(super) fn store(batch: &mut Batch, fetched: Fetched, now: i64) -> store::Result<StoredText> {
    let Fetched { article, came } = fetched;
    if batch.is_gone(article)? {
        return Ok(StoredText::NotWanted);
    }
    let missed = match came {
        Ok(text) => match text.store(batch, article, now)? {
            FullTextOutcome::Shown => return Ok(StoredText::Shown(article)),
            FullTextOutcome::NotWanted => return Ok(StoredText::NotWanted),
            FullTextOutcome::OfAnother => {
                Missed { what: headline(&text.document), why: OF_ANOTHER.to_owned(), for_good: true }
            }
        },
        Err(missed) => missed,
    };
    tracing::info!("no full text of article {}: {}", article.0, missed.why);
    batch.miss_full_text(article, missed.for_good)?;
    let why = format!("the page {}", missed.why);
    Ok(StoredText::Missed(Rejected::article(missed.what, why, "no full text")))
}
