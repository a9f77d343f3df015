//! The only way for results to reach standard output: lines of text or JSON, and tables for
//! people. A closed pipe ends the command quietly, and nothing that would control a terminal
//! passes, wherever it came from.
//!
//! Messages that are no results go to standard error instead, through the same [`Output`].

use crate::text::clean;
use crate::text::width::{truncate, width};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Write};
use thiserror::Error;

/// Why a result could not be written.
#[derive(Debug, Error)]
pub enum OutputError {
    /// The pipe was closed; that is not a failure.
    #[error("the output was closed")]
    Closed,
    /// The disk is full, or the like.
    #[error("cannot write to standard output: {0}; check the disk or the program that reads it")]
    Failed(io::Error),
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
}

impl Output {
    /// Standard output. On a terminal tables fit its width, or 80 columns if unknown.
    pub fn standard() -> Self {
        let stdout = io::stdout();
        let columns =
            || terminal_size::terminal_size().map_or(80, |(columns, _)| usize::from(columns.0.max(20)));
        let width = stdout.is_terminal().then(columns);
        let (messages, is_watched) = (Box::new(io::stderr()), io::stderr().is_terminal());
        Self { out: BufWriter::new(Box::new(stdout)), messages, width, is_watched }
    }

    /// Writes a message that is not a result. File names are foreign text, too.
    pub fn warn(&mut self, message: fmt::Arguments) {
        self.warn_below(&format!("dateline: {}", clean::line(&message.to_string())));
    }

    /// Writes messages that are not results.
    pub fn warn_each(&mut self, messages: &[String]) {
        for message in messages {
            self.warn(format_args!("{message}"));
        }
    }

    /// Writes lines that belong to the message before.
    pub fn warn_below(&mut self, lines: &str) {
        // Nobody is left to be told if standard error is gone.
        let _ = writeln!(self.messages, "{}", clean::lines(lines));
    }

    /// Whether somebody watches how far the work has come.
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

    /// Writes what is still held back, for whoever waits for more.
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
