//! The numbered schemas of the database, and its stored counts.

use super::{Error, Result};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// Marks the file as a Dateline library in its header: "Date" in ASCII.
const APPLICATION: i64 = 0x4461_7465;

/// Migrations in order; schema `n` is the result of the first `n` of them.
const MIGRATIONS: [&str; 18] = [
    include_str!("migrations/001.sql"),
    include_str!("migrations/002.sql"),
    include_str!("migrations/003.sql"),
    include_str!("migrations/004.sql"),
    include_str!("migrations/005.sql"),
    include_str!("migrations/006.sql"),
    include_str!("migrations/007.sql"),
    include_str!("migrations/008.sql"),
    include_str!("migrations/009.sql"),
    include_str!("migrations/010.sql"),
    include_str!("migrations/011.sql"),
    include_str!("migrations/012.sql"),
    include_str!("migrations/013.sql"),
    include_str!("migrations/014.sql"),
    include_str!("migrations/015.sql"),
    include_str!("migrations/016.sql"),
    include_str!("migrations/017.sql"),
    include_str!("migrations/018.sql"),
];

/// The schema version that this program writes: the number of migrations.
pub const NEWEST_SCHEMA: i64 = 18;

/// The name of the setting that identifies a library.
pub(super) const NUMBER: &str = "library";

/// The name of the setting that repeats the schema version of the header.
pub(super) const SCHEMA: &str = "schema";

/// The stored counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Articles.
    pub articles: i64,
    /// How many of them are unread.
    pub unread: i64,
    /// How many of them are bookmarked.
    pub bookmarked: i64,
    /// Bytes of their current texts, before packing.
    pub text_bytes: i64,
    /// The number of the last change that the search index has to follow.
    pub sequence: i64,
    /// People, places and organisations that at least one article names, in the order of `Kind::ALL`.
    pub entities: [i64; 3],
}

/// The names of the counts in the table, in the order of [`Totals::each`].
const NAMES: [&str; 8] =
    ["articles", "unread", "bookmarked", "text_bytes", "sequence", "people", "places", "organisations"];

impl Totals {
    fn each(&mut self) -> [&mut i64; 8] {
        let [people, places, organisations] = &mut self.entities;
        [
            &mut self.articles,
            &mut self.unread,
            &mut self.bookmarked,
            &mut self.text_bytes,
            &mut self.sequence,
            people,
            places,
            organisations,
        ]
    }
}

/// Reads all counts.
pub(super) fn totals(connection: &Connection) -> Result<Totals> {
    let mut totals = Totals::default();
    let mut query = connection.prepare_cached("SELECT value FROM kept WHERE name = ?")?;
    for (name, value) in NAMES.iter().zip(totals.each()) {
        *value = query.query_row([name], |row| row.get(0))?;
    }
    Ok(totals)
}

/// Adds differences to the counts.
pub(super) fn add_to_totals(connection: &Connection, mut difference: Totals) -> Result<()> {
    let mut update = connection.prepare_cached("UPDATE kept SET value = value + ? WHERE name = ?")?;
    for (name, value) in NAMES.iter().zip(difference.each()) {
        if *value != 0 {
            update.execute((*value, name))?;
        }
    }
    Ok(())
}

/// What happens to a library that an earlier version of Dateline made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Older {
    Upgraded,
    Refused,
}

/// Prepares a connection that may write: configures it, creates missing tables, and rejects files that it must not
/// change.
pub(super) fn prepare(connection: &mut Connection, older: Older) -> Result<()> {
    let version = version_of_library(connection)?;
    if older == Older::Refused && (1..NEWEST_SCHEMA).contains(&version) {
        return Err(Error::OlderSchema { found: version, known: NEWEST_SCHEMA });
    }
    if version == 0 {
        // Packed texts are a few kilobytes long; with the default page size of 4,096 bytes a fifth would be wasted.
        connection.execute_batch("PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL;")?;
    }
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.execute_batch(
        "PRAGMA synchronous = NORMAL;
         PRAGMA journal_size_limit = 67108864;
         PRAGMA temp_store = MEMORY;",
    )?;
    if version == NEWEST_SCHEMA {
        return Ok(());
    }
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for migration in MIGRATIONS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        change.execute_batch(migration)?;
    }
    if version == 0 {
        change.execute("INSERT INTO setting VALUES (?, ?)", (NUMBER, fresh_number()))?;
    }
    change.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (SCHEMA, NEWEST_SCHEMA.to_string()))?;
    change.pragma_update(None, "application_id", APPLICATION)?;
    change.pragma_update(None, "user_version", NEWEST_SCHEMA)?;
    change.commit()?;
    Ok(())
}

/// A number that identifies a library. It is random without a dependency: the standard library's hash keys are.
pub(super) fn fresh_number() -> String {
    format!("{:016x}", RandomState::new().hash_one(std::process::id()))
}

/// Prepares a connection that only reads.
pub(super) fn accept(connection: &Connection) -> Result<()> {
    let found = version_of_library(connection)?;
    if found < NEWEST_SCHEMA {
        return Err(Error::OlderSchema { found, known: NEWEST_SCHEMA });
    }
    connection.execute_batch("PRAGMA query_only = ON; PRAGMA temp_store = MEMORY;")?;
    Ok(())
}

/// The schema version, 0 for an empty file; an error for foreign files, newer versions, and a header that contradicts
/// the tables.
pub(super) fn version_of_library(connection: &Connection) -> Result<i64> {
    // One view of the file: another process may be making the library at this moment.
    let view = connection.unchecked_transaction()?;
    let number = |sql: &str| view.query_row(sql, [], |row| row.get::<_, i64>(0));
    let found = number("PRAGMA user_version")?;
    let application = number("PRAGMA application_id")?;
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    if tables == 0 && found == 0 && application == 0 {
        return Ok(0);
    }
    let own = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'
               AND name IN ('setting', 'article', 'revision', 'shelf', 'named')";
    let is_own = number(own)? == 5;
    let told = if is_own { told_version(&view)? } else { None };
    let is_damaged = application != APPLICATION || found < 1 || told.is_some_and(|told| told != found);
    match (is_own, is_damaged) {
        (true, true) => Err(Error::Damaged("its header is not the one that Dateline wrote".to_owned())),
        (false, _) if application != APPLICATION => Err(Error::NotALibrary),
        _ if found > NEWEST_SCHEMA => Err(Error::NewerSchema { found, known: NEWEST_SCHEMA }),
        _ => Ok(found),
    }
}

/// The version in the settings, so that a damaged header is noticed; earlier versions have none.
fn told_version(connection: &Connection) -> Result<Option<i64>> {
    let told: Option<String> = connection
        .query_row("SELECT value FROM setting WHERE name = ?", [SCHEMA], |row| row.get(0))
        .optional()?;
    Ok(told.and_then(|told| told.parse().ok()))
}
