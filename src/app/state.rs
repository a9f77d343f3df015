//! Everything the screen shows, and the questions that are under way.
//!
//! The state is plain data. It changes only in `update` and in the bodies of commands, which call the
//! methods here.

use super::effect::{Deed, Effect, Request, Slot, Ticket, Undoing};
use super::history::{At, History, Place};
use super::key::Key;
use super::keymap::Keymap;
use super::layout::{Focus, Layout, layout};
use super::message::Progress;
use super::panes::dossier::{self, DossierPane};
use super::panes::feeds::Feeds;
use super::panes::index::{self, Index};
use super::panes::list::{self, List, View};
use super::panes::prompt::Prompt;
use super::panes::reader::{Reader, Room};
use super::panes::sidebar::Sidebar;
use super::settings::{Card, Look, Settings};
use crate::model::{Anchor, ArticleId, Change, Counts, EntityId, FeedChange, Position, Row, RowKey};
use crate::text::time::Now;
use ratatui::layout::Rect;

/// The whole state of the screen.
#[derive(Debug, Clone)]
pub struct State {
    /// The terminal's columns.
    pub columns: u16,
    /// The terminal's rows.
    pub rows: u16,
    /// The present.
    pub now: Now,
    /// Colours and how many of them.
    pub look: Look,
    /// What fills the body.
    pub page: Page,
    /// The pane of the main page that keys go to.
    pub focus: Focus,
    /// Nothing but the article.
    pub zen: bool,
    /// The list of articles.
    pub list: List,
    /// The article.
    pub reader: Reader,
    /// Who and what it names.
    pub sidebar: Sidebar,
    /// The line being typed.
    pub prompt: Option<Prompt>,
    /// What lies over everything.
    pub overlay: Option<Overlay>,
    /// Keys of a sequence that is not complete.
    pub pending: Vec<Key>,
    /// The menu of what may follow them is shown.
    pub menu: bool,
    /// The keys as they are bound.
    pub keymap: Keymap,
    /// Where the reader has been.
    pub history: History,
    /// What can be undone and done again.
    pub undo: Undo,
    /// The library's counts.
    pub counts: Counts,
    /// The sentence in the status line.
    pub notice: Option<String>,
    /// All sentences so far.
    pub messages: Vec<String>,
    /// Slow work going on.
    pub progress: Option<Progress>,
    /// Full texts that are being fetched.
    pub full_texts: usize,
    /// The first keys, as far as they have not been tried yet.
    pub card: Card,
    /// Another Dateline writes to the library: this one only reads.
    pub read_only: bool,
    pub(super) arriving: Arriving,
    tickets: [u64; Slot::COUNT],
}

/// What fills the body of the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Page {
    /// List, article and sidebar.
    Articles,
    /// An entity's page.
    Dossier(DossierPane),
    /// People, places or organisations.
    Index(Index),
    /// The tree of feeds.
    Feeds(Feeds),
}

/// What lies over everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    /// The keys; scrolled by so many lines.
    Help(usize),
    /// What has been said; scrolled by so many lines.
    Messages(usize),
}

/// Changes that lead back and forward again.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Undo {
    /// Undoes the latest change.
    pub back: Vec<Step>,
    /// Does again what was undone.
    pub forward: Vec<Step>,
}

/// One change that leads back or forward.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Of marks.
    Marks(Change),
    /// Of a subscription, and its title.
    Feed(FeedChange, String),
}

/// Where to stand when what was asked for has come.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Arriving {
    pub row: Option<RowKey>,
    pub last_row: bool,
    pub open: bool,
    pub place: Option<(ArticleId, Position, Option<usize>)>,
    pub sentence: Option<(ArticleId, u32)>,
}

