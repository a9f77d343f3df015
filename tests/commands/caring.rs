//! What commands write, and what they say, where files are in the way, too small, damaged or not theirs.

use super::{ARTICLE, Shell, outcome};
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::Command;

fn harbour() -> Shell {
    let shell = Shell::new();
    assert_eq!(shell.run(&["add", &shell.write("harbour.txt", ARTICLE)]).0, 0);
    shell
}

/// Runs the program by a line of a shell in which it is `$0`.
fn by_shell(shell: &Shell, line: &str) -> (i32, String, String) {
    let mut command = Command::new("sh");
    command.args(["-c", line, env!("CARGO_BIN_EXE_dateline")]).current_dir(shell.folder.path());
    let (library, log) = (shell.library(), shell.folder.path().join("log"));
    outcome(&command.env("DATELINE_LIBRARY", library).env("DATELINE_LOG", log).output().expect("a shell"))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn what_leaves_a_library_never_takes_the_place_of_its_files() {
    let shell = harbour();
    let library = shell.library();
    let at = |name: &str| library.join(name).display().to_string();
    std::os::unix::fs::symlink(library.join("library.db"), shell.folder.path().join("link.json"))
        .expect("a link");
    let letter = shell.write("letter.txt", "dear reader");
    let before = names(&library);
    let (database, lock, new) = (at("library.db"), at("lock"), at("library.db-journal"));
    for arguments in [
        &["export", "--mine", &database][..],
        &["export", "--mine", &lock],
        &["export", "--mine", &new],
        &["export", "--mine", &shell.path("link.json")],
        &["export", "--markdown", &at("index")],
        &["export", "--mine", &letter],
        &["export", "--mine", "/dev/null"],
        &["backup", &new],
        &["backup", &at("backups/mine.db.gz")],
    ] {
        let (code, out, err) = shell.run(arguments);
        assert_eq!((code, out.as_str()), (1, ""), "{arguments:?}: {err}");
        assert!(err.contains("choose another place"), "{arguments:?}: {err}");
    }
    assert_eq!(names(&library), before);
    assert_eq!(fs::read_to_string(&letter).expect("the letter"), "dear reader");
    let mine = shell.path("mine.json");
    for _ in 0..2 {
        assert_eq!(shell.run(&["export", "--mine", &mine]).0, 0);
    }
    assert_eq!(
        names(shell.folder.path()),
        ["harbour.txt", "letter.txt", "library", "link.json", "log", "mine.json"]
    );
    assert_eq!(shell.run(&["check"]).1, "nothing is wrong: 1 article\n");
}

#[test]
fn a_log_that_cannot_be_written_is_no_trouble() {
    let shell = harbour();
    let file = shell.write("no-folder", "");
    for line in [
        format!("\"$0\" mark read harbour --config {file}.toml 2>&1"),
        "\"$0\" find harbour 2>&-".to_owned(),
        "\"$0\" show 99 2>&-; test $? = 1".to_owned(),
    ] {
        let (code, out, err) = by_shell(&shell, &format!("export DATELINE_LOG={file}; {line}"));
        assert_eq!(code, 0, "{line}: {out}{err}");
        assert!(!out.contains("tracing") && !out.contains("Unable to write"), "{out}");
    }
}

#[test]
fn a_restore_without_room_leaves_the_library_as_it_was() {
    let shell = harbour();
    assert_eq!(shell.run(&["backup", &shell.path("copy.gz")]).0, 0);
    let numbers = (0..60_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_string());
    shell.write("numbers.txt", numbers.collect::<Vec<_>>().join(" "));
    assert_eq!(shell.run(&["add", &shell.path("numbers.txt")]).0, 0);
    let whole = fs::metadata(shell.library().join("library.db")).expect("it").len();
    for blocks in (1..).map(|step| step * 128).take_while(|blocks| blocks * 512 < whole) {
        let (code, out, err) = by_shell(&shell, &format!("ulimit -f {blocks}; exec \"$0\" restore copy.gz"));
        if code != 0 {
            assert_eq!((code, out.as_str()), (3, ""), "{blocks}: {err}");
            let left = names(&shell.library());
            assert!(
                !left.iter().any(|name| name.contains("damaged") || name.contains("restored")),
                "{blocks}: {left:?}"
            );
            assert_eq!(shell.run(&["check"]).1, "nothing is wrong: 2 articles\n", "{blocks}");
            continue;
        }
        assert!(out.contains("replaced-"), "{blocks}: {out}");
        assert_eq!(shell.run(&["restore", "--last"]).0, 0);
    }
    assert_eq!(shell.run(&["restore", &shell.path("copy.gz")]).0, 0);
    assert!(shell.run(&["check"]).1.starts_with("nothing is wrong: 1 article"));
}

#[test]
fn a_damaged_header_is_repaired_first() {
    let shell = harbour();
    let database = shell.library().join("library.db");
    let mut file = fs::OpenOptions::new().write(true).open(&database).expect("the database");
    file.write_all(&[7; 64]).expect("damaged");
    let (code, _, err) = shell.run(&["find", "harbour"]);
    let repair = err.find("`dateline check --repair`").expect("it is offered");
    assert!(
        code == 3 && err.find("`dateline restore FILE`").is_some_and(|restore| restore > repair),
        "{err}"
    );
    let (code, out, err) = shell.run(&["check", "--repair"]);
    assert_eq!((code, out.as_str()), (0, "nothing is wrong: 1 article\n"), "{err}");
    let left = names(&shell.library());
    assert!(!left.iter().any(|name| name.contains("header")), "{left:?}");
}

#[test]
fn a_text_that_only_a_backup_has_is_not_to_be_repaired() {
    let shell = harbour();
    let connection = rusqlite::Connection::open(shell.library().join("library.db")).expect("the database");
    connection.execute("UPDATE revision SET text = x'00'", []).expect("a damaged text");
    drop(connection);
    for arguments in [&["check"][..], &["check", "--repair"]] {
        let (code, out, err) = shell.run(arguments);
        assert!(code == 1 && out.contains("article 1 cannot be read"), "{arguments:?}: {out}{err}");
        assert!(err.contains("there is no backup") && !err.contains("--repair"), "{arguments:?}: {err}");
    }
}

/// A killed process leaves a log; a bit of it flips; a command that only reads comes first.
#[test]
fn a_reading_command_tells_of_a_damaged_log() {
    for first in [&["stats"][..], &["config"], &["find", "harbour"]] {
        let shell = harbour();
        let database = shell.library().join("library.db");
        let copy = shell.folder.path().join("copy");
        fs::create_dir(&copy).expect("a folder");
        let writer = rusqlite::Connection::open(&database).expect("the database");
        for number in 0..3 {
            writer
                .execute("INSERT INTO setting VALUES (?1, ?1)", [format!("number-{number}")])
                .expect("written");
        }
        // As it is while it is open.
        for ending in ["", "-wal", "-shm"] {
            let name = format!("library.db{ending}");
            fs::copy(shell.library().join(&name), copy.join(&name)).expect("a copy");
        }
        drop(writer);
        for ending in ["", "-wal", "-shm"] {
            let name = format!("library.db{ending}");
            fs::copy(copy.join(&name), shell.library().join(&name)).expect("put back");
        }
        let log = shell.library().join("library.db-wal");
        let length = fs::metadata(&log).expect("a log").len();
        let mut file = fs::OpenOptions::new().write(true).open(&log).expect("the log");
        file.seek(SeekFrom::Start(length - 9)).and_then(|_| file.write_all(&[0xa5])).expect("damaged");
        let (code, _, err) = shell.run(first);
        assert!(code == 0 && err.contains("library.db-wal is missing or damaged"), "{first:?}: {err}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_was_done_is_said_where_the_result_cannot_be_written() {
    let shell = harbour();
    let (code, _, err) = by_shell(&shell, "\"$0\" mark read harbour > /dev/full");
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("It was done all the same: Marked “Harbour to reopen” read"), "{err}");
    assert_eq!(by_shell(&shell, "\"$0\" find harbour > /dev/full").0, 3, "nothing was done");
    assert_eq!(shell.run(&["find", "--json", "is:read"]).1.lines().count(), 1);
}

#[test]
fn what_was_typed_is_repeated_briefly() {
    let shell = harbour();
    let long = "x".repeat(100_000);
    for arguments in [
        &["add", &long][..],
        &["show", &long],
        &["mark", &long, "harbour"],
        &["dossier", &long],
        &["correct", "rename", &long, "Harbour"],
        &["restore", &long],
        &["backup", &long],
        &["refresh", &long],
        &["export", "--mine", &long],
        &["import", &long],
        &[&long],
    ] {
        let (code, out, err) = shell.run(arguments);
        assert!(
            code != 0 && (out.len() + err.len()) < 4_000,
            "{:?}: {} bytes",
            &arguments[0][..5.min(arguments[0].len())],
            err.len()
        );
    }
}

#[test]
fn a_date_that_cannot_be_read_and_junk_are_told() {
    let shell = harbour();
    let lines = [
        r#"{"title": "One", "text": "The ferry came.", "published": "soonish"}"#,
        r#"{"title": "Two", "text": "The ferry went.", "published": 1700000000}"#,
        r#"{"title": "Three", "text": "The ferry sank.", "published": "2016-12-15"}"#,
        r#"{"title": "Four", "text": "No ferry came.", "published": null}"#,
    ];
    let (code, out, err) = shell.run(&["add", &shell.write("lines.jsonl", lines.join("\n"))]);
    assert!(code == 0 && out.contains("; 2 dates could not be read (`published` takes"), "{out}{err}");
    let (code, _, err) = shell.run(&["import", &shell.write("broken.json", "{\"format\": ")]);
    assert!(code == 1 && err.contains("`dateline export --mine FILE` writes one"), "{err}");
    for junk in [&b"{\"https://x.example/\": "[..], b"\xff\xfe\x00"] {
        let file = shell.library().join("passwords.json");
        fs::write(&file, junk).expect("junk");
        let (code, _, err) = shell.run(&["add", "--no-refresh", "http://me:secret@127.0.0.1:1/feed"]);
        assert!(code == 1 && err.contains("passwords.json: the passwords in it cannot be read"), "{err}");
        assert_eq!(fs::read(&file).expect("it"), junk, "it is not written over");
    }
}

#[test]
fn what_was_added_and_taken_out_again_leaves_nothing_to_export() {
    let shell = harbour();
    let other = shell.write("tide.txt", ARTICLE.replace("harbour", "tide"));
    let before = shell.run(&["export", "--mine", "-"]);
    assert_eq!(before.0, 0, "{}", before.2);
    for arguments in [&["add", "--tag", "sea", &other][..], &["undo"], &["check"]] {
        assert_eq!(shell.run(arguments).0, 0, "{arguments:?}");
    }
    let (code, out, err) = shell.run(&["export", "--mine", "-"]);
    assert_eq!((code, out), (0, before.1), "{err}");
}
