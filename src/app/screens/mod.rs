//! The screens: each in its own file, with one contract. Only this file, and
//! `lacking`, match on the kind of screen.
//!
//! A screen provides its contexts, target, title and hints; it acts, handles answers, typing and the mouse,
//! shows edits, and knows its location. Its geometry is one function, used for movement,
//! by the mouse and by the view of the same name in `ui`.

pub mod articles;
pub mod changes;
pub mod dossier;
pub mod feeds;
mod lacking;
pub mod map;
pub mod names;
pub mod notes;
pub mod searches;
pub mod watched;

use super::action::Action;
use super::context::{Contexts, Location};
use super::cx::Cx;
use super::effect::{Answer, Slot, Ticket};
use super::hints::{HintGoal, HintTarget, LinkRow};
use super::message::Mouse;
use super::purpose::Typed;
use super::session::Session;
use super::target::Target;
use crate::model::Edit;
use crate::text::width::{counted, grouped};
use articles::Articles;
use articles::list::ListCount;
use changes::Changes;
use dossier::DossierScreen;
use feeds::Feeds;
use map::MapScreen;
use names::Names;
use notes::Notes;
use searches::Searches;
use watched::Watched;

/// What fills the body of the terminal.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// List, article and sidebar.
    Articles(Box<Articles>),
    /// A dossier.
    Dossier(DossierScreen),
    /// People, places or organisations.
    Names(Names),
    /// The feed tree.
    Feeds(Feeds),
    /// The list of past changes.
    Changes(Changes),
    /// Notes and highlights.
    Notes(Notes),
    /// The list of saved searches.
    Searches(Searches),
    /// A map.
    Map(Box<MapScreen>),
    /// The watched names.
    Watched(Watched),
}

/// What the header counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tally {
    /// Articles, read and unread.
    Articles(ListCount),
    /// Rows of another kind, in words.
    Rows(Vec<String>),
}

/// Draws each kind of screen.
pub trait Views {
    /// List, article and sidebar.
    fn articles(&mut self, screen: &Articles);
    /// A dossier.
    fn dossier(&mut self, screen: &DossierScreen);
    /// People, places or organisations.
    fn names(&mut self, screen: &Names);
    /// The feed tree.
    fn feeds(&mut self, screen: &Feeds);
    /// The list of past changes.
    fn changes(&mut self, screen: &Changes);
    /// Notes and highlights.
    fn notes(&mut self, screen: &Notes);
    /// The list of saved searches.
    fn searches(&mut self, screen: &Searches);
    /// A map.
    fn map(&mut self, screen: &MapScreen);
    /// The watched names.
    fn watched(&mut self, screen: &Watched);
}

impl Screen {
    /// The screen of a location; its content has yet to be requested with [`Screen::refresh`].
    pub fn at(location: Location) -> Self {
        match location {
            Location::Articles(view, focus, reading) => {
                Self::Articles(Box::new(Articles::at(view, focus, reading)))
            }
            Location::Dossier(entity, article) => Self::Dossier(DossierScreen::at(entity, article)),
            Location::Names(kind, at) => Self::Names(Names::at(kind, at)),
            Location::Feeds(cursor, feed) => Self::Feeds(Feeds::at(cursor, feed)),
            Location::Changes(cursor) => Self::Changes(Changes::at(cursor)),
            Location::Notes(cursor) => Self::Notes(Notes::at(cursor)),
            Location::Searches(cursor, unsaved) => Self::Searches(Searches::at(cursor, unsaved)),
            Location::Map(scope) => Self::Map(Box::new(MapScreen::at(scope))),
            Location::Watched(cursor) => Self::Watched(Watched::at(cursor)),
        }
    }

    /// Goes to a location on the same screen; false if it cannot.
    pub fn go_to(&mut self, location: &Location, cx: &mut Cx<'_>) -> bool {
        match (self, location) {
            (Self::Articles(screen), Location::Articles(view, focus, reading)) => {
                screen.go_to(view, *focus, *reading, cx);
                true
            }
            (Self::Feeds(screen), Location::Feeds(_, Some(feed))) => {
                screen.go_to(*feed, cx);
                true
            }
            _ => false,
        }
    }

    /// Draws it.
    pub fn show(&self, views: &mut impl Views) {
        match self {
            Self::Articles(screen) => views.articles(screen),
            Self::Dossier(screen) => views.dossier(screen),
            Self::Names(screen) => views.names(screen),
            Self::Feeds(screen) => views.feeds(screen),
            Self::Changes(screen) => views.changes(screen),
            Self::Notes(screen) => views.notes(screen),
            Self::Searches(screen) => views.searches(screen),
            Self::Map(screen) => views.map(screen),
            Self::Watched(screen) => views.watched(screen),
        }
    }

