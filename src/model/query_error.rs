//! What is wrong with a query.

use std::fmt;

/// An invalid part of a query: its position, the reason, and what would be valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// The position of the character, counted from 1.
    pub at: usize,
    /// What is wrong.
    pub reason: String,
    /// What to write instead.
    pub remedy: String,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "character {}: {}; {}", self.at, self.reason, self.remedy)
    }
}
