//! `dateline refresh`: fetches the feeds that are due.

use super::output::Output;
use super::progress::Progress;
use super::{ExitStatus, Places, clock, feeds};
use crate::library::{Between, FeedSelection, Library, Refreshed};

/// Fetch the feeds that are due
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline refresh
  dateline refresh 'Harbour news' https://example.org/rss
  dateline refresh --all

FEED is an address, a number, or words from the title. A feed you name is fetched even if it is not due.
A server's request to wait is respected. Ctrl-C stops; what has arrived stays.")]
pub struct Arguments {
    /// Only these, due or not
    #[arg(value_name = "FEED")]
    feeds: Vec<String>,
    /// Include feeds that are not due
    #[arg(long, conflicts_with = "feeds")]
    all: bool,
}

/// Fetches them, and reports what arrived and what failed.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let mut opened = places.open()?;
    opened.tell_of_folder(output);
    opened.begin_rules()?;
    let (library, mut between) = opened.split();
    let mut is_whole = true;
    let which = if arguments.feeds.is_empty() {
        if arguments.all { FeedSelection::All } else { FeedSelection::Due }
    } else {
        let mut ids = Vec::new();
        for name in &arguments.feeds {
            match feeds::one(library, name, output)? {
                Some(feed) => ids.push(feed.id),
                None => is_whole = false,
            }
        }
        FeedSelection::These(ids)
    };
    let mut refreshed = Refreshed::default();
    let done = refresh(library, &which, &mut refreshed, output, &mut between);
    output.warn_each(&refreshed.problems());
    output.summary(&refreshed.summary())?;
    drop(between);
    opened.apply_rules(output)?;
    done?;
    if let Err(error) = opened.backup_when_due(clock()) {
        output.warn(format_args!("no backup was made: {error}"));
    }
    let is_synced = refreshed.synced.iter().all(|synced| synced.error.is_none());
    let is_whole = is_whole && is_synced && refreshed.failed.is_empty() && !refreshed.added.stopped;
    Ok(if is_whole { ExitStatus::Done } else { ExitStatus::Partial })
}

/// Refreshes with a progress count on a terminal.
pub fn refresh(
    library: &mut Library,
    which: &FeedSelection,
    refreshed: &mut Refreshed,
    output: &Output,
    between: &mut Between<'_>,
) -> anyhow::Result<()> {
    let progress = Progress::of_feeds(output);
    let task = progress.stoppable_task()?;
    let _waiting = progress.waiting_for("servers".to_owned());
    let done = library.refresh_between(which, &task, clock(), refreshed, between);
    progress.end();
    Ok(done?)
}
