//! Adding: pieces become documents and documents are read for names on all cores, a chunk at a time,
//! while the chunk before is being stored. Two chunks are in memory at once, whatever the input's size.

use super::indexing::Indexing;
use super::pieces::{self, Input, Piece, Pieces};
use super::profiles::{self, Profiles};
use super::reading::Reader;
use super::{Error, Library, Refusals, Refused, Result, Task, links};
use crate::extract::{self, Refusal};
use crate::model::{ArticleId, Document, EntityId, Kind, Names};
use crate::store::{Identity, Intake, Outcome, Packed, Store};
use crate::text::clean;
use std::collections::HashSet;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Pieces of one chunk, which is one transaction: few enough to be written within two seconds.
const CHUNK_PIECES: usize = 256;

/// Bytes after which a chunk is full.
const CHUNK_BYTES: usize = 4 << 20;

/// Refusals that are told one by one.
const TOLD: usize = 1000;

/// What adding did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// Articles that are new.
    pub articles: u64,
    /// Articles that have a new text.
    pub revised: u64,
    /// Articles that the library had already.
    pub known: u64,
    /// Distinct people that the new articles name.
    pub people: u64,
    /// Distinct places that they name.
    pub places: u64,
    /// Distinct organisations that they name.
    pub organisations: u64,
    /// How much was refused, and why.
    pub refusals: Refusals,
    /// The first thousand refusals.
    pub refused: Vec<Refused>,
    /// The new and revised articles, in the order of the input.
    pub ids: Vec<ArticleId>,
    /// It was stopped on request; what had been read until then is in the library.
    pub stopped: bool,
    /// Why the search index could not follow, if it could not; the next search or start makes that good.
    pub unindexed: Option<String>,
}

/// An article on its way, and what is known of where it came from.
struct Prepared {
    text: Identity,
    address: Option<Identity>,
    place: Option<Identity>,
    sources: Vec<String>,
    state: State,
}

enum State {
    /// The library has its text.
    Known(ArticleId),
    /// To be stored.
    Fresh { document: Box<Document>, packed: Packed, names: Names },
}

type Pieced = Vec<std::result::Result<Prepared, Refused>>;

/// What is stored in one transaction.
struct Chunk {
    articles: Pieced,
    /// What sites usually write of, by the name of the site.
    profiles: Vec<(String, Vec<u8>)>,
}

impl Library {
    /// Adds articles: files, folders of them, or bytes. What cannot be read is refused with a reason, and
    /// the rest goes in. If the task is cancelled or the disk is full, the library holds every article
    /// that was told to be added, whole.
    ///
    /// `now` is the moment of adding in seconds since the epoch; progress is told in bytes of the input.
    pub fn add(&mut self, inputs: &[Input], task: &Task, now: i64) -> Result<Added> {
        let mut added = Added::default();
        self.add_tagged(inputs, None, task, now, &mut added)?;
        Ok(added)
    }

    /// Adds articles as [`Library::add`] does, and gives all that are met, known ones too, a tag. What was
    /// done is in `added`, even where an error cut it short.
    pub fn add_tagged(
        &mut self,
        inputs: &[Input],
        tag: Option<&str>,
        task: &Task,
        now: i64,
        added: &mut Added,
    ) -> Result<()> {
        self.must_write()?;
        let total = pieces::total_bytes(inputs);
        let lookup = Mutex::new(self.open_store_to_read()?);
        let reader = self.reader_of_names();
        let (sender, receiver) = sync_channel::<Chunk>(1);
        thread::scope(|scope| {
            let profiles = Mutex::default();
            let work = Workshop { lookup: &lookup, reader: reader.as_ref(), profiles, task, total };
            scope.spawn(move || work.prepare_all(Pieces::new(inputs), &sender));
            self.store_chunks(receiver, tag, task, now, added)
        })?;
        added.stopped = task.is_cancelled();
        let settled = self.store.settle();
        self.in_store(settled)
    }

