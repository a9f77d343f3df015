//! Entities of one article to entities of a library: whether "Carter" here is the Ash Carter of other
//! articles, and what an acronym has been learned to stand for.
//!
//! [`link`] asks a [`Memory`] what articles say for themselves and answers with one [`Link`] an entity: a
//! value that can be kept, told in words and taken back. A memory holds only what articles say *before*
//! linking ([`link_facts`]), so that no link rests on another one and the order of articles matters only for
//! what has not been read yet: links that are not settled are asked for again when an intake ends.
//!
//! It does not decide within an article (resolution went first, so "Carter" in an article on Jimmy
//! Carter comes here as Jimmy Carter), it does not move places (they are known by their record), and it
//! knows nothing of what a reader has corrected: that goes before and after it.

mod memory;
mod organisations;
mod people;
mod reason;

use crate::model::{ArticleId, Entity, Kind, Names, When};
use crate::text::words::bare;
pub use memory::MemoryIndex;
pub use reason::Reason;
use rustc_hash::FxHasher;
use std::collections::HashMap;
use std::hash::Hasher;

/// How far apart two articles may be for one to tell whom a lone name of the other means, in seconds.
pub const NEAR: i64 = 400 * 24 * 60 * 60;

/// How many times more articles one meaning must have than the next to be far the commonest.
const FAR: u32 = 4;

/// What a linker asks of a library. Everything counts what articles say before linking; each question is
/// one or a few look-ups by index, and is asked a few times an article.
pub trait Memory {
    /// Why a question could not be answered.
    type Error;

    /// The entity of exactly this key, where an article has said it.
    fn known(&self, kind: Kind, key: &str) -> Result<Option<Known>, Self::Error>;

    /// People said in full ([`LinkFacts::surname`]) with this surname, those with most articles first; 32 are
    /// enough.
    fn of_surname(&self, surname: &str) -> Result<Vec<Known>, Self::Error>;

    /// Entities of other keys that articles also call so ([`LinkFacts::short_forms`]), with the number of
    /// articles in which they do; the commonest first; 32 are enough.
    fn called(&self, kind: Kind, form: &str) -> Result<Vec<Known>, Self::Error>;

    /// In how many articles within [`NEAR`] of a moment (ever, where the moment is unknown) the entity is named;
    /// 100 stand for more.
    fn count_near(&self, entity: (Kind, &str), when: Option<When>) -> Result<u32, Self::Error>;

    /// The first of the others that one of these articles names, too; it is enough to look at a hundred.
    fn shared_near(
        &self,
        entity: (Kind, &str),
        others: &[(Kind, &str)],
        when: Option<When>,
    ) -> Result<Option<usize>, Self::Error>;
}

/// An entity as a memory has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// What makes it the same in two articles; unique within its kind.
    pub key: String,
    /// The name most articles give it.
    pub name: String,
    /// How many articles say so.
    pub articles: u32,
    /// One of them (best the first), where the memory keeps it.
    pub example: Option<ArticleId>,
}

/// Which entity of the library an entity of an article is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Index in [`Names::entities`].
    pub entity: usize,
    /// Its kind, which is that of the article's.
    pub kind: Kind,
    /// Its key in the library.
    pub key: String,
    /// The library's name for it.
    pub name: String,
    /// Why.
    pub reason: Reason,
}

impl Link {
    /// An entity that keeps its own key.
    fn to_itself(at: usize, entity: &Entity) -> Self {
        let (key, name) = (entity.key.clone(), entity.name.clone());
        Self { entity: at, kind: entity.kind, key, name, reason: Reason::SameName }
    }

    /// The same entity as another one of the library.
    fn meaning(self, known: &Known, reason: Reason) -> Self {
        Self { key: known.key.clone(), name: known.name.clone(), reason, ..self }
    }
}

/// What a memory keeps of one entity of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkFacts {
    /// What it is.
    pub kind: Kind,
    /// The article's own key for it.
    pub key: String,
    /// The article's own name for it.
    pub name: String,
    /// A person's surname, folded, where the article has the full name.
    pub surname: Option<String>,
    /// Other forms the article names it by, as keys: acronyms, surnames, short names.
    pub short_forms: Vec<String>,
}

