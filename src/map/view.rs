//! Which part of the world a map shows: an equirectangular projection that is undistorted at its centre.
//!
//! Lengths on the screen are in dots: a cell is two dots wide and four high, as in a braille character, and dots are
//! taken to be square.

use super::rounded;

/// The size of a map in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// Cells in a row.
    pub columns: u16,
    /// Rows of cells.
    pub rows: u16,
}

impl Size {
    /// Its width and height in dots.
    pub fn dots(self) -> (f64, f64) {
        (f64::from(self.columns) * 2.0, f64::from(self.rows) * 4.0)
    }
}

/// A part of the world.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct View {
    /// Longitude of the centre in degrees east, -180 to 180.
    pub longitude: f64,
    /// Latitude of the centre in degrees north.
    pub latitude: f64,
    /// The height of a dot in degrees of latitude.
    pub scale: f64,
}

/// The finest scale: a cell is about 500 metres high, half the resolution of the outlines.
const FINEST: f64 = 0.001;

/// How much of the surroundings a map of a single place shows, in degrees of latitude.
const SURROUNDINGS: f64 = 9.0;

/// The space around the outermost places, as a share of their extent.
const MARGIN: f64 = 0.22;

/// The share of a map by which a step moves it.
const STEP: f64 = 0.2;

/// The factor of one step of zooming.
const ZOOM: f64 = 1.5;

/// The inhabited world: its middle, and its extent in degrees of latitude.
const MIDDLE: f64 = 13.0;
const INHABITED: f64 = 142.0;

impl View {
    /// The whole world without Antarctica.
    pub fn world(size: Size) -> Self {
        let (width, height) = size.dots();
        let scale = (360.0 / width.max(1.0)).max(INHABITED / height.max(1.0));
        Self { longitude: 10.0, latitude: MIDDLE, scale }.clamped(size)
    }

    /// The view that shows all of these places (longitude, latitude) with some of their surroundings; the world if
    /// there are none.
    pub fn fit(places: &[(f64, f64)], size: Size) -> Self {
        let Some((west, east)) = narrowest(places) else { return Self::world(size) };
        let (south, north) = places
            .iter()
            .fold((90f64, -90f64), |(low, high), &(_, latitude)| (low.min(latitude), high.max(latitude)));
        let (width, height) = size.dots();
        let latitude = f64::midpoint(south, north);
        let margin = 1.0 + 2.0 * MARGIN;
        let by_height = ((north - south) * margin).max(SURROUNDINGS) / height.max(1.0);
        let by_width = (east - west) * margin * shrink(latitude) / width.max(1.0);
        let longitude = wrapped(f64::midpoint(west, east));
        Self { longitude, latitude, scale: by_height.max(by_width) }.clamped(size)
    }

    /// Moves the view by steps to the east and north.
    #[must_use]
    pub fn panned(self, east: i16, north: i16, size: Size) -> Self {
        let (width, height) = size.dots();
        let longitude = self.longitude + f64::from(east) * STEP * width * self.scale / shrink(self.latitude);
        let latitude = self.latitude + f64::from(north) * STEP * height * self.scale;
        Self { longitude: wrapped(longitude), latitude, ..self }.clamped(size)
    }

    /// Zooms in by this many steps, or out if negative.
    #[must_use]
    pub fn zoomed(self, steps: i16, size: Size) -> Self {
        Self { scale: self.scale / ZOOM.powi(steps.into()), ..self }.clamped(size)
    }

    /// The same view with another centre.
    #[must_use]
    pub fn centred(self, longitude: f64, latitude: f64, size: Size) -> Self {
        Self { longitude: wrapped(longitude), latitude, ..self }.clamped(size)
    }

    /// Keeps the view within limits: not beyond the world or the poles, and not finer than the outlines.
    fn clamped(self, size: Size) -> Self {
        let (width, height) = size.dots();
        let coarsest = (360.0 / width.max(1.0)).max(180.0 / height.max(1.0)).min(180.0);
        let scale = self.scale.clamp(FINEST, coarsest.max(FINEST));
        let room = 90.0 - scale * height / 2.0;
        // A map higher than the world has the inhabited part in its middle, and both poles on it.
        let latitude = if room > 0.0 { self.latitude.clamp(-room, room) } else { MIDDLE.min(-room) };
        Self { latitude, scale, ..self }
    }

    /// The position of a point in dots, right of and below the upper left corner. Of the equivalent points 360
    /// degrees apart, the one nearest to the centre is used.
    pub fn dot(&self, longitude: f64, latitude: f64, size: Size) -> (f64, f64) {
        self.projection(size)(self.longitude + wrapped(longitude - self.longitude), latitude)
    }

