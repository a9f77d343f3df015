//! Dateline without a terminal: a real library in a temporary folder, keys in, screens out.
//!
//! Effects are carried out at once and in order, so that nothing sleeps and everything is deterministic.

#![allow(dead_code, reason = "each test program uses a part of it")]
#![allow(clippy::expect_used, reason = "what a test cannot do without")]

use dateline::app::key::sequence;
use dateline::app::screens::articles::Articles;
use dateline::app::{App, Depth, Effect, Keymap, Look, Message, Settings, Theme, WriteRequest, update};
use dateline::library::{Input, Library, Task};
use dateline::runtime::perform;
use dateline::text::time::Now;
use ratatui::Terminal;
use ratatui::backend::{Backend, TestBackend};
use ratatui::style::{Modifier, Style};
use std::collections::{BTreeMap, VecDeque};

/// 2025-01-01T12:00:00Z, a day after the latest of the sample articles.
pub const NOW: Now = Now { seconds: 1_735_732_800, offset: 0 };

/// A new library in a folder of its own.
pub fn library() -> (tempfile::TempDir, Library) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let library = Library::open(&folder.path().join("library")).expect("a new library");
    (folder, library)
}

/// The screen on a real library.
pub struct Screen {
    pub app: App,
    keymap: Keymap,
    pub library: Library,
    pub left: bool,
    /// The effects that copy, open or pipe something, or suspend the program.
    pub outside: Vec<Effect>,
    /// Whether requests that add or fetch something are dropped.
    pub is_closed: bool,
    /// The number of full redraws.
    pub redraws: usize,
    folder: tempfile::TempDir,
}

impl Screen {
    /// The screen on the sample library.
    pub fn open(columns: u16, rows: u16) -> Self {
        let (folder, mut library) = library();
        library.add_samples(&Task::new(), NOW.seconds).expect("the sample articles");
        Self::on(folder, library, columns, rows)
    }

    /// The screen on a library with some inputs.
    pub fn with(inputs: &[Input], columns: u16, rows: u16) -> Self {
        let (folder, mut library) = library();
        library.add(inputs, &Task::new(), NOW.seconds).expect("articles");
        Self::on(folder, library, columns, rows)
    }

    fn on(folder: tempfile::TempDir, library: Library, columns: u16, rows: u16) -> Self {
        let look = Look { theme: None, background: Theme::Dark, depth: Depth::True, ascii: false };
        let settings =
            Settings::from_text(&library.recall(Settings::KEY).expect("settings").unwrap_or_default());
        let (app, effects) = App::start(columns, rows, NOW, look, &settings);
        let mut screen = Self {
            app,
            keymap: Keymap::usual(),
            library,
            left: false,
            is_closed: false,
            redraws: 0,
            outside: Vec::new(),
            folder,
        };
        screen.carry_out(effects);
        screen
    }

    /// The same library after the program was closed and started again.
    pub fn again(self) -> Self {
        let (columns, rows) = (self.app.session.columns, self.app.session.rows);
        let Self { library, folder, .. } = self;
        let path = library.path().to_owned();
        drop(library);
        let library = Library::open(&path).expect("the same library");
        Self::on(folder, library, columns, rows)
    }

