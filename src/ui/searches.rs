//! Draws the list of saved searches, and the query and rule of the selected one.

use super::canvas::Canvas;
use super::strip;
use super::theme::Styles;
use crate::app::Session;
use crate::app::screens::searches::Searches;
use crate::text::width::grouped;
use ratatui::layout::Rect;

pub(super) fn draw(canvas: &mut Canvas<'_>, screen: &Searches, session: &Session, styles: &Styles) {
    let layout = Searches::layout(session);
    let (heading, rows, foot) = (layout.heading, layout.rows, layout.foot);
    let columns = rows.width.saturating_sub(2);
    canvas.put(heading.x + 2, heading.y, columns, "SAVED SEARCHES", styles.accent);
    if let Some(query) = &screen.unsaved {
        let offer = format!("s saves: {query}");
        canvas.put_right(heading, heading.y, &offer, styles.dim);
    }
    if let Some(empty) = screen.empty() {
        canvas.put_empty(rows, &[&empty.line()], styles.dim);
    }
    let shown = screen.rows.iter().enumerate().skip(screen.cursor.top);
    for ((at, row), y) in shown.zip(rows.y..rows.bottom()) {
        if at == screen.cursor.at {
            canvas.tint(rows, y, styles.selected);
            canvas.put(rows.x, y, 1, "▌", styles.accent);
            canvas.cursor = Some((rows.x, y));
        }
        let counts = match &row.error {
            Some(_) => "  not understood".to_owned(),
            None if rows.width >= 70 => {
                format!("  {:>7} unread  {:>9}", grouped(row.unread), grouped(row.articles))
            }
            None => format!("  {}", grouped(row.unread)),
        };
        let end = canvas.put_right(rows, y, &counts, styles.dim);
        let style = if row.unread > 0 { styles.title } else { styles.text };
        let line = Rect { y, width: end.saturating_sub(rows.x), ..rows };
        let x = canvas.put_on(line, rows.x + 2, &row.search.name, style);
        let rule = row.search.rule.words();
        if !rule.is_empty() {
            canvas.put_on(line, x + 2, &rule, styles.dim);
        }
    }
    // What is wrong with a search is told in full.
    if let Some(row) = screen.selected() {
        let rule = row.search.rule.words();
        let does = match &row.error {
            Some(error) => error.clone(),
            None if rule.is_empty() => "No rule for new articles · Em Eb Et Eu En set one".to_owned(),
            None => format!("New articles: {rule}"),
        };
        let last = foot.bottom().saturating_sub(1);
        let top = strip::draw(canvas, session, last, &does, styles.dim);
        strip::draw(canvas, session, top.saturating_sub(1), &row.search.query, styles.text);
    }
}
