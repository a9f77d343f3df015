//! How long a star takes from the key to the disk while articles come in: `cargo bench --bench marking`. The device's
//! own time to sync a page is measured beside it, since no commit can be faster than that.

#![allow(clippy::expect_used, clippy::print_stdout, missing_docs, reason = "a bench")]

use dateline::library::{Input, Library, Task};
use dateline::model::{ArticleId, Edit, Flag, Switch};
use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const SAMPLE: &str = include_str!("../assets/samples/10-mosul-victory.md");
const NOW: i64 = 1_735_732_800;

/// Articles that come in; as many as a test needs where the bench is only tried.
const ARTICLES: usize = 10_000;
const TRIED: usize = 200;

/// How long the user takes from one star to the next.
const BETWEEN: Duration = Duration::from_millis(20);

/// A feed of articles, no two of which say the same: the sample's paragraphs in another order, with names of their own.
fn feed(articles: std::ops::Range<usize>) -> Input {
    let paragraphs: Vec<&str> = SAMPLE.split("\n\n").filter(|text| text.len() > 40).collect();
    let item = |at: usize| {
        let paragraph = |part: usize| paragraphs[(at * 7 + part * 3) % paragraphs.len()];
        let body = [0, 1, 2, 3, 4, 5, 6, 7].map(paragraph).join("&lt;/p&gt;&lt;p&gt;");
        format!(
            "<item><title>Report {at} from harbour {}</title><link>https://example.org/{at}</link>\
             <guid>https://example.org/{at}</guid><description>&lt;p&gt;Ann Example{} wrote report {at}.&lt;/p&gt;&lt;p&gt;{body}\
             &lt;/p&gt;</description></item>\n",
            at % 97,
            at % 311
        )
    };
    let items: String = articles.map(item).collect();
    let feed = format!("<rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>");
    Input::Bytes { name: "harbour.xml".to_owned(), bytes: feed.into_bytes() }
}

fn main() {
    let articles = if std::env::args().any(|argument| argument == "--bench") { ARTICLES } else { TRIED };
    let folder = tempfile::tempdir().expect("a folder");
    let mut library = Library::open(folder.path()).expect("a library");
    let ids = library.add(&[feed(0..500)], &Task::new(), NOW).expect("articles").ids;
    library.catch_up(&Task::new()).expect("an index");
    let mut editor = library.editor().expect("an editor");
    let over = AtomicBool::new(false);
    let (times, syncs, took) = thread::scope(|scope| {
        let stars = scope.spawn(|| star(&mut editor, &ids, &over));
        let syncs = scope.spawn(|| sync(folder.path(), &over));
        let begun = Instant::now();
        library.add(&[feed(500..500 + articles)], &Task::new(), NOW).expect("articles");
        library.catch_up(&Task::new()).expect("an index");
        let took = begun.elapsed();
        over.store(true, Ordering::SeqCst);
        (stars.join().expect("stars"), syncs.join().expect("syncs"), took)
    });
    println!("{articles} articles came in within {:.1} s", took.as_secs_f64());
    tell("a star, to its commit", times);
    tell("the device syncs a page", syncs);
}

/// Sets and takes away stars until the intake is over; how long each took.
fn star(editor: &mut Library, ids: &[ArticleId], over: &AtomicBool) -> Vec<Duration> {
    let mut times = Vec::new();
    while !over.load(Ordering::SeqCst) {
        let at = times.len();
        let to = if (at / ids.len()).is_multiple_of(2) { Switch::On } else { Switch::Off };
        let edit = Edit::mark(Flag::Bookmark, to, ids[at % ids.len()]);
        let begun = Instant::now();
        editor.apply(&edit, &Task::new(), NOW).expect("a star");
        times.push(begun.elapsed());
        thread::sleep(BETWEEN);
    }
    times
}

/// Writes and syncs a page of a file beside the library, likewise.
fn sync(folder: &Path, over: &AtomicBool) -> Vec<Duration> {
    let mut file = File::create(folder.join("page")).expect("a file");
    let mut times = Vec::new();
    while !over.load(Ordering::SeqCst) {
        file.rewind().expect("a file");
        file.write_all(&[7; 16_384]).expect("a page");
        let begun = Instant::now();
        file.sync_data().expect("a sync");
        times.push(begun.elapsed());
        thread::sleep(BETWEEN * 5);
    }
    times
}

fn tell(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
    println!(
        "{what}: {} times, median {:.1} ms, p90 {:.1}, p99 {:.1}, longest {:.1}",
        times.len(),
        at(50),
        at(90),
        at(99),
        at(100)
    );
}
