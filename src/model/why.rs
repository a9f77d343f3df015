//! Why a name is shown as it is.

use super::Edit;

/// Why an article's names are shown under an entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// The forms concerned.
    pub forms: Vec<String>,
    /// The article's own name for them.
    pub said: String,
    /// The reason as a sentence.
    pub sentence: String,
    /// The edit that undoes it; `None` if it is the article's own name.
    pub undo: Option<Edit>,
}
