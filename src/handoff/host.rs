//! The holder's side: it listens, and passes requests to the writer of the library.

use super::socket;
use super::wire::{Answer, Request, receive, send};
use std::io::{self, BufReader, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Weak};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// How long a guest may take to send its request.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long the holder waits to send the last answers.
const FAREWELL: Duration = Duration::from_secs(1);

/// Passes a job to the writer of the library.
type Give = dyn Fn(Job) + Send + Sync;

/// Listens for guests as long as it lives.
pub struct Host {
    path: PathBuf,
    is_closed: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
    answering: Receiver<()>,
    /// Only this lets jobs through: even if the thread that waits for guests cannot be woken, nobody waits for further
    /// jobs when the host is gone.
    _give: Arc<Give>,
}

/// A command line of another process, and the channel for answers.
pub struct Job {
    /// The command line.
    pub request: Request,
    /// The channel for answers.
    pub reply: Reply,
}

/// Sends answers to a guest. Clones answer the same one.
#[derive(Clone)]
pub struct Reply {
    answers: Sender<Answer>,
    is_stopped: Arc<AtomicBool>,
    guest: Arc<UnixStream>,
}

/// Which of the guest's streams something is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Stream {
    Results,
    Messages,
}

impl Host {
    /// Listens for the library that this process has locked; `give` receives each job, on a separate thread.
    pub fn listen(library: &Path, give: impl Fn(Job) + Send + Sync + 'static) -> io::Result<Self> {
        let (listener, path) = socket::listen(library)?;
        let is_closed = Arc::new(AtomicBool::new(false));
        let (alive, answering) = channel();
        let closed = Arc::clone(&is_closed);
        let give: Arc<Give> = Arc::new(give);
        let weak = Arc::downgrade(&give);
        let accept = move || accept(&listener, &closed, &weak, &alive);
        let accepting = Some(Builder::new().name("host".into()).spawn(accept)?);
        Ok(Self { path, is_closed, accepting, answering, _give: give })
    }
}

impl Drop for Host {
    /// No further guests are accepted; those being served get the remaining answers.
    fn drop(&mut self) {
        self.is_closed.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for guests, unless the next holder's socket has taken the place of this one, or the
        // library's folder is gone.
        let is_woken = UnixStream::connect(&self.path).is_ok();
        let is_over = || self.accepting.as_ref().is_none_or(JoinHandle::is_finished);
        for _ in 0..FAREWELL.as_millis() {
            if !is_woken || is_over() {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        if is_over() {
            let _ = std::fs::remove_file(&self.path);
        }
        while is_over() && self.answering.recv_timeout(FAREWELL).is_ok() {}
    }
}

fn accept(listener: &UnixListener, is_closed: &AtomicBool, give: &Weak<Give>, alive: &Sender<()>) {
    loop {
        let guest = listener.accept();
        if is_closed.load(Ordering::Relaxed) {
            return;
        }
        let Ok((guest, _)) = guest else {
            // Too many open files, or the like: some will be closed soon.
            std::thread::sleep(Duration::from_millis(100));
            continue;
        };
        let (give, alive) = (Weak::clone(give), alive.clone());
        let receive = move || {
            if let Err(error) = take_in(&guest, &give, alive) {
                tracing::warn!("a command handed over: {error}");
            }
        };
        if let Err(error) = Builder::new().name("guest".into()).spawn(receive) {
            tracing::warn!("a command handed over: {error}");
        }
    }
}

/// Reads a guest's request, passes it on, and waits until the guest leaves or closes its side, which cancels the
/// work.
fn take_in(guest: &UnixStream, give: &Weak<Give>, alive: Sender<()>) -> io::Result<()> {
    socket::check_peer(guest)?;
    guest.set_read_timeout(Some(PATIENCE))?;
    let mut heard = BufReader::new(guest.try_clone()?);
    let Some(request) = receive::<Request>(&mut heard, &mut Vec::new())? else { return Ok(()) };
    guest.set_read_timeout(None)?;
    let reply = Reply::to(guest.try_clone()?, alive)?;
    if let Some(why) = request.refusal() {
        return reply.say(Answer::Refused(why));
    }
    let is_stopped = Arc::clone(&reply.is_stopped);
    match give.upgrade() {
        Some(give) => give(Job { request, reply }),
        None => return Ok(()),
    }
    let _ = heard.read(&mut [0]);
    is_stopped.store(true, Ordering::Relaxed);
    Ok(())
}

impl Job {
    /// The work begins: from now on it belongs to this process. False if the guest has left: it was told that nothing
    /// has begun, so nothing must.
    #[must_use]
    pub fn begin(&self) -> bool {
        // The first answer, written here: a guest that has left makes this fail.
        !self.is_stopped() && send(&mut &*self.reply.guest, &Answer::Begun).is_ok()
    }

    /// The flag that cancels the work: the guest has left, or closed its side.
    pub fn stop_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.reply.is_stopped)
    }

