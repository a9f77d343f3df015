//! The router: an event goes to the layers, topmost first, then to the top screen, then to the application;
//! their wishes are carried out in turn.

use super::action::Action;
use super::actions::{ActionRow, or_name};
use super::chrome::{self, HintClick};
use super::context::Contexts;
use super::cx::{Cx, Outbox, Wish};
use super::effect::{Answer, Effect, Slot};
use super::global;
use super::history::Path;
use super::key::{Code, Key, spell};
use super::keymap::{Keymap, Meaning};
use super::layers::menu::Menu;
use super::layers::sheet::SheetCx;
use super::layers::{Layer, Outcome};
use super::library;
use super::message::{Message, Mouse};
use super::model::App;
use super::motion::Motion;
use super::screens::Screen;

/// Handles an event and returns the effects.
pub fn update(app: &mut App, keymap: &Keymap, message: Message) -> Vec<Effect> {
    // It comes with every event, and is not part of the history.
    if let Message::Clock(now) = message {
        app.session.now = now;
        return Vec::new();
    }
    let mut out = Outbox::default();
    let here = app.path();
    match message {
        Message::Key(key) => on_key(app, keymap, key, &mut out),
        Message::Paste(text) => match top_layer(app, &mut out) {
            Some((layer, mut cx)) => layer.paste(&text, &mut cx),
            None => global::pasted(app, &text, &mut out),
        },
        Message::Mouse(mouse, column, row) => on_mouse(app, keymap, (mouse, column, row), &mut out),
        Message::Drag(to) if app.layers.is_empty() => {
            app.with_screen(&mut out, |screen, cx| screen.drag(to, cx));
        }
        Message::Resize(columns, rows) => on_resize(app, columns, rows, &mut out),
        Message::Background(background) => app.session.see_background(background),
        Message::PrefixWaited => {
            if !app.pending.is_empty() && !app.shows_menu() {
                app.layers.push(Layer::menu());
            }
        }
        Message::Answered(ticket, answer) if app.tickets.take(ticket) => match answer {
            Answer::Counts(counts) => {
                if counts.unread > app.session.counts.unread {
                    app.status.see_news();
                }
                app.session.counts = counts;
            }
            Answer::Exported(sentence) => app.status.say(sentence),
            Answer::Rendered { command, text } => out.effects.push(Effect::Pipe { command, text }),
            Answer::Attended(attended) => app.session.attended = attended,
            answer if Slot::OF_LAYERS.contains(&ticket.slot) => {
                in_layers(app, &mut out, |layer, cx| layer.answer(&answer, cx));
            }
            answer => app.with_screen(&mut out, |screen, cx| screen.answer(ticket, answer, cx)),
        },
        Message::Failed(ticket, why) if app.tickets.take(ticket) => {
            let told = in_layers(app, &mut out, |layer, _| layer.failed(ticket.slot, &why));
            if !told {
                app.with_screen(&mut out, |screen, _| screen.failed(ticket.slot));
                app.status.say(why);
            }
        }
        Message::Answered(..) | Message::Failed(..) | Message::Drag(_) => {}
        message => library::on_message(app, message, &mut out),
    }
    while let Some(wish) = out.wishes.pop_front() {
        grant(app, keymap, wish, &here, &mut out);
    }
    out.effects
}

fn on_key(app: &mut App, keymap: &Keymap, key: Key, out: &mut Outbox) {
    app.status.awaits_added = false;
    if let Some((layer, mut cx)) = top_layer(app, out) {
        let is_typed = layer.line().is_some();
        let of_layer = key.base().filter(|_| !is_typed).unwrap_or(key);
        let outcome = layer.key(of_layer, &mut cx);
        if outcome == Outcome::Done {
            app.layers.pop();
        }
        if matches!(outcome, Outcome::Taken | Outcome::Done) {
            return;
        }
    }
    if key == Key::plain(Code::Escape) && !app.pending.is_empty() {
        end_sequence(app);
        return;
    }
    app.status.notice = None;
    app.pending.push(key);
    match meaning(app, keymap) {
        Meaning::Prefix => {}
        Meaning::Action(row) => {
            end_sequence(app);
            act(app, &row.action, out);
        }
        Meaning::Nothing => {
            let keys = spell(&end_sequence(app));
            app.status.notice = Some(format!("{keys} does nothing here · ? shows all keys"));
        }
    }
}

/// The meaning of the keys pressed so far: a letter of another keyboard that has none is the Latin one on its key.
fn meaning(app: &mut App, keymap: &Keymap) -> Meaning {
    let meaning = keymap.meaning(&app.pending, app.contexts());
    match app.pending.last().and_then(|key| key.base()).filter(|_| meaning == Meaning::Nothing) {
        Some(base) => {
            app.pending.pop();
            app.pending.push(base);
            keymap.meaning(&app.pending, app.contexts())
        }
        None => meaning,
    }
}

/// The keys pressed so far mean something, or nothing: the prefix menu closes.
fn end_sequence(app: &mut App) -> Vec<Key> {
    app.layers.retain(|layer| !layer.is_menu());
    std::mem::take(&mut app.pending)
}

fn top_layer<'a>(app: &'a mut App, out: &'a mut Outbox) -> Option<(&'a mut Layer, Cx<'a>)> {
    let (session, status, tickets) = (&mut app.session, &mut app.status, &mut app.tickets);
    let layer = app.layers.last_mut()?;
    Some((layer, Cx { session, status, tickets, out }))
}

