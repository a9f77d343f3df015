//! Reading on: through the article, then to the next unread one.

use super::Articles;
use super::show::list_height;
use crate::app::context::Focus;
use crate::app::cx::Cx;
use crate::app::effect::{Request, Slot};
use crate::app::marks::seen;
use crate::app::motion::Motion;
use crate::app::settings::Tip;
use crate::model::{ArticleId, Row};

impl Articles {
    pub(super) fn read_on(&mut self, cx: &mut Cx<'_>) {
        cx.session.tips.used(Tip::ReadOn);
        if self.focus != Focus::Reader {
            self.open(cx);
        } else if !self.reader.go(Motion::Page(1), self.panes(cx.session).viewport) {
            self.next_unread(true, cx);
        }
    }

    pub(super) fn read_back(&mut self, cx: &mut Cx<'_>) {
        self.reader.go(Motion::Page(-1), self.panes(cx.session).viewport);
    }

    /// Goes to the next or previous unread article: among the held rows, else through the library.
    pub(super) fn next_unread(&mut self, forward: bool, cx: &mut Cx<'_>) {
        if let Some(at) = self.list.next_unread(forward) {
            let article = self.list.rows[at].id();
            self.go_to_unread(article, cx);
            return;
        }
        let more = if forward { self.list.more_after } else { self.list.more_before };
        if !more {
            cx.say(if forward { "no unread articles below" } else { "no unread articles above" });
            return;
        }
        let edge = if forward { self.list.rows.last() } else { self.list.rows.first() };
        let from = edge.map(|row| row.key);
        let list_query = self.list.view.query();
        cx.ask(Slot::Unread, Request::NextUnread { list_query, from, forward });
    }

    /// The library has found the next unread article beyond the held rows.
    pub(super) fn found_unread(&mut self, row: Option<Row>, cx: &mut Cx<'_>) {
        let Some(row) = row else {
            cx.say("no unread articles there");
            return;
        };
        self.arriving.row = Some(row.key);
        self.ask_list(cx);
        if self.focus != Focus::List {
            self.show_article(row.id(), cx);
            seen(row.id(), true, cx);
        }
    }

    fn go_to_unread(&mut self, article: ArticleId, cx: &mut Cx<'_>) {
        self.list.select(article, list_height(cx.session), cx.session.now);
        if self.focus == Focus::List {
            self.preview(cx);
            self.ask_more(cx);
        } else {
            self.open(cx);
        }
    }
}
