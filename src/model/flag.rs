//! What an article can be marked with.

use serde::{Deserialize, Serialize};

/// What a user marks an article with.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Flag {
    /// The user has read it.
    Read,
    /// The user wants to keep it at hand.
    Bookmark,
    /// One of the user's tags.
    Tag(String),
}
