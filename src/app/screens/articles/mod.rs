//! The articles screen: a list, the article next to it, and the names in the article.
//!
//! Each pane is in its own file: [`list`], [`reader`], [`sidebar`]; [`panes`] has their geometry.

mod act;
pub mod empty;
mod footer;
mod hints;
pub mod list;
mod motion;
mod mouse;
mod names;
mod nearby;
pub mod panes;
pub mod reader;
mod row_selection;
pub mod selection;
mod show;
pub mod sidebar;
pub mod small_map;
mod typing;
mod unread;
mod widths;

use crate::app::action::Action;
use crate::app::article_layout::ArticleLayout;
use crate::app::context::{Contexts, Focus, Location, PointAt, ReadingPoint};
use crate::app::cx::Cx;
use crate::app::effect::{Answer, Slot, Ticket, WriteRequest};
use crate::app::marks;
use crate::app::purpose::Purpose;
use crate::app::session::Session;
use crate::app::target::{Target, TargetName};
use crate::app::view::ListView;
use crate::model::{Article, Edit, EntityId, Kind, NamedEntity, Row, RowKey};
use list::{List, ListCount, Room};
use nearby::Nearby;
use panes::{Divider, Panes};
use reader::{AtMatch, Reader};
use sidebar::Sidebar;
use small_map::SmallMap;

/// The articles screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Articles {
    /// The list of articles.
    pub list: List,
    /// The article.
    pub reader: Reader,
    /// The names in the article.
    pub sidebar: Sidebar,
    /// The focused pane.
    pub focus: Focus,
    /// Whether only the article is shown.
    pub zen: bool,
    /// The map at the foot of the sidebar.
    pub small_map: SmallMap,
    /// The divider being dragged.
    dragged: Option<Divider>,
    arriving: Arriving,
    nearby: Nearby,
    seeking: unread::Seeking,
    /// The user's location before typing began.
    before_typing: Option<Before>,
    /// The action to apply to the selected articles once they are known.
    deed: Option<row_selection::Deed>,
    held: show::Held,
    /// Whether the same list is read again: the selected row keeps its line.
    stays: bool,
    /// The row of an article that has just been brought back.
    returned: Option<RowKey>,
}

/// Where to go once the requested content has arrived.
#[derive(Debug, Clone, PartialEq, Default)]
struct Arriving {
    row: Option<RowKey>,
    last_row: bool,
    open: bool,
    hit: AtMatch,
    /// Whether to arrive at the first unread row (true) or the last (false).
    unread: Option<bool>,
    reading: Option<ReadingPoint>,
    /// The name to go to: the next or the previous one, of a kind or of any.
    name: Option<(bool, Option<Kind>)>,
    /// Whether to start selecting words.
    selects: bool,
}

/// The user's location: the pane, and the point in the article.
type Before = (Focus, Option<ReadingPoint>);

impl Articles {
    /// The screen at a location; its content has yet to be requested.
    pub fn at(view: ListView, focus: Focus, reading: Option<ReadingPoint>) -> Self {
        let arriving = Arriving { row: view.at, reading, ..Arriving::default() };
        let list = List { view, waiting: true, ..List::default() };
        Self { list, focus, arriving, ..Self::default() }
    }

    /// The geometry of its panes.
    pub fn panes(&self, session: &Session) -> Panes {
        let panes = Panes::new(session, self.focus, self.zen);
        let has_nothing = self.list.empty().is_some() && self.reader.article.is_none();
        if has_nothing && self.focus == Focus::List && panes.list.is_some() {
            return panes.with_list_alone(session);
        }
        self.with_map(panes)
    }

    /// The space that the list has.
    pub fn room(&self, session: &Session) -> Room {
        let body = session.frame().body;
        let columns = self.panes(session).list.map_or(body.width, |list| list.width);
        Room { columns, height: usize::from(body.height), now: session.now }
    }

    /// The current contexts.
    pub fn contexts(&self) -> Contexts {
        if self.reader.selection.is_some() {
            return Contexts::SELECTION;
        }
        let pane = match self.focus {
            Focus::List => Contexts::LIST,
            Focus::Reader => Contexts::READER,
            Focus::Sidebar => Contexts::SIDEBAR,
        };
        let contexts = Contexts::READING.and(pane).and_if(self.target_name().is_some(), Contexts::NAME);
        contexts.and_if(self.is_finding(), Contexts::FIND)
    }

