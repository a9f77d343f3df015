//! Commands that change a library which another Dateline holds: they hand their work over, with the same output.

use super::{ARTICLE, Shell, json, outcome};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::process::Stdio;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_mins(1);

/// The screen on the library of a shell.
pub struct Screen {
    _master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    bytes: Receiver<Vec<u8>>,
    seen: vt100::Parser,
}

impl Screen {
    fn on(shell: &Shell) -> Self {
        let size = PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
        command.env("DATELINE_LIBRARY", shell.library());
        command.env("DATELINE_LOG", shell.path("log"));
        command.env("XDG_CONFIG_HOME", shell.path("config"));
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).expect("the program");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 1 << 14];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let cells = |count| std::num::NonZero::new(count).expect("a size");
        let seen = vt100::Parser::new(cells(30), cells(100), 0);
        let keys = pair.master.take_writer().expect("a writer");
        Self { _master: pair.master, keys, child, bytes, seen }
    }

    /// Waits until the screen accepts commands.
    pub fn taking_commands(shell: &Shell) -> Self {
        let mut screen = Self::on(shell);
        screen.sees("The first harbour");
        listens(shell);
        screen
    }

    pub fn sees(&mut self, text: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.seen.screen().contents().contains(text) {
            assert!(Instant::now() < end, "never saw {text}:\n{}", self.seen.screen().contents());
            if let Ok(bytes) = self.bytes.recv_timeout(Duration::from_millis(100)) {
                self.seen.process(&bytes);
            }
        }
    }

    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("keys");
    }

    pub fn process(&self) -> String {
        self.child.process_id().expect("a process").to_string()
    }

    pub fn leave(mut self) {
        self.press("Q");
        assert!(self.child.wait().expect("an end").success());
    }
}

fn articles(shell: &Shell) -> u64 {
    json(&shell.run(&["stats", "--json"]).1)["articles"].as_u64().expect("a count")
}

