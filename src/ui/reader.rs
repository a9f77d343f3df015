//! Draws the article: the visible lines, with names, links and matches.

use super::canvas::Canvas;
use super::theme::Styles;
use crate::app::article_layout::{Line, Segment, Style as LineStyle};
use crate::app::screens::articles::Articles;
use crate::app::screens::articles::panes::Panes;
use crate::app::screens::articles::reader::{Find, Reader};
use crate::app::{Focus, Session, Tip};
use crate::model::{Article, EmphasisKind, Field, Mention, Span};
use crate::text::width::width;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    panes: &Panes,
    screen: &Articles,
    session: &Session,
    styles: &Styles,
) {
    let (reader, text) = (&screen.reader, panes.text);
    let Some(article) = &reader.article else { return };
    for (line, y) in reader.layout.lines.iter().skip(reader.top).zip(text.y..text.bottom()) {
        draw_line(canvas, Rect { y, height: 1, ..text }, line, article, reader, styles);
    }
    if screen.focus == Focus::Reader && canvas.cursor.is_none() {
        canvas.cursor = Some((text.x, text.y));
    }
    draw_tips(canvas, panes, session, styles);
}

fn draw_line(
    canvas: &mut Canvas<'_>,
    area: Rect,
    line: &Line,
    article: &Article,
    reader: &Reader,
    styles: &Styles,
) {
    let style = match line.style {
        LineStyle::Title | LineStyle::Heading => styles.title,
        LineStyle::Byline | LineStyle::Caption => styles.dim,
        LineStyle::Note => styles.note,
        LineStyle::Subheading => styles.title.add_modifier(Modifier::ITALIC),
        LineStyle::Rule => styles.rule,
        LineStyle::Quote => styles.quote,
        LineStyle::Body | LineStyle::Code | LineStyle::Table | LineStyle::Blank => styles.text,
    };
    canvas.put(area.x, area.y, area.width, &line.lead, styles.dim);
    canvas.put(area.x, area.y, area.width, &line.words, style);
    for piece in &line.pieces {
        draw_piece(canvas, area, *piece, style, article, reader, styles);
    }
}

/// Draws a piece of the article in runs of one style each.
fn draw_piece(
    canvas: &mut Canvas<'_>,
    area: Rect,
    piece: Segment,
    style: Style,
    article: &Article,
    reader: &Reader,
    styles: &Styles,
) {
    let text = match piece.field {
        Field::Title if article.document.title.is_empty() => article.row.title.as_str(),
        Field::Title => article.document.title.as_str(),
        Field::Text => article.document.text.as_str(),
    };
    let mut x = area.x + piece.column;
    let cursor = cursor(reader).filter(|(field, _)| *field == piece.field).map(|(_, span)| span);
    let mut edges = Vec::new();
    for (run, over) in runs(piece, article, reader, styles) {
        let is_edge =
            |edge: fn(&Span) -> u32, at| reader.layout.highlights.iter().any(|span| edge(span) == at);
        if is_edge(|span| span.start, run.start) {
            edges.push((x.saturating_sub(1), "["));
        }
        if cursor.is_some_and(|cursor| cursor.overlaps(run)) && canvas.cursor.is_none() {
            canvas.cursor = Some((x, area.y));
        }
        // What follows keeps its columns: signs that become longer in ASCII take those that the line leaves.
        let rest = if canvas.ascii { width(Span { start: run.end, ..piece.span }.of(text)) } else { 0 };
        let end = area.right().saturating_sub(u16::try_from(rest).unwrap_or(0));
        x = canvas.put(x, area.y, end.saturating_sub(x), run.of(text), style.patch(over));
        if is_edge(|span| span.end, run.end) {
            edges.push((x, "]"));
        }
    }
    if styles.brackets && piece.field == Field::Text {
        for (x, bracket) in edges {
            canvas.put_over_blank(x, area.y, bracket, styles.note);
        }
    }
}

/// The words for the terminal's cursor: the end of the selection, else the current name, else the current match.
fn cursor(reader: &Reader) -> Option<(Field, Span)> {
    let selected = reader.selection.map(|selection| (Field::Text, selection.to));
    let name = || reader.mention().map(|mention| (mention.field, mention.span));
    let hit = || reader.find.as_ref().and_then(|find| find.hits.get(find.at).copied());
    selected.or_else(name).or_else(hit)
}

