//! When two articles are the same: equal words, or the same address.

use crate::model::Document;
use crate::text::fold::fold;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use unicode_segmentation::UnicodeSegmentation;

/// A hash that identifies an article: the first 16 bytes of a SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Identity(pub(super) [u8; 16]);

impl Identity {
    /// As 32 hexadecimal digits.
    pub fn hex(self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.0))
    }

    /// The same back.
    pub fn of_hex(digits: &str) -> Option<Self> {
        let number = u128::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 32)?;
        Some(Self(number.to_be_bytes()))
    }

    /// Of a text: only its words count, not case, accents, punctuation or spacing.
    pub fn of_text(text: &str) -> Self {
        let mut words = Vec::with_capacity(text.len() + "text: ".len());
        words.extend_from_slice(b"text:");
        let mut rest = text;
        while !rest.is_empty() {
            let (ascii, others) = rest.split_at(ascii_beginning(rest));
            add_ascii_words(ascii.as_bytes(), &mut words);
            let end = others.bytes().position(|byte| byte.is_ascii_whitespace());
            let (word, after) = others.split_at(end.unwrap_or(others.len()));
            for c in fold(word).chars() {
                if c.is_alphanumeric() {
                    words.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                } else {
                    end_word(&mut words);
                }
            }
            end_word(&mut words);
            rest = after;
        }
        Self::finish(Sha256::new_with_prefix(words))
    }

    /// Of a web address, ignoring `http` or `https`, a leading `www.`, the fragment, a final slash, the order of
    /// parameters, tracking parameters, and whether it is the mobile copy (AMP).
    pub fn of_address(address: &str) -> Self {
        Self::finish(Sha256::new_with_prefix(format!("url:{}", plain_address(address))))
    }

    /// Of a location on the web: an address including its fragment, since some sites have all their articles on one
    /// page. Campaign parameters there (`#utm_source=x`) are ignored.
    pub fn of_place(address: &str) -> Self {
        let part = address.split_once('#').map_or("", |(_, part)| part.trim());
        let is_part = !part.is_empty() && !part.contains('=') && !part.starts_with('!');
        let place = if is_part { format!("#{part}") } else { String::new() };
        Self::finish(Sha256::new_with_prefix(format!("url:{}{place}", plain_address(address))))
    }

    /// Of an article's id within the site or file called `scope`.
    pub fn of_number(scope: &str, number: &str) -> Self {
        Self::finish(Sha256::new_with_prefix(format!("id:{}\n{number}", fold(scope))))
    }

    /// Of one field (`guid`, `link`, `title`) of a feed entry, within the feed called `scope`.
    pub fn of_match_key(scope: &str, respect: &str, said: &str) -> Self {
        Self::finish(Sha256::new_with_prefix(format!("clue:{}\n{respect}\n{said}", fold(scope))))
    }

    /// The same, for any content, within the feed called `scope`.
    #[must_use]
    pub fn within(self, scope: &str) -> Self {
        let mut hash = Sha256::new_with_prefix(format!("within:{}\n", fold(scope)));
        hash.update(self.0);
        Self::finish(hash)
    }

    fn finish(hash: Sha256) -> Self {
        let mut digest = [0; 16];
        digest.copy_from_slice(&hash.finalize()[..16]);
        Self(digest)
    }
}

/// The length of the words at the beginning of a text that are of ASCII characters alone.
fn ascii_beginning(text: &str) -> usize {
    match text.bytes().position(|byte| !byte.is_ascii()) {
        None => text.len(),
        Some(at) => {
            text.as_bytes()[..at].iter().rposition(u8::is_ascii_whitespace).map_or(0, |blank| blank + 1)
        }
    }
}

