//! A map as shown: drawn once per view, and kept until something changes.

use super::labels::{Pin, Placed, place};
use super::outlines::Outlines;
use super::raster::Raster;
use super::view::{Size, View};

/// A drawn map with its pins.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Picture {
    /// The part of the world.
    pub view: View,
    /// Its lines and land.
    pub raster: Raster,
    /// Its pins, the most frequent first.
    pub placed: Vec<Placed>,
}

impl Picture {
    /// Draws a view. `current` is the current pin; the lines of `countries` (ISO codes) are highlighted.
    pub fn draw(pins: &[Pin], current: Option<usize>, countries: &[&str], view: View, size: Size) -> Self {
        let raster = Raster::draw(Outlines::built_in(), &view, size, countries);
        Self { view, raster, placed: place(pins, current, &view, size) }
    }

    /// Draws the view that shows all pins.
    pub fn fitted(pins: &[Pin], current: Option<usize>, countries: &[&str], size: Size) -> Self {
        let places: Vec<(f64, f64)> = pins.iter().map(|pin| (pin.longitude, pin.latitude)).collect();
        Self::draw(pins, current, countries, View::fit(&places, size), size)
    }

    /// How many cells it has.
    pub fn size(&self) -> Size {
        self.raster.size
    }
}
