//! What a message does to the state: routes only; the work stands in the commands and panes.

use super::commands::{Scope, feeds, going, looking, marking, moving};
use super::effect::{Answer, Effect, Request, Slot, Ticket};
use super::key::{Code, Key};
use super::keymap::Meaning;
use super::layout::{Focus, holds};
use super::message::{Background, Message, Mouse};
use super::motion::Motion;
use super::settings::Theme;
use super::state::{Overlay, Page, State};

/// Takes what happened and gives back what must be done.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    match message {
        Message::Key(key) => on_key(state, key),
        Message::Paste(text) => looking::paste(state, &text),
        Message::Mouse(mouse, column, row) => on_mouse(state, mouse, column, row),
        Message::Resize(columns, rows) => on_resize(state, columns, rows),
        Message::Background(background) => {
            if state.look.background != Theme::Mono {
                state.look.background = match background {
                    Background::Light => Theme::Light,
                    Background::Dark => Theme::Dark,
                };
            }
            Vec::new()
        }
        Message::Clock(now) => {
            state.now = now;
            Vec::new()
        }
        Message::PrefixWaited => {
            state.menu = !state.pending.is_empty();
            Vec::new()
        }
        Message::Answered(ticket, answer) if state.is_current(ticket) => on_answer(state, ticket, answer),
        Message::Failed(ticket, why) if state.is_current(ticket) => {
            state.list.waiting &= ticket.slot != Slot::List;
            state.say(why);
            Vec::new()
        }
        Message::Answered(..) | Message::Failed(..) => Vec::new(),
        Message::Changed(back, undoing) => {
            let is_back = back.mark == crate::model::Mark::Deleted && back.on;
            let is_text = back.mark == crate::model::Mark::FullText && !back.articles.is_empty();
            marking::changed(state, back, undoing);
            if is_text {
                return on_library_changed(state);
            }
            let mut effects = vec![state.ask(Slot::Counts, Request::Counts)];
            if is_back {
                state.arriving.row = state.list.selected().map(|row| row.key);
                effects.push(state.ask_list());
            }
            effects
        }
        Message::NotChanged(change, undoing, why) => {
            marking::not_changed(state, change, undoing, why);
            on_library_changed(state)
        }
        Message::FeedChanged(Some(back), title, undoing) => feeds::changed(state, back, title, undoing),
        Message::FeedChanged(None, title, _) => {
            state.say(format!("nothing to do: {title} is so already"));
            Vec::new()
        }
        Message::LibraryChanged => on_library_changed(state),
        Message::FullTextEnded => {
            state.full_texts = state.full_texts.saturating_sub(1);
            Vec::new()
        }
        Message::Progress(progress) => {
            state.progress = progress;
            Vec::new()
        }
        Message::Notice(sentence) => {
            state.say(sentence);
            Vec::new()
        }
    }
}

fn on_key(state: &mut State, key: Key) -> Vec<Effect> {
    if state.prompt.is_some() {
        return looking::key(state, key);
    }
    if key == Key::plain(Code::Escape) && !state.pending.is_empty() {
        state.pending.clear();
        state.menu = false;
        return Vec::new();
    }
    state.notice = None;
    state.pending.push(key);
    let scopes = Scope::of(state);
    match state.keymap.meaning(&state.pending, &scopes) {
        Meaning::Prefix => Vec::new(),
        Meaning::Command(command) => {
            state.pending.clear();
            state.menu = false;
            if state.overlay.is_some() && !works_under_overlay(command.name) {
                state.overlay = None;
            }
            command.run(state)
        }
        Meaning::Nothing => {
            let keys = super::key::spell(&std::mem::take(&mut state.pending));
            state.menu = false;
            state.notice = Some(format!("{keys} does nothing here · ? shows all keys"));
            Vec::new()
        }
    }
}

/// Whether a command leaves the help on the screen: moving in it, and leaving it.
fn works_under_overlay(command: &str) -> bool {
    const MOVES: [&str; 11] = [
        "down",
        "up",
        "half-down",
        "half-up",
        "page-down",
        "page-up",
        "top",
        "bottom",
        "leave",
        "cancel",
        "help",
    ];
    MOVES.contains(&command)
}

