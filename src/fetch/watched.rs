//! Connections that can be given up: whoever waits on one looks at a flag many times a second.
//!
//! The connector stands between the socket and TLS, so that secure connections are watched as well. It
//! counts the time of silence itself, since what it asks of the socket is only a slice of that.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport, time};

/// How long is waited before the flag is looked at again.
const SLICE: Duration = Duration::from_millis(50);

/// Watches the connections that pass.
#[derive(Debug)]
pub(super) struct Watching(pub Arc<AtomicBool>);

/// A connection that is watched.
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

/// The error of a connection that was given up. What reads from it asks the flag why.
fn stopped() -> Error {
    Error::Io(io::Error::new(io::ErrorKind::ConnectionAborted, "stopped"))
}

/// Name servers, whose every failure means that the host is not found: systems have many words for it.
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
