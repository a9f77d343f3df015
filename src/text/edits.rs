//! Edits in words: what was done, and the resulting state.
//!
//! An edit of one article or feed is described with its title, the `subject`; an edit of several with their number.

use super::quotation::quoted;
use super::width::{counted, truncate};
use crate::model::{
    AccountEdit, AccountRecord, Attention, Edit, EditPlan, FeedEdit, Flag, Note, RecordEdit, SecretSource,
    ShownText, Switch,
};
use std::borrow::Cow;

/// The maximum width of a title in a sentence, in columns, so that the rest remains visible.
const MOST: usize = 48;

/// What an edit did: `marked 40 articles read`. Its inverse tells what it found: what was removed, and whether what it
/// stored was there before.
pub fn past(edit: &Edit, back: &Edit, subject: &str) -> String {
    let what = Subject::of(edit, subject);
    match edit {
        Edit::Marks { flag: Flag::Read, to: Switch::On, .. } => format!("marked {what} read"),
        Edit::Marks { flag: Flag::Read, to: Switch::Off, .. } => format!("marked {what} unread"),
        Edit::Marks { flag: Flag::Bookmark, to: Switch::On, .. } => format!("bookmarked {what}"),
        Edit::Marks { flag: Flag::Bookmark, to: Switch::Off, .. } => {
            format!("removed the bookmark from {what}")
        }
        Edit::Marks { flag: Flag::Tag(tag), to: Switch::On, .. } => format!("tagged {what} with {tag}"),
        Edit::Marks { flag: Flag::Tag(tag), to: Switch::Off, .. } => {
            format!("removed the tag {tag} from {what}")
        }
        Edit::Addition { to: Switch::On, .. } => format!("added {what}"),
        Edit::Addition { to: Switch::Off, .. } => format!("took {what} out again"),
        Edit::Deletion { to: Switch::On, .. } => format!("deleted {what}"),
        Edit::Deletion { to: Switch::Off, .. } => format!("brought {what} back"),
        Edit::Text { shown: ShownText::Full, .. } => format!("showed the full text of {what}"),
        Edit::Text { shown: ShownText::Feed, .. } => format!("showed the feed's text of {what}"),
        Edit::Follow { to: Switch::On, .. } => format!("followed {what}"),
        Edit::Follow { to: Switch::Off, .. } => format!("stopped following {what}"),
        Edit::Feed { edit, .. } => past_of_feed(edit, &what),
        Edit::Correction(_) | Edit::CorrectionHolds { to: Switch::On, .. } => {
            format!("said that {}", what.plain())
        }
        Edit::CorrectionHolds { to: Switch::Off, .. } => {
            format!("withdrew the correction that {}", what.plain())
        }
        Edit::Attention { to: Some(Attention::Watched), .. } => format!("began to watch {what}"),
        Edit::Attention { to: Some(Attention::Muted), .. } => format!("muted {what}"),
        Edit::Attention { from: Some(Attention::Muted), to: None, .. } => format!("unmuted {what}"),
        Edit::Attention { to: None, .. } => format!("stopped watching {what}"),
        Edit::Note(RecordEdit::Add(note) | RecordEdit::Put(_, note)) if is_highlight(note) => {
            format!("highlighted a passage of {what}")
        }
        Edit::Note(RecordEdit::Add(_) | RecordEdit::Put(..)) => format!("wrote a note on {what}"),
        Edit::Note(RecordEdit::Remove(_)) if removes_highlight(back) => {
            format!("removed a highlight from {what}")
        }
        Edit::Note(RecordEdit::Remove(_)) => format!("removed a note from {what}"),
        Edit::SavedSearch(RecordEdit::Put(..))
            if matches!(back, Edit::SavedSearch(RecordEdit::Remove(_))) =>
        {
            format!("saved the search {what}")
        }
        Edit::SavedSearch(RecordEdit::Add(_)) => format!("saved the search {what}"),
        Edit::SavedSearch(RecordEdit::Put(..)) => format!("changed the saved search {what}"),
        Edit::SavedSearch(RecordEdit::Remove(_)) => format!("removed the saved search {what}"),
        Edit::Account(AccountEdit::Remove(_)) => format!("removed the account {what}"),
        Edit::Account(AccountEdit::Restore(_)) => format!("brought back the account {what}"),
    }
}

