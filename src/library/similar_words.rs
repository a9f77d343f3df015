//! Words of a search that no article has as they were typed: what is shown then has similar words, which is said.

use super::{Library, Result, Task};
use crate::index::{Highlighter, Wanted};
use crate::model::Row;
use crate::query::{Expression, Shape, Words};

/// The words of a query that are searched for with all their forms, in any field.
pub(super) fn plain_words(expression: &Expression) -> Vec<Words> {
    let is_plain = |words: &Words| {
        let is_word = words.text.chars().all(char::is_alphabetic);
        let is_plain = matches!(words.shape, Shape::Plain | Shape::Typing) && !words.is_first_letter();
        words.field.is_none() && is_plain && is_word
    };
    match expression {
        Expression::Words(words) if is_plain(words) => vec![words.clone()],
        Expression::All(parts) => parts.iter().flat_map(plain_words).collect(),
        _ => Vec::new(),
    }
}

impl Library {
    /// Says which word no article has, and which one is shown for it: `no article has “mosull” itself`.
    pub(super) fn tell_of_similar_words(
        &self,
        words: &[Words],
        rows: &[Row],
        task: &Task,
    ) -> Result<Option<String>> {
        let stopped = || task.is_cancelled();
        for words in words.iter().filter(|_| !rows.is_empty()) {
            let shape = if words.shape == Shape::Typing { Shape::Prefix } else { Shape::Phrase };
            let as_typed = Words { shape, ..words.clone() };
            // Nearly always one of the rows shows it, and the index need not be asked.
            if shown_word(&as_typed, rows).is_some() {
                continue;
            }
            let as_typed = Wanted::Words(as_typed);
            if self.ask(|index| index.has_any(&as_typed, &stopped))? == Some(false) {
                let typed = &words.text;
                let any_form = Words { shape: Shape::Plain, ..words.clone() };
                let shown = shown_word(&any_form, rows).map(|word| format!(": {word}")).unwrap_or_default();
                return Ok(Some(format!("no article has “{typed}” itself; shown are similar words{shown}")));
            }
        }
        Ok(None)
    }
}

/// The first word of the rows that is searched for.
fn shown_word<'a>(words: &Words, rows: &'a [Row]) -> Option<&'a str> {
    let highlighter = Highlighter::new(&Expression::Words(words.clone()));
    let mut texts = rows.iter().flat_map(|row| {
        let snippet = row.snippet.as_ref().map(|snippet| snippet.text.as_str());
        std::iter::once(row.title.as_str()).chain(snippet)
    });
    texts.find_map(|text| highlighter.hits(text).first().map(|hit| hit.of(text)))
}
