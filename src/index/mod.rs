//! The search index, derived from the store. It finds articles by their words and names, sorted by relevance or time.
//! This is the only module that uses tantivy.
//!
//! The index stores words and numbers but no texts. It does not know what the user did with an article (sets of
//! articles express that). It is never the source of truth: if anything is wrong with it, it is rebuilt.
//!
//! The index has a stamp: the version of its schema, the number of its library, and the last change of the store that
//! it contains. The stamp shows whether it is foreign or behind.

mod articles;
mod compile;
mod cutter;
mod directory;
mod error;
mod files;
mod scripts;
mod search;
mod snippets;
mod words;
mod writer;

pub use articles::ArticleSet;
pub use compile::Wanted;
pub use error::{Error, Result};
pub use files::is_own;
pub use search::{Edge, Hit, Ranked, Sides};
pub use snippets::Highlighter;
pub use writer::{Entry, Writer};

use cutter::WordCutter;
use directory::IndexDirectory;
use error::guarded;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{IndexReader, IndexSettings, ReloadPolicy, Term};

/// Raised with every change of the schema or of tokenisation.
const VERSION: u32 = 4;

/// An open index.
pub struct Index {
    folder: PathBuf,
    inner: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    stamp: Stamp,
    seen: Option<SystemTime>,
}

/// The stamp stored with every commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    #[serde(rename = "edition")]
    version: u32,
    library: String,
    sequence: i64,
}

/// The fields of the schema.
#[derive(Debug, Clone, Copy)]
struct Fields {
    /// Number of the article.
    id: Field,
    /// Its time, in seconds since the epoch.
    time: Field,
    /// The same in the local time of its publisher, if known, as if it were UTC.
    local: Field,
    title: WordField,
    text: WordField,
    /// What words without a field also search: names, site and author.
    about: WordField,
    author: WordField,
    site: WordField,
    url: WordField,
    language: Field,
    /// The source's categories, folded.
    topic: Field,
    /// Numbers of the entities named in it.
    entity: Field,
}

/// A field of words.
#[derive(Debug, Clone, Copy)]
struct WordField {
    /// Their forms, with positions: for phrases, prefixes and similar words.
    forms: Field,
    /// Those of their stems that are not forms themselves, if they are searched by stem.
    stems: Option<Field>,
}

impl Index {
    /// Opens the index of a library. Any problem with it is an error; see [`Index::create`].
    pub fn open(folder: &Path, library: &str) -> Result<Self> {
        let seen = modified(folder);
        if seen.is_none() {
            return Err(Error::Missing);
        }
        guarded(|| {
            let directory = IndexDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
            let inner = tantivy::Index::open(directory)?;
            let (schema, _) = schema();
            if inner.schema() != schema {
                return Err(Error::Foreign);
            }
            Self::ready(folder, inner, library, seen)
        })
    }

    /// Creates an empty index, replacing the one in the folder; other files there stay.
    pub fn create(folder: &Path, library: &str) -> Result<Self> {
        let in_folder = |error: std::io::Error| Error::from(tantivy::TantivyError::from(error));
        files::clear(folder).map_err(in_folder)?;
        let (schema, _) = schema();
        let directory = IndexDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let space = directory.space();
        let made = || {
            let inner = tantivy::Index::create(directory, schema, IndexSettings::default())?;
            register(&inner);
            let first = Stamp { version: VERSION, library: library.to_owned(), sequence: 0 };
            let mut writer: tantivy::IndexWriter = inner.writer_with_num_threads(1, 16 << 20)?;
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(&first.payload());
            commit.commit()?;
            Ok(inner)
        };
        let inner = space.tell(made())?;
        Self::ready(folder, inner, library, modified(folder))
    }

    fn ready(folder: &Path, inner: tantivy::Index, library: &str, seen: Option<SystemTime>) -> Result<Self> {
        register(&inner);
        let stamp = Stamp::of(&inner, library)?;
        let reader = inner.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (_, fields) = schema();
        Ok(Self { folder: folder.to_owned(), inner, reader, fields, stamp, seen })
    }

