//! From the state to a frame: views read the state and change nothing.
//!
//! Each screen and each pane has its view in the file of the same name; a layer's content is drawn by `sheet` and in
//! the bottom line. Anything that takes longer than a frame (laying out an article) has been done before, in `app`.

mod articles;
mod canvas;
mod changes;
mod chrome;
mod dossier;
mod feeds;
mod hints;
mod links;
mod list;
mod map;
mod names;
mod notes;
mod reader;
mod searches;
mod sheet;
mod sidebar;
mod strip;
mod theme;
mod watched;

use crate::app::screens::Views;
use crate::app::screens::articles::Articles;
use crate::app::screens::changes::Changes;
use crate::app::screens::dossier::DossierScreen;
use crate::app::screens::feeds::Feeds;
use crate::app::screens::map::MapScreen;
use crate::app::screens::names::Names;
use crate::app::screens::notes::Notes;
use crate::app::screens::searches::Searches;
use crate::app::screens::watched::Watched;
use crate::app::{App, Keymap, Session};
use canvas::Canvas;
pub use links::{Hyperlink, hyperlinks};
use ratatui::Frame;
use theme::Styles;

/// The minimum size to show anything.
const LEAST: (u16, u16) = (24, 6);

/// Draws the whole screen.
pub fn draw(frame: &mut Frame<'_>, app: &App, keymap: &Keymap) {
    let area = frame.area();
    let session = &app.session;
    let styles = Styles::of(session.look);
    let (base, ascii) = (styles.base, session.look.ascii);
    let mut canvas = Canvas { buffer: frame.buffer_mut(), base, ascii, cursor: None };
    canvas.clear(area);
    if area.width < LEAST.0 || area.height < LEAST.1 {
        canvas.put(0, 0, area.width, "window is too small", styles.text);
        return;
    }
    chrome::draw_frame(&mut canvas, app, &styles);
    app.screen().show(&mut Painter { canvas: &mut canvas, session, styles: &styles });
    chrome::draw_banner(&mut canvas, app, &styles);
    chrome::draw_footer(&mut canvas, app, keymap, &styles);
    sheet::draw(&mut canvas, app, keymap, &styles);
    hints::draw(&mut canvas, app, &styles);
    // Screen readers follow the cursor, so that it is always somewhere.
    let body = session.frame().body;
    let cursor = canvas.cursor.unwrap_or((body.x, body.y));
    frame.set_cursor_position(cursor);
}

/// What every view draws with.
struct Painter<'a, 'b> {
    canvas: &'a mut Canvas<'b>,
    session: &'a Session,
    styles: &'a Styles,
}

impl Views for Painter<'_, '_> {
    fn articles(&mut self, screen: &Articles) {
        articles::draw(self.canvas, screen, self.session, self.styles);
    }

    fn dossier(&mut self, screen: &DossierScreen) {
        dossier::draw(self.canvas, screen, self.session, self.styles);
    }

    fn names(&mut self, screen: &Names) {
        names::draw(self.canvas, screen, self.session, self.styles);
    }

    fn feeds(&mut self, screen: &Feeds) {
        feeds::draw(self.canvas, screen, self.session, self.styles);
    }

    fn changes(&mut self, screen: &Changes) {
        changes::draw(self.canvas, screen, self.session, self.styles);
    }

    fn notes(&mut self, screen: &Notes) {
        notes::draw(self.canvas, screen, self.session, self.styles);
    }

    fn searches(&mut self, screen: &Searches) {
        searches::draw(self.canvas, screen, self.session, self.styles);
    }

    fn map(&mut self, screen: &MapScreen) {
        map::draw(self.canvas, screen, self.session, self.styles);
    }

    fn watched(&mut self, screen: &Watched) {
        watched::draw(self.canvas, screen, self.session, self.styles);
    }
}
