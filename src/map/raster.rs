//! Draws coasts and borders as dots in cells.

use super::outlines::{Extent, Line, Outlines};
use super::rounded;
use super::view::{Size, View};

/// The type of a line on the map; of several in a cell the last of these is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Stroke {
    /// No line.
    #[default]
    None,
    /// Between two countries.
    Border,
    /// Between land and sea.
    Coast,
    /// Around a country that is named.
    Named,
}

/// A cell of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    /// Which of its two by four dots are set, as in Unicode braille characters (added to U+2800).
    pub dots: u8,
    /// The type of its lines.
    pub stroke: Stroke,
    /// Whether its centre is on land.
    pub land: bool,
}

/// A map in cells.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Raster {
    /// Its size in cells.
    pub size: Size,
    /// The cells, row by row.
    pub cells: Vec<Cell>,
}

/// Antarctica, and where a map of other places has it in view: only from this latitude of its centre on. On a map of
/// the world it takes much room and says nothing.
const ANTARCTICA: &str = "AQ";
const SOUTH: f64 = -45.0;

/// Bits of the dots of a braille character, by row and column.
const BRAILLE: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

impl Raster {
    /// Draws what is in view; the lines of countries in `named` (ISO codes) are highlighted.
    pub fn draw(outlines: &Outlines, view: &View, size: Size, named: &[&str]) -> Self {
        let cells = vec![Cell::default(); usize::from(size.columns) * usize::from(size.rows)];
        let mut raster = Self { size, cells };
        let mut shores = Shores { across: vec![Vec::new(); usize::from(size.rows)], down: Vec::new() };
        let (dot, copies) = (view.projection(size), view.copies(size));
        let has_antarctica = view.latitude < SOUTH || named.contains(&ANTARCTICA);
        let mut line = Line::default();
        for &entry in outlines.entries() {
            let shifts = copies.clone().map(|copy| f64::from(copy) * 360.0);
            let mut shifts = shifts.filter(|&shift| matters(entry.extent, &dot, shift, size)).peekable();
            if shifts.peek().is_none() {
                continue;
            }
            outlines.read(entry, &mut line);
            if line.country == ANTARCTICA && !has_antarctica {
                continue;
            }
            let stroke = match line.neighbour {
                _ if named.iter().any(|country| line.bounds(country)) => Stroke::Named,
                Some(_) => Stroke::Border,
                None => Stroke::Coast,
            };
            for shift in shifts {
                raster.line(&line, &dot, shift, stroke, &mut shores);
            }
        }
        raster.fill(shores);
        raster
    }

    /// Draws a line, shifted east by this many degrees, and records where it separates land from sea.
    fn line(
        &mut self,
        line: &Line,
        dot: impl Fn(f64, f64) -> (f64, f64),
        shift: f64,
        stroke: Stroke,
        shores: &mut Shores,
    ) {
        let mut dots = line.points.iter().map(|point| dot(point.0 + shift, point.1));
        let Some(mut a) = dots.next() else { return };
        for b in dots {
            let (a, b) = (std::mem::replace(&mut a, b), b);
            if line.neighbour.is_none() {
                shores.note(a, b);
            }
            if let Some((a, b)) = clipped(a, b, self.size) {
                self.segment(a, b, stroke);
            }
        }
    }

    /// Sets the dots from one end to the other (Bresenham's algorithm, by its longer side).
    fn segment(&mut self, a: (f64, f64), b: (f64, f64), stroke: Stroke) {
        let steps = rounded((b.0 - a.0).abs().max((b.1 - a.1).abs()).ceil()).max(1);
        for step in 0..=steps {
            let part = f64::from(step) / f64::from(steps);
            let at = |from: f64, to: f64| rounded((from + (to - from) * part).floor());
            self.dot(at(a.0, b.0), at(a.1, b.1), stroke);
        }
    }

