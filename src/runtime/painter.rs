//! What a frame sends to the terminal: the cells that changed, and whole rows if that would be unsafe.
//!
//! Terminals disagree about the width of many clusters (Indic scripts, Thai, Khmer, flags, joined emoji). A cluster
//! that is drawn wider or narrower than expected stays on the screen if only the cells around it change. A row that
//! contains such a cluster, or did, is therefore cleared and written whole, and after each such cluster the cursor is
//! moved to the expected column. A cell keeps its hyperlink (OSC 8) only if it is written with it, so that the cells of
//! hyperlinks that changed are written again. A frame is sent at once, as one synchronised update.

use super::pen::{Pen, Row, columns_of, is_disputed};
use crate::ui::Hyperlink;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType as Part, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// A terminal, and what it shows.
pub struct Painter<W: Write> {
    terminal: CrosstermBackend<W>,
    size: Option<Size>,
    shown: Buffer,
    links: Vec<Hyperlink>,
    next_links: Vec<Hyperlink>,
    cursor: Cursor,
    /// The bytes of the frame so far.
    frame: Vec<u8>,
}

/// The terminal's cursor, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Cursor {
    at: Option<Position>,
    is_shown: Option<bool>,
}

impl<W: Write> Painter<W> {
    /// A terminal that shows nothing yet.
    pub fn new(writer: W) -> Self {
        Self {
            terminal: CrosstermBackend::new(writer),
            size: None,
            shown: Buffer::empty(Rect::ZERO),
            links: Vec::new(),
            next_links: Vec::new(),
            cursor: Cursor::default(),
            frame: Vec::new(),
        }
    }

    /// Sets the hyperlinks of the next frame; they apply from the next [`Backend::draw`] on.
    pub fn link(&mut self, links: Vec<Hyperlink>) {
        self.next_links = links;
    }

    /// Sets the size of the terminal, which is asked for no more.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.size = Some(Size::new(columns, rows));
    }

    /// Makes the copy of the screen large enough for these cells.
    fn fit(&mut self, cells: &[(u16, u16, &Cell)]) {
        let far = |area: Rect, &(x, y, cell): &(u16, u16, &Cell)| {
            let end = x.saturating_add(columns_of(cell.symbol()).max(1));
            Rect::new(0, 0, area.width.max(end), area.height.max(y.saturating_add(1)))
        };
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

    /// Records a cell that changed. Those that a wide one covers are empty: no change is reported for them.
    fn show(&mut self, x: u16, y: u16, cell: &Cell) {
        for at in x..x.saturating_add(columns_of(cell.symbol())) {
            if let Some(shown) = self.shown.cell_mut((at, y)) {
                shown.clone_from(if at > x { &Cell::EMPTY } else { cell });
            }
        }
    }

    /// Forgets what the terminal shows: it has been cleared.
    fn forget(&mut self) {
        self.shown = Buffer::empty(Rect::ZERO);
        self.links.clear();
        self.cursor = Cursor::default();
    }

    /// The hyperlinks that are new, and those that are gone.
    fn relinked(&self) -> Vec<Hyperlink> {
        let new = self.next_links.iter().filter(|link| !self.links.contains(link));
        let old = self.links.iter().filter(|link| !self.next_links.contains(link));
        new.chain(old).cloned().collect()
    }

    /// Writes rows: some whole, of the others these columns.
    fn rows(&self, whole: &BTreeSet<u16>, columns: &BTreeMap<u16, Vec<u16>>) -> Vec<u8> {
        let mut pen = Pen::default();
        let width = usize::from(self.shown.area.width);
        for (&y, columns) in columns {
            let start = usize::from(y) * width;
            let Some(cells) = self.shown.content.get(start..start + width) else { continue };
            let links = self.links.iter().filter(|link| link.row == y);
            let links = links.map(|link| (link.columns.clone(), link.url.as_str())).collect();
            let row = Row { y, cells, links };
            if whole.contains(&y) {
                pen.erase(y);
                pen.write(&row, 0..self.shown.area.width);
            } else {
                pen.write(&row, columns.iter().copied());
            }
        }
        pen.reset();
        pen.bytes
    }
}

