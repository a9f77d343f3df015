//! An article laid out in lines of a given width, which the reading pane scrolls through.
//!
//! The layout is computed once per article and width; drawing only places the visible lines. Lines are spans of the
//! article's own title and text, so that names, links and matches keep their positions.

mod byline;
mod notes;
mod table;

use crate::model::{Article, Block, BlockKind, Document, Field, ListMark, Span};
use crate::text::time::Now;
use crate::text::width::{prefix, width};
use crate::text::wrap::wrap;
use notes::Placed;
use unicode_segmentation::UnicodeSegmentation;

/// An article in lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ArticleLayout {
    /// From the title to the last note.
    pub lines: Vec<Line>,
    /// Spans of the text that the source strikes out.
    pub struck: Vec<Span>,
    /// Passages that the user has highlighted or written a note on.
    pub highlights: Vec<Span>,
}

/// One line of a layout.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// How it looks.
    pub style: Style,
    /// What precedes the text: a bullet, a number, a bar.
    pub lead: String,
    /// Spans of the article, each at its column.
    pub pieces: Vec<Segment>,
    /// Words that are not the article's own: the byline, a note.
    pub words: String,
}

/// How a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Style {
    Title,
    Byline,
    Body,
    Heading,
    Subheading,
    Quote,
    Code,
    Caption,
    Table,
    Rule,
    Note,
    Blank,
}

/// A part of the title or text on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Columns from the line's start.
    pub column: u16,
    /// Title or text.
    pub field: Field,
    /// Its span.
    pub span: Span,
}

/// The marks around struck-out words in a text.
const STRUCK: &str = "~~";
/// Columns between the tab stops of code.
const TAB: usize = 4;

impl ArticleLayout {
    /// Lays out an article in lines of at most `line_width` columns.
    pub fn set(article: &Article, line_width: u16, now: Now) -> Self {
        let document = &article.document;
        let columns = usize::from(line_width.max(8));
        let mut setter = Setter { text: &document.text, columns, lines: Vec::new() };
        let title = if document.title.is_empty() { &article.row.title } else { &document.title };
        for span in wrap(title, Span::new(0, title.len()), columns) {
            let piece = Segment { column: 0, field: Field::Title, span };
            setter.push(Style::Title, String::new(), vec![piece]);
        }
        for words in byline::lines(article, now, columns) {
            setter.words(Style::Byline, words);
        }
        setter.blank();
        let placed = notes::placed(article);
        setter.notes(placed.iter().filter(|placed| placed.place.is_none()));
        for (at, block) in document.blocks.iter().enumerate() {
            setter.block(document, *block);
            let is_here = |placed: &&Placed| {
                placed.place.is_some_and(|place| block.span.contains(place.end as usize - 1))
            };
            setter.notes(placed.iter().filter(is_here));
            let next = document.blocks.get(at + 1).map(|block| block.kind);
            // The bar of a quotation with several paragraphs is continuous.
            let goes_on = block.kind == BlockKind::Quote && next == Some(BlockKind::Quote);
            if goes_on { setter.push(Style::Quote, BAR.to_owned(), Vec::new()) } else { setter.blank() }
        }
        let mut lines = setter.lines;
        while lines.last().is_some_and(|line| line.style == Style::Blank) {
            lines.pop();
        }
        let highlights = placed.iter().filter_map(|placed| placed.place).collect();
        Self { lines, struck: struck(document), highlights }
    }

    /// The first byte of the text at or after line `top`, which is what a position stores. 0 for the title.
    pub fn offset_of(&self, top: usize) -> u32 {
        let within_title = self.lines.iter().take(top).all(|line| line.style != Style::Byline);
        if within_title {
            return 0;
        }
        // The last piece: before it, a row of a table may repeat its heads.
        let mut texts = self.lines.iter().skip(top).filter_map(|line| line.pieces.last());
        texts.find(|piece| piece.field == Field::Text).map_or(0, |piece| piece.span.start)
    }

    /// The line that contains a byte of the title or text, or else the last line that begins before it; the first line
    /// if none does.
    pub fn line_of(&self, field: Field, offset: u32) -> usize {
        let any = |line: &Line, is: &dyn Fn(Span) -> bool| {
            line.pieces.iter().any(|piece| piece.field == field && is(piece.span))
        };
        let holds = |span: Span| span.contains(offset as usize);
        let starts_by = |span: Span| span.start <= offset;
        let found = self.lines.iter().position(|line| any(line, &holds));
        found.or_else(|| self.lines.iter().rposition(|line| any(line, &starts_by))).unwrap_or(0)
    }
}

/// The bar before the lines of a quotation.
const BAR: &str = "▎ ";
/// The indent of code, and of a table that is too wide.
const INDENT: &str = "  ";

/// Lays out blocks one after another.
struct Setter<'a> {
    text: &'a str,
    columns: usize,
    lines: Vec<Line>,
}

