//! Links the entities of one article to those of others: the rules' questions are answered from the store, and the
//! resulting links are stored with the article, so that they can be explained and undone.

use super::{Library, Result, Task};
use crate::entities::link::{self, Known, Link, LinkFacts, NEAR};
use crate::model::{ArticleId, EntityId, EntityKey, Kind, Names, When};
use crate::store::{self, Dependent, EntityFacts, QueuedWord, Relink, Remembered, SaidIn};
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// The number of queued words processed together, so that an article affected by several of them is linked once.
const WORDS: usize = 1_000;

/// The maximum duration of a transaction, during which other work waits.
const WAITING: Duration = Duration::from_millis(15);

/// The store's answers, in the form the rules expect.
struct Memory<'a>(store::Memory<'a>);

impl link::Memory for Memory<'_> {
    type Error = store::Error;

    fn known(&self, kind: Kind, key: &str) -> store::Result<Option<Known>> {
        Ok(self.0.known(kind, key)?.map(known))
    }

    fn of_surname(&self, surname: &str) -> store::Result<Vec<Known>> {
        Ok(self.0.of_surname(surname)?.into_iter().map(known).collect())
    }

    fn called(&self, kind: Kind, form: &str) -> store::Result<Vec<Known>> {
        Ok(self.0.called(kind, form)?.into_iter().map(known).collect())
    }

    fn count_near(&self, entity: (Kind, &str), when: Option<When>) -> store::Result<u32> {
        let (from, upto) = about(when);
        self.0.count_near(entity, from, upto)
    }

    fn shared_near(
        &self,
        entity: (Kind, &str),
        others: &[(Kind, &str)],
        when: Option<When>,
    ) -> store::Result<Option<usize>> {
        let (from, upto) = about(when);
        self.0.shared_near(entity, others, from, upto)
    }
}

/// The period near a time; unlimited if the time is unknown.
fn about(when: Option<When>) -> (i64, i64) {
    when.map_or((i64::MIN, i64::MAX), |when| {
        (when.seconds.saturating_sub(NEAR), when.seconds.saturating_add(NEAR))
    })
}

fn known(known: Remembered) -> Known {
    Known { key: known.key, name: known.name, articles: known.articles, example: None }
}

/// Facts about the entities of an article published or added at `time`, given what all other articles state.
pub(super) fn entity_facts(
    names: &Names,
    time: i64,
    memory: store::Memory<'_>,
) -> store::Result<Vec<EntityFacts>> {
    let links = link::link(names, Some(When::second(time)), &Memory(memory))?;
    let facts = link::link_facts(names).into_iter().zip(links).map(|(said, link)| {
        let is_itself = link.key == said.key;
        EntityFacts {
            word: word(&said),
            name: is_itself.then(|| link.name.clone()),
            link: linked(link, &said.key),
            surname: said.surname,
            short_forms: said.short_forms,
        }
    });
    Ok(facts.collect())
}

/// The key for looking it up by shortened names: a surname or single name, an acronym.
fn word(said: &LinkFacts) -> Option<String> {
    match said.kind {
        Kind::Person => said.surname.clone().or_else(|| said.key.rsplit(' ').next().map(str::to_owned)),
        Kind::Organisation => Some(said.key.clone()),
        Kind::Place => None,
    }
}

impl Library {
    /// Links again the articles that may be affected by what was added since. Between two steps, which take some
    /// hundredths of a second, `between` gets the library. `report` receives how many of the words are done; if
    /// stopped, what is done stays. Returns how many articles now show something different.
    pub(super) fn relink(
        &mut self,
        task: &Task,
        report: &dyn Fn(u64, u64),
        between: &mut dyn FnMut(&mut Self),
    ) -> Result<u64> {
        self.count_names(task, between)?;
        let mut left = self.in_store(self.store.count_queued())?;
        let (mut done, mut changed) = (0, 0);
        while left > 0 {
            let words = self.in_store(self.store.queued_words(WORDS))?;
            if words.is_empty() {
                break;
            }
            changed += self.relink_words(&words, task, between)?;
            done += words.len() as u64;
            left = left.saturating_sub(words.len() as u64).max(1);
            report(done, done + left);
        }
        self.count_names(task, between)?;
        Ok(changed)
    }

    /// Counts the names that wait for it, and lends the library to `between` after each short step.
    pub(super) fn count_names(&mut self, task: &Task, between: &mut dyn FnMut(&mut Self)) -> Result<()> {
        while !task.is_cancelled() {
            let end = Instant::now() + WAITING;
            let counted = self.store.count_some(&|| Instant::now() >= end);
            if !self.in_store(counted)? {
                break;
            }
            between(self);
        }
        Ok(())
    }

