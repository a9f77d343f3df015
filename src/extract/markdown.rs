//! Markdown to a document: `CommonMark` with tables and strikethrough (pulldown-cmark), and front matter.
//!
//! HTML in Markdown is dropped, but its text stays; pictures leave their description as a caption.

use super::draft::{Draft, Inline};
use super::{RejectReason, dates};
use crate::model::{BlockKind, Document};
use crate::text::clean;
use crate::text::language;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The document of a clean Markdown text.
pub(super) fn read(text: &str) -> Result<Document, RejectReason> {
    let (matter, body) = front_matter(text);
    let mut writer = Writer::default();
    for event in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        writer.take(event);
    }
    writer.close();
    let title = writer.title.take();
    let mut document = writer.draft.finish();
    document.title = title.unwrap_or_default();
    for (key, value) in matter {
        apply(&mut document, key, value);
    }
    if document.text.is_empty() && document.title.is_empty() {
        Err(RejectReason::NoText)
    } else {
        Ok(document)
    }
}

/// The `key: value` lines between `---` lines at the start, and the rest.
fn front_matter(text: &str) -> (Vec<(&str, &str)>, &str) {
    let none = (Vec::new(), text);
    let Some(after) = text.trim_start_matches('\n').strip_prefix("---\n") else { return none };
    let Some((head, body)) = after.split_once("\n---\n").or_else(|| after.split_once("\n...\n")) else {
        return none;
    };
    let mut matter: Vec<(&str, &str)> = Vec::new();
    let mut list_key = None;
    for line in head.lines() {
        if let (Some(key), Some(item)) = (list_key, line.trim_start().strip_prefix("- ")) {
            matter.push((key, item.trim()));
        } else if let Some((key, value)) = line.split_once(':') {
            list_key = value.trim().is_empty().then_some(key.trim());
            matter.push((key.trim(), value.trim()));
        }
    }
    (matter, body)
}

/// Stores one value of the front matter; unknown keys are ignored.
fn apply(document: &mut Document, key: &str, value: &str) {
    let plain = clean::line(value.trim_matches(['"', '\'']));
    if plain.is_empty() {
        return;
    }
    match key.to_ascii_lowercase().as_str() {
        "title" => document.title = plain,
        "author" | "authors" | "byline" => document.byline = Some(plain),
        "published" | "date" => document.published = dates::read(&plain).or(document.published),
        "site" | "source" => document.site = Some(plain),
        "url" | "link" => document.url = Some(plain),
        "image" => document.image = Some(plain),
        "language" | "lang" => document.language = language::of_tag(&plain),
        "tags" | "tag" | "keywords" => {
            let listed = plain.trim_matches(['[', ']']).split(',');
            let tags = listed.map(|tag| tag.trim().trim_matches(['"', '\'']).to_owned());
            document.tags.extend(tags.filter(|tag| !tag.is_empty()));
        }
        _ => {}
    }
}

/// Events being turned into blocks.
#[derive(Default)]
struct Writer {
    draft: Draft,
    title: Option<String>,
    inline: Inline,
    quotes: usize,
    /// Kinds of the open lists; items of nested lists are lines of the outermost.
    lists: Vec<BlockKind>,
    /// The open heading, table or code block.
    open: Option<BlockKind>,
    /// Starts and addresses of the open links.
    links: Vec<(usize, String)>,
    is_first_cell: bool,
    /// Inside the description of a picture, which becomes a caption.
    picture: Option<Inline>,
}

