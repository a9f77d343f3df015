//! A page of lines over the body, which can be scrolled and searched: the help, the message history, the tutor.
//!
//! `/` filters the lines by words; `Esc` first shows everything again, then closes the page.

use super::Outcome;
use super::line::{Edited, Line};
use super::sheet::{Sheet, SheetCx, SheetLine, wrapped};
use super::tutor;
use crate::app::action::{Action, Overlay};
use crate::app::actions::{ActionRow, by_heading, or_name};
use crate::app::context::Contexts;
use crate::app::cx::Cx;
use crate::app::key::{Code, Key};
use crate::app::message::{Mouse, WHEEL_LINES};
use crate::app::motion::{Motion, scrolled_page};
use crate::app::session::Session;
use crate::app::status::Status;
use crate::model::Span;
use crate::text::edits;
use crate::text::fold::fold;
use crate::text::wrap::wrap;

/// Rows above its lines: its title, and a gap.
const HEAD: u16 = 2;
/// Columns before what a key does.
const BESIDE_DOES: usize = 20;

/// From this width on, the help has two columns.
const TWO_COLUMNS: u16 = 110;

/// A page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    subject: Subject,
    top: usize,
    /// Only lines with these words are shown.
    words: Line,
    is_typing: bool,
}

/// The subject of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// The keys that work in these contexts.
    Help(Contexts),
    /// The message history, the latest first.
    Messages,
    /// The first steps.
    Tutor,
    /// What the last command wrote.
    Output,
}

/// A line of a page, with its searchable text.
struct Entry {
    line: SheetLine,
    words: String,
    /// The heading above it: of this, only whole words count.
    heading: &'static str,
}

impl Entry {
    fn new(line: SheetLine, words: impl Into<String>) -> Self {
        Self { line, words: words.into(), heading: "" }
    }

    fn has_all(&self, wanted: &[String]) -> bool {
        let (words, heading) = (fold(&self.words), fold(self.heading));
        let has = |word: &String| words.contains(word) || heading.split_whitespace().any(|part| part == word);
        !words.is_empty() && wanted.iter().all(has)
    }
}

impl Page {
    pub(super) fn new(subject: Subject) -> Self {
        Self { subject, top: 0, words: Line::default(), is_typing: false }
    }

    /// The line in which the words are typed.
    pub(super) fn line(&self) -> Option<(&'static str, &'static str, &Line)> {
        let label = match self.subject {
            Subject::Help(_) => "Find in the help",
            Subject::Messages => "Find in the messages",
            Subject::Tutor => "Find in the tutor",
            Subject::Output => "Find in the output",
        };
        self.is_typing.then_some((label, "some words; Esc shows everything again", &self.words))
    }

    pub(super) fn hints(&self) -> Vec<(&'static str, &'static str)> {
        let search = if self.is_narrowed() { ("Esc", "show everything") } else { ("/", "search") };
        vec![search, ("j k", "scroll"), ("q", "close")]
    }

    pub(super) fn key(&mut self, key: Key, cx: &mut Cx<'_>) -> Outcome {
        if !self.is_typing {
            if key == Key::plain(Code::Char('/')) {
                self.is_typing = true;
                return Outcome::Taken;
            }
            if key == Key::plain(Code::Escape) && self.is_narrowed() {
                self.words = Line::default();
                self.top = 0;
                return Outcome::Taken;
            }
            return self.walk(key, cx);
        }
        match self.words.key(key) {
            Edited::Words => self.top = 0,
            Edited::Choice(by) | Edited::Arrow(by) => self.go(Motion::Step(by), cx.session, cx.status),
            Edited::Accept => self.is_typing = false,
            Edited::Cancel => {
                (self.is_typing, self.words, self.top) = (false, Line::default(), 0);
            }
            Edited::Nothing => {}
        }
        Outcome::Taken
    }

