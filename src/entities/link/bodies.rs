//! Which organisation of a library an organisation of an article is: of the same name, or what its
//! acronym has been learned to stand for.

use super::{FAR, Link, Memory, Reason, Scene, other_forms};
use crate::model::Entity;

/// The longest acronym, in letters.
const LONGEST: usize = 7;

/// The acronyms that an article uses for an organisation besides its name.
pub(super) fn short_forms(entity: &Entity) -> Vec<String> {
    let is_used = |key: &String| {
        entity.aliases.iter().any(|alias| is_acronym(&alias.form) && bare_is(&alias.form, key))
    };
    other_forms(entity).into_iter().filter(is_used).collect()
}

fn bare_is(form: &str, key: &str) -> bool {
    crate::text::words::bare(form) == key
}

/// The link of an organisation.
pub(super) fn link<M: Memory>(scene: &Scene<'_>, memory: &M) -> Result<Link, M::Error> {
    let entity = scene.entity();
    if !entity.aliases.iter().any(|alias| is_acronym(&alias.form)) || entity.key.contains(' ') {
        return Ok(Link::to_itself(scene.at, entity, false));
    }
    let meanings = memory.called(entity.kind, &entity.key)?;
    let mut found = Link::to_itself(scene.at, entity, true);
    let Some(first) = meanings.first() else { return Ok(found) };
    if meanings.get(1).is_none_or(|second| first.articles >= second.articles.saturating_mul(FAR)) {
        found.key.clone_from(&first.key);
        found.name.clone_from(&first.name);
        found.reason = Reason::Learned {
            form: entity.name.clone(),
            name: first.name.clone(),
            articles: first.articles,
            example: first.example,
        };
    }
    Ok(found)
}

/// Whether a form is an acronym: short, one word, two capitals at least and hardly anything else.
fn is_acronym(form: &str) -> bool {
    let letters = form.chars().filter(|c| c.is_alphabetic());
    let (count, capitals) =
        letters.fold((0, 0), |(count, capitals), c| (count + 1, capitals + usize::from(c.is_uppercase())));
    count <= LONGEST && capitals >= 2 && capitals * 3 >= count * 2 && !form.contains(char::is_whitespace)
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
