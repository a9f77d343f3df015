//! An article as text, Markdown and HTML.

#![allow(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "rendered once for a person; a write that cannot fail adds noise"
)]

use crate::model::{Block, BlockKind, Document, Link, ListMark, Note, Span};
use crate::text::web;
use crate::text::wrap::wrap;

/// Nothing in the text may load or run anything, even if markup slipped through.
const CSP: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'\">";

/// The maximum line width, even on wider terminals: longer lines are hard to read.
pub const WIDEST: usize = 80;

/// Title, facts about the article, and its text; wrapped to a terminal's width, or one line per
/// paragraph without a terminal.
pub fn text(document: &Document, columns: Option<usize>) -> String {
    let columns = columns.map(|columns| columns.min(WIDEST));
    let mut out = wrapped(&document.title, columns);
    let facts = facts(document);
    if !facts.is_empty() {
        out.push_str(&wrapped(&facts, columns));
    }
    for block in &document.blocks {
        let piece = block.span.of(&document.text);
        out.push('\n');
        match block.kind {
            BlockKind::Quote => {
                out.push_str(&prefixed(&wrapped(piece, columns.map(|c| c.max(12) - 2)), "> "));
            }
            BlockKind::List | BlockKind::NumberedList => out.push_str(&items(piece, columns, block.kind)),
            BlockKind::Code | BlockKind::Table => out.push_str(&format!("{piece}\n")),
            BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::Caption => {
                out.push_str(&wrapped(piece, columns));
            }
        }
    }
    out
}

/// Byline, site, day and address on one line.
fn facts(document: &Document) -> String {
    let published = document.published.map(|when| when.date().to_string());
    let address = document.url.as_deref().map(|url| web::shown(url).into_owned());
    let facts = [document.byline.clone(), document.site.clone(), published, address];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn wrapped(text: &str, columns: Option<usize>) -> String {
    let mut out = String::new();
    for line in text.lines() {
        match columns {
            None => out.push_str(line),
            Some(columns) => {
                let lines = wrap(line, Span::new(0, line.len()), columns);
                let lines: Vec<&str> = lines.iter().map(|span| span.of(line)).collect();
                out.push_str(&lines.join("\n"));
            }
        }
        out.push('\n');
    }
    out
}

fn prefixed(text: &str, prefix: &str) -> String {
    text.lines().map(|line| format!("{}\n", format!("{prefix}{line}").trim_end())).collect()
}

/// Items with their markers; further lines are indented below their words.
fn items(piece: &str, columns: Option<usize>, kind: BlockKind) -> String {
    let mut out = String::new();
    for (item, mark) in piece.lines().zip(kind.list_marks(piece)) {
        let item = item.trim_start_matches('\t');
        let mark = mark_of(&mark);
        let room = columns.map(|columns| columns.saturating_sub(mark.len()).max(10));
        for (line_at, line) in wrapped(item, room).lines().enumerate() {
            let before = if line_at == 0 { mark.clone() } else { " ".repeat(mark.len()) };
            out.push_str(&format!("{before}{line}\n"));
        }
    }
    out
}

/// The mark before an item, with the indent of its depth.
fn mark_of(mark: &ListMark) -> String {
    let indent = "  ".repeat(mark.depth);
    match mark.number {
        Some(number) => format!("{indent}{number}. "),
        None if mark.is_written => indent,
        None => format!("{indent}- "),
    }
}

/// The article as Markdown with its links, and front matter that `dateline add` can read, with some more facts in it.
pub fn markdown(document: &Document, more: &[(&str, String)]) -> String {
    let mut out = String::from("---\n");
    let published = document.published.map(|when| when.to_string());
    let known = [
        ("title", Some(document.title.clone()).filter(|title| !title.is_empty())),
        ("author", document.byline.clone()),
        ("published", published),
        ("site", document.site.clone()),
        ("url", document.url.clone()),
        ("tags", Some(document.tags.join(", ")).filter(|tags| !tags.is_empty())),
    ];
    let known = known.into_iter().filter_map(|(key, value)| Some((key, value?)));
    for (key, value) in known.chain(more.iter().cloned()) {
        out.push_str(&format!("{key}: {value}\n"));
    }
    out.push_str("---\n");
    for block in &document.blocks {
        out.push('\n');
        out.push_str(&markdown_block(document, block));
    }
    out
}

fn markdown_block(document: &Document, block: &Block) -> String {
    let plain = block.span.of(&document.text);
    let marked = || linked(document, block, escaped_markdown, |words, url| format!("[{words}](<{url}>)"));
    let lines = |text: &str, before: &dyn Fn(usize) -> String| -> String {
        text.lines().enumerate().map(|(at, line)| format!("{}{line}\n", before(at))).collect()
    };
    match block.kind {
        // Two spaces at the end keep a line break.
        BlockKind::Paragraph => format!("{}\n", marked().replace('\n', "  \n")),
        BlockKind::Heading(level) => format!("{} {}\n", "#".repeat(level.into()), marked()),
        BlockKind::Quote => lines(&marked(), &|_| "> ".to_owned()),
        BlockKind::List | BlockKind::NumberedList => {
            let marks = block.kind.list_marks(plain);
            let items = marked();
            let items = items.lines().map(|item| item.trim_start_matches('\t')).zip(&marks);
            items.map(|(item, mark)| format!("{}{item}\n", mark_of(mark))).collect()
        }
        BlockKind::Caption => format!("*{}*\n", marked()),
        BlockKind::Code => {
            let fence = "`".repeat(longest_run(plain, '`').max(2) + 1);
            format!("{fence}\n{plain}\n{fence}\n")
        }
        BlockKind::Table => markdown_table(plain),
    }
}

fn markdown_table(plain: &str) -> String {
    let mut out = String::new();
    for (at, row) in plain.lines().enumerate() {
        let cells: Vec<String> =
            row.split('\t').map(|cell| escaped_markdown(cell.trim()).replace('|', "\\|")).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
        if at == 0 {
            out.push_str(&format!("|{}\n", "---|".repeat(cells.len())));
        }
    }
    out
}

/// Text with all Markdown characters escaped.
fn escaped_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let opens_line = at == 0 || text[..at].ends_with('\n');
        let is_mark = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<');
        if is_mark || (opens_line && matches!(c, '#' | '>' | '-' | '+' | '=')) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

/// The article as an HTML page of its own, without scripts, styles or pictures.
pub fn html(document: &Document) -> String {
    html_page(&document.title, language(document), &html_article(document))
}

/// A page with a title and a language; what it shows has been escaped.
pub fn html_page(title: &str, language: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n{CSP}\n<title>{}</title>\n{body}",
        escaped_html(language),
        escaped_html(title)
    )
}