/// Waits until a process accepts commands for the shell's library.
fn listens(shell: &Shell) {
    let end = Instant::now() + PATIENCE;
    while !dateline::handoff::is_reachable(&shell.library()) {
        assert!(Instant::now() < end, "nobody listens");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Two libraries with the same articles and a feed.
pub fn twins() -> [Shell; 2] {
    let shells = [Shell::new(), Shell::new()];
    for shell in &shells {
        let lines = ["first", "second", "third"]
            .map(|word| format!("{{\"title\": \"The {word} harbour\", \"text\": \"Ships came to it.\"}}\n"));
        let list = "<opml><outline text='Quay' xmlUrl='https://quay.example/rss'/></opml>";
        shell.write("some.jsonl", lines.concat());
        assert_eq!(shell.run(&["add", &shell.path("some.jsonl")]).0, 0);
        assert_eq!(shell.run(&["add", "--no-refresh", &shell.write("list.opml", list)]).0, 0);
    }
    shells
}

#[test]
fn commands_say_the_same_while_the_screen_is_open() {
    let [alone, shared] = twins();
    for shell in [&alone, &shared] {
        shell.write("harbour.txt", ARTICLE);
        shell.write("empty.txt", "");
    }
    let mut screen = Screen::taking_commands(&shared);
    let in_folder = |shell: &Shell, arguments: &[&str], input: &str| {
        let mut command = shell.command(arguments);
        command.current_dir(shell.folder.path());
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().expect("the program");
        // A command that does not read it may have ended.
        let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
        outcome(&child.wait_with_output().expect("its end"))
    };
    for (arguments, input, code) in [
        (&["mark", "read", "first"][..], "", 0),
        (&["mark", "bookmark", "harbour", "-first"], "", 0),
        (&["mark", "read", "is:starred"], "", 1),
        (&["tag", "sea", "second"], "", 0),
        (&["undo"], "", 0),
        (&["redo"], "", 0),
        (&["undo", "99"], "", 1),
        (&["delete", "third"], "", 0),
        (&["feeds", "rename", "quay", "Pier"], "", 0),
        (&["feeds", "remove", "nobody"], "", 1),
        (&["add", "harbour.txt", "empty.txt", "missing.txt"], "", 1),
        (&["add", "-"], "Fish became cheaper\n\nPrices of fish fell in Oslo on Thursday.\n", 0),
        (&["refresh", "nobody"], "", 1),
    ] {
        let here = in_folder(&alone, arguments, input);
        let there = in_folder(&shared, arguments, input);
        assert_eq!(here.0, code, "{arguments:?}: {}{}", here.1, here.2);
        assert_eq!(here, there, "{arguments:?}");
    }
    screen.sees("Harbour to reopen");
    screen.sees("Fish became cheaper");
    let articles = |shell: &Shell| json(&shell.run(&["stats", "--json"]).1)["articles"].clone();
    assert_eq!(articles(&alone), articles(&shared));
    // The screen undoes what the command line did.
    assert_eq!(shared.run(&["mark", "unread", "first"]).0, 0);
    screen.sees("from the command line: Marked");
    screen.press("u");
    screen.sees("read again");
    screen.leave();
    assert_eq!(shared.run(&["undo"]).0, 0, "the library is free again");
}

#[test]
fn what_needs_the_library_alone_is_refused_with_a_sentence() {
    let [shell, _] = twins();
    let file = shell.path("copy.db.gz");
    assert_eq!(shell.run(&["backup", &file]).0, 0);
    let screen = Screen::taking_commands(&shell);
    let socket = fs::symlink_metadata(shell.library().join("socket")).expect("the socket");
    assert!(socket.file_type().is_socket());
    assert_eq!(socket.mode() & 0o777, 0o600);
    // They wait for a while, so all at once.
    let alone = [&["restore", &file][..], &["check", "--repair"], &["reindex"]];
    let waiting = alone.map(|arguments| {
        let mut command = shell.command(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
    });
    for (arguments, child) in alone.iter().zip(waiting) {
        let ended = child.and_then(std::process::Child::wait_with_output).expect("its end");
        let (code, out, err) = outcome(&ended);
        assert_eq!((code, out.as_str()), (3, ""), "{arguments:?}");
        assert!(err.contains("is using this library; close it and try again"), "{arguments:?}: {err}");
    }
    assert_eq!(shell.run(&["check"]).0, 0, "looking is allowed");
    screen.leave();
    assert!(!shell.library().join("socket").exists());
}

#[test]
fn a_socket_that_a_killed_screen_left_is_replaced() {
    let [shell, _] = twins();
    let mut screen = Screen::taking_commands(&shell);
    let process = screen.child.process_id().expect("its number").to_string();
    std::process::Command::new("kill").args(["-9", &process]).status().expect("killed");
    screen.child.wait().expect("an end");
    assert!(shell.library().join("socket").exists());
    assert_eq!(shell.run(&["mark", "read", "first"]).0, 0, "nobody is there to ask");
    let mut screen = Screen::taking_commands(&shell);
    assert_eq!(shell.run(&["mark", "unread", "first"]).0, 0);
    screen.sees("from the command line");
    screen.leave();
}

/// A slow standard input keeps a command busy as long as the test wants.
#[test]
fn a_long_add_does_the_work_of_others_meanwhile() {
    let [shell, _] = twins();
    let mut command = shell.command(&["add", "-"]);
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut adding = pipes.spawn().expect("the program");
    let mut input = adding.stdin.take().expect("its input");
    input.write_all(b"{\"title\": \"Fish\", \"text\": \"Fish became cheaper.\"}\n").expect("written");
    listens(&shell);
    let (code, out, err) = shell.run(&["mark", "read", "first"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(adding.try_wait().expect("its state").is_none(), "it is still adding");
    // A second long command waits for the first.
    let mut command = shell.command(&["add", &shell.write("harbour.txt", ARTICLE)]);
    let waiting = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    drop(input);
    for (child, says) in [(adding, "1 article"), (waiting.expect("the program"), "1 article")] {
        let (code, out, err) = outcome(&child.wait_with_output().expect("its end"));
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        assert!(out.starts_with(says), "{out}");
    }
}

/// While articles come in, the index is open to write; what others want changed is done all the same.
#[test]
fn changes_are_made_while_the_index_is_written() {
    let [shell, _] = twins();
    let before = articles(&shell);
    let mut command = shell.command(&["add", "-"]);
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut adding = pipes.spawn().expect("the program");
    let mut input = adding.stdin.take().expect("its input");
    let line = |at: usize| {
        let words = (0..40).fold(String::new(), |words, word| words + &format!(" w{at}x{word}"));
        format!("{{\"title\": \"Fish {at}\", \"text\": \"Fish became cheaper:{words}.\"}}\n")
    };
    // More than is read, and more than is stored at a time.
    input.write_all((0..600).map(line).collect::<String>().as_bytes()).expect("written");
    listens(&shell);
    let end = Instant::now() + PATIENCE;
    while articles(&shell) < 200 {
        assert!(Instant::now() < end, "nothing is added");
    }
    for round in ["one", "two"] {
        for arguments in [
            &["mark", "read", "first"][..],
            &["mark", "bookmark", "fish"],
            &["tag", round, "second OR fish"],
            &["undo"],
            &["redo"],
            &["delete", "third"],
            &["undo"],
            &["mark", "unread", "first"],
            &["mark", "unbookmark", "fish"],
            &["searches", "save", round, "storm"],
            &["find", "fish"],
        ] {
            let (code, out, err) = shell.run(arguments);
            assert_eq!(code, 0, "{arguments:?}: {out}{err}");
        }
        assert_eq!(shell.run_with(&["note", "1"], "Ask Joan.").0, 0);
    }
    assert!(adding.try_wait().expect("its state").is_none(), "it is still adding");
    drop(input);
    let (code, out, err) = outcome(&adding.wait_with_output().expect("its end"));
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("600 articles"), "{out}");
    assert_eq!(shell.run(&["check"]).1, format!("nothing is wrong: {} articles\n", before + 600));
    assert_eq!(shell.run(&["find", "--json", "--limit", "700", "fish"]).1.lines().count(), 600);
}

/// Whoever waits for another command may be stopped, and what has not begun is not done.
#[test]
fn a_command_that_waits_can_be_stopped() {
    let [shell, _] = twins();
    let before = articles(&shell);
    let mut command = shell.command(&["add", "-"]);
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut adding = pipes.spawn().expect("the program");
    let input = adding.stdin.take().expect("its input");
    listens(&shell);
    let mut command = shell.command(&["add", &shell.write("harbour.txt", ARTICLE)]);
    let pipes = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let waiting = pipes.spawn().expect("the program");
    let process = waiting.id().to_string();
    std::thread::sleep(Duration::from_millis(500));
    std::process::Command::new("kill").args(["-INT", &process]).status().expect("stopped");
    let (code, out, err) = outcome(&waiting.wait_with_output().expect("its end"));
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("nothing was done"), "{err}");
    drop(input);
    adding.wait().expect("its end");
    assert_eq!(articles(&shell), before);
}
