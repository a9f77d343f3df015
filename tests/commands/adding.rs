//! Adding real-world input: unreadable files, truncated files, unusual bytes.

use super::counts::kept_is_counted;
use super::{ARTICLE, Shell, json, outcome};
use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;
use std::time::Duration;

/// JSON lines, one article each.
fn lines(count: usize) -> String {
    (0..count).fold(String::new(), |mut lines, number| {
        let _ = writeln!(
            lines,
            "{{\"title\": \"Boat {number}\", \"text\": \"Boat {number} came to Bergen with John Kerry and \
             {number} others from Norway.\", \"published\": \"2016-12-15\"}}"
        );
        lines
    })
}

fn packed(content: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).expect("packed");
    encoder.finish().expect("packed")
}

#[cfg(unix)]
#[test]
fn what_nobody_can_read_is_refused_line_by_line_and_the_rest_goes_in() {
    use std::os::unix::fs::symlink;
    let shell = Shell::new();
    let inbox = shell.folder.path().join("inbox");
    fs::create_dir_all(inbox.join("deeper")).expect("a folder");
    let put = |name: &str, content: &[u8]| fs::write(inbox.join(name), content).expect("a file");
    put("a-good.txt", ARTICLE.as_bytes());
    put("b-empty.txt", b"");
    put("c-binary.txt", &(0..=255).cycle().take(9_000).collect::<Vec<u8>>());
    put("d-long.txt", &b"word ".repeat(4 << 20));
    put(
        "e-broken.jsonl",
        b"{\"text\": \"One boat came.\"}\nnot json\n{\"text\": \"Two boats came.\"}\n[3]\n",
    );
    let packed = packed(lines(2000).as_bytes());
    put("f-cut.jsonl.gz", &packed[..packed.len() / 2]);
    put("g\x1b[2J\x1b]0;owned\x07.txt", b"");
    symlink("/not/anywhere.txt", inbox.join("h-dangling.txt")).expect("a link");
    symlink("i-loop.txt", inbox.join("i-loop.txt")).expect("a link");
    symlink("/dev/zero", inbox.join("j-zero.txt")).expect("a link");
    symlink(".", inbox.join("k-circle")).expect("a link");
    put("deeper/l-good.md", b"# Fish became cheaper\n\nPrices of fish fell in Oslo on Thursday.\n");

    let folder = inbox.display().to_string();
    let (code, out, err) = shell.run(&["add", &folder]);
    assert_eq!(code, 1, "{err}");
    assert!(!err.contains(['\x1b', '\x07']), "{err:?}");
    for expected in [
        "b-empty.txt is empty",
        "c-binary.txt is binary data, not text",
        "d-long.txt is longer than 16 MB",
        "e-broken.jsonl line 2 is not JSON at column 2",
        "e-broken.jsonl line 4 is JSON but not an article: it is a number",
        "is truncated here; download or copy it again",
        "g\\u{1b}[2J\\u{1b}]0;owned\\u{7}.txt is empty",
        "h-dangling.txt is a link to something that does not exist",
        "i-loop.txt is a link that leads back to itself",
        "j-zero.txt is a link to something outside the folder",
    ] {
        assert!(err.lines().any(|line| line.contains(expected)), "{expected}: {err}");
    }
    assert!(out.contains("8 files and 2 articles rejected ("), "{out}");
    let known = kept_is_counted(&shell.library());
    assert!((500..2000).contains(&known), "{known}");
    let (_, out, _) = shell.run(&["add", &folder]);
    assert!(out.starts_with("0 articles,"), "{out}");
    assert_eq!(kept_is_counted(&shell.library()), known);
}

#[cfg(target_os = "linux")]
#[test]
fn every_name_can_be_typed() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let shell = Shell::new();
    let path = shell.folder.path().join(OsStr::from_bytes(b"caf\xe9.txt"));
    fs::write(&path, ARTICLE).expect("a file");
    let (code, out, err) = shell.run(&[OsStr::new("add"), path.as_os_str()]);
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with("1 article,"), "{out}");
    let (_, out, _) = shell.run(&["show", "1", "--json"]);
    assert!(json(&out)["sources"].to_string().contains("caf\\\\xe9.txt"), "{out}");
}

