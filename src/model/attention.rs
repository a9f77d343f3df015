//! Names that the user watches, and names that are to step back.

use super::{EntityId, EntityRow};
use serde::{Deserialize, Serialize};

/// What the user wants of a name, beside others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Attention {
    /// To hear of it: it has a badge, and what is new of it is counted.
    Watched,
    /// To see less of it: it is in no sidebar and no index, but found.
    Muted,
}

/// A name that is watched or muted.
#[derive(Debug, Clone, PartialEq)]
pub struct AttendedName {
    /// It, with how often it is named.
    pub row: EntityRow,
    /// Which of the two.
    pub attention: Attention,
    /// Articles that name it and came since the user last looked.
    pub fresh: u32,
}

/// Which names are watched or muted: a few, and looked up for each name that is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attended(Vec<(EntityId, Attention)>);

impl Attended {
    /// These.
    pub fn new(mut names: Vec<(EntityId, Attention)>) -> Self {
        names.sort_by_key(|(id, _)| *id);
        names.dedup_by_key(|(id, _)| *id);
        Self(names)
    }

    /// What the user wants of a name, if anything.
    pub fn of(&self, id: EntityId) -> Option<Attention> {
        let at = self.0.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(self.0[at].1)
    }

    /// Whether a name is watched.
    pub fn watches(&self, id: EntityId) -> bool {
        self.of(id) == Some(Attention::Watched)
    }

    /// Whether a name is muted.
    pub fn mutes(&self, id: EntityId) -> bool {
        self.of(id) == Some(Attention::Muted)
    }

    /// Those that are watched.
    pub fn watched(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.0.iter().filter(|(_, attention)| *attention == Attention::Watched).map(|(id, _)| *id)
    }
}
