//! Adds articles: a batch is one transaction; either all of it is stored or nothing.

use super::corrections::Log;
use super::count_rows::{delete, put_moved, put_named};
use super::dictionary::{DictionaryKind, Packer};
use super::entity_counter::{EntityCounter, EntityFacts};
use super::gains::Queue;
use super::identified::{article_of, identify, identify_anew};
use super::identity::is_version;
use super::marks::{set_bookmark, set_read};
use super::match_keys::Beside;
use super::memory::{Memory, Recalled};
use super::mentions::ArticleNames;
use super::precedence::{Precedence, Turn};
use super::schema::{self, Totals};
use super::waiting::Waits;
use super::{Identity, MatchKeys, Packed, Result, Store, readers};
use crate::model::{ArticleId, Document, EntityId, Kind, Marked, Names};
use crate::text::clean;
use rusqlite::{OptionalExtension, Transaction, params};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// An article on its way into the store.
#[derive(Debug)]
pub struct Intake<'a> {
    /// The article.
    pub document: &'a Document,
    /// The same, compressed.
    pub packed: &'a Packed,
    /// Its title in lists; never empty.
    pub headline: &'a str,
    /// Hash of its text as received.
    pub text: Identity,
    /// Hash of its text as stored, if something has been stripped.
    pub kept: Option<Identity>,
    /// Hash of its address or number, if it has any.
    pub address: Option<Identity>,
    /// Hash of the file it is in. Unlike an address, a file can come to contain another article: it is another
    /// version of the previous one only if the texts are similar.
    pub place: Option<Identity>,
    /// Where it came from: addresses and file names.
    pub sources: &'a [String],
    /// Its match keys, if it is a feed entry.
    pub match_keys: Option<&'a MatchKeys>,
    /// The names in it.
    pub names: &'a Names,
    /// Facts about each of these entities, in order.
    pub facts: &'a [EntityFacts],
}

/// The result for an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is new to the library.
    New(ArticleId),
    /// The library had an older text of it, which is kept as an earlier version.
    Revised(ArticleId),
    /// The library already has exactly this text.
    Known(ArticleId),
}

impl Outcome {
    /// The article.
    pub fn article(&self) -> ArticleId {
        let (Self::New(article) | Self::Revised(article) | Self::Known(article)) = self;
        *article
    }
}

/// A transaction that adds articles, or changes what they show.
pub struct Batch<'store> {
    pub(super) change: Transaction<'store>,
    pub(super) log: Log,
    pub(super) counter: EntityCounter,
    pub(super) difference: Totals,
    sequence: i64,
    /// Number of the name analyser.
    reading: i64,
    named: Vec<(Kind, EntityId)>,
    pub(super) recalled: &'store RefCell<Recalled>,
    pub(super) queue: &'store mut Queue,
    names_packer: Option<Arc<Packer>>,
    /// Names are stored and counted later.
    pub(super) is_put_off: bool,
    waits: Vec<Waits>,
    turn: Turn,
    precedence: Precedence,
    seen: &'store Cell<u64>,
}

impl Store {
    /// Begins a batch in whose tables everything is counted. Dropped without [`Batch::commit`], it has no effect.
    pub(super) fn batch(&mut self) -> Result<Batch<'_>> {
        self.count_all()?;
        self.begin_batch(false)
    }

    /// The same; during heavy writing names are counted later.
    fn batch_of_many(&mut self) -> Result<Batch<'_>> {
        if self.counting.is_some() || !self.is_bulk {
            self.count_all()?;
        }
        self.begin_batch(self.is_bulk)
    }

    fn begin_batch(&mut self, is_put_off: bool) -> Result<Batch<'_>> {
        let (change, turn) = self.precedence.begin(&mut self.connection, self.for_whom)?;
        let sequence = schema::totals(&change)?.sequence;
        if self.precedence.catch_up(&self.seen) {
            self.recalled.take();
            self.queue = Queue::default();
        }
        self.recalled.get_mut().begin(self.memory.recalled());
        self.queue.begin();
        Ok(Batch {
            log: Log::read(&change)?,
            change,
            counter: EntityCounter::new(is_put_off),
            difference: Totals::default(),
            sequence,
            reading: 0,
            named: Vec::new(),
            recalled: &self.recalled,
            queue: &mut self.queue,
            names_packer: self.packers.of(DictionaryKind::Names),
            is_put_off,
            waits: Vec::new(),
            turn,
            precedence: self.precedence.clone(),
            seen: &self.seen,
        })
    }

    /// Starts a batch of articles analysed by `reader`. During heavy writing their names are counted later.
    pub fn batch_by(&mut self, reader: &str) -> Result<Batch<'_>> {
        let mut batch = self.batch_of_many()?;
        batch.reading = readers::number(&batch.change, reader)?;
        Ok(batch)
    }

    /// Starts a batch that changes only which entities articles show.
    pub fn batch_to_link(&mut self) -> Result<Batch<'_>> {
        self.batch_of_many()
    }

    /// The article with this identity, so that work on a known text can be skipped.
    pub fn knows(&self, identity: Identity) -> Result<Option<ArticleId>> {
        article_of(&self.connection, identity)
    }
}

