//! The user's notes in the article: those on the whole article below the byline, the others below their passages.

use super::{Setter, Style};
use crate::model::{Article, Note, Span};
use crate::text::notes::MARK;
use crate::text::quotation::quoted;
use crate::text::width::{truncate, width};
use crate::text::wrap::wrap;

/// A note or highlight, and the position of its passage in the text.
pub(super) struct Placed<'a> {
    note: &'a Note,
    /// `None` for a note on the whole article, or if the text no longer contains its passage.
    pub place: Option<Span>,
}

/// The notes of an article with their positions.
pub(super) fn placed(article: &Article) -> Vec<Placed<'_>> {
    let place =
        |note: &Note| note.passage.as_ref().and_then(|passage| passage.place_in(&article.document.text));
    article.notes.iter().map(|(_, note)| Placed { note, place: place(note) }).collect()
}

impl Setter<'_> {
    /// Adds notes one after another, with an empty line before or after them all.
    pub(super) fn notes<'a>(&mut self, notes: impl Iterator<Item = &'a Placed<'a>>) {
        const QUOTED: usize = 60;
        let mut is_first = true;
        for Placed { note, place } in notes {
            let lost = note.passage.as_ref().filter(|_| place.is_none());
            let lost = lost.map(|passage| {
                format!(" (on {}, which the text no longer has)", quoted(&truncate(&passage.quote, QUOTED)))
            });
            if note.is_highlight() && lost.is_none() {
                continue;
            }
            let is_below = place.is_some();
            if is_below && std::mem::take(&mut is_first) {
                self.blank();
            }
            let words = format!("{}{}", note.text, lost.unwrap_or_default());
            let indent = width(MARK);
            for (at, span) in wrap(&words, Span::new(0, words.len()), self.columns.saturating_sub(indent))
                .into_iter()
                .enumerate()
            {
                let lead = if at == 0 { MARK.to_owned() } else { " ".repeat(indent) };
                self.words(Style::Note, format!("{lead}{}", span.of(&words)));
            }
            if !is_below {
                self.blank();
            }
        }
    }
}
