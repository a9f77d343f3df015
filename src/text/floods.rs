//! Floods of invisible text: stacks of combining marks, strings of joiners, blank letters. Some scripts need a few of
//! each; more than that hides words or covers the lines around it.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The maximum number of marks on one letter. Vedic and Hebrew texts have five or six.
const MOST_MARKS: usize = 8;

/// What to do with invisible letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Invisible {
    /// Keep one where its script uses it.
    Sparse,
    /// Remove all: for titles and addresses.
    Never,
}

/// Whether a text contains nothing to remove. This runs for every text that is drawn, so it looks at each letter only
/// once.
pub(super) fn is_calm(text: &str, invisible: Invisible) -> bool {
    let (mut marks, mut joiners, mut before) = (0, 0, '\0');
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c < '\u{300}' {
            (marks, joiners) = (0, 0);
        } else if is_invisible(c) {
            let stays = invisible == Invisible::Sparse && is_used(before, c, rest.peek().copied());
            if !stays {
                return false;
            }
        } else if is_joiner(c) {
            joiners += 1;
        } else if is_combining_mark(c) {
            marks += 1;
        } else {
            (marks, joiners) = (0, 0);
        }
        if marks > MOST_MARKS || joiners > 1 {
            return false;
        }
        before = c;
    }
    true
}

/// The text without floods, in NFC if it had any.
pub(super) fn calmed(text: &str, invisible: Invisible) -> String {
    let mut sparse = String::with_capacity(text.len());
    let (mut joiners, mut before) = (0, '\0');
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let stays = if is_invisible(c) {
            invisible == Invisible::Sparse && is_used(before, c, rest.peek().copied())
        } else if is_joiner(c) {
            joiners += 1;
            joiners == 1
        } else {
            joiners = if is_combining_mark(c) { joiners } else { 0 };
            true
        };
        sparse.extend(stays.then_some(c));
        before = c;
    }
    // Separate characters may now combine; marks are counted in the composed text.
    let composed: String = if is_nfc(&sparse) { sparse } else { sparse.nfc().collect() };
    let mut marks = 0;
    let mut few = |c: &char| {
        if is_combining_mark(*c) {
            marks += 1;
        } else if !is_joiner(*c) && !is_invisible(*c) {
            marks = 0;
        }
        !is_combining_mark(*c) || marks <= MOST_MARKS
    };
    composed.chars().filter(|c| few(c)).collect()
}

/// The zero-width joiner and non-joiner.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Letters that show nothing, although Unicode classes them as letters or symbols.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180e}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{ffa0}'
            | '\u{1d173}'..='\u{1d17a}'
    )
}

/// Whether an invisible letter is single and next to letters of its script.
fn is_used(before: char, c: char, after: Option<char>) -> bool {
    let after = after.unwrap_or('\0');
    if is_invisible(before) || is_invisible(after) {
        return false;
    }
    match c {
        '\u{34f}' => matches!(before, '\u{591}'..='\u{5f4}'),
        '\u{115f}' => matches!(after, '\u{1161}'..='\u{11a7}'),
        '\u{1160}' => matches!(before, '\u{1100}'..='\u{115e}'),
        '\u{17b4}' | '\u{17b5}' => matches!(before, '\u{1780}'..='\u{17dd}'),
        '\u{180e}' => matches!(before, '\u{1820}'..='\u{18aa}'),
        '\u{2800}' => matches!(before, '\u{2801}'..='\u{28ff}') || matches!(after, '\u{2801}'..='\u{28ff}'),
        '\u{1d173}'..='\u{1d17a}' => matches!(before, '\u{1d100}'..='\u{1d1ff}'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floods_go_and_scripts_stay() {
        let heap = |count: usize| format!("x{}b", "\u{323}\u{489}".repeat(count));
        for (what, input, expected) in [
            ("plain", "naïve 東京", "naïve 東京"),
            ("Persian", "می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("a family", "👨\u{200d}👩\u{200d}👧", "👨\u{200d}👩\u{200d}👧"),
            ("Hindi", "क्\u{200d}ष", "क्\u{200d}ष"),
            ("joiners", &format!("a{}b", "\u{200d}".repeat(200)), "a\u{200d}b"),
            ("both joiners", "a\u{200d}\u{200c}\u{200d}b", "a\u{200d}b"),
            ("one Hangul filler", "a\u{3164}b", "ab"),
            ("many", &format!("a{}b", "\u{115f}\u{1160}\u{ffa0}\u{34f}".repeat(50)), "ab"),
            ("Old Hangul", "\u{1100}\u{1160}", "\u{1100}\u{1160}"),
            ("Mongolian", "ᠮᠠ\u{180e}ᠠ", "ᠮᠠ\u{180e}ᠠ"),
            ("Mongolian, twice", "ᠮᠠ\u{180e}\u{180e}ᠠ", "ᠮᠠᠠ"),
            ("no Mongolian", "a\u{180e}b", "ab"),
            ("braille", "⠓⠊\u{2800}⠞⠓", "⠓⠊\u{2800}⠞⠓"),
            ("no braille", "a\u{2800}b", "ab"),
            ("music", "a\u{1d173}b", "ab"),
            ("what it kept apart", "e\u{34f}\u{301}", "é"),
        ] {
            assert_eq!(calmed(input, Invisible::Sparse), expected, "{what}");
            assert_eq!(is_calm(input, Invisible::Sparse), input == expected, "{what}");
        }
        assert_eq!(calmed(&heap(4), Invisible::Sparse).chars().count(), 10);
        assert_eq!(calmed(&heap(500), Invisible::Sparse).chars().count(), 10);
        assert!(is_calm(&heap(4), Invisible::Sparse) && !is_calm(&heap(5), Invisible::Sparse));
        assert_eq!(calmed("⠓⠊\u{2800}⠞⠓", Invisible::Never), "⠓⠊⠞⠓");
        assert!(!is_calm("⠓⠊\u{2800}⠞⠓", Invisible::Never));
    }

    proptest::proptest! {
        #[test]
        fn what_is_calmed_is_calm(
            text in "[a\u{300}-\u{30f}\u{489}\u{200c}\u{200d}\u{34f}\u{915}\u{93c}\u{958}\u{5d0}\u{1100}\u{115f}-\u{1161}\u{2800}\u{2801}\u{180e}\u{1820}]{0,40}"
        ) {
            for invisible in [Invisible::Sparse, Invisible::Never] {
                let calm = calmed(&text, invisible);
                proptest::prop_assert!(is_calm(&calm, invisible), "{calm:?}");
                proptest::prop_assert_eq!(calmed(&calm, invisible), calm);
            }
        }
    }
}
