//! How many columns of a terminal a text takes.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns a text takes: two for wide characters, none for combining ones (Unicode Standard Annex 11).
pub fn width(text: &str) -> usize {
    if is_printable_ascii(text) { text.len() } else { text.width() }
}

/// Whether it consists of letters, digits, signs and spaces of ASCII alone, one column each; most texts do.
pub fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The text in at most `columns` columns; if truncated, it ends in an ellipsis.
pub fn truncate(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let kept = prefix(text, columns.saturating_sub(1)).trim_end();
    Cow::Owned(if columns == 0 { String::new() } else { format!("{kept}…") })
}

/// The longest prefix of whole graphemes that fits `columns`.
pub fn prefix(text: &str, columns: usize) -> &str {
    if is_printable_ascii(text) {
        return &text[..columns.min(text.len())];
    }
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += width(grapheme);
        if used > columns {
            return &text[..at];
        }
    }
    text
}

/// A number with separators: `1,204`.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 article`, `1,204 articles`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncation_counts_columns_not_characters() {
        for (input, columns, expected) in [
            ("short", 9, "short"),
            ("exactly", 7, "exactly"),
            ("a longer line", 8, "a longe…"),
            ("a longer", 3, "a…"),
            ("東京都知事", 6, "東京…"),
            ("東京都知事", 5, "東京…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("anything", 0, ""),
        ] {
            assert_eq!(truncate(input, columns), expected, "{input:?} in {columns}");
        }
    }

    #[test]
    fn counts_are_grouped_by_thousands() {
        for (count, expected) in [(0, "0"), (999, "999"), (1_204, "1,204"), (1_000_000, "1,000,000")] {
            assert_eq!(grouped(count), expected);
        }
        assert_eq!(counted(1, "article", "articles"), "1 article");
    }
}
