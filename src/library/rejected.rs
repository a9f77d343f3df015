//! What was rejected, why, and how often.

use crate::extract::RejectReason;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;

/// Something that was not added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The file, with the line of the article if it has several. Control characters in its name are escaped.
    pub what: String,
    /// Whether it is one article in a file with several.
    pub is_within: bool,
    /// Why, and what to do.
    pub why: String,
    /// The reason in a word or two, the same for all rejections of its kind.
    pub brief: &'static str,
}

impl Rejected {
    /// A file that was not added.
    pub fn file(what: impl Into<String>, why: impl Into<String>, brief: &'static str) -> Self {
        Self { what: what.into(), is_within: false, why: why.into(), brief }
    }

    /// An article in a file with several that was not added.
    pub fn article(what: impl Into<String>, why: impl Into<String>, brief: &'static str) -> Self {
        Self { is_within: true, ..Self::file(what, why, brief) }
    }

    /// A file without an article.
    pub(super) fn unread(what: &str, refusal: &RejectReason) -> Self {
        Self::file(what, refusal.to_string(), refusal.brief())
    }

    /// A file or folder at a path that the system cannot read.
    pub(super) fn by_system(what: &str, path: &Path, error: &io::Error) -> Self {
        let brief = match error.kind() {
            io::ErrorKind::NotFound => "not there",
            io::ErrorKind::PermissionDenied => "not permitted",
            io::ErrorKind::UnexpectedEof => "truncated",
            _ => "unreadable",
        };
        Self::file(what, why_unreadable(path, error), brief)
    }
}

/// Why a file or folder that the user named cannot be read, and what to do: a predicate.
pub fn why_unreadable(path: &Path, error: &io::Error) -> String {
    let is_link = || path.is_symlink();
    match error.kind() {
        io::ErrorKind::NotFound if is_link() => {
            "is a link to something that does not exist; name the file itself".to_owned()
        }
        io::ErrorKind::NotFound => "does not exist; check the spelling".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "cannot be read: permission denied. Change its permissions".to_owned()
        }
        io::ErrorKind::UnexpectedEof => "is truncated here; download or copy it again".to_owned(),
        io::ErrorKind::IsADirectory => "is a folder; name a file in it".to_owned(),
        _ if is_link() && path.metadata().is_err() => {
            "is a link that leads back to itself; name the file itself".to_owned()
        }
        _ => format!("cannot be read ({error}); download or copy it again"),
    }
}

impl fmt::Display for Rejected {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.what, self.why)
    }
}

/// How much was rejected, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rejections {
    /// Whole files.
    pub files: u64,
    /// Addresses on the web.
    pub addresses: u64,
    /// Articles in files with several.
    pub articles: u64,
    /// How often for each reason.
    pub reasons: BTreeMap<&'static str, u64>,
}

impl Rejections {
    /// Counts another one.
    pub fn count(&mut self, rejected: &Rejected) {
        if rejected.is_within {
            self.articles += 1;
        } else {
            self.files += 1;
        }
        *self.reasons.entry(rejected.brief).or_default() += 1;
    }

    /// What was counted as whole files since there were this many came from an address.
    pub(super) fn are_of_address(&mut self, files: u64) {
        self.addresses += std::mem::replace(&mut self.files, files) - files;
    }

    /// Files, addresses and articles.
    pub fn total(&self) -> u64 {
        self.files + self.addresses + self.articles
    }
}
