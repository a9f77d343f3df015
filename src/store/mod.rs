//! SQLite, the source of truth of a library: articles and their texts, the user's changes, and the names
//! in them. The only module with SQL.
//!
//! It does not search texts, recognise names or use files other than its own; time is passed in.
//! Slow calls check `stopped` on the way and return [`Error::Cancelled`].
//!
//! Durability: write-ahead log. A killed program loses nothing that was committed. The user's edits are synced
//! (`synchronous = FULL`), so a power cut does not lose them either; of what is taken in (`NORMAL`) a power cut
//! can lose the last seconds but never half a transaction. The log
//! is checkpointed every 1,000 pages (16 MB), every 8,000 during heavy writing, so that pages which change
//! repeatedly are written once, and when an intake ends.

mod account_removal;
mod accounts;
mod articles;
mod attention;
mod bulk;
mod care;
mod correct;
mod corrections;
mod count_rows;
mod counting;
mod dedup;
mod deflate;
mod deleting;
mod dictionary;
mod documents;
mod dossiers;
mod edits;
mod entities;
mod entity_counter;
mod entries;
mod error;
mod feeds;
mod full_text;
mod gains;
mod held;
mod identified;
mod identity;
mod intake;
mod journal;
mod list_order;
mod lists;
mod log_cut;
mod marks;
mod match_keys;
mod memory;
mod mentions;
mod mine;
mod name_index;
mod namesakes;
mod newsboat;
mod outbox;
mod packing;
mod past;
mod places;
mod plan;
mod precedence;
#[cfg(test)]
mod query_plans;
mod readers;
mod records;
mod relink;
mod remote_items;
mod repack;
mod retention;
mod salvage;
mod schema;
mod similar_names;
mod sites;
mod waiting;
mod wishes;

pub use account_removal::RemovedAccount;
pub use accounts::{AccountFeed, Reconciled, StoredAccount};
pub use articles::IndexedArticle;
pub use bulk::BulkMemory;
pub use dedup::is_page_of;
pub use dictionary::Packers;
pub use dossiers::NamedIn;
pub use edits::EditTools;
pub use entity_counter::EntityFacts;
pub use error::{Error, Result};
pub use feeds::{StoredFeed, Subscribed};
pub use full_text::{FullTextOutcome, Texts};
pub use held::{FeedTouch, Held};
pub use identity::Identity;
pub use intake::{Batch, Intake, Outcome};
pub use journal::{Choice, Step};
pub use lists::{Filter, Stretch};
pub use log_cut::{Look, is_log_cut};
pub use match_keys::{Beside, EntryFacts, MatchKeys};
pub use memory::{Memory, Remembered};
pub use mine::{Register, StoredCorrection};
pub use newsboat::{CachedArticle, Newsboat};
pub use outbox::{Outbox, Sent};
pub use packing::Packed;
pub use readers::ReadBy;
pub use relink::{Dependent, QueuedWord, Relink, SaidIn};
pub use remote_items::{ItemState, SaidState};
pub use retention::Forgotten;
pub use salvage::Salvaged;
pub use schema::{NEWEST_SCHEMA, Totals};
pub use sites::{Lesson, Lore};
pub use wishes::Wish;

use counting::Counting;
use gains::Queue;
use memory::Recalled;
use precedence::{ForWhom, Precedence};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction};
use schema::Older;
use std::cell::{Cell, RefCell};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often a writer looks whether another has ended, and how long it lasts until it looks again.
const PATIENCE: u32 = 10_000;
const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// The number of prepared statements that a connection caches: all that the program uses.
const STATEMENTS: usize = 400;

/// The maximum length of a writer's log during heavy writing.
const BULK: &str = "PRAGMA wal_autocheckpoint = 8000;";

/// Bytes from which on a log is worth shortening where nobody does so otherwise.
const LONG_LOG: u64 = 24 << 20;

/// The same at other times: SQLite's default cache, and a log of 16 MB.
const USUAL: &str = "PRAGMA cache_size = -2000; PRAGMA wal_autocheckpoint = 1000; PRAGMA shrink_memory;";

/// An open connection to a library's database.
pub struct Store {
    connection: Connection,
    recalled: RefCell<Recalled>,
    queue: Queue,
    packers: Packers,
    /// The newest kind of dictionaries that were tried to be trained.
    tried: i64,
    /// Names are counted later.
    is_bulk: bool,
    memory: BulkMemory,
    counting: Option<Box<Counting>>,
    precedence: Precedence,
    /// Who waits for what it writes.
    for_whom: ForWhom,
    /// Batches of all connections when this one last looked.
    seen: Cell<u64>,
}

