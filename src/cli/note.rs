//! `dateline note`: a note on an article from standard input, or all notes and highlights.

use super::output::Output;
use super::{ExitStatus, Places, clock, typed};
use crate::library::Task;
use crate::model::{ArticleId, Edit, Note, NoteRow, RecordEdit};
use crate::text::notes::markdown_of_all;
use serde_json::json;
use std::path::Path;

/// The most bytes of standard input that are read, more than a note may have.
const MOST: u64 = 4 << 20;

/// Write a note on an article, or print all notes and highlights
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  echo 'Ask Joan about this' | dateline note 12
  dateline note 12 < note.txt      the text comes from standard input
  dateline note > notes.md         all notes and highlights as Markdown
  dateline note --json             one JSON object a line")]
pub struct Arguments {
    /// Number of the article, as `find` shows it; without it, notes are printed
    #[arg(value_name = "ARTICLE", conflicts_with = "json", value_parser = typed::article)]
    article: Option<i64>,
    /// One JSON object per line
    #[arg(long)]
    json: bool,
}

impl Arguments {
    /// Whether it reads standard input.
    pub fn reads_input(&self) -> bool {
        self.article.is_some()
    }
}

/// Writes a note, or prints all of them.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    match arguments.article {
        Some(article) => write(ArticleId(article), places, output),
        None => print(arguments.json, places, output),
    }
}

fn write(article: ArticleId, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    // While a person types, the library is free for others; whoever holds it then gets what was typed.
    output.save_input(MOST)?;
    let (_, bytes) = output.read_input(Path::new("-"))?;
    let text = String::from_utf8_lossy(&bytes).trim().to_owned();
    if text.is_empty() {
        output.warn(format_args!(
            "the note is empty; write it to standard input: echo 'a note' | dateline note 12"
        ));
        return Ok(ExitStatus::Misused);
    }
    let mut library = places.open()?;
    if library.article(article)?.is_none() {
        output.warn(format_args!("no article {}; `dateline find` shows the numbers", article.0));
        return Ok(ExitStatus::Partial);
    }
    let note = Note { article, added: clock(), text, passage: None };
    let applied = library.apply(&Edit::Note(RecordEdit::Add(note)), &Task::new(), clock())?;
    output.undoable(&applied.sentence)?;
    Ok(ExitStatus::Done)
}

fn print(as_json: bool, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let rows = places.open_to_read(output)?.noted(usize::MAX)?;
    if as_json {
        for row in &rows {
            output.json(&shape(row))?;
        }
    } else {
        output.text(&markdown_of_all(rows))?;
    }
    Ok(ExitStatus::Done)
}

fn shape(row: &NoteRow) -> serde_json::Value {
    let NoteRow { id, title, note } = row;
    let quote = note.passage.as_ref().map(|passage| &passage.quote);
    json!({"id": id, "article": note.article.0, "title": title, "added": note.added, "text": note.text, "quote": quote})
}
