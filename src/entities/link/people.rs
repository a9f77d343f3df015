//! Which person of a library a person of an article is: initials, middle names, short forms, and single names.

use super::super::given_names::agree;
use super::super::word_list::WordList;
use super::{DOMINANCE, Known, Link, LinkContext, Memory, Reason, other_forms};
use crate::model::{Entity, Kind};
use rustc_hash::FxHasher;
use std::hash::Hash;

/// Words that begin a surname, so that "de Boer" is not a full name.
const PARTICLES: &[&str] = &[
    "al", "el", "de", "del", "della", "di", "da", "dos", "du", "van", "von", "der", "den", "bin", "ibn",
    "abu", "la", "le", "ter", "ten",
];

/// Surnames that by themselves name one person in world news.
static KNOWN_PEOPLE: WordList = WordList::new(include_str!("../../../assets/known-people.txt"));

/// The surname in the key of a full name; `None` for a single name.
pub(super) fn surname(key: &str) -> Option<String> {
    let (first, rest) = key.split_once(' ')?;
    let is_alone = PARTICLES.contains(&first) && !rest.contains(' ');
    (!is_alone).then(|| rest.rsplit(' ').next().unwrap_or(rest).to_owned())
}

/// The single words that an article uses for a person with a full name.
pub(super) fn short_forms(entity: &Entity) -> Vec<String> {
    if surname(&entity.key).is_none() {
        return Vec::new();
    }
    let mut forms: Vec<String> = other_forms(entity)
        .into_iter()
        .map(|form| alone(&form).to_owned())
        .filter(|form| !form.contains(' '))
        .collect();
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// A form without the Arabic article: "al amin" becomes "amin", as in keys.
fn alone(form: &str) -> &str {
    form.strip_prefix("al ").or_else(|| form.strip_prefix("el ")).unwrap_or(form)
}

/// The link of a person.
pub(super) fn link<M: Memory>(context: &LinkContext<'_>, memory: &M) -> Result<Link, M::Error> {
    let entity = context.entity();
    match surname(&entity.key) {
        Some(surname) => full(context, &surname, memory),
        None => lone(context, memory),
    }
}

/// Links a full name to the fullest or most frequent name that can belong to the same person.
fn full<M: Memory>(context: &LinkContext<'_>, surname: &str, memory: &M) -> Result<Link, M::Error> {
    let entity = context.entity();
    let namesakes = memory.of_surname(surname)?;
    let best = same_person(&entity.key, &namesakes).filter(|best| best.key != entity.key);
    let found = Link::to_itself(context.at, entity);
    Ok(match best {
        Some(best) => {
            let reason = Reason::FullerName { form: entity.name.clone(), name: best.name.clone() };
            found.meaning(best, reason)
        }
        None => found,
    })
}

/// The person that a full name refers to, among those with its surname: all who agree with the name must agree with
/// each other, or one of them must be dominant.
fn same_person<'a>(key: &str, namesakes: &'a [Known]) -> Option<&'a Known> {
    let agreeing: Vec<&Known> = namesakes.iter().filter(|known| names_agree(key, &known.key)).collect();
    let best = *agreeing.iter().max_by(|a, b| rank(a).cmp(&rank(b)))?;
    let rivals = agreeing.iter().filter(|known| !names_agree(&known.key, &best.key));
    let strongest = rivals.map(|known| known.articles).max().unwrap_or(0);
    (best.articles >= strongest.saturating_mul(DOMINANCE)).then_some(best)
}

/// Spelt-out given names first, then the most frequent, then the fullest. The order is total, so that any two names
/// of one person lead to the same third.
fn rank(known: &Known) -> (bool, u32, usize, std::cmp::Reverse<&str>) {
    let is_spelt = !known.key.split(' ').next().is_some_and(is_initial);
    (is_spelt, known.articles, known.key.len(), std::cmp::Reverse(&known.key))
}

fn is_initial(word: &str) -> bool {
    word.chars().count() == 1
}

