//! Bugs in the program itself. Panics that the library catches and turns into errors are not printed into
//! the output; uncaught ones are reported at the end, in one clean line.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic;
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
    panic::set_hook(Box::new(move |info| {
        let way = Backtrace::capture();
        let note = match way.status() {
            BacktraceStatus::Captured => format!("{info}\n{way}"),
            _ => info.to_string(),
        };
        *noted.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(note);
    }));
    fault
}

impl Fault {
    /// The message for a command that ended in a panic.
    pub fn report(&self) -> anyhow::Error {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).take();
        let note = last.unwrap_or_else(|| "no details are known".to_owned());
        anyhow::anyhow!("bug in Dateline: {note} · saved articles are safe; please report it")
    }
}
