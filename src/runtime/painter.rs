//! What a frame sends to the terminal: the cells that changed, and whole rows if that would be unsafe.
//!
//! Terminals disagree about the width of many clusters (Indic scripts, Thai, Khmer, flags, joined emoji). A cluster
//! that is drawn wider or narrower than expected stays on the screen if only the cells around it change. A row that
//! contains such a cluster, or did, is therefore cleared and written whole, and after each such cluster the cursor is
//! moved to the expected column. Rows whose hyperlinks (OSC 8) changed are written whole, too.

use crate::ui::Hyperlink;
use crossterm::cursor::MoveTo;
use crossterm::queue;
use crossterm::style::Print;
use crossterm::terminal::{Clear, ClearType as Part};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// A terminal, and what it shows.
pub struct Painter<W: Write> {
    terminal: CrosstermBackend<W>,
    shown: Buffer,
    links: Vec<Hyperlink>,
    next_links: Vec<Hyperlink>,
}

/// The cells of a row that are written together.
struct Run<'a> {
    cells: Vec<(u16, u16, &'a Cell)>,
    link: Option<&'a str>,
}

impl<W: Write> Painter<W> {
    /// A terminal that shows nothing yet.
    pub fn new(writer: W) -> Self {
        let (shown, links, next_links) = (Buffer::empty(Rect::ZERO), Vec::new(), Vec::new());
        Self { terminal: CrosstermBackend::new(writer), shown, links, next_links }
    }

    /// Sets the hyperlinks of the next frame; they apply from the next [`Backend::draw`] on.
    pub fn link(&mut self, links: Vec<Hyperlink>) {
        self.next_links = links;
    }

    /// Makes the copy of the screen large enough for these cells.
    fn fit(&mut self, cells: &[(u16, u16, &Cell)]) {
        let far = |area: Rect, &(x, y, _): &(u16, u16, &Cell)| area.union(Rect::new(x, y, 1, 1));
        let area = cells.iter().fold(self.shown.area, far);
        if area != self.shown.area {
            let before = std::mem::replace(&mut self.shown, Buffer::empty(area));
            // Not `merge`, which counts cells in 16 bits: a large terminal has more.
            for position in before.area.positions() {
                if let (Some(from), Some(to)) = (before.cell(position), self.shown.cell_mut(position)) {
                    *to = from.clone();
                }
            }
        }
    }

    /// Records a cell that changed. Those that a wide one covers are blank: no change is reported for them.
    fn show(&mut self, x: u16, y: u16, cell: &Cell) {
        for at in x..x.saturating_add(columns_of(cell.symbol())) {
            if let Some(shown) = self.shown.cell_mut((at, y)) {
                *shown = cell.clone();
                if at > x {
                    shown.set_symbol(" ");
                }
            }
        }
    }

    /// Forgets what the terminal shows: it has been cleared.
    fn forget(&mut self) {
        self.shown = Buffer::empty(Rect::ZERO);
        self.links.clear();
    }

    /// Rows whose hyperlinks changed.
    fn relinked(&self) -> BTreeSet<u16> {
        let new = self.next_links.iter().filter(|link| !self.links.contains(link));
        let old = self.links.iter().filter(|link| !self.next_links.contains(link));
        new.chain(old).map(|link| link.row).collect()
    }

