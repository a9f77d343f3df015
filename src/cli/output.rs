//! The only way for results to reach standard output: lines of text or JSON, and tables for people. A closed pipe
//! ends the command quietly, and nothing that would control a terminal passes, wherever it came from.
//!
//! Messages that are not results go to standard error instead, through the same [`Output`].

use super::typed;
use crate::handoff::{Answer, Job, Reply, Stream};
use crate::library::{Input, Task};
use crate::text::clean;
use crate::text::command::with_library;
use crate::text::width::{truncate, width};
use anyhow::Context;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempPath};
use thiserror::Error;

/// The maximum size of a file, or of standard input, that is read as a whole, in bytes; some have no end.
const MOST: u64 = 64 << 20;

/// Why a result could not be written.
#[derive(Debug, Error)]
pub enum OutputError {
    /// The pipe was closed; that is not a failure.
    #[error("the output was closed")]
    Closed,
    /// The disk is full, or a similar error.
    #[error("cannot write to standard output: {0}; check the disk or the program that reads it")]
    Failed(io::Error),
    /// The same, of a file that the user named.
    #[error("{message}")]
    File {
        /// What happened, and what to do.
        message: String,
        /// Why.
        error: io::Error,
    },
}

impl From<io::Error> for OutputError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Closed } else { Self::Failed(error) }
    }
}

/// Where results and messages go.
pub struct Output {
    out: BufWriter<Box<dyn Write>>,
    messages: Box<dyn Write>,
    /// Columns of the terminal; `None` if the output is not a terminal.
    width: Option<usize>,
    /// Whether messages go to a terminal.
    is_watched: bool,
    /// The process in which the command was typed, if it is another one.
    caller: Option<Caller>,
    /// The content of standard input, if it was saved: for another process, or to be read again.
    saved_input: Option<SavedInput>,
    /// What the command did, in a sentence.
    done: Option<String>,
    /// The folder of the library, where the commands that messages name have to choose it.
    library: Option<PathBuf>,
}

/// A file with the content of standard input.
enum SavedInput {
    /// It is deleted with the output.
    Own(TempPath),
    /// The other process deletes it.
    OfCaller(PathBuf),
}

impl SavedInput {
    fn path(&self) -> &Path {
        match self {
            Self::Own(path) => path,
            Self::OfCaller(path) => path,
        }
    }
}

/// Another process that handed its command over.
struct Caller {
    reply: Reply,
    folder: PathBuf,
}

impl Output {
    /// Standard output. On a terminal tables fit its width, or 80 columns if unknown.
    pub fn standard() -> Self {
        let stdout = io::stdout();
        let columns =
            || terminal_size::terminal_size().map_or(80, |(columns, _)| usize::from(columns.0.max(20)));
        let width = stdout.is_terminal().then(columns);
        let (messages, is_watched) = (Box::new(io::stderr()), io::stderr().is_terminal());
        let out = BufWriter::new(Box::new(stdout) as Box<dyn Write>);
        Self { out, messages, width, is_watched, caller: None, saved_input: None, done: None, library: None }
    }

    /// The output of the process that handed a command over.
    pub fn of_guest(job: Job) -> Self {
        let Job { request, reply } = job;
        let out = BufWriter::new(Box::new(reply.stream(Stream::Results)) as Box<dyn Write>);
        let messages = Box::new(reply.stream(Stream::Messages));
        let caller = Some(Caller { reply, folder: request.folder() });
        let (saved_input, columns) = (request.input().map(SavedInput::OfCaller), request.columns);
        Self {
            out,
            messages,
            width: columns,
            is_watched: true,
            caller,
            saved_input,
            done: None,
            library: None,
        }
    }

    /// Has the commands that messages name choose this library.
    pub fn name_library(&mut self, folder: Option<PathBuf>) {
        self.library = folder;
    }

    /// Ends a handed-over command; returns what it did, as a sentence, for the holder of the library.
    pub fn end_of_guest(mut self, status: u8) -> Option<String> {
        if let Some(caller) = &self.caller {
            let _ = caller.reply.say(Answer::Status(status));
        }
        self.done.take()
    }

    /// A file or folder that the user named, to be added.
    pub fn named_input(&self, path: &Path) -> Input {
        match &self.caller {
            Some(caller) if path.is_relative() => Input::PathFrom(caller.folder.clone(), path.to_owned()),
            _ => Input::Path(path.to_owned()),
        }
    }

    /// A file that the user named, from where the command was given.
    pub fn named_path(&self, path: &Path) -> std::path::PathBuf {
        self.caller.as_ref().map_or_else(|| path.to_owned(), |caller| caller.folder.join(path))
    }

