//! Connections that can be cancelled: waiting code checks a flag many times a second. A server that keeps a connection
//! busy with a byte now and then counts as silent.
//!
//! The connector sits between the socket and TLS, so that secure connections are watched too. It
//! measures silence itself, since it asks the socket only for slices of that time.

use super::guard::{Guard, NoWay, host_and_port};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, NextTimeout, TcpConnector, Transport, time,
};

/// How long to wait before checking the flag again.
const SLICE: Duration = Duration::from_millis(50);

/// Addresses of one host to try; the HTTP library has room for 16.
const MOST_ADDRESSES: usize = 16;

/// A server that sends fewer bytes than this, in the time for which it may be silent, is too slow.
const FEWEST: usize = 1024;

/// A server sends hardly anything.
#[derive(Debug, thiserror::Error)]
#[error("too slow")]
pub(super) struct TooSlow;

/// Connects on a separate thread, which is abandoned when nobody wants the connection any longer: the system itself
/// waits many seconds for a host that does not answer.
#[derive(Debug)]
pub(super) struct Reaching {
    pub is_cancelled: Arc<AtomicBool>,
}

type Reached = <TcpConnector as Connector<()>>::Out;

impl<In: Transport> Connector<In> for Reaching {
    type Out = Either<In, Reached>;

    fn connect(&self, details: &ConnectionDetails, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        if let Some(connected) = chained {
            return Ok(Some(Either::A(connected)));
        }
        let (sender, reached) = mpsc::sync_channel(1);
        let connect = connecting(details);
        thread::spawn(move || {
            // Nobody may wait for it any longer.
            let _ = sender.send(connect());
        });
        loop {
            match reached.recv_timeout(SLICE) {
                Ok(connected) => return Ok(connected?.map(Either::B)),
                Err(RecvTimeoutError::Timeout) if !self.is_cancelled.load(Ordering::Relaxed) => {}
                Err(_) => return Err(stopped()),
            }
        }
    }
}

/// Connects to what these details say, with everything it needs of its own.
fn connecting(
    details: &ConnectionDetails,
) -> impl FnOnce() -> Result<Option<Reached>, Error> + Send + 'static + use<> {
    let (uri, config, addrs) = (details.uri.clone(), details.config.clone(), details.addrs.clone());
    let (request_level, now, timeout) = (details.request_level, details.now, details.timeout);
    let current_time = Arc::clone(&details.current_time);
    let run_connector = Arc::clone(&details.run_connector);
    let register_shutdown = Arc::clone(&details.register_shutdown);
    move || {
        let details = ConnectionDetails {
            uri: &uri,
            config: &config,
            // The addresses are known.
            resolver: &DefaultResolver::default(),
            addrs,
            request_level,
            now,
            timeout,
            current_time,
            run_connector,
            register_shutdown,
        };
        TcpConnector::default().connect(&details, None::<()>)
    }
}

/// Watches the connections made through it.
#[derive(Debug)]
pub(super) struct Watching {
    pub is_cancelled: Arc<AtomicBool>,
    /// How long a server may be silent.
    pub idle: Duration,
}

/// A watched connection.
#[derive(Debug)]
pub(super) struct Watched<T> {
    inner: T,
    is_cancelled: Arc<AtomicBool>,
    idle: Duration,
    pace: Pace,
}

/// How long a response was waited for, and how many bytes arrived meanwhile; begun anew when enough have arrived.
#[derive(Debug, Default)]
struct Pace {
    waited: Duration,
    received: usize,
}

impl Pace {
    fn note(&mut self, waited: Duration, received: usize) {
        self.waited += waited;
        self.received += received;
        if self.received >= FEWEST {
            *self = Self::default();
        }
    }
}

impl<In: Transport> Connector<In> for Watching {
    type Out = Watched<In>;

    fn connect(&self, _: &ConnectionDetails, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        Ok(chained.map(|inner| Watched {
            inner,
            is_cancelled: Arc::clone(&self.is_cancelled),
            idle: self.idle,
            pace: Pace::default(),
        }))
    }
}

impl<T: Transport> Transport for Watched<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.pace = Pace::default();
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        if self.pace.waited >= self.idle {
            return Err(Error::Other(Box::new(TooSlow)));
        }
        let allowed = timeout.for_read();
        let mut left = *allowed.after;
        let (begun, held) = (Instant::now(), self.inner.buffers().input().len());
        loop {
            if self.is_cancelled.load(Ordering::Relaxed) {
                return Err(stopped());
            }
            let slice = left.min(SLICE);
            let sliced = NextTimeout {
                after: time::Duration::Exact(slice),
                reason: allowed.reason,
                ..NextTimeout::default()
            };
            match self.inner.await_input(sliced) {
                Err(Error::Timeout(_)) if left > slice => left -= slice,
                outcome => {
                    let received = self.inner.buffers().input().len().saturating_sub(held);
                    self.pace.note(begun.elapsed(), received);
                    return outcome;
                }
            }
        }
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

/// The error of a cancelled connection. Whoever reads it checks the flag for the reason.
fn stopped() -> Error {
    Error::Io(io::Error::new(io::ErrorKind::ConnectionAborted, "stopped"))
}

/// Host names and the addresses they resolve to. Every error of a name server counts as "host not found", since
/// systems report it in different ways.
#[derive(Debug)]
pub(super) struct Names {
    inner: DefaultResolver,
    guard: Option<Guard>,
    is_cancelled: Arc<AtomicBool>,
}

impl Names {
    /// Without a guard, any address is allowed.
    pub(super) fn new(guard: Option<Guard>, is_cancelled: Arc<AtomicBool>) -> Self {
        Self { inner: DefaultResolver::default(), guard, is_cancelled }
    }

    /// The addresses of a host that the guard allows, looked up on a separate thread, which is abandoned if it takes
    /// too long.
    fn guarded(
        &self,
        guard: &Guard,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let (host, port) = host_and_port(&uri.to_string()).ok_or(Error::HostNotFound)?;
        let (sender, found) = mpsc::sync_channel(1);
        let guard = guard.clone();
        thread::spawn(move || sender.send(guard.resolve(&host, port)));
        let end = Instant::now() + *timeout.after;
        let addresses = loop {
            let left = end.saturating_duration_since(Instant::now());
            match found.recv_timeout(left.min(SLICE)) {
                Ok(Ok(addresses)) => break addresses,
                Ok(Err(NoWay::Closed(closed))) => return Err(Error::Other(Box::new(closed))),
                Ok(Err(NoWay::NotFound)) | Err(RecvTimeoutError::Disconnected) => {
                    return Err(Error::HostNotFound);
                }
                Err(RecvTimeoutError::Timeout) if self.is_cancelled.load(Ordering::Relaxed) => {
                    return Err(stopped());
                }
                Err(RecvTimeoutError::Timeout) if left.is_zero() => {
                    return Err(Error::Timeout(timeout.reason));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        };
        let mut resolved = self.inner.empty();
        let family = config.ip_family();
        let wanted = family.keep_wanted(addresses.into_iter());
        wanted.take(MOST_ADDRESSES).for_each(|address| resolved.push(address));
        if resolved.is_empty() { Err(Error::HostNotFound) } else { Ok(resolved) }
    }
}

impl Resolver for Names {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        match &self.guard {
            Some(guard) => self.guarded(guard, uri, config, timeout),
            None => self.inner.resolve(uri, config, timeout).map_err(|error| match error {
                Error::Io(_) => Error::HostNotFound,
                other => other,
            }),
        }
    }
}
