//! Dictionaries of what a library's texts, and its stored names, have in common. With a dictionary each value
//! compresses by itself to two thirds of its size without one (zstd, RFC 8878).
//!
//! They are trained on the library's own articles, small ones on its first and larger ones when there are many more, and
//! stored in it with numbers that every packed value refers to. Values packed before there were any are packed again
//! when there is time; those packed with the small ones stay as they are.

use super::deflate::inflate;
use super::{Access, Error, Result};
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::CParameter;

/// How a dictionary is trained.
#[derive(Debug)]
pub(super) struct Training {
    /// The version of dictionaries made so. A higher one is used rather than a lower one; values packed with any can be
    /// unpacked.
    pub version: i64,
    /// How many articles the library must have.
    pub articles: i64,
    /// The maximum number of samples, of bytes in them, and of bytes in the dictionary.
    pub samples: i64,
    pub sampled: usize,
    pub largest: usize,
}

/// What a dictionary is trained on: values one after the other, and how long each is.
pub(super) struct Samples {
    pub bytes: Vec<u8>,
    pub lengths: Vec<usize>,
}

/// The trainings of a growing library. A larger dictionary packs better, but only where it is small beside the library.
pub(super) const TRAININGS: [Training; 2] = [
    Training { version: 1, articles: 1_000, samples: 1_500, sampled: 6 << 20, largest: 110 << 10 },
    Training { version: 2, articles: 10_000, samples: 8_000, sampled: 12 << 20, largest: 512 << 10 },
];

/// The compression level: higher ones gain little for their time.
const LEVEL: i32 = 7;

/// The table of a compressor has two to the power of this many places, which take 5 bytes each: as many as the largest
/// dictionary has bytes.
const HASH_LOG: u32 = 19;

/// The maximum length of an unpacked value.
const LONGEST: usize = 256 << 20;

/// Bit of a packing: packed with the dictionary whose number is in the bits above the lowest eight.
pub(super) const BY_DICTIONARY: i64 = 4;

/// What is packed with one dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DictionaryKind {
    Texts,
    Names,
}

/// Packs with one dictionary, for all threads: one value at a time, since what that takes of memory is many times the
/// dictionary, and of time little beside finding names.
pub(super) struct Packer {
    number: i64,
    version: i64,
    dictionary: Vec<u8>,
    /// Made for the first value.
    compressor: Mutex<Option<Compressor<'static>>>,
}

impl std::fmt::Debug for Packer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Packer({})", self.number)
    }
}

impl Packer {
    /// The packing and the packed value; `None` if packing fails, so that another way must be used.
    pub fn pack(&self, plain: &[u8]) -> Option<(i64, Vec<u8>)> {
        let mut compressor = self.compressor.lock().unwrap_or_else(PoisonError::into_inner);
        if compressor.is_none() {
            *compressor = Some(self.compressor().ok()?);
        }
        let packed = compressor.as_mut()?.compress(plain).ok()?;
        Some((BY_DICTIONARY | self.number << 8, packed))
    }

    fn compressor(&self) -> std::io::Result<Compressor<'static>> {
        let mut compressor = Compressor::with_dictionary(LEVEL, &self.dictionary)?;
        // The number is with the value's row.
        compressor.include_dictid(false)?;
        compressor.set_parameter(CParameter::HashLog(HASH_LOG))?;
        Ok(compressor)
    }
}

/// The packers of a library, shared by all threads that analyse articles, and by connections; empty until a
/// dictionary is trained.
#[derive(Debug, Clone, Default)]
pub struct Packers(Arc<RwLock<[Option<Arc<Packer>>; 2]>>);

