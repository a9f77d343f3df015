//! Draws the list of notes and highlights, each with its article.

use super::canvas::Canvas;
use super::theme::Styles;
use crate::app::Session;
use crate::app::screens::notes::{Notes, ROW_LINES};
use crate::model::{NoteRow, When};
use crate::text::notes::MARK;
use crate::text::quotation::quoted;
use crate::text::time;
use ratatui::layout::Rect;

pub(super) fn draw(canvas: &mut Canvas<'_>, notes: &Notes, session: &Session, styles: &Styles) {
    let layout = Notes::layout(session);
    let (heading, inner) = (layout.heading, layout.rows);
    canvas.put(heading.x + 2, heading.y, heading.width, "NOTES AND HIGHLIGHTS", styles.accent);
    if let Some(empty) = notes.empty() {
        canvas.put_empty(inner, &empty.lines().each_ref().map(String::as_str), styles.dim);
    }
    let rows = notes.rows.iter().enumerate().skip(notes.top);
    for ((at, row), y) in rows.zip((inner.y..inner.bottom()).step_by(usize::from(ROW_LINES))) {
        let area = Rect { y, height: (ROW_LINES - 1).min(inner.bottom() - y), ..inner };
        draw_row(canvas, area, row, at == notes.cursor, session, styles);
    }
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    area: Rect,
    row: &NoteRow,
    is_current: bool,
    session: &Session,
    styles: &Styles,
) {
    if is_current {
        (area.y..area.bottom()).for_each(|y| canvas.tint(area, y, styles.selected));
        canvas.put(area.x, area.y, 1, "▌", styles.accent);
        canvas.cursor = Some((area.x, area.y));
    }
    let line = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
    let quote = row.note.passage.as_ref().map(|passage| quoted(&passage.quote.replace('\n', " ")));
    let mut x = line.x;
    if !row.note.is_highlight() {
        x = canvas.put_on(line, x, &format!("{MARK}{}", row.note.text.replace('\n', " ")), styles.text) + 2;
    }
    if let Some(quote) = quote {
        canvas.put_on(line, x, &quote, if row.note.is_highlight() { styles.text } else { styles.quote });
    }
    if area.height > 1 {
        let line = Rect { y: area.y + 1, ..line };
        let age = time::ago(When::second(row.note.added), session.now);
        canvas.put_on(line, line.x, &format!("{} · {age}", row.title), styles.dim);
    }
}
