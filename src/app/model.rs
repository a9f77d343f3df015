//! The whole state of the screen: plain data, which only `update` changes.

use super::context::{Contexts, Focus, Location};
use super::cx::{Cx, Outbox};
use super::effect::{Effect, Request, Slot, WriteRequest};
use super::history::{History, Path};
use super::key::Key;
use super::layers::Layer;
use super::screens::Screen;
use super::screens::articles::Articles;
use super::session::Session;
use super::settings::{Look, Settings};
use super::status::Status;
use super::tickets::Tickets;
use super::view::ListView;
use crate::model::Edit;
use crate::text::time::Now;

/// The whole state of the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct App {
    /// What all screens share.
    pub session: Session,
    /// The status line.
    pub status: Status,
    /// The layers over the screen, the topmost last.
    pub layers: Vec<Layer>,
    /// The keys of an incomplete sequence.
    pub pending: Vec<Key>,
    pub(super) screens: Vec<Entry>,
    pub(super) history: History,
    pub(super) tickets: Tickets,
}

/// A screen of the stack.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub screen: Screen,
    /// Whether its content must be requested again when it is on top.
    pub stale: bool,
}

/// The maximum number of screens in the stack; beyond it, those above the lowest are dropped.
const DEEPEST: usize = 40;

impl App {
    /// The state for a terminal, and the requests that fill it.
    pub fn start(columns: u16, rows: u16, now: Now, look: Look, settings: &Settings) -> (Self, Vec<Effect>) {
        let focus = if settings.reading { Focus::Reader } else { Focus::List };
        let view = ListView { at: settings.row(), ..ListView::default() };
        let lowest = Screen::at(Location::Articles(view, focus, None));
        let mut app = Self {
            session: Session::new(columns, rows, now, look, settings),
            status: Status::default(),
            layers: Vec::new(),
            pending: Vec::new(),
            screens: vec![Entry { screen: lowest, stale: false }],
            history: History::default(),
            tickets: Tickets::default(),
        };
        let mut out = Outbox::default();
        app.cx(&mut out).ask(Slot::Attended, Request::Attended);
        app.with_screen(&mut out, Screen::refresh);
        app.cx(&mut out).ask(Slot::Counts, Request::Counts);
        (app, out.effects)
    }

    /// The screen on top.
    pub fn screen(&self) -> &Screen {
        // The stack is never empty.
        &self.screens[self.screens.len() - 1].screen
    }

    /// The topmost screen of articles.
    pub fn articles(&self) -> Option<&Articles> {
        self.screens.iter().rev().find_map(|entry| entry.screen.articles())
    }

    /// The current contexts.
    pub fn contexts(&self) -> Contexts {
        self.screen().contexts()
    }

    /// The focused pane of the articles screen, if keys go to it.
    pub fn focus(&self) -> Option<Focus> {
        self.screen().articles().map(|screen| screen.focus)
    }

    /// The articles are still being added to the library, so an empty list is not reported as empty.
    pub fn wait_for_articles(&mut self) {
        self.screens.iter_mut().for_each(|entry| entry.screen.wait());
    }

    /// Whether the menu of a prefix key is shown.
    pub fn shows_menu(&self) -> bool {
        self.layers.iter().any(Layer::is_menu)
    }

    /// The settings to save for the next start.
    pub fn settings(&self) -> Settings {
        let articles = self.articles();
        let reading = self.focus().is_some_and(|focus| focus != Focus::List);
        let row = articles.and_then(Articles::selected).map(|row| row.key);
        let shown = articles.and_then(|screen| screen.reader.article.as_ref()).filter(|_| reading);
        let article = shown.map(|article| article.row.key);
        let session = &self.session;
        let sidebar = session.has_three_panes().then_some(session.sidebar);
        let (widths, own) = (session.widths, session.own_look);
        let (line_width, theme) = (own.line_width, own.theme);
        let (tips, orders) = (session.tips.clone(), session.orders.clone());
        let (searches, names_order) = (session.searches.clone(), session.names_order);
        let at = Settings::at(article.or(row));
        let opened = session.opened;
        Settings {
            reading,
            line_width,
            sidebar,
            widths,
            theme,
            tips,
            opened,
            searches,
            orders,
            names_order,
            ..at
        }
    }

    /// What must be done before the program ends.
    pub fn leaving(&mut self) -> Vec<Effect> {
        let mut out = Outbox::default();
        let (session, status, tickets) = (&mut self.session, &mut self.status, &mut self.tickets);
        let mut cx = Cx { session, status, tickets, out: &mut out };
        self.screens.iter_mut().for_each(|entry| entry.screen.pause(&mut cx));
        self.remember(&mut out);
        out.effects.push(Effect::Quit);
        out.effects
    }

