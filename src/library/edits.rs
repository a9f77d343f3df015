//! The user's changes: edits are applied, undone and redone, and listed from the journal.

use super::account_secret::name_of;
use super::corrections::key_of;
use super::{Added, Error, Library, Result, Task};
use crate::model::{
    AccountEdit, Applied, ArticleId, Edit, EditId, Note, NoteRow, PastEdit, SavedSearch, Switch,
};
use crate::store::{self, Choice, EditTools, Step, Store};
use crate::text::width::counted;

impl Library {
    /// Applies an edit that the user asked for, completely or not at all; undo reverts it. What is shown changes at
    /// once; the search index follows with the next [`Library::catch_up_index`].
    ///
    /// `now` is in seconds since the epoch. A correction that would change nothing is rejected with a reason. If it
    /// fails or the task is cancelled, nothing is changed.
    pub fn apply(&mut self, edit: &Edit, task: &Task, now: i64) -> Result<Applied> {
        edit.excess().map_or(Ok(()), |excess| Err(Error::TooLong(excess)))?;
        self.take_step(edit, &Step::New, task, now)
    }

    /// Applies an edit that follows from something else: opening an article marks it read. It is stored in the
    /// journal, but is not an undo step.
    pub fn apply_implicitly(&mut self, edit: &Edit, now: i64) -> Result<Applied> {
        self.take_step(edit, &Step::Implicit, &Task::new(), now)
    }

    /// Makes what the user has added a step that undo takes back. What an earlier undo took out, and was added again, is
    /// back with it; what the user deleted stays deleted. `began` is when the adding began: what the user has changed
    /// meanwhile is undone first.
    pub fn record_addition(&mut self, added: &mut Added, task: &Task, began: i64) -> Result<()> {
        let returned = self.in_store(self.store.taken_out(&added.deleted))?;
        let mut articles = std::mem::take(&mut added.by_user);
        articles.extend(&returned);
        articles.sort_unstable();
        articles.dedup();
        let feeds = std::mem::take(&mut added.new_feeds);
        if articles.is_empty() && feeds.is_empty() {
            // An earlier one may have failed after something of it had arrived.
            return self.end_addition();
        }
        self.take_step(&Edit::Addition { to: Switch::On, articles, feeds }, &Step::New, task, began)?;
        added.returned(returned);
        Ok(())
    }

    /// Makes a step of what an addition brought that was interrupted: by a full disk, or the end of its process.
    pub(super) fn end_addition(&mut self) -> Result<()> {
        let ended = self.store.end_addition();
        self.in_store(ended)
    }

    /// Undoes an edit in the journal, or the last one that can be undone, by this process or an earlier one. `None` if
    /// there is no such edit, or it is already undone. Where all its effects have changed since, it is refused, and
    /// nothing is changed.
    pub fn undo(&mut self, which: Option<EditId>, task: &Task, now: i64) -> Result<Option<Applied>> {
        self.retrace(which, Store::undo_step, task, now)
    }

    /// The edit that undo takes back next; the one before another, if that was refused.
    pub fn next_undo(&self, before: Option<EditId>) -> Result<Option<PastEdit>> {
        self.in_store(self.store.next_undo(before))
    }

    /// Applies an undone edit again, or the one undone last. `None` if there is none.
    pub fn redo(&mut self, which: Option<EditId>, task: &Task, now: i64) -> Result<Option<Applied>> {
        self.retrace(which, Store::redo_step, task, now)
    }

    /// Takes a step of the journal. Where another connection has taken it first, the next one is taken; the last one
    /// must not block the others if it is refused.
    fn retrace(
        &mut self,
        which: Option<EditId>,
        next: impl Fn(&Store, Choice) -> store::Result<Option<(Edit, Step)>>,
        task: &Task,
        now: i64,
    ) -> Result<Option<Applied>> {
        self.must_write()?;
        let mut choice = which.map_or(Choice::Last, Choice::Numbered);
        let (mut first_refusal, mut refused) = (None, 0);
        loop {
            let Some((edit, step)) = self.in_store(next(&self.store, choice))? else {
                return Ok(first_refusal);
            };
            let mut taken = match self.take_step(&edit, &step, task, now) {
                Err(Error::Overtaken) => {
                    task.check()?;
                    continue;
                }
                taken => taken?,
            };
            match step.next_choice() {
                Some(next) if taken.edit.is_none() => choice = next,
                _ => {
                    taken.sentence.push_str(&passed_over(refused));
                    return Ok(Some(taken));
                }
            }
            first_refusal.get_or_insert(taken);
            refused += 1;
        }
    }

    /// The edits in the journal, in the order in which undo takes them, after `before`, the last one of the previous call.
    pub fn past_edits(&self, before: Option<EditId>, limit: usize) -> Result<Vec<PastEdit>> {
        self.in_store(self.store.past_edits(before, limit))
    }

    /// How many articles and feeds an addition has brought that goes on, or was interrupted: they are no step yet.
    pub fn count_arrived(&self) -> Result<(u64, u64)> {
        self.in_store(self.store.count_arrived())
    }

    /// The notes and highlights of an article, or of all, the oldest first; with their numbers.
    pub fn notes(&self, article: Option<ArticleId>) -> Result<Vec<(i64, Note)>> {
        self.in_store(self.store.notes(article))
    }

    /// The newest notes and highlights of all articles.
    pub fn noted(&self, limit: usize) -> Result<Vec<NoteRow>> {
        self.in_store(self.store.noted(limit))
    }

    /// The saved searches in the user's order, with their numbers.
    pub fn saved_searches(&self) -> Result<Vec<(i64, SavedSearch)>> {
        self.in_store(self.store.saved_searches())
    }

    fn take_step(&mut self, edit: &Edit, step: &Step, task: &Task, now: i64) -> Result<Applied> {
        self.must_write()?;
        if let Edit::Text { shown, articles } = edit {
            return self.turn_texts(*shown, articles, step, now);
        }
        let tools = EditTools { now, key_of: &key_of, stopped: &|| task.is_cancelled() };
        let applied = self.store.apply(edit, step, &tools);
        let applied = self.in_store(applied)?;
        if let Some(Edit::Account(AccountEdit::Remove(account))) = applied.edit {
            self.forget_secret_of(&name_of(account))?;
        }
        Ok(applied)
    }
}

/// What is said of later changes, if there are any, that could not be undone or redone.
pub fn passed_over(count: u64) -> String {
    if count == 0 {
        return String::new();
    }
    let changes = counted(count, "later change stays", "later changes stay");
    format!(" ({changes}: the effects have been changed since)")
}