fn on_resize(state: &mut State, columns: u16, rows: u16) -> Vec<Effect> {
    let had_room = state.columns >= super::layout::THREE_PANES;
    (state.columns, state.rows) = (columns, rows);
    if had_room && columns < super::layout::THREE_PANES && state.focus != Focus::Sidebar {
        state.sidebar.shown = false;
    } else if !had_room && columns >= super::layout::THREE_PANES {
        state.sidebar.shown = true;
    }
    let room = state.room();
    state.reader.reset(room);
    moving::go(state, Motion::Step(0))
}

fn on_answer(state: &mut State, ticket: Ticket, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Window(window) if ticket.slot == Slot::List => {
            let key = std::mem::take(&mut state.arriving.row);
            state.list.fill(window, key);
            if std::mem::take(&mut state.arriving.last_row) {
                state.list.cursor = state.list.rows.len().saturating_sub(1);
            }
            let (height, now) = (state.height(), state.now);
            state.list.go(Motion::Step(0), height, now);
            if std::mem::take(&mut state.arriving.open) && state.list.selected().is_some() {
                return going::open(state);
            }
            // A place one goes back to brings its own article; else the row's is shown.
            let mut effects = if state.arriving.place.is_some() { Vec::new() } else { follow_list(state) };
            effects.extend(state.ask_more());
            effects
        }
        Answer::Window(window) => {
            state.list.extend(window);
            Vec::new()
        }
        Answer::Article(Some(article)) => {
            let room = state.room();
            state.sidebar.fill(&article.entities);
            state.reader.open(article, room);
            state.arrive_in_article();
            Vec::new()
        }
        Answer::Article(None) => {
            state.say("this article is no longer in the library");
            Vec::new()
        }
        Answer::Dossier(found) => {
            on_dossier(state, ticket, found);
            Vec::new()
        }
        Answer::Names(rows) => {
            if let Page::Index(index) = &mut state.page {
                index.fill(rows);
            }
            Vec::new()
        }
        Answer::Feeds(all) => {
            if let Page::Feeds(tree) = &mut state.page {
                tree.fill(all);
            }
            Vec::new()
        }
        Answer::Unread(row) => going::found_unread(state, row),
        Answer::Counts(counts) => {
            state.counts = counts;
            Vec::new()
        }
    }
}

/// Shows the article of the row the list has come to stand on, and none beside an empty list, unless
/// something else is being read.
fn follow_list(state: &mut State) -> Vec<Effect> {
    if state.focus == Focus::List || state.reader.article.is_none() {
        return match state.list.selected().map(crate::model::Row::id) {
            Some(article) if state.layout().reader.is_some() => state.show_article(article),
            Some(_) => Vec::new(),
            None => state.show_nothing(),
        };
    }
    Vec::new()
}

fn on_dossier(state: &mut State, ticket: Ticket, found: Option<Box<crate::model::Dossier>>) {
    let Page::Dossier(pane) = &mut state.page else { return };
    match found {
        Some(dossier) if ticket.slot == Slot::Dossier => pane.fill(dossier),
        Some(further) => pane.extend(*further),
        None => state.say("this name is no longer in the library"),
    }
}

/// Shows what the library holds now, with the cursor where it was.
fn on_library_changed(state: &mut State) -> Vec<Effect> {
    state.arriving.row = state.list.selected().map(|row| row.key).filter(|_| state.list.cursor > 0);
    let mut effects = vec![state.ask_list(), state.ask(Slot::Counts, Request::Counts)];
    effects.extend(state.ask_feeds());
    if let Some(id) = state.reader.id() {
        state.arriving.place = Some((id, state.reader.position(), state.reader.name));
        effects.push(state.ask(Slot::Article, Request::Article(id)));
    }
    effects
}

fn on_mouse(state: &mut State, mouse: Mouse, column: u16, row: u16) -> Vec<Effect> {
    if state.prompt.is_some() {
        return Vec::new();
    }
    match mouse {
        Mouse::Wheel(notches) => on_wheel(state, i32::from(notches) * 3, column, row),
        Mouse::Click if state.overlay.take().is_some() => Vec::new(),
        Mouse::Click => on_click(state, column, row),
    }
}

