//! Where the panes of the screen of articles lie: one function, used by what moves in them, by clicks and by
//! the view.

use super::reader::Viewport;
use crate::app::context::Focus;
use crate::app::session::{Session, TWO_PANES, trimmed};
use ratatui::layout::Rect;

/// The rectangles of the screen; a pane that is not on the screen has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panes {
    /// The list.
    pub list: Option<Rect>,
    /// The article, with the tips at its foot.
    pub reader: Option<Rect>,
    /// The entity sidebar.
    pub sidebar: Option<Rect>,
    /// The sidebar lies over the article instead of beside it.
    pub slides_over: bool,
    /// The lines of the article, centred in its pane.
    pub text: Rect,
    /// The tips, at the foot of the article's pane; empty where they are not shown.
    pub tips: Rect,
    /// What the article has room for.
    pub viewport: Viewport,
}

/// Columns left free beside the lines of an article, on both sides together.
const MARGINS: u16 = 4;
/// Rows an article keeps beside the tips.
const LEAST_ROWS: u16 = 10;

impl Panes {
    /// Lays out the body. In `zen` there is nothing but the article.
    pub fn new(session: &Session, focus: Focus, zen: bool) -> Self {
        let body = session.frame().body;
        let (list, reader, sidebar, slides_over) =
            if zen { (None, Some(body), None, false) } else { side_by_side(body, session, focus) };
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
            slides_over,
            text: Rect { x: text.x + inset, width: columns.min(text.width), ..text },
            tips: trimmed(pane, pane.height - tips, 0),
            viewport: Viewport { columns, height, now: session.now },
        }
    }
}

type Areas = (Option<Rect>, Option<Rect>, Option<Rect>, bool);

/// List, article and sidebar, and whether the sidebar slides over the article.
fn side_by_side(body: Rect, session: &Session, focus: Focus) -> Areas {
    let columns = session.columns;
    let list_width = (columns * 27 / 100).clamp(30, 56);
    let sidebar_width = (columns / 4).clamp(30, 44);
    let beside = session.sidebar && session.has_three_panes();
    let (list, reader) = if columns >= TWO_PANES {
        let taken = list_width + 1 + if beside { sidebar_width + 1 } else { 0 };
        let list = Rect { width: list_width, ..body };
        (Some(list), Some(Rect { x: list_width + 1, width: columns - taken, ..body }))
    } else if focus == Focus::List {
        (Some(body), None)
    } else {
        (None, Some(body))
    };
    if beside {
        return (list, reader, Some(right_part(body, sidebar_width)), false);
    }
    let slides_over = session.sidebar && (focus != Focus::List || columns >= TWO_PANES);
    let over = right_part(body, sidebar_width.max(32).min(columns.saturating_sub(4)));
    (list, reader, slides_over.then_some(over), slides_over)
}

/// Rows the tips take, with a rule above them; none where the pane is too low for both.
fn tips_rows(session: &Session, pane: Rect) -> u16 {
    let rows = u16::try_from(session.tips.keys().len()).unwrap_or(0);
    if rows == 0 || pane.height < rows + LEAST_ROWS { 0 } else { rows + 2 }
}

fn right_part(body: Rect, width: u16) -> Rect {
    Rect { x: body.right().saturating_sub(width), width, ..body }
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
            (200, Focus::List, true, (true, true, true, false)),
            (120, Focus::Reader, true, (true, true, true, false)),
            (120, Focus::Reader, false, (true, true, false, false)),
            (100, Focus::List, false, (true, true, false, false)),
            (100, Focus::Sidebar, true, (true, true, true, true)),
            (80, Focus::List, false, (true, false, false, false)),
            (80, Focus::Reader, false, (false, true, false, false)),
            (60, Focus::Sidebar, true, (false, true, true, true)),
        ] {
            let (_, p) = panes(columns, 30, focus, sidebar, false);
            let seen = (p.list.is_some(), p.reader.is_some(), p.sidebar.is_some(), p.slides_over);
            assert_eq!(seen, expected, "{columns} columns, {focus:?}");
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
