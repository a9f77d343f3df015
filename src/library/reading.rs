//! Who reads articles for names: the recogniser, behind the one seam where another can take its place.

use crate::model::{Document, Names};

/// Finds who and what a document names. Used from several threads at once.
pub trait Reader: Send + Sync {
    /// Which edition of the reader this is; articles read by another are read again. Never 0.
    fn version(&self) -> u32;

    /// The names of a document.
    fn read(&self, document: &Document) -> Names;
}

/// The recogniser that comes with the program. It is opened when the first text is read, since most
/// starts of the program read none.
#[derive(Default)]
pub(super) struct Recogniser;

impl Reader for Recogniser {
    fn version(&self) -> u32 {
        1
    }

    fn read(&self, _: &Document) -> Names {
        Names::default()
    }
}
