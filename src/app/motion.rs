//! Moving in anything with rows.

/// A movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// This many rows; up is negative.
    Step(i32),
    /// This many half screens.
    Half(i32),
    /// This many screens, less two rows that stay visible.
    Page(i32),
    /// To the first row.
    Top,
    /// To the last row.
    Bottom,
}

impl Motion {
    /// The target row from row `at` of `count` rows, `height` of which are visible; 0 if there are none.
    pub fn target(self, at: usize, count: usize, height: usize) -> usize {
        let last = count.saturating_sub(1);
        let height = i64::try_from(height).unwrap_or(i64::MAX);
        let by = match self {
            Self::Top => return 0,
            Self::Bottom => return last,
            Self::Step(rows) => i64::from(rows),
            Self::Half(halves) => i64::from(halves) * (height / 2).max(1),
            Self::Page(pages) => i64::from(pages) * (height - 2).max(1),
        };
        let target = i64::try_from(at).unwrap_or(i64::MAX).saturating_add(by);
        usize::try_from(target).unwrap_or(0).min(last)
    }
}

/// The selected row of a list whose rows are one line high, and the first row in sight; both count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cursor {
    /// The selected row.
    pub at: usize,
    /// The first row in sight.
    pub top: usize,
}

impl Cursor {
    /// A cursor on a row, which is the first in sight.
    pub fn new(at: usize) -> Self {
        Self { at, top: at }
    }

    /// Moves in a list of `count` rows, of which `height` are in sight.
    pub fn go(&mut self, motion: Motion, count: usize, height: usize) {
        self.at = motion.target(self.at, count, height);
        self.top = scrolled(self.top, self.at, height);
    }

    /// Takes rows that were read again: the same row stays selected, on the same line.
    pub fn follow<T, K: PartialEq>(&mut self, old: &[T], new: &[T], key: impl Fn(&T) -> K) {
        self.move_to(same_row(old, self.at, new, key));
        self.keep_within(new.len());
    }

    /// Goes to where the selected row is now; it stays on the same line.
    pub fn move_to(&mut self, at: usize) {
        self.top = (self.top + at).saturating_sub(self.at);
        self.at = at;
    }

    /// Stays within a list that has `count` rows now.
    pub fn keep_within(&mut self, count: usize) {
        self.at = self.at.min(count.saturating_sub(1));
        self.top = self.top.min(self.at);
    }

    /// Selects the row at a line in sight, if there is one; whether it was selected before, so that a second click opens it.
    pub fn click(&mut self, line: Option<usize>, count: usize) -> bool {
        let Some(at) = line.map(|line| self.top + line).filter(|&at| at < count) else { return false };
        std::mem::replace(&mut self.at, at) == at
    }
}

/// Where the selected row is among rows that were read again, whatever has come above it; where it would be, if it is
/// gone. Until there are any, a place is kept for the rows that will come.
pub fn same_row<T, K: PartialEq>(old: &[T], at: usize, new: &[T], key: impl Fn(&T) -> K) -> usize {
    let same = old.get(at).and_then(|row| new.iter().position(|other| key(other) == key(row)));
    same.unwrap_or(at).min(new.len().saturating_sub(1))
}

/// The first row to show so that row `at` is visible, scrolling as little as possible from `top`; every row is one
/// line high.
pub fn scrolled(top: usize, at: usize, height: usize) -> usize {
    if at < top { at } else { top.max((at + 1).saturating_sub(height.max(1))) }
}

/// The new top line of a page of `lines` lines without a cursor, after a motion from `top`.
pub fn scrolled_page(top: usize, motion: Motion, lines: usize, height: u16) -> usize {
    let height = usize::from(height);
    motion.target(top, (lines + 1).saturating_sub(height).max(1), height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn motions_stay_within_the_rows() {
        for (motion, at, count, expected) in [
            (Motion::Step(1), 0, 10, 1),
            (Motion::Step(-1), 0, 10, 0),
            (Motion::Step(5), 8, 10, 9),
            (Motion::Half(1), 0, 100, 10),
            (Motion::Page(1), 0, 100, 18),
            (Motion::Page(-1), 50, 100, 32),
            (Motion::Top, 50, 100, 0),
            (Motion::Bottom, 50, 100, 99),
            (Motion::Bottom, 0, 0, 0),
            (Motion::Step(1), 0, 0, 0),
        ] {
            assert_eq!(motion.target(at, count, 20), expected, "{motion:?} from {at} of {count}");
        }
    }

    #[test]
    fn a_selected_row_stays_selected_whatever_comes_above_it() {
        for (old, at, new, expected) in [
            (&[3, 2, 1][..], 0, &[5, 4, 3, 2, 1][..], 2),
            (&[3, 2, 1], 1, &[3, 1], 1),
            (&[3, 2, 1], 2, &[3], 0),
            (&[], 2, &[3, 2, 1], 2),
            (&[3], 0, &[], 0),
        ] {
            assert_eq!(same_row(old, at, new, |&row| row), expected, "{old:?} {at} {new:?}");
        }
    }

    #[test]
    fn scrolling_moves_no_more_than_needed() {
        for (top, at, expected) in [(0, 5, 0), (0, 10, 1), (5, 3, 3), (5, 14, 5), (5, 15, 6)] {
            assert_eq!(scrolled(top, at, 10), expected, "row {at} from top {top}");
        }
    }
}
