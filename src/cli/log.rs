//! `dateline log`: Dateline's log.

use super::output::Output;
use super::{ExitStatus, Places};
use crate::logging;
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;
use std::thread;
use std::time::Duration;

/// Print the log: starts, refreshes, failures and internal errors
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline log
  dateline log --follow
  dateline --log-level debug refresh && dateline log | tail

The log holds no texts of articles and nothing that was searched for; addresses stand in it without names,
passwords and queries.")]
pub struct Arguments {
    /// Keep printing new lines until Ctrl-C
    #[arg(long, short)]
    follow: bool,
    /// Only print the path of the file
    #[arg(long, conflicts_with = "follow")]
    path: bool,
}

/// The interval between checks of the file.
const PAUSE: Duration = Duration::from_millis(300);

/// Prints the file, once or for as long as the user watches.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let path = places.log()?.join(logging::FILE);
    if arguments.path {
        output.line(path.display())?;
        return Ok(ExitStatus::Done);
    }
    let mut read = 0;
    let is_there = copy_from(&path, &mut read, output)?;
    if !is_there && !arguments.follow {
        output.warn(format_args!("nothing has been logged yet; {} is not there", path.display()));
    }
    if arguments.follow {
        loop {
            output.flush()?;
            thread::sleep(PAUSE);
            copy_from(&path, &mut read, output)?;
        }
    }
    Ok(ExitStatus::Done)
}

/// Prints what follows after this many bytes of the file; all of it if the file has been replaced. Returns whether
/// there is a file.
fn copy_from(path: &Path, read: &mut u64, output: &mut Output) -> anyhow::Result<bool> {
    let mut file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        file => file?,
    };
    if file.metadata()?.len() < *read {
        *read = 0;
    }
    file.seek(SeekFrom::Start(*read))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    // A line that is still being written is left for the next time.
    let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
    *read += whole as u64;
    output.text(&String::from_utf8_lossy(&bytes[..whole]))?;
    Ok(true)
}
