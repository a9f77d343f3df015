//! A document under construction: blocks are added in order, and spans are kept correct.

use super::reason::Reason;
use crate::model::{Block, BlockKind, Document, Emphasis, EmphasisKind, Link, Span, Stripped};
use crate::text::clean;

/// How many characters of a stripped piece are stored.
const KEPT_OF_DROPPED: usize = 500;

/// Text with its links, before it is placed in a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Inline {
    /// Clean text without leading white space.
    pub text: String,
    /// Links, with spans in `text`.
    pub links: Vec<Link>,
    /// Words in bold or italics, with spans in `text`.
    pub emphasis: Vec<Emphasis>,
    /// Whether white space was seen, which matters only if a word follows.
    gap: Gap,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Blank,
    Line,
}

impl Inline {
    /// Adds text with each run of white space reduced to one space.
    pub fn push(&mut self, raw: &str) {
        let clean = clean::lines(raw);
        if is_single_spaced(&clean) {
            self.close_gap();
            self.text.push_str(&clean);
            return;
        }
        for (at, word) in clean.split(char::is_whitespace).enumerate() {
            if at > 0 {
                self.push_blank();
            }
            if !word.is_empty() {
                self.close_gap();
                self.text.push_str(word);
            }
        }
    }

    /// Adds text unchanged.
    pub fn push_exactly(&mut self, raw: &str) {
        self.close_gap();
        self.text.push_str(&clean::lines(raw));
    }

    /// Indents an item of an inner list with tabs.
    pub fn push_indent(&mut self, depth: usize) {
        self.push_exactly(&"\t".repeat(depth));
    }

    /// Adds a symbol that belongs to the next word.
    pub fn push_mark(&mut self, mark: &str) {
        self.close_gap();
        self.text.push_str(mark);
    }

    /// Adds a symbol that belongs to the previous word.
    pub fn close_mark(&mut self, mark: &str) {
        self.text.push_str(mark);
    }

    /// The character that added text would directly follow.
    pub fn glued_to(&self) -> Option<char> {
        self.text.chars().next_back().filter(|_| self.gap == Gap::None)
    }

    /// Ends the line.
    pub fn push_line_end(&mut self) {
        self.gap = Gap::Line;
    }

    /// Begins a row of a table; returns where.
    pub fn begin_row(&mut self) -> usize {
        self.gap = Gap::None;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.len()
    }

    /// Ends a cell of a table.
    pub fn end_cell(&mut self) {
        self.gap = Gap::None;
        self.text.push('\t');
    }

    /// Ends the row of a table that began at `start`; one without words is taken back.
    pub fn end_row(&mut self, start: usize) {
        if self.text.get(start..).is_some_and(|row| row.trim().is_empty()) {
            self.text.truncate(start);
        }
    }

    /// Adds a space between words that would otherwise run together.
    pub fn push_blank(&mut self) {
        self.gap = self.gap.max(Gap::Blank);
    }

    /// The start of a link that begins now.
    pub fn link_start(&mut self) -> usize {
        self.close_gap();
        self.text.len()
    }

    /// Ends the link that began at `start`; only addresses a browser would open are kept.
    pub fn end_link(&mut self, start: usize, url: &str) {
        let url = clean::line(url);
        let is_address = ["http://", "https://", "mailto:"].iter().any(|scheme| url.starts_with(scheme));
        if is_address && start < self.text.len() {
            self.links.push(Link { span: Span::new(start, self.text.len()), url });
        }
    }

    /// Sets what was added since the text was `start` bytes long in bold or italics.
    pub fn emphasize(&mut self, start: usize, kind: EmphasisKind) {
        let words = self.text.get(start..).unwrap_or_default();
        let start = start + words.len() - words.trim_start().len();
        if start < self.text.len() {
            self.emphasis.push(Emphasis { span: Span::new(start, self.text.len()), kind });
        }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn close_gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(['\n', '\t']) {
            match self.gap {
                Gap::None => {}
                Gap::Blank => self.text.push(' '),
                Gap::Line => self.text.push('\n'),
            }
        }
        self.gap = Gap::None;
    }
}

/// Whether clean text is words with one space between each two.
fn is_single_spaced(text: &str) -> bool {
    let mut before = b' ';
    for byte in text.bytes() {
        if matches!(byte, b'\n' | b'\t') || byte == b' ' && before == b' ' {
            return false;
        }
        before = byte;
    }
    before != b' '
}

impl From<&str> for Inline {
    fn from(text: &str) -> Self {
        let mut inline = Self::default();
        inline.push(text);
        inline
    }
}

