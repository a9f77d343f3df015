//! What has to be decided before an address is added: which of a page's feeds, or whether to add a page without one. And
//! whether to undo what was not done on this screen.

use super::Outcome;
use super::sheet::{Sheet, SheetLine, at_bottom, motion_of, wrapped};
use crate::app::cx::Cx;
use crate::app::effect::WriteRequest;
use crate::app::key::{Code, Key};
use crate::app::message::Mouse;
use crate::app::motion::{Cursor, Motion};
use crate::app::session::{Session, line_in};
use crate::model::{AddQuestion, EditId, PastEdit, When};
use crate::text::time::Now;
use crate::text::{edits, time, web};

/// The maximum number of visible answers.
const ROWS: usize = 12;

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    title: &'static str,
    /// What is said if nothing is done.
    left: &'static str,
    sentence: String,
    answers: Vec<Answer>,
    cursor: Cursor,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Answer {
    name: String,
    note: String,
    reply: Reply,
}

/// What an answer does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Reply {
    /// Nothing.
    Nothing,
    /// Adds something, maybe as a page.
    Add { what: String, is_page: bool },
    /// Undoes an edit.
    Undo(EditId),
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
                    let reply = Reply::Add { what: feed.url, is_page: false };
                    Answer { name: title.unwrap_or_else(|| note.clone()), note, reply }
                });
                let answers: Vec<Answer> = answers.collect();
                (format!("{shown} has {} feeds. Which one?", answers.len()), answers)
            }
            AddQuestion::Page => {
                let add = Reply::Add { what, is_page: true };
                let answers = vec![
                    Answer::new("Add the page itself", add),
                    Answer::new("Do not add it", Reply::Nothing),
                ];
                (format!("{shown} has no feed, and does not read as an article."), answers)
            }
        };
        Self { title: "Add", left: "nothing was added", sentence, answers, cursor: Cursor::default() }
    }

    /// The question whether to undo an edit that was made elsewhere.
    pub(super) fn of_undo(edit: &PastEdit, now: Now) -> Self {
        let age = time::ago_in_words(When::second(edit.time), now);
        let what = edits::phrase(&edit.sentence);
        let sentence = format!("The last change was not made on this screen: {what}, {age}.");
        let answers = vec![
            Answer::new("Leave it as it is", Reply::Nothing),
            Answer::new("Undo it (C-r redoes it)", Reply::Undo(edit.id)),
        ];
        Self { title: "Undo", left: "nothing was undone", sentence, answers, cursor: Cursor::default() }
    }

    pub(super) fn key(&mut self, key: Key, cx: &mut Cx<'_>) -> Outcome {
        let is_back = key.control && key.code == Code::Char('o');
        match (motion_of(key), key.code) {
            (None, _) if is_back => return self.leave(cx),
            (Some(motion), _) => self.cursor.go(motion, self.answers.len(), ROWS),
            (None, Code::Enter) => return self.answer(cx),
            (None, Code::Escape | Code::Backspace | Code::Char('q')) => return self.leave(cx),
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
        let head =
            std::iter::once(SheetLine::Rule(self.title.to_owned())).chain(wrapped(&self.sentence, columns));
        at_bottom(session, head.chain(shown.map(row)).collect())
    }

    /// The most important keys.
    pub(super) fn hints() -> Vec<(&'static str, &'static str)> {
        vec![("Enter", "take it"), ("j k", "choose"), ("Esc", "do nothing")]
    }

    fn answer(&self, cx: &mut Cx<'_>) -> Outcome {
        match self.answers.get(self.cursor.at).map(|answer| answer.reply.clone()) {
            Some(Reply::Add { what, is_page }) => cx.add(what, is_page),
            Some(Reply::Undo(edit)) => cx.write(WriteRequest::Undo(edit)),
            Some(Reply::Nothing) | None => return self.leave(cx),
        }
        Outcome::Done
    }

    /// Closes it without an answer.
    fn leave(&self, cx: &mut Cx<'_>) -> Outcome {
        cx.say(self.left);
        Outcome::Done
    }
}

impl Answer {
    fn new(name: &str, reply: Reply) -> Self {
        Self { name: name.to_owned(), note: String::new(), reply }
    }
}

/// An address without its password.
fn shown(address: &str) -> String {
    web::shown(&web::without_secret(address).0).into_owned()
}
