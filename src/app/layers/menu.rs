//! The menu of a prefix key: what may follow the keys pressed so far, above the bottom line.

use super::sheet::{Sheet, SheetCx, SheetLine};
use crate::app::key::spell;
use ratatui::layout::Rect;

/// The width of an action in columns.
const COLUMN: u16 = 29;

/// The menu of a prefix key. Keys fall through it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Menu;

impl Menu {
    pub(super) fn sheet(cx: &SheetCx<'_>) -> Sheet {
        let following = cx.keymap.following(cx.pending, cx.contexts);
        let lines: Vec<SheetLine> =
            following.map(|(keys, row)| SheetLine::Keys(spell(keys), row.title)).collect();
        let body = cx.session.frame().body;
        let across = (body.width / COLUMN).max(1);
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).div_ceil(across).min(body.height);
        let area = Rect { y: body.bottom() - rows, height: rows, ..body };
        Sheet { area, lines, columns: Some(COLUMN) }
    }
}
