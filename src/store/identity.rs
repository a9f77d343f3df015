//! What makes two articles the same: equal words, or one address.

use crate::model::Document;
use crate::text::fold::fold;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use unicode_segmentation::UnicodeSegmentation;

/// A hash that one article answers to: the first 16 bytes of a SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Identity(pub(super) [u8; 16]);

impl Identity {
    /// Of a text: its words alone count, not their case, accents, punctuation or spacing.
    pub fn of_text(text: &str) -> Self {
        let mut hash = Sha256::new_with_prefix(b"text:");
        for word in fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            hash.update(word);
            hash.update(b" ");
        }
        Self::finish(hash)
    }

    /// Of a web address: `http` and `https`, a leading `www.`, the fragment, a slash at the end and what
    /// campaigns hang on make no difference.
    pub fn of_address(address: &str) -> Self {
        Self::finish(Sha256::new_with_prefix(format!("url:{}", plain_address(address))))
    }

    /// Of the number or word by which the site or file called `scope` knows an article.
    pub fn of_number(scope: &str, number: &str) -> Self {
        Self::finish(Sha256::new_with_prefix(format!("id:{}\n{number}", fold(scope))))
    }

    fn finish(hash: Sha256) -> Self {
        let mut digest = [0; 16];
        digest.copy_from_slice(&hash.finalize()[..16]);
        Self(digest)
    }
}

/// Whether two texts found in one place are versions of one article: half of the words of the shorter, at
/// the least, stand in the longer. Words of one or two letters say nothing.
pub(super) fn is_version(before: &Document, after: &Document) -> bool {
    let words = |document: &Document| -> HashSet<String> {
        let long = |word: &&str| word.chars().count() > 2;
        fold(&document.text).split(|c: char| !c.is_alphanumeric()).filter(long).map(str::to_owned).collect()
    };
    let (before, after) = (words(before), words(after));
    let fewer = before.len().min(after.len());
    2 * before.intersection(&after).count() >= fewer
}

fn plain_address(address: &str) -> String {
    let address = address.trim();
    let address = address.split_once('#').map_or(address, |(before, _)| before);
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = path.split_once('/').unwrap_or((path, ""));
    let host = host.to_lowercase();
    let mut plain = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    plain.push('/');
    plain.push_str(path.trim_end_matches('/'));
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !is_campaign(pair));
    for (place, pair) in kept.enumerate() {
        plain.push(if place == 0 { '?' } else { '&' });
        plain.push_str(pair);
    }
    plain
}

/// Parameters that say where a reader came from, and not what he reads.
fn is_campaign(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    name.starts_with("utm_") || matches!(name, "fbclid" | "gclid" | "mc_cid" | "mc_eid" | "cmpid")
}

/// How many words a text has, as a reader counts them.
pub(super) fn words(text: &str) -> u32 {
    u32::try_from(text.unicode_words().count()).unwrap_or(u32::MAX)
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

    #[test]
    fn numbers_count_within_their_scope() {
        assert_eq!(Identity::of_number("Wire", "17"), Identity::of_number("wire", "17"));
        assert_ne!(Identity::of_number("wire", "17"), Identity::of_number("press", "17"));
    }
}
