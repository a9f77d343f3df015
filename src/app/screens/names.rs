//! The index of people, places or organisations. Names that only one article has stand apart at its end, folded until
//! they are asked for.
//!
//! `ui/names.rs` draws it.

use crate::app::action::Action;
use crate::app::context::{Contexts, Location, NamesAt};
use crate::app::cx::{Cx, Wish};
use crate::app::effect::{Answer, Request, Slot};
use crate::app::empty::Empty;
use crate::app::hints::{HintGoal, HintTarget};
use crate::app::message::{Mouse, WHEEL_LINES};
use crate::app::motion::{Cursor, Motion};
use crate::app::purpose::{Purpose, Stage, Typed};
use crate::app::session::{Session, line_in, trimmed};
use crate::app::target::{Target, TargetName};
use crate::model::{Kind, NameRow, NamesPage, NamesQuery};
use ratatui::layout::Rect;

/// Rows requested at once: more than anyone scrolls through, few enough to arrive quickly; typing finds the
/// rest.
const ASKED: usize = 500;

/// The index of names of a kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Names {
    /// Of which kind.
    pub kind: Kind,
    /// Only names with words that begin so.
    pub words: String,
    /// Its rows.
    pub page: NamesPage,
    /// Whether the names of one article are shown, too; by default, if they are few.
    with_rare: Option<bool>,
    /// Whether no answer has arrived yet.
    pub waiting: bool,
    /// Whether the same names are read again: the selected one stays so.
    stays: bool,
    /// The selected line.
    pub cursor: Cursor,
    /// The words before typing began.
    before_typing: String,
}

/// A line of an index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Line<'a> {
    /// A name.
    Name(&'a NameRow),
    /// Where the names of one article begin: how many there are, and whether they are shown.
    Fold(u64, bool),
}

/// The geometry of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamesLayout {
    /// The line with its heading.
    pub heading: Rect,
    /// The rows.
    pub rows: Rect,
}

/// The widest an index gets: counts stay near their names.
const WIDEST: u16 = 100;
/// Lines above the rows: the heading, and an empty one.
const HEADING: u16 = 2;

impl Names {
    /// An index that has yet to be requested.
    pub fn at(kind: Kind, at: NamesAt) -> Self {
        let NamesAt { words, cursor, with_rare } = at;
        let (page, before_typing) = (NamesPage::default(), String::new());
        Self {
            kind,
            words,
            page,
            with_rare,
            waiting: true,
            stays: false,
            cursor: Cursor::new(cursor),
            before_typing,
        }
    }

    /// Its geometry.
    pub fn layout(session: &Session) -> NamesLayout {
        let body = session.frame().body;
        let inner = Rect { x: body.x + 1, width: body.width.saturating_sub(2).min(WIDEST), ..body };
        NamesLayout { heading: inner, rows: trimmed(inner, HEADING, 0) }
    }

