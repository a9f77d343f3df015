//! Requests lists and articles, and shows them at the wanted position.

use super::Articles;
use super::list::{self, List};
use super::panes::Panes;
use super::reader::AtMatch;
use crate::app::context::{Focus, PointAt, ReadingPoint};
use crate::app::cx::{Cx, Wish};
use crate::app::effect::{Request, Slot};
use crate::app::motion::Motion;
use crate::app::session::Session;
use crate::app::view::ListView;
use crate::model::{Anchor, ArticleId, Attended, BuiltinList, Field, ListQuery, Order, Row, Span, Window};

/// A list that changes only together with the article next to it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Held {
    /// None does.
    #[default]
    No,
    /// The one that was asked for.
    Awaited,
    /// This one, which waits for the article of its selected row.
    List(Box<Window>),
}

impl Articles {
    /// Goes to a location on this screen.
    pub fn go_to(&mut self, view: &ListView, focus: Focus, reading: Option<ReadingPoint>, cx: &mut Cx<'_>) {
        self.focus = focus;
        if !self.list.view.is_same_list(view) {
            if view.filters.is_empty() {
                self.list.earlier.clear();
            }
            self.turn_list(view.clone(), false, cx);
        } else if let Some(key) = view.at {
            let room = self.room(cx.session);
            if !self.list.select(key.article, room) {
                self.arriving.row = Some(key);
                self.ask_list(cx);
            }
        } else if reading.is_none() {
            // The list is asked for once more: what no longer belongs there leaves it.
            self.arriving.row = self.list.selected().map(|row| row.key);
            self.ask_list(cx);
        }
        if let Some(reading) = reading {
            self.arriving.reading = Some(reading);
            self.show_article(reading.article, cx);
        }
    }

    /// Requests the list with its current filters, around the row to select. Earlier requests for the list are
    /// cancelled.
    pub(super) fn ask_list(&mut self, cx: &mut Cx<'_>) {
        let anchor = self.arriving.row.map_or(Anchor::Top, Anchor::Around);
        let anchor = if self.arriving.last_row { Anchor::Bottom } else { anchor };
        self.list.view.order = cx.session.orders.of(&self.list.view.key());
        let list_query = self.list.view.query();
        (self.held, self.stays) = (Held::No, false);
        cx.drop_answers(Slot::ListMore);
        cx.drop_answers(Slot::Unread);
        cx.drop_answers(Slot::Total);
        let count = list::asked(&list_query, self.room(cx.session));
        cx.ask(Slot::List, Request::Window { list_query, anchor, count });
    }

    /// Changes the list to other articles. With `keep`, the user can go back to the current ones.
    pub(super) fn turn_list(&mut self, view: ListView, keep: bool, cx: &mut Cx<'_>) {
        self.arriving.row = view.at;
        self.list.turn(view, keep);
        self.ask_list(cx);
    }

    /// Goes back to the list before the last filter; false if there is none.
    pub(super) fn pop_filter(&mut self, cx: &mut Cx<'_>) -> bool {
        let popped = self.list.pop();
        if popped {
            // The article being read stays, and its row becomes the current one.
            let read = self.read_row().filter(|_| self.arriving.reading.is_none());
            self.arriving.row = read.map(|row| row.key).or(self.list.view.at);
            self.ask_list(cx);
        }
        popped
    }

    /// Requests more rows if the list will soon need them.
    pub(super) fn ask_more(&mut self, cx: &mut Cx<'_>) {
        if let Some(anchor) = self.list.want() {
            let list_query = self.list.view.query();
            cx.ask(Slot::ListMore, Request::Window { list_query, anchor, count: list::ASKED });
        }
    }

    /// Takes the rows of a list. Where everything is read again, and another article is selected now, they wait for it, so
    /// that list and article never show different states.
    pub(super) fn take_list(&mut self, window: Window, cx: &mut Cx<'_>) {
        let is_awaited = std::mem::take(&mut self.held) == Held::Awaited && self.focus == Focus::List;
        let is_beside = is_awaited && self.panes(cx.session).reader.is_some();
        if self.stays {
            // The user may have moved meanwhile.
            self.arriving.row = self.stands_on();
        }
        let selected = List::selected_of(&window, self.arriving.row).map(|at| window.rows[at].id());
        match selected.filter(|&article| is_beside && self.reader.id() != Some(article)) {
            Some(article) => {
                self.arriving.reading = None;
                self.held = Held::List(Box::new(window));
                ask_article(article, cx);
            }
            None => self.fill_list(window, cx),
        }
    }

