//! Resolves relative addresses, and rejects those that would run code.
//!
//! An absolute address stays as the feed spells it: whether two are the same is decided elsewhere.

use crate::text::clean;
use url::Url;

/// The address that a reference means relative to `base`; without one, the reference itself.
pub(super) fn join(base: Option<&str>, reference: &str) -> String {
    let reference = clean::line(reference);
    if scheme(&reference).is_some() {
        return reference;
    }
    let joined = base.and_then(|base| Url::parse(base).ok()).and_then(|base| base.join(&reference).ok());
    joined.map_or(reference, |joined| joined.to_string())
}

/// The base that a nested element declares; an invalid one changes nothing.
pub(super) fn rebased(base: Option<&str>, declared: &str) -> Option<String> {
    let joined = join(base, declared);
    matches!(scheme(&joined)?.as_str(), "http" | "https" | "ftp" | "file").then_some(joined)
}

/// Whether an address may be used in a link or a picture: not if it is itself a program or a document.
pub(super) fn is_harmless(address: &str) -> bool {
    // Browsers ignore white space in a scheme, as in `java\nscript:`.
    let address: String =
        address.chars().take(40).filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    scheme(&address).is_none_or(|scheme| !matches!(scheme.as_str(), "javascript" | "vbscript" | "data"))
}

/// The scheme in lower case; `None` for a relative address.
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_in_their_place() {
        let base = Some("http://example.org/news/today.html");
        for (base, reference, expected) in [
            (base, "a.html", "http://example.org/news/a.html"),
            (base, " /a?b=c#d ", "http://example.org/a?b=c#d"),
            (base, "//other.example/a", "http://other.example/a"),
            (base, "HTTP://Example.org", "HTTP://Example.org"),
            (base, "mailto:a@example.org", "mailto:a@example.org"),
            (None, "a.html", "a.html"),
            (Some("urn:feed"), "a.html", "a.html"),
            (Some("no address"), "a.html", "a.html"),
        ] {
            assert_eq!(join(base, reference), expected);
        }
    }

    #[test]
    fn a_base_leads_somewhere() {
        let outer = Some("http://example.org/a/b");
        for (base, declared, expected) in [
            (outer, "../c/", Some("http://example.org/c/")),
            (None, "https://example.org/", Some("https://example.org/")),
            (outer, "javascript:alert(1)//", None),
            (None, "c/", None),
        ] {
            assert_eq!(rebased(base, declared).as_deref(), expected, "{declared}");
        }
    }

    #[test]
    fn programs_are_no_addresses() {
        for (address, expected) in [
            ("http://example.org", true),
            ("a.html", true),
            ("magnet:?x", true),
            ("JavaScript:x", false),
            (" java\nscript:x", false),
            ("data:text/html,x", false),
        ] {
            assert_eq!(is_harmless(address), expected, "{address}");
        }
    }
}