impl State {
    /// A screen with nothing on it yet, and the questions that fill it.
    pub fn start(columns: u16, rows: u16, now: Now, look: Look, settings: &Settings) -> (Self, Vec<Effect>) {
        let mut state = Self {
            columns,
            rows,
            now,
            look,
            page: Page::Articles,
            focus: if settings.reading { Focus::Reader } else { Focus::List },
            zen: false,
            list: List::default(),
            reader: Reader { measure: settings.measure, ..Reader::default() },
            sidebar: Sidebar::default(),
            prompt: None,
            overlay: None,
            pending: Vec::new(),
            menu: false,
            keymap: Keymap::usual(),
            history: History::default(),
            undo: Undo::default(),
            counts: Counts::default(),
            notice: None,
            messages: Vec::new(),
            progress: None,
            full_texts: 0,
            card: settings.card.clone(),
            read_only: false,
            arriving: Arriving { row: settings.row(), ..Arriving::default() },
            tickets: [0; Slot::COUNT],
        };
        let has_room = columns >= super::layout::THREE_PANES;
        state.sidebar.shown = has_room && settings.sidebar.unwrap_or(true);
        let effects = vec![state.ask_list(), state.ask(Slot::Counts, Request::Counts)];
        (state, effects)
    }

    /// What is worth keeping for the next start.
    pub fn settings(&self) -> Settings {
        let row = self.list.selected().map(|row| row.key);
        let reading = self.page == Page::Articles && self.focus != Focus::List;
        let article = self.reader.article.as_ref().map(|article| article.row.key).filter(|_| reading);
        let sidebar = (self.columns >= super::layout::THREE_PANES).then_some(self.sidebar.shown);
        let (measure, theme, card) = (self.reader.measure, self.look.theme, self.card.clone());
        Settings { reading, measure, sidebar, theme, card, ..Settings::at(article.or(row)) }
    }

    /// Where the panes of the main page lie now.
    pub fn layout(&self) -> Layout {
        if self.zen {
            let mut zen =
                layout(self.columns.min(super::layout::TWO_PANES - 1), self.rows, Focus::Reader, false);
            for area in [&mut zen.header, &mut zen.footer, &mut zen.body] {
                area.width = self.columns;
            }
            zen.reader = Some(zen.body);
            return zen;
        }
        layout(self.columns, self.rows, self.focus, self.sidebar.shown)
    }

    /// What the reading pane has room for.
    pub fn room(&self) -> Room {
        let layout = self.layout();
        let area = self.without_card(layout.reader.unwrap_or(layout.body));
        Room { columns: area.width.saturating_sub(4), height: usize::from(area.height), now: self.now }
    }

    /// Where the lines of the article stand: centred in the reading pane.
    pub fn text_area(&self) -> Rect {
        let pane = self.without_card(self.layout().reader.unwrap_or_default());
        let width = self.reader.measure.min(self.room().columns);
        let inset = pane.width.saturating_sub(width) / 2;
        Rect { x: pane.x + inset, width, ..pane }
    }

    /// Lines the card of first keys takes at the foot of the reading pane; none where that is too low
    /// for both.
    pub fn card_rows(&self, pane: Rect) -> u16 {
        let rows = u16::try_from(self.card.keys().len()).unwrap_or(0);
        if rows == 0 || pane.height < rows + 10 || self.zen { 0 } else { rows + 2 }
    }

    fn without_card(&self, pane: Rect) -> Rect {
        Rect { height: pane.height - self.card_rows(pane), ..pane }
    }

    /// Lines in sight of the body.
    pub fn height(&self) -> usize {
        usize::from(self.layout().body.height)
    }

    /// Says a sentence in the status line and keeps it.
    pub fn say(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        self.messages.push(sentence.clone());
        self.notice = Some(sentence);
    }

    /// A question with a new ticket.
    pub(super) fn ask(&mut self, slot: Slot, request: Request) -> Effect {
        let number = &mut self.tickets[slot as usize];
        *number += 1;
        Effect::Ask(Ticket { slot, number: *number }, request)
    }

    /// Whether an answer is still wanted.
    pub(super) fn is_current(&self, ticket: Ticket) -> bool {
        self.tickets[ticket.slot as usize] == ticket.number
    }

    /// Asks for the list as it is narrowed now, around the row it shall stand on.
    pub(super) fn ask_list(&mut self) -> Effect {
        let anchor = self.arriving.row.map_or(Anchor::Top, Anchor::Around);
        let anchor = if self.arriving.last_row { Anchor::Bottom } else { anchor };
        let list_query = self.list.view.list_query();
        self.ask(Slot::List, Request::Window { list_query, anchor, count: list::ASKED })
    }

    /// Turns the list to other articles.
    pub(super) fn turn_list(&mut self, view: View, keep: bool) -> Effect {
        self.arriving.row = view.at;
        self.list.turn(view, keep);
        self.ask_list()
    }

