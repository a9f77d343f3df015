//! How a document is stored in a row of `revision`: its text, and everything else as one small JSON value. Both are
//! packed with the library's dictionary or, until there is one, deflated if that saves space.

use super::deflate::deflate;
use super::dictionary::{DictionaryKind, Packer, Packers};
use super::{Error, Result, identity};
use crate::model::{
    Block, BlockKind, Document, Emphasis, EmphasisKind, Link, PageKind, Span, Stripped, When,
};
use serde::{Deserialize, Serialize};

/// Bit of the packing: the text is deflated (RFC 1951).
const TEXT_DEFLATED: i64 = 1;
/// Bit of the packing: the parts are deflated.
const PARTS_DEFLATED: i64 = 2;

/// A document packed for the store. Packing is the costly part of storing an article, and needs no store: it can be
/// done on any thread.
#[derive(Debug, Clone)]
pub struct Packed {
    pub(super) packing: i64,
    pub(super) text: Vec<u8>,
    pub(super) parts: Vec<u8>,
    pub(super) words: u32,
}

/// What a document has besides its text and the columns of its rows. Names are short because there is one of these
/// for every article.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Parts {
    /// The kind of page it comes from; omitted for articles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<u8>,
    /// How many minutes the publisher's clock is ahead of UTC; omitted if unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clock: Option<i16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    /// Kind, first byte, end. Omitted if every block is a paragraph between empty lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    blocks: Option<Vec<(u8, u32, u32)>>,
    /// First byte, end, address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    links: Vec<(u32, u32, String)>,
    /// Kind, first byte, end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    emphasis: Vec<(u8, u32, u32)>,
    /// Piece, reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    stripped: Vec<(String, String)>,
}

impl Packed {
    /// Packs a document.
    pub fn new(document: &Document, packers: &Packers) -> Self {
        let has_plain_blocks = document.blocks == plain_blocks(&document.text);
        let parts = Parts {
            kind: kind_number(document.kind),
            clock: document.published.filter(|when| when.is_local()).map(When::ahead),
            image: document.image.clone(),
            tags: document.tags.clone(),
            blocks: (!has_plain_blocks).then(|| document.blocks.iter().map(block_numbers).collect()),
            links: document.links.iter().map(|l| (l.span.start, l.span.end, l.url.clone())).collect(),
            emphasis: document.emphasis.iter().map(emphasis_numbers).collect(),
            stripped: document.stripped.iter().map(|d| (d.text.clone(), d.why.clone())).collect(),
        };
        // Plain data cannot fail to become JSON; an empty value reads back as "no parts".
        let json = serde_json::to_vec(&parts).unwrap_or_default();
        let words = identity::words(&document.text);
        let packer = packers.of(DictionaryKind::Texts);
        let by_dictionary = packer.and_then(|packer| Self::by(&packer, document.text.as_bytes(), &json));
        let (packing, text, parts) = by_dictionary.unwrap_or_else(|| {
            let mut packing = 0;
            let text = deflate(document.text.as_bytes(), TEXT_DEFLATED, &mut packing);
            let parts = deflate(&json, PARTS_DEFLATED, &mut packing);
            (packing, text, parts)
        });
        Self { packing, text, parts, words }
    }

    /// Packs text and parts with a dictionary.
    pub(super) fn by(packer: &Packer, text: &[u8], parts: &[u8]) -> Option<(i64, Vec<u8>, Vec<u8>)> {
        let ((packing, text), (_, parts)) = (packer.pack(text)?, packer.pack(parts)?);
        Some((packing, text, parts))
    }
}

/// The unpacked text; an error if it is damaged.
pub(super) fn text(plain: Option<Vec<u8>>) -> Result<String> {
    let damaged = |why: &str| Error::Damaged(format!("a text {why}"));
    String::from_utf8(plain.ok_or_else(|| damaged("cannot be unpacked"))?)
        .map_err(|_| damaged("is not UTF-8"))
}

/// Adds everything besides the text to `document`, which already has its text.
pub(super) fn parts(plain: Option<Vec<u8>>, document: &mut Document) -> Result<()> {
    let json = plain.ok_or_else(|| Error::Damaged("an article's parts cannot be unpacked".to_owned()))?;
    let parts: Parts = if json.is_empty() {
        Parts::default()
    } else {
        serde_json::from_slice(&json)
            .map_err(|error| Error::Damaged(format!("an article's parts: {error}")))?
    };
    let fits = |start: u32, end: u32| {
        let span = Span { start, end };
        document.text.get(span.range()).map(|_| span)
    };
    document.blocks = match parts.blocks {
        None => plain_blocks(&document.text),
        Some(blocks) => blocks
            .into_iter()
            .filter_map(|(kind, start, end)| Some(Block { kind: block_kind(kind), span: fits(start, end)? }))
            .collect(),
    };
    document.links = parts
        .links
        .into_iter()
        .filter_map(|(start, end, url)| Some(Link { span: fits(start, end)?, url }))
        .collect();
    document.emphasis = parts
        .emphasis
        .into_iter()
        .filter_map(|(kind, start, end)| {
            Some(Emphasis { span: fits(start, end)?, kind: emphasis_kind(kind)? })
        })
        .collect();
    document.stripped = parts.stripped.into_iter().map(|(text, why)| Stripped { text, why }).collect();
    document.kind = page_kind(parts.kind);
    document.published = document.published.map(|when| when.on_clock(parts.clock.unwrap_or(0)));
    document.image = parts.image;
    document.tags = parts.tags;
    Ok(())
}