    /// The same for many points, whose longitudes are not wrapped first.
    pub(super) fn projection(self, size: Size) -> impl Fn(f64, f64) -> (f64, f64) {
        let ((width, height), shrink) = (size.dots(), shrink(self.latitude));
        move |longitude, latitude| {
            let x = (longitude - self.longitude) * shrink / self.scale;
            let y = (self.latitude - latitude) / self.scale;
            (x + width / 2.0, y + height / 2.0)
        }
    }

    /// The cell of a place; `None` if it is not on the map.
    pub fn cell(&self, longitude: f64, latitude: f64, size: Size) -> Option<(u16, u16)> {
        let (x, y) = self.dot(longitude, latitude, size);
        let cell =
            |dots: f64, cells: u16| u16::try_from(rounded(dots.floor())).ok().filter(|&cell| cell < cells);
        Some((cell(x / 2.0, size.columns)?, cell(y / 4.0, size.rows)?))
    }

    /// How many copies of the world, repeated every 360 degrees, are visible left and right of the central one.
    pub(super) fn copies(&self, size: Size) -> std::ops::RangeInclusive<i16> {
        // How far beyond 180 degrees a line may reach.
        const REACH: f64 = 200.0;
        let half = size.dots().0 / 2.0 * self.scale / shrink(self.latitude);
        let whole = |copies: f64| i16::try_from(rounded(copies)).unwrap_or(0);
        let (west, east) = (self.longitude - half, self.longitude + half);
        whole(((west - REACH) / 360.0).ceil())..=whole(((east + REACH) / 360.0).floor())
    }
}

/// The length of a degree of longitude relative to one of latitude.
fn shrink(latitude: f64) -> f64 {
    latitude.to_radians().cos().max(0.2)
}

/// The same longitude between -180 and 180.
fn wrapped(longitude: f64) -> f64 {
    (longitude + 180.0).rem_euclid(360.0) - 180.0
}

/// The narrowest range of longitudes that contains all places, its end possibly beyond 180: the circle without its
/// widest gap.
fn narrowest(places: &[(f64, f64)]) -> Option<(f64, f64)> {
    let mut longitudes: Vec<f64> = places.iter().map(|place| wrapped(place.0)).collect();
    longitudes.sort_by(f64::total_cmp);
    let (&first, &last) = (longitudes.first()?, longitudes.last()?);
    let gaps = longitudes.windows(2).filter_map(|pair| match pair {
        [west, east] => Some((east - west, *east, west + 360.0)),
        _ => None,
    });
    let around = (first + 360.0 - last, first, last);
    let widest = gaps.fold(around, |widest, gap| if gap.0 > widest.0 { gap } else { widest });
    Some((widest.1, widest.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { columns: 80, rows: 24 };

    #[test]
    fn what_is_fitted_is_on_the_map() {
        for places in [
            vec![(43.1, 36.3)],
            vec![(43.1, 36.3), (37.2, 36.2), (-0.1, 51.5)],
            vec![(178.4, -18.1), (-171.8, -13.8)],
            vec![(-122.4, 37.8), (139.7, 35.7), (151.2, -33.9)],
            vec![(25.0, 78.2), (-68.0, -54.8)],
        ] {
            let view = View::fit(&places, SIZE);
            for &(longitude, latitude) in &places {
                assert!(view.cell(longitude, latitude, SIZE).is_some(), "{longitude} {latitude} in {view:?}");
            }
        }
    }

    #[test]
    fn islands_on_both_sides_of_the_date_line_lie_side_by_side() {
        let view = View::fit(&[(178.4, -18.1), (-171.8, -13.8)], SIZE);
        assert!(view.scale < 0.5, "{view:?}");
        assert!(view.longitude.abs() > 170.0, "{view:?}");
    }

    #[test]
    fn steps_there_and_back_end_where_they_began() {
        let view = View::fit(&[(43.1, 36.3)], SIZE);
        let back = view.zoomed(2, SIZE).panned(1, 1, SIZE).panned(-1, -1, SIZE).zoomed(-2, SIZE);
        let moved = (back.longitude - view.longitude).abs() + (back.latitude - view.latitude).abs();
        assert!(moved < 0.5, "{view:?} {back:?}");
        assert!((back.scale - view.scale).abs() < 1e-9);
    }

    proptest::proptest! {
        #[test]
        fn no_step_leaves_the_world(
            columns in 0u16..300, rows in 0u16..100,
            steps in proptest::collection::vec((-3i16..4, -3i16..4, -3i16..4), 0..30),
        ) {
            let size = Size { columns, rows };
            let mut view = View::fit(&[(43.1, 36.3)], size);
            for (east, north, nearer) in steps {
                view = view.panned(east, north, size).zoomed(nearer, size);
                proptest::prop_assert!(view.longitude.abs() <= 180.0 && view.latitude.abs() <= 90.0, "{view:?}");
                proptest::prop_assert!(view.scale >= FINEST, "{view:?}");
            }
        }
    }
}
