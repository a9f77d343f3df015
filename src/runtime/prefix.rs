//! The wait for the second key of a sequence: measured from the first key, whatever else happens meanwhile.

use std::time::{Duration, Instant};

/// How long the second key of a sequence may take before the menu of possible keys appears.
const WAIT: Duration = Duration::from_millis(300);

/// When the wait ends, if there is one.
#[derive(Debug, Default)]
pub(super) struct PrefixWait {
    ends: Option<Instant>,
}

impl PrefixWait {
    /// Whether keys are pending whose menu is not shown yet. A wait in progress is not restarted.
    pub(super) fn set(&mut self, pending: bool, now: Instant) {
        self.ends = pending.then(|| self.ends.unwrap_or(now + WAIT));
    }

    /// How long is left to wait; `None` if nothing is pending.
    pub(super) fn left(&self, now: Instant) -> Option<Duration> {
        self.ends.map(|ends| ends.saturating_duration_since(now))
    }

    /// Whether the wait is over.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        self.left(now) == Some(Duration::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_comes_in_time_though_progress_comes_all_the_while() {
        let start = Instant::now();
        let mut wait = PrefixWait::default();
        // The state reports after every message whether keys are pending.
        for tick in 0..3 {
            let now = start + Duration::from_millis(100 * tick);
            wait.set(true, now);
            assert!(!wait.is_over(now), "{tick}");
        }
        assert!(wait.is_over(start + WAIT));
        wait.set(false, start + WAIT);
        assert_eq!(wait.left(start + WAIT), None);
    }
}