    /// Presses keys, written as in the keymap and separated by blanks.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in sequence(keys).expect("keys") {
            self.tell(Message::Key(key));
        }
        self
    }

    /// Types words into a prompt.
    pub fn type_in(&mut self, words: &str) -> &mut Self {
        for c in words.chars() {
            let key = if c == ' ' { "Space".to_owned() } else { c.to_string() };
            self.press(&key);
        }
        self
    }

    /// The topmost articles screen.
    pub fn articles(&self) -> &Articles {
        self.app.articles().expect("a screen of articles")
    }

    pub fn tell(&mut self, message: Message) {
        let effects = update(&mut self.app, &self.keymap, message);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            let messages: Vec<Message> = match effect {
                Effect::Ask(ticket, request) => {
                    perform::ask(&self.library, ticket, &request, &Task::new()).into_iter().collect()
                }
                Effect::Do(request) if self.is_closed && is_from_outside(&request) => Vec::new(),
                Effect::Do(request) => perform::carry_out(&mut self.library, request, NOW.seconds),
                Effect::Quit => {
                    self.left = true;
                    Vec::new()
                }
                outside @ (Effect::Copy(_) | Effect::Browse(_) | Effect::Pipe { .. } | Effect::Suspend) => {
                    self.outside.push(outside);
                    Vec::new()
                }
                Effect::Redraw => {
                    self.redraws += 1;
                    Vec::new()
                }
                Effect::Notify(_) | Effect::Reload | Effect::Stop => Vec::new(),
            };
            for message in messages {
                effects.extend(update(&mut self.app, &self.keymap, message));
            }
        }
    }

    /// Draws it on a terminal.
    pub fn draw_on<B: Backend>(&self, terminal: &mut Terminal<B>) {
        let drawn = terminal.draw(|frame| dateline::ui::draw(frame, &self.app, &self.keymap));
        assert!(drawn.is_ok(), "a frame");
    }

    /// The visible text, line by line, without trailing blanks.
    pub fn text(&self) -> String {
        let lines =
            self.cells().chunks(usize::from(self.app.session.columns)).map(line_text).collect::<Vec<_>>();
        lines.join("\n")
    }

    /// The style of each cell: one letter per style, with a legend.
    pub fn styles(&self) -> String {
        let mut legend: BTreeMap<String, char> = BTreeMap::new();
        let mut letters = ('a'..='z').chain('A'..='Z');
        let mut lines = Vec::new();
        for row in self.cells().chunks(usize::from(self.app.session.columns)) {
            let mut line = String::new();
            for (_, style) in row {
                let told = describe(*style);
                let letter = if told.is_empty() {
                    '.'
                } else {
                    *legend.entry(told).or_insert_with(|| letters.next().unwrap_or('?'))
                };
                line.push(letter);
            }
            lines.push(line.trim_end_matches('.').to_owned());
        }
        let legend: Vec<String> = legend.iter().map(|(told, letter)| format!("{letter}: {told}")).collect();
        format!("{}\n\n{}\n", lines.join("\n"), legend.join("\n"))
    }

    /// Where the terminal's cursor is: column and row.
    pub fn cursor(&self) -> (u16, u16) {
        let backend = TestBackend::new(self.app.session.columns, self.app.session.rows);
        let mut terminal = Terminal::new(backend).expect("a screen");
        self.draw_on(&mut terminal);
        let position = terminal.backend_mut().get_cursor_position().expect("a cursor");
        (position.x, position.y)
    }

    fn cells(&self) -> Vec<(String, Style)> {
        let backend = TestBackend::new(self.app.session.columns, self.app.session.rows);
        let mut terminal = Terminal::new(backend).expect("a screen");
        terminal.draw(|frame| dateline::ui::draw(frame, &self.app, &self.keymap)).expect("a frame");
        let buffer = terminal.backend().buffer();
        buffer.content().iter().map(|cell| (cell.symbol().to_owned(), cell.style())).collect()
    }
}

fn is_from_outside(request: &WriteRequest) -> bool {
    matches!(request, WriteRequest::Add { .. } | WriteRequest::Refresh(_) | WriteRequest::FullText { .. })
}

fn line_text(cells: &[(String, Style)]) -> String {
    let mut line = String::new();
    let mut skip = 0;
    for (symbol, _) in cells {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        skip = dateline::text::width::width(symbol).saturating_sub(1);
        line.push_str(symbol);
    }
    line.trim_end().to_owned()
}

fn describe(style: Style) -> String {
    let mut told = Vec::new();
    let colour = |colour: Option<ratatui::style::Color>| {
        colour.filter(|colour| *colour != ratatui::style::Color::Reset).map(|colour| colour.to_string())
    };
    told.extend(colour(style.fg));
    told.extend(colour(style.bg).map(|back| format!("on {back}")));
    if style.add_modifier != Modifier::empty() {
        told.push(format!("{:?}", style.add_modifier));
    }
    told.join(" ")
}
