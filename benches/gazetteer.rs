//! Speed of place look-ups: `cargo bench --bench gazetteer`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline::gazetteer::Gazetteer;
use std::hint::black_box;

/// Words as found on a page: names of many places and of few, other spellings, and words that are not places.
const WORDS: &[&str] = &[
    "Springfield",
    "Mosul",
    "The Hague",
    "St. Louis",
    "Kiev",
    "Kent County",
    "Yesterday",
    "Qwertyville",
    "Oslo",
    "San Antonio",
    "Calif.",
    "President",
    "Côte d’Ivoire",
    "Raqqa",
];

fn look_ups(criterion: &mut Criterion) {
    criterion.bench_function("open", |bench| bench.iter(Gazetteer::open));
    let gazetteer = Gazetteer::open();
    let mut group = criterion.benchmark_group("look-ups");
    group.throughput(Throughput::Elements(WORDS.len() as u64));
    group.bench_function("named", |bench| {
        bench.iter(|| WORDS.iter().map(|word| gazetteer.named(black_box(word)).len()).sum::<usize>());
    });
    let keys: Vec<String> = WORDS.iter().map(|word| dateline::text::words::bare(word)).collect();
    group.bench_function("knows", |bench| {
        bench.iter(|| keys.iter().filter(|key| gazetteer.knows(black_box(key))).count());
    });
    let numbers: Vec<u32> = WORDS.iter().flat_map(|word| gazetteer.named(word)).map(|e| e.number).collect();
    group.throughput(Throughput::Elements(numbers.len() as u64));
    group.bench_function("name", |bench| {
        bench.iter(|| numbers.iter().map(|&number| gazetteer.name(black_box(number)).len()).sum::<usize>());
    });
}

criterion_group!(benches, look_ups);
criterion_main!(benches);
