//! An article laid out in lines of a given width: what the reading pane scrolls through.
//!
//! The layout is made once per article and width; drawing only places the visible lines.
//! Lines are spans of the article's own title and text, so that names, links and finds keep their
//! places.

use crate::model::{Article, Block, BlockKind, Document, Field, PageKind, Span};
use crate::text::language;
use crate::text::time::{self, Now};
use crate::text::width::width;
use crate::text::wrap::wrap;

/// An article in lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ArticleLayout {
    /// From the title to the last note.
    pub lines: Vec<Line>,
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
    Quote,
    Code,
    Caption,
    Table,
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
    /// Which stretch.
    pub span: Span,
}

impl ArticleLayout {
    /// Lays out an article in lines of at most `line_width` columns.
    pub fn set(article: &Article, line_width: u16, now: Now) -> Self {
        let mut layout = Self::default();
        let document = &article.document;
        let columns = usize::from(line_width.max(8));
        let title = if document.title.is_empty() { &article.row.title } else { &document.title };
        layout.wrapped(title, Field::Title, Span::new(0, title.len()), columns, Style::Title, Lead::NONE);
        layout.words(Style::Byline, &byline(article, now), columns);
        layout.blank();
        for block in &document.blocks {
            layout.block(document, *block, columns);
            layout.blank();
        }
        for note in &article.notes {
            layout.words(Style::Note, note, columns);
        }
        while layout.lines.last().is_some_and(|line| line.style == Style::Blank) {
            layout.lines.pop();
        }
        layout
    }

    /// The first byte of the text at or after line `top`: what a position stores. 0 for the title.
    pub fn offset_of(&self, top: usize) -> u32 {
        let within_title = self.lines.iter().take(top).all(|line| line.style != Style::Byline);
        if within_title {
            return 0;
        }
        let mut texts = self.lines.iter().skip(top).flat_map(|line| &line.pieces);
        texts.find(|piece| piece.field == Field::Text).map_or(0, |piece| piece.span.start)
    }

    /// The line that contains a byte of the title or text; the first line if none does.
    pub fn line_of(&self, field: Field, offset: u32) -> usize {
        let starts_by = |line: &Line| line.pieces.iter().any(|p| p.field == field && p.span.start <= offset);
        self.lines.iter().rposition(starts_by).unwrap_or(0)
    }

    fn block(&mut self, document: &Document, block: Block, columns: usize) {
        let text = document.text.as_str();
        match block.kind {
            BlockKind::Paragraph => self.body(text, block.span, columns, Style::Body, Lead::NONE),
            BlockKind::Heading(_) => self.body(text, block.span, columns, Style::Heading, Lead::NONE),
            BlockKind::Quote => self.body(text, block.span, columns, Style::Quote, Lead::BAR),
            BlockKind::Caption => self.body(text, block.span, columns, Style::Caption, Lead::NONE),
            BlockKind::List | BlockKind::NumberedList => self.list(text, block, columns),
            BlockKind::Table => self.table(text, block.span, columns),
            BlockKind::Code => {
                for line in lines_of(text, block.span) {
                    self.body(text, line, columns, Style::Code, Lead::INDENT);
                }
            }
        }
    }

    fn list(&mut self, text: &str, block: Block, columns: usize) {
        let marks = block.kind.list_marks(block.span.of(text));
        for (item, mark) in lines_of(text, block.span).zip(marks) {
            let indent = "  ".repeat(mark.depth);
            let item = Span { start: item.start + u32::try_from(mark.depth).unwrap_or(0), ..item };
            let mark = match mark.number {
                Some(number) => format!("{number:>3}. "),
                None if mark.is_written => format!("  {indent}"),
                None => format!("  {indent}• "),
            };
            let lead = Lead { first: &mark, next: &" ".repeat(width(&mark)) };
            self.body(text, item, columns, Style::Body, lead);
        }
    }

