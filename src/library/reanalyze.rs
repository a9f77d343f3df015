//! Analyses articles again: those analysed by another recogniser, an older version or an older gazetteer, the newest
//! first.
//!
//! It can be interrupted: a few articles are one transaction, and after any of these the work can be stopped and
//! resumed.

use super::links;
use super::parallel::in_parallel;
use super::sites::{self, Sites};
use super::{CaughtUp, Library, Result, Task};
use crate::entities::Profile;
use crate::model::{ArticleId, Document, Names};
use crate::store::{self, Lesson};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Articles analysed in one transaction: a few hundredths of a second of work.
const CHUNK: usize = 32;

/// A newly analysed article.
struct Named {
    id: ArticleId,
    document: Document,
    names: Names,
}

impl Library {
    /// Finds the names of all articles that the current analyser has not analysed, those added last first, and relinks
    /// articles affected by something new. The user's corrections stay in effect throughout. Progress is reported in
    /// articles; if stopped, it continues from there next time. Stopping waits only for the articles being analysed.
    pub fn catch_up_names(&mut self, task: &Task) -> Result<CaughtUp> {
        self.must_write()?;
        self.move_secrets_out()?;
        let analyzer = self.name_analyzer();
        let total = self.in_store(self.store.count_due(analyzer.version()))?;
        let mut profiles = Sites::<Profile>::default();
        let mut read = 0;
        loop {
            let due = self.in_store(self.store.due(analyzer.version(), CHUNK))?;
            if due.is_empty() {
                break;
            }
            task.check()?;
            let mut documents = Vec::with_capacity(due.len());
            for id in due {
                let document = self.document_to_read(id)?;
                let site = sites::site_of(&document);
                let profile = site.map(|site| profiles.of(&site, sites::from_store(&self.store)));
                documents.push((id, document, profile));
            }
            let read_one = |(id, document, profile): (ArticleId, Document, Option<Arc<Profile>>)| {
                if task.is_cancelled() {
                    return None;
                }
                // An article that makes the analyser panic has no names, and does not stop others from being
                // analysed.
                let names = catch_unwind(AssertUnwindSafe(|| analyzer.read(&document, profile.as_deref())));
                Some(Named { id, names: names.unwrap_or_default(), document })
            };
            let named: Vec<Named> = in_parallel(documents, read_one).into_iter().flatten().collect();
            for named in &named {
                if let Some(site) = sites::site_of(&named.document) {
                    profiles.learn(&site, |profile| profile.learn(&named.names));
                }
            }
            let mut left = named.as_slice();
            let mut lessons = profiles.end_chunk();
            while !left.is_empty() {
                let kept =
                    keep(&mut self.store, &mut left, &std::mem::take(&mut lessons), analyzer.version());
                self.in_store(kept)?;
            }
            read += named.len() as u64;
            task.progress(read.min(total), total);
        }
        let linked = self.relink(task, &|done, total| task.progress(done, total), &mut |_| ())?;
        Ok(CaughtUp { read, linked, ..CaughtUp::default() })
    }

    /// A damaged text has no names, and does not stop others from being analysed.
    fn document_to_read(&self, id: ArticleId) -> Result<Document> {
        match self.store.document(id) {
            Err(store::Error::Damaged(_)) => Ok(Document::default()),
            document => self.in_store(document),
        }
    }
}

/// Replaces the names of as many of the articles as the time of a transaction allows.
fn keep(
    store: &mut store::Store,
    left: &mut &[Named],
    lessons: &[Lesson],
    version: &str,
) -> store::Result<()> {
    let mut batch = store.batch_by(version)?;
    batch.keep_lessons(lessons)?;
    while let Some((Named { id, document, names }, rest)) = left.split_first() {
        let facts = links::entity_facts(names, batch.moment_of(*id)?, batch.memory())?;
        batch.rename(*id, document, names, &facts)?;
        *left = rest;
        if batch.is_in_the_way() {
            break;
        }
    }
    batch.commit()
}
