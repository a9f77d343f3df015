//! The real program in a real pseudo-terminal: it starts, shows articles, resizes, and restores the terminal however
//! it ends.

#![cfg(unix)]
#![allow(clippy::expect_used, reason = "what a test cannot do without")]

#[path = "terminal/passwords.rs"]
mod passwords;
#[path = "terminal/sent.rs"]
mod sent;
#[path = "common/server.rs"]
#[allow(dead_code, reason = "each test program uses a part of it")]
mod server;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// A program in a pseudo-terminal, and its visible screen.
struct Pty {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    bytes: Vec<u8>,
    before: String,
}

/// How long something may take before the test fails: generous, since machines are busy.
const PATIENCE: Duration = Duration::from_mins(1);

impl Pty {
    fn spawn(mut command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env_remove("NO_COLOR");
        let before = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).expect("the program");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 1 << 14];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(size_of(rows), size_of(columns), 0);
        Self { master: pair.master, child, writer, output, screen, bytes: Vec::new(), before }
    }

    /// Dateline with its own library in a temporary folder.
    fn dateline(folder: &std::path::Path, columns: u16, rows: u16) -> Self {
        Self::spawn(command(folder), columns, rows)
    }

    fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).expect("keys");
        self.writer.flush().expect("keys");
    }

    fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Reads until the output is as wanted.
    fn until(&mut self, what: &str, wanted: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !wanted(self) {
            assert!(Instant::now() < end, "never saw {what}:\n{}", self.text());
            match self.output.recv_timeout(Duration::from_millis(100)) {
                Ok(bytes) => self.take(bytes),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    assert!(wanted(self), "ended before {what}:\n{}", self.text());
                }
            }
        }
    }

    fn take(&mut self, bytes: Vec<u8>) {
        self.screen.process(&bytes);
        self.bytes.extend(bytes);
    }

    fn sees(&mut self, text: &str) {
        self.until(text, |pty| pty.text().contains(text));
    }

    /// Waits for a text that the next screen may cover at once.
    fn says(&mut self, text: &str) {
        self.until(text, |pty| String::from_utf8_lossy(&pty.bytes).contains(text));
    }

    /// Waits for the end and reads the remaining output.
    fn ends(&mut self) -> u32 {
        let status = self.child.wait().expect("an end");
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.take(bytes);
        }
        status.exit_code()
    }

    /// The terminal is as it was before: its modes, its screen, its cursor, its mouse.
    fn assert_restored(&self) {
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "still on the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert!(!screen.bracketed_paste());
        assert_eq!(modes(&*self.master), self.before, "the line discipline");
    }
}

fn size_of(cells: u16) -> std::num::NonZero<u16> {
    std::num::NonZero::new(cells).expect("a terminal has rows and columns")
}

fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("the terminal's modes"))
}

fn command(folder: &std::path::Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
    command.arg("--library");
    command.arg(folder.join("library"));
    command.env("DATELINE_LOG", folder.join("log"));
    let config = folder.join("config.toml");
    if config.exists() {
        command.arg("--config");
        command.arg(config);
    }
    command
}

fn signal(name: &str, pty: &Pty) {
    let id = pty.child.process_id().expect("a process").to_string();
    let sent = std::process::Command::new("kill").args([name, &id]).status().expect("kill");
    assert!(sent.success());
}

const FIRST_LINE: &str = "Start here";

#[test]
fn it_starts_on_the_sample_library_reads_and_leaves_the_terminal_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut pty = Pty::dateline(folder.path(), 120, 40);
    pty.sees(FIRST_LINE);
    pty.sees("19 articles");
    assert!(pty.screen.screen().alternate_screen());
    // Names come after the first articles are painted.
    pty.sees("PEOPLE");
    pty.send("\r)");
    pty.sees("dossier of the name");
    pty.send("Q");
    assert_eq!(pty.ends(), 0);
    pty.assert_restored();
}