    fn relink_words(
        &mut self,
        words: &[QueuedWord],
        task: &Task,
        between: &mut dyn FnMut(&mut Self),
    ) -> Result<u64> {
        let asked = ask_again(&self.store, words);
        let (mut articles, outlooks) = self.in_store(asked)?;
        articles.sort_unstable();
        articles.dedup();
        let mut steps = Vec::new();
        let mut step = Step::begin(task);
        for of_article in articles.chunk_by(|one, other| one.0 == other.0) {
            let relink = relink_article(&self.store, of_article);
            steps.extend(self.in_store(relink)?.map(Write::Links));
            step.pause(|| between(self))?;
        }
        steps.extend(outlooks.into_iter().map(|(id, outlook)| Write::Outlook(id, outlook)));
        steps.extend(words.iter().map(Write::Done));
        let mut changed = 0;
        let mut steps = steps.as_slice();
        while !steps.is_empty() {
            let written = write_some(&mut self.store, &mut steps);
            changed += self.in_store(written)?;
            task.check()?;
            between(self);
        }
        Ok(changed)
    }
}

/// Writes that can be combined in one transaction.
enum Write<'a> {
    Links(Relink),
    Outlook(EntityId, u64),
    Done(&'a QueuedWord),
}

/// Writes as much as the duration of a transaction allows.
fn write_some(store: &mut store::Store, steps: &mut &[Write<'_>]) -> store::Result<u64> {
    let begun = Instant::now();
    let mut changed = 0;
    let mut batch = store.batch_to_link()?;
    while let Some((step, rest)) = steps.split_first() {
        match step {
            Write::Links(relink) => changed += u64::from(batch.relink(relink)?),
            Write::Outlook(id, outlook) => batch.set_outlook(*id, *outlook)?,
            Write::Done(word) => batch.unqueue(word)?,
        }
        *steps = rest;
        if batch.is_in_the_way() || begun.elapsed() > WAITING {
            break;
        }
    }
    batch.commit()?;
    Ok(changed)
}

/// A step after which other work may run.
struct Step<'a> {
    task: &'a Task,
    begun: Instant,
}

impl<'a> Step<'a> {
    fn begin(task: &'a Task) -> Self {
        Self { task, begun: Instant::now() }
    }

    fn pause(&mut self, between: impl FnOnce()) -> Result<()> {
        if self.begun.elapsed() > WAITING {
            self.task.check()?;
            between();
            self.begun = Instant::now();
        }
        Ok(())
    }
}

/// Entities with the articles that state them, and new values of what their links depend on.
type Asked = (Vec<(ArticleId, EntityId)>, Vec<(EntityId, u64)>);

/// The entities whose links may change by what was learned about some words.
fn ask_again(store: &store::Store, words: &[QueuedWord]) -> store::Result<Asked> {
    let (mut articles, mut outlooks) = Asked::default();
    let _view = store.view()?;
    for word in words {
        for Dependent { id, key, is_full, outlook } in store.dependents(word)? {
            let now = link::outlook(key.kind, &key.key, &Memory(store.memory()))?;
            if outlook != Some(now) {
                outlooks.push((id, now));
                store.all_saying(id, &mut articles)?;
            } else if !is_full {
                store.saying_near(id, word, NEAR, &mut articles)?;
            }
        }
    }
    Ok((articles, outlooks))
}

/// The new links of an article; `None` if all stay the same.
fn relink_article(store: &store::Store, asked: &[(ArticleId, EntityId)]) -> store::Result<Option<Relink>> {
    let Some(&(article, _)) = asked.first() else { return Ok(None) };
    let _view = store.view()?;
    let Some(SaidIn { time, names, ids, links }) = store.said_in(article)? else { return Ok(None) };
    let memory = Memory(store.memory());
    let mut others = Vec::new();
    let asked: HashSet<EntityId> = asked.iter().filter(|each| each.0 == article).map(|each| each.1).collect();
    for (at, id) in ids.into_iter().enumerate().filter(|(_, id)| asked.contains(id)) {
        let link =
            linked(link::link_one(&names, at, Some(When::second(time)), &memory)?, &names.entities[at].key);
        if link.as_ref().map(|(key, ..)| key) != links[at].as_ref() {
            others.push((id, link));
        }
    }
    Ok((!others.is_empty()).then_some(Relink { article, links: others }))
}

/// What an entity with this key is linked to, with the library's name for it and the reason; `None` if it is linked
/// to itself.
fn linked(link: Link, own: &str) -> Option<(EntityKey, String, String)> {
    (link.key != own).then(|| {
        let reason = link.reason.to_string();
        (EntityKey { kind: link.kind, key: link.key }, link.name, reason)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_looked_up_by_what_is_left_when_it_is_cut_short() {
        let check = |kind: Kind, key: &str, surname: Option<&str>, expected: Option<&str>| {
            let said = LinkFacts {
                kind,
                key: key.to_owned(),
                name: String::new(),
                surname: surname.map(str::to_owned),
                short_forms: Vec::new(),
            };
            assert_eq!(word(&said).as_deref(), expected, "{key}");
        };
        check(Kind::Person, "ada lake", Some("lake"), Some("lake"));
        check(Kind::Person, "de boer", None, Some("boer"));
        check(Kind::Organisation, "harbour board", None, Some("harbour board"));
        check(Kind::Place, "turin, it", None, None);
    }
}