    /// Picks up what a writer, here or in another process, has committed since.
    pub fn refresh(&mut self) -> Result<()> {
        let seen = modified(&self.folder);
        if seen != self.seen {
            self.stamp = guarded(|| {
                self.reader.reload()?;
                Stamp::of(&self.inner, &self.stamp.library)
            })?;
            self.seen = seen;
        }
        Ok(())
    }

    /// The last change of the store that the index contains.
    pub fn sequence(&self) -> i64 {
        self.stamp.sequence
    }

    /// Reads every byte, and returns how many of its files are damaged and how many articles it contains.
    pub fn inspect(&self) -> Result<(usize, u64)> {
        guarded(|| Ok((self.inner.validate_checksum()?.len(), self.reader.searcher().num_docs())))
    }

    /// Whether any article has this category of its source.
    pub fn has_topic(&self, name: &str) -> Result<bool> {
        let term = Term::from_field_text(self.fields.topic, &words::topic(name));
        self.has(&term)
    }

    /// Whether any article is in this language, called by its code or its name.
    pub fn has_language(&self, name: &str) -> Result<bool> {
        self.has(&Term::from_field_text(self.fields.language, &compile::language_code(name)))
    }

    fn has(&self, term: &Term) -> Result<bool> {
        guarded(|| Ok(self.reader.searcher().doc_freq(term)? > 0))
    }

    /// The greatest number of an article in it, or a greater one, whoever wrote last.
    fn newest(&self) -> Result<u64> {
        guarded(|| {
            self.reader.reload()?;
            let mut newest = 0;
            for segment in self.reader.searcher().segment_readers() {
                newest = newest.max(segment.fast_fields().u64("id")?.max_value());
            }
            Ok(newest)
        })
    }

    /// Starts writing; there can be only one writer at a time. Each of its threads writes a segment whenever it has taken
    /// `memory` bytes.
    pub fn writer(&self, memory: usize) -> Result<Writer> {
        Writer::new(self, memory)
    }
}

impl Stamp {
    /// The stamp of the last commit; an error if it belongs to another library or version.
    fn of(index: &tantivy::Index, library: &str) -> Result<Self> {
        let payload = index.load_metas()?.payload.ok_or(Error::Foreign)?;
        let stamp: Self = serde_json::from_str(&payload).map_err(|_| Error::Foreign)?;
        if stamp.version == VERSION && stamp.library == library { Ok(stamp) } else { Err(Error::Foreign) }
    }

    fn payload(&self) -> String {
        // Plain data always serialises; an empty stamp counts as foreign.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// When the list of the index's segments was last written; every commit rewrites it.
fn modified(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder.join("meta.json")).ok()?.modified().ok()
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = |cutter: &str, recorded| {
        let indexing = TextFieldIndexing::default().set_tokenizer(cutter).set_index_option(recorded);
        TextOptions::default().set_indexing_options(indexing)
    };
    let forms = words("forms", IndexRecordOption::WithFreqsAndPositions);
    let stems = words("stems", IndexRecordOption::WithFreqs);
    let mut plain =
        |name: &str| WordField { forms: builder.add_text_field(name, forms.clone()), stems: None };
    let [author, site, url] = ["author", "site", "url"].map(&mut plain);
    let mut stemmed = |name: &str| WordField {
        forms: builder.add_text_field(name, forms.clone()),
        stems: Some(builder.add_text_field(&format!("{name}_stems"), stems.clone())),
    };
    let [title, text, about] = ["title", "text", "about"].map(&mut stemmed);
    let fields = Fields {
        id: builder.add_u64_field("id", INDEXED | FAST),
        time: builder.add_i64_field("time", FAST),
        local: builder.add_i64_field("local", FAST),
        title,
        text,
        about,
        author,
        site,
        url,
        language: builder.add_text_field("language", STRING),
        topic: builder.add_text_field("topic", STRING),
        entity: builder.add_u64_field("entity", INDEXED),
    };
    (builder.build(), fields)
}

fn register(index: &tantivy::Index) {
    for (name, cutter) in [("forms", WordCutter::of_forms()), ("stems", WordCutter::of_stems())] {
        index.tokenizers().register(name, TextAnalyzer::from(cutter));
    }
}

#[cfg(test)]
mod tests;