    /// Stores what comes until no more comes. Taking the receiver by value, it lets the sender know by
    /// its end that nothing more is wanted.
    fn store_chunks(
        &mut self,
        chunks: Receiver<Chunk>,
        tag: Option<&str>,
        task: &Task,
        now: i64,
        added: &mut Added,
    ) -> Result<()> {
        let mut named: [HashSet<EntityId>; 3] = Default::default();
        let mut indexing = None;
        for chunk in chunks {
            self.store_chunk(chunk, tag, now)?.tell(added, &mut named);
            [added.people, added.places, added.organisations] =
                [0, 1, 2].map(|at: usize| named[at].len() as u64);
            self.follow(&mut indexing, added);
        }
        // Whom articles mean that were read before others told of it. What is left when that is stopped, the
        // next catching up does.
        match self.link_again(task) {
            Ok(0) | Err(Error::Cancelled) => {}
            Ok(_) => self.follow(&mut indexing, added),
            Err(error) => return Err(error),
        }
        if let Some(Err(error)) = indexing.map(|indexing| self.end_indexing(indexing)) {
            added.unindexed.get_or_insert(error.to_string());
        }
        Ok(())
    }

    /// Puts what was stored into the index. An index that fails is no reason to turn articles away: it is left
    /// behind, and caught up with later.
    fn follow(&mut self, indexing: &mut Option<Indexing>, added: &mut Added) {
        if added.unindexed.is_none()
            && let Err(error) = self.index_new(indexing)
        {
            added.unindexed = Some(error.to_string());
        }
    }

    fn store_chunk(&mut self, chunk: Chunk, tag: Option<&str>, now: i64) -> Result<Stored> {
        let path = self.database();
        let in_store = |error| Error::store(&path, error);
        let mut stored = Stored::default();
        let mut batch = self.store.batch_by(self.reader.edition()).map_err(in_store)?;
        for (site, profile) in &chunk.profiles {
            batch.set_profile(site, profile).map_err(in_store)?;
        }
        for piece in chunk.articles {
            let prepared = match piece {
                Ok(prepared) => prepared,
                Err(refused) => {
                    stored.refused.push(refused);
                    continue;
                }
            };
            let Prepared { text, address, place, sources, state } = &prepared;
            let outcome = match state {
                State::Known(article) => {
                    batch.met_again(*article, None, *address, *place, sources).map_err(in_store)?;
                    Outcome::Known(*article)
                }
                State::Fresh { document, packed, names } => {
                    let time = document.published.map_or(now, |when| when.seconds);
                    let told = links::told(names, time, batch.memory()).map_err(in_store)?;
                    let intake = Intake {
                        document,
                        packed,
                        headline: &headline(document),
                        text: *text,
                        address: *address,
                        place: *place,
                        sources,
                        names,
                        told: &told,
                    };
                    let outcome = batch.take_in(&intake, now).map_err(in_store)?;
                    stored.named.extend_from_slice(batch.named());
                    outcome
                }
            };
            if let Some(tag) = tag {
                batch.tag(outcome.article(), tag).map_err(in_store)?;
            }
            stored.outcomes.push(outcome);
        }
        batch.commit().map_err(in_store)?;
        Ok(stored)
    }
}

/// What a chunk did, told only once it is committed.
#[derive(Default)]
struct Stored {
    outcomes: Vec<Outcome>,
    refused: Vec<Refused>,
    named: Vec<(Kind, EntityId)>,
}

impl Stored {
    fn tell(self, added: &mut Added, named: &mut [HashSet<EntityId>; 3]) {
        for outcome in self.outcomes {
            let (count, id) = match outcome {
                Outcome::New(id) => (&mut added.articles, Some(id)),
                Outcome::Revised(id) => (&mut added.revised, Some(id)),
                Outcome::Known(_) => (&mut added.known, None),
            };
            *count += 1;
            added.ids.extend(id);
        }
        self.refused.iter().for_each(|refused| added.refusals.count(refused));
        let room = TOLD.saturating_sub(added.refused.len());
        added.refused.extend(self.refused.into_iter().take(room));
        for (kind, id) in self.named {
            if let Some(place) = Kind::ALL.iter().position(|&each| each == kind) {
                named[place].insert(id);
            }
        }
    }
}

