//! `dateline-train names`: trains the recogniser's files.

use super::super::{ExitStatus, read_input};
use super::{MOST, Output, bio};
use crate::entities::train::{self, Annotated};
use crate::extract::{decode, unpack};
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};

/// The maximum size of an unpacked file in bytes.
const LIMIT: usize = 1 << 30;

/// Train the recogniser of names
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline-train names --vectors glove.txt --into assets news.jsonl.gz wiki.jsonl.gz
  dateline-train names --into assets --measure unseen.jsonl.gz")]
pub struct Arguments {
    /// Annotated documents, one JSON object per line: tokens, tags (BIO: PER LOC ORG MISC), sents; or text and names
    /// (first code point, end, class); gzipped or not
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Word vectors to make the clusters from: one word and its numbers per line, the most frequent first; without
    /// them the folder's clusters are used
    #[arg(long, value_name = "FILE")]
    vectors: Option<PathBuf>,
    /// The folder for word-clusters.bin and name-weights.bin
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    /// The number of runs to average; fewer are faster and slightly worse
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..))]
    runs: u8,
    /// Do not train, but evaluate the folder's files on the documents
    #[arg(long, conflicts_with = "vectors")]
    measure: bool,
}

/// Writes the two files, or evaluates them.
pub fn run(arguments: &Arguments, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let documents = arguments.files.iter().map(|path| documents(path)).collect::<anyhow::Result<Vec<_>>>()?;
    let [clusters_path, weights_path] =
        ["word-clusters.bin", "name-weights.bin"].map(|name| arguments.into.join(name));
    if arguments.measure {
        let (weights, clusters) = (bytes(&weights_path)?, bytes(&clusters_path)?);
        for (path, documents) in arguments.files.iter().zip(&documents) {
            measure(path, documents, &weights, &clusters, output)?;
        }
        return Ok(ExitStatus::Done);
    }
    let clusters = match &arguments.vectors {
        Some(vectors) => {
            let (words, vectors) = vectors_of(&text(vectors)?)?;
            let clusters = train::cluster(&words, &vectors);
            write(&clusters_path, &clusters)?;
            clusters
        }
        None => bytes(&clusters_path)?,
    };
    let report = &mut |step| output.warn(format_args!("{step}"));
    let weights = train::train(&documents.concat(), &clusters, usize::from(arguments.runs), report)
        .context("the clusters are damaged: rebuild them with --vectors")?;
    write(&weights_path, &weights)?;
    Ok(ExitStatus::Done)
}

/// The documents of a file.
fn documents(path: &Path) -> anyhow::Result<Vec<Annotated>> {
    let mut documents = Vec::new();
    for (number, line) in text(path)?.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = || format!("{}, line {}", path.display(), number + 1);
        documents.extend(bio::documents(line).with_context(place)?);
    }
    Ok(documents)
}

/// Reports how many names in a file are right.
fn measure(
    path: &Path,
    documents: &[Annotated],
    weights: &[u8],
    clusters: &[u8],
    output: &mut Output,
) -> anyhow::Result<()> {
    let [right, found, there] = train::measure(documents, weights, clusters)
        .context("the weights or the clusters are damaged: train again with --vectors")?;
    let [right, found, there] = [right, found, there].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    let percent = |share: u32, of: u32| 100.0 * f64::from(share) / f64::from(of.max(1));
    let (precision, recall) = (percent(right, found), percent(right, there));
    let f1 = percent(2 * right, found + there);
    output.line(format_args!(
        "{}: precision {precision:.1}, recall {recall:.1}, F1 {f1:.1} of {there} names",
        path.display()
    ))?;
    Ok(())
}

fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    Ok(read_input(path, MOST)?.1)
}

/// The text of a file, unpacked if necessary.
fn text(path: &Path) -> anyhow::Result<String> {
    let bytes = bytes(path)?;
    let bytes = unpack(&bytes, LIMIT).with_context(|| path.display().to_string())?;
    Ok(decode(&bytes, None))
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}

/// Words with their vectors.
fn vectors_of(text: &str) -> anyhow::Result<(Vec<String>, Vec<Vec<f32>>)> {
    let (mut words, mut vectors) = (Vec::new(), Vec::<Vec<f32>>::new());
    for (number, line) in text.lines().enumerate() {
        let mut fields = line.split(' ');
        words.push(fields.next().unwrap_or_default().to_owned());
        let vector: Result<Vec<f32>, _> = fields.map(str::parse).collect();
        let vector =
            vector.with_context(|| format!("vectors, line {}: not a word and numbers", number + 1))?;
        if vectors.first().is_some_and(|first| first.len() != vector.len()) {
            bail!("vectors, line {}: {} numbers, other lines have more or fewer", number + 1, vector.len());
        }
        vectors.push(vector);
    }
    Ok((words, vectors))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_are_read_and_faults_named() {
        let (words, vectors) = vectors_of("sea 1 0.5\nland -1 2").expect("two words");
        assert_eq!(
            (words, vectors),
            (vec!["sea".into(), "land".into()], vec![vec![1.0, 0.5], vec![-1.0, 2.0]])
        );
        for (text, expected) in [
            ("sea 1 x", "vectors, line 1: not a word and numbers"),
            ("sea 1 2\nland 1", "vectors, line 2: 1 numbers, other lines have more or fewer"),
        ] {
            assert_eq!(vectors_of(text).expect_err("a fault").to_string(), expected);
        }
    }
}
