//! `dateline add`: articles into the library.

#![allow(
    clippy::format_push_string,
    reason = "rendered once for a person; a write that cannot fail adds noise"
)]

use super::output::Output;
use super::{Ending, Places, clock, warn};
use crate::library::{Added, Input, Library, Task};
use crate::model::{Change, Mark};
use crate::text::width::counted;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Read};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// Add articles to the library: files, folders, standard input
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline add ~/clippings notes.md pages/*.html
  dateline add --tag harbour export.jsonl.gz
  pbpaste | dateline add -

Files: .txt .html .htm .md .json .jsonl, also gzipped. What is there already is not added again.
Ctrl-C stops; what was read until then stays.")]
pub struct Arguments {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "WHAT")]
    what: Vec<String>,
    /// Give the new articles this tag
    #[arg(long, value_name = "NAME")]
    tag: Option<String>,
}

/// So many reasons are told one by one.
const TOLD: usize = 20;

/// Adds what was named, and says what came of it.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<Ending> {
    let (inputs, refused) = inputs(&arguments.what)?;
    let mut library = places.open()?;
    let added = add(&mut library, &inputs)?;
    if let Some(tag) = &arguments.tag {
        let change = Change { mark: Mark::Tag(tag.clone()), on: true, articles: added.ids.clone() };
        library.change(&change, clock())?;
        if added.articles + added.revised > added.ids.len() as u64 {
            warn(format_args!("only the first {} articles were given the tag", added.ids.len()));
        }
    }
    for why in &refused {
        warn(format_args!("{why}"));
    }
    for piece in added.refused.iter().take(TOLD) {
        warn(format_args!("{} {}", piece.what, piece.why));
    }
    let told = added.refused.len().min(TOLD) as u64;
    if added.refusals > told {
        warn(format_args!("and {} more", added.refusals - told));
    }
    let refusals = added.refusals + refused.len() as u64;
    output.line(summary(&added, refusals))?;
    let is_whole = refusals == 0 && !added.stopped;
    Ok(if is_whole { Ending::Done } else { Ending::InPart })
}

/// What the library is to read, and what it is not even asked for.
fn inputs(what: &[String]) -> anyhow::Result<(Vec<Input>, Vec<String>)> {
    let (mut inputs, mut refused) = (Vec::new(), Vec::new());
    for name in what {
        if name == "-" {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes)?;
            inputs.push(Input::Bytes { name: "standard input".to_owned(), bytes });
        } else if name.starts_with("http://") || name.starts_with("https://") {
            refused.push(format!(
                "{name} is an address, and nothing is fetched yet; save the page and add the file"
            ));
        } else {
            inputs.push(Input::Path(PathBuf::from(name)));
        }
    }
    Ok((inputs, refused))
}

/// Adds with a progress bar where somebody watches, until it is done or Ctrl-C is pressed; pressed again,
/// it ends the program at once.
fn add(library: &mut Library, inputs: &[Input]) -> anyhow::Result<Added> {
    let is_stopped = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&is_stopped))?;
        signal_hook::flag::register(signal, Arc::clone(&is_stopped))?;
    }
    let bar = std::io::stderr().is_terminal().then(progress_bar);
    let own: Arc<OnceLock<Task>> = Arc::default();
    let reported = (bar.clone(), Arc::clone(&own));
    let task = Task::reporting(move |done, total| {
        let (bar, own) = &reported;
        if is_stopped.load(Ordering::Relaxed)
            && let Some(task) = own.get()
        {
            task.cancel();
        }
        if let Some(bar) = bar {
            bar.set_length(total);
            bar.set_position(done);
        }
    });
    own.get_or_init(|| task.clone());
    let added = library.add(inputs, &task, clock());
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    Ok(added?)
}

fn progress_bar() -> ProgressBar {
    let template = "{bar:30} {binary_bytes} of {binary_total_bytes} · {eta} left";
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

/// `37 articles, 214 people, 96 places, 88 organisations; 5 known already; 2 refused`.
fn summary(added: &Added, refusals: u64) -> String {
    let mut summary = format!(
        "{}, {}, {}, {}",
        counted(added.articles, "article", "articles"),
        counted(added.people, "person", "people"),
        counted(added.places, "place", "places"),
        counted(added.organisations, "organisation", "organisations"),
    );
    let rest = [(added.revised, "with a new text"), (added.known, "known already"), (refusals, "refused")];
    for (count, what) in rest.into_iter().filter(|(count, _)| *count > 0) {
        summary.push_str(&format!("; {} {what}", crate::text::width::grouped(count)));
    }
    if added.stopped {
        summary.push_str("; stopped, the rest was not read");
    }
    summary
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_says_what_happened() {
        let added = Added { articles: 1204, people: 1, places: 96, organisations: 0, ..Added::default() };
        assert_eq!(summary(&added, 0), "1,204 articles, 1 person, 96 places, 0 organisations");
        let added = Added { articles: 1, revised: 2, known: 5, stopped: true, ..Added::default() };
        assert_eq!(
            summary(&added, 2),
            "1 article, 0 people, 0 places, 0 organisations; 2 with a new text; 5 known already; 2 refused; \
             stopped, the rest was not read"
        );
    }

    #[test]
    fn addresses_are_not_taken_for_files() {
        let (inputs, refused) = inputs(&["a.txt".to_owned(), "https://example.org/".to_owned()]).unwrap();
        assert_eq!(inputs, [Input::Path(PathBuf::from("a.txt"))]);
        assert_eq!(refused.len(), 1);
    }
}
