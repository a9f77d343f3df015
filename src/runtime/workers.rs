//! The threads for slow work: one that writes the library, one that waits for keys.
//!
//! A panic in a worker becomes a notice, and the worker continues.

use super::background::{Heard, Listener};
use super::editor::Editor;
use super::full_text::{self, Wanted};
use super::lending::Gate;
use super::pages::{Pages, SharedTask};
use super::telling::{broken, tell};
use super::{Error, Event, Serve, perform};
use crate::app::{Fetch, Message, Progress, WriteRequest};
use crate::config::Config;
use crate::handoff::{Host, Job};
use crate::library::{self, Added, BYTES, FetchedPage, Library, Task};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

/// How often new articles are shown while feeds are fetched.
const SHOW_EVERY: Duration = Duration::from_secs(2);

/// The worker that writes the library.
pub(super) struct WriteWorker {
    editor: Editor,
    deeds: Option<Sender<Work>>,
    /// Receives the commands of other processes.
    host: Option<Host>,
    catching_up: Arc<Mutex<Task>>,
    /// Fetching and adding, which other work does not interrupt.
    long: Arc<Mutex<Task>>,
    /// Full texts of single articles.
    pages: SharedTask,
    thread: JoinHandle<()>,
}

/// Work for the writer.
pub(super) enum Work {
    /// A change the user asked for.
    Request(WriteRequest),
    /// Store the page of an article.
    Page(Wanted, Box<Result<FetchedPage, String>>),
    /// Fetch the feeds that are due; report nothing if none is.
    Due,
    /// Add the sample articles.
    Samples,
    /// A command handed over by another process.
    Command(Job),
    /// The settings were read again.
    Settings(Box<Config>),
    /// Index and names have to follow what the user changed.
    CatchUp,
}

impl WriteWorker {
    /// Starts the worker. While it is idle it brings the index and the names up to date.
    pub(super) fn start(library: Library, serve: Serve, events: Sender<Event>) -> Result<Self, Error> {
        let (deeds, waiting) = channel();
        let follow = deeds.clone();
        // A writer that has ended has reported it.
        let behind = move || drop(follow.send(Work::CatchUp));
        let editor = Editor::start(library.editor()?, events.clone(), Box::new(behind))?;
        let catching_up = Arc::new(Mutex::new(Task::new()));
        let long = Arc::new(Mutex::new(Task::new()));
        let (shared, of_worker) = (Arc::clone(&catching_up), Arc::clone(&long));
        let task = SharedTask::default();
        let pages = Pages::start(&events, task.clone())?;
        let host = take_commands(&library, deeds.clone(), Arc::clone(&catching_up));
        let body =
            move || write(library, &waiting, &shared, &of_worker, &WorkerOutput { events, pages, serve });
        let thread = Builder::new().name("writer".into()).spawn(body)?;
        Ok(Self { editor, deeds: Some(deeds), host, catching_up, long, pages: task, thread })
    }

    /// Queues work. What the user changes has a thread of its own; catching up makes way for anything else.
    pub(super) fn give(&self, work: Work) {
        let work = match work {
            Work::Request(request) if request.is_of_user() => return self.editor.give(request),
            work => work,
        };
        self.make_way();
        if let Some(deeds) = &self.deeds {
            let _ = deeds.send(work);
        }
    }

    /// Stops fetching and adding.
    pub(super) fn stop(&self) {
        self.long.lock().unwrap_or_else(PoisonError::into_inner).cancel();
        self.pages.stop();
    }

    /// Waits until all queued work is done; fetching is abandoned. Returns how many of the user's changes found no room on
    /// the disk.
    pub(super) fn finish(mut self) -> usize {
        self.make_way();
        self.stop();
        let unwritten = self.editor.finish();
        // Waiting commands are served; no more are accepted.
        self.deeds = None;
        self.host = None;
        // A panic of the worker was reported when it happened.
        let _ = self.thread.join();
        unwritten
    }

    fn make_way(&self) {
        self.catching_up.lock().unwrap_or_else(PoisonError::into_inner).cancel();
    }
}

