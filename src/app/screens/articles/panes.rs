//! The geometry of the articles screen: one function, used for movement, clicks and drawing.

use super::reader::Viewport;
use crate::app::context::Focus;
use crate::app::session::{Session, TWO_PANES, trimmed};
use crate::app::settings::Widths;
use ratatui::layout::Rect;

/// The rectangles of the screen; `None` for a pane that is not visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panes {
    /// The list.
    pub list: Option<Rect>,
    /// The article, with the tips below it.
    pub reader: Option<Rect>,
    /// The names sidebar: next to the article, in the list's place, or alone.
    pub sidebar: Option<Rect>,
    /// The small map at the foot of the sidebar, if it fits.
    pub map: Option<Rect>,
    /// The lines of the article, centred in its pane.
    pub text: Rect,
    /// The tips below the article; empty if they are not shown.
    pub tips: Rect,
    /// The space for the article.
    pub viewport: Viewport,
}

/// A divider between two panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Divider {
    /// To the left of the article.
    Left,
    /// To the right of the article.
    Right,
}

/// Free columns next to the lines of an article, both sides together.
const MARGINS: u16 = 4;
/// The minimum number of rows for an article above the tips.
const LEAST_ROWS: u16 = 10;
/// A good line width in columns; the sidebar gives way to it.
const GOOD_LINE: u16 = 66;
/// The minimum line width next to list and sidebar.
const SHORTEST_LINE: u16 = 60;
/// The minimum widths of list and sidebar.
const LEAST_LIST: u16 = 26;
const LEAST_SIDEBAR: u16 = 24;

impl Panes {
    /// Lays out the body. With `zen` there is only the article.
    pub fn new(session: &Session, focus: Focus, zen: bool) -> Self {
        let body = session.frame().body;
        let (list, reader, sidebar) =
            if zen { (None, Some(body), None) } else { side_by_side(body, session, focus) };
        let pane = reader.unwrap_or(body);
        let tips = if zen { 0 } else { tips_rows(session, pane) };
        let columns = session.line_width.min(pane.width.saturating_sub(MARGINS));
        let text = trimmed(reader.unwrap_or_default(), 0, tips);
        let inset = text.width.saturating_sub(columns) / 2;
        let height = usize::from(trimmed(pane, 0, tips).height);
        Self {
            list,
            reader,
            sidebar,
            map: None,
            text: Rect { x: text.x + inset, width: columns.min(text.width), ..text },
            tips: trimmed(pane, pane.height - tips, 0),
            viewport: Viewport { columns, height, now: session.now },
        }
    }

    /// The list alone, across the screen.
    #[must_use]
    pub fn with_list_alone(self, session: &Session) -> Self {
        let (nothing, list) = (Rect::default(), Some(session.frame().body));
        Self { list, reader: None, sidebar: None, text: nothing, tips: nothing, ..self }
    }

    /// The column of a divider, if there is a pane on that side of the article.
    pub fn column_of(&self, divider: Divider) -> Option<u16> {
        let reader = self.reader?;
        match divider {
            Divider::Left => reader.x.checked_sub(1),
            Divider::Right => self.sidebar.filter(|pane| pane.x > reader.x).map(|_| reader.right()),
        }
    }

    /// The divider at a point.
    pub fn divider_at(&self, column: u16, row: u16) -> Option<Divider> {
        let is_inside = self.reader.is_some_and(|pane| (pane.y..pane.bottom()).contains(&row));
        let is_here = |divider: &Divider| self.column_of(*divider) == Some(column);
        [Divider::Left, Divider::Right].into_iter().filter(|_| is_inside).find(is_here)
    }

    /// The maximum line width in the article's pane.
    pub fn longest_line(&self) -> u16 {
        self.reader.map_or(0, |pane| pane.width.saturating_sub(MARGINS))
    }
}

type Areas = (Option<Rect>, Option<Rect>, Option<Rect>);

/// List, article and sidebar. Below [`TWO_PANES`] only the focused pane is visible; below three panes the sidebar
/// replaces the list.
fn side_by_side(body: Rect, session: &Session, focus: Focus) -> Areas {
    let columns = session.columns;
    if columns < TWO_PANES {
        return match focus {
            Focus::List => (Some(body), None, None),
            Focus::Reader => (None, Some(body), None),
            Focus::Sidebar => (None, None, Some(body)),
        };
    }
    let is_beside = session.sidebar && session.has_three_panes();
    let (list, sidebar) = widths(session, is_beside);
    let left = Rect { width: list, ..body };
    let taken = list + 1 + if is_beside { sidebar + 1 } else { 0 };
    let reader = Rect { x: list + 1, width: columns.saturating_sub(taken), ..body };
    if is_beside {
        let right = Rect { x: body.right().saturating_sub(sidebar), width: sidebar, ..body };
        (Some(left), Some(reader), Some(right))
    } else if session.sidebar && focus != Focus::List {
        (None, Some(reader), Some(left))
    } else {
        (Some(left), Some(reader), None)
    }
}

