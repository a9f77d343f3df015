//! Actions on the articles screen.

use super::Articles;
use crate::app::action::{Action, Part};
use crate::app::context::{Focus, Location};
use crate::app::cx::{Cx, Wish};
use crate::app::effect::{Effect, WriteRequest};
use crate::app::map_scope::MapScope;
use crate::app::marks::seen;
use crate::app::purpose::Purpose;
use crate::app::settings::{Tip, line_width};
use crate::app::view::Filter;
use crate::model::PlacesOf;

/// Carries out an action; false if it has no meaning here.
pub(super) fn act(screen: &mut Articles, action: &Action, cx: &mut Cx<'_>) -> bool {
    if screen.act_on_selected(action, cx) {
        return true;
    }
    match action {
        Action::Move(motion) => screen.go(*motion, cx),
        Action::Beside { right } => screen.beside(*right, cx),
        Action::Around { forward } => screen.around(*forward, cx),
        Action::Focus(Focus::Reader) => screen.enter_reader(cx),
        Action::Focus(focus) => screen.set_focus(*focus, cx.session),
        Action::Sidebar => screen.toggle_sidebar(cx),
        Action::Zen => screen.toggle_zen(cx),
        Action::Select => screen.turn_selection(cx),
        Action::PaneWidth(change) => screen.change_widths(*change, cx),
        Action::LineWidth(by) => screen.change_line_width(*by, cx),
        Action::Open => screen.open(cx),
        Action::ReadOn => screen.read_on(cx),
        Action::ReadBack => screen.read_back(cx),
        Action::Article { forward } => screen.next_article(*forward, cx),
        Action::SelectRows => screen.toggle_selection(),
        Action::Order(order) => screen.set_order(*order, cx),
        Action::Unread { forward } => screen.next_unread(*forward, cx),
        Action::Hit { forward } => screen.next_hit(*forward, cx),
        Action::Name { forward, kind } => screen.next_name(*forward, *kind, cx),
        Action::Mention { forward } => screen.next_mention(*forward, cx),
        Action::Leave { .. } => return screen.leave(cx),
        Action::Cancel => return screen.cancel(cx),
        Action::Ask(Purpose::Search) => screen.ask_search(cx),
        Action::Ask(Purpose::Find) if screen.focus == Focus::Sidebar => cx.prompt(Purpose::SidebarNames),
        Action::Ask(Purpose::Find) if screen.focus == Focus::List => screen.ask_filter(cx),
        Action::Ask(Purpose::Note) if screen.shows_target() => screen.ask_note(cx),
        Action::Ask(Purpose::Save) if screen.list.selection.is_some() => cx.prompt(Purpose::Save),
        Action::Filter => screen.filter(cx),
        Action::ReadAll => cx.write(WriteRequest::ReadAll(screen.list.view.query())),
        Action::Go(Location::Feeds(at, None)) => {
            // Selects the feed whose articles are listed.
            cx.open(Location::Feeds(*at, screen.list.view.feeds().first().copied()));
        }
        Action::Go(Location::Searches(at, None)) => {
            // A saved search need not be saved.
            let unsaved = screen.list.view.as_query().filter(|_| screen.list.view.saved().is_none());
            cx.open(Location::Searches(*at, unsaved));
        }
        Action::Copy(Part::Paragraph) => screen.copy_paragraph(cx),
        Action::Map => screen.open_map(cx),
        _ => return false,
    }
    true
}

impl Articles {
    /// Opens the selected article.
    pub(super) fn open(&mut self, cx: &mut Cx<'_>) {
        let Some(row) = self.list.selected() else {
            // An empty list offers names.
            return cx.act(Action::OpenName);
        };
        let (article, unread) = (row.id(), row.unread);
        self.set_focus(Focus::Reader, cx.session);
        self.show_article(article, cx);
        seen(article, unread, cx);
    }

    /// Leaves the pane, or removes the last filter; false if only the screen itself can be left.
    fn leave(&mut self, cx: &mut Cx<'_>) -> bool {
        if self.zen {
            self.toggle_zen(cx);
            return true;
        }
        if self.list.selection.take().is_some() {
            return true;
        }
        match self.focus {
            Focus::Sidebar => self.leave_sidebar(cx),
            Focus::Reader => self.set_focus(Focus::List, cx.session),
            Focus::List => return self.pop_filter(cx),
        }
        true
    }

