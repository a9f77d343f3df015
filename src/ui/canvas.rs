//! Writes text on the screen: the last gate that foreign text passes.

use crate::model::{Attention, Span};
use crate::text::clean::for_screen;
use crate::text::width::{truncate, width};
use crate::text::wrap::wrap;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// A frame's buffer and a pen: what every view draws on.
pub struct Canvas<'a> {
    /// The cells.
    pub buffer: &'a mut Buffer,
    /// The background of every cell.
    pub base: Style,
    /// Whether only ASCII is written.
    pub ascii: bool,
    /// Where to put the terminal's cursor.
    pub cursor: Option<(u16, u16)>,
}

impl Canvas<'_> {
    /// Writes text from a cell on, in at most `columns` columns; returns the column after it.
    pub fn put(&mut self, x: u16, y: u16, columns: u16, text: &str, style: Style) -> u16 {
        if columns == 0 || !self.buffer.area.contains((x, y).into()) {
            return x;
        }
        let clean = for_screen(text);
        let mut shown = truncate(&clean, usize::from(columns));
        if self.ascii && !shown.is_ascii() {
            shown = Cow::Owned(ascii(&shown, usize::from(columns)));
        }
        self.buffer.set_stringn(x, y, &shown, usize::from(columns), style).0
    }

    /// Writes a sign where nothing stands.
    pub fn put_over_blank(&mut self, x: u16, y: u16, sign: &str, style: Style) {
        let is_blank = self.buffer.cell((x, y)).is_some_and(|cell| cell.symbol() == " ");
        if is_blank {
            self.put(x, y, 1, sign, style);
        }
    }

    /// Writes text right-aligned on a line of an area; returns the column it starts at.
    pub fn put_right(&mut self, area: Rect, y: u16, text: &str, style: Style) -> u16 {
        let columns = u16::try_from(width(text)).unwrap_or(u16::MAX).min(area.width);
        let x = area.right() - columns;
        self.put(x, y, columns, text, style);
        x
    }

    /// Writes a span of a text on one line, with the hits in it in their own style; returns the column after it.
    pub fn put_with_hits(
        &mut self,
        area: Rect,
        text: &str,
        line: Span,
        hits: &[Span],
        styles: (Style, Style),
    ) -> u16 {
        let (plain, hit_style) = styles;
        let mut x = area.x;
        let mut at = line.start;
        for hit in hits.iter().filter(|hit| hit.overlaps(line)) {
            let (start, end) = (hit.start.max(at), hit.end.min(line.end));
            for (piece, style) in [(Span { start: at, end: start }, plain), (Span { start, end }, hit_style)]
            {
                let (piece, room) = (piece.of(text), usize::from(area.right().saturating_sub(x)));
                x = self.put_on(area, x, piece, style);
                // What is cut ends in an ellipsis, and nothing follows it.
                if width(piece) > room {
                    return x;
                }
            }
            at = end;
        }
        self.put_on(area, x, Span { start: at, end: line.end }.of(text), plain)
    }

    /// Writes a line of a text as [`Canvas::put_with_hits`]; if its first hit would be cut off, the line begins shortly
    /// before that.
    pub fn put_around_hit(
        &mut self,
        area: Rect,
        text: &str,
        line: Span,
        hits: &[Span],
        styles: (Style, Style),
    ) -> u16 {
        let start = start_near_hit(text, line, hits, usize::from(area.width));
        if start == line.start as usize {
            return self.put_with_hits(area, text, line, hits, styles);
        }
        let x = self.put(area.x, area.y, area.width, "…", styles.0);
        let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
        self.put_with_hits(rest, text, Span::new(start, line.end as usize), hits, styles)
    }

    /// Writes text on an area's first line from a column on, up to the area's edge; returns the column after it.
    pub fn put_on(&mut self, area: Rect, x: u16, text: &str, style: Style) -> u16 {
        self.put(x, area.y, area.right().saturating_sub(x), text, style)
    }

    /// Writes a text on as many lines of an area as it needs; returns the row after the last one.
    pub fn put_wrapped(&mut self, area: Rect, text: &str, style: Style) -> u16 {
        let lines = wrap(text, Span::new(0, text.len()), area.width.into());
        let mut y = area.y;
        for line in lines.into_iter().take(area.height.into()) {
            self.put(area.x, y, area.width, line.of(text), style);
            y += 1;
        }
        y
    }

    /// Says why a list is empty, and which key fills it, at its top.
    pub fn put_empty(&mut self, area: Rect, why: &[&str], style: Style) {
        let mut area = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
        for sentence in why {
            let next = self.put_wrapped(area, sentence, style);
            area = Rect { y: next, height: area.bottom().saturating_sub(next), ..area };
        }
    }

    /// Applies a style to a line of an area, keeping its text.
    pub fn tint(&mut self, area: Rect, y: u16, style: Style) {
        let line = Rect { y, height: 1, ..area }.intersection(self.buffer.area);
        self.buffer.set_style(line, style);
    }

    /// Empties an area.
    pub fn clear(&mut self, area: Rect) {
        for position in area.intersection(self.buffer.area).positions() {
            self.buffer[position].reset();
            self.buffer[position].set_style(self.base);
        }
    }
}

