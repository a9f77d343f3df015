//! Finds words in a text ignoring case and diacritics.

use super::fold::fold;
use crate::model::Span;

/// Where `needle` occurs in `text`, in order and without overlaps; nothing if the needle is blank.
pub fn find_all(text: &str, needle: &str) -> Vec<Span> {
    let needle = fold(needle);
    if needle.is_empty() {
        return Vec::new();
    }
    let (folded, origin) = fold_with_origin(text);
    folded.match_indices(&needle).map(|(at, found)| Span::new(origin[at], origin[at + found.len()])).collect()
}

/// The folded text, and for each of its bytes (and its end) the byte of `text` it comes from.
fn fold_with_origin(text: &str) -> (String, Vec<usize>) {
    let mut folded = String::with_capacity(text.len());
    let mut origin = Vec::with_capacity(text.len() + 1);
    for (at, c) in text.char_indices() {
        let before = folded.len();
        if c.is_whitespace() {
            folded.push(' ');
        } else {
            folded.push_str(&fold(c.encode_utf8(&mut [0; 4])));
        }
        origin.extend(std::iter::repeat_n(at, folded.len() - before));
    }
    origin.push(text.len());
    (folded, origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_do_not_matter() {
        for (text, needle, expected) in [
            ("Mosul, MOSUL and mosul", "mosul", vec!["Mosul", "MOSUL", "mosul"]),
            ("El Niño", "nino", vec!["Niño"]),
            ("El Nino", "niño", vec!["Nino"]),
            ("two\nlines", "two lines", vec!["two\nlines"]),
            ("aaa", "aa", vec!["aa"]),
            ("anything", "  ", vec![]),
        ] {
            let found: Vec<&str> = find_all(text, needle).into_iter().map(|span| span.of(text)).collect();
            assert_eq!(found, expected, "{needle:?} in {text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn hits_are_stretches_of_the_text(text in "\\PC{0,60}", needle in "\\PC{1,3}") {
            for span in find_all(&text, &needle) {
                proptest::prop_assert!(text.get(span.range()).is_some());
            }
        }
    }
}
