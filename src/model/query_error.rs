//! What is wrong with a query.

use std::fmt;

/// A part of a query that cannot be understood: where it is, why, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// The character it is about, counted from 1.
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
