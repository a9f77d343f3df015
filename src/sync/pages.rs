//! Pages of a list: a server that repeats one, whatever it is asked for, would be asked for ever.

use super::api::Api;
use super::{RemoteItem, Trouble};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The most pages in a row that may be empty: some servers filter a page after they have cut it.
const MOST_EMPTY: u32 = 20;

/// The pages of one list so far.
#[derive(Default)]
pub struct Pages {
    /// Hashes of the ids that were met.
    met: HashSet<u64>,
    empty: u32,
}

impl Pages {
    /// Takes a page after which another one is to be requested; fails if it has nothing new.
    pub fn take<'a>(&mut self, api: &Api, ids: impl IntoIterator<Item = &'a str>) -> Result<(), Trouble> {
        let before = self.met.len();
        let mut is_empty = true;
        for id in ids {
            let mut hash = DefaultHasher::new();
            id.hash(&mut hash);
            self.met.insert(hash.finish());
            is_empty = false;
        }
        self.went_on(api, is_empty, self.met.len() > before)
    }

    /// The same for a page whose ids are kept elsewhere.
    pub fn went_on(&mut self, api: &Api, is_empty: bool, has_new: bool) -> Result<(), Trouble> {
        self.empty = if is_empty { self.empty + 1 } else { 0 };
        if has_new || (is_empty && self.empty <= MOST_EMPTY) {
            return Ok(());
        }
        Err(api.unreadable("it repeats a page of a list, instead of going on"))
    }
}

/// All items of these that a server has, which some send in several answers to one question: the rest is asked for until none
/// of it comes.
pub fn all_that_come(
    ids: &[String],
    mut ask: impl FnMut(&[String]) -> Result<Vec<RemoteItem>, Trouble>,
) -> Result<Vec<RemoteItem>, Trouble> {
    let (mut items, mut rest) = (Vec::new(), ids.to_vec());
    while !rest.is_empty() {
        let some = ask(&rest)?;
        let before = rest.len();
        rest.retain(|id| some.iter().all(|item| item.id != *id));
        items.extend(some);
        if rest.len() == before {
            break;
        }
    }
    Ok(items)
}
