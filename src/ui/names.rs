//! Draws the index of people, places or organisations.

use super::canvas::{Canvas, badge};
use super::theme::Styles;
use crate::app::Session;
use crate::app::screens::names::Names;
use crate::text::time;
use crate::text::width::{counted, grouped};

pub(super) fn draw(canvas: &mut Canvas<'_>, screen: &Names, session: &Session, styles: &Styles) {
    let layout = Names::layout(session);
    let (heading, inner) = (layout.heading, layout.rows);
    canvas.put(heading.x + 2, heading.y, heading.width, &screen.kind.plural().to_uppercase(), styles.accent);
    if screen.rows.is_empty() && !screen.waiting {
        let why = if screen.prefix.is_empty() {
            "No names yet: they come with articles · q goes back".to_owned()
        } else {
            format!("No {} matches “{}” · / changes the search", screen.kind.word(), screen.prefix)
        };
        canvas.put(inner.x + 2, inner.y, inner.width.saturating_sub(2), &why, styles.dim);
    }
    let rows = screen.rows.iter().enumerate().skip(screen.cursor.top);
    for ((at, row), y) in rows.zip(inner.y..inner.bottom()) {
        if at == screen.cursor.at {
            canvas.tint(inner, y, styles.selected);
            canvas.put(inner.x, y, 1, "▌", styles.accent);
            canvas.cursor = Some((inner.x, y));
        }
        let last = row.last.map(|when| time::day(when, session.now)).unwrap_or_default();
        let articles = counted(row.articles.into(), "article", "articles");
        let facts = format!("  {articles:>14}  {:>8} mentions  {last:>11}", grouped(row.mentions.into()));
        let end = if inner.width >= 70 {
            canvas.put_right(inner, y, &facts, styles.dim)
        } else {
            canvas.put_right(inner, y, &format!("  {articles}"), styles.dim)
        };
        if let Some(attention) = session.attended.of(row.id) {
            canvas.put(inner.x + 1, y, 1, badge(attention), styles.accent);
        }
        canvas.put(inner.x + 2, y, end.saturating_sub(inner.x + 2), &row.name, styles.kind(row.kind));
    }
}
