//! A list without articles: why it has none, and the names that may be meant by an unknown one.

use super::Articles;
use super::list::{List, Room};
use crate::app::action::Action;
use crate::app::context::Focus;
use crate::app::empty::Empty;
use crate::model::BuiltinList;
use crate::model::Span;
use crate::text::wrap::wrap;

/// Columns beside the lines of an empty list.
pub const MARGIN: u16 = 3;

/// A line of an empty list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmptyLine {
    /// Words.
    Words(String),
    /// A name that may be meant, by its place among the nearest.
    Name(usize),
}

impl List {
    /// Why it has no articles, if it has none.
    pub fn empty(&self) -> Option<Empty> {
        if self.waiting || !self.rows.is_empty() {
            return None;
        }
        let is_filtered = !self.view.filters.is_empty();
        let (why, next) = match (&self.warning, self.view.builtin) {
            (Some(_), _) if !self.nearest.is_empty() => {
                ("Nothing found. One of these may be meant", "Enter opens it · Esc goes back")
            }
            (Some(_), _) => ("Nothing found: the line below says why", "Esc goes back"),
            (None, _) if self.view.is_of_feeds() => {
                ("No articles from this feed yet", "r fetches it · q goes back")
            }
            (None, _) if is_filtered => ("Nothing found", "Esc goes back · try other words"),
            (None, BuiltinList::Unread) => ("No unread articles", "gi shows all articles"),
            (None, BuiltinList::Bookmarks) => ("No bookmarks yet", "b on an article sets one"),
            (None, BuiltinList::History) => ("No articles read yet", "Enter on an article opens it"),
            (None, BuiltinList::All) => ("No articles yet", "ga adds a feed, a page or a file"),
        };
        Some(Empty::new(why, next))
    }

    /// Its lines if it has no articles: below an empty one, within [`MARGIN`].
    pub fn empty_lines(&self, room: Room) -> Vec<EmptyLine> {
        let columns = usize::from(room.columns.saturating_sub(MARGIN));
        let wrapped = |text: String| {
            let lines = wrap(&text, Span::new(0, text.len()), columns);
            lines.into_iter().map(|line| EmptyLine::Words(line.of(&text).to_owned())).collect::<Vec<_>>()
        };
        let Some(empty) = self.empty() else { return Vec::new() };
        let mut lines = vec![EmptyLine::Words(String::new())];
        lines.extend(empty.lines().into_iter().flat_map(wrapped));
        if !self.nearest.is_empty() {
            lines.push(EmptyLine::Words(String::new()));
            lines.extend((0..self.nearest.len()).map(EmptyLine::Name));
        }
        lines
    }

    /// Selects the name drawn in a line of the pane; whether there is one, and whether it was selected before.
    pub(super) fn click_nearest(&mut self, line: usize, room: Room) -> Option<bool> {
        match self.empty_lines(room).get(line) {
            Some(EmptyLine::Name(at)) => Some(std::mem::replace(&mut self.cursor, *at) == *at),
            _ => None,
        }
    }
}

impl Articles {
    /// Why an action finds nothing to work on: the list that has the focus is empty.
    pub fn why_not(&self, action: &Action) -> Option<Empty> {
        let empty = self.list.empty().filter(|_| self.focus == Focus::List)?;
        let is_for_name = matches!(action, Action::Open | Action::OpenName | Action::Peek);
        let goes_on = matches!(action, Action::Unread { .. } | Action::ReadOn);
        let has_names = is_for_name && !self.list.nearest.is_empty();
        // From an empty feed one goes on to the next.
        let has_feeds = goes_on && self.list.view.is_of_feeds();
        (!has_names && !has_feeds).then_some(empty)
    }
}
