//! The status line: the current message, earlier ones, and the work in progress.

use super::message::Progress;
use crate::text::command::with_library;
use std::collections::VecDeque;
use std::fmt::Write as _;
use std::path::PathBuf;

/// The maximum number of messages kept.
pub const KEPT: usize = 1_000;

/// A message that was said, once or several times in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The message.
    pub sentence: String,
    /// How often.
    pub times: u32,
}

impl Said {
    /// The message with how often it was said, if more than once: `No unread articles (× 5)`.
    pub fn told(&self) -> String {
        if self.times > 1 { format!("{} (× {})", self.sentence, self.times) } else { self.sentence.clone() }
    }
}

/// The status line and its history.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Status {
    /// The current message.
    pub notice: Option<String>,
    /// The message that holds only until unread articles come.
    until_news: Option<String>,
    /// All message history, the latest last.
    pub messages: VecDeque<Said>,
    /// Slow work in progress.
    pub progress: Option<Progress>,
    /// Whether feeds are being refreshed, or will be as soon as other work is done.
    pub refreshing: bool,
    /// Whether the user goes to what is being added: nothing else was done since.
    pub awaits_added: bool,
    /// What the last command wrote.
    pub output: Vec<String>,
    /// Full texts being fetched.
    pub full_texts: usize,
    /// The folder of the library, where the commands that messages name have to choose it.
    pub library: Option<PathBuf>,
}

impl Status {
    /// Shows a message in the status line and keeps it.
    pub fn say(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        let sentence = with_library(&sentence, self.library.as_deref()).into_owned();
        match self.messages.back_mut().filter(|last| last.sentence == sentence) {
            Some(last) => last.times += 1,
            None => self.messages.push_back(Said { sentence: sentence.clone(), times: 1 }),
        }
        if self.messages.len() > KEPT {
            self.messages.pop_front();
        }
        self.notice = Some(sentence);
    }

    /// Keeps several messages, and shows the first of them.
    pub fn say_all<'a>(&mut self, sentences: impl DoubleEndedIterator<Item = &'a String>) {
        let mut count = 0;
        for sentence in sentences.rev() {
            self.say(sentence);
            count += 1;
        }
        if let Some(first) = self.notice.as_mut().filter(|_| count > 1) {
            let _ = write!(first, " · {} more, gm shows all", count - 1);
        }
    }

    /// Shows a message that holds only until unread articles come.
    pub fn say_until_news(&mut self, sentence: &str) {
        self.say(sentence);
        self.until_news.clone_from(&self.notice);
    }

    /// Unread articles have come.
    pub fn see_news(&mut self) {
        let outdated = self.until_news.take();
        self.notice.take_if(|notice| Some(&*notice) == outdated.as_ref());
    }

    /// Whether anything that can be stopped is being fetched.
    pub fn is_fetching(&self) -> bool {
        self.is_refreshing() || self.full_texts > 0
    }

    /// Whether feeds are being refreshed, or will be.
    pub fn is_refreshing(&self) -> bool {
        let fetches = |progress: &Progress| progress.what == Progress::FETCHING;
        self.refreshing || self.progress.as_ref().is_some_and(fetches)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_do_not_grow_without_bound() {
        let mut status = Status::default();
        (0..=KEPT).for_each(|number| status.say(number.to_string()));
        assert_eq!(status.messages.len(), KEPT);
        let ends = [status.messages.front(), status.messages.back()].map(|said| said.map(Said::told));
        assert_eq!(ends, [Some("1".to_owned()), Some(KEPT.to_string())]);
    }

    #[test]
    fn of_several_messages_the_first_is_shown_and_all_are_kept() {
        let mut status = Status::default();
        status.say_all(["a", "b", "c"].map(str::to_owned).iter());
        assert_eq!(status.notice.as_deref(), Some("a · 2 more, gm shows all"));
        assert_eq!(status.messages.iter().map(Said::told).collect::<Vec<_>>(), ["c", "b", "a"]);
        status.say_all(["d".to_owned()].iter());
        assert_eq!(status.notice.as_deref(), Some("d"));
    }

    #[test]
    fn what_is_said_again_is_kept_once() {
        let mut status = Status::default();
        for sentence in ["a", "b", "b", "b", "a"] {
            status.say(sentence);
        }
        assert_eq!(status.messages.iter().map(Said::told).collect::<Vec<_>>(), ["a", "b (× 3)", "a"]);
    }
}
