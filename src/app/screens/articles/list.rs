//! The list of articles: a window on a library's list that grows as the user approaches its end.
//!
//! It never holds the whole list: at most [`KEPT`] rows, so that memory does not grow with the library. `ui/list.rs`
//! draws it.

use crate::app::marks;
use crate::app::motion::Motion;
use crate::app::view::ListView;
use crate::model::{Anchor, ArticleId, Counts, Edit, EntityRow, ListQuery, Order, Row, RowKey, Span, Window};
use crate::text::time::{self, Now};
use crate::text::wrap::wrap;
use std::ops::RangeInclusive;

/// The number of rows requested at a time.
pub const ASKED: usize = 120;
/// The same at each key of a search: the texts of all these rows are read for their excerpts.
const ASKED_TYPING: usize = NEAR + 8;
/// The maximum number of rows held.
pub const KEPT: usize = 600;
/// The distance from an end at which more rows are requested.
const NEAR: usize = 40;

/// The maximum number of lines of a title.
const TITLE_LINES: usize = 2;
/// The number of rows shown above the one that a list is opened at.
const ABOVE: usize = 3;
/// Columns beside a title: the cursor, the unread mark, a blank on either side.
pub const BESIDE_TITLE: u16 = 4;
/// Columns that the bookmark mark takes from a title.
pub const STAR: u16 = 2;

/// The space that a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Columns of its pane.
    pub columns: u16,
    /// Lines of its pane.
    pub height: usize,
    /// The current time, for the headings.
    pub now: Now,
}

/// The counts of a list in the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListCount {
    /// Its articles.
    pub articles: u64,
    /// Whether there are more than have been counted so far.
    pub is_partial: bool,
    /// How many of them are unread, once counted.
    pub unread: Option<u64>,
}

impl ListCount {
    /// The counts of the list of all articles.
    pub fn of_all(counts: Counts) -> Self {
        Self { articles: counts.articles, is_partial: false, unread: Some(counts.unread) }
    }
}

/// How far the articles of a list were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counting {
    /// All of them.
    #[default]
    Done,
    /// There are more.
    SoFar,
}

/// An end of the loaded rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Side {
    /// Below them.
    #[default]
    After,
    /// Above them.
    Before,
}

