//! Tables as rows of cells separated by tabs, and code listings without line numbers.

use super::Walk;
use crate::model::{BlockKind, EmphasisKind};
use dom_query::NodeRef;
use std::collections::BTreeMap;

/// The maximum number of rows and columns that a cell may span.
const MOST_ROWS: usize = 200;
const MOST_COLUMNS: usize = 40;

impl Walk<'_> {
    /// A table as one block, below its caption. A cell that spans several rows is repeated in each of them.
    pub(super) fn table(&mut self, node: &NodeRef) {
        self.flush();
        if let Some(caption) = node.children_it(false).find(|child| child.has_name("caption")) {
            self.block(&caption, BlockKind::Caption);
        }
        let mut carried: BTreeMap<usize, (usize, String)> = BTreeMap::new();
        for row in node.descendants_it().filter(|below| below.has_name("tr")) {
            if self.leaves_out(&row) {
                continue;
            }
            let row_start = self.inline.begin_row();
            let mut column = 0;
            for cell in row.children_it(false).filter(|cell| is_cell(cell) && !is_gutter(cell)) {
                column = self.carry_on(&mut carried, column);
                self.part(column);
                let start = self.inline.text.len();
                self.item(&cell, None);
                if cell.has_name("th") {
                    self.inline.emphasize(start, EmphasisKind::Bold);
                }
                let rows = reach(&cell, "rowspan", MOST_ROWS);
                if rows > 1 {
                    let text = self.inline.text.get(start..).unwrap_or_default().trim().to_owned();
                    carried.insert(column, (rows - 1, text));
                }
                column += 1;
                for _ in 1..reach(&cell, "colspan", MOST_COLUMNS) {
                    self.part(column);
                    column += 1;
                }
            }
            self.carry_on(&mut carried, column);
            self.inline.end_row(row_start);
        }
        let outer = std::mem::replace(&mut self.kind, BlockKind::Table);
        self.flush();
        self.kind = outer;
    }

    /// Inserts the cells that span down from rows above, starting at a column; returns the next free column.
    fn carry_on(&mut self, carried: &mut BTreeMap<usize, (usize, String)>, from: usize) -> usize {
        let mut column = from;
        while let Some((rows, text)) = carried.get_mut(&column) {
            let text = text.clone();
            *rows -= 1;
            if *rows == 0 {
                carried.remove(&column);
            }
            self.part(column);
            self.inline.push(&text);
            column += 1;
        }
        column
    }

    /// Separates a cell from the previous one.
    fn part(&mut self, column: usize) {
        if column > 0 {
            self.inline.end_cell();
        }
    }
}

fn is_cell(node: &NodeRef) -> bool {
    node.has_name("td") || node.has_name("th")
}

fn reach(cell: &NodeRef, name: &str, most: usize) -> usize {
    let declared = cell.attr(name).and_then(|reach| reach.trim().parse::<usize>().ok());
    declared.unwrap_or(1).clamp(1, most)
}

/// A cell of paragraphs with more words is layout.
const MOST_IN_CELL: usize = 25;

/// Whether a table contains data; one with blocks in its cells, or with a single column, is layout. Cells under
/// headings may contain lists and paragraphs.
pub(super) fn is_of_data(node: &NodeRef) -> bool {
    let (mut widest, mut has_heads, mut has_lists, mut has_paragraphs) = (0, false, false, false);
    for below in node.descendants_it() {
        let Some(name) = below.node_name() else { continue };
        match name.as_ref() {
            "table" | "blockquote" | "pre" | "h1" | "h2" | "h3" | "figure" => return false,
            "ul" | "ol" => has_lists = true,
            "th" => has_heads = true,
            "tr" => widest = widest.max(below.children_it(false).filter(is_cell).count()),
            "td" => {
                let paragraphs = below.children_it(false).filter(|child| child.has_name("p")).take(2);
                has_paragraphs |=
                    paragraphs.count() > 1 && below.text().split_whitespace().nth(MOST_IN_CELL).is_some();
            }
            _ => {}
        }
    }
    let is_even = || {
        let rows = node.descendants_it().filter(|below| below.has_name("tr"));
        let cells: Vec<usize> = rows.map(|row| row.children_it(false).filter(is_cell).count()).collect();
        cells.len() > 1 && cells.iter().all(|&count| count == widest)
    };
    widest > 1 && (has_heads || !has_paragraphs && (!has_lists || is_even()))
}

/// Whether an element contains the line numbers of a listing: by its name or, next to the listing, by its text.
pub(super) fn is_gutter(node: &NodeRef) -> bool {
    const NAMES: [&str; 12] = [
        "gutter",
        "line-number",
        "line-numbers",
        "line-numbers-rows",
        "lineno",
        "linenos",
        "linenodiv",
        "linenumber",
        "line_number",
        "line-no",
        "blob-num",
        "hljs-ln-numbers",
    ];
    let class = node.class();
    let is_named = class.as_deref().is_some_and(|class| {
        class.split_ascii_whitespace().any(|name| NAMES.contains(&name.to_ascii_lowercase().as_str()))
    });
    if is_named {
        return !node.text().contains(char::is_alphabetic);
    }
    let stands_beside_listing = || {
        let cell = node.ancestors_it(Some(3)).find(is_cell);
        let row = cell.and_then(|cell| cell.parent());
        row.is_some_and(|row| row.descendants_it().filter(|below| below.has_name("pre")).take(2).count() > 1)
    };
    node.has_name("pre") && counts(&node.text()) && stands_beside_listing()
}

/// Whether a text consists only of consecutive numbers.
fn counts(text: &str) -> bool {
    let digits: String = text.split_whitespace().collect();
    let numbers: Vec<u32> = text.split_whitespace().map_while(|word| word.parse().ok()).collect();
    let is_row = numbers.windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1]));
    let is_whole = numbers.iter().map(ToString::to_string).collect::<String>() == digits;
    // Without white space between them: `<span>1</span><br><span>2</span>`.
    let first_run = || {
        let mut expected = String::new();
        let mut number = 1_u32;
        while expected.len() < digits.len() {
            expected.push_str(&number.to_string());
            number += 1;
        }
        !digits.is_empty() && expected == digits
    };
    (!numbers.is_empty() && is_row && is_whole) || first_run()
}
