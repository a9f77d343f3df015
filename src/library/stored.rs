//! Stores prepared articles; the result is reported only once it is committed.

use super::headline::headline;
use super::prepared::{Prepared, PreparedText};
use super::{Added, Rejected, Source, links};
use crate::model::{ArticleId, EntityId, FeedId, Kind, PageKind};
use crate::store::{self, Batch, Beside, Intake, Outcome};

/// Stores one prepared article.
pub(super) fn store_one(
    batch: &mut Batch,
    prepared: &Prepared,
    beside: &Beside,
    now: i64,
) -> store::Result<Outcome> {
    let Prepared { address, place, match_keys, sources, state, .. } = prepared;
    match state {
        PreparedText::Known(article) => {
            batch.met_again(*article, address.as_slice(), *place, sources)?;
            if let Some(match_keys) = match_keys {
                batch.met_entry(*article, match_keys)?;
            }
            Ok(Outcome::Known(*article))
        }
        PreparedText::Fresh { .. } => {
            with_intake(batch, prepared, now, |batch, intake| batch.take_in(intake, beside, now))
        }
    }
}

/// Has `store` store an article that is not known in this form; otherwise it is known.
pub(super) fn with_intake(
    batch: &mut Batch,
    prepared: &Prepared,
    now: i64,
    store: impl FnOnce(&mut Batch, &Intake) -> store::Result<Outcome>,
) -> store::Result<Outcome> {
    let Prepared { text, kept, address, place, match_keys, sources, state, .. } = prepared;
    let (document, packed, names) = match state {
        PreparedText::Known(article) => return Ok(Outcome::Known(*article)),
        PreparedText::Fresh { document, packed, names } => (document, packed, names),
    };
    let time = document.published.map_or(now, |when| when.seconds);
    let facts = links::entity_facts(names, time, batch.memory())?;
    let intake = Intake {
        document,
        packed,
        headline: &headline(document),
        text: *text,
        kept: *kept,
        address: *address,
        place: *place,
        sources,
        match_keys: match_keys.as_ref(),
        names,
        facts: &facts,
    };
    store(batch, &intake)
}

/// A set of entities, one bit each, since their numbers are close together and may be millions.
#[derive(Default)]
pub(super) struct Counted {
    bits: Vec<u64>,
    pub count: u64,
}

impl Counted {
    fn insert(&mut self, id: EntityId) {
        let Ok(place) = usize::try_from(id.0) else { return };
        let (at, bit) = (place / 64, 1 << (place % 64));
        if at >= self.bits.len() {
            self.bits.resize(at + 1, 0);
        }
        self.count += u64::from(self.bits[at] & bit == 0);
        self.bits[at] |= bit;
    }

    /// The entities in it.
    pub fn iter(&self) -> impl Iterator<Item = EntityId> {
        let bits = self.bits.iter().enumerate().flat_map(|(at, bits)| {
            (0..64).filter(move |place| bits >> place & 1 == 1).map(move |place| at * 64 + place)
        });
        bits.filter_map(|id| i64::try_from(id).ok().map(EntityId))
    }
}

/// The result of a chunk, reported only once it is committed.
#[derive(Default)]
pub(super) struct Stored {
    pub outcomes: Vec<Outcome>,
    /// They come with a followed feed, and were not added by the user.
    pub is_of_feed: bool,
    /// The known ones that are deleted, if the user adds them.
    pub deleted: Vec<ArticleId>,
    /// How many the user adds that are deleted for good.
    pub forgotten: u64,
    /// How many have as many names as an article may have.
    pub limited: u64,
    /// How many have a date that could not be read.
    pub undated: u64,
    /// Marks from a server that other accounts are to have.
    pub passed_on: u64,
    pub others: Vec<PageKind>,
    pub rejected: Vec<Rejected>,
    pub named: Vec<(Kind, EntityId)>,
    pub source: Option<Source>,
    pub goes_on: bool,
    pub followed: Vec<FeedId>,
    pub full_texts: Vec<std::result::Result<ArticleId, Rejected>>,
}

impl Stored {
    /// Counts new pages that are not articles.
    pub fn note_other(&mut self, outcome: &Outcome, kind: PageKind) {
        if kind != PageKind::Article && !matches!(outcome, Outcome::Known(_)) {
            self.others.push(kind);
        }
    }

    /// The new articles that did not come with a followed feed.
    pub fn by_user(&self) -> impl Iterator<Item = ArticleId> {
        let outcomes = self.outcomes.iter().filter(|_| !self.is_of_feed);
        outcomes.filter_map(|outcome| match outcome {
            Outcome::New(id) => Some(*id),
            _ => None,
        })
    }

    /// Adds it to the result, and counts distinct names.
    pub fn tell(self, added: &mut Added, named: &mut [Counted; 3]) {
        added.by_user.extend(self.by_user());
        let mut counts = [0; 3];
        for outcome in self.outcomes {
            let (count, id) = match outcome {
                Outcome::New(id) => (&mut counts[0], Some(id)),
                Outcome::Revised(id) => (&mut counts[1], Some(id)),
                Outcome::Known(id) => {
                    added.known_id = Some(id);
                    (&mut counts[2], None)
                }
            };
            *count += 1;
            added.ids.extend(id);
        }
        added.articles += counts[0];
        added.revised += counts[1];
        added.known += counts[2];
        if let Some(source) = self.source {
            let [articles, revised, known] = counts;
            added.tell_of(Source { articles, revised, known, ..source }, self.goes_on);
        }
        for kind in self.others {
            *added.others.entry(kind).or_default() += 1;
        }
        added.deleted.extend(self.deleted);
        added.forgotten += self.forgotten;
        added.limited += self.limited;
        added.undated += self.undated;
        added.passed_on += self.passed_on;
        added.new_feeds.extend(&self.followed);
        added.followed.extend(self.followed);
        for full_text in self.full_texts {
            match full_text {
                Ok(article) => {
                    added.full_texts += 1;
                    added.ids.push(article);
                }
                Err(rejected) => added.not_full.push(rejected),
            }
        }
        self.rejected.into_iter().for_each(|rejected| added.refuse(rejected));
        for (kind, id) in self.named {
            if let Some(place) = Kind::ALL.iter().position(|&each| each == kind) {
                named[place].insert(id);
            }
        }
    }
}