fn write(
    mut library: Library,
    waiting: &Receiver<Work>,
    catching_up: &Mutex<Task>,
    long: &Mutex<Task>,
    output: &WorkerOutput,
) {
    let mut behind = true;
    let mut put_off: VecDeque<Work> = VecDeque::new();
    loop {
        let work = match put_off.pop_front() {
            Some(work) => work,
            None if behind => match waiting.try_recv() {
                Ok(work) => work,
                Err(TryRecvError::Disconnected) => return,
                Err(TryRecvError::Empty) => {
                    behind = !catch_up(&mut library, catching_up, &output.events);
                    continue;
                }
            },
            None => match waiting.recv() {
                Ok(work) => work,
                Err(_) => return,
            },
        };
        behind |= work.is_long() || work.changes_texts();
        let worker = LongWork { waiting, long, output };
        let done = catch_unwind(AssertUnwindSafe(|| match work {
            Work::Due => {
                if library.has_due_feeds(super::clock().seconds).unwrap_or(false) {
                    let due = WriteRequest::Refresh(Fetch::Due);
                    worker.carry_out(&mut library, due, &mut put_off);
                }
            }
            Work::Request(request) if request.is_long() => {
                worker.carry_out(&mut library, request, &mut put_off);
            }
            Work::Command(job) if job.is_stopped() => {}
            Work::Command(job) if job.request.is_long => worker.serve(&mut library, job, &mut put_off),
            work => output.carry_out(&mut library, work),
        }));
        if done.is_err() {
            tell(&output.events, Message::Progress(None));
            tell(&output.events, Message::RefreshEnded);
            tell(&output.events, Message::Notice(broken("writing")));
        }
    }
}

impl Work {
    /// Whether it changes the content of articles.
    fn changes_texts(&self) -> bool {
        match self {
            Self::Page(..) | Self::CatchUp | Self::Command(_) => true,
            Self::Request(request) => request.changes_texts(),
            Self::Samples | Self::Due | Self::Settings(_) => false,
        }
    }

    /// Whether it may take long, and requires index and names to catch up.
    fn is_long(&self) -> bool {
        match self {
            Self::Samples | Self::Due => true,
            Self::Page(..) | Self::CatchUp | Self::Settings(_) => false,
            Self::Request(request) => request.is_long(),
            Self::Command(job) => job.request.is_long,
        }
    }
}

/// What long work needs: it reports progress, can be stopped, and does not delay other work.
struct LongWork<'a> {
    waiting: &'a Receiver<Work>,
    long: &'a Mutex<Task>,
    output: &'a WorkerOutput,
}

impl LongWork<'_> {
    /// What runs while long work waits: short work; other long work is postponed.
    fn between<'a>(&'a self, put_off: &'a mut VecDeque<Work>) -> impl FnMut(&mut Library, &Added) + 'a {
        let mut shown = (0, Instant::now());
        move |library, added| {
            while let Ok(work) = self.waiting.try_recv() {
                match work {
                    Work::Command(job) if job.is_stopped() => {}
                    work if work.is_long() => put_off.push_back(work),
                    work => self.output.carry_out(library, work),
                }
            }
            let changed = added.articles + added.revised + added.full_texts;
            if changed > shown.0 && shown.1.elapsed() >= SHOW_EVERY {
                shown = (changed, Instant::now());
                tell(&self.output.events, Message::LibraryChanged);
            }
        }
    }

    /// Carries out a command handed over by another process.
    fn serve(&self, library: &mut Library, job: Job, put_off: &mut VecDeque<Work>) {
        *self.long.lock().unwrap_or_else(PoisonError::into_inner) =
            Task::stopped_by(job.stop_flag(), |_, _| ());
        for message in served((self.output.serve)(library, job, &mut self.between(put_off))) {
            tell(&self.output.events, message);
        }
    }

    fn carry_out(&self, library: &mut Library, request: WriteRequest, put_off: &mut VecDeque<Work>) {
        let events = self.output.events.clone();
        let task = Task::reporting_units(move |done, total, unit| {
            let shown = match unit {
                BYTES => Progress {
                    what: "adding".to_owned(),
                    done: done >> 10,
                    total: total.div_ceil(1 << 10),
                    unit: "KB".to_owned(),
                },
                _ => Progress {
                    what: Progress::FETCHING.to_owned(),
                    done,
                    total,
                    unit: if unit.is_empty() { "feeds" } else { unit }.to_owned(),
                },
            };
            tell(&events, Message::Progress(Some(shown)));
        });
        *self.long.lock().unwrap_or_else(PoisonError::into_inner) = task.clone();
        let now = super::clock().seconds;
        let messages = perform::carry_out_long(library, request, &task, now, &mut self.between(put_off));
        tell(&self.output.events, Message::Progress(None));
        for message in messages {
            tell(&self.output.events, message);
        }
    }
}

