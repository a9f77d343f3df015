//! The index of people, of places or of organisations: who is named most.
//!
//! `ui/index.rs` draws it.

use crate::app::motion::{Motion, scrolled};
use crate::model::{EntityId, EntityRow, Kind};

/// Lines asked for at once: more than anyone scrolls through, few enough to come at once; typing a
/// beginning finds the rest.
pub const ASKED: usize = 500;

/// What the index remembers.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// Of which kind.
    pub kind: Kind,
    /// Only names that begin like this.
    pub prefix: String,
    /// Its lines, most articles first.
    pub rows: Vec<EntityRow>,
    /// No answer has come yet.
    pub waiting: bool,
    /// The line it stands on.
    pub cursor: usize,
    /// The first line in sight.
    pub top: usize,
}

impl Index {
    /// An index whose lines are still to come.
    pub fn new(kind: Kind, prefix: String, cursor: usize) -> Self {
        Self { kind, prefix, rows: Vec::new(), waiting: true, cursor, top: cursor }
    }

    /// Takes its lines.
    pub fn fill(&mut self, rows: Vec<EntityRow>) {
        self.cursor = self.cursor.min(rows.len().saturating_sub(1));
        self.top = self.top.min(self.cursor);
        self.rows = rows;
        self.waiting = false;
    }

    /// The entity it stands on.
    pub fn selected(&self) -> Option<EntityId> {
        self.rows.get(self.cursor).map(|row| row.id)
    }

    /// Moves.
    pub fn go(&mut self, motion: Motion, height: usize) {
        self.cursor = motion.target(self.cursor, self.rows.len(), height);
        self.top = scrolled(self.top, self.cursor, height);
    }

    /// Stands on the line that is drawn in row `row`; false where there is none.
    pub fn click(&mut self, row: usize) -> bool {
        let hit = self.top + row < self.rows.len();
        if hit {
            self.cursor = self.top + row;
        }
        hit
    }
}
