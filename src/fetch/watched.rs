//! Connections that can be cancelled: waiting code checks a flag many times a second.
//!
//! The connector sits between the socket and TLS, so that secure connections are watched too. It
//! measures silence itself, since it asks the socket only for slices of that time.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport, time};

/// How long to wait before checking the flag again.
const SLICE: Duration = Duration::from_millis(50);

/// Watches the connections made through it.
#[derive(Debug)]
pub(super) struct Watching(pub Arc<AtomicBool>);

/// A watched connection.
#[derive(Debug)]
pub(super) struct Watched<T> {
    inner: T,
    is_cancelled: Arc<AtomicBool>,
}

impl<In: Transport> Connector<In> for Watching {
    type Out = Watched<In>;

    fn connect(&self, _: &ConnectionDetails, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        let watch = |inner| Watched { inner, is_cancelled: Arc::clone(&self.0) };
        Ok(chained.map(watch))
    }
}

impl<T: Transport> Transport for Watched<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let allowed = timeout.for_read();
        let mut left = *allowed.after;
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
                outcome => return outcome,
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

/// The error of a cancelled connection. Its reader checks the flag for the reason.
fn stopped() -> Error {
    Error::Io(io::Error::new(io::ErrorKind::ConnectionAborted, "stopped"))
}

/// Name resolution, whose every failure means that the host was not found: systems word it in many ways.
#[derive(Debug, Default)]
pub(super) struct Names(DefaultResolver);

impl Resolver for Names {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        self.0.resolve(uri, config, timeout).map_err(|error| match error {
            Error::Io(_) => Error::HostNotFound,
            other => other,
        })
    }
}