    /// Goes through the lines that a search has found.
    fn walk(&mut self, key: Key, cx: &Cx<'_>) -> Outcome {
        let by = match key {
            _ if !self.is_narrowed() => return Outcome::Passed,
            Key { code: Code::Enter, .. } => 0,
            _ if key == Key::plain(Code::Char('n')) => 1,
            _ if key == Key::plain(Code::Char('N')) => -1,
            _ => return Outcome::Passed,
        };
        self.go(Motion::Step(by), cx.session, cx.status);
        Outcome::Taken
    }

    pub(super) fn paste(&mut self, text: &str) {
        if self.is_typing {
            self.words.paste(text);
            self.top = 0;
        }
    }

    pub(super) fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Move(motion) => self.go(*motion, cx.session, cx.status),
            Action::ReadOn => self.go(Motion::Page(1), cx.session, cx.status),
            Action::ReadBack => self.go(Motion::Page(-1), cx.session, cx.status),
            Action::Leave { .. } | Action::Cancel => return Outcome::Done,
            Action::Show(Overlay::Help) if matches!(self.subject, Subject::Help(_)) => return Outcome::Done,
            _ => return Outcome::Gone,
        }
        Outcome::Taken
    }

    pub(super) fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) -> Outcome {
        match mouse {
            Mouse::Click => Outcome::Done,
            Mouse::Wheel(notches) => {
                self.go(Motion::Step(i32::from(notches) * WHEEL_LINES), cx.session, cx.status);
                Outcome::Taken
            }
        }
    }

    pub(super) fn sheet(&self, cx: &SheetCx<'_>) -> Sheet {
        let keys = |row: &ActionRow| {
            let keys = match self.subject {
                Subject::Help(contexts) => cx.keymap.keys_in(row, contexts),
                _ => cx.keymap.keys_of(row),
            };
            or_name(row, keys).join("  ")
        };
        let entries = self.entries(&keys, cx.session, cx.status);
        let goes_on = |entry: &Entry| matches!(&entry.line, SheetLine::Keys(keys, _) if keys.is_empty());
        let found = entries.iter().filter(|entry| !entry.words.is_empty() && !goes_on(entry)).count();
        let mut lines = vec![SheetLine::Title(self.title(), self.count(found)), SheetLine::Gap];
        lines.extend(entries.into_iter().skip(self.top).map(|entry| entry.line));
        if lines.len() == usize::from(HEAD) {
            lines.push(SheetLine::Empty(match self.subject {
                Subject::Messages if !self.is_narrowed() => "No messages yet.",
                _ => "No line has these words. Esc shows everything again.",
            }));
        }
        Sheet { area: cx.session.frame().body, lines, columns: None }
    }

    fn title(&self) -> String {
        match self.subject {
            Subject::Help(contexts) => {
                let here = by_heading(contexts).into_iter().next().map_or("", |(heading, _)| heading);
                format!("Help: {}", edits::phrase(here))
            }
            Subject::Messages => "Messages, the latest first".to_owned(),
            Subject::Tutor => "First steps".to_owned(),
            Subject::Output => "Output of the command".to_owned(),
        }
    }

    fn count(&self, found: usize) -> String {
        if self.is_narrowed() {
            format!("{found} with “{}”", self.words.words().trim())
        } else {
            String::new()
        }
    }

    fn is_narrowed(&self) -> bool {
        !self.words.words().trim().is_empty()
    }

    /// Its lines, filtered.
    fn entries(&self, keys: &dyn Fn(&ActionRow) -> String, session: &Session, status: &Status) -> Vec<Entry> {
        let columns = usize::from(session.frame().body.width).saturating_sub(4);
        let all = match self.subject {
            Subject::Help(contexts) if session.columns >= TWO_COLUMNS && !self.is_narrowed() => {
                side_by_side(help(contexts, keys, (columns / 2).saturating_sub(BESIDE_DOES + 2)))
            }
            Subject::Help(contexts) => help(contexts, keys, columns.saturating_sub(BESIDE_DOES)),
            Subject::Messages => messages(status, columns),
            Subject::Output => output(status, columns),
            Subject::Tutor => tutor::lessons(keys, columns)
                .into_iter()
                .map(|(line, words)| Entry::new(line, words))
                .collect(),
        };
        if !self.is_narrowed() {
            return all;
        }
        let wanted: Vec<String> = fold(self.words.words()).split_whitespace().map(str::to_owned).collect();
        all.into_iter().filter(|entry| entry.has_all(&wanted)).collect()
    }

    fn go(&mut self, motion: Motion, session: &Session, status: &Status) {
        let height = session.frame().body.height.saturating_sub(HEAD);
        let lines = self.entries(&|row| row.keys.join(" "), session, status).len();
        self.top = scrolled_page(self.top, motion, lines, height);
    }
}

