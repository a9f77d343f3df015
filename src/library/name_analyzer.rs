//! Who reads articles for names: the recogniser, behind the one seam where another can take its place.

use crate::entities::{self, Input, Profile, Recognition};
use crate::model::{Document, Names};
use std::sync::OnceLock;

/// Finds who and what a document names. Used from several threads at once.
pub trait NameAnalyzer: Send + Sync {
    /// Which reader this is: its recogniser, the versions of that and of what it knows. Articles that were
    /// read by any other are read again. Never empty.
    fn version(&self) -> &str;

    /// The names of a document; `profile` is what its site usually writes of, where it has one.
    fn read(&self, document: &Document, profile: Option<&Profile>) -> Names;
}

/// The recogniser that comes with the program. It is opened when it is first asked for, since most
/// starts of the program read no text.
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
        self.open().read(&Input {
            title: &document.title,
            text: &document.text,
            site: document.site.as_deref(),
            published: document.published,
            given: None,
            profile,
        })
    }
}