    /// Saves the settings for the next start.
    pub(super) fn remember(&mut self, out: &mut Outbox) {
        let value = self.settings().to_text();
        self.cx(out).keep(WriteRequest::Remember { key: Settings::KEY, value });
    }

    /// The user's location on every screen.
    pub(super) fn path(&self) -> Path {
        self.screens.iter().map(|entry| entry.screen.location()).collect()
    }

    /// The context for a screen's actions.
    pub(super) fn cx<'a>(&'a mut self, out: &'a mut Outbox) -> Cx<'a> {
        Cx { session: &mut self.session, status: &mut self.status, tickets: &mut self.tickets, out }
    }

    /// Lets the top screen do something.
    pub(super) fn with_screen<T>(
        &mut self,
        out: &mut Outbox,
        body: impl FnOnce(&mut Screen, &mut Cx<'_>) -> T,
    ) -> T {
        let top = self.screens.len() - 1;
        let (session, status, tickets) = (&mut self.session, &mut self.status, &mut self.tickets);
        body(&mut self.screens[top].screen, &mut Cx { session, status, tickets, out })
    }

    /// Goes to a location: all articles are the lowest screen; anything else is pushed on top.
    pub(super) fn open(&mut self, location: Location, out: &mut Outbox) {
        if self.screen().location().is_same_place(&location) {
            self.with_screen(out, |screen, cx| screen.go_to(&location, cx));
        } else if location.is_lowest() {
            self.restore(&[location], out);
        } else {
            self.cover(out);
            if self.screens.len() == DEEPEST {
                self.screens.remove(1);
            }
            self.screens.push(Entry { screen: Screen::at(location), stale: true });
            self.uncover(out);
        }
    }

    /// Whether only the lowest screen is there.
    pub(super) fn is_lowest(&self) -> bool {
        self.screens.len() == 1
    }

    /// Removes the top screen; false if it is the lowest.
    pub(super) fn pop(&mut self, out: &mut Outbox) -> bool {
        let is_lowest = self.is_lowest();
        if !is_lowest {
            self.cover(out);
            self.screens.pop();
            self.uncover(out);
        }
        !is_lowest
    }

    /// Returns to where the user was; screens that are still there stay.
    pub(super) fn restore(&mut self, path: &[Location], out: &mut Outbox) {
        let Some((top, below)) = path.split_last() else { return };
        self.cover(out);
        let same = self.screens.iter().zip(below).take_while(|(entry, at)| entry.screen.location() == **at);
        let same = same.count();
        let there = same == below.len() && same < self.screens.len();
        let there = there.then(|| self.screens.swap_remove(same));
        self.screens.truncate(same);
        let fresh = |at: &Location| Entry { screen: Screen::at(at.clone()), stale: true };
        self.screens.extend(below[same..].iter().map(fresh));
        let was_there = there.is_some();
        self.screens.push(there.unwrap_or_else(|| fresh(top)));
        if was_there {
            let went = self.with_screen(out, |screen, cx| screen.go_to(top, cx));
            if !went && self.screen().location() != *top {
                self.screens.pop();
                self.screens.push(fresh(top));
            }
        }
        self.uncover(out);
    }

    /// Shows an edit on every screen.
    pub(super) fn show(&mut self, edit: &Edit) {
        self.screens.iter_mut().for_each(|entry| entry.screen.applied(edit));
    }

    /// Everything that the covered screens show may have changed.
    pub(super) fn outdate(&mut self) {
        let below = self.screens.len() - 1;
        self.screens[..below].iter_mut().for_each(|entry| entry.stale = true);
    }

    /// The numbers of unread articles that covered screens show may have changed.
    pub(super) fn outdate_counts(&mut self) {
        let below = self.screens.len() - 1;
        self.screens[..below].iter_mut().for_each(|entry| entry.stale |= entry.screen.counts_unread());
    }

    fn cover(&mut self, out: &mut Outbox) {
        self.with_screen(out, Screen::pause);
        let waited = self.tickets.turn();
        if let Some(entry) = self.screens.last_mut() {
            entry.stale |= waited;
        }
    }

    fn uncover(&mut self, out: &mut Outbox) {
        let is_stale = self.screens.last_mut().is_some_and(|entry| std::mem::take(&mut entry.stale));
        self.with_screen(out, |screen, cx| {
            screen.resume(cx.session);
            if is_stale {
                screen.refresh(cx);
            }
        });
    }
}
