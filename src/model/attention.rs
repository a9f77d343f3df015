//! Names that the user watches or mutes.

use super::EntityId;
use serde::{Deserialize, Serialize};

/// How much attention the user wants to pay to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Attention {
    /// More: it has a badge, and its new articles are counted.
    Watched,
    /// Less: it is hidden in sidebars and indexes, but can be found.
    Muted,
}

/// Which names are watched or muted: a few, looked up for each name that is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attended(Vec<(EntityId, Attention)>);

impl Attended {
    /// A set of these.
    pub fn new(mut names: Vec<(EntityId, Attention)>) -> Self {
        names.sort_by_key(|(id, _)| *id);
        names.dedup_by_key(|(id, _)| *id);
        Self(names)
    }

    /// The user's setting for a name, if any.
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
