//! The widths of the panes: changed with keys, or by dragging the dividers between them.

use super::Articles;
use super::panes::{Divider, Panes};
use crate::app::action::PaneWidth;
use crate::app::context::Focus;
use crate::app::cx::{Cx, Wish};
use crate::app::session::Session;
use crate::app::settings::Widths;

/// How far a key moves a divider, in columns.
const STEP: i32 = 2;

impl Articles {
    /// Changes the widths of the panes; reports if nothing can be moved.
    pub(super) fn change_widths(&mut self, change: PaneWidth, cx: &mut Cx<'_>) {
        let before = self.panes(cx.session);
        let is_right = self.focus == Focus::Sidebar && before.column_of(Divider::Right).is_some();
        let divider = if is_right { Divider::Right } else { Divider::Left };
        let Some(column) = before.column_of(divider) else {
            cx.say("only one pane is shown here; a wider terminal shows more");
            return;
        };
        match change {
            PaneWidth::Default => cx.session.widths = Widths::default(),
            PaneWidth::Divider { right } => {
                move_divider(divider, i32::from(column) + if right { STEP } else { -STEP }, cx.session);
            }
            PaneWidth::Widest => {
                let widths = cx.session.widths;
                cx.session.widths = match (self.focus, divider) {
                    (Focus::Reader, _) => Widths { list: Some(0), sidebar: Some(0), ..widths },
                    (_, Divider::Left) => Widths { list: Some(Widths::WHOLE), ..widths },
                    (_, Divider::Right) => Widths { list: Some(0), sidebar: Some(Widths::WHOLE), ..widths },
                };
            }
        }
        self.fit_panes(&before, cx.session);
        cx.wish(Wish::Remember);
        if self.panes(cx.session) == before && change != PaneWidth::Default {
            cx.note("no further: the article keeps lines of 60 columns, the other panes a minimum width");
        }
    }

    /// Moves a divider to a column.
    pub(super) fn drag_divider(&mut self, divider: Divider, column: u16, cx: &mut Cx<'_>) {
        let before = self.panes(cx.session);
        move_divider(divider, i32::from(column), cx.session);
        self.fit_panes(&before, cx.session);
    }

    /// Lays the article out again if its pane has changed. The chosen widths become the actual ones, so that the next
    /// step has a visible effect.
    fn fit_panes(&mut self, before: &Panes, session: &mut Session) {
        let panes = self.panes(session);
        if panes.viewport != before.viewport {
            self.reader.reset(panes.viewport);
        }
        self.draw_map(session);
        let (widths, columns) = (session.widths, session.columns);
        let actual = |chosen: Option<u16>, column: Option<u16>| match (chosen, column) {
            (Some(_), Some(width)) => Some(Widths::thousandths(i32::from(width), columns)),
            (chosen, _) => chosen,
        };
        let right = panes.column_of(Divider::Right).map(|column| columns - column - 1);
        session.widths = Widths {
            list: actual(widths.list, panes.column_of(Divider::Left)),
            sidebar: actual(widths.sidebar, right),
            ..widths
        };
    }
}

fn move_divider(divider: Divider, column: i32, session: &mut Session) {
    let columns = session.columns;
    match divider {
        Divider::Left => session.widths.list = Some(Widths::thousandths(column, columns)),
        Divider::Right => {
            session.widths.sidebar = Some(Widths::thousandths(i32::from(columns) - column - 1, columns));
        }
    }
}
