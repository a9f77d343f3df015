//! What is learned about sites while their articles are analysed: what they write about, and what they repeat. The
//! value of a site is loaded when one of its articles arrives, learns from the articles of a chunk, and is stored
//! with them.

use crate::entities::Profile;
use crate::extract::SiteBoilerplate;
use crate::model::Document;
use crate::store::{Lesson, Lore, Store};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A site not seen in this many chunks is dropped from memory. The store has it by then: fewer chunks wait to be stored.
const KEPT: u64 = 8;

/// What can be learned about a site.
pub(super) trait Learned: Clone + Default {
    /// Its kind, for the store.
    const LORE: Lore;
    /// As bytes.
    fn encoded(&self) -> Vec<u8>;
    /// From bytes; unreadable bytes give an empty value.
    fn decoded(bytes: &[u8]) -> Self;
}

/// The places a site writes about. A chunk of articles is analysed with what was known when it began, so that the
/// same input gives the same names on any number of cores.
impl Learned for Profile {
    const LORE: Lore = Lore::Profile;

    fn encoded(&self) -> Vec<u8> {
        self.encode()
    }

    fn decoded(bytes: &[u8]) -> Self {
        Self::decode(bytes)
    }
}

impl Learned for SiteBoilerplate {
    const LORE: Lore = Lore::Boilerplate;

    fn encoded(&self) -> Vec<u8> {
        self.encode()
    }

    fn decoded(bytes: &[u8]) -> Self {
        Self::decode(bytes)
    }
}

/// What is known about the sites in recent chunks.
#[derive(Default)]
pub(super) struct Sites<T> {
    known: HashMap<String, Held<T>>,
    changed: BTreeSet<String>,
    chunk: u64,
}

struct Held<T> {
    value: Arc<T>,
    chunk: u64,
}

impl<T: Learned> Sites<T> {
    /// What is known about a site.
    pub fn of(&mut self, site: &str, load: impl FnOnce(Lore, &str) -> Option<Vec<u8>>) -> Arc<T> {
        let chunk = self.chunk;
        let held = self.known.entry(site.to_owned()).or_insert_with_key(|site| {
            let value = load(T::LORE, site).map(|bytes| T::decoded(&bytes)).unwrap_or_default();
            Held { value: Arc::new(value), chunk }
        });
        held.chunk = chunk;
        Arc::clone(&held.value)
    }

    /// Learns about a site that was loaded.
    pub fn learn(&mut self, site: &str, learn: impl FnOnce(&mut T)) {
        if let Some(held) = self.known.get_mut(site) {
            learn(Arc::make_mut(&mut held.value));
            self.changed.insert(site.to_owned());
        }
    }

    /// Ends a chunk: returns what was learned, to be stored with its articles.
    pub fn end_chunk(&mut self) -> Vec<Lesson> {
        let known = &self.known;
        let lesson = |site: String| {
            let value = known.get(&site)?.value.encoded();
            Some(Lesson { lore: T::LORE, site, value })
        };
        let lessons = std::mem::take(&mut self.changed).into_iter().filter_map(lesson).collect();
        self.chunk += 1;
        let oldest = self.chunk.saturating_sub(KEPT);
        self.known.retain(|_, held| held.chunk >= oldest);
        lessons
    }
}

impl Sites<SiteBoilerplate> {
    /// Learns from a single document, and strips its site's boilerplate.
    pub fn strip(
        &mut self,
        document: Document,
        load: impl FnOnce(Lore, &str) -> Option<Vec<u8>>,
    ) -> Document {
        let Some(site) = site_of(&document) else { return document };
        self.of(&site, load);
        self.learn(&site, |boilerplate| boilerplate.learn(&document));
        self.of(&site, |_, _| None).stripped(document)
    }
}

/// Loads what the store has about a site.
pub(super) fn from_store(store: &Store) -> impl Fn(Lore, &str) -> Option<Vec<u8>> {
    |lore, site| store.lore(lore, site).ok().flatten()
}

/// The name of an article's site; `None` if unknown.
pub(super) fn site_of(document: &Document) -> Option<String> {
    Profile::site(document.site.as_deref(), document.url.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_loaded_once_and_told_when_it_learned() {
        let mut sites = Sites::<SiteBoilerplate>::default();
        assert_eq!(*sites.of("the quay", |_, _| None), SiteBoilerplate::default());
        sites.of("the quay", |_, _| panic!("loaded twice"));
        sites.learn("the quay", |boilerplate| {
            boilerplate.learn(&Document::from_paragraphs("Rope", "It holds."));
        });
        sites.learn("nobody asked for it", |_| panic!("learned"));
        let told: Vec<String> = sites.end_chunk().into_iter().map(|lesson| lesson.site).collect();
        assert_eq!(told, ["the quay"]);
        assert_eq!(sites.end_chunk(), []);
        let quay = sites.of("the quay", |_, _| None);
        assert_eq!(SiteBoilerplate::decode(&quay.encode()), *quay);
    }

    #[test]
    fn a_site_that_is_long_not_named_is_loaded_again() {
        let mut sites = Sites::<Profile>::default();
        sites.of("bay", |_, _| None);
        for _ in 0..=KEPT {
            sites.end_chunk();
        }
        let mut loaded = false;
        sites.of("bay", |_, _| {
            loaded = true;
            None
        });
        assert!(loaded);
    }
}
