//! Scripts whose letters terminals disagree about: nothing of an earlier article stays on the screen, in vt100 and,
//! where it is installed, in tmux.

#![allow(clippy::expect_used, reason = "what a test cannot do without")]

mod common;

use common::Screen;
use dateline::library::{Input, Library, Task};
use dateline::runtime::painter::Painter;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::io;

/// Two articles for each script: one in it, and one of plain words.
const SCRIPTS: &str = include_str!("common/scripts.jsonl");
const SIZE: (u16, u16) = (120, 40);

/// What was written, shared with the writer.
#[derive(Clone, Default)]
struct Sent(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);

impl io::Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A terminal, and what a person sees on it.
struct Shown {
    terminal: Terminal<Painter<Sent>>,
    sent: Sent,
    screen: vt100::Parser,
}

impl Shown {
    fn new() -> Self {
        let sent = Sent::default();
        let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.0, SIZE.1));
        let terminal = Terminal::with_options(Painter::new(sent.clone()), TerminalOptions { viewport });
        Self { terminal: terminal.expect("a terminal"), sent, screen: parser() }
    }

    fn draw(&mut self, screen: &Screen) {
        self.terminal.backend_mut().link(dateline::ui::hyperlinks(&screen.app));
        screen.draw_on(&mut self.terminal);
        let bytes = self.sent.0.take();
        self.screen.process(&bytes);
    }

    fn cells(&self) -> Vec<String> {
        cells(self.screen.screen())
    }
}

fn parser() -> vt100::Parser {
    let cells = |count: u16| std::num::NonZero::new(count).expect("a size");
    vt100::Parser::new(cells(SIZE.1), cells(SIZE.0), 0)
}

/// Each cell, with what is seen of its colours and weight.
fn cells(screen: &vt100::Screen) -> Vec<String> {
    let cell = |row: u16, column: u16| {
        screen.cell(row, column).map_or_else(String::new, |cell| {
            // A cell that was cleared looks like one with a blank, of which only the background is seen.
            match cell.contents() {
                "" | " " => format!("blank {:?}", cell.bgcolor()),
                letters => format!("{letters} {:?} {:?} {}", cell.fgcolor(), cell.bgcolor(), cell.bold()),
            }
        })
    };
    (0..SIZE.1).flat_map(|row| (0..SIZE.0).map(move |column| cell(row, column))).collect()
}

fn articles() -> Input {
    Input::Bytes { name: "scripts.jsonl".into(), bytes: SCRIPTS.as_bytes().to_vec() }
}

#[test]
fn after_each_script_the_next_article_is_as_on_a_fresh_screen() {
    let mut screen = Screen::with(&[articles()], SIZE.0, SIZE.1);
    let count = SCRIPTS.lines().count();
    assert_eq!(screen.articles().list.rows.len(), count);
    let mut shown = Shown::new();
    for _ in 0..count {
        shown.draw(&screen);
        let mut fresh = Shown::new();
        fresh.draw(&screen);
        let title = screen.articles().reader.article.as_ref().map(|article| article.row.title.clone());
        let (cells, expected) = (shown.cells(), fresh.cells());
        let wrong = cells.iter().zip(&expected).position(|(cell, expected)| cell != expected);
        assert_eq!(wrong, None, "at {title:?}: {:?} stays", wrong.map(|at| &cells[at]));
        screen.press("j");
    }
}

/// A server of tmux with Dateline in its only window.
#[cfg(unix)]
struct Tmux(std::path::PathBuf);

#[cfg(unix)]
impl Tmux {
    /// Starts both; `None` without tmux.
    fn start(folder: &std::path::Path) -> Option<Self> {
        let tmux = Self(folder.join("tmux"));
        let of = |name: &str| folder.join(name).display().to_string();
        let dateline = format!(
            "env LANG=C.UTF-8 COLORFGBG='15;0' DATELINE_LOG={} {} --library {}",
            of("log"),
            env!("CARGO_BIN_EXE_dateline"),
            of("library")
        );
        let (columns, rows) = (SIZE.0.to_string(), SIZE.1.to_string());
        tmux.run(&["-f", "/dev/null", "new-session", "-d", "-x", &columns, "-y", &rows, &dateline])?;
        Some(tmux)
    }