    /// Takes the rows that waited for an article.
    pub(super) fn fill_held(&mut self, cx: &mut Cx<'_>) {
        if let Held::List(window) = std::mem::take(&mut self.held) {
            self.fill_list(*window, cx);
        }
    }

    /// Takes the rows of the list.
    pub(super) fn fill_list(&mut self, window: Window, cx: &mut Cx<'_>) {
        let stays = std::mem::take(&mut self.stays);
        self.returned.take_if(|_| stays);
        self.list.fill(window, self.arriving.row.take(), stays);
        self.keep_read_row();
        if self.list.counting == list::Counting::SoFar {
            cx.ask(Slot::Total, Request::Count { list_query: self.list.view.query() });
        }
        self.ask_unread_count(cx);
        if std::mem::take(&mut self.arriving.last_row) {
            self.list.cursor = self.list.rows.len().saturating_sub(1);
        }
        let room = self.room(cx.session);
        self.list.go(Motion::Step(0), room);
        self.list.use_room(room);
        if let Some(forward) = self.arriving.unread.take() {
            self.arrive_at_unread(forward, cx);
            return;
        }
        if std::mem::take(&mut self.arriving.open) {
            if self.list.selected().is_some() {
                return self.open(cx);
            }
            if self.settle_query(cx) {
                return;
            }
        }
        // A location brings its own article; otherwise the row's is shown.
        if self.arriving.reading.is_none() {
            self.follow_list(cx);
        }
        if self.focus != Focus::List {
            self.arriving.hit = AtMatch::Nowhere;
        }
        self.ask_matches(cx);
        self.ask_more(cx);
        self.ask_nearby(cx);
    }

    /// Requests the positions where the article matches the list's query; without a query, clears the matches.
    pub(super) fn ask_matches(&mut self, cx: &mut Cx<'_>) {
        let ListQuery { query, typing, .. } = self.list.view.query();
        match self.reader.id().filter(|_| !query.is_empty()) {
            Some(article) => cx.ask(Slot::Matches, Request::Matches { article, query, typing }),
            None => self.reader.forget_matches(),
        }
    }

    /// Marks the matches in the article, and goes to the first unless the user already has a place in the article.
    pub(super) fn show_matches(&mut self, article: ArticleId, hits: Vec<(Field, Span)>, cx: &mut Cx<'_>) {
        if self.reader.id() != Some(article) || self.reader.find.as_ref().is_some_and(|find| !find.of_search)
        {
            return;
        }
        let arrives = std::mem::take(&mut self.arriving.hit);
        self.reader.mark_matches(hits, arrives, self.panes(cx.session).viewport);
    }

    /// Requests the number of unread articles in the list; for all articles, the library's counts have it.
    pub fn ask_unread_count(&self, cx: &mut Cx<'_>) {
        if !self.list.view.is_all() {
            cx.ask(Slot::ListUnread, Request::CountUnread { list_query: self.list.view.query() });
        }
    }

    /// Changes the order of the list, remembers it for this list, and stays on the article.
    pub(super) fn set_order(&mut self, order: Order, cx: &mut Cx<'_>) {
        if order == Order::Best && !self.list.view.has_query() {
            cx.say("only the results of a search have an order of relevance · s searches");
            return;
        }
        cx.session.orders.keep(self.list.view.key(), order);
        cx.wish(Wish::Remember);
        let for_what = if self.list.view.has_query() { "this search" } else { "this list" };
        cx.note(format!("{} · kept for {for_what}", order.words()));
        self.list.selection = None;
        self.arriving.row = if self.focus == Focus::List { None } else { self.read_row().map(|row| row.key) };
        self.ask_list(cx);
    }

    /// The row of the article that is being read.
    pub(super) fn read_row(&self) -> Option<&Row> {
        self.reader.article.as_ref().filter(|_| self.focus != Focus::List).map(|article| &article.row)
    }

