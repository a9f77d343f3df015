//! Predicts what a correction would do, without changing anything.

use super::correct::entry_of;
use super::corrections::{Entry, Log};
use super::edits::EditTools;
use super::entities::entity_of;
use super::mentions::{ArticleNames, Form};
use super::{Error, Result, Store};
use crate::model::{ArticleId, Correction, CorrectionId, Edit, EditPlan, EntityId, EntityKey, Part, Switch};

impl Store {
    /// What a correction, or its withdrawal, would do; an error with the reason if it cannot be made.
    pub fn plan_correction(&self, edit: &Edit, with: &EditTools) -> Result<EditPlan> {
        let log = Log::read(&self.connection)?;
        match edit {
            Edit::Correction(correction) => {
                let entry = entry_of(&self.connection, &log, correction, with)?;
                let articles = self.shown_otherwise(&entry.correction, with)?;
                let teaches = match &entry.correction {
                    Correction::Apart { articles, .. } => articles.is_empty(),
                    other => other.part().is_none_or(|part| part.articles.is_empty()),
                };
                let edit = Edit::Correction(correction.clone());
                Ok(EditPlan { edit, statement: entry.statement(), articles, teaches })
            }
            Edit::CorrectionHolds { id, to } => self.plan_withdrawal(&log, *id, *to, with),
            _ => Err(Error::Correction("this is no correction of a name".to_owned())),
        }
    }

    fn plan_withdrawal(&self, log: &Log, id: CorrectionId, to: Switch, with: &EditTools) -> Result<EditPlan> {
        let Some(entry) = log.entry(id.0).filter(|entry| entry.holds != to.is_on()) else {
            return Err(Error::Correction("this correction holds no longer".to_owned()));
        };
        let articles = match entry {
            Entry { correction: Correction::Rename { entity, .. }, .. } => self.naming(entity)?,
            Entry { to: Some(to), .. } => self.count(&to.key, with, |_, form| form.correction == entry.id)?,
            // A name that is not an entity is shown nowhere, and has to be looked for among what articles state.
            Entry { to: None, .. } => {
                self.moved_off(entry.correction.entity(), |form| form.correction == entry.id, with)?
            }
        };
        let edit = Edit::CorrectionHolds { id, to };
        Ok(EditPlan { edit, statement: entry.statement(), articles, teaches: true })
    }

    /// How many articles would show something different after a correction.
    fn shown_otherwise(&self, correction: &Correction, with: &EditTools) -> Result<u64> {
        match correction {
            Correction::Rename { entity, .. } => self.naming(entity),
            Correction::Apart { articles, .. } if !articles.is_empty() => Ok(articles.len() as u64),
            Correction::Apart { entity, .. } => self.moved_off(entity, |_| true, with),
            other => match other.part() {
                Some(part) if part.is_all() => self.naming(&part.entity),
                Some(part) => self.count_part(part, with),
                None => Ok(0),
            },
        }
    }

    fn count_part(&self, part: &Part, with: &EditTools) -> Result<u64> {
        self.count(&part.entity, with, |article, form| part.has(&form.text, article))
    }

    /// How many articles name an entity.
    fn naming(&self, key: &EntityKey) -> Result<u64> {
        match entity_of(&self.connection, key)? {
            Some(id) => self.articles_naming(id),
            None => Ok(0),
        }
    }

    /// How many articles show an entity by a form that satisfies a condition.
    fn count(
        &self,
        key: &EntityKey,
        with: &EditTools,
        is_meant: impl Fn(ArticleId, &Form) -> bool,
    ) -> Result<u64> {
        let Some(id) = entity_of(&self.connection, key)? else { return Ok(0) };
        self.count_in("SELECT article FROM named WHERE entity = ?", id, with, |article, names| {
            let shown = names.shown.iter().position(|(shown, _)| *shown == id);
            let mut forms = names.stated.iter().flat_map(|stated| &stated.forms);
            shown.is_some() && forms.any(|form| form.shown == shown && is_meant(article, form))
        })
    }

    /// How many articles state an entity but do not show it, by a form that satisfies a condition.
    fn moved_off(&self, key: &EntityKey, is_meant: impl Fn(&Form) -> bool, with: &EditTools) -> Result<u64> {
        let Some(id) = entity_of(&self.connection, key)? else { return Ok(0) };
        self.count_in("SELECT article FROM moved WHERE entity = ?", id, with, |_, names| {
            names.stated.iter().flat_map(|stated| &stated.forms).any(&is_meant)
        })
    }

    fn count_in(
        &self,
        sql: &str,
        id: EntityId,
        with: &EditTools,
        is_meant: impl Fn(ArticleId, &ArticleNames) -> bool,
    ) -> Result<u64> {
        let mut query = self.connection.prepare_cached(sql)?;
        let mut rows = query.query([id.0])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            if (with.stopped)() {
                return Err(Error::Cancelled);
            }
            let article = ArticleId(row.get(0)?);
            let names = ArticleNames::of(&self.connection, article)?;
            count += u64::from(names.is_some_and(|names| is_meant(article, &names)));
        }
        Ok(count)
    }
}