/// The byte where a line of so many columns begins: at its start or, if its first hit would be cut off there, at a word
/// before the hit, so that what follows fills the line.
fn start_near_hit(text: &str, line: Span, hits: &[Span], columns: usize) -> usize {
    let start = line.start as usize;
    let Some(hit) = hits.iter().find(|hit| hit.overlaps(line)).map(|hit| hit.range()) else { return start };
    let of = |from: usize, to: usize| text.get(from..to).unwrap_or("");
    let end = line.end as usize;
    // An ellipsis takes a column on each side that is cut.
    let room = columns.saturating_sub(1);
    let is_in_sight = width(of(start, end)) <= columns || width(of(start, hit.end)) <= room;
    if hit.start < start || is_in_sight {
        return start;
    }
    let words = of(start, hit.start).match_indices(' ').map(|(blank, _)| start + blank + 1);
    let mut words = words.chain([hit.start]).filter(|word| *word > start);
    let lead = columns / 3;
    words
        .find(|&word| width(of(word, end)) <= room || width(of(word, hit.start)) <= lead)
        .unwrap_or(hit.start)
}

/// The badge of a name that the user watches or mutes.
pub fn badge(attention: Attention) -> &'static str {
    match attention {
        Attention::Watched => "◆",
        Attention::Muted => "◇",
    }
}

/// A text in ASCII only, each cluster in as many columns as before: a sign is shown by one that looks like it, an
/// accented letter without its accent, anything else as question marks. An ellipsis becomes three dots where `columns`
/// have room for them.
fn ascii(text: &str, columns: usize) -> String {
    const DOTS: &str = "...";
    let like = |cluster: &str| LIKE_ASCII.iter().find(|(sign, _)| *sign == cluster).map(|(_, like)| *like);
    let mut spare = columns.saturating_sub(width(text));
    let mut out = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        if cluster == "…" && spare + 1 >= DOTS.len() {
            spare -= DOTS.len() - 1;
            out.push_str(DOTS);
            continue;
        }
        match (like(cluster), cluster.nfd().next().filter(char::is_ascii)) {
            (Some(like), _) => out.push_str(like),
            (None, Some(letter)) => out.push(letter),
            (None, None) => out.push_str(&"?".repeat(width(cluster))),
        }
    }
    out
}

