//! A server to send to: what is known about it, what it refused, and what was sent.

use super::account_state::SyncState;
use super::account_step::Waits;
use crate::model::RemoteFeed;
use crate::store::Held;
use crate::sync::{Protocol, Trouble};
use std::collections::HashMap;

/// What was sent.
#[derive(Default)]
pub(super) struct Told {
    pub marks: u64,
    pub feed_changes: u64,
    pub problems: Vec<String>,
}

impl Told {
    /// Each problem is reported once.
    pub fn note(&mut self, problem: String) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

/// The server to send to, and what is known about it.
pub(super) struct Errand<'a> {
    pub server: &'a mut dyn Protocol,
    pub remote: &'a [RemoteFeed],
    pub state: &'a mut SyncState,
    /// What it refused before, and how often just that.
    pub held: HashMap<Held, u32>,
    /// Whether that is sent again now.
    pub retries: bool,
    /// The last reason for refusing something.
    pub refusal: Option<Trouble>,
    /// What it cannot do at all.
    pub unable: Vec<Trouble>,
}

impl Errand<'_> {
    /// The id of a feed that the server lists at an address.
    pub fn listed_at(&self, url: &str) -> Option<String> {
        self.remote.iter().find(|feed| feed.url == url).map(|feed| feed.id.clone())
    }

    /// Notes what waits from now on, which is stored with the next step.
    pub fn note(&mut self, waits: &Waits) {
        for released in &waits.released {
            self.held.remove(released);
        }
        for (held, is_alone) in &waits.held {
            *self.held.entry(held.clone()).or_default() += u32::from(*is_alone);
        }
    }
}
