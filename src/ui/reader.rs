//! Draws the article: the lines in sight, with names, links and finds in their places.

use super::canvas::Canvas;
use super::theme::Styles;
use crate::app::article_layout::{Line, Segment, Style as LineStyle};
use crate::app::screens::articles::Articles;
use crate::app::screens::articles::panes::Panes;
use crate::app::screens::articles::reader::{Find, Reader};
use crate::app::{Focus, Session, Tip};
use crate::model::{Article, Field, Mention, Span};
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
        LineStyle::Byline | LineStyle::Caption | LineStyle::Note => styles.dim,
        LineStyle::Quote => styles.quote,
        LineStyle::Body | LineStyle::Code | LineStyle::Table | LineStyle::Blank => styles.text,
    };
    canvas.put(area.x, area.y, area.width, &line.lead, styles.dim);
    canvas.put(area.x, area.y, area.width, &line.words, style);
    for piece in &line.pieces {
        draw_piece(canvas, area, *piece, style, article, reader, styles);
    }
}

/// Draws a stretch of the article in runs of one style each.
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
    let mut at = piece.span.start;
    for (run, over) in runs(piece, article, reader, styles) {
        x = canvas.put_on(area, x, Span { start: at, end: run.start }.of(text), style);
        let focused = reader.mention().is_some_and(|m| m.field == piece.field && m.span.overlaps(run));
        if focused && canvas.cursor.is_none() {
            canvas.cursor = Some((x, area.y));
        }
        x = canvas.put_on(area, x, run.of(text), style.patch(over));
        at = run.end;
    }
    canvas.put_on(area, x, Span { start: at, end: piece.span.end }.of(text), style);
}

/// The stretches of a piece that look different, in order and without overlaps: finds win over names,
/// names over links.
fn runs(piece: Segment, article: &Article, reader: &Reader, styles: &Styles) -> Vec<(Span, Style)> {
    let mut runs: Vec<(Span, Style)> = Vec::new();
    let mut add = |span: Span, style: Style| {
        let clipped = Span { start: span.start.max(piece.span.start), end: span.end.min(piece.span.end) };
        if !clipped.is_empty() && runs.iter().all(|(other, _)| !other.overlaps(clipped)) {
            runs.push((clipped, style));
        }
    };
    if let Some(Find { hits, at, .. }) = &reader.find {
        for (nth, (field, span)) in hits.iter().enumerate() {
            if *field == piece.field {
                let current = if nth == *at { Modifier::UNDERLINED } else { Modifier::empty() };
                add(*span, styles.hit.add_modifier(current));
            }
        }
    }
    for (nth, mention) in mentions_within(&article.mentions, piece) {
        let focus = if reader.name == Some(nth) { Modifier::REVERSED } else { Modifier::empty() };
        let same = reader.mention().is_some_and(|focused| focused.entity == mention.entity);
        let bold = if same { Modifier::BOLD } else { Modifier::empty() };
        add(mention.span, styles.kind(mention.kind).add_modifier(focus | bold));
    }
    if piece.field == Field::Text {
        for link in &article.document.links {
            add(link.span, styles.link);
        }
    }
    runs.sort_by_key(|(span, _)| span.start);
    runs
}

/// The mentions that touch a piece. They stand in the order of the text, so that a search by halves
/// finds the first.
fn mentions_within(mentions: &[Mention], piece: Segment) -> impl Iterator<Item = (usize, &Mention)> {
    let before = |m: &Mention| (m.field, m.span.end) <= (piece.field, piece.span.start);
    let first = mentions.partition_point(before);
    let within = move |m: &&Mention| m.field == piece.field && m.span.start < piece.span.end;
    mentions[first..].iter().take_while(within).enumerate().map(move |(at, mention)| (first + at, mention))
}

/// The first keys, at the foot of the pane until they have been used.
fn draw_tips(canvas: &mut Canvas<'_>, panes: &Panes, session: &Session, styles: &Styles) {
    let (text, area) = (panes.text, panes.tips);
    if area.is_empty() {
        return;
    }
    let rule = canvas.mark("─").repeat(usize::from(text.width));
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
        Tip::Dossier => ("Enter", "on a name: everything about it"),
        Tip::Search => ("s", "searches the library as you type"),
    }
}
