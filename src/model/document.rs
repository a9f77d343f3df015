//! What extraction makes of bytes: an article that is not in a library yet.

use super::{Field, Mention, Names, Span, When};

/// An article's text and what its source says about it, without the page's boilerplate.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The kind of page it comes from.
    pub kind: PageKind,
    /// The headline; empty if none was found.
    pub title: String,
    /// The author, as the page gives it, without "By".
    pub byline: Option<String>,
    /// When it was published.
    pub published: Option<When>,
    /// The site's or newspaper's name.
    pub site: Option<String>,
    /// ISO 639-1 code of the text's language.
    pub language: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// Address of the lead picture.
    pub image: Option<String>,
    /// The source's categories or tags.
    pub tags: Vec<String>,
    /// The body only: paragraphs separated by one empty line. Clean: no control characters except `\n` and `\t`,
    /// Unicode NFC.
    pub text: String,
    /// The structure of `text`, in order; blocks do not overlap and together cover everything except the empty
    /// lines.
    pub blocks: Vec<Block>,
    /// Links within `text`, in order.
    pub links: Vec<Link>,
    /// What is set in bold or italics within `text`, in order.
    pub emphasis: Vec<Emphasis>,
    /// What was stripped, and why, in its original order.
    pub stripped: Vec<Stripped>,
    /// Marks from the program it was exported from; not stored as part of its text.
    pub marked: Marked,
}

/// Marks imported from another news reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marked {
    /// It was read there.
    pub read: bool,
    /// It was starred or saved there.
    pub bookmarked: bool,
}

/// The kind of page a [`Document`] comes from, as far as it can be determined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
pub enum PageKind {
    /// One article.
    #[default]
    Article,
    /// A discussion in a forum, or a question with its answers.
    Thread,
    /// A list of other pages: a home page, a category, search results.
    Listing,
    /// Something for sale.
    Product,
}

/// A document's running text only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// Paragraphs and other blocks, separated by one empty line.
    pub text: String,
    /// Spans of the document's text, and where each begins here.
    parts: Vec<(Span, usize)>,
}

impl Body {
    /// The document's names with positions in this text; mentions in captions are omitted.
    pub fn names(&self, names: &Names) -> Names {
        let place = |mention: &Mention| match mention.field {
            Field::Text => Some(Mention { span: self.place(mention.span)?, ..*mention }),
            Field::Title => Some(*mention),
        };
        Names {
            mentions: names.mentions.iter().filter_map(place).collect(),
            entities: names.entities.clone(),
        }
    }

    /// The position in this text of a span of the document's text; `None` if it is in a caption.
    fn place(&self, span: Span) -> Option<Span> {
        let at = self.parts.partition_point(|(part, _)| part.end < span.end);
        let &(part, start) = self.parts.get(at)?;
        (part.start <= span.start).then(|| {
            Span::new(start + (span.start - part.start) as usize, start + (span.end - part.start) as usize)
        })
    }
}

impl PageKind {
    /// Its name in interfaces.
    pub fn word(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Thread => "forum",
            Self::Listing => "listing",
            Self::Product => "product",
        }
    }
}

/// A paragraph or another piece of structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its span of the text.
    pub span: Span,
}

/// The kind of a [`Block`]. A list's items are its lines, with inner lists indented by tabs; a table's rows are its
/// lines, with cells separated by tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading of level 2 to 6; the title itself is not a block.
    Heading(u8),
    /// A quotation set apart.
    Quote,
    /// Bulleted items.
    List,
    /// Numbered items.
    NumberedList,
    /// Rows of cells.
    Table,
    /// Preformatted lines.
    Code,
    /// The caption of a picture.
    Caption,
}

/// How an item of a list is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListMark {
    /// The nesting depth of its list, which is the number of tabs before its words.
    pub depth: usize,
    /// Its number; none for a bullet.
    pub number: Option<usize>,
    /// Whether its number is part of its words.
    pub is_written: bool,
}