/// What a memory has to keep of an article: one value an entity, in the article's order.
pub fn link_facts(names: &Names) -> Vec<LinkFacts> {
    let link_facts = |entity: &Entity| LinkFacts {
        kind: entity.kind,
        key: entity.key.clone(),
        name: entity.name.clone(),
        surname: (entity.kind == Kind::Person).then(|| people::surname(&entity.key)).flatten(),
        short_forms: match entity.kind {
            Kind::Person => people::short_forms(entity),
            Kind::Organisation => organisations::short_forms(entity),
            Kind::Place => Vec::new(),
        },
    };
    names.entities.iter().map(link_facts).collect()
}

/// Which entities of the library the entities of an article are, one link each, in order. `when` is the
/// moment of publication.
pub fn link<M: Memory>(names: &Names, when: Option<When>, memory: &M) -> Result<Vec<Link>, M::Error> {
    (0..names.entities.len()).map(|at| link_one(names, at, when, memory)).collect()
}

/// Which entity of the library one entity of an article is.
pub fn link_one<M: Memory>(
    names: &Names,
    at: usize,
    when: Option<When>,
    memory: &M,
) -> Result<Link, M::Error> {
    let entity = &names.entities[at];
    let context = LinkContext { names, at, when };
    match entity.kind {
        Kind::Person => people::link(&context, memory),
        Kind::Organisation => organisations::link(&context, memory),
        Kind::Place => {
            let name = entity.place.as_ref().map_or(&entity.name, |place| &place.name).clone();
            Ok(Link { name, ..Link::to_itself(at, entity) })
        }
    }
}

/// All that a name's links go by beside the company it keeps, as a hash. While it stays the same, only what is said
/// within [`NEAR`] of an article can change whom the name means there; of a person's full name, nothing can.
pub fn outlook<M: Memory>(kind: Kind, key: &str, memory: &M) -> Result<u64, M::Error> {
    let mut hasher = FxHasher::default();
    match kind {
        Kind::Person => people::outlook(key, memory, &mut hasher)?,
        Kind::Organisation => organisations::outlook(key, memory, &mut hasher)?,
        Kind::Place => {}
    }
    Ok(hasher.finish())
}

/// Puts an article's entities in the library's words: their keys and names become those of their links,
/// and entities that are one become one.
pub fn apply(names: &mut Names, links: &[Link]) {
    for link in links {
        if let Some(entity) = names.entities.get_mut(link.entity) {
            entity.key.clone_from(&link.key);
            entity.name.clone_from(&link.name);
        }
    }
    let mut first_of: HashMap<(Kind, String), usize> = HashMap::new();
    let mut kept: Vec<Entity> = Vec::with_capacity(names.entities.len());
    let mut place = Vec::with_capacity(names.entities.len());
    for entity in names.entities.drain(..) {
        let at = *first_of.entry((entity.kind, entity.key.clone())).or_insert(kept.len());
        place.push(at);
        match kept.get_mut(at) {
            Some(known) => take_in(known, entity),
            None => kept.push(entity),
        }
    }
    for mention in &mut names.mentions {
        mention.entity = place[mention.entity];
    }
    names.entities = kept;
}

/// Adds what another entity of the same article has to the one that it is.
fn take_in(known: &mut Entity, other: Entity) {
    for alias in other.aliases {
        match known.aliases.iter_mut().find(|own| own.form == alias.form) {
            Some(own) => own.mentions += alias.mentions,
            None => known.aliases.push(alias),
        }
    }
    for role in other.roles {
        if !known.roles.contains(&role) {
            known.roles.push(role);
        }
    }
    known.place = known.place.take().or(other.place);
    known.salience = known.salience.max(other.salience);
}

/// An entity in its article.
struct LinkContext<'a> {
    names: &'a Names,
    at: usize,
    when: Option<When>,
}

impl<'a> LinkContext<'a> {
    fn entity(&self) -> &'a Entity {
        &self.names.entities[self.at]
    }

    /// Who else is named, the most salient first.
    fn others(&self) -> Vec<(Kind, &'a str)> {
        /// Enough to tell, and few enough to ask for.
        const MOST: usize = 12;
        let others = self.names.entities.iter().enumerate().filter(|&(at, _)| at != self.at);
        others.take(MOST).map(|(_, entity)| (entity.kind, entity.key.as_str())).collect()
    }
}

/// The forms of an entity as keys, without its own.
fn other_forms(entity: &Entity) -> Vec<String> {
    let mut forms = Vec::new();
    for form in entity.aliases.iter().map(|alias| bare(&alias.form)) {
        if form != entity.key && !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

#[cfg(test)]
mod tests;
