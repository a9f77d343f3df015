//! Which organisation of a library an organisation of an article is: one with the same name, or one that its acronym
//! has been learned to stand for.

use super::{DOMINANCE, Known, Link, LinkContext, Memory, Reason, other_forms};
use crate::model::{Entity, Kind};
use rustc_hash::FxHasher;
use std::hash::Hash;

/// The longest acronym, in letters.
const MAX_ACRONYM: usize = 7;

/// The short names that an article uses for an organisation besides its full name: acronyms and truncated names.
pub(super) fn short_forms(entity: &Entity) -> Vec<String> {
    let is_short = |form: &String| form.len() < entity.key.len();
    other_forms(entity).into_iter().filter(is_short).collect()
}

/// The link of an organisation: to the entity that articles of about that time refer to by the same form. An acronym
/// is enough by itself; "Lindqvist" could also be a firm other than Lindqvist Shipping, and needs a co-occurring
/// name.
pub(super) fn link<M: Memory>(context: &LinkContext<'_>, memory: &M) -> Result<Link, M::Error> {
    let entity = context.entity();
    let found = Link::to_itself(context.at, entity);
    // "VA" is not the singular of "VAS".
    let may_be_plural = entity.key.contains(' ') || entity.key.len() > MAX_ACRONYM;
    if may_be_plural && let Some(plural) = memory.known(entity.kind, &format!("{}s", entity.key))? {
        return Ok(found
            .meaning(&plural, Reason::FullerName { form: entity.name.clone(), name: plural.name.clone() }));
    }
    if entity.key.matches(' ').count() > 1 {
        return Ok(found);
    }
    let is_acronym = entity.aliases.iter().any(|alias| is_acronym(&alias.form));
    let meanings = memory.called(entity.kind, &entity.key)?;
    let Some(first) = far_the_commonest(&meanings) else { return Ok(found) };
    if !is_acronym
        && memory.shared_near((entity.kind, &first.key), &context.others(), context.when)?.is_none()
    {
        return Ok(found);
    }
    let (form, name) = (entity.name.clone(), first.name.clone());
    let reason = Reason::Learned { form, name, articles: first.articles, example: first.example };
    Ok(found.meaning(first, reason))
}

/// What an organisation's links depend on besides co-occurrence: whether other articles use the plural, and which
/// entities share the form.
pub(super) fn outlook<M: Memory>(key: &str, memory: &M, hasher: &mut FxHasher) -> Result<(), M::Error> {
    memory.known(Kind::Organisation, &format!("{key}s"))?.is_some().hash(hasher);
    let meanings = memory.called(Kind::Organisation, key)?;
    far_the_commonest(&meanings).map(|first| &first.key).hash(hasher);
    Ok(())
}

/// The most frequent meaning, if it is dominant.
fn far_the_commonest(meanings: &[Known]) -> Option<&Known> {
    let first = meanings.first()?;
    let second = meanings.get(1).map_or(0, |second| second.articles);
    (first.articles >= second.saturating_mul(DOMINANCE)).then_some(first)
}

/// Whether a form is an acronym: one short word with at least two capitals and hardly anything else.
fn is_acronym(form: &str) -> bool {
    let letters = form.chars().filter(|c| c.is_alphabetic());
    let (count, capitals) =
        letters.fold((0, 0), |(count, capitals), c| (count + 1, capitals + usize::from(c.is_uppercase())));
    count <= MAX_ACRONYM && capitals >= 2 && capitals * 3 >= count * 2 && !form.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_told_by_their_capitals() {
        for (input, expected) in [
            ("HPU", true),
            ("H.P.U.", true),
            ("MoD", true),
            ("Berg", false),
            ("McCoy", false),
            ("LINDQVIST", false),
            ("HP U", false),
        ] {
            assert_eq!(is_acronym(input), expected, "{input}");
        }
    }
}
