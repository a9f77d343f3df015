//! Going somewhere: into an article, to a name, to a list, and back.

use super::moving;
use crate::app::effect::{Effect, Request, Slot, Undoing};
use crate::app::layout::Focus;
use crate::app::motion::Motion;
use crate::app::panes::dossier::Column;
use crate::app::panes::index::Index;
use crate::app::panes::list::{Filter, View};
use crate::app::settings::FirstKey;
use crate::app::state::{Page, State};
use crate::model::{BuiltinList, Change, Kind, Mark, Row};

type Effects = Vec<Effect>;

/// Opens the article the list stands on.
pub(in crate::app) fn open(state: &mut State) -> Effects {
    let Some(row) = state.list.selected() else {
        state.say("this list is empty · gi shows all articles");
        return Vec::new();
    };
    let (article, unread) = (row.id(), row.unread);
    state.page = Page::Articles;
    state.focus(Focus::Reader);
    let mut effects = state.show_article(article);
    effects.extend(seen(state, article, unread));
    effects
}

/// Marks an article read because it has been opened.
fn seen(state: &mut State, article: crate::model::ArticleId, unread: bool) -> Effects {
    let mut effects = Vec::new();
    if unread && !state.read_only {
        effects = state.change(Change::one(Mark::Read, true, article), Undoing::InPassing);
    }
    if !state.read_only {
        effects.push(state.keep_settings());
    }
    effects
}

pub(super) fn read_on(state: &mut State) -> Effects {
    state.card.used(FirstKey::ReadOn);
    if state.focus != Focus::Reader {
        return open(state);
    }
    let room = state.room();
    if state.reader.go(Motion::Page(1), room) { Vec::new() } else { next_unread_article(state, true) }
}

pub(super) fn read_back(state: &mut State) -> Effects {
    let room = state.room();
    state.reader.go(Motion::Page(-1), room);
    Vec::new()
}

pub(super) fn next_unread(state: &mut State) -> Effects {
    if finding(state) {
        let room = state.room();
        state.reader.next_hit(true, room);
        return Vec::new();
    }
    next_unread_article(state, true)
}

pub(super) fn previous_unread(state: &mut State) -> Effects {
    next_unread_article(state, false)
}

fn finding(state: &State) -> bool {
    state.focus == Focus::Reader && state.reader.find.as_ref().is_some_and(|find| !find.hits.is_empty())
}

/// Goes to the next unread article: among the rows at hand, else the library is asked.
fn next_unread_article(state: &mut State, forward: bool) -> Effects {
    if let Some(at) = state.list.next_unread(forward) {
        let article = state.list.rows[at].id();
        return go_to_unread(state, article);
    }
    let more = if forward { state.list.more_after } else { state.list.more_before };
    if !more {
        state.say(if forward { "no unread article further down" } else { "no unread article further up" });
        return Vec::new();
    }
    let edge = if forward { state.list.rows.last() } else { state.list.rows.first() };
    let from = edge.map(|row| row.key);
    let list_query = state.list.view.list_query();
    vec![state.ask(Slot::Unread, Request::NextUnread { list_query, from, forward })]
}

/// The library has found the next unread article beyond the rows at hand.
pub(in crate::app) fn found_unread(state: &mut State, row: Option<Row>) -> Effects {
    let Some(row) = row else {
        state.say("no unread article there");
        return Vec::new();
    };
    state.arriving.row = Some(row.key);
    let mut effects = vec![state.ask_list()];
    if state.focus != Focus::List {
        effects.extend(state.show_article(row.id()));
        effects.extend(seen(state, row.id(), true));
    }
    effects
}

fn go_to_unread(state: &mut State, article: crate::model::ArticleId) -> Effects {
    let (height, now) = (state.height(), state.now);
    state.list.select(article, height, now);
    if state.focus == Focus::List {
        let mut effects = state.preview();
        effects.extend(state.ask_more());
        return effects;
    }
    open(state)
}

pub(super) fn open_from_dossier(state: &mut State) -> Effects {
    let Page::Dossier(pane) = &state.page else { return Vec::new() };
    if pane.column == Column::Companions {
        return dossier(state);
    }
    let Some(article) = pane.selected() else { return Vec::new() };
    let (id, unread) = (article.row.id(), article.row.unread);
    let offset = article.sentences.first().map(|sentence| sentence.offset);
    state.leave();
    state.page = Page::Articles;
    state.focus(Focus::Reader);
    state.arriving.sentence = offset.map(|offset| (id, offset));
    let mut effects = state.show_article(id);
    effects.extend(seen(state, id, unread));
    effects
}

/// Leaves what is on top: an overlay, a page, a pane, a narrowing; at the root, the program.
pub(super) fn leave(state: &mut State) -> Effects {
    if state.overlay.take().is_some() {
        return Vec::new();
    }
    if state.zen {
        return super::screen::zen(state);
    }
    match (&state.page, state.focus) {
        (Page::Dossier(_) | Page::Index(_) | Page::Feeds(_), _) => {
            let here = state.place();
            if let Some(place) = state.history.back(here) {
                state.go_to(place)
            } else {
                state.page = Page::Articles;
                Vec::new()
            }
        }
        (Page::Articles, Focus::Sidebar) => {
            moving::leave_sidebar(state);
            Vec::new()
        }
        (Page::Articles, Focus::Reader) => {
            state.focus(Focus::List);
            Vec::new()
        }
        (Page::Articles, Focus::List) => {
            // The list of a feed was entered from the tree, and leads back there.
            let is_of_feeds = matches!(state.list.view.filters[..], [Filter::Feeds(..)]);
            if is_of_feeds && state.list.earlier.is_empty() {
                return super::feeds::tree(state);
            }
            pop_filter(state).unwrap_or_else(|| quit(state))
        }
    }
}

