//! Draws the index of people, places or organisations.

use super::canvas::{Canvas, badge};
use super::theme::Styles;
use crate::app::Session;
use crate::app::screens::names::{Line, Names};
use crate::model::NameRow;
use crate::text::time;
use crate::text::width::{counted, grouped};
use ratatui::layout::Rect;

/// From these widths on, a row has room for the date, and for the number of mentions.
const WITH_DATES: u16 = 70;
const WITH_MENTIONS: u16 = 96;

pub(super) fn draw(canvas: &mut Canvas<'_>, screen: &Names, session: &Session, styles: &Styles) {
    let layout = Names::layout(session);
    let inner = layout.rows;
    draw_heading(canvas, layout.heading, screen, session, styles);
    if let Some(empty) = screen.empty() {
        canvas.put_empty(inner, &[&empty.line()], styles.dim);
    }
    let lines = screen.lines_from(screen.cursor.top).enumerate();
    for ((at, line), y) in lines.zip(inner.y..inner.bottom()) {
        let row = Rect { y, height: 1, ..inner };
        if screen.cursor.top + at == screen.cursor.at {
            canvas.tint(row, y, styles.selected);
            canvas.put(inner.x, y, 1, "▌", styles.accent);
            canvas.cursor = Some((inner.x, y));
        }
        match line {
            Line::Name(name) => draw_name(canvas, row, name, session, styles),
            Line::Fold(count, is_open) => {
                let mark = if is_open { "▾" } else { "▸" };
                let fold = format!("{mark} in one article only: {}", counted(count, "name", "names"));
                canvas.put_on(row, inner.x + 2, &fold, styles.dim);
            }
        }
    }
}

/// `Most articles first                              first 500 of 2,431`
fn draw_heading(canvas: &mut Canvas<'_>, area: Rect, screen: &Names, session: &Session, styles: &Styles) {
    let (shown, total) = (screen.page.often.len() as u64, screen.page.often_total);
    canvas.put(area.x + 2, area.y, area.width, session.names_order.title(), styles.accent);
    if total > shown {
        let cut = format!("first {} of {}", grouped(shown), grouped(total));
        canvas.put_right(area, area.y, &cut, styles.dim);
    }
}

fn draw_name(canvas: &mut Canvas<'_>, area: Rect, name: &NameRow, session: &Session, styles: &Styles) {
    let (row, y) = (&name.row, area.y);
    let last = row.last.map(|when| time::day(when, session.now)).unwrap_or_default();
    let articles = counted(row.articles.into(), "article", "articles");
    let mentions = counted(row.mentions.into(), "mention", "mentions");
    // The dates yield last: what tells a name from its namesakes needs the room.
    let facts = match area.width {
        WITH_MENTIONS.. => format!("  {articles:>14}  {mentions:>14}  {last:>11}"),
        WITH_DATES.. => format!("  {articles:>14}  {last:>11}"),
        _ => format!("  {articles}"),
    };
    let end = canvas.put_right(area, y, &facts, styles.dim);
    if let Some(attention) = session.attended.of(row.id) {
        canvas.put(area.x + 1, y, 1, badge(attention), styles.accent);
    }
    let line = Rect { width: end.saturating_sub(area.x), ..area };
    let x = canvas.put_on(line, area.x + 2, &row.name, styles.kind(row.kind));
    canvas.put_on(line, x + 2, &name.told_apart(), styles.dim);
}
