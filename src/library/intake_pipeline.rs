//! Turns bytes into articles ready for the store: items are read, and their documents analysed for names, on all
//! cores and one chunk at a time, while the previous chunk is stored.
//!
//! Nothing is written here. Two chunks are in memory at once, whatever the size of the input.

use super::added::TOLD;
use super::chunk::{Chunk, FeedEnd, LONG};
use super::drafts::{self, Draft, Drafts};
use super::entries::{self, Channel, Shared};
use super::input_item::{InputItem, InputKind};
use super::input_items::InputItems;
use super::name_analyzer::NameAnalyzer;
use super::parallel::in_parallel;
use super::prepared::{Prepared, PreparedItems, PreparedText};
use super::sites::{self, Sites};
use super::{Rejected, Source, Task};
use crate::entities::Profile;
use crate::extract::{Format, SiteBoilerplate};
use crate::feeds;
use crate::logging;
use crate::model::{Document, Entry, FeedId, Names, UpdateInterval};
use crate::store::{Beside, Identity, Lesson, MatchKeys, Packed, Packers, Store};
use crate::text::web;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Items in one chunk, which is one transaction: few enough to be written within two seconds.
const CHUNK_PIECES: usize = 256;

/// Bytes after which a chunk is full.
const CHUNK_BYTES: usize = 2 << 20;

/// Computes the fetch state after a whole feed was read, given its update interval.
pub(super) type End<'a> = Option<&'a (dyn Fn(UpdateInterval, Extent) -> FeedEnd + Sync)>;

/// How much of a feed was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// As many new entries as one refresh takes; it must be fetched again for the rest.
    Part,
}

/// Why a feed was not taken.
pub(super) enum NotTaken {
    /// The receiver of chunks is gone.
    ReceiverGone,
    /// It is not a feed.
    Rejected(feeds::FeedRejectReason),
}

impl From<feeds::FeedRejectReason> for NotTaken {
    fn from(reason: feeds::FeedRejectReason) -> Self {
        Self::Rejected(reason)
    }
}

/// The maximum number of new entries of a fetched feed per refresh; added files have no such limit.
const MOST_NEW: usize = 2_000;

/// The bytes of a feed, and their origin.
pub(super) struct FeedBytes<'a> {
    /// The file or address, for messages.
    pub what: &'a str,
    /// Where it came from, as stored.
    pub source: &'a str,
    /// The base for relative addresses.
    pub url: Option<&'a str>,
    /// The server's `Content-Type`.
    pub content_type: Option<&'a str>,
    /// The subscription.
    pub id: Option<FeedId>,
    /// Whether it continues the last reported source.
    pub goes_on: bool,
    /// The bytes as received.
    pub bytes: &'a [u8],
}

/// The receiver of chunks is gone.
pub(super) struct ReceiverGone;

/// Turns items into articles ready for the store.
pub(super) struct IntakePipeline<'a> {
    pub lookup: &'a Mutex<Store>,
    pub analyzer: &'a dyn NameAnalyzer,
    pub task: &'a Task,
    packers: Packers,
    profiles: Mutex<Sites<Profile>>,
    boilerplate: Mutex<Sites<SiteBoilerplate>>,
    /// Long articles are read one at a time: each takes many times its length of memory.
    long: Mutex<()>,
}

impl<'a> IntakePipeline<'a> {
    pub fn new(
        lookup: &'a Mutex<Store>,
        packers: Packers,
        analyzer: &'a dyn NameAnalyzer,
        task: &'a Task,
    ) -> Self {
        Self {
            lookup,
            analyzer,
            task,
            packers,
            profiles: Mutex::default(),
            boilerplate: Mutex::default(),
            long: Mutex::default(),
        }
    }

    /// Prepares all items in order, until there are none left, the task is cancelled or the receiver
    /// is gone. `total`, in bytes, is for progress reports.
    pub fn prepare_all(&self, mut items: InputItems, total: u64, chunks: &SyncSender<Chunk>) {
        loop {
            let (gathered, by_itself) = self.gather(&mut items);
            if gathered.is_empty() && by_itself.is_none() {
                return;
            }
            let mut sent = self.send_articles(self.prepare(gathered), chunks);
            if let (Ok(()), Some(item)) = (&sent, by_itself) {
                sent = self.prepare_by_itself(&item, chunks);
            }
            if sent.is_err() {
                return;
            }
            let read = items.bytes_read();
            self.task.progress(read, total.max(read));
        }
    }

