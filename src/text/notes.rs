//! Notes and highlights in words.

use crate::model::{Note, NoteRow, When};

/// The mark before a note in the text of an article and in lists.
pub const MARK: &str = "✎ ";

/// A note as Markdown: its passage as a quotation, then its text.
pub fn markdown(note: &Note) -> String {
    let quote = note.passage.iter().flat_map(|passage| passage.quote.lines());
    let mut out: String = quote.flat_map(|line| ["> ", line, "\n"]).collect();
    if !note.is_highlight() {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&note.text);
        out.push('\n');
    }
    out
}

/// Notes in the order in which they are read: those on the whole article, then the others by their passages. So none
/// stands below a quotation that it is not about.
pub fn in_order(notes: &[(i64, Note)]) -> Vec<&Note> {
    let mut notes: Vec<&Note> = notes.iter().map(|(_, note)| note).collect();
    notes.sort_by_key(|note| note.passage.as_ref().map(|passage| passage.span.start));
    notes
}

/// Notes and highlights of several articles as Markdown, under the title of each article, in the order of its text.
pub fn markdown_of_all(mut rows: Vec<NoteRow>) -> String {
    rows.sort_by_key(|NoteRow { note, .. }| {
        (note.article, note.passage.as_ref().map(|passage| passage.span.start), note.added)
    });
    let mut out = String::new();
    let mut of = None;
    for row in &rows {
        if of != Some(row.note.article) {
            let parting = if out.is_empty() { "" } else { "\n" };
            out.extend([parting, "## ", &row.title, "\n"]);
            of = Some(row.note.article);
        }
        let day = When::second(row.note.added).date().to_string();
        out.extend(["\n", &markdown(&row.note), "\n*", &day, "*\n"]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, Passage, Span};

    #[test]
    fn notes_are_quotations_with_words() {
        let passage = Some(Passage { span: Span::new(0, 4), quote: "a gull\nflew".to_owned() });
        let note =
            |text: &str, passage| Note { article: ArticleId(1), added: 0, text: text.to_owned(), passage };
        for (note, expected) in [
            (note("true", None), "true\n"),
            (note("", passage.clone()), "> a gull\n> flew\n"),
            (note("true", passage), "> a gull\n> flew\n\ntrue\n"),
        ] {
            assert_eq!(markdown(&note), expected);
        }
    }
}
