//! What was rejected, why, and how often.

use crate::extract::RejectReason;
use std::collections::BTreeMap;
use std::fmt;
use std::io;

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

    /// A file or folder that the system cannot read.
    pub(super) fn by_system(what: &str, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::file(what, "does not exist; check the spelling", "not there"),
            io::ErrorKind::PermissionDenied => {
                Self::file(what, "cannot be read: permission denied. Change its permissions", "not permitted")
            }
            io::ErrorKind::UnexpectedEof => {
                Self::file(what, "is truncated here; download or copy it again", "truncated")
            }
            _ => {
                Self::file(what, format!("cannot be read ({error}); download or copy it again"), "unreadable")
            }
        }
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

    /// Files and articles.
    pub fn total(&self) -> u64 {
        self.files + self.articles
    }
}
