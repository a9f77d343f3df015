//! The gazetteer's file, read in place: opening it reads only the header, and parts that are not needed are never
//! loaded.
//!
//! All numbers are little-endian. The file consists of [`MAGIC`], the lengths of the five parts (four bytes each), a
//! CRC-32 of the parts, and then the parts:
//!
//! 1. countries: ISO codes of two letters; the first is two spaces, for no country;
//! 2. records of [`RECORD`] bytes each, with divisions first, so that two bytes are enough to refer to them;
//! 3. candidates of three bytes each: 19 bits of record, 2 of usage, and 1 set on the last of a name;
//! 4. display names that are not simply their capitalised key: a length byte, then UTF-8;
//! 5. names: a finite state transducer (Gallant, Index 1,600,000,000 Keys with Automata and Rust, 2015)
//!    from keys to their first candidate; the numbers increase with the keys, so it can also find the
//!    key for a number.

use super::entry::{Entry, Feature};
use std::borrow::Cow;

/// The first bytes of the file: its name and the version of the format.
pub const MAGIC: [u8; 8] = *b"places\x00\x01";

/// The number of bytes before the parts.
pub const HEADER: usize = MAGIC.len() + 4 * PARTS + 4;

/// The number of parts.
pub const PARTS: usize = 5;

/// The size of a record in bytes: country, feature and flags, division or county (two bytes, 0 for none, otherwise
/// one more than its record), latitude and longitude (two bytes each), population, GeoNames number (three bytes), and
/// name (three bytes).
pub const RECORD: usize = 15;

/// Flags in the feature byte: a capital; a name that is stored as a display name rather than derived from the key.
pub const CAPITAL: u8 = 0x80;
pub const SPELT: u8 = 0x40;

/// How common a name is, by the two usage bits of a candidate.
pub const USAGES: [f32; 4] = [1.0, 0.9, 0.7, 0.6];

/// The file with the positions of its parts.
#[derive(Debug, Clone)]
pub struct Table {
    countries: &'static str,
    records: &'static [[u8; RECORD]],
    candidates: &'static [[u8; 3]],
    shown: &'static [u8],
    names: fst::Map<&'static [u8]>,
}

impl Table {
    /// Opens a file known to be intact, such as the one built into the program; `None` if its header does not match.
    /// Damage further on may give meaningless results.
    pub fn open_trusted(bytes: &'static [u8]) -> Option<Self> {
        let (header, mut rest) = bytes.split_at_checked(HEADER)?;
        let lengths = header.strip_prefix(&MAGIC)?.as_chunks::<4>().0;
        let mut parts = [&[][..]; PARTS];
        for (part, length) in parts.iter_mut().zip(lengths) {
            (*part, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        }
        let [countries, records, candidates, shown, names] = parts;
        let (records, []) = records.as_chunks() else { return None };
        let (candidates, []) = candidates.as_chunks() else { return None };
        rest.is_empty().then_some(Self {
            countries: str::from_utf8(countries).ok().filter(|codes| codes.is_ascii())?,
            records,
            candidates,
            shown,
            names: fst::Map::new(names).ok()?,
        })
    }

    /// Opens any file; `None` unless it is exactly what `super::pack` writes.
    pub fn open(bytes: &'static [u8]) -> Option<Self> {
        let (header, rest) = bytes.split_at_checked(HEADER)?;
        let sum = header.last_chunk().map(|sum| u32::from_le_bytes(*sum))?;
        let mut crc = flate2::Crc::new();
        crc.update(rest);
        (crc.sum() == sum).then(|| Self::open_trusted(bytes))?
    }

    /// Every place whose name has this canonical key, in the file's order, the best known first.
    pub fn entries(&self, key: &str) -> impl Iterator<Item = Entry> {
        let mut at = self.names.get(key).and_then(|first| usize::try_from(first).ok());
        std::iter::from_fn(move || {
            let [low, middle, high] = *self.candidates.get(at?)?;
            at = if high & 0x80 == 0 { Some(at? + 1) } else { None };
            let record = u32::from_le_bytes([low, middle, high & 0x07, 0]);
            let usage = USAGES[usize::from(high >> 5 & 3)];
            self.record(record).map(|entry| Entry { usage, ..entry })
        })
    }

    /// Whether any place's name has this canonical key.
    pub fn knows(&self, key: &str) -> bool {
        self.names.contains_key(key)
    }

    /// The number of places.
    pub fn count(&self) -> u32 {
        u32::try_from(self.records.len()).unwrap_or(u32::MAX)
    }

    /// The place with this number.
    pub fn record(&self, number: u32) -> Option<Entry> {
        let &[code, flags, in_low, in_high, south, north, west, east, byte, id @ .., _, _, _] =
            self.records.get(number as usize)?;
        let from = 2 * usize::from(code);
        let (division, county) = self.lies_in(u16::from_le_bytes([in_low, in_high]));
        let degrees = |bytes, zero| f64::from(i32::from(u16::from_le_bytes(bytes)) - zero) / 100.0;
        Some(Entry {
            number,
            country: self.countries.get(from..from + 2).unwrap_or_default().trim(),
            division,
            county,
            feature: Feature::from_code(flags & !(CAPITAL | SPELT))?,
            is_capital: flags & CAPITAL != 0,
            latitude: degrees([south, north], 9_000),
            longitude: degrees([west, east], 18_000),
            population: people_of(byte),
            geonameid: Some(u32::from_le_bytes([id[0], id[1], id[2], 0])).filter(|&id| id > 0),
            usage: USAGES[0],
        })
    }

    /// The usual English name of the place with this number.
    pub fn name(&self, number: u32) -> Option<Cow<'static, str>> {
        let &[_, flags, .., low, middle, high] = self.records.get(number as usize)?;
        let at = u32::from_le_bytes([low, middle, high, 0]);
        if flags & SPELT == 0 {
            let key = self.names.as_fst().get_key(u64::from(at))?;
            return Some(capitalised(str::from_utf8(&key).ok()?).into());
        }
        let (&length, name) = self.shown.get(at as usize..)?.split_first()?;
        str::from_utf8(name.get(..usize::from(length))?).ok().map(Cow::Borrowed)
    }

    /// The division and the county that a record refers to in two bytes.
    fn lies_in(&self, within: u16) -> (Option<u32>, Option<u32>) {
        let Some(within) = within.checked_sub(1) else { return (None, None) };
        let number = u32::from(within);
        match self.records.get(usize::from(within)) {
            Some(&[_, flags, low, high, ..]) if flags & !(CAPITAL | SPELT) == Feature::County.code() => {
                (u16::from_le_bytes([low, high]).checked_sub(1).map(u32::from), Some(number))
            }
            Some(_) => (Some(number), None),
            None => (None, None),
        }
    }
}

/// Steps of the population byte per doubling.
const STEPS: f64 = 8.0;

/// The byte for a population.
#[cfg(any(test, feature = "train"))]
pub fn people_byte(people: u64) -> u8 {
    #[expect(clippy::cast_precision_loss, reason = "a logarithm of it needs two digits")]
    let steps = (STEPS * (people as f64 + 1.0).log2()).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
    let byte = steps.min(255.0) as u8;
    byte
}

/// The population for a byte.
fn people_of(byte: u8) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 2^32")]
    let people = (f64::from(byte) / STEPS).exp2().round() as u64;
    people.saturating_sub(1)
}

/// A key with each word capitalised: the name of most places.
pub fn capitalised(key: &str) -> String {
    let mut name = String::with_capacity(key.len());
    for word in key.split(' ') {
        if !name.is_empty() {
            name.push(' ');
        }
        let mut letters = word.chars();
        name.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}
