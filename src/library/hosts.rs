//! Which hosts may be requested although they are not public: those that the user entered, as an address or in the
//! settings. Hosts that a page, a list or a redirect led to are stored as found, and stay guarded however long they
//! are followed.

use super::{Library, Result, Task};
use crate::fetch::{Client, Guard, Limits, host_and_port};
use std::collections::{BTreeMap, BTreeSet};

/// The setting that stores, by host and port, whether the user typed it.
const HOSTS: &str = "fetch.hosts";

/// Hosts and ports of the followed feeds.
pub(super) type FollowedHosts = BTreeSet<String>;

impl Library {
    /// Allows requests to these hosts wherever they are: `nas.example`, `192.168.1.5:8080`.
    pub fn trust_hosts(&mut self, hosts: &[String]) {
        self.trusted_hosts = hosts.to_vec();
    }

    /// The client for a task.
    pub(super) fn client(&self, task: &Task) -> Result<Client> {
        Ok(Client::new(Limits::default(), task.flag(), self.guard()?))
    }

    /// The guard with all exemptions.
    pub(super) fn guard(&self) -> Result<Guard> {
        let known = self.known_hosts()?;
        let typed = known.iter().filter(|(_, is_typed)| **is_typed).map(|(host, _)| host.clone());
        let followed = self.followed_hosts()?.into_iter().filter(|host| known.get(host) != Some(&false));
        let guard = Guard::default().trusting(&self.trusted_hosts);
        Ok(typed.chain(followed).fold(guard, |guard, host| guard.typed(&format!("http://{host}/"))))
    }

    /// Records that the user typed an address.
    pub(super) fn note_typed(&mut self, address: &str) -> Result<()> {
        self.note_hosts(spelt(address), true)
    }

    /// Records that newly followed hosts were found rather than typed.
    pub(super) fn note_found(&mut self, before: &FollowedHosts) -> Result<()> {
        let new: Vec<String> = self.followed_hosts()?.difference(before).cloned().collect();
        self.note_hosts(new, false)
    }

    /// Hosts and ports of the followed feeds.
    pub(super) fn followed_hosts(&self) -> Result<FollowedHosts> {
        let followed = self.in_store(self.store.followed_addresses())?;
        Ok(followed.iter().filter_map(|address| spelt(address)).collect())
    }

    fn known_hosts(&self) -> Result<BTreeMap<String, bool>> {
        let json = self.in_store(self.store.setting(HOSTS))?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    /// A host that was typed once stays exempt.
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
        // Plain data always serialises.
        let json = serde_json::to_string(&known).unwrap_or_default();
        let kept = self.store.set_setting(HOSTS, &json);
        self.in_store(kept)
    }
}

/// Host and port of an address, as stored.
fn spelt(address: &str) -> Option<String> {
    host_and_port(address).map(|(host, port)| format!("{host}:{port}"))
}