#[test]
fn standard_input_is_read_as_it_comes() {
    let shell = Shell::new();
    let stream = |text: &str| format!("{{\"id\": 1, \"text\": \"{text}\"}}\n");
    for text in ["Five boats sank.", "Five boats sank today."] {
        let (code, out, _) = shell.run_with(&["add", "-"], &stream(text));
        assert_eq!((code, out.starts_with("1 article,")), (0, true), "{out}");
    }
    let (code, out, err) = shell.run_with(&["add", "-"], "");
    assert_eq!(code, 1);
    assert!(err.contains("standard input is empty") && out.contains("1 file rejected (empty)"), "{out}{err}");
}

#[test]
fn a_tag_reaches_every_article() {
    let shell = Shell::new();
    let file = shell.write("many.jsonl", lines(1100));
    assert_eq!(shell.run(&["add", &file]).0, 0);
    assert_eq!(shell.run(&["add", "--tag", "boats", &file]).0, 0);
    let (_, out, _) = shell.run(&["find", "tag:boats", "--limit", "5000", "--order", "newest"]);
    assert_eq!(out.lines().count(), 1100);
    let (_, out, err) = shell.run(&["find", "tag:boats", "--limit", "5000"]);
    assert_eq!(out.lines().count(), 1000);
    assert!(err.contains("the best 1,000 of more than 1,000 matches"), "{err}");
    assert_eq!(shell.run(&["add", "--tag", " ", &file]).0, 2);
}

/// If a write fails, here because of a limit on file sizes, what was stored before is reported and intact.
#[cfg(target_os = "linux")]
#[test]
fn a_write_that_fails_leaves_a_whole_library() {
    let shell = Shell::new();
    let file = shell.write("many.jsonl", lines(5_000));
    let limited = "trap '' XFSZ; ulimit -f 4000; exec \"$0\" \"$@\"";
    let mut command = std::process::Command::new("sh");
    command.args(["-c", limited, env!("CARGO_BIN_EXE_dateline"), "add", &file]);
    let output = command
        .env("DATELINE_LIBRARY", shell.library())
        .env("DATELINE_LOG", shell.path("log"))
        .output()
        .expect("the program");
    let (code, out, err) = outcome(&output);
    assert_eq!(code, 3, "{out}{err}");
    assert!(err.contains("library.db: "), "{err}");
    let whole = kept_is_counted(&shell.library());
    let (code, out, _) = shell.run(&["stats", "--json"]);
    assert_eq!((code, json(&out)["articles"].as_i64()), (0, Some(whole)));
    assert!(whole < 5_000);
    let (code, out, err) = shell.run(&["add", &file]);
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(kept_is_counted(&shell.library()), 5_000);
}