    /// Whether the work is cancelled. If it has not begun, it must not any more: the guest may have left.
    pub fn is_stopped(&self) -> bool {
        self.reply.is_stopped.load(Ordering::Relaxed)
    }
}

impl Reply {
    /// Writes answers on a separate thread, so that a guest that does not read them delays nobody.
    fn to(mut guest: UnixStream, alive: Sender<()>) -> io::Result<Self> {
        let (answers, waiting) = channel::<Answer>();
        let first = Arc::new(guest.try_clone()?);
        let write = move || {
            let _alive = alive;
            for answer in waiting {
                if send(&mut guest, &answer).is_err() {
                    break;
                }
            }
            // Ends the thread that waits for the guest.
            let _ = guest.shutdown(Shutdown::Both);
        };
        Builder::new().name("reply".into()).spawn(write)?;
        Ok(Self { answers, is_stopped: Arc::default(), guest: first })
    }

    /// Sends an answer. A guest that has left is not a failure.
    pub fn say(&self, answer: Answer) -> io::Result<()> {
        // If the guest has left, the thread has ended.
        let _ = self.answers.send(answer);
        Ok(())
    }

    /// One of the guest's streams, for writing.
    pub fn stream(&self, stream: Stream) -> impl Write + use<> {
        Lines { reply: self.clone(), stream }
    }

    /// The flag that cancels the work.
    pub fn stop_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.is_stopped)
    }
}

/// One of a guest's streams.
struct Lines {
    reply: Reply,
    stream: Stream,
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        self.reply.say(match self.stream {
            Stream::Results => Answer::Result(text),
            Stream::Messages => Answer::Message(text),
        })?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Ended, Guest, is_reachable};
    use super::*;

    #[test]
    fn work_is_handed_over_and_answered() {
        let folder = tempfile::tempdir().unwrap();
        let (jobs, waiting) = channel();
        let host = Host::listen(folder.path(), move |job| drop(jobs.send(job))).unwrap();
        let working = std::thread::spawn(move || {
            let job: Job = waiting.recv().unwrap();
            assert!(job.begin());
            let arguments = job.request.arguments();
            let line = format!("did {}\n", arguments[0].display());
            job.reply.stream(Stream::Results).write_all(line.as_bytes()).unwrap();
            job.reply.say(Answer::Status(1)).unwrap();
            // A job that is dropped before it has begun is not done.
            drop(waiting.recv().unwrap());
        });
        let request = Request::new(&["x".into()], folder.path(), None);
        let mut heard = Vec::new();
        let mut hand = || {
            let guest = Guest::reach(folder.path()).unwrap();
            guest.hand(&request, &|| false, &mut |answer| heard.push(answer)).unwrap()
        };
        assert_eq!((hand(), hand()), (Ended::Status(1), Ended::NotBegun));
        assert_eq!(heard, [Answer::Begun, Answer::Result("did x\n".to_owned())]);
        working.join().unwrap();
        drop(host);
        assert!(!is_reachable(folder.path()));
    }

    #[test]
    fn a_host_whose_socket_is_gone_ends_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let (jobs, waiting) = channel();
        let host = Host::listen(folder.path(), move |job| drop(jobs.send(job))).unwrap();
        std::fs::remove_file(&host.path).unwrap();
        drop(host);
        // Nobody is left who could send a job.
        assert!(waiting.recv().is_err());
    }

    #[test]
    fn a_guest_that_stops_is_told_what_came_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let (jobs, waiting) = channel();
        let _host = Host::listen(folder.path(), move |job| drop(jobs.send(job))).unwrap();
        let working = std::thread::spawn(move || {
            let job: Job = waiting.recv().unwrap();
            assert!(job.begin());
            while !job.stop_flag().load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            job.reply.say(Answer::Status(1)).unwrap();
        });
        let request = Request::new(&[], folder.path(), None);
        let guest = Guest::reach(folder.path()).unwrap();
        let ended = guest.hand(&request, &|| true, &mut |_| ()).unwrap();
        assert_eq!(ended, Ended::Status(1));
        working.join().unwrap();
    }

    #[test]
    fn what_a_guest_gave_up_is_never_begun() {
        let folder = tempfile::tempdir().unwrap();
        let (jobs, waiting) = channel();
        let _host = Host::listen(folder.path(), move |job| drop(jobs.send(job))).unwrap();
        let request = Request::new(&[], folder.path(), None);
        let guest = Guest::reach(folder.path()).unwrap();
        assert_eq!(guest.holder(), Some(std::process::id()));
        let ended = guest.hand(&request, &|| true, &mut |_| ()).unwrap();
        assert_eq!(ended, Ended::NotBegun);
        let job: Job = waiting.recv().unwrap();
        // As if the holder had looked at the flag just before the guest left.
        job.reply.is_stopped.store(false, Ordering::Relaxed);
        assert!(!job.begin());
    }
}
