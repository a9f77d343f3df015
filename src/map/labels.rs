//! Pins and their labels. The most frequently named places come first, and no label covers another label or a pin.

use super::view::{Size, View};
use crate::text::width::width;

/// A place to mark on a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Pin {
    /// Degrees east.
    pub longitude: f64,
    /// Degrees north.
    pub latitude: f64,
    /// Its name.
    pub name: String,
    /// How often it is named; of overlapping places the most frequent one is shown.
    pub weight: u64,
    /// Whether the name may refer to another place.
    pub doubtful: bool,
}

/// A pin on the map. It also stands for less frequent ones so near that they would touch it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The index of the pin.
    pub pin: usize,
    /// Its cell: column and row.
    pub cell: (u16, u16),
    /// How many other pins it stands for.
    pub others: usize,
    /// The first cell of its label; `None` if there is no room for it.
    pub label: Option<(u16, u16)>,
}

/// Cells that are occupied.
struct Taken {
    size: Size,
    cells: Vec<bool>,
}

impl Taken {
    /// Occupies part of a row, unless it is already occupied or outside the map.
    fn take(&mut self, column: i32, row: i32, length: usize) -> Option<(u16, u16)> {
        let (column, row) = (u16::try_from(column).ok()?, u16::try_from(row).ok()?);
        let end = usize::from(column) + length;
        if row >= self.size.rows || end > usize::from(self.size.columns) {
            return None;
        }
        let start = usize::from(row) * usize::from(self.size.columns);
        let cells = self.cells.get_mut(start + usize::from(column)..start + end)?;
        if cells.iter().any(|&taken| taken) {
            return None;
        }
        cells.fill(true);
        Some((column, row))
    }
}

/// The pins in view, the most frequent first, each with a position for its label if there is room: to the right of
/// the pin, to the left, or centred below or above. The current pin comes before all others.
pub fn place(pins: &[Pin], current: Option<usize>, view: &View, size: Size) -> Vec<Placed> {
    let mut order: Vec<usize> = (0..pins.len()).collect();
    order.sort_by_key(|&pin| (current != Some(pin), std::cmp::Reverse(pins[pin].weight), pins[pin].doubtful));
    let mut placed: Vec<Placed> = Vec::new();
    for pin in order {
        let Some(cell) = view.cell(pins[pin].longitude, pins[pin].latitude, size) else { continue };
        match placed.iter_mut().find(|other| touch(other.cell, cell)) {
            Some(other) => other.others += 1,
            None => placed.push(Placed { pin, cell, others: 0, label: None }),
        }
    }
    let mut taken = Taken { size, cells: vec![false; usize::from(size.columns) * usize::from(size.rows)] };
    for one in &placed {
        taken.take(one.cell.0.into(), one.cell.1.into(), 1);
    }
    for one in &mut placed {
        let length = width(&pins[one.pin].name);
        let (column, row) = (i32::from(one.cell.0), i32::from(one.cell.1));
        let cells = i32::try_from(length).unwrap_or(i32::MAX);
        // A blank on either side keeps labels apart.
        let beside = [(column + 1, row, 1), (column - cells - 2, row, 1)];
        let above = [(column - cells / 2 - 1, row + 1, 1), (column - cells / 2 - 1, row - 1, 1)];
        one.label = beside.into_iter().chain(above).find_map(|(column, row, inset)| {
            taken.take(column, row, length + 2).map(|(column, row)| (column + inset, row))
        });
    }
    placed
}

/// Whether two pins are so near that they would touch: cells are taller than wide.
fn touch(one: (u16, u16), other: (u16, u16)) -> bool {
    one.0.abs_diff(other.0) <= 2 && one.1.abs_diff(other.1) <= 1
}

/// The pin nearest to a cell, for the mouse; `None` if there is none within two cells.
pub fn nearest(placed: &[Placed], column: u16, row: u16) -> Option<usize> {
    let distance = |one: &Placed| one.cell.0.abs_diff(column).max(one.cell.1.abs_diff(row));
    let one = placed.iter().min_by_key(|one| distance(one))?;
    (distance(one) <= 2).then_some(one.pin)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { columns: 60, rows: 20 };

    fn pin(name: &str, longitude: f64, latitude: f64, weight: u64) -> Pin {
        Pin { longitude, latitude, name: name.into(), weight, doubtful: false }
    }

    fn iraq() -> Vec<Pin> {
        vec![
            pin("Erbil", 44.0, 36.2, 2),
            pin("Mosul", 43.1, 36.3, 9),
            pin("Baghdad", 44.4, 33.3, 5),
            pin("Kirkuk", 44.4, 35.5, 1),
            pin("Mosul Airport", 43.15, 36.31, 1),
        ]
    }

    #[test]
    fn labels_stand_beside_their_pins_and_cover_nothing() {
        let (pins, view) = (iraq(), View::fit(&[(43.1, 36.3), (44.4, 33.3)], SIZE));
        let placed = place(&pins, None, &view, SIZE);
        let names: Vec<&str> = placed.iter().map(|one| pins[one.pin].name.as_str()).collect();
        assert_eq!(names, ["Mosul", "Baghdad", "Erbil", "Kirkuk"]);
        assert_eq!(placed[0].others, 1, "the airport lies in the city's cell");
        let with_current = place(&pins, Some(4), &view, SIZE);
        assert_eq!(
            (with_current[0].pin, with_current[0].others),
            (4, 1),
            "the pin at hand stands for the city"
        );
        let mut taken: Vec<(u16, u16)> = placed.iter().map(|one| one.cell).collect();
        for one in &placed {
            let (column, row) = one.label.expect("room for every label");
            let length = u16::try_from(width(&pins[one.pin].name)).unwrap();
            assert!(row.abs_diff(one.cell.1) <= 1, "{one:?}");
            taken.extend((column..column + length).map(|column| (column, row)));
        }
        let all = taken.len();
        taken.sort_unstable();
        taken.dedup();
        assert_eq!(taken.len(), all, "a cell that is taken twice");
    }

    #[test]
    fn the_mouse_finds_the_pin_it_is_near() {
        let (pins, view) = (iraq(), View::fit(&[(43.1, 36.3), (44.4, 33.3)], SIZE));
        let placed = place(&pins, None, &view, SIZE);
        let (column, row) = placed[1].cell;
        assert_eq!(nearest(&placed, column + 1, row), Some(placed[1].pin));
        assert_eq!(nearest(&placed, 0, 0), None);
        assert_eq!(nearest(&[], 0, 0), None);
    }
}
