//! Draws the content of a layer: the help, the messages, the palette, the menu of a prefix key.

use super::canvas::Canvas;
use super::chrome;
use super::map::{Mark, draw_picture};
use super::theme::Styles;
use crate::app::layers::LayerMap;
use crate::app::layers::sheet::{Sheet, SheetCx, SheetLine};
use crate::app::{App, Keymap};
use ratatui::layout::Rect;

/// The width of the keys in the help, in columns.
const KEYS: u16 = 18;
/// The columns from the start of a choice to the end of its keys.
const CHOICE: u16 = 84;

pub(super) fn draw(canvas: &mut Canvas<'_>, app: &App, keymap: &Keymap, styles: &Styles) {
    let (session, status, pending) = (&app.session, &app.status, app.pending.as_slice());
    let cx = SheetCx { session, status, keymap, contexts: app.contexts(), pending };
    let is_typed = app.layers.last().is_some_and(|layer| layer.line().is_some());
    for sheet in app.layers.iter().filter_map(|layer| layer.sheet(&cx)) {
        draw_sheet(canvas, &sheet, is_typed, styles);
        // What covers the body has no panes beside its rules. The menu of a key has a rule above it.
        let body = session.frame().body;
        if sheet.area.y == body.y || sheet.columns.is_some() {
            chrome::draw_rule(canvas, body, sheet.area.y.saturating_sub(1), styles);
        }
        if sheet.area.bottom() == body.bottom() {
            chrome::draw_rule(canvas, body, body.bottom(), styles);
        }
    }
    if let Some(map) = app.layers.last().and_then(|layer| layer.map(session)) {
        draw_map(canvas, map, styles);
    }
}

fn draw_sheet(canvas: &mut Canvas<'_>, sheet: &Sheet, is_typed: bool, styles: &Styles) {
    canvas.clear(sheet.area);
    if let Some(columns) = sheet.columns {
        return draw_in_columns(canvas, sheet, columns, styles);
    }
    // The cursor is in the typed line, else on the selected choice, else at the start of the text.
    if !is_typed {
        let chosen = sheet.lines.iter().zip(sheet.area.y..).find(|(line, _)| line.is_chosen());
        canvas.cursor = Some((sheet.area.x, chosen.map_or(sheet.area.y, |(_, y)| y)));
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
        SheetLine::Choice { title, keys, elsewhere, selected } => {
            if *selected {
                canvas.tint(area, y, styles.selected);
            }
            let style = if elsewhere.is_some() { styles.dim } else { styles.text };
            let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(4).min(CHOICE), ..area };
            let start = canvas.put_right(inner, y, &format!("  {keys}"), styles.key);
            let end = canvas.put(inner.x, y, start.saturating_sub(inner.x), title, style);
            if let Some(place) = elsewhere {
                canvas.put(end, y, start.saturating_sub(end), &format!(" · {place}"), styles.accent);
            }
        }
        SheetLine::Beside(left, right) => {
            let width = area.width / 2;
            draw_line(canvas, Rect { width, ..area }, left, styles);
            draw_line(canvas, Rect { x: area.x + width, width: area.width - width, ..area }, right, styles);
        }
        SheetLine::Rule(title) => draw_rule(canvas, area, title, styles),
        SheetLine::Row { name, kind, note, right, selected } => {
            if *selected {
                canvas.tint(area, y, styles.selected);
                canvas.put(area.x, y, 1, "▌", styles.accent);
            }
            let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
            let gap = if right.is_empty() { "" } else { "  " };
            let end = canvas.put_right(inner, y, &format!("{gap}{right}"), styles.dim);
            let style = kind.map_or(styles.text, |kind| styles.kind(kind));
            let after = canvas.put(inner.x, y, end.saturating_sub(inner.x), name, style) + 2;
            canvas.put(after, y, end.saturating_sub(after), note, styles.dim);
        }
        SheetLine::Dim(sentence) => {
            canvas.put(area.x + 2, y, columns, sentence, styles.dim);
        }
        SheetLine::Sentence(sentence) => {
            canvas.put(area.x + 2, y, columns, sentence, styles.text);
        }
        SheetLine::Empty(why) => {
            canvas.put(area.x + 2, y, columns, why, styles.dim);
        }
    }
}

/// `── Rename Ada Lake ────`
fn draw_rule(canvas: &mut Canvas<'_>, area: Rect, title: &str, styles: &Styles) {
    let rule = "─".repeat(usize::from(area.width));
    canvas.put(area.x, area.y, area.width, &rule, styles.rule);
    if !title.is_empty() {
        canvas.put(area.x + 2, area.y, area.width.saturating_sub(4), &format!(" {title} "), styles.accent);
    }
}

/// A map under a rule, next to the lines of a layer.
fn draw_map(canvas: &mut Canvas<'_>, map: LayerMap<'_>, styles: &Styles) {
    canvas.clear(map.area);
    draw_rule(canvas, map.area, "", styles);
    let places = map.places.iter().enumerate();
    let marks =
        places.map(|(at, place)| Mark { name: &place.name, doubtful: false, current: at == map.current });
    let area = Rect { y: map.area.y + 1, height: map.area.height.saturating_sub(1), ..map.area };
    draw_picture(canvas, area, map.picture, &marks.collect::<Vec<_>>(), styles);
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
