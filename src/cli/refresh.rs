//! `dateline refresh`: fetches the feeds that are due.

#![allow(
    clippy::format_push_string,
    reason = "rendered once for a person; a write that cannot fail adds noise"
)]

use super::output::Output;
use super::progress::Progress;
use super::{ExitStatus, Places, add, clock, feeds, warn};
use crate::library::{FeedSelection, Library, Refreshed};
use crate::text::width::{counted, grouped};

/// Fetch the feeds that are due
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline refresh
  dateline refresh 'Harbour news' https://example.org/rss
  dateline refresh --all

FEED is an address, a number, or words from the title. A feed you name is fetched even if it is not due.
A server that asks for a pause gets one. Ctrl-C stops; what has arrived stays.")]
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
    let mut library = places.open()?;
    let mut is_whole = true;
    let which = if arguments.feeds.is_empty() {
        if arguments.all { FeedSelection::All } else { FeedSelection::Due }
    } else {
        let mut ids = Vec::new();
        for name in &arguments.feeds {
            match feeds::one(&library, name)? {
                Some(feed) => ids.push(feed.id),
                None => is_whole = false,
            }
        }
        FeedSelection::These(ids)
    };
    let mut refreshed = Refreshed::default();
    let done = refresh(&mut library, &which, &mut refreshed);
    tell_failures(&refreshed);
    output.line(summary(&refreshed))?;
    done?;
    if let Err(error) = library.backup_when_due(clock()) {
        warn(format_args!("no backup was made: {error}"));
    }
    let is_whole = is_whole && refreshed.failed.is_empty() && !refreshed.added.stopped;
    Ok(if is_whole { ExitStatus::Done } else { ExitStatus::Partial })
}

/// Refreshes with a progress count on a terminal.
pub fn refresh(
    library: &mut Library,
    which: &FeedSelection,
    refreshed: &mut Refreshed,
) -> anyhow::Result<()> {
    let progress = Progress::of_feeds();
    let task = add::stoppable(&progress)?;
    let done = library.refresh(which, &task, clock(), refreshed);
    progress.end();
    Ok(done?)
}

/// One line per failed feed, and one per unavailable full text.
pub fn tell_failures(refreshed: &Refreshed) {
    for failed in refreshed.failed.iter().chain(&refreshed.added.not_full) {
        warn(format_args!("{}: {}", failed.what, failed.why));
    }
}

/// `12 feeds fetched, 5 of them unchanged: 37 articles, 214 people, 96 places, 88 organisations; 2 feeds failed`.
fn summary(refreshed: &Refreshed) -> String {
    let mut summary = format!("{} fetched", counted(refreshed.good, "feed", "feeds"));
    if refreshed.unchanged > 0 {
        summary.push_str(&format!(", {} of them unchanged", grouped(refreshed.unchanged)));
    }
    summary.push_str(&format!(": {}", add::summary(&refreshed.added)));
    if refreshed.added.full_texts > 0 {
        let texts = counted(refreshed.added.full_texts, "full text", "full texts");
        summary.push_str(&format!("; {texts} fetched"));
    }
    let missed = refreshed.added.not_full.len() as u64;
    if missed > 0 {
        summary.push_str(&format!("; {} unavailable", counted(missed, "full text", "full texts")));
    }
    let failed = refreshed.failed.len() as u64;
    if failed > 0 {
        summary.push_str(&format!("; {} failed", counted(failed, "feed", "feeds")));
    }
    if refreshed.waiting > 0 {
        summary.push_str(&format!("; {} not due yet", grouped(refreshed.waiting)));
    }
    summary
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Added, Rejected};

    #[test]
    fn the_summary_says_what_came() {
        let mut refreshed = Refreshed { good: 1, ..Refreshed::default() };
        assert_eq!(summary(&refreshed), "1 feed fetched: 0 articles, 0 people, 0 places, 0 organisations");
        refreshed = Refreshed {
            added: Added { articles: 37, ..Added::default() },
            good: 12,
            unchanged: 5,
            waiting: 3,
            failed: vec![Rejected::file("The Quay", "does not answer", "no answer")],
            ..Refreshed::default()
        };
        assert_eq!(
            summary(&refreshed),
            "12 feeds fetched, 5 of them unchanged: 37 articles, 0 people, 0 places, 0 organisations; 1 feed \
             failed; 3 not due yet"
        );
        let pages = Added { full_texts: 2, not_full: refreshed.failed, ..Added::default() };
        let said = summary(&Refreshed { added: pages, good: 1, ..Refreshed::default() });
        assert!(said.ends_with("0 organisations; 2 full texts fetched; 1 full text unavailable"), "{said}");
    }
}
