//! Project rules that a test can check: which module may use which, which words are restricted, and the maximum
//! length of a file.

#![allow(clippy::expect_used, reason = "what a test cannot do without")]

#[path = "architecture/cycles.rs"]
mod cycles;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Each module, and which of our modules it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("text", &["model"]),
    ("query", &["model", "text"]),
    ("extract", &["model", "text"]),
    ("feeds", &["model", "text", "extract"]),
    ("fetch", &["model", "text"]),
    ("sync", &["model", "text", "feeds", "fetch"]),
    ("gazetteer", &["model", "text"]),
    ("map", &["text"]),
    ("entities", &["model", "text", "gazetteer"]),
    ("store", &["model", "text"]),
    ("index", &["model", "text", "query"]),
    (
        "library",
        &[
            "model",
            "text",
            "query",
            "extract",
            "feeds",
            "fetch",
            "sync",
            "gazetteer",
            "entities",
            "store",
            "index",
            "logging",
        ],
    ),
    ("export", &["model", "text"]),
    ("handoff", &["library"]),
    ("logging", &[]),
    ("config", &[]),
    ("app", &["map", "config", "model", "text"]),
    ("ui", &["app", "map", "model", "text"]),
    ("runtime", &["app", "ui", "library", "handoff", "config", "logging", "model", "text", "export"]),
    (
        "cli",
        &[
            "export",
            "app",
            "config",
            "runtime",
            "library",
            "handoff",
            "extract",
            "feeds",
            "fetch",
            "gazetteer",
            "logging",
            "entities",
            "model",
            "text",
        ],
    ),
];

/// Words that only some modules may use.
const ONLY: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("tantivy", &["index"]),
    ("crossterm", &["runtime"]),
    ("ureq", &["fetch"]),
    // A thread that waits for a server's connection cannot be interrupted: cancelling a fetch abandons it.
    ("thread::spawn", &["runtime", "fetch"]),
    ("Builder::new().name", &["runtime", "fetch", "handoff"]),
    ("println!", &["cli"]),
    ("eprintln!", &["cli"]),
    ("SystemTime::now", &["runtime", "cli", "library"]),
    ("Instant::now", &["runtime", "cli", "library", "fetch"]),
    ("std::fs", &["store", "index", "library", "handoff", "logging", "runtime", "cli"]),
    // Proxies are configured in the environment, and so may be passwords of accounts.
    ("std::env", &["runtime", "cli", "fetch", "handoff", "library"]),
    ("tracing_subscriber", &["logging"]),
    ("ratatui::Frame", &["ui"]),
    ("static mut", &[]),
    ("thread_local!", &[]),
    ("cfg(not(test))", &[]),
];

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of sources").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source file");
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

/// The module of a source file; `lib.rs` and the programs belong to none.
fn module(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).ok()?;
    let first = inside.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
    (!matches!(first.as_str(), "lib" | "main" | "bin")).then_some(first)
}

/// A source file without its tests and comments: the rules apply to the program.
fn program(text: &str) -> String {
    let end = text.find("#[cfg(test)]").unwrap_or(text.len());
    let code = |line: &&str| !line.trim_start().starts_with("//");
    text[..end].lines().filter(code).collect::<Vec<_>>().join("\n")
}

fn used_modules(code: &str) -> Vec<String> {
    let names = MAY_USE.iter().map(|(name, _)| *name);
    let says = |name: &&str| {
        code.contains(&format!("crate::{name}::"))
            || code.contains(&format!("use crate::{name};"))
            || code.contains(&format!("dateline::{name}::"))
    };
    let mut used: Vec<String> = names.filter(says).map(str::to_owned).collect();
    // `use crate::{model::Span, text}` names modules in braces.
    for group in code.split("use crate::{").skip(1) {
        let group = group.split('}').next().unwrap_or("");
        used.extend(group.split(',').filter_map(|part| part.trim().split("::").next()).map(str::to_owned));
    }
    used
}

#[test]
fn modules_depend_in_one_direction() {
    let mut faults = Vec::new();
    for (path, text) in sources("src") {
        let Some(own) = module(&path) else { continue };
        let Some((_, may)) = MAY_USE.iter().find(|(name, _)| *name == own) else {
            faults.push(format!("{}: module {own} is in no row of the table", path.display()));
            continue;
        };
        for used in used_modules(&program(&text)) {
            if used != own && !may.contains(&used.as_str()) {
                faults.push(format!("{}: {own} must not use {used}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn only_some_may_say_it() {
    let mut faults = Vec::new();
    for (path, text) in sources("src") {
        let own = module(&path).unwrap_or_else(|| "main".into());
        let code = program(&text);
        for (word, allowed) in ONLY {
            if code.contains(word) && !allowed.contains(&own.as_str()) {
                faults.push(format!("{}: {own} must not say {word}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_files_go_round_in_circles() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files: Vec<(String, String)> = sources("src")
        .into_iter()
        .filter(|(path, _)| !path.ends_with("main.rs") && !path.starts_with(folder.join("bin")))
        .map(|(path, text)| {
            let inside = path.strip_prefix(&folder).expect("a path in src");
            (inside.to_string_lossy().replace('\\', "/"), program(&text))
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let found = cycles::cycles(&files);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_map_of_modules_is_the_one_in_the_documentation() {
    let map =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("lib.rs");
    for (module, _) in MAY_USE {
        assert!(map.contains(&format!("`{module}`")), "src/lib.rs does not speak of {module}");
        assert!(map.contains(&format!("pub mod {module};")), "src/lib.rs does not declare {module}");
    }
}

#[test]
fn files_say_what_they_are_for_and_stay_readable() {
    let mut faults = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for (path, text) in sources(folder) {
            if !text.starts_with("//!") {
                faults.push(format!("{}: does not open with //!", path.display()));
            }
            let lines = text.lines().count();
            if lines > 500 {
                faults.push(format!("{}: {lines} lines", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn functions_stay_short() {
    const LONGEST: usize = 60;
    let mut faults = Vec::new();
    for (path, text) in sources("src") {
        let mut open: BTreeMap<usize, (usize, String)> = BTreeMap::new();
        for (number, line) in text.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let code = line.trim_start();
            let starts = ["fn ", "pub fn ", "pub(crate) fn ", "pub(super) fn ", "pub(in crate::app) fn "];
            if starts.iter().any(|start| code.starts_with(start)) {
                open.insert(indent, (number, code.to_owned()));
            } else if code == "}"
                && let Some((start, name)) = open.remove(&indent)
                && number - start + 1 > LONGEST
            {
                faults.push(format!(
                    "{}:{}: {} lines: {name}",
                    path.display(),
                    start + 1,
                    number - start + 1
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The README's key table is the output of `dateline keys --markdown` with default settings.
#[test]
fn the_readmes_keys_are_the_default_ones() {
    use dateline::app::{Keymap, actions};
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README.md");
    let keymap = Keymap::usual();
    let table = actions::markdown(|row| keymap.keys_of(row));
    assert!(readme.contains(&table), "put this under `## Keys` of README.md:\n{table}");
}

#[test]
fn nothing_is_left_undone_in_silence() {
    // Split so that this file does not contain them itself.
    let marks = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("#[", "ignore"),
        concat!("FIX", "ME"),
    ];
    for folder in ["src", "tests", "benches"] {
        for (path, text) in sources(folder) {
            for mark in marks {
                assert!(!text.contains(mark), "{}: {mark}", path.display());
            }
        }
    }
}