/// One of several articles of a page, with what is below it.
pub fn html_part(document: &Document, below: &str) -> String {
    let language = escaped_html(language(document));
    format!("<article lang=\"{language}\">\n{}{below}</article>\n", html_article(document))
}

fn language(document: &Document) -> &str {
    document.language.as_deref().unwrap_or("en")
}

fn html_article(document: &Document) -> String {
    let mut out = format!("<h1>{}</h1>\n", escaped_html(&document.title));
    let facts = facts(document);
    if !facts.is_empty() {
        out.push_str(&format!("<p>{}</p>\n", escaped_html(&facts)));
    }
    for block in &document.blocks {
        out.push_str(&html_block(document, block));
    }
    out
}

/// Notes and highlights below an article.
pub fn html_notes<'a>(notes: impl Iterator<Item = &'a Note>) -> String {
    let mut out = String::new();
    for note in notes {
        if out.is_empty() {
            out.push_str("<h2>Notes</h2>\n");
        }
        let lines = |text: &str| escaped_html(text).replace('\n', "<br>");
        if let Some(passage) = &note.passage {
            out.push_str(&format!("<blockquote><p>{}</p></blockquote>\n", lines(&passage.quote)));
        }
        if !note.is_highlight() {
            out.push_str(&format!("<p>{}</p>\n", lines(&note.text)));
        }
    }
    out
}

