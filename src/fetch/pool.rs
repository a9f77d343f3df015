//! Many requests at once: several threads, few requests per host, and responses as they arrive.

use super::client::Client;
use super::failure::Failure;
use super::response::{Response, Validators};
use std::collections::{HashMap, VecDeque};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use url::Url;

/// The maximum number of threads.
const THREADS: usize = 8;

/// How often a waiting caller checks for cancellation.
const SLICE: Duration = Duration::from_millis(50);

/// A request with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchRequest<K> {
    /// Identifies its response: a number, an address.
    pub key: K,
    /// The address.
    pub address: String,
    /// Validators of the known version.
    pub known: Validators,
}

/// The responses to many requests, as they arrive: an iterator of keys and results, in no particular
/// order. It ends after the last, and at once when the client is cancelled; requests not answered
/// by then are missing. Once it is dropped no more requests are made.
///
/// Responses wait in memory until they are taken, at most one per thread.
#[derive(Debug)]
pub struct FetchPool<K> {
    client: Arc<Client>,
    responses: Receiver<(K, Result<Response, Failure>)>,
}

impl<K: Send + 'static> FetchPool<K> {
    /// Starts the requests. Hosts take turns, so that one with many feeds does not delay the others.
    pub fn begin(client: &Arc<Client>, requests: Vec<FetchRequest<K>>) -> Self {
        let threads = requests.len().min(THREADS);
        let queue = Arc::new(Queue::new(requests, client.per_host()));
        let (sender, responses) = sync_channel(THREADS);
        for number in 0..threads {
            let (client, queue, sender) = (Arc::clone(client), Arc::clone(&queue), sender.clone());
            // Not joined: a thread that is connecting may wait long after cancellation. If the system has no more
            // threads, the existing ones do the work.
            let begun = thread::Builder::new()
                .name(format!("fetch {number}"))
                .spawn(move || work(&client, &queue, &sender));
            drop(begun);
        }
        Self { client: Arc::clone(client), responses }
    }
}

impl<K> Iterator for FetchPool<K> {
    type Item = (K, Result<Response, Failure>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.client.is_cancelled() {
                return None;
            }
            match self.responses.recv_timeout(SLICE) {
                Ok((_, Err(Failure::Cancelled))) | Err(RecvTimeoutError::Timeout) => {}
                Ok(response) => return Some(response),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }
}

/// Makes requests until there are none left.
fn work<K>(client: &Client, queue: &Queue<K>, responses: &SyncSender<(K, Result<Response, Failure>)>) {
    while !client.is_cancelled()
        && let Some((place, request)) = queue.take()
    {
        let response = client.get(&request.address, &request.known);
        let spared = match &response {
            Err(failure) if failure.is_too_often(&place.host) => queue.spare(&place.host),
            _ => Vec::new(),
        };
        drop(place);
        let others: Vec<_> = spared.into_iter().map(|request| (request.key, response.clone())).collect();
        for response in std::iter::once((request.key, response)).chain(others) {
            if responses.send(response).is_err() {
                return;
            }
        }
    }
}

/// The remaining requests, by host.
struct Queue<K> {
    most: usize,
    waiting: Mutex<Waiting<K>>,
    changed: Condvar,
}

struct Waiting<K> {
    /// Hosts in the order of their turns, each with its requests.
    turns: VecDeque<(String, VecDeque<FetchRequest<K>>)>,
    /// How many requests to each host are under way.
    asked: HashMap<String, usize>,
}

impl<K> Queue<K> {
    fn new(requests: Vec<FetchRequest<K>>, most: usize) -> Self {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut turns: VecDeque<(String, VecDeque<FetchRequest<K>>)> = VecDeque::new();
        for request in requests {
            let host = host_of(&request.address);
            let place = *places.entry(host.clone()).or_insert_with(|| {
                turns.push_back((host, VecDeque::new()));
                turns.len() - 1
            });
            turns[place].1.push_back(request);
        }
        Self { most, waiting: Mutex::new(Waiting { turns, asked: HashMap::new() }), changed: Condvar::new() }
    }

    /// The next request whose host has a permit, and that permit; waits for one. `None` when none are left.
    fn take(&self) -> Option<(HostPermit<'_, K>, FetchRequest<K>)> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if waiting.turns.is_empty() {
                return None;
            }
            if let Some((host, request)) = waiting.take(self.most) {
                return Some((HostPermit { queue: self, host }, request));
            }
            waiting = self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Removes and returns all remaining requests to a host that reports too many requests, since that concerns the
    /// client and not the address (RFC 6585, section 4).
    fn spare(&self, host: &str) -> Vec<FetchRequest<K>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let place = waiting.turns.iter().position(|(other, _)| other == host);
        let turn = place.and_then(|place| waiting.turns.remove(place));
        turn.map(|(_, requests)| requests.into()).unwrap_or_default()
    }

    fn leave(&self, host: &str) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = waiting.asked.get_mut(host) {
            *count -= 1;
        }
        self.changed.notify_all();
    }
}

/// A permit of a host, until it is dropped: a thread that panics must not keep it.
struct HostPermit<'a, K> {
    queue: &'a Queue<K>,
    host: String,
}

impl<K> Drop for HostPermit<'_, K> {
    fn drop(&mut self) {
        self.queue.leave(&self.host);
    }
}

impl<K> Waiting<K> {
    /// Takes from the first host with a permit; its next turn comes after all others.
    fn take(&mut self, most: usize) -> Option<(String, FetchRequest<K>)> {
        let asked = |host: &str| self.asked.get(host).copied().unwrap_or(0);
        let place = self.turns.iter().position(|(host, _)| asked(host) < most)?;
        let (host, mut requests) = self.turns.remove(place)?;
        let request = requests.pop_front()?;
        *self.asked.entry(host.clone()).or_default() += 1;
        if !requests.is_empty() {
            self.turns.push_back((host.clone(), requests));
        }
        Some((host, request))
    }
}

/// The host of an address; an invalid address is a host of its own, and fails when requested.
fn host_of(address: &str) -> String {
    let host = Url::parse(address.trim()).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_else(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(key: u32, address: &str) -> FetchRequest<u32> {
        FetchRequest { key, address: address.to_owned(), known: Validators::default() }
    }

    #[test]
    fn hosts_take_turns_and_have_two_places_each() {
        let big = |path: u32| request(path, &format!("https://big.example/{path}"));
        let mut requests: Vec<_> = (0..4).map(big).collect();
        requests.extend([request(10, "https://small.example/a"), request(11, "no address")]);
        let queue = Queue::new(requests, 2);
        let mut taken = Vec::new();
        let mut take = |queue: &Queue<u32>| {
            let next = queue.waiting.lock().unwrap().take(2).map(|(_, request)| request.key);
            taken.extend(next);
            next
        };
        for expected in [Some(0), Some(10), Some(11), Some(1), None] {
            assert_eq!(take(&queue), expected);
        }
        queue.leave("big.example");
        assert_eq!(take(&queue), Some(2));
        assert_eq!(take(&queue), None);
        queue.leave("big.example");
        assert_eq!(take(&queue), Some(3));
        assert!(queue.take().is_none());
    }
}
