//! Writes cells as bytes for a terminal, and as few as possible: what stays as it is is not said again, a short gap is
//! written over, a long blank is erased.

use crate::text::width::width;
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use std::io::Write;

/// A row of the screen.
pub(super) struct Row<'a> {
    /// Its number, from 0.
    pub y: u16,
    /// All its cells.
    pub cells: &'a [Cell],
    /// Its hyperlinks: columns and address.
    pub links: Vec<(std::ops::Range<u16>, &'a str)>,
}

impl Row<'_> {
    fn link_at(&self, x: u16) -> Option<&str> {
        self.links.iter().find(|(columns, _)| columns.contains(&x)).map(|(_, url)| *url)
    }

    fn cell(&self, x: u16) -> Option<&Cell> {
        self.cells.get(usize::from(x))
    }

    /// How many blank cells of one background follow from a column on, without hyperlinks.
    fn blanks(&self, x: u16) -> u16 {
        let Some(first) = self.cell(x).filter(|cell| is_erasable(cell)) else { return 0 };
        let rest = (x..).zip(&self.cells[usize::from(x)..]);
        let blank = rest
            .take_while(|(x, cell)| is_erasable(cell) && cell.bg == first.bg && self.link_at(*x).is_none());
        u16::try_from(blank.count()).unwrap_or(0)
    }
}

/// What a terminal writes with and where, as far as it is known, and the bytes that lead there.
#[derive(Default)]
pub(super) struct Pen {
    /// The bytes to be sent.
    pub bytes: Vec<u8>,
    at: Option<(u16, u16)>,
    fg: Color,
    bg: Color,
    modifier: Modifier,
    link: Option<String>,
}

/// A gap of at most so many bytes is written over: moving the cursor takes as many.
const GAP: usize = 4;
/// From so many blanks on, erasing takes fewer bytes.
const BLANKS: u16 = 10;
/// What is seen of a modifier on a blank.
const SEEN_ON_BLANK: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);

impl Pen {
    /// Writes cells of a row, from left to right.
    pub fn write(&mut self, row: &Row<'_>, columns: impl Iterator<Item = u16>) {
        let (mut next, mut is_certain) = (0, true);
        for x in columns {
            let Some(cell) = row.cell(x).filter(|_| x >= next) else { continue };
            self.go_to(row, x);
            // What hangs over from a cluster of disputed width must be written over: a terminal may erase it by half.
            let blanks = if is_certain { row.blanks(x) } else { 0 };
            is_certain = !is_disputed(cell.symbol());
            next = if x + blanks == row.end() && blanks > 2 {
                self.restyle_blank(cell);
                self.bytes.extend(b"\x1b[K");
                row.end()
            } else if blanks >= BLANKS && cell.bg == Color::Reset {
                self.restyle_blank(cell);
                let _ = write!(self.bytes, "\x1b[{blanks}X");
                x + blanks
            } else {
                self.put(row, x, cell)
            };
        }
    }

    /// Erases a whole row.
    pub fn erase(&mut self, y: u16) {
        self.reset();
        let _ = write!(self.bytes, "\x1b[{}H\x1b[K", y + 1);
        self.at = Some((0, y));
    }

    /// Writes with nothing special from now on.
    pub fn reset(&mut self) {
        self.relink(None);
        if (self.fg, self.bg, self.modifier) != (Color::Reset, Color::Reset, Modifier::empty()) {
            self.bytes.extend(b"\x1b[m");
            (self.fg, self.bg, self.modifier) = (Color::Reset, Color::Reset, Modifier::empty());
        }
    }

    fn put(&mut self, row: &Row<'_>, x: u16, cell: &Cell) -> u16 {
        let link = row.link_at(x);
        self.relink(link);
        let is_plain_blank = cell.symbol() == " " && link.is_none();
        if is_plain_blank {
            self.restyle_blank(cell);
        } else {
            self.restyle(cell);
        }
        self.bytes.extend(cell.symbol().as_bytes());
        let next = x + columns_of(cell.symbol());
        // At the right edge, terminals disagree about where the cursor is.
        let is_certain = next < row.end() && !is_disputed(cell.symbol());
        self.at = is_certain.then_some((next, row.y));
        next
    }

    /// Moves the cursor to a column, by writing what is in between where that takes no more bytes.
    fn go_to(&mut self, row: &Row<'_>, x: u16) {
        match self.at {
            Some(at) if at == (x, row.y) => return,
            Some((from, y)) if y == row.y && from < x => {
                if self.bridges(row, from, x) {
                    row.cells[usize::from(from)..usize::from(x)]
                        .iter()
                        .for_each(|cell| self.bytes.extend(cell.symbol().as_bytes()));
                } else if x - from == 1 {
                    self.bytes.extend(b"\x1b[C");
                } else {
                    let _ = write!(self.bytes, "\x1b[{}C", x - from);
                }
            }
            _ if x == 0 => drop(write!(self.bytes, "\x1b[{}H", row.y + 1)),
            _ => drop(write!(self.bytes, "\x1b[{};{}H", row.y + 1, x + 1)),
        }
        self.at = Some((x, row.y));
    }

