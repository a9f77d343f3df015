//! Addresses: resolves relative ones, and recognises those of discussions.
//!
//! A resolver for links in articles, after RFC 3986 section 5, without its rare cases: its results are shown and
//! opened, never compared.

use crate::extract::dates;
use crate::model::When;
use crate::text::dates::month;

/// The absolute form of a link's address; unchanged if it is absolute already or the page's own address is not known.
pub(super) fn absolute(link: &str, base: Option<&str>) -> String {
    let link = link.trim();
    let is_absolute = link.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'));
    let Some((scheme, rest)) = base.and_then(|base| base.split_once("://")).filter(|_| !is_absolute) else {
        return link.to_owned();
    };
    let rest = rest.split('#').next().unwrap_or(rest);
    let host_end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_end);
    let without_query = path.split('?').next().unwrap_or("");
    if let Some(other_host) = link.strip_prefix("//") {
        format!("{scheme}://{other_host}")
    } else if link.starts_with('/') {
        format!("{scheme}://{host}{}", without_dots(link))
    } else if link.is_empty() || link.starts_with('#') {
        format!("{scheme}://{host}{path}{link}")
    } else if link.starts_with('?') {
        format!("{scheme}://{host}{without_query}{link}")
    } else {
        let folder = without_query.rfind('/').map_or("/", |end| &without_query[..=end]);
        format!("{scheme}://{host}{}", without_dots(&format!("{folder}{link}")))
    }
}

/// A path with its `.` and `..` resolved.
fn without_dots(path: &str) -> String {
    let end = path.find(['?', '#']).unwrap_or(path.len());
    let (path, tail) = path.split_at(end);
    let mut kept: Vec<&str> = Vec::new();
    let last = path.rsplit('/').next().unwrap_or("");
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => {
                kept.pop();
            }
            part => kept.push(part),
        }
    }
    if matches!(last, "." | "..") {
        kept.push("");
    }
    format!("/{}{tail}", kept.join("/"))
}

/// The host of an address.
pub(super) fn host(url: &str) -> Option<&str> {
    let host = url.split_once("://")?.1.split(['/', '?', '#']).next()?;
    Some(host.trim_start_matches("www."))
}

/// `/2016/12/15/`, `/2016-12-15-`, `/2016/dec/15` or `/15-12-2016` in an address.
pub(super) fn date(url: &str) -> Option<When> {
    let parts: Vec<&str> = url.split(['/', '-', '_', '.', '+']).collect();
    parts.windows(3).find_map(|three| {
        let [first, second, third] = three else { return None };
        let (year, day) = if first.len() == 4 { (first, third) } else { (third, first) };
        let is_short = |part: &str| (1..=2).contains(&part.len());
        if year.len() != 4 || !is_short(day) || [year, day].iter().any(|part| !is_number(part)) {
            return None;
        }
        let month = match is_number(second) {
            true if is_short(second) => second.parse().ok()?,
            true => return None,
            false => month(second)?,
        };
        dates::day_checked(year.parse().ok()?, month, day.parse().ok()?)
    })
}

