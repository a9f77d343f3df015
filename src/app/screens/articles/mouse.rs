//! The mouse on the articles screen: a click selects, and a click on the selected row opens it. The wheel scrolls
//! what is under the pointer without moving the focus.

use super::Articles;
use super::panes::Panes;
use crate::app::action::Action;
use crate::app::context::Focus;
use crate::app::cx::{Cx, Wish};
use crate::app::message::{Mouse, WHEEL_LINES};
use crate::app::motion::Motion;
use crate::app::session::{holds, line_in};
use ratatui::layout::Rect;

impl Articles {
    /// The mouse did something at a column and row.
    pub fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) {
        let panes = self.panes(cx.session);
        if mouse == Mouse::Click && holds(panes.map, column, row) {
            return cx.act(Action::Map);
        }
        let line = |area: Option<Rect>| area.and_then(|area| line_in(area, column, row));
        let (list, reader, sidebar) = (line(panes.list), line(panes.reader), line(panes.sidebar));
        if mouse == Mouse::Click {
            self.dragged = panes.divider_at(column, row);
            if self.dragged.is_some() {
                return;
            }
        }
        match (mouse, sidebar, reader, list) {
            (Mouse::Click, Some(line), ..) => {
                self.click_sidebar(line, cx);
                self.draw_map(cx.session);
            }
            (Mouse::Click, None, Some(line), _) => self.click_reader(&panes, column, line, cx),
            (Mouse::Click, None, None, Some(line)) => self.click_list(line, cx),
            (Mouse::Wheel(notches), Some(_), ..) => {
                let height = self.sidebar_height(cx.session);
                self.sidebar.go(Motion::Step(i32::from(notches) * WHEEL_LINES), height);
            }
            (Mouse::Wheel(notches), None, Some(_), _) => {
                self.reader.go(Motion::Step(i32::from(notches) * WHEEL_LINES), panes.viewport);
            }
            (Mouse::Wheel(notches), None, None, Some(_)) => self.wheel_list(i32::from(notches).signum(), cx),
            (_, None, None, None) => {}
        }
    }

    /// A breadcrumb was clicked: a filter is removed; the name of the list removes all of them.
    /// What says that articles have come above leads there.
    pub fn click_step(&mut self, step: usize, cx: &mut Cx<'_>) {
        if step >= self.list.view.trail().len() && self.list.new_above() > 0 {
            self.set_focus(Focus::List, cx.session);
            self.go_in_list(Motion::Top, cx);
        } else if let Some(view) = self.list.without(step) {
            cx.mark();
            self.turn_list(view, false, cx);
        }
    }

    fn wheel_list(&mut self, rows: i32, cx: &mut Cx<'_>) {
        let had = std::mem::replace(&mut self.focus, Focus::List);
        self.go_in_list(Motion::Step(rows), cx);
        self.focus = had;
    }

    fn click_sidebar(&mut self, line: usize, cx: &mut Cx<'_>) {
        let (before, had_focus) = (self.sidebar.selected(), self.focus == Focus::Sidebar);
        let hit = self.sidebar.click(line);
        self.set_focus(Focus::Sidebar, cx.session);
        if hit && had_focus && self.sidebar.selected() == before {
            cx.act(Action::OpenName);
        }
    }

    fn click_reader(&mut self, panes: &Panes, column: u16, line: usize, cx: &mut Cx<'_>) {
        let before = self.reader.name;
        self.set_focus(Focus::Reader, cx.session);
        let column = column.checked_sub(panes.text.x);
        self.reader.selection = None;
        self.reader.pressed = column.and_then(|column| self.reader.byte_at(self.reader.top + line, column));
        match column.and_then(|column| self.reader.mention_at(column, line)) {
            Some(name) if before == Some(name) => cx.act(Action::OpenName),
            Some(name) => {
                self.reader.focus(name, panes.viewport);
                self.follow_name(cx.session);
            }
            None => {}
        }
    }

    /// The mouse moved with its button down, or the button was released: a divider follows it, or words are selected
    /// from where it was pressed.
    pub fn drag(&mut self, to: Option<(u16, u16)>, cx: &mut Cx<'_>) {
        let Some((column, row)) = to else {
            self.reader.pressed = None;
            if self.dragged.take().is_some() {
                cx.wish(Wish::Remember);
            }
            return;
        };
        if let Some(divider) = self.dragged {
            return self.drag_divider(divider, column, cx);
        }
        let text = self.panes(cx.session).text;
        let line = usize::from(row.clamp(text.y, text.bottom().saturating_sub(1).max(text.y)) - text.y);
        let here = self.reader.byte_at(self.reader.top + line, column.saturating_sub(text.x));
        if let Some((from, to)) = self.reader.pressed.zip(here) {
            self.reader.select_between(from, to);
        }
    }

    fn click_list(&mut self, line: usize, cx: &mut Cx<'_>) {
        let (before, had_focus) = (self.list.cursor, self.focus == Focus::List);
        let room = self.room(cx.session);
        let hit = self.list.click(line, room);
        let nearest = self.list.click_nearest(line, room);
        self.set_focus(Focus::List, cx.session);
        if nearest == Some(true) && had_focus {
            return cx.act(Action::OpenName);
        }
        if hit && had_focus && self.list.cursor == before {
            self.open(cx);
        } else {
            self.preview(cx);
            self.ask_more(cx);
        }
    }
}
