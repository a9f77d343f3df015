//! `dateline inspect --together`: documents resolved as one library would, without a library.
//!
//! It reads twice: first every document's names are stored in an index, then each is linked by what all of them
//! state, so that the order of the documents does not matter. All lines wait in memory until the last
//! document is read.

use super::json;
use crate::entities::link::{self, MemoryIndex};
use crate::model::{ArticleId, Kind, Names, When};
use serde_json::Value;
use std::collections::HashMap;

/// The lines to write once all documents are read.
#[derive(Default)]
pub struct NamesInspection {
    memory_index: MemoryIndex,
    lines: Vec<Line>,
}

/// A line to write.
struct Line {
    /// Its fields except those of its names.
    shape: Value,
    named: Option<Named>,
}

/// The names in a document.
struct Named {
    text: String,
    names: Names,
    when: Option<When>,
}

impl NamesInspection {
    /// Keeps a line without names.
    pub fn keep(&mut self, shape: Value) {
        self.lines.push(Line { shape, named: None });
    }

    /// Keeps a document's line and indexes its names.
    pub fn keep_named(&mut self, shape: Value, text: &str, names: Names, when: Option<When>) {
        let number = i64::try_from(self.lines.len()).unwrap_or(i64::MAX);
        self.memory_index.note(ArticleId(number), when, &names);
        self.lines.push(Line { shape, named: Some(Named { text: text.to_owned(), names, when }) });
    }

    /// All lines in order, linked: an entity has the same number in all of them.
    pub fn lines(self) -> impl Iterator<Item = Value> {
        let Self { memory_index, lines } = self;
        let mut numbers: HashMap<(Kind, String), i64> = HashMap::new();
        lines.into_iter().map(move |Line { mut shape, named }| {
            if let (Some(Named { text, mut names, when }), Some(fields)) = (named, shape.as_object_mut()) {
                let Ok(links) = link::link(&names, when, &memory_index);
                link::apply(&mut names, &links);
                let mut number = |kind: Kind, key: &str| {
                    let next = i64::try_from(numbers.len()).unwrap_or(i64::MAX);
                    *numbers.entry((kind, key.to_owned())).or_insert(next)
                };
                let ids: Vec<i64> =
                    names.entities.iter().map(|entity| number(entity.kind, &entity.key)).collect();
                fields.extend(json::named(&text, &names, &ids));
            }
            shape
        })
    }
}