/// Signs and what looks like them in ASCII, in as many columns.
#[rustfmt::skip]
const LIKE_ASCII: &[(&str, &str)] = &[
    ("“", "\""), ("”", "\""), ("„", "\""), ("«", "\""), ("»", "\""), ("‘", "'"), ("’", "'"), ("‚", "'"),
    ("–", "-"), ("—", "-"), ("‑", "-"), ("−", "-"), ("·", "-"), ("…", ">"), ("•", "*"), ("◦", "-"), ("▪", "+"),
    ("│", "|"), ("─", "-"), ("┬", "-"), ("┴", "-"), ("├", "|"), ("┤", "|"), ("┼", "+"), ("▎", "|"), ("▌", "|"),
    ("●", "*"), ("○", "o"), ("◉", "@"), ("★", "+"), ("☆", "-"), ("◆", "!"), ("◇", "x"), ("✎", ">"), ("⟳", "~"),
    ("›", ">"), ("▸", ">"), ("▾", "v"), ("→", ">"), ("←", "<"), ("↑", "^"), ("↓", "v"), ("×", "x"), ("÷", "/"),
    ("\u{a0}", " "), ("°", "o"), ("£", "L"), ("€", "E"), ("ß", "s"), ("ø", "o"), ("Ø", "O"), ("æ", "e"), ("Æ", "E"),
    ("œ", "e"), ("Œ", "E"), ("ł", "l"), ("Ł", "L"), ("đ", "d"), ("Đ", "D"), ("ð", "d"), ("þ", "p"), ("ı", "i"),
    ("⁰", "0"), ("¹", "1"), ("²", "2"), ("³", "3"), ("⁴", "4"), ("⁵", "5"), ("⁶", "6"), ("⁷", "7"), ("⁸", "8"), ("⁹", "9"),
    ("₀", "0"), ("₁", "1"), ("₂", "2"), ("₃", "3"), ("₄", "4"), ("₅", "5"), ("₆", "6"), ("₇", "7"), ("₈", "8"), ("₉", "9"),
    ("⁻", "-"), ("⁺", "+"),
];

/// A row of numbers as bars of one cell each: the largest fills its cell, zero is empty, anything else is visible.
pub fn sparkline(numbers: &[u32]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = numbers.iter().copied().max().unwrap_or(0).max(1);
    let bar = |&number: &u32| match number {
        0 => ' ',
        _ => BARS[(number as usize * BARS.len()).div_ceil(most as usize) - 1],
    };
    numbers.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sparklines_show_every_number_that_is_not_nought() {
        for (numbers, expected) in
            [(vec![0, 1, 4, 8], " ▁▄█"), (vec![1, 1000], "▁█"), (vec![0, 0], "  "), (vec![], "")]
        {
            assert_eq!(sparkline(&numbers), expected, "{numbers:?}");
        }
    }

    #[test]
    fn ascii_keeps_the_columns() {
        for (text, expected) in [
            ("“It’s” – 3 €…", "\"It's\" - 3 E>"),
            ("café Łódź", "cafe Lodz"),
            ("Киев 東京", "???? ????"),
            ("▎ ●", "| *"),
        ] {
            let ascii = ascii(text, width(text));
            assert_eq!((ascii.as_str(), width(&ascii)), (expected, width(text)), "{text}");
        }
        assert_eq!(ascii("looking … on…", 15), "looking ... on>");
    }

    #[test]
    fn a_line_begins_near_its_first_hit() {
        let text = "The council of the old harbour town reopens its storm gates";
        for (columns, word, expected) in [
            (60, "storm", text),
            (40, "harbour", text),
            (24, "harbour", "the old harbour town reopens its storm gates"),
            (24, "storm", "reopens its storm gates"),
            (28, "gates", "reopens its storm gates"),
            (6, "harbour", "harbour town reopens its storm gates"),
        ] {
            let at = text.find(word).unwrap_or(0);
            let line = Span::new(0, text.len());
            let start = start_near_hit(text, line, &[Span::new(at, at + word.len())], columns);
            assert_eq!(&text[start..], expected, "{word} in {columns}");
        }
    }

    #[test]
    fn nothing_is_written_outside_or_unclean() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        let mut canvas = Canvas { buffer: &mut buffer, base: Style::new(), ascii: false, cursor: None };
        canvas.put(0, 9, 5, "below", Style::new());
        canvas.put(0, 0, 4, "\u{1b}[31mred alert", Style::new());
        assert_eq!(buffer, Buffer::with_lines(["[31…  "]));
    }
}
