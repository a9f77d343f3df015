//! What changed when a source edited an article: word by word, in the changed paragraphs.

use super::{Library, Result};
use crate::model::{ArticleId, DiffPart, Revision};
use similar::{ChangeTag, TextDiff};

impl Library {
    /// What each revision of an article changed, the oldest first; empty if it was never revised.
    pub fn revisions(&self, id: ArticleId) -> Result<Vec<Revision>> {
        let versions = self.in_store(self.store.versions(id))?;
        let text = |(_, title, text): &(i64, String, String)| format!("{title}\n{text}");
        let revision = |pair: &[(i64, String, String)]| match pair {
            [before, after] => {
                Some(Revision { added: after.0, paragraphs: changed(&text(before), &text(after)) })
            }
            _ => None,
        };
        Ok(versions.windows(2).filter_map(revision).collect())
    }
}

/// The lines of either text that the other does not have, with what replaced them.
fn changed(before: &str, after: &str) -> Vec<Vec<DiffPart>> {
    let mut paragraphs = vec![Vec::new()];
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        // A line break in both texts separates paragraphs.
        for part in change.value().split_inclusive('\n') {
            let words = part.trim_end_matches('\n');
            if let (false, Some(paragraph)) = (words.is_empty(), paragraphs.last_mut()) {
                push(paragraph, change.tag(), words);
            }
            if part.ends_with('\n') && change.tag() == ChangeTag::Equal {
                paragraphs.push(Vec::new());
            }
        }
    }
    let is_changed = |paragraph: &Vec<DiffPart>| {
        let says = |words: &str| !words.trim().is_empty();
        paragraph.iter().any(|item| match item {
            DiffPart::Kept(_) => false,
            DiffPart::Removed(words) | DiffPart::Added(words) => says(words),
        })
    };
    paragraphs.retain(is_changed);
    paragraphs
}

/// Appends words to a paragraph; to its last part, if that is of the same kind.
fn push(paragraph: &mut Vec<DiffPart>, tag: ChangeTag, words: &str) {
    match (paragraph.last_mut(), tag) {
        (Some(DiffPart::Kept(last)), ChangeTag::Equal)
        | (Some(DiffPart::Removed(last)), ChangeTag::Delete)
        | (Some(DiffPart::Added(last)), ChangeTag::Insert) => last.push_str(words),
        _ => paragraph.push(match tag {
            ChangeTag::Equal => DiffPart::Kept(words.to_owned()),
            ChangeTag::Delete => DiffPart::Removed(words.to_owned()),
            ChangeTag::Insert => DiffPart::Added(words.to_owned()),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> String {
        let item = |item: &DiffPart| match item {
            DiffPart::Kept(words) => words.clone(),
            DiffPart::Removed(words) => format!("[-{words}-]"),
            DiffPart::Added(words) => format!("{{+{words}+}}"),
        };
        let paragraph = |items: &Vec<DiffPart>| items.iter().map(item).collect::<Vec<_>>().concat();
        changed(before, after).iter().map(paragraph).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn changed_paragraphs_are_told_word_by_word() {
        let check = |before: &str, after: &str, expected: &str| {
            assert_eq!(told(before, after), expected, "{before:?} to {after:?}");
        };
        check("Ferry\nIt left.\n\nIt came back.", "Ferry\nIt left.\n\nIt came back.", "");
        check(
            "Ferry\nForty sat there.\n\nEnd.",
            "Ferry\nFifty sat there.\n\nEnd.",
            "[-Forty-]{+Fifty+} sat there.",
        );
        check("Ferry leaves\nIt left.", "Ferry late\nIt left.", "Ferry [-leaves-]{+late+}");
        check("A\nOne.", "A\nOne.\n\nTwo.", "One.{+Two.+}");
    }
}
