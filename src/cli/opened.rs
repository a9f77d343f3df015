//! A library opened for writing: by this process, or lent to another process's command.

use super::clock;
use super::output::Output;
use crate::handoff::{Host, Job};
use crate::library::{Added, Between, Library, Task};
use crate::runtime::Serve;
use std::cell::RefMut;
use std::ops::{Deref, DerefMut};
use std::sync::mpsc::{Receiver, channel};

/// The library of the process that carries out a handed-over command.
pub struct Lent<'a> {
    /// The library.
    pub library: &'a mut Library,
    /// What else is done while the command waits.
    pub between: &'a mut Between<'a>,
}

/// A library opened for writing.
pub enum Opened<'p, 'a> {
    /// Opened for this command, which others wait for or have their work done by.
    Own {
        /// It goes before the library: the next holder's socket cannot be in its place yet.
        desk: Option<Desk>,
        /// The library.
        library: Box<Library>,
    },
    /// Lent for the duration of this command.
    Lent(RefMut<'p, Lent<'a>>),
}

/// Where the commands of other processes wait while this one is working.
pub struct Desk {
    waiting: Receiver<Job>,
    /// Long work: its own process does it once this one has ended.
    put_off: Vec<Job>,
    serve: Serve,
    _host: Host,
}

impl Desk {
    /// Accepts commands for a library; `None` if that is not possible, which is logged.
    pub fn open(library: &Library, serve: Serve) -> Option<Self> {
        let (jobs, waiting) = channel();
        match Host::listen(library.path(), move |job| drop(jobs.send(job))) {
            Ok(host) => Some(Self { waiting, put_off: Vec::new(), serve, _host: host }),
            Err(error) => {
                tracing::warn!("commands of other processes are not accepted: {error}");
                None
            }
        }
    }

    fn work(&mut self, library: &mut Library) {
        for job in self.waiting.try_iter().filter(|job| !job.is_stopped()) {
            if job.request.is_long {
                self.put_off.push(job);
            } else {
                (self.serve)(library, job, &mut |_, _| ());
            }
        }
    }
}

impl Opened<'_, '_> {
    /// What is in the library before a command adds to it is not new to the rules of saved searches.
    pub fn begin_rules(&mut self) -> anyhow::Result<()> {
        if let Self::Own { library, .. } = self
            && library.is_writer()
        {
            library.begin_rules()?;
        }
        Ok(())
    }

    /// Applies the rules of saved searches to what has arrived, and prints what they notify of. The process that lent
    /// its library does so itself.
    pub fn apply_rules(&mut self, output: &mut Output) -> anyhow::Result<()> {
        let Self::Own { library, .. } = self else { return Ok(()) };
        if !library.is_writer() {
            return Ok(());
        }
        let task = Task::new();
        let ruled = library.catch_up_index(&task).and_then(|_| library.apply_rules(&task, clock()));
        match ruled {
            Ok(ruled) => ruled.told.iter().try_for_each(|told| output.line(told))?,
            Err(error) => output.warn(format_args!("the rules of saved searches were not applied: {error}")),
        }
        Ok(())
    }

    /// Says, once, that other computers reach the library's folder.
    pub fn tell_of_folder(&mut self, output: &mut Output) {
        let Self::Own { library, .. } = self else { return };
        if library.is_writer()
            && let Ok(Some(sentence)) = library.untold_of_folder()
        {
            output.warn(format_args!("{sentence}"));
            // If it cannot be kept, it is said again.
            let _ = library.remember(Library::TOLD_OF_FOLDER, &sentence);
        }
    }

    /// The library, and what else to do while the command waits.
    pub fn split(&mut self) -> (&mut Library, Box<Between<'_>>) {
        match self {
            Self::Own { desk, library } => {
                let work = move |library: &mut Library, _: &Added| {
                    if let Some(desk) = desk {
                        desk.work(library);
                    }
                };
                (library, Box::new(work))
            }
            Self::Lent(lent) => {
                let Lent { library, between } = &mut **lent;
                (library, Box::new(move |library, added| between(library, added)))
            }
        }
    }
}

impl Deref for Opened<'_, '_> {
    type Target = Library;

    fn deref(&self) -> &Library {
        match self {
            Self::Own { library, .. } => library,
            Self::Lent(lent) => lent.library,
        }
    }
}

impl DerefMut for Opened<'_, '_> {
    fn deref_mut(&mut self) -> &mut Library {
        match self {
            Self::Own { library, .. } => library,
            Self::Lent(lent) => lent.library,
        }
    }
}
