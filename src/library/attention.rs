//! Names that the user watches or mutes.

use super::{Library, Result, Task};
use crate::model::{Applied, Attended, AttendedName, Attention, Edit, EntityId, Row};

impl Library {
    /// Watches a name, mutes it, or neither; undo reverts it.
    pub fn attend(&mut self, id: EntityId, to: Option<Attention>, now: i64) -> Result<Applied> {
        let id = self.shown_as(id)?.unwrap_or(id);
        let Some(entity) = self.key_of(id)? else {
            return Err(super::Error::Correction {
                reason: "this name is no longer in the library".to_owned(),
            });
        };
        self.apply(&Edit::Attention { entity, from: None, to }, &Task::new(), now)
    }

    /// Which names are watched or muted.
    pub fn attended(&self) -> Result<Attended> {
        self.in_store(self.store.attended())
    }

    /// Those names, with the number of new articles since the user last looked; watched ones first.
    pub fn attended_names(&self) -> Result<Vec<AttendedName>> {
        self.in_store(self.store.attended_names())
    }

    /// The user has looked at a name: new articles are counted from now on. `now` is in seconds since the epoch.
    pub fn look_at(&mut self, id: EntityId, now: i64) -> Result<()> {
        self.must_write()?;
        let looked = self.store.look_at(id, now);
        self.in_store(looked)
    }

    /// Marks the rows whose articles name a watched entity.
    pub(super) fn mark_watched(&self, rows: &mut [Row]) -> Result<()> {
        let names = self.attended()?;
        if names.watched().next().is_some() {
            for row in rows {
                row.watched = self.in_store(self.store.names_one_of(row.id(), &names))?;
            }
        }
        Ok(())
    }
}