/// Where the worker sends its results.
struct WorkerOutput {
    events: Sender<Event>,
    pages: Pages,
    serve: Serve,
}

impl WorkerOutput {
    /// Does short work, and reports it.
    fn carry_out(&self, library: &mut Library, work: Work) {
        let now = super::clock().seconds;
        let messages = match work {
            Work::Command(job) => served((self.serve)(library, job, &mut |_, _| ())),
            Work::Request(WriteRequest::FullText { article, title }) => {
                match full_text::begin(library, article, title, now) {
                    Ok(wanted) => {
                        self.pages.ask(wanted);
                        Vec::new()
                    }
                    Err(messages) => messages,
                }
            }
            work => carry_out(library, work, now),
        };
        for message in messages {
            tell(&self.events, message);
        }
    }
}

fn carry_out(library: &mut Library, work: Work, now: i64) -> Vec<Message> {
    match work {
        Work::Settings(config) => {
            library.trust_hosts(&config.trusted_hosts);
            library.get_passwords_by(&config.passwords);
            Vec::new()
        }
        Work::Page(wanted, page) => full_text::end(library, &wanted, *page, now),
        Work::Request(request) => perform::carry_out(library, request, now),
        // These are done where feeds and pages are fetched, and when there is nothing else to do.
        Work::Due | Work::Command(_) | Work::CatchUp => Vec::new(),
        Work::Samples => match library.add_samples(&Task::new(), now) {
            Ok(_) => vec![Message::Progress(None), Message::LibraryChanged],
            Err(error) => vec![Message::Progress(None), Message::Notice(error.to_string())],
        },
    }
}

/// Brings index and names up to date until done or until there is other work; true when done.
fn catch_up(library: &mut Library, catching_up: &Mutex<Task>, events: &Sender<Event>) -> bool {
    let progress = events.clone();
    let is_indexing = Arc::new(AtomicBool::new(false));
    let indexing = Arc::clone(&is_indexing);
    let task = Task::reporting(move |done, total| {
        let what = if indexing.load(Ordering::Relaxed) { "indexing" } else { "updating names" };
        let shown = Progress { what: what.into(), done, total, unit: String::new() };
        let _ = progress.send(Event::Message(Message::Progress(Some(shown))));
    });
    *catching_up.lock().unwrap_or_else(PoisonError::into_inner) = task.clone();
    let caught = catch_unwind(AssertUnwindSafe(|| {
        let names = library.catch_up_names(&task)?;
        is_indexing.store(true, Ordering::Relaxed);
        library.catch_up_index(&task)?;
        if let Some(loss) = library.loss() {
            tell(events, Message::Notice(loss));
        }
        let arrived = library.apply_rules(&task, super::clock().seconds)?;
        library.shorten_log()?;
        Ok::<_, library::Error>((names, arrived))
    }));
    let mut messages = Vec::new();
    let done = match caught {
        Ok(Ok((caught, arrived))) => {
            let is_changed = arrived.articles > 0;
            messages.extend(arrived.told.into_iter().map(Message::Arrived));
            if is_changed || caught.read > 0 || caught.linked > 0 {
                messages.push(Message::LibraryChanged);
            }
            true
        }
        Ok(Err(error)) if error.is_cancelled() => false,
        Ok(Err(error)) => {
            messages.push(Message::Notice(error.to_string()));
            true
        }
        Err(_) => {
            messages.push(Message::Notice(broken("indexing")));
            true
        }
    };
    messages.push(Message::Progress(None));
    for message in messages {
        let _ = events.send(Event::Message(message));
    }
    done
}

