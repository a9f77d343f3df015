//! Which hosts may be asked although they are no public ones: those that the user named, by typing their
//! address or in the settings. What a page, a list or a redirect led to is remembered as found, and stays
//! guarded however long it is followed.

use super::{Library, Result, Task};
use crate::fetch::{Client, Guard, Limits, host_and_port};
use std::collections::{BTreeMap, BTreeSet};

/// The setting that remembers, by host and port, whether the user typed it.
const HOSTS: &str = "fetch.hosts";

/// Hosts and ports of the feeds that are followed.
pub(super) type FollowedHosts = BTreeSet<String>;

impl Library {
    /// Has hosts asked wherever they stand: `nas.example`, `192.168.1.5:8080`.
    pub fn trust_hosts(&mut self, hosts: &[String]) {
        self.trusted_hosts = hosts.to_vec();
    }

    /// Asks servers for this task.
    pub(super) fn client(&self, task: &Task) -> Result<Client> {
        Ok(Client::new(Limits::default(), task.flag(), self.guard()?))
    }

    /// What may be asked.
    pub(super) fn guard(&self) -> Result<Guard> {
        let known = self.known_hosts()?;
        let typed = known.iter().filter(|(_, is_typed)| **is_typed).map(|(host, _)| host.clone());
        let followed = self.followed_hosts()?.into_iter().filter(|host| known.get(host) != Some(&false));
        let guard = Guard::default().trusting(&self.trusted_hosts);
        Ok(typed.chain(followed).fold(guard, |guard, host| guard.typed(&format!("http://{host}/"))))
    }

    /// Remembers that the user typed an address.
    pub(super) fn note_typed(&mut self, address: &str) -> Result<()> {
        self.note_hosts(spelt(address), true)
    }

    /// Remembers that the hosts which are followed now and were not before were found, not typed.
    pub(super) fn note_found(&mut self, before: &FollowedHosts) -> Result<()> {
        let new: Vec<String> = self.followed_hosts()?.difference(before).cloned().collect();
        self.note_hosts(new, false)
    }

    /// Hosts and ports of the feeds that are followed.
    pub(super) fn followed_hosts(&self) -> Result<FollowedHosts> {
        let followed = self.in_store(self.store.followed_addresses())?;
        Ok(followed.iter().filter_map(|address| spelt(address)).collect())
    }

    fn known_hosts(&self) -> Result<BTreeMap<String, bool>> {
        let json = self.in_store(self.store.setting(HOSTS))?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    /// What was typed once stays typed.
    fn note_hosts(&mut self, hosts: impl IntoIterator<Item = String>, is_typed: bool) -> Result<()> {
        let mut known = self.known_hosts()?;
        let before = known.clone();
        for host in hosts {
            let was_typed = known.get(&host).copied().unwrap_or(false);
            known.insert(host, is_typed || was_typed);
        }
        if known == before {
            return Ok(());
        }
        // Plain data cannot fail to become JSON.
        let json = serde_json::to_string(&known).unwrap_or_default();
        let kept = self.store.set_setting(HOSTS, &json);
        self.in_store(kept)
    }
}

/// Host and port of an address, as they are remembered.
fn spelt(address: &str) -> Option<String> {
    host_and_port(address).map(|(host, port)| format!("{host}:{port}"))
}
