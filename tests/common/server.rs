//! Our own server on the loopback interface: it answers as a test wants, and can be slow, send wrong headers, drop
//! connections and never finish.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request as received.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Path and query.
    pub path: String,
    /// Headers by their names in lower case, byte for byte.
    pub headers: BTreeMap<String, Vec<u8>>,
    /// The method.
    pub method: String,
    /// The body.
    pub body: Vec<u8>,
    /// How many requests for the same path came before.
    pub before: usize,
}

impl Asked {
    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| std::str::from_utf8(value).ok())
    }
}

/// A step of a response.
pub enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends these bytes again and again, with a pause before each, as long as the client listens.
    Again(Vec<u8>, Duration),
    /// Does nothing.
    Wait(Duration),
    /// Sends nothing until the client leaves.
    Hold,
}

/// A response, step by step; the connection ends after it.
pub type Reply = Vec<Step>;

/// A complete response: status, headers, and a body with its length.
pub fn reply(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Reply {
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
    reply_of_bytes(status, &headers, body)
}

/// The same with headers that are not text.
pub fn reply_of_bytes(status: u16, headers: &[(&str, &[u8])], body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let mut bytes = format!("HTTP/1.1 {status} Because\r\nConnection: close\r\n").into_bytes();
    if status != 304 {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
    }
    for (name, value) in headers {
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    vec![Step::Send(bytes)]
}

/// A server, until it is dropped.
pub struct Server {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    asked: Mutex<Vec<Asked>>,
    busy: AtomicUsize,
    busiest: AtomicUsize,
    is_over: AtomicBool,
}

impl Server {
    /// A server that answers each request with `answer`.
    pub fn new(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port of the loopback");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared {
            asked: Mutex::default(),
            busy: AtomicUsize::new(0),
            busiest: AtomicUsize::new(0),
            is_over: AtomicBool::new(false),
        });
        let (of_server, answer) = (Arc::clone(&shared), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if of_server.is_over.load(Ordering::Relaxed) {
                    return;
                }
                let (shared, answer) = (Arc::clone(&of_server), Arc::clone(&answer));
                std::thread::spawn(move || shared.serve(&stream, &*answer));
            }
        });
        Self { port, shared }
    }

    /// The address of a path.
    pub fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The address of a path under the host's other name.
    pub fn at_localhost(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    /// All requests so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().expect("no test thread panics here").clone()
    }

    /// How many requests there were so far.
    pub fn count(&self) -> usize {
        self.shared.asked.lock().expect("no test thread panics here").len()
    }

    /// The maximum number of simultaneous requests.
    pub fn busiest(&self) -> usize {
        self.shared.busiest.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::Relaxed);
        // Wakes the thread up.
        drop(TcpStream::connect(("127.0.0.1", self.port)));
    }
}

impl Shared {
    fn serve(&self, stream: &TcpStream, answer: &dyn Fn(&Asked) -> Reply) {
        let Some(mut asked) = read(stream) else { return };
        {
            let mut all = self.asked.lock().expect("no test thread panics here");
            asked.before = all.iter().filter(|earlier| earlier.path == asked.path).count();
            all.push(asked.clone());
        }
        let busy = self.busy.fetch_add(1, Ordering::SeqCst) + 1;
        self.busiest.fetch_max(busy, Ordering::SeqCst);
        let steps = answer(&asked);
        let (last, first) = match steps.split_last() {
            Some((last, first)) => (Some(last), first),
            None => (None, &[][..]),
        };
        let goes_on = first.iter().all(|step| act(stream, step));
        // Counted before the client can know that the response is complete.
        self.busy.fetch_sub(1, Ordering::SeqCst);
        if let Some(last) = last.filter(|_| goes_on) {
            act(stream, last);
        }
    }
}

fn act(mut stream: &TcpStream, step: &Step) -> bool {
    match step {
        Step::Send(bytes) => stream.write_all(bytes).is_ok(),
        Step::Again(bytes, pause) => {
            while stream.write_all(bytes).is_ok() {
                std::thread::sleep(*pause);
            }
            false
        }
        Step::Wait(pause) => {
            std::thread::sleep(*pause);
            true
        }
        Step::Hold => {
            let mut rest = [0; 512];
            while stream.read(&mut rest).is_ok_and(|count| count > 0) {}
            false
        }
    }
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let first = String::from_utf8(line(&mut reader)?).ok()?;
    let method = first.split(' ').next()?.to_owned();
    let path = first.split(' ').nth(1)?.to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let header = line(&mut reader)?;
        if header.is_empty() {
            break;
        }
        let colon = header.iter().position(|&byte| byte == b':')?;
        let name = String::from_utf8_lossy(&header[..colon]).to_ascii_lowercase();
        headers.insert(name, header[colon + 1..].trim_ascii_start().to_vec());
    }
    let told =
        |name: &str| headers.get(name).map(|value: &Vec<u8>| String::from_utf8_lossy(value).into_owned());
    let length = told("content-length").and_then(|length| length.trim().parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    if told("transfer-encoding").is_some() {
        body = chunked(&mut reader);
    }
    Some(Asked { path, headers, method, body, before: 0 })
}

fn line(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line).ok()?;
    Some(line.trim_ascii_end().to_vec())
}

/// A chunked body.
fn chunked(reader: &mut impl BufRead) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        let read = reader.read_line(&mut line).unwrap_or(0);
        let length = usize::from_str_radix(line.trim(), 16).unwrap_or(0);
        if read == 0 || length == 0 {
            return body;
        }
        let mut chunk = vec![0; length + 2];
        if reader.read_exact(&mut chunk).is_err() {
            return body;
        }
        body.extend_from_slice(&chunk[..length]);
    }
}
