//! Repairs feed texts: bytes decoded in the wrong character set before the feed was written, and characters that
//! could control a terminal.

use crate::text::clean;
use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;

/// The longest line kept (a title, an author, an address), in bytes.
const LONGEST_LINE: usize = 16 << 10;

/// Clean text of several lines.
pub(super) fn lines(text: &str) -> String {
    clean::lines(&mended(text)).into_owned()
}

/// Clean text on one line; `None` if nothing is left. Longer lines are truncated.
pub(super) fn line(text: &str) -> Option<String> {
    let cut = &text[..text.floor_char_boundary(LONGEST_LINE)];
    let line = clean::line(&mended(cut));
    (!line.is_empty()).then_some(line)
}

/// Undoes UTF-8 that was decoded as windows-1252 and encoded again (`cafÃ©`), and ISO 8859 controls that were quotes
/// and dashes of windows-1252. A text is changed only if all of it can be read that way: if a word looks like this by
/// chance, others in the text do not.
fn mended(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    if let Some(repaired) = read_once_less(text) {
        return Cow::Owned(repaired);
    }
    let is_control = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
    if text.contains(is_control) {
        let meant = |c: char| match u8::try_from(u32::from(c)) {
            Ok(byte) if is_control(c) => in_windows_1252(byte),
            _ => c,
        };
        return Cow::Owned(text.chars().map(meant).collect());
    }
    Cow::Borrowed(text)
}

fn read_once_less(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        bytes.push(match u8::try_from(u32::from(c)) {
            Ok(byte) => byte,
            Err(_) => (0x80..=0x9f).find(|&byte| in_windows_1252(byte) == c)?,
        });
    }
    String::from_utf8(bytes).ok()
}

fn in_windows_1252(byte: u8) -> char {
    let bytes = [byte];
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_read_in_the_wrong_character_set() {
        for (text, expected) in [
            ("plain", "plain"),
            ("cafÃ© at the harbour", "café at the harbour"),
            ("itâ€™s", "it’s"),
            ("\u{c3}\u{a9}\u{e2}\u{80}\u{99}", "é’"),
            ("Ã© beside é", "Ã© beside é"),
            ("Ã© beside 港", "Ã© beside 港"),
            ("café", "café"),
            ("\u{93}old\u{94} quotes", "“old” quotes"),
            ("stop\u{1b}[2Jped", "stopped"),
        ] {
            assert_eq!(lines(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_line_has_an_end() {
        assert_eq!(line(" two\n words "), Some("two words".to_owned()));
        assert_eq!(line(" \u{200b} "), None);
        assert_eq!(line(&"é".repeat(LONGEST_LINE)).map(|line| line.len()), Some(LONGEST_LINE));
    }
}
