//! `dateline show`: an article of the library, in full.

use super::output::Output;
use super::{ExitStatus, Places, json, render, typed};
use crate::export;
use crate::model::{ArticleId, DiffPart, Revision, When};

/// Print an article
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline show 12
  dateline show 12 --markdown > article.md
  dateline show 12 --changes       [-removed-] and {+added+}
  dateline find --json --limit 1 mosul | jq .id | xargs dateline show")]
pub struct Arguments {
    /// Its number, as `find` shows it
    #[arg(value_name = "ARTICLE", value_parser = typed::article)]
    article: i64,
    #[command(flatten)]
    form: Form,
}

#[derive(Debug, clap::Args)]
#[group(multiple = false)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
struct Form {
    /// As one JSON object with names and marks
    #[arg(long)]
    json: bool,
    /// As Markdown
    #[arg(long)]
    markdown: bool,
    /// As an HTML page
    #[arg(long)]
    html: bool,
    /// What its source has changed since it was added
    #[arg(long)]
    changes: bool,
}

/// Writes the article; a missing one gives exit status 1.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let library = places.open_to_read(output)?;
    let Some(article) = library.article(ArticleId(arguments.article))? else {
        let number = arguments.article;
        output.warn(format_args!("no article {number}; `dateline find` shows the numbers"));
        return Ok(ExitStatus::Partial);
    };
    let document = &article.document;
    if arguments.form.changes {
        let revisions = library.revisions(ArticleId(arguments.article))?;
        if revisions.is_empty() {
            output.warn(format_args!("its source has not changed it since it was added"));
        }
        output.text(&revisions.iter().map(told).collect::<Vec<_>>().join("\n"))?;
        return Ok(ExitStatus::Done);
    }
    match arguments.form {
        Form { json: true, .. } => output.json(&json::article(&article))?,
        Form { markdown: true, .. } => output.text(&export::markdown(&article))?,
        Form { html: true, .. } => output.text(&render::html(document))?,
        Form { .. } => output.text(&render::text(document, output.width()))?,
    }
    Ok(ExitStatus::Done)
}

/// A revision, as `git diff --word-diff` shows one.
fn told(revision: &Revision) -> String {
    let mut told = format!("{}\n", When::second(revision.added));
    for paragraph in &revision.paragraphs {
        for piece in paragraph {
            match piece {
                DiffPart::Kept(words) => told.push_str(words),
                DiffPart::Removed(words) => told.extend(["[-", words, "-]"]),
                DiffPart::Added(words) => told.extend(["{+", words, "+}"]),
            }
        }
        told.push('\n');
    }
    told
}
