//! Headlines in lists.

use crate::model::Document;
use crate::text::clean;

/// The headline of an article in lists: its title or, without one, its first words.
pub(super) fn headline(document: &Document) -> String {
    const LONGEST: usize = 80;
    let title = clean::line(&document.title);
    if !title.is_empty() {
        return title;
    }
    let mut headline = String::new();
    for word in document.text.split_whitespace() {
        if headline.chars().count() + word.chars().count() >= LONGEST {
            headline.push('…');
            break;
        }
        if !headline.is_empty() {
            headline.push(' ');
        }
        headline.push_str(word);
    }
    if headline.is_empty() { "Untitled".to_owned() } else { headline }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_without_a_title_is_called_by_its_first_words() {
        let check = |title: &str, text: &str, expected: &str| {
            assert_eq!(headline(&Document::from_paragraphs(title, text)), expected);
        };
        check("  Dam \n opened ", "Text.", "Dam opened");
        check("", "The dam was opened.\n\nMore.", "The dam was opened. More.");
        check("", &"longer ".repeat(20), &format!("{}…", "longer ".repeat(11).trim()));
        check("", "", "Untitled");
    }
}
