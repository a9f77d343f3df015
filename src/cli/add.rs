//! `dateline add`: add articles to the library.

#![allow(
    clippy::format_push_string,
    reason = "rendered once for a person; a write that cannot fail adds noise"
)]

use super::output::Output;
use super::progress::Progress;
use super::{ExitStatus, Places, clock, refresh, warn};
use crate::library::{
    Added, FeedSelection, FollowOptions, Input, Library, Refreshed, Rejections, Source, Task,
};
use crate::model::PageKind;
use crate::text::clean;
use crate::text::width::{counted, grouped};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

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
new version of its article. Ctrl-C stops; what was added until then stays.")]
pub struct Arguments {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "WHAT")]
    what: Vec<PathBuf>,
    /// Follow feeds without fetching them now
    #[arg(long)]
    no_refresh: bool,
    /// Tag these articles and feeds, including those already in the library
    #[arg(long, value_name = "NAME", value_parser = tag)]
    tag: Option<String>,
    /// Take pages without a feed in as articles, whatever they are
    #[arg(long)]
    page: bool,
}

/// Rejections listed one by one.
const TOLD: usize = 20;

/// Adds what was named, and reports the result, even if something cut it short.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let (inputs, addresses) = inputs(&arguments.what);
    let mut library = places.open()?;
    let (mut added, mut refreshed) = (Added::default(), Refreshed::default());
    let mut done = add(&mut library, &inputs, &addresses, arguments, &mut added);
    if done.is_err() && added == Added::default() {
        return done.map(|()| ExitStatus::Done);
    }
    tell_refusals(&added);
    for source in &added.sources {
        output.line(line_of(source))?;
    }
    if done.is_ok() && !arguments.no_refresh && !added.followed.is_empty() {
        let new = FeedSelection::These(std::mem::take(&mut added.followed));
        done = refresh::refresh(&mut library, &new, &mut refreshed);
        refresh::tell_failures(&refreshed);
        added.join(std::mem::take(&mut refreshed.added));
    }
    if let Some(why) = &added.unindexed {
        warn(format_args!("{why}; the articles are saved; the next search adds them to the index"));
    }
    output.line(summary(&added))?;
    done?;
    let is_whole = added.rejections.total() == 0
        && !added.stopped
        && added.unindexed.is_none()
        && refreshed.failed.is_empty();
    Ok(if is_whole { ExitStatus::Done } else { ExitStatus::Partial })
}

fn tell_refusals(added: &Added) {
    for left_out in added.sources.iter().flat_map(|source| source.left_out.iter().take(TOLD)) {
        warn(format_args!("{left_out}"));
    }
    for rejected in added.rejected.iter().take(TOLD) {
        warn(format_args!("{rejected}"));
    }
    let told = added.rejected.len().min(TOLD) as u64;
    if added.rejections.total() > told {
        warn(format_args!("and {} more", grouped(added.rejections.total() - told)));
    }
}

/// What to add, and what to follow.
fn inputs(what: &[PathBuf]) -> (Vec<Input>, Vec<String>) {
    let (mut inputs, mut addresses) = (Vec::new(), Vec::new());
    for path in what {
        let name = path.to_string_lossy();
        let is_address = ["http://", "https://", "feed:"]
            .iter()
            .any(|scheme| name.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        if path == Path::new("-") {
            if std::io::stdin().is_terminal() {
                warn(format_args!("reading from the keyboard; end with Ctrl-D on an empty line"));
            }
            inputs.push(Input::StandardInput);
        } else if is_address {
            addresses.push(name.into_owned());
        } else {
            inputs.push(Input::Path(path.clone()));
        }
    }
    (inputs, addresses)
}

/// Adds with a progress bar on a terminal, until done or stopped with Ctrl-C.
fn add(
    library: &mut Library,
    inputs: &[Input],
    addresses: &[String],
    arguments: &Arguments,
    added: &mut Added,
) -> anyhow::Result<()> {
    let tag = arguments.tag.as_deref();
    let progress = Progress::of_bytes();
    let task = stoppable(&progress)?;
    let done = library.add_tagged(inputs, tag, &task, clock(), added);
    progress.end();
    done?;
    for address in addresses {
        let how = FollowOptions { tag, is_offline: arguments.no_refresh, is_page: arguments.page };
        library.follow(address, how, &task, clock(), added)?;
    }
    Ok(())
}

/// A task that Ctrl-C stops; pressed again, it ends the program at once.
pub fn stoppable(progress: &Progress) -> anyhow::Result<Task> {
    let is_stopped = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&is_stopped))?;
        signal_hook::flag::register(signal, Arc::clone(&is_stopped))?;
    }
    let shown = progress.clone();
    Ok(Task::stopped_by(is_stopped, move |done, total| shown.tell(done, total)))
}

/// A tag that is not empty.
fn tag(name: &str) -> Result<String, String> {
    let name = clean::line(name);
    if name.is_empty() { Err("a tag needs at least one letter".to_owned()) } else { Ok(name) }
}

