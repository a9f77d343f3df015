//! The map: coasts and borders of the world, a view of part of it, and pins with labels. Pure: numbers in, cells out;
//! `ui` draws them.

mod labels;
mod outlines;
mod picture;
mod raster;
mod view;

pub use labels::{Pin, Placed, nearest, place};
pub use outlines::{Line, Outlines};
pub use picture::Picture;
pub use raster::{Cell, Raster, Stroke};
pub use view::{Size, View};

/// Rounds a coordinate; what is far off the screen stays far off.
#[expect(clippy::cast_possible_truncation, reason = "casts saturate")]
fn rounded(coordinate: f64) -> i32 {
    coordinate.round() as i32
}