    /// Cells are in columns if all of them fit; else each row is laid out as a paragraph.
    fn table(&mut self, text: &str, span: Span, columns: usize) {
        const GAP: usize = 2;
        let rows: Vec<Vec<Span>> = lines_of(text, span).map(|row| cells_of(text, row)).collect();
        let count = rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|c| width(c.of(text))).max();
        let widths: Vec<usize> = (0..count).map(|at| widest(at).unwrap_or(0)).collect();
        if widths.iter().sum::<usize>() + GAP * count.saturating_sub(1) > columns {
            for row in lines_of(text, span) {
                self.body(text, row, columns, Style::Table, Lead::INDENT);
            }
            return;
        }
        for row in rows {
            let mut column = 0;
            let mut pieces = Vec::with_capacity(row.len());
            for (cell, wide) in row.into_iter().zip(&widths) {
                pieces.push(Segment { column: narrow(column), field: Field::Text, span: cell });
                column += wide + GAP;
            }
            self.lines.push(Line { style: Style::Table, lead: String::new(), pieces, words: String::new() });
        }
    }

    fn body(&mut self, text: &str, span: Span, columns: usize, style: Style, lead: Lead<'_>) {
        self.wrapped(text, Field::Text, span, columns, style, lead);
    }

    fn wrapped(
        &mut self,
        text: &str,
        field: Field,
        span: Span,
        columns: usize,
        style: Style,
        lead: Lead<'_>,
    ) {
        let indent = width(lead.first);
        for (at, span) in wrap(text, span, columns.saturating_sub(indent)).into_iter().enumerate() {
            let lead = if at == 0 { lead.first } else { lead.next }.to_owned();
            let piece = Segment { column: narrow(indent), field, span };
            self.lines.push(Line { style, lead, pieces: vec![piece], words: String::new() });
        }
    }

    fn words(&mut self, style: Style, words: &str, columns: usize) {
        for span in wrap(words, Span::new(0, words.len()), columns) {
            let words = span.of(words).to_owned();
            self.lines.push(Line { style, lead: String::new(), pieces: Vec::new(), words });
        }
    }

    fn blank(&mut self) {
        let (lead, words) = (String::new(), String::new());
        self.lines.push(Line { style: Style::Blank, lead, pieces: Vec::new(), words });
    }
}

/// What precedes the first and each further line of a block.
#[derive(Clone, Copy)]
struct Lead<'a> {
    first: &'a str,
    next: &'a str,
}

impl Lead<'static> {
    const NONE: Self = Self { first: "", next: "" };
    const BAR: Self = Self { first: "▎ ", next: "▎ " };
    const INDENT: Self = Self { first: "  ", next: "  " };
}

fn narrow(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}

fn lines_of(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let mut start = span.start as usize;
    span.of(text).split('\n').map(move |line| {
        let span = Span::new(start, start + line.len());
        start += line.len() + 1;
        span
    })
}

/// The label above the text of a page that is not an article.
fn other_page(kind: PageKind) -> Option<&'static str> {
    match kind {
        PageKind::Article => None,
        PageKind::Thread => Some("forum thread"),
        PageKind::Listing => Some("list of links, no article"),
        PageKind::Product => Some("product page"),
    }
}

fn cells_of(text: &str, row: Span) -> Vec<Span> {
    let mut start = row.start as usize;
    let cell = |cell: &str| {
        let span = Span::new(start, start + cell.len());
        start += cell.len() + 1;
        span
    };
    row.of(text).split('\t').map(cell).collect()
}

/// `Anna Example · Example Wire · 15 Dec 2016 · 4 min`; for other languages than English, the language and
/// what follows from it for the names.
fn byline(article: &Article, now: Now) -> String {
    let document = &article.document;
    let mut parts: Vec<String> = Vec::new();
    parts.extend(document.byline.clone());
    let fold = |text: &str| text.to_lowercase();
    let says_so = |site: &String| document.byline.as_deref().is_none_or(|byline| fold(byline) != fold(site));
    parts.extend(document.site.clone().filter(says_so));
    parts.extend(document.published.map(|when| time::day(when, now)));
    parts.extend(other_page(document.kind).map(str::to_owned));
    parts.push(format!("{} min", article.row.minutes()));
    let other = document.language.as_deref().filter(|&code| code != "en").and_then(language::name);
    parts.extend(other.map(|language| format!("{language}: only well known names are found")));
    parts.join(" · ")
}
