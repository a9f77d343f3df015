//! Whether committed changes are missing from a write-ahead log: it was cut off, overwritten or removed.
//!
//! SQLite takes such a log for one that ends earlier, and says nothing. But the file through which its processes
//! coordinate (`-shm`) outlives a killed process, and says how many frames the log has and how many of them the
//! database has as well. It is read before anything is opened: SQLite makes it anew.

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

/// Bytes of a log's own head, and of that of each frame.
const HEAD: u64 = 32;
const FRAME_HEAD: u64 = 24;

/// What the coordinating file says of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Told {
    /// Bytes of a page.
    page: u64,
    /// Committed frames, and those of them that are in the database.
    frames: u32,
    moved: u32,
    /// Which log it is about.
    salt: [u8; 8],
}

/// How closely a log is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Whether it is as long as it has to be, which is quickly seen while another process writes.
    AtLength,
    /// Whether it is as it was written.
    AtContent,
}

/// Whether changes that were committed are gone with the end of a database's log. No connection of this process may be
/// open: closing the files would drop its locks.
pub fn is_log_cut(database: &Path, look: Look) -> bool {
    let with_ending = |ending: &str| {
        let mut name = database.as_os_str().to_owned();
        name.push(ending);
        std::path::PathBuf::from(name)
    };
    let (log, coordination) = (with_ending("-wal"), with_ending("-shm"));
    let tell = || read_regular(&coordination).and_then(|bytes| told(&bytes));
    let Some(told) = tell().filter(|told| told.frames > told.moved) else { return false };
    let is_cut = match fs::symlink_metadata(&log).map(|entry| entry.len()) {
        Ok(1..) => valid_frames(&log, told, look).is_some_and(|valid| valid < told.frames),
        // Where the power was cut, what is said may be older than the end of the log.
        _ => is_of_this_boot(&coordination),
    };
    // Somebody may have moved the log into the database meanwhile.
    is_cut && tell() == Some(told)
}

