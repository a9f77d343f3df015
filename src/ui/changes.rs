//! Draws the list of past changes.

use super::canvas::Canvas;
use super::theme::Styles;
use crate::app::Session;
use crate::app::screens::changes::Changes;
use crate::model::{EditState, When};
use crate::text::time;

pub(super) fn draw(canvas: &mut Canvas<'_>, changes: &Changes, session: &Session, styles: &Styles) {
    let layout = Changes::layout(session);
    let (heading, inner) = (layout.heading, layout.rows);
    canvas.put(heading.x + 2, heading.y, heading.width, "PAST CHANGES", styles.accent);
    if let Some(empty) = changes.empty() {
        canvas.put_empty(inner, &[&empty.line()], styles.dim);
    }
    let rows = changes.rows.iter().enumerate().skip(changes.cursor.top);
    for ((at, row), y) in rows.zip(inner.y..inner.bottom()) {
        if at == changes.cursor.at {
            canvas.tint(inner, y, styles.selected);
            canvas.put(inner.x, y, 1, "▌", styles.accent);
            canvas.cursor = Some((inner.x, y));
        }
        let age = time::ago(When::second(row.time), session.now);
        let (state, style) = match row.state {
            EditState::Applied => ("", styles.text),
            EditState::Undone => ("undone", styles.dim),
        };
        let end = canvas.put_right(inner, y, &format!("  {state:>6}  {age:>8}"), styles.dim);
        canvas.put(inner.x + 2, y, end.saturating_sub(inner.x + 2), &row.sentence, style);
    }
}
