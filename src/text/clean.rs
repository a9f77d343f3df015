//! The gate for foreign text before it is stored or drawn: nothing that passes can control a terminal.
//!
//! It does not decide what is worth reading; extraction does.

use super::floods::{self, Invisible};
use super::width::is_printable_ascii;
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Cleans text of several lines: line ends become `\n`, tabs stay; other control characters, bidirectional
/// overrides, tag characters, meaningless zero-width marks, private-use characters and non-characters are removed,
/// as are floods of marks and of invisible letters;
/// unusual spaces become plain ones; and the rest is Unicode NFC.
pub fn lines(text: &str) -> Cow<'_, str> {
    // Most input is plain ASCII and already clean.
    let plain = plain_bytes(text);
    if plain == text.len() {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    clean.push_str(&text[..plain]);
    let (mut rest, mut is_simple) = (&text[plain..], true);
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\r' => {
                rest = rest.strip_prefix('\n').unwrap_or(rest);
                clean.push('\n');
            }
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => clean.push('\n'),
            '\u{1b}' => rest = after_escape(rest),
            _ if is_space(c) => clean.push(' '),
            ZERO_WIDTH_SPACE if parts_words(&clean, rest) => clean.push(' '),
            _ if is_unsafe(c) => {}
            _ => {
                is_simple &= is_simple_letter(c);
                clean.push(c);
            }
        }
        let plain = plain_bytes(rest);
        clean.push_str(&rest[..plain]);
        rest = &rest[plain..];
    }
    if is_simple {
        return Cow::Owned(clean);
    }
    let clean = if is_nfc(&clean) { clean } else { clean.nfc().collect() };
    let is_calm = floods::is_calm(&clean, Invisible::Sparse);
    Cow::Owned(if is_calm { clean } else { floods::calmed(&clean, Invisible::Sparse) })
}

/// How many bytes at the start need no cleaning: ASCII without control characters other than tabs and line ends.
fn plain_bytes(text: &str) -> usize {
    let is_plain = |byte: &u8| matches!(byte, b'\t' | b'\n' | b' '..=b'~');
    text.bytes().position(|byte| !is_plain(&byte)).unwrap_or(text.len())
}

/// Whether a text is in Unicode NFC.
pub fn is_composed(text: &str) -> bool {
    text.is_ascii() || is_nfc(text)
}

/// Letters and signs that neither combine with others nor are invisible, whatever stands beside them: the Latin ones
/// without accents of their own, dashes, quotation marks and currencies.
fn is_simple_letter(c: char) -> bool {
    matches!(c, '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{20a0}'..='\u{20c0}')
}

/// Cleans text of one line: like [`lines`], every run of white space becomes one space, and no invisible letter
/// stays.
pub fn line(text: &str) -> String {
    let mut cleaned = lines(text);
    if !floods::is_calm(&cleaned, Invisible::Never) {
        cleaned = Cow::Owned(floods::calmed(&cleaned, Invisible::Never));
    }
    let mut out = String::with_capacity(cleaned.len());
    for word in cleaned.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// What may be drawn: the text itself if it contains nothing unsafe (the usual case), else a copy without it.
/// Tabs and line ends become spaces.
pub fn for_screen(text: &str) -> Cow<'_, str> {
    if is_printable_ascii(text) {
        return Cow::Borrowed(text);
    }
    let is_calm = floods::is_calm(text, Invisible::Sparse);
    if !is_calm || text.chars().any(|c| is_unsafe(c) || c == '\t' || c == '\n') {
        let keep = |c: char| match c {
            '\t' | '\n' => Some(' '),
            _ if is_unsafe(c) => None,
            _ => Some(c),
        };
        let kept: String = text.chars().filter_map(keep).collect();
        Cow::Owned(if is_calm { kept } else { floods::calmed(&kept, Invisible::Sparse) })
    } else {
        Cow::Borrowed(text)
    }
}

/// A name with every character escaped that could control a terminal or be invisible, as Rust escapes it: `\u{1b}`,
/// `\n`. Different names remain different.
pub fn visible(name: &str) -> String {
    let spell = |c: char| match c {
        _ if is_unsafe(c) || c.is_control() => c.escape_default().to_string(),
        _ => c.to_string(),
    };
    name.chars().map(spell).collect()
}

