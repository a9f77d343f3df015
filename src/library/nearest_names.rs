//! Names that may be meant by one that the library does not know.

use super::resolve::Search;
use super::{Library, Result, Task};
use crate::model::{EntityRow, Kind};
use crate::query::Expression;

/// The number of names offered.
const OFFERED: usize = 6;

impl Library {
    /// Names that may be meant by an unknown one of the query; what is told of the search names them, too.
    pub(super) fn tell_of_nearest(
        &self,
        search: &mut Search,
        expression: &Expression,
        task: &Task,
    ) -> Result<Vec<EntityRow>> {
        let nearest = self.nearest_names(expression, task)?;
        if let (Some(notice), Some(told)) = (&mut search.notice, told(&nearest)) {
            *notice = format!("{notice}; {told}");
        }
        Ok(nearest)
    }

    /// Names that may be meant by the first name of a query that nobody here has: those of another kind that are called
    /// exactly so, then those that are spelt like it.
    fn nearest_names(&self, expression: &Expression, task: &Task) -> Result<Vec<EntityRow>> {
        let Some((kind, name)) = self.unknown_name(expression)? else { return Ok(Vec::new()) };
        let mut nearest = Vec::new();
        for id in self.in_store(self.store.entities_named(name, None))? {
            nearest.extend(self.in_store(self.store.entity_row(id))?);
        }
        let like = self.store.names_like(name, kind, OFFERED, &|| task.is_cancelled());
        for row in self.in_store(like)? {
            if nearest.iter().all(|known: &EntityRow| known.id != row.id) {
                nearest.push(row);
            }
        }
        nearest.truncate(OFFERED);
        Ok(nearest)
    }

    /// The first name that the query requires and the library does not know.
    fn unknown_name<'a>(&self, expression: &'a Expression) -> Result<Option<(Kind, &'a str)>> {
        match expression {
            Expression::Named { kind, name } => {
                let is_known = !self.entities_meant(*kind, name)?.is_empty();
                Ok((!is_known).then_some((*kind, name.as_str())))
            }
            Expression::All(parts) | Expression::Any(parts) => {
                parts.iter().find_map(|part| self.unknown_name(part).transpose()).transpose()
            }
            _ => Ok(None),
        }
    }
}

/// `nearest: Zoro, Zorrilla`
fn told(nearest: &[EntityRow]) -> Option<String> {
    let names: Vec<String> =
        nearest.iter().map(|row| format!("{} ({})", row.shown, row.kind.word())).collect();
    (!names.is_empty()).then(|| format!("nearest: {}", names.join(", ")))
}
