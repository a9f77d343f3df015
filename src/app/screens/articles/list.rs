//! The list of articles: a window on a library's list that grows as the user approaches its end.
//!
//! It never holds the whole list: at most [`KEPT`] rows, so that memory does not grow with the library. `ui/list.rs`
//! draws it.

use crate::app::marks;
use crate::app::motion::Motion;
use crate::app::view::ListView;
use crate::model::{Anchor, ArticleId, Edit, Row, RowKey, Window};
use crate::text::time::{self, Now};

/// The number of rows requested at a time.
pub const ASKED: usize = 120;
/// The maximum number of rows held.
pub const KEPT: usize = 600;
/// The distance from an end at which more rows are requested.
const NEAR: usize = 40;

/// How far the articles of a list were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counting {
    /// All of them.
    #[default]
    Done,
    /// There are more.
    SoFar,
}

/// The state of the list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct List {
    /// Which articles it shows.
    pub view: ListView,
    /// The views before filtering, the latest last.
    pub earlier: Vec<ListView>,
    /// The rows it holds.
    pub rows: Vec<Row>,
    /// There are rows before the first.
    pub more_before: bool,
    /// There are rows after the last.
    pub more_after: bool,
    /// How many articles the whole list has.
    pub total: u64,
    /// Whether that is all of them.
    pub counting: Counting,
    /// What was wrong with the query.
    pub warning: Option<String>,
    /// Whether no answer has arrived yet.
    pub waiting: bool,
    /// The selected row.
    pub cursor: usize,
    /// The first visible row.
    pub top: usize,
}

impl List {
    /// The selected row.
    pub fn selected(&self) -> Option<&Row> {
        self.rows.get(self.cursor)
    }

    /// Changes to another view, whose rows arrive later. With `keep`, [`List::pop`] returns to the current view.
    pub fn turn(&mut self, view: ListView, keep: bool) {
        let mut left = std::mem::replace(&mut self.view, view);
        left.at = self.selected().map(|row| row.key);
        if keep {
            self.earlier.push(left);
        }
        self.waiting = true;
    }

    /// Goes back to the view before the last filter; false if there is none.
    pub fn pop(&mut self) -> bool {
        let Some(view) = self.earlier.pop() else { return false };
        self.view = view;
        self.waiting = true;
        true
    }

    /// Takes the rows of the view, and selects `key` if it is among them.
    pub fn fill(&mut self, window: Window, key: Option<RowKey>) {
        self.cursor = key.and_then(|key| window.rows.iter().position(|row| row.key == key)).unwrap_or(0);
        self.top = self.cursor.saturating_sub(3);
        self.rows = window.rows;
        self.more_before = window.more_before;
        self.more_after = window.more_after;
        self.total = window.total;
        self.counting = if window.is_partial { Counting::SoFar } else { Counting::Done };
        self.warning = window.error.map(|error| error.to_string()).or(window.complaint);
        self.waiting = false;
    }

    /// Takes the exact number of articles in the list.
    pub fn counted(&mut self, total: u64) {
        (self.total, self.counting) = (total, Counting::Done);
    }

    /// Adds more rows at the end where they belong, and drops rows far from it.
    pub fn extend(&mut self, window: Window) {
        let Some(first) = window.rows.first().map(|row| row.key) else {
            self.more_before &= !self.near_start();
            self.more_after &= !self.near_end();
            return;
        };
        if self.rows.last().is_some_and(|last| first < last.key) {
            self.rows.extend(window.rows);
            self.more_after = window.more_after;
            let surplus = self.rows.len().saturating_sub(KEPT).min(self.top);
            self.rows.drain(..surplus);
            self.more_before |= surplus > 0;
            self.cursor -= surplus.min(self.cursor);
            self.top -= surplus;
        } else {
            let added = window.rows.len();
            self.rows.splice(..0, window.rows);
            self.more_before = window.more_before;
            self.cursor += added;
            self.top += added;
            let keep = KEPT.max(self.cursor + NEAR);
            self.more_after |= self.rows.len() > keep;
            self.rows.truncate(keep);
        }
    }

    /// Moves; [`List::wanted`] requests what lies beyond the held rows.
    pub fn go(&mut self, motion: Motion, height: usize, now: Now) {
        let rows_in_sight = (height / 2).max(1);
        self.cursor = motion.target(self.cursor, self.rows.len(), rows_in_sight);
        self.keep_in_sight(height, now);
    }

