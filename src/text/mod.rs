//! Text as a reader sees it: pure functions on strings.

pub mod clean;
pub mod fold;
pub mod sentences;
pub mod words;
