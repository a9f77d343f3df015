//! Markdown to a document: `CommonMark` with tables and strikethrough (pulldown-cmark), and front matter.
//!
//! HTML in Markdown is dropped, but its text stays, raised or lowered where it says so; pictures are a line with their
//! description, which leads to the picture.

use super::draft::{Draft, Inline};
use super::page::{lowered, raised};
use super::{RejectReason, dates};
use crate::model::{BlockKind, Document, EmphasisKind};
use crate::text::clean;
use crate::text::language;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The document of a clean Markdown text.
pub(super) fn read(text: &str) -> Result<Document, RejectReason> {
    let (matter, body) = front_matter(text);
    must_be_an_article(body)?;
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

/// Fails for more marks than any article's: the parser takes 150 bytes for each before it knows what they mean.
fn must_be_an_article(text: &str) -> Result<(), RejectReason> {
    const MOST: usize = 250_000;
    let marks = text.bytes().filter(|byte| b"[]*_<>!&`|~\\".contains(byte)).count();
    if marks > MOST { Err(RejectReason::TooManyMarks { limit: MOST }) } else { Ok(()) }
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
    /// The open lists; items of nested lists are lines of the outermost.
    lists: Vec<ListLevel>,
    /// The open heading, table or code block.
    open: Option<BlockKind>,
    /// Starts and addresses of the open links.
    links: Vec<(usize, String)>,
    /// Where the open words in bold or italics begin.
    set_apart: Vec<usize>,
    is_first_cell: bool,
    is_table_head: bool,
    /// Inside the description of a picture: its address, and what was read of it.
    picture: Option<(String, Inline)>,
    /// The pictures of the open block, which follow it.
    pictures: Vec<Inline>,
    script: Option<Script>,
}

/// An open list.
struct ListLevel {
    kind: BlockKind,
    /// The number of the next item, where it has to be written out.
    next: Option<u64>,
}

/// What text does beside the line, between the tags of HTML that say so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Raised,
    Lowered,
}

impl Writer {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text);
            }
            Event::SoftBreak => self.inline.push_blank(),
            Event::HardBreak => self.inline.push_line_end(),
            Event::Rule => self.close(),
            Event::InlineHtml(tag) => match tag.to_ascii_lowercase().as_str() {
                "<sup>" => self.script = Some(Script::Raised),
                "<sub>" => self.script = Some(Script::Lowered),
                "</sup>" | "</sub>" => self.script = None,
                "<br>" | "<br/>" | "<br />" => self.inline.push_line_end(),
                _ => {}
            },
            Event::Html(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        let is_code = self.open == Some(BlockKind::Code);
        let inline = self.picture.as_mut().map_or(&mut self.inline, |(_, words)| words);
        match self.script {
            _ if is_code => inline.push_exactly(text),
            Some(Script::Raised) => inline.push(&raised(text, inline.glued_to(), false)),
            Some(Script::Lowered) => inline.push(&lowered(text, inline.glued_to())),
            None => inline.push(text),
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
                self.lists.push(ListLevel::new(first, self.lists.len()));
            }
            Tag::Item => self.item(),
            Tag::Table(_) => self.begin(BlockKind::Table),
            Tag::TableHead | Tag::TableRow => {
                self.inline.push_line_end();
                self.is_first_cell = true;
                self.is_table_head = matches!(tag, Tag::TableHead);
            }
            Tag::TableCell => {
                if !std::mem::take(&mut self.is_first_cell) {
                    self.inline.push_exactly("\t");
                }
                self.set_apart.push(self.inline.text.len());
            }
            Tag::Strong | Tag::Emphasis => self.set_apart.push(self.inline.text.len()),
            Tag::Strikethrough => self.inline.push_mark("~~"),
            Tag::Link { dest_url, .. } => {
                let start = self.inline.link_start();
                self.links.push((start, dest_url.into_string()));
            }
            Tag::Image { dest_url, .. } => {
                self.picture = Some((dest_url.into_string(), Inline::default()));
            }
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
            TagEnd::TableCell => self.end_emphasis(self.is_table_head.then_some(EmphasisKind::Bold)),
            TagEnd::Strong => self.end_emphasis(Some(EmphasisKind::Bold)),
            TagEnd::Emphasis => self.end_emphasis(Some(EmphasisKind::Italic)),
            TagEnd::Strikethrough => self.inline.close_mark("~~"),
            TagEnd::Image => {
                if let Some((url, words)) = self.picture.take() {
                    let words = words.text.replace('\n', " ");
                    let words =
                        if words.is_empty() { "[picture]".into() } else { format!("[picture: {words}]") };
                    let mut line = Inline::from(words.as_str());
                    line.end_link(0, &url);
                    self.pictures.push(line);
                }
            }
            _ => {}
        }
    }

    /// Begins an item: behind as many tabs as lists stand around its own, with its number where that has to be written.
    fn item(&mut self) {
        self.inline.push_line_end();
        let depth = self.lists.len().saturating_sub(1);
        if depth > 0 {
            self.inline.push_indent(depth);
        }
        if let Some(number) = self.lists.last_mut().and_then(|list| list.next.as_mut()) {
            self.inline.push(&format!("{number}. "));
            *number += 1;
        }
    }

    fn end_emphasis(&mut self, kind: Option<EmphasisKind>) {
        if let (Some(start), Some(kind)) = (self.set_apart.pop(), kind) {
            self.inline.emphasize(start, kind);
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
            (None, Some(list)) => list.kind,
            (None, None) => standing,
        };
        self.links.clear();
        self.set_apart.clear();
        self.draft.push(kind, gathered);
        for picture in std::mem::take(&mut self.pictures) {
            self.draft.push(BlockKind::Caption, picture);
        }
    }
}

impl ListLevel {
    /// A list in which `depth` others stand around: numbers are written where counting the lines would not give them.
    fn new(first: Option<u64>, depth: usize) -> Self {
        match first {
            None => Self { kind: BlockKind::List, next: None },
            Some(1) if depth == 0 => Self { kind: BlockKind::NumberedList, next: None },
            Some(first) => Self { kind: BlockKind::List, next: Some(first) },
        }
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
                (BlockKind::List, "rope\ntar\n\t1. black"),
                (BlockKind::Table, "boat\tcrew\nAnna\t3"),
                (BlockKind::Code, "let x = 1;\n\nlet y;"),
            ]
        );
        assert_eq!(document.links[0].span.of(&document.text), "on Thursday");
        let apart = document.emphasis.iter().map(|each| (each.kind, each.span.of(&document.text)));
        let bold = |words| (EmphasisKind::Bold, words);
        assert_eq!(apart.collect::<Vec<_>>(), [bold("ferry"), bold("boat"), bold("crew")]);
    }

    #[test]
    fn structure_stays() {
        for (text, expected) in [
            ("3. rope\n4. tar", "3. rope\n4. tar"),
            ("1. rope\n   - new\n     1. red\n2. tar", "rope\n\tnew\n\t\t1. red\ntar"),
            ("10<sup>6</sup> m<sup>2</sup> of CO<sub>2</sub>", "10⁶ m² of CO₂"),
            ("costs ~~12~~ 9", "costs ~~12~~ 9"),
            ("See ![A gull](https://quay.example/a.jpg) here.", "See here.\n\n[picture: A gull]"),
            ("one<br>two", "one\ntwo"),
        ] {
            assert_eq!(read(text).unwrap().text, expected, "{text}");
        }
        let document = read("See ![A gull](https://quay.example/a.jpg) here.").unwrap();
        assert_eq!(document.links[0].url, "https://quay.example/a.jpg");
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
