//! Tables: cells in columns, wrapped if they are long. With too many columns for that, each row becomes lines with
//! the heads before its cells.

use super::{INDENT, Setter, Style, lines_of, text_at};
use crate::model::{Document, EmphasisKind, Span};
use crate::text::width::width;
use crate::text::wrap::wrap;

/// Columns between two cells.
const GAP: usize = 2;
/// A column narrower than this is unreadable.
const NARROWEST: usize = 9;

type Row = Vec<Span>;

impl Setter<'_> {
    pub(super) fn table(&mut self, document: &Document, span: Span) {
        let rows: Vec<Row> = lines_of(self.text, span).map(|row| cells_of(self.text, row)).collect();
        let has_head = rows.len() > 1 && rows.first().is_some_and(|row| is_head(document, row));
        let count = rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest =
            |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| self.width(*cell)).max();
        let natural: Vec<usize> = (0..count).map(|at| widest(at).unwrap_or(0)).collect();
        match shared(&natural, self.columns.saturating_sub(GAP * count.saturating_sub(1))) {
            Some(widths) => self.grid(&rows, &widths, has_head),
            None => self.records(&rows, has_head),
        }
    }

    fn width(&self, cell: Span) -> usize {
        width(cell.of(self.text))
    }

    fn grid(&mut self, rows: &[Row], widths: &[usize], has_head: bool) {
        let body = if has_head { &rows[1..] } else { rows };
        let is_figure = |at: usize| {
            let cells = || body.iter().filter_map(|row| row.get(at)).map(|cell| cell.of(self.text).trim());
            cells().any(|cell| !cell.is_empty()) && cells().all(|cell| cell.is_empty() || is_number(cell))
        };
        let figures: Vec<bool> = (0..widths.len()).map(is_figure).collect();
        for (at, row) in rows.iter().enumerate() {
            let cells: Vec<Vec<Span>> =
                row.iter().zip(widths).map(|(cell, wide)| wrap(self.text, *cell, *wide)).collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
            for line in 0..height {
                let mut column = 0;
                let mut pieces = Vec::new();
                for ((cell, wide), is_figure) in cells.iter().zip(widths).zip(&figures) {
                    if let Some(&part) = cell.get(line) {
                        let moved = if *is_figure { wide.saturating_sub(self.width(part)) } else { 0 };
                        pieces.push(text_at(column + moved, part));
                    }
                    column += wide + GAP;
                }
                self.push(Style::Table, String::new(), pieces);
            }
            if has_head && at == 0 {
                let wide = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
                self.words(Style::Rule, "─".repeat(wide));
            } else if height > 1 && at + 1 < rows.len() {
                self.push(Style::Table, String::new(), Vec::new());
            }
        }
    }

    /// Each row as separate lines, with the head before each cell.
    fn records(&mut self, rows: &[Row], has_head: bool) {
        let (head, body) = if has_head { rows.split_at(1) } else { rows.split_at(0) };
        let indent = width(INDENT);
        for (at, row) in body.iter().enumerate() {
            if at > 0 {
                self.push(Style::Table, String::new(), Vec::new());
            }
            for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let name = head.first().and_then(|head| head.get(column)).copied();
                let name = name.filter(|name| !name.is_empty() && self.width(*name) < self.columns / 2);
                let start = indent + name.map_or(0, |name| self.width(name) + GAP);
                for (line, part) in
                    wrap(self.text, *cell, self.columns.saturating_sub(start)).into_iter().enumerate()
                {
                    let mut pieces = vec![text_at(start, part)];
                    if let Some(name) = name.filter(|_| line == 0) {
                        pieces.insert(0, text_at(indent, name));
                    }
                    self.push(Style::Table, String::new(), pieces);
                }
            }
        }
    }
}

/// The widths of columns that fit into `room` together: narrow columns get what they need, the others share the rest.
/// `None` if their share is too small to read.
fn shared(natural: &[usize], room: usize) -> Option<Vec<usize>> {
    let mut widths = natural.to_vec();
    let (mut room, mut left): (usize, Vec<usize>) = (room, (0..natural.len()).collect());
    while !left.is_empty() {
        let share = room / left.len();
        let (fit, wide): (Vec<usize>, Vec<usize>) = left.iter().partition(|&&at| natural[at] <= share);
        if fit.is_empty() {
            if share < NARROWEST {
                return None;
            }
            for at in wide {
                widths[at] = share;
            }
            return Some(widths);
        }
        room -= fit.iter().map(|&at| natural[at]).sum::<usize>();
        left = wide;
    }
    Some(widths)
}

/// Whether a whole row is bold, which makes it the heads of the columns.
fn is_head(document: &Document, row: &[Span]) -> bool {
    let is_bold = |cell: &Span| {
        let bold = document.emphasis.iter().filter(|each| each.kind == EmphasisKind::Bold);
        cell.of(&document.text).trim().is_empty()
            || bold.clone().any(|each| each.span.start <= cell.start && each.span.end >= cell.end)
    };
    row.iter().any(|cell| !cell.is_empty()) && row.iter().all(is_bold)
}

/// Whether a cell is a number: `1,204`, `-3.5 %`, `£20`, `–`.
fn is_number(cell: &str) -> bool {
    cell.chars().all(|c| c.is_ascii_digit() || ".,:+-−–—% $£€()/".contains(c))
}

fn cells_of(text: &str, row: Span) -> Row {
    let mut start = row.start as usize;
    let cell = |cell: &str| {
        let span = Span::new(start, start + cell.len());
        start += cell.len() + 1;
        span
    };
    row.of(text).split('\t').map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_what_there_is() {
        for (natural, room, expected) in [
            (vec![3, 5], 20, Some(vec![3, 5])),
            (vec![3, 50], 30, Some(vec![3, 27])),
            (vec![40, 5, 60], 45, Some(vec![20, 5, 20])),
            (vec![30; 6], 40, None),
            (vec![], 40, Some(vec![])),
        ] {
            assert_eq!(shared(&natural, room), expected, "{natural:?} in {room}");
        }
    }
}