fn is_number(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Sites that pages link to for sharing.
const NETWORKS: [&str; 11] = [
    "facebook.",
    "twitter.",
    "x.com",
    "linkedin.",
    "pinterest.",
    "whatsapp.",
    "t.me",
    "telegram.",
    "instagram.",
    "tumblr.",
    "mastodon.",
];

/// The host of the other site that a link on a page of `host` leads to, if it does; sharing links do not count.
pub(super) fn is_elsewhere(link: &str, host: &str) -> Option<String> {
    let link = link.trim();
    let link = link.strip_prefix("//").map_or_else(|| link.to_owned(), |rest| format!("https://{rest}"));
    let other = self::host(&link)?.to_lowercase();
    let is_same =
        other == host || other.ends_with(&format!(".{host}")) || host.ends_with(&format!(".{other}"));
    let is_network = NETWORKS.iter().any(|network| other.starts_with(network));
    (!is_same && !is_network).then_some(other)
}

/// Whether an address is that of a discussion, by the words that forum software uses in addresses.
pub(super) fn is_forum(url: &str) -> bool {
    const HOSTS: [&str; 4] = ["forum", "forums", "community", "discuss"];
    const PARTS: [&str; 12] = [
        "forum",
        "forums",
        "thread",
        "threads",
        "topic",
        "topics",
        "showthread.php",
        "viewtopic.php",
        "questions",
        "discussion",
        "discussions",
        "t",
    ];
    let Some((_, rest)) = url.split_once("://") else { return false };
    let mut parts = rest.split(['/', '?', '#']);
    let host = parts.next().unwrap_or("");
    HOSTS.iter().any(|word| host.split('.').next() == Some(word))
        || parts.any(|part| PARTS.iter().any(|word| part.eq_ignore_ascii_case(word)))
}

/// Whether an address is certainly that of a discussion: other sites have topics and questions as well.
pub(super) fn is_thread(url: &str) -> bool {
    const SURE: [&str; 6] = ["forum", "forums", "thread", "threads", "showthread.php", "viewtopic.php"];
    let Some((_, rest)) = url.split_once("://") else { return false };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    // Discourse and others: `/t/slug/3275`; Simple Machines: `?topic=589061.0`.
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_numbered = path.strip_prefix("t/").is_some_and(|rest| rest.split(['/', '?']).any(is_number));
    host.starts_with("forum.")
        || host.starts_with("forums.")
        || is_numbered
        || path.contains("?topic=")
        || path.split(['/', '?', '#']).any(|part| SURE.iter().any(|word| part.eq_ignore_ascii_case(word)))
}

/// Whether an address is that of a site's home page.
pub(super) fn is_front(url: &str) -> bool {
    let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or("");
    matches!(path, "" | "index.html" | "index.php")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_absolute() {
        for (link, expected) in [
            ("https://other.example/x", "https://other.example/x"),
            ("mailto:ann@example.org", "mailto:ann@example.org"),
            ("javascript:go()", "javascript:go()"),
            ("//other.example/x", "https://other.example/x"),
            ("/wind", "https://example.org/wind"),
            ("tide?at=3", "https://example.org/news/tide?at=3"),
            ("../boats/./anna", "https://example.org/boats/anna"),
            ("../../..", "https://example.org/"),
            ("?page=2", "https://example.org/news/storm?page=2"),
            ("#wall", "https://example.org/news/storm?from=feed#wall"),
        ] {
            assert_eq!(
                absolute(link, Some("https://example.org/news/storm?from=feed#top")),
                expected,
                "{link}"
            );
        }
        assert_eq!(absolute("wind", None), "wind");
        assert_eq!(absolute("wind", Some("https://example.org")), "https://example.org/wind");
    }

    #[test]
    fn some_addresses_are_those_of_discussions_beyond_doubt() {
        for (url, expected) in [
            ("https://forum.example.org/boats/12", true),
            ("https://example.org/viewtopic.php?id=3", true),
            ("https://example.org/t/late-ferries/3275", true),
            ("https://example.org/index.php?topic=12.0", true),
            ("https://example.org/t/ferries", false),
            ("https://example.org/topic/ferries", false),
            ("forum", false),
        ] {
            assert_eq!(is_thread(url), expected, "{url}");
        }
    }

    #[test]
    fn front_pages_are_told_by_their_addresses() {
        for (url, expected) in [
            ("https://example.org", true),
            ("https://example.org/?from=feed", true),
            ("https://example.org/index.html", true),
            ("https://example.org/news", false),
        ] {
            assert_eq!(is_front(url), expected, "{url}");
        }
    }

    #[test]
    fn discussions_are_told_by_their_addresses() {
        for (url, expected) in [
            ("https://forum.example.org/boats/12", true),
            ("https://example.org/viewtopic.php?id=3", true),
            ("https://example.org/Threads/rope.12/", true),
            ("https://example.org/news/storm-in-the-forum", false),
            ("storm.html", false),
        ] {
            assert_eq!(is_forum(url), expected, "{url}");
        }
    }
}
