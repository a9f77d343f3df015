//! Saved searches: the user's own views, with the number of unread articles in each and the rule for new articles
//! that it finds. `ui/searches.rs` draws it.

use crate::app::action::{Action, SavedAction};
use crate::app::context::{Contexts, Focus, Location};
use crate::app::cx::Cx;
use crate::app::effect::{Answer, Request, Slot};
use crate::app::empty::Empty;
use crate::app::message::{Mouse, WHEEL_LINES};
use crate::app::motion::{Cursor, Motion};
use crate::app::purpose::{Purpose, Stage, Typed};
use crate::app::session::{Session, line_in, trimmed};
use crate::app::view::{Filter, ListView};
use crate::model::{Edit, Origin, RecordEdit, SavedSearch, SearchRow};
use crate::text::clean;
use ratatui::layout::Rect;

/// The maximum width of the list, so that counts stay near their names.
const WIDEST: u16 = 100;
/// Lines above the rows: the heading, and an empty one.
const HEADING: u16 = 2;
/// Lines below them, with the query and the rule of the selected search.
const FOOT: u16 = 3;
/// The distance between a new search and the last one, which leaves room to move others between.
const GAP: i64 = 1 << 20;

/// The list of saved searches.
#[derive(Debug, Clone, PartialEq)]
pub struct Searches {
    /// Its rows, in the user's order.
    pub rows: Vec<SearchRow>,
    /// The unsaved search the user came from.
    pub unsaved: Option<String>,
    /// Whether no answer has arrived yet.
    pub waiting: bool,
    /// The selected row.
    pub cursor: Cursor,
}

/// The geometry of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchesLayout {
    /// The line with its heading.
    pub heading: Rect,
    /// The rows.
    pub rows: Rect,
    /// The query and the rule of the selected search.
    pub foot: Rect,
}

impl Searches {
    /// A list that has yet to be requested.
    pub fn at(cursor: usize, unsaved: Option<String>) -> Self {
        Self { rows: Vec::new(), unsaved, waiting: true, cursor: Cursor::new(cursor) }
    }

    /// Its geometry.
    pub fn layout(session: &Session) -> SearchesLayout {
        let body = session.frame().body;
        let inner = Rect { x: body.x + 1, width: body.width.saturating_sub(2).min(WIDEST), ..body };
        let foot = FOOT.min(inner.height);
        SearchesLayout {
            heading: inner,
            rows: trimmed(inner, HEADING, FOOT),
            foot: trimmed(inner, inner.height - foot, 0),
        }
    }

    /// The current contexts.
    pub fn contexts() -> Contexts {
        Contexts::SEARCHES
    }

    /// The selected search.
    pub fn selected(&self) -> Option<&SearchRow> {
        self.rows.get(self.cursor.at)
    }

