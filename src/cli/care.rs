//! `dateline check`, `reindex`, `compact`, `backup` and `restore`: maintenance of a library.

use super::output::Output;
use super::progress::Progress;
use super::{ExitStatus, Places, clock};
use crate::library::{Fault, Forgotten, Library, Retention, SharedFolder, Task};
use crate::text::width::counted;
use std::path::{Path, PathBuf};

/// Check the library: texts, names, counts, lists, search index
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline check
  dateline check --repair    rebuild what is derived; texts and marks are not changed

A damaged database is set aside by --repair, and what can be read of it is read.

Exit status 1 if something is wrong.")]
pub struct CheckArguments {
    /// Rebuild what is derived (lists, counts, the search index), and salvage a damaged database
    #[arg(long)]
    repair: bool,
}

/// Rebuild the search index
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline reindex

The index that there is stays until the new one is whole, so this needs as much free space as the index takes up.")]
pub struct ReindexArguments {}

/// Compress the library, and return unused disk space
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline compact
  dateline compact --for-good

The settings keep_days and keep_articles say what is kept (all, where they are not set). What they do not keep is \
deleted, except what is bookmarked, tagged or has a note; `dateline undo` brings it back. Deleted articles that nothing \
can bring back any more are removed for good. It needs as much free space as the library takes up.")]
pub struct CompactArguments {
    /// Also remove what was deleted lately; it cannot be brought back
    #[arg(long)]
    for_good: bool,
}

/// Write a complete copy of the library to a file
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline backup ~/dateline-2024-03-01.db.gz
  dateline backup /media/disk/dateline.db.gz && dateline stats

The screen may be open meanwhile. The file is a compressed SQLite database, without the search index.")]
pub struct BackupArguments {
    /// The file to create; it must not exist yet
    file: PathBuf,
}

/// Replace the library with a backup
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline restore ~/dateline-2024-03-01.db.gz
  dateline restore --last                      the newest backup in the library's `backups` folder

The previous library is kept as a backup, which can be restored in the same way. Dateline never deletes it; \
`dateline stats` shows how large the backups are.")]
pub struct RestoreArguments {
    /// A file written by `dateline backup`, or one from the library's `backups` folder
    #[arg(required_unless_present = "last", conflicts_with = "last")]
    file: Option<PathBuf>,
    /// The newest backup that Dateline made by itself
    #[arg(long)]
    last: bool,
}

/// Checks the library, and repairs what can be rebuilt.
pub fn check(arguments: &CheckArguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let mut is_lost = false;
    let faults = if arguments.repair {
        let (faults, salvage) =
            places.alone(output, |folder| Library::mend(folder, &Task::new(), clock()))?;
        if let Some(salvage) = salvage {
            is_lost = salvage.is_partial || salvage.damaged_texts > 0;
            output.warn(format_args!("{}", salvage.sentence()));
        }
        faults.into_iter().map(|sentence| Fault { sentence, is_mended: false }).collect()
    } else {
        places.open_to_read(output)?.faults(&Task::new())?
    };
    if let Some(shared) = SharedFolder::of(&places.library()?) {
        output.warn(format_args!("{}", shared.sentence()));
    }
    if faults.is_empty() {
        let library = places.open_to_read(output)?;
        let aside = library.set_aside();
        if aside.states > 0 {
            output.warn(format_args!(
                "set aside: {} of this library, {}; when no longer needed: {}",
                counted(aside.states, "earlier state", "earlier states"),
                indicatif::BinaryBytes(aside.bytes),
                aside.deletion()
            ));
        }
        let articles = counted(library.counts()?.articles, "article", "articles");
        let is_behind = !library.can_search()?;
        let pending = if is_behind { "; the next search completes its index" } else { "" };
        let state = if is_lost { "nothing is wrong with what is left" } else { "nothing is wrong" };
        output.line(format!("{state}: {articles}{pending}"))?;
        return Ok(if is_lost { ExitStatus::Partial } else { ExitStatus::Done });
    }
    for fault in &faults {
        output.line(&fault.sentence)?;
    }
    if faults.iter().any(|fault| fault.is_mended) {
        output.warn(format_args!("`dateline check --repair` rebuilds what is derived"));
    }
    if faults.iter().any(|fault| !fault.is_mended) {
        let texts = if arguments.repair { "this" } else { "what cannot be read" };
        match places.last_backup()? {
            Some(backup) => output.warn(format_args!(
                "{texts} cannot be rebuilt; `dateline restore --last` brings back the last backup ({}), without what \
                 came after it",
                backup.display()
            )),
            None => output.warn(format_args!("{texts} cannot be rebuilt, and there is no backup")),
        }
    }
    Ok(ExitStatus::Partial)
}

