//! Moving in a pane and from pane to pane.

use super::help_rows;
use crate::app::effect::{Effect, Request, Slot};
use crate::app::layout::Focus;
use crate::app::motion::Motion;
use crate::app::panes::dossier;
use crate::app::state::{Overlay, Page, State};

type Effects = Vec<Effect>;

pub(super) fn down(state: &mut State) -> Effects {
    go(state, Motion::Step(1))
}

pub(super) fn up(state: &mut State) -> Effects {
    go(state, Motion::Step(-1))
}

pub(super) fn half_down(state: &mut State) -> Effects {
    go(state, Motion::Half(1))
}

pub(super) fn half_up(state: &mut State) -> Effects {
    go(state, Motion::Half(-1))
}

pub(super) fn page_down(state: &mut State) -> Effects {
    go(state, Motion::Page(1))
}

pub(super) fn page_up(state: &mut State) -> Effects {
    go(state, Motion::Page(-1))
}

pub(super) fn top(state: &mut State) -> Effects {
    go(state, Motion::Top)
}

pub(super) fn bottom(state: &mut State) -> Effects {
    go(state, Motion::Bottom)
}

/// Moves in whatever has the focus.
pub(in crate::app) fn go(state: &mut State, motion: Motion) -> Effects {
    let (height, room) = (state.height(), state.room());
    if let Some(overlay) = state.overlay {
        state.overlay = Some(in_overlay(state, overlay, motion));
        return Vec::new();
    }
    match (&mut state.page, state.focus) {
        (Page::Dossier(pane), _) => {
            pane.go(motion, state.columns, height);
            more_of_dossier(state)
        }
        (Page::Index(index), _) => {
            index.go(motion, height.saturating_sub(2));
            Vec::new()
        }
        (Page::Feeds(feeds), _) => {
            feeds.go(motion, height.saturating_sub(5));
            Vec::new()
        }
        (Page::Articles, Focus::List) => in_list(state, motion),
        (Page::Articles, Focus::Reader) => {
            state.reader.go(motion, room);
            Vec::new()
        }
        (Page::Articles, Focus::Sidebar) => {
            state.sidebar.go(motion, height);
            Vec::new()
        }
    }
}

/// Scrolls what lies over the page, as far as it has lines.
fn in_overlay(state: &State, overlay: Overlay, motion: Motion) -> Overlay {
    let height = state.height();
    let scroll =
        |top: usize, lines: usize| motion.target(top, (lines + 1).saturating_sub(height).max(1), height);
    match overlay {
        Overlay::Help(top) => Overlay::Help(scroll(top, help_rows(state).len())),
        Overlay::Messages(top) => Overlay::Messages(scroll(top, state.messages.len())),
    }
}

fn in_list(state: &mut State, motion: Motion) -> Effects {
    let beyond = match motion {
        Motion::Top => state.list.more_before,
        Motion::Bottom => state.list.more_after,
        _ => false,
    };
    if beyond {
        state.arriving.row = None;
        state.arriving.last_row = motion == Motion::Bottom;
        return vec![state.ask_list()];
    }
    let (height, now) = (state.height(), state.now);
    state.list.go(motion, height, now);
    let mut effects = state.preview();
    effects.extend(state.ask_more());
    effects
}

fn more_of_dossier(state: &mut State) -> Effects {
    let Page::Dossier(pane) = &state.page else { return Vec::new() };
    let last = pane.dossier.as_ref().and_then(|dossier| dossier.articles.last()).map(|last| last.row.key);
    if !pane.wants_more() || last.is_none() {
        return Vec::new();
    }
    let (entity, count) = (pane.entity, dossier::ASKED);
    let request = Request::Dossier { entity, after: last, count };
    vec![state.ask(Slot::DossierMore, request)]
}

pub(super) fn left(state: &mut State) -> Effects {
    beside(state, false)
}

pub(super) fn right(state: &mut State) -> Effects {
    beside(state, true)
}

pub(super) fn next_pane(state: &mut State) -> Effects {
    around(state, 1)
}

pub(super) fn previous_pane(state: &mut State) -> Effects {
    around(state, 2)
}

pub(super) fn to_list(state: &mut State) -> Effects {
    state.focus(Focus::List);
    Vec::new()
}

pub(super) fn to_reader(state: &mut State) -> Effects {
    enter_reader(state)
}

pub(super) fn to_sidebar(state: &mut State) -> Effects {
    state.focus(Focus::Sidebar);
    Vec::new()
}

const PANES: [Focus; 3] = [Focus::List, Focus::Reader, Focus::Sidebar];

fn beside(state: &mut State, right: bool) -> Effects {
    if let Page::Dossier(pane) = &mut state.page {
        if right == (pane.column == dossier::Column::Articles) {
            pane.turn();
        }
        return Vec::new();
    }
    match (state.focus, right) {
        (Focus::List, true) => enter_reader(state),
        (Focus::Reader, true) => to_sidebar(state),
        (Focus::Reader, false) => to_list(state),
        (Focus::Sidebar, false) => {
            leave_sidebar(state);
            Vec::new()
        }
        (Focus::List, false) | (Focus::Sidebar, true) => Vec::new(),
    }
}

/// Goes round the panes that are in sight.
fn around(state: &mut State, by: usize) -> Effects {
    if let Page::Dossier(pane) = &mut state.page {
        pane.turn();
        return Vec::new();
    }
    let at = PANES.iter().position(|&pane| pane == state.focus).unwrap_or(0);
    let in_sight = |pane: Focus| pane != Focus::Sidebar || state.sidebar.shown;
    let next =
        (1..=PANES.len()).map(|step| PANES[(at + step * by) % PANES.len()]).find(|&pane| in_sight(pane));
    match next {
        Some(Focus::Reader) => enter_reader(state),
        Some(pane) => {
            state.focus(pane);
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Gives the article the focus; where it stood beside no list, it has to be asked for first.
fn enter_reader(state: &mut State) -> Effects {
    state.focus(Focus::Reader);
    match state.list.selected().map(crate::model::Row::id) {
        Some(article) if state.reader.article.is_none() => state.show_article(article),
        _ => Vec::new(),
    }
}

/// Leaves the sidebar; where it lies over the article it goes away.
pub(in crate::app) fn leave_sidebar(state: &mut State) {
    if state.layout().slides_over {
        state.sidebar.shown = false;
    }
    state.focus(Focus::Reader);
}
