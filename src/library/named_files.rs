//! Files that the user names for what leaves a library: none of them is a file of the library, and what is replaced is
//! an earlier file of the same kind.

use super::{Error, Result};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Fails if a file or folder, or what a link of this name leads to, lies in a library's folder.
pub fn must_be_outside(library: &Path, named: &Path) -> Result<()> {
    let Ok(library) = library.canonicalize() else { return Ok(()) };
    if !real(named).starts_with(library) {
        return Ok(());
    }
    let reason = "it would lie in the library's own folder; choose another place".to_owned();
    Err(Error::File { path: named.to_owned(), reason })
}

/// A path without links, as far as it exists.
fn real(named: &Path) -> PathBuf {
    let path = std::path::absolute(named).unwrap_or_else(|_| named.to_owned());
    let there = path.ancestors().find_map(|part| Some((part.canonicalize().ok()?, part)));
    let Some((there, part)) = there else { return path };
    match path.strip_prefix(part) {
        Ok(rest) if !rest.as_os_str().is_empty() => there.join(rest),
        _ => there,
    }
}

/// Writes a text to a file. One that is there, or that a link of this name leads to, is replaced once the new one is whole, if it begins
/// as `beginning` or is empty; others are refused.
pub fn replace(named: &Path, text: &str, beginning: &str) -> Result<io::Result<()>> {
    let refused = |reason: &str| {
        Err(Error::File { path: named.to_owned(), reason: format!("{reason}; choose another place") })
    };
    let path = real(named);
    match fs::metadata(&path) {
        Ok(entry) if entry.is_dir() => return refused("it is a folder"),
        Ok(entry) if !entry.is_file() => return refused("it is no regular file"),
        Ok(entry) if entry.len() > 0 && !begins(&path, beginning) => {
            return refused("it holds something else, and was left as it is");
        }
        _ => {}
    }
    Ok(write_beside(&path, text))
}

fn begins(path: &Path, beginning: &str) -> bool {
    let mut bytes = vec![0; beginning.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut bytes)).is_ok() && bytes == beginning.as_bytes()
}

/// Writes a file beside the one that it replaces, whose permissions it gets; nothing of it is left if that fails.
fn write_beside(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".dateline-");
    // The system takes from them what the user does not want others to have.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    if let Ok(entry) = fs::metadata(path) {
        file.as_file().set_permissions(entry.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn nothing_lies_in_the_library_whatever_leads_there() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("library/index")).unwrap();
        fs::write(at("library/library.db"), "db").unwrap();
        symlink(at("library"), at("way")).unwrap();
        symlink(at("library/library.db"), at("link.json")).unwrap();
        symlink(at("library/lock"), at("nothing.json")).unwrap();
        for name in [
            "library/library.db",
            "library/new.json",
            "library/index/a/b.md",
            "library",
            "way/new",
            "link.json",
        ] {
            assert!(must_be_outside(&at("library"), &at(name)).is_err(), "{name}");
        }
        for name in ["mine.json", "library2/mine.json", "no/such/folder"] {
            assert!(must_be_outside(&at("library"), &at(name)).is_ok(), "{name}");
            assert!(must_be_outside(&at("no library"), &at(name)).is_ok(), "{name}");
        }
        // A link that leads to nothing is itself replaced.
        replace(&at("nothing.json"), "{new", "{").unwrap().unwrap();
        assert!(!at("library/lock").exists() && at("nothing.json").is_file());
    }

    #[test]
    fn an_earlier_file_is_replaced_and_another_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for (name, content) in [("earlier", "{old"), ("empty", ""), ("letter", "dear reader"), ("short", "d")]
        {
            fs::write(at(name), content).unwrap();
        }
        fs::set_permissions(at("earlier"), Permissions::from_mode(0o640)).unwrap();
        symlink(at("earlier"), at("link")).unwrap();
        for (name, is_written) in [
            ("earlier", true),
            ("empty", true),
            ("link", true),
            ("fresh", true),
            ("letter", false),
            ("short", false),
            ("", false),
        ] {
            assert_eq!(replace(&at(name), "{new", "{").is_ok_and(|done| done.is_ok()), is_written, "{name}");
        }
        assert_eq!(fs::read_to_string(at("letter")).unwrap(), "dear reader");
        assert_eq!(fs::metadata(at("earlier")).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(at("link").is_symlink() && fs::read_to_string(at("link")).unwrap() == "{new");
        assert!(replace(&at("no/such"), "{", "{").unwrap().is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 6, "nothing is left beside them");
    }
}
