//! Whether a feed has changed since it was last read, for servers that send all of it again with every answer.

use memchr::memmem;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Elements before the first entry whose content is the time of the answer rather than anything about the feed.
const BUILT: [&[u8]; 4] = [b"lastBuildDate", b"pubDate", b"updated", b"dc:date"];

/// A hash of what a feed says (the first 128 bits of a SHA-256, as hexadecimal digits), without the time at which it was
/// built. `context` is whatever else decides how it is read.
pub fn fingerprint(bytes: &[u8], context: &str) -> String {
    let entry = [&b"<item"[..], b"<entry"].iter().filter_map(|tag| memmem::find(bytes, tag)).min();
    // What is no XML has no such elements, and the whole of it counts.
    let (mut head, entries) = bytes.split_at(entry.unwrap_or(0));
    let mut hash = Sha256::new_with_prefix(context);
    while let Some((start, end)) = built(head) {
        hash.update(&head[..start]);
        head = &head[end..];
    }
    hash.update(head);
    hash.update(entries);
    let mut digits = String::with_capacity(32);
    for byte in hash.finalize().iter().take(16) {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// Where the content of the first such element begins and ends.
fn built(head: &[u8]) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'<', head.get(from..)?) {
        let name = from + at + 1;
        let rest = &head[name..];
        let is_built =
            |tag: &&&[u8]| rest.strip_prefix(**tag).is_some_and(|rest| rest.first() == Some(&b'>'));
        if let Some(tag) = BUILT.iter().find(is_built) {
            let start = name + tag.len() + 1;
            let length = memchr::memchr(b'<', head.get(start..)?)?;
            // An empty one is no content to leave out.
            if length > 0 {
                return Some((start, start + length));
            }
        }
        from = name;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_time_of_the_answer_does_not_count() {
        let feed = |head: &str, entry: &str| {
            format!("<rss><channel><title>Harbour</title>{head}<item>{entry}</item></channel></rss>")
        };
        let same =
            |one: &str, other: &str| fingerprint(one.as_bytes(), "") == fingerprint(other.as_bytes(), "");
        let (at_nine, at_ten) =
            ("<lastBuildDate>9:00</lastBuildDate>", "<lastBuildDate>10:00</lastBuildDate>");
        let both = |time: &str| {
            format!("<pubDate>{time}</pubDate><ttl>60</ttl><lastBuildDate>{time}</lastBuildDate>")
        };
        for (what, one, other, expected) in [
            ("the same", feed(at_nine, "a"), feed(at_nine, "a"), true),
            ("built later", feed(at_nine, "a"), feed(at_ten, "a"), true),
            ("built later, twice", feed(&both("9:00"), "a"), feed(&both("11:30"), "a"), true),
            ("another entry", feed(at_nine, "a"), feed(at_nine, "b"), false),
            (
                "an entry's own date",
                feed("", "<pubDate>1</pubDate>"),
                feed("", "<pubDate>2</pubDate>"),
                false,
            ),
            ("another interval", feed("<ttl>60</ttl>", "a"), feed("<ttl>30</ttl>", "a"), false),
            ("an empty date", feed("<updated></updated>", "a"), feed("<updated></updated>", "a"), true),
            ("an open date", feed("<updated>1", "a"), feed("<updated>2", "a"), false),
            (
                "no entries",
                "<rss><updated>1</updated>".to_owned(),
                "<rss><updated>2</updated>".to_owned(),
                false,
            ),
            ("JSON", "{\"items\": []}".to_owned(), "{\"items\": [1]}".to_owned(), false),
        ] {
            assert_eq!(same(&one, &other), expected, "{what}");
        }
        assert_ne!(fingerprint(b"a", "text/xml"), fingerprint(b"a", "text/html"));
    }
}
