//! How much memory heavy writing takes.

/// How much of the library heavy writing keeps in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BulkMemory {
    /// As much as makes it faster.
    #[default]
    Ample,
    /// Little, for what goes on for long beside a screen in use.
    Modest,
}

impl BulkMemory {
    /// The cache of a writer in KiB, which SQLite wants as a negative number.
    pub(super) fn cache(self) -> i64 {
        match self {
            Self::Ample => -65_536,
            Self::Modest => -24_576,
        }
    }

    /// The bytes of answers about what articles state that are kept.
    pub(super) fn recalled(self) -> usize {
        match self {
            Self::Ample => 64 << 20,
            Self::Modest => 16 << 20,
        }
    }

    /// The maximum number of articles whose names wait to be counted, whatever the size of the library: while they are
    /// counted, their names are in memory.
    pub(super) fn waiting(self) -> usize {
        match self {
            Self::Ample => 30_000,
            Self::Modest => 8_000,
        }
    }
}
