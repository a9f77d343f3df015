//! The locations of named places, for the map.

use super::{Library, Result, Task};
use crate::model::{ArticleId, EntityId, EntityRow, Kind, ListQuery, PlaceRow, PlacesOf};
use std::collections::HashMap;

/// The maximum number of articles of a list to examine, the newest.
const COUNTED: usize = 5_000;

impl Library {
    /// The places that an article, or the articles of a list, name; those named by most articles first. In a list,
    /// the newest 5,000 articles count. Places without coordinates are omitted.
    pub fn places(&self, of: &PlacesOf, limit: usize, task: &Task) -> Result<Vec<PlaceRow>> {
        let rows = match of {
            PlacesOf::Article(article) => self.counted(Some(Kind::Place), &[*article], task)?,
            PlacesOf::List(list_query) if *list_query == ListQuery::default() => {
                self.in_store(self.store.most_named(Some(Kind::Place), limit))?
            }
            PlacesOf::List(list_query) => {
                self.counted(Some(Kind::Place), &self.articles_of(list_query, COUNTED, task)?, task)?
            }
        };
        let place = |row: EntityRow| {
            let place = self.in_store(self.store.place_of(row.id)).transpose()?;
            Some(place.map(|place| PlaceRow { row, place }))
        };
        rows.into_iter().filter_map(place).take(limit).collect()
    }

    /// Entities with the number of articles that name them; the most frequent first.
    pub(super) fn counted(
        &self,
        kind: Option<Kind>,
        articles: &[ArticleId],
        task: &Task,
    ) -> Result<Vec<EntityRow>> {
        let mut counts: HashMap<EntityId, (u32, u32)> = HashMap::new();
        for &article in articles {
            task.check()?;
            let named = self.in_store(self.store.named_in(article))?;
            for (at, (id, ..)) in named
                .entities
                .iter()
                .enumerate()
                .filter(|&(at, _)| kind.is_none_or(|kind| kind == named.entities[at].1))
            {
                let mentions = named.mentions.iter().filter(|mention| mention.entity == at).count();
                let count = counts.entry(*id).or_default();
                count.0 += 1;
                count.1 += u32::try_from(mentions).unwrap_or(u32::MAX);
            }
        }
        let mut counted: Vec<_> = counts.into_iter().collect();
        counted.sort_by_key(|&(id, counts)| (std::cmp::Reverse(counts), id));
        let rows = counted.into_iter().filter_map(|(id, (articles, mentions))| {
            let row = self.in_store(self.store.entity_row(id)).transpose()?;
            Some(row.map(|row| EntityRow { articles, mentions, ..row }))
        });
        rows.collect()
    }
}
