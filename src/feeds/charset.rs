//! Decodes a feed's bytes by, in this order: byte order mark, the pattern of its NULs, valid UTF-8, the server's
//! charset, the XML declaration, statistics.
//!
//! The order is that of RFC 7303 and XML 1.0 appendix F, with one exception: bytes that are valid UTF-8 are read as
//! such whatever they are declared to be, since text in another character set does not look like UTF-8 by chance.
//! Stray NULs and undecodable bytes stay in the text (as U+FFFD): cleaning comes later.

use crate::extract;
use encoding_rs::{Encoding, ISO_2022_JP, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// How far into a feed its XML declaration may be; blank lines or warnings from a server script sometimes precede it.
const DECLARATION_WITHIN: usize = 2048;

/// Text, and what was wrong with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The bytes themselves if they are UTF-8.
    pub text: Cow<'a, str>,
    /// In words, if the bytes are not what they are declared to be.
    pub warning: Option<String>,
}

/// Decodes a feed's bytes; `content_type` is the server's.
pub fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    if let Some(text) = wide(bytes) {
        return Decoded { text: Cow::Owned(text), warning: None };
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let declared = content_type.and_then(extract::charset_of).or_else(|| declaration(bytes));
    if let Ok(text) = std::str::from_utf8(bytes) {
        // The only common character set that uses ASCII bytes alone.
        if declared == Some(ISO_2022_JP) && bytes.contains(&0x1b) {
            return read_as(ISO_2022_JP, bytes);
        }
        return Decoded { text: Cow::Borrowed(text), warning: None };
    }
    let encoding = declared.filter(|declared| fits(declared, bytes));
    read_as(encoding.unwrap_or_else(|| extract::detected(bytes)), bytes).doubted(declared)
}

impl Decoded<'_> {
    /// Adds a warning that a character set other than the declared one was used.
    fn doubted(mut self, declared: Option<&'static Encoding>) -> Self {
        let said = declared.map_or("UTF-8", Encoding::name);
        if self.warning.is_none() && declared.is_none_or(|declared| declared == encoding_rs::UTF_8) {
            self.warning = Some(format!("the bytes are not {said}; the character set was guessed"));
        }
        self
    }
}

fn read_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, has_faults) = encoding.decode_without_bom_handling(bytes);
    let warning =
        has_faults.then(|| format!("some bytes are not {}; they are shown as \u{fffd}", encoding.name()));
    Decoded { text, warning }
}

/// Whether non-UTF-8 bytes are plausible in a character set: without errors, or with so few that
/// they are accidents.
fn fits(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    /// Enough to decide; a feed of 80 MB is not read twice.
    const ENOUGH: usize = 1 << 20;
    if !encoding.is_ascii_compatible() || encoding == encoding_rs::UTF_8 {
        return false;
    }
    let head = bytes.get(..ENOUGH).unwrap_or(bytes);
    let (text, has_faults) = encoding.decode_without_bom_handling(head);
    !has_faults || text.matches(char::REPLACEMENT_CHARACTER).count() * 200 < text.len()
}

