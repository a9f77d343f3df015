//! Adds articles: items become documents and documents are analysed on all cores, one chunk at a time, while the
//! previous chunk is stored. Two chunks are in memory at once, whatever the size of the input.

use super::account_intake;
use super::chunk::Chunk;
use super::fetched_text::{self, StoredText};
use super::input_items::{self, Input, InputItems};
use super::intake_pipeline::{IntakePipeline, locked};
use super::name_analyzer::MOST_NAMES;
use super::parallel::spawn_scoped;
use super::prepared::{Prepared, PreparedText};
use super::stored::{Counted, Stored, store_one};
use super::{Added, BYTES, Error, Library, Rejected, Result, Source, Task};
use crate::model::Outline;
use crate::store::{self, Batch, Beside, BulkMemory, Outcome};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long to wait for the next chunk before other work is done.
const PATIENCE: Duration = Duration::from_millis(50);

/// How long names wait at most to be counted while slow servers keep the intake waiting.
const LONGEST_UNCOUNTED: Duration = Duration::from_secs(30);

/// How long articles are stored in one transaction, which ends at once where the user waits: what it leaves to be written
/// is little enough for the user's next change, which is synced after it.
const LONGEST: Duration = Duration::from_secs(3);

/// How many articles of files are stored together, and how long the first of them waits for the others: each transaction
/// writes whole pages all over the indexes of a large library, however few its articles are.
const TOGETHER: usize = 2_048;
const LONGEST_HELD: Duration = Duration::from_secs(10);

/// The articles from which on that is worth it.
const LARGE: i64 = 5_000;

/// How many texts that arrived before there was a dictionary are repacked at the end of an intake; further ones are
/// repacked when the program is idle.
const MOST_REPACKED: u64 = 2_048;

/// The context of adding articles.
#[derive(Clone, Copy)]
pub(super) struct Job<'a> {
    /// A tag for all articles, known ones included.
    pub tag: Option<&'a str>,
    /// Cancels it, and receives its progress.
    pub task: &'a Task,
    /// The current time, in seconds since the epoch.
    pub now: i64,
    /// Whether undo is to take it back, also where it is interrupted.
    pub is_step: bool,
    /// How much memory it may take.
    pub memory: BulkMemory,
}

/// What to do with the library while it waits, given what has been added so far.
pub type Between<'a> = dyn FnMut(&mut Library, &Added) + 'a;

impl Library {
    /// Adds articles: files, folders of them, or bytes. Unreadable ones are rejected with a reason, and the rest is
    /// added. If the task is cancelled or the disk is full, the library contains every article reported as added,
    /// complete.
    ///
    /// `now` is the time of adding in seconds since the epoch; progress is reported in bytes of the input.
    pub fn add(&mut self, inputs: &[Input], task: &Task, now: i64) -> Result<Added> {
        let mut added = Added::default();
        self.add_tagged(inputs, None, task, now, &mut added)?;
        Ok(added)
    }

    /// Adds articles like [`Library::add`], and tags all of them, including known ones. The result is in `added`,
    /// even if an error ended it early.
    pub fn add_tagged(
        &mut self,
        inputs: &[Input],
        tag: Option<&str>,
        task: &Task,
        now: i64,
        added: &mut Added,
    ) -> Result<()> {
        let job = Job { tag, task, now, is_step: false, memory: BulkMemory::Ample };
        self.add_all(inputs, job, added, &mut |_, _| ())
    }

    /// The same, passing the library to `between` while it waits, and between two chunks of articles. What it brings is
    /// noted for [`Library::record_addition`].
    pub fn add_between(
        &mut self,
        inputs: &[Input],
        tag: Option<&str>,
        task: &Task,
        now: i64,
        added: &mut Added,
        between: &mut Between,
    ) -> Result<()> {
        let job = Job { tag, task, now, is_step: true, memory: BulkMemory::Ample };
        self.add_all(inputs, job, added, between)
    }