    /// Prepares one item of any kind.
    pub fn prepare_one(&self, item: InputItem, chunks: &SyncSender<Chunk>) {
        // If the store has failed, nobody receives this.
        let _ = match item.kind {
            InputKind::Articles(_) => self.send_articles(self.prepare(vec![Ok(item)]), chunks),
            // Archives have been split into pages before their items arrive here.
            InputKind::Archive => Ok(()),
            InputKind::Feed | InputKind::Subscriptions => self.prepare_by_itself(&item, chunks),
        };
    }

    fn send_articles(&self, articles: PreparedItems, chunks: &SyncSender<Chunk>) -> Result<(), ReceiverGone> {
        if articles.is_empty() {
            return Ok(());
        }
        self.send(Chunk { articles, ..Chunk::default() }, chunks)
    }

    /// Sends prepared articles, with what was learned.
    pub fn send(&self, chunk: Chunk, chunks: &SyncSender<Chunk>) -> Result<(), ReceiverGone> {
        let mut lessons = self.learn(&chunk.articles);
        lessons.extend(locked(&self.boilerplate).end_chunk());
        chunks.send(Chunk { lessons, ..chunk }).map_err(|_| ReceiverGone)
    }

    /// Prepares an item with many articles or feeds, which is reported separately.
    fn prepare_by_itself(&self, item: &InputItem, chunks: &SyncSender<Chunk>) -> Result<(), ReceiverGone> {
        let guarded = AssertUnwindSafe(|| {
            if item.kind == InputKind::Subscriptions {
                return self.prepare_list(item, chunks);
            }
            let feed = FeedBytes {
                what: &item.what,
                source: &item.source,
                url: item.address.as_deref(),
                content_type: item.content_type.as_deref(),
                id: None,
                goes_on: false,
                bytes: &item.bytes,
            };
            match self.prepare_feed(&feed, None, chunks) {
                Ok(()) => Ok(()),
                Err(NotTaken::ReceiverGone) => Err(ReceiverGone),
                Err(NotTaken::Rejected(feeds::FeedRejectReason::Page { .. })) => {
                    let page = InputItem { kind: InputKind::Articles(Format::Page), ..item.clone() };
                    self.send_articles(self.prepare(vec![Ok(page)]), chunks)
                }
                Err(NotTaken::Rejected(refusal)) => {
                    let rejected = Rejected::file(&item.what, refusal.to_string(), refusal.brief());
                    self.send_articles(vec![Err(rejected)], chunks)
                }
            }
        });
        catch_unwind(guarded).unwrap_or_else(|_| self.send_articles(vec![Err(fault(&item.what))], chunks))
    }

    fn prepare_list(&self, item: &InputItem, chunks: &SyncSender<Chunk>) -> Result<(), ReceiverGone> {
        let list = feeds::outlines(&feeds::decode(&item.bytes, item.content_type.as_deref()).text);
        let (skipped, beyond) = (list.rejected.len() as u64, list.beyond as u64);
        if list.feeds.is_empty() && skipped == 0 {
            let why = "is a list of subscriptions without any feeds; export it again";
            return self.send_articles(vec![Err(Rejected::file(&item.what, why, "no feeds"))], chunks);
        }
        let refuse =
            |(address, why)| Rejected::article(format!("{}: {address}", item.what), why, "no address");
        let left_out = list.rejected.into_iter().take(TOLD).map(refuse).collect();
        let source = Some(Source { what: item.what.clone(), left_out, skipped, beyond, ..Source::default() });
        self.send(Chunk { source, list: list.feeds, ..Chunk::default() }, chunks)
    }

