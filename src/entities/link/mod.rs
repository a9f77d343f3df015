//! Links the entities of one article to those of a library: whether "Carter" here is the Ash Carter of other
//! articles, and what an acronym stands for.
//!
//! [`link`] asks a [`Memory`] what articles state themselves and returns one [`Link`] per entity: a value that can be
//! stored, explained and withdrawn. A memory contains only what articles state *before* linking ([`link_facts`]). So
//! no link depends on another link, and the order of articles matters only for those not yet read: provisional links
//! are computed again when an intake ends.
//!
//! Linking does not decide within an article (resolution came first, so "Carter" in an article on Jimmy Carter
//! arrives here as Jimmy Carter). It does not change places, which are identified by their gazetteer record. It knows
//! nothing of the user's corrections, which apply before and after it.

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

/// The maximum distance in time, in seconds, between two articles for one to show who a lone name in the other refers
/// to.
pub const NEAR: i64 = 400 * 24 * 60 * 60;

/// A meaning is dominant if it has at least this many times as many articles as the next.
const DOMINANCE: u32 = 4;

/// What a linker asks of a library. All counts are of what articles state before linking. Each question is one or a
/// few index look-ups and is asked a few times per article.
pub trait Memory {
    /// Why a question could not be answered.
    type Error;

    /// The entity with exactly this key, if an article states it.
    fn known(&self, kind: Kind, key: &str) -> Result<Option<Known>, Self::Error>;

    /// People stated with their full name ([`LinkFacts::surname`]) and this surname, those with most articles first;
    /// 32 are enough.
    fn of_surname(&self, surname: &str) -> Result<Vec<Known>, Self::Error>;

    /// Entities with other keys that articles also refer to by this form ([`LinkFacts::short_forms`]), with the
    /// number of articles that do; the most frequent first; 32 are enough.
    fn called(&self, kind: Kind, form: &str) -> Result<Vec<Known>, Self::Error>;

    /// How many articles within [`NEAR`] of a moment (at any time, if the moment is unknown) name the entity;
    /// counting stops at 100.
    fn count_near(&self, entity: (Kind, &str), when: Option<When>) -> Result<u32, Self::Error>;

    /// The first of the other entities that one of these articles also names; examining a hundred is enough.
    fn shared_near(
        &self,
        entity: (Kind, &str),
        others: &[(Kind, &str)],
        when: Option<When>,
    ) -> Result<Option<usize>, Self::Error>;
}

/// An entity in a memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// What identifies it across articles; unique within its kind.
    pub key: String,
    /// The name that most articles use.
    pub name: String,
    /// How many articles state it.
    pub articles: u32,
    /// One of those articles (ideally the first), if the memory stores it.
    pub example: Option<ArticleId>,
}

/// Which entity of the library an entity of an article is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Index in [`Names::entities`].
    pub entity: usize,
    /// Its kind, the same as in the article.
    pub kind: Kind,
    /// Its key in the library.
    pub key: String,
    /// The library's name for it.
    pub name: String,
    /// The reason.
    pub reason: Reason,
}

impl Link {
    /// An entity that keeps its own key.
    fn to_itself(at: usize, entity: &Entity) -> Self {
        let (key, name) = (entity.key.clone(), entity.name.clone());
        Self { entity: at, kind: entity.kind, key, name, reason: Reason::SameName }
    }

    /// Links it to another entity of the library.
    fn meaning(self, known: &Known, reason: Reason) -> Self {
        Self { key: known.key.clone(), name: known.name.clone(), reason, ..self }
    }
}

/// What a memory stores about one entity of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkFacts {
    /// Its kind.
    pub kind: Kind,
    /// The article's own key for it.
    pub key: String,
    /// The article's own name for it.
    pub name: String,
    /// A person's surname, folded, if the article has the full name.
    pub surname: Option<String>,
    /// Other forms that the article uses for it, as keys: acronyms, surnames, short names.
    pub short_forms: Vec<String>,
}

/// What a memory has to store about an article: one value per entity, in the article's order.
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

/// Which entities of the library the entities of an article are: one link each, in order. `when` is the time of
/// publication.
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

/// A hash of everything that links of a name depend on except co-occurring names. While it stays the same, only
/// articles within [`NEAR`] of an article can change what the name refers to there; for a person's full name, nothing
/// can.
pub fn outlook<M: Memory>(kind: Kind, key: &str, memory: &M) -> Result<u64, M::Error> {
    let mut hasher = FxHasher::default();
    match kind {
        Kind::Person => people::outlook(key, memory, &mut hasher)?,
        Kind::Organisation => organisations::outlook(key, memory, &mut hasher)?,
        Kind::Place => {}
    }
    Ok(hasher.finish())
}

/// Applies links to an article's names: each entity takes the key and name of its link, and entities with the same
/// link are merged.
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

/// Merges another entity of the same article into the one it is linked to.
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

/// An entity within its article.
struct LinkContext<'a> {
    names: &'a Names,
    at: usize,
    when: Option<When>,
}

impl<'a> LinkContext<'a> {
    fn entity(&self) -> &'a Entity {
        &self.names.entities[self.at]
    }

    /// The other entities of the article, the most salient first.
    fn others(&self) -> Vec<(Kind, &'a str)> {
        /// Enough to decide, and few enough to look up.
        const MAX_OTHERS: usize = 12;
        let others = self.names.entities.iter().enumerate().filter(|&(at, _)| at != self.at);
        others.take(MAX_OTHERS).map(|(_, entity)| (entity.kind, entity.key.as_str())).collect()
    }
}

/// The other forms of an entity, as keys.
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
