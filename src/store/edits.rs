//! Applies edits: each in one transaction, with its inverse in the journal, or not at all.

use super::intake::Batch;
use super::journal::{self, Done, Step, title_of};
use super::schema::{self, Totals};
use super::{Result, Store, account_removal, attention, feeds, marks, records};
use crate::model::{
    Applied, ArticleId, Correction, CorrectionId, Edit, FeedEdit, FeedId, Flag, Place, ShownText, Switch,
};
use rusqlite::{Connection, TransactionBehavior};
use std::collections::HashSet;

/// What applying an edit needs from outside.
pub struct EditTools<'a> {
    /// The current time, in seconds since the epoch.
    pub now: i64,
    /// The key of a place.
    pub key_of: &'a dyn Fn(&Place) -> String,
    /// Whether to stop.
    pub stopped: &'a dyn Fn() -> bool,
}

impl Store {
    /// Applies an edit completely or not at all, and records it in the journal. [`Edit::Text`] is not handled here:
    /// the caller analyses the texts, and stores them with [`Batch::turn_text`] and [`Batch::texts_turned`].
    pub fn apply(&mut self, edit: &Edit, step: &Step, with: &EditTools) -> Result<Applied> {
        self.for_user(|store| store.apply_in_one(edit, step, with))
    }

    fn apply_in_one(&mut self, edit: &Edit, step: &Step, with: &EditTools) -> Result<Applied> {
        match edit {
            Edit::Addition { .. }
            | Edit::Deletion { .. }
            | Edit::Correction(_)
            | Edit::CorrectionHolds { .. } => {
                let mut batch = self.batch()?;
                journal::check(&batch.change, step)?;
                let done = match edit {
                    Edit::Addition { to, articles, feeds } => {
                        batch.addition((articles, feeds), *to, step, with.now)?
                    }
                    Edit::Deletion { to, articles } => batch.deletion(articles, *to)?,
                    Edit::Correction(correction) => Some(batch.correction(correction, with)?),
                    Edit::CorrectionHolds { id, to } => batch.correction_holds(*id, *to, with)?,
                    _ => None,
                };
                let applied = journal::record(&batch.change, edit, done, step, with.now)?;
                batch.commit()?;
                Ok(applied)
            }
            _ => {
                let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                journal::check(&change, step)?;
                let mut difference = Totals::default();
                let done = match step.left_by() {
                    Some(left) if !is_as_left(&change, left)? => None,
                    _ => carry_out(&change, edit, with.now, &mut difference)?,
                };
                let applied = journal::record(&change, edit, done, step, with.now)?;
                schema::add_to_totals(&change, difference)?;
                change.commit()?;
                Ok(applied)
            }
        }
    }
}

impl Batch<'_> {
    /// Fails if another connection has taken this step of the journal meanwhile.
    pub fn check(&self, step: &Step) -> Result<()> {
        journal::check(&self.change, step)
    }

    /// Records in the journal which of the articles now show their other text.
    pub fn texts_turned(
        &self,
        shown: ShownText,
        (wanted, turned): (&[ArticleId], &[ArticleId]),
        step: &Step,
        now: i64,
    ) -> Result<Applied> {
        let edit = |shown, articles| Edit::Text { shown, articles };
        let done = Done::of_articles(&self.change, turned, |articles| {
            (edit(shown, articles.clone()), edit(shown.other(), articles))
        })?;
        journal::record(&self.change, &edit(shown, wanted.to_vec()), done, step, now)
    }

    /// What is new has been added already; what was taken out comes back.
    fn addition(
        &mut self,
        (articles, feeds): (&[ArticleId], &[FeedId]),
        to: Switch,
        step: &Step,
        now: i64,
    ) -> Result<Option<Done>> {
        let (articles, feeds) = match step {
            Step::New => self.with_arrived(articles.to_vec(), feeds.to_vec())?,
            _ => (self.delete(articles, to.flipped())?, set_followed(&self.change, feeds, to, now)?),
        };
        Done::of_addition(&self.change, to, articles, feeds)
    }

    /// The same articles and feeds, with those that were noted while the addition went on, or by one that failed. What was
    /// noted is there, unless the user has deleted it since: that stays deleted. The others are put back.
    fn with_arrived(
        &mut self,
        mut articles: Vec<ArticleId>,
        mut feeds: Vec<FeedId>,
    ) -> Result<(Vec<ArticleId>, Vec<FeedId>)> {
        let arrived = journal::arrived(&self.change)?.unwrap_or_default();
        let noted: HashSet<ArticleId> = arrived.articles.iter().copied().collect();
        articles.retain(|article| !noted.contains(article));
        self.delete(&articles, Switch::Off)?;
        articles.extend(arrived.articles);
        feeds.extend(arrived.feeds);
        articles.sort_unstable();
        articles.dedup();
        feeds.sort_unstable();
        feeds.dedup();
        Ok((articles, feeds))
    }

    /// Notes what an addition that goes on has brought, so that undo can take it back if it is interrupted. `began` is
    /// when it began, in seconds since the epoch.
    pub fn note_arrived(&mut self, articles: &[ArticleId], feeds: &[FeedId], began: i64) -> Result<()> {
        journal::note_arrived(&self.change, articles, feeds, began)
    }

    fn deletion(&mut self, articles: &[ArticleId], to: Switch) -> Result<Option<Done>> {
        let changed = self.delete(articles, to)?;
        let edit = |to, articles| Edit::Deletion { to, articles };
        Done::of_articles(&self.change, &changed, |articles| {
            (edit(to, articles.clone()), edit(to.flipped(), articles))
        })
    }

    fn correction(&mut self, correction: &Correction, with: &EditTools) -> Result<Done> {
        let corrected = self.correct(correction, with)?;
        let holds = |to| Edit::CorrectionHolds { id: corrected.id, to };
        Ok(Done {
            edit: holds(Switch::On),
            back: holds(Switch::Off),
            subject: corrected.statement,
            articles: corrected.articles,
            entity: corrected.entity,
        })
    }

    fn correction_holds(&mut self, id: CorrectionId, to: Switch, with: &EditTools) -> Result<Option<Done>> {
        let corrected = self.set_holds(id, to, with.stopped)?;
        Ok(corrected.map(|corrected| Done {
            edit: Edit::CorrectionHolds { id, to },
            back: Edit::CorrectionHolds { id, to: to.flipped() },
            subject: corrected.statement,
            articles: corrected.articles,
            entity: corrected.entity,
        }))
    }
}

