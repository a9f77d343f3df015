//! Which files in a folder an index created: no others are ever deleted.

use std::fs;
use std::io;
use std::path::Path;

/// The files that every index has besides its segments.
const FIXED: [&str; 4] = ["meta.json", ".managed.json", ".tantivy-writer.lock", ".tantivy-meta.lock"];

/// The extensions of a segment's files.
const ENDINGS: [&str; 9] = ["term", "pos", "idx", "fast", "fieldnorm", "store", "temp", "del", "lock"];

/// Whether an index creates files with this name.
pub fn is_own(name: &str) -> bool {
    if FIXED.contains(&name) {
        return true;
    }
    // Left over from a write when the program was killed.
    if let Some(random) = name.strip_prefix(".tmp") {
        return !random.is_empty() && random.bytes().all(|byte| byte.is_ascii_alphanumeric());
    }
    // 32 hexadecimal digits, possibly the number of a change, and an extension: `0a1b….17.del`.
    let mut parts = name.split('.');
    let is_part = parts
        .next()
        .is_some_and(|first| first.len() == 32 && first.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let rest: Vec<&str> = parts.collect();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match rest.as_slice() {
        [ending] => is_part && ENDINGS.contains(ending),
        [number, ending] => is_part && is_number(number) && ENDINGS.contains(ending),
        _ => false,
    }
}

/// Deletes what an index created in a folder, and leaves the rest.
pub(super) fn clear(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // The type of the entry itself: a symbolic link is not a file.
        if entry.file_type()?.is_file() && entry.file_name().to_str().is_some_and(is_own) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_own_files_are_known_by_their_names() {
        let part = "0123456789abcdef0123456789ABCDEF";
        for name in ["meta.json", ".managed.json", ".tantivy-writer.lock", ".tmpA1b2C3"] {
            assert!(is_own(name), "{name}");
        }
        for ending in ["term", "pos", "idx", "fast", "fieldnorm", "store", "17.del"] {
            assert!(is_own(&format!("{part}.{ending}")), "{ending}");
        }
        for name in [
            "",
            "letter.txt",
            "Meta.json",
            ".tmp",
            ".tmp-notes",
            ".tmp.txt",
            "0123.term",
            &format!("{part}.txt"),
            &format!("{part}.a.del"),
            &format!("{part}.1.2.del"),
            part,
        ] {
            assert!(!is_own(name), "{name}");
        }
    }

    #[test]
    fn an_index_that_was_written_is_cleared_whole_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        drop(super::super::Index::create(folder.path(), "a library").unwrap());
        let own: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert!(own.len() > 1 && own.iter().all(|name| is_own(name)), "{own:?}");
        let letter = folder.path().join("letter.txt");
        fs::write(&letter, "mine").unwrap();
        clear(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(fs::read_to_string(letter).unwrap(), "mine");
    }
}