    /// Standard input, to be added.
    pub fn standard_input(&self) -> Input {
        match (&self.saved_input, &self.caller) {
            (Some(saved), _) => Input::SavedInput(saved.path().to_owned()),
            (None, None) => Input::StandardInput,
            // It did not come with the command, and this process has a different one.
            (None, Some(_)) => Input::Bytes { name: "standard input".to_owned(), bytes: Vec::new() },
        }
    }

    /// Saves the content of standard input, up to a number of bytes, so that another process can read it and no work
    /// waits for it.
    pub fn save_input(&mut self, most: u64) -> anyhow::Result<()> {
        // What another process has read came with its command, if anything.
        if self.saved_input.is_none() && self.caller.is_none() {
            let mut file = NamedTempFile::with_prefix("dateline-")?;
            io::copy(&mut io::stdin().lock().take(most), file.as_file_mut())
                .context("standard input cannot be saved")?;
            self.saved_input = Some(SavedInput::Own(file.into_temp_path()));
        }
        Ok(())
    }

    /// Takes what was typed as the content of standard input.
    pub fn take_as_input(&mut self, typed: &str) -> anyhow::Result<()> {
        let mut file = NamedTempFile::with_prefix("dateline-")?;
        file.write_all(typed.as_bytes())?;
        self.saved_input = Some(SavedInput::Own(file.into_temp_path()));
        Ok(())
    }

    /// The content of standard input, if it was saved.
    pub fn saved_input(&self) -> Option<&Path> {
        self.saved_input.as_ref().map(SavedInput::path)
    }

    /// Reads a file that the user named, or standard input if the name is `-`; returns its name for messages as well.
    pub fn read_input(&self, path: &Path) -> anyhow::Result<(String, Vec<u8>)> {
        if path != Path::new("-") {
            let there = self.caller.as_ref().map(|caller| caller.folder.join(path));
            return super::read_file(there.as_deref().unwrap_or(path), path.display().to_string(), MOST);
        }
        match &self.saved_input {
            Some(saved) => super::read_file(saved.path(), "standard input".to_owned(), MOST),
            None if self.caller.is_some() => anyhow::bail!("standard input did not come with this command"),
            None => super::read_input(path, MOST),
        }
    }

    /// Whether standard input is typed by a person.
    pub fn is_typed(&self) -> bool {
        self.caller.is_none() && io::stdin().is_terminal()
    }

    /// Another process that handed its command over, and a task that it can cancel and follow; `unit` is what is counted.
    pub fn guest(&self, unit: &'static str) -> Option<(Reply, Task)> {
        let reply = self.caller.as_ref()?.reply.clone();
        let (flag, told) = (reply.stop_flag(), reply.clone());
        let task = Task::stopped_by(flag, move |done, total| {
            let _ = told.say(Answer::Progress(done, total, unit.to_owned()));
        });
        Some((reply, task))
    }

    /// Prints what a change did, and that it can be undone.
    pub fn undoable(&mut self, sentence: &str) -> Result<(), OutputError> {
        self.done = Some(sentence.to_owned());
        let hint = self.with_library("`dateline undo` undoes it");
        self.line(format_args!("{sentence}; {hint}"))
    }

    /// What the command did, in a sentence, if it said so.
    pub fn has_done(&self) -> Option<&str> {
        self.done.as_deref()
    }

    /// Writes a message that is not a result. File names are foreign text, too.
    pub fn warn(&mut self, message: fmt::Arguments) {
        let message = typed::brief(&message.to_string());
        let message = self.with_library(&message);
        self.warn_below(&format!("dateline: {}", clean::line(&message)));
    }

    /// Writes messages that are not results.
    pub fn warn_each(&mut self, messages: &[String]) {
        for message in messages {
            self.warn(format_args!("{message}"));
        }
    }

    /// Writes lines that belong to the previous message.
    pub fn warn_below(&mut self, lines: &str) {
        // If standard error is gone, nobody can be told.
        let _ = self.messages.write_all(format!("{}\n", clean::lines(lines)).as_bytes());
    }

    /// Whether progress is visible to anyone.
    pub fn shows_progress(&self) -> bool {
        self.is_watched
    }

    /// Columns of the terminal; `None` if results go to a file or pipe.
    pub fn width(&self) -> Option<usize> {
        self.width
    }

    /// Writes one line. On a terminal each line appears at once.
    pub fn line(&mut self, line: impl fmt::Display) -> Result<(), OutputError> {
        self.put(&clean::lines(&line.to_string()))
    }

    /// Prints a summary.
    pub fn summary(&mut self, sentence: &str) -> Result<(), OutputError> {
        self.done = Some(sentence.to_owned());
        self.line(self.with_library(sentence))
    }

