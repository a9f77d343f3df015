//! Names of files as they are typed: completed, checked before they are taken, and free ones to save as.

use crate::app::{PathAnswer, PathRequest, Purpose};
use crate::export::Format;
use crate::library::AddInput;
use crate::text::file_name::in_home;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The maximum number of names offered, and of entries of a folder that are looked at.
const OFFERED: usize = 60;
const LOOKED_AT: usize = 20_000;
/// The maximum number of names tried until one is free.
const TRIED: u32 = 99;

/// The user's home folder, written `~`.
pub(super) fn home() -> Option<PathBuf> {
    std::env::var_os("HOME").map(PathBuf::from)
}

/// Answers a question about a path.
pub(super) fn answer(request: &PathRequest) -> PathAnswer {
    match request {
        PathRequest::Complete(words) => complete(words, home().as_deref()),
        PathRequest::Check(Purpose::Save, words) => PathAnswer::Fault(fault_of_saving(words)),
        PathRequest::Check(Purpose::SaveNotes, words) => PathAnswer::Fault(fault_of_saving_notes(words)),
        PathRequest::Check(_, words) => PathAnswer::Fault(fault_of_adding(words)),
        PathRequest::Place(purpose, words) => {
            let words = match purpose {
                Purpose::Save | Purpose::SaveNotes => free(words),
                _ => words.clone(),
            };
            let folder = std::env::current_dir().map(|folder| shown(&folder)).unwrap_or_default();
            PathAnswer::Place { words, folder }
        }
    }
}

/// A path as typed: `~` is the home folder.
pub(super) fn meant(words: &str) -> PathBuf {
    in_home(words, home().as_deref())
}

/// A path with the home folder as `~`.
fn shown(path: &Path) -> String {
    match home().and_then(|home| path.strip_prefix(home).ok().map(Path::to_owned)) {
        Some(rest) if rest.as_os_str().is_empty() => "~".to_owned(),
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    }
}

/// The files that a pattern means, in order; a path without one is itself.
pub(super) fn expanded(path: &Path) -> Vec<PathBuf> {
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
    let pattern = path.to_str().filter(|text| !path.exists() && text.contains(['*', '?', '[']));
    let found = pattern.and_then(|pattern| glob::glob_with(pattern, options).ok());
    // What cannot be read is no match.
    let found: Vec<PathBuf> = found.into_iter().flatten().filter_map(Result::ok).collect();
    if found.is_empty() { vec![path.to_owned()] } else { found }
}

/// Completes a path as far as it is unique, and offers what may follow.
fn complete(words: &str, home: Option<&Path>) -> PathAnswer {
    let words = if words == "~" { "~/" } else { words };
    let (folder, beginning) = words.split_at(words.rfind('/').map_or(0, |at| at + 1));
    let place = if folder.is_empty() { PathBuf::from(".") } else { in_home(folder, home) };
    let entries = std::fs::read_dir(place).into_iter().flatten().take(LOOKED_AT).filter_map(Result::ok);
    let readable = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let is_folder = entry.path().is_dir();
        Some(if is_folder { name + "/" } else { name })
    });
    let is_meant = |name: &String| !name.starts_with('.') || beginning.starts_with('.');
    let mut names: Vec<String> = readable.filter(is_meant).collect();
    names.sort_unstable();
    let exact: Vec<String> = names.iter().filter(|name| name.starts_with(beginning)).cloned().collect();
    let lower = beginning.to_lowercase();
    let choices = if exact.is_empty() {
        names.into_iter().filter(|name| name.to_lowercase().starts_with(&lower)).collect()
    } else {
        exact
    };
    let common = common_beginning(&choices);
    let completed = if common.len() < beginning.len() { beginning } else { common };
    let words = format!("{folder}{completed}");
    PathAnswer::Completed { words, choices: choices.into_iter().take(OFFERED).collect() }
}

fn common_beginning(names: &[String]) -> &str {
    let Some((first, rest)) = names.split_first() else { return "" };
    let mut end = first.len();
    for name in rest {
        let same = first.char_indices().zip(name.chars()).take_while(|((_, one), other)| one == other);
        end = end.min(same.last().map_or(0, |((at, one), _)| at + one.len_utf8()));
    }
    first.get(..end).unwrap_or_default()
}

/// Why a file or folder cannot be added; addresses show that only once they are fetched.
fn fault_of_adding(words: &str) -> Option<String> {
    let AddInput::File(path) = AddInput::meant_by(words, home().as_deref()) else { return None };
    let files = expanded(&path);
    let place = shown(&path);
    match files.first() {
        Some(file) if file.is_dir() => std::fs::read_dir(file).err(),
        Some(file) => std::fs::File::open(file).err(),
        None => None,
    }
    .map(|error| match error.kind() {
        ErrorKind::NotFound if place.contains(['*', '?', '[']) => format!("no file matches {place}"),
        ErrorKind::NotFound => format!("{place}: there is no such file or folder · Tab completes names"),
        ErrorKind::PermissionDenied => format!("{place}: you may not read it"),
        _ => format!("{place}: {error}"),
    })
}

