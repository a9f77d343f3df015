//! From the state to a frame: views take the state and change nothing.
//!
//! Each pane's view stands in the file of the pane's name. What costs more than a frame (setting an
//! article in lines) has been done before, in `app`.

mod canvas;
mod chrome;
mod dossier;
mod feeds;
mod index;
mod links;
mod list;
mod overlay;
mod reader;
mod sidebar;
mod theme;

use crate::app::{Page, State};
use canvas::Canvas;
pub use links::{Hyperlink, hyperlinks};
use ratatui::Frame;
use theme::Styles;

/// The least a screen must have to show anything.
const LEAST: (u16, u16) = (24, 6);

/// Draws the whole screen.
pub fn draw(frame: &mut Frame<'_>, state: &State) {
    let area = frame.area();
    let styles = Styles::of(state.look);
    let (base, ascii) = (styles.base, state.look.ascii);
    let mut canvas = Canvas { buffer: frame.buffer_mut(), base, ascii, cursor: None };
    canvas.clear(area);
    if area.width < LEAST.0 || area.height < LEAST.1 {
        canvas.put(0, 0, area.width, "Dateline needs more room", styles.text);
        return;
    }
    let layout = state.layout();
    match &state.page {
        Page::Articles => {
            if let Some(area) = layout.list {
                list::draw(&mut canvas, area, state, &styles);
            }
            if let Some(area) = layout.reader {
                reader::draw(&mut canvas, area, state, &styles);
            }
            if let Some(area) = layout.sidebar {
                sidebar::draw(&mut canvas, area, state, &styles);
            }
        }
        Page::Dossier(pane) => dossier::draw(&mut canvas, layout.body, pane, state, &styles),
        Page::Feeds(pane) => feeds::draw(&mut canvas, layout.body, pane, state, &styles),
        Page::Index(index) => index::draw(&mut canvas, layout.body, index, state, &styles),
    }
    chrome::draw(&mut canvas, &layout, state, &styles);
    overlay::draw(&mut canvas, &layout, state, &styles);
    if let Some(cursor) = canvas.cursor {
        frame.set_cursor_position(cursor);
    }
}
