//! Plain texts as paragraphs.

use super::draft::{Draft, Inline};
use crate::model::{BlockKind, Document};
use crate::text::clean;

/// The paragraphs of a text: separated by empty lines, or by line breaks if it has no empty lines.
pub(super) fn of(text: &str) -> Document {
    let text = clean::lines(text);
    let mut draft = Draft::default();
    let has_empty_lines = text.trim().contains("\n\n");
    let mut inline = Inline::default();
    for line in text.split('\n') {
        if line.trim().is_empty() || !has_empty_lines {
            draft.push(BlockKind::Paragraph, std::mem::take(&mut inline));
        }
        inline.push(line);
        inline.push_line_end();
    }
    draft.push(BlockKind::Paragraph, inline);
    draft.finish()
}
