//! Draws what lies over the page: the help, the messages, the palette.

use super::canvas::Canvas;
use super::theme::Styles;
use crate::app::commands::{HelpRow, help_rows, palette_rows};
use crate::app::key::spell;
use crate::app::layout::Layout;
use crate::app::panes::prompt::Purpose;
use crate::app::{Overlay, State};
use ratatui::layout::Rect;

pub(super) fn draw(canvas: &mut Canvas<'_>, layout: &Layout, state: &State, styles: &Styles) {
    match state.overlay {
        Some(Overlay::Help(top)) => draw_help(canvas, layout.body, top, state, styles),
        Some(Overlay::Messages(top)) => draw_messages(canvas, layout.body, top, state, styles),
        None => {}
    }
    if state.prompt.as_ref().is_some_and(|prompt| prompt.purpose == Purpose::Palette) {
        draw_palette(canvas, layout.body, state, styles);
    }
}

fn draw_help(canvas: &mut Canvas<'_>, area: Rect, top: usize, state: &State, styles: &Styles) {
    const KEYS: u16 = 22;
    canvas.clear(area);
    canvas.cursor = Some((area.x, area.y));
    for (row, y) in help_rows(state).into_iter().skip(top).zip(area.y..area.bottom()) {
        match row {
            HelpRow::Gap => {}
            HelpRow::Heading(title) => {
                canvas.put(area.x + 2, y, area.width.saturating_sub(4), title, styles.accent);
            }
            HelpRow::Keys(keys, does) => {
                canvas.put(area.x + 4, y, KEYS - 2, &keys, styles.key);
                canvas.put(area.x + 4 + KEYS, y, area.width.saturating_sub(KEYS + 6), does, styles.text);
            }
        }
    }
}

fn draw_messages(canvas: &mut Canvas<'_>, area: Rect, top: usize, state: &State, styles: &Styles) {
    canvas.clear(area);
    canvas.cursor = Some((area.x, area.y));
    if state.messages.is_empty() {
        canvas.put(
            area.x + 2,
            area.y,
            area.width.saturating_sub(4),
            "Nothing has been said yet.",
            styles.dim,
        );
    }
    for (message, y) in state.messages.iter().rev().skip(top).zip(area.y..area.bottom()) {
        canvas.put(area.x + 2, y, area.width.saturating_sub(4), message, styles.text);
    }
}

/// The commands that fit what has been typed, above the prompt.
fn draw_palette(canvas: &mut Canvas<'_>, body: Rect, state: &State, styles: &Styles) {
    const ROWS: u16 = 12;
    let height = ROWS.min(body.height);
    let area = Rect { y: body.bottom() - height, height, ..body };
    canvas.clear(area);
    let choice = state.prompt.as_ref().map_or(0, |prompt| prompt.choice);
    let top = (choice + 1).saturating_sub(usize::from(height));
    for ((at, command), y) in palette_rows(state).into_iter().enumerate().skip(top).zip(area.y..area.bottom())
    {
        if at == choice {
            canvas.tint(area, y, styles.selected);
        }
        let keys: Vec<String> = state.keymap.keys_of(command).map(spell).collect();
        canvas.put(area.x + 2, y, 40, command.title, styles.text);
        let inner = Rect { width: area.width.saturating_sub(2).min(64), ..area };
        canvas.put_right(inner, y, &keys.join("  "), styles.key);
    }
}