/// The state after an edit was undone or redone: `40 articles are unread again`.
pub fn state(edit: &Edit, back: &Edit, subject: &str) -> String {
    let what = Subject::of(edit, subject);
    let (is, has) = if what.is_one() { ("is", "has") } else { ("are", "have") };
    match edit {
        Edit::Marks { flag: Flag::Read, to: Switch::On, .. } => format!("{what} {is} read again"),
        Edit::Marks { flag: Flag::Read, to: Switch::Off, .. } => format!("{what} {is} unread again"),
        Edit::Marks { flag: Flag::Bookmark, to: Switch::On, .. } => format!("{what} {is} bookmarked again"),
        Edit::Marks { flag: Flag::Bookmark, to: Switch::Off, .. } => {
            format!("{what} {is} no longer bookmarked")
        }
        Edit::Marks { flag: Flag::Tag(tag), to: Switch::On, .. } => {
            format!("{what} {has} the tag {tag} again")
        }
        Edit::Marks { flag: Flag::Tag(tag), to: Switch::Off, .. } => {
            format!("{what} no longer {has} the tag {tag}")
        }
        Edit::Addition { to, articles, .. } if articles.is_empty() => match to {
            Switch::On => format!("{what} {is} followed again"),
            Switch::Off => format!("{what} {is} no longer followed"),
        },
        Edit::Addition { to: Switch::On, .. } => format!("{what} {is} in the library again"),
        Edit::Addition { to: Switch::Off, .. } => format!("{what} {is} no longer in the library"),
        Edit::Deletion { to: Switch::On, .. } => format!("{what} {is} deleted again"),
        Edit::Deletion { to: Switch::Off, .. } => format!("{what} {is} back in the library"),
        Edit::Text { shown: ShownText::Full, .. } => format!("{what} {is} shown in full again"),
        Edit::Text { shown: ShownText::Feed, .. } => format!("{what} {is} shown with the feed's text again"),
        Edit::Follow { to: Switch::On, .. } => format!("{what} {is} followed again"),
        Edit::Follow { to: Switch::Off, .. } => format!("{what} {is} no longer followed"),
        Edit::Feed { edit, .. } => state_of_feed(edit, &what),
        Edit::Correction(_) | Edit::CorrectionHolds { to: Switch::On, .. } => {
            format!("the correction that {} is in effect again", what.plain())
        }
        Edit::CorrectionHolds { to: Switch::Off, .. } => {
            format!("the correction that {} is withdrawn", what.plain())
        }
        Edit::Attention { to: Some(Attention::Watched), .. } => format!("{what} is watched again"),
        Edit::Attention { to: Some(Attention::Muted), .. } => format!("{what} is muted again"),
        Edit::Attention { from: Some(Attention::Muted), to: None, .. } => {
            format!("{what} is no longer muted")
        }
        Edit::Attention { to: None, .. } => format!("{what} is no longer watched"),
        Edit::Note(RecordEdit::Add(note) | RecordEdit::Put(_, note)) if is_highlight(note) => {
            format!("the highlight in {what} is back")
        }
        Edit::Note(RecordEdit::Add(_) | RecordEdit::Put(..)) => format!("the note on {what} is as it was"),
        Edit::Note(RecordEdit::Remove(_)) if removes_highlight(back) => {
            format!("the highlight in {what} is gone")
        }
        Edit::Note(RecordEdit::Remove(_)) => format!("the note on {what} is gone"),
        Edit::SavedSearch(RecordEdit::Add(_) | RecordEdit::Put(..)) => {
            format!("the saved search {what} is as it was")
        }
        Edit::SavedSearch(RecordEdit::Remove(_)) => format!("the saved search {what} is gone"),
        Edit::Account(AccountEdit::Remove(_)) => format!("the account {what} is removed again"),
        Edit::Account(AccountEdit::Restore(record)) => restored(record, &what),
    }
}

/// An account that is back, and what it needs: a password that the library had kept was deleted with it.
fn restored(record: &AccountRecord, account: &Subject) -> String {
    let AccountRecord { url, user, .. } = record;
    let user = if user.is_empty() { String::new() } else { format!(" --user {user}") };
    match record.secret {
        SecretSource::Kept => format!(
            "the account {account} is back, without its password; `dateline account add {url}{user}` asks for it"
        ),
        _ => format!("the account {account} is back, and goes on with the next synchronisation"),
    }
}

/// What a correction would do, in two sentences: `Lake is Ada Lake.`, `This changes 12 articles, and how new ones are read.`
pub fn plan(plan: &EditPlan) -> [String; 2] {
    let articles = counted(plan.articles, "article", "articles");
    match (&plan.edit, plan.teaches) {
        (Edit::CorrectionHolds { to: Switch::Off, .. }, _) => [
            format!("Taken back: {}.", plan.statement),
            format!("This changes {articles}; everything is as it was without it."),
        ],
        (_, true) => [
            format!("{}.", sentence(&plan.statement)),
            format!("This changes {articles}, and how new ones are read."),
        ],
        (_, false) => [format!("{}.", sentence(&plan.statement)), format!("This changes {articles}.")],
    }
}