    /// Prepares the entries of a feed, one chunk at a time; an error says why it is not a feed. `end` computes what
    /// is stored with the last of them.
    pub fn prepare_feed(
        &self,
        feed: &FeedBytes,
        end: End,
        chunks: &SyncSender<Chunk>,
    ) -> Result<(), NotTaken> {
        let bytes = feeds::unpack(feed.bytes)?;
        let decoded = feeds::decode(&bytes, feed.content_type);
        let mut entries = feeds::FeedParser::open(&decoded, feed.url)?;
        let (mut place, mut new) = (0, 0);
        let beside = Arc::<Mutex<Beside>>::default();
        loop {
            let some: Vec<Entry> = entries.by_ref().take(CHUNK_PIECES).collect();
            // A feed's metadata may follow its first entries.
            let channel = Arc::new(Channel::of(&entries.feed(), feed.source, feed.id));
            let (is_first, is_last) = (place == 0, some.len() < CHUNK_PIECES);
            let shared = Shared::of(&some);
            let numbered: Vec<(usize, Entry)> = (place + 1..).zip(some).collect();
            place += numbered.len();
            let read = |(number, entry): (usize, Entry)| {
                let what = || format!("{} entry {number}", feed.what);
                let guarded = AssertUnwindSafe(|| self.prepare_entry(&entry, &shared, feed.source, &channel));
                match catch_unwind(guarded) {
                    Ok(Some(prepared)) => Ok(prepared),
                    Ok(None) => {
                        let why = "has neither a title nor a text; it was skipped";
                        Err(Rejected::article(what(), why, "empty"))
                    }
                    Err(_) => Err(fault(&what())),
                }
            };
            let articles = in_parallel(numbered, read);
            new += articles.iter().flatten().filter(|prepared| prepared.is_new()).count();
            let is_full = feed.id.is_some() && new >= MOST_NEW && !is_last;
            let extent = if is_full { Extent::Part } else { Extent::Whole };
            let chunk = Chunk {
                articles,
                source: Some(Source {
                    what: feed.what.to_owned(),
                    title: channel.title.clone(),
                    has_more: is_full,
                    is_cut: entries.is_cut(),
                    ..Source::default()
                }),
                goes_on: feed.goes_on || !is_first,
                channel: Some(channel),
                beside: Some(Arc::clone(&beside)),
                end: end
                    .filter(|_| is_last || is_full)
                    .map(|end| end(entries.feed().update_interval, extent)),
                ..Chunk::default()
            };
            if self.send(chunk, chunks).is_err() {
                return Err(NotTaken::ReceiverGone);
            }
            if is_last || is_full || self.task.is_cancelled() {
                return Ok(());
            }
        }
    }

    /// The article of an entry; `source` is where it came from. `None` if it is empty.
    pub fn prepare_entry(
        &self,
        entry: &Entry,
        shared: &Shared,
        source: &str,
        channel: &Channel,
    ) -> Option<Prepared> {
        let document = {
            let _turn = self.turn(entry.length());
            entries::document(entry, channel)?
        };
        let match_keys = MatchKeys::of(&document, shared.said(entry), &channel.scope, channel.id);
        let sources = document.url.iter().cloned().chain([source.to_owned()]).collect();
        let (text, address) = (match_keys.version, match_keys.address);
        let state = self.state(document, text);
        Some(Prepared {
            text,
            kept: None,
            address,
            place: None,
            match_keys: Some(match_keys),
            sources,
            is_undated: false,
            state,
        })
    }

    /// Learns from a chunk what its sites usually write about.
    fn learn(&self, articles: &[std::result::Result<Prepared, Rejected>]) -> Vec<Lesson> {
        let mut profiles = locked(&self.profiles);
        for prepared in articles.iter().flatten() {
            if let PreparedText::Fresh { document, names, .. } = &prepared.state
                && let Some(site) = sites::site_of(document)
            {
                profiles.learn(&site, |profile| profile.learn(names));
            }
        }
        profiles.end_chunk()
    }

    /// The names in a document, given what is known about its site.
    pub fn names(&self, document: &Document) -> Names {
        let profile = sites::site_of(document).map(|site| {
            let mut profiles = locked(&self.profiles);
            profiles.of(&site, sites::from_store(&locked(self.lookup)))
        });
        self.analyzer.read(document, profile.as_deref())
    }

    /// Enough items for a chunk, up to one that is not an article.
    fn gather(
        &self,
        items: &mut InputItems,
    ) -> (Vec<std::result::Result<InputItem, Rejected>>, Option<InputItem>) {
        let mut gathered = Vec::new();
        let mut bytes = 0;
        while gathered.len() < CHUNK_PIECES && bytes < CHUNK_BYTES && !self.task.is_cancelled() {
            let Some(item) = items.next() else { break };
            match item {
                Ok(item) if !matches!(item.kind, InputKind::Articles(_)) => return (gathered, Some(item)),
                item => {
                    let length = item.as_ref().map_or(0, |item| item.bytes.len());
                    // A long one fills a chunk: what it becomes takes many times its length.
                    bytes += if length > LONG { CHUNK_BYTES } else { length };
                    gathered.push(item);
                }
            }
        }
        (gathered, None)
    }

