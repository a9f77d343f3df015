//! Actions with the same meaning on every screen: on the current article, name or feed, or on the application.

use super::action::{Action, Flag, Overlay, Part};
use super::context::{Focus, Location, PointAt, ReadingPoint};
use super::cx::{Cx, Outbox, Wish};
use super::effect::{Effect, Export, Fetch, Request, Slot, WriteRequest};
use super::layers::pick;
use super::map_scope::MapScope;
use super::marks::seen;
use super::message::AddedPlace;
use super::model::App;
use super::purpose::{Purpose, Stage, Typed};
use super::screens::Screen;
use super::settings::{Theme, Tip};
use super::target::NameAtHand;
use super::view::{Filter, ListView};
use crate::model::{self, Edit, ListQuery, Note, Origin, PlacesOf, Position, RecordEdit, Row};
use crate::text::width::counted;
use crate::text::{clean, file_name, web};

/// What is said where an action needs an article.
const NO_ARTICLE: &str = "no article is selected here";

/// Carries out an action that neither a layer nor the screen has handled.
pub(super) fn act(app: &mut App, action: &Action, out: &mut Outbox) {
    match action {
        Action::Go(location) => app.cx(out).open(location.clone()),
        Action::Show(overlay) => show(app, *overlay, out),
        Action::Leave { quit } => leave(app, *quit, out),
        Action::Cancel => cancel(app, out),
        Action::Back => {
            let here = app.path();
            match app.history.back(here) {
                Some(path) => app.restore(&path, out),
                None => app.status.say("this is where you started"),
            }
        }
        Action::Forward => {
            let here = app.path();
            match app.history.forward(here) {
                Some(path) => app.restore(&path, out),
                None => app.status.say("nothing to go forward to"),
            }
        }
        Action::Quit => out.effects.extend(app.leaving()),
        Action::Undo => {
            let own = app.session.own_edits.clone();
            app.cx(out).write(WriteRequest::UndoLast { own });
        }
        Action::Redo => app.cx(out).write(WriteRequest::Redo(None)),
        Action::Theme => next_theme(app, out),
        Action::Redraw => out.effects.push(Effect::Redraw),
        Action::Suspend => out.effects.push(Effect::Suspend),
        Action::Reload => out.effects.push(Effect::Reload),
        Action::RefreshAll => refresh(&mut app.cx(out), Fetch::Due),
        action => app.with_screen(out, |screen, cx| act_on_target(screen, action, cx)),
    }
}

/// Handles typed text for prompts that belong to no screen.
pub(super) fn typed(app: &mut App, typed: &Typed, out: &mut Outbox) {
    match (typed.purpose, typed.stage) {
        (Purpose::Tag | Purpose::Note | Purpose::Save | Purpose::Pipe, Stage::Accepted)
            if app.screen().target().article.is_none() =>
        {
            app.cx(out).say(NO_ARTICLE);
        }
        // A search from a screen without a list gets one.
        (Purpose::Search | Purpose::Filter, Stage::Typing) => {
            let view = ListView { typing: true, ..ListView::filtered(Filter::Query(typed.words.clone())) };
            app.cx(out).open(Location::Articles(view, Focus::List, None));
        }
        (Purpose::Save | Purpose::Pipe, _) => {
            let export = Export::typed(typed);
            app.with_screen(out, |screen, cx| {
                let article = screen.target().article.map(Row::id);
                if let Some((export, article)) = export.zip(article) {
                    cx.ask(Slot::Export, Request::Export { articles: vec![article], export });
                }
            });
        }
        (Purpose::Add, Stage::Accepted) if !typed.words.trim().is_empty() => {
            app.cx(out).add(typed.words.trim().to_owned(), false);
        }
        (Purpose::Note, Stage::Accepted) => {
            let (text, added) = (typed.words.trim().to_owned(), app.session.now.seconds);
            app.with_screen(out, |screen, cx| {
                if let Some(row) = screen.target().article.filter(|_| !text.is_empty()) {
                    let note = Note { article: row.id(), added, text, passage: None };
                    cx.edit(Edit::Note(RecordEdit::Add(note)), Origin::User);
                }
            });
        }
        (Purpose::Tag, Stage::Accepted) => {
            let tag = crate::text::clean::line(&typed.words).to_lowercase();
            app.with_screen(out, |screen, cx| {
                let article = screen.target().article.filter(|_| !tag.is_empty());
                if let Some(row) = article {
                    let to = (!row.tags.contains(&tag)).into();
                    cx.edit(Edit::mark(model::Flag::Tag(tag), to, row.id()), Origin::User);
                }
            });
        }
        _ => {}
    }
}