    fn add_all(
        &mut self,
        inputs: &[Input],
        job: Job,
        added: &mut Added,
        between: &mut Between,
    ) -> Result<()> {
        job.task.count(BYTES);
        let total = input_items::total_bytes(inputs);
        self.with_workshop(job, added, between, |work, chunks| {
            work.prepare_all(InputItems::new(inputs), total, chunks);
        })
    }

    /// Stores what `produce` sends, which runs concurrently. Between two chunks, and while none arrives, `between`
    /// gets the library, so that other work need not wait for slow sources.
    pub(super) fn with_workshop(
        &mut self,
        job: Job,
        added: &mut Added,
        between: &mut Between,
        produce: impl FnOnce(&IntakePipeline, &SyncSender<Chunk>) + Send,
    ) -> Result<()> {
        self.must_write()?;
        let lookup = Mutex::new(self.open_store_to_read()?);
        let analyzer = self.name_analyzer();
        let prepared = self.store.prepare_for_bulk(job.memory);
        self.in_store(prepared)?;
        let packers = self.store.packers();
        let path = self.database();
        let (sender, receiver) = sync_channel::<Chunk>(1);
        thread::scope(|scope| {
            let work = IntakePipeline::new(&lookup, packers, analyzer.as_ref(), job.task);
            spawn_scoped(scope, "intake", move || produce(&work, &sender))
                .map_err(|error| Error::io(&path, &error))?;
            let stored = self.store_chunks(receiver, job, added, between);
            if stored.is_err() {
                self.abandon_indexing();
            }
            stored
        })?;
        match self.repack(MOST_REPACKED, job.task, &|_, _| ()) {
            Ok(_) | Err(Error::Cancelled) => {}
            Err(error) => return Err(error),
        }
        added.stopped = job.task.is_cancelled();
        let settled = self.store.settle();
        self.in_store(settled)
    }