impl Setter<'_> {
    fn block(&mut self, document: &Document, block: Block) {
        let span = block.span;
        match block.kind {
            BlockKind::Paragraph => self.wrapped(span, Style::Body, ""),
            BlockKind::Heading(..=2) => self.wrapped(span, Style::Heading, ""),
            BlockKind::Heading(_) => self.wrapped(span, Style::Subheading, ""),
            BlockKind::Quote => self.wrapped(span, Style::Quote, BAR),
            BlockKind::Caption => self.wrapped(span, Style::Caption, ""),
            BlockKind::List | BlockKind::NumberedList => self.list(block),
            BlockKind::Table => self.table(document, span),
            BlockKind::Code => lines_of(self.text, span).for_each(|line| self.code(line)),
        }
    }

    fn list(&mut self, block: Block) {
        let marks = block.kind.list_marks(block.span.of(self.text));
        for (item, mark) in lines_of(self.text, block.span).zip(marks) {
            let item = Span { start: item.start + u32::try_from(mark.depth).unwrap_or(0), ..item };
            self.item(item, &mark);
        }
    }

    /// An item: its further lines are aligned with the words of its first.
    fn item(&mut self, item: Span, mark: &ListMark) {
        let indent = INDENT.repeat(mark.depth.min(self.columns / 8) + 1);
        let bullet = ["• ", "◦ ", "▪ "][mark.depth % 3];
        let lead = match mark.number {
            Some(number) => format!("{number:>3}. "),
            None if mark.is_written => indent,
            None => format!("{indent}{bullet}"),
        };
        let column = width(&lead);
        // A number that is part of the text is separated from the words like any other.
        let number = if mark.is_written { item.of(self.text).find(". ").map_or(0, |at| at + 2) } else { 0 };
        let words = Span::new(item.start as usize + number, item.end as usize);
        let hang = column + number;
        let mut spans = wrap(self.text, words, self.columns.saturating_sub(hang));
        if spans.is_empty() {
            spans.push(Span { end: words.start, ..words });
        }
        for (at, span) in spans.into_iter().enumerate() {
            let mut pieces = vec![text_at(hang, span)];
            if at == 0 && number > 0 {
                pieces.insert(0, text_at(column, Span { end: words.start, ..item }));
            }
            let lead = if at == 0 { lead.clone() } else { String::new() };
            self.push(Style::Body, lead, pieces);
        }
    }

    /// A line of code with its spaces and tab stops; what does not fit continues on the next line, indented.
    fn code(&mut self, line: Span) {
        let (left, mut pieces) = (width(INDENT), Vec::new());
        let mut column = left;
        let mut start = line.start as usize;
        for (at, part) in line.of(self.text).trim_end().split('\t').enumerate() {
            if at > 0 {
                column = left + ((column - left) / TAB + 1) * TAB;
                start += 1;
            }
            let mut rest = part;
            while !rest.is_empty() {
                let mut fits = prefix(rest, self.columns.saturating_sub(column));
                if fits.is_empty() && column > left + TAB {
                    self.push(Style::Code, String::new(), std::mem::take(&mut pieces));
                    column = left + TAB;
                    continue;
                }
                if fits.is_empty() {
                    fits = rest.graphemes(true).next().unwrap_or(rest);
                }
                pieces.push(text_at(column, Span::new(start, start + fits.len())));
                column += width(fits);
                start += fits.len();
                rest = &rest[fits.len()..];
            }
        }
        self.push(Style::Code, String::new(), pieces);
    }

    fn wrapped(&mut self, span: Span, style: Style, lead: &str) {
        let indent = width(lead);
        for span in wrap(self.text, span, self.columns.saturating_sub(indent)) {
            self.push(style, lead.to_owned(), vec![text_at(indent, span)]);
        }
    }

    fn words(&mut self, style: Style, words: String) {
        self.lines.push(Line { style, lead: String::new(), pieces: Vec::new(), words });
    }

    fn push(&mut self, style: Style, lead: String, pieces: Vec<Segment>) {
        self.lines.push(Line { style, lead, pieces, words: String::new() });
    }

    fn blank(&mut self) {
        self.push(Style::Blank, String::new(), Vec::new());
    }
}

fn text_at(column: usize, span: Span) -> Segment {
    Segment { column: u16::try_from(column).unwrap_or(u16::MAX), field: Field::Text, span }
}

fn lines_of(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let mut start = span.start as usize;
    span.of(text).split('\n').map(move |line| {
        let span = Span::new(start, start + line.len());
        start += line.len() + 1;
        span
    })
}

/// The words between two marks of struck-out text on one line of a block; in code the marks have no meaning.
fn struck(document: &Document) -> Vec<Span> {
    let mut found = Vec::new();
    for block in document.blocks.iter().filter(|block| block.kind != BlockKind::Code) {
        for line in lines_of(&document.text, block.span) {
            let mut at = line.start as usize;
            let mut parts = line.of(&document.text).split(STRUCK).peekable();
            let mut is_struck = false;
            while let Some(part) = parts.next() {
                let end = at + part.len();
                if is_struck && parts.peek().is_some() && !part.is_empty() {
                    found.push(Span::new(at - STRUCK.len(), end + STRUCK.len()));
                }
                is_struck = !is_struck;
                at = end + STRUCK.len();
            }
        }
    }
    found
}
