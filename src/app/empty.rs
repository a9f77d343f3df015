//! Lists without rows: why they have none, and which key fills them. Both are shown in their place, and said when a
//! key finds nothing to work on.

use crate::text::edits::phrase;

/// Why a list has no rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Empty {
    why: String,
    /// The next step.
    next: &'static str,
}

impl Empty {
    /// The reason, as a sentence without its full stop, and the next step.
    pub fn new(why: impl Into<String>, next: &'static str) -> Self {
        Self { why: why.into(), next }
    }

    /// `No changes yet · q goes back`
    pub fn line(&self) -> String {
        format!("{} · {}", self.why, self.next)
    }

    /// The same for the status line.
    pub fn notice(&self) -> String {
        phrase(&self.line())
    }

    /// `No changes yet.` `q goes back`
    pub fn lines(&self) -> [String; 2] {
        [format!("{}.", self.why), self.next.to_owned()]
    }
}