    /// The current contexts.
    pub fn contexts(&self) -> Contexts {
        let own = match self {
            Self::Articles(screen) => screen.contexts(),
            Self::Dossier(screen) => screen.contexts(),
            Self::Names(screen) => screen.contexts(),
            Self::Feeds(_) => Feeds::contexts(),
            Self::Changes(_) => Changes::contexts(),
            Self::Notes(_) => Notes::contexts(),
            Self::Searches(_) => Searches::contexts(),
            Self::Map(screen) => screen.contexts(),
            Self::Watched(_) => Watched::contexts(),
        };
        let has_own_edits = Contexts::FEEDS.and(Contexts::SEARCHES);
        Contexts::ANYWHERE.and(own).and_if(!own.meets(has_own_edits), Contexts::NAMING)
    }

    /// What keys act on.
    pub fn target(&self) -> Target<'_> {
        match self {
            Self::Articles(screen) => screen.target(),
            Self::Dossier(screen) => screen.target(),
            Self::Names(screen) => screen.target(),
            Self::Feeds(screen) => screen.target(),
            Self::Changes(_) | Self::Notes(_) | Self::Searches(_) => Target::default(),
            Self::Map(screen) => screen.target(),
            Self::Watched(screen) => screen.target(),
        }
    }

    /// The visible targets of hints.
    pub fn hint_targets(&self, session: &Session) -> Vec<HintTarget> {
        match self {
            Self::Articles(screen) => screen.hint_targets(session),
            Self::Dossier(screen) => screen.hint_targets(session),
            Self::Names(screen) => screen.hint_targets(session),
            Self::Map(screen) => screen.hint_targets(session),
            Self::Watched(screen) => screen.hint_targets(session),
            Self::Feeds(_) | Self::Changes(_) | Self::Notes(_) | Self::Searches(_) => Vec::new(),
        }
    }

    /// Goes to the target of a hint.
    pub fn follow_hint(&mut self, goal: &HintGoal, cx: &mut Cx<'_>) {
        match self {
            Self::Articles(screen) => screen.follow_hint(goal, cx),
            Self::Dossier(screen) => screen.follow_hint(goal),
            Self::Names(screen) => screen.follow_hint(goal),
            Self::Map(screen) => screen.follow_hint(goal),
            Self::Watched(screen) => screen.follow_hint(goal),
            Self::Feeds(_) | Self::Changes(_) | Self::Notes(_) | Self::Searches(_) => {}
        }
    }

    /// The links of the article that is shown.
    pub fn links(&self) -> Vec<LinkRow> {
        self.articles().map_or_else(Vec::new, Articles::links)
    }

    /// The row of the current name on the screen, if a sheet could cover it.
    pub fn name_row(&self, session: &Session) -> Option<u16> {
        match self {
            Self::Articles(screen) => screen.name_row(session),
            Self::Names(screen) => Some(screen.cursor_row(session)),
            _ => None,
        }
    }

    /// Carries out an action; false if it has no meaning here.
    pub fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> bool {
        match self {
            Self::Articles(screen) => screen.act(action, cx),
            Self::Dossier(screen) => screen.act(action, cx),
            Self::Names(screen) => screen.act(action, cx),
            Self::Feeds(screen) => screen.act(action, cx),
            Self::Changes(screen) => screen.act(action, cx),
            Self::Notes(screen) => screen.act(action, cx),
            Self::Searches(screen) => screen.act(action, cx),
            Self::Map(screen) => screen.act(action, cx),
            Self::Watched(screen) => screen.act(action, cx),
        }
    }

    /// Handles what is being typed; false if it is not for this screen.
    pub fn typed(&mut self, typed: &Typed, cx: &mut Cx<'_>) -> bool {
        match self {
            Self::Articles(screen) => screen.typed(typed, cx),
            Self::Names(screen) => screen.typed(typed, cx),
            Self::Feeds(screen) => screen.typed(typed, cx),
            Self::Searches(screen) => screen.typed(typed, cx),
            Self::Notes(screen) => screen.typed(typed, cx),
            Self::Dossier(screen) => screen.typed(typed, cx),
            Self::Changes(_) | Self::Map(_) | Self::Watched(_) => false,
        }
    }

    /// Handles an answer of the library.
    pub fn answer(&mut self, ticket: Ticket, answer: Answer, cx: &mut Cx<'_>) {
        match self {
            Self::Articles(screen) => screen.answer(ticket, answer, cx),
            Self::Dossier(screen) => screen.answer(ticket, answer, cx),
            Self::Names(screen) => screen.answer(answer, cx.session),
            Self::Feeds(screen) => screen.answer(answer),
            Self::Changes(screen) => screen.answer(answer),
            Self::Notes(screen) => screen.answer(answer, cx.session),
            Self::Searches(screen) => screen.answer(answer),
            Self::Map(screen) => screen.answer(answer, cx.session),
            Self::Watched(screen) => screen.answer(answer, cx.session),
        }
    }

    /// Whether its rows are still to come: what is typed for one of them goes to the one that has come by the end.
    pub fn is_waiting(&self) -> bool {
        matches!(self, Self::Articles(screen) if screen.list.waiting)
    }

    /// Its content is still being added to the library.
    pub fn wait(&mut self) {
        match self {
            Self::Articles(screen) => screen.list.waiting = true,
            Self::Dossier(_)
            | Self::Names(_)
            | Self::Feeds(_)
            | Self::Changes(_)
            | Self::Notes(_)
            | Self::Searches(_)
            | Self::Map(_)
            | Self::Watched(_) => {}
        }
    }

    /// A request failed.
    pub fn failed(&mut self, slot: Slot) {
        match self {
            Self::Articles(screen) => screen.failed(slot),
            Self::Dossier(_)
            | Self::Names(_)
            | Self::Feeds(_)
            | Self::Changes(_)
            | Self::Notes(_)
            | Self::Searches(_)
            | Self::Map(_)
            | Self::Watched(_) => {}
        }
    }

    /// The mouse did something at a column and row.
    pub fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) {
        match self {
            Self::Articles(screen) => screen.mouse(mouse, column, row, cx),
            Self::Dossier(screen) => screen.mouse(mouse, column, row, cx),
            Self::Names(screen) => screen.mouse(mouse, column, row, cx),
            Self::Feeds(screen) => screen.mouse(mouse, column, row, cx),
            Self::Changes(screen) => screen.mouse(mouse, column, row, cx),
            Self::Notes(screen) => screen.mouse(mouse, column, row, cx),
            Self::Searches(screen) => screen.mouse(mouse, column, row, cx),
            Self::Map(screen) => screen.mouse(mouse, column, row, cx),
            Self::Watched(screen) => screen.mouse(mouse, column, row, cx),
        }
    }

    /// A breadcrumb in the header was clicked.
    pub fn click_step(&mut self, step: usize, cx: &mut Cx<'_>) {
        match self {
            Self::Articles(screen) => screen.click_step(step, cx),
            Self::Dossier(screen) => screen.click_step(step, cx),
            _ => {}
        }
    }

    /// The mouse moved with its button down, or the button was released.
    pub fn drag(&mut self, to: Option<(u16, u16)>, cx: &mut Cx<'_>) {
        match self {
            Self::Articles(screen) => screen.drag(to, cx),
            Self::Dossier(screen) => screen.drag(to, cx),
            _ => {}
        }
    }

    /// Shows an edit.
    pub fn applied(&mut self, edit: &Edit) {
        match self {
            Self::Articles(screen) => screen.applied(edit),
            Self::Dossier(screen) => screen.applied(edit),
            Self::Names(_)
            | Self::Feeds(_)
            | Self::Changes(_)
            | Self::Notes(_)
            | Self::Searches(_)
            | Self::Map(_)
            | Self::Watched(_) => {}
        }
    }

    /// Marks were edited in the library: the screen's counts may have changed.
    pub fn recount(&mut self, cx: &mut Cx<'_>) {
        match self {
            Self::Articles(screen) => screen.ask_unread_count(cx),
            screen if screen.counts_unread() => screen.refresh(cx),
            _ => {}
        }
    }

    /// Requests what the cursor is now on.
    pub fn settle(&mut self, cx: &mut Cx<'_>) {
        match self {
            Self::Articles(screen) => screen.settle(cx),
            Self::Dossier(_)
            | Self::Names(_)
            | Self::Feeds(_)
            | Self::Changes(_)
            | Self::Notes(_)
            | Self::Searches(_)
            | Self::Map(_)
            | Self::Watched(_) => {}
        }
    }

    /// Requests everything it shows again, keeping the cursor.
    pub fn refresh(&mut self, cx: &mut Cx<'_>) {
        match self {
            Self::Articles(screen) => screen.refresh(cx),
            Self::Dossier(screen) => screen.refresh(cx),
            Self::Names(screen) => screen.refresh(cx),
            Self::Feeds(screen) => screen.refresh(cx),
            Self::Changes(_) => Changes::refresh(cx),
            Self::Notes(_) => Notes::refresh(cx),
            Self::Searches(_) => Searches::refresh(cx),
            Self::Map(screen) => screen.refresh(cx),
            Self::Watched(_) => Watched::refresh(cx),
        }
    }

    /// It comes to the top again, possibly on a terminal of another size.
    pub fn resume(&mut self, session: &Session) {
        match self {
            Self::Articles(screen) => screen.resume(session),
            Self::Map(screen) => screen.resume(session),
            Self::Dossier(_)
            | Self::Names(_)
            | Self::Feeds(_)
            | Self::Changes(_)
            | Self::Notes(_)
            | Self::Searches(_)
            | Self::Watched(_) => {}
        }
    }

    /// It is covered or removed, or the program ends.
    pub fn pause(&mut self, cx: &mut Cx<'_>) {
        match self {
            Self::Articles(screen) => screen.pause(cx),
            Self::Dossier(_)
            | Self::Names(_)
            | Self::Feeds(_)
            | Self::Changes(_)
            | Self::Notes(_)
            | Self::Searches(_)
            | Self::Map(_)
            | Self::Watched(_) => {}
        }
    }

    /// The user's location, to return to.
    pub fn location(&self) -> Location {
        match self {
            Self::Articles(screen) => screen.location(),
            Self::Dossier(screen) => screen.location(),
            Self::Names(screen) => screen.location(),
            Self::Feeds(screen) => screen.location(),
            Self::Changes(screen) => screen.location(),
            Self::Notes(screen) => screen.location(),
            Self::Searches(screen) => screen.location(),
            Self::Map(screen) => screen.location(),
            Self::Watched(screen) => screen.location(),
        }
    }

    /// The breadcrumbs in the header.
    pub fn title(&self, session: &Session) -> Vec<String> {
        match self {
            Self::Articles(screen) => screen.title(session),
            Self::Dossier(screen) => screen.title(),
            Self::Names(screen) => screen.title(),
            Self::Feeds(_) => Feeds::title(),
            Self::Changes(_) => Changes::title(),
            Self::Notes(_) => Notes::title(),
            Self::Searches(_) => Searches::title(),
            Self::Map(screen) => screen.title(),
            Self::Watched(_) => Watched::title(),
        }
    }

    /// What the header counts: what the screen shows.
    pub fn tally(&self, session: &Session) -> Tally {
        let rows = |rows: usize, one, many| Tally::Rows(vec![counted(rows as u64, one, many)]);
        match self {
            // Articles are counted when they can be seen: the totals may come before the list.
            Self::Articles(screen) => match screen.count() {
                Some(count) => Tally::Articles(count),
                None if screen.list.rows.is_empty() && session.counts.articles > 0 => Tally::Rows(Vec::new()),
                None => Tally::Articles(ListCount::of_all(session.counts)),
            },
            Self::Dossier(screen) => {
                let total = screen.dossier.as_ref().map(|dossier| dossier.total);
                Tally::Rows(total.map(|total| counted(total, "article", "articles")).into_iter().collect())
            }
            Self::Names(screen) => {
                let total = screen.page.often_total + screen.page.rare_total;
                Tally::Rows(vec![counted(total, screen.kind.word(), screen.kind.plural())])
            }
            Self::Feeds(screen) => {
                let feeds = counted(screen.all.len() as u64, "feed", "feeds");
                Tally::Rows(vec![feeds, format!("{} unread", grouped(screen.counts(None).0))])
            }
            Self::Changes(screen) => rows(screen.rows.len(), "change", "changes"),
            Self::Notes(screen) => rows(screen.rows.len(), "note", "notes"),
            Self::Searches(screen) => rows(screen.rows.len(), "search", "searches"),
            Self::Map(screen) => rows(screen.places.len(), "place", "places"),
            Self::Watched(screen) => rows(screen.rows.len(), "name", "names"),
        }
    }

    /// The most important actions here, with short labels.
    pub fn hints(&self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Articles(screen) => screen.hints(),
            Self::Dossier(screen) => screen.hints(),
            Self::Names(_) => Names::hints(),
            Self::Feeds(_) => Feeds::hints(),
            Self::Changes(_) => Changes::hints(),
            Self::Notes(_) => Notes::hints(),
            Self::Searches(screen) => screen.hints(),
            Self::Map(screen) => screen.hints(),
            Self::Watched(_) => Watched::hints(),
        }
    }

    /// Whether it cannot update itself after an edit, so that it has to request its content again.
    pub fn lists_edits(&self) -> bool {
        matches!(self, Self::Changes(_))
    }

    /// Whether it shows how many articles are unread, for which it has to request its content again.
    pub fn counts_unread(&self) -> bool {
        matches!(self, Self::Feeds(_) | Self::Searches(_) | Self::Watched(_))
    }

    /// The articles screen, if it is one.
    pub fn articles(&self) -> Option<&Articles> {
        match self {
            Self::Articles(screen) => Some(screen),
            _ => None,
        }
    }
}
