//! Looking for something: searching, finding, narrowing, choosing a command.

use crate::app::effect::Effect;
use crate::app::key::Key;
use crate::app::layout::Focus;
use crate::app::motion::Motion;
use crate::app::panes::index::Index;
use crate::app::panes::list::{Filter, View};
use crate::app::panes::prompt::{Prompt, Purpose, Typed};
use crate::app::settings::FirstKey;
use crate::app::state::{Page, State};
use crate::model::BuiltinList;

use super::{COMMANDS, Command, Scope, feeds, going, marking, moving};

type Effects = Vec<Effect>;

pub(super) fn search(state: &mut State) -> Effects {
    state.card.used(FirstKey::Search);
    state.leave();
    state.page = Page::Articles;
    state.focus(Focus::List);
    open(state, Purpose::Search)
}

pub(super) fn find(state: &mut State) -> Effects {
    if state.focus == Focus::List {
        return narrow(state);
    }
    open(state, Purpose::Find)
}

pub(super) fn find_name(state: &mut State) -> Effects {
    open(state, Purpose::Names)
}

pub(super) fn narrow(state: &mut State) -> Effects {
    state.page = Page::Articles;
    state.focus(Focus::List);
    open(state, Purpose::Narrow)
}

pub(super) fn palette(state: &mut State) -> Effects {
    open(state, Purpose::Palette)
}

fn open(state: &mut State, purpose: Purpose) -> Effects {
    state.notice = None;
    state.prompt = Some(Prompt::new(purpose));
    Vec::new()
}

pub(super) fn previous_hit(state: &mut State) -> Effects {
    let room = state.room();
    state.reader.next_hit(false, room);
    Vec::new()
}

/// Narrows the list to the articles that name the entity at hand.
pub(super) fn narrow_by_name(state: &mut State) -> Effects {
    let Some((id, kind, name)) = name_at_hand(state) else { return narrow(state) };
    state.leave();
    state.page = Page::Articles;
    state.focus(Focus::List);
    let mut view = state.list.view.clone();
    let filter = Filter::Entity(id, kind, name);
    if view.filters.contains(&filter) {
        return Vec::new();
    }
    view.filters.push(filter);
    view.at = state.list.selected().map(|row| row.key);
    vec![state.turn_list(view, true)]
}

/// The entity at hand with its name, as whatever shows it has it.
pub(super) fn name_at_hand(state: &State) -> Option<(crate::model::EntityId, crate::model::Kind, String)> {
    let id = state.entity_at_hand()?;
    let (kind, name) = match &state.page {
        Page::Articles => {
            let named = state.reader.article.as_ref()?.entities.iter().find(|named| named.id == id)?;
            (named.entity.kind, named.entity.name.clone())
        }
        Page::Dossier(pane) => {
            let dossier = pane.dossier.as_ref()?;
            match dossier.with.iter().find(|companion| companion.id == id) {
                Some(companion) if dossier.id != id => (companion.kind, companion.name.clone()),
                _ => (dossier.kind, dossier.name.clone()),
            }
        }
        Page::Index(index) => {
            let row = index.rows.iter().find(|row| row.id == id)?;
            (row.kind, row.name.clone())
        }
        Page::Feeds(_) => return None,
    };
    Some((id, kind, name))
}

/// A key goes to the prompt.
pub(in crate::app) fn key(state: &mut State, key: Key) -> Effects {
    let typed = state.prompt.as_mut().map_or(Typed::Nothing, |prompt| prompt.key(key));
    react(state, typed)
}

/// A paste goes to the prompt.
pub(in crate::app) fn paste(state: &mut State, text: &str) -> Effects {
    let typed = state.prompt.as_mut().map_or(Typed::Nothing, |prompt| prompt.paste(text));
    react(state, typed)
}

fn react(state: &mut State, typed: Typed) -> Effects {
    let Some((purpose, words)) =
        state.prompt.as_ref().map(|prompt| (prompt.purpose, prompt.words().to_owned()))
    else {
        return Vec::new();
    };
    match typed {
        Typed::Nothing => Vec::new(),
        Typed::Words => typed_words(state, purpose, &words),
        Typed::Choice(by) => choose(state, purpose, by),
        Typed::Cancel => {
            let prompt = state.prompt.take();
            cancel(state, purpose, prompt.is_some_and(|prompt| prompt.asked))
        }
        Typed::Accept => match state.prompt.take() {
            Some(prompt) => accept(state, &prompt),
            None => Vec::new(),
        },
    }
}

