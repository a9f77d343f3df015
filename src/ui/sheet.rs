//! Draws the content of a layer: the help, the messages, the palette, the menu of a prefix key.

use super::canvas::Canvas;
use super::chrome;
use super::theme::Styles;
use crate::app::layers::sheet::{Sheet, SheetCx, SheetLine};
use crate::app::{App, Keymap};
use ratatui::layout::Rect;

/// The width of the keys in the help, in columns.
const KEYS: u16 = 22;
/// The width of a choice, and the columns from its start to the end of its keys.
const CHOICE: (u16, u16) = (40, 64);

pub(super) fn draw(canvas: &mut Canvas<'_>, app: &App, keymap: &Keymap, styles: &Styles) {
    let (session, status, pending) = (&app.session, &app.status, app.pending.as_slice());
    let cx = SheetCx { session, status, keymap, contexts: app.contexts(), pending };
    for sheet in app.layers.iter().filter_map(|layer| layer.sheet(&cx)) {
        draw_sheet(canvas, &sheet, styles);
        // What covers the body has no panes.
        if sheet.area == session.frame().body {
            chrome::draw_rules(canvas, session, styles);
        }
    }
}

fn draw_sheet(canvas: &mut Canvas<'_>, sheet: &Sheet, styles: &Styles) {
    canvas.clear(sheet.area);
    if let Some(columns) = sheet.columns {
        return draw_in_columns(canvas, sheet, columns, styles);
    }
    let is_read = !sheet.lines.iter().any(|line| matches!(line, SheetLine::Choice(..)));
    if is_read {
        canvas.cursor = Some((sheet.area.x, sheet.area.y));
    }
    for (line, y) in sheet.lines.iter().zip(sheet.area.y..sheet.area.bottom()) {
        draw_line(canvas, Rect { y, height: 1, ..sheet.area }, line, styles);
    }
}

fn draw_line(canvas: &mut Canvas<'_>, area: Rect, line: &SheetLine, styles: &Styles) {
    let (y, columns) = (area.y, area.width.saturating_sub(4));
    match line {
        SheetLine::Title(title, right) => {
            let inner = Rect { x: area.x + 2, width: columns, ..area };
            let end = canvas.put_right(inner, y, right, styles.dim);
            canvas.put(inner.x, y, end.saturating_sub(inner.x + 2), title, styles.title);
        }
        SheetLine::Gap => {}
        SheetLine::Heading(title) => {
            canvas.put(area.x + 2, y, columns, title, styles.accent);
        }
        SheetLine::Keys(keys, does) => {
            canvas.put(area.x + 4, y, KEYS - 2, keys, styles.key);
            canvas.put(area.x + 4 + KEYS, y, area.width.saturating_sub(KEYS + 6), does, styles.text);
        }
        SheetLine::Choice(title, keys, selected) => {
            if *selected {
                canvas.tint(area, y, styles.selected);
            }
            canvas.put(area.x + 2, y, CHOICE.0, title, styles.text);
            let inner = Rect { width: area.width.saturating_sub(2).min(CHOICE.1), ..area };
            canvas.put_right(inner, y, keys, styles.key);
        }
        SheetLine::Sentence(sentence) => {
            canvas.put(area.x + 2, y, columns, sentence, styles.text);
        }
        SheetLine::Empty(why) => {
            canvas.put(area.x + 2, y, columns, why, styles.dim);
        }
    }
}

/// Keys and what they do, in columns from the top.
fn draw_in_columns(canvas: &mut Canvas<'_>, sheet: &Sheet, columns: u16, styles: &Styles) {
    let (area, rows) = (sheet.area, sheet.area.height.max(1));
    for (at, line) in (0u16..).zip(&sheet.lines) {
        let SheetLine::Keys(keys, does) = line else { continue };
        let (x, y) = (area.x + 1 + at / rows * columns, area.y + at % rows);
        let after = canvas.put(x, y, columns - 2, keys, styles.key).max(x + 2) + 1;
        canvas.put(after, y, (x + columns - 1).saturating_sub(after), does, styles.text);
    }
}
