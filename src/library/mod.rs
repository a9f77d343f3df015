//! The only way into a library: articles in, lists and articles out, the user's changes,
//! and everything about a name. Calls are synchronous; slow ones take a [`Task`].
//!
//! It draws nothing and prints nothing, and starts threads only within a call.
//!
//! A [`Library`] belongs to one thread at a time, as it holds a database connection. A second thread
//! opens its own with [`Library::reader`], which is cheap: it reads no more than a page or two.

mod account_desk;
mod account_intake;
mod account_secret;
mod account_source;
mod account_state;
mod account_step;
mod accounts;
mod add_input;
mod added;
mod attention;
mod backups;
mod between;
mod care;
mod chunk;
mod containers;
mod corrections;
mod dossier;
mod drafts;
mod edits;
mod entries;
mod errand;
mod error;
mod fetched_text;
mod find;
mod folder;
mod follow;
mod full_text;
mod headline;
mod hosts;
mod indexing;
mod input_item;
mod input_items;
mod intake;
mod intake_pipeline;
mod json_pieces;
mod landing;
mod links;
mod map;
mod matches;
mod matches_in;
mod mine;
mod mine_fields;
mod name_analyzer;
mod named_files;
mod nearest_names;
mod outgoing;
mod outgoing_marks;
mod own_files;
mod parallel;
mod passwords;
mod places;
mod prepared;
mod private_files;
mod read_only;
mod reanalyze;
mod refresh;
mod rejected;
mod repack;
mod report;
mod resolve;
mod retention;
mod revisions;
mod samples;
mod saved_searches;
mod set_aside;
mod shared_folder;
mod similar_words;
mod sites;
mod source;
mod stored;
mod subscriptions;
mod summary;
mod synchronise;
mod task;
mod unread;

pub use accounts::{AccountInput, NewAccount, server_address};
pub use add_input::AddInput;
pub use added::{Added, Source};
pub use care::{Fault, Restored, Salvage};
pub use edits::passed_over;
pub use error::{Error, Result};
pub use follow::FollowOptions;
pub use full_text::{FetchedPage, FullText, PageAddress, TakenText};
pub use indexing::CaughtUp;
pub use input_items::Input;
pub use intake::Between;
pub use matches::Matches;
pub use mine::{BEGINNING as MINE_BEGINNING, Merged};
pub use name_analyzer::NameAnalyzer;
pub use named_files::{must_be_outside, replace as replace_file};
pub use own_files::SOCKET;
pub use read_only::ReadOnly;
pub use refresh::{FeedSelection, Refreshed};
pub use rejected::{Rejected, Rejections, why_unreadable};
pub use retention::{Compacted, Forgotten, Retention};
pub use set_aside::SetAside;
pub use shared_folder::SharedFolder;
pub use synchronise::{SyncSelection, Synced};
pub use task::{BYTES, Cancelled, Task};

use crate::index::Index;
use crate::model::{Article, ArticleId, Counts, Position};
use crate::store::{self, NEWEST_SCHEMA, Store};
use folder::Folder;
use indexing::Indexing;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::{Duration, Instant};

/// How long a reading process waits for another one that is creating the library.
const BEING_MADE: Duration = Duration::from_secs(5);

/// How long a waiting process pauses between two attempts.
const PAUSE: Duration = Duration::from_millis(20);

/// An open library.
pub struct Library {
    /// The index while articles come in. It comes before the folder, whose lock is released after that of the index.
    indexing: Option<Indexing>,
    folder: Folder,
    store: Store,
    analyzer: Arc<dyn NameAnalyzer>,
    /// Opened by the first search, so that starting the program does not wait for it.
    index: RefCell<Option<Index>>,
    /// Whether a thread of this process found the index to be damaged.
    index_is_damaged: Arc<AtomicBool>,
    /// Whether the index knew changes that the store does not have, and nobody was told yet.
    index_knew_more: Cell<bool>,
    /// Whether the end of the database's log was missing, and nobody was told yet.
    log_was_cut: Cell<bool>,
    /// Hosts that the settings exempt from the guard.
    trusted_hosts: Vec<String>,
    /// Commands from the settings that print the passwords of feeds, by address.
    password_commands: BTreeMap<String, String>,
}

/// Contents and size of a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Articles, unread ones, bookmarks.
    pub counts: Counts,
    /// People that articles name.
    pub people: u64,
    /// Places that articles name.
    pub places: u64,
    /// Organisations that articles name.
    pub organisations: u64,
    /// Feeds that are followed.
    pub feeds: u64,
    /// Bytes of the articles' texts.
    pub text_bytes: u64,
    /// Bytes of the store on disk.
    pub store_bytes: u64,
    /// Bytes of the search index on disk.
    pub index_bytes: u64,
    /// Bytes of the backups that are kept, without what is set aside.
    pub backup_bytes: u64,
    /// What is set aside.
    pub set_aside: SetAside,
    /// The folder.
    pub path: PathBuf,
    /// Version of the database schema.
    pub schema: i64,
    /// The name analyser in use: its recogniser, and the versions of that and of the gazetteer.
    pub analyzer: String,
    /// Articles that are due for analysis: not analysed, or by another analyser.
    pub due: u64,
}

