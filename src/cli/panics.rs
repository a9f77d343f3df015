//! Faults of the program itself. What the library catches and answers with an error is not printed into
//! the output on its way; what nobody catches is told at the end, in one clean line.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic;
use std::sync::{Arc, Mutex, PoisonError};

/// The last panic, whoever caught it.
#[derive(Debug, Clone, Default)]
pub struct Fault {
    last: Arc<Mutex<Option<String>>>,
}

/// Notes every panic of the process from now on, in place of printing it. With `RUST_BACKTRACE` set the
/// note has the way that led there.
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
    /// What to tell a person whose command ended in it.
    pub fn report(&self) -> anyhow::Error {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).take();
        let note = last.unwrap_or_else(|| "no details are known".to_owned());
        anyhow::anyhow!("bug in Dateline: {note} · saved articles are safe; please report it")
    }
}