    /// The rows that will soon be needed, if any.
    pub fn wanted(&self) -> Option<Anchor> {
        if self.more_after && self.near_end() {
            self.rows.last().map(|row| Anchor::After(row.key))
        } else if self.more_before && self.near_start() {
            self.rows.first().map(|row| Anchor::Before(row.key))
        } else {
            None
        }
    }

    /// Selects an article, if it is among the rows.
    pub fn select(&mut self, article: ArticleId, height: usize, now: Now) -> bool {
        let found = self.rows.iter().position(|row| row.id() == article);
        self.cursor = found.unwrap_or(self.cursor);
        self.keep_in_sight(height, now);
        found.is_some()
    }

    /// Selects the row drawn in the pane's line `line`; false if there is none.
    pub fn click(&mut self, line: usize, height: usize, now: Now) -> bool {
        let hit = self
            .visible(height, now)
            .into_iter()
            .find(|shown| (shown.line..shown.line + shown.height).contains(&line));
        if let Some(shown) = &hit {
            self.cursor = shown.row;
        }
        hit.is_some()
    }

    /// The next unread row among those held.
    pub fn next_unread(&self, forward: bool) -> Option<usize> {
        let unread = |&at: &usize| self.rows[at].unread;
        if forward {
            (self.cursor + 1..self.rows.len()).find(unread)
        } else {
            (0..self.cursor.min(self.rows.len())).rev().find(unread)
        }
    }

    /// Shows an edit.
    pub fn apply(&mut self, edit: &Edit) {
        let deleted = marks::deleted(edit);
        if !deleted.is_empty() {
            let before = self.rows.len();
            let above = self.rows[..self.cursor.min(before)].iter();
            let gone_above = above.filter(|row| deleted.contains(&row.id())).count();
            self.rows.retain(|row| !deleted.contains(&row.id()));
            self.total = self.total.saturating_sub((before - self.rows.len()) as u64);
            self.cursor = (self.cursor - gone_above).min(self.rows.len().saturating_sub(1));
            self.top = self.top.min(self.cursor);
        }
        for row in &mut self.rows {
            marks::show(row, edit);
        }
    }

    /// The visible rows from the top, with their positions.
    pub fn visible(&self, height: usize, now: Now) -> Vec<Shown> {
        let mut shown = Vec::new();
        let mut line = 0;
        for row in self.top.min(self.rows.len())..self.rows.len() {
            if line >= height {
                break;
            }
            let heading = self.heading(row, row == self.top, now);
            let rows = self.height_of(row, heading.is_some());
            shown.push(Shown { row, line, height: rows, heading });
            line += rows;
        }
        shown
    }

    /// The heading of a row, if it is the first under the heading or the first visible row.
    fn heading(&self, at: usize, on_top: bool, now: Now) -> Option<String> {
        if !self.view.is_by_time() {
            return None;
        }
        let of = |row: &Row| time::heading(row.listed(), now);
        let own = of(&self.rows[at]);
        let is_first = at == 0 || of(&self.rows[at - 1]) != own;
        (on_top || is_first).then_some(own)
    }

    fn height_of(&self, at: usize, heading: bool) -> usize {
        2 + usize::from(heading) + usize::from(self.rows[at].snippet.is_some())
    }

    fn keep_in_sight(&mut self, height: usize, now: Now) {
        self.top = self.top.min(self.cursor);
        while self.top < self.cursor {
            let shown = self.visible(height, now);
            let fits = |shown: &Shown| shown.row == self.cursor && shown.line + shown.height <= height;
            if shown.iter().any(fits) {
                break;
            }
            // From far away, jump by whole screens; from nearby, move by single rows.
            let reach = shown.len().max(1);
            self.top += if self.cursor - self.top > 2 * reach { self.cursor - self.top - reach } else { 1 };
        }
    }

    fn near_end(&self) -> bool {
        self.cursor + NEAR >= self.rows.len()
    }

    fn near_start(&self) -> bool {
        self.cursor < NEAR
    }
}

/// A visible row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its index among the list's rows.
    pub row: usize,
    /// The pane's line where it begins, including its heading.
    pub line: usize,
    /// Its height in lines.
    pub height: usize,
    /// The heading above it.
    pub heading: Option<String>,
}