/// What each byte adds to the words of a text: itself in lower case, or a space.
const PLAIN: [u8; 256] = {
    let mut plain = [b' '; 256];
    let mut byte = 0u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            plain[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    plain
};

/// Adds the words of a text of ASCII characters, with one space behind each that something follows. Nothing here
/// branches on what the text says.
fn add_ascii_words(text: &[u8], words: &mut Vec<u8>) {
    let start = words.len();
    let mut is_apart = matches!(words.last(), Some(b' ' | b':'));
    words.resize(start + text.len(), 0);
    let mut end = start;
    for &byte in text {
        let plain = PLAIN[usize::from(byte)];
        words[end] = plain;
        let is_space = plain == b' ';
        end += usize::from(!(is_space && is_apart));
        is_apart = is_space;
    }
    words.truncate(end);
}

/// Adds a space behind a word, if one has begun.
fn end_word(words: &mut Vec<u8>) {
    if !matches!(words.last(), Some(b' ' | b':')) {
        words.push(b' ');
    }
}

/// Whether two texts found at the same address are versions of one article: at least half of the words of the shorter
/// are in the longer. Words of one or two letters are ignored.
pub(super) fn is_version(before: &Document, after: &Document) -> bool {
    let words = |document: &Document| -> HashSet<String> {
        let long = |word: &&str| word.chars().count() > 2;
        fold(&document.text).split(|c: char| !c.is_alphanumeric()).filter(long).map(str::to_owned).collect()
    };
    let (before, after) = (words(before), words(after));
    let fewer = before.len().min(after.len());
    2 * before.intersection(&after).count() >= fewer
}

/// An address without the parts that do not affect its content.
fn plain_address(address: &str) -> String {
    let address = address.trim();
    // After `#!` there can be the name of a page made by scripts; after `#`, only a position in it.
    let address = match address.split_once('#') {
        Some((before, after)) if !after.starts_with('!') => before,
        _ => address,
    };
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = within_cache(path).split_once('/').unwrap_or((path, ""));
    let host = host.to_lowercase();
    let host = host.trim_end_matches(":443").trim_end_matches(":80").trim_end_matches('.');
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("amp.")).unwrap_or(host);
    let mut plain = format!("{host}/{}", without_amp(path.trim_end_matches('/')));
    let mut kept: Vec<&str> =
        query.split(['&', ';']).filter(|pair| !pair.is_empty() && !is_campaign(pair)).collect();
    kept.sort_unstable();
    for (place, pair) in kept.into_iter().enumerate() {
        plain.push(if place == 0 { '?' } else { '&' });
        plain.push_str(pair);
    }
    plain
}

/// The address inside a search engine's copy of a mobile page: `google.com/amp/s/example.org/a`.
fn within_cache(address: &str) -> &str {
    let is_cache = address.contains(".cdn.ampproject.org/") || address.contains("google.com/amp/");
    let copied =
        ["/c/s/", "/v/s/", "/c/", "/amp/s/", "/amp/"].iter().find_map(|mark| address.split_once(mark));
    copied.filter(|_| is_cache).map_or(address, |(_, copied)| copied)
}

/// A path without what marks the mobile copy of a page (`/a/amp`, `/amp/a`, `/a.amp.html`).
fn without_amp(path: &str) -> String {
    let path = path.strip_suffix("/amp").or_else(|| path.strip_prefix("amp/")).unwrap_or(path);
    path.strip_suffix(".amp.html").map_or_else(|| path.to_owned(), |page| format!("{page}.html"))
}

/// Whether a parameter says where a visitor came from or which program is used, rather than which page is meant.
fn is_campaign(pair: &str) -> bool {
    const BEGINNINGS: &[&str] = &["utm_", "at_", "ns_", "mtm_", "pk_", "wt_", "hsa_"];
    const NAMES: &[&str] = &[
        "_ga",
        "amp",
        "cmp",
        "cmpid",
        "dclid",
        "emc",
        "fbclid",
        "ftag",
        "gclid",
        "gclsrc",
        "guccounter",
        "icid",
        "igshid",
        "mbid",
        "mc_cid",
        "mc_eid",
        "msclkid",
        "ncid",
        "ocid",
        "ref_src",
        "s_cid",
        "smid",
        "soc_src",
        "spm",
        "traffic_source",
        "xtor",
        "yclid",
    ];
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let name = name.to_ascii_lowercase();
    let value = value.to_ascii_lowercase();
    BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        || NAMES.contains(&name.as_str())
        // Ambiguous words count only in connection with feeds.
        || (matches!(name.as_str(), "from" | "mod" | "partner" | "ref" | "source" | "src" | "via" | "outputtype")
            && ["rss", "feed", "atom", "amp"].iter().any(|word| value.starts_with(word)))
}

/// The number of words in a text, as people count them.
pub(super) fn words(text: &str) -> u32 {
    let count = text.split_ascii_whitespace().map(|piece| {
        if piece.is_ascii() { ascii_words(piece.as_bytes()) } else { piece.unicode_words().count() }
    });
    u32::try_from(count.sum::<usize>()).unwrap_or(u32::MAX)
}