pub(super) fn cancel(state: &mut State) -> Effects {
    state.notice = None;
    if state.overlay.take().is_some() || state.reader.find.take().is_some() {
        return Vec::new();
    }
    if state.is_refreshing() || state.full_texts > 0 {
        state.say("stopping; what has come stays");
        return vec![Effect::Stop];
    }
    let reading = state.page == Page::Articles && state.focus == Focus::Reader;
    if reading && state.reader.name.take().is_some() {
        return Vec::new();
    }
    if state.page != Page::Articles {
        return leave(state);
    }
    pop_filter(state).unwrap_or_default()
}

/// Goes back to the list before the last narrowing.
fn pop_filter(state: &mut State) -> Option<Effects> {
    state.list.pop().then(|| {
        state.arriving.row = state.list.view.at;
        vec![state.ask_list()]
    })
}

pub(super) fn back(state: &mut State) -> Effects {
    let here = state.place();
    if let Some(place) = state.history.back(here) {
        state.go_to(place)
    } else {
        state.say("this is where you started");
        Vec::new()
    }
}

pub(super) fn forward(state: &mut State) -> Effects {
    let here = state.place();
    if let Some(place) = state.history.forward(here) {
        state.go_to(place)
    } else {
        state.say("there is nothing to go forward to");
        Vec::new()
    }
}

pub(super) fn quit(state: &mut State) -> Effects {
    state.leaving()
}

/// Opens the page of the name at hand.
pub(in crate::app) fn dossier(state: &mut State) -> Effects {
    let Some(entity) = state.entity_at_hand() else { return no_name(state) };
    if matches!(&state.page, Page::Dossier(pane) if pane.entity == entity) {
        return Vec::new();
    }
    state.card.used(FirstKey::Dossier);
    state.leave();
    vec![state.open_dossier(entity, 0)]
}

pub(super) fn no_name(state: &mut State) -> Effects {
    state.say("no name is focused · ) goes to the next one");
    Vec::new()
}

macro_rules! to_names {
    ($($command:ident: $forward:expr, $kind:expr;)*) => {$(
        pub(super) fn $command(state: &mut State) -> Effects {
            to_name(state, $forward, $kind)
        }
    )*};
}

to_names! {
    next_name: true, None;
    previous_name: false, None;
    next_person: true, Some(Kind::Person);
    previous_person: false, Some(Kind::Person);
    next_place: true, Some(Kind::Place);
    previous_place: false, Some(Kind::Place);
    next_organisation: true, Some(Kind::Organisation);
    previous_organisation: false, Some(Kind::Organisation);
}

fn to_name(state: &mut State, forward: bool, kind: Option<Kind>) -> Effects {
    state.card.used(FirstKey::NextName);
    if state.focus != Focus::Reader {
        state.focus(Focus::Reader);
    }
    let room = state.room();
    if !state.reader.next_name(forward, kind, room) {
        let what = kind.map_or("name", Kind::word);
        state.say(format!("no {what} further {}", if forward { "down" } else { "up" }));
    }
    state.follow_name();
    Vec::new()
}

pub(super) fn next_mention(state: &mut State) -> Effects {
    to_mention(state, true)
}

pub(super) fn previous_mention(state: &mut State) -> Effects {
    to_mention(state, false)
}

/// Goes to a mention of the same entity; from the sidebar, to its first or last.
fn to_mention(state: &mut State, forward: bool) -> Effects {
    let room = state.room();
    if state.focus == Focus::Sidebar {
        if let Some(entity) = state.sidebar.selected() {
            state.reader.focus_entity(entity, room);
        }
        state.focus(Focus::Reader);
        return Vec::new();
    }
    if let (Some(entity), Page::Articles) = (state.reader.mention().map(|m| m.entity), &state.page) {
        state.reader.next_of_same(forward, room);
        let all = state.reader.article.as_ref().map_or(&[][..], |article| &article.mentions);
        let same = || all.iter().enumerate().filter(|(_, mention)| mention.entity == entity);
        let (nth, count) = (same().filter(|(at, _)| Some(*at) <= state.reader.name).count(), same().count());
        state.notice = Some(format!("mention {nth} of {count}"));
    }
    Vec::new()
}

pub(super) fn people(state: &mut State) -> Effects {
    names(state, Kind::Person)
}

pub(super) fn places(state: &mut State) -> Effects {
    names(state, Kind::Place)
}

pub(super) fn organisations(state: &mut State) -> Effects {
    names(state, Kind::Organisation)
}

fn names(state: &mut State, kind: Kind) -> Effects {
    state.leave();
    vec![state.open_index(Index::new(kind, String::new(), 0))]
}

pub(super) fn all(state: &mut State) -> Effects {
    builtin(state, BuiltinList::All)
}

pub(super) fn unread(state: &mut State) -> Effects {
    builtin(state, BuiltinList::Unread)
}

pub(super) fn bookmarks(state: &mut State) -> Effects {
    builtin(state, BuiltinList::Bookmarks)
}

pub(super) fn history(state: &mut State) -> Effects {
    builtin(state, BuiltinList::History)
}

/// Turns to a shelf, with nothing narrowed.
fn builtin(state: &mut State, builtin: BuiltinList) -> Effects {
    state.leave();
    state.page = Page::Articles;
    state.focus(Focus::List);
    state.list.earlier.clear();
    vec![state.turn_list(View { builtin, ..View::default() }, false)]
}