/// A selection of rows: from the row where it started to the current row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// The row where it started.
    pub from: RowKey,
    /// Whether that row is above the current row; it may no longer be loaded.
    pub begins_above: bool,
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
    /// How many of them are unread, once counted.
    pub unread: Option<u64>,
    /// The selected rows.
    pub selection: Option<Selection>,
    /// The side on which the rows requested last belong.
    pub(super) wanted: Side,
    /// How the query was understood.
    pub understood: Option<String>,
    /// What was wrong with the query.
    pub warning: Option<String>,
    /// Names that may be meant by an unknown one, where nothing was found.
    pub nearest: Vec<EntityRow>,
    /// Whether no answer has arrived yet.
    pub waiting: bool,
    /// The selected row; where there are none, the selected one of the nearest names.
    pub cursor: usize,
    /// The first visible row.
    pub top: usize,
    /// The list's first article when it was last in sight: those above it have come since.
    pub(super) seen_top: Option<ArticleId>,
    /// The rows of articles that were deleted while this list was shown.
    pub(super) deleted: Vec<RowKey>,
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
        (self.unread, self.selection) = (None, None);
        self.deleted.clear();
    }

    /// Goes back to the view before the last filter; false if there is none.
    pub fn pop(&mut self) -> bool {
        let Some(view) = self.earlier.pop() else { return false };
        self.view = view;
        self.waiting = true;
        (self.unread, self.selection) = (None, None);
        true
    }

    /// The view without the filter of a breadcrumb, or without any for the first one, and the same for the views to go
    /// back to; `None` if there is no such filter.
    pub fn without(&mut self, step: usize) -> Option<ListView> {
        let filters = &self.view.filters;
        let removed = match step.checked_sub(1) {
            None => filters.clone(),
            Some(at) => vec![filters.get(at)?.clone()],
        };
        if removed.is_empty() {
            return None;
        }
        let at = self.selected().map(|row| row.key);
        let mut views: Vec<ListView> = self.earlier.drain(..).chain([self.view.clone()]).collect();
        for view in &mut views {
            view.filters.retain(|filter| !removed.contains(filter));
        }
        views.dedup_by(|one, other| one.filters == other.filters);
        let view = views.pop();
        self.earlier = views;
        view.map(|view| ListView { at, typing: false, ..view })
    }

    /// Takes the requested rows, and moves to the article of `key`, or to where it would be. If it `stays`, the list is
    /// the same as before, and the selected row keeps its line; what has come above it is out of sight.
    pub fn fill(&mut self, window: Window, key: Option<RowKey>, stays: bool) {
        let above = if stays { self.cursor.saturating_sub(self.top) } else { ABOVE };
        self.seen_top.take_if(|_| !stays);
        self.cursor = Self::selected_of(&window, key).unwrap_or(0);
        self.top = self.cursor.saturating_sub(above);
        self.rows = window.rows;
        self.more_before = window.more_before;
        self.more_after = window.more_after;
        self.total = window.total;
        self.counting = if window.is_partial { Counting::SoFar } else { Counting::Done };
        self.understood = window.understood;
        self.nearest = window.nearest;
        self.warning = window.error.map(|error| error.to_string()).or(window.complaint);
        self.waiting = false;
    }

    /// The row of requested ones that is selected: the article of `key`, or where it would be.
    pub(super) fn selected_of(window: &Window, key: Option<RowKey>) -> Option<usize> {
        let last = window.rows.len().checked_sub(1)?;
        let found = key.and_then(|key| window.rows.iter().position(|row| row.id() == key.article));
        Some(found.unwrap_or_else(|| key.map_or(0, |_| window.above.min(last))))
    }

    /// Takes the exact number of articles in the list.
    pub fn counted(&mut self, total: u64) {
        (self.total, self.counting) = (total, Counting::Done);
    }

    /// Adds the requested rows at its end, and drops rows far from it.
    pub fn extend(&mut self, window: Window) {
        self.note_side();
        if window.rows.is_empty() {
            self.more_before &= self.wanted == Side::After;
            self.more_after &= self.wanted == Side::Before;
        } else if self.wanted == Side::After {
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

    /// Puts a row back that is no longer in the list: it stays while it is being read.
    pub fn keep(&mut self, row: Row) {
        if self.rows.iter().all(|other| other.id() != row.id()) {
            self.cursor = self.rows.partition_point(|other| other.key > row.key);
            self.rows.insert(self.cursor, row);
        }
    }

    /// Moves; rows beyond the loaded ones are requested with [`List::want`].
    pub fn go(&mut self, motion: Motion, room: Room) {
        self.note_side();
        if self.rows.is_empty() {
            self.cursor = motion.target(self.cursor, self.nearest.len(), room.height);
            return;
        }
        let rows_in_sight = (room.height / 2).max(1);
        self.cursor = motion.target(self.cursor, self.rows.len(), rows_in_sight);
        self.keep_in_sight(room);
        self.note_top();
    }

    /// Shows as many rows as there is room for: none is left out above while lines below the last one are empty.
    pub fn use_room(&mut self, room: Room) {
        while self.top > 0 && self.fits_from(self.top - 1, room) {
            self.top -= 1;
        }
        self.note_top();
    }

    /// Whether all rows from one on are in sight at once.
    fn fits_from(&self, top: usize, room: Room) -> bool {
        let shown = self.shown_from(top, room);
        let lines = shown.last().map_or(0, |last| last.line + last.height);
        shown.len() == self.rows.len() - top && lines <= room.height
    }

    /// How many articles have come above the list's first one since that was in sight, and are not in sight themselves.
    pub fn new_above(&self) -> usize {
        let seen = self.seen_top.and_then(|id| self.rows.iter().position(|row| row.id() == id));
        seen.map_or(0, |seen| seen.min(self.top))
    }

    /// Records the first article of the list if it is in sight.
    fn note_top(&mut self) {
        if self.top == 0 && !self.more_before {
            self.seen_top = self.rows.first().map(Row::id);
        }
    }

    /// The first row of the articles that an edit brings back into this list.
    pub fn returned(&self, edit: &Edit) -> Option<RowKey> {
        let restored = marks::restored(edit);
        self.deleted.iter().find(|row| restored.contains(&row.article)).copied()
    }

    /// The rows that will soon be needed, if any.
    pub fn want(&mut self) -> Option<Anchor> {
        if self.more_after && self.near_end() {
            self.wanted = Side::After;
            self.rows.last().map(|row| Anchor::After(row.key))
        } else if self.more_before && self.near_start() {
            self.wanted = Side::Before;
            self.rows.first().map(|row| Anchor::Before(row.key))
        } else {
            None
        }
    }

    /// Selects an article, if it is among the rows.
    pub fn select(&mut self, article: ArticleId, room: Room) -> bool {
        let found = self.rows.iter().position(|row| row.id() == article);
        self.cursor = found.unwrap_or(self.cursor);
        self.keep_in_sight(room);
        self.note_top();
        found.is_some()
    }

    /// Selects the row drawn in the pane's line `line`; false if there is none.
    pub fn click(&mut self, line: usize, room: Room) -> bool {
        let hit = self
            .visible(room)
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
            let gone = self.rows.iter().filter(|row| deleted.contains(&row.id()));
            self.deleted.extend(gone.map(|row| row.key));
            self.rows.retain(|row| !deleted.contains(&row.id()));
            self.total = self.total.saturating_sub((before - self.rows.len()) as u64);
            self.cursor = (self.cursor - gone_above).min(self.rows.len().saturating_sub(1));
            self.top = self.top.min(self.cursor);
            self.note_top();
        }
        for row in &mut self.rows {
            marks::show(row, edit);
        }
    }

    /// The visible rows from the top, with their positions.
    pub fn visible(&self, room: Room) -> Vec<Shown> {
        self.shown_from(self.top, room)
    }

    /// The rows that are visible where `top` is the first one.
    fn shown_from(&self, top: usize, room: Room) -> Vec<Shown> {
        let mut shown = Vec::new();
        let mut line = 0;
        for row in top.min(self.rows.len())..self.rows.len() {
            if line >= room.height {
                break;
            }
            let is_first = row == top || self.begins_group(row, room.now);
            let heading = if is_first { self.heading(row, room.now) } else { None };
            let title = title_lines(&self.rows[row], room.columns);
            let height = self.lines_below(row) + title.len() + usize::from(heading.is_some());
            shown.push(Shown { row, line, height, heading, title });
            line += height;
        }
        shown
    }

    /// The heading above a row.
    fn heading(&self, at: usize, now: Now) -> Option<String> {
        let row = &self.rows[at];
        match self.view.order() {
            Order::Site => Some(row.site.clone().unwrap_or_else(|| "No site".to_owned())),
            _ if !self.view.is_by_time() => None,
            _ => Some(time::heading(row.listed(), now)),
        }
    }

    /// Whether a row is the first under its heading.
    fn begins_group(&self, at: usize, now: Now) -> bool {
        at == 0 || self.heading(at, now) != self.heading(at - 1, now)
    }

    /// Lines below a title: the facts, and the excerpt if there is one.
    fn lines_below(&self, at: usize) -> usize {
        1 + usize::from(self.rows[at].snippet.is_some())
    }

    /// Scrolls as little as needed to keep the current row visible.
    fn keep_in_sight(&mut self, room: Room) {
        self.top = self.top.min(self.cursor);
        if self.cursor >= self.rows.len() {
            return;
        }
        let lines = |at: usize| self.lines_below(at) + title_lines(&self.rows[at], room.columns).len();
        let has_heading = |at: usize| usize::from(self.heading(at, room.now).is_some());
        let (mut top, mut used) = (self.cursor, lines(self.cursor));
        while top > self.top {
            let heading = if self.begins_group(top, room.now) { has_heading(top) } else { 0 };
            used += heading + lines(top - 1);
            if used + has_heading(top - 1) > room.height {
                break;
            }
            top -= 1;
        }
        self.top = top;
    }

    fn near_end(&self) -> bool {
        self.cursor + NEAR >= self.rows.len()
    }

    fn near_start(&self) -> bool {
        self.cursor < NEAR
    }
}