/// UTF-16 and UTF-32, by their byte order mark or by the position of NULs.
fn wide(bytes: &[u8]) -> Option<String> {
    let utf_16 =
        |encoding: &'static Encoding, bytes| Some(encoding.decode_without_bom_handling(bytes).0.into_owned());
    match bytes {
        [0, 0, 0xfe, 0xff, rest @ ..] => return Some(utf_32(rest, u32::from_be_bytes)),
        [0xff, 0xfe, 0, 0, rest @ ..] => return Some(utf_32(rest, u32::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => return utf_16(UTF_16BE, rest),
        [0xff, 0xfe, rest @ ..] => return utf_16(UTF_16LE, rest),
        _ => {}
    }
    let head = bytes.get(..256).unwrap_or(bytes);
    let nuls = |place: usize| head.iter().skip(place).step_by(4).filter(|&&byte| byte == 0).count();
    let groups = head.len() / 4;
    let [first, second, third, fourth] = [nuls(0), nuls(1), nuls(2), nuls(3)].map(|nuls| {
        // Markup is mostly ASCII, in any character set.
        groups > 0 && nuls * 4 >= groups * 3
    });
    match (first, second, third, fourth) {
        (true, true, true, false) => Some(utf_32(bytes, u32::from_be_bytes)),
        (false, true, true, true) => Some(utf_32(bytes, u32::from_le_bytes)),
        (true, false, true, false) => utf_16(UTF_16BE, bytes),
        (false, true, false, true) => utf_16(UTF_16LE, bytes),
        _ => None,
    }
}

fn utf_32(bytes: &[u8], number: fn([u8; 4]) -> u32) -> String {
    let (groups, _) = bytes.as_chunks::<4>();
    let character = |group: &[u8; 4]| char::from_u32(number(*group)).unwrap_or(char::REPLACEMENT_CHARACTER);
    groups.iter().map(character).collect()
}

/// The character set that the XML declaration names.
fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..DECLARATION_WITHIN).unwrap_or(bytes);
    let start = memchr::memmem::find(head, b"<?xml")?;
    let length = memchr::memchr(b'>', &head[start..])?;
    let declaration: String = head[start..start + length].iter().map(|&byte| char::from(byte)).collect();
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let label = value[1..].split(quote).next()?.trim().replace('_', "-");
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf_16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    fn utf_32(text: &str, order: fn(u32) -> [u8; 4]) -> Vec<u8> {
        text.chars().flat_map(|c| order(u32::from(c))).collect()
    }

    #[test]
    fn character_sets_in_their_order() {
        let check = |bytes: &[u8], content_type: Option<&str>, expected: &str| {
            let text = decode(bytes, content_type).text;
            assert_eq!(text.trim_start_matches('\u{feff}'), expected, "{bytes:?}");
        };
        let harbour = "<?xml version='1.0'?><rss>Häfen – порт</rss>";
        for text in [harbour, &format!("\u{feff}{harbour}"), &format!("\n {harbour}")] {
            let expected = text.trim_start_matches('\u{feff}');
            check(text.as_bytes(), None, expected);
            check(&utf_16(text, u16::to_be_bytes), None, expected);
            check(&utf_16(text, u16::to_le_bytes), None, expected);
            check(&utf_32(text, u32::to_be_bytes), None, expected);
            check(&utf_32(text, u32::to_le_bytes), None, expected);
        }
        check(b"<rss>na\xefve</rss>", Some("text/xml; charset=ISO-8859-1"), "<rss>naïve</rss>");
        check(
            b"<?xml version='1.0' encoding='koi8_r'?>\xf0\xcf\xd2\xd4",
            None,
            "<?xml version='1.0' encoding='koi8_r'?>Порт",
        );
        check("<rss>порт".as_bytes(), Some("text/xml; charset=iso-8859-1"), "<rss>порт");
        check(b"<rss>caf\xe9 \x93old\x94</rss>", Some("text/xml; charset=utf-8"), "<rss>café “old”</rss>");
        check(b"<rss>\x1b$B9A\x1b(B</rss>", Some("text/xml; charset=iso-2022-jp"), "<rss>港</rss>");
        check("<rss>ä ö ü ß é è \u{fffd}".as_bytes(), None, "<rss>ä ö ü ß é è \u{fffd}");
        check(b"<rss>a\0b</rss>", None, "<rss>a\0b</rss>");
        check(
            b"<?xml version='1.0' encoding='no-such'?>caf\xc3\xa9",
            None,
            "<?xml version='1.0' encoding='no-such'?>café",
        );
        check(b"", None, "");
    }

    #[test]
    fn what_was_wrong_is_said() {
        for (bytes, content_type, is_said) in [
            (&b"<rss>plain"[..], None, false),
            (b"<rss>caf\xe9", Some("text/xml; charset=iso-8859-1"), false),
            (b"<rss>caf\xe9", Some("text/xml; charset=utf-8"), true),
            (b"<rss>caf\xe9", None, true),
            (b"<rss>\xc3\xa4 \xc3\xb6 \xc3\xbc \xc3\x9f \xc3\xa9 \xff", None, true),
        ] {
            assert_eq!(decode(bytes, content_type).warning.is_some(), is_said, "{bytes:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_are_too_odd(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            decode(&bytes, Some("x; charset=gbk"));
        }
    }
}