    /// Stores what arrives until the end. Since it owns the receiver, the sender learns when nothing more is wanted.
    #[expect(clippy::needless_pass_by_value, reason = "its end tells the sender that nothing more is wanted")]
    fn store_chunks(
        &mut self,
        chunks: Receiver<Chunk>,
        mut job: Job,
        added: &mut Added,
        between: &mut Between,
    ) -> Result<()> {
        let mut named: [Counted; 3] = Default::default();
        // What a failure has left open is not used.
        self.abandon_indexing();
        let mut counted = Instant::now();
        let (mut held, mut held_since) = (Chunk::default(), Instant::now());
        let mut is_over = false;
        while !is_over {
            let mut stored = false;
            match chunks.recv_timeout(PATIENCE) {
                Ok(chunk) if self.may_wait(&chunk)? => {
                    if held.articles.is_empty() {
                        held_since = Instant::now();
                    }
                    held.join(chunk);
                }
                Ok(chunk) => {
                    self.store_held(&mut held, job, added, &mut named)?;
                    self.fit_memory(&chunk, &mut job)?;
                    self.store_chunk(chunk, job, added, &mut named)?;
                    stored = true;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => is_over = true,
            }
            if is_over || held.articles.len() >= TOGETHER || held_since.elapsed() > LONGEST_HELD {
                stored |= self.store_held(&mut held, job, added, &mut named)?;
            }
            if stored {
                // The user's changes come before indexing.
                between(self, added);
                self.keep_indexed(added, job.memory);
            }
            let is_late = !stored && counted.elapsed() > LONGEST_UNCOUNTED;
            if is_late || stored && self.in_store(self.store.is_counting_due())? {
                self.count_names(job.task, &mut |library| between(library, added))?;
                counted = Instant::now();
            }
            between(self, added);
        }
        // Relinks earlier articles affected by the new ones. If stopped, the rest is done next time.
        match self.relink(job.task, &|_, _| (), &mut |library| between(library, added)) {
            Ok(0) | Err(Error::Cancelled) => {}
            Ok(_) => self.keep_indexed(added, job.memory),
            Err(error) => return Err(error),
        }
        if let Err(error) = self.end_indexing() {
            added.unindexed.get_or_insert(error.to_string());
        }
        if !job.task.is_cancelled() {
            self.count_shown(&named, added)?;
        }
        Ok(())
    }

    /// Counts the names of new articles as the library does: one that turned out to be another, or that only a replaced
    /// text had, is none.
    fn count_shown(&self, named: &[Counted; 3], added: &mut Added) -> Result<()> {
        let mut counts = [0; 3];
        for (count, named) in counts.iter_mut().zip(named) {
            for id in named.iter() {
                *count += u64::from(self.in_store(self.store.articles_naming(id))? > 0);
            }
        }
        [added.people, added.places, added.organisations] = counts;
        Ok(())
    }

    /// Indexes what was stored. A failing index is no reason to reject articles: it stays behind, and is brought up
    /// to date later.
    fn keep_indexed(&mut self, added: &mut Added, memory: BulkMemory) {
        if added.unindexed.is_none()
            && let Err(error) = self.index_new(memory)
        {
            added.unindexed = Some(error.to_string());
        }
    }

    /// Takes less memory beside what takes much.
    fn fit_memory(&mut self, chunk: &Chunk, job: &mut Job) -> Result<()> {
        if !chunk.is_heavy() || job.memory == BulkMemory::Modest {
            return Ok(());
        }
        job.memory = BulkMemory::Modest;
        let prepared = self.store.prepare_for_bulk(job.memory);
        self.in_store(prepared)
    }

    /// Whether a chunk may wait for others, to be stored together with them: articles of files, of which nobody expects
    /// to see one after the other and none is long, in a library that is not small.
    fn may_wait(&self, chunk: &Chunk) -> Result<bool> {
        Ok(chunk.has_only_articles()
            && !chunk.is_long()
            && self.in_store(self.store.totals())?.articles >= LARGE)
    }

    /// Stores what waits; false if nothing does.
    fn store_held(
        &mut self,
        held: &mut Chunk,
        job: Job,
        added: &mut Added,
        named: &mut [Counted; 3],
    ) -> Result<bool> {
        let held = std::mem::take(held);
        let stores = !held.articles.is_empty();
        if stores {
            self.store_chunk(held, job, added, named)?;
        }
        Ok(stores)
    }

    /// Stores a chunk in as many transactions as it takes for the user's changes to get in between; what follows from
    /// the chunk as a whole is in the last of them.
    fn store_chunk(
        &mut self,
        mut chunk: Chunk,
        job: Job,
        added: &mut Added,
        named: &mut [Counted; 3],
    ) -> Result<()> {
        for outline in &mut chunk.list {
            outline.url = self.keep_secret(&outline.url)?;
        }
        let path = self.database();
        let in_store = |error| Error::store(&path, error);
        let mut articles = std::mem::take(&mut chunk.articles).into_iter();
        let beside = chunk.beside.take().unwrap_or_default();
        let mut beside = locked(&beside);
        let is_of_feed = chunk.channel.as_ref().is_some_and(|channel| channel.id.is_some());
        let mut begun = false;
        loop {
            let mut batch = self.store.batch_by(self.analyzer.version()).map_err(in_store)?;
            if !std::mem::replace(&mut begun, true) {
                batch.keep_lessons(&chunk.lessons).map_err(in_store)?;
                let mut prepared = articles.as_slice().iter().flatten();
                let claimed = prepared.try_for_each(|prepared| match &prepared.match_keys {
                    Some(keys) => batch.claim(keys, &mut beside),
                    None => Ok(()),
                });
                claimed.map_err(in_store)?;
            }
            let mut stored = Stored { is_of_feed, ..Stored::default() };
            store_some(&mut batch, &mut articles, &mut beside, job, &mut stored).map_err(in_store)?;
            stored.source = chunk.source.as_ref().map(Source::beginning);
            stored.goes_on = std::mem::replace(&mut chunk.goes_on, true);
            let is_last = articles.as_slice().is_empty();
            if is_last {
                store_whole(&mut batch, &mut chunk, &mut stored, job).map_err(in_store)?;
            }
            if job.is_step {
                let by_user: Vec<_> = stored.by_user().collect();
                batch.note_arrived(&by_user, &stored.followed, job.now).map_err(in_store)?;
            }
            let step = chunk.account.take_if(|_| is_last);
            let reply =
                step.map(|step| account_intake::store(&mut batch, step, &mut stored, job.now)).transpose();
            let reply = reply.map_err(in_store)?;
            batch.commit().map_err(in_store)?;
            if let Some(reply) = reply {
                reply.send();
            }
            stored.tell(added, named);
            [added.people, added.places, added.organisations] = [0, 1, 2].map(|at: usize| named[at].count);
            if is_last {
                break;
            }
        }
        self.store.train().map_err(in_store)?;
        Ok(())
    }
}

/// Stores articles until the time of a transaction is over.
fn store_some(
    batch: &mut Batch,
    articles: &mut std::vec::IntoIter<std::result::Result<Prepared, Rejected>>,
    beside: &mut Beside,
    Job { tag, now, .. }: Job,
    stored: &mut Stored,
) -> store::Result<()> {
    let begun = Instant::now();
    for item in articles {
        match item {
            Ok(prepared) => {
                let outcome = store_one(batch, &prepared, beside, now)?;
                if let Some(match_keys) = &prepared.match_keys {
                    beside.take(outcome.article(), match_keys);
                }
                if let PreparedText::Fresh { document, names, .. } = &prepared.state {
                    stored.undated += u64::from(prepared.is_undated);
                    stored.limited += u64::from(names.entities.len() >= MOST_NAMES);
                    stored.named.extend_from_slice(batch.named());
                    stored.note_other(&outcome, document.kind);
                }
                if let Some(tag) = tag {
                    batch.tag(outcome.article(), tag)?;
                }
                if let Outcome::Known(article) = outcome
                    && !stored.is_of_feed
                    && batch.is_deleted(article)?
                {
                    if batch.is_forgotten(article)? {
                        stored.forgotten += 1;
                    } else {
                        stored.deleted.push(article);
                    }
                }
                stored.outcomes.push(outcome);
            }
            Err(rejected) => stored.rejected.push(rejected),
        }
        if batch.is_in_the_way() || begun.elapsed() > LONGEST {
            break;
        }
    }
    Ok(())
}

/// Stores what belongs to a chunk as a whole: of its feed, its list of feeds, its full texts.
fn store_whole(
    batch: &mut Batch,
    chunk: &mut Chunk,
    stored: &mut Stored,
    Job { tag, now, .. }: Job,
) -> store::Result<()> {
    stored.source = chunk.source.take();
    if let Some(channel) = &chunk.channel
        && let Some(feed) = channel.id
    {
        batch.describe_feed(feed, channel.title.as_deref(), channel.site.as_deref())?;
    }
    for outline in chunk.list.drain(..) {
        let tags = outline.tags.iter().map(String::as_str).chain(tag).map(str::to_owned).collect();
        let subscribed = batch.subscribe(&Outline { tags, ..outline }, false, now)?;
        stored.followed.extend(subscribed.new_one());
        if let Some(source) = &mut stored.source {
            source.count(subscribed);
        }
    }
    for fetched in chunk.full_texts.drain(..) {
        match fetched_text::store(batch, fetched, now)? {
            StoredText::NotWanted => {}
            StoredText::Shown(article) => stored.full_texts.push(Ok(article)),
            StoredText::Missed(rejected) => stored.full_texts.push(Err(rejected)),
        }
    }
    if let Some(end) = chunk.end.take() {
        batch.set_fetch_state(end.id, &end.fetch_state)?;
        if let Some(url) = end.moved_to {
            batch.move_feed(end.id, &url)?;
        }
    }
    Ok(())
}
