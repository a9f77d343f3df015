//! Who reads articles for names: the recogniser, behind the one seam where another can take its place.

use crate::entities::{self, Input, Recognition};
use crate::model::{Document, Names};
use std::sync::OnceLock;

/// Finds who and what a document names. Used from several threads at once.
pub trait Reader: Send + Sync {
    /// Which edition of the reader this is; articles read by another are read again. Never 0.
    fn version(&self) -> u32;

    /// The names of a document.
    fn read(&self, document: &Document) -> Names;
}

/// The recogniser that comes with the program. It is opened when it is first asked for, since most
/// starts of the program read no text.
#[derive(Default)]
pub(super) struct Recogniser {
    opened: OnceLock<Recognition>,
}

impl Recogniser {
    fn open(&self) -> &Recognition {
        self.opened.get_or_init(Recognition::open)
    }
}

impl Reader for Recogniser {
    fn version(&self) -> u32 {
        entities::VERSION
    }

    fn read(&self, document: &Document) -> Names {
        self.open().read(&Input {
            title: &document.title,
            text: &document.text,
            site: document.site.as_deref(),
            published: document.published,
            given: None,
            profile: None,
        })
    }
}
