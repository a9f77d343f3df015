//! Fixed-width rows looked up by hash, in a format that is used in place: opening it costs nothing.
//!
//! The format is little-endian: 65,537 four-byte numbers, the positions of the entries with each 16-bit prefix; then the
//! entries, each the next 32 bits of its hash and its row, so that comparing the hash fetches the row as well. A key that
//! is not in the table matches by mistake about once in a billion times.

use std::borrow::Cow;

/// The number of key prefixes.
const PREFIXES: usize = 1 << 16;

/// A table of rows with one width.
#[derive(Debug, Clone)]
pub struct Table {
    bytes: Cow<'static, [u8]>,
    width: usize,
}

impl Table {
    /// Opens a table that [`Table::write`] wrote, with rows of `width` bytes. `None` if the bytes are not such a
    /// table.
    pub fn open(bytes: Cow<'static, [u8]>, width: usize) -> Option<Self> {
        let rest = bytes.len().checked_sub(4 * (PREFIXES + 1))?;
        let rows = rest / (KEY + width);
        let table = Self { bytes, width };
        let is_whole = rest.is_multiple_of(KEY + width)
            && table.number(4 * PREFIXES) as usize == rows
            && (0..PREFIXES).all(|part| table.number(4 * part) <= table.number(4 * part + 4));
        is_whole.then_some(table)
    }

    /// Writes rows with their hashes, which must differ in their first 48 bits; all rows have the same width.
    #[cfg(any(test, feature = "train"))]
    pub fn write(mut rows: Vec<(u64, Vec<u8>)>) -> Vec<u8> {
        rows.sort_by_key(|(hash, _)| hash >> 16);
        rows.dedup_by_key(|(hash, _)| *hash >> 16);
        let mut bytes = Vec::new();
        let mut at = 0;
        for part in 0..=PREFIXES as u64 {
            while at < rows.len() && rows[at].0 >> 48 < part {
                at += 1;
            }
            bytes.extend(u32::try_from(at).unwrap_or(u32::MAX).to_le_bytes());
        }
        for (hash, row) in &rows {
            bytes.extend(rest(*hash).to_le_bytes());
            bytes.extend(row);
        }
        bytes
    }

    /// The row for a hash.
    pub fn row(&self, hash: u64) -> Option<&[u8]> {
        let part = 4 * usize::from((hash >> 48) as u16);
        let (from, to) = (self.number(part) as usize, self.number(part + 4) as usize);
        let entries = self.bytes.get(4 * (PREFIXES + 1)..)?.get(from * self.entry()..to * self.entry())?;
        let key = rest(hash).to_le_bytes();
        entries.chunks_exact(self.entry()).find_map(|entry| entry.strip_prefix(&key))
    }

    /// Passes on the entries of those hashes that have one: their rows are behind the first [`KEY`] bytes.
    pub fn each_row<const ENTRY: usize>(&self, hashes: &[u64], mut take: impl FnMut(&[u8; ENTRY])) {
        let (starts, entries) = self.bytes.split_at(4 * (PREFIXES + 1));
        let (starts, entries) = (starts.as_chunks::<4>().0, entries.as_chunks::<ENTRY>().0);
        for hashes in hashes.chunks(BATCH) {
            let mut bounds = [(0, 0); BATCH];
            for (bounds, hash) in bounds.iter_mut().zip(hashes) {
                let part = usize::from((hash >> 48) as u16);
                *bounds = (number(starts[part]) as usize, number(starts[part + 1]) as usize);
            }
            for (&(from, to), &hash) in bounds.iter().zip(hashes) {
                let key = rest(hash).to_le_bytes();
                let entry =
                    entries.get(from..to).and_then(|some| some.iter().find(|one| one.starts_with(&key)));
                if let Some(entry) = entry {
                    take(entry);
                }
            }
        }
    }

    /// The length of an entry.
    fn entry(&self) -> usize {
        KEY + self.width
    }

    /// The number at an offset; 0 after the end.
    fn number(&self, at: usize) -> u32 {
        match self.bytes.get(at..at + 4) {
            Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
            _ => 0,
        }
    }
}

/// The bytes of a hash next to its row.
pub const KEY: usize = 4;

/// The number of hashes looked up together, so that the memory for several of them is fetched at the same time.
const BATCH: usize = 16;

/// A number as stored in the file.
fn number(bytes: [u8; 4]) -> u32 {
    u32::from_le_bytes(bytes)
}

/// The bits of a hash stored next to its row: the 32 after the first sixteen.
#[expect(clippy::cast_possible_truncation, reason = "cutting off the higher bits is the point")]
fn rest(hash: u64) -> u32 {
    (hash >> 16) as u32
}

#[cfg(test)]
mod tests {
    use super::super::hash::{mix, of};
    use super::*;

    #[test]
    fn each_row_is_found_and_no_other() {
        let key = |at: u8| mix(1, u64::from(at));
        let bytes = Table::write((0..200).map(|at| (key(at), vec![at, 7])).collect());
        let table = Table::open(Cow::Owned(bytes), 2).expect("a table");
        for at in 0..200 {
            assert_eq!(table.row(key(at)), Some(&[at, 7][..]));
        }
        assert_eq!(table.row(of(b"nothing")), None);
        let hashes: Vec<u64> = (100..140).map(key).chain([of(b"nothing"), key(3)]).collect();
        let mut rows = Vec::new();
        table.each_row(&hashes, |entry: &[u8; KEY + 2]| rows.push(entry[KEY]));
        assert_eq!(rows, (100..140).chain([3]).collect::<Vec<u8>>());
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let whole = Table::write(vec![(5, vec![1]), (u64::MAX, vec![2])]);
        for (bytes, width, expected) in [
            (whole.clone(), 1, true),
            (whole.clone(), 2, false),
            (whole[..whole.len() - 1].to_vec(), 1, false),
            (vec![9; whole.len()], 1, false),
            (Table::write(Vec::new()), 3, true),
            (Vec::new(), 1, false),
        ] {
            assert_eq!(Table::open(Cow::Owned(bytes), width).is_some(), expected);
        }
    }
}
