//! The commands of the built program: their output and exit statuses.

#![allow(clippy::expect_used, reason = "what a test cannot do without")]

mod adding;
#[cfg(unix)]
mod caring;
mod correcting;
#[path = "../common/counts.rs"]
mod counts;
mod feeds;
#[cfg(unix)]
mod handing_over;
mod libraries;
mod marking;
mod noting;
mod querying;
#[cfg(unix)]
mod read_only;
mod refusing;
mod settings;
#[cfg(unix)]
mod suspended;
// On other platforms the trusted roots do not come from a file.
#[cfg(target_os = "linux")]
mod secure;

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const ARTICLE: &str = "Harbour to reopen\n\nBy Ann Example\n\nThe northern harbour of Bergen will reopen on Thursday, said \
    John Kerry, who had come from Norway with a delegation.\n\n“We have checked every chain,” Kerry told reporters in \
    Bergen on Monday, a week after the storm.\n";

/// A library in a temporary folder, and the program on it.
struct Shell {
    folder: tempfile::TempDir,
}

impl Shell {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.folder.path().join(name), content).expect("a file");
        self.path(name)
    }

    fn library(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    fn command(&self, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command
            .args(arguments)
            .env("DATELINE_LIBRARY", self.library())
            .env("DATELINE_LOG", self.folder.path().join("log"));
        command
    }

    /// Exit status, standard output and standard error.
    fn run(&self, arguments: &[impl AsRef<OsStr>]) -> (i32, String, String) {
        outcome(&self.command(arguments).stdin(Stdio::null()).output().expect("the program"))
    }

    fn run_with(&self, arguments: &[&str], input: &str) -> (i32, String, String) {
        let mut command = self.command(arguments);
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().expect("the program");
        child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("written");
        outcome(&child.wait_with_output().expect("its end"))
    }
}