/// The keys that work here, under headings. A search looks at keys, names and descriptions.
fn help(contexts: Contexts, keys: &dyn Fn(&ActionRow) -> String, columns: usize) -> Vec<Entry> {
    let mut lines = Vec::new();
    for (heading, rows) in by_heading(contexts) {
        if !lines.is_empty() {
            lines.push(Entry::new(SheetLine::Gap, ""));
        }
        lines.push(Entry::new(SheetLine::Heading(heading), ""));
        lines.extend(rows.into_iter().flat_map(|row| {
            let keys = keys(row);
            let words = format!("{keys} {} {}", row.name, row.title);
            let title = wrap(row.title, Span::new(0, row.title.len()), columns.max(20)).into_iter();
            title.enumerate().map(move |(at, part)| {
                let keys = if at == 0 { keys.clone() } else { String::new() };
                Entry { heading, ..Entry::new(SheetLine::Keys(keys, part.of(row.title)), words.clone()) }
            })
        }));
    }
    lines
}

/// The entries in two columns of about the same length. A heading whose keys continue in the second column is there
/// again.
fn side_by_side(mut left: Vec<Entry>) -> Vec<Entry> {
    let begins = |entry: &Entry| match &entry.line {
        SheetLine::Keys(keys, _) => !keys.is_empty(),
        line => matches!(line, SheetLine::Heading(_)),
    };
    let middle = left.len().div_ceil(2);
    let Some(split) = (middle..left.len()).find(|&at| begins(&left[at])) else { return left };
    let mut right = left.split_off(split);
    let heading = left.iter().rev().find_map(|entry| match entry.line {
        SheetLine::Heading(heading) => Some(heading),
        _ => None,
    });
    if let Some(heading) = heading.filter(|_| matches!(right[0].line, SheetLine::Keys(..))) {
        right.insert(0, Entry::new(SheetLine::Heading(heading), ""));
    }
    let rows = left.len().max(right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    let side = |entry: Option<Entry>| Box::new(entry.map_or(SheetLine::Gap, |entry| entry.line));
    (0..rows).map(|_| Entry::new(SheetLine::Beside(side(left.next()), side(right.next())), "")).collect()
}

/// The lines of the last command, each in full.
fn output(status: &Status, columns: usize) -> Vec<Entry> {
    let lines = status.output.iter().flat_map(|line| {
        let parts = if line.is_empty() { vec![SheetLine::Gap] } else { wrapped(line, columns) };
        parts.into_iter().map(move |part| Entry::new(part, line.clone()))
    });
    lines.collect()
}

/// The message history, the latest first, each in full.
fn messages(status: &Status, columns: usize) -> Vec<Entry> {
    let said = status.messages.iter().rev();
    said.flat_map(|said| {
        let sentence = said.told();
        let lines = wrapped(&sentence, columns.saturating_sub(2));
        lines.into_iter().enumerate().map(move |(at, line)| {
            let line = match line {
                SheetLine::Sentence(words) if at > 0 => SheetLine::Sentence(format!("  {words}")),
                line => line,
            };
            Entry::new(line, sentence.clone())
        })
    })
    .collect()
}