    /// Its lines from one on: the names of several articles; the fold, if there are names of one article; and these.
    pub fn lines_from(&self, first: usize) -> impl Iterator<Item = Line<'_>> {
        let NamesPage { often, rare, rare_total, .. } = &self.page;
        let fold = (*rare_total > 0).then_some(Line::Fold(*rare_total, !rare.is_empty()));
        often.iter().map(Line::Name).chain(fold).chain(rare.iter().map(Line::Name)).skip(first)
    }

    /// The number of its lines.
    fn count(&self) -> usize {
        self.page.often.len() + usize::from(self.page.rare_total > 0) + self.page.rare.len()
    }

    fn line(&self) -> Option<Line<'_>> {
        self.lines_from(self.cursor.at).next()
    }

    fn name(&self) -> Option<&NameRow> {
        match self.line() {
            Some(Line::Name(name)) => Some(name),
            _ => None,
        }
    }

    /// The current contexts.
    pub fn contexts(&self) -> Contexts {
        Contexts::NAMES.and_if(self.name().is_some(), Contexts::NAME)
    }

    /// What keys act on.
    pub fn target(&self) -> Target<'_> {
        Target { name: self.name().map(|name| TargetName::from(&name.row)), ..Target::default() }
    }

    /// Carries out an action; false if it has no meaning here.
    pub fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Move(motion) => self.go(*motion, cx.session),
            Action::Beside { .. } | Action::Around { .. } => {}
            Action::Ask(Purpose::Names) => {
                self.before_typing.clone_from(&self.words);
                cx.prompt(Purpose::Names);
            }
            Action::OpenName if matches!(self.line(), Some(Line::Fold(..))) => {
                self.with_rare = Some(self.page.rare.is_empty());
                self.ask(cx);
            }
            Action::NamesOrder(order) => {
                cx.session.names_order = *order;
                cx.wish(Wish::Remember);
                self.begin(cx);
            }
            Action::Cancel if !self.words.is_empty() => self.narrow("", cx),
            _ => return false,
        }
        true
    }

    /// Handles what is being typed; false if it is not for this screen.
    pub fn typed(&mut self, typed: &Typed, cx: &mut Cx<'_>) -> bool {
        if typed.purpose != Purpose::Names {
            return false;
        }
        match typed.stage {
            Stage::Typing => self.narrow(&typed.words, cx),
            Stage::Cancelled => {
                let before = std::mem::take(&mut self.before_typing);
                self.narrow(&before, cx);
            }
            Stage::Accepted | Stage::Kept => {}
        }
        true
    }

    fn narrow(&mut self, words: &str, cx: &mut Cx<'_>) {
        words.clone_into(&mut self.words);
        self.begin(cx);
    }

    /// Requests other names, from the first one on.
    fn begin(&mut self, cx: &mut Cx<'_>) {
        (self.cursor, self.stays) = (Cursor::default(), false);
        self.ask(cx);
    }

    /// Why it has no names, if it has none.
    pub fn empty(&self) -> Option<Empty> {
        if self.count() > 0 || self.waiting {
            return None;
        }
        Some(if self.words.is_empty() {
            Empty::new("No names yet: they come with articles", "q goes back")
        } else {
            let why = format!("No {} matches “{}”", self.kind.word(), self.words);
            Empty::new(why, "/ changes the search")
        })
    }

    /// Handles an answer of the library.
    pub fn answer(&mut self, answer: Answer, session: &Session) {
        if let Answer::Names(mut page) = answer {
            // Muted names are dimmed, but a search finds them.
            if self.words.is_empty() {
                for rows in [&mut page.often, &mut page.rare] {
                    rows.retain(|name| !session.attended.mutes(name.row.id));
                }
            }
            let stays = std::mem::take(&mut self.stays);
            let stands_on = self.name().map(|name| name.row.id).filter(|_| stays);
            self.page = page;
            let same = |line: Line<'_>| matches!(line, Line::Name(name) if Some(name.row.id) == stands_on);
            if let Some(at) = stands_on.and_then(|_| self.lines_from(0).position(same)) {
                self.cursor.move_to(at);
            }
            // The first name, not the fold above it, is what Enter should open.
            if self.cursor.at == 0 && self.page.often.is_empty() {
                self.cursor.at = 1;
            }
            self.cursor.keep_within(self.count());
            self.waiting = false;
        }
    }

    /// Requests everything it shows again, keeping the selected name.
    pub fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.stays = true;
        self.ask(cx);
    }

    fn ask(&mut self, cx: &mut Cx<'_>) {
        let (kind, words, order) = (self.kind, self.words.clone(), cx.session.names_order);
        let names = NamesQuery { kind, words, order, with_rare: self.with_rare };
        cx.ask(Slot::Names, Request::Names { names, count: ASKED, now: cx.session.now.seconds });
    }

    /// The mouse did something at a column and row.
    pub fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) {
        match mouse {
            Mouse::Wheel(notches) => self.go(Motion::Step(i32::from(notches) * WHEEL_LINES), cx.session),
            Mouse::Click => {
                let line = line_in(Self::layout(cx.session).rows, column, row);
                if self.cursor.click(line, self.count()) {
                    cx.act(Action::OpenName);
                }
            }
        }
    }

    /// The visible names.
    pub fn hint_targets(&self, session: &Session) -> Vec<HintTarget> {
        let area = Self::layout(session).rows;
        let lines = self.lines_from(self.cursor.top).zip(area.y..area.bottom()).enumerate();
        let targets = lines.filter_map(|(line, (name, row))| match name {
            Line::Name(name) => Some(HintTarget {
                column: area.x,
                row,
                goal: HintGoal::Row(self.cursor.top + line),
                text: name.row.name.clone(),
            }),
            Line::Fold(..) => None,
        });
        targets.collect()
    }

    /// Goes to the target of a hint.
    pub fn follow_hint(&mut self, goal: &HintGoal) {
        if let HintGoal::Row(at) = goal {
            self.cursor.at = (*at).min(self.count().saturating_sub(1));
        }
    }

    /// The row of the cursor on the screen.
    pub fn cursor_row(&self, session: &Session) -> u16 {
        Self::layout(session).rows.y
            + u16::try_from(self.cursor.at.saturating_sub(self.cursor.top)).unwrap_or(0)
    }

    /// The user's location, to return to.
    pub fn location(&self) -> Location {
        let at = NamesAt { words: self.words.clone(), cursor: self.cursor.at, with_rare: self.with_rare };
        Location::Names(self.kind, at)
    }

    /// The breadcrumbs in the header.
    pub fn title(&self) -> Vec<String> {
        let words = Some(format!("{}…", self.words)).filter(|_| !self.words.is_empty());
        std::iter::once(self.kind.title().to_owned()).chain(words).collect()
    }

    /// The most important actions here, with short labels.
    pub fn hints() -> &'static [(&'static str, &'static str)] {
        &[
            ("dossier", "dossier of the name"),
            ("find-name", "find a name"),
            ("names-rising", "rising first"),
            ("peek", "peek"),
            ("merge-name…", "correct it"),
            ("leave", "back"),
            ("help", "all keys"),
        ]
    }

    fn go(&mut self, motion: Motion, session: &Session) {
        let height = usize::from(Self::layout(session).rows.height);
        self.cursor.go(motion, self.count(), height);
    }
}
