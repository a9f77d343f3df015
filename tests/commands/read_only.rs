//! Libraries that are only read: on a disk or with permissions that forbid it, somebody else's, or anybody's.

use super::{ARTICLE, Shell};
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

/// What reading commands must do as ever, and what writing ones must refuse.
const READING: [&[&str]; 8] = [
    &["find", "harbour"],
    &["show", "1"],
    &["names"],
    &["dossier", "Kerry"],
    &["stats"],
    &["feeds"],
    &["undo", "--list"],
    &["check"],
];

/// A library with an article and an index.
fn harbour() -> Shell {
    let shell = Shell::new();
    assert_eq!(shell.run(&["add", &shell.write("harbour.txt", ARTICLE)]).0, 0);
    assert_eq!(shell.run(&["find", "harbour"]).0, 0);
    shell
}

/// All files below a folder, with their contents.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        match entry.path() {
            path if path.is_dir() => found.extend(contents(&path)),
            path => found.push((path.display().to_string(), fs::read(&path).expect("a file"))),
        }
    }
    found.sort();
    found
}

fn is_only_read(shell: &Shell, banner: &str, expected: &str) {
    let before = contents(&shell.library());
    for arguments in READING {
        let (code, out, err) = shell.run(arguments);
        assert_eq!(code, 0, "{banner}: {arguments:?}: {err}");
        assert!(err.contains(banner) && err.contains(expected), "{arguments:?}: {err}");
        assert_eq!(err.matches("read-only").count(), 1, "said once: {arguments:?}");
        assert!(!out.is_empty() || ["feeds", "undo"].contains(&arguments[0]), "{banner}: {arguments:?}");
    }
    let _ = fs::remove_file(shell.path("copy.gz"));
    for arguments in
        [&["backup", &shell.path("copy.gz")][..], &["export", "--mine", &shell.path("mine.json")]]
    {
        let (code, _, err) = shell.run(arguments);
        assert_eq!(code, 0, "{banner}: {arguments:?}: {err}");
    }
    let restored = shell.run(&["--library", &shell.path("another"), "restore", &shell.path("copy.gz")]);
    assert_eq!(restored.1, "restored 1 article\n", "{banner}: {}", restored.2);
    fs::remove_dir_all(shell.path("another")).expect("gone");
    let other = shell.write("other.txt", "Fish became cheaper\n\nPrices of fish fell in Oslo on Thursday.\n");
    for arguments in [&["add", &other][..], &["refresh"], &["undo"], &["reindex"], &["check", "--repair"]] {
        let (code, _, err) = shell.run(arguments);
        assert_eq!(code, 3, "{banner}: {arguments:?}: {err}");
        assert!(err.contains(banner), "{arguments:?}: {err}");
    }
    assert_eq!(contents(&shell.library()), before, "{banner}");
}

/// Where no index can be made, a search does not claim that there is nothing.
#[test]
fn what_cannot_be_searched_is_said() {
    let shell = harbour();
    fs::remove_dir_all(shell.library().join("index")).expect("gone");
    fs::set_permissions(shell.library(), Permissions::from_mode(0o702)).expect("a mode");
    let (code, out, err) = shell.run(&["find", "harbour"]);
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(err.contains("no search index") && !err.contains("nothing found"), "{err}");
}

#[test]
fn what_any_user_may_write_is_only_read() {
    let shell = harbour();
    for name in ["library.db", "lock", "index", ""] {
        let path = shell.library().join(name);
        let mode = fs::metadata(&path).expect("its mode").mode();
        fs::set_permissions(&path, Permissions::from_mode(mode | 0o002)).expect("a mode");
        let (code, _, err) = shell.run(&["stats"]);
        assert!(code == 0 && err.contains("read-only: any user may write to this library"), "{name}: {err}");
        fs::set_permissions(&path, Permissions::from_mode(mode)).expect("a mode");
    }
    assert_eq!(shell.run(&["stats"]).2, "");
    fs::set_permissions(shell.library(), Permissions::from_mode(0o702)).expect("a mode");
    is_only_read(&shell, "read-only: any user may write to this library", "chmod -R o-w ");
}

/// Only the system's own user can give a file to another, so that elsewhere there is nothing to try.
#[test]
fn what_belongs_to_another_user_is_only_read() {
    const ANOTHER: u32 = 54_321;
    let shell = harbour();
    let given = std::os::unix::fs::chown(shell.library(), Some(ANOTHER), None);
    if given.is_err() {
        println!("skipped: a file can be given away by the system's user alone");
        return;
    }
    is_only_read(&shell, "read-only: the library belongs to another user", "sudo chown -R \"$USER\" ");
}

/// To the system's own user everything is permitted.
#[test]
fn what_may_not_be_written_is_only_read() {
    let shell = harbour();
    for (name, mode) in [("index", 0o500), ("library.db", 0o400), ("lock", 0o400), ("", 0o500)] {
        fs::set_permissions(shell.library().join(name), Permissions::from_mode(mode)).expect("a mode");
    }
    let probe = fs::OpenOptions::new().write(true).open(shell.library().join("lock"));
    if probe.is_ok() {
        println!("skipped: this user may write anything");
    } else {
        is_only_read(&shell, "read-only: you may not write to this library", "chmod -R u+w '");
    }
    fs::set_permissions(shell.library(), Permissions::from_mode(0o700)).expect("a mode");
}