/// The line has other words: what can answer while one types, answers.
fn typed_words(state: &mut State, purpose: Purpose, words: &str) -> Effects {
    match purpose {
        Purpose::Search | Purpose::Narrow => {
            let asked =
                state.prompt.as_mut().is_some_and(|prompt| std::mem::replace(&mut prompt.asked, true));
            let mut view = state.list.view.clone();
            if asked {
                view.filters.pop();
            } else if purpose == Purpose::Search {
                view = View { builtin: BuiltinList::All, ..View::default() };
            }
            view.typing = true;
            view.at = None;
            view.filters.push(Filter::Query(words.to_owned()));
            vec![state.turn_list(view, !asked)]
        }
        Purpose::Find => {
            let room = state.room();
            state.reader.look_for(words, room);
            Vec::new()
        }
        Purpose::Names => match &state.page {
            Page::Index(index) => {
                let index = Index::new(index.kind, words.to_owned(), 0);
                vec![state.open_index(index)]
            }
            _ => Vec::new(),
        },
        Purpose::Tag | Purpose::Palette | Purpose::Add | Purpose::FeedName | Purpose::FeedTag => Vec::new(),
    }
}

fn choose(state: &mut State, purpose: Purpose, by: i32) -> Effects {
    if purpose == Purpose::Palette {
        let count = palette_rows(state).len();
        if let Some(prompt) = &mut state.prompt {
            prompt.choice = Motion::Step(by).target(prompt.choice, count, 1);
        }
        return Vec::new();
    }
    moving::go(state, Motion::Step(by))
}

fn cancel(state: &mut State, purpose: Purpose, asked: bool) -> Effects {
    match purpose {
        Purpose::Search | Purpose::Narrow if asked => {
            state.list.pop();
            state.arriving.row = state.list.view.at;
            vec![state.ask_list()]
        }
        Purpose::Find => {
            state.reader.find = None;
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn accept(state: &mut State, prompt: &Prompt) -> Effects {
    let words = prompt.words();
    match prompt.purpose {
        Purpose::Search if prompt.asked => {
            if state.list.rows.is_empty() || state.list.waiting {
                settle(state)
            } else {
                going::open(state)
            }
        }
        Purpose::Find => {
            let hits = state.reader.find.as_ref().map_or(0, |find| find.hits.len());
            match hits {
                0 if words.is_empty() => {}
                0 => state.say(format!("“{words}” is not in this article · s searches the library")),
                _ => state.say(format!("{hits} found · n and N walk them, Esc ends")),
            }
            Vec::new()
        }
        Purpose::Tag => marking::tag_with(state, words),
        Purpose::Add => feeds::add_typed(state, words),
        Purpose::FeedName => feeds::rename_typed(state, words),
        Purpose::FeedTag => feeds::tag_typed(state, words),
        Purpose::Palette => {
            if let Some(command) = palette_matches(state, words).get(prompt.choice) {
                command.run(state)
            } else {
                state.say(format!("there is no command “{words}” · ? shows all keys"));
                Vec::new()
            }
        }
        Purpose::Search | Purpose::Narrow | Purpose::Names => Vec::new(),
    }
}

/// Enter came before the answer: it opens the first hit once that is here.
fn settle(state: &mut State) -> Effects {
    if state.list.waiting {
        state.arriving.open = true;
    }
    Vec::new()
}

/// The commands the palette shows for what has been typed, the best match first.
pub fn palette_rows(state: &State) -> Vec<&'static Command> {
    palette_matches(state, state.prompt.as_ref().map_or("", |prompt| prompt.words()))
}

fn palette_matches(state: &State, words: &str) -> Vec<&'static Command> {
    use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
    use nucleo_matcher::{Config, Matcher, Utf32Str};
    let scopes = Scope::of(state);
    let pattern = Pattern::parse(words, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut rows: Vec<(u32, &'static Command)> = COMMANDS
        .iter()
        .filter(|command| scopes.contains(&command.scope))
        .filter_map(|command| {
            let text = format!("{} {}", command.title, command.name);
            let score = pattern.score(Utf32Str::new(&text, &mut buffer), &mut matcher)?;
            Some((score, command))
        })
        .collect();
    rows.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    rows.into_iter().map(|(_, command)| command).collect()
}