    /// Clears a row and writes all of it.
    fn write_row(&mut self, y: u16) -> io::Result<()> {
        queue!(self.terminal, MoveTo(0, y), Clear(Part::UntilNewLine))?;
        let links: Vec<&Hyperlink> = self.links.iter().filter(|link| link.row == y).collect();
        let mut runs: Vec<Run<'_>> = Vec::new();
        let (mut x, mut is_open) = (0, false);
        while x < self.shown.area.width {
            let cell = &self.shown[(x, y)];
            let link = links.iter().find(|link| link.columns.contains(&x)).map(|link| link.url.as_str());
            match runs.last_mut() {
                Some(run) if is_open && run.link == link => run.cells.push((x, y, cell)),
                _ => runs.push(Run { cells: vec![(x, y, cell)], link }),
            }
            is_open = !is_disputed(cell.symbol());
            x += columns_of(cell.symbol());
        }
        for run in runs {
            if let Some(url) = run.link {
                queue!(self.terminal, Print(format_args!("\x1b]8;;{url}\x1b\\")))?;
            }
            self.terminal.draw(run.cells.into_iter())?;
            if run.link.is_some() {
                queue!(self.terminal, Print("\x1b]8;;\x1b\\"))?;
            }
        }
        Ok(())
    }
}

/// Columns of a cell's symbol, as the buffer counts them.
fn columns_of(symbol: &str) -> u16 {
    u16::try_from(crate::text::width::width(symbol)).unwrap_or(1).max(1)
}

/// Whether terminals disagree about the width of a cluster: it consists of several characters, or belongs to a script
/// whose letters join in ways that not all terminals support.
fn is_disputed(symbol: &str) -> bool {
    if symbol.len() == 1 {
        return false;
    }
    let mut letters = symbol.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => {
            matches!(letter, '\u{900}'..='\u{109f}' | '\u{1700}'..='\u{18af}' | '\u{1f000}'..)
        }
        (_, next) => next.is_some(),
    }
}

/// Whether a row of a buffer contains such a cluster.
fn has_disputed(buffer: &Buffer, y: u16) -> bool {
    let width = usize::from(buffer.area.width);
    let row = buffer.content.chunks(width.max(1)).nth(usize::from(y));
    row.is_some_and(|cells| cells.iter().any(|cell| is_disputed(cell.symbol())))
}

impl<W: Write> Backend for Painter<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let changed: Vec<(u16, u16, &Cell)> = content.collect();
        self.fit(&changed);
        let rows: BTreeSet<u16> = changed.iter().map(|&(_, y, _)| y).collect();
        let had: Vec<u16> = rows.iter().copied().filter(|&y| has_disputed(&self.shown, y)).collect();
        for &(x, y, cell) in &changed {
            self.show(x, y, cell);
        }
        let mut whole = self.relinked();
        self.links = std::mem::take(&mut self.next_links);
        whole.extend(had);
        whole.extend(rows.into_iter().filter(|&y| has_disputed(&self.shown, y)));
        whole.retain(|&y| y < self.shown.area.height);
        self.terminal.draw(changed.into_iter().filter(|(_, y, _)| !whole.contains(y)))?;
        whole.into_iter().try_for_each(|y| self.write_row(y))
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.terminal.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.terminal.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.terminal.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.terminal.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.forget();
        self.terminal.clear()
    }

    fn clear_region(&mut self, part: ClearType) -> io::Result<()> {
        if part == ClearType::All {
            self.forget();
        }
        self.terminal.clear_region(part)
    }

    fn size(&self) -> io::Result<Size> {
        self.terminal.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.terminal.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.terminal)
    }
}

