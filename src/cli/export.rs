//! `dateline export`: articles with their marks, tags, notes and names, for other programs.

use super::output::{Output, OutputError};
use super::{ExitStatus, Places, mine, query, typed};
use crate::export::json;
use crate::library::{Error, Library, Task, must_be_outside};
use crate::runtime::{cannot_write, save_into};
use crate::text::width::counted;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Write articles, with their marks, tags, notes and names, for other programs
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline export > library.jsonl              everything, one JSON object per line
  dateline export is:bookmarked | jq .title
  dateline export tag:sea --markdown ~/sea     one Markdown file each
  dateline export --mine ~/dateline.json       tags, notes and corrections, for another machine

`dateline add` reads both again. With --markdown, files that are there already stay as they are. With --mine, articles,
feeds and passwords are not in the file, and the same state always gives the same file.")]
pub struct Arguments {
    /// Only what this query finds; several words form one query
    #[arg(value_parser = typed::word)]
    query: Vec<String>,
    /// What only Dateline knows (tags, notes, highlights, corrections, watched names, saved searches), in this
    /// file, which is replaced; `dateline import` merges it elsewhere; - writes to standard output
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "json", "markdown"])]
    mine: Option<PathBuf>,
    /// One JSON object per line, which is the default
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// One Markdown file per article, in this folder
    #[arg(long, value_name = "DIR")]
    markdown: Option<PathBuf>,
}

/// Writes the articles, the newest first.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    if let Some(file) = &arguments.mine {
        return mine::export(file, places, output);
    }
    if arguments.markdown.as_deref() == Some(Path::new("-")) {
        output.warn(format_args!("--markdown writes a file per article; name a folder for them"));
        return Ok(ExitStatus::Misused);
    }
    let Some(query) = query::of(&arguments.query, output) else { return Ok(ExitStatus::Partial) };
    let ask = |library: &Library| match library.found_by(&query, &Task::new()) {
        Err(Error::Query(error)) => Ok(Err(error)),
        found => found.map(Ok),
    };
    let found =
        if query.is_empty() { ask(&places.open_to_read(output)?)? } else { places.search(output, ask)? };
    let found = match found {
        Ok(found) => found,
        Err(error) => return Ok(query::refuse(&query, &error, output)),
    };
    if let Some(complaint) = &found.complaint {
        output.warn(format_args!("{complaint}"));
    }
    if found.articles.is_empty() {
        places.tell_of_nothing(output);
    }
    let library = places.open_to_read(output)?;
    if let Some(folder) = &arguments.markdown {
        must_be_outside(library.path(), &output.named_path(folder))?;
    }
    let mut saved = 0;
    for &id in &found.articles {
        let Some(article) = library.article(id)? else { continue };
        let Some(folder) = &arguments.markdown else {
            output.json(&json::article(&article))?;
            continue;
        };
        saved += save_into(&[article], &output.named_path(folder)).map_err(|error| {
            let why = match error.kind() {
                // What leads to it would have been made.
                ErrorKind::NotFound => "no folder can be made there".to_owned(),
                _ => cannot_write(&error),
            };
            OutputError::File { message: format!("{}: {why}; name another folder", folder.display()), error }
        })?;
    }
    if let Some(folder) = &arguments.markdown {
        let total = counted(found.articles.len() as u64, "article", "articles");
        output.line(format_args!("{total}, {saved} new in {}", folder.display()))?;
    }
    Ok(if found.is_in_vain { ExitStatus::Partial } else { places.ending() })
}