/// The wheel turns what lies under it, without moving the focus.
fn on_wheel(state: &mut State, lines: i32, column: u16, row: u16) -> Vec<Effect> {
    let layout = state.layout();
    let motion = Motion::Step(lines);
    if state.overlay.is_some() || matches!(state.page, Page::Index(_) | Page::Feeds(_)) {
        return moving::go(state, motion);
    }
    if matches!(state.page, Page::Dossier(_)) {
        return moving::go(state, Motion::Step(lines.signum()));
    }
    if layout.sidebar.is_some() && holds(layout.sidebar, column, row) {
        state.sidebar.go(motion, usize::from(layout.body.height));
    } else if holds(layout.reader, column, row) {
        let room = state.room();
        state.reader.go(motion, room);
    } else if holds(layout.list, column, row) {
        let had = std::mem::replace(&mut state.focus, Focus::List);
        let effects = moving::go(state, Motion::Step(lines.signum()));
        state.focus = had;
        return effects;
    }
    Vec::new()
}

/// A click stands on what it hits; where the cursor already stood there, it opens it.
fn on_click(state: &mut State, column: u16, row: u16) -> Vec<Effect> {
    let layout = state.layout();
    if !holds(Some(layout.body), column, row) {
        return Vec::new();
    }
    let line = usize::from(row - layout.body.y);
    match &mut state.page {
        Page::Dossier(pane) => {
            let before = pane.article;
            let hit = pane.click(layout.body.width, line);
            let again = hit && pane.article == before;
            return if again { run(state, "open-at-sentence") } else { Vec::new() };
        }
        Page::Index(index) => {
            let before = index.cursor;
            let again = line >= 2 && index.click(line - 2) && index.cursor == before;
            return if again { going::dossier(state) } else { Vec::new() };
        }
        Page::Feeds(tree) => {
            let before = tree.cursor;
            let again = line >= 2 && tree.click(line - 2) && tree.cursor == before;
            return if again { feeds::enter(state) } else { Vec::new() };
        }
        Page::Articles => {}
    }
    if holds(layout.sidebar, column, row) {
        click_sidebar(state, line)
    } else if holds(layout.reader, column, row) {
        click_reader(state, column, line)
    } else {
        click_list(state, line)
    }
}

fn click_sidebar(state: &mut State, line: usize) -> Vec<Effect> {
    let (before, had_focus) = (state.sidebar.selected(), state.focus == Focus::Sidebar);
    let hit = state.sidebar.click(line);
    state.focus(Focus::Sidebar);
    let again = hit && had_focus && state.sidebar.selected() == before;
    if again { going::dossier(state) } else { Vec::new() }
}

fn click_reader(state: &mut State, column: u16, line: usize) -> Vec<Effect> {
    state.focus(Focus::Reader);
    let (left, room, before) = (state.text_area().x, state.room(), state.reader.name);
    let hit = column.checked_sub(left).and_then(|column| state.reader.mention_at(column, line));
    match hit {
        Some(name) if before == Some(name) => going::dossier(state),
        Some(name) => {
            state.reader.focus(name, room);
            state.follow_name();
            Vec::new()
        }
        None => Vec::new(),
    }
}

fn click_list(state: &mut State, line: usize) -> Vec<Effect> {
    let (before, had_focus) = (state.list.cursor, state.focus == Focus::List);
    let (height, now) = (state.height(), state.now);
    let hit = state.list.click(line, height, now);
    state.focus(Focus::List);
    if hit && had_focus && state.list.cursor == before {
        return going::open(state);
    }
    let mut effects = state.preview();
    effects.extend(state.ask_more());
    effects
}

fn run(state: &mut State, command: &str) -> Vec<Effect> {
    super::commands::named(command).map_or_else(Vec::new, |command| command.run(state))
}

impl Overlay {
    /// How far it is scrolled, in lines.
    pub fn top(self) -> usize {
        match self {
            Self::Help(top) | Self::Messages(top) => top,
        }
    }
}