fn outcome(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

fn json(line: &str) -> serde_json::Value {
    serde_json::from_str(line).expect("JSON")
}

#[test]
fn an_article_goes_in_and_is_found_shown_and_known() {
    let shell = Shell::new();
    let (code, out, _) = shell.run(&["add", &shell.write("harbour.txt", ARTICLE)]);
    assert_eq!(code, 0);
    assert!(out.starts_with("1 article, "), "{out}");
    let (code, out, _) = shell.run(&["add", &shell.path("harbour.txt")]);
    assert_eq!((code, out.contains("0 articles") && out.contains("1 already known")), (0, true), "{out}");

    let (code, out, _) = shell.run(&["find", "--json", "harbour"]);
    let found = json(&out);
    assert_eq!((code, found["title"].as_str()), (0, Some("Harbour to reopen")));
    assert_eq!(found["unread"], true);

    let id = found["id"].to_string();
    let (_, out, _) = shell.run(&["show", &id]);
    assert!(out.starts_with("Harbour to reopen\nAnn Example\n\nThe northern harbour"), "{out}");
    let (_, out, _) = shell.run(&["show", &id, "--json"]);
    assert_eq!(json(&out)["text"].as_str().map(|text| text.split("\n\n").count()), Some(2));

    let (code, out, _) = shell.run(&["dossier", "Kerry", "--json"]);
    assert_eq!((code, json(&out)["name"].as_str()), (0, Some("John Kerry")));
    let (_, out, _) = shell.run(&["names", "--kind", "place", "--json"]);
    assert!(out.lines().any(|line| json(line)["name"] == "Bergen"), "{out}");
    let (_, out, _) = shell.run(&["stats", "--json"]);
    assert_eq!(json(&out)["articles"], 1);
}

#[test]
fn exit_statuses_say_how_it_went() {
    let shell = Shell::new();
    let good = shell.write("good.txt", ARTICLE);
    let empty = shell.write("empty.txt", "");
    for (arguments, expected, says) in [
        (vec!["keys"], 0, ""),
        (vec!["find", "nothing"], 0, "nothing found"),
        (vec!["find", "-harbour", "--limit", "3"], 0, "nothing found"),
        (vec!["find", "after:2016-13"], 1, "character 7: 2016-13 is not a date; write 2016"),
        (
            vec!["names", "harbour", "is:starred"],
            1,
            "character 12: is:starred is not a state; write is:unread",
        ),
        (vec!["add", &good, &empty], 1, "empty.txt is empty"),
        (vec!["add", "http://127.0.0.1:1/"], 1, "was not fetched"),
        (vec!["refresh", "nobody"], 1, "no feed matches"),
        (vec!["refresh", "--all", "nobody"], 2, "cannot be used with"),
        (vec!["dossier", "Nobody", "Here"], 1, "no article names “Nobody Here”"),
        (vec!["show", "999"], 1, "no article 999"),
        (vec!["inspect", &empty], 1, ""),
        (vec!["show", "twelve"], 2, "invalid value"),
        (vec!["fly"], 2, "unrecognized subcommand"),
        (vec![], 2, "the screen needs a terminal"),
        (vec!["--library", &good, "stats"], 3, "good.txt"),
    ] {
        let (code, _, err) = shell.run(&arguments);
        assert_eq!(code, expected, "{arguments:?}: {err}");
        assert!(err.contains(says), "{arguments:?}: {err}");
    }
}

#[test]
fn every_command_explains_itself() {
    let shell = Shell::new();
    for command in ["add", "find", "show", "names", "dossier", "feeds", "refresh", "inspect", "stats", "keys"]
    {
        let (code, out, _) = shell.run(&[command, "--help"]);
        assert_eq!(code, 0, "{command}");
        assert!(out.contains("Examples:") && out.contains("--library"), "{command}: {out}");
    }
}

#[test]
fn inspect_stores_nothing_and_keeps_documents_in_order() {
    let shell = Shell::new();
    let lines = "{\"id\": \"a\", \"text\": \"é. John Kerry slept.\", \"mentions\": [{\"start\": 3, \"end\": 13, \"kind\": \"person\"}]}\n\
        {\"id\": \"b\", \"text\": \"Kerry\u{2028}slept.\", \"mentions\": [{\"start\": 0, \"end\": 5, \"kind\": \"person\"}]}\n";
    let (code, out, _) = shell.run_with(&["inspect", "--as", "documents", "-"], lines);
    let documents: Vec<serde_json::Value> =
        out.split('\n').filter(|line| !line.is_empty()).map(json).collect();
    assert_eq!((code, documents.len()), (0, 2));
    assert_eq!((&documents[0]["id"], &documents[1]["id"]), (&"a".into(), &"b".into()));
    assert_eq!(documents[0]["mentions"][0]["start"], 3);
    assert_eq!(documents[0]["mentions"][0]["text"], "John Kerry");
    assert_eq!(documents[1]["mentions"][0]["text"], "Kerry");
    let lines = "{\"id\": 1, \"text\": \"x\"}\nnot json\n{\"id\": 3, \"text\": \"y\"}\n";
    let (code, out, _) = shell.run_with(&["inspect", "--as", "documents", "-"], lines);
    let documents: Vec<serde_json::Value> = out.lines().map(json).collect();
    assert_eq!((code, documents.len()), (1, 3));
    assert!(documents[1]["error"].as_str().is_some_and(|error| error.starts_with("line 2: is not JSON")));
    let (_, out, _) = shell.run_with(&["inspect", "-"], ARTICLE);
    assert_eq!(json(&out)["byline"], "Ann Example");
    let front =
        "<html><head><link rel=alternate type=application/rss+xml href=/feed></head><body></body></html>";
    let (code, out, _) =
        shell.run_with(&["inspect", "--as", "page", "--url", "https://example.org/", "-"], front);
    assert_eq!((code, &json(&out)["feeds"][0]), (0, &"https://example.org/feed".into()));
    assert!(!Path::new(&shell.path("library")).exists());
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let shell = Shell::new();
    let lines = "{\"id\": 1, \"text\": \"x\"}\n".repeat(50_000);
    let file = shell.write("many.jsonl", lines);
    let mut command = shell.command(&["inspect", "--as", "documents", &file]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
    drop(child.stdout.take());
    let (code, _, err) = outcome(&child.wait_with_output().expect("its end"));
    assert_eq!((code, err.as_str()), (0, ""));
}

#[test]
fn nothing_foreign_reaches_the_output_raw() {
    let shell = Shell::new();
    let hostile = "\x1b[2JHarbour \x1b]0;owned\x07reopens\n\nThe \u{202e}harbour\x1b[31m of Bergen reopens on Thursday.\n";
    let (_, _, err) = shell.run(&["add", &shell.write("hostile\x1b[2J.txt", hostile)]);
    assert!(!err.contains('\x1b'), "{err:?}");
    for arguments in [&["find", "harbour"][..], &["show", "1"], &["show", "1", "--markdown"], &["names"]] {
        let (_, out, err) = shell.run(arguments);
        assert!(!(out + &err).contains(['\x1b', '\x07', '\u{202e}']), "{arguments:?}");
    }
    let (_, _, err) = shell.run(&["add", &shell.path("missing\x1b[2J.txt")]);
    assert!(!err.contains('\x1b'), "{err:?}");
}