    fn dot(&mut self, x: i32, y: i32, stroke: Stroke) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        let (columns, rows) = (usize::from(self.size.columns), usize::from(self.size.rows));
        if x / 2 < columns
            && y / 4 < rows
            && let Some(cell) = self.cells.get_mut(y / 4 * columns + x / 2)
        {
            cell.dots |= BRAILLE[y % 4][x % 2];
            cell.stroke = cell.stroke.max(stroke);
        }
    }

    /// Fills the land: along a row each shore changes between land and sea.
    fn fill(&mut self, shores: Shores) {
        let columns = usize::from(self.size.columns);
        let rows = self.cells.chunks_mut(columns.max(1)).zip(shores.across);
        for ((cells, mut across), row) in rows.zip(0u16..) {
            across.sort_by(f64::total_cmp);
            let above = shores.down.iter().filter(|&&shore| shore < middle_of(row)).count();
            let (mut crossed, mut middle) = (0, FIRST);
            for cell in cells {
                while across.get(crossed).is_some_and(|&shore| shore <= middle) {
                    crossed += 1;
                }
                cell.land = (above + crossed) % 2 == 1;
                middle += 2.0;
            }
        }
    }
}

/// Where coasts cross the centre lines of the rows and of the first column. The north pole is sea, so going down the
/// first column from there and then along a row tells land from sea at each cell.
struct Shores {
    /// For each row, the crossings in dots to the right of the first cell's centre.
    across: Vec<Vec<f64>>,
    /// The crossings of the first column, in dots.
    down: Vec<f64>,
}

/// The centre of the first column, in dots.
const FIRST: f64 = 1.0;

/// The centre of a row of cells, in dots.
fn middle_of(row: u16) -> f64 {
    f64::from(row) * 4.0 + 2.0
}

impl Shores {
    /// Records a piece of coast. One of its two ends counts and the other does not, so that the point where two
    /// pieces meet is crossed once.
    fn note(&mut self, a: (f64, f64), b: (f64, f64)) {
        let (left, right) = if a.0 < b.0 { (a, b) } else { (b, a) };
        if left.0 <= FIRST && FIRST < right.0 {
            self.down.push(left.1 + (right.1 - left.1) * (FIRST - left.0) / (right.0 - left.0));
        }
        let (top, bottom) = if a.1 < b.1 { (a, b) } else { (b, a) };
        let first = u16::try_from(rounded(((top.1 - 2.0) / 4.0).ceil()).max(0)).unwrap_or(u16::MAX);
        for (row, across) in (first..).zip(self.across.iter_mut().skip(first.into())) {
            let middle = middle_of(row);
            if middle >= bottom.1 {
                return;
            }
            let shore = top.0 + (bottom.0 - top.0) * (middle - top.1) / (bottom.1 - top.1);
            if shore > FIRST {
                across.push(shore);
            }
        }
    }
}

/// Whether a line with this extent, shifted east by this many degrees, can set a dot or be a shore. Above the map only what crosses the
/// first column can.
fn matters([least, most]: Extent, dot: impl Fn(f64, f64) -> (f64, f64), shift: f64, size: Size) -> bool {
    let (width, height) = size.dots();
    let ((left, top), (right, bottom)) = (dot(least.0 + shift, most.1), dot(most.0 + shift, least.1));
    left <= width && right >= 0.0 && top <= height && (bottom >= 0.0 || left <= FIRST)
}