/// Offers to add a pasted address.
pub(super) fn pasted(app: &mut App, text: &str, out: &mut Outbox) {
    let text = clean::line(text);
    let is_address = web::is_address(&text);
    let mut cx = app.cx(out);
    if is_address {
        cx.prompt_with(Purpose::Add, text);
    } else {
        cx.note("only an address can be pasted here, to be added · s searches, ga adds a file");
    }
}

/// Goes to what was added, unless the user has gone on to something else.
pub(super) fn added(app: &mut App, place: AddedPlace, out: &mut Outbox) {
    if !std::mem::take(&mut app.status.awaits_added) || !app.layers.is_empty() {
        return;
    }
    let mut cx = app.cx(out);
    match place {
        AddedPlace::Feed(id, _, term) => {
            let view = ListView::filtered(Filter::Feeds(vec![id], term));
            cx.open(Location::Articles(view, Focus::List, None));
        }
        AddedPlace::Feeds(first) => cx.open(Location::Feeds(0, Some(first))),
        AddedPlace::Articles(newest) => {
            let view = ListView { at: Some(newest), ..ListView::default() };
            cx.open(Location::Articles(view, Focus::List, None));
        }
        AddedPlace::Article(row) => {
            let view = ListView { at: Some(row.key), ..ListView::default() };
            let at = PointAt::Line(Position::default(), None);
            let reading = ReadingPoint { article: row.id(), at };
            cx.open(Location::Articles(view, Focus::Reader, Some(reading)));
            seen(row.id(), row.unread, &mut cx);
        }
    }
}

/// Opens a layer. A user who has seen all keys needs no tips.
fn show(app: &mut App, overlay: Overlay, out: &mut Outbox) {
    if overlay == Overlay::Help {
        app.session.tips.clear();
    }
    app.cx(out).wish(Wish::Show(overlay));
}

/// Leaves the screen; if it is the last, quits.
fn leave(app: &mut App, quit: bool, out: &mut Outbox) {
    if app.is_lowest() {
        if quit {
            out.effects.extend(app.leaving());
        }
    } else {
        app.cx(out).leave();
    }
}

/// Stops fetching, or leaves the screen.
fn cancel(app: &mut App, out: &mut Outbox) {
    if app.status.is_fetching() {
        app.status.say("stopping · what has arrived is kept");
        out.effects.push(Effect::Stop);
    } else {
        leave(app, false, out);
    }
}

fn next_theme(app: &mut App, out: &mut Outbox) {
    let look = &mut app.session.look;
    let at = Theme::ALL.iter().position(|&theme| theme == look.theme()).unwrap_or(0);
    let next = Theme::ALL[(at + 1) % Theme::ALL.len()];
    look.theme = Some(next);
    app.session.own_look.theme = Some(next);
    let mut cx = app.cx(out);
    cx.note(format!("theme: {}", next.word()));
    cx.wish(Wish::Remember);
}

/// Carries out an action on the current article, name or feed.
fn act_on_target(screen: &Screen, action: &Action, cx: &mut Cx<'_>) {
    match action {
        Action::OpenName => open_name(screen, cx),
        Action::Filter => {
            if let Some(name) = screen.target().name {
                let filter = Filter::Entity(name.id, name.kind, name.shown.to_owned());
                cx.open(Location::Articles(ListView::filtered(filter), Focus::List, None));
            }
        }
        Action::Mark(flag) => {
            if let Some(row) = article(screen, cx) {
                let (flag, on) = match flag {
                    Flag::Read => (model::Flag::Read, row.unread),
                    Flag::Bookmark => (model::Flag::Bookmark, !row.bookmarked),
                };
                cx.edit(Edit::mark(flag, on.into(), row.id()), Origin::User);
            }
        }
        Action::Delete => {
            if let Some(row) = article(screen, cx) {
                cx.edit(Edit::delete(row.id()), Origin::User);
            }
        }
        Action::Ask(purpose) => ask(screen, *purpose, cx),
        Action::Peek => {
            if let Some(name) = name_at_hand(screen, cx) {
                cx.wish(Wish::Peek(name, screen.name_row(cx.session)));
            }
        }
        Action::Hints { copies } => match screen.hint_targets(cx.session) {
            targets if targets.is_empty() => cx.say("no name or link is in sight here"),
            targets => cx.wish(Wish::Hints(targets, *copies)),
        },
        Action::Links => match screen.links() {
            links if links.is_empty() => cx.say("this article has no links"),
            links => cx.wish(Wish::Links(links)),
        },
        Action::Correct(_) | Action::Attend(_) => act_on_name(screen, action, cx),
        Action::Refresh => refresh_target(screen, cx),
        Action::FullText => fetch_full_text(screen, cx),
        Action::Map => {
            let of = PlacesOf::List(ListQuery::default());
            cx.open(Location::Map(MapScope::new(of, "All articles")));
        }
        Action::Browse => match screen.target().url {
            Some(url) => cx.browse(url),
            None => cx.say("this article has no link"),
        },
        Action::Copy(part) => copy(screen, *part, cx),
        _ => {}
    }
}