    /// Undoes the innermost state: ends the find, unfocuses the name, leaves the sidebar, or removes the last filter.
    fn cancel(&mut self, cx: &mut Cx<'_>) -> bool {
        if self.list.selection.take().is_some() || self.reader.find.take_if(|find| !find.of_search).is_some()
        {
            return true;
        }
        if self.focus == Focus::Sidebar && !self.sidebar.words().is_empty() {
            self.narrow_names("", cx);
            return true;
        }
        if cx.status.is_fetching() {
            return false;
        }
        let had_name = self.focus == Focus::Reader && self.reader.name.take().is_some();
        if had_name {
            return true;
        }
        if self.zen {
            self.toggle_zen(cx);
            return true;
        }
        if self.focus == Focus::Sidebar {
            self.leave_sidebar(cx);
            return true;
        }
        self.pop_filter(cx)
    }

    /// Shows the sidebar and focuses it; from there, hides it.
    fn toggle_sidebar(&mut self, cx: &mut Cx<'_>) {
        if self.focus == Focus::Sidebar {
            cx.session.sidebar = false;
            self.set_focus(Focus::Reader, cx.session);
        } else {
            self.enter_reader(cx);
            self.set_focus(Focus::Sidebar, cx.session);
        }
    }

    fn toggle_zen(&mut self, cx: &mut Cx<'_>) {
        self.zen = !self.zen;
        self.enter_reader(cx);
    }

    /// Makes the visible lines longer or shorter, and reports if that is not possible.
    fn change_line_width(&mut self, by: i16, cx: &mut Cx<'_>) {
        let (before, shown) = (cx.session.line_width, self.panes(cx.session).viewport.columns);
        cx.session.line_width = line_width(shown.saturating_add_signed(by));
        let panes = self.panes(cx.session);
        let columns = panes.viewport.columns;
        let is_moved = columns != shown && (columns > shown) == (by > 0);
        if is_moved {
            cx.session.own_look.line_width = cx.session.line_width;
        } else {
            cx.session.line_width = before;
        }
        self.reader.reset(self.panes(cx.session).viewport);
        let why = match (is_moved, by > 0) {
            (true, _) => "",
            (false, false) => ", the shortest",
            (false, true) if self.zen || columns < panes.longest_line() => ", the longest",
            (false, true) => ", all that fit here · z shows the article alone",
        };
        cx.note(format!("lines of {} columns{why}", if is_moved { columns } else { shown }));
        cx.wish(Wish::Remember);
    }

    fn ask_search(&mut self, cx: &mut Cx<'_>) {
        cx.session.tips.used(Tip::Search);
        cx.mark();
        self.before_typing = Some((self.focus, self.point()));
        self.set_focus(Focus::List, cx.session);
        cx.prompt(Purpose::Search);
    }

    fn ask_filter(&mut self, cx: &mut Cx<'_>) {
        self.before_typing = Some((self.focus, self.point()));
        self.set_focus(Focus::List, cx.session);
        cx.prompt(Purpose::Filter);
    }

    /// Filters the list by the current name, else by a query.
    fn filter(&mut self, cx: &mut Cx<'_>) {
        let name = self.target().name.filter(|_| self.focus != Focus::List);
        let Some(name) = name else { return self.ask_filter(cx) };
        let filter = Filter::Entity(name.id, name.kind, name.shown.to_owned());
        cx.mark();
        self.set_focus(Focus::List, cx.session);
        let mut view = self.list.view.clone();
        if !view.filters.contains(&filter) {
            view.filters.push(filter);
            view.at = self.list.selected().map(|row| row.key);
            self.turn_list(view, true, cx);
        }
    }

    /// Shows the places of the article or, in the list, those of all its articles.
    fn open_map(&self, cx: &mut Cx<'_>) {
        let article = self.reader.article.as_ref().filter(|_| self.focus != Focus::List);
        let scope = if let Some(article) = article {
            MapScope::new(PlacesOf::Article(article.row.id()), article.row.title.clone())
        } else {
            let view = &self.list.view;
            MapScope::new(PlacesOf::List(view.query()), view.trail().join(" › "))
        };
        cx.open(Location::Map(scope));
    }

    fn copy_paragraph(&self, cx: &mut Cx<'_>) {
        let offset = self.reader.position().offset as usize;
        let paragraph = self.reader.article.as_ref().and_then(|article| {
            let document = &article.document;
            let block = document.blocks.iter().find(|block| block.span.range().end > offset)?;
            Some(block.span.of(&document.text).to_owned())
        });
        if let Some(text) = paragraph {
            cx.say("paragraph copied");
            cx.effect(Effect::Copy(text));
        }
    }
}
