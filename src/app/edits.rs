//! Changes to the library as the user makes and takes them back: what `u` and `C-r` walk.

use crate::model::{Change, FeedAct, FeedChange, Mark};
use crate::text::width::counted;
use std::collections::VecDeque;

/// A change to the library.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Of marks.
    Marks(Change),
    /// Of a subscription, and its title.
    Feed(FeedChange, String),
}

/// Whether a change is new, or goes back or forward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Undoing {
    New,
    Undo,
    Redo,
    /// Not asked for by itself: opening an article marks it read. Nothing to undo.
    Implicit,
}

/// The changes that lead back and forward again.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Edits {
    back: VecDeque<Edit>,
    forward: Vec<Edit>,
}

/// Changes kept at most.
const KEPT: usize = 1_000;

impl Edits {
    /// Takes the change that undoes the latest.
    pub fn undo(&mut self) -> Option<Edit> {
        self.back.pop_back()
    }

    /// Takes the change that does again what was undone last.
    pub fn redo(&mut self) -> Option<Edit> {
        self.forward.pop()
    }

    /// The library has made a change; `inverse` undoes just that. Gives back what to say.
    pub fn made(&mut self, inverse: Edit, undoing: Undoing) -> Option<String> {
        let told = inverse.undone_in_words();
        match undoing {
            Undoing::Implicit => return None,
            Undoing::Undo => {
                let told = match inverse {
                    Edit::Marks(_) => format!("undone: {told} · C-r does it again"),
                    Edit::Feed(..) => format!("{told} · C-r does it again"),
                };
                self.forward.push(inverse);
                return Some(told);
            }
            Undoing::New => self.forward.clear(),
            Undoing::Redo => {}
        }
        self.keep(inverse);
        Some(format!("{told} · u undoes"))
    }

    /// The library could not make a change: what was to be undone or done again still can be.
    pub fn failed(&mut self, edit: Edit, undoing: Undoing) {
        match undoing {
            Undoing::Undo => self.keep(edit),
            Undoing::Redo => self.forward.push(edit),
            Undoing::New | Undoing::Implicit => {}
        }
    }

    fn keep(&mut self, edit: Edit) {
        if self.back.len() == KEPT {
            self.back.pop_front();
        }
        self.back.push_back(edit);
    }
}

impl Edit {
    /// The articles whose marks it changes, and how.
    pub fn marks(&self) -> Option<&Change> {
        match self {
            Self::Marks(change) => Some(change),
            Self::Feed(..) => None,
        }
    }

    /// The change back, as far as the screen shows it.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self {
            Self::Marks(change) => Self::Marks(change.inverse()),
            Self::Feed(..) => self.clone(),
        }
    }

    /// What this undoes, in words.
    fn undone_in_words(&self) -> String {
        match self {
            Self::Marks(back) => marks_in_words(&back.inverse()),
            Self::Feed(back, title) => feed_in_words(&back.act, title),
        }
    }
}

fn marks_in_words(change: &Change) -> String {
    let what = match (&change.mark, change.on) {
        (Mark::Read, true) => "marked read".to_owned(),
        (Mark::Read, false) => "marked unread".to_owned(),
        (Mark::Bookmark, true) => "bookmarked".to_owned(),
        (Mark::Bookmark, false) => "bookmark taken off".to_owned(),
        (Mark::Deleted, true) => "deleted".to_owned(),
        (Mark::Deleted, false) => "brought back".to_owned(),
        (Mark::FullText, true) => "full text shown".to_owned(),
        (Mark::FullText, false) => "full text put away".to_owned(),
        (Mark::Tag(tag), true) => format!("tagged {tag}"),
        (Mark::Tag(tag), false) => format!("tag {tag} taken off"),
    };
    match change.articles.len() {
        1 => what,
        count => format!("{what}: {}", counted(count as u64, "article", "articles")),
    }
}

/// What was done to a feed, by what undoes it.
fn feed_in_words(back: &FeedAct, title: &str) -> String {
    match back {
        FeedAct::Remove(false) => format!("removed {title}; its articles stay"),
        FeedAct::Remove(true) => format!("{title} is back"),
        FeedAct::Pause(false) => format!("paused {title}"),
        FeedAct::Pause(true) => format!("{title} is fetched again"),
        FeedAct::FullText(false) => format!("full texts of {title} are fetched from now on"),
        FeedAct::FullText(true) => format!("full texts of {title} are fetched no longer"),
        FeedAct::Rename(_) => format!("renamed {title}"),
        FeedAct::Tag(tag, false) => format!("tagged {title} {tag}"),
        FeedAct::Tag(tag, true) => format!("tag {tag} taken off {title}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, FeedId};

    fn rename(number: usize) -> Edit {
        let change = FeedChange { feed: FeedId(1), act: FeedAct::Rename(Some(number.to_string())) };
        Edit::Feed(change, "The Quay".to_owned())
    }

    #[test]
    fn changes_that_can_be_undone_do_not_grow_without_bound() {
        let mut edits = Edits::default();
        for number in 0..=KEPT {
            edits.made(rename(number), Undoing::New);
        }
        let undone = std::iter::from_fn(|| edits.undo()).last();
        assert_eq!(undone, Some(rename(1)));
    }

    #[test]
    fn what_could_not_be_undone_still_can_be() {
        let mut edits = Edits::default();
        edits.made(rename(1), Undoing::New);
        let step = edits.undo().unwrap();
        edits.failed(step, Undoing::Undo);
        assert_eq!(edits.undo(), Some(rename(1)));
    }

    #[test]
    fn a_change_is_said_in_words() {
        let back =
            Edit::Marks(Change { mark: Mark::Read, on: false, articles: (0..40).map(ArticleId).collect() });
        let mut edits = Edits::default();
        assert_eq!(edits.made(back, Undoing::New).unwrap(), "marked read: 40 articles · u undoes");
    }
}