    /// Whether the cells up to a column can be written as the pen is.
    fn bridges(&self, row: &Row<'_>, from: u16, x: u16) -> bool {
        let cells = &row.cells[usize::from(from)..usize::from(x)];
        let bytes: usize = cells.iter().map(|cell| cell.symbol().len()).sum();
        let is_same = |cell: &Cell| {
            let looks = cell.bg == self.bg && columns_of(cell.symbol()) == 1;
            looks
                && if cell.symbol() == " " {
                    cell.modifier & SEEN_ON_BLANK == self.modifier & SEEN_ON_BLANK
                } else {
                    cell.fg == self.fg && cell.modifier == self.modifier
                }
        };
        bytes <= GAP && cells.iter().all(is_same) && (from..x).all(|x| row.link_at(x) == self.link.as_deref())
    }

    /// The foreground is not seen on a blank.
    fn restyle_blank(&mut self, cell: &Cell) {
        self.relink(None);
        if cell.bg != self.bg || cell.modifier & SEEN_ON_BLANK != self.modifier & SEEN_ON_BLANK {
            self.restyle(cell);
        }
    }

    fn restyle(&mut self, cell: &Cell) {
        if (cell.fg, cell.bg, cell.modifier) == (self.fg, self.bg, self.modifier) {
            return;
        }
        if (cell.fg, cell.bg, cell.modifier) == (Color::Reset, Color::Reset, Modifier::empty()) {
            self.bytes.extend(b"\x1b[m");
        } else {
            self.bytes.extend(b"\x1b[");
            let start = self.bytes.len();
            self.modify(cell.modifier);
            if cell.fg != self.fg {
                self.colour(cell.fg, 38);
            }
            if cell.bg != self.bg {
                self.colour(cell.bg, 48);
            }
            // Every parameter ends in a semicolon; the last one's becomes the end.
            match self.bytes.last_mut().filter(|last| **last == b';') {
                Some(last) => *last = b'm',
                None => self.bytes.truncate(start - 2),
            }
        }
        (self.fg, self.bg, self.modifier) = (cell.fg, cell.bg, cell.modifier);
    }

    fn modify(&mut self, to: Modifier) {
        /// Modifiers with the parameters that turn them on and off. Bold and dim end together.
        const PARAMETERS: [(Modifier, u8, u8); 7] = [
            (Modifier::BOLD, 1, 22),
            (Modifier::DIM, 2, 22),
            (Modifier::ITALIC, 3, 23),
            (Modifier::UNDERLINED, 4, 24),
            (Modifier::REVERSED, 7, 27),
            (Modifier::HIDDEN, 8, 28),
            (Modifier::CROSSED_OUT, 9, 29),
        ];
        const WEIGHT: Modifier = Modifier::BOLD.union(Modifier::DIM);
        let mut from = self.modifier;
        let gone = from - to;
        for (modifier, _, off) in PARAMETERS.into_iter().filter(|(modifier, ..)| gone.contains(*modifier)) {
            if from.contains(modifier) {
                let _ = write!(self.bytes, "{off};");
                from -= if WEIGHT.contains(modifier) { WEIGHT } else { modifier };
            }
        }
        let mut new = to - from;
        if to.contains(WEIGHT) && new.intersects(WEIGHT) {
            // Of bold and dim, some terminals show what came last.
            new |= WEIGHT;
        }
        for (_, on, _) in PARAMETERS.into_iter().filter(|(modifier, ..)| new.contains(*modifier)) {
            let _ = write!(self.bytes, "{on};");
        }
    }

    /// Adds the parameters of a colour; `kind` is 38 for the foreground, 48 for the background.
    fn colour(&mut self, colour: Color, kind: u8) {
        let index = match colour {
            Color::Reset => return drop(write!(self.bytes, "{};", kind + 1)),
            Color::Rgb(red, green, blue) => {
                return drop(write!(self.bytes, "{kind};2;{red};{green};{blue};"));
            }
            Color::Indexed(index) => index,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
        };
        let _ = write!(self.bytes, "{kind};5;{index};");
    }

    /// Opens or closes a hyperlink (OSC 8).
    fn relink(&mut self, link: Option<&str>) {
        if self.link.as_deref() != link {
            let _ = write!(self.bytes, "\x1b]8;;{}\x1b\\", link.unwrap_or_default());
            self.link = link.map(str::to_owned);
        }
    }
}

impl Row<'_> {
    /// The column after the last.
    fn end(&self) -> u16 {
        u16::try_from(self.cells.len()).unwrap_or(u16::MAX)
    }
}

/// Whether nothing is seen in a cell but its background.
fn is_erasable(cell: &Cell) -> bool {
    cell.symbol() == " " && !cell.modifier.intersects(SEEN_ON_BLANK) && cell.bg == Color::Reset
}

/// Columns of a cell's symbol, as the buffer counts them.
pub(super) fn columns_of(symbol: &str) -> u16 {
    if symbol.len() == 1 {
        return 1;
    }
    u16::try_from(width(symbol)).unwrap_or(1).max(1)
}

/// Whether terminals disagree about the width of a cluster: it consists of several characters, or belongs to a script
/// whose letters join in ways that not all terminals support.
pub(super) fn is_disputed(symbol: &str) -> bool {
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
