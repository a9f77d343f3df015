//! The running program: the terminal, the threads, the event loop.
//!
//! The loop blocks until something happens, takes everything that has happened, lets `update` change the
//! state, runs the effects and draws once. Nothing ticks; only the prefix-key menu waits for
//! a timeout.

mod background;
mod browser;
mod editor;
mod export;
mod fetching;
mod full_text;
mod handing;
mod lending;
mod pages;
pub mod painter;
mod paths;
mod patience;
mod pen;
pub mod perform;
mod prefix;
mod reader;
mod secret;
mod telling;
pub mod terminal;
mod upkeep;
mod watching;
mod workers;
mod writing;

pub use secret::ask_secret;

pub use export::save_into;
pub use handing::carry_out_change;
pub use paths::reason as cannot_write;
pub use patience::unless_over;

use crate::app::{
    App, Effect, Keymap, Look, Message, Progress, Request, Settings, Slot, Theme, Ticket, line_width, update,
};
use crate::config::Config;
use crate::handoff::Job;
use crate::library::{Between, FetchedPage, Library, Task};
use crate::text::clean;
use crate::text::command::with_library;
use crate::text::time::Now;
use lending::{Gate, Wants};
use prefix::PrefixWait;
use reader::QueryWorker;
use std::collections::VecDeque;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use terminal::Terminal;
use workers::Work;
use writing::Writer;

/// What the workers send to the loop.
enum Event {
    Message(Message),
    /// A page that was requested, or why there is none.
    Page(full_text::Wanted, Box<Result<FetchedPage, String>>),
    /// The other Dateline has ended; this one writes from now on.
    Free(Box<Library>),
    /// Work for the writer, from another thread.
    Write(Work),
    /// It is time to fetch what is due.
    Timer,
    Suspend,
    Redraw,
    /// The terminal's window has the focus again.
    Focus,
    /// A signal ends the program, or the terminal is gone.
    Quit(Option<i32>),
}