/// Whether a row of a buffer contains a cluster of disputed width.
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
        let mut columns: BTreeMap<u16, Vec<u16>> = BTreeMap::new();
        for &(x, y, cell) in &changed {
            // Where a wide cell gives way to a narrow one, terminals disagree about its second half.
            // A wide one may also be written over the first half of another.
            let end = x.saturating_add(columns_of(cell.symbol()).max(1));
            let end_of =
                |at: u16| self.shown.cell((at, y)).map_or(0, |shown| at + columns_of(shown.symbol()));
            let freed = end..(x..end).map(end_of).max().unwrap_or(end);
            columns.entry(y).or_default().extend(std::iter::once(x).chain(freed));
        }
        let had: Vec<u16> = columns.keys().copied().filter(|&y| has_disputed(&self.shown, y)).collect();
        for &(x, y, cell) in &changed {
            self.show(x, y, cell);
        }
        for link in self.relinked() {
            columns.entry(link.row).or_default().extend(link.columns);
        }
        for columns in columns.values_mut() {
            columns.sort_unstable();
        }
        self.links = std::mem::take(&mut self.next_links);
        let mut whole: BTreeSet<u16> = had.into_iter().collect();
        whole.extend(columns.keys().copied().filter(|&y| has_disputed(&self.shown, y)));
        let bytes = self.rows(&whole, &columns);
        if !bytes.is_empty() {
            self.cursor.at = None;
            self.frame.extend(bytes);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor.is_shown.replace(false) == Some(false) { Ok(()) } else { queue!(self.frame, Hide) }
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor.is_shown.replace(true) == Some(true) { Ok(()) } else { queue!(self.frame, Show) }
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.terminal.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        let is_there = self.cursor.at.replace(position) == Some(position);
        if is_there { Ok(()) } else { queue!(self.frame, MoveTo(position.x, position.y)) }
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, part: ClearType) -> io::Result<()> {
        if part == ClearType::All {
            self.forget();
            return queue!(self.frame, Clear(Part::All));
        }
        self.terminal.clear_region(part)
    }

    fn size(&self) -> io::Result<Size> {
        self.size.map_or_else(|| self.terminal.size(), Ok)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.terminal.window_size()
    }

    /// Sends the frame, if it changes anything.
    fn flush(&mut self) -> io::Result<()> {
        if !self.frame.is_empty() {
            queue!(self.terminal, BeginSynchronizedUpdate)?;
            self.terminal.write_all(&self.frame)?;
            queue!(self.terminal, EndSynchronizedUpdate)?;
            self.frame.clear();
        }
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

    /// What is seen of each cell. On a blank, neither its colour nor its weight is.
    fn seen(bytes: &[u8], area: Rect) -> Vec<String> {
        let size = |cells: u16| std::num::NonZero::new(cells).unwrap();
        let mut shown = vt100::Parser::new(size(area.height), size(area.width), 0);
        shown.process(bytes);
        let screen = shown.screen();
        let cells = (0..area.height).flat_map(|y| (0..area.width).map(move |x| (y, x)));
        let cell = |(y, x)| {
            let cell = screen.cell(y, x).unwrap();
            let lines = (cell.underline(), cell.inverse());
            match cell.contents() {
                "" | " " => format!("blank {:?} {lines:?}", cell.bgcolor()),
                letters => {
                    let weight = (cell.bold(), cell.dim(), cell.italic());
                    format!("{letters} {:?} {:?} {lines:?} {weight:?}", cell.fgcolor(), cell.bgcolor())
                }
            }
        };
        cells.map(cell).collect()
    }

    /// A frame: pieces of text at a place, each in a style.
    type Frame = Vec<(u16, u16, usize, usize)>;

    fn draw_frames(frames: &[Frame]) -> Vec<u8> {
        use ratatui::style::{Color, Modifier, Style};
        let texts = ["a b  c", "            ", "東京 x", "long words here", " ", "é·…"];
        let styles = [
            Style::new(),
            Style::new().fg(Color::Indexed(246)),
            Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
            Style::new().add_modifier(Modifier::BOLD | Modifier::DIM | Modifier::UNDERLINED),
            Style::new().bg(Color::Rgb(1, 2, 3)),
            Style::new().add_modifier(Modifier::REVERSED | Modifier::ITALIC),
            Style::new().add_modifier(Modifier::DIM),
        ];
        let options = TerminalOptions { viewport: Viewport::Fixed(AREA) };
        let sent = Sent::default();
        let mut terminal = Terminal::with_options(Painter::new(sent.clone()), options).unwrap();
        for frame in frames {
            let draw = |shown: &mut ratatui::Frame<'_>| {
                for &(x, y, text, style) in frame {
                    shown.buffer_mut().set_string(x, y, texts[text], styles[style]);
                }
            };
            terminal.draw(draw).unwrap();
        }
        sent.0.take()
    }

    #[test]
    fn the_second_half_of_a_wide_letter_that_is_gone_takes_nothing_from_what_replaces_it() {
        let last = vec![(33, 1, 2, 3)];
        let both = draw_frames(&[vec![(36, 1, 2, 0)], last.clone()]);
        assert_eq!(
            seen(&both, AREA),
            seen(&draw_frames(&[last]), AREA),
            "{:?}",
            String::from_utf8_lossy(&both)
        );
    }

    #[test]
    fn a_wide_letter_over_the_halves_of_two_others_leaves_neither() {
        let last = vec![(37, 3, 2, 3)];
        let both = draw_frames(&[vec![(36, 3, 2, 0)], last.clone()]);
        assert_eq!(
            seen(&both, AREA),
            seen(&draw_frames(&[last]), AREA),
            "{:?}",
            String::from_utf8_lossy(&both)
        );
    }

    proptest::proptest! {
        #[test]
        fn a_screen_looks_the_same_whatever_was_there_before(
            before in proptest::collection::vec((0u16..38, 0u16..4, 0usize..6, 0usize..7), 0..12),
            last in proptest::collection::vec((0u16..38, 0u16..4, 0usize..6, 0usize..7), 0..12),
        ) {
            let fresh = seen(&draw_frames(std::slice::from_ref(&last)), AREA);
            proptest::prop_assert_eq!(seen(&draw_frames(&[before, last]), AREA), fresh);
        }
    }

    #[test]
    fn a_frame_that_changes_nothing_sends_nothing() {
        let lines: &[&str] = &["The ferry left the quay."];
        assert_eq!(after(&[lines]).1, after(&[lines, lines]).1);
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