/// Where pieces become articles ready for the store.
struct Workshop<'a> {
    lookup: &'a Mutex<Store>,
    reader: &'a dyn Reader,
    profiles: Mutex<Profiles>,
    task: &'a Task,
    total: u64,
}

impl Workshop<'_> {
    /// Prepares all pieces in their order, until there are no more, the task is cancelled or nobody
    /// takes them any longer.
    fn prepare_all(&self, mut pieces: Pieces, chunks: &SyncSender<Chunk>) {
        loop {
            let gathered = self.gather(&mut pieces);
            if gathered.is_empty() {
                return;
            }
            let prepared = in_parallel(gathered, |piece| self.prepare(piece));
            let articles: Pieced = prepared.into_iter().flatten().collect();
            let profiles = self.learn(&articles);
            if chunks.send(Chunk { articles, profiles }).is_err() {
                return;
            }
            let read = pieces.bytes_read();
            self.task.progress(read, self.total.max(read));
        }
    }

    /// Learns from a chunk what its sites usually write of.
    fn learn(&self, articles: &[std::result::Result<Prepared, Refused>]) -> Vec<(String, Vec<u8>)> {
        let mut profiles = self.profiles.lock().unwrap_or_else(PoisonError::into_inner);
        for prepared in articles.iter().flatten() {
            if let State::Fresh { document, names, .. } = &prepared.state {
                profiles.learn(document, names);
            }
        }
        profiles.end_chunk()
    }

    /// The names of a document, read with what is known of its site.
    fn names(&self, document: &Document) -> Names {
        let profile = {
            let mut profiles = self.profiles.lock().unwrap_or_else(PoisonError::into_inner);
            let store = self.lookup.lock().unwrap_or_else(PoisonError::into_inner);
            profiles.of(document, profiles::from_store(&store))
        };
        self.reader.read(document, profile.as_deref())
    }

    fn gather(&self, pieces: &mut Pieces) -> Vec<std::result::Result<Piece, Refused>> {
        let mut gathered = Vec::new();
        let mut bytes = 0;
        while gathered.len() < CHUNK_PIECES && bytes < CHUNK_BYTES && !self.task.is_cancelled() {
            let Some(piece) = pieces.next() else { break };
            bytes += piece.as_ref().map_or(0, |piece| piece.bytes.len());
            gathered.push(piece);
        }
        gathered
    }

    /// The articles of a piece: one, unless it is a JSON array. A piece that makes a reader of foreign
    /// bytes panic is refused like any other that cannot be read.
    fn prepare(&self, piece: std::result::Result<Piece, Refused>) -> Pieced {
        let piece = match piece {
            Ok(piece) => piece,
            Err(refused) => return vec![Err(refused)],
        };
        if self.task.is_cancelled() {
            return Vec::new();
        }
        catch_unwind(AssertUnwindSafe(|| self.read(&piece))).unwrap_or_else(|_| {
            let why = "cannot be read: Dateline has a fault there; please report it with the file";
            vec![Err(Refused::file(piece.what.as_str(), why, "a fault of Dateline's"))]
        })
    }

    fn read(&self, piece: &Piece) -> Pieced {
        if matches!(piece.format, extract::Format::Json | extract::Format::JsonLines) {
            return self.read_json(piece);
        }
        let source = extract::Source { name: &piece.what, url: None, content_type: None };
        vec![match extract::document(piece.format, &piece.bytes, &source) {
            Ok(document) => Ok(self.finish(document, piece, Some(""))),
            Err(refusal) => Err(Refused::unread(&piece.what, &refusal)),
        }]
    }

    fn read_json(&self, piece: &Piece) -> Pieced {
        let is_line = piece.format == extract::Format::JsonLines;
        let values = match extract::values(&String::from_utf8_lossy(&piece.bytes)) {
            Ok(values) => values,
            Err(refusal) if is_line => return vec![Err(no_object(&piece.what, &refusal))],
            Err(refusal) => return vec![Err(Refused::unread(&piece.what, &refusal))],
        };
        let several = values.len() > 1;
        let read = |(at, value): (usize, &serde_json::Value)| match extract::json(value) {
            Ok(document) => Ok(self.finish(document, piece, number_of(value).as_deref())),
            Err(refusal) if several => {
                let what = format!("{} article {}", piece.what, at + 1);
                Err(Refused { is_within: true, ..Refused::unread(&what, &refusal) })
            }
            Err(refusal) => Err(Refused { is_within: is_line, ..Refused::unread(&piece.what, &refusal) }),
        };
        values.iter().enumerate().map(read).collect()
    }

    /// Looks a document up, and reads and packs it if the library does not have it. `number` tells it from
    /// others of its file.
    fn finish(&self, document: Document, piece: &Piece, number: Option<&str>) -> Prepared {
        let text = Identity::of_text(&document.text);
        let (mut address, mut place) = (None, None);
        match (&document.url, &document.site, number) {
            (Some(url), ..) => address = Some(Identity::of_address(url)),
            (None, Some(site), Some(number)) if !number.is_empty() => {
                address = Some(Identity::of_number(site, number));
            }
            (None, _, Some(number)) if piece.is_lasting => {
                place = Some(Identity::of_number(&piece.source, number));
            }
            _ => {}
        }
        let sources = document.url.iter().cloned().chain([piece.source.clone()]).collect();
        let known = self.lookup.lock().unwrap_or_else(PoisonError::into_inner).knows_text(text);
        let state = match known {
            Ok(Some(article)) => State::Known(article),
            // A lookup that fails is left to the store, which looks again and can say why.
            Ok(None) | Err(_) => State::Fresh {
                packed: Packed::new(&document),
                names: self.names(&document),
                document: Box::new(document),
            },
        };
        Prepared { text, address, place, sources, state }
    }
}