/// A sentence with a small first letter, for within another.
pub fn phrase(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A sentence that begins with a capital letter, unless it begins with a file's name or an address.
pub fn sentence(words: &str) -> String {
    let first = words.split(' ').next().unwrap_or_default().trim_end_matches(['.', ',', ':']);
    if first.contains(['.', '/', '~']) {
        return words.to_owned();
    }
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn past_of_feed(edit: &FeedEdit, feed: &Subject) -> String {
    match edit {
        FeedEdit::Pause(Switch::On) => format!("paused {feed}"),
        FeedEdit::Pause(Switch::Off) => format!("resumed {feed}"),
        FeedEdit::Rename(Some(name)) => format!("renamed {feed} to “{name}”"),
        FeedEdit::Rename(None) => format!("restored the original name of {feed}"),
        FeedEdit::Tag(tag, Switch::On) => format!("tagged {feed} with {tag}"),
        FeedEdit::Tag(tag, Switch::Off) => format!("removed the tag {tag} from {feed}"),
        FeedEdit::FullText(Switch::On) => format!("turned on full texts for {feed}"),
        FeedEdit::FullText(Switch::Off) => format!("turned off full texts for {feed}"),
        FeedEdit::Account(_, Switch::On) => format!("handed {feed} to a server"),
        FeedEdit::Account(_, Switch::Off) => format!("took {feed} back from a server"),
    }
}

fn state_of_feed(edit: &FeedEdit, feed: &Subject) -> String {
    match edit {
        FeedEdit::Pause(Switch::On) => format!("{feed} is paused again"),
        FeedEdit::Pause(Switch::Off) => format!("{feed} is fetched again"),
        FeedEdit::Rename(Some(name)) => format!("the feed is called “{name}” again"),
        FeedEdit::Rename(None) => "the feed has its original name again".to_owned(),
        FeedEdit::Tag(tag, Switch::On) => format!("{feed} has the tag {tag} again"),
        FeedEdit::Tag(tag, Switch::Off) => format!("{feed} no longer has the tag {tag}"),
        FeedEdit::FullText(Switch::On) => format!("full texts of {feed} are fetched again"),
        FeedEdit::FullText(Switch::Off) => format!("full texts of {feed} are no longer fetched"),
        FeedEdit::Account(_, Switch::On) => format!("a server fetches {feed} again"),
        FeedEdit::Account(_, Switch::Off) => format!("no server fetches {feed} any longer"),
    }
}

/// Whether an edit with this inverse removes a highlight.
fn removes_highlight(back: &Edit) -> bool {
    matches!(back, Edit::Note(RecordEdit::Add(note) | RecordEdit::Put(_, note)) if is_highlight(note))
}

fn is_highlight(note: &Note) -> bool {
    note.text.is_empty()
}

/// What an edit is about: a title, or a count.
enum Subject<'a> {
    One(Cow<'a, str>),
    Many(String),
}

impl<'a> Subject<'a> {
    fn of(edit: &Edit, title: &'a str) -> Self {
        match edit {
            Edit::Addition { articles, feeds, .. } if articles.len() + feeds.len() != 1 => {
                let count = |count: usize, one, many| (count > 0).then(|| counted(count as u64, one, many));
                let articles = count(articles.len(), "article", "articles");
                let feeds = count(feeds.len(), "feed", "feeds");
                Self::Many(articles.into_iter().chain(feeds).collect::<Vec<_>>().join(" and "))
            }
            Edit::Marks { articles, .. } | Edit::Deletion { articles, .. } | Edit::Text { articles, .. }
                if articles.len() != 1 =>
            {
                Self::Many(counted(articles.len() as u64, "article", "articles"))
            }
            Edit::Follow { feeds, .. } if feeds.len() != 1 => {
                Self::Many(counted(feeds.len() as u64, "feed", "feeds"))
            }
            _ => Self::One(truncate(title, MOST)),
        }
    }

    fn is_one(&self) -> bool {
        matches!(self, Self::One(_))
    }

    /// Without quotation marks: a statement, not a title.
    fn plain(&self) -> &str {
        match self {
            Self::One(words) => words,
            Self::Many(count) => count,
        }
    }
}

impl std::fmt::Display for Subject<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::One(title) => out.write_str(&quoted(title)),
            Self::Many(count) => out.write_str(count),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, CorrectionId, FeedId};

    #[test]
    fn a_sentence_begins_with_a_capital_and_a_file_keeps_its_name() {
        assert_eq!(sentence("nothing was added."), "Nothing was added.");
        assert_eq!(sentence("news.txt: there is no such file"), "news.txt: there is no such file");
    }

    #[test]
    fn what_a_correction_would_do_is_told_with_how_far_it_reaches() {
        use crate::model::Correction;
        let reject = Correction::NotAnEntity {
            part: crate::model::Part::all(crate::model::EntityKey::new(crate::model::Kind::Person, "lake")),
        };
        let told = |edit: Edit, articles, teaches| {
            plan(&EditPlan { edit, statement: "Lake is not a name".to_owned(), articles, teaches }).join(" ")
        };
        let correct = Edit::Correction(reject);
        let withdraw = Edit::CorrectionHolds { id: CorrectionId(1), to: Switch::Off };
        for (edit, articles, teaches, expected) in [
            (
                correct.clone(),
                12,
                true,
                "Lake is not a name. This changes 12 articles, and how new ones are read.",
            ),
            (correct, 1, false, "Lake is not a name. This changes 1 article."),
            (
                withdraw,
                2,
                true,
                "Taken back: Lake is not a name. This changes 2 articles; everything is as it was without it.",
            ),
        ] {
            assert_eq!(told(edit, articles, teaches), expected);
        }
    }

    fn check(edit: &Edit, subject: &str, expected: [&str; 2]) {
        let back = Edit::delete(ArticleId(0));
        assert_eq!([past(edit, &back, subject), state(edit, &back, subject)], expected, "{edit:?}");
    }

    #[test]
    fn additions_are_told_with_what_they_brought() {
        let addition = |to, articles: i64, feeds: i64| Edit::Addition {
            to,
            articles: (0..articles).map(ArticleId).collect(),
            feeds: (0..feeds).map(FeedId).collect(),
        };
        check(
            &addition(Switch::On, 2, 1),
            "",
            ["added 2 articles and 1 feed", "2 articles and 1 feed are in the library again"],
        );
        check(
            &addition(Switch::Off, 1, 0),
            "Storm",
            ["took “Storm” out again", "“Storm” is no longer in the library"],
        );
        check(
            &addition(Switch::Off, 0, 1),
            "Quay",
            ["took “Quay” out again", "“Quay” is no longer followed"],
        );
    }

    #[test]
    fn what_was_removed_is_told_by_its_inverse() {
        let highlight = Note { article: ArticleId(1), added: 1, text: String::new(), passage: None };
        for (text, what) in [("", "highlight"), ("Why?", "note")] {
            let removed = Note { text: text.to_owned(), ..highlight.clone() };
            let (edit, back) = (Edit::Note(RecordEdit::Remove(1)), Edit::Note(RecordEdit::Put(1, removed)));
            assert_eq!(past(&edit, &back, "Storm"), format!("removed a {what} from “Storm”"));
            assert!(state(&edit, &back, "Storm").starts_with(&format!("the {what} ")));
        }
    }

    #[test]
    fn edits_are_told_in_the_past_and_in_the_present() {
        let marks = |flag, to, count| Edit::Marks {
            flag,
            to,
            articles: (0..count).map(ArticleId).collect(),
            since: vec![],
        };
        check(
            &marks(Flag::Read, Switch::Off, 40),
            "",
            ["marked 40 articles unread", "40 articles are unread again"],
        );
        check(
            &marks(Flag::Bookmark, Switch::Off, 1),
            "Storm",
            ["removed the bookmark from “Storm”", "“Storm” is no longer bookmarked"],
        );
        check(
            &marks(Flag::Tag("sea".to_owned()), Switch::On, 2),
            "",
            ["tagged 2 articles with sea", "2 articles have the tag sea again"],
        );
        check(
            &Edit::Deletion { to: Switch::Off, articles: vec![ArticleId(1)] },
            "Storm",
            ["brought “Storm” back", "“Storm” is back in the library"],
        );
        check(
            &Edit::Follow { to: Switch::On, feeds: vec![FeedId(1), FeedId(2)] },
            "",
            ["followed 2 feeds", "2 feeds are followed again"],
        );
        check(
            &Edit::Feed { feed: FeedId(1), edit: FeedEdit::Rename(Some("Harbour".to_owned())) },
            "Quay",
            ["renamed “Quay” to “Harbour”", "the feed is called “Harbour” again"],
        );
        check(
            &Edit::CorrectionHolds { id: CorrectionId(1), to: Switch::Off },
            "Lake is Ada Lake",
            [
                "withdrew the correction that Lake is Ada Lake",
                "the correction that Lake is Ada Lake is withdrawn",
            ],
        );
        assert_eq!(sentence("said so"), "Said so");
    }
}
