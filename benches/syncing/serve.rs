//! A server in a process of its own, and its items.

use crate::news::News;
use crate::server::Server;
use crate::speaks_google_reader::{Ways, start};
use crate::speaks_others::{fever, miniflux, nextcloud, tt_rss};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const SAMPLES: [&str; 2] = [
    include_str!("../../assets/samples/10-mosul-victory.md"),
    include_str!("../../assets/samples/02-ebola-security-council.md"),
];

/// The text of an item, as HTML: paragraphs of the samples in an order of its own, and a name of its own.
pub fn html(number: usize) -> String {
    let paragraphs: Vec<&str> = SAMPLES.iter().flat_map(|sample| sample.split("\n\n")).collect();
    let some = (0..6).map(|at| paragraphs[(number * 7 + at * (number % 5 + 1)) % paragraphs.len()]);
    let body = some.map(|text| text.replace('<', "&lt;")).collect::<Vec<_>>().join("</p><p>");
    format!("<p>{body}</p><p>Ann Lake{} spoke of story {number}.</p>", number % 90)
}

/// Serves until its input ends. Its first line of output is the address; each line of input is answered with requests so far,
/// and read and starred items.
pub fn run(protocol: &str, items: usize, feeds: usize) {
    let size = |count: usize| i64::try_from(count).expect("a small number");
    let news = News::with(size(feeds), size(items));
    for (at, item) in news.lock().items.values_mut().enumerate() {
        item.html = html(at + 1);
    }
    let server: Server = match protocol {
        "google-reader" => start(&news, Ways::default()),
        "miniflux" => miniflux(&news),
        "nextcloud" => nextcloud(&news, "v1-3"),
        "tt-rss" => tt_rss(&news),
        "fever" => fever(&news),
        _ => panic!("no protocol is called {protocol}"),
    };
    println!("{}", server.at(if protocol == "google-reader" { "/api/greader.php" } else { "" }));
    for _ in std::io::stdin().lock().lines() {
        let news = news.lock();
        let count =
            |is_in: fn(&crate::news::Item) -> bool| news.items.values().filter(|item| is_in(item)).count();
        println!("{} {} {}", server.count(), count(|item| item.is_read), count(|item| item.is_starred));
    }
}

/// What a server says of itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct State {
    pub requests: usize,
    pub read: usize,
}

/// A server in another process, until it is dropped.
pub struct Served {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    before: usize,
    pub address: String,
}

impl Served {
    pub fn start(protocol: &str, items: usize, feeds: usize) -> Self {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["serve", protocol, &items.to_string(), &feeds.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a server");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let mut served = Self { child, input, output, before: 0, address: String::new() };
        served.address = served.line();
        served
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("a line");
        line.trim().to_owned()
    }

    /// How it is doing.
    pub fn state(&mut self) -> State {
        self.input.as_mut().expect("its input").write_all(b"\n").expect("a question");
        let line = self.line();
        let mut numbers = line.split(' ').map(|word| word.parse().expect("a number"));
        State { requests: numbers.next().expect("a number"), read: numbers.next().expect("a number") }
    }

    /// Prints how many requests it got since the last time; returns how many of its items are read.
    pub fn tell(&mut self, what: &str) -> usize {
        let State { requests, read } = self.state();
        println!("    {what} {} requests; {read} items are read there", requests - self.before);
        self.before = requests;
        read
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.input.take());
        // A server that is gone already is what is wanted.
        let _ = self.child.wait();
    }
}
