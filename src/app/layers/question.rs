//! What has to be decided before an address is added: which of a page's feeds, or whether to add a page without one.

use super::Outcome;
use super::sheet::{Sheet, SheetLine, at_bottom, motion_of, wrapped};
use crate::app::cx::Cx;
use crate::app::key::{Code, Key};
use crate::app::message::Mouse;
use crate::app::motion::{Cursor, Motion};
use crate::app::session::{Session, line_in};
use crate::model::AddQuestion;
use crate::text::web;

/// The maximum number of visible answers.
const ROWS: usize = 12;

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    sentence: String,
    answers: Vec<Answer>,
    cursor: Cursor,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Answer {
    name: String,
    note: String,
    /// What to add, and whether as a page.
    adds: Option<(String, bool)>,
}

impl Question {
    /// The question about an address.
    pub(super) fn new(what: String, question: AddQuestion) -> Self {
        let shown = shown(&what);
        let (sentence, answers) = match question {
            AddQuestion::WhichFeed(feeds) => {
                let answers = feeds.into_iter().map(|feed| {
                    let note = self::shown(&feed.url);
                    let title = feed.title.filter(|title| !title.trim().is_empty());
                    Answer {
                        name: title.unwrap_or_else(|| note.clone()),
                        note,
                        adds: Some((feed.url, false)),
                    }
                });
                let answers: Vec<Answer> = answers.collect();
                (format!("{shown} has {} feeds. Which one?", answers.len()), answers)
            }
            AddQuestion::Page => {
                let answer = |name: &str, adds| Answer { name: name.to_owned(), note: String::new(), adds };
                let answers =
                    vec![answer("Add the page itself", Some((what, true))), answer("Do not add it", None)];
                (format!("{shown} has no feed, and does not read as an article."), answers)
            }
        };
        Self { sentence, answers, cursor: Cursor::default() }
    }

    pub(super) fn key(&mut self, key: Key, cx: &mut Cx<'_>) -> Outcome {
        let is_back = key.control && key.code == Code::Char('o');
        match (motion_of(key), key.code) {
            (None, _) if is_back => {
                cx.say("nothing was added");
                return Outcome::Done;
            }
            (Some(motion), _) => self.cursor.go(motion, self.answers.len(), ROWS),
            (None, Code::Enter) => return self.answer(cx),
            (None, Code::Escape | Code::Backspace | Code::Char('q')) => {
                cx.say("nothing was added");
                return Outcome::Done;
            }
            _ => {}
        }
        Outcome::Taken
    }

    pub(super) fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) -> Outcome {
        match mouse {
            Mouse::Wheel(notches) => {
                self.cursor.go(Motion::Step(notches.into()), self.answers.len(), ROWS);
            }
            Mouse::Click => {
                let sheet = self.sheet(cx.session);
                let above = sheet.lines.iter().take_while(|line| !line.is_choice()).count();
                let line = line_in(sheet.area, column, row).and_then(|line| line.checked_sub(above));
                if self.cursor.click(line, self.answers.len()) {
                    return self.answer(cx);
                }
            }
        }
        Outcome::Taken
    }

    pub(super) fn sheet(&self, session: &Session) -> Sheet {
        let columns = usize::from(session.frame().body.width.saturating_sub(4));
        let shown = self.answers.iter().enumerate().skip(self.cursor.top).take(ROWS);
        let row = |(at, answer): (usize, &Answer)| SheetLine::Row {
            name: answer.name.clone(),
            kind: None,
            note: answer.note.clone(),
            right: String::new(),
            selected: at == self.cursor.at,
        };
        let head = std::iter::once(SheetLine::Rule("Add".to_owned())).chain(wrapped(&self.sentence, columns));
        at_bottom(session, head.chain(shown.map(row)).collect())
    }

    /// The most important keys.
    pub(super) fn hints() -> Vec<(&'static str, &'static str)> {
        vec![("Enter", "take it"), ("j k", "choose"), ("Esc", "add nothing")]
    }

    fn answer(&self, cx: &mut Cx<'_>) -> Outcome {
        match self.answers.get(self.cursor.at).and_then(|answer| answer.adds.clone()) {
            Some((what, is_page)) => cx.add(what, is_page),
            None => cx.say("nothing was added"),
        }
        Outcome::Done
    }
}

/// An address without its password.
fn shown(address: &str) -> String {
    web::shown(&web::without_secret(address).0).into_owned()
}
