//! Draws the map: land and lines, pins and their labels, and the current place.

use super::canvas::Canvas;
use super::theme::Styles;
use crate::app::Session;
use crate::app::screens::map::MapScreen;
use crate::map::{Cell, Picture, Stroke};
use crate::model::{EntityId, Kind, PlaceKind, PlaceRow};
use crate::text::width::counted;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

pub(super) fn draw(canvas: &mut Canvas<'_>, screen: &MapScreen, session: &Session, styles: &Styles) {
    let layout = MapScreen::layout(session);
    let marks: Vec<Mark<'_>> = screen.places.iter().map(|place| mark(place, screen.scope.place)).collect();
    draw_picture(canvas, layout.map, &screen.picture, &marks, styles);
    let line = layout.line;
    let words = match screen.current() {
        Some(place) => describe(place),
        None => screen.empty().map_or_else(String::new, |empty| empty.line()),
    };
    canvas.put(line.x + 1, line.y, line.width.saturating_sub(2), &words, styles.text);
    if let Some((x, y)) = current_cell(screen) {
        canvas.cursor = Some((layout.map.x + x, layout.map.y + y));
    }
}

/// The appearance of a pin.
pub(super) struct Mark<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether another place may be meant.
    pub doubtful: bool,
    /// Whether it is the current one.
    pub current: bool,
}

fn mark(place: &PlaceRow, current: Option<EntityId>) -> Mark<'_> {
    let PlaceRow { row, place } = place;
    Mark { name: &row.shown, doubtful: place.is_doubtful(), current: current == Some(row.id) }
}

fn current_cell(screen: &MapScreen) -> Option<(u16, u16)> {
    let at = screen.current_index()?;
    screen.picture.placed.iter().find(|placed| placed.pin == at).map(|placed| placed.cell)
}

/// `Mosul · Iraq · 12 articles`
fn describe(place: &PlaceRow) -> String {
    let PlaceRow { row, place } = place;
    let country = Some(place.country_name.as_str());
    let country = country.filter(|name| !name.is_empty() && place.kind != PlaceKind::Country);
    let articles = counted(row.articles.into(), "article", "articles");
    let doubt = place.is_doubtful().then_some("another place may be meant");
    let parts = [Some(row.shown.as_str()), country, Some(articles.as_str()), doubt];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Draws a map with its pins; `marks` are in the same order.
pub(super) fn draw_picture(
    canvas: &mut Canvas<'_>,
    area: Rect,
    picture: &Picture,
    marks: &[Mark<'_>],
    styles: &Styles,
) {
    let columns = usize::from(picture.size().columns.max(1));
    for (cells, y) in picture.raster.cells.chunks(columns).zip(area.y..area.bottom()) {
        for (cell, x) in cells.iter().zip(area.x..area.right()) {
            draw_cell(canvas, (x, y), *cell, styles);
        }
    }
    // The most frequent is drawn last, over the others.
    for placed in picture.placed.iter().rev() {
        let Some(mark) = marks.get(placed.pin) else { continue };
        let place = over(styles.kind(Kind::Place));
        let style = if mark.current { place.add_modifier(Modifier::REVERSED) } else { place };
        let is_labelled = placed.label.is_some() || mark.current;
        let pin = match (mark.doubtful, is_labelled) {
            (true, _) => "○",
            (false, true) => "●",
            // There is no room for its label: a smaller dot belongs to no label beside it.
            (false, false) => "•",
        };
        canvas.put(area.x + placed.cell.0, area.y + placed.cell.1, 1, pin, style);
        if let Some((column, row)) = placed.label {
            let (x, y) = (area.x + column, area.y + row);
            canvas.put(x, y, area.right().saturating_sub(x), mark.name, style);
        }
    }
}

/// A style that keeps nothing of what lies below it: a label that crosses a bold border is not bold there.
fn over(style: Style) -> Style {
    Style { sub_modifier: !style.add_modifier, ..style }
}

fn draw_cell(canvas: &mut Canvas<'_>, at: (u16, u16), cell: Cell, styles: &Styles) {
    let ground = if cell.land { styles.land } else { Style::new() };
    let line = match cell.stroke {
        Stroke::None => Style::new(),
        Stroke::Border => styles.rule,
        Stroke::Coast => styles.dim,
        Stroke::Named => styles.accent,
    };
    let mut letter = [0; 4];
    let drawn = match (canvas.ascii, cell.dots, cell.stroke) {
        (_, 0, _) => " ",
        (true, _, Stroke::Border) => ".",
        (true, _, Stroke::Named) => "#",
        (true, ..) => ":",
        (false, dots, _) => braille(dots).encode_utf8(&mut letter),
    };
    canvas.put(at.0, at.1, 1, drawn, ground.patch(line));
}

/// The braille character with these dots.
fn braille(dots: u8) -> char {
    char::from_u32(0x2800 + u32::from(dots)).unwrap_or(' ')
}
