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
            Self::Ample => -40_960,
            Self::Modest => -6_144,
        }
    }

    /// The bytes of answers about what articles state that are kept.
    pub(super) fn recalled(self) -> usize {
        match self {
            Self::Ample => 32 << 20,
            Self::Modest => 4 << 20,
        }
    }

    /// The maximum number of articles whose names wait to be counted, whatever the size of the library: while they are
    /// counted, their names are in memory.
    pub(super) fn waiting(self) -> usize {
        match self {
            Self::Ample => 15_000,
            Self::Modest => 3_000,
        }
    }

    /// The maximum number of entities that these articles state, which a few articles of nothing but names reach.
    pub(super) fn entities_waiting(self) -> usize {
        match self {
            Self::Ample => 80_000,
            Self::Modest => 20_000,
        }
    }
}