impl BlockKind {
    /// How the lines of a list are shown, in order.
    pub fn list_marks(self, text: &str) -> Vec<ListMark> {
        let mut count = 0;
        let mut mark = |line: &str| {
            let depth = line.bytes().take_while(|byte| *byte == b'\t').count();
            let words = &line[depth..];
            let digits = words.bytes().take_while(u8::is_ascii_digit).count();
            let is_counted = self == Self::NumberedList && depth == 0;
            count += usize::from(is_counted);
            ListMark {
                depth,
                number: is_counted.then_some(count),
                is_written: !is_counted && digits > 0 && words[digits..].starts_with(". "),
            }
        };
        text.lines().map(&mut mark).collect()
    }
}

/// A link in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The linked words.
    pub span: Span,
    /// The absolute address.
    pub url: String,
}

/// Words that the source emphasises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emphasis {
    /// The words.
    pub span: Span,
    /// How they are emphasised.
    pub kind: EmphasisKind,
}

/// A kind of emphasis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum EmphasisKind {
    Bold,
    Italic,
}

/// A piece of the source that is not part of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stripped {
    /// The piece, truncated to at most 500 characters.
    pub text: String,
    /// Why it was stripped, in a few words: `navigation`, `comment form`, `image name`.
    pub why: String,
}

impl Document {
    /// The text without captions.
    pub fn body(&self) -> Body {
        let mut body = Body::default();
        for block in self.blocks.iter().filter(|block| block.kind != BlockKind::Caption) {
            if !body.text.is_empty() {
                body.text.push_str("\n\n");
            }
            body.parts.push((block.span, body.text.len()));
            body.text.push_str(block.span.of(&self.text));
        }
        body
    }

    /// A document of plain paragraphs: one block for each part of `text` between empty lines.
    pub fn from_paragraphs(title: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let mut blocks = Vec::new();
        let mut start = 0;
        for piece in text.split("\n\n") {
            if !piece.trim().is_empty() {
                blocks
                    .push(Block { kind: BlockKind::Paragraph, span: Span::new(start, start + piece.len()) });
            }
            start += piece.len() + 2;
        }
        Self { title: title.into(), text, blocks, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    #[test]
    fn items_of_lists_have_marks() {
        let marks = |kind: BlockKind, text: &str| {
            let marks = kind.list_marks(text).into_iter();
            marks.map(|mark| (mark.depth, mark.number, mark.is_written)).collect::<Vec<_>>()
        };
        assert_eq!(
            marks(BlockKind::NumberedList, "rope\n\tnew\ntar"),
            [(0, Some(1), false), (1, None, false), (0, Some(2), false)]
        );
        assert_eq!(marks(BlockKind::List, "3. rope\ntar"), [(0, None, true), (0, None, false)]);
    }

    #[test]
    fn a_body_is_the_text_without_captions() {
        let mut document =
            Document::from_paragraphs("", "The quay.\n\nHill spoke.\n\nMoss too.\n\nHill left.");
        document.blocks[0].kind = BlockKind::Caption;
        document.blocks[2].kind = BlockKind::Caption;
        let body = document.body();
        assert_eq!(body.text, "Hill spoke.\n\nHill left.");
        let mention = |form: &str, nth: usize| {
            let (at, _) = document.text.match_indices(form).nth(nth).unwrap();
            Mention {
                field: Field::Text,
                span: Span::new(at, at + form.len()),
                entity: 0,
                kind: Kind::Person,
                certainty: 1.0,
            }
        };
        let mentions = vec![mention("quay", 0), mention("Hill", 0), mention("Moss", 0), mention("Hill", 1)];
        let names = body.names(&Names { mentions, ..Names::default() });
        let found: Vec<(u32, &str)> =
            names.mentions.iter().map(|mention| (mention.span.start, mention.span.of(&body.text))).collect();
        assert_eq!(found, [(0, "Hill"), (13, "Hill")]);
        assert_eq!(Document::from_paragraphs("", "One.\n\nTwo.").body().text, "One.\n\nTwo.");
    }
}
