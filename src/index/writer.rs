//! Adding articles to the index.

use super::directory::{IndexDirectory, Space};
use super::error::guarded;
use super::{Fields, Index, Result, Stamp, WordField, register};
use crate::model::{ArticleId, Document, EntityId, When};
use std::num::NonZero;
use tantivy::schema::{OwnedValue, TantivyDocument};
use tantivy::{IndexWriter, Term};

/// An article to be indexed.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Its number.
    pub id: ArticleId,
    /// Its time in lists, in seconds since the epoch.
    pub time: i64,
    /// Title, text and origin.
    pub document: &'a Document,
    /// The entities it names.
    pub entities: &'a [EntityId],
    /// Their names.
    pub names: &'a [String],
}

/// Writes to the index. Additions can be found after the next [`Writer::commit`].
pub struct Writer {
    inner: IndexWriter,
    fields: Fields,
    stamp: Stamp,
    space: Space,
    /// The greatest number of an article that the index may have: a later one has no earlier version there.
    newest: u64,
}

impl Writer {
    pub(super) fn new(index: &Index, memory: usize) -> Result<Self> {
        // Recognising names takes far longer than indexing, so one thread in four is enough; also, the system
        // allocator does not return what each thread frees.
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get).div_ceil(4).min(2);
        let (fields, stamp) = (index.fields, index.stamp.clone());
        let directory = IndexDirectory::open_to_write(&index.folder).map_err(tantivy::TantivyError::from)?;
        let space = directory.space();
        let written = guarded(|| Ok(tantivy::Index::open(directory)?))?;
        register(&written);
        let inner = space.tell(written.writer_with_num_threads(threads, threads * memory))?;
        Ok(Self { inner, fields, stamp, space, newest: index.newest()? })
    }

    /// Begins anew: what is added from now on takes the place of all that the index has. Until the next
    /// [`Writer::commit`] that stays as it is, whatever happens.
    pub fn replace_all(&mut self) -> Result<()> {
        (self.stamp.sequence, self.newest) = (0, 0);
        self.space.tell(self.inner.delete_all_documents())?;
        Ok(())
    }

    /// Deletes what was added and not committed.
    pub fn withdraw(mut self) -> Result<()> {
        self.space.tell(self.inner.rollback())?;
        self.space.tell(self.inner.garbage_collect_files().wait())?;
        Ok(())
    }

    /// Adds an article, replacing its earlier version.
    pub fn put(&mut self, entry: &Entry<'_>) -> Result<()> {
        let fields = self.fields;
        let number = entry.id.0.unsigned_abs();
        if number <= self.newest {
            self.inner.delete_term(Term::from_field_u64(fields.id, number));
        }
        self.newest = self.newest.max(number);
        let source = entry.document;
        let mut document = TantivyDocument::default();
        document.add_u64(fields.id, number);
        document.add_i64(fields.time, entry.time);
        // An article dated in the future has another time in lists: it is found by its date all the same.
        let dated = |when: When| when.local().or((when.seconds != entry.time).then_some(when.seconds));
        if let Some(local) = source.published.and_then(dated) {
            document.add_i64(fields.local, local);
        }
        add_words(&mut document, fields.title, &source.title);
        add_words(&mut document, fields.text, &source.text);
        let about = entry.names.iter().chain(&source.site).chain(&source.byline);
        for words in about {
            add_words(&mut document, fields.about, words);
        }
        for (field, value) in
            [(fields.author, &source.byline), (fields.site, &source.site), (fields.url, &source.url)]
        {
            if let Some(value) = value {
                add_words(&mut document, field, value);
            }
        }
        if let Some(language) = &source.language {
            let language = language.to_lowercase().replace('_', "-");
            // "en-GB" is English, too.
            if let Some((main, _)) = language.split_once('-') {
                document.add_text(fields.language, main);
            }
            document.add_text(fields.language, language);
        }
        for topic in &source.tags {
            document.add_text(fields.topic, super::words::topic(topic));
        }
        for entity in entry.entities {
            document.add_field_value(fields.entity, &OwnedValue::U64(entity.0.unsigned_abs()));
        }
        self.space.tell(self.inner.add_document(document))?;
        Ok(())
    }

    /// Removes an article.
    pub fn remove(&mut self, article: ArticleId) {
        self.inner.delete_term(Term::from_field_u64(self.fields.id, article.0.unsigned_abs()));
    }

    /// Makes additions searchable, and records that the store's changes up to `sequence` are included.
    pub fn commit(&mut self, sequence: i64) -> Result<()> {
        self.stamp.sequence = sequence;
        let mut commit = self.space.tell(self.inner.prepare_commit())?;
        commit.set_payload(&self.stamp.payload());
        self.space.tell(commit.commit())?;
        Ok(())
    }

    /// Stops writing, and waits until small segments have been merged.
    pub fn finish(self) -> Result<()> {
        self.space.tell(self.inner.wait_merging_threads())
    }
}

/// Adds words to a document, by their forms and by their stems.
fn add_words(document: &mut TantivyDocument, field: WordField, words: &str) {
    for field in [Some(field.forms), field.stems].into_iter().flatten() {
        document.add_text(field, words);
    }
}