/// Carries out an edit that needs no batch; `None` if nothing changed.
fn carry_out(connection: &Connection, edit: &Edit, now: i64, totals: &mut Totals) -> Result<Option<Done>> {
    match edit {
        Edit::Marks { flag, to, articles, since } => {
            set_marks(connection, flag, *to, articles, |at| since.get(at).copied().unwrap_or(now), totals)
        }
        Edit::Follow { to, feeds } => follow(connection, feeds, *to, now),
        Edit::Feed { feed, edit } => {
            let subject = feeds::title_of(connection, *feed)?;
            let done = feeds::edit_feed(connection, *feed, edit, now)?;
            let of_feed = |edit| Edit::Feed { feed: *feed, edit };
            Ok(done.map(|(edit, back)| Done::of_others(of_feed(edit), of_feed(back), subject)))
        }
        Edit::Attention { entity, to, .. } => {
            let done = attention::attend(connection, entity, *to, now)?;
            Ok(done.map(|(edit, back, name)| Done::of_others(edit, back, name)))
        }
        Edit::Note(edit) => {
            let Some((edit, back)) = records::edit(connection, edit)? else { return Ok(None) };
            let note = edit.record().or(back.record());
            let subject = note.map_or(Ok(String::new()), |note| title_of(connection, note.article))?;
            Ok(Some(Done::of_others(Edit::Note(edit), Edit::Note(back), subject)))
        }
        Edit::SavedSearch(edit) => {
            let Some((edit, back)) = records::edit(connection, edit)? else { return Ok(None) };
            let search = edit.record().or(back.record());
            let subject = search.map_or(String::new(), |search| search.name.clone());
            Ok(Some(Done::of_others(Edit::SavedSearch(edit), Edit::SavedSearch(back), subject)))
        }
        Edit::Account(edit) => account_removal::edit(connection, edit, now),
        Edit::Addition { .. }
        | Edit::Deletion { .. }
        | Edit::Text { .. }
        | Edit::Correction(_)
        | Edit::CorrectionHolds { .. } => Ok(None),
    }
}

/// Whether the state is as an edit left it. Marks are checked one by one when they are set.
fn is_as_left(connection: &Connection, edit: &Edit) -> Result<bool> {
    match edit {
        Edit::Feed { feed, edit: FeedEdit::Rename(name) } => Ok(feeds::name_of(connection, *feed)? == *name),
        Edit::Attention { entity, to, .. } => Ok(attention::state_of(connection, entity)? == *to),
        Edit::Note(edit) => records::is_as_left(connection, edit),
        Edit::SavedSearch(edit) => records::is_as_left(connection, edit),
        _ => Ok(true),
    }
}

