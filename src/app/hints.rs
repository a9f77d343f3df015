//! Letter hints: the visible targets, their positions, and the letters to type for them.

use crate::text::web;

/// The target of a hint, on the screen that provided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HintGoal {
    /// A mention in the text, as an index into the article's mentions.
    Mention(usize),
    /// A row of the screen: of its list, index or column of articles.
    Row(usize),
    /// A row next to it: of the sidebar, or of the companions.
    Beside(usize),
    /// An address.
    Link(String),
}

/// A visible target of a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HintTarget {
    /// Its column on the screen.
    pub column: u16,
    /// Its row.
    pub row: u16,
    /// The target.
    pub goal: HintGoal,
    /// The text to copy.
    pub text: String,
}

/// A link to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// The linked words.
    pub text: String,
    /// The address.
    pub url: String,
}

impl LinkRow {
    /// A link, if it leads to the web.
    pub fn new(text: &str, url: &str) -> Option<Self> {
        let url = web::openable(url)?;
        Some(Self { text: crate::text::clean::line(text), url })
    }
}

/// The letters, those on the home row first.
const LETTERS: &[u8] = b"fjdksalghrueiwoqptyvmcnbxz";

/// This number of distinct labels, none of which is a prefix of another; the first ones are the shortest.
pub fn labels(count: usize) -> Vec<String> {
    let letters = LETTERS.len();
    let one = |at: usize| char::from(LETTERS[at % letters]).to_string();
    // The last letters begin two-letter labels: as few as possible.
    let prefixes = count.saturating_sub(letters).div_ceil(letters - 1).min(letters);
    let short = (0..letters - prefixes).map(one);
    let long =
        (letters - prefixes..letters).flat_map(|first| (0..letters).map(move |at| one(first) + &one(at)));
    short.chain(long).take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_begins_another_and_all_are_short() {
        for count in [0, 1, 5, 26, 27, 51, 52, 100, 200] {
            let labels = labels(count);
            assert_eq!(labels.len(), count);
            for (at, one) in labels.iter().enumerate() {
                let begins = |other: &String| other.starts_with(one.as_str());
                assert!(one.len() <= 2 && !labels[at + 1..].iter().any(begins), "{count}: {one}");
            }
        }
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert!(LinkRow::new("a", "https://quay.example/x").is_some());
        assert!(
            LinkRow::new("a", "javascript:alert(1)").is_none() && LinkRow::new("a", "file:///etc").is_none()
        );
    }
}