impl<W: Write> Write for Painter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.terminal.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.terminal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::{Terminal, TerminalOptions, Viewport};

    /// What was written, shared with the writer.
    #[derive(Clone, Default)]
    struct Sent(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);

    impl Write for Sent {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    const AREA: Rect = Rect::new(0, 0, 40, 4);

    /// What a terminal shows after these screens in turn, and the bytes it received.
    fn after(screens: &[&[&str]]) -> (String, String) {
        let options = TerminalOptions { viewport: Viewport::Fixed(AREA) };
        let sent = Sent::default();
        let mut terminal = Terminal::with_options(Painter::new(sent.clone()), options).unwrap();
        for lines in screens {
            terminal.backend_mut().link(links(lines));
            let draw = |frame: &mut ratatui::Frame<'_>| {
                for (y, line) in (0..).zip(*lines) {
                    frame.buffer_mut().set_string(0, y, line, ratatui::style::Style::new());
                }
            };
            terminal.draw(draw).unwrap();
        }
        let bytes = sent.0.take();
        let size = |cells: u16| std::num::NonZero::new(cells).unwrap();
        let mut shown = vt100::Parser::new(size(AREA.height), size(AREA.width), 0);
        shown.process(&bytes);
        let rows: Vec<String> =
            shown.screen().rows(0, AREA.width).map(|row| row.trim_end().to_owned()).collect();
        (rows.join("\n"), String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn a_large_terminal_keeps_its_cells() {
        let mut painter = Painter::new(Vec::new());
        let (mut left, right) = (Cell::EMPTY, Cell::EMPTY);
        left.set_symbol("x");
        painter.fit(&[(0, 170, &left)]);
        painter.show(0, 170, &left);
        painter.fit(&[(499, 199, &right)]);
        assert_eq!(painter.shown.cell((0, 170)), Some(&left));
        assert_eq!((painter.shown.area.width, painter.shown.area.height), (500, 200));
    }

    /// Every line that is an address links to itself.
    fn links(lines: &[&str]) -> Vec<Hyperlink> {
        let link = |(row, line): (u16, &&str)| Hyperlink {
            row,
            columns: 0..u16::try_from(line.len()).unwrap(),
            url: (*line).to_owned(),
        };
        (0..).zip(lines).filter(|(_, line)| line.starts_with("http")).map(link).collect()
    }

    #[test]
    fn terminals_disagree_about_clusters_and_some_scripts() {
        for (symbol, expected) in [
            ("a", false),
            ("é", false),
            ("你", false),
            ("★", false),
            ("▌", false),
            ("е", false),
            ("न", true),
            ("ने", true),
            ("ก", true),
            ("🇫🇷", true),
            ("👍", true),
            ("e\u{301}", true),
        ] {
            assert_eq!(is_disputed(symbol), expected, "{symbol}");
        }
    }

    #[test]
    fn nothing_of_an_earlier_screen_stays() {
        let last: &[&str] = &["The ferry left.", "A short line", "", "end"];
        let (fresh, _) = after(&[last]);
        for line in [
            "प्रधानमंत्री ने दिल्ली में बैठक",
            "👩‍👩‍👧‍👦 👩🏽‍🚀 🇫🇷 a family",
            "กรุงเทพมหานคร เป็นเมืองหลวง",
            "e\u{301}e\u{301}e\u{301} marks",
            "தமிழ்நாட்டில் அரசர்கள் ஆட்சி செய்தனர்",
        ] {
            let screens: [&[&str]; 3] = [&[line, line, line, line], &["x", line, "y", line], last];
            assert_eq!(after(&screens).0, fresh, "after {line}");
        }
    }

    #[test]
    fn only_what_changed_is_sent_where_widths_are_certain() {
        let (_, once) = after(&[&["The ferry left the quay.", "Nobody was on board."]]);
        let (_, twice) = after(&[
            &["The ferry left the quay.", "Nobody was on board."],
            &["The ferry left the bay.", "Nobody was on board."],
        ]);
        let second = twice.strip_prefix(&once).expect("the same first screen");
        assert!(!second.contains("Nobody") && !second.contains("ferry"), "{second:?}");
    }

    #[test]
    fn links_are_opened_and_closed_around_their_words() {
        let address = "https://example.org/a";
        let link = format!("\x1b]8;;{address}\x1b\\");
        let (_, bytes) = after(&[&[address, "text"]]);
        let (start, end) =
            (bytes.find(&link).expect("a link"), bytes.find("\x1b]8;;\x1b\\").expect("its end"));
        assert!(bytes[start + link.len()..end].contains(address), "{bytes:?}");
        // The same words without the link make a different row.
        let (_, bytes) = after(&[&[address], &["", address]]);
        assert_eq!(bytes.matches(&link).count(), 2, "{bytes:?}");
    }
}
