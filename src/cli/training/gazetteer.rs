//! `dateline-train gazetteer`: packs the gazetteer's file from a table of places (`assets/build/make.sh`).

use super::super::{ExitStatus, read_input};
use super::{MOST, Output};
use crate::gazetteer;
use anyhow::Context;
use std::path::PathBuf;

/// Pack the gazetteer
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline-train gazetteer assets/build/gazetteer.tsv --into assets/gazetteer.bin")]
pub struct Arguments {
    /// Places, one per line, as written by assets/build/places.py
    #[arg(value_name = "FILE")]
    table: PathBuf,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    into: PathBuf,
}

/// Writes the file and reports its length.
pub fn run(arguments: &Arguments, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let (name, bytes) = read_input(&arguments.table, MOST)?;
    let lines = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8"))?;
    let packed = gazetteer::pack(&lines).with_context(|| name.clone())?;
    let into = arguments.into.display();
    std::fs::write(&arguments.into, &packed).with_context(|| format!("{into} cannot be written"))?;
    output.line(format_args!("{into}: {} bytes", packed.len()))?;
    Ok(ExitStatus::Done)
}