#[test]
fn it_lays_itself_out_again_when_the_terminal_changes_its_size() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut pty = Pty::dateline(folder.path(), 140, 40);
    pty.sees("PEOPLE");
    pty.screen.screen_mut().set_size(size_of(20), size_of(60));
    pty.master.resize(PtySize { rows: 20, cols: 60, pixel_width: 0, pixel_height: 0 }).expect("another size");
    pty.until("one pane", |pty| {
        let text = pty.text();
        text.contains(FIRST_LINE) && !text.contains("PEOPLE") && !text.contains('│')
    });
    pty.send("Q");
    assert_eq!(pty.ends(), 0);
}

#[test]
fn sigterm_ends_it_in_good_order_and_nothing_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut pty = Pty::dateline(folder.path(), 120, 40);
    pty.sees("19 articles");
    pty.send("b");
    pty.sees("Bookmarked");
    signal("-TERM", &pty);
    assert_eq!(pty.ends(), 128 + 15);
    pty.assert_restored();
    let mut again = Pty::dateline(folder.path(), 120, 40);
    again.sees("★");
    again.send("Q");
    assert_eq!(again.ends(), 0);
}

#[test]
fn whatever_signal_ends_it_the_terminal_is_given_back() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, number) in [("-HUP", 1), ("-INT", 2), ("-QUIT", 3), ("-USR1", 10), ("-ABRT", 6), ("-XCPU", 24)]
    {
        let mut pty = Pty::dateline(folder.path(), 120, 40);
        pty.sees("19 articles");
        signal(name, &pty);
        assert_eq!(pty.ends(), 128 + number, "{name}");
        pty.assert_restored();
    }
}

#[test]
fn a_second_screen_writes_as_soon_as_the_first_has_died() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut first = Pty::dateline(folder.path(), 120, 40);
    first.sees("19 articles");
    let mut second = Pty::dateline(folder.path(), 120, 40);
    second.sees(FIRST_LINE);
    signal("-KILL", &first);
    first.ends();
    second.sees("this one writes from now on");
    second.send("b");
    second.sees("Bookmarked");
    second.send("Q");
    assert_eq!(second.ends(), 0);
}

#[test]
fn two_screens_change_one_library() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut first = Pty::dateline(folder.path(), 120, 40);
    first.sees("19 articles");
    let mut second = Pty::dateline(folder.path(), 120, 40);
    second.sees(FIRST_LINE);
    second.send("b");
    second.sees("Bookmarked");
    first.sees("★");
    second.send("u");
    second.sees("Undone");
    first.until("no star", |pty| !pty.text().contains('★'));
    second.send("b");
    second.sees("Bookmarked");
    second.send("Q");
    assert_eq!(second.ends(), 0);
    first.sees("★");
    first.send("Q");
    assert_eq!(first.ends(), 0);
}

#[test]
fn control_z_gives_the_shell_its_terminal_and_fg_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut shell = CommandBuilder::new("sh");
    shell.arg("-i");
    shell.env("PS1", "shell> ");
    shell.env("DATELINE_LOG", folder.path().join("log"));
    let mut pty = Pty::spawn(shell, 120, 40);
    pty.sees("shell>");
    let library = folder.path().join("library");
    pty.send(&format!("{} --library {}\r", env!("CARGO_BIN_EXE_dateline"), library.display()));
    pty.sees("19 articles");
    pty.send("\u{1a}");
    pty.until("the shell's screen", |pty| {
        !pty.screen.screen().alternate_screen() && pty.text().contains("Stopped")
    });
    pty.send("fg\r");
    pty.until("Dateline again", |pty| {
        pty.screen.screen().alternate_screen() && pty.text().contains("19 articles")
    });
    pty.send("Q");
    pty.until("the shell again", |pty| !pty.screen.screen().alternate_screen());
    pty.child.kill().expect("the shell's end");
}

