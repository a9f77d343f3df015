//! The menu of a prefix key: what may follow the keys pressed so far, above the bottom line.

use super::sheet::{Sheet, SheetCx, SheetLine};
use crate::app::actions::ActionRow;
use crate::app::key::spell;
use crate::app::session::holds;
use crate::text::width::width;
use ratatui::layout::Rect;

/// The minimum width of an action in columns, and the columns between two.
const COLUMN: u16 = 26;
const GAP: u16 = 4;

/// The menu of a prefix key. Keys fall through it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Menu;

impl Menu {
    pub(super) fn sheet(cx: &SheetCx<'_>) -> Sheet {
        let following = cx.keymap.following(cx.pending, cx.contexts);
        let rows: Vec<(String, &str)> =
            following.map(|(keys, row)| (spell(keys), brief(row.title))).collect();
        let body = cx.session.frame().body;
        // The columns are as wide as their widest action, so that none is cut.
        let widest = rows.iter().map(|(keys, does)| width(keys).max(2) + width(does)).max().unwrap_or(0);
        let column = u16::try_from(widest).unwrap_or(u16::MAX).saturating_add(GAP).max(COLUMN);
        let column = column.min(body.width.max(1));
        let across = (body.width / column).max(1);
        let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).div_ceil(across).min(body.height);
        let area = Rect { y: body.bottom() - height, height, ..body };
        let lines = rows.into_iter().map(|(keys, does)| SheetLine::Keys(keys, does)).collect();
        Sheet { area, lines, columns: Some(column) }
    }

    /// The action at a point.
    pub(in crate::app) fn action_at(cx: &SheetCx<'_>, column: u16, row: u16) -> Option<&'static ActionRow> {
        let Sheet { area, columns, .. } = Self::sheet(cx);
        if !holds(Some(area), column, row) {
            return None;
        }
        let across = usize::from((column - area.x) / columns?.max(1));
        let at = across * usize::from(area.height) + usize::from(row - area.y);
        cx.keymap.following(cx.pending, cx.contexts).nth(at).map(|(_, row)| row)
    }
}

/// What an action does, without explanations.
fn brief(title: &'static str) -> &'static str {
    title.split([';', '(']).next().unwrap_or(title).trim_end()
}