/// However it is interrupted, the library is intact, and adding continues where it stopped.
#[cfg(unix)]
#[test]
fn what_is_ended_in_the_middle_leaves_a_whole_library() {
    let shell = Shell::new();
    let count: u32 = 8_000;
    let file = shell.write("many.jsonl", lines(count as usize));
    let mut before = 0;
    for (signal, milliseconds) in [("KILL", 300), ("KILL", 900), ("INT", 700), ("KILL", 1600)] {
        let mut command = shell.command(&["add", &file]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
        std::thread::sleep(Duration::from_millis(milliseconds));
        let number = child.id().to_string();
        // A fast machine may already be done.
        let _ = std::process::Command::new("kill").args(["-s", signal, &number]).output();
        let (code, out, err) = outcome(&child.wait_with_output().expect("its end"));
        if signal == "INT" && code != 0 {
            assert_eq!(code, 1, "{err}");
            assert!(out.contains("stopped, the rest was not added"), "{out}");
        }
        // If it was killed before the library was created, the next command creates it.
        let (code, out, err) = shell.run(&["stats", "--json"]);
        assert_eq!(code, 0, "{err}");
        let whole = kept_is_counted(&shell.library());
        assert_eq!(json(&out)["articles"].as_i64(), Some(whole));
        assert!(whole >= before);
        before = whole;
        let limit = count.to_string();
        let (code, out, err) = shell.run(&["find", "boat", "--order", "newest", "--limit", &limit]);
        let found = i64::try_from(out.lines().count()).expect("a small number");
        assert_eq!((code, found), (0, whole), "{err}");
    }
    assert_eq!(shell.run(&["add", &file]).0, 0);
    assert_eq!(kept_is_counted(&shell.library()), i64::from(count));
}

/// What was added is a step like any other: it can be undone, is listed, and comes back with `redo` or when it is added
/// again. What was deleted stays deleted.
#[test]
fn adding_is_undone_and_redone() {
    let shell = Shell::new();
    let two = shell.write("two.jsonl", "{\"title\": \"Bread\", \"text\": \"Bread became cheaper.\"}\n{\"title\": \"The harbour\", \"text\": \"Ships came to the harbour.\"}");
    let said = |arguments: &[&str]| {
        let (code, out, err) = shell.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {out}{err}");
        out
    };
    let found = |query: &str| shell.run(&["find", "--json", query]).1.lines().count();
    said(&["add", &two]);
    assert_eq!(found("harbour OR bread"), 2);
    assert!(said(&["undo", "--list"]).contains("Added 2 articles"));
    assert_eq!(said(&["undo"]), "Undone: 2 articles are no longer in the library\n");
    assert_eq!(found("harbour OR bread"), 0);
    assert_eq!(said(&["redo"]), "Redone: 2 articles are in the library again\n");
    assert_eq!(found("harbour OR bread"), 2);
    said(&["undo"]);
    let out = said(&["add", &two]);
    assert!(out.contains("2 articles") && !out.contains("already known"), "{out}");
    assert_eq!(found("harbour OR bread"), 2);
    said(&["delete", "bread"]);
    let out = said(&["add", &two]);
    assert!(out.contains("2 already known; 1 of them deleted earlier, and still deleted"), "{out}");
    assert_eq!(found("harbour OR bread"), 1);
    said(&["compact", "--for-good"]);
    let out = said(&["add", &two]);
    assert!(out.ends_with("2 already known; 1 of them deleted for good, and not added again\n"), "{out}");
    let one = shell.write("one.opml", "<opml version='2.0'><body><outline type='rss' text='Quay' xmlUrl='https://quay.example/feed'/></body></opml>");
    said(&["add", "--no-refresh", &one]);
    assert_eq!(said(&["undo"]), "Undone: “Quay” is no longer followed\n");
    said(&["check"]);
}

/// The number of an article that was deleted, or taken out again, is not given to the next one.
#[test]
fn what_was_taken_out_comes_back_beside_what_came_later() {
    for (take_out, back) in [("undo", "redo"), ("delete", "undo")] {
        let shell = Shell::new();
        let file = |name: &str| {
            shell.write(name, format!("{name}\n\nThe ferry {name} came to Bergen with John Kerry."))
        };
        let said = |arguments: &[&str]| {
            let (code, out, err) = shell.run(arguments);
            assert_eq!(code, 0, "{arguments:?}: {out}{err}");
            out
        };
        let found = |query: &str| shell.run(&["find", "--json", query]).1.lines().count();
        said(&["add", &file("first.txt")]);
        said(if take_out == "undo" { &["undo"][..] } else { &["delete", "ferry"] });
        said(&["add", &file("second.txt")]);
        assert_eq!(found("ferry"), 1, "{take_out}");
        let number = if back == "redo" { &["redo", "1"][..] } else { &["undo", "2"] };
        assert!(said(number).contains("library"), "{take_out}");
        assert_eq!(found("ferry"), 2, "{take_out}");
        said(&["check"]);
    }
}

#[test]
fn what_is_told_of_names_is_what_the_library_then_has() {
    let shell = Shell::new();
    let article = |text: &str| {
        serde_json::json!({ "url": "https://quay.example/1", "title": "The quay", "text": text }).to_string()
    };
    let (first, second) = (
        article("Ada Lake spoke in Oslo on Monday. Mrs Lake left early."),
        article("Ben Moor spoke in Turin on Monday. Mr Moor left early."),
    );
    let (_, out, err) = shell.run(&["add", &shell.write("two.jsonl", format!("{first}\n{second}\n"))]);
    let stats = json(&shell.run(&["stats", "--json"]).1);
    let told = format!(
        "1 article, {} person, {} place, 0 organisations; 1 updated\n",
        stats["people"], stats["places"]
    );
    assert_eq!(out, told, "{err}");
}