/// A line of a file of JSON lines that is none.
fn no_object(what: &str, refusal: &Refusal) -> Refused {
    let why = match refusal {
        Refusal::NotJson { column, reason, .. } => {
            format!("is not JSON at column {column}: {reason}; correct the line or take it out")
        }
        other => other.to_string(),
    };
    Refused::article(what, why, refusal.brief())
}

/// What a JSON article calls itself.
fn number_of(value: &serde_json::Value) -> Option<String> {
    match value.get("id")? {
        serde_json::Value::String(id) if !id.is_empty() => Some(id.clone()),
        serde_json::Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// What a list calls an article: its title or, where it has none, its first words.
fn headline(document: &Document) -> String {
    const LONGEST: usize = 80;
    let title = clean::line(&document.title);
    if !title.is_empty() {
        return title;
    }
    let mut headline = String::new();
    for word in document.text.split_whitespace() {
        if headline.chars().count() + word.chars().count() >= LONGEST {
            headline.push('…');
            break;
        }
        if !headline.is_empty() {
            headline.push(' ');
        }
        headline.push_str(word);
    }
    if headline.is_empty() { "Untitled".to_owned() } else { headline }
}

/// Works on all items on all cores and gives the results back in the order of the items.
pub(super) fn in_parallel<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    if threads < 2 {
        return items.into_iter().map(work).collect();
    }
    let queue = Mutex::new(items.into_iter().enumerate());
    let take_next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((place, item)) = take_next() {
                    let result = work(item);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((place, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|&(place, _)| place);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_items() {
        let squares = in_parallel((0..1000_u64).collect(), |n| n * n);
        assert_eq!(squares, (0..1000_u64).map(|n| n * n).collect::<Vec<_>>());
        assert_eq!(in_parallel(Vec::<u8>::new(), |n| n), Vec::<u8>::new());
    }

    #[test]
    fn an_article_without_a_title_is_called_by_its_first_words() {
        let check = |title: &str, text: &str, expected: &str| {
            assert_eq!(headline(&Document::from_paragraphs(title, text)), expected);
        };
        check("  Dam \n opened ", "Text.", "Dam opened");
        check("", "The dam was opened.\n\nMore.", "The dam was opened. More.");
        check("", &"longer ".repeat(20), &format!("{}…", "longer ".repeat(11).trim()));
        check("", "", "Untitled");
    }
}
