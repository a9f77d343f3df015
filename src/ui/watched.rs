//! Draws the list of watched and muted names.

use super::canvas::Canvas;
use super::theme::Styles;
use crate::app::Session;
use crate::app::screens::watched::{Line, Watched};
use crate::model::AttendedName;
use crate::text::time;
use crate::text::width::{counted, grouped};
use ratatui::layout::Rect;

pub(super) fn draw(canvas: &mut Canvas<'_>, screen: &Watched, session: &Session, styles: &Styles) {
    let layout = Watched::layout(session);
    let (heading, inner) = (layout.heading, layout.lines);
    canvas.put(heading.x + 2, heading.y, heading.width, "WATCHED", styles.accent);
    if let Some(empty) = screen.empty() {
        canvas.put_empty(inner, &empty.lines().each_ref().map(String::as_str), styles.dim);
    }
    let lines = screen.lines();
    for (line, y) in lines.iter().skip(screen.top).zip(inner.y..inner.bottom()) {
        match line {
            Line::Gap => {}
            Line::Muted => {
                canvas.put(inner.x + 2, y, inner.width.saturating_sub(2), "MUTED", styles.heading);
            }
            Line::Name(at) => draw_name(canvas, Rect { y, ..inner }, screen, *at, session, styles),
        }
    }
}

/// `Ada Lake  person        3 new      12 articles   15 Dec 2016`
fn draw_name(
    canvas: &mut Canvas<'_>,
    area: Rect,
    screen: &Watched,
    at: usize,
    session: &Session,
    styles: &Styles,
) {
    let AttendedName { row, fresh, .. } = &screen.rows[at];
    let y = area.y;
    if at == screen.cursor {
        canvas.tint(area, y, styles.selected);
        canvas.put(area.x, y, 1, "▌", styles.accent);
        canvas.cursor = Some((area.x, y));
    }
    let last = row.last.map(|when| time::day(when, session.now)).unwrap_or_default();
    let articles = counted(row.articles.into(), "article", "articles");
    let facts =
        if area.width >= 60 { format!("  {articles:>14}  {last:>11}") } else { format!("  {articles}") };
    let end = canvas.put_right(area, y, &facts, styles.dim);
    let news = if *fresh > 0 { format!("  {} new", grouped((*fresh).into())) } else { String::new() };
    let left = Rect { width: end.saturating_sub(area.x), ..area };
    let end = canvas.put_right(left, y, &news, styles.accent);
    let room = end.saturating_sub(area.x + 2);
    let after = canvas.put(area.x + 2, y, room, &row.shown, styles.kind(row.kind)) + 2;
    canvas.put(after, y, end.saturating_sub(after), row.kind.word(), styles.dim);
}