/// See [`Store::view`].
#[must_use]
pub struct View<'store>(#[expect(dead_code, reason = "it is held, not used")] Transaction<'store>);

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Read and write; creates the tables of an empty file and upgrades older ones.
    Write,
    /// Only read.
    Read,
    /// Only read, and never write to the file, though somebody else may.
    Look,
    /// Only read a file that nobody writes and we may not write: SQLite then creates no file beside it.
    Frozen,
}

impl Store {
    /// Opens the database at `path`; with [`Access::Write`] an empty or missing file becomes a library.
    pub fn open(path: &Path, access: Access) -> Result<Self> {
        Self::open_with(path, access, Older::Upgraded)
    }

    /// The same, but fails with [`Error::OlderSchema`] where the library would have to be upgraded.
    pub fn open_newest(path: &Path, access: Access) -> Result<Self> {
        Self::open_with(path, access, Older::Refused)
    }

    fn open_with(path: &Path, access: Access, older: Older) -> Result<Self> {
        let store = Self::connected(path, access, older, Packers::default())?;
        if access == Access::Write {
            store.packers.read(&store.connection)?;
        }
        Ok(store)
    }

    fn connected(path: &Path, access: Access, older: Older, packers: Packers) -> Result<Self> {
        let connection = connect(path, access)?;
        dictionary::teach(&connection, path, access, &packers)?;
        let mut store = Self {
            connection,
            recalled: RefCell::default(),
            queue: Queue::default(),
            packers,
            tried: 0,
            is_bulk: false,
            memory: BulkMemory::default(),
            counting: None,
            precedence: Precedence::default(),
            for_whom: ForWhom::Background,
            seen: Cell::default(),
        };
        match access {
            Access::Write => schema::prepare(&mut store.connection, older)?,
            Access::Read | Access::Look | Access::Frozen => schema::accept(&store.connection)?,
        }
        Ok(store)
    }

    /// The number given to this library when it was created; 16 hexadecimal digits.
    pub fn library_number(&self) -> Result<String> {
        self.setting(schema::NUMBER)?.ok_or_else(|| Error::Damaged("it has no number".to_owned()))
    }

