//! The session: a seeded user at the real program, with feeds on the loopback that have something new each time.

use super::samples::{self, Sample};
use super::server::{Server, reply};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What the user does, key by key, blanks between them: how often in all, and the keys. `{word}` is a word of the
/// articles, `{file}` a new article's file, `{size}` no key but another size of the terminal.
const DEEDS: &[(u64, &str)] = &[
    // Moving and reading.
    (30, "j"),
    (10, "k"),
    (10, "enter"),
    (8, "space"),
    (6, "n"),
    (3, "p"),
    (3, "C-d"),
    (2, "C-u"),
    (2, "G"),
    (2, "g g"),
    (4, "Tab"),
    (5, "esc"),
    (3, "C-o"),
    (2, "z"),
    (2, "<"),
    (2, ">"),
    (2, "e"),
    // Lists, indexes, pages.
    (3, "g i"),
    (3, "g u"),
    (2, "g b"),
    (2, "g h"),
    (2, "g p j enter"),
    (2, "g l j enter"),
    (2, "g o j enter"),
    (1, "g s"),
    (1, "g w"),
    (1, "g n"),
    (1, "g j"),
    (1, "g m"),
    (3, "M + + - t"),
    (2, "? esc"),
    (2, ": esc"),
    (1, "T"),
    // Refreshing and adding.
    (4, "g f j r esc"),
    (2, "R"),
    (2, "esc esc g i g a {file} enter"),
    // Searching.
    (4, "esc esc s {word} enter"),
    (2, "esc esc s {word} esc"),
    (3, "g i / {word} enter esc"),
    (2, "g i & {word} enter"),
    // Marking, and taking it back.
    (8, "m"),
    (8, "b"),
    (3, "g i t {word} enter"),
    (2, "g i j d d"),
    (1, "g i V j j b"),
    (1, "g u A"),
    (3, "g i enter a {word} C-s esc"),
    (10, "u"),
    (4, "C-r"),
    // Correcting names.
    (4, "g i enter ) i esc"),
    (3, "g i enter ) enter"),
    (2, "g i enter ) E w"),
    (2, "g i enter ) E r {word} enter enter esc"),
    (1, "g i enter ) E k j enter enter esc"),
    (1, "g i enter ) E d enter esc"),
    (2, "g i enter ) E m {word} enter enter esc"),
    // Another size.
    (4, "{size}"),
];

const WORDS: [&str; 6] = ["harbour", "ferry", "kerry", "bergen", "mayor", "the"];

/// Rows and columns, likely and unlikely ones.
const SIZES: [(u16, u16); 10] =
    [(40, 120), (24, 80), (60, 200), (30, 100), (50, 60), (10, 300), (5, 20), (1, 1), (2, 80), (150, 450)];

/// Changes that lie between what the user undoes and the feeds of the beginning.
const CUSHION: usize = 40;

/// Articles that each answer of a feed has, half of them new.
const ITEMS: usize = 10;

/// Between two keys; the time in which an escape is one, and no beginning of another key.
const KEY: Duration = Duration::from_millis(12);
const ESCAPE: Duration = Duration::from_millis(60);

/// How long the program may take to end.
const PATIENCE: Duration = Duration::from_secs(30);

struct Session {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    /// The last bytes that it painted.
    painted: Arc<Mutex<Vec<u8>>>,
    folder: PathBuf,
    files: usize,
}

pub fn run() {
    let (seconds, seed) = options();
    let folder = tempfile::tempdir().expect("a folder");
    let server = feeds(Duration::from_secs(seconds / 2));
    fill(folder.path(), &server);
    let mut session = Session::start(folder.path());
    let mut random = Random(seed * 2 + 1);
    let (begun, mut samples, mut deeds) = (Instant::now(), Vec::<Sample>::new(), 0_u64);
    while begun.elapsed() < Duration::from_secs(seconds) {
        session.act(&mut random);
        deeds += 1;
        let now = begun.elapsed().as_secs_f64();
        if samples.last().is_none_or(|last| now - last.seconds >= 1.0) {
            let sample = samples::take(session.child.process_id().expect("its number"), now);
            samples.extend(sample);
        }
        let ended = session.child.try_wait().expect("its state");
        assert!(ended.is_none(), "it ended after {deeds} deeds: {ended:?}\n{}", session.last());
    }
    session.end();
    let checked = ask(folder.path(), &["check"]);
    println!("{deeds} deeds in {seconds} s, seed {seed}; {} requests to feeds; {checked}", server.count());
    let grown = samples::judge(&samples);
    // Of a few seconds nothing can be said.
    assert!(seconds < 60 || grown.is_empty(), "{grown:?}");
}

/// Seconds and seed. Without `--bench` it is only tried whether it runs.
fn options() -> (u64, u64) {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |name: &str, usual: u64| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)?.parse().ok()).unwrap_or(usual)
    };
    let is_tried = !arguments.iter().any(|argument| argument == "--bench");
    (number("--seconds", if is_tried { 5 } else { 600 }), number("--seed", 3))
}

