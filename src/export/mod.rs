//! Articles as they leave the library: text, Markdown, HTML, JSON.

pub mod json;
pub mod render;

use crate::model::{Article, Kind};
use crate::text::notes;
use crate::text::width::counted;
use std::path::Path;

/// A format of articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown with front matter, which `dateline add` reads.
    Markdown,
    /// One page.
    Html,
    /// Plain text.
    Text,
    /// One object per line.
    Json,
}

impl Format {
    /// The format that a file's name says.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_lowercase().as_str() {
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" => Some(Self::Html),
            "txt" | "text" => Some(Self::Text),
            "json" | "jsonl" => Some(Self::Json),
            _ => None,
        }
    }

    /// An article in it, with the user's notes.
    pub fn write(self, article: &Article) -> String {
        let notes = || notes::in_order(&article.notes).into_iter();
        match self {
            Self::Markdown => markdown(article),
            Self::Html => render::html(&article.document) + &render::html_notes(notes()),
            Self::Text => {
                let notes: Vec<String> = notes().map(notes::markdown).collect();
                let heading = if notes.is_empty() { "" } else { "\nNotes\n\n" };
                format!("{}{heading}{}", render::text(&article.document, None), notes.join("\n"))
            }
            Self::Json => format!("{}\n", json::article(article)),
        }
    }

    /// Several articles in one file.
    pub fn write_all(self, articles: &[Article]) -> String {
        let each = articles.iter().map(|article| self.write(article));
        match self {
            Self::Markdown | Self::Text => each.collect::<Vec<_>>().join("\n\n"),
            Self::Html if articles.len() > 1 => {
                let part = |article: &Article| {
                    let notes = render::html_notes(notes::in_order(&article.notes).into_iter());
                    render::html_part(&article.document, &notes)
                };
                let parts: String = articles.iter().map(part).collect();
                render::html_page(&counted(articles.len() as u64, "article", "articles"), "en", &parts)
            }
            Self::Json | Self::Html => each.collect(),
        }
    }
}

/// Markdown of an article with what the user did with it: marks, tags and names in the front matter, notes at the end.
pub fn markdown(article: &Article) -> String {
    let mut document = article.document.clone();
    let new = article.row.tags.iter().filter(|tag| !article.document.tags.contains(tag));
    document.tags.extend(new.cloned());
    let mut facts: Vec<(&str, String)> = Vec::new();
    for (name, is_so) in [("read", !article.row.unread), ("bookmarked", article.row.bookmarked)] {
        facts.extend(is_so.then(|| (name, "true".to_owned())));
    }
    for kind in Kind::ALL {
        let of_kind = article.entities.iter().filter(|named| named.entity.kind == kind);
        let names: Vec<&str> = of_kind.map(|named| named.entity.name.as_str()).collect();
        facts.extend((!names.is_empty()).then(|| (kind.plural(), names.join(", "))));
    }
    let notes: Vec<String> = notes::in_order(&article.notes).into_iter().map(notes::markdown).collect();
    let heading = if notes.is_empty() { "" } else { "\n## Notes\n\n" };
    format!("{}{heading}{}", render::markdown(&document, &facts), notes.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_a_name_says_the_format() {
        for (name, expected) in [
            ("a.md", Some(Format::Markdown)),
            ("a.HTML", Some(Format::Html)),
            ("/tmp/a.b.txt", Some(Format::Text)),
            ("a.jsonl", Some(Format::Json)),
            ("a.pdf", None),
            ("a", None),
        ] {
            assert_eq!(Format::of(Path::new(name)), expected, "{name}");
        }
    }
}
