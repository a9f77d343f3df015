//! The analyser that finds names in articles: an interface to the recogniser, which can be replaced.

use crate::entities::{self, Input, Profile, Recognition};
use crate::model::{Document, Names};
use std::sync::OnceLock;

/// The maximum number of entities of an article: more than any book has.
pub(super) const MOST_NAMES: usize = 10_000;

/// Finds the entities a document names. Used from several threads at once.
pub trait NameAnalyzer: Send + Sync {
    /// Identifies this analyser: its recogniser, and the versions of that and of its data. Articles analysed by any
    /// other are analysed again. Never empty.
    fn version(&self) -> &str;

    /// The names in a document; `profile` is what its site usually writes about, if known.
    fn read(&self, document: &Document, profile: Option<&Profile>) -> Names;
}

/// The built-in recogniser. It is opened on first use, since most
/// starts of the program analyse no text.
pub(super) struct Recogniser {
    version: String,
    opened: OnceLock<Recognition>,
}

impl Default for Recogniser {
    fn default() -> Self {
        Self { version: entities::version(), opened: OnceLock::new() }
    }
}

impl Recogniser {
    fn open(&self) -> &Recognition {
        self.opened.get_or_init(Recognition::open)
    }
}

impl NameAnalyzer for Recogniser {
    fn version(&self) -> &str {
        &self.version
    }

    fn read(&self, document: &Document, profile: Option<&Profile>) -> Names {
        let input = Input {
            title: &document.title,
            text: &document.text,
            site: document.site.as_deref(),
            published: document.published,
            given: None,
            profile,
        };
        self.open().read(&input).limited(MOST_NAMES)
    }
}
