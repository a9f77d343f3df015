//! Where panes lie on a screen of a given size: one pure function, used by update (for clicks, page
//! sizes and line widths) and by the view.

use ratatui::layout::Rect;

/// A pane that can have the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Focus {
    /// The list of articles.
    #[default]
    List,
    /// The article.
    Reader,
    /// Who and what it names.
    Sidebar,
}

/// The rectangles of the main page; a pane that is not on the screen has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    /// The first row: where the reader is, and counts.
    pub header: Rect,
    /// All between header and footer, without the rules.
    pub body: Rect,
    /// The last row: hints, notices and prompts.
    pub footer: Rect,
    /// The list.
    pub list: Option<Rect>,
    /// The article.
    pub reader: Option<Rect>,
    /// The entity sidebar.
    pub sidebar: Option<Rect>,
    /// The sidebar lies over the reader instead of beside it.
    pub slides_over: bool,
}

/// Columns from which three panes stand side by side.
pub const THREE_PANES: u16 = 120;
/// Columns from which list and article stand side by side.
pub const TWO_PANES: u16 = 90;

/// Lays out a screen. `sidebar` says whether the reader wants to see it; from [`THREE_PANES`] on it has
/// a place of its own, below it slides over the article.
pub fn layout(columns: u16, rows: u16, focus: Focus, sidebar: bool) -> Layout {
    let header = Rect::new(0, 0, columns, rows.min(1));
    let footer = Rect::new(0, rows.saturating_sub(1), columns, rows.min(1));
    let body = Rect::new(0, rows.min(2), columns, rows.saturating_sub(4));
    let mut layout = Layout { header, body, footer, ..Layout::default() };
    let list_width = (columns * 27 / 100).clamp(30, 56);
    let sidebar_width = (columns / 4).clamp(30, 44);
    if columns >= TWO_PANES {
        let beside = sidebar && columns >= THREE_PANES;
        let taken = list_width + 1 + if beside { sidebar_width + 1 } else { 0 };
        layout.list = Some(Rect { width: list_width, ..body });
        layout.reader = Some(Rect { x: list_width + 1, width: columns - taken, ..body });
        if beside {
            layout.sidebar = Some(right_part(body, sidebar_width));
        }
    } else if focus == Focus::List {
        layout.list = Some(body);
    } else {
        layout.reader = Some(body);
    }
    if sidebar && layout.sidebar.is_none() && (focus != Focus::List || columns >= TWO_PANES) {
        layout.sidebar = Some(right_part(body, sidebar_width.max(32).min(columns.saturating_sub(4))));
        layout.slides_over = true;
    }
    layout
}

fn right_part(body: Rect, width: u16) -> Rect {
    Rect { x: body.right().saturating_sub(width), width, ..body }
}

/// Whether a point lies in an area.
pub fn holds(area: Option<Rect>, column: u16, row: u16) -> bool {
    area.is_some_and(|area| area.contains((column, row).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_by_width() {
        for (columns, focus, sidebar, expected) in [
            (200, Focus::List, true, (true, true, true, false)),
            (120, Focus::Reader, true, (true, true, true, false)),
            (120, Focus::Reader, false, (true, true, false, false)),
            (100, Focus::List, false, (true, true, false, false)),
            (100, Focus::Sidebar, true, (true, true, true, true)),
            (80, Focus::List, false, (true, false, false, false)),
            (80, Focus::Reader, false, (false, true, false, false)),
            (60, Focus::Sidebar, true, (false, true, true, true)),
        ] {
            let l = layout(columns, 30, focus, sidebar);
            let seen = (l.list.is_some(), l.reader.is_some(), l.sidebar.is_some(), l.slides_over);
            assert_eq!(seen, expected, "{columns} columns, {focus:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_pane_is_on_the_screen(columns in 0u16..300, rows in 0u16..100, sidebar: bool, pane in 0usize..3) {
            let focus = [Focus::List, Focus::Reader, Focus::Sidebar][pane];
            let l = layout(columns, rows, focus, sidebar);
            for area in [Some(l.header), Some(l.footer), l.list, l.reader, l.sidebar].into_iter().flatten() {
                proptest::prop_assert!(area.right() <= columns && area.bottom() <= rows);
            }
        }
    }
}