/// The bytes of the coordinating file that matter, if it is one that could be read.
fn read_regular(path: &Path) -> Option<Vec<u8>> {
    let entry = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(entry.len().min(136)).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Two copies of a head of 48 bytes, then how many frames are in the database. The heads have the order of bytes of the
/// machine.
fn told(bytes: &[u8]) -> Option<Told> {
    let word = |at: usize| Some(u32::from_ne_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let (first, second) = (bytes.get(..48)?, bytes.get(48..96)?);
    let words: Vec<u32> = (0..10).filter_map(|at| word(at * 4)).collect();
    let is_whole = first == second && checksum(&words, [0; 2]) == [word(40)?, word(44)?];
    let is_begun = first.get(12) == Some(&1);
    let page = u16::from_ne_bytes(bytes.get(14..16)?.try_into().ok()?);
    // 65,536 does not fit, and is 1.
    let page = if page == 1 { 1 << 16 } else { u64::from(page) };
    let salt = bytes.get(32..40)?.try_into().ok()?;
    (is_whole && is_begun && page >= 512).then_some(Told { page, frames: word(16)?, moved: word(96)?, salt })
}

/// How many frames at the beginning of a log are as they were written, up to those that are told of; none where it is
/// another log.
fn valid_frames(log: &Path, told: Told, look: Look) -> Option<u32> {
    let length = fs::symlink_metadata(log).ok().filter(fs::Metadata::is_file)?.len();
    let mut reader = BufReader::with_capacity(1 << 16, File::open(log).ok()?);
    let mut head = [0; 32];
    reader.read_exact(&mut head).ok()?;
    if head[16..24] != told.salt {
        return None;
    }
    let frame_length = FRAME_HEAD + told.page;
    let whole = length.saturating_sub(HEAD) / frame_length;
    if look == Look::AtLength {
        return Some(u32::try_from(whole).unwrap_or(u32::MAX).min(told.frames));
    }
    let is_big = head[3] & 1 == 1;
    let words = |bytes: &[u8]| -> Vec<u32> {
        let word = |four: &[u8]| {
            let four = four.try_into().unwrap_or_default();
            if is_big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
        };
        bytes.chunks_exact(4).map(word).collect()
    };
    let mut sum = checksum(&words(&head[..24]), [0; 2]);
    let mut frame = vec![0; usize::try_from(frame_length).ok()?];
    for number in 0..told.frames {
        if u64::from(number) >= whole || reader.read_exact(&mut frame).is_err() {
            return Some(number);
        }
        sum = checksum(&words(&frame[..8]), sum);
        sum = checksum(&words(&frame[24..]), sum);
        let stated = [16, 20].map(|at: usize| {
            let four = frame.get(at..at + 4).and_then(|four| four.try_into().ok()).unwrap_or_default();
            u32::from_be_bytes(four)
        });
        if stated != sum || frame[8..16] != told.salt {
            return Some(number);
        }
    }
    Some(told.frames)
}

/// SQLite's sum of an even number of words, continued.
fn checksum(words: &[u32], [mut one, mut other]: [u32; 2]) -> [u32; 2] {
    for pair in words.chunks_exact(2) {
        one = one.wrapping_add(pair[0]).wrapping_add(other);
        other = other.wrapping_add(pair[1]).wrapping_add(one);
    }
    [one, other]
}

/// Whether a file was written since the system started; unknown systems say no.
fn is_of_this_boot(path: &Path) -> bool {
    let said = fs::read_to_string("/proc/stat").unwrap_or_default();
    let begun = said.lines().find_map(|line| line.strip_prefix("btime ")?.trim().parse().ok());
    let written = fs::symlink_metadata(path).and_then(|entry| entry.modified()).ok();
    match (begun, written) {
        (Some(begun), Some(written)) => written > UNIX_EPOCH + Duration::from_secs(begun),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Access, Store};
    use super::*;
    use std::path::PathBuf;

    /// What a killed process leaves: a database with a log that was not moved into it, copied while it is open.
    fn killed(folder: &Path) -> PathBuf {
        let database = folder.join("library.db");
        let mut store = Store::open(&database, Access::Write).unwrap();
        for number in 0..20 {
            store.set_setting("number", &number.to_string()).unwrap();
        }
        let copy = folder.join("copy.db");
        for ending in ["", "-wal", "-shm"] {
            fs::copy(folder.join(format!("library.db{ending}")), folder.join(format!("copy.db{ending}")))
                .unwrap();
        }
        copy
    }

    #[test]
    fn a_log_that_lost_its_end_is_known_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let whole = killed(folder.path());
        let log = fs::read(folder.path().join("copy.db-wal")).unwrap();
        let frame = 24 + 16_384;
        let mut flipped = log.clone();
        let at = flipped.len() - frame / 2;
        flipped[at] ^= 1;
        for (what, log, expected) in [
            ("as it was", Some(log.clone()), false),
            ("a frame less", Some(log[..log.len() - frame].to_vec()), true),
            ("half a frame less", Some(log[..log.len() - frame / 2].to_vec()), true),
            ("nothing but its head", Some(log[..32].to_vec()), true),
            ("a bit flipped", Some(flipped), true),
            ("more than is told of", Some([log.clone(), vec![7; frame]].concat()), false),
            ("another log", Some([&log[..16], &[9; 8][..], &log[24..]].concat()), false),
            ("emptied", Some(Vec::new()), cfg!(target_os = "linux")),
            ("removed", None, cfg!(target_os = "linux")),
        ] {
            let path = folder.path().join("copy.db-wal");
            match log {
                Some(log) => fs::write(&path, log).unwrap(),
                None => fs::remove_file(&path).unwrap(),
            }
            assert_eq!(is_log_cut(&whole, Look::AtContent), expected, "{what}");
            let is_seen = expected && what != "a bit flipped";
            assert_eq!(is_log_cut(&whole, Look::AtLength), is_seen, "{what}");
        }
    }

    #[test]
    fn a_library_that_was_closed_or_is_read_only_has_lost_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("library.db");
        assert!(!is_log_cut(&database, Look::AtContent));
        let mut store = Store::open(&database, Access::Write).unwrap();
        store.set_setting("a", "b").unwrap();
        store.settle().unwrap();
        assert!(!is_log_cut(&database, Look::AtContent), "everything is in the database");
        drop(store);
        assert!(!is_log_cut(&database, Look::AtContent));
        fs::write(folder.path().join("library.db-shm"), vec![0; 32768]).unwrap();
        assert!(!is_log_cut(&database, Look::AtContent), "nothing is said");
    }
}
