//! Moving within a pane and between panes.

use super::Articles;
use crate::app::context::Focus;
use crate::app::cx::Cx;
use crate::app::motion::Motion;
use crate::model::{ArticleId, Row};

const PANES: [Focus; 3] = [Focus::List, Focus::Reader, Focus::Sidebar];

impl Articles {
    /// Moves in the focused pane.
    pub(super) fn go(&mut self, motion: Motion, cx: &mut Cx<'_>) {
        match self.focus {
            Focus::List => self.go_in_list(motion, cx),
            Focus::Reader => {
                self.reader.go(motion, self.panes(cx.session).viewport);
            }
            Focus::Sidebar => self.sidebar.go(motion, self.sidebar_height(cx.session)),
        }
    }

    pub(super) fn go_in_list(&mut self, motion: Motion, cx: &mut Cx<'_>) {
        let beyond = match motion {
            Motion::Top => self.list.more_before,
            Motion::Bottom => self.list.more_after,
            _ => false,
        };
        if beyond {
            self.arriving.row = None;
            self.arriving.last_row = motion == Motion::Bottom;
            if let Some(selection) = &mut self.list.selection {
                selection.begins_above = motion == Motion::Bottom;
            }
            self.ask_list(cx);
            return;
        }
        self.list.go(motion, self.room(cx.session));
        self.preview(cx);
        self.ask_more(cx);
    }

    /// To the pane on the right, or on the left.
    pub(super) fn beside(&mut self, right: bool, cx: &mut Cx<'_>) {
        match (self.focus, right) {
            (Focus::List, true) => self.enter_reader(cx),
            (Focus::Reader, true) => self.set_focus(Focus::Sidebar, cx.session),
            (Focus::Reader, false) => self.set_focus(Focus::List, cx.session),
            (Focus::Sidebar, false) => self.leave_sidebar(cx),
            // If the sidebar replaces the list, the article is to its right.
            (Focus::Sidebar, true) if !cx.session.has_three_panes() => self.leave_sidebar(cx),
            (Focus::List, false) | (Focus::Sidebar, true) => {}
        }
    }

    /// Cycles through the visible panes.
    pub(super) fn around(&mut self, forward: bool, cx: &mut Cx<'_>) {
        let by = if forward { 1 } else { PANES.len() - 1 };
        let at = PANES.iter().position(|&pane| pane == self.focus).unwrap_or(0);
        let in_sight = |pane: &Focus| *pane != Focus::Sidebar || cx.session.sidebar;
        let next = (1..=PANES.len()).map(|step| PANES[(at + step * by) % PANES.len()]).find(in_sight);
        match next {
            Some(Focus::Reader) => self.enter_reader(cx),
            Some(pane) => self.set_focus(pane, cx.session),
            None => {}
        }
    }

    /// Focuses the article; if it was not shown next to the list, it has to be requested first.
    pub(super) fn enter_reader(&mut self, cx: &mut Cx<'_>) {
        let wanted = self
            .unshown_article()
            .or_else(|| self.list.selected().map(Row::id).filter(|_| self.reader.article.is_none()));
        self.set_focus(Focus::Reader, cx.session);
        if let Some(article) = wanted {
            self.show_article(article, cx);
        }
    }

    /// The article of the row under the list's cursor, if another one or none has been loaded.
    pub(super) fn unshown_article(&self) -> Option<ArticleId> {
        let selected = self.list.selected().filter(|_| self.focus == Focus::List)?.id();
        (self.reader.id() != Some(selected)).then_some(selected)
    }

    /// Whether the article that keys act on is the one that is shown.
    pub(super) fn shows_target(&self) -> bool {
        self.reader.article.is_some() && self.unshown_article().is_none()
    }

    /// Leaves the sidebar; if it replaced another pane, it closes.
    pub(super) fn leave_sidebar(&mut self, cx: &mut Cx<'_>) {
        cx.session.sidebar &= cx.session.has_three_panes();
        self.set_focus(Focus::Reader, cx.session);
    }
}