    /// A message whose commands choose the library, where the user had to.
    pub fn with_library(&self, message: &str) -> String {
        with_library(message, self.library.as_deref()).into_owned()
    }

    /// Prints text unchanged: it was already cleaned by the other process.
    pub fn pass_on(&mut self, text: &str) -> Result<(), OutputError> {
        self.out.write_all(text.as_bytes())?;
        if self.width.is_some() {
            self.out.flush()?;
        }
        Ok(())
    }

    /// Prints a message unchanged: it was already cleaned by the other process.
    pub fn pass_on_message(&mut self, text: &str) {
        let _ = self.messages.write_all(text.as_bytes());
    }

    fn put(&mut self, line: &str) -> Result<(), OutputError> {
        writeln!(self.out, "{line}")?;
        if self.width.is_some() {
            self.out.flush()?;
        }
        Ok(())
    }

    /// Writes existing lines.
    pub fn text(&mut self, text: &str) -> Result<(), OutputError> {
        Ok(self.out.write_all(clean::lines(text).as_bytes())?)
    }

    /// Writes one JSON value on a line of its own.
    pub fn json(&mut self, value: &Value) -> Result<(), OutputError> {
        self.put(&escaped(&value.to_string()))
    }

    /// Writes one JSON object on a line of its own whose field `name` is a list that may be too long to
    /// hold: its values are written as they come, and the other fields (at least one) after it.
    pub fn json_with<I: Iterator>(
        &mut self,
        name: &str,
        items: &mut I,
        shape: impl Fn(&I::Item) -> Value,
        others: impl FnOnce(&I) -> Value,
    ) -> Result<(), OutputError> {
        write!(self.out, "{{{}:[", Value::from(name))?;
        let mut mark = "";
        for item in items.by_ref() {
            write!(self.out, "{mark}{}", escaped(&shape(&item).to_string()))?;
            mark = ",";
        }
        let others = others(items).to_string();
        self.put(&format!("],{}", escaped(others.strip_prefix('{').unwrap_or(&others))))
    }

    /// Writes rows with aligned columns; the last column is truncated at the terminal's edge.
    /// In a pipe columns are separated by tabs, and nothing is truncated.
    pub fn table(&mut self, rows: &[Vec<String>]) -> Result<(), OutputError> {
        for line in table(rows, self.width) {
            self.line(line)?;
        }
        Ok(())
    }

    /// Flushes buffered output.
    pub fn flush(&mut self) -> Result<(), OutputError> {
        Ok(self.out.flush()?)
    }
}

/// JSON with escapes for characters that control a terminal; they can only occur in its strings.
fn escaped(json: &str) -> Cow<'_, str> {
    if !json.chars().any(clean::is_unsafe) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if clean::is_unsafe(c) {
            let mut units = [0; 2];
            out.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn table(rows: &[Vec<String>], columns: Option<usize>) -> Vec<String> {
    let Some(columns) = columns else { return rows.iter().map(|row| row.join("\t")).collect() };
    let most = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| width(cell)).max();
    let widths: Vec<usize> = (0..most).map(|at| widest(at).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            line.push_str(cell);
            if at + 1 < row.len() {
                line.extend(std::iter::repeat_n(' ', widths[at] - width(cell) + 2));
            }
        }
        truncate(line.trim_end(), columns).into_owned()
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Vec<String>> {
        [["3", "東京 harbour reopens"], ["12", "Storm"]].map(|row| row.map(str::to_owned).to_vec()).to_vec()
    }

    #[test]
    fn tables_align_on_a_terminal_and_part_by_tabs_in_a_pipe() {
        assert_eq!(table(&rows(), Some(40)), ["3   東京 harbour reopens", "12  Storm"]);
        assert_eq!(table(&rows(), Some(10)), ["3   東京…", "12  Storm"]);
        assert_eq!(table(&rows(), None), ["3\t東京 harbour reopens", "12\tStorm"]);
    }

    #[test]
    fn json_keeps_what_it_says_and_steers_nothing() {
        for text in ["plain é", "c1 \u{9b}2J", "bidi \u{202e}", "line\u{2028}end", "tag \u{e0041}"] {
            let json = escaped(&serde_json::json!({ "text": text }).to_string()).into_owned();
            assert!(!json.chars().any(clean::is_unsafe), "{json:?}");
            assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["text"], text);
        }
    }

    #[test]
    fn a_closed_pipe_is_no_failure() {
        assert!(matches!(OutputError::from(io::Error::from(io::ErrorKind::BrokenPipe)), OutputError::Closed));
        assert!(matches!(
            OutputError::from(io::Error::from(io::ErrorKind::StorageFull)),
            OutputError::Failed(_)
        ));
    }
}