/// What follows the rest of an escape sequence, as far as a terminal would take it for one (ECMA-48 5.4, 8.3.89), so that
/// no part of it remains as text.
fn after_escape(rest: &str) -> &str {
    let one = |rest: &'_ str, is_part: &dyn Fn(char) -> bool| {
        rest.chars().next().filter(|c| is_part(*c)).map_or(0, char::len_utf8)
    };
    match rest.chars().next() {
        Some('[') => {
            let rest = rest[1..].trim_start_matches(|c| ('\u{20}'..='\u{3f}').contains(&c));
            &rest[one(rest, &|c| ('\u{40}'..='\u{7e}').contains(&c))..]
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            // A string ends at BEL or ST; one that does not end within its line is not a string.
            let mut line = rest.char_indices().take(4096).take_while(|&(_, c)| c != '\n');
            let end = line.find(|&(_, c)| c == '\u{7}' || c == '\u{1b}');
            let Some((end, _)) = end else { return rest };
            let rest = &rest[end + 1..];
            rest.strip_prefix('\\').unwrap_or(rest)
        }
        _ => &rest[one(rest, &|c| ('\u{30}'..='\u{7e}').contains(&c) && !c.is_alphanumeric())..],
    }
}

/// Where a line may be broken.
const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// Whether what parts two texts without being seen parts two words: a capital begins the second. Elsewhere it lets a
/// long word be broken.
fn parts_words(before: &str, after: &str) -> bool {
    before.chars().next_back().is_some_and(char::is_lowercase)
        && after.chars().next().is_some_and(char::is_uppercase)
}

/// Spaces that only look different: no-break, figure, thin, ideographic and so on.
fn is_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// Characters that control a terminal or hide text. The zero-width joiner and non-joiner stay: Persian,
/// Hindi and emoji need them.
pub fn is_unsafe(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'      // C0, DEL and C1 controls
        | '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}'  // soft hyphen, invisible marks
        | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' // bidi
        | '\u{2028}' | '\u{2029}'
        | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keeps_words_and_drops_what_steers() {
        for (input, expected) in [
            ("plain", "plain"),
            ("a\r\nb\rc", "a\nb\nc"),
            ("red \u{1b}[31malert\u{1b}[0m!", "red alert!"),
            ("title \u{1b}]0;owned\u{7}here", "title here"),
            ("link \u{1b}]8;;http://x\u{1b}\\text\u{1b}]8;;\u{1b}\\.", "link text."),
            ("unclosed \u{1b}]0;goes on", "unclosed ]0;goes on"),
            ("bell\u{7} back\u{8}space nul\0", "bell backspace nul"),
            ("c1 \u{9b}31mred", "c1 31mred"),
            ("bidi \u{202e}gnp.exe", "bidi gnp.exe"),
            ("soft\u{ad}hyphen zero\u{200b}width", "softhyphen zerowidth"),
            ("two\u{200b}Words, a\u{200b}/b", "two Words, a/b"),
            ("no\u{a0}break\u{2009}thin", "no break thin"),
            ("e\u{301}", "é"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ] {
            assert_eq!(lines(input), expected, "{input:?}");
        }
    }

    #[test]
    fn simple_letters_stay_as_they_are_beside_any_other() {
        for c in ('\0'..='\u{ffff}').filter(|&c| is_simple_letter(c)) {
            let text = format!("a{c}b{c}{c}");
            assert!(is_nfc(&text) && !is_unsafe(c) && !is_space(c), "{c:?}");
            assert!(floods::is_calm(&text, Invisible::Never), "{c:?}");
        }
    }

    #[test]
    fn line_is_one_line() {
        assert_eq!(line("  two\n\twords "), "two words");
    }

    #[test]
    fn for_screen_copies_only_when_it_must() {
        assert!(matches!(for_screen("naïve 東京"), Cow::Borrowed(_)));
        assert_eq!(for_screen("a\u{1b}[2Jb\tc"), "a[2Jb c");
    }

    #[test]
    fn names_keep_what_tells_them_apart() {
        for (input, expected) in [
            ("naïve 東京.txt", "naïve 東京.txt"),
            ("a\u{1b}[2J.txt", "a\\u{1b}[2J.txt"),
            ("two\nlines", "two\\nlines"),
            ("\u{202e}txt.exe", "\\u{202e}txt.exe"),
        ] {
            assert_eq!(visible(input), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_unsafe_passes(text in "\\PC*|[\\x00-\\x{ff}\\x{2028}\\x{202e}]*") {
            let clean = lines(&text);
            proptest::prop_assert!(!clean.chars().any(is_unsafe));
            proptest::prop_assert!(is_nfc(&clean) && floods::is_calm(&clean, Invisible::Sparse));
            proptest::prop_assert_eq!(&lines(&clean), &clean);
        }
    }
}