fn plain_blocks(text: &str) -> Vec<Block> {
    Document::from_paragraphs("", text).blocks
}

fn kind_number(kind: PageKind) -> Option<u8> {
    match kind {
        PageKind::Article => None,
        PageKind::Thread => Some(1),
        PageKind::Listing => Some(2),
        PageKind::Product => Some(3),
    }
}

fn page_kind(number: Option<u8>) -> PageKind {
    match number {
        Some(1) => PageKind::Thread,
        Some(2) => PageKind::Listing,
        Some(3) => PageKind::Product,
        _ => PageKind::Article,
    }
}

fn block_numbers(block: &Block) -> (u8, u32, u32) {
    let kind = match block.kind {
        BlockKind::Paragraph => 0,
        BlockKind::Quote => 1,
        BlockKind::List => 2,
        BlockKind::NumberedList => 3,
        BlockKind::Table => 4,
        BlockKind::Code => 5,
        BlockKind::Caption => 6,
        BlockKind::Heading(level) => 10 + level.min(6),
    };
    (kind, block.span.start, block.span.end)
}

fn block_kind(number: u8) -> BlockKind {
    match number {
        1 => BlockKind::Quote,
        2 => BlockKind::List,
        3 => BlockKind::NumberedList,
        4 => BlockKind::Table,
        5 => BlockKind::Code,
        6 => BlockKind::Caption,
        10..=16 => BlockKind::Heading(number - 10),
        _ => BlockKind::Paragraph,
    }
}

fn emphasis_numbers(emphasis: &Emphasis) -> (u8, u32, u32) {
    let kind = match emphasis.kind {
        EmphasisKind::Bold => 0,
        EmphasisKind::Italic => 1,
    };
    (kind, emphasis.span.start, emphasis.span.end)
}

fn emphasis_kind(number: u8) -> Option<EmphasisKind> {
    match number {
        0 => Some(EmphasisKind::Bold),
        1 => Some(EmphasisKind::Italic),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::deflate::inflate;
    use super::*;

    fn there_and_back(document: &Document) -> Document {
        let packed = Packed::new(document, &Packers::default());
        let plain = inflate(&packed.text, packed.packing & TEXT_DEFLATED != 0);
        let mut back = Document { text: text(plain).unwrap(), ..Document::default() };
        parts(inflate(&packed.parts, packed.packing & PARTS_DEFLATED != 0), &mut back).unwrap();
        back
    }

    #[test]
    fn a_document_comes_back_as_it_was() {
        let long = "Rain fell on the harbour all night. ".repeat(40);
        let mut rich = Document::from_paragraphs("", format!("Heading\n\n{long}\n\none\ntwo"));
        rich.blocks[0].kind = BlockKind::Heading(3);
        rich.blocks[2].kind = BlockKind::NumberedList;
        rich.links.push(Link { span: Span::new(9, 13), url: "https://example.org/rain".to_owned() });
        rich.emphasis.push(Emphasis { span: Span::new(9, 13), kind: EmphasisKind::Italic });
        rich.stripped.push(Stripped { text: "Share this".to_owned(), why: "share links".to_owned() });
        rich.tags = vec!["weather".to_owned()];
        rich.image = Some("https://example.org/rain.jpg".to_owned());
        for document in [rich, Document::from_paragraphs("", "Short."), Document::default()] {
            assert_eq!(there_and_back(&document), document);
        }
    }

    #[test]
    fn long_texts_shrink_and_short_ones_stay() {
        let long = Document::from_paragraphs("", "The ferry left at noon. ".repeat(50));
        let packing = |document: &Document| Packed::new(document, &Packers::default()).packing;
        assert_eq!(packing(&long) & TEXT_DEFLATED, TEXT_DEFLATED);
        assert_eq!(packing(&Document::from_paragraphs("", "Brief.")), 0);
    }

    #[test]
    fn damage_is_an_error() {
        assert!(matches!(text(inflate(&[0xff; 30], true)), Err(Error::Damaged(_))));
        assert!(matches!(text(inflate(&[0xff], false)), Err(Error::Damaged(_))));
    }
}
