//! Feeds: their tree, adding, refreshing, and what is done to one of them.

use crate::app::effect::{Deed, Effect, Fetch, Undoing};
use crate::app::layout::Focus;
use crate::app::panes::feeds::Feeds;
use crate::app::panes::list::{Filter, View};
use crate::app::panes::prompt::{Prompt, Purpose};
use crate::app::state::{Page, State, Step};
use crate::model::{FeedAct, FeedChange, FeedState, Subscription};

type Effects = Vec<Effect>;

/// Turns to the tree.
pub(super) fn tree(state: &mut State) -> Effects {
    if !matches!(state.page, Page::Feeds(_)) {
        state.leave();
    }
    let ids = state.list.view.filters.iter().find_map(|filter| match filter {
        Filter::Feeds(ids, _) => ids.first().copied(),
        Filter::Entity(..) | Filter::Query(_) => None,
    });
    vec![state.open_feeds(Feeds { wanted: ids, ..Feeds::new(0) })]
}

/// Lists the articles of the feed or tag it stands on.
pub(in crate::app) fn enter(state: &mut State) -> Effects {
    let Page::Feeds(feeds) = &state.page else { return Vec::new() };
    let Some((ids, name)) = feeds.chosen() else { return add(state) };
    state.leave();
    state.page = Page::Articles;
    state.focus(Focus::List);
    state.list.earlier.clear();
    let filters = vec![Filter::Feeds(ids, name)];
    vec![state.turn_list(View { filters, ..View::default() }, false)]
}

pub(super) fn fold(state: &mut State) -> Effects {
    if let Page::Feeds(feeds) = &mut state.page
        && !feeds.fold()
    {
        state.say("no tag stands here · t puts one on a feed");
    }
    Vec::new()
}

pub(super) fn add(state: &mut State) -> Effects {
    if may_write(state) {
        state.notice = None;
        state.prompt = Some(Prompt::new(Purpose::Add));
    }
    Vec::new()
}

/// Adds what was typed: an address, a file, a folder.
pub(in crate::app) fn add_typed(state: &mut State, words: &str) -> Effects {
    let what = words.trim();
    if what.is_empty() {
        return Vec::new();
    }
    state.say(format!("adding {what} …"));
    vec![Effect::Do(Deed::Add(what.to_owned()))]
}

/// Refreshes the feed at hand: that of the tree's line, of the list, or of the article.
pub(super) fn refresh(state: &mut State) -> Effects {
    let filtered = state.list.view.filters.iter().find_map(|filter| match filter {
        Filter::Feeds(ids, _) => Some(ids.clone()),
        Filter::Entity(..) | Filter::Query(_) => None,
    });
    let fetch = match (&state.page, filtered) {
        (Page::Feeds(feeds), _) => feeds.chosen().map(|(ids, _)| Fetch::These(ids)),
        (_, Some(ids)) => Some(Fetch::These(ids)),
        (_, None) => state.article_at_hand().map(|row| Fetch::Of(row.id())),
    };
    if let Some(fetch) = fetch {
        return begin(state, fetch);
    }
    state.say("no feed is at hand · gf shows them, R refreshes all");
    Vec::new()
}

pub(super) fn refresh_all(state: &mut State) -> Effects {
    begin(state, Fetch::Due)
}

fn begin(state: &mut State, fetch: Fetch) -> Effects {
    if !may_write(state) {
        return Vec::new();
    }
    if state.is_refreshing() {
        state.say("feeds are being refreshed already · Esc stops that");
        return Vec::new();
    }
    vec![Effect::Do(Deed::Refresh(fetch))]
}

pub(super) fn remove(state: &mut State) -> Effects {
    act(state, |_| FeedAct::Remove(true))
}

pub(super) fn pause(state: &mut State) -> Effects {
    act(state, |feed| FeedAct::Pause(feed.state != FeedState::Paused))
}

/// Has the full texts of the feed's new articles fetched from their pages, or no longer.
pub(super) fn full_texts(state: &mut State) -> Effects {
    act(state, |feed| FeedAct::FullText(!feed.fetches_full_text))
}

pub(super) fn rename(state: &mut State) -> Effects {
    ask(state, Purpose::FeedName)
}

pub(super) fn tag(state: &mut State) -> Effects {
    ask(state, Purpose::FeedTag)
}

fn ask(state: &mut State, purpose: Purpose) -> Effects {
    let is_there = matches!(&state.page, Page::Feeds(feeds) if feeds.selected().is_some());
    if is_there && may_write(state) {
        state.notice = None;
        state.prompt = Some(Prompt::new(purpose));
    }
    Vec::new()
}

/// Calls the feed as was typed; nothing typed: as it calls itself.
pub(in crate::app) fn rename_typed(state: &mut State, words: &str) -> Effects {
    let name = Some(words.trim().to_owned()).filter(|name| !name.is_empty());
    act(state, |_| FeedAct::Rename(name))
}

/// Puts the tag that was typed on the feed, or takes it off.
pub(in crate::app) fn tag_typed(state: &mut State, words: &str) -> Effects {
    let tag = crate::text::clean::line(words);
    if tag.is_empty() {
        return Vec::new();
    }
    act(state, |feed| {
        let is_on = feed.tags.iter().any(|own| own.to_lowercase() == tag.to_lowercase());
        FeedAct::Tag(tag, !is_on)
    })
}

fn act(state: &mut State, act: impl FnOnce(&Subscription) -> FeedAct) -> Effects {
    let Page::Feeds(feeds) = &state.page else { return Vec::new() };
    let Some(feed) = feeds.selected() else {
        state.say("this works on a single feed · move to one");
        return Vec::new();
    };
    let change = FeedChange { feed: feed.id, act: act(feed) };
    let title = feed.title.clone();
    if !may_write(state) {
        return Vec::new();
    }
    vec![Effect::Do(Deed::Feed { change, title, undoing: Undoing::New })]
}

fn may_write(state: &mut State) -> bool {
    if state.read_only {
        state.say("another Dateline has this library open: this one only reads");
    }
    !state.read_only
}

/// The library has changed a subscription; `back` undoes just that.
pub(in crate::app) fn changed(
    state: &mut State,
    back: FeedChange,
    title: String,
    undoing: Undoing,
) -> Effects {
    let told = told(&back.act, &title);
    let step = Step::Feed(back, title);
    match undoing {
        Undoing::New => {
            state.undo.forward.clear();
            state.undo.back.push(step);
            state.say(format!("{told} · u undoes"));
        }
        Undoing::Redo => {
            state.undo.back.push(step);
            state.say(format!("{told} · u undoes"));
        }
        Undoing::Undo => {
            state.undo.forward.push(step);
            state.say(format!("{told} · C-r does it again"));
        }
        Undoing::InPassing => {}
    }
    state.ask_feeds().into_iter().collect()
}

/// What was done, by what undoes it.
fn told(back: &FeedAct, title: &str) -> String {
    match back {
        FeedAct::Remove(false) => format!("removed {title}; its articles stay"),
        FeedAct::Remove(true) => format!("{title} is back"),
        FeedAct::Pause(false) => format!("paused {title}"),
        FeedAct::Pause(true) => format!("{title} is fetched again"),
        FeedAct::FullText(false) => format!("full texts of {title} are fetched from now on"),
        FeedAct::FullText(true) => format!("full texts of {title} are fetched no longer"),
        FeedAct::Rename(_) => format!("renamed {title}"),
        FeedAct::Tag(tag, false) => format!("tagged {title} {tag}"),
        FeedAct::Tag(tag, true) => format!("tag {tag} taken off {title}"),
    }
}