    /// What keys act on.
    pub fn target(&self) -> Target<'_> {
        let shown = self.reader.article.as_ref();
        let article = match self.focus {
            Focus::List => self.list.selected(),
            Focus::Reader | Focus::Sidebar => shown.map(|article| &article.row),
        };
        let same = shown.filter(|shown| article.is_some_and(|row| row.id() == shown.row.id()));
        let url = same.and_then(|shown| shown.document.url.as_deref());
        let name = self.target_name();
        let url = url.filter(|url| url.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")));
        Target { article, url, name, feeds: self.list.view.feeds() }
    }

    /// The current name: in the text, in the sidebar, or among those that an empty list offers.
    fn target_name(&self) -> Option<TargetName<'_>> {
        if self.focus == Focus::List {
            let nearest = self.list.nearest.get(self.list.cursor);
            return nearest.filter(|_| self.list.rows.is_empty()).map(TargetName::from);
        }
        self.named().map(|named| TargetName {
            id: named.id,
            kind: named.entity.kind,
            name: &named.entity.name,
            shown: &named.shown,
            form: self.reader.form().filter(|_| self.focus == Focus::Reader),
            article: self.reader.id(),
        })
    }

    fn named_in_sidebar(&self) -> Option<EntityId> {
        Some(self.reader.article.as_ref()?.entities.get(self.sidebar.selected()?)?.id)
    }

    fn named(&self) -> Option<&NamedEntity> {
        match self.focus {
            Focus::List => None,
            Focus::Reader => self.reader.named(),
            Focus::Sidebar => self.reader.article.as_ref()?.entities.get(self.sidebar.selected()?),
        }
    }

    /// Carries out an action; false if it has no meaning here.
    pub fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> bool {
        if *action != Action::Ask(Purpose::Note) {
            self.reader.highlighted = None;
        }
        if self.reader.selection.is_some() && self.act_on_selection(action, cx) {
            return true;
        }
        let taken = act::act(self, action, cx);
        self.draw_map(cx.session);
        taken
    }

    /// Handles an answer of the library.
    pub fn answer(&mut self, ticket: Ticket, answer: Answer, cx: &mut Cx<'_>) {
        match answer {
            Answer::Window(window) if ticket.slot == Slot::List => self.take_list(window, cx),
            Answer::Window(window) => self.list.extend(window),
            Answer::Article(Some(article)) => {
                self.open_article(article, None, cx);
                self.fill_held(cx);
            }
            Answer::Nearby(articles) => {
                let panes = Panes::new(cx.session, self.focus, self.zen);
                self.take_in_nearby(articles, panes);
            }
            Answer::Article(None) => {
                self.arriving.reading = None;
                self.fill_held(cx);
                cx.say("this article is no longer in the library");
            }
            Answer::Unread(row) => self.found_unread(row, cx),
            Answer::Count(total) => self.list.counted(total),
            Answer::Matches(article, hits) => self.show_matches(article, hits, cx),
            Answer::CountUnread(unread) => self.list.unread = Some(unread),
            Answer::Between(articles) => self.found_between(articles, cx),
            Answer::Feeds(feeds, ..) => self.go_to_feed(&feeds, cx),
            _ => {}
        }
    }

    /// Shows an article, which may be ready with its layout and map.
    fn open_article(&mut self, article: Box<Article>, layout: Option<ArticleLayout>, cx: &mut Cx<'_>) {
        let id = article.row.id();
        let stood_on = self.named_in_sidebar().filter(|_| self.reader.id() == Some(id));
        self.sidebar.fill(&article.entities, &cx.session.attended);
        if let Some(at) = stood_on.and_then(|id| article.entities.iter().position(|one| one.id == id)) {
            self.sidebar.select(at, self.sidebar_height(cx.session));
        }
        let names = article.entities.iter().enumerate();
        let muted = names.filter(|(_, named)| cx.session.attended.mutes(named.id)).map(|(at, _)| at);
        self.reader.muted = muted.collect();
        self.reader.open(article, layout, self.panes(cx.session).viewport);
        if self.arriving.reading.is_some() {
            self.arriving.hit = AtMatch::Nowhere;
        }
        self.arrive_in_article(cx.session);
        self.ask_matches(cx);
        self.draw_map(cx.session);
        self.ask_nearby(cx);
    }

    /// A request failed.
    pub fn failed(&mut self, slot: Slot) {
        self.list.waiting &= slot != Slot::List;
    }

    /// Shows an edit.
    pub fn applied(&mut self, edit: &Edit) {
        self.returned = self.list.returned(edit).or(self.returned);
        self.list.apply(edit);
        self.nearby.apply(edit);
        if let Some(shown) = &mut self.reader.article {
            marks::show(&mut shown.row, edit);
            if marks::deleted(edit).contains(&shown.row.id()) {
                self.focus = Focus::List;
            }
        }
    }

    /// Requests what the cursor is now on.
    pub fn settle(&mut self, cx: &mut Cx<'_>) {
        if !self.list.waiting {
            self.follow_list(cx);
            self.ask_more(cx);
        }
    }

    /// Requests everything it shows again, keeping the cursor on its article, whatever has come above it; what was
    /// brought back gets the cursor.
    pub fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.nearby.forget();
        cx.drop_answers(Slot::Nearby);
        let is_elsewhere = self.list.waiting || (self.arriving.row.is_some() && !self.stays);
        if !is_elsewhere {
            self.arriving.row = self.stands_on();
        }
        self.ask_list(cx);
        self.stays = !is_elsewhere;
        self.held = show::Held::Awaited;
        // A newly selected row is shown once the list's rows have arrived.
        let row = self.list.selected().map(Row::id).filter(|_| self.focus == Focus::List);
        let shown = self.reader.id().filter(|&id| row.is_none_or(|row| row == id));
        let reading = self.arriving.reading.or_else(|| shown.map(|id| self.reading_point(id)));
        if let Some(reading) = reading {
            self.arriving.reading = Some(reading);
            show::ask_article(reading.article, cx);
        }
    }

    /// The row that keeps the cursor when the list is read again.
    fn stands_on(&self) -> Option<RowKey> {
        let read = self.read_row().map(|row| row.key);
        read.or(self.returned).or(self.list.selected().map(|row| row.key))
    }

    /// It comes to the top again, possibly on a terminal of another size.
    pub fn resume(&mut self, session: &Session) {
        self.reader.reset(self.panes(session).viewport);
        self.draw_map(session);
    }

    /// It is covered or removed, or the program ends: saves the reading position.
    pub fn pause(&mut self, cx: &mut Cx<'_>) {
        let position = self.reader.position();
        if let Some(article) = self.reader.article.as_mut().filter(|article| article.position != position) {
            article.position = position;
            cx.keep(WriteRequest::Position { article: article.row.id(), position });
        }
    }

    /// The user's location, to return to.
    pub fn location(&self) -> Location {
        let at = self.list.selected().map(|row| row.key).or(self.list.view.at);
        let view = ListView { at, ..self.list.view.clone() };
        let reading = self.point().or(self.arriving.reading);
        Location::Articles(view, self.focus, reading)
    }

    /// The breadcrumbs in the header.
    pub fn title(&self, session: &Session) -> Vec<String> {
        let view = &self.list.view;
        let mut trail = view.trail();
        let is_usual = ListView { order: None, ..view.clone() }.order() == view.order();
        trail.extend((!is_usual).then(|| view.order().words().to_owned()));
        let new = Some(self.list.new_above()).filter(|&new| new > 0);
        trail.extend(new.map(|new| format!("{new} new above")));
        let selected = self.list.selected_count();
        trail.extend(
            selected.map(|(count, is_cut)| format!("{count}{} selected", if is_cut { "+" } else { "" })),
        );
        let one_pane = self.panes(session).list.is_none();
        let article = self.reader.article.as_ref().filter(|_| one_pane);
        trail.extend(article.map(|article| article.row.title.clone()));
        trail
    }

    /// The number of articles in the list, unless it is the list of all articles.
    pub fn count(&self) -> Option<ListCount> {
        let list = &self.list;
        let is_partial = list.counting == list::Counting::SoFar;
        let count = ListCount { articles: list.total, is_partial, unread: list.unread };
        (!list.view.is_all()).then_some(count)
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&Row> {
        self.list.selected()
    }

    /// The user's point in the article that is shown.
    fn point(&self) -> Option<ReadingPoint> {
        self.reader.id().map(|id| self.reading_point(id))
    }

    fn reading_point(&self, article: crate::model::ArticleId) -> ReadingPoint {
        ReadingPoint { article, at: PointAt::Line(self.reader.position(), self.reader.name) }
    }
}
