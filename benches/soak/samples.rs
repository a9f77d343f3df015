//! What a process takes, once a second, and whether that grows. A single second says little: a refresh, a search and an
//! undo may fall together. So halves are compared by their medians and 95th percentiles, and the trend of the second one
//! is the median of what the medians of its fifths gain on each other, which no single peak moves.

use std::fs;

/// What the process takes at a moment. Memory is its own, without files that are mapped.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    pub seconds: f64,
    pub memory: f64,
    pub descriptors: f64,
    pub threads: f64,
}

/// How much more the second half may take than the first has come to, in KiB: what SQLite and the allocator still fill.
const ROOM: f64 = 8.0 * 1024.0;

/// Descriptors that the second half may have open beyond those of the first: files of the index come and go.
const FILES: f64 = 16.0;

/// Threads, likewise: those that fetch.
const THREADS: f64 = 8.0;

/// Memory that the second half may gain in a minute, in KiB.
const GAIN: f64 = 512.0;

type Value = fn(&Sample) -> f64;

/// What a process takes now; none where it has ended.
pub fn take(process: u32, seconds: f64) -> Option<Sample> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let number = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<f64>().ok()
    };
    let descriptors = fs::read_dir(format!("/proc/{process}/fd")).ok()?.count();
    Some(Sample {
        seconds,
        memory: number("RssAnon:")?,
        descriptors: f64::from(u32::try_from(descriptors).ok()?),
        threads: number("Threads:")?,
    })
}

/// Prints both halves, and gives back what grew.
pub fn judge(samples: &[Sample]) -> Vec<String> {
    let tenths = samples.chunks(samples.len().div_ceil(10).max(1));
    let medians = tenths.map(|tenth| format!("{:.0}", Figures::of(tenth, |sample| sample.memory).median));
    println!(
        "memory of its own in ten equal parts, medians in KiB: {}",
        medians.collect::<Vec<_>>().join(" ")
    );
    let (first, second) = samples.split_at(samples.len() / 2);
    let mut grown = Vec::new();
    println!(
        "\n| | first half: median | 95 % | most | a minute | second half: median | 95 % | most | a minute |\n|---|---|---|---|---|---|---|---|---|"
    );
    let kinds: [(&str, Value, f64, f64); 3] = [
        ("memory of its own, KiB", |sample| sample.memory, ROOM, GAIN),
        ("descriptors", |sample| sample.descriptors, FILES, f64::MAX),
        ("threads", |sample| sample.threads, THREADS, f64::MAX),
    ];
    for (name, value, room, gain) in kinds {
        let [earlier, later] = [first, second].map(|half| Figures::of(half, value));
        println!("| {name} | {earlier} | {later} |");
        if later.usual_most > earlier.usual_most + room || later.median > earlier.usual_most + room / 2.0 {
            grown.push(format!(
                "{name}: {:.0} at most in 95 of 100 seconds of the first half, {:.0} in the second",
                earlier.usual_most, later.usual_most
            ));
        }
        if later.gain > gain {
            grown.push(format!("{name}: {:+.0} a minute in the second half", later.gain));
        }
    }
    grown
}

/// What the samples of some time say of a value.
struct Figures {
    median: f64,
    /// The 95th percentile.
    usual_most: f64,
    most: f64,
    /// What it gains in a minute: the median of what each fifth of the time gains on each earlier one.
    gain: f64,
}

impl Figures {
    fn of(samples: &[Sample], value: Value) -> Self {
        let values: Vec<f64> = samples.iter().map(value).collect();
        let fifths: Vec<(f64, f64)> = samples
            .chunks(samples.len().div_ceil(5).max(1))
            .map(|fifth| {
                (
                    percentile(fifth.iter().map(|sample| sample.seconds), 50),
                    percentile(fifth.iter().map(value), 50),
                )
            })
            .collect();
        let gains = fifths.iter().enumerate().flat_map(|(at, (then, before))| {
            fifths[at + 1..].iter().map(move |(now, value)| (value - before) / (now - then) * 60.0)
        });
        Self {
            median: percentile(values.iter().copied(), 50),
            usual_most: percentile(values.iter().copied(), 95),
            most: percentile(values.iter().copied(), 100),
            gain: percentile(gains, 50),
        }
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.0} | {:.0} | {:.0} | {:+.1}", self.median, self.usual_most, self.most, self.gain)
    }
}

/// The value that so many of a hundred do not exceed; 0 of none.
fn percentile(values: impl Iterator<Item = f64>, hundredths: usize) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    sorted.get(last * hundredths / 100).copied().unwrap_or(0.0)
}
