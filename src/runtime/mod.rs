//! The running program: the terminal, the threads, the loop.
//!
//! The loop blocks until something happens, takes everything that has happened, lets `update` change the
//! state, carries out the effects and draws once. Nothing ticks; only the menu of a prefix key waits for
//! a time.

mod background;
mod bridge;
mod fetching;
mod full_text;
mod pages;
mod painter;
pub mod perform;
pub mod terminal;
mod workers;

use crate::app::{Effect, Keymap, MEASURES, Message, Progress, Settings, State, Theme, update};
use crate::config::Config;
use crate::library::{FetchedPage, Library, Task};
use crate::text::time::Now;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use terminal::Terminal;
use workers::{QueryWorker, Work, WriteWorker};

/// How long the second key of a sequence may take before its menu is shown.
const PREFIX_WAIT: Duration = Duration::from_millis(300);

/// What the lanes send to the loop.
enum Event {
    Message(Message),
    /// A page that was asked for, or why there is none.
    Page(full_text::Wanted, Box<Result<FetchedPage, String>>),
    Suspend,
    Redraw,
    Quit,
}

/// Why the screen could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The library failed; its message says which file and what to do.
    #[error(transparent)]
    Library(#[from] crate::library::Error),
    /// The terminal or a thread failed.
    #[error("the terminal could not be used: {0} · run Dateline in a terminal of its own")]
    Terminal(#[from] std::io::Error),
}

/// Opens the screen on a library and stays until the reader leaves.
pub fn run(library: Library, config: &Config) -> Result<(), Error> {
    let mut settings = Settings::from_text(&library.recall(Settings::KEY)?.unwrap_or_default());
    let complaints = apply(config, &mut settings);
    let (keymap, unbound) = Keymap::bound(&config.keys);
    let look = terminal::look(settings.theme, |name| std::env::var(name).ok());
    let mut terminal = Terminal::enter()?;
    let (columns, rows) = terminal.size()?;
    let (mut state, effects) = State::start(columns, rows, clock(), look, &settings);
    state.keymap = keymap;
    for complaint in config.complaints.iter().chain(&complaints).chain(&unbound) {
        state.say(format!("settings: {complaint}"));
    }
    state.read_only = !library.is_writer();
    let is_new = library.is_new() && library.is_writer();
    if is_new {
        state.list.waiting = true;
        state.progress = Some(Progress {
            what: "laying out the sample library".into(),
            done: 0,
            total: 1,
            unit: String::new(),
        });
    }
    fill(&library, &mut state, effects);
    terminal.draw(&state)?;
    if terminal::should_ask(look, |name| std::env::var(name).ok()) {
        terminal.ask_background()?;
    }
    let (events, arriving) = channel();
    workers::watch_signals(events.clone())?;
    workers::watch_terminal(events.clone())?;
    let reader = QueryWorker::start(library.reader()?, events.clone())?;
    let writer = start_writer(library, events)?;
    if let Some(writer) = writer.as_ref().filter(|_| is_new) {
        writer.give(Work::Samples);
    }
    let ended = Loop { terminal, reader, writer, events: arriving }.go_on(state);
    ended.map_err(Error::Terminal)
}

/// What the settings file says goes before what was remembered; gives back what in it cannot be.
fn apply(config: &Config, settings: &mut Settings) -> Vec<String> {
    let mut complaints = Vec::new();
    if let Some(word) = &config.theme {
        match Theme::from_word(word) {
            Some(theme) => settings.theme = Some(theme),
            None => complaints.push(format!("there is no theme {word}; there are dark, light and mono")),
        }
    }
    if let Some(columns) = config.measure {
        settings.measure = columns.clamp(*MEASURES.start(), *MEASURES.end());
    }
    complaints
}

fn start_writer(library: Library, events: Sender<Event>) -> std::io::Result<Option<WriteWorker>> {
    library.is_writer().then(|| WriteWorker::start(library, events)).transpose()
}

/// Answers the first questions at once, so that the first frame is a full one.
fn fill(library: &Library, state: &mut State, effects: Vec<Effect>) {
    let task = Task::new();
    let mut effects = VecDeque::from(effects);
    while let Some(effect) = effects.pop_front() {
        if let Effect::Ask(ticket, request) = effect
            && let Some(message) = perform::ask(library, ticket, &request, &task)
        {
            effects.extend(update(state, message));
        }
    }
}

/// The present, by the system's clock and time zone.
fn clock() -> Now {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since_epoch.as_secs()).unwrap_or(i64::MAX);
    let zone = jiff::tz::TimeZone::system();
    let offset = jiff::Timestamp::from_second(seconds).map_or(0, |now| zone.to_offset(now).seconds());
    Now { seconds, offset }
}

struct Loop {
    terminal: Terminal,
    reader: QueryWorker,
    writer: Option<WriteWorker>,
    events: Receiver<Event>,
}

impl Loop {
    fn go_on(mut self, mut state: State) -> std::io::Result<()> {
        while let Some(events) = self.wait(&state) {
            let _ = update(&mut state, Message::Clock(clock()));
            let mut leaving = false;
            for event in events {
                leaving |= self.take(&mut state, event)?;
            }
            if leaving {
                break;
            }
            self.terminal.draw(&state)?;
        }
        drop(self.terminal);
        if let Some(writer) = self.writer {
            writer.finish();
        }
        Ok(())
    }

    /// Everything that has happened, as soon as something has; `None` when nothing can happen any more.
    fn wait(&self, state: &State) -> Option<Vec<Event>> {
        let first = if state.pending.is_empty() || state.menu {
            self.events.recv().ok()?
        } else {
            match self.events.recv_timeout(PREFIX_WAIT) {
                Ok(event) => event,
                Err(RecvTimeoutError::Timeout) => Event::Message(Message::PrefixWaited),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        };
        let mut events = vec![first];
        events.extend(self.events.try_iter());
        Some(events)
    }

    /// Lets an event change the state; true when it ends the program.
    fn take(&mut self, state: &mut State, event: Event) -> std::io::Result<bool> {
        match event {
            Event::Message(message) => {
                let effects = update(state, message);
                self.carry_out(state, effects)
            }
            Event::Page(wanted, page) => {
                if let Some(writer) = &self.writer {
                    writer.give(Work::Page(wanted, page));
                }
                Ok(false)
            }
            Event::Suspend => self.terminal.suspend().map(|()| false),
            Event::Redraw => self.terminal.wake().map(|()| false),
            Event::Quit => {
                let effects = state.leaving();
                self.carry_out(state, effects)
            }
        }
    }

    fn carry_out(&mut self, state: &mut State, effects: Vec<Effect>) -> std::io::Result<bool> {
        let mut leaving = false;
        for effect in effects {
            match effect {
                Effect::Ask(ticket, request) => self.reader.ask(ticket, request),
                Effect::Do(deed) => {
                    if let Some(writer) = &self.writer {
                        writer.give(Work::Deed(deed));
                    }
                }
                Effect::Stop => {
                    if let Some(writer) = &self.writer {
                        writer.stop();
                    }
                }
                Effect::Copy(text) => self.terminal.copy(&text)?,
                Effect::Browse(url) => {
                    if let Err(error) = open::that_detached(&url) {
                        state.say(format!("no browser could be started ({error}) · yy copies the link"));
                    }
                }
                Effect::Suspend => self.terminal.suspend()?,
                Effect::Quit => leaving = true,
            }
        }
        Ok(leaving)
    }
}