impl Writer {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                let is_code = self.open == Some(BlockKind::Code);
                let inline = self.picture.as_mut().unwrap_or(&mut self.inline);
                if is_code { inline.push_exactly(&text) } else { inline.push(&text) }
            }
            Event::SoftBreak => self.inline.push_blank(),
            Event::HardBreak => self.inline.push_line_end(),
            Event::Rule => self.close(),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag) {
        match tag {
            Tag::Paragraph if self.lists.is_empty() => self.close(),
            Tag::Paragraph => self.inline.push_blank(),
            Tag::Heading { level, .. } => self.begin(BlockKind::Heading(number(level))),
            Tag::BlockQuote(_) => {
                self.close();
                self.quotes += 1;
            }
            Tag::CodeBlock(_) => self.begin(BlockKind::Code),
            Tag::List(first) => {
                if self.lists.is_empty() {
                    self.close();
                }
                self.lists.push(if first.is_some() { BlockKind::NumberedList } else { BlockKind::List });
            }
            Tag::Item => self.inline.push_line_end(),
            Tag::Table(_) => self.begin(BlockKind::Table),
            Tag::TableHead | Tag::TableRow => {
                self.inline.push_line_end();
                self.is_first_cell = true;
            }
            Tag::TableCell if !std::mem::take(&mut self.is_first_cell) => self.inline.push_exactly("\t"),
            Tag::Link { dest_url, .. } => {
                let start = self.inline.link_start();
                self.links.push((start, dest_url.into_string()));
            }
            Tag::Image { .. } => self.picture = Some(Inline::default()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph if self.lists.is_empty() => self.close(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::CodeBlock | TagEnd::Table => self.close(),
            TagEnd::BlockQuote(_) => {
                self.close();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                if self.lists.len() == 1 {
                    self.close();
                }
                self.lists.pop();
            }
            TagEnd::Link => {
                if let Some((start, url)) = self.links.pop() {
                    self.inline.end_link(start, &url);
                }
            }
            TagEnd::Image => {
                if let Some(caption) = self.picture.take() {
                    self.draft.push(BlockKind::Caption, caption);
                }
            }
            _ => {}
        }
    }

    /// The first heading, if nothing precedes it, is the title.
    fn end_heading(&mut self) {
        if self.draft.blocks.is_empty() && self.title.is_none() && self.open == Some(BlockKind::Heading(1)) {
            self.title = Some(std::mem::take(&mut self.inline).text);
        }
        self.close();
    }

    fn begin(&mut self, kind: BlockKind) {
        if self.lists.is_empty() {
            self.close();
            self.open = Some(kind);
        } else {
            self.inline.push_line_end();
        }
    }

    /// Ends the current block.
    fn close(&mut self) {
        let gathered = std::mem::take(&mut self.inline);
        let standing = if self.quotes > 0 { BlockKind::Quote } else { BlockKind::Paragraph };
        let kind = match (self.open.take(), self.lists.first()) {
            (Some(BlockKind::Heading(level)), _) => BlockKind::Heading(level.max(2)),
            (Some(kind), _) => kind,
            (None, Some(list)) => *list,
            (None, None) => standing,
        };
        self.links.clear();
        self.draft.push(kind, gathered);
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "---\ntitle: \"Harbour to Reopen\"\nauthor: Ann Example\npublished: 2016-12-15\n\
        site: Harbour Post\nurl: https://example.org/h\ntags: [storm, port]\n---\n\n\
        The **ferry** sails [on Thursday](https://example.org/t) from\nthe quay.\n\n## Why it closed\n\n\
        > A storm tore\n> three boats.\n\n- rope\n- tar\n  1. black\n\n| boat | crew |\n|---|---|\n| Anna | 3 |\n\n\
        ```\nlet x = 1;\n\nlet y;\n```\n";

    #[test]
    fn front_matter_and_blocks() {
        let document = read(FILE).unwrap();
        assert_eq!(document.title, "Harbour to Reopen");
        assert_eq!(document.byline.as_deref(), Some("Ann Example"));
        assert_eq!(document.published.map(|when| when.to_string()).as_deref(), Some("2016-12-15"));
        assert_eq!(document.site.as_deref(), Some("Harbour Post"));
        assert_eq!(document.url.as_deref(), Some("https://example.org/h"));
        assert_eq!(document.tags, ["storm", "port"]);
        let blocks: Vec<(BlockKind, &str)> =
            document.blocks.iter().map(|block| (block.kind, block.span.of(&document.text))).collect();
        assert_eq!(
            blocks,
            [
                (BlockKind::Paragraph, "The ferry sails on Thursday from the quay."),
                (BlockKind::Heading(2), "Why it closed"),
                (BlockKind::Quote, "A storm tore three boats."),
                (BlockKind::List, "rope\ntar\nblack"),
                (BlockKind::Table, "boat\tcrew\nAnna\t3"),
                (BlockKind::Code, "let x = 1;\n\nlet y;"),
            ]
        );
        assert_eq!(document.links[0].span.of(&document.text), "on Thursday");
    }

    #[test]
    fn the_first_heading_is_the_title() {
        let document = read("# Harbour\n\nThe ferry sails.").unwrap();
        assert_eq!((document.title.as_str(), document.text.as_str()), ("Harbour", "The ferry sails."));
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(text in "([-#>*|`\\[\\]()!0-9. \n]|[a-z]{1,4}){0,60}") {
            if let Ok(document) = read(&text) {
                for block in &document.blocks {
                    proptest::prop_assert!(!block.span.of(&document.text).is_empty());
                }
            }
        }
    }
}