impl Library {
    /// Opens the library in a folder, and creates it if necessary: the folder is then private to the
    /// owner. The first process to open it is its writer; later ones read ([`Library::is_writer`]).
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_with(path, Arc::new(name_analyzer::Recogniser::default()))
    }

    /// Opens the library to write; waits, up to a limit, for another process that writes to it.
    pub fn open_patiently(path: &Path, patience: Duration) -> Result<Self> {
        Self::waiting(patience, || Self::open(path), Self::is_writer)
    }

    /// Opens it repeatedly until the outcome is good enough or the time is up.
    fn waiting(
        patience: Duration,
        open: impl Fn() -> Result<Self>,
        is_good: impl Fn(&Self) -> bool,
    ) -> Result<Self> {
        let end = Instant::now() + patience;
        loop {
            let opened = open();
            let is_settled = match &opened {
                Ok(library) => is_good(library),
                Err(error) => !matches!(error, Error::Locked { .. }),
            };
            if is_settled || Instant::now() >= end {
                return opened;
            }
            drop(opened);
            thread::sleep(PAUSE);
        }
    }

    /// Opens a library whose texts are analysed by `analyzer`.
    pub fn open_with(path: &Path, analyzer: Arc<dyn NameAnalyzer>) -> Result<Self> {
        Self::in_folder(Folder::open(path)?, analyzer, Arc::default())
    }

    /// Opens the library in a folder for reading, and leaves the write lock to others. If it does not exist, it is
    /// created first.
    pub fn open_to_read(path: &Path) -> Result<Self> {
        Self::waiting(BEING_MADE, || Self::open_to_read_now(path), |_| true)
    }

    fn open_to_read_now(path: &Path) -> Result<Self> {
        let folder = Folder::open_to_read(path)?;
        folder.must_not_be_lost()?;
        let opened = Store::open(&folder.database(), folder.access());
        // A library that is missing, incomplete, or made by an earlier version must be
        // created or upgraded by its writer.
        let needs_writer =
            folder::size(&folder.database()) == 0 || matches!(opened, Err(store::Error::OlderSchema { .. }));
        drop(opened);
        if needs_writer {
            folder.read_only().map_or(Ok(()), |_| folder.refusal().map_or(Ok(()), Err))?;
            drop(Self::open(path)?);
        }
        Self::in_folder(folder, Arc::new(name_analyzer::Recogniser::default()), Arc::default())
    }

    /// Opens the library in a folder for writing, after waiting for the process that writes to it to end.
    pub fn when_free(path: &Path) -> Result<Self> {
        let folder = Folder::wait_to_write(path)?;
        Self::in_folder(folder, Arc::new(name_analyzer::Recogniser::default()), Arc::default())
    }

    /// The same library for another thread; read-only.
    pub fn reader(&self) -> Result<Self> {
        let damage = Arc::clone(&self.index_is_damaged);
        Self::in_folder(self.folder.to_read(), Arc::clone(&self.analyzer), damage)
    }

    /// The same library for the thread that writes what the user changes, which this one, busy with other things, makes
    /// way for.
    pub fn editor(&self) -> Result<Self> {
        Ok(Self {
            indexing: None,
            folder: self.folder.for_another(),
            store: self.in_store(self.store.beside(&self.database()))?,
            analyzer: Arc::clone(&self.analyzer),
            index: RefCell::default(),
            index_is_damaged: Arc::clone(&self.index_is_damaged),
            index_knew_more: Cell::default(),
            log_was_cut: Cell::default(),
            trusted_hosts: self.trusted_hosts.clone(),
            password_commands: self.password_commands.clone(),
        })
    }

    fn in_folder(
        mut folder: Folder,
        analyzer: Arc<dyn NameAnalyzer>,
        index_is_damaged: Arc<AtomicBool>,
    ) -> Result<Self> {
        let database = folder.database();
        let store = match folder.open_store() {
            Err(error @ (Error::Io { .. } | Error::NoSpace { .. })) if folder.is_full() => {
                tracing::warn!("the library is only read, since the disk is full: {error}");
                folder.lock_up(ReadOnly::Full);
                // Without it, what was changed last would not be seen.
                if let Err(error) = Store::take_in_log(&database) {
                    tracing::warn!("its log cannot be taken in: {error}");
                }
                folder.open_store().map_err(|_| Error::NoSpace { path: database.clone() })?
            }
            opened => opened?,
        };
        let log_was_cut = Cell::new(folder.is_log_cut());
        if folder.is_log_cut() {
            tracing::warn!("the end of the database's log is missing");
        }
        let mut library = Self {
            indexing: None,
            folder,
            store,
            analyzer,
            index: RefCell::default(),
            index_is_damaged,
            index_knew_more: Cell::default(),
            log_was_cut,
            trusted_hosts: Vec::new(),
            password_commands: BTreeMap::new(),
        };
        if library.is_writer()
            && let Err(error) = library.end_addition()
        {
            tracing::warn!("what an interrupted addition brought is no step of undo yet: {error}");
        }
        Ok(library)
    }

    /// Whether this process may change the library; not while another one has it open.
    pub fn is_writer(&self) -> bool {
        self.folder.is_writer()
    }

    /// The same, if this process may change it.
    pub fn into_writer(self) -> Result<Self> {
        self.must_write().map(|()| self)
    }

    /// Why nothing is written to it, with the command that mends that; none where this or another process writes.
    pub fn read_only(&self) -> Option<String> {
        self.folder.read_only().map(|why| why.sentence(self.path()))
    }

    /// Whether another process may change it.
    pub fn is_in_use(&self) -> bool {
        self.folder.is_taken()
    }

    /// Whether nothing was ever added to it.
    pub fn is_new(&self) -> bool {
        self.store.totals().is_ok_and(|kept| kept.sequence == 0)
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The totals.
    pub fn counts(&self) -> Result<Counts> {
        let kept = self.in_store(self.store.totals())?;
        let count = |value: i64| u64::try_from(value).unwrap_or(0);
        Ok(Counts {
            articles: count(kept.articles),
            unread: count(kept.unread),
            bookmarked: count(kept.bookmarked),
        })
    }

    /// Contents and size of the library.
    pub fn stats(&self) -> Result<Stats> {
        let kept = self.in_store(self.store.totals())?;
        let count = |value: i64| u64::try_from(value).unwrap_or(0);
        let [people, places, organisations] = kept.entities.map(count);
        let database = self.database();
        let log = database.with_extension("db-wal");
        Ok(Stats {
            counts: self.counts()?,
            people,
            places,
            organisations,
            feeds: self.in_store(self.store.count_feeds())?,
            text_bytes: count(kept.text_bytes),
            store_bytes: folder::size(&database) + folder::size(&log),
            index_bytes: folder::size(&self.folder.index()),
            backup_bytes: backups::automatic(&self.backups()).iter().map(|path| folder::size(path)).sum(),
            set_aside: self.set_aside(),
            path: self.path().to_owned(),
            schema: NEWEST_SCHEMA,
            analyzer: self.analyzer.version().to_owned(),
            due: self.in_store(self.store.count_due(self.analyzer.version()))?,
        })
    }

    /// An article with its names, the user's marks and reading position.
    pub fn article(&self, id: ArticleId) -> Result<Option<Article>> {
        self.in_store(self.store.article(id, self.analyzer.version()))
    }

    /// Saves the user's reading position.
    pub fn set_position(&mut self, article: ArticleId, position: Position) -> Result<()> {
        self.must_write()?;
        let kept = self.store.set_position(article, position);
        self.in_store(kept)
    }

    /// Saves a small setting of the screen.
    pub fn remember(&mut self, key: &str, value: &str) -> Result<()> {
        self.must_write()?;
        let kept = self.store.set_setting(&remembered(key), value);
        self.in_store(kept)
    }

    /// A small setting of the screen.
    pub fn recall(&self, key: &str) -> Result<Option<String>> {
        self.in_store(self.store.setting(&remembered(key)))
    }

    /// Whether the database's log has grown so long that [`Library::shorten_log`] is due.
    pub fn has_long_log(&self) -> bool {
        Store::has_long_log(&self.database())
    }

    /// Moves what is in the log to its place where that is due.
    pub fn shorten_log(&mut self) -> Result<()> {
        if self.has_long_log() {
            let settled = self.store.settle();
            self.in_store(settled)?;
        }
        Ok(())
    }

    fn must_write(&self) -> Result<()> {
        self.folder.refusal().map_or(Ok(()), Err)
    }

    fn database(&self) -> PathBuf {
        self.folder.database()
    }

    fn open_store_to_read(&self) -> Result<Store> {
        self.in_store(Store::open(&self.database(), self.folder.to_read().access()))
    }

    fn name_analyzer(&self) -> Arc<dyn NameAnalyzer> {
        Arc::clone(&self.analyzer)
    }

    fn in_store<T>(&self, result: crate::store::Result<T>) -> Result<T> {
        result.map_err(|error| Error::store(&self.database(), error))
    }
}

/// The screen's settings have a prefix of their own among the settings.
fn remembered(key: &str) -> String {
    format!("screen.{key}")
}