fn set_marks(
    connection: &Connection,
    flag: &Flag,
    to: Switch,
    articles: &[ArticleId],
    since: impl Fn(usize) -> i64,
    totals: &mut Totals,
) -> Result<Option<Done>> {
    let mut changed = Vec::new();
    for (at, &article) in articles.iter().enumerate() {
        let moment = to.is_on().then(|| since(at));
        if let Some(before) = marks::set(connection, article, flag, moment, totals)? {
            changed.push((article, before, moment.unwrap_or(0)));
        }
    }
    // In this order the differences are small.
    changed.sort_unstable();
    let articles: Vec<ArticleId> = changed.iter().map(|&(article, ..)| article).collect();
    let times = |to: Switch, time: fn(&(ArticleId, i64, i64)) -> i64| {
        let is_told = to.is_on() && !matches!(flag, Flag::Tag(_));
        if is_told { changed.iter().map(time).collect() } else { Vec::new() }
    };
    let (done, undone) = (times(to, |each| each.2), times(to.flipped(), |each| each.1));
    let marks = |to, articles, since| Edit::Marks { flag: flag.clone(), to, articles, since };
    Done::of_articles(connection, &articles, |articles| {
        (marks(to, articles.clone(), done), marks(to.flipped(), articles, undone))
    })
}

/// Follows feeds again or no longer; returns those for which something changed.
fn set_followed(connection: &Connection, feeds: &[FeedId], to: Switch, now: i64) -> Result<Vec<FeedId>> {
    let mut changed = Vec::new();
    for &feed in feeds {
        if feeds::set_followed(connection, feed, to, now)? {
            changed.push(feed);
        }
    }
    Ok(changed)
}

fn follow(connection: &Connection, feeds: &[FeedId], to: Switch, now: i64) -> Result<Option<Done>> {
    let changed = set_followed(connection, feeds, to, now)?;
    let subject = match changed.as_slice() {
        [] => return Ok(None),
        [one] => feeds::title_of(connection, *one)?,
        _ => String::new(),
    };
    let edit = |to| Edit::Follow { to, feeds: changed.clone() };
    Ok(Some(Done::of_others(edit(to), edit(to.flipped()), subject)))
}

#[cfg(test)]
mod tests {
    use super::super::{Access, Choice, Error};
    use super::*;
    use crate::model::{Note, RecordEdit};

    fn apply(store: &mut Store, edit: &Edit, step: &Step) -> Result<Applied> {
        let tools = EditTools { now: 5, key_of: &|_| String::new(), stopped: &|| false };
        store.apply(edit, step, &tools)
    }

    /// All that these tests change, and the journal.
    fn state(store: &Store) -> Vec<String> {
        let sql = "SELECT 'note ' || id || text FROM note UNION ALL
                   SELECT id || ' ' || state || hex(forward) || hex(back) FROM journal";
        let mut query = store.connection.prepare(sql).unwrap();
        query.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
    }

    /// On a full disk, an edit, undo and redo leave everything as it was.
    #[test]
    fn on_a_full_disk_nothing_is_half_done() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("library.db"), Access::Write).unwrap();
        let note = |text: String| {
            Edit::Note(RecordEdit::Add(Note { article: ArticleId(1), added: 1, text, passage: None }))
        };
        // Words that do not compress, so that the journal needs pages of its own.
        let words = (0..20_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_string());
        let long = words.collect::<Vec<_>>().join(" ");
        let fill = |store: &Store, spare: i64| {
            let pages: i64 = store.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
            store.connection.pragma_update(None, "max_page_count", pages + spare).unwrap();
        };
        let no_space = |done: &Result<Applied>| matches!(done, Err(Error::NoSpace));
        for spare in 0..12 {
            fill(&store, spare);
            let before = state(&store);
            let refused = apply(&mut store, &note(long.clone()), &Step::New);
            assert!(no_space(&refused), "{spare}");
            assert_eq!(state(&store), before, "{spare}");
        }
        fill(&store, 999);
        apply(&mut store, &note(long), &Step::New).unwrap();
        let (edit, step) = store.undo_step(Choice::Last).unwrap().unwrap();
        apply(&mut store, &edit, &step).unwrap();
        // Something else takes the space that undo freed.
        store
            .connection
            .execute_batch("CREATE TABLE big (x); INSERT INTO big VALUES (zeroblob(9000000))")
            .unwrap();
        fill(&store, 0);
        let before = state(&store);
        let (edit, step) = store.redo_step(Choice::Last).unwrap().unwrap();
        assert!(no_space(&apply(&mut store, &edit, &step)));
        assert_eq!(state(&store), before);
        fill(&store, 999);
        apply(&mut store, &edit, &step).unwrap();
        assert_ne!(state(&store), before);
    }
}