/// A real panic in a real terminal: this test runs itself again in a pseudo-terminal, takes the terminal over there,
/// and panics.
#[test]
fn a_panic_gives_the_terminal_back_and_then_says_what_went_wrong() {
    const CHILD: &str = "DATELINE_TEST_PANICS";
    if std::env::var_os(CHILD).is_some() {
        let terminal = dateline::runtime::terminal::Terminal::enter(true).expect("the terminal");
        std::thread::sleep(Duration::from_millis(200));
        let size = terminal.size().expect("a size");
        panic!("told after the terminal of {size:?} was given back");
    }
    let mut command = CommandBuilder::new(std::env::current_exe().expect("this test"));
    command.args(["--exact", "a_panic_gives_the_terminal_back_and_then_says_what_went_wrong", "--nocapture"]);
    command.args(["--test-threads", "1"]);
    command.env(CHILD, "1");
    let mut pty = Pty::spawn(command, 120, 40);
    assert_ne!(pty.ends(), 0);
    pty.assert_restored();
    let all = String::from_utf8_lossy(&pty.bytes).into_owned();
    let given_back = all.rfind("\u{1b}[?1049l").expect("the alternate screen is left");
    let told = all.find("told after the terminal").expect("the panic is told");
    assert!(all.contains("\u{1b}[?1049h") && given_back < told || all[told..].contains("\u{1b}[?1049l"));
    assert!(all.find("\u{1b}[?1049l").expect("left") < told, "told on the screen that goes away");
}

/// A text full of escape sequences is shown without any of them reaching the terminal.
#[test]
fn foreign_escape_sequences_do_not_reach_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let evil = "A headline \u{1b}]0;owned\u{7} with a trap\n\nThe first paragraph \u{1b}[31mturns red\u{1b}[0m and \
                \u{9b}5n asks, and \u{1b}]52;c;b3duZWQ=\u{7} copies. It goes on for long enough to be an article of \
                some length, so that nobody takes it for a menu.\n\n\u{202e}The second paragraph runs backwards, and \
                then it ends as every paragraph does, with a full stop.\n";
    let file = folder.path().join("evil.txt");
    std::fs::write(&file, evil).expect("a file");
    let library = folder.path().join("library");
    let added = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"))
        .env("DATELINE_LOG", folder.path().join("log"))
        .arg("--library")
        .arg(&library)
        .arg("add")
        .arg(&file)
        .output()
        .expect("dateline add");
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    let mut pty = Pty::dateline(folder.path(), 120, 40);
    pty.sees("The first paragraph");
    pty.send("\r");
    pty.sees("turns red");
    pty.send("Q");
    assert_eq!(pty.ends(), 0);
    let raw = String::from_utf8_lossy(&pty.bytes);
    for escape in ["\u{1b}]0;", "\u{1b}[31m", "\u{9b}", "\u{1b}]52", "\u{202e}"] {
        assert!(!raw.contains(escape), "{escape:?} reached the terminal");
    }
}

#[test]
fn a_page_that_takes_long_stops_no_key() {
    use std::sync::{Arc, Mutex};
    let folder = tempfile::tempdir().expect("a folder");
    let gate = Arc::new(Mutex::new(()));
    let closed = gate.lock().expect("a gate");
    let gate_of_server = Arc::clone(&gate);
    let server = server::Server::new(move |_: &server::Asked| {
        drop(gate_of_server.lock());
        let page = "<article><h1>Harbour opens</h1><p>The harbour of Aden opens on Thursday, said its master.</p>\
            <p>Divers had looked at every chain and every anchor twice, and found two of them to be worn.</p></article>";
        server::reply(200, &[("Content-Type", "text/html")], page)
    });
    let article = format!(
        r#"{{"title": "Harbour opens", "text": "The harbour of Aden opens.", "url": "{}"}}"#,
        server.at("/harbour")
    );
    let input = dateline::library::Input::Bytes { name: "a.json".to_owned(), bytes: article.into_bytes() };
    let mut library = dateline::library::Library::open(&folder.path().join("library")).expect("a library");
    library.add(&[input], &dateline::library::Task::new(), 1_735_732_800).expect("an article");
    drop(library);

    // The server is in the test's own network.
    let settings = format!("trusted_hosts = ['{}']", server.at("").trim_start_matches("http://"));
    std::fs::write(folder.path().join("config.toml"), settings).expect("settings");
    let mut pty = Pty::dateline(folder.path(), 120, 40);
    pty.sees("Harbour opens");
    pty.send("x");
    pty.sees("fetching the full text of Harbour opens");
    pty.send("b");
    pty.sees("Bookmarked “Harbour opens” · u undoes");
    drop(closed);
    pty.sees("Showed the full text of “Harbour opens” · u undoes");
    pty.sees("two of them to be worn");
    pty.send("Q");
    assert_eq!(pty.ends(), 0);
    pty.assert_restored();
}