/// Prompts for what an action needs.
fn ask(screen: &Screen, purpose: Purpose, cx: &mut Cx<'_>) {
    let article = screen.target().article;
    match purpose {
        Purpose::Tag | Purpose::Note | Purpose::Pipe if article.is_none() && screen.is_waiting() => {
            cx.prompt(purpose);
        }
        Purpose::Tag | Purpose::Note | Purpose::Save | Purpose::Pipe if article.is_none() => {
            cx.refuse(purpose, NO_ARTICLE);
        }
        Purpose::Save => {
            let name = article.map(file_name::of_article).unwrap_or_default();
            cx.prompt_with(purpose, format!("{name}.md"));
        }
        _ => cx.prompt(purpose),
    }
}

/// Opens the dossier of the current name.
fn open_name(screen: &Screen, cx: &mut Cx<'_>) {
    if let Some(name) = name_at_hand(screen, cx) {
        cx.session.tips.used(Tip::Dossier);
        cx.open(Location::Dossier(name.id, 0));
    }
}

/// The current name; reports if there is none.
fn name_at_hand(screen: &Screen, cx: &mut Cx<'_>) -> Option<NameAtHand> {
    let name = screen.target().name.map(|name| name.at_hand());
    if name.is_none() {
        cx.say("no name is focused · ) goes to the next one");
    }
    name
}

/// Corrects, watches or mutes the current name; where there is none, the user chooses one.
fn act_on_name(screen: &Screen, action: &Action, cx: &mut Cx<'_>) {
    if !cx.may_write() {
        return;
    }
    match screen.target().name.map(|name| name.at_hand()) {
        Some(name) => {
            if let Err(why) = pick::act_on(action, name, cx) {
                cx.say(why);
            }
        }
        None => cx.wish(Wish::Pick(action.clone())),
    }
}

/// The current article; reports if there is none.
fn article<'a>(screen: &'a Screen, cx: &mut Cx<'_>) -> Option<&'a Row> {
    let article = screen.target().article;
    if article.is_none() {
        cx.say(NO_ARTICLE);
    }
    article
}

/// Refreshes the current feeds: those of the line or the list, or those that brought the article.
fn refresh_target(screen: &Screen, cx: &mut Cx<'_>) {
    let target = screen.target();
    match (target.feeds.is_empty(), target.article.map(Row::id)) {
        (false, _) => refresh(cx, Fetch::These(target.feeds)),
        (true, Some(article)) => refresh(cx, Fetch::Of(article)),
        (true, None) => cx.say("no feed is selected · gf shows the feeds, R refreshes all"),
    }
}

fn refresh(cx: &mut Cx<'_>, fetch: Fetch) {
    if cx.status.is_refreshing() {
        cx.say("feeds are already being refreshed · Esc stops");
    } else if cx.may_write() {
        cx.status.refreshing = true;
        cx.note(match &fetch {
            Fetch::Due => "fetching the feeds that are due … · Esc stops".to_owned(),
            Fetch::These(feeds) => {
                format!("fetching {} … · Esc stops", counted(feeds.len() as u64, "feed", "feeds"))
            }
            Fetch::Of(_) => "fetching the feeds of this article … · Esc stops".to_owned(),
        });
        cx.write(WriteRequest::Refresh(fetch));
    }
}

/// Fetches the full text of the current article. Keys keep working meanwhile.
fn fetch_full_text(screen: &Screen, cx: &mut Cx<'_>) {
    let Some((article, title)) = article(screen, cx).map(|row| (row.id(), row.title.clone())) else { return };
    if cx.may_write() {
        cx.status.full_texts += 1;
        cx.say(format!("fetching the full text of {title} … · Esc stops"));
        cx.write(WriteRequest::FullText { article, title });
    }
}

fn copy(screen: &Screen, part: Part, cx: &mut Cx<'_>) {
    let target = screen.target();
    let title = target.article.map(|row| row.title.clone());
    let (what, text) = match part {
        Part::Link => ("link", target.url.map(str::to_owned)),
        Part::Title => ("title", title),
        Part::Name => ("name", target.name.map(|name| name.name.to_owned())),
        Part::Markdown => {
            ("title and link", title.zip(target.url).map(|(title, url)| format!("[{title}]({url})")))
        }
        Part::Paragraph | Part::Selection => ("words", None),
    };
    match text {
        Some(text) => {
            cx.say(format!("{what} copied"));
            cx.effect(Effect::Copy(text));
        }
        None if matches!(part, Part::Link | Part::Markdown) => cx.say("this article has no link"),
        None => {}
    }
}
