//! Repairs UTF-8 that was decoded as windows-1252 and encoded again: `cafÃ©` is `café`, `donâ€™t` is `don’t`.
//!
//! Pages and texts contain it in places, where they were assembled from other sources, so each occurrence is judged
//! by itself. Anything that is not an exact trace of that mistake is left unchanged.

use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;

/// A single occurrence may be intended; two are not.
const LEAST: usize = 2;

/// The text with such occurrences decoded once more.
pub(super) fn repaired(text: &str) -> Cow<'_, str> {
    let begins = |c: char| ('\u{c2}'..='\u{f4}').contains(&c);
    if text.is_ascii() || !text.contains(begins) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut stretches = 0;
    let mut rest = text;
    while let Some(at) = rest.find(begins) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((meant, length)) = stretch(rest) {
            out.push(meant);
            rest = &rest[length..];
            stretches += 1;
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
    }
    out.push_str(rest);
    if stretches >= LEAST { Cow::Owned(out) } else { Cow::Borrowed(text) }
}

/// The character encoded at the beginning of a text, and how many bytes encode it.
fn stretch(text: &str) -> Option<(char, usize)> {
    let mut bytes = Vec::with_capacity(4);
    for (at, c) in text.char_indices() {
        bytes.push(byte_of(c)?);
        let needed = match bytes[0] {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            _ => 4,
        };
        if bytes.len() == needed {
            let meant = std::str::from_utf8(&bytes).ok()?.chars().next()?;
            return Some((meant, at + c.len_utf8()));
        }
    }
    None
}

/// The byte that was decoded as this character.
fn byte_of(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return (byte >= 0x80).then_some(byte);
    }
    let mut buffer = [0; 4];
    let (bytes, _, is_lossy) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    (!is_lossy && bytes.len() == 1).then(|| bytes[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_encoded_twice_is_read_once_less() {
        for (input, expected) in [
            ("The cafÃ© donâ€™t close", "The café don’t close"),
            ("It\u{e2}\u{80}\u{99}s \u{e2}\u{80}\u{9c}here\u{e2}\u{80}\u{9d}", "It’s “here”"),
            ("naïve café, then donâ€™t and wonâ€™t", "naïve café, then don’t and won’t"),
            ("one â€™ alone", "one â€™ alone"),
            ("São Tomé, Ã la carte, Â", "São Tomé, Ã la carte, Â"),
            ("plain", "plain"),
            ("東京 Łódź", "東京 Łódź"),
        ] {
            assert_eq!(repaired(input), expected, "{input}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_spoilt_and_repaired(text in "[a-zéüñß’“”€ ]{0,40}") {
            let spoilt = WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned();
            let traces = text.chars().filter(|c| !c.is_ascii()).count();
            if traces >= LEAST {
                proptest::prop_assert_eq!(repaired(&spoilt).into_owned(), text.clone());
            }
        }
    }
}