    /// One view of the database for several questions, which then need not each wait for others to let go of it. It
    /// must be dropped before anything is written.
    pub fn view(&self) -> Result<View<'_>> {
        Ok(View(self.connection.unchecked_transaction()?))
    }

    /// A small setting.
    pub fn setting(&self, name: &str) -> Result<Option<String>> {
        let mut query = self.connection.prepare_cached("SELECT value FROM setting WHERE name = ?")?;
        Ok(query.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Stores a small setting.
    pub fn set_setting(&mut self, name: &str, value: &str) -> Result<()> {
        let mut upsert =
            self.connection.prepare_cached("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)")?;
        upsert.execute([name, value])?;
        Ok(())
    }

    /// The totals, which are updated with every change.
    pub fn totals(&self) -> Result<Totals> {
        schema::totals(&self.connection)
    }

    /// Prepares the connection for heavy writing: more of the database stays in memory, and checkpoints are
    /// rarer. Names are stored and counted later ([`Store::count_some`]). [`Store::settle`] reverts that.
    pub fn prepare_for_bulk(&mut self, memory: BulkMemory) -> Result<()> {
        self.count_all()?;
        self.memory = memory;
        self.connection.pragma_update(None, "cache_size", memory.cache())?;
        self.connection.execute_batch(BULK)?;
        self.is_bulk = true;
        Ok(())
    }

    /// Checkpoints the write-ahead log and empties it; if a reader still needs it,
    /// a later call does. Memory taken for heavy writing is released.
    pub fn settle(&mut self) -> Result<()> {
        self.settled().map(|_| ())
    }

    /// The same; returns whether the log is empty.
    fn settled(&mut self) -> Result<bool> {
        self.count_all()?;
        if std::mem::take(&mut self.is_bulk) {
            self.shrink()?;
        }
        self.connection.execute_batch(USUAL)?;
        self.recalled.take();
        self.connection.busy_timeout(Duration::ZERO)?;
        // The long part of it first, during which others write; nothing is left then for the part during which they wait.
        let is_busy = ["PASSIVE", "TRUNCATE"].into_iter().try_fold(false, |_, kind| {
            self.connection.query_row(&format!("PRAGMA wal_checkpoint({kind})"), [], |row| row.get(0))
        });
        wait_for_others(&mut self.connection)?;
        match is_busy.map_err(Error::from) {
            Err(Error::Busy) => Ok(false),
            is_busy => is_busy.map(|is_busy: bool| !is_busy),
        }
    }

    /// Whether the write-ahead log is longer than SQLite lets it grow by itself.
    pub fn has_long_log(path: &Path) -> bool {
        std::fs::metadata(path.with_extension("db-wal")).is_ok_and(|log| log.len() > LONG_LOG)
    }

    /// Moves the write-ahead log into the database without the file through which SQLite's processes coordinate, and
    /// removes both. Nobody else may have the database open.
    pub fn take_in_log(path: &Path) -> Result<()> {
        let connection = Connection::open_with_flags(in_real_folder(path), write_flags())?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        connection.close().map_err(|(_, error)| error.into())
    }

    /// Another connection of this program to the same library, for what the user changes while this one is busy.
    /// Checkpoints are left to this one.
    pub fn beside(&self, path: &Path) -> Result<Self> {
        let mut beside = Self::connected(path, Access::Write, Older::Refused, self.packers.clone())?;
        beside.connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        beside.precedence = self.precedence.clone();
        Ok(beside)
    }
}

/// Opens a connection with this access.
fn connect(path: &Path, access: Access) -> Result<Connection> {
    let path = &in_real_folder(path);
    let mut connection = match access {
        Access::Write => Connection::open_with_flags(path, write_flags() | OpenFlags::SQLITE_OPEN_CREATE)?,
        Access::Read => Connection::open_with_flags(path, write_flags())?,
        Access::Look => Connection::open_with_flags(path, look_flags())?,
        Access::Frozen => Connection::open_with_flags(frozen(path), frozen_flags())?,
    };
    wait_for_others(&mut connection)?;
    // Statements are planned once; otherwise a cached one is planned again whenever a bound value of a range changes.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// Has a connection look every millisecond whether another has stopped writing, and give up after a while.
fn wait_for_others(connection: &mut Connection) -> Result<()> {
    Ok(connection.busy_handler(Some(|tries| {
        std::thread::sleep(LOOK_AGAIN);
        u32::try_from(tries).unwrap_or(u32::MAX) < PATIENCE
    }))?)
}

/// A reader writes too: to the file through which SQLite's processes coordinate the log.
fn write_flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW
}

fn look_flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW
}

fn frozen_flags() -> OpenFlags {
    look_flags() | OpenFlags::SQLITE_OPEN_URI
}

/// The same file with symbolic links in its folder's path resolved: the folder may be one, the file may not.
fn in_real_folder(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// The URI of a file that does not change (<https://sqlite.org/uri.html>).
fn frozen(path: &Path) -> String {
    let mut address = String::from("file:");
    for &byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(&byte) {
            address.push(char::from(byte));
        } else {
            // A write to a string cannot fail.
            let _ = write!(address, "%{byte:02x}");
        }
    }
    address + "?immutable=1"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_frozen_is_read_without_a_trace() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a name? with #signs%.db");
        let mut store = Store::open(&path, Access::Write).unwrap();
        store.set_setting("kept", "yes").unwrap();
        drop(store);
        let store = Store::open(&path, Access::Frozen).unwrap();
        assert_eq!(store.setting("kept").unwrap().as_deref(), Some("yes"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_log_is_taken_in_without_the_file_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let (path, copy) = (folder.path().join("library.db"), folder.path().join("copy.db"));
        let mut store = Store::open(&path, Access::Write).unwrap();
        store.set_setting("kept", "yes").unwrap();
        // As a process that was killed leaves them.
        for end in ["db", "db-wal"] {
            std::fs::copy(path.with_extension(end), copy.with_extension(end)).unwrap();
        }
        assert!(std::fs::metadata(copy.with_extension("db-wal")).unwrap().len() > 0);
        Store::take_in_log(&copy).unwrap();
        assert!(!copy.with_extension("db-wal").exists() && !copy.with_extension("db-shm").exists());
        let copied = Store::open(&copy, Access::Frozen).unwrap();
        assert_eq!(copied.setting("kept").unwrap().as_deref(), Some("yes"));
    }
}