/// Rebuilds the search index.
pub fn reindex(_: &ReindexArguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let mut library = places.open_alone(output)?;
    let progress = Progress::of_articles("indexing", output);
    let shown = progress.clone();
    let done = library.reindex(&Task::reporting(move |done, total| shown.tell(done, total)));
    progress.end();
    let done = match done {
        Err(error) if library.can_search().unwrap_or(false) => {
            return Err(anyhow::Error::from(error).context("the search index stays as it was"));
        }
        done => done?,
    };
    output.summary(&format!("indexed {}", counted(done.indexed, "article", "articles")))?;
    Ok(ExitStatus::Done)
}

/// Deletes what is not kept, compresses the library, and returns unused disk space.
pub fn compact(
    arguments: &CompactArguments,
    places: &Places,
    output: &mut Output,
) -> anyhow::Result<ExitStatus> {
    let config = places.config();
    output.warn_each(&config.complaints);
    let retention = Retention { days: config.keep_days, articles_a_feed: config.keep_articles };
    let forgotten = if arguments.for_good { Forgotten::All } else { Forgotten::Unreachable };
    let done = places.open()?.compact(retention, forgotten, &Task::new(), clock())?;
    if done.deleted > 0 {
        let articles = counted(done.deleted, "article", "articles");
        let end = if arguments.for_good { "" } else { "; `dateline undo` brings them back" };
        output.summary(&format!("deleted {articles} that the settings do not keep{end}"))?;
    }
    if done.forgotten > 0 {
        let articles = counted(done.forgotten, "deleted article", "deleted articles");
        output.summary(&format!("removed {articles} for good"))?;
    }
    let megabytes = |bytes: u64| format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10);
    let (now, before) = (megabytes(done.now), megabytes(done.before));
    output.summary(&format!("the library takes up {now}, {before} before"))?;
    Ok(ExitStatus::Done)
}

/// Writes a backup.
pub fn backup(
    arguments: &BackupArguments,
    places: &Places,
    output: &mut Output,
) -> anyhow::Result<ExitStatus> {
    if arguments.file == Path::new("-") {
        output.warn(format_args!("a backup goes to a file; name it, or ./- if it is to be called so"));
        return Ok(ExitStatus::Misused);
    }
    let library = places.open_to_read(output)?;
    library.backup(&arguments.file)?;
    let articles = counted(library.counts()?.articles, "article", "articles");
    output.summary(&format!("wrote {articles} to {}", arguments.file.display()))?;
    Ok(ExitStatus::Done)
}

/// Restores a backup.
pub fn restore(
    arguments: &RestoreArguments,
    places: &Places,
    output: &mut Output,
) -> anyhow::Result<ExitStatus> {
    let file = match &arguments.file {
        Some(file) => Some(file.clone()),
        None => places.last_backup()?,
    };
    let Some(file) = file else {
        output.warn(format_args!("this library has no backup of its own; name a file"));
        return Ok(ExitStatus::Partial);
    };
    let progress = Progress::of_articles("indexing", output);
    let shown = progress.clone();
    let task = Task::reporting(move |done, total| shown.tell(done, total));
    let restored = places.alone(output, |folder| Library::restore(folder, &file, &task, clock()));
    progress.end();
    let restored = restored?;
    let articles = counted(restored.articles, "article", "articles");
    let before = restored.replaced.map(|path| format!("; what was there before is {}", path.display()));
    output.summary(&format!("restored {articles}{}", before.unwrap_or_default()))?;
    Ok(ExitStatus::Done)
}
