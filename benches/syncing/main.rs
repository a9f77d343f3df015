//! What synchronising costs, with each protocol and the servers of the tests: `cargo bench --bench syncing`.
//!
//! A first synchronisation of 50,000 items beside adding the same items from files, a round with nothing new over 300
//! feeds, and 10,000 marks made offline, also if the program is killed in the middle of sending them. Server and client
//! are processes of their own, so that the figures are those of Dateline alone.
//!
//!     cargo bench --bench syncing -- PROTOCOL [ITEMS]          one protocol: google-reader miniflux nextcloud tt-rss fever
//!     cargo bench --bench syncing -- serve PROTOCOL ITEMS FEEDS     a server to try; a line of input asks how it is doing

#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs, reason = "a bench")]
#![allow(
    clippy::unwrap_used,
    clippy::type_complexity,
    dead_code,
    reason = "it shares servers with the tests"
)]

/// The allocator that the program uses (decision 070): memory is among the figures.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod client;
#[path = "../../tests/sync/news.rs"]
mod news;
mod serve;
#[path = "../../tests/common/server.rs"]
mod server;
#[path = "../../tests/sync/speaks_google_reader.rs"]
mod speaks_google_reader;
#[path = "../../tests/sync/speaks_others.rs"]
mod speaks_others;

use serve::Served;
use std::path::Path;
use std::process::Command;

const PROTOCOLS: [&str; 5] = ["google-reader", "miniflux", "nextcloud", "tt-rss", "fever"];

/// Items and feeds; as many as a test needs where the bench is only tried.
const MANY: (usize, usize) = (50_000, 300);
const TRIED: (usize, usize) = (60, 3);

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let is_bench = std::env::args().any(|word| word == "--bench");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (items, feeds) = if is_bench { MANY } else { TRIED };
    match words.as_slice() {
        ["serve", protocol, items, feeds] => serve::run(protocol, number(items), number(feeds)),
        ["client", rest @ ..] => client::run(rest),
        [] => PROTOCOLS.iter().for_each(|protocol| measure(protocol, items, feeds, false)),
        [protocol] => measure(protocol, items, feeds, true),
        [protocol, items, ..] => measure(protocol, number(items), feeds, true),
    }
}

fn number(word: &str) -> usize {
    word.parse().unwrap_or_else(|_| panic!("{word} is no number"))
}

/// Measures one protocol. Adding the same items from files is done with the first one only, since it is the same for all.
fn measure(protocol: &str, items: usize, feeds: usize, is_alone: bool) {
    println!("{protocol}: {items} items in {feeds} feeds");
    let folder = tempfile::tempdir().expect("a folder");
    if protocol == PROTOCOLS[0] || is_alone {
        client(folder.path(), &["add", &items.to_string(), &feeds.to_string()], "added from files");
    }
    let mut served = Served::start(protocol, items, feeds);
    let address = served.address.clone();
    let sync =
        |what: &[&str], told: &str| client(folder.path(), &[&[what[0], &address], &what[1..]].concat(), told);
    sync(&["first"], "first synchronisation");
    served.tell("it took");
    sync(&["rounds"], "a round with nothing new");
    served.tell("20 rounds took");
    let marks = (items / 5).to_string();
    sync(&["mark", &marks, "read"], "marks made offline, sent");
    served.tell("it took");
    // Back again, and killed in the middle.
    killed(folder.path(), &mut served, &["mark", &address, &marks, "unread"], items / 5);
    sync(&["mark", "0", "unread"], "after a kill in the middle");
    let read = served.tell("both took");
    assert_eq!(read, items / 2, "marks on the server");
    println!();
}

/// Runs a client to its end, and prints what it says of itself.
fn client(folder: &Path, words: &[&str], told: &str) {
    let output = command(folder, words).output().expect("a client");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    println!("  {told}: {}", said.trim());
}

/// Runs a client, and kills it when the server has half of its marks.
fn killed(folder: &Path, served: &mut Served, words: &[&str], marks: usize) {
    let before = served.state().read;
    let mut child = command(folder, words).spawn().expect("a client");
    while before - served.state().read.min(before) < marks / 2
        && child.try_wait().expect("a client").is_none()
    {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().expect("a client");
    child.wait().expect("a client");
}

fn command(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.arg("client").arg(folder).args(words).stdout(std::process::Stdio::piped());
    command
}
