//! The messages between the two processes: one line of JSON each.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

/// The longest line: a command line is shorter on every system.
const LONGEST: u64 = 1 << 24;

/// A command line, and what only its own process knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    version: String,
    arguments: Vec<Vec<u8>>,
    folder: Vec<u8>,
    /// The width of its terminal in columns; `None` if its output goes elsewhere.
    pub columns: Option<usize>,
    /// Whether it may take long, so that other changes should not wait for it.
    pub is_long: bool,
    input: Option<Vec<u8>>,
    /// A change by the user instead of a command line, as the screen writes it.
    change: Option<String>,
}

impl Request {
    /// A command line, beginning with the program's name, given in a folder.
    pub fn new(arguments: &[OsString], folder: &Path, columns: Option<usize>) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            arguments: arguments.iter().map(|argument| argument.as_bytes().to_vec()).collect(),
            folder: folder.as_os_str().as_bytes().to_vec(),
            columns,
            is_long: false,
            input: None,
            change: None,
        }
    }

    /// A change that the user made on a screen.
    pub fn of_change(change: String) -> Self {
        Self { change: Some(change), ..Self::new(&[], Path::new(""), None) }
    }

    /// The change, if it is one.
    pub fn change(&self) -> Option<&str> {
        self.change.as_deref()
    }

    /// The command line.
    pub fn arguments(&self) -> Vec<OsString> {
        self.arguments.iter().cloned().map(OsString::from_vec).collect()
    }

    /// The same, with the content of its standard input in a file.
    #[must_use]
    pub fn with_input(self, saved: Option<&Path>) -> Self {
        Self { input: saved.map(|path| path.as_os_str().as_bytes().to_vec()), ..self }
    }

    /// The file with the content of its standard input.
    pub fn input(&self) -> Option<PathBuf> {
        self.input.as_deref().map(|path| PathBuf::from(OsStr::from_bytes(path)))
    }

    /// The folder against which its relative paths are resolved.
    pub fn folder(&self) -> PathBuf {
        PathBuf::from(OsStr::from_bytes(&self.folder))
    }

    /// Why this version cannot accept it, if so.
    pub(super) fn refusal(&self) -> Option<String> {
        let own = env!("CARGO_PKG_VERSION");
        (self.version != own).then(|| {
            format!(
                "the Dateline that has this library open is version {own}, this one {}; close that one and try again",
                self.version
            )
        })
    }
}

/// A message of the holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// The work has begun, and must not be done a second time.
    Begun,
    /// It is rejected, for this reason.
    Refused(String),
    /// For standard output.
    Result(String),
    /// For standard error.
    Message(String),
    /// How much is done, the total, and the unit.
    Progress(u64, u64, String),
    /// The end, with the exit status.
    Status(u8),
}

/// Writes a line.
pub(super) fn send(to: &mut impl Write, what: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(what)?;
    line.push(b'\n');
    to.write_all(&line)
}

/// Reads a line; `None` at the end. `held` keeps what has come of a line that is not complete, where reading has a
/// time limit.
pub(super) fn receive<T: DeserializeOwned>(
    from: &mut impl BufRead,
    held: &mut Vec<u8>,
) -> io::Result<Option<T>> {
    Read::take(from, LONGEST - held.len() as u64).read_until(b'\n', held)?;
    if held.last() != Some(&b'\n') {
        return if held.is_empty() { Ok(None) } else { Err(ErrorKind::UnexpectedEof.into()) };
    }
    let line = std::mem::take(held);
    Ok(Some(serde_json::from_slice(&line)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_arrive_as_they_were_sent() {
        let arguments = [OsString::from("dateline"), OsString::from_vec(vec![0xff, b'x'])];
        let request =
            Request::new(&arguments, Path::new("/tmp"), Some(80)).with_input(Some(Path::new("/tmp/x")));
        let mut line = Vec::new();
        send(&mut line, &request).unwrap();
        send(&mut line, &Answer::Status(1)).unwrap();
        let (mut from, mut held) = (line.as_slice(), Vec::new());
        let arrived: Request = receive(&mut from, &mut held).unwrap().unwrap();
        assert_eq!(arrived, request);
        assert_eq!((arrived.arguments(), arrived.folder()), (arguments.to_vec(), "/tmp".into()));
        assert_eq!(arrived.input(), Some("/tmp/x".into()));
        assert_eq!(receive(&mut from, &mut held).unwrap(), Some(Answer::Status(1)));
        assert_eq!(receive::<Answer>(&mut from, &mut held).unwrap(), None);
    }

    #[test]
    fn a_line_that_is_cut_off_or_nonsense_is_an_error() {
        for line in ["{\"Status\":", "nonsense\n", "{\"Status\":400}\n"] {
            assert!(receive::<Answer>(&mut line.as_bytes(), &mut Vec::new()).is_err(), "{line}");
        }
        let other = Request { version: "0.0.1".into(), ..Request::new(&[], Path::new("/"), None) };
        assert!(other.refusal().is_some_and(|why| why.contains("version")));
    }
}
