//! Articles that leave the library: into files, and to commands of the user's own.

use super::paths;
use crate::app::{Answer, Export, Message};
use crate::export::Format;
use crate::library::{Library, Result, must_be_outside};
use crate::model::{Article, ArticleId};
use crate::text::notes::markdown_of_all;
use crate::text::width::counted;
use crate::text::{clean, file_name};
use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

/// The bytes of a command's answer that are kept.
const KEPT: u64 = 1 << 20;

/// Saves articles, or makes the text for a command.
pub(super) fn carry_out(library: &Library, articles: &[ArticleId], to: &Export) -> Result<Answer> {
    let found = articles.iter().filter_map(|&id| library.article(id).transpose());
    let found: Vec<Article> = found.collect::<Result<_>>()?;
    Ok(match to {
        Export::File(name) => Answer::Exported(save(library, &found, name)),
        Export::Command(command) => {
            let text = Format::Markdown.write_all(&found);
            Answer::Rendered { command: command.clone(), text }
        }
    })
}

/// Saves all notes and highlights as Markdown, or makes the text for a command.
pub(super) fn carry_out_notes(library: &Library, to: &Export) -> Result<Answer> {
    let notes = library.noted(usize::MAX)?;
    let count = counted(notes.len() as u64, "note", "notes");
    let text = markdown_of_all(notes);
    Ok(match to {
        Export::File(name) => {
            let path = paths::meant(name);
            Answer::Exported(saved(library, &std::path::absolute(&path).unwrap_or(path), &count, &text))
        }
        Export::Command(command) => Answer::Rendered { command: command.clone(), text },
    })
}

/// Saves articles under a name, and reports what came of it. Nothing that is there already is overwritten.
fn save(library: &Library, articles: &[Article], name: &str) -> String {
    let path = paths::meant(name);
    let path = std::path::absolute(&path).unwrap_or(path);
    let (count, place) = (counted(articles.len() as u64, "article", "articles"), path.display());
    if name.ends_with('/') || path.is_dir() {
        if let Err(error) = must_be_outside(library.path(), &path) {
            return error.to_string();
        }
        return match save_into(articles, &path) {
            Ok(0) => format!("{place} already has {count} as they are now"),
            Ok(saved) => format!("saved {} in {place}", counted(saved, "article", "articles")),
            Err(error) => format!("{place}: {} · w saves elsewhere", paths::reason(&error)),
        };
    }
    let Some(format) = Format::of(&path) else {
        return format!("{name}: end the name in .md, .html, .txt or .json, or in / for a folder");
    };
    saved(library, &path, &count, &format.write_all(articles))
}

/// Saves the text of so many articles or notes as a new file, and reports what came of it.
fn saved(library: &Library, path: &Path, count: &str, text: &str) -> String {
    let place = path.display();
    if let Err(error) = must_be_outside(library.path(), path) {
        return error.to_string();
    }
    match create(path, text) {
        Ok(()) => format!("saved {count} as {place}"),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            format!("{place} already exists, and was left as it is · w saves under another name")
        }
        Err(error) => format!("{place}: {} · w saves elsewhere", paths::reason(&error)),
    }
}

/// Saves articles as Markdown, a file each; those that are there already stay as they are. Returns how many were new.
pub fn save_into(articles: &[Article], folder: &Path) -> io::Result<u64> {
    std::fs::create_dir_all(folder)?;
    let mut saved = 0;
    for article in articles {
        let name = file_name::of_article(&article.row);
        let named = folder.join(format!("{name}.md"));
        let text = Format::Markdown.write(article);
        let path = match std::fs::read_to_string(&named) {
            Ok(there) if there == text => continue,
            // Another article of this day and title, or another state of this one.
            Ok(_) => folder.join(format!("{name} ({}).md", article.row.id().0)),
            Err(_) => named,
        };
        match create(&path, &text) {
            Ok(()) => saved += 1,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Ok(saved)
}

/// Writes a new file. What could be written of it is removed if it cannot be written whole.
fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes()).inspect_err(|_| drop(std::fs::remove_file(path)))
}

/// Gives a text to a command of the user's own, and reports its answer. The command has no terminal: keys go to the
/// screen.
pub(super) fn pipe(command: &str, text: &str) -> Message {
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(command).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    let done = shell.spawn().and_then(|mut child| {
        let (input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        // All three at once: a command that waits for one of them would wait for ever.
        let (said, complained) = std::thread::scope(|scope| {
            // A command need not read what it gets.
            scope.spawn(|| input.map(|mut input| input.write_all(text.as_bytes())));
            let complaint = scope.spawn(|| beginning(errors));
            (beginning(output), complaint.join().unwrap_or_default())
        });
        Ok((child.wait()?, if said.is_empty() { complained } else { said }))
    });
    let (status, said) = match done {
        Ok(done) => done,
        Err(error) => return Message::Notice(format!("{command}: no shell could be started ({error})")),
    };
    let told = format!("{command}: {}", ended(status));
    let mut lines: Vec<String> = said.lines().map(clean::line).collect();
    lines.truncate(lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1));
    match &lines[..] {
        [] => Message::Notice(told),
        [line] => Message::Notice(format!("{told} · {line}")),
        lines => Message::Output(
            format!("{told} · {}", counted(lines.len() as u64, "line", "lines")),
            lines.to_vec(),
        ),
    }
}

/// How a command ended.
pub(super) fn ended(status: ExitStatus) -> String {
    match status.code() {
        Some(0) => "done".to_owned(),
        Some(code) => format!("failed with status {code}"),
        None => "was stopped by a signal".to_owned(),
    }
}

/// The beginning of what a command writes; the rest is read and dropped.
fn beginning(written: Option<impl Read>) -> String {
    let Some(mut written) = written else { return String::new() };
    let mut bytes = Vec::new();
    // What could be read before an error is shown.
    let _ = written.by_ref().take(KEPT).read_to_end(&mut bytes);
    let _ = io::copy(&mut written, &mut io::sink());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_gets_the_text_and_its_answer_is_shown() {
        for (command, expected) in [
            ("wc -l | tr -d ' '", "wc -l | tr -d ' ': done · 2"),
            ("true", "true: done"),
            ("echo no >&2; exit 3", "echo no >&2; exit 3: failed with status 3 · no"),
        ] {
            assert_eq!(pipe(command, "one\ntwo\n"), Message::Notice(expected.to_owned()));
        }
        let lines = ["1", "", "2"].map(str::to_owned).to_vec();
        let expected = Message::Output("seq 1 1; echo; seq 2 2: done · 3 lines".to_owned(), lines);
        assert_eq!(pipe("seq 1 1; echo; seq 2 2", ""), expected, "more than a line is shown on a page");
        let Message::Notice(long) = pipe("cat; cat /dev/null >&2", &"long ".repeat(100_000)) else {
            panic!("a line");
        };
        assert!(long.starts_with("cat; cat /dev/null >&2: done · long long"));
    }

    #[test]
    fn nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        create(&path, "mine").unwrap();
        assert_eq!(create(&path, "theirs").unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    }
}