/// Offers an event to each layer from the top on; true if one has handled it.
fn in_layers(
    app: &mut App,
    out: &mut Outbox,
    mut take: impl FnMut(&mut Layer, &mut Cx<'_>) -> Outcome,
) -> bool {
    for at in (0..app.layers.len()).rev() {
        let (session, status, tickets) = (&mut app.session, &mut app.status, &mut app.tickets);
        let outcome = take(&mut app.layers[at], &mut Cx { session, status, tickets, out });
        if matches!(outcome, Outcome::Done | Outcome::Gone) {
            app.layers.remove(at);
        }
        if matches!(outcome, Outcome::Done | Outcome::Taken) {
            return true;
        }
    }
    false
}

/// Carries out an action.
fn act(app: &mut App, action: &Action, out: &mut Outbox) {
    if in_layers(app, out, |layer, cx| layer.act(action, cx)) {
        return;
    }
    if let Some(why) = app.screen().why_not(action) {
        match action {
            Action::Ask(purpose) => app.cx(out).refuse(*purpose, why),
            _ => app.status.notice = Some(why),
        }
    } else if !app.with_screen(out, |screen, cx| screen.act(action, cx)) {
        global::act(app, action, out);
    }
}

fn on_mouse(app: &mut App, keymap: &Keymap, (mouse, column, row): (Mouse, u16, u16), out: &mut Outbox) {
    app.status.awaits_added = false;
    if mouse == Mouse::Click && app.shows_menu() {
        let row = menu_row_at(app, keymap, column, row);
        end_sequence(app);
        if let Some(row) = row {
            act(app, &row.action, out);
        }
        return;
    }
    if mouse == Mouse::Click {
        match chrome::hint_at(app, keymap, column, row) {
            Some(HintClick::Action(row)) => return act(app, &row.action, out),
            Some(HintClick::Key(key)) => return on_key(app, keymap, key, out),
            None => {}
        }
    }
    if let Some(step) = chrome::step_at(app, column, row).filter(|_| app.layers.is_empty()) {
        if mouse == Mouse::Click {
            app.with_screen(out, |screen, cx| screen.click_step(step, cx));
        }
        return;
    }
    if !in_layers(app, out, |layer, cx| layer.mouse(mouse, column, row, cx)) {
        app.with_screen(out, |screen, cx| screen.mouse(mouse, column, row, cx));
    }
}

/// The action of the prefix menu at a point.
fn menu_row_at(app: &App, keymap: &Keymap, column: u16, row: u16) -> Option<&'static ActionRow> {
    let (session, status, pending) = (&app.session, &app.status, app.pending.as_slice());
    let cx = SheetCx { session, status, keymap, contexts: app.contexts(), pending };
    Menu::action_at(&cx, column, row)
}

fn on_resize(app: &mut App, columns: u16, rows: u16, out: &mut Outbox) {
    // Resizing moves the targets, so letter hints are closed.
    app.layers.retain(|layer| !matches!(layer, Layer::Hints(_)));
    let before = app.session.has_three_panes();
    (app.session.columns, app.session.rows) = (columns, rows);
    app.layers.iter_mut().for_each(|layer| layer.resume(&app.session));
    match (before, app.session.has_three_panes()) {
        (true, false) => app.session.sidebar = app.contexts().meets(Contexts::SIDEBAR),
        (false, true) => app.session.sidebar = true,
        _ => {}
    }
    app.with_screen(out, |screen, cx| {
        screen.resume(cx.session);
        screen.act(&Action::Move(Motion::Step(0)), cx)
    });
}

/// Opens a layer whose line takes the place of what was said.
fn put_over(app: &mut App, layer: Layer) {
    app.status.notice = None;
    app.layers.push(layer);
}

/// Carries out the wishes of a screen or a layer. `here` is where the user was before.
fn grant(app: &mut App, keymap: &Keymap, wish: Wish, here: &Path, out: &mut Outbox) {
    match wish {
        Wish::Lead(action, row) => {
            act(app, &action, out);
            if app.status.notice.is_none() {
                let keys = or_name(row, keymap.keys_of(row));
                app.status.notice = Some(format!("{} here: {}", keys[0], row.title));
            }
        }
        Wish::Act(action) => act(app, &action, out),
        Wish::Keys(keys) => keys.into_iter().for_each(|key| on_key(app, keymap, key, out)),
        Wish::Ask(purpose, words) => {
            let layer = Layer::prompt(purpose, &words, &mut app.cx(out));
            put_over(app, layer);
        }
        Wish::Refuse(purpose, why) => put_over(app, Layer::refused(purpose, why)),
        Wish::Pick(action) => {
            let layer = Layer::pick(action, &mut app.cx(out));
            put_over(app, layer);
        }
        Wish::Show(overlay) => app.layers.push(Layer::of(overlay, app.contexts())),
        Wish::Peek(of, row) => {
            let layer = Layer::peek(of, row, &mut app.cx(out));
            app.layers.push(layer);
        }
        Wish::Hints(targets, copies) => app.layers.push(Layer::letters(targets, copies)),
        Wish::Links(links) => app.layers.push(Layer::links(links)),
        Wish::FollowHint(goal) => app.with_screen(out, |screen, cx| screen.follow_hint(&goal, cx)),
        Wish::Correct(what, of) => {
            let layer = Layer::correct(what, of, &mut app.cx(out));
            put_over(app, layer);
        }
        Wish::Typed(typed) => {
            if !app.with_screen(out, |screen, cx| screen.typed(&typed, cx)) {
                global::typed(app, &typed, out);
            }
        }
        Wish::Open(location) => {
            app.history.leave(here.clone());
            app.open(location, out);
        }
        Wish::Leave => {
            if app.pop(out) {
                let now = app.path();
                app.history.left(here.clone(), &now);
            }
        }
        Wish::Mark => app.history.leave(here.clone()),
        Wish::Applied(edit) => {
            app.show(&edit);
            app.with_screen(out, Screen::settle);
        }
        Wish::Remember => app.remember(out),
    }
}
