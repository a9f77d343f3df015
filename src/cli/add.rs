//! `dateline add`: add articles to the library.

use super::output::Output;
use super::progress::Progress;
use super::{ExitStatus, Places, clock, refresh, typed};
use crate::fetch::host_and_port;
use crate::library::{
    AddInput, Added, Between, FeedSelection, FollowOptions, Input, Library, Refreshed, Task,
};
use std::path::{Path, PathBuf};

/// Add articles and feeds to the library: files, folders, feed lists, standard input
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline add ~/clippings notes.md pages/*.html
  dateline add https://example.org           a site's or page's feed, or the page itself
  dateline add --tag harbour export.jsonl.gz
  dateline add --no-refresh subscriptions.opml
  pbpaste | dateline add -

Files: .txt .html .htm .md .json .jsonl, emails (.eml), web archives (.warc), feeds (.xml .rss .atom .rdf,
JSON Feed), feed lists (.opml, newsboat's urls), also gzipped; the JSON that other news readers export, and
newsboat's cache.db. Duplicates are not added; a file that has been edited becomes a
new version of its article. Ctrl-C stops; what was added until then stays. `dateline undo` takes it out again.")]
pub struct Arguments {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "WHAT")]
    what: Vec<PathBuf>,
    /// Follow feeds without fetching them now
    #[arg(long)]
    no_refresh: bool,
    /// Tag these articles and feeds, including those already in the library
    #[arg(long, value_name = "NAME", value_parser = typed::tag)]
    tag: Option<String>,
    /// Add pages without a feed as articles, whatever they are
    #[arg(long)]
    page: bool,
}

impl Arguments {
    /// Whether it reads standard input.
    pub fn reads_input(&self) -> bool {
        self.what.iter().any(|what| what == Path::new("-"))
    }
}

/// Adds the arguments, and reports the result even if an error ended it early.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let (inputs, addresses) = inputs(&arguments.what, output);
    let mut opened = places.open()?;
    opened.tell_of_folder(output);
    opened.begin_rules()?;
    let began = clock();
    let (library, mut between) = opened.split();
    let (mut added, mut refreshed) = (Added::default(), Refreshed::default());
    let mut done = add(library, (&inputs, &addresses), arguments, &mut added, (output, &mut between));
    if done.is_err() && added == Added::default() {
        return done.map(|()| ExitStatus::Done);
    }
    output.warn_each(&added.problems());
    for source in &added.sources {
        output.line(output.with_library(&source.summary()))?;
    }
    if done.is_ok() && !arguments.no_refresh && !added.followed.is_empty() {
        let new = FeedSelection::These(std::mem::take(&mut added.followed));
        done = refresh::refresh(library, &new, &mut refreshed, output, &mut between);
        output.warn_each(&refreshed.problems());
        added.join(std::mem::take(&mut refreshed.added));
    }
    let recorded = library.record_addition(&mut added, &Task::new(), began);
    done = done.and(recorded.map_err(Into::into));
    if let Some(why) = &added.unindexed {
        output.warn(format_args!("{why}; the articles are saved; the next search adds them to the index"));
    }
    output.summary(&added.summary())?;
    drop(between);
    opened.apply_rules(output)?;
    done?;
    let is_whole = added.rejections.total() == 0
        && !added.stopped
        && added.unindexed.is_none()
        && added.sources.iter().all(|source| source.beyond == 0)
        && refreshed.failed.is_empty();
    Ok(if is_whole { ExitStatus::Done } else { ExitStatus::Partial })
}

/// Splits the arguments into inputs to read and addresses to follow.
fn inputs(what: &[PathBuf], output: &mut Output) -> (Vec<Input>, Vec<String>) {
    let (mut inputs, mut addresses) = (Vec::new(), Vec::new());
    for path in what {
        if path == Path::new("-") {
            if output.is_typed() {
                output.warn(format_args!("reading from the keyboard; end with Ctrl-D on an empty line"));
            }
            inputs.push(output.standard_input());
            continue;
        }
        // The shell has already replaced `~`.
        match path.to_str().map(|what| AddInput::meant_by(what, None)) {
            // On a command line, a name without a scheme is a file.
            Some(AddInput::Address(address)) if path.to_str() == Some(&*address) => addresses.push(address),
            _ => inputs.push(output.named_input(path)),
        }
    }
    (inputs, addresses)
}

/// Adds with a progress bar on a terminal, until done or stopped with Ctrl-C.
fn add(
    library: &mut Library,
    (inputs, addresses): (&[Input], &[String]),
    arguments: &Arguments,
    added: &mut Added,
    (output, between): (&Output, &mut Between<'_>),
) -> anyhow::Result<()> {
    let tag = arguments.tag.as_deref();
    let progress = Progress::of_bytes(output);
    let task = progress.stoppable_task()?;
    let done = library.add_between(inputs, tag, &task, clock(), added, between);
    progress.end();
    done?;
    for address in addresses {
        let host = host_and_port(address).map_or_else(|| address.clone(), |(host, _)| host);
        let _waiting = (!arguments.no_refresh).then(|| progress.waiting_for(host));
        let how =
            FollowOptions { tag, is_offline: arguments.no_refresh, is_page: arguments.page, asks: false };
        library.follow(address, how, &task, clock(), added)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_not_taken_for_files() {
        let what =
            ["a.txt".into(), "https://example.org/".into(), "FEED://example.org".into(), "http".into()];
        let (inputs, addresses) = inputs(&what, &mut Output::standard());
        assert_eq!(inputs, [Input::Path("a.txt".into()), Input::Path("http".into())]);
        assert_eq!(addresses, ["https://example.org/", "FEED://example.org"]);
    }
}