fn html_block(document: &Document, block: &Block) -> String {
    let marked = linked(document, block, escaped_html, |words, url| {
        format!("<a href=\"{}\">{words}</a>", escaped_html(url))
    });
    let each = |before: &str, after: &str| -> String {
        marked.lines().map(|line| format!("{before}{line}{after}")).collect()
    };
    match block.kind {
        BlockKind::Paragraph => format!("<p>{}</p>\n", marked.replace('\n', "<br>")),
        BlockKind::Heading(level) => format!("<h{level}>{marked}</h{level}>\n"),
        BlockKind::Quote => format!("<blockquote><p>{}</p></blockquote>\n", marked.replace('\n', "<br>")),
        BlockKind::List => format!("<ul>{}</ul>\n", each("<li>", "</li>")),
        BlockKind::NumberedList => format!("<ol>{}</ol>\n", each("<li>", "</li>")),
        BlockKind::Code => format!("<pre>{marked}</pre>\n"),
        BlockKind::Caption => format!("<p><em>{marked}</em></p>\n"),
        BlockKind::Table => {
            format!("<table>{}</table>\n", each("<tr><td>", "</td></tr>").replace('\t', "</td><td>"))
        }
    }
}

fn escaped_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A block's text with its links; words are escaped before they are marked up.
fn linked(
    document: &Document,
    block: &Block,
    escaped: fn(&str) -> String,
    mark: impl Fn(&str, &str) -> String,
) -> String {
    let within = |link: &&Link| link.span.start >= block.span.start && link.span.end <= block.span.end;
    let mut out = String::new();
    let mut at = block.span.start;
    for link in document.links.iter().filter(within) {
        if link.span.start < at {
            continue;
        }
        let before = Span { start: at, end: link.span.start };
        out.push_str(&escaped(before.of(&document.text)));
        out.push_str(&mark(&escaped(link.span.of(&document.text)), &link.url));
        at = link.span.end;
    }
    out.push_str(&escaped(Span { start: at, end: block.span.end }.of(&document.text)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::When;

    fn article() -> Document {
        let pieces = [
            (BlockKind::Paragraph, "The ferry sails again, *she* said."),
            (BlockKind::Heading(2), "Why"),
            (BlockKind::Quote, "A storm."),
            (BlockKind::List, "rope\ntar"),
            (BlockKind::Table, "boat\tcrew\nAnna\t3"),
            (BlockKind::Code, "if a < b"),
        ];
        let mut document = Document {
            title: "Storm & after".to_owned(),
            byline: Some("Ann Example".to_owned()),
            published: When::day(2016, 12, 15),
            ..Document::default()
        };
        for (kind, piece) in pieces {
            if !document.text.is_empty() {
                document.text.push_str("\n\n");
            }
            let start = document.text.len();
            document.text.push_str(piece);
            document.blocks.push(Block { kind, span: Span::new(start, document.text.len()) });
        }
        document.links.push(Link { span: Span::new(4, 9), url: "https://example.org/f".to_owned() });
        document
    }

    #[test]
    fn as_text() {
        let expected = "Storm & after\nAnn Example · 2016-12-15\n\nThe ferry sails again, *she* said.\n\nWhy\n\n\
            > A storm.\n\n- rope\n- tar\n\nboat\tcrew\nAnna\t3\n\nif a < b\n";
        assert_eq!(text(&article(), None), expected);
        assert!(text(&article(), Some(20)).contains("The ferry sails\nagain, *she* said.\n"));
    }

    #[test]
    fn as_markdown_that_is_read_back() {
        let marked = markdown(&article(), &[("read", "true".to_owned())]);
        let source = crate::extract::Source::default();
        let back = crate::extract::markdown(marked.as_bytes(), &source).unwrap();
        let original = article();
        assert_eq!(
            (back.title, back.byline, back.published),
            (original.title, original.byline, original.published)
        );
        assert_eq!(back.text, original.text);
        assert_eq!(back.blocks, original.blocks);
        assert_eq!(back.links, original.links);
    }

    #[test]
    fn as_html_that_is_safe() {
        let page = html(&article());
        assert!(page.contains("<h1>Storm &amp; after</h1>"));
        assert!(page.contains("The <a href=\"https://example.org/f\">ferry</a> sails"));
        assert!(page.contains("<table><tr><td>boat</td><td>crew</td></tr>"));
        assert!(page.contains("<pre>if a &lt; b</pre>"));
    }
}