impl Packers {
    pub(super) fn of(&self, kind: DictionaryKind) -> Option<Arc<Packer>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)[kind as usize].clone()
    }

    /// The packer whose dictionary has this number.
    fn numbered(&self, number: i64) -> Option<Arc<Packer>> {
        let packers = self.0.read().unwrap_or_else(PoisonError::into_inner);
        packers.iter().flatten().find(|packer| packer.number == number).cloned()
    }

    /// The version of the dictionaries in use; 0 if there are none.
    pub(super) fn version(&self) -> i64 {
        self.of(DictionaryKind::Texts).map_or(0, |packer| packer.version)
    }

    fn set(&self, kind: DictionaryKind, [number, version]: [i64; 2], dictionary: Vec<u8>) {
        let packer = Arc::new(Packer { number, version, dictionary, compressor: Mutex::default() });
        self.0.write().unwrap_or_else(PoisonError::into_inner)[kind as usize] = Some(packer);
    }

    /// Reads a library's dictionaries.
    pub(super) fn read(&self, connection: &Connection) -> Result<()> {
        for kind in [DictionaryKind::Texts, DictionaryKind::Names] {
            let mut query = connection.prepare_cached(
                "SELECT id, version, value FROM dictionary WHERE kind = ? ORDER BY version DESC, id DESC LIMIT 1",
            )?;
            let found = query.query_row([kind as i64], |row| Ok(([row.get(0)?, row.get(1)?], row.get(2)?)));
            if let Some((numbers, dictionary)) = found.optional()? {
                self.set(kind, numbers, dictionary);
            }
        }
        Ok(())
    }

    /// Trains a dictionary on samples. Samples that are too few or too much alike for one are no error; the library
    /// goes without it.
    pub(super) fn train(
        kind: DictionaryKind,
        samples: &Samples,
        training: &Training,
    ) -> Option<(DictionaryKind, Vec<u8>)> {
        let dictionary = zstd::dict::from_continuous(&samples.bytes, &samples.lengths, training.largest);
        dictionary.ok().map(|dictionary| (kind, dictionary))
    }
}

/// Stores a dictionary in the library.
pub(super) fn store(
    connection: &Connection,
    kind: DictionaryKind,
    version: i64,
    dictionary: &[u8],
) -> Result<()> {
    connection.execute(
        "INSERT INTO dictionary (kind, version, value) VALUES (?, ?, ?)",
        params![kind as i64, version, dictionary],
    )?;
    Ok(())
}

/// Decompressors by the number of their dictionary.
type Unpackers = HashMap<i64, Decompressor<'static>>;

/// Registers the SQL function `unpacked(packing, bit, value)` on a connection. It returns the original value, which
/// is deflated if `bit` of the packing is set; NULL if it is damaged. A dictionary that `packers` lacks is read when
/// the first value needs it.
pub(super) fn teach(connection: &Connection, path: &Path, access: Access, packers: &Packers) -> Result<()> {
    let (unpackers, packers): (Mutex<Unpackers>, Packers) = (Mutex::default(), packers.clone());
    let (path, flags) = (path.to_owned(), FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC);
    connection.create_scalar_function("unpacked", 3, flags, move |call| {
        let (packing, bit): (i64, i64) = (call.get(0)?, call.get(1)?);
        let value =
            call.get_raw(2).as_blob().map_err(|error| rusqlite::Error::UserFunctionError(error.into()))?;
        if packing & BY_DICTIONARY == 0 {
            return Ok(inflate(value, packing & bit != 0));
        }
        let mut unpackers = unpackers.lock().unwrap_or_else(PoisonError::into_inner);
        let number = packing >> 8;
        let unpacker = match unpackers.entry(number) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => match unpacker(&packers, number, &path, access) {
                Some(unpacker) => place.insert(unpacker),
                None => return Ok(None),
            },
        };
        Ok(unpacker.decompress(value, LONGEST).ok())
    })?;
    Ok(())
}

fn unpacker(packers: &Packers, number: i64, path: &Path, access: Access) -> Option<Decompressor<'static>> {
    match packers.numbered(number) {
        Some(packer) => Decompressor::with_dictionary(&packer.dictionary).ok(),
        None => Decompressor::with_dictionary(&dictionary(path, access, number).ok()?).ok(),
    }
}

/// A dictionary, read through a separate connection, since an SQL function may not use the one that calls it.
fn dictionary(path: &Path, access: Access, number: i64) -> Result<Vec<u8>> {
    let connection = super::connect(path, if access == Access::Write { Access::Read } else { access })?;
    let mut query = connection.prepare("SELECT value FROM dictionary WHERE id = ?")?;
    let missing = || Error::Damaged(format!("dictionary {number} is missing"));
    query.query_row([number], |row| row.get(0)).optional()?.ok_or_else(missing)
}
