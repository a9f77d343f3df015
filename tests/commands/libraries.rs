//! States of the library that a command may find: in use, damaged, from a newer version, or missing.

use super::{ARTICLE, Shell, json, outcome};
use dateline::library::Library;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::fs;
use std::io::Read;
use std::process::Stdio;

/// A library with one article.
fn harbour() -> Shell {
    let shell = Shell::new();
    assert_eq!(shell.run(&["add", &shell.write("harbour.txt", ARTICLE)]).0, 0);
    shell
}

#[test]
fn a_library_in_use_is_read_and_whoever_writes_is_named() {
    let shell = harbour();
    let writer = Library::open(&shell.library()).expect("the library");
    for reading in [&["stats"][..], &["find", "harbour"], &["show", "1"], &["names"], &["dossier", "Kerry"]] {
        let (code, out, err) = shell.run(reading);
        assert_eq!((code, err.as_str()), (0, ""), "{reading:?}");
        assert!(!out.is_empty(), "{reading:?}");
    }
    let other = shell.write("other.txt", "Fish became cheaper\n\nPrices of fish fell in Oslo on Thursday.\n");
    let (code, out, err) = shell.run(&["add", &other]);
    assert_eq!((code, out.as_str()), (3, ""));
    let named = format!("another Dateline (process {}) is using this library", std::process::id());
    assert!(err.contains(&named), "{err}");
    drop(writer);
    let reader = Library::open_to_read(&shell.library()).expect("the library");
    assert_eq!(shell.run(&["add", &other]).0, 0, "who only reads keeps nobody from writing");
    assert_eq!(reader.counts().expect("counts").articles, 2);
}

#[test]
fn a_search_makes_its_index_good_first() {
    let shell = harbour();
    let index = shell.library().join("index");
    let others = harbour();
    for harm in ["missing", "junk", "cut off", "empty", "another library's"] {
        match harm {
            "missing" => fs::remove_dir_all(&index).expect("gone"),
            "another library's" => {
                fs::remove_dir_all(&index).expect("gone");
                fs::rename(others.library().join("index"), &index).expect("another index");
            }
            _ => {
                for entry in fs::read_dir(&index).expect("the index").flatten() {
                    let content = fs::read(entry.path()).expect("a file");
                    let content = match harm {
                        "junk" if entry.file_name() == "meta.json" => b"junk".to_vec(),
                        "cut off" if entry.path().extension().is_some_and(|ending| ending == "term") => {
                            content[..content.len() / 2].to_vec()
                        }
                        "empty" => Vec::new(),
                        _ => content,
                    };
                    fs::write(entry.path(), content).expect("a file");
                }
            }
        }
        let (code, out, err) = shell.run(&["find", "harbour", "--json"]);
        assert_eq!((code, err.as_str()), (0, ""), "{harm}");
        assert_eq!(json(&out)["title"], "Harbour to reopen", "{harm}");
        let (_, out, err) = shell.run(&["names", "harbour", "--kind", "person"]);
        assert!(out.contains("John Kerry") && err.is_empty(), "{harm}: {out}{err}");
    }
}

#[test]
fn what_dateline_did_not_make_is_left_alone() {
    let shell = harbour();
    let index = shell.library().join("index");
    fs::remove_dir_all(&index).expect("gone");
    fs::write(&index, "a letter").expect("a file");
    let (code, out, err) = shell.run(&["find", "harbour"]);
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(err.contains("index: this is a file") && err.contains("move it away"), "{err}");
    assert_eq!(fs::read_to_string(&index).expect("the file"), "a letter");
    let folder = shell.path("letters");
    fs::create_dir_all(format!("{folder}/index")).expect("a folder");
    fs::write(format!("{folder}/index/letter.txt"), "dear reader").expect("a letter");
    for arguments in [&["find", "x"][..], &["add", "-"], &["stats"], &["feeds"]] {
        let (code, _, err) = shell.run(&[&["--library", &folder], arguments].concat());
        assert_eq!(code, 3, "{arguments:?}");
        assert!(err.contains("not a Dateline library"), "{err}");
    }
    assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 1);
    assert_eq!(fs::read_dir(format!("{folder}/index")).expect("the folder").count(), 1);
}

