//! A summary of a name: what a user needs to know about it without leaving the line.

use super::{Library, Result, Task};
use crate::model::{Anchor, ArticleId, EntityId, EntitySummary, ListQuery};

impl Library {
    /// The summary of an entity, and why `article` shows it; `None` if it is no longer shown.
    pub fn summary(
        &self,
        id: EntityId,
        article: Option<ArticleId>,
        task: &Task,
    ) -> Result<Option<EntitySummary>> {
        let id = self.shown_as(id)?.unwrap_or(id);
        let (Some(known), Some(key)) = (self.in_store(self.store.dossier(id))?, self.key_of(id)?) else {
            return Ok(None);
        };
        let list_query = ListQuery { entities: vec![id], ..ListQuery::default() };
        let newest = self.window(&list_query, Anchor::Top, 1, task)?.rows.into_iter().next();
        let sentences = newest.map(|row| self.article_of_dossier(id, row)).transpose()?;
        Ok(Some(EntitySummary {
            id,
            key,
            name: known.name,
            aliases: known.aliases,
            roles: known.roles,
            place: known.place,
            articles: known.total,
            first: known.first,
            last: known.last,
            sentence: sentences.and_then(|article| article.sentences.into_iter().next()),
            why: article.map_or(Ok(Vec::new()), |article| self.why(article, id))?,
        }))
    }
}
