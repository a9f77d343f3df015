//! The list of articles: a stretch of a library's list that grows as the user comes near its end.
//!
//! It never holds the whole list: at most [`KEPT`] rows, so that memory does not grow with the
//! library. `ui/list.rs` draws it.

use crate::app::marks;
use crate::app::motion::Motion;
use crate::app::view::ListView;
use crate::model::{Anchor, ArticleId, Edit, Row, RowKey, Window};
use crate::text::time::{self, Now};

/// Rows asked for at once.
pub const ASKED: usize = 120;
/// Rows kept at most.
pub const KEPT: usize = 600;
/// So near an end, the next stretch is asked for.
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

/// What the list remembers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct List {
    /// Which articles it shows.
    pub view: ListView,
    /// Views that filtering left behind, the latest last.
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
    /// No answer has come yet.
    pub waiting: bool,
    /// The row it stands on.
    pub cursor: usize,
    /// The first row in sight.
    pub top: usize,
}

impl List {
    /// The row it stands on.
    pub fn selected(&self) -> Option<&Row> {
        self.rows.get(self.cursor)
    }

    /// Turns to other articles; the rows come later. What was there can be come back to with
    /// [`List::pop`] where `keep` says so.
    pub fn turn(&mut self, view: ListView, keep: bool) {
        let mut left = std::mem::replace(&mut self.view, view);
        left.at = self.selected().map(|row| row.key);
        if keep {
            self.earlier.push(left);
        }
        self.waiting = true;
    }

    /// Goes back to the view before the last filter; false where there is none.
    pub fn pop(&mut self) -> bool {
        let Some(view) = self.earlier.pop() else { return false };
        self.view = view;
        self.waiting = true;
        true
    }

    /// Takes the rows that the view was asked for, and stands on `key` where it is among them.
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

    /// Takes how many articles the list has in all.
    pub fn counted(&mut self, total: u64) {
        (self.total, self.counting) = (total, Counting::Done);
    }

    /// Adds a further stretch at the end it belongs to, and lets go of rows far from it.
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

    /// Moves; what lies beyond the rows it holds is asked for with [`List::wanted`].
    pub fn go(&mut self, motion: Motion, height: usize, now: Now) {
        let rows_in_sight = (height / 2).max(1);
        self.cursor = motion.target(self.cursor, self.rows.len(), rows_in_sight);
        self.keep_in_sight(height, now);
    }

    /// The further stretch the user will soon need, if any.
    pub fn wanted(&self) -> Option<Anchor> {
        if self.more_after && self.near_end() {
            self.rows.last().map(|row| Anchor::After(row.key))
        } else if self.more_before && self.near_start() {
            self.rows.first().map(|row| Anchor::Before(row.key))
        } else {
            None
        }
    }

    /// Stands on an article, if it is among the rows.
    pub fn select(&mut self, article: ArticleId, height: usize, now: Now) -> bool {
        let found = self.rows.iter().position(|row| row.id() == article);
        self.cursor = found.unwrap_or(self.cursor);
        self.keep_in_sight(height, now);
        found.is_some()
    }

    /// Stands on the row that is drawn in the pane's line `line`; false where there is none.
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

    /// The next unread row among those it holds.
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

    /// The rows in sight, from the top, and where each is drawn.
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

    /// The heading a row stands under, where it is the first of it or stands on top.
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
            // Far away, whole screens are jumped; near by, one row at a time.
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

/// A row in sight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its place among the list's rows.
    pub row: usize,
    /// The pane's line it begins on, its heading included.
    pub line: usize,
    /// How many lines it takes.
    pub height: usize,
    /// The heading above it.
    pub heading: Option<String>,
}