/// Accepts the commands of other processes from now on; if that is not possible, the log says so.
fn take_commands(library: &Library, deeds: Sender<Work>, catching_up: Arc<Mutex<Task>>) -> Option<Host> {
    let give = move |job| {
        catching_up.lock().unwrap_or_else(PoisonError::into_inner).cancel();
        // If the worker has ended, the other process is told that nothing has begun.
        let _ = deeds.send(Work::Command(job));
    };
    Host::listen(library.path(), give)
        .inspect_err(|error| tracing::warn!("commands of other processes are not accepted: {error}"))
        .ok()
}

/// The message on the screen about a command handed over by another process.
fn served(done: Option<String>) -> Vec<Message> {
    let notice = done.map(|sentence| Message::Notice(format!("from the command line: {sentence}")));
    std::iter::once(Message::LibraryChanged).chain(notice).collect()
}

/// Starts the thread that reports when to fetch what is due. It exists only if the settings ask for it.
pub(super) fn tick(every: Duration, events: Sender<Event>) -> std::io::Result<()> {
    let tick = move || {
        loop {
            std::thread::sleep(every);
            if events.send(Event::Timer).is_err() {
                return;
            }
        }
    };
    Builder::new().name("timer".into()).spawn(tick).map(|_| ())
}

/// Starts the thread that waits for another Dateline to end, to write in its place.
pub(super) fn wait_for_turn(path: &Path, events: Sender<Event>) -> std::io::Result<()> {
    let path = path.to_owned();
    let wait = move || {
        // If that fails, this Dateline continues reading.
        if let Ok(library) = Library::when_free(&path) {
            let _ = events.send(Event::Free(Box::new(library)));
        }
    };
    Builder::new().name("turn".into()).spawn(wait).map(|_| ())
}

/// Starts the thread that waits for keys, the mouse and resizes.
pub(super) fn watch_terminal(events: Sender<Event>, gate: Gate) -> std::io::Result<()> {
    let watch = move || {
        let mut listener = Listener::default();
        // Size changes are noticed from the first poll on; an earlier one is noticed here.
        let _ = crossterm::event::poll(Duration::ZERO);
        if let Ok((columns, rows)) = crossterm::terminal::size()
            && events.send(Event::Message(Message::Resize(columns, rows))).is_err()
        {
            return;
        }
        while let Ok(heard) = hear(&mut listener) {
            let background =
                heard.background.map(|background| Event::Message(Message::Background(background)));
            let typed = heard.events.into_iter().filter_map(super::terminal::translate);
            for event in typed.chain(background) {
                if events.send(event).is_err() {
                    return;
                }
            }
            gate.pass();
        }
        let _ = events.send(Event::Quit(None));
    };
    Builder::new().name("keys".into()).spawn(watch).map(|_| ())
}

/// The next event of the terminal; what may be the beginning of a reply is held back for a moment.
fn hear(listener: &mut Listener) -> std::io::Result<Heard> {
    if listener.is_holding() && !crossterm::event::poll(listener.patience())? {
        return Ok(Heard { events: listener.give_up(), background: None });
    }
    Ok(listener.hear(crossterm::event::read()?))
}

/// Starts the thread that waits for signals.
pub(super) fn watch_signals(events: Sender<Event>, gate: Gate) -> std::io::Result<()> {
    use signal_hook::consts::{
        SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP,
        SIGTSTP, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU, SIGXFSZ,
    };
    // Every signal that would end the program ends it in order, so that the terminal is restored.
    let mut signals = signal_hook::iterator::Signals::new([
        SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO,
        SIGSYS, SIGTRAP, SIGXCPU, SIGXFSZ, SIGTSTP, SIGCONT,
    ])?;
    let watch = move || {
        for signal in &mut signals {
            // Who has the terminal meanwhile gets its keys, and stops and goes on together with Dateline.
            match signal {
                SIGTSTP if gate.is_lent() => {
                    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
                    continue;
                }
                SIGINT | SIGQUIT | SIGCONT if gate.is_lent() => continue,
                // The write that was too long for the limit of a file fails, and is reported.
                SIGXFSZ => continue,
                _ => {}
            }
            let event = match signal {
                SIGTSTP => Event::Suspend,
                SIGCONT => Event::Redraw,
                signal => Event::Quit(Some(signal)),
            };
            if events.send(event).is_err() {
                return;
            }
        }
    };
    Builder::new().name("signals".into()).spawn(watch).map(|_| ())
}