impl Batch<'_> {
    /// Adds one article. For a known text only its sources are added. A known address with a different text becomes a
    /// new revision, which keeps the article's read mark.
    pub fn take_in(&mut self, intake: &Intake<'_>, beside: &Beside, now: i64) -> Result<Outcome> {
        self.start_naming();
        if let Some(match_keys) = intake.match_keys {
            let outcome = self.take_entry(intake, match_keys, beside, now)?;
            self.met_again(outcome.article(), &[], None, intake.sources)?;
            return Ok(outcome);
        }
        let outcome = match (article_of(&self.change, intake.text)?, self.earlier(intake)?) {
            (Some(article), _) => Outcome::Known(article),
            (None, Some(article)) if self.is_deleted(article)? => Outcome::Known(article),
            (None, Some(article)) => {
                self.revise(article, intake, now)?;
                Outcome::Revised(article)
            }
            (None, None) => Outcome::New(self.insert(intake, now)?),
        };
        if let Outcome::New(article) = outcome {
            self.mark_as_elsewhere(article, intake.document.marked, now)?;
        }
        let known: Vec<Identity> =
            [Some(intake.text), intake.kept, intake.address].into_iter().flatten().collect();
        self.met_again(outcome.article(), &known, intake.place, intake.sources)?;
        Ok(outcome)
    }

    /// Gives a new article the marks it was imported with.
    fn mark_as_elsewhere(&mut self, article: ArticleId, marked: Marked, now: i64) -> Result<()> {
        if marked.read {
            set_read(&self.change, article, Some(now), &mut self.difference)?;
        }
        if marked.bookmarked {
            set_bookmark(&self.change, article, Some(now), &mut self.difference)?;
        }
        Ok(())
    }

    /// The article that this is another version of.
    fn earlier(&self, intake: &Intake<'_>) -> Result<Option<ArticleId>> {
        let known = |identity| article_of(&self.change, identity);
        if let Some(article) = intake.address.map(known).transpose()?.flatten() {
            return Ok(Some(article));
        }
        let Some(article) = intake.place.map(known).transpose()?.flatten() else { return Ok(None) };
        if self.is_deleted(article)? {
            return Ok(None);
        }
        let before = super::documents::document(&self.change, article)?;
        Ok(is_version(&before, intake.document).then_some(article))
    }

    /// What articles state. Changes by this batch are counted when it is committed.
    pub fn memory(&self) -> Memory<'_> {
        Memory::new(&self.change, self.recalled)
    }

    /// When an article was published or, if unknown, added.
    pub fn moment_of(&self, article: ArticleId) -> Result<i64> {
        self.time_of(article)
    }

    /// Gives an article one of the user's tags.
    pub fn tag(&mut self, article: ArticleId, name: &str) -> Result<()> {
        super::marks::set_tag(&self.change, article, true, &clean::line(name)).map(|_| ())
    }

    /// Records another source of an article, as an additional identity.
    pub fn met_again(
        &mut self,
        article: ArticleId,
        identities: &[Identity],
        place: Option<Identity>,
        sources: &[String],
    ) -> Result<()> {
        for &identity in identities {
            identify(&self.change, identity, article, self.is_put_off)?;
        }
        if let Some(place) = place {
            identify_anew(&self.change, place, article, self.is_put_off)?;
        }
        let mut insert =
            self.change.prepare_cached("INSERT OR IGNORE INTO source (article, address) VALUES (?, ?)")?;
        for source in sources {
            insert.execute(params![article.0, source])?;
        }
        Ok(())
    }

    /// Starts collecting the entities of added articles anew.
    pub(super) fn start_naming(&mut self) {
        self.named.clear();
    }

    /// The entities in the article added last; empty if it was known.
    pub fn named(&self) -> &[(Kind, EntityId)] {
        &self.named
    }

    /// Replaces the names of an article: it was analysed again.
    pub fn rename(
        &mut self,
        article: ArticleId,
        document: &Document,
        names: &Names,
        facts: &[EntityFacts],
    ) -> Result<()> {
        let time = self.time_of(article)?;
        self.take_names_off(article, time)?;
        self.put_names(article, time, document, names, facts)?;
        self.change
            .prepare_cached("UPDATE article SET reading = ? WHERE id = ?")?
            .execute([self.reading, article.0])?;
        self.renumber(article)
    }

    /// Gives an article a new change number, so that the index follows.
    pub(super) fn renumber(&mut self, article: ArticleId) -> Result<()> {
        let sequence = self.next_sequence();
        self.change
            .prepare_cached("UPDATE article SET sequence = ? WHERE id = ?")?
            .execute([sequence, article.0])?;
        Ok(())
    }

    /// Whether to commit now, and to go on with another batch: the user waits.
    pub fn is_in_the_way(&self) -> bool {
        self.turn.is_over()
    }

    /// Stores all of it.
    pub fn commit(mut self) -> Result<()> {
        self.counter.write(&self.change, self.queue, &mut self.difference)?;
        schema::add_to_totals(&self.change, self.difference)?;
        self.precedence.tell(self.seen);
        self.change.commit()?;
        self.recalled.borrow_mut().follow(self.counter.into_learned(), self.waits);
        self.queue.follow();
        Ok(())
    }

    pub(super) fn insert(&mut self, intake: &Intake<'_>, now: i64) -> Result<ArticleId> {
        let document = intake.document;
        // Articles dated in the future would stay on top for years.
        let time = document.published.filter(|when| !when.is_after(now)).map_or(now, |when| when.seconds);
        let sequence = self.next_sequence();
        let precision = super::documents::precision_number(document.published);
        self.change
            .prepare_cached(
                // The number of a deleted article is not given again.
                "INSERT INTO article (id, time, published, precision, added, words, revision, sequence, reading, title, site)
                 VALUES (1 + max(coalesce((SELECT max(id) FROM article), 0), coalesce((SELECT max(id) FROM deleted), 0)),
                         ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)",
            )?
            .execute(params![
                time,
                document.published.map(|when| when.seconds),
                precision,
                now,
                intake.packed.words,
                sequence,
                self.reading,
                intake.headline,
                document.site,
            ])?;
        let article = ArticleId(self.change.last_insert_rowid());
        let revision = self.insert_revision(article, intake, now)?;
        self.change
            .prepare_cached("UPDATE article SET revision = ? WHERE id = ?")?
            .execute([revision, article.0])?;
        self.change
            .prepare_cached("INSERT INTO shelf (shelf, time, article) VALUES (1, ?, ?)")?
            .execute([time, article.0])?;
        self.put_names(article, time, document, intake.names, intake.facts)?;
        self.difference.articles += 1;
        self.difference.unread += 1;
        self.difference.text_bytes += bytes(document);
        Ok(article)
    }

    pub(super) fn revise(&mut self, article: ArticleId, intake: &Intake<'_>, now: i64) -> Result<()> {
        let time = self.time_of(article)?;
        let before = super::documents::document(&self.change, article)?;
        self.take_names_off(article, time)?;
        let revision = self.insert_revision(article, intake, now)?;
        self.put_names(article, time, intake.document, intake.names, intake.facts)?;
        let sequence = self.next_sequence();
        self.change
            .prepare_cached(
                "UPDATE article SET revision = ?, sequence = ?, reading = ?, words = ?, title = ?,
                        site = coalesce(?, site) WHERE id = ?",
            )?
            .execute(params![
                revision,
                sequence,
                self.reading,
                intake.packed.words,
                intake.headline,
                intake.document.site,
                article.0,
            ])?;
        self.difference.text_bytes += bytes(intake.document) - bytes(&before);
        Ok(())
    }

    pub(super) fn insert_revision(
        &mut self,
        article: ArticleId,
        intake: &Intake<'_>,
        now: i64,
    ) -> Result<i64> {
        let Packed { packing, text, parts, .. } = intake.packed;
        let document = intake.document;
        self.change
            .prepare_cached(
                "INSERT INTO revision (article, added, packing, title, byline, url, language, parts, text)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                article.0,
                now,
                packing,
                document.title,
                document.byline,
                document.url,
                document.language,
                parts,
                text,
            ])?;
        Ok(self.change.last_insert_rowid())
    }

    pub(super) fn time_of(&self, article: ArticleId) -> Result<i64> {
        let mut query = self.change.prepare_cached("SELECT time FROM article WHERE id = ?")?;
        Ok(query.query_row([article.0], |row| row.get(0))?)
    }

    pub(super) fn next_sequence(&mut self) -> i64 {
        self.sequence += 1;
        self.difference.sequence += 1;
        self.sequence
    }

    fn put_names(
        &mut self,
        article: ArticleId,
        time: i64,
        document: &Document,
        names: &Names,
        facts: &[EntityFacts],
    ) -> Result<()> {
        let mut names = self.counter.enter(&self.change, &self.log, document, names, facts)?;
        self.counter.show(&self.change, &self.log, article, &mut names)?;
        self.named.extend(names.shown.iter().map(|&(entity, kind)| (kind, entity)));
        self.counter.learn(time, article, &names, 1);
        if self.is_put_off {
            return self.put_off(article, time, &names);
        }
        self.counter.gain(time, &names, 1);
        self.put(article, time, &names)
    }

    /// Stores the names of an article, which are counted later.
    fn put_off(&mut self, article: ArticleId, time: i64, names: &ArticleNames) -> Result<()> {
        self.store_names(article, names)?;
        self.change.prepare_cached("INSERT INTO uncounted (article) VALUES (?)")?.execute([article.0])?;
        self.waits.push(Waits::of(article, time, names, 1));
        Ok(())
    }

    /// Stores the names of an article, and adds them to the counts.
    pub(super) fn put(&mut self, article: ArticleId, time: i64, names: &ArticleNames) -> Result<()> {
        self.counter.count(time, names, 1);
        put_named(&self.change, &names.named_rows(article, time))?;
        put_moved(&self.change, &names.moved_rows(article, time))?;
        self.store_names(article, names)
    }

    pub(super) fn store_names(&self, article: ArticleId, names: &ArticleNames) -> Result<()> {
        let plain = names.encode();
        let packed = self.names_packer.as_ref().and_then(|packer| packer.pack(&plain));
        let (packing, value) = packed.unwrap_or((0, plain));
        self.change
            .prepare_cached("INSERT OR REPLACE INTO names (article, packing, value) VALUES (?, ?, ?)")?
            .execute(params![article.0, packing, value])?;
        Ok(())
    }

    /// Reverts what [`Batch::put`] stored and counted.
    fn take_names_off(&mut self, article: ArticleId, time: i64) -> Result<()> {
        let Some(names) = ArticleNames::of(&self.change, article)? else { return Ok(()) };
        self.change.prepare_cached("DELETE FROM names WHERE article = ?")?.execute([article.0])?;
        self.counter.learn(time, article, &names, -1);
        self.counter.gain(time, &names, -1);
        let mut query = self.change.prepare_cached("SELECT before FROM uncounted WHERE article = ?")?;
        let waiting: Option<Option<Vec<u8>>> = query.query_row([article.0], |row| row.get(0)).optional()?;
        drop(query);
        let counted = match waiting {
            Some(None) => {
                self.waits.push(Waits::of(article, time, &names, -1));
                None
            }
            Some(Some(before)) => ArticleNames::decode(&before),
            None => Some(names),
        };
        self.change.prepare_cached("DELETE FROM uncounted WHERE article = ?")?.execute([article.0])?;
        counted.map_or(Ok(()), |names| self.take_off(article, time, &names))
    }

    pub(super) fn take_off(&mut self, article: ArticleId, time: i64, names: &ArticleNames) -> Result<()> {
        self.counter.count(time, names, -1);
        for row in names.named_rows(article, time) {
            delete(&self.change, "named", (row.entity, row.time, row.article))?;
        }
        for row in names.moved_rows(article, time) {
            delete(&self.change, "moved", (row.entity, row.time, row.article))?;
        }
        Ok(())
    }
}

/// Length of the text.
fn bytes(document: &Document) -> i64 {
    i64::try_from(document.text.len()).unwrap_or(i64::MAX)
}
