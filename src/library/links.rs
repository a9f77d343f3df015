//! Links the entities of one article to those of others: the rules' questions are answered from the store, and
//! their answers are stored with the article, so that they can be explained and undone.

use super::{Library, Result, Task};
use crate::entities::link::{self, CoOccurrence, Known, LinkFacts, NEAR};
use crate::model::{EntityKey, Kind, Names, When};
use crate::store::{self, EntityFacts, Remembered};

/// Articles relinked in one transaction: few, so that other work waits only a moment.
const CHUNK: usize = 64;

/// What the store knows, in the form the rules ask for.
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

    /// Looks no further than the first of the others that is found: the rules ask for the most salient.
    fn co_occurrence(
        &self,
        (kind, key): (Kind, &str),
        others: &[(Kind, &str)],
        when: Option<When>,
    ) -> store::Result<CoOccurrence> {
        let others: Vec<EntityKey> = others.iter().map(|&(kind, key)| EntityKey::new(kind, key)).collect();
        let (from, upto) = when.map_or((i64::MIN, i64::MAX), |when| {
            (when.seconds.saturating_sub(NEAR), when.seconds.saturating_add(NEAR))
        });
        let (articles, shared) = self.0.co_occurrence(&EntityKey::new(kind, key), &others, from, upto)?;
        Ok(CoOccurrence { articles, shared: shared.into_iter().collect() })
    }
}

fn known(known: Remembered) -> Known {
    Known { key: known.key, name: known.name, articles: known.articles, example: None }
}

/// Facts about the entities of an article published or added at `time`, given what all other articles
/// state.
pub(super) fn entity_facts(
    names: &Names,
    time: i64,
    memory: store::Memory<'_>,
) -> store::Result<Vec<EntityFacts>> {
    let links = link::link(names, Some(When::second(time)), &Memory(memory))?;
    let facts = link::link_facts(names).into_iter().zip(links).map(|(said, link)| {
        let is_itself = link.key == said.key;
        let name = link.name;
        EntityFacts {
            word: word(&said),
            name: is_itself.then(|| name.clone()),
            link: (!is_itself).then(|| {
                let key = EntityKey { kind: link.kind, key: link.key };
                (key, name, link.reason.to_string())
            }),
            surname: said.surname,
            short_forms: said.short_forms,
            is_provisional: link.provisional,
        }
    });
    Ok(facts.collect())
}

/// The key under which shortened names look it up: a surname or the lone name, an acronym.
fn word(said: &LinkFacts) -> Option<String> {
    match said.kind {
        Kind::Person => said.surname.clone().or_else(|| said.key.rsplit(' ').next().map(str::to_owned)),
        Kind::Organisation => Some(said.key.clone()),
        Kind::Place => None,
    }
}

impl Library {
    /// Asks again whom those articles mean that what was read since could concern. Progress is told in
    /// articles; what is done is kept if it is stopped. Gives back how many show somebody else now.
    pub(super) fn link_again(&mut self, task: &Task) -> Result<u64> {
        let mut changed = 0;
        while self.in_store(self.store.has_relink_queue())? {
            task.check()?;
            let linked = link_some(&mut self.store);
            changed += self.in_store(linked)?;
        }
        Ok(changed)
    }
}

fn link_some(store: &mut store::Store) -> store::Result<u64> {
    let mut changed = 0;
    let mut batch = store.batch_to_link()?;
    for article in batch.take_relink_queue(CHUNK)? {
        let names = batch.said_in(article)?;
        let facts = entity_facts(&names, batch.moment_of(article)?, batch.memory())?;
        changed += u64::from(batch.link_again(article, &facts)?);
    }
    batch.commit()?;
    Ok(changed)
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
