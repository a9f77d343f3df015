//! Draws the frame of the screen: the top line, the rules, and the bottom line with its hints, notices and prompts.

use super::canvas::Canvas;
use super::strip;
use super::theme::Styles;
use crate::app::key::spell;
use crate::app::layers::Layer;
use crate::app::layers::line::Line;
use crate::app::{App, Keymap, chrome};
use crate::text::width::width;
use ratatui::layout::Rect;

/// The columns that the label of a line has at most, and those between the line and the keys that end it.
const LABEL: u16 = 24;
const LINE_GAP: u16 = 3;

/// Draws the line at the top and the rules above and below the body.
pub(super) fn draw_frame(canvas: &mut Canvas<'_>, app: &App, styles: &Styles) {
    let frame = app.session.frame();
    draw_header(canvas, frame.header, app, styles);
    for y in [frame.body.y.saturating_sub(1), frame.body.bottom()] {
        draw_rule(canvas, frame.body, y, styles);
    }
}

/// Draws a rule above or below the body, without the marks of panes.
pub(super) fn draw_rule(canvas: &mut Canvas<'_>, body: Rect, y: u16, styles: &Styles) {
    canvas.put(0, y, body.width, &"─".repeat(body.width.into()), styles.rule);
}

fn draw_header(canvas: &mut Canvas<'_>, area: Rect, app: &App, styles: &Styles) {
    let header = chrome::header(app);
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let end = canvas.put_right(inner, area.y, &header.counts, styles.dim);
    canvas.put(inner.x, area.y, end.saturating_sub(inner.x), chrome::NAME, styles.accent);
    let mut after = None;
    for (step, words) in header.steps.into_iter().filter(|(step, _)| step.width > 0) {
        if let Some(x) = after {
            canvas.put(x, area.y, end.saturating_sub(x + 2), "  ›  ", styles.dim);
        }
        after = Some(canvas.put(step.x, area.y, step.width, &words, styles.text));
    }
}

/// Draws what is wrong with the library as a whole over the rule below the header.
pub(super) fn draw_banner(canvas: &mut Canvas<'_>, app: &App, styles: &Styles) {
    let Some(banner) = &app.session.banner else { return };
    let frame = app.session.frame();
    let (y, columns) = (frame.body.y.saturating_sub(1), frame.header.width.saturating_sub(2));
    canvas.put(1, y, columns, &format!(" {banner} "), styles.unread);
}

/// Draws the bottom line: the prompt, the keys pressed so far, a notice, or hints.
pub(super) fn draw_footer(canvas: &mut Canvas<'_>, app: &App, keymap: &Keymap, styles: &Styles) {
    let area = app.session.frame().footer;
    if let Some((label, hint, line)) = app.layers.last().and_then(Layer::line) {
        let is_hidden = app.layers.last().is_some_and(Layer::hides_line);
        let keys = app.layers.last().map_or("", Layer::line_keys);
        let area = Rect { width: area.width - draw_line_keys(canvas, area, keys, line, styles), ..area };
        return draw_line(canvas, area, (label, hint), (line, is_hidden), styles);
    }
    let columns = area.width.saturating_sub(2);
    if !app.pending.is_empty() {
        canvas.put(area.x + 1, area.y, columns, &format!("{} …", spell(&app.pending)), styles.key);
        return;
    }
    if let Some(notice) = &app.status.notice {
        if width(notice) > usize::from(columns) {
            strip::draw(canvas, &app.session, area.y, notice, styles.text);
        } else {
            canvas.put(area.x + 1, area.y, columns, notice, styles.text);
        }
        return;
    }
    for hint in chrome::hints(app, keymap) {
        let x = canvas.put_on(hint.area, hint.area.x, &hint.keys, styles.key) + 1;
        canvas.put_on(hint.area, x, hint.does, styles.dim);
    }
}

/// Draws the keys that end a line at its right, if they leave room for it; gives back the columns they take.
fn draw_line_keys(canvas: &mut Canvas<'_>, area: Rect, keys: &str, line: &Line, styles: &Styles) -> u16 {
    let columns = u16::try_from(width(keys)).unwrap_or(u16::MAX);
    let typed = u16::try_from(width(line.words())).unwrap_or(u16::MAX);
    let taken = columns.saturating_add(LINE_GAP);
    if columns == 0 || typed == 0 || typed.saturating_add(taken).saturating_add(LABEL) > area.width {
        return 0;
    }
    canvas.put_right(Rect { width: area.width - 1, ..area }, area.y, keys, styles.dim);
    taken
}

/// As much of a hint as fits: whole parts of it, the most important of which come first.
fn fitting(hint: &str, columns: u16) -> &str {
    let mut fits = hint;
    while width(fits) > usize::from(columns) {
        let Some(end) = fits.rfind(['·', ';', ',']) else { return hint };
        fits = fits[..end].trim_end();
    }
    fits
}

fn draw_line(
    canvas: &mut Canvas<'_>,
    area: Rect,
    (label, hint): (&str, &str),
    (line, is_hidden): (&Line, bool),
    styles: &Styles,
) {
    let x =
        canvas.put(area.x + 1, area.y, area.width.saturating_sub(2), &format!("{label}: "), styles.accent);
    let columns = area.right().saturating_sub(x + 1);
    if line.words().is_empty() {
        canvas.put(x, area.y, columns, fitting(hint, columns), styles.dim);
    }
    if is_hidden {
        // Not even its length is told.
        let told = if line.words().is_empty() { "" } else { "(not shown)" };
        canvas.put(x, area.y, columns, told, styles.dim);
        canvas.cursor = Some((x, area.y));
        return;
    }
    let (words, cursor) = line.visible(columns);
    canvas.put(x, area.y, columns, words, styles.text);
    canvas.cursor = Some((x + cursor, area.y));
}

#[cfg(test)]
mod tests {
    use super::fitting;

    #[test]
    fn of_a_hint_whole_parts_are_shown() {
        let hint = "an address, or files: ~/*.html; Tab completes";
        assert_eq!(fitting(hint, 45), hint);
        assert_eq!(fitting(hint, 44), "an address, or files: ~/*.html");
        assert_eq!(fitting(hint, 29), "an address");
        assert_eq!(fitting("a name", 3), "a name");
    }
}