fn stars(screen: &vt100::Screen) -> usize {
    screen.contents().matches('★').count()
}

/// A star that is shown full is in the library, whatever ends the program; a hollow one may not be.
#[test]
fn what_is_shown_as_kept_survives_kill_9_and_is_undone_in_the_next_life() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut first = Pty::dateline(folder.path(), 100, 30);
    first.sees(FIRST_LINE);
    first.send("b");
    first.until("a star", |pty| stars(pty.screen.screen()) == 1);
    first.send("jb");
    first.until("two stars", |pty| stars(pty.screen.screen()) == 2);
    signal("-KILL", &first);
    first.ends();
    let mut second = Pty::dateline(folder.path(), 100, 30);
    second.until("both stars", |pty| stars(pty.screen.screen()) == 2);
    second.send("u");
    second.until("one star undone", |pty| stars(pty.screen.screen()) == 1);
    signal("-KILL", &second);
    second.ends();
    let mut third = Pty::dateline(folder.path(), 100, 30);
    third.until("one star", |pty| stars(pty.screen.screen()) == 1);
    third.send("u");
    third.until("the other undone", |pty| stars(pty.screen.screen()) == 0);
    signal("-KILL", &third);
    third.ends();
    let library = dateline::library::Library::open(&folder.path().join("library")).expect("the library");
    assert_eq!(library.counts().expect("counts").bookmarked, 0);
    assert_eq!(library.check(&dateline::library::Task::new()).expect("a check"), Vec::<String>::new());
}

#[test]
fn it_starts_on_a_damaged_library_with_what_can_be_read_and_on_junk_with_a_banner() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("library/library.db");
    let mut pty = Pty::dateline(folder.path(), 100, 30);
    pty.sees(FIRST_LINE);
    pty.send("q");
    pty.ends();
    let whole = std::fs::read(&database).expect("a database");
    let without_header: Vec<u8> = [&[0; 100], &whole[100..]].concat();
    std::fs::write(&database, without_header).expect("damage");
    let mut pty = Pty::dateline(folder.path(), 100, 30);
    pty.says("articles were read from it");
    pty.sees(FIRST_LINE);
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    std::fs::write(&database, vec![7; whole.len()]).expect("damage");
    let mut pty = Pty::dateline(folder.path(), 100, 30);
    pty.sees("read-only: the library cannot be read");
    pty.send("q");
    assert_eq!(pty.ends(), 1);
    pty.assert_restored();
}

/// Answers to the query of the background (OSC 11): torn into bytes, after keys were pressed, or none at all. No byte of
/// them is taken for a key.
#[test]
fn the_background_is_told_late_and_in_pieces_and_no_byte_of_it_is_a_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut with_query = command(folder.path());
    with_query.env_remove("COLORFGBG");
    let mut pty = Pty::spawn(with_query, 120, 40);
    pty.sees("19 articles");
    let ink = |screen: &vt100::Screen| screen.cell(0, 1).map(vt100::Cell::fgcolor);
    let dark = ink(pty.screen.screen());
    pty.send("j");
    assert!(String::from_utf8_lossy(&pty.bytes).contains("\u{1b}]11;?"), "it is asked");
    for byte in "\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\".chars() {
        pty.send(&byte.to_string());
    }
    pty.until("the light theme", |pty| ink(pty.screen.screen()) != dark);
    pty.send("b");
    pty.sees("Bookmarked");
    assert!(!pty.text().contains("does nothing here"), "{}", pty.text());
    pty.send("Q");
    assert_eq!(pty.ends(), 0);
    pty.assert_restored();
}
