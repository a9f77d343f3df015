//! A limit on simultaneous requests to one host.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How often a waiting request checks whether it was cancelled.
const SLICE: Duration = Duration::from_millis(50);

/// The hosts with requests under way, and how many.
#[derive(Debug)]
pub(super) struct Hosts {
    most: usize,
    asked: Mutex<HashMap<String, usize>>,
    left: Condvar,
}

/// One of a host's permits, until it is dropped.
#[derive(Debug)]
pub(super) struct HostPermit<'a> {
    hosts: &'a Hosts,
    host: String,
}

impl Hosts {
    /// With this number of permits per host.
    pub fn new(most: usize) -> Self {
        Self { most, asked: Mutex::default(), left: Condvar::new() }
    }

    /// Waits for a permit of a host; `None` if cancelled meanwhile.
    pub fn enter(&self, host: &str, is_cancelled: &AtomicBool) -> Option<HostPermit<'_>> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        while asked.get(host).is_some_and(|&count| count >= self.most) {
            if is_cancelled.load(Ordering::Relaxed) {
                return None;
            }
            asked = self.left.wait_timeout(asked, SLICE).unwrap_or_else(PoisonError::into_inner).0;
        }
        *asked.entry(host.to_owned()).or_default() += 1;
        Some(HostPermit { hosts: self, host: host.to_owned() })
    }
}

impl Drop for HostPermit<'_> {
    fn drop(&mut self) {
        let mut asked = self.hosts.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = asked.get_mut(&self.host) {
            *count -= 1;
            if *count == 0 {
                asked.remove(&self.host);
            }
        }
        self.hosts.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_has_so_many_places_and_no_more() {
        let hosts = Hosts::new(2);
        let (goes_on, ends) = (AtomicBool::new(false), AtomicBool::new(true));
        let first = hosts.enter("one.example", &goes_on).unwrap();
        let _second = hosts.enter("one.example", &goes_on).unwrap();
        assert!(hosts.enter("one.example", &ends).is_none());
        assert!(hosts.enter("two.example", &ends).is_some());
        drop(first);
        assert!(hosts.enter("one.example", &ends).is_some());
    }
}
