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
            let Some(distance) = distance(&wanted, row.get_ref(2)?.as_str().unwrap_or_default()) else {
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

/// How many letters apart a name and a form are, word by word; `None` if no word is like one of the form's.
fn distance(wanted: &[&str], form: &str) -> Option<usize> {
    let (mut sum, mut is_like) = (0, false);
    for word in wanted {
        let length = word.chars().count();
        // A third of the letters, so that a short word is only like itself.
        let most = length / 3;
        let near = form.split_whitespace().filter(|other| other.chars().count().abs_diff(length) <= most);
        let least = near.map(|other| strsim::osa_distance(word, other)).filter(|&least| least <= most).min();
        is_like |= least.is_some();
        sum += least.unwrap_or(length);
    }
    is_like.then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_word_by_word() {
        for (wanted, form, expected) in [
            (&["zorro"][..], "diego zoro", Some(1)),
            (&["merkle"], "angela merkel", Some(1)),
            (&["joe", "votel"], "joseph votel", Some(3)),
            (&["zorro"], "angela merkel", None),
            (&["li"], "lu", None),
            (&["li", "xu"], "li wei", Some(2)),
            (&[], "li wei", None),
        ] {
            assert_eq!(distance(wanted, form), expected, "{wanted:?}, {form}");
        }
    }
}