    /// Carries out an action; false if it has no meaning here.
    pub fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Move(motion) => self.go(*motion, cx.session),
            Action::Beside { .. } | Action::Around { .. } => {}
            Action::Open => self.open(cx),
            Action::Ask(purpose @ (Purpose::RenameSearch | Purpose::SearchTag)) => cx.prompt(*purpose),
            Action::Saved(SavedAction::Save) => match &self.unsaved {
                Some(_) => cx.prompt(Purpose::SaveSearch),
                None => cx.act(Action::Ask(Purpose::Search)),
            },
            Action::Saved(SavedAction::Remove) => self.remove(cx),
            Action::Saved(SavedAction::Move { down }) => self.shift(*down, cx),
            Action::Saved(SavedAction::Read) => {
                self.change(cx, |search| search.rule.read = !search.rule.read);
            }
            Action::Saved(SavedAction::Bookmark) => {
                self.change(cx, |search| search.rule.bookmark = !search.rule.bookmark);
            }
            Action::Saved(SavedAction::Mute) => {
                self.change(cx, |search| search.rule.mute = !search.rule.mute);
            }
            Action::Saved(SavedAction::Notify) => {
                self.change(cx, |search| search.rule.notify = !search.rule.notify);
            }
            _ => return false,
        }
        true
    }

    /// Handles what is being typed; false if it is not for this screen.
    pub fn typed(&mut self, typed: &Typed, cx: &mut Cx<'_>) -> bool {
        let words = clean::line(&typed.words);
        match (typed.purpose, typed.stage) {
            (Purpose::SaveSearch, Stage::Accepted) => self.save(words, cx),
            (Purpose::RenameSearch, Stage::Accepted) if !words.is_empty() => {
                self.change(cx, |search| search.name = words);
            }
            (Purpose::SearchTag, Stage::Accepted) => {
                let tag = Some(words.to_lowercase()).filter(|tag| !tag.is_empty());
                self.change(cx, |search| search.rule.tag = tag);
            }
            (Purpose::SaveSearch | Purpose::RenameSearch | Purpose::SearchTag, _) => {}
            _ => return false,
        }
        true
    }

    /// Lists the articles that the search finds.
    fn open(&self, cx: &mut Cx<'_>) {
        match self.selected() {
            Some(row) => {
                let SavedSearch { name, query, .. } = row.search.clone();
                let view = ListView::filtered(Filter::Saved(row.id, name, query));
                cx.open(Location::Articles(view, Focus::List, None));
            }
            None => cx.act(Action::Saved(SavedAction::Save)),
        }
    }

    /// Saves the search the user came from, under a name or under its own words.
    fn save(&mut self, name: String, cx: &mut Cx<'_>) {
        let Some(query) = self.unsaved.take() else { return };
        let name = if name.is_empty() { query.clone() } else { name };
        let position = self.rows.last().map_or(0, |last| last.search.position) + GAP;
        let search = SavedSearch { name, query, position, ..SavedSearch::default() };
        self.cursor.at = self.rows.len();
        cx.edit(Edit::SavedSearch(RecordEdit::Add(search)), Origin::User);
    }

    fn remove(&self, cx: &mut Cx<'_>) {
        if let Some(row) = self.selected() {
            cx.edit(Edit::SavedSearch(RecordEdit::Remove(row.id)), Origin::User);
        }
    }

    fn change(&self, cx: &mut Cx<'_>, change: impl FnOnce(&mut SavedSearch)) {
        if let Some(row) = self.selected() {
            let mut search = row.search.clone();
            change(&mut search);
            cx.edit(Edit::SavedSearch(RecordEdit::Put(row.id, search)), Origin::User);
        }
    }

    /// Moves the search up or down: gives it a position between its new neighbours.
    fn shift(&mut self, down: bool, cx: &mut Cx<'_>) {
        let place = |at: usize| self.rows.get(at).map(|row| row.search.position);
        let (near, far) = if down {
            (place(self.cursor.at + 1), place(self.cursor.at + 2))
        } else {
            let above = |by: usize| self.cursor.at.checked_sub(by).and_then(place);
            (above(1), above(2))
        };
        let Some(near) = near else { return };
        let position = far.map_or(if down { near + GAP } else { near - GAP }, |far| i64::midpoint(near, far));
        self.change(cx, |search| search.position = position);
    }

    /// Why it has no rows, if it has none.
    pub fn empty(&self) -> Option<Empty> {
        (self.rows.is_empty() && !self.waiting).then(|| {
            Empty::new("No search is saved yet", "s searches; in its results gs and then s saves it")
        })
    }

    /// Handles an answer of the library.
    pub fn answer(&mut self, answer: Answer) {
        if let Answer::Searches(rows) = answer {
            self.cursor.follow(&self.rows, &rows, |row| row.id);
            self.rows = rows;
            self.waiting = false;
        }
    }

    /// Requests everything it shows again.
    pub fn refresh(cx: &mut Cx<'_>) {
        cx.ask(Slot::Searches, Request::Searches);
    }

    /// The mouse did something at a column and row.
    pub fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) {
        match mouse {
            Mouse::Wheel(notches) => self.go(Motion::Step(i32::from(notches) * WHEEL_LINES), cx.session),
            Mouse::Click => {
                let line = line_in(Self::layout(cx.session).rows, column, row);
                if self.cursor.click(line, self.rows.len()) {
                    self.open(cx);
                }
            }
        }
    }

    /// The user's location, to return to.
    pub fn location(&self) -> Location {
        Location::Searches(self.cursor.at, self.unsaved.clone())
    }

    /// The breadcrumbs in the header.
    pub fn title() -> Vec<String> {
        vec!["Saved searches".to_owned()]
    }

    /// The most important actions here, with short labels.
    pub fn hints(&self) -> &'static [(&'static str, &'static str)] {
        if self.unsaved.is_some() {
            &[
                ("save-search", "save this search"),
                ("open-search", "open"),
                ("leave", "back"),
                ("help", "all keys"),
            ]
        } else {
            &[
                ("open-search", "open"),
                ("rename-search", "rename"),
                ("notify-search", "notify"),
                ("tag-search", "tag"),
                ("remove-search", "remove"),
                ("search-down", "move"),
                ("leave", "back"),
                ("help", "all keys"),
            ]
        }
    }

    fn go(&mut self, motion: Motion, session: &Session) {
        let height = usize::from(Self::layout(session).rows.height);
        self.cursor.go(motion, self.rows.len(), height);
    }
}
