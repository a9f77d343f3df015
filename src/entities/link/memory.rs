//! An in-memory index: for `inspect --together`, which has no library, and for tests.

use super::{Known, LinkFacts, Memory, NEAR, link_facts};
use crate::model::{ArticleId, Kind, Names, When};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;

/// The maximum number of answers for a surname or form.
const MAX_ANSWERS: usize = 32;

/// The maximum number of articles to search for co-occurring names.
const MAX_ARTICLES: usize = 100;

/// What articles state, indexed as a library would.
#[derive(Debug, Default)]
pub struct MemoryIndex {
    entities: HashMap<(Kind, String), Noted>,
    of_surname: HashMap<String, BTreeSet<String>>,
    /// For each form, the entities it names, with the articles that use it so.
    called: HashMap<(Kind, String), BTreeMap<String, Vec<ArticleId>>>,
}

/// What is stored about an entity.
#[derive(Debug, Default)]
struct Noted {
    names: BTreeMap<String, u32>,
    /// In the order in which they were added.
    articles: Vec<(ArticleId, Option<When>)>,
}

impl MemoryIndex {
    /// Adds what an article states. Each article is added once.
    pub fn note(&mut self, article: ArticleId, when: Option<When>, names: &Names) {
        for LinkFacts { kind, key, name, surname, short_forms } in link_facts(names) {
            if let Some(surname) = surname {
                self.of_surname.entry(surname).or_default().insert(key.clone());
            }
            for form in short_forms {
                let called = self.called.entry((kind, form)).or_default();
                called.entry(key.clone()).or_default().push(article);
            }
            let noted = self.entities.entry((kind, key)).or_default();
            *noted.names.entry(name).or_default() += 1;
            noted.articles.push((article, when));
        }
    }

    fn entity(&self, kind: Kind, key: &str) -> Option<&Noted> {
        self.entities.get(&(kind, key.to_owned()))
    }
}

impl Noted {
    /// The first hundred articles published near a moment.
    fn near(&self, when: Option<When>) -> impl Iterator<Item = ArticleId> {
        let is_near = move |other: Option<When>| match (when, other) {
            (Some(when), Some(other)) => when.seconds.abs_diff(other.seconds) <= NEAR.unsigned_abs(),
            _ => true,
        };
        let near = self.articles.iter().filter(move |&&(_, other)| is_near(other));
        near.map(|&(article, _)| article).take(MAX_ARTICLES)
    }

    fn known(&self, key: &str) -> Known {
        let commonest = self.names.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        Known {
            key: key.to_owned(),
            name: commonest.map(|(name, _)| name.clone()).unwrap_or_default(),
            articles: u32::try_from(self.articles.len()).unwrap_or(u32::MAX),
            example: self.articles.first().map(|&(article, _)| article),
        }
    }
}

/// The most frequent first, ties by key, up to the maximum.
fn commonest(mut known: Vec<Known>) -> Vec<Known> {
    known.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.key.cmp(&b.key)));
    known.truncate(MAX_ANSWERS);
    known
}

impl Memory for MemoryIndex {
    type Error = Infallible;

    fn known(&self, kind: Kind, key: &str) -> Result<Option<Known>, Infallible> {
        Ok(self.entity(kind, key).map(|noted| noted.known(key)))
    }

    fn of_surname(&self, surname: &str) -> Result<Vec<Known>, Infallible> {
        let keys = self.of_surname.get(surname).into_iter().flatten();
        let known = keys.filter_map(|key| Some(self.entity(Kind::Person, key)?.known(key)));
        Ok(commonest(known.collect()))
    }

    fn called(&self, kind: Kind, form: &str) -> Result<Vec<Known>, Infallible> {
        let called = self.called.get(&(kind, form.to_owned())).into_iter().flatten();
        let known = called.filter_map(|(key, articles)| {
            Some(Known {
                articles: u32::try_from(articles.len()).unwrap_or(u32::MAX),
                example: articles.first().copied(),
                ..self.entity(kind, key)?.known(key)
            })
        });
        Ok(commonest(known.collect()))
    }

    fn count_near(&self, (kind, key): (Kind, &str), when: Option<When>) -> Result<u32, Infallible> {
        let count = self.entity(kind, key).map_or(0, |noted| noted.near(when).count());
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    fn shared_near(
        &self,
        (kind, key): (Kind, &str),
        others: &[(Kind, &str)],
        when: Option<When>,
    ) -> Result<Option<usize>, Infallible> {
        let near: BTreeSet<ArticleId> =
            self.entity(kind, key).into_iter().flat_map(|noted| noted.near(when)).collect();
        let is_there = |&(kind, key): &(Kind, &str)| {
            self.entity(kind, key)
                .is_some_and(|other| other.articles.iter().any(|(article, _)| near.contains(article)))
        };
        Ok(others.iter().position(is_there))
    }
}