/// `feed.xml: The Quay, 12 articles, 3 already known`; `list.opml: 40 feeds, 2 already followed`.
fn line_of(source: &Source) -> String {
    if source.is_without_feed {
        return format!("{}: no feed was found there; the page itself was added as an article", source.what);
    }
    let mut parts: Vec<String> = source.title.iter().cloned().collect();
    let is_list = source.feeds + source.feeds_known + source.feeds_removed > 0 || !source.left_out.is_empty();
    if is_list {
        parts.push(counted(source.feeds, "feed", "feeds"));
    }
    if source.articles > 0 || !is_list {
        parts.push(counted(source.articles, "article", "articles"));
    }
    for (count, what) in [
        (source.revised, "updated"),
        (source.known, "already known"),
        (source.feeds_known, "already followed"),
        (source.left_out.len() as u64, "skipped"),
        (source.feeds_removed, "removed earlier (`dateline feeds restore` brings one back)"),
    ] {
        parts.extend((count > 0).then(|| format!("{} {what}", grouped(count))));
    }
    let mut line = format!("{}: {}", source.what, parts.join(", "));
    if !source.others.is_empty() {
        let named: Vec<&str> = source.others.iter().take(OTHERS).map(String::as_str).collect();
        let more = source.others.len() - named.len();
        line.push_str(&format!("; the page links to other feeds: {}", named.join(" ")));
        if more > 0 {
            line.push_str(&format!(" and {} more", grouped(more as u64)));
        }
    }
    line
}

/// How many other feeds of a page are listed.
const OTHERS: usize = 5;

/// `37 articles, 214 people, 96 places, 88 organisations; 5 already known; 2 files rejected (1 empty, 1 not
/// there)`.
pub fn summary(added: &Added) -> String {
    let mut summary = format!(
        "{}, {}, {}, {}",
        counted(added.articles, "article", "articles"),
        counted(added.people, "person", "people"),
        counted(added.places, "place", "places"),
        counted(added.organisations, "organisation", "organisations"),
    );
    let rest = [(added.revised, "updated"), (added.known, "already known")];
    if added.feeds() > 0 {
        summary.push_str(&format!("; {}", counted(added.feeds(), "feed", "feeds")));
    }
    for (count, what) in rest.into_iter().filter(|(count, _)| *count > 0) {
        summary.push_str(&format!("; {} {what}", grouped(count)));
    }
    let others: Vec<String> = added.others.iter().map(|(&kind, &count)| others(kind, count)).collect();
    if !others.is_empty() {
        summary.push_str(&format!("; including {}", others.join(", ")));
    }
    if added.rejections.total() > 0 {
        summary.push_str(&format!("; {}", rejections(&added.rejections)));
    }
    if added.stopped {
        summary.push_str("; stopped, the rest was not added");
    }
    summary
}

/// `1 list of links (add the pages they lead to)`: pages that were read and are not articles.
fn others(kind: PageKind, count: u64) -> String {
    match kind {
        PageKind::Article => counted(count, "article", "articles"),
        PageKind::Thread => counted(count, "forum thread", "forum threads"),
        PageKind::Product => counted(count, "product page", "product pages"),
        PageKind::Listing => {
            format!("{} (add the pages they lead to)", counted(count, "list of links", "lists of links"))
        }
    }
}

/// `2 files and 1 article rejected (2 empty, 1 not JSON)`, the most frequent reason first.
fn rejections(rejections: &Rejections) -> String {
    let what = [
        (rejections.files, counted(rejections.files, "file", "files")),
        (rejections.articles, counted(rejections.articles, "article", "articles")),
    ];
    let what: Vec<String> = what.into_iter().filter(|(count, _)| *count > 0).map(|(_, what)| what).collect();
    let mut reasons: Vec<(&str, u64)> =
        rejections.reasons.iter().map(|(reason, count)| (*reason, *count)).collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let reasons: Vec<String> = match reasons.as_slice() {
        [(reason, _)] => vec![(*reason).to_owned()],
        several => several.iter().map(|(reason, count)| format!("{} {reason}", grouped(*count))).collect(),
    };
    format!("{} rejected ({})", what.join(" and "), reasons.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Rejected;

    #[test]
    fn the_summary_says_what_happened() {
        let added = Added { articles: 1204, people: 1, places: 96, organisations: 0, ..Added::default() };
        assert_eq!(summary(&added), "1,204 articles, 1 person, 96 places, 0 organisations");
        let added = Added { articles: 1, revised: 2, known: 5, stopped: true, ..Added::default() };
        assert_eq!(
            summary(&added),
            "1 article, 0 people, 0 places, 0 organisations; 2 updated; 5 already known; stopped, the rest was \
             not added"
        );
    }

    #[test]
    fn refusals_are_counted_with_their_reasons() {
        let check = |rejected: &[Rejected], expected: &str| {
            let mut all = Rejections::default();
            for each in rejected {
                all.count(each);
            }
            assert_eq!(rejections(&all), expected);
        };
        let empty = Rejected::file("a.txt", "is empty", "empty");
        let missing = Rejected::file("b.txt", "is not there", "not there");
        let broken = Rejected::article("c.jsonl line 2", "is not JSON", "not JSON");
        check(std::slice::from_ref(&empty), "1 file rejected (empty)");
        check(&[empty.clone(), empty.clone()], "2 files rejected (empty)");
        check(&[missing, empty.clone(), empty.clone()], "3 files rejected (2 empty, 1 not there)");
        check(&[empty, broken.clone(), broken], "1 file and 2 articles rejected (2 not JSON, 1 empty)");
    }

    #[test]
    fn addresses_are_not_taken_for_files() {
        let (inputs, addresses) = inputs(&[
            "a.txt".into(),
            "https://example.org/".into(),
            "FEED://example.org".into(),
            "http".into(),
        ]);
        assert_eq!(inputs, [Input::Path("a.txt".into()), Input::Path("http".into())]);
        assert_eq!(addresses, ["https://example.org/", "FEED://example.org"]);
    }

    #[test]
    fn a_tag_says_something() {
        assert_eq!(tag(" harbour \u{7} news"), Ok("harbour news".to_owned()));
        assert!(tag(" \u{1b}[2J").is_err());
    }
}