/// The widths of list and sidebar. The sidebar gets narrower if lines would be shorter than is good, the list only if
/// they would be too short to read.
fn widths(session: &Session, is_beside: bool) -> (u16, u16) {
    let columns = session.columns;
    let share =
        |chosen: Option<u16>, usual: u16| chosen.map_or(usual, |chosen| Widths::columns_of(chosen, columns));
    let list = share(session.widths.list, (columns * 27 / 100).clamp(30, 56));
    let sidebar = share(session.widths.sidebar, (columns / 4).clamp(30, 44)).max(LEAST_SIDEBAR);
    let (rules, least) = if is_beside { (2, LEAST_SIDEBAR) } else { (1, 0) };
    let line = if is_beside { SHORTEST_LINE } else { SHORTEST_LINE.min(columns / 2) };
    let most = columns.saturating_sub(rules + least + MARGINS + line);
    let list = list.min(most).max(LEAST_LIST);
    let wanted = match session.widths.sidebar {
        Some(_) => SHORTEST_LINE,
        None => session.line_width.clamp(SHORTEST_LINE, GOOD_LINE),
    };
    let room = columns.saturating_sub(list + rules + MARGINS + wanted);
    (list, sidebar.min(room).max(LEAST_SIDEBAR))
}

/// The rows for the tips, with a rule above them; none if the pane is too low for both.
fn tips_rows(session: &Session, pane: Rect) -> u16 {
    let rows = u16::try_from(session.tips.keys().len()).unwrap_or(0);
    if rows == 0 || pane.height < rows + LEAST_ROWS { 0 } else { rows + 2 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::settings::{Depth, Look, Settings, Theme};
    use crate::text::time::Now;

    fn panes(columns: u16, rows: u16, focus: Focus, sidebar: bool, zen: bool) -> (Session, Panes) {
        let look = Look { theme: None, background: Theme::Dark, depth: Depth::True, ascii: false };
        let now = Now { seconds: 0, offset: 0 };
        let mut session = Session::new(columns, rows, now, look, &Settings::default());
        session.sidebar = sidebar;
        let panes = Panes::new(&session, focus, zen);
        (session, panes)
    }

    #[test]
    fn panes_by_width() {
        for (columns, focus, sidebar, expected) in [
            (200, Focus::List, true, (true, true, true)),
            (120, Focus::Reader, true, (true, true, true)),
            (120, Focus::Reader, false, (true, true, false)),
            (100, Focus::List, true, (true, true, false)),
            (100, Focus::Reader, true, (false, true, true)),
            (100, Focus::Sidebar, true, (false, true, true)),
            (80, Focus::List, false, (true, false, false)),
            (80, Focus::Reader, false, (false, true, false)),
            (60, Focus::Sidebar, true, (false, false, true)),
        ] {
            let (_, p) = panes(columns, 30, focus, sidebar, false);
            let seen = (p.list.is_some(), p.reader.is_some(), p.sidebar.is_some());
            assert_eq!(seen, expected, "{columns} columns, {focus:?}");
        }
    }

    #[test]
    fn lines_are_never_too_short_beside_list_and_sidebar() {
        for (columns, expected) in [(120, 60), (130, 65), (160, 71), (220, 72)] {
            let (_, p) = panes(columns, 30, Focus::Reader, true, false);
            assert_eq!(p.text.width, expected, "{columns} columns");
        }
        for columns in 120..220 {
            for (list, sidebar) in [(None, None), (Some(900), None), (None, Some(900)), (Some(10), Some(10))]
            {
                let (mut session, _) = panes(columns, 30, Focus::Reader, true, false);
                session.widths = Widths { list, sidebar, companions: None };
                let p = Panes::new(&session, Focus::Reader, false);
                assert!(p.text.width >= 60, "{columns} columns, {list:?}, {sidebar:?}: {}", p.text.width);
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn every_pane_is_on_the_screen(columns in 0u16..300, rows in 0u16..100, sidebar: bool, zen: bool, pane in 0usize..3) {
            let focus = [Focus::List, Focus::Reader, Focus::Sidebar][pane];
            let (session, p) = panes(columns, rows, focus, sidebar, zen);
            let frame = session.frame();
            let areas = [Some(frame.header), Some(frame.footer), p.list, p.reader, p.sidebar, Some(p.text), Some(p.tips)];
            for area in areas.into_iter().flatten() {
                proptest::prop_assert!(area.right() <= columns && area.bottom() <= rows, "{area:?}");
            }
        }
    }
}