/// The same by the rules that concern ASCII (UAX 29: WB5 to 13b).
fn ascii_words(piece: &[u8]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < piece.len() {
        let mut is_word = false;
        while let Some(&byte) = piece.get(at) {
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                is_word |= byte != b'_';
            } else {
                let before = at.checked_sub(1).map_or(b' ', |before| piece[before]);
                let after = piece.get(at + 1).copied().unwrap_or(b' ');
                let joins_letters = matches!(byte, b'.' | b'\'' | b':');
                let joins_digits = matches!(byte, b'.' | b'\'' | b',' | b';');
                let is_joint = joins_letters && before.is_ascii_alphabetic() && after.is_ascii_alphabetic()
                    || joins_digits && before.is_ascii_digit() && after.is_ascii_digit();
                if !is_joint {
                    break;
                }
            }
            at += 1;
        }
        count += usize::from(is_word);
        at += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_page_are_one() {
        let check = |left: &str, right: &str, same: bool| {
            assert_eq!(Identity::of_address(left) == Identity::of_address(right), same, "{left} and {right}");
        };
        check("https://www.Example.org/a/", "http://example.org/a", true);
        check("https://example.org/a?utm_source=x&id=3#top", "https://example.org/a?id=3", true);
        check("https://example.org/a?id=3", "https://example.org/a?id=4", false);
        check("https://example.org/A", "https://example.org/a", false);
        check("https://example.org", "https://example.org/", true);
        check("http://example.org:80/a", "https://example.org./a", true);
        check("https://example.org/a?b=1&a=2", "https://example.org/a?a=2&b=1", true);
        check("https://example.org/a?at_medium=RSS&at_campaign=X", "https://example.org/a", true);
        check("https://example.org/a?source=rss", "https://example.org/a", true);
        check("https://example.org/a?source=agency", "https://example.org/a", false);
        check("https://example.org/a?fbclid", "https://example.org/a", true);
        check("https://amp.example.org/a", "https://example.org/a", true);
        check("https://example.org/a/amp/", "https://example.org/a", true);
        check("https://example.org/amp/a", "https://example.org/a", true);
        check("https://example.org/a.amp.html", "https://example.org/a.html", true);
        check("https://www.google.com/amp/s/example.org/a", "https://example.org/a", true);
        check("https://example-org.cdn.ampproject.org/c/s/example.org/a", "https://example.org/a", true);
        check("https://example.org/camp", "https://example.org/c", false);
        check("https://example.org/#!/a", "https://example.org/#!/b", false);
    }

    #[test]
    fn parts_of_one_page_are_places_of_their_own() {
        let check = |left: &str, right: &str, same: bool| {
            assert_eq!(Identity::of_place(left) == Identity::of_place(right), same, "{left} and {right}");
        };
        check("https://example.org/#3-may", "https://example.org/#4-may", false);
        check("https://example.org/a#utm_source=feed", "https://example.org/a", true);
        check("http://www.example.org/a#top", "https://example.org/a/#top", true);
        assert_eq!(
            Identity::of_place("https://example.org/a"),
            Identity::of_address("http://example.org/a/")
        );
    }

    #[test]
    fn only_words_make_a_text() {
        let check = |left: &str, right: &str, same: bool| {
            assert_eq!(Identity::of_text(left) == Identity::of_text(right), same, "{left} and {right}");
        };
        check("The  café\n\nclosed.", "the CAFE closed", true);
        check("Five died", "Four died", false);
        check("ab c", "a bc", false);
    }

    #[test]
    fn versions_share_half_of_their_words() {
        let check = |left: &str, right: &str, expected: bool| {
            let document = |text: &str| Document { text: text.to_owned(), ..Document::default() };
            assert_eq!(is_version(&document(left), &document(right)), expected, "{left} and {right}");
        };
        check("Five boats sank off Bergen.", "Six boats sank off Bergen on Monday, police said.", true);
        check("Five boats sank off Bergen.", "Prices of fish rose in Oslo.", false);
        check("It is so.", "So it is, he said.", true);
    }

    proptest::proptest! {
        #[test]
        fn a_text_is_its_folded_words(text in "[a-cA-C0-2 \n\t.,:'’\"\\-\u{301}éÉß¨½\u{a0}]{0,30}|[ -~\n]{0,60}|\\PC{0,30}") {
            let folded = fold(&text);
            let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let words: String = words.flat_map(|word| [word, " "]).collect();
            let expected = Identity::finish(Sha256::new_with_prefix(format!("text:{words}")));
            proptest::prop_assert_eq!(Identity::of_text(&text), expected);
        }

        #[test]
        fn words_are_those_of_unicode(text in "[a-c0-2 \n\t.,;:'’_\"\\-\u{301}é]{0,30}|[ -~\n]{0,60}|\\PC{0,30}") {
            proptest::prop_assert_eq!(words(&text) as usize, text.unicode_words().count());
        }
    }

    #[test]
    fn numbers_count_within_their_scope() {
        assert_eq!(Identity::of_number("Wire", "17"), Identity::of_number("wire", "17"));
        assert_ne!(Identity::of_number("wire", "17"), Identity::of_number("press", "17"));
    }

    /// The words of a text as [`Identity::of_text`] counts them, each character looked at alone.
    fn plainly(text: &str) -> Identity {
        let mut words = b"text:".to_vec();
        for word in text.split_ascii_whitespace() {
            for c in fold(word).chars() {
                if c.is_alphanumeric() {
                    words.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                } else {
                    end_word(&mut words);
                }
            }
            end_word(&mut words);
        }
        Identity::finish(Sha256::new_with_prefix(words))
    }

    proptest::proptest! {
        #[test]
        fn texts_are_the_same_if_their_words_are(text in "[A-Ca-c0-9 .,\\t\\né’ﬁ١\u{301}]{0,40}") {
            proptest::prop_assert_eq!(Identity::of_text(&text), plainly(&text));
        }
    }
}