/// Blocks in order, and what was stripped from between them.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The blocks kept.
    pub blocks: Vec<(BlockKind, Inline)>,
    /// The pieces stripped.
    pub stripped: Vec<Stripped>,
}

impl Draft {
    /// The blocks of a finished document, to be filtered again.
    pub fn of(document: &Document) -> Self {
        let inline = |block: &Block| {
            let (start, end) = (block.span.start, block.span.end);
            let within =
                document.links.iter().filter(|link| start <= link.span.start && link.span.end <= end);
            let moved = |link: &Link| {
                let span = Span { start: link.span.start - start, end: link.span.end - start };
                Link { span, url: link.url.clone() }
            };
            let set_apart =
                document.emphasis.iter().filter(|each| start <= each.span.start && each.span.end <= end);
            let emphasis = set_apart.map(|each| {
                let span = Span { start: each.span.start - start, end: each.span.end - start };
                Emphasis { span, ..*each }
            });
            Inline {
                text: block.span.of(&document.text).to_owned(),
                links: within.map(moved).collect(),
                emphasis: emphasis.collect(),
                gap: Gap::None,
            }
        };
        let blocks = document.blocks.iter().map(|block| (block.kind, inline(block))).collect();
        Self { blocks, stripped: document.stripped.clone() }
    }

    /// Adds a block, unless it is empty.
    pub fn push(&mut self, kind: BlockKind, inline: Inline) {
        if !inline.is_empty() {
            self.blocks.push((kind, inline));
        }
    }

    /// Records a stripped piece.
    pub fn drop_piece(&mut self, text: &str, reason: Reason) {
        let text = clean::line(text);
        if !text.is_empty() {
            let text = text.chars().take(KEPT_OF_DROPPED).collect();
            self.stripped.push(Stripped { text, why: reason.why().to_owned() });
        }
    }

    /// The document of these blocks; title and other metadata are added later.
    pub fn finish(self) -> Document {
        let mut document = Document { stripped: self.stripped, ..Document::default() };
        for (kind, inline) in self.blocks {
            let Inline { text, links, emphasis, .. } = settled(inline);
            if text.is_empty() {
                continue;
            }
            if !document.text.is_empty() {
                document.text.push_str("\n\n");
            }
            let start = document.text.len();
            document.text.push_str(&text);
            document.blocks.push(Block { kind, span: Span::new(start, document.text.len()) });
            document
                .links
                .extend(links.into_iter().map(|link| Link { span: link.span.shifted(start), ..link }));
            let moved = |each: Emphasis| Emphasis { span: each.span.shifted(start), ..each };
            document.emphasis.extend(emphasis.into_iter().map(moved));
        }
        document
    }
}

/// A run in its final form: without trailing white space, and in NFC. Pieces that are each in NFC can
/// be joined into something that is not (a letter in one element, its accent in the next); such a run loses its
/// links and its emphasis rather than have them misplaced.
fn settled(inline: Inline) -> Inline {
    let text = inline.text.trim_end();
    let text = text.trim_start_matches('\n');
    if text.len() != inline.text.trim_end().len() || !clean::is_composed(text) {
        return Inline { text: clean::lines(text).trim_end().to_owned(), ..Inline::default() };
    }
    let fits = |span: Span| span.end as usize <= text.len();
    let links = inline.links.into_iter().filter(|link| fits(link.span)).collect();
    let mut emphasis: Vec<Emphasis> = inline.emphasis.into_iter().filter(|each| fits(each.span)).collect();
    emphasis.sort_by_key(|each| each.span);
    Inline { text: text.to_owned(), links, emphasis, gap: Gap::None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_fit_the_text_they_were_made_for() {
        let mut draft = Draft::default();
        draft.push(BlockKind::Heading(2), Inline::from("  At  the harbour "));
        let mut inline = Inline::from("The ");
        let start = inline.link_start();
        inline.push("ferry");
        inline.end_link(start, "https://example.org/ferry");
        inline.push(" sails.");
        draft.push(BlockKind::Paragraph, inline);
        draft.push(BlockKind::Paragraph, Inline::default());
        let document = draft.finish();
        assert_eq!(document.text, "At the harbour\n\nThe ferry sails.");
        assert_eq!(document.blocks.len(), 2);
        assert_eq!(document.links[0].span.of(&document.text), "ferry");
    }

    #[test]
    fn pieces_that_meet_badly_are_settled() {
        let mut inline = Inline::from("caf");
        inline.push_exactly("e");
        inline.push_exactly("\u{301}");
        let mut draft = Draft::default();
        draft.push(BlockKind::Paragraph, inline);
        assert_eq!(draft.finish().text, "café");
    }
}
