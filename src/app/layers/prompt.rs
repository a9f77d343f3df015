//! The prompt at the bottom: a search, words to find, a filter, a tag, a name, a file.
//!
//! The name of a file is completed, and checked before it is taken, so that nothing typed is lost.

use super::Outcome;
use super::line::{Edited, Line};
use super::sheet::{Sheet, SheetLine, at_bottom, wrapped};
use crate::app::action::Action;
use crate::app::cx::{Cx, Wish};
use crate::app::effect::{Answer, PathAnswer, PathRequest, Request, Slot};
use crate::app::key::{Code, Key};
use crate::app::motion::Motion;
use crate::app::purpose::{Purpose, Stage, Typed};
use crate::app::session::Session;
use crate::text::edits;

/// The maximum number of lines for names to choose from.
const CHOICE_LINES: usize = 4;

/// A prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    /// Its purpose.
    pub purpose: Purpose,
    /// The line.
    pub line: Line,
    answered: bool,
    /// Which earlier line is shown, counted back from the latest.
    recalled: usize,
    /// How far the choice has been moved down.
    moved: i32,
    /// What is told above the line.
    told: Told,
    /// Why nothing that is typed can be taken.
    refusal: Option<String>,
    /// While the line is checked: the keys that were pressed since, which are for the screen.
    later: Option<Vec<Key>>,
}

/// What is told above the line.
#[derive(Debug, Clone, PartialEq, Default)]
enum Told {
    #[default]
    Nothing,
    /// The folder of relative paths.
    Folder(String),
    /// Names that may follow.
    Choices(Vec<String>),
    /// Why what was typed cannot be used.
    Fault(String),
}

impl Prompt {
    /// A line with these words in it.
    pub(super) fn new(purpose: Purpose, words: &str, cx: &mut Cx<'_>) -> Self {
        if purpose.is_path() {
            cx.ask(Slot::Choices, Request::Path(PathRequest::Place(purpose, words.to_owned())));
        }
        let (line, told) = (Line::of(words), Told::default());
        Self { purpose, line, answered: false, recalled: 0, moved: 0, told, refusal: None, later: None }
    }

    /// A line that takes nothing, for this reason.
    pub(super) fn refused(purpose: Purpose, why: String) -> Self {
        let (line, told) = (Line::default(), Told::Fault(why.clone()));
        let refusal = Some(why);
        Self { purpose, line, answered: false, recalled: 0, moved: 0, told, refusal, later: None }
    }

    pub(super) fn key(&mut self, key: Key, cx: &mut Cx<'_>) -> Outcome {
        if self.purpose == Purpose::Search && key == Key::plain(Code::Tab) {
            self.finish(Stage::Kept, cx);
            return Outcome::Done;
        }
        if let Some(later) = self.later.as_mut().filter(|_| key.code != Code::Escape) {
            later.push(key);
            return Outcome::Taken;
        }
        let edited = self.line.key(key);
        match &self.refusal {
            None => self.react(edited, cx),
            Some(why) if matches!(edited, Edited::Accept | Edited::Cancel) => {
                cx.note(why.clone());
                Outcome::Done
            }
            Some(_) => Outcome::Taken,
        }
    }

