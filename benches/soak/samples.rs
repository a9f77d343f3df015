//! What a process takes, once a second, and whether that grows.

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

/// Memory that the second half may gain in a minute, in KiB, by its line of least squares.
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
    let means = tenths.map(|tenth| format!("{:.0}", figures(tenth, |sample| sample.memory).0));
    println!("memory of its own in ten equal parts, KiB: {}", means.collect::<Vec<_>>().join(" "));
    let (first, second) = samples.split_at(samples.len() / 2);
    let mut grown = Vec::new();
    println!(
        "\n| | first half: mean | most | a minute | second half: mean | most | a minute |\n|---|---|---|---|---|---|---|"
    );
    let kinds: [(&str, Value, f64, f64); 3] = [
        ("memory of its own, KiB", |sample| sample.memory, ROOM, GAIN),
        ("descriptors", |sample| sample.descriptors, FILES, f64::MAX),
        ("threads", |sample| sample.threads, THREADS, f64::MAX),
    ];
    for (name, value, room, gain) in kinds {
        let [(mean, most, slope), (later_mean, later_most, later_slope)] =
            [first, second].map(|half| figures(half, value));
        println!(
            "| {name} | {mean:.0} | {most:.0} | {slope:+.1} | {later_mean:.0} | {later_most:.0} | {later_slope:+.1} |"
        );
        if later_most > most + room || later_mean > most + room / 2.0 {
            grown.push(format!("{name}: {most:.0} at most in the first half, {later_most:.0} in the second"));
        }
        if later_slope > gain {
            grown.push(format!("{name}: {later_slope:+.0} a minute in the second half"));
        }
    }
    grown
}

/// Mean, maximum, and what the line of least squares gains in a minute.
fn figures(samples: &[Sample], value: Value) -> (f64, f64, f64) {
    let mean_of = |of: &dyn Fn(&Sample) -> f64| {
        samples.iter().map(of).sum::<f64>() / f64::from(u32::try_from(samples.len().max(1)).unwrap_or(1))
    };
    let (mean, middle) = (mean_of(&value), mean_of(&|sample| sample.seconds));
    let together = mean_of(&|sample| (sample.seconds - middle) * (value(sample) - mean));
    let spread = mean_of(&|sample| (sample.seconds - middle).powi(2));
    let slope = if spread > 0.0 { together / spread * 60.0 } else { 0.0 };
    (mean, samples.iter().map(value).fold(0.0, f64::max), slope)
}