    /// The articles of some items: one each, unless it is a JSON array. Boilerplate of their sites is
    /// learned from all of them before it is stripped from any.
    fn prepare(&self, items: Vec<std::result::Result<InputItem, Rejected>>) -> PreparedItems {
        let drafts: Vec<_> =
            in_parallel(items, |item| self.read_guarded(item)).into_iter().flatten().collect();
        self.learn_boilerplate(drafts.iter().flatten());
        in_parallel(drafts, |draft| self.finish(draft?))
    }

    /// Learns from articles that are new to the library, each once.
    fn learn_boilerplate<'d>(&self, drafts: impl Iterator<Item = &'d Draft>) {
        let (mut boilerplate, store) = (locked(&self.boilerplate), locked(self.lookup));
        // A view that cannot be had only makes the questions slower.
        let _view = store.view().ok();
        let mut met = HashSet::new();
        for draft in drafts {
            let Some(boilerplate_scope) = &draft.boilerplate_scope else { continue };
            boilerplate.of(boilerplate_scope, sites::from_store(&store));
            let is_known = |identity| met.contains(&identity) || matches!(store.knows(identity), Ok(Some(_)));
            if !draft.identities().any(is_known) {
                boilerplate.learn(boilerplate_scope, |boilerplate| boilerplate.learn(&draft.document));
            }
            met.extend(draft.identities());
        }
    }

    /// Packs a document with the library's packers.
    pub fn packed(&self, document: &Document) -> Packed {
        Packed::new(document, &self.packers)
    }

    /// A page of a known article, without its site's boilerplate.
    pub fn strip_boilerplate(&self, document: Document) -> Document {
        locked(&self.boilerplate).strip(document, sites::from_store(&locked(self.lookup)))
    }

    /// Reads an item. One that makes a parser panic is rejected as unreadable.
    fn read_guarded(&self, item: std::result::Result<InputItem, Rejected>) -> Drafts {
        match item {
            Err(rejected) => vec![Err(rejected)],
            Ok(_) if self.task.is_cancelled() => Vec::new(),
            Ok(item) => catch_unwind(AssertUnwindSafe(|| {
                let _turn = self.turn(item.bytes.len());
                drafts::read(&item)
            }))
            .unwrap_or_else(|_| vec![Err(fault(&item.what))]),
        }
    }

    /// Strips the site's boilerplate, and looks the article up; analyses and compresses it if it is new
    /// to the library.
    fn finish(&self, draft: Draft) -> std::result::Result<Prepared, Rejected> {
        let what = draft.sources.last().cloned().unwrap_or_default();
        let finish = AssertUnwindSafe(|| {
            let Draft { mut document, text, address, place, sources, boilerplate_scope, is_undated } = draft;
            let mut kept = None;
            if let Some(boilerplate_scope) = boilerplate_scope {
                let length = document.text.len();
                let boilerplate =
                    locked(&self.boilerplate).of(&boilerplate_scope, sites::from_store(&locked(self.lookup)));
                document = boilerplate.stripped(document);
                kept = (document.text.len() < length).then(|| Identity::of_text(&document.text));
            }
            let state = self.state(document, text);
            Prepared { text, kept, address, place, match_keys: None, sources, is_undated, state }
        });
        catch_unwind(finish).map_err(|_| fault(&what))
    }

    /// Waits until no other long article is read, if this one is.
    fn turn(&self, length: usize) -> Option<MutexGuard<'_, ()>> {
        (length > LONG).then(|| locked(&self.long))
    }

    /// Looks up whether the library has a text, and analyses and compresses the document if not.
    fn state(&self, document: Document, text: Identity) -> PreparedText {
        let known = locked(self.lookup).knows(text);
        let _turn = self.turn(document.text.len());
        match known {
            Ok(Some(article)) => PreparedText::Known(article),
            // A failed look-up is left to the store, which repeats it and can report why.
            Ok(None) | Err(_) => PreparedText::Fresh {
                packed: self.packed(&document),
                names: self.names(&document),
                document: Box::new(document),
            },
        }
    }
}

/// Data left locked by a panic elsewhere is still consistent.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The rejection of an item that made a parser panic.
fn fault(what: &str) -> Rejected {
    tracing::error!("the panic happened while reading {}", web::for_log(what));
    let report = logging::please_report();
    let why = format!("cannot be read because of a bug in Dateline; {report} and the file");
    Rejected::file(what, why, "a bug in Dateline")
}
