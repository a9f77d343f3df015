//! Internal errors. Panics that the library catches and turns into errors are not printed; an uncaught one is
//! reported at the end, in one clean line. All are logged.

use crate::logging;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::sync::{Arc, Mutex, PoisonError};

/// The last panic, caught or not.
#[derive(Debug, Clone, Default)]
pub struct Fault {
    last: Arc<Mutex<Option<String>>>,
}

/// Records every panic of the process from now on, instead of printing it. With `RUST_BACKTRACE` set the
/// record includes the backtrace.
pub fn watch() -> Fault {
    let fault = Fault::default();
    let noted = fault.clone();
    logging::watch(move |info| {
        let way = Backtrace::capture();
        let note = match way.status() {
            BacktraceStatus::Captured => format!("{info}\n{way}"),
            _ => info.to_string(),
        };
        *noted.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(note);
    });
    fault
}

impl Fault {
    /// The message for a command that ended in a panic.
    pub fn report(&self) -> anyhow::Error {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).take();
        let note = last.unwrap_or_else(|| "no details are known".to_owned());
        let report = logging::please_report();
        anyhow::anyhow!("bug in Dateline: {note} · saved articles are safe; {report}")
    }
}