/// Why the screen could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The library failed; its message says which file and what to do.
    #[error(transparent)]
    Library(#[from] crate::library::Error),
    /// The terminal or a thread failed.
    #[error("the terminal cannot be used: {0} · run Dateline in a terminal window")]
    Terminal(#[from] std::io::Error),
    /// Changes that the user was told to be waiting are lost.
    #[error("the disk is full: {0} of your changes could not be written")]
    Unwritten(usize),
    /// Nobody accepted the user's last changes.
    #[error("{0} of your last changes are lost: the Dateline that has this library open did not accept them")]
    Unaccepted(usize),
}

/// Carries out a command handed over by another process; returns what it did, as a sentence.
pub type Serve = fn(&mut Library, Job, &mut Between<'_>) -> Option<String>;

/// What the screen needs from whoever starts it.
pub struct Outside {
    /// Reads the settings file, at the start and again.
    pub settings: Box<dyn Fn() -> Config>,
    /// Does the commands of other processes.
    pub serve: Serve,
    /// The folder of the library, where the commands that messages name have to choose it.
    pub named: Option<std::path::PathBuf>,
}

/// Opens the screen on a library and runs until the user quits. If a signal ended it, gives back its number.
pub fn run(library: Library, outside: Outside) -> Result<Option<i32>, Error> {
    let config = (outside.settings)();
    let settings = Settings::from_text(&library.recall(Settings::KEY)?.unwrap_or_default());
    let (keymap, unbound) = Keymap::bound(&config);
    let look = look(theme_of(&config).or(settings.theme), &config);
    // Signals are watched before the terminal is taken over, so that none can end the program without restoring it.
    let (events, arriving) = channel();
    let gate = Gate::default();
    workers::watch_signals(events.clone(), gate.clone())?;
    let mut terminal = Terminal::enter(config.mouse.unwrap_or(true))?;
    let (columns, rows) = terminal.size()?;
    let (mut app, effects) = App::start(columns, rows, clock(), look, &settings);
    app.session.line_width = line_width_of(&config, settings.line_width);
    app.status.library.clone_from(&outside.named);
    app.status.say_all(config.complaints.iter().chain(&unbound));
    let is_elsewhere = writing::is_elsewhere(&library);
    app.session.read_only = !library.is_writer() && !is_elsewhere;
    app.session.is_guest = is_elsewhere;
    app.session.banner = library.read_only().map(|why| with_library(&why, outside.named.as_deref()).into());
    let is_new = library.is_new() && library.is_writer();
    app.status.progress = is_new.then(setting_up);
    let ahead = fill(&library, &mut app, &keymap, effects);
    if is_new {
        // The library is empty only until the samples are added.
        app.wait_for_articles();
    }
    terminal.draw(&app, &keymap)?;
    if terminal::should_ask(look, |name| std::env::var(name).ok()) {
        terminal.ask_background()?;
    }
    workers::watch_terminal(events.clone(), gate.clone())?;
    let reader = QueryWorker::start(library.reader()?, events.clone())?;
    if let Some((ticket, request)) = ahead {
        reader.ask(ticket, request);
    }
    if let Some(every) = config.refresh {
        workers::tick(every, events.clone())?;
    }
    let writer = Writer::start(library, is_elsewhere, outside.serve, &events)?;
    if is_new {
        writer.give(Work::Samples);
    }
    let prefix = PrefixWait::default();
    Loop {
        terminal,
        keymap,
        reader,
        writer,
        events: arriving,
        senders: events,
        prefix,
        gate,
        config,
        outside,
        ended_by: None,
    }
    .go_on(app)
}

/// What is shown until the sample library is there.
fn setting_up() -> Progress {
    Progress { what: "setting up the sample library".into(), done: 0, total: 1, unit: String::new() }
}

/// The terminal's colours and signs, as far as the settings do not decide.
fn look(theme: Option<Theme>, config: &Config) -> Look {
    let look = terminal::look(theme, |name| std::env::var(name).ok());
    Look { ascii: look.ascii || config.ascii, ..look }
}

/// The theme that the settings file asks for.
fn theme_of(config: &Config) -> Option<Theme> {
    config.scheme.map(Theme::Base16).or_else(|| config.theme.as_deref().and_then(Theme::from_word))
}

/// The line width that the settings file asks for, else the one that was chosen on the screen.
fn line_width_of(config: &Config, own: u16) -> u16 {
    config.measure.map_or(own, line_width)
}

/// Answers the first requests at once, so that the first frame is complete. Gives back those that it does not need.
fn fill(
    library: &Library,
    app: &mut App,
    keymap: &Keymap,
    effects: Vec<Effect>,
) -> Option<(Ticket, Request)> {
    let task = Task::new();
    let mut effects = VecDeque::from(effects);
    let mut ahead = None;
    while let Some(effect) = effects.pop_front() {
        match effect {
            Effect::Ask(ticket, request) if ticket.slot == Slot::Nearby => ahead = Some((ticket, request)),
            Effect::Ask(ticket, request) => {
                if let Some(message) = perform::ask(library, ticket, &request, &task) {
                    effects.extend(update(app, keymap, message));
                }
            }
            _ => {}
        }
    }
    ahead
}

/// The current time, by the system's clock and time zone.
fn clock() -> Now {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since_epoch.as_secs()).unwrap_or(i64::MAX);
    let zone = jiff::tz::TimeZone::system();
    let offset = jiff::Timestamp::from_second(seconds).map_or(0, |now| zone.to_offset(now).seconds());
    Now { seconds, offset }
}

/// Runs the user's notification command; its last argument is the sentence.
fn notify_by(app: &mut App, command: (&String, &[String]), sentence: &str) {
    let (program, arguments) = command;
    let none = std::process::Stdio::null;
    let started = std::process::Command::new(program)
        .args(arguments)
        .arg(clean::line(sentence))
        .stdin(none())
        .stdout(none())
        .stderr(none())
        .spawn();
    match started {
        // A thread waits for it; otherwise it would stay in the process table as a zombie.
        Ok(mut child) => drop(std::thread::spawn(move || child.wait())),
        Err(error) => {
            app.status.say(format!("{program} could not be started ({error}); see notify in the settings"));
        }
    }
}

struct Loop {
    terminal: Terminal,
    keymap: Keymap,
    reader: QueryWorker,
    writer: Writer,
    events: Receiver<Event>,
    prefix: PrefixWait,
    gate: Gate,
    senders: Sender<Event>,
    config: Config,
    outside: Outside,
    /// The signal that ends the program.
    ended_by: Option<i32>,
}

impl Loop {
    /// Runs until the user leaves, and everything is written.
    fn go_on(mut self, mut app: App) -> Result<Option<i32>, Error> {
        while let Some(events) = self.wait(&app) {
            let _ = update(&mut app, &self.keymap, Message::Clock(clock()));
            let mut leaving = false;
            for event in events {
                leaving |= self.take(&mut app, event)?;
            }
            if leaving {
                break;
            }
            self.terminal.draw(&app, &self.keymap)?;
        }
        drop(self.terminal);
        self.writer.finish().map(|()| self.ended_by)
    }

    /// Everything that has happened, as soon as anything has; `None` when nothing can happen any more.
    fn wait(&mut self, app: &App) -> Option<Vec<Event>> {
        self.prefix.set(!app.pending.is_empty() && !app.shows_menu(), Instant::now());
        let first = match self.prefix.left(Instant::now()) {
            None => Some(self.events.recv().ok()?),
            Some(left) => match self.events.recv_timeout(left) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return None,
            },
        };
        let waited = self.prefix.is_over(Instant::now()).then_some(Event::Message(Message::PrefixWaited));
        let mut events: Vec<Event> = first.into_iter().collect();
        events.extend(self.events.try_iter());
        // A key that arrived in time comes before the menu.
        events.extend(waited);
        Some(events)
    }

    /// Lets an event change the state; true when it ends the program.
    fn take(&mut self, app: &mut App, event: Event) -> std::io::Result<bool> {
        match event {
            Event::Message(message) => {
                let effects = update(app, &self.keymap, message);
                self.carry_out(app, effects)
            }
            Event::Page(wanted, page) => {
                self.writer.give(Work::Page(wanted, page));
                Ok(false)
            }
            Event::Free(mut library) => {
                library.trust_hosts(&self.config.trusted_hosts);
                library.get_passwords_by(&self.config.passwords);
                match self.writer.take_over(*library, self.outside.serve, self.senders.clone()) {
                    Ok(()) => {
                        (app.session.read_only, app.session.is_guest) = (false, false);
                        app.session.arriving = 0;
                        app.status.say("the other Dateline has ended · this one writes from now on");
                    }
                    Err(error) => app.status.say(error.to_string()),
                }
                let effects = update(app, &self.keymap, Message::LibraryChanged);
                self.carry_out(app, effects)
            }
            Event::Write(work) => {
                self.writer.give(work);
                Ok(false)
            }
            Event::Timer => {
                self.writer.give(Work::Due);
                Ok(false)
            }
            Event::Focus => self.reload(app, false),
            Event::Suspend => self.terminal.suspend().map(|()| false),
            Event::Redraw => self.terminal.wake().map(|()| false),
            Event::Quit(signal) => {
                self.ended_by = signal;
                let effects = app.leaving();
                self.carry_out(app, effects)
            }
        }
    }

    /// Reads the settings file again; where that was not asked for, only what has changed in it counts.
    fn reload(&mut self, app: &mut App, is_asked: bool) -> std::io::Result<bool> {
        let config = (self.outside.settings)();
        if !is_asked && config == self.config {
            return Ok(false);
        }
        let (keymap, unbound) = Keymap::bound(&config);
        self.keymap = keymap;
        let before = std::mem::replace(&mut self.config, config);
        let own = app.session.own_look;
        let is_colourless = app.session.look.background == Theme::Mono;
        if is_asked || (&before.theme, before.scheme) != (&self.config.theme, self.config.scheme) {
            let theme = theme_of(&self.config).or(own.theme);
            app.session.look.theme = theme.filter(|_| !is_colourless);
        }
        if is_asked || before.measure != self.config.measure {
            app.session.line_width = line_width_of(&self.config, own.line_width);
        }
        if before.ascii != self.config.ascii {
            app.session.look.ascii = look(None, &self.config).ascii;
        }
        if before.mouse != self.config.mouse {
            self.terminal.use_mouse(self.config.mouse.unwrap_or(true))?;
        }
        self.writer.give(Work::Settings(Box::new(self.config.clone())));
        // The article is laid out for the new width.
        let resized = Message::Resize(app.session.columns, app.session.rows);
        let effects = update(app, &self.keymap, resized);
        if self.config.complaints.is_empty() && unbound.is_empty() {
            let file = self.config.file();
            app.status.say(if Path::new(file).exists() {
                format!("settings read again: {file}")
            } else {
                format!("there are no settings at {file}: those that Dateline has by itself are used")
            });
        }
        if before.refresh != self.config.refresh {
            app.status.say("refresh is in effect from the next start on");
        }
        app.status.say_all(self.config.complaints.iter().chain(&unbound));
        self.carry_out(app, effects)
    }

    /// Gives a text to a command, with the terminal if it needs that.
    fn pipe(&mut self, app: &mut App, command: &str, text: String) -> std::io::Result<()> {
        let (command, waits) = match lending::wanted_by(command) {
            Wants::Output(command) => {
                let (events, command) = (self.senders.clone(), command.to_owned());
                // The screen may be gone before the command ends.
                std::thread::spawn(move || drop(events.send(Event::Message(export::pipe(&command, &text)))));
                return Ok(());
            }
            Wants::Terminal(command) => (command, false),
            Wants::Look(command) => (command, true),
        };
        app.status.say(lending::run(&mut self.terminal, &self.gate, command, &text, waits)?);
        Ok(())
    }

    fn carry_out(&mut self, app: &mut App, effects: Vec<Effect>) -> std::io::Result<bool> {
        let mut leaving = false;
        for effect in effects {
            match effect {
                Effect::Ask(ticket, request) => self.reader.ask(ticket, request),
                Effect::Do(request) => self.writer.give(Work::Request(request)),
                Effect::Stop => self.writer.stop(),
                Effect::Copy(text) => self.terminal.copy(&text)?,
                Effect::Pipe { command, text } => self.pipe(app, &command, text)?,
                Effect::Notify(sentence) => match self.config.notify.split_first() {
                    Some(command) => notify_by(app, command, &sentence),
                    None => self.terminal.notify(&sentence)?,
                },
                Effect::Browse(url) => {
                    if let Err(why) = browser::open(&url, self.config.browser.as_deref(), &self.senders) {
                        app.status.say(why);
                    }
                }
                Effect::Redraw => self.terminal.redraw()?,
                Effect::Suspend => self.terminal.suspend()?,
                Effect::Reload => leaving |= self.reload(app, true)?,
                Effect::Quit => leaving = true,
            }
        }
        Ok(leaving)
    }
}