/// Why articles cannot be saved under a name.
fn fault_of_saving(words: &str) -> Option<String> {
    let path = meant(words.trim());
    if words.ends_with('/') || path.is_dir() {
        return None;
    }
    if Format::of(&path).is_none() {
        return Some(format!("{words}: end the name in .md, .html, .txt or .json, or in / for a folder"));
    }
    fault_of_creating(&path, words)
}

/// Why the notes cannot be saved under a name.
fn fault_of_saving_notes(words: &str) -> Option<String> {
    let path = meant(words.trim());
    match Format::of(&path) {
        Some(Format::Markdown) => fault_of_creating(&path, words),
        _ => Some(format!("{words}: notes are saved as Markdown; end the name in .md")),
    }
}

/// Why a new file cannot be created.
fn fault_of_creating(path: &Path, words: &str) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if path.exists() {
        return Some(format!("{words} already exists, and nothing is overwritten · choose another name"));
    }
    let folder = folder?;
    match std::fs::metadata(folder) {
        Ok(there) if there.is_dir() => None,
        Ok(_) => Some(format!("{}: it is not a folder", shown(folder))),
        Err(error) => Some(format!("{}: {} · Tab completes names", shown(folder), reason(&error))),
    }
}

/// Why a file could not be written, in words.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such folder".to_owned(),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "it is not a folder".to_owned(),
        ErrorKind::PermissionDenied => "you may not write there".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::InvalidFilename => "the name is too long".to_owned(),
        _ => error.to_string(),
    }
}

/// A name that no file has yet: `storm (2).md`.
fn free(words: &str) -> String {
    let (stem, ending) =
        words.rsplit_once('.').map_or((words, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let numbered = (2..=TRIED).map(|number| format!("{stem} ({number}){ending}"));
    let mut names = std::iter::once(words.to_owned()).chain(numbered);
    names.find(|name| !meant(name).exists()).unwrap_or_else(|| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["storm one.md", "storm two.md", "Quay.html", ".hidden"] {
            std::fs::write(folder.path().join(name), "text").unwrap();
        }
        std::fs::create_dir(folder.path().join("harbour")).unwrap();
        folder
    }

    #[test]
    fn paths_are_completed_as_far_as_they_are_unique() {
        let folder = folder();
        for (typed, completed, choices) in [
            ("~/st", "~/storm ", vec!["storm one.md", "storm two.md"]),
            ("~/storm t", "~/storm two.md", vec!["storm two.md"]),
            ("~/h", "~/harbour/", vec!["harbour/"]),
            ("~/q", "~/Quay.html", vec!["Quay.html"]),
            ("~/.h", "~/.hidden", vec![".hidden"]),
            ("~/x", "~/x", vec![]),
            ("~", "~/", vec!["Quay.html", "harbour/", "storm one.md", "storm two.md"]),
            ("~/harbour/", "~/harbour/", vec![]),
        ] {
            let choices = choices.into_iter().map(str::to_owned).collect();
            let expected = PathAnswer::Completed { words: completed.to_owned(), choices };
            assert_eq!(complete(typed, Some(folder.path())), expected, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_added_or_saved_says_why() {
        let folder = folder();
        let path = |name: &str| folder.path().join(name).display().to_string();
        for (name, fault) in [
            ("storm one.md", None),
            ("*.md", None),
            ("harbour", None),
            ("*.pdf", Some("no file matches")),
            ("sea.md", Some("there is no such file")),
        ] {
            let told = fault_of_adding(&path(name));
            assert_eq!(told.is_some(), fault.is_some(), "{name}: {told:?}");
            assert!(told.unwrap_or_default().contains(fault.unwrap_or_default()), "{name}");
        }
        assert_eq!(fault_of_adding("https://quay.example/feed"), None);
        for (name, fault) in [
            ("new.md", None),
            ("new/", None),
            ("storm one.md", Some("already exists")),
            ("new.pdf", Some("end the name in")),
            ("no/new.md", Some("no such folder")),
            ("Quay.html/new.md", Some("not a folder")),
        ] {
            let told = fault_of_saving(&path(name));
            assert_eq!(told.is_some(), fault.is_some(), "{name}: {told:?}");
            assert!(told.unwrap_or_default().contains(fault.unwrap_or_default()), "{name}");
        }
        assert!(free(&path("storm one.md")).ends_with("storm one (2).md"));
        assert_eq!(expanded(&folder.path().join("storm*")).len(), 2);
    }
}