    /// Keeps the article that was read in a list of unread articles, and a former bookmark in the list of bookmarks,
    /// until the user leaves it.
    fn keep_read_row(&mut self) {
        let leaves = matches!(self.list.view.builtin, BuiltinList::Unread | BuiltinList::Bookmarks);
        let stays = leaves && self.list.view.filters.is_empty() && self.list.view.order() == Order::Newest;
        if let Some(row) = self.read_row().filter(|_| stays).cloned() {
            self.list.keep(row);
        }
    }

    /// Shows an article, and saves the reading position in the previous one.
    pub(super) fn show_article(&mut self, article: ArticleId, cx: &mut Cx<'_>) {
        if self.reader.id() == Some(article) {
            cx.drop_answers(Slot::Article);
            self.arrive_in_article(cx.session);
            return;
        }
        self.pause(cx);
        // The position wanted in another article no longer applies.
        self.arriving.reading.take_if(|reading| reading.article != article);
        let panes = Panes::new(cx.session, self.focus, self.zen);
        match self.take_nearby(article) {
            Some(mut ready) => {
                cx.drop_answers(Slot::Article);
                self.keep_left(article, panes);
                let layout = ready.layout_for(panes.viewport);
                self.small_map = ready.map;
                self.open_article(ready.article, layout, cx);
            }
            None => ask_article(article, cx),
        }
    }

    /// Shows the article of the selected row, if both are visible.
    pub(super) fn preview(&mut self, cx: &mut Cx<'_>) {
        let beside = self.panes(cx.session).reader.is_some();
        if let Some(article) = self.list.selected().map(Row::id).filter(|_| beside) {
            self.show_article(article, cx);
        }
    }

    /// Shows the article of the newly selected row, or none next to an empty list, unless something else is being
    /// read.
    pub(super) fn follow_list(&mut self, cx: &mut Cx<'_>) {
        if self.focus != Focus::List && self.reader.article.is_some() {
            return;
        }
        if self.list.selected().is_some() {
            self.preview(cx);
        } else {
            self.pause(cx);
            cx.drop_answers(Slot::Article);
            self.reader = super::Reader::default();
            self.sidebar.fill(&[], &Attended::default());
        }
    }

    /// Goes to the wanted position in the current article.
    pub(super) fn arrive_in_article(&mut self, session: &Session) {
        let (viewport, id) = (self.panes(session).viewport, self.reader.id());
        match self.arriving.reading.take_if(|reading| Some(reading.article) == id).map(|reading| reading.at) {
            Some(PointAt::Line(position, name)) => {
                self.reader.go_to_offset(position.offset, viewport);
                self.reader.name = name;
            }
            Some(PointAt::Sentence(offset)) => self.reader.focus_at(offset, viewport),
            None => {}
        }
        if let Some((forward, kind)) = self.arriving.name.take() {
            self.reader.next_name(forward, kind, viewport);
        }
        if std::mem::take(&mut self.arriving.selects) {
            self.reader.begin_selection(viewport);
        }
        self.follow_name(session);
    }

    /// The number of lines for names in the sidebar.
    pub(super) fn sidebar_height(&self, session: &Session) -> usize {
        self.panes(session).sidebar.map_or_else(|| list_height(session), |area| usize::from(area.height))
    }

    /// Selects the focused name in the sidebar.
    pub(super) fn follow_name(&mut self, session: &Session) {
        if let Some(entity) = self.reader.mention().map(|mention| mention.entity) {
            self.sidebar.select(entity, self.sidebar_height(session));
        }
    }

    /// Focuses a pane; the sidebar becomes visible.
    pub(super) fn set_focus(&mut self, focus: Focus, session: &mut Session) {
        self.focus = focus;
        if focus != Focus::List {
            self.list.selection = None;
        }
        session.sidebar |= focus == Focus::Sidebar;
        self.reader.reset(self.panes(session).viewport);
    }
}

pub(super) fn ask_article(article: ArticleId, cx: &mut Cx<'_>) {
    cx.ask(Slot::Article, Request::Article(article));
}

/// The height of the list and the sidebar in lines.
pub(super) fn list_height(session: &Session) -> usize {
    usize::from(session.frame().body.height)
}
