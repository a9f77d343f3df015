//! What sites usually write of, while their articles are read: each is read with what those before it have
//! taught. A chunk of articles is read with what was known when it began, so that the same input gives the
//! same names however many cores there are.

use crate::entities::Profile;
use crate::model::{Document, Names};
use crate::store::Store;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A site that so many chunks have not named is forgotten; the store has long got it by then.
const KEPT: u64 = 4;

/// The profiles of the sites that the last chunks named.
#[derive(Default)]
pub(super) struct Profiles {
    known: HashMap<String, Held>,
    changed: BTreeSet<String>,
    chunk: u64,
}

struct Held {
    profile: Arc<Profile>,
    chunk: u64,
}

impl Profiles {
    /// The profile of an article's site, if it is known which that is. One that cannot be read has learned
    /// nothing.
    pub fn of(
        &mut self,
        document: &Document,
        load: impl FnOnce(&str) -> Option<Vec<u8>>,
    ) -> Option<Arc<Profile>> {
        let site = site_of(document)?;
        let chunk = self.chunk;
        let held = self.known.entry(site).or_insert_with_key(|site| {
            let profile = load(site).map(|bytes| Profile::decode(&bytes)).unwrap_or_default();
            Held { profile: Arc::new(profile), chunk }
        });
        held.chunk = chunk;
        Some(Arc::clone(&held.profile))
    }

    /// Learns from an article whose profile was asked for.
    pub fn learn(&mut self, document: &Document, names: &Names) {
        let Some(site) = site_of(document) else { return };
        if let Some(held) = self.known.get_mut(&site) {
            Arc::make_mut(&mut held.profile).learn(names);
            self.changed.insert(site);
        }
    }

    /// Ends a chunk: gives back the sites that it taught something of, to be kept with its articles.
    pub fn end_chunk(&mut self) -> Vec<(String, Vec<u8>)> {
        let known = &self.known;
        let encoded = |site: String| {
            let bytes = known.get(&site)?.profile.encode();
            Some((site, bytes))
        };
        let changed = std::mem::take(&mut self.changed).into_iter().filter_map(encoded).collect();
        self.chunk += 1;
        let oldest = self.chunk.saturating_sub(KEPT);
        self.known.retain(|_, held| held.chunk >= oldest);
        changed
    }
}

/// How a store's profiles are loaded.
pub(super) fn from_store(store: &Store) -> impl Fn(&str) -> Option<Vec<u8>> {
    |site| store.profile(site).ok().flatten()
}

fn site_of(document: &Document) -> Option<String> {
    Profile::site(document.site.as_deref(), document.url.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(site: &str) -> Document {
        Document { site: Some(site.to_owned()), ..Document::default() }
    }

    #[test]
    fn a_site_is_loaded_once_and_told_when_it_learned() {
        let mut profiles = Profiles::default();
        let quay = document("The Quay");
        assert!(profiles.of(&quay, |_| None).is_some());
        assert!(profiles.of(&quay, |_| panic!("loaded twice")).is_some());
        assert!(profiles.of(&Document::default(), |_| None).is_none(), "no site");
        profiles.learn(&quay, &Names::default());
        let told: Vec<String> = profiles.end_chunk().into_iter().map(|(site, _)| site).collect();
        assert_eq!(told, ["the quay"]);
        assert_eq!(profiles.end_chunk(), []);
    }

    #[test]
    fn a_site_that_is_long_not_named_is_loaded_again() {
        let mut profiles = Profiles::default();
        profiles.of(&document("Bay"), |_| None);
        for _ in 0..=KEPT {
            profiles.end_chunk();
        }
        let mut loaded = false;
        profiles.of(&document("Bay"), |_| {
            loaded = true;
            None
        });
        assert!(loaded);
    }
}
