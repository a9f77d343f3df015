//! Slow work that can be cancelled and reports its progress.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Progress is reported no more often than this.
const PACE: Duration = Duration::from_millis(50);

/// Shared by the one who requests the work and the one who does it. Clones are the same task.
#[derive(Clone, Default)]
pub struct Task {
    shared: Arc<Shared>,
}

/// The result of [`Task::check`] once the task was cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("stopped")]
pub struct Cancelled;

/// Receives how much of how much is done, and of what; empty for what the work is usually counted in.
type Report = Box<dyn Fn(u64, u64, &'static str) + Send + Sync>;

#[derive(Default)]
struct Shared {
    is_cancelled: Arc<AtomicBool>,
    report: Option<Report>,
    told: Mutex<Option<Instant>>,
    unit: Mutex<&'static str>,
}

/// The unit of progress while files are added.
pub const BYTES: &str = "bytes";

impl Task {
    /// A task whose progress nobody needs.
    pub fn new() -> Self {
        Self::default()
    }

    /// A task that reports how much is done and the total, at most every 50 ms and always at the end. `report` is
    /// called on the working thread.
    pub fn reporting(report: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        Self::reporting_units(move |done, total, _| report(done, total))
    }

    /// The same, with what is counted, where that is something else than usually.
    pub fn reporting_units(report: impl Fn(u64, u64, &'static str) + Send + Sync + 'static) -> Self {
        let shared = Shared { report: Some(Box::new(report)), ..Shared::default() };
        Self { shared: Arc::new(shared) }
    }

    /// A task that also stops when `flag` is set, for example by a signal.
    #[must_use]
    pub fn stopped_by(flag: Arc<AtomicBool>, report: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        let shared = Shared {
            is_cancelled: flag,
            report: Some(Box::new(move |done, total, _| report(done, total))),
            ..Shared::default()
        };
        Self { shared: Arc::new(shared) }
    }

    /// Asks the work to stop at the next sentence, row or chunk.
    pub fn cancel(&self) {
        self.shared.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.shared.is_cancelled.load(Ordering::Relaxed)
    }

    /// The flag that cancelling sets.
    pub(super) fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.shared.is_cancelled)
    }

    /// Fails if the task was cancelled.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    /// Reports that `done` of `total` is done.
    pub fn progress(&self, done: u64, total: u64) {
        let Some(report) = &self.shared.report else { return };
        let mut told = self.shared.told.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = told.is_none_or(|at| at.elapsed() >= PACE);
        if is_due || done >= total {
            *told = Some(Instant::now());
            report(done, total, *self.shared.unit.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// From now on something else is counted.
    pub(super) fn count(&self, unit: &'static str) {
        *self.shared.unit.lock().unwrap_or_else(PoisonError::into_inner) = unit;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU64;

    #[test]
    fn clones_are_cancelled_together() {
        let task = Task::new();
        let clone = task.clone();
        assert_eq!(clone.check(), Ok(()));
        task.cancel();
        assert_eq!(clone.check(), Err(Cancelled));
    }

    #[test]
    fn a_raised_flag_cancels() {
        let flag = Arc::new(AtomicBool::new(false));
        let task = Task::stopped_by(Arc::clone(&flag), |_, _| {});
        assert!(!task.is_cancelled());
        flag.store(true, Ordering::Relaxed);
        assert!(task.is_cancelled());
    }

    #[test]
    fn progress_is_told_at_the_beginning_and_the_end_and_rarely_between() {
        let calls = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&calls);
        let task = Task::reporting(move |_, _| {
            counted.fetch_add(1, Ordering::Relaxed);
        });
        for done in 0..=1000 {
            task.progress(done, 1000);
        }
        let calls = calls.load(Ordering::Relaxed);
        assert!((2..200).contains(&calls), "{calls} reports");
    }
}