    pub(super) fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        if self.later.is_some() {
            return;
        }
        let edited = self.line.paste(text);
        if self.refusal.is_none() {
            self.react(edited, cx);
        }
    }

    /// Handles an answer about the path that is typed.
    pub(super) fn answer(&mut self, answer: &Answer, cx: &mut Cx<'_>) -> Outcome {
        let Answer::Path(answer) = answer else { return Outcome::Passed };
        match answer {
            PathAnswer::Place { words, folder } => {
                if !words.is_empty() {
                    self.line.set(words);
                }
                self.told = Told::Folder(folder.clone());
            }
            PathAnswer::Completed { words, choices } => {
                self.line.set(words);
                self.told = match choices.len() {
                    0 => Told::Fault("no name begins with this".to_owned()),
                    1 => Told::Nothing,
                    _ => Told::Choices(choices.clone()),
                };
            }
            PathAnswer::Fault(None) => {
                self.finish(Stage::Accepted, cx);
                let later = self.later.take().unwrap_or_default();
                cx.wish(Wish::Keys(later));
                return Outcome::Done;
            }
            PathAnswer::Fault(Some(why)) => (self.told, self.later) = (Told::Fault(why.clone()), None),
        }
        Outcome::Taken
    }

    /// A question about the path failed.
    pub(super) fn failed(&mut self, why: &str) {
        (self.told, self.later) = (Told::Fault(why.to_owned()), None);
    }

    /// What is told above the line.
    pub(super) fn sheet(&self, session: &Session) -> Option<Sheet> {
        let columns = usize::from(session.frame().body.width.saturating_sub(4));
        let lines = match &self.told {
            Told::Nothing => return None,
            Told::Folder(folder) => {
                wrapped(&format!("in {folder}"), columns).into_iter().map(SheetLine::dim).collect()
            }
            Told::Choices(names) => {
                let mut lines = wrapped(&names.join("   "), columns);
                if lines.len() > CHOICE_LINES {
                    lines.truncate(CHOICE_LINES);
                    lines.push(SheetLine::Dim("…".to_owned()));
                }
                lines
            }
            Told::Fault(why) => wrapped(&edits::sentence(why), columns),
        };
        Some(at_bottom(session, lines))
    }

    fn react(&mut self, edited: Edited, cx: &mut Cx<'_>) -> Outcome {
        let stage = match edited {
            Edited::Nothing => return Outcome::Taken,
            Edited::Arrow(by) if self.recalls(by, cx) => {
                if !self.recall(by, cx) {
                    return Outcome::Taken;
                }
                Stage::Typing
            }
            Edited::Choice(1) if self.purpose.is_path() => {
                let words = self.line.words().to_owned();
                cx.ask(Slot::Choices, Request::Path(PathRequest::Complete(words)));
                return Outcome::Taken;
            }
            Edited::Choice(by) | Edited::Arrow(by) => return self.choose(by, cx),
            Edited::Words => Stage::Typing,
            Edited::Accept if self.purpose.is_path() && !self.line.words().trim().is_empty() => {
                let words = self.line.words().trim().to_owned();
                cx.ask(Slot::Choices, Request::Path(PathRequest::Check(self.purpose, words)));
                self.later = Some(Vec::new());
                return Outcome::Taken;
            }
            Edited::Accept => match self.purpose.fault(self.line.words()) {
                Some(why) => {
                    self.told = Told::Fault(why);
                    return Outcome::Taken;
                }
                None => Stage::Accepted,
            },
            Edited::Cancel => Stage::Cancelled,
        };
        if self.purpose.is_path() {
            // Answers for earlier words are no longer wanted.
            cx.drop_answers(Slot::Choices);
        }
        self.told = Told::Nothing;
        self.finish(stage, cx);
        if stage == Stage::Typing { Outcome::Taken } else { Outcome::Done }
    }

    /// Hands on what is typed.
    fn finish(&mut self, stage: Stage, cx: &mut Cx<'_>) {
        if matches!(stage, Stage::Accepted | Stage::Kept) {
            cx.session.keep_typed(self.purpose, self.line.words());
            if self.purpose.is_search() {
                cx.wish(Wish::Remember);
            }
        }
        let again = std::mem::replace(&mut self.answered, true);
        cx.wish(Wish::Typed(Typed {
            purpose: self.purpose,
            words: self.line.words().to_owned(),
            stage,
            again,
        }));
    }

    /// Whether an arrow recalls earlier lines instead of moving the choice.
    fn recalls(&self, by: i32, cx: &Cx<'_>) -> bool {
        let has_earlier = self.purpose.is_search() || !cx.session.earlier(self.purpose).is_empty();
        has_earlier && if by < 0 { self.moved == 0 } else { self.recalled > 0 }
    }

    /// Puts an earlier or later line in place of this one; false if there is none.
    fn recall(&mut self, by: i32, cx: &Cx<'_>) -> bool {
        let earlier = cx.session.earlier(self.purpose);
        let at = if by < 0 { self.recalled + 1 } else { self.recalled - 1 };
        let words = match earlier.len().checked_sub(at) {
            Some(place) => earlier.get(place).map_or("", String::as_str),
            None => return false,
        };
        self.line.set(words);
        self.recalled = at;
        true
    }

    fn choose(&mut self, by: i32, cx: &mut Cx<'_>) -> Outcome {
        self.moved = (self.moved + by).max(0);
        cx.act(Action::Move(Motion::Step(by)));
        Outcome::Taken
    }
}
