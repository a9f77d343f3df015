//! The map next to the places to choose from: the surroundings of the selected one.

use super::Correct;
use super::steps::Step;
use crate::app::layers::sheet::Sheet;
use crate::app::session::Session;
use crate::map::{Picture, Pin, Size, View};
use crate::model::Place;
use ratatui::layout::Rect;

/// The minimum width of the list of places next to a map.
const LEAST_LIST: u16 = 56;
/// The minimum and maximum width of the map.
const COLUMNS: (u16, u16) = (28, 72);
/// The minimum number of rows of both.
const ROWS: u16 = 13;

/// A map next to the lines of a layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayerMap<'a> {
    /// Its area.
    pub area: Rect,
    /// The map.
    pub picture: &'a Picture,
    /// The places of its pins, in the same order.
    pub places: &'a [Place],
    /// The selected pin.
    pub current: usize,
}

impl Correct {
    /// Makes room for a map next to the lines, if places are to be chosen from.
    pub(super) fn beside_map(&self, session: &Session, sheet: Sheet) -> (Sheet, Option<Rect>) {
        let body = session.frame().body;
        let room = body.width - self.width_of_list(session);
        if room == 0 {
            return (sheet, None);
        }
        let height = sheet.area.height.max(ROWS).min(body.height);
        let whole = Rect { y: body.bottom() - height, height, ..body };
        let lines = Rect { width: whole.width - room, ..whole };
        (Sheet { area: lines, ..sheet }, Some(Rect { x: lines.right(), width: room, ..whole }))
    }

    /// How many columns the map leaves to the lines.
    pub(super) fn width_of_list(&self, session: &Session) -> u16 {
        let columns = session.frame().body.width;
        let room = columns.saturating_sub(LEAST_LIST).min(COLUMNS.1);
        if self.places().is_empty() || room < COLUMNS.0 { columns } else { columns - room }
    }

    /// The map, if there is room for it.
    pub(in crate::app::layers) fn map_in(&self, session: &Session) -> Option<LayerMap<'_>> {
        let (_, area) = self.beside_map(session, self.lines_in(session));
        let (picture, places, current) = (&self.picture, self.places(), self.choice);
        area.map(|area| LayerMap { area, picture, places, current })
    }

    /// Draws the surroundings of the selected place.
    pub(in crate::app::layers) fn draw_map(&mut self, session: &Session) {
        let (_, area) = self.beside_map(session, self.lines_in(session));
        let Some((area, place)) = area.zip(self.places().get(self.choice)) else { return };
        let size = Size { columns: area.width, rows: area.height.saturating_sub(1) };
        let pins: Vec<Pin> = self.places().iter().map(pin).collect();
        let view = View::fit(&[(place.longitude, place.latitude)], size);
        self.picture = Picture::draw(&pins, Some(self.choice), &[&place.country], view, size);
    }

    fn places(&self) -> &[Place] {
        match &self.step {
            Step::Places(places) => places,
            _ => &[],
        }
    }
}

fn pin(place: &Place) -> Pin {
    Pin {
        longitude: place.longitude,
        latitude: place.latitude,
        name: place.name.clone(),
        weight: 1,
        doubtful: false,
    }
}