/// Whether two full names with one surname can belong to one person: given and middle names agree, or one name is the
/// end of the other ("Suu Kyi" of "Aung San Suu Kyi").
fn names_agree(one: &str, other: &str) -> bool {
    let is_end = |short: &str, long: &str| long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '));
    if is_end(one, other) || is_end(other, one) {
        return true;
    }
    let (one, other): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    if one.last() != other.last() || !agree(one[0], other[0]) {
        return false;
    }
    let (one, other) = (&one[1..one.len() - 1], &other[1..other.len() - 1]);
    one.is_empty() || other.is_empty() || one.iter().zip(other).all(|(one, other)| agree(one, other))
}

/// What a name's links depend on besides co-occurrence: for a full name, whom it refers to; for a single name, whom
/// it can refer to, and which of these are the same person.
pub(super) fn outlook<M: Memory>(key: &str, memory: &M, hasher: &mut FxHasher) -> Result<(), M::Error> {
    if let Some(surname) = surname(key) {
        let namesakes = memory.of_surname(&surname)?;
        same_person(key, &namesakes).map(|best| &best.key).hash(hasher);
        return Ok(());
    }
    let people = people_called(key.rsplit(' ').next().unwrap_or(key), memory)?;
    let mut meanings: Vec<(&str, &str)> = people
        .iter()
        .map(|person| (person.key.as_str(), same_person(&person.key, &people).unwrap_or(person).key.as_str()))
        .collect();
    meanings.sort_unstable();
    meanings.hash(hasher);
    Ok(())
}

/// Everyone a single name can refer to: by surname, or because articles use it for them.
fn people_called<M: Memory>(word: &str, memory: &M) -> Result<Vec<Known>, M::Error> {
    let mut people = memory.of_surname(word)?;
    for known in memory.called(Kind::Person, word)? {
        if !people.iter().any(|other| other.key == known.key) {
            people.push(known);
        }
    }
    Ok(people)
}

/// A person to whom a single name can refer.
struct Meaning<'a> {
    person: &'a Known,
    /// How many articles of about that time name the person, by any of these names.
    articles: u32,
    names: Vec<&'a str>,
}

/// Links a single name: to the one person of that name whom articles of about that time mention together with some
/// other entity of this article; or, for the name of somebody whom all the world knows, to the only one of that name.
fn lone<M: Memory>(context: &LinkContext<'_>, memory: &M) -> Result<Link, M::Error> {
    let entity = context.entity();
    let found = Link::to_itself(context.at, entity);
    let people = people_called(entity.key.rsplit(' ').next().unwrap_or(&entity.key), memory)?;
    let mut meanings: Vec<Meaning<'_>> = Vec::new();
    // Somebody whom all the world knows is known at any time.
    let is_known = KNOWN_PEOPLE.has(&entity.name);
    let when = context.when.filter(|_| !is_known);
    for person in &people {
        let articles = memory.count_near((Kind::Person, &person.key), when)?;
        if articles == 0 {
            continue;
        }
        let best = same_person(&person.key, &people).unwrap_or(person);
        match meanings.iter_mut().find(|meaning| meaning.person.key == best.key) {
            Some(meaning) => {
                meaning.articles += articles;
                meaning.names.push(&person.key);
            }
            None => meanings.push(Meaning { person: best, articles, names: vec![&person.key] }),
        }
    }
    meanings.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.person.key.cmp(&b.person.key)));
    let Some(first) = meanings.first() else { return Ok(found) };
    let second = meanings.get(1).map_or(0, |second| second.articles);
    if first.articles < second.saturating_mul(DOMINANCE) {
        return Ok(found);
    }
    let others = context.others();
    let mut shared = None;
    for key in &first.names {
        shared = memory.shared_near((Kind::Person, key), &others, context.when)?;
        if shared.is_some() {
            break;
        }
    }
    let known = first.person;
    if shared.is_none() && !is_known {
        return Ok(found);
    }
    let shared = shared.and_then(|at| context.names.entities.iter().find(|other| other.key == others[at].1));
    let reason = Reason::LoneName {
        form: entity.name.clone(),
        name: known.name.clone(),
        is_only: second == 0,
        shared: shared.map(|other| other.name.clone()),
    };
    Ok(found.meaning(known, reason))
}