/// Feeds of which each answer has as many new articles as known ones, for so long; then they say what they said last.
fn feeds(growing: Duration) -> Server {
    let (begun, last) = (Instant::now(), AtomicUsize::new(0));
    Server::new(move |asked| {
        if begun.elapsed() < growing {
            last.fetch_max(asked.before, Ordering::Relaxed);
        }
        let first = asked.before.min(last.load(Ordering::Relaxed)) * ITEMS / 2;
        let item = |n: usize| {
            format!(
                "<item><title>Ferry {n} of {}</title><guid>{0}-{n}</guid><description>Mayor Ann Example{} opened the \
                 harbour of Bergen on day {n}, said Bo Reed of the Harbour Board. John Kerry saw ferry {} leave Oslo for \
                 Rotterdam.</description></item>",
                asked.path,
                n % 50,
                n * 7
            )
        };
        let items: String = (first..first + ITEMS).map(item).collect();
        let feed =
            format!("<rss version='2.0'><channel><title>{}</title>{items}</channel></rss>", asked.path);
        reply(200, &[("content-type", "application/rss+xml")], feed)
    })
}

/// The library at the beginning: the samples, and three feeds.
fn fill(folder: &Path, server: &Server) {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples").display().to_string();
    let feeds = ["/quay", "/pier", "/dock"].map(|path| server.at(path));
    println!("{}", ask(folder, &["add", &samples]));
    println!("{}", ask(folder, &["add", &feeds[0], &feeds[1], &feeds[2]]));
    // Steps to undo before these.
    for mark in ["bookmark", "unbookmark"].iter().cycle().take(CUSHION) {
        ask(folder, &["mark", mark, "is:unread"]);
    }
}

/// The environment: a library, settings, a log of its own, and nothing to open a browser with.
fn environment(folder: &Path) -> [(&'static str, PathBuf); 5] {
    [
        ("DATELINE_LIBRARY", folder.join("library")),
        ("DATELINE_LOG", folder.join("log")),
        ("HOME", folder.to_owned()),
        ("XDG_CONFIG_HOME", folder.join("settings")),
        ("PATH", folder.join("no-programs")),
    ]
}

/// What a command says; it must succeed.
fn ask(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    let output = command.args(arguments).envs(environment(folder)).output().expect("the program");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(output.status.success(), "{arguments:?}: {said:?}");
    said.concat().trim_end().to_owned()
}

fn size((rows, cols): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

impl Session {
    fn start(folder: &Path) -> Self {
        let pair = native_pty_system().openpty(size(SIZES[0])).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
        for (name, value) in environment(folder) {
            command.env(name, value);
        }
        command.env("TERM", "xterm-256color");
        command.cwd(folder);
        let child = pair.slave.spawn_command(command).expect("the program");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let keys = pair.master.take_writer().expect("a writer");
        let painted = Arc::new(Mutex::new(Vec::new()));
        let all = Arc::clone(&painted);
        std::thread::spawn(move || {
            const LAST: usize = 4_000;
            let mut buffer = [0; 1 << 14];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                let mut all = all.lock().expect("no thread panics here");
                all.extend_from_slice(&buffer[..count]);
                let beyond = all.len().saturating_sub(LAST);
                all.drain(..beyond);
            }
        });
        Self { child, master: pair.master, keys, painted, folder: folder.to_owned(), files: 0 }
    }

    /// The end of what was painted.
    fn last(&self) -> String {
        String::from_utf8_lossy(&self.painted.lock().expect("no thread panics here")).into_owned()
    }

    /// Does one thing.
    fn act(&mut self, random: &mut Random) {
        let all: u64 = DEEDS.iter().map(|(often, _)| often).sum();
        let mut at = random.below(all);
        let deed = DEEDS.iter().find(|(often, _)| {
            let is_here = at < *often;
            at = at.saturating_sub(*often);
            is_here
        });
        for key in deed.map_or("", |(_, keys)| *keys).split(' ') {
            match key {
                "{size}" => {
                    let another = SIZES[random.pick(SIZES.len())];
                    self.master.resize(size(another)).expect("another size");
                }
                "{word}" => self.send(WORDS[random.pick(WORDS.len())]),
                "{file}" => {
                    let file = self.another_file();
                    self.send(&file);
                }
                "enter" => self.send("\r"),
                "space" => self.send(" "),
                "Tab" => self.send("\t"),
                "esc" => {
                    self.send("\x1b");
                    sleep(ESCAPE);
                }
                control if control.starts_with("C-") => {
                    self.send(char::from(control.as_bytes()[2] & 0x1f).encode_utf8(&mut [0; 4]));
                }
                plain => self.send(plain),
            }
            sleep(KEY);
        }
        sleep(KEY * 4);
    }

    fn send(&mut self, keys: &str) {
        // Whether it is still there is seen by the caller.
        let _ = self.keys.write_all(keys.as_bytes());
        let _ = self.keys.flush();
    }

    /// An article in the folder in which the program was started.
    fn another_file(&mut self) -> String {
        self.files += 1;
        let name = format!("new-{}.txt", self.files);
        let text = format!(
            "Ferry {0} is late\n\nFerry {0} of Bergen came late to the harbour, said Mayor Ann Example{1}.\n",
            self.files,
            self.files % 50
        );
        fs::write(self.folder.join(&name), text).expect("an article");
        name
    }

    /// Leaves the program, which has to end well.
    fn end(&mut self) {
        self.master.resize(size(SIZES[0])).expect("the first size");
        for _ in 0..4 {
            self.send("\x1b");
            sleep(ESCAPE * 4);
        }
        self.send("Q");
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("its state") {
                break status;
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end:\n{}", self.last());
            sleep(ESCAPE);
        };
        assert!(status.success(), "{status:?}\n{}", self.last());
    }
}

/// Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, many: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % many.max(1)
    }

    fn pick(&mut self, many: usize) -> usize {
        usize::try_from(self.below(many as u64)).unwrap_or(0)
    }
}