    /// The output of a command; `None` if tmux is missing or refuses it.
    fn run(&self, arguments: &[&str]) -> Option<String> {
        let mut command = std::process::Command::new("tmux");
        command.env("LC_ALL", "C.UTF-8").env_remove("TMUX").arg("-u").arg("-S").arg(&self.0).args(arguments);
        let output = command.output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn press(&self, keys: &str) {
        self.run(&["send-keys", keys]).expect("a key is taken");
    }

    /// The lines of the screen, once they are as wanted and nothing has changed for a while.
    fn lines(&self, is_wanted: impl Fn(&[String]) -> bool) -> Vec<String> {
        const CALM: u32 = 5;
        let (mut before, mut calm) = (Vec::new(), 0);
        let end = std::time::Instant::now() + std::time::Duration::from_mins(1);
        loop {
            let text = self.run(&["capture-pane", "-p", "-e"]).expect("a screen");
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let is_same = is_wanted(&lines) && lines == before;
            calm = if is_same { calm + 1 } else { 0 };
            if calm == CALM {
                return lines;
            }
            assert!(std::time::Instant::now() < end, "never settled:\n{text}");
            before = lines;
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }
}

#[cfg(unix)]
impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = self.run(&["kill-server"]);
    }
}

/// The title of the open article: it stands in the list and above the text.
#[cfg(unix)]
fn open_article(lines: &[String]) -> Option<&'static str> {
    let screen = lines.join("\n");
    let titles = SCRIPTS.lines().filter_map(|line| line.split("\"title\": \"").nth(1)?.split('"').next());
    titles.into_iter().find(|title| screen.matches(title).count() == 2)
}

/// The cells of a screen that tmux has captured. Whether it keeps a joiner at the end of a cell, and what is joined in the
/// same cell, depends on how the bytes happen to reach it.
#[cfg(unix)]
fn cells_of(lines: &[String]) -> Vec<String> {
    let screen = lines.join("\r\n");
    let mut pieces = screen.split('\u{200d}');
    let mut unjoined = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        unjoined.push_str(piece.trim_start_matches(|c: char| !c.is_ascii()));
    }
    let mut parser = parser();
    parser.process(unjoined.as_bytes());
    cells(parser.screen())
}

/// The same in tmux, which counts the columns of some letters in its own way. A full redraw is the fresh screen.
#[cfg(unix)]
#[test]
fn after_each_script_the_next_article_is_as_on_a_fresh_screen_of_tmux() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut library = Library::open(&folder.path().join("library")).expect("a library");
    library.add(&[articles()], &Task::new(), common::NOW.seconds).expect("articles");
    drop(library);
    // Without tmux there is nothing to try.
    let Some(tmux) = Tmux::start(folder.path()) else { return };
    let ends_with = |lines: &[String], words: &str| lines.last().is_some_and(|last| last.contains(words));
    let is_said = |lines: &[String]| ends_with(lines, "does nothing here");
    let has_hints = |lines: &[String]| ends_with(lines, "all keys");
    let mut open = open_article(&tmux.lines(has_hints));
    for _ in 1..SCRIPTS.lines().count() {
        tmux.press("j");
        // The next article comes when it is read, which a busy machine may put off.
        let next =
            open_article(&tmux.lines(|lines| open_article(lines).is_some_and(|title| Some(title) != open)));
        open = next;
        // What the bottom line says shows that a key has been handled.
        tmux.press("Z");
        let mut shown = tmux.lines(is_said);
        tmux.press("C-l");
        let mut fresh = tmux.lines(has_hints);
        shown.pop();
        fresh.pop();
        let (shown, fresh) = (cells_of(&shown), cells_of(&fresh));
        let wrong = shown.iter().zip(&fresh).position(|(cell, expected)| cell != expected);
        assert_eq!(wrong, None, "{:?} stays", wrong.map(|at| &shown[at]));
    }
}