/// The first command creates the library, and the others wait for it.
#[test]
fn first_commands_at_once_wait_for_each_other() {
    let shell = Shell::new();
    let article = shell.write("harbour.txt", ARTICLE);
    let commands = [&["add", &article][..], &["stats"], &["find", "harbour"], &["feeds"]];
    let children: Vec<_> = commands
        .iter()
        .cycle()
        .take(8)
        .map(|arguments| {
            let mut command = shell.command(arguments);
            let pipes = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
            pipes.spawn().expect("the program")
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().expect("its end");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_a_failure() {
    let shell = Shell::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
    let status = shell.command(&["--help"]).stdout(full).status().expect("the program");
    assert_eq!(status.code(), Some(1));
}

#[test]
fn an_index_that_somebody_else_is_to_make_is_said_to_be_missing() {
    let shell = harbour();
    let writer = Library::open(&shell.library()).expect("the library");
    fs::remove_dir_all(shell.library().join("index")).expect("gone");
    for (arguments, expected) in [
        (&["find", "harbour"][..], "the search index is incomplete"),
        (&["export", "harbour"], "the search index is incomplete"),
        (&["names", "harbour"], "the search index is incomplete"),
    ] {
        let (code, out, err) = shell.run(arguments);
        assert_eq!((code, out.as_str()), (0, ""), "{arguments:?}");
        assert!(err.contains(expected) && !err.contains("nothing found"), "{err}");
    }
    drop(writer);
}

#[test]
fn a_later_library_is_left_as_it_is() {
    let shell = harbour();
    let database = shell.library().join("library.db");
    let connection = rusqlite::Connection::open(&database).expect("the database");
    connection.pragma_update(None, "user_version", 99).expect("a later version");
    connection
        .execute("UPDATE setting SET value = 99 WHERE name = 'schema'", [])
        .expect("the same in the settings");
    drop(connection);
    let before = fs::read(&database).expect("the database");
    for arguments in
        [&["stats"][..], &["find", "x"], &["show", "1"], &["names"], &["dossier", "x"], &["add", "-"]]
    {
        let (code, out, err) = shell.run(arguments);
        assert_eq!((code, out.as_str()), (3, ""), "{arguments:?}");
        assert!(err.contains("library.db: made by a newer Dateline") && err.contains("update"), "{err}");
    }
    assert_eq!(fs::read(&database).expect("the database"), before);
}

#[test]
fn a_library_that_was_only_begun_is_made() {
    let shell = Shell::new();
    fs::create_dir_all(shell.library()).expect("a folder");
    fs::write(shell.library().join("library.db"), "").expect("a file");
    let (code, out, err) = shell.run(&["stats", "--json"]);
    assert_eq!((code, json(&out)["articles"].as_i64()), (0, Some(0)), "{err}");
}

/// What reaches the terminal of a user who types a malicious name.
#[test]
fn nothing_typed_reaches_a_terminal_raw() {
    let shell = harbour();
    let foreign = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{202e}";
    let folder = shell.path(&format!("library{foreign}"));
    for arguments in [
        &["show", foreign][..],
        &[foreign],
        &["find", &format!("\"{foreign}")],
        &["dossier", foreign],
        &["add", &format!("missing{foreign}")],
        &["--library", &folder, "stats"],
        &["--library", &folder, "stats", "--json"],
    ] {
        let pair = native_pty_system()
            .openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 })
            .expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(arguments);
        command.env("DATELINE_LIBRARY", shell.library());
        command.env("DATELINE_LOG", shell.path("log"));
        let mut child = pair.slave.spawn_command(command).expect("the program");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let mut bytes = Vec::new();
        // The end of a pseudo-terminal is an error on some systems.
        let _ = reader.read_to_end(&mut bytes);
        child.wait().expect("its end");
        let seen = String::from_utf8_lossy(&bytes);
        assert!(!seen.is_empty(), "{arguments:?}");
        for raw in ["\u{1b}[2J", "\u{1b}]", "\u{7}", "\u{202e}"] {
            assert!(!seen.contains(raw), "{arguments:?}: {seen:?}");
        }
    }
}

#[test]
fn what_a_command_changed_the_next_one_undoes() {
    let shell = Shell::new();
    let list =
        shell.write("list.opml", "<opml><outline text='Quay' xmlUrl='https://quay.example/rss'/></opml>");
    shell.run(&["reindex"]);
    let nothing = (1, String::new(), "dateline: there is nothing to undo\n".to_owned());
    assert_eq!(shell.run(&["undo"]), nothing);
    shell.run(&["add", "--no-refresh", &list]);
    shell.run(&["feeds", "rename", "quay", "Harbour"]);
    shell.run(&["feeds", "tag", "harbour", "sea"]);
    let said = |arguments: &[&str]| {
        let (code, out, complaint) = shell.run(arguments);
        assert_eq!((code, complaint.as_str()), (0, ""), "{arguments:?}");
        out
    };
    let list = said(&["undo", "--list"]);
    assert!(
        list.contains("Tagged “Harbour” with sea") && list.contains("Renamed “Quay” to “Harbour”"),
        "{list}"
    );
    assert_eq!(said(&["undo", "2"]), "Undone: the feed has its original name again\n");
    assert_eq!(said(&["undo"]), "Undone: “Harbour” no longer has the tag sea\n");
    assert_eq!(said(&["redo"]), "Redone: “Harbour” has the tag sea again\n");
    let rows: Vec<serde_json::Value> = said(&["undo", "--list", "--json"]).lines().map(json).collect();
    assert_eq!((rows.len(), &rows[0]["undone"], &rows[1]["undone"]), (3, &false.into(), &true.into()));
    let (code, _, complaint) = shell.run(&["undo", "2"]);
    assert_eq!(code, 1);
    assert!(complaint.contains("there is no change 2 to undo"), "{complaint}");
}

#[test]
fn a_library_is_checked_backed_up_restored_and_indexed_anew() {
    let shell = harbour();
    let said = |arguments: &[&str], code: i32| {
        let (got, out, complaint) = shell.run(arguments);
        assert_eq!(got, code, "{arguments:?}: {out}{complaint}");
        out + &complaint
    };
    assert_eq!(said(&["check"], 0), "nothing is wrong: 1 article\n");
    let file = shell.path("copy.db.gz");
    assert!(said(&["backup", &file], 0).starts_with("wrote 1 article to "));
    assert!(said(&["backup", &file], 1).contains("already exists"));
    assert_eq!(said(&["reindex"], 0), "indexed 1 article\n");
    assert!(said(&["compact"], 0).starts_with("the library takes up "));
    fs::remove_file(shell.library().join("library.db")).expect("the database");
    let lost = said(&["find", "harbour"], 3);
    assert!(lost.contains("missing or empty") && lost.contains("move the folder away"), "{lost}");
    assert!(said(&["restore", "--last"], 1).contains("no backup of its own"));
    assert_eq!(said(&["restore", &file], 0), "restored 1 article\n");
    assert!(said(&["restore", &file], 0).contains("replaced-"));
    assert!(said(&["restore", "--last"], 0).starts_with("restored 1 article"));
    assert!(said(&["find", "harbour"], 0).contains("Harbour to reopen"));
}

#[cfg(unix)]
#[test]
fn an_index_that_cannot_be_made_leaves_the_old_one_or_is_said_to_be_missing() {
    let shell = harbour();
    let words = (0..40_000).map(|word| format!("word{word} ")).collect::<Vec<_>>().concat();
    assert_eq!(shell.run(&["add", &shell.write("long.txt", words)]).0, 0);
    // Files of at most 64 KB stand in for a full disk.
    let cramped = |line: &str| {
        let mut command = std::process::Command::new("sh");
        let line = format!("ulimit -f 128; exec \"$0\" {line}");
        command.args(["-c", &line, env!("CARGO_BIN_EXE_dateline")]);
        let (library, log) = (shell.library(), shell.folder.path().join("log"));
        outcome(&command.env("DATELINE_LIBRARY", library).env("DATELINE_LOG", log).output().expect("a shell"))
    };
    let (code, out, err) = cramped("reindex");
    assert_eq!((code, out.as_str()), (3, ""), "{err}");
    assert!(err.contains("the search index stays as it was"), "{err}");
    assert_eq!(shell.run(&["find", "--json", "harbour"]).1.lines().count(), 1);
    let numbers = (0..60_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_string());
    let numbers = numbers.collect::<Vec<_>>().join(" ");
    shell.write("numbers.txt", &numbers);
    let (code, out, err) = cramped(&format!("add {}", shell.path("numbers.txt")));
    assert_eq!(code, 3, "{out}{err}");
    assert!(err.contains("the limit of a file's size is reached"), "{err}");
    fs::remove_dir_all(shell.library().join("index")).expect("gone");
    for line in ["find harbour", "names harbour", "export harbour", "searches"] {
        let (code, out, err) = cramped(line);
        assert_eq!((code, out.as_str()), (3, ""), "{line}: {err}");
        assert!(err.contains("nothing was searched") && !err.contains("nothing found"), "{line}: {err}");
    }
    assert_eq!(cramped("export").1.lines().count(), 2, "what needs no index works");
    assert_eq!(shell.run(&["find", "--json", "harbour"]).1.lines().count(), 1);
}

#[cfg(unix)]
#[test]
fn passwords_that_others_may_read_are_closed_and_that_is_said_once() {
    use std::os::unix::fs::PermissionsExt;
    let shell = harbour();
    let file = shell.library().join("passwords.json");
    fs::write(&file, "{}").expect("written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("a mode");
    let (code, _, err) = shell.run(&["mark", "read", "harbour"]);
    assert!(code == 0 && err.contains("others could read the passwords in"), "{err}");
    assert_eq!(fs::metadata(&file).expect("its mode").permissions().mode() & 0o777, 0o600);
    assert_eq!(shell.run(&["mark", "unread", "harbour"]).2, "");
}

/// While somebody reads an earlier state of the database, the log holds the rewritten one beside it.
#[test]
fn compact_waits_for_those_who_read() {
    let shell = harbour();
    let database = shell.library().join("library.db");
    let reader = rusqlite::Connection::open(&database).expect("the database");
    reader.execute_batch("BEGIN; SELECT count(*) FROM article").expect("a reader");
    let mut compact = shell.command(&["compact"]);
    let compact = compact.stdout(std::process::Stdio::piped()).spawn().expect("the program");
    let log = || fs::metadata(database.with_extension("db-wal")).map_or(0, |log| log.len());
    while log() < fs::metadata(&database).expect("it").len() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    drop(reader);
    let (code, out, err) = outcome(&compact.wait_with_output().expect("its end"));
    assert_eq!((code, log()), (0, 0), "{out}{err}");
}
