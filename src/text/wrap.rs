//! Breaks a text into lines of a given width without copying it: lines are spans, so names and
//! links keep their positions.

use super::width::width;
use crate::model::Span;
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

/// The lines of `span` of `text`, each at most `columns` wide, broken where Unicode Standard Annex 14
/// allows it; a word wider than a line is broken between graphemes. Spaces at the end of a line
/// belong to no line. An empty span has no lines.
pub fn wrap(text: &str, span: Span, columns: usize) -> Vec<Span> {
    let columns = columns.max(1);
    let piece = span.of(text);
    let mut lines = Vec::new();
    let mut line = Open { start: 0, used: 0 };
    let mut at = 0;
    for (end, opportunity) in linebreaks(piece) {
        let word = &piece[at..end];
        let shown = word.trim_end();
        let gap: usize = piece[at + shown.len()..end].split('\n').map(width).sum();
        let wide = width(shown);
        if line.used > 0 && line.used + wide > columns {
            line.close(piece, at, span.start, &mut lines);
        }
        if wide > columns {
            break_word(piece, at, at + shown.len(), columns, span.start, &mut line, &mut lines);
        } else {
            line.used += wide;
        }
        line.used += gap;
        at = end;
        if opportunity == BreakOpportunity::Mandatory && word.ends_with('\n') {
            line.close(piece, end, span.start, &mut lines);
        }
    }
    line.close(piece, piece.len(), span.start, &mut lines);
    lines
}

/// The line being filled.
struct Open {
    start: usize,
    used: usize,
}

impl Open {
    fn close(&mut self, piece: &str, end: usize, base: u32, lines: &mut Vec<Span>) {
        let shown = piece[self.start..end].trim_end();
        if !shown.is_empty() {
            lines.push(Span::new(self.start, self.start + shown.len()).shifted(base as usize));
        }
        self.start = end;
        self.used = 0;
    }
}

fn break_word(
    piece: &str,
    start: usize,
    end: usize,
    columns: usize,
    base: u32,
    line: &mut Open,
    lines: &mut Vec<Span>,
) {
    for (offset, grapheme) in piece[start..end].grapheme_indices(true) {
        let wide = width(grapheme);
        if line.used > 0 && line.used + wide > columns {
            line.close(piece, start + offset, base, lines);
        }
        line.used += wide;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, columns: usize) -> Vec<&str> {
        wrap(text, Span::new(0, text.len()), columns).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn lines_break_where_print_breaks_them() {
        for (input, columns, expected) in [
            ("the quick brown fox", 9, vec!["the quick", "brown fox"]),
            ("the quick brown fox", 80, vec!["the quick brown fox"]),
            ("a well-known man", 7, vec!["a well-", "known", "man"]),
            ("one\ntwo", 80, vec!["one", "two"]),
            ("unbreakable", 4, vec!["unbr", "eaka", "ble"]),
            ("東京都知事選挙", 6, vec!["東京都", "知事選", "挙"]),
            ("", 10, vec![]),
            ("trailing   ", 20, vec!["trailing"]),
        ] {
            assert_eq!(lines(input, columns), expected, "{input:?} in {columns}");
        }
    }

    #[test]
    fn spans_count_from_the_whole_text() {
        let text = "xx one two";
        let spans = wrap(text, Span::new(3, 10), 3);
        assert_eq!(spans, [Span::new(3, 6), Span::new(7, 10)]);
    }

    proptest::proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_letter_is_lost(text in "[a-z é東\\-\\n]{0,120}", columns in 2usize..40) {
            let lines = lines(&text, columns);
            for line in &lines {
                proptest::prop_assert!(width(line) <= columns, "{line:?}");
            }
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            proptest::prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