/// Splits a piece into runs of one style each, in order. Styles are combined, so that a name in bold has both.
fn runs(piece: Segment, article: &Article, reader: &Reader, styles: &Styles) -> Vec<(Span, Style)> {
    let mut over: Vec<(Span, Style)> = Vec::new();
    if piece.field == Field::Text {
        let document = &article.document;
        over.extend(document.emphasis.iter().map(|each| (each.span, emphasis(each.kind))));
        over.extend(reader.layout.struck.iter().map(|span| (*span, styles.dim.patch(STRUCK))));
        over.extend(reader.layout.highlights.iter().map(|span| (*span, styles.highlight)));
        over.extend(document.links.iter().map(|link| (link.span, styles.link)));
    }
    let names = mentions_within(&article.mentions, piece);
    over.extend(names.map(|(nth, mention)| (mention.span, name_style(nth, mention, reader, styles))));
    if let Some(Find { hits, at, .. }) = &reader.find {
        let hits = hits.iter().enumerate().filter(|(_, (field, _))| *field == piece.field);
        over.extend(hits.map(|(nth, (_, span))| {
            let current = if nth == *at { Modifier::UNDERLINED } else { Modifier::empty() };
            (*span, styles.hit.add_modifier(current))
        }));
    }
    if let Some(selection) = reader.selection.filter(|_| piece.field == Field::Text) {
        over.push((selection.span(), styles.selection));
        // A run of its own, for the cursor.
        over.push((selection.to, Style::new()));
    }
    over.retain(|(span, _)| span.overlaps(piece.span));
    flattened(piece.span, &over)
}

/// Splits a span at the boundaries of everything over it.
fn flattened(span: Span, over: &[(Span, Style)]) -> Vec<(Span, Style)> {
    let mut edges: Vec<u32> = over.iter().flat_map(|(span, _)| [span.start, span.end]).collect();
    edges.retain(|edge| span.start < *edge && *edge < span.end);
    edges.push(span.end);
    edges.sort_unstable();
    edges.dedup();
    let mut start = span.start;
    let runs = edges.into_iter().map(|end| {
        let run = Span { start, end };
        start = end;
        let on_it = over.iter().filter(|(span, _)| span.overlaps(run));
        (run, on_it.fold(Style::new(), |style, (_, over)| style.patch(*over)))
    });
    runs.filter(|(run, _)| !run.is_empty()).collect()
}

fn name_style(nth: usize, mention: &Mention, reader: &Reader, styles: &Styles) -> Style {
    let focus = if reader.name == Some(nth) { Modifier::REVERSED } else { Modifier::empty() };
    let same = reader.mention().is_some_and(|focused| focused.entity == mention.entity);
    let bold = if same { Modifier::BOLD } else { Modifier::empty() };
    let is_muted = reader.muted.contains(&mention.entity);
    let style = if is_muted { Style::new() } else { styles.kind(mention.kind) };
    style.add_modifier(focus | bold)
}

const STRUCK: Style = Style::new().add_modifier(Modifier::CROSSED_OUT);

fn emphasis(kind: EmphasisKind) -> Style {
    Style::new().add_modifier(match kind {
        EmphasisKind::Bold => Modifier::BOLD,
        EmphasisKind::Italic => Modifier::ITALIC,
    })
}

/// The mentions that overlap a piece. They are in text order, so that a binary search finds the first.
fn mentions_within(mentions: &[Mention], piece: Segment) -> impl Iterator<Item = (usize, &Mention)> {
    let before = |m: &Mention| (m.field, m.span.end) <= (piece.field, piece.span.start);
    let first = mentions.partition_point(before);
    let within = move |m: &&Mention| m.field == piece.field && m.span.start < piece.span.end;
    mentions[first..].iter().take_while(within).enumerate().map(move |(at, mention)| (first + at, mention))
}

/// The tips for first keys, below the article until they have been used.
fn draw_tips(canvas: &mut Canvas<'_>, panes: &Panes, session: &Session, styles: &Styles) {
    let (text, area) = (panes.text, panes.tips);
    if area.is_empty() {
        return;
    }
    let rule = "─".repeat(usize::from(text.width));
    canvas.put(text.x, area.y, text.width, &rule, styles.rule);
    for (y, tip) in (area.y + 1..area.bottom()).zip(session.tips.keys()) {
        let (name, does) = tip_words(*tip);
        canvas.put(text.x, y, 8, name, styles.key);
        canvas.put(text.x + 8, y, text.width.saturating_sub(8), does, styles.text);
    }
}

fn tip_words(tip: Tip) -> (&'static str, &'static str) {
    match tip {
        Tip::ReadOn => ("Space", "reads on, article after article"),
        Tip::NextName => (")", "goes to the next name in the text"),
        Tip::Dossier => ("Enter", "on any name: opens its dossier"),
        Tip::Search => ("s", "searches the library as you type"),
    }
}
