//! Libraries for the fault bench: how one is made and copied, what is asked of it, and what it must answer.

use super::server::{Server, reply};
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Articles of the library before anything is done to it, of them those of a file, with "report" in their titles, the
/// others of a feed; and of the feed and of another file those that are not in it yet.
pub const BEFORE: u64 = REPORTS + OF_FEED;
pub const REPORTS: u64 = 12;
pub const OF_FEED: u64 = 3;
pub const OF_FILE: u64 = 4;

/// What a command came to.
#[derive(Debug)]
pub struct Outcome {
    /// Its exit status; none where it was killed.
    pub status: Option<i32>,
    pub signal: Option<i32>,
    pub out: String,
    pub err: String,
}

/// What a library holds, as far as the bench asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    pub articles: u64,
    pub bookmarked: u64,
}

/// A folder with a library and files beside it.
pub struct Bed {
    pub folder: PathBuf,
}

impl Bed {
    pub fn library(&self) -> PathBuf {
        self.folder.join("library")
    }

    /// Runs a command on the library.
    pub fn run(&self, arguments: &[String], environment: &[(&str, String)]) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command
            .args(arguments)
            .env("DATELINE_LIBRARY", self.library())
            .env("DATELINE_LOG", self.folder.join("log"))
            .env("TMPDIR", &self.folder)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        let output = command.output().expect("the program");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Outcome {
            status: output.status.code(),
            signal: output.status.signal(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// Runs a command that nothing disturbs.
    pub fn ask(&self, arguments: &[&str]) -> Outcome {
        self.run(&arguments.iter().map(|&argument| argument.to_owned()).collect::<Vec<_>>(), &[])
    }

    /// What the library holds; an error where it does not say.
    pub fn state(&self) -> Result<State, String> {
        let outcome = self.ask(&["stats", "--json"]);
        let stats: serde_json::Value =
            serde_json::from_str(&outcome.out).map_err(|_| format!("stats: {outcome:?}"))?;
        let number = |name: &str| stats[name].as_u64().ok_or(format!("stats without {name}"));
        Ok(State { articles: number("articles")?, bookmarked: number("bookmarked")? })
    }

    /// An error where anything is wrong with the library, or a search finds other articles than there are.
    pub fn is_whole(&self) -> Result<(), String> {
        let articles = self.state()?.articles;
        let found = self.ask(&["find", "harbour", "--json", "--limit", "1000"]);
        let count = found.out.lines().count() as u64;
        if found.status != Some(0) || count != articles {
            return Err(format!("a search finds {count} of {articles} articles: {:?}", found.err));
        }
        // The search has made an index where there was none.
        let checked = self.ask(&["check"]);
        if checked.status != Some(0) {
            return Err(format!("check: {checked:?}"));
        }
        Ok(())
    }
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, into: &Path) {
    fs::create_dir_all(into).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = into.join(entry.file_name());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => copy(&entry.path(), &target),
            Ok(kind) if kind.is_file() => drop(fs::copy(entry.path(), target).expect("a copy")),
            _ => {}
        }
    }
}

/// An article as a line of JSON; every one has the word that the bench searches for.
fn article(number: u64) -> String {
    let text = format!(
        "Ann Example of the Harbour Board said in Oslo on day {number} that boat {} was safe. The harbour opens at {} o'clock.",
        number * 7,
        number % 24
    );
    serde_json::json!({ "title": format!("Report {number}"), "text": text, "published": format!("2024-01-{:02}", number % 28 + 1) })
        .to_string()
}

fn articles(from: u64, count: u64) -> String {
    (from..from + count).map(article).collect::<Vec<_>>().join("\n")
}

/// A feed with articles that the library does not have.
pub fn serve() -> Server {
    Server::new(|asked| {
        let item = |n: u64| {
            format!(
                "<item><title>Quay {n}</title><guid>q{n}</guid><link>https://quay.example/{n}</link>\
                 <description>The harbour of Bergen had {n} ships on Monday, said Bo Reed.</description></item>"
            )
        };
        let items: String = (0..if asked.before == 0 { OF_FEED } else { 2 * OF_FEED })
            .map(item)
            .collect::<Vec<_>>()
            .join("\n");
        let feed = format!("<rss version='2.0'><channel><title>Quay</title>{items}</channel></rss>");
        reply(200, &[("content-type", "application/rss+xml")], feed)
    })
}

/// The library of which every trial gets a copy: articles, an index, a feed that is due, a backup, a bookmark to undo.
pub fn make(folder: &Path, server: &Server) -> Bed {
    let bed = Bed { folder: folder.to_owned() };
    fs::create_dir_all(folder).expect("a folder");
    let (first, more) = (folder.join("first.jsonl"), folder.join("more.jsonl"));
    fs::write(&first, articles(0, REPORTS)).expect("articles");
    fs::write(&more, articles(100, OF_FILE)).expect("articles");
    let list = format!(
        "<opml version='2.0'><body><outline type='rss' text='Quay' xmlUrl='{}'/></body></opml>",
        server.at("/feed")
    );
    fs::write(folder.join("feeds.opml"), list).expect("a list");
    for arguments in [
        &["add", path(&first)][..],
        &["add", path(&folder.join("feeds.opml"))],
        &["backup", path(&folder.join("backup.gz"))],
        &["mark", "bookmark", "harbour title:report"],
        &["find", "harbour"],
    ] {
        let outcome = bed.ask(arguments);
        assert_eq!(outcome.status, Some(0), "{arguments:?}: {outcome:?}");
    }
    bed
}

/// A library of the first schema, with one article.
pub fn make_old(folder: &Path) -> Bed {
    let bed = Bed { folder: folder.to_owned() };
    fs::create_dir_all(bed.library()).expect("a folder");
    let database = rusqlite::Connection::open(bed.library().join("library.db")).expect("a database");
    database.execute_batch(include_str!("../../src/store/migrations/001.sql")).expect("its tables");
    database
        .execute_batch(
            "PRAGMA application_id = 1147237477; PRAGMA user_version = 1;
             INSERT INTO setting VALUES ('library', '0123456789abcdef');
             INSERT INTO article VALUES (1, 1704067200, 1704067200, 1, 1704067200, 2, 1, 1, 0, 'Harbour', NULL);
             INSERT INTO mark VALUES (1, NULL, 1704067200);
             INSERT INTO shelf VALUES (1, 1704067200, 1), (2, 1704067200, 1);
             UPDATE kept SET value = 1 WHERE name IN ('articles', 'unread', 'bookmarked', 'sequence');
             UPDATE kept SET value = 19 WHERE name = 'text_bytes';
             INSERT INTO revision VALUES (1, 1, 1704067200, 0, 'Harbour', NULL, NULL, NULL, x'', CAST('The harbour opened.' AS BLOB));",
        )
        .expect("its rows");
    bed
}

pub fn path(path: &Path) -> &str {
    path.to_str().expect("a plain name")
}