    /// Asks for further rows where the list will soon need them.
    pub(super) fn ask_more(&mut self) -> Option<Effect> {
        let anchor = self.list.wanted()?;
        let list_query = self.list.view.list_query();
        Some(self.ask(Slot::ListMore, Request::Window { list_query, anchor, count: list::ASKED }))
    }

    /// Asks for an article unless it is the one on the screen, and keeps where the other was left.
    pub(super) fn show_article(&mut self, article: ArticleId) -> Vec<Effect> {
        if self.reader.id() == Some(article) {
            // What is on its way is no longer wanted.
            self.tickets[Slot::Article as usize] += 1;
            self.arrive_in_article();
            return Vec::new();
        }
        let mut effects: Vec<Effect> = self.keep_position().into_iter().collect();
        effects.push(self.ask(Slot::Article, Request::Article(article)));
        effects
    }

    /// Takes the article off the screen, and keeps where it was left.
    pub(super) fn show_nothing(&mut self) -> Vec<Effect> {
        let effects = self.keep_position().into_iter().collect();
        self.tickets[Slot::Article as usize] += 1;
        self.reader = Reader { measure: self.reader.measure, ..Reader::default() };
        self.sidebar.fill(&[]);
        effects
    }

    /// Shows the article of the list's row, where both are in sight.
    pub(super) fn preview(&mut self) -> Vec<Effect> {
        let beside = self.layout().reader.is_some();
        match self.list.selected().map(Row::id) {
            Some(article) if beside => self.show_article(article),
            _ => Vec::new(),
        }
    }

    /// Keeps where the reader is in the article, if that has changed.
    pub(super) fn keep_position(&mut self) -> Option<Effect> {
        let position = self.reader.position();
        let article = self.reader.article.as_mut()?;
        if article.position == position {
            return None;
        }
        article.position = position;
        Some(Effect::Do(Deed::Position { article: article.row.id(), position }))
    }

    /// Keeps the small settings.
    pub(super) fn keep_settings(&self) -> Effect {
        Effect::Do(Deed::Remember { key: Settings::KEY, value: self.settings().to_text() })
    }

    /// Stands where one wanted to arrive in the article that is on the screen.
    pub(super) fn arrive_in_article(&mut self) {
        let (room, id) = (self.room(), self.reader.id());
        if let Some((_, position, name)) = self.arriving.place.take_if(|(article, ..)| Some(*article) == id) {
            self.reader.go_to_offset(position.offset, room);
            self.reader.name = name;
        }
        if let Some((_, offset)) = self.arriving.sentence.take_if(|(article, _)| Some(*article) == id) {
            self.reader.focus_at(offset, room);
        }
        self.follow_name();
    }

    /// Lets the sidebar stand on the name that has the focus in the text.
    pub(super) fn follow_name(&mut self) {
        let height = self.height();
        if let Some(entity) = self.reader.mention().map(|mention| mention.entity) {
            self.sidebar.select(entity, height);
        }
    }

    /// Gives a pane the focus; the sidebar comes into sight with it.
    pub(super) fn focus(&mut self, focus: Focus) {
        self.focus = focus;
        if focus == Focus::Sidebar {
            self.sidebar.shown = true;
        }
        self.reader.reset(self.room());
    }

    /// What must be done before the program ends.
    pub fn leaving(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if !self.read_only {
            effects.extend(self.keep_position());
            effects.push(self.keep_settings());
        }
        effects.push(Effect::Quit);
        effects
    }

    /// The place on the screen, to come back to.
    pub(super) fn place(&self) -> Place {
        let page = match &self.page {
            Page::Articles => At::Articles,
            Page::Dossier(pane) => At::Dossier(pane.entity, pane.article),
            Page::Index(index) => At::Index(index.kind, index.prefix.clone(), index.cursor),
            Page::Feeds(feeds) => At::Feeds(feeds.cursor),
        };
        let view = View { at: self.list.selected().map(|row| row.key), ..self.list.view.clone() };
        let article = self.reader.id().map(|id| (id, self.reader.position(), self.reader.name));
        Place { page, focus: self.focus, view, article }
    }

    /// Remembers the place before going somewhere else.
    pub(super) fn leave(&mut self) {
        let place = self.place();
        self.history.leave(place);
    }

