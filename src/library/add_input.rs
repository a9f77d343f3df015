//! Interprets what the user asks to add: a file or an address.

use crate::text::file_name::in_home;
use std::path::{Path, PathBuf};

/// What to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddInput {
    /// A web address.
    Address(String),
    /// A file or folder.
    File(PathBuf),
}

impl AddInput {
    /// Interprets what was typed: an existing file, else an address, with or without its scheme.
    pub fn meant_by(what: &str, home: Option<&Path>) -> Self {
        let what = what.trim();
        let path = in_home(what, home);
        let is_feed = what.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("feed:"));
        let scheme = what.split_once("://").map_or("", |(scheme, _)| scheme);
        let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        // Others than of the web are addresses as well, which are refused as such.
        let has_scheme = is_feed || (!scheme.is_empty() && scheme.chars().all(is_scheme));
        let host = what.split(['/', '?']).next().unwrap_or_default();
        let looks_like_host = host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':'));
        if has_scheme {
            Self::Address(what.to_owned())
        } else if looks_like_host && !path.exists() && !is_file_name(what) {
            Self::Address(format!("https://{what}"))
        } else {
            Self::File(path)
        }
    }
}

/// Whether it is the name of a file of a kind that can be added: `storm.html`, not `quay.example/storm.html`.
fn is_file_name(what: &str) -> bool {
    const ENDINGS: [&str; 11] =
        ["txt", "html", "htm", "md", "eml", "json", "jsonl", "xml", "opml", "gz", "warc"];
    let ending = what.rsplit_once('.').map_or("", |(_, ending)| ending);
    !what.contains('/') && ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_files() {
        let check = |what: &str, expected: Option<&str>| {
            let address = match AddInput::meant_by(what, Some(Path::new("/home/ann"))) {
                AddInput::Address(address) => Some(address),
                AddInput::File(_) => None,
            };
            assert_eq!(address.as_deref(), expected, "{what}");
        };
        check("https://quay.example/rss", Some("https://quay.example/rss"));
        check("HTTP://quay.example", Some("HTTP://quay.example"));
        check("quay.example", Some("https://quay.example"));
        check("quay.example:8080/rss?a=b", Some("https://quay.example:8080/rss?a=b"));
        check("Cargo.toml", None);
        check("nosuchfile.txt", None);
        check("quay.example/storm.html", Some("https://quay.example/storm.html"));
        check("xml.example", Some("https://xml.example"));
        check("/no/such/feed.xml", None);
        check("./feed.xml", None);
        check("two words.txt", None);
        check("ftp://quay.example/rss", Some("ftp://quay.example/rss"));
        check("a b://c", None);
        let meant = AddInput::meant_by("~/a.txt", Some(Path::new("/home/ann")));
        assert_eq!(meant, AddInput::File("/home/ann/a.txt".into()));
    }
}
