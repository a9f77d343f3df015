//! Names that are written like one that no article has.

use super::mentions::kind_number;
use super::{Error, Result, Store};
use crate::model::{EntityId, EntityRow, Kind};
use crate::text::fold::fold;
use rusqlite::params;
use std::collections::BTreeMap;

impl Store {
    /// The names of a kind that are spelt most like a name, those with the most articles first among equals. All forms
    /// are compared, word by word.
    pub fn names_like(
        &self,
        name: &str,
        kind: Kind,
        limit: usize,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Vec<EntityRow>> {
        let name = fold(name);
        let wanted: Vec<&str> = name.split_whitespace().collect();
        let mut query = self.connection.prepare_cached(
            "SELECT e.id, e.articles, a.folded FROM alias a JOIN entity e ON e.id = a.entity
             WHERE e.kind = ? AND e.articles > 0",
        )?;
        let mut rows = query.query(params![kind_number(kind)])?;
        let mut found: BTreeMap<i64, (usize, i64)> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            if stopped() {
                return Err(Error::Cancelled);
            }
            let Some(distance) = distance(&wanted, row.get_ref(2)?.as_str().unwrap_or_default(), kind) else {
                continue;
            };
            let rank = (distance, -row.get::<_, i64>(1)?);
            let best = found.entry(row.get(0)?).or_insert(rank);
            *best = rank.min(*best);
        }
        let mut found: Vec<((usize, i64), i64)> = found.into_iter().map(|(id, rank)| (rank, id)).collect();
        found.sort_unstable();
        found.truncate(limit);
        found.into_iter().filter_map(|(_, id)| self.entity_row(EntityId(id)).transpose()).collect()
    }
}

/// What another first name with the same initial counts: `Joe` or `J.` may be Joseph.
const SAME_INITIAL: usize = 2;
/// How much more a surname counts than another word.
const SURNAME: usize = 3;

/// How many letters apart a name and a form are, word by word; `None` if they have no telling word in common. What only
/// shares the first name of a person is somebody else.
fn distance(wanted: &[&str], form: &str, kind: Kind) -> Option<usize> {
    let others: Vec<&str> = form.split_whitespace().collect();
    let is_person = kind == Kind::Person;
    let mut sum = others.len().saturating_sub(wanted.len());
    let mut is_like = false;
    for (at, word) in wanted.iter().enumerate() {
        let is_surname = is_person && at + 1 == wanted.len();
        let length = word.chars().count();
        match nearest(word, &others) {
            Some(least) => {
                // `of` tells nothing, and of a person `William` not much.
                let is_alone = wanted.len() == 1 || others.len() == 1;
                is_like |= is_surname || is_alone || (!is_person && length > SHORT);
                sum += least;
            }
            None if is_person && !is_surname && shares_initial(word, &others) => sum += SAME_INITIAL,
            None => sum += length * if is_surname { SURNAME } else { 1 },
        }
    }
    is_like.then_some(sum)
}

/// Words up to this length tell little of a name of several words.
const SHORT: usize = 3;

/// How many letters apart a word and the one most like it are, if that is at most a third: a short word is only like
/// itself.
fn nearest(word: &str, others: &[&str]) -> Option<usize> {
    let length = word.chars().count();
    let most = length / 3;
    let near = others.iter().filter(|other| other.chars().count().abs_diff(length) <= most);
    near.map(|other| strsim::osa_distance(word, other)).filter(|&least| least <= most).min()
}

fn shares_initial(word: &str, others: &[&str]) -> bool {
    let before_the_last = others.split_last().map_or(&[][..], |(_, first)| first);
    before_the_last.iter().any(|other| other.chars().next() == word.chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_word_by_word() {
        let person = Kind::Person;
        for (wanted, form, kind, expected) in [
            (&["zorro"][..], "diego zoro", person, Some(2)),
            (&["merkle"], "angela merkel", person, Some(2)),
            (&["joe", "votel"], "joseph votel", person, Some(2)),
            (&["joseph", "votel"], "votel", person, Some(6)),
            (&["joseph", "votel"], "joseph kabila", person, None),
            (&["joseph", "votel"], "joseph", person, Some(15)),
            (&["zorro"], "angela merkel", person, None),
            (&["li"], "lu", person, None),
            (&["bank", "of", "japan"], "port of spain", Kind::Organisation, None),
            (&["bank", "of", "japan"], "japan bank", Kind::Organisation, Some(2)),
            (&["un"], "un women", Kind::Organisation, Some(1)),
            (&[], "li wei", person, None),
        ] {
            assert_eq!(distance(wanted, form, kind), expected, "{wanted:?}, {form}");
        }
    }
}