/// How many rows of a list to request first.
pub fn asked(list_query: &ListQuery, room: Room) -> usize {
    if list_query.typing { ASKED_TYPING.max(room.height) } else { ASKED }
}

impl List {
    /// The selected rows, as far as they are loaded.
    pub fn selected_rows(&self) -> Option<RangeInclusive<usize>> {
        let selection = self.selection?;
        let last = self.rows.len().checked_sub(1)?;
        let from = match self.place_of(selection.from) {
            Some(from) => from,
            None if selection.begins_above => 0,
            None => last,
        };
        Some(from.min(self.cursor)..=from.max(self.cursor).min(last))
    }

    /// How many rows are selected, and whether more are selected than are loaded.
    pub fn selected_count(&self) -> Option<(usize, bool)> {
        let is_cut = self.place_of(self.selection?.from).is_none();
        Some((self.selected_rows()?.count(), is_cut))
    }

    /// Records on which side of the cursor the selection started, before rows are dropped.
    fn note_side(&mut self) {
        let from = self.selection.and_then(|selection| self.place_of(selection.from));
        if let (Some(from), Some(selection)) = (from, &mut self.selection) {
            selection.begins_above = from <= self.cursor;
        }
    }

    fn place_of(&self, key: RowKey) -> Option<usize> {
        self.rows.iter().position(|row| row.id() == key.article)
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
    /// The lines of its title; the last one extends to the title's end, and may be cut.
    pub title: Vec<Span>,
}

/// The lines of a row's title in a pane of this width.
fn title_lines(row: &Row, columns: u16) -> Vec<Span> {
    let star = if row.bookmarked { STAR } else { 0 };
    let columns = columns.saturating_sub(BESIDE_TITLE + star);
    let whole = Span::new(0, row.title.len());
    let mut lines = wrap(&row.title, whole, columns.into());
    lines.truncate(TITLE_LINES);
    match lines.last_mut() {
        Some(last) => last.end = whole.end,
        None => lines.push(whole),
    }
    lines
}
