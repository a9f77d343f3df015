//! What it takes to fill a library: the sample articles in ever other orders, added to a new library and once more to the
//! same one. Nothing outside the project is needed; `.ci/scale.py` measures large libraries.

#![allow(clippy::expect_used, missing_docs, reason = "a bench")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use dateline::library::{Input, Library, Task};

const SAMPLES: [&str; 2] = [
    include_str!("../assets/samples/10-mosul-victory.md"),
    include_str!("../assets/samples/02-ebola-security-council.md"),
];

/// Articles, and more than are counted at a time.
const ARTICLES: usize = 400;

const NOW: i64 = 1_735_732_800;

/// As JSON lines: each has paragraphs of the samples in an order of its own, and a name of its own.
fn articles() -> Vec<u8> {
    let paragraphs: Vec<&str> = SAMPLES.iter().flat_map(|sample| sample.split("\n\n")).collect();
    let line = |number: usize| {
        let some = (0..6).map(|at| paragraphs[(number * 7 + at * (number % 5 + 1)) % paragraphs.len()]);
        let text = some.collect::<Vec<_>>().join("\n\n");
        let text = format!("{text}\n\nAnn Lake{} spoke of story {number}.", number % 90);
        let published = format!("20{:02}-{:02}-{:02}", number % 20, number % 12 + 1, number % 28 + 1);
        serde_json::json!({ "title": format!("Story {number}"), "published": published, "text": text })
            .to_string()
    };
    (0..ARTICLES).map(line).collect::<Vec<_>>().join("\n").into_bytes()
}

fn adding(criterion: &mut Criterion) {
    let bytes = articles();
    let input = || [Input::Bytes { name: "articles.jsonl".to_owned(), bytes: bytes.clone() }];
    let mut group = criterion.benchmark_group("add");
    group.sample_size(10).throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("new articles", |b| {
        let library = || {
            let folder = tempfile::tempdir().expect("a folder");
            let library = Library::open(folder.path()).expect("a library");
            (folder, library)
        };
        let add = |(folder, mut library): (tempfile::TempDir, Library)| {
            library.add(&input(), &Task::new(), NOW).expect("added");
            (folder, library)
        };
        b.iter_batched(library, add, BatchSize::PerIteration);
    });
    let folder = tempfile::tempdir().expect("a folder");
    let mut library = Library::open(folder.path()).expect("a library");
    library.add(&input(), &Task::new(), NOW).expect("added");
    group.bench_function("known articles", |b| {
        b.iter(|| library.add(&input(), &Task::new(), NOW).expect("added"));
    });
    group.finish();
}

criterion_group!(benches, adding);
criterion_main!(benches);
