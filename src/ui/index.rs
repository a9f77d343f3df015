//! Draws the index of people, places or organisations.

use super::canvas::Canvas;
use super::theme::Styles;
use crate::app::State;
use crate::app::panes::index::Index;
use crate::text::time;
use crate::text::width::{counted, grouped};
use ratatui::layout::Rect;

/// The widest the index gets: counts stay near their names.
const WIDEST: u16 = 100;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, index: &Index, state: &State, styles: &Styles) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2).min(WIDEST), ..area };
    canvas.put(inner.x + 2, area.y, inner.width, &index.kind.plural().to_uppercase(), styles.accent);
    if index.rows.is_empty() && !index.waiting {
        let why = if index.prefix.is_empty() {
            "Nothing here yet: names come with articles · q goes back".to_owned()
        } else {
            format!("No {} like “{}” · / looks for another", index.kind.word(), index.prefix)
        };
        canvas.put(inner.x + 2, area.y + 2, inner.width.saturating_sub(2), &why, styles.dim);
    }
    let rows = index.rows.iter().enumerate().skip(index.top);
    for ((at, row), y) in rows.zip(area.y + 2..area.bottom()) {
        if at == index.cursor {
            canvas.tint(inner, y, styles.selected);
            canvas.put(inner.x, y, 1, canvas.mark("▌"), styles.accent);
            canvas.cursor = Some((inner.x, y));
        }
        let last = row.last.map(|when| time::day(when, state.now)).unwrap_or_default();
        let articles = counted(row.articles.into(), "article", "articles");
        let facts = format!("  {articles:>14}  {:>8} mentions  {last:>11}", grouped(row.mentions.into()));
        let end = if inner.width >= 70 {
            canvas.put_right(inner, y, &facts, styles.dim)
        } else {
            canvas.put_right(inner, y, &format!("  {articles}"), styles.dim)
        };
        canvas.put(inner.x + 2, y, end.saturating_sub(inner.x + 2), &row.name, styles.kind(row.kind));
    }
}