    /// Goes to a place one has been.
    pub(super) fn go_to(&mut self, place: Place) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.focus = place.focus;
        if self.list.view.list_query() != place.view.list_query() {
            effects.push(self.turn_list(place.view, false));
        } else if let Some(key) = place.view.at {
            let (height, now) = (self.height(), self.now);
            if !self.list.select(key.article, height, now) {
                self.arriving.row = Some(key);
                effects.push(self.ask_list());
            }
        }
        self.arriving.place = place.article;
        if let Some((article, ..)) = place.article {
            effects.extend(self.show_article(article));
        }
        match place.page {
            At::Articles => self.page = Page::Articles,
            At::Dossier(entity, article) => effects.push(self.open_dossier(entity, article)),
            At::Index(kind, prefix, cursor) => {
                effects.push(self.open_index(Index::new(kind, prefix, cursor)));
            }
            At::Feeds(cursor) => effects.push(self.open_feeds(Feeds::new(cursor))),
        }
        effects
    }

    /// Turns to an entity's page.
    pub(super) fn open_dossier(&mut self, entity: EntityId, article: usize) -> Effect {
        self.page = Page::Dossier(DossierPane::new(entity, article));
        let count = dossier::ASKED.max(article + 1);
        self.ask(Slot::Dossier, Request::Dossier { entity, after: None, count })
    }

    /// Turns to an index of names.
    pub(super) fn open_index(&mut self, index: Index) -> Effect {
        let request = Request::Names { kind: index.kind, prefix: index.prefix.clone(), count: index::ASKED };
        self.page = Page::Index(index);
        self.ask(Slot::Index, request)
    }

    /// Turns to the tree of feeds.
    pub(super) fn open_feeds(&mut self, feeds: Feeds) -> Effect {
        self.page = Page::Feeds(feeds);
        self.ask(Slot::Feeds, Request::Feeds { now: self.now.seconds })
    }

    /// Asks for the feeds again, where they are on the screen.
    pub(super) fn ask_feeds(&mut self) -> Option<Effect> {
        matches!(self.page, Page::Feeds(_))
            .then(|| self.ask(Slot::Feeds, Request::Feeds { now: self.now.seconds }))
    }

    /// Whether feeds are being fetched.
    pub fn is_refreshing(&self) -> bool {
        self.progress.as_ref().is_some_and(|progress| progress.what == Progress::FETCHING)
    }

    /// The article that keys for articles act on.
    pub fn article_at_hand(&self) -> Option<&Row> {
        match &self.page {
            Page::Dossier(pane) => pane.selected().map(|article| &article.row),
            Page::Index(_) | Page::Feeds(_) => None,
            Page::Articles if self.focus == Focus::List => self.list.selected(),
            Page::Articles => self.reader.article.as_ref().map(|article| &article.row),
        }
    }

    /// The entity that keys for names act on.
    pub fn entity_at_hand(&self) -> Option<EntityId> {
        match (&self.page, self.focus) {
            (Page::Dossier(pane), _) => pane.named(),
            (Page::Index(index), _) => index.selected(),
            (Page::Feeds(_), _) | (Page::Articles, Focus::List) => None,
            (Page::Articles, Focus::Reader) => self.reader.named().map(|named| named.id),
            (Page::Articles, Focus::Sidebar) => {
                let entities = &self.reader.article.as_ref()?.entities;
                entities.get(self.sidebar.selected()?).map(|named| named.id)
            }
        }
    }

    /// Changes marks: at once on the screen, then in the library.
    pub(super) fn change(&mut self, change: Change, undoing: Undoing) -> Vec<Effect> {
        if self.read_only {
            self.say("another Dateline has this library open: this one only reads");
            return Vec::new();
        }
        self.show_change(&change);
        vec![Effect::Do(Deed::Change { change, undoing })]
    }

    /// Shows marks as they are after a change.
    pub(super) fn show_change(&mut self, change: &Change) {
        self.list.apply(change);
        if let Page::Dossier(pane) = &mut self.page {
            pane.apply(change);
        }
        if let Some(article) = self.reader.article.as_mut().filter(|a| change.articles.contains(&a.row.id()))
        {
            list::mark(&mut article.row, change);
        }
    }
}