/// The part of a line within the map (Liang and Barsky, A New Concept and Method for Line Clipping, 1984).
fn clipped(a: (f64, f64), b: (f64, f64), size: Size) -> Option<((f64, f64), (f64, f64))> {
    let (width, height) = size.dots();
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut enter, mut leave) = (0f64, 1f64);
    for (toward, room) in [(-dx, a.0), (dx, width - a.0), (-dy, a.1), (dy, height - a.1)] {
        if toward == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if toward < 0.0 {
            enter = enter.max(room / toward);
        } else {
            leave = leave.min(room / toward);
        }
    }
    let at = |part: f64| (a.0 + dx * part, a.1 + dy * part);
    (enter <= leave).then(|| (at(enter), at(leave)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { columns: 60, rows: 20 };

    fn at(raster: &Raster, view: &View, longitude: f64, latitude: f64) -> Cell {
        let (column, row) = view.cell(longitude, latitude, SIZE).expect("on the map");
        raster.cells[usize::from(row) * usize::from(SIZE.columns) + usize::from(column)]
    }

    #[test]
    fn land_is_told_from_sea() {
        for (view, land, sea) in [
            (View::world(SIZE), [(20.0, 0.0), (100.0, 60.0), (-100.0, 40.0)], [(-40.0, 30.0), (-150.0, 0.0)]),
            (
                View::fit(&[(0.0, -82.0), (20.0, -64.0)], SIZE),
                [(0.0, -80.0), (20.0, -76.0), (-5.0, -82.0)],
                [(0.0, -65.0), (20.0, -66.0)],
            ),
            (
                View::fit(&[(175.0, 66.0)], SIZE),
                [(175.0, 67.0), (179.0, 67.5), (-176.0, 66.5)],
                [(-176.0, 69.5), (-176.0, 63.5)],
            ),
            (View::fit(&[(43.1, 36.3)], SIZE), [(43.1, 36.3), (44.4, 33.3), (40.0, 36.0)], [(51.0, 39.5); 2]),
            (View::fit(&[(178.0, -17.8)], SIZE), [(178.0, -17.8); 3], [(175.0, -17.8), (-176.0, -17.0)]),
        ] {
            let raster = Raster::draw(Outlines::built_in(), &view, SIZE, &[]);
            for (longitude, latitude) in land {
                assert!(at(&raster, &view, longitude, latitude).land, "{longitude} {latitude} is land");
            }
            for (longitude, latitude) in sea {
                assert!(!at(&raster, &view, longitude, latitude).land, "{longitude} {latitude} is sea");
            }
        }
    }

    #[test]
    fn antarctica_is_drawn_only_where_it_matters() {
        let land_in_the_south = |view: View, named: &[&str]| {
            let raster = Raster::draw(Outlines::built_in(), &view, SIZE, named);
            let (_, row) = view.cell(view.longitude, -84.0, SIZE).expect("on the map");
            let start = usize::from(row) * usize::from(SIZE.columns);
            raster.cells[start..start + usize::from(SIZE.columns)].iter().any(|cell| cell.land)
        };
        let whole = View::fit(&[(0.0, -80.0), (0.0, 80.0)], SIZE);
        assert!(!land_in_the_south(whole, &["IQ"]) && land_in_the_south(whole, &["AQ"]));
        assert!(land_in_the_south(View::fit(&[(0.0, -82.0), (20.0, -64.0)], SIZE), &[]));
    }

    #[test]
    fn borders_of_named_countries_stand_out() {
        let view = View::fit(&[(43.1, 36.3)], SIZE);
        let count = |named: &[&str], stroke| {
            let raster = Raster::draw(Outlines::built_in(), &view, SIZE, named);
            raster.cells.iter().filter(|cell| cell.stroke == stroke).count()
        };
        assert_eq!(count(&[], Stroke::Named), 0);
        assert!(count(&["IQ"], Stroke::Named) > 20);
        assert!(count(&["IQ"], Stroke::Border) > 10, "other borders stay as they are");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
        #[test]
        fn any_view_can_be_drawn(
            columns in 0u16..120, rows in 0u16..60,
            longitude in -180f64..180.0, latitude in -90f64..90.0, nearer in -20i16..20,
        ) {
            let size = Size { columns, rows };
            let view = View::fit(&[(longitude, latitude)], size).zoomed(nearer, size);
            let raster = Raster::draw(Outlines::built_in(), &view, size, &["FR"]);
            proptest::prop_assert_eq!(raster.cells.len(), usize::from(columns) * usize::from(rows));
        }
    }
}
