//! A whole sentence at the foot of the screen, on as many lines as it needs.

use super::canvas::Canvas;
use crate::app::Session;
use crate::model::Span;
use crate::text::wrap::wrap;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws a sentence whose last line is row `bottom`; clears the rows it covers above. Returns the row of its first line.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    session: &Session,
    bottom: u16,
    sentence: &str,
    style: Style,
) -> u16 {
    let columns = session.columns.saturating_sub(4);
    let lines = wrap(sentence, Span::new(0, sentence.len()), columns.into());
    let count = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(bottom);
    let area = Rect { x: 0, y: (bottom + 1).saturating_sub(count), width: session.columns, height: count };
    if count > 1 {
        canvas.clear(area);
    }
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        canvas.put(1, y, columns + 2, &format!(" {} ", line.of(sentence)), style);
    }
    area.y
}
