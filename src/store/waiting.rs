//! Articles whose names are stored but not counted yet, as the linking rules need them: counts in the tables and
//! pending ones are combined.

use super::mentions::ArticleNames;
use crate::model::{ArticleId, EntityId};
use rustc_hash::FxHashMap;

/// What an article states that is not counted yet (`by` 1), or no longer states (-1).
#[derive(Debug)]
pub(super) struct Waits {
    pub article: ArticleId,
    pub time: i64,
    pub by: i64,
    pub stated: Box<[EntityId]>,
    /// The short forms it uses, and for which entities.
    pub called: Vec<(String, EntityId)>,
}

impl Waits {
    /// What an article states.
    pub fn of(article: ArticleId, time: i64, names: &ArticleNames, by: i64) -> Self {
        let called = names
            .stated
            .iter()
            .flat_map(|stated| stated.short_forms.iter().map(|form| (form.clone(), stated.entity)));
        Self { article, time, by, stated: names.stated(), called: called.collect() }
    }
}

/// What committed batches have left to be counted.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    articles: FxHashMap<EntityId, Vec<(i64, ArticleId)>>,
    called: FxHashMap<String, Vec<(EntityId, i64)>>,
    count: usize,
}

impl Waiting {
    /// Applies a committed batch.
    pub fn follow(&mut self, waits: Vec<Waits>) {
        for Waits { article, time, by, stated, called } in waits {
            self.count = self.count.saturating_add_signed(if by > 0 { 1 } else { -1 });
            for id in stated {
                let articles = self.articles.entry(id).or_default();
                if by > 0 {
                    articles.push((time, article));
                } else if let Some(at) = articles.iter().position(|known| *known == (time, article)) {
                    articles.swap_remove(at);
                }
            }
            for (form, id) in called {
                let called = self.called.entry(form).or_default();
                match called.iter_mut().find(|(known, _)| *known == id) {
                    Some((_, articles)) => *articles += by,
                    None => called.push((id, by)),
                }
            }
        }
    }

    /// How many articles are pending.
    pub fn count(&self) -> usize {
        self.count
    }

    /// How many entities they state.
    pub fn entities(&self) -> usize {
        self.articles.len()
    }

    /// The articles that state an entity, in no order.
    pub fn articles(&self, id: EntityId) -> &[(i64, ArticleId)] {
        self.articles.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The number of these articles.
    pub fn sayings(&self, id: EntityId) -> i64 {
        i64::try_from(self.articles(id).len()).unwrap_or(i64::MAX)
    }

    /// The entities with this short form, and in how many articles.
    pub fn called(&self, form: &str) -> &[(EntityId, i64)] {
        self.called.get(form).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_article_brought_it_can_take_back() {
        let waits = |article: i64, by: i64| Waits {
            article: ArticleId(article),
            time: 5,
            by,
            stated: Box::new([EntityId(1)]),
            called: vec![("wfp".to_owned(), EntityId(1))],
        };
        let mut waiting = Waiting::default();
        waiting.follow(vec![waits(1, 1), waits(2, 1)]);
        assert_eq!((waiting.count(), waiting.sayings(EntityId(1))), (2, 2));
        assert_eq!(waiting.called("wfp"), [(EntityId(1), 2)]);
        waiting.follow(vec![waits(1, -1)]);
        assert_eq!((waiting.count(), waiting.articles(EntityId(1))), (1, &[(5, ArticleId(2))][..]));
        assert_eq!(waiting.called("wfp"), [(EntityId(1), 1)]);
        assert_eq!(waiting.sayings(EntityId(2)), 0);
    }
}
